"""What is wrong with a statement that is not TOML, said so that policy staff can mend it."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

import tomli
from attrs import define

from jifen.language.diagnostics import Diagnostic
from jifen.language.source import Source
from jifen.language.toml_scan import Scan, Statement, Token, code_point
from jifen.language.wording.files import (
    BLANK_NAME,
    BRACKETS,
    END_OF_LINE,
    HALF_WIDTH,
    MONTH_AND_DAY,
    WIDE_BLANK,
    WIDE_BLANK_NAME,
)

_QUOTES = frozenset("“”‘’＂＇「」『』")
_KEY_WITHOUT_VALUE = re.compile(r"(?P<key>[^\s,{=]+)[ \t]*=[ \t]*\Z")
_WORD_END = re.compile(r"""[\s,\[\]{}#"'=]""")
_LEADING_ZEROS = re.compile(r"[+-]?0+(?P<number>[1-9][0-9]*(?:\.[0-9]+)?)\Z")
_CLOSING = {"[": "]", "{": "}"}
_LONGEST_QUOTED = 40

DUPLICATE = ("Cannot ", "Duplicate ")
"""How the messages begin by which tomli refuses a key or table that was defined before."""


def decimal(text: str) -> Decimal:
    """A TOML float, exactly; one of absurd size is reported as such from the text, whatever stands here."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal(0)


def explain(source: Source, found: Scan, most: int) -> tuple[list[Diagnostic], list[Statement]]:
    """The mistakes of a text, and the statements that have them; no more than ``most`` statements."""
    diagnostics: list[Diagnostic] = []
    broken: list[Statement] = []
    remarks = [start for _, start, _, _ in found.remarks]
    left_open = False
    for statement in found.statements:
        if len(broken) > most:
            break
        closes_only = all(token.text in {"]", "}", ","} for token in statement.tokens)
        if left_open and closes_only:
            broken.append(statement)
            continue
        mistakes = list(_Explanation(source, statement).mistakes())
        if mistakes and any(statement.start <= start < statement.end for start in remarks):
            # An older tomli refuses TOML 1.1 too; that is reported by its own codes.
            mistakes = [mistake for mistake in mistakes if mistake.code not in {"J110", "J116", "J118"}]
        diagnostics.extend(mistakes)
        if mistakes:
            broken.append(statement)
        left_open = statement.open is not None
    return diagnostics, broken


@define
class _Explanation:
    source: Source
    statement: Statement

    def mistakes(self) -> Iterator[Diagnostic]:
        """Those that single pieces show by themselves; else the first that tomli finds."""
        of_pieces = list(self._pieces())
        if of_pieces:
            yield from of_pieces
        elif self.statement.stray is not None:
            yield self._bracket("stray", self.statement.stray)
        elif self.statement.open is not None:
            yield self._bracket("open", self.statement.open)
        else:
            yield from self._of_tomli()

    def _pieces(self) -> Iterator[Diagnostic]:
        wide_in_key = wide_quote = False
        for run in _runs(self.statement.tokens):
            start, end = run[0].start, run[-1].end
            text = self.source.text[start:end]
            foreign = "".join(token.text for token in run if token.kind == "foreign")
            control = next((char for char in foreign if unicodedata.category(char) in {"Cc", "Cf"}), None)
            if control is not None:
                position = text.index(control)
                yield self._of("J119", start + position, start + position + 1, found=code_point(control))
            elif run[0].kind == "open" and not wide_quote:
                yield self._of("J111", start, end, quote=_quote(text))
            elif foreign and _is_wide_punctuation(foreign, run[0].is_value):
                wide_in_key = wide_in_key or not run[0].is_value
                wide_quote = wide_quote or not _QUOTES.isdisjoint(foreign)
                marks = [offset for offset, char in enumerate(text) if char in HALF_WIDTH]
                yield self._of("J113", start + marks[0], start + marks[-1] + 1, **_half_width(foreign))
            elif foreign and run[0].is_value:
                yield self._of("J116", start, end, found=_short(text))
            elif foreign and not wide_in_key:
                yield self._of("J114", start, end, key=_short(text))

    def _bracket(self, which: str, token: Token) -> Diagnostic:
        problem, remedy = BRACKETS[which]
        facts = {"bracket": token.text, "closing": _CLOSING.get(token.text, "")}
        return self._of(
            "J115", token.start, token.end, problem=problem.format(**facts), remedy=remedy.format(**facts)
        )

    def _of_tomli(self) -> Iterator[Diagnostic]:
        text = self.source.text[self.statement.start : self.statement.end]
        try:
            tomli.loads(text, parse_float=decimal)
        except tomli.TOMLDecodeError as error:
            if error.msg.startswith(DUPLICATE):
                return
            yield self._translated(error.msg, text, min(error.pos, len(text)))

    def _translated(self, message: str, text: str, position: int) -> Diagnostic:
        """A message of tomli in our words, at our place."""
        at = self.statement.start + position
        rest = text[position:]
        if message.startswith("Expected '='"):
            return self._of("J112", at, at + 1, key=_short(text[:position].strip()))
        key = _KEY_WITHOUT_VALUE.search(text[:position])
        if message == "Invalid value" and key and rest[:1] in {"", "\n", "#", ",", "}"}:
            return self._of("J117", at, at + 1, key=_short(key["key"]))
        if message in _ESCAPE_MESSAGES:
            begins = text.rfind("\\", 0, position)
            found = text[begins : begins + 2]
            return self._of(
                "J118", self.statement.start + begins, self.statement.start + begins + 2, found=found
            )
        if message.startswith(("Illegal character", "Found invalid character")):
            return self._of("J119", at, at + 1, found=code_point(text[position]))
        word = self._word_around(at, may_begin=message.startswith("Invalid"))
        if word is not None:
            start, end = word
            found = self.source.text[start:end]
            zeros = _LEADING_ZEROS.match(found)
            number = zeros["number"] if zeros else ""
            date = MONTH_AND_DAY if message.startswith("Invalid date") else ""
            return self._of("J116", start, end, found=_short(found), number=number, date=date)
        if message in {"Unclosed array", "Unclosed inline table"}:
            return self._of("J123", at, at + 1, found=_short(_first_word(rest)))
        return self._of("J110", at, at + max(1, len(_first_word(rest))), found=_short(_first_word(rest)))

    def _word_around(self, position: int, *, may_begin: bool) -> tuple[int, int] | None:
        """The characters that begin as a bare value before the position (or at it) and reach over it."""
        token = next(
            (
                token
                for token in self.statement.tokens
                if token.kind == "word"
                and token.is_value
                and token.start < position + may_begin
                and position <= token.end
            ),
            None,
        )
        if token is None:
            return None
        end = _WORD_END.search(self.source.text, token.end)
        return token.start, end.start() if end else len(self.source.text)

    def _of(self, code: str, start: int, end: int, **facts: str) -> Diagnostic:
        return Diagnostic.of(code, self.source.place(start, end), facts)


_ESCAPE_MESSAGES = frozenset(
    {"Unescaped '\\' in a string", "Invalid hex value", "Escaped character is not a Unicode scalar value"}
)


def _runs(tokens: list[Token]) -> Iterator[list[Token]]:
    """Words and foreign characters that stand together without a gap; anything else on its own."""
    run: list[Token] = []
    for token in tokens:
        joins = token.kind in {"word", "foreign"}
        if run and not (joins and run[-1].kind in {"word", "foreign"} and run[-1].end == token.start):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _is_wide_punctuation(foreign: str, is_value: bool) -> bool:
    """Whether full-width punctuation stands where TOML's own belongs, rather than in words without quotes."""
    if foreign[0] in _QUOTES:
        return True
    marks = any(char in HALF_WIDTH for char in foreign)
    return marks and not (is_value and any(char.isalpha() for char in foreign))


def _half_width(foreign: str) -> dict[str, str]:
    marks = list(dict.fromkeys(char for char in foreign if char in HALF_WIDTH))
    instead = list(dict.fromkeys(HALF_WIDTH[char] for char in marks))
    if marks == [WIDE_BLANK]:
        return {"found": WIDE_BLANK_NAME, "instead": BLANK_NAME}
    return {"found": " ".join(marks), "instead": " ".join(instead)}


def _quote(text: str) -> str:
    return text[:3] if text.startswith(('"""', "'''")) else text[0]


def _first_word(rest: str) -> str:
    line = rest.split("\n", 1)[0].strip()
    return line.split()[0] if line else END_OF_LINE


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTED else text[: _LONGEST_QUOTED - 1] + "…"
