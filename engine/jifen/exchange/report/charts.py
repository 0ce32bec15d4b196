"""Charts of the report, native to the workbook: they follow the cells that they are drawn from."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from jifen.exchange.report.layout import BLUE, DARK, FONT, GREY, ORANGE, Book

_GRID = {"visible": True, "line": {"color": "#D9D9D9"}}
_COLORS = (DARK, ORANGE, BLUE)
_SMALL = {"name": FONT, "size": 8, "color": GREY}


@frozen
class Cells:
    """The rows of a table that a chart is drawn from."""

    sheet: str
    first: int
    last: int

    def of(self, column: int) -> list[str | int]:
        """One column of them."""
        return [self.sheet, self.first, column, self.last, column]


@frozen
class Chart:
    """A chart of columns: its title, the columns of its series with their names, how numbers are written."""

    title: str
    cells: Cells
    series: Mapping[int, str]
    number: str
    slanted: bool = False
    gap: int = 60


def column_chart(book: Book, chart: Chart, *, width: int, height: int) -> Any:
    """The chart, ready to be put on a sheet."""
    made = book.workbook.add_chart({"type": "column"})
    alone = len(chart.series) == 1
    for (column, name), color in zip(chart.series.items(), _COLORS, strict=False):
        series: dict[str, Any] = {
            "name": name,
            "categories": chart.cells.of(0),
            "values": chart.cells.of(column),
            "fill": {"color": color},
            "gap": chart.gap,
            "overlap": -5 if not alone else 0,
            "data_labels": {"value": True, "num_format": chart.number, "font": _SMALL},
        }
        made.add_series(series)
    made.set_title({"name": chart.title, "name_font": {"name": FONT, "size": 11, "bold": False}})
    made.set_legend({"none": True} if alone else {"position": "bottom", "font": {"name": FONT, "size": 9}})
    made.set_y_axis(
        {"major_gridlines": _GRID, "num_format": "#,##0", "num_font": _SMALL, "line": {"none": True}}
    )
    slant = {"rotation": -45} if chart.slanted else {}
    made.set_x_axis(
        {"num_font": {"name": FONT, "size": 8 if chart.slanted else 9, **slant}, "label_position": "low"}
    )
    made.set_chartarea({"border": {"color": "#D9D9D9"}})
    made.set_size({"width": width, "height": height})
    return made
