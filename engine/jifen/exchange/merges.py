"""Merged cells below the head: what is written once for several rows, and figures that are nobody's.

A code, a name or another text that is merged over rows holds for each of them. A figure merged over rows or
columns may be of any of them, or of all together: the enterprises of those rows are left out.
"""

from collections.abc import Iterator

from attrs import define, field

from jifen.exchange.headers import Header
from jifen.exchange.problems import column_letters
from jifen.exchange.sheets import Area, Cells, Sheet


@define
class Merges:
    """The merged cells of one sheet that touch columns that are read."""

    filled: dict[int, dict[int, object]] = field(factory=dict)
    """By row and column (from 0): what the row shares with one above it."""
    torn: dict[int, list[tuple[int, str]]] = field(factory=dict)
    """By row: the columns (from 0) of figures that are merged, with the cells."""

    @classmethod
    def of(cls, sheet: Sheet, header: Header) -> "Merges":
        """Those of a sheet."""
        merges = cls()
        for area in sheet.merged:
            if area[0] > header.row:
                merges._take(sheet, header, area)
        return merges

    def _take(self, sheet: Sheet, header: Header, area: Area) -> None:
        first_row, first, last_row, last = area
        touched = [one for one in header.columns.values() if first <= one.index + 1 <= last]
        figures = [one for one in touched if one.field.type == "number"]
        every = range(first_row, min(last_row, len(sheet.rows)) + 1)
        rows = [row for row in every if row not in sheet.mended]
        if figures or len(touched) > 1:
            cells = f"{column_letters(first)}{first_row}:{column_letters(last)}{last_row}"
            for row in rows:
                self.torn.setdefault(row, []).append((first - 1, cells))
            return
        for one in touched:
            top = sheet.rows[first_row - 1]
            for row in rows:
                if row == first_row:
                    continue
                self.filled.setdefault(row, {})[one.index] = top[one.index] if one.index < len(top) else None

    def fill(self, row: int, cells: Cells) -> Cells:
        """The cells of a row with what it shares with rows above."""
        if row not in self.filled:
            return cells
        told = list(cells)
        for column, value in self.filled[row].items():
            if column < len(told):
                told[column] = value
        return told

    def of_row(self, row: int) -> Iterator[tuple[int, str]]:
        """The merged figures that a row has part in."""
        yield from self.torn.get(row, ())
