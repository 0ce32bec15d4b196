"""The cells of a column to values, as single cells are read (S1), but all at once.

What is understood beyond doubt is read by columns; every other cell goes to the reader of single cells, so
that there is one meaning.
"""

from collections.abc import Mapping

import polars as pl
from attrs import frozen

from jifen.exchange.cells import Fault, Reader, Rounded
from jifen.exchange.frames.numbers import narrowed, sure_numbers
from jifen.exchange.headers import Column
from jifen.model.enterprise import Absence

_TYPES: Mapping[str, type[pl.DataType]] = {
    "flag": pl.Boolean,
    "text": pl.String,
    "date": pl.Date,
    "number": pl.Int64,
}
_BLANK = r"\s\x1c-\x1f"
_UNSURE_TEXT = (
    rf"^[{_BLANK}\-—–―/nNaAｎＮａＡ－／\x{{2212}}]*$|^[{_BLANK}]|[{_BLANK}]$|不适用|[\x{{FEFF}}\x{{200B}}]"
)
"""Texts that may say that there is none, or that have blanks around them."""
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


@frozen
class Cast:
    """A column read: values (null where there is none), and where it says 不适用, where digits were dropped
    and which cells are at fault.
    """

    values: pl.Series
    absent: pl.Series | None = None
    rounded: pl.Series | None = None
    faulty: pl.Series | None = None
    singly: int = 0
    """How many different cells were read one by one."""

    @property
    def told(self) -> pl.Series:
        """Where the column tells something."""
        known = self.values.is_not_null()
        return known if self.absent is None else known | self.absent


def cast_column(raw: pl.Series, column: Column) -> Cast:
    """All cells of a column."""
    type_ = column.field.type
    rounded: pl.Series | None = None
    if type_ == "number":
        values, sure, rounded = sure_numbers(raw, column)
    elif type_ == "flag":
        values, sure = _sure_flags(raw)
    elif type_ == "date":
        values, sure = _sure_dates(raw)
    else:
        values, sure = _sure_texts(raw, column)
    left = raw.is_not_null() & ~sure
    if raw.dtype == pl.String:
        left &= raw != ""
    if not left.any():
        return Cast(values, rounded=rounded)
    return _singly(raw, left, Cast(values, rounded=rounded), column.read, type_)


def nothing(height: int, type_: str) -> pl.Series:
    """A column in which nothing is told."""
    return pl.Series([None], dtype=_TYPES[type_]).new_from_index(0, height)


def _none(raw: pl.Series) -> pl.Series:
    return pl.Series([False]).new_from_index(0, len(raw))


def _sure_flags(raw: pl.Series) -> tuple[pl.Series, pl.Series]:
    if raw.dtype == pl.Boolean:
        return raw, raw.is_not_null()
    return nothing(len(raw), "flag"), _none(raw)


def _sure_dates(raw: pl.Series) -> tuple[pl.Series, pl.Series]:
    if raw.dtype in (pl.Date, pl.Datetime):
        return raw.dt.date(), raw.is_not_null()
    if raw.dtype != pl.String:
        return nothing(len(raw), "date"), _none(raw)
    likely = raw.str.contains(_DAY) & ~raw.str.starts_with("0000")
    days = raw.zip_with(likely.fill_null(value=False), nothing(len(raw), "text")).str.to_date(
        "%Y-%m-%d", strict=False
    )
    return days, days.is_not_null()


def _sure_texts(raw: pl.Series, column: Column) -> tuple[pl.Series, pl.Series]:
    if raw.dtype != pl.String or column.field.options:
        return nothing(len(raw), "text"), _none(raw)
    sure = (~raw.str.contains(_UNSURE_TEXT)).fill_null(value=False)
    return (raw if sure.all() else raw.zip_with(sure, nothing(len(raw), "text"))), sure


def _singly(raw: pl.Series, left: pl.Series, sure: Cast, read: Reader, type_: str) -> Cast:
    """The cells that are left, each different one read once."""
    places = left.arg_true()
    cells, which = _different(raw.gather(places))
    found = [read(cell) for cell in cells]
    values = [None if isinstance(one, Fault | Absence) else one for one in found]
    values = [one.value if isinstance(one, Rounded) else one for one in values]

    def told(marks: list[bool], known: pl.Series | None = None) -> pl.Series | None:
        if not any(marks):
            return known
        return (_none(raw) if known is None else known).scatter(places, pl.Series(marks).gather(which))

    whole = sure.values
    some = pl.Series(values, dtype=pl.Int128 if type_ == "number" else _TYPES[type_])
    if type_ == "number":
        some = narrowed(some)
        if pl.Int128 in (some.dtype, whole.dtype):
            some, whole = some.cast(pl.Int128), whole.cast(pl.Int128)
    return Cast(
        whole.clone().scatter(places, some.gather(which)),
        absent=told([one is Absence.NOT_APPLICABLE for one in found]),
        rounded=told([isinstance(one, Rounded) for one in found], sure.rounded),
        faulty=told([isinstance(one, Fault) for one in found]),
        singly=len(cells),
    )


def _different(cells: pl.Series) -> tuple[list[object], pl.Series]:
    """The different cells of a column, and which of them each is."""
    if cells.dtype.is_nested() or cells.dtype == pl.Object:
        return cells.to_list(), pl.arange(0, len(cells), eager=True)
    each = cells.rename("cell").to_frame()
    different = each.unique(maintain_order=True)
    which = each.join(different.with_row_index("which"), on="cell", how="left", maintain_order="left")
    return different["cell"].to_list(), which["which"]
