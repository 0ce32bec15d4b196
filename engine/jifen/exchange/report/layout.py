"""How a report's workbook looks: formats, tables, widths under wide characters, print set-up."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import frozen

Cell = str | int | Decimal | Fraction | None
"""What a cell may hold; a fraction is shown in per cent."""

FONT = "微软雅黑"
DARK, GREY, RULE, AMBER = "#1F4E79", "#595959", "#BFBFBF", "#FFF2CC"
PALE, ORANGE, BLUE = "#EAF1F8", "#C55A11", "#8FB4D9"
ROW, _TEXT_LINE, _ROOM = 18, 14, 5
"""The height of a row, of a further line in it, and what a row has besides its lines, in points."""
NO_WRAP: Mapping[int, float] = {}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_A3, _A4 = 8, 9
_ONE_PAGE = 20
"""From so many columns on a table goes over several pages of A3 side by side."""
_COLUMNS_A_PAGE = 26


def width_of(cell: Cell) -> int:
    """How many cells wide a value is, in characters of a spreadsheet."""
    text = "" if cell is None else str(cell)
    return max(
        sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)
        for line in text.split("\n")
    )


def sheet_name(title: str, taken: set[str]) -> str:
    """A name that a sheet may have, and that no other sheet of ``taken`` has."""
    plain = _FORBIDDEN.sub(" ", title).strip("' ")[:_LONGEST_NAME] or "榜单"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: _LONGEST_NAME - 4]}（{number}）"
    taken.add(name.casefold())
    return name


_BOXED = {"border": 1, "border_color": RULE}
_NUMBER = {**_BOXED, "align": "right", "indent": 1}
_TILE = {"bold": True, "font_size": 20, "align": "center", "font_color": DARK, "bg_color": PALE}
_POINTS = "#,##0.00;[Red]-#,##0.00"
_WARNING = {"text_wrap": True, "bg_color": AMBER, "font_color": "#7F6000"}
_STYLES: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 16, "align": "center", "font_color": DARK},
    "note": {"align": "center", "font_color": GREY},
    "note_wrapping": {"align": "center", "font_color": GREY, "text_wrap": True},
    "note_left": {"font_color": GREY, "text_wrap": True},
    "warning": {**_WARNING, "align": "center", "font_size": 9},
    "warning_left": {**_WARNING, "indent": 1},
    "section": {"bold": True, "font_size": 12, "font_color": DARK, "bottom": 2, "bottom_color": DARK},
    "heading": {
        **_BOXED,
        "bold": True,
        "text_wrap": True,
        "align": "center",
        "bg_color": DARK,
        "font_color": "white",
    },
    "text": {**_BOXED, "indent": 1},
    "centered": {**_BOXED, "align": "center"},
    "wrapping": {**_BOXED, "text_wrap": True, "indent": 1},
    "link": {**_BOXED, "indent": 1, "font_color": "#0563C1", "underline": 1},
    "points": {**_NUMBER, "num_format": _POINTS},
    "bold_points": {**_NUMBER, "num_format": _POINTS, "bold": True},
    "whole": {**_NUMBER, "num_format": "#,##0"},
    "centered_whole": {**_BOXED, "num_format": "0", "align": "center"},
    "percent": {**_NUMBER, "num_format": "0.0%"},
    "day": {**_BOXED, "num_format": 'yyyy"年"m"月"d"日"', "align": "left", "indent": 1},
    "tile_whole": {**_TILE, "num_format": '#,##0" 家"'},
    "tile_points": {**_TILE, "num_format": "#,##0.00"},
    "tile_label": {"align": "center", "font_color": GREY, "bg_color": PALE},
}


@frozen
class Book:
    """A workbook and its styles by name."""

    workbook: Any
    styles: Mapping[str, Any]

    @classmethod
    def of(cls, workbook: Any) -> "Book":
        """A workbook with the styles of reports."""
        plain = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
        styles = {name: workbook.add_format({**plain, **style}) for name, style in _STYLES.items()}
        return cls(workbook, styles)

    def sheet(self, name: str) -> Any:
        """A new sheet."""
        sheet = self.workbook.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_default_row(ROW)
        return sheet

    @staticmethod
    def lines(text: str, width: float) -> int:
        """How many lines a wrapped text takes in a cell of a width; a little room is left at its ends."""
        room = max(1, int(width) - 4)
        return sum(max(1, -(-width_of(line) // room)) for line in text.split("\n"))

    @staticmethod
    def height(lines: int) -> int:
        """How high a row of so many lines is, in points."""
        return max(ROW, _ROOM + _TEXT_LINE * lines)

    def merged(self, sheet: Any, row: int, first: int, last: int, text: str) -> None:
        """A heading over one column or several."""
        if first == last:
            sheet.write_string(row, first, text, self.styles["heading"])
        else:
            sheet.merge_range(row, first, row, last, text, self.styles["heading"])

    def table(
        self,
        sheet: Any,
        top: int,
        headings: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        *,
        center: Collection[int] = (),
        wrap: Mapping[int, float] = NO_WRAP,
    ) -> None:
        """Headings and rows from row ``top`` on."""
        sheet.set_row(top, 24)
        for column, heading in enumerate(headings):
            sheet.write_string(top, column, heading, self.styles["heading"])
        self.body(sheet, top + 1, rows, center=center, wrap=wrap)

    def body(
        self,
        sheet: Any,
        top: int,
        rows: Sequence[Sequence[Cell]],
        *,
        center: Collection[int] = (),
        wrap: Mapping[int, float] = NO_WRAP,
        bold: Collection[int] = (),
    ) -> None:
        """Rows of cells; text is text, whatever it begins with. ``wrap`` has the widths of the columns in
        which long texts are wrapped; their rows are as high as that takes.
        """
        for row, cells in enumerate(rows, top):
            most = max(
                (self.lines(str(cells[column] or ""), width) for column, width in wrap.items()), default=1
            )
            if most > 1:
                sheet.set_row(row, self.height(most))
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    style = "wrapping" if column in wrap else "centered" if column in center else "text"
                    sheet.write_string(row, column, cell, self.styles[style])
                elif isinstance(cell, Decimal):
                    style = "bold_points" if column in bold else "points"
                    sheet.write_number(row, column, cell, self.styles[style])
                elif isinstance(cell, Fraction):
                    sheet.write_number(row, column, cell, self.styles["percent"])
                elif cell is not None:
                    style = "centered_whole" if column in center else "whole"
                    sheet.write_number(row, column, cell, self.styles[style])
                else:
                    sheet.write_blank(row, column, None, self.styles["text"])

    def print_setup(
        self, sheet: Any, *, repeat: tuple[int, int], last_row: int, last_column: int, wide: bool = False
    ) -> None:
        """As wide as the page (many columns: several of A3), headings on every page, page numbers below."""
        many = last_column >= _ONE_PAGE
        sheet.set_paper(_A3 if many else _A4)
        if wide:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1 + last_column // _COLUMNS_A_PAGE if many else 1, 0)
        sheet.repeat_rows(*repeat)
        sheet.print_area(0, 0, last_row, last_column)
        sheet.set_footer("&C第 &P 页，共 &N 页")
