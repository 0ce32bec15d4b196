"""A roster as a grid of cells that can be spoilt, and written in every format in which rosters come."""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from attrs import define, field, frozen

from jifen.exchange.cells import digits_of
from jifen.exchange.reading import ENTERPRISE_SHEET
from jifen.exchange.sheets import ShownAsPercent
from jifen.exchange.writing import roster_sheets
from jifen.model.enterprise import Enterprise
from jifen.model.terms import Field, Vocabulary

_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 a fixed day, so that the same seed gives the same bytes


@frozen
class Formula:
    """A cell that computes: its formula and what it was last found to be (empty: it never was)."""

    text: str
    value: str | float = ""


@frozen
class Percent:
    """A cell that shows a number in percent: it holds 0.15 and says 15%."""

    value: float


Cell = str | int | float | date | Formula | Percent | None
Line = list[Cell]
Area = tuple[int, int, int, int]
"""Merged cells: first row, first column, last row, last column, counted from 0."""


@define
class Page:
    """One sheet: its lines, the headings first, and what each column holds."""

    title: str
    lines: list[Line]
    columns: list[Field]
    merged: list[Area] = field(factory=list)
    hidden: bool = False

    @property
    def head(self) -> Line:
        """The headings."""
        return self.lines[0]

    @property
    def body(self) -> list[Line]:
        """The lines below the headings; their cells may be changed."""
        return self.lines[1:]

    def where(self, wanted: Callable[[Field], bool]) -> list[int]:
        """The columns that hold such a field."""
        return [number for number, one in enumerate(self.columns) if wanted(one)]

    def column(self, field_id: str) -> int:
        """The column of a field."""
        return self.where(lambda one: one.id == field_id)[0]


@define
class Book:
    """All sheets."""

    pages: list[Page]

    @classmethod
    def of(
        cls, enterprises: Sequence[Enterprise], vocabulary: Vocabulary, unit_of: Mapping[str, str]
    ) -> "Book":
        """A faultless roster."""
        pages = []
        for sheet in roster_sheets(enterprises, vocabulary, unit_of, {}):
            lines: list[Line] = [list(sheet.headings)] if sheet.headings else []
            lines += [list(row) for row in sheet.rows]
            pages.append(Page(sheet.title, lines, list(sheet.columns)))
        return cls(pages)

    def page(self, title: str) -> Page:
        """The sheet of that name."""
        return next(page for page in self.pages if page.title == title)

    @property
    def main(self) -> Page:
        """The sheet 企业."""
        return self.page(ENTERPRISE_SHEET)

    def as_xlsx(self, spoil: Callable[[Any], None] = lambda _: None) -> bytes:
        """As a workbook; ``spoil`` is handed it before it is closed."""
        import xlsxwriter

        buffer = BytesIO()
        workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
        workbook.set_properties({"created": _CREATED})
        formats = {
            "day": workbook.add_format({"num_format": "yyyy-mm-dd"}),
            "percent": workbook.add_format({"num_format": "0.00%"}),
        }
        for page in self.pages:
            worksheet = workbook.add_worksheet(page.title)
            for first_row, first, last_row, last in page.merged:
                worksheet.merge_range(first_row, first, last_row, last, "")
            _write(worksheet, page.lines, formats)
            if page.hidden:
                worksheet.hide()
        next(sheet for sheet in workbook.worksheets() if not sheet.hidden).activate()
        spoil(workbook)
        workbook.close()
        return buffer.getvalue()

    def as_csv(self, encoding: str = "utf-8", delimiter: str = ",", line_end: str = "\r\n") -> bytes:
        """The sheet 企业 as a CSV file."""
        text = StringIO(newline="")
        writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
        writer.writerows([csv_text(cell) for cell in line] for line in self.main.lines)
        return text.getvalue().encode(encoding)


def _write(worksheet: Any, lines: Sequence[Line], formats: Mapping[str, Any]) -> None:
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            if isinstance(cell, Formula):
                worksheet.write_formula(row, column, cell.text, None, cell.value)
            elif isinstance(cell, Percent):
                worksheet.write_number(row, column, cell.value, formats["percent"])
            elif isinstance(cell, date):
                worksheet.write_datetime(row, column, cell, formats["day"])
            elif isinstance(cell, str):
                worksheet.write_string(row, column, cell)
            elif cell is not None:
                worksheet.write_number(row, column, cell)


def csv_text(cell: Cell) -> str:
    """A cell as a CSV file holds it."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return digits_of(cell)
    if isinstance(cell, Percent):
        return str(ShownAsPercent(cell.value))
    return str(cell.value) if isinstance(cell, Formula) else str(cell)
