"""Text to syntax tree: lexer, grammar, and what is said where the grammar does not fit."""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from jifen.language.diagnostics import Diagnostics
from jifen.language.lexer import Lexeme, Lexer
from jifen.language.lexicon import Lexicon
from jifen.language.scope import shown
from jifen.language.syntax import (
    Additions,
    Call,
    Chain,
    Choices,
    Comparison,
    Flawed,
    Half,
    Membership,
    Multiplications,
    Name,
    Negative,
    Node,
    Number,
    Quoted,
    Range,
    Span,
    Tree,
)
from jifen.model.place import Written

if TYPE_CHECKING:
    from lark import Lark, Token

MAX_LENGTH = 2000
MAX_DEPTH = 50
MAX_TOKENS = 600

_OPENING = ("LPAR", "LSQB", "LBRACE")
_CLOSED_BY = {"RPAR": ("LPAR", "LSQB"), "RSQB": ("LPAR", "LSQB"), "RBRACE": ("LBRACE",)}
_OPERANDS = ("NUMBER", "TEXT", "NAME", "LPAR")
_ENDS_OPERAND = ("NUMBER", "TEXT", "NAME", "RPAR", "RSQB", "RBRACE")


def parse(
    written: Written,
    lexicon: Lexicon,
    diagnostics: Diagnostics,
    start: Literal["whole", "interval"] = "whole",
) -> Tree | None:
    """The syntax tree of a text; None, reported, when it is too long, empty or not to be understood."""
    length = len(written.text)
    if length > MAX_LENGTH:
        diagnostics.report("J302", written.at(0, length), length=length, limit=MAX_LENGTH)
        return None
    lexer = Lexer(written.text, lexicon).read()
    for problem in lexer.problems:
        begin, end = problem.span
        facts = shown(written.text[begin:end], problem.facts)
        diagnostics.report(problem.code, written.at(begin, end - begin), **facts)
    if lexer.broken:
        return None
    if not lexer.lexemes:
        diagnostics.report("J301", written.at(0, length))
        return None
    if not _brackets_fit(written, lexer.lexemes, diagnostics):
        return None
    return _parsed(written, lexer.lexemes, diagnostics, start)


def _report(written: Written, diagnostics: Diagnostics, code: str, span: Span, **facts: str | int) -> None:
    begin, end = span
    diagnostics.report(code, written.at(begin, end - begin), **shown(written.text[begin:end], facts))


def _brackets_fit(written: Written, lexemes: list[Lexeme], diagnostics: Diagnostics) -> bool:
    """Whether brackets pair (those of an interval may differ), and depth and number keep their limits."""
    if len(lexemes) > MAX_TOKENS:
        _report(written, diagnostics, "J304", lexemes[MAX_TOKENS].span, limit=MAX_TOKENS)
        return False
    opened: list[Lexeme] = []
    for lexeme in lexemes:
        if lexeme.type in _OPENING:
            opened.append(lexeme)
            if len(opened) > MAX_DEPTH:
                _report(written, diagnostics, "J303", lexeme.span, limit=MAX_DEPTH)
                return False
        elif lexeme.type in _CLOSED_BY:
            if not opened or opened[-1].type not in _CLOSED_BY[lexeme.type]:
                _report(written, diagnostics, "J307", lexeme.span, problem="没有与它配对的左括号")
                return False
            opened.pop()
    if opened:
        _report(written, diagnostics, "J307", opened[-1].span, problem="没有与它配对的右括号")
    return not opened


def _parsed(written: Written, lexemes: list[Lexeme], diagnostics: Diagnostics, start: str) -> Tree | None:
    from lark.exceptions import UnexpectedToken

    try:
        tree: Any = _parser().parse(lexemes, start=start)
    except UnexpectedToken as error:
        _report_unexpected(written, lexemes, diagnostics, error.token)
        return None
    # The builder has made nodes of ours where lark's types speak of its own.
    result: Tree = tree
    return result


def _report_unexpected(
    written: Written, lexemes: list[Lexeme], diagnostics: Diagnostics, token: "Token"
) -> None:
    """Say what does not fit: an operator or an operand lacks, or this has no place here."""
    if token.type == "$END":
        _report(written, diagnostics, "J317", lexemes[-1].span)
        return
    index = next(i for i, lexeme in enumerate(lexemes) if lexeme is token.value)
    here, before = lexemes[index], lexemes[index - 1] if index else None
    if before is not None and before.type in _ENDS_OPERAND and here.type in _OPERANDS:
        first, second = written.text[slice(*before.span)], written.text[slice(*here.span)]
        span = (before.span[0], here.span[1])
        _report(written, diagnostics, "J316", span, first=first, second=second)
    elif before is None or before.type not in _ENDS_OPERAND:
        after = "" if before is None else written.text[slice(*before.span)]
        _report(written, diagnostics, "J318", here.span, after=after)
    else:
        _report(written, diagnostics, "J320", here.span)


class _Builder:
    """Makes the nodes while parsing, rule by rule; its methods are named as the rules of the grammar."""

    def whole(self, children: list[Node]) -> Node:
        return children[0]

    def half(self, children: list[Any]) -> Half:
        sign, edge = children
        return Half(sign.value.value, edge, span=(sign.value.span[0], edge.span[1]))

    def bare(self, children: list[Node]) -> Node:
        return children[0]

    def interval(self, children: list[Range]) -> Range:
        return children[0]

    def comparison(self, children: list[Any]) -> Comparison | Chain:
        span = (children[0].span[0], children[-1].span[1])
        operators = tuple(sign.value.value for sign in children[1::2])
        if len(operators) == 1:
            return Comparison(operators[0], children[0], children[2], span=span)
        return Chain(tuple(children[::2]), operators, span=span)

    def belongs(self, children: list[Any], prefix: bool = False) -> Membership:
        value, _, among = children
        return Membership(value, among, prefix, span=(value.span[0], among.span[1]))

    def begins(self, children: list[Any]) -> Membership:
        return self.belongs(children, prefix=True)

    def range(self, children: list[Any]) -> Range:
        opening, low, high, closing = children
        span = (opening.value.span[0], closing.value.span[1])
        return Range(low, opening.type == "LSQB", high, closing.type == "RSQB", span=span)

    def choices(self, children: list[Any]) -> Choices:
        opening, *texts, closing = children
        span = (opening.value.span[0], closing.value.span[1])
        return Choices(tuple(Quoted(text.value.value, span=text.value.span) for text in texts), span=span)

    def additions(self, children: list[Any]) -> Additions:
        return Additions(_chained("+", children), span=(children[0].span[0], children[-1].span[1]))

    def multiplications(self, children: list[Any]) -> Multiplications:
        span = (children[0].span[0], children[-1].span[1])
        signs = {"*": "×", "/": "÷"}
        factors = tuple((signs.get(sign, sign), node) for sign, node in _chained("×", children))
        return Multiplications(factors, span=span)

    def negative(self, children: list[Any]) -> Negative:
        sign, operand = children
        return Negative(operand, span=(sign.value.span[0], operand.span[1]))

    def number(self, children: list[Any]) -> Node:
        literal: Number | Flawed = children[0].value.value
        return literal

    def quoted(self, children: list[Any]) -> Quoted:
        return Quoted(children[0].value.value, span=children[0].value.span)

    def group(self, children: list[Any]) -> Node:
        node: Node = children[1]
        return node

    def name(self, children: list[Any]) -> Name:
        first, last = children[0].value, children[-1].value
        return Name(tuple(part.value.value for part in children), span=(first.span[0], last.span[1]))

    def call(self, children: list[Any]) -> Call:
        name, _, *arguments, closing = children
        span = (name.value.span[0], closing.value.span[1])
        return Call(name.value.value, tuple(arguments), span=span, name_span=name.value.span)


def _chained(first: Any, children: list[Any]) -> tuple[Any, ...]:
    signs = (first, *(sign.value.value for sign in children[1::2]))
    return tuple(zip(signs, children[::2], strict=True))


@lru_cache(maxsize=1)
def _parser() -> "Lark":
    """The parser, built at first use."""
    from lark import Lark, Token
    from lark.lexer import Lexer as LarkLexer

    class Tokens(LarkLexer):
        """Hands over what was lexed before."""

        def __init__(self, _: object) -> None:
            pass

        def lex(self, lexemes: Any) -> Iterator[Token]:  # type: ignore[override]
            for lexeme in lexemes:
                yield Token(lexeme.type, lexeme)

    text = files("jifen.language").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(
        text,
        parser="lalr",
        lexer=Tokens,
        start=["whole", "interval"],
        transformer=_Builder(),
        maybe_placeholders=False,
    )
