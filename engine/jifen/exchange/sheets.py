"""A sheet of cells, wherever it was read from, and what is to be said of how it was read."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NoReturn

from attrs import field, frozen

from jifen.exchange.problems import Spot, column_letters
from jifen.exchange.roster import SourceFile
from jifen.language.diagnostics import Diagnostic, DiagnosticError
from jifen.model.place import Place

Cells = Sequence[object]

Area = tuple[int, int, int, int]
"""Merged cells: first row, first column, last row, last column, counted from 1."""

SIGNIFICANT = 15
"""How many digits of a spreadsheet's binary number are what somebody typed."""
MOST_CELLS = 20_000_000
"""More cells than a sheet of any park has; what claims more would fill the memory."""


@frozen
class BrokenCell:
    """A formula that ended in an error (``#N/A``), or, where ``text`` is empty, was never computed."""

    text: str

    def __str__(self) -> str:
        return self.text or "未计算的公式"


class ShownAsPercent(float):
    """A number that its cell shows in percent: it holds 0.15 and says 15%."""

    @property
    def held(self) -> Decimal:
        """The number that the cell holds, at the digits that a spreadsheet keeps."""
        return Decimal(format(self, f".{SIGNIFICANT}g"))

    def __str__(self) -> str:
        return f"{self.held.scaleb(2):f}%"


@frozen
class Sheet:
    """The cells of one sheet. ``title`` is its name; ``sheet`` is what messages call it (empty for CSV)."""

    file: str
    title: str
    sheet: str
    rows: Sequence[Cells] = field(repr=False)
    ragged: bool = False
    """Whether rows may differ in length, so that a length other than the header's tells of a slip."""
    merged: tuple[Area, ...] = field(default=(), repr=False)
    hidden: bool = False
    mended: frozenset[int] = field(default=frozenset(), repr=False)
    """The rows that were mended after the roster had been read once."""

    def spot(self, row: int, column: int = 0) -> Spot:
        """A place in this sheet."""
        return Spot(self.file, self.sheet, row, column)

    def place(self, row: int, column: int = 0) -> Place:
        """The place of a cell for a message that draws the row; of the whole row without a column."""
        name = f"{self.file} {self.sheet}".rstrip()
        texts = [shown(cell) for cell in self.rows[row - 1]] if 0 < row <= len(self.rows) else []
        line = " | ".join(texts)
        if not column or column > len(texts):
            return Place(name, max(row, 1), 1, max(1, len(line)), line)
        start = sum(len(text) + 3 for text in texts[: column - 1])
        return Place(name, row, start + 1, max(1, len(texts[column - 1])), line)

    def body(self, header_row: int) -> Iterator[tuple[int, Cells]]:
        """The rows below the header that hold something, with their numbers."""
        for number, cells in enumerate(self.rows[header_row:], header_row + 1):
            if not blank(cells):
                yield number, cells

    @property
    def first_row(self) -> int:
        """The number of the first row that holds something; 0 when none does."""
        return next((number for number, cells in enumerate(self.rows, 1) if not blank(cells)), 0)


def blank(cells: Cells) -> bool:
    """Whether nothing is written in a row."""
    return not any(written(cell) for cell in cells)


def written(cell: object) -> bool:
    """Whether anything is written in a cell."""
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def shown(cell: object) -> str:
    """A cell as one line of text."""
    return "" if cell is None else " ".join(str(cell).split())


def where(sheet: Sheet, row: int, column: int) -> str:
    """A cell as messages name it."""
    return f"{sheet.file} {sheet.sheet} {column_letters(column)}{row}".replace("  ", " ")


@frozen
class Remark:
    """What is to be said of a file or a sheet, besides its cells: a code, its place and its facts."""

    code: str
    spot: Spot
    facts: Mapping[str, object]


@frozen
class Opened:
    """A roster opened: its sheets, the files they came from, and what is to be said of them."""

    sheets: tuple[Sheet, ...]
    sources: tuple[SourceFile, ...]
    remarks: tuple[Remark, ...] = ()


def refuse(code: str, name: str, line: int = 1, text: str = "", **facts: object) -> NoReturn:
    """Say that a file cannot be read, and why."""
    place = Place(name, line, 1, max(1, len(text)), text)
    raise DiagnosticError((Diagnostic.of(code, place, facts),)) from None
