"""Text to TOML values, with the place of every key and value; every mistake in the text a diagnostic.

tomli gives the values and is the judge of what is TOML; tree-sitter gives the places. Before either reads the
text, ``toml_scan`` refuses what could hurt them; after tomli has refused it, ``toml_mistakes`` says why.
"""

import re
from decimal import Decimal

import tomli
from attrs import field, frozen

from jifen.language.diagnostics import Diagnostic, DiagnosticError, Diagnostics
from jifen.language.source import MAX_BYTES, Source
from jifen.language.toml_mistakes import decimal, explain
from jifen.language.toml_places import Path, index
from jifen.language.toml_scan import (
    LIMITS,
    MAX_FRACTION_DIGITS,
    MAX_WHOLE_DIGITS,
    Limits,
    Scan,
    Statement,
    Token,
    scan,
)
from jifen.language.wording.files import END_OF_LINE, MODERN_TABLES, NUMBERS
from jifen.model.place import Place, Places

__all__ = ["LIMITS", "Document", "Limits", "Path", "parse"]

_DIGITS = r"[0-9]+(?:_[0-9]+)*+"
_NUMBER = re.compile(rf"[+-]?{_DIGITS}(?:\.{_DIGITS})?(?:[eE](?P<exponent>[+-]?{_DIGITS}))?\Z", re.ASCII)
_BASED_NUMBER = re.compile(
    r"0(?:x[0-9A-Fa-f]+(?:_[0-9A-Fa-f]+)*+|o[0-7]+(?:_[0-7]+)*+|b[01]+(?:_[01]+)*+)\Z", re.ASCII
)
_NOT_A_NUMBER = re.compile(r"[+-]?(?:nan|inf)\Z")
_SHOWN_OF_A_NUMBER = 40


@frozen
class Document:
    """A parsed file: plain values (str, bool, int, Decimal, dates, list, dict) and all their places."""

    source: Source
    values: dict[str, object] = field(repr=False)
    places: Places = field(repr=False)

    def place(self, path: Path) -> Place:
        """Where a value is written; of a table its heading, its braces, or else the key that implies it."""
        return self.places.values.get(path) or self.places.key(*path)


def parse(source: Source, limits: Limits = LIMITS) -> Document:
    """The values and places of a text in TOML 1.0, or a :class:`DiagnosticError` with all its mistakes."""
    _refuse_unreadable(source)
    found = Diagnostics()
    seen = scan(source, limits)
    values: dict[str, object] = {}
    try:
        values = tomli.loads(source.text, parse_float=decimal)
    except tomli.TOMLDecodeError as error:
        seen = scan(source, limits, seen)
        found.extend(_mistakes(source, seen, limits.mistakes))
        if not len(found) + len(seen.remarks):
            # tomli refuses what nothing above can name.
            found.report("J110", source.place(error.pos), found=END_OF_LINE)
    found.extend(_remarks(source, seen))
    found.extend(_numbers(source, seen))
    if found.errors:
        raise DiagnosticError(_shortened(found.sorted(), limits.mistakes))
    return Document(source, values, index(source, source.text).places)


def _refuse_unreadable(source: Source) -> None:
    """A text that did not come from a file has its limits too."""
    if len(source.text) > MAX_BYTES:
        limit = {"limit": f"{MAX_BYTES // 1024} KB"}
        raise DiagnosticError((Diagnostic.of("J102", Place(source.name, 1, 1), limit),))
    try:
        source.text.encode("utf-8")
    except UnicodeEncodeError as error:
        place = source.place(error.start)
        shown = Place(place.file, place.line, place.column, 1, place.text.encode(errors="replace").decode())
        raise DiagnosticError((Diagnostic.of("J103", shown, {}),)) from None


def _shortened(diagnostics: tuple[Diagnostic, ...], most: int) -> tuple[Diagnostic, ...]:
    """The first of a great many."""
    if len(diagnostics) <= most:
        return diagnostics
    return (*diagnostics[:most], Diagnostic.of("J155", diagnostics[most].place, {"limit": most}))


def _mistakes(source: Source, seen: Scan, most: int) -> list[Diagnostic]:
    """All mistakes of statements, and the keys and tables that clash, as far as both can be told."""
    diagnostics, broken = explain(source, seen, most)
    if any(statement.is_heading or statement.open for statement in broken):
        # What belongs to which table is not known any more, so what clashes cannot be said.
        return diagnostics
    return diagnostics + index(source, _without(source.text, broken), most).clashes


def _without(text: str, statements: list[Statement]) -> str:
    """The text with blanks in place of the statements, so that all others stay where they are."""
    for statement in statements:
        blank = re.sub(r"[^\n]", " ", text[statement.start : statement.end])
        text = text[: statement.start] + blank + text[statement.end :]
    return text


def _remarks(source: Source, seen: Scan) -> list[Diagnostic]:
    """What is TOML 1.1, which tomli may take but most editors do not; and what no TOML may hold."""
    diagnostics = []
    for code, start, end, found in seen.remarks:
        facts = found
        if code == "J120":
            problem, remedy = MODERN_TABLES[found["which"]]
            facts = {"problem": problem, "remedy": remedy}
        diagnostics.append(Diagnostic.of(code, source.place(start, end), facts))
    return diagnostics


def _numbers(source: Source, seen: Scan) -> list[Diagnostic]:
    """Numbers that are none, or have more digits than S1 allows."""
    diagnostics = []
    for statement in seen.statements:
        for token in statement.tokens:
            if token.kind != "word" or not token.is_value:
                continue
            if _NOT_A_NUMBER.match(token.text):
                diagnostics.append(_number(source, "J140", token, ""))
            elif (which := _too_long(token.text)) is not None:
                diagnostics.append(_number(source, "J141", token, which))
    return diagnostics


def _number(source: Source, code: str, token: Token, which: str) -> Diagnostic:
    text = token.text
    found = text if len(text) <= _SHOWN_OF_A_NUMBER else f"{text[: _SHOWN_OF_A_NUMBER - 1]}…"
    limit = MAX_WHOLE_DIGITS if which == "whole" else MAX_FRACTION_DIGITS
    facts = {"found": found, "problem": NUMBERS[which].format(limit=limit) if which else ""}
    return Diagnostic.of(code, source.place(token.start, token.end), facts)


def _too_long(text: str) -> str | None:
    """Which part of a number, if it is one, has too many digits."""
    if _BASED_NUMBER.match(text):
        return "whole" if int(text, 0) >= 10**MAX_WHOLE_DIGITS else None
    match = _NUMBER.match(text)
    if match is None:
        return None
    exponent = int((match["exponent"] or "0").replace("_", ""))
    if abs(exponent) > MAX_WHOLE_DIGITS + len(text):
        return "whole" if exponent > 0 else "fraction"
    number = Decimal(text.replace("_", ""))
    if number.adjusted() >= MAX_WHOLE_DIGITS:
        return "whole"
    written = number.as_tuple().exponent
    return "fraction" if isinstance(written, int) and written < -MAX_FRACTION_DIGITS else None
