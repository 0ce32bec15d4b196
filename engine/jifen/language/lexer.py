"""Text to tokens: the longest known name wins, and an unknown stretch becomes one token (S28)."""

from typing import Any

from attrs import define, field, frozen

from jifen.language.lexicon import (
    ENDLESS_WORDS,
    KEYWORDS,
    LOGIC_SYMBOLS,
    LOGIC_WORDS,
    MISSPELLINGS,
    OPERATOR_WORDS,
    OPERATORS,
    QUOTES,
    SPELLINGS,
    SYMBOLS,
    WORDS_BETWEEN,
    Lexicon,
    is_ascii_word,
    is_word,
    longest_of,
    narrowed,
)
from jifen.language.literals import Literal, Problem, function_at, is_digit, read_literal
from jifen.language.syntax import Flawed, Span

_NEVER_BEGINS_A_NAME = (
    "且",
    "并且",
    "而且",
    "或者",
    "以及",
    "大于",
    "小于",
    "不低于",
    "不超过",
    "不少于",
    "等于",
)


@frozen
class Lexeme:
    """A token: its terminal in the grammar, its value and its place."""

    type: str
    value: Any
    span: Span


@frozen
class _Piece:
    """A part of a stretch of word characters: a known name, or a gap between known things."""

    kind: str
    start: int
    end: int
    literal: Literal | None = None


@define
class Lexer:
    """Reads one text; ``problems`` holds what was wrong, ``broken`` that parsing makes no sense."""

    text: str
    lexicon: Lexicon
    lexemes: list[Lexeme] = field(factory=list, init=False)
    problems: list[Problem] = field(factory=list, init=False)
    broken: bool = field(default=False, init=False)
    _plain: str = field(init=False)

    @_plain.default
    def _narrow(self) -> str:
        return narrowed(self.text)

    def read(self) -> "Lexer":
        """Read the whole text."""
        position = 0
        while position < len(self._plain):
            here = self._plain[position]
            if here.isspace():
                position += 1
            elif here in QUOTES:
                position = self._quoted(position)
            elif self._begins_number(position) or self._is_word(position):
                position = self._stretch(position)
            else:
                position = self._symbol(position)
        return self

    def _add(self, kind: str, value: Any, start: int, end: int) -> int:
        self.lexemes.append(Lexeme(kind, value, (start, end)))
        return end

    def _problem(self, code: str, start: int, end: int, *, mended: bool = False, **facts: str | None) -> int:
        self.problems.append(Problem(code, (start, end), facts))
        self.broken = self.broken or not mended
        return end

    def _quoted(self, start: int) -> int:
        closing = QUOTES[self._plain[start]]
        end = self.text.find(closing, start + 1)
        if end < 0:
            return self._problem("J306", start, len(self.text), quote=closing)
        inside = self.text[start + 1 : end]
        return self._add("NAME" if closing == "」" else "TEXT", inside, start, end + 1)

    def _symbol(self, start: int) -> int:
        sign = next((sign for sign in SYMBOLS if self._plain.startswith(sign, start)), self._plain[start])
        end = start + len(sign)
        if sign in LOGIC_WORDS:
            return self._problem("J312", start, end, word=LOGIC_WORDS[sign])
        if sign in ENDLESS_WORDS:
            return self._problem("J311", start, end)
        meant = MISSPELLINGS.get(sign) or SPELLINGS.get(sign, sign)
        if meant not in OPERATORS or sign == "**":
            return self._problem("J305", start, end, remedy=_remedy(sign))
        if sign in MISSPELLINGS:
            self._problem("J315", start, end, mended=True, instead=meant)
        return self._add(OPERATORS[meant], meant, start, end)

    def _begins_number(self, position: int) -> bool:
        here, following = self._plain[position], self._plain[position + 1 : position + 2]
        if here == "." and is_digit(following):
            return not (self.lexemes and self.lexemes[-1].type == "NAME")
        return is_digit(here)

    def _is_word(self, position: int) -> bool:
        return is_word(self._plain[position]) and not longest_of(LOGIC_SYMBOLS, self._plain, position)

    def _stretch(self, start: int) -> int:
        """Read word characters without a blank between them."""
        pieces = [self._piece(start, None)]
        position = pieces[-1].end
        while position < len(self._plain) and self._is_word(position):
            before = pieces[-1]
            piece = self._piece(position, before)
            if piece.kind == before.kind == "gap":
                pieces[-1] = _Piece("gap", before.start, piece.end)
            else:
                pieces.append(piece)
            position = piece.end
        self._deliver(pieces)
        return position

    def _piece(self, start: int, before: _Piece | None) -> _Piece:
        name_end = self.lexicon.longest(self._plain, start)
        unknown = before is not None and before.kind == "gap" and self._slice(before) not in WORDS_BETWEEN
        if self._begins_number(start) and not unknown:
            literal = read_literal(self._plain, start, self.lexicon)
            if literal.span[1] > name_end:
                return _Piece("number", start, literal.span[1], literal)
        function_end = start + len(function_at(self._plain, start))
        if function_end > name_end:
            return _Piece("function", start, function_end)
        if name_end > start:
            return _Piece("name", start, name_end)
        keyword = longest_of(KEYWORDS, self._plain, start)
        if keyword and not (before is not None and self._slice(before) == "不"):
            return _Piece("keyword", start, start + len(keyword))
        end = start + 1
        while (
            end < len(self._plain) and is_ascii_word(self._plain[end - 1]) and is_ascii_word(self._plain[end])
        ):
            end += 1
        return _Piece("gap", start, end)

    def _slice(self, piece: _Piece) -> str:
        return self._plain[piece.start : piece.end]

    def _deliver(self, pieces: list[_Piece]) -> None:
        """Turn pieces into tokens; a gap takes the names beside it with it into one unknown name."""
        index = 0
        while index < len(pieces):
            run = index
            while run < len(pieces) and pieces[run].kind in ("gap", "name"):
                run += 1
            if index < run < len(pieces) and pieces[run].kind == "function" and pieces[run - 1].kind == "gap":
                run += 1
            if run > index:
                self._names(pieces[index:run], pieces[index - 1] if index else None)
                index = run
            else:
                self._known(pieces[index])
                index += 1

    def _known(self, piece: _Piece) -> None:
        """Deliver a number, a keyword or a function."""
        if piece.kind == "keyword":
            self._add(KEYWORDS[self._slice(piece)], None, piece.start, piece.end)
        elif piece.literal is None:
            self._add("NAME", self._slice(piece), piece.start, piece.end)
        elif piece.literal.problem is None:
            self._add("NUMBER", piece.literal.number, piece.start, piece.end)
        else:
            self.problems.append(piece.literal.problem)
            self._add("NUMBER", Flawed(span=piece.literal.span), piece.start, piece.end)

    def _names(self, pieces: list[_Piece], before: _Piece | None) -> None:
        """Deliver known names and gaps that touch one another."""
        words = []
        for piece, previous in zip(pieces, [before, *pieces], strict=False):
            if piece.kind == "gap" and (word := self._word_between(piece, previous)):
                words.append((piece.start, word))
        for start, word in words:
            self._word(start, word)
        if words:
            return
        if any(piece.kind == "gap" for piece in pieces):
            pieces = [_Piece("name", pieces[0].start, pieces[-1].end)]
        for piece in pieces:
            name = self.text[piece.start : piece.end]
            if narrowed(name) in ENDLESS_WORDS:
                self._problem("J311", piece.start, piece.end)
            self._add("NAME", name, piece.start, piece.end)

    def _word_between(self, gap: _Piece, before: _Piece | None) -> str:
        """The word for logic or an operator that a gap is, or begins with after something known."""
        text = self._slice(gap)
        if text in WORDS_BETWEEN:
            return text
        if before is None:
            return ""
        words = WORDS_BETWEEN if before.kind == "number" else _NEVER_BEGINS_A_NAME
        return longest_of(words, self._plain, gap.start)

    def _word(self, start: int, word: str) -> None:
        if word in LOGIC_WORDS:
            self._problem("J312", start, start + len(word), word=LOGIC_WORDS[word])
        else:
            self._problem("J313", start, start + len(word), instead=OPERATOR_WORDS[word])


def _remedy(sign: str) -> str:
    if sign in ("**", "^"):
        return "这里没有乘方，请写成连乘"
    if sign in ("%", "‰"):
        return f"{sign} 只能紧跟在数字后面，如 5{sign}"
    if sign in ("~", "～", "—", "–"):
        return "一段范围请写成区间，如 [5%, 10%)"
    if sign in ("|", ";", "；", "。"):
        return "几个条件请分开写在列表里，每个条件一项"
    return ""
