"""A flat look over a text in TOML: its pieces, its statements and its limits.

This reads no values: tomli does. It goes once over the text without recursion, so that what would hurt a
parser (depth, length, number) is refused before a parser sees it; and it cuts the text into statements, so
that after a mistake each of the others can be looked at on its own.
"""

import re
from typing import Literal

from attrs import define, field, frozen

from jifen.language.diagnostics import Diagnostic, DiagnosticError
from jifen.language.source import Source
from jifen.language.wording.files import NUMBERS
from jifen.model.place import Place

Kind = Literal["newline", "comment", "string", "open", "punctuation", "word", "foreign"]


@frozen
class Limits:
    """How much one file may hold."""

    lines: int = 10_000
    tokens: int = 50_000
    key_parts: int = 16
    depth: int = 24
    string: int = 10_000
    word: int = 200
    mistakes: int = 200


LIMITS = Limits()

MAX_WHOLE_DIGITS = 18
MAX_FRACTION_DIGITS = 8


@frozen
class Token:
    """A piece of the text. ``is_value`` says that it stands where a value may stand, not a key."""

    kind: Kind
    start: int
    end: int
    text: str
    is_value: bool


@define
class Statement:
    """One key with its value, or one heading; several lines where a value goes over several.

    ``open`` is the bracket that it leaves open, ``stray`` one that closes nothing.
    """

    start: int
    end: int = 0
    tokens: list[Token] = field(factory=list)
    open: Token | None = None
    stray: Token | None = None

    @property
    def is_heading(self) -> bool:
        """Whether it opens a table."""
        return self.tokens[0].text == "["


@define
class Scan:
    """What the look found: the statements, and what else TOML 1.0 does not know (code, start, end, facts)."""

    statements: list[Statement] = field(factory=list)
    closed: set[int] = field(factory=set)
    remarks: list[tuple[str, int, int, dict[str, str]]] = field(factory=list)


_STRING = r'''
    """(?:[^"\\]++|\\.|"(?!""))*+"{3,5}
    | \'\'\'(?:[^']++|'(?!''))*+\'{3,5}
    | (?!""")"(?:[^"\\\n]++|\\[^\n])*+"
    | (?!\'\'\')'[^'\n]*+'
'''
_TOKEN = {
    is_value: re.compile(
        rf"""
        (?P<newline>\n)
        | (?P<comment>\#[^\n]*+)
        | (?P<string>{_STRING})
        | (?P<open>(?:\"{{3}}|'{{3}}).*+ | ["'][^\n]*+)
        | (?P<punctuation>[\[\]{{}}=,{"" if is_value else "."}])
        | (?P<word>[A-Za-z0-9_+\-:{"." if is_value else ""}]++)
        | (?P<foreign>[^\s\[\]{{}}=,."'\#A-Za-z0-9_+\-:]++ | .)
        """,
        re.VERBOSE | re.DOTALL,
    )
    for is_value in (False, True)
}
_SHOWN_OF_A_NUMBER = 30
_BLANK = re.compile(r"[ \t]*+")
_KEY = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_NEW_STATEMENT = re.compile(
    rf"""[ \t]*+(?:
        {_KEY}(?:[ \t]*+\.[ \t]*+{_KEY})*+[ \t]*+=
        | \[\[?+[ \t]*+(?!(?:true|false|nan|inf)\b)[A-Za-z_][\w."' \t-]*+\]\]?+[ \t]*+(?:\#|\n|\Z)
    )""",
    re.VERBOSE | re.ASCII,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_MODERN_ESCAPE = re.compile(r"\\(?:(?P<modern>x[0-9A-Fa-f]{2}|e)|.)", re.DOTALL)
_NO_SECONDS = re.compile(r"(?:^|[Tt])(?P<time>\d\d:\d\d)(?![:\d])", re.ASCII)


def scan(source: Source, limits: Limits, known: Scan | None = None) -> Scan:
    """Look over the text.

    With ``known``, the result of a first look, a bracket that is never closed ends where the next statement
    begins.
    """
    return _Scanner(source, limits, known).run()


def code_point(char: str) -> str:
    """How a character that cannot be seen is called."""
    return f"U+{ord(char):04X}"


@define
class _Scanner:
    source: Source
    limits: Limits
    known: Scan | None
    found: Scan = field(factory=Scan)
    brackets: list[tuple[Token, bool]] = field(factory=list)
    statement: Statement | None = None
    is_value: bool = False
    key_parts: int = 0
    count: int = 0
    after_comma: bool = False

    def run(self) -> Scan:
        text, position = self.source.text, 0
        if len(self.source.lines) > self.limits.lines:
            self._refuse("J150", self.source.line(self.limits.lines + 1), limit=self.limits.lines)
        while position < len(text):
            blank = _BLANK.match(text, position)
            position = blank.end() if blank else position
            match = _TOKEN[self.is_value].match(text, position)
            if match is None:
                break
            kind: Kind = match.lastgroup  # type: ignore[assignment]  # the groups of the expression
            self._take(Token(kind, position, match.end(), match[0], self.is_value))
            position = match.end()
        self._end_statement(len(text))
        return self.found

    def _take(self, token: Token) -> None:
        if token.kind == "newline":
            self._newline(token)
        elif token.kind == "comment" and (control := _CONTROL.search(token.text)):
            position = token.start + control.start()
            self.found.remarks.append(("J119", position, position + 1, {"found": code_point(control[0])}))
        if token.kind in {"newline", "comment"}:
            return
        self._check(token)
        if self.statement is None:
            self.statement = Statement(token.start)
        self.statement.tokens.append(token)
        if token.kind == "punctuation":
            self._punctuation(token)
        else:
            self._note_modern(token)
        self.after_comma = token.text == ","
        if token.text != "." and token.kind == "punctuation":
            self.key_parts = 0

    def _punctuation(self, token: Token) -> None:
        top = self.brackets[-1][0].text if self.brackets else ""
        if token.text in "[{":
            self.brackets.append((token, self.is_value))
            if len(self.brackets) > self.limits.depth:
                self._refuse("J152", self._place(token), limit=self.limits.depth)
            # A heading holds keys, an array values; a table begins with a key.
            self.is_value = token.text == "[" and self.is_value
        elif token.text in "]}":
            self._close(token, top)
        elif token.text == "=":
            self.is_value = True
        elif token.text == ",":
            self.is_value = self.is_value and top != "{"

    def _close(self, token: Token, top: str) -> None:
        if top + token.text not in {"[]", "{}"}:
            if self.statement and self.statement.stray is None:
                self.statement.stray = token
            return
        opened, self.is_value = self.brackets.pop()
        self.found.closed.add(opened.start)
        if top == "{" and self.after_comma:
            self.found.remarks.append(("J120", token.start - 1, token.end, {"which": "comma"}))

    def _newline(self, token: Token) -> None:
        if not self.brackets or not self._goes_on(token.end):
            self._end_statement(token.start)
        elif self.brackets[-1][0].text == "{":
            self.found.remarks.append(("J120", self.brackets[-1][0].start, token.start, {"which": "line"}))

    def _goes_on(self, position: int) -> bool:
        """Whether the brackets that are open may be closed on a later line."""
        if not self.brackets[0][1]:
            return False
        if self.known is None:
            return True
        opened = self.brackets[-1][0]
        if opened.text == "{":
            return opened.start in self.known.closed
        return _NEW_STATEMENT.match(self.source.text, position) is None

    def _end_statement(self, end: int) -> None:
        if self.statement is not None:
            self.statement.end = end
            if self.brackets:
                self.statement.open = self.brackets[-1][0]
            self.found.statements.append(self.statement)
        self.statement, self.is_value, self.key_parts = None, False, 0
        self.brackets.clear()

    def _note_modern(self, token: Token) -> None:
        if token.kind == "string" and token.text[0] == '"' and "\\" in token.text:
            for match in _MODERN_ESCAPE.finditer(token.text):
                if match["modern"]:
                    instead = "\\u001B" if match["modern"] == "e" else f"\\u00{match['modern'][1:]}"
                    facts = {"found": match[0], "instead": instead}
                    place = (token.start + match.start(), token.start + match.end())
                    self.found.remarks.append(("J121", *place, facts))
        elif token.kind == "word" and token.is_value and (time := _NO_SECONDS.search(token.text)):
            facts = {"found": time["time"], "instead": f"{time['time']}:00"}
            self.found.remarks.append(
                ("J122", token.start + time.start("time"), token.start + time.end("time"), facts)
            )

    def _check(self, token: Token) -> None:
        self.count += 1
        if self.count > self.limits.tokens:
            self._refuse("J154", self._place(token), limit=self.limits.tokens)
        if token.text == "." and not token.is_value:
            self.key_parts += 1
            if self.key_parts >= self.limits.key_parts:
                self._refuse("J151", self._place(token), limit=self.limits.key_parts)
        longest = self.limits.string if token.kind == "string" else self.limits.word
        length = token.end - token.start
        if length > longest and token.is_value and token.text.lstrip("+-")[:1].isdecimal():
            found = f"{token.text[:_SHOWN_OF_A_NUMBER]}…"
            self._refuse("J141", self._place(token), found=found, problem=NUMBERS["length"])
        if length > longest and token.kind != "open":
            self._refuse("J153", self._place(token), limit=longest, length=length)

    def _place(self, token: Token) -> Place:
        return self.source.place(token.start, token.end)

    def _refuse(self, code: str, place: Place, **facts: object) -> None:
        raise DiagnosticError((Diagnostic.of(code, place, facts),))
