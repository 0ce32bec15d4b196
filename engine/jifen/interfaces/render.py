"""Diagnostics on a terminal: the message, the line of the file with carets, the cause and the cure.

Carets stand under the characters meant, also where characters are two cells wide; what could move the cursor
or hide text (control characters, direction marks) is shown as ``�``.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO

from attrs import frozen
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from jifen.language.diagnostics import Diagnostic
from jifen.language.wording import Severity
from jifen.language.wording.terminal import (
    BETWEEN_COUNTS,
    CLAUSE,
    COUNT,
    HELP,
    NOTHING_FOUND,
    SEVERITIES,
    TOTAL,
    WHY,
)
from jifen.model.place import Place

_STYLES: dict[Severity, str] = {"error": "bold red", "warning": "bold yellow", "notice": "bold cyan"}
_FRAME = "blue"
_TAB = 4
_CUT = "..."
_NARROWEST = 40
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# What must not begin a line stays with what is before it; a word in Latin letters stays whole.
_WRAPPED = re.compile(r"(?:[!-~]+|.)[，。、；：！？）」』】》”’]*", re.DOTALL)


def render(diagnostics: Iterable[Diagnostic], console: Console) -> None:
    """Print the diagnostics in the order given, and how many there were of each severity."""
    counts: Counter[Severity] = Counter()
    width = max(_NARROWEST, console.width)
    for diagnostic in diagnostics:
        counts[diagnostic.severity] += 1
        for line in _lines(diagnostic, width):
            line.rstrip()
            console.print(line, soft_wrap=True)
        console.print()
    console.print(Text(_total(counts), style="bold"), soft_wrap=True)


def to_text(diagnostics: Iterable[Diagnostic], width: int = 100) -> str:
    """What :func:`render` prints, as plain text of that many cells a line."""
    file = StringIO()
    render(diagnostics, Console(file=file, width=width, color_system=None, force_terminal=False))
    return file.getvalue()


def _total(counts: "Counter[Severity]") -> str:
    if not counts:
        return NOTHING_FOUND
    parts = [
        COUNT.format(number=counts[key], severity=word) for key, word in SEVERITIES.items() if counts[key]
    ]
    return TOTAL.format(counts=BETWEEN_COUNTS.join(parts))


def _lines(diagnostic: Diagnostic, width: int) -> Iterator[Text]:
    style = _STYLES[diagnostic.severity]
    label = f"{SEVERITIES[diagnostic.severity]}[{diagnostic.code}] "
    first, *others = _wrapped(diagnostic.message, width - cell_len(label))
    yield Text.assemble((label, style), (first, "bold"))
    for other in others:
        yield Text(" " * cell_len(label) + other, style="bold")
    places = [place for _, place in diagnostic.related]
    if diagnostic.place is not None:
        places.append(diagnostic.place)
    gutter = max((len(str(place.line)) for place in places), default=1) + 1
    if diagnostic.place is not None:
        yield from _excerpt(diagnostic.place, "", style, gutter, width)
    notes = ((WHY, diagnostic.why), (HELP, diagnostic.help), (CLAUSE, diagnostic.clause or ""))
    for name, text in notes:
        if text:
            yield from _note(name, text, gutter, width)
    for text, place in diagnostic.related:
        yield from _excerpt(place, f" {_visible(text)}", _FRAME, gutter, width)


def _note(name: str, text: str, gutter: int, width: int) -> Iterator[Text]:
    label = f"{name}："
    indent = gutter + 3
    first, *others = _wrapped(text, width - indent - cell_len(label))
    yield Text.assemble((f"{'':{gutter}} = ", _FRAME), (label, "bold"), first)
    for other in others:
        yield Text(" " * (indent + cell_len(label)) + other)


def _excerpt(place: Place, remark: str, style: str, gutter: int, width: int) -> Iterator[Text]:
    """Where it is, and the line with carets under the part that is meant."""
    where = f"{_visible(place.file)}:{place.line}:{place.column}"
    yield Text.assemble((f"{'':{gutter}}--> ", _FRAME), where, remark)
    if not place.text:
        return
    window = _window(place, width - gutter - 3)
    yield Text(f"{'':{gutter}} |", style=_FRAME)
    yield Text.assemble(
        (f"{place.line:>{gutter}} | ", _FRAME), window.before, (window.meant, style), window.after
    )
    carets = " " * cell_len(window.before) + "^" * max(1, cell_len(window.meant))
    yield Text.assemble((f"{'':{gutter}} | ", _FRAME), (carets, style))


@frozen
class _Window:
    """A line as it is shown: what is meant, and what stands before and after it."""

    before: str
    meant: str
    after: str


def _window(place: Place, width: int) -> _Window:
    """The line, or as much of it around the place as there is room for."""
    start = place.column - 1
    cells = _cells(place.text)
    before, meant, after = cells[:start], cells[start : start + place.length], cells[start + place.length :]
    if cell_len("".join(cells)) <= width:
        return _Window("".join(before), "".join(meant), "".join(after))
    room = width - 2 * len(_CUT)
    shown = _fitting(meant, room)
    left = _fitting(
        before[::-1], max((room - cell_len(shown)) // 2, room - cell_len(shown + "".join(after)))
    )[::-1]
    right = _fitting(after, room - cell_len(left + shown))
    cut_left = _CUT if len(left) < len("".join(before)) else ""
    cut_right = _CUT if len(shown + right) < len("".join(meant + after)) else ""
    return _Window(cut_left + left, shown, right + cut_right)


def _fitting(cells: list[str], room: int) -> str:
    """As many of the characters as there is room for."""
    shown = ""
    for cell in cells:
        if cell_len(shown + cell) > room:
            break
        shown += cell
    return shown


def _cells(line: str) -> list[str]:
    """Each character of a line as it is shown: tabs as blanks, nothing that a terminal would obey."""
    cells = []
    position = 0
    for char in line:
        shown = " " * (_TAB - position % _TAB) if char == "\t" else _visible(char)
        cells.append(shown)
        position += cell_len(shown)
    return cells


def _visible(text: str) -> str:
    return "".join("\ufffd" if unicodedata.category(char) in _HIDDEN else char for char in text)


def _wrapped(text: str, width: int) -> list[str]:
    """The text in lines of that many cells; closing punctuation may stand out by a character."""
    lines = [""]
    for match in _WRAPPED.finditer(_visible(text)):
        piece = match[0]
        if cell_len(lines[-1] + piece) > width and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            piece = piece.lstrip()
        lines[-1] += piece
    return lines
