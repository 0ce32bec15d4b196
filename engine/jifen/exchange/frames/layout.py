"""The rows of a sheet laid out: whose each is, and which of them only reading one by one understands."""

from collections.abc import Callable, Iterator, Mapping

import polars as pl
from attrs import define, evolve, field

from jifen.exchange.asides import Asides
from jifen.exchange.cells import Rounded
from jifen.exchange.frames.casting import Cast, cast_column, nothing
from jifen.exchange.frames.credit import read_codes
from jifen.exchange.frames.numbers import greatest
from jifen.exchange.frames.sheets import FrameSheet
from jifen.exchange.headers import CREDIT_CODE, Column, Header
from jifen.exchange.identity import CreditCodes
from jifen.exchange.problems import Problems
from jifen.exchange.rows import (
    Percentages,
    RowRead,
    is_datum,
    kept,
    read_some_rows,
    report_percentages,
)
from jifen.exchange.sheets import blank
from jifen.model.terms import Field


@define
class Laid:
    """The rows of a sheet below its head, by columns.

    ``strange`` marks rows that are read one by one, since something in them is not understood or wrong.
    ``header`` has the columns that are read, ``whole`` all of them.
    """

    sheet: FrameSheet
    header: Header
    whole: Header
    codes: CreditCodes
    problems: Problems
    code: pl.Series
    respelled: pl.Series
    strange: pl.Series
    nameless: bool
    rounded: dict[str, pl.Series] = field(factory=dict)
    """By slot: the cells of which digits were dropped."""
    percentages: dict[str, Cast] = field(factory=dict)
    cells_singly: int = 0
    rows_singly: int = 0

    @property
    def frame(self) -> pl.DataFrame:
        """The cells."""
        return self.sheet.lines.frame

    @property
    def height(self) -> int:
        """How many rows there are, blank ones included."""
        return self.frame.height

    def raw(self, column: Column) -> pl.Series:
        """The cells of a column."""
        if column.index >= self.frame.width:
            return nothing(self.height, "text")
        return self.frame.to_series(column.index)

    def cast(self, column: Column) -> Cast:
        """A column read; rows with a cell at fault are marked."""
        found = cast_column(self.raw(column), column)
        self.cells_singly += found.singly
        if found.faulty is not None:
            self.strange |= found.faulty
        if found.rounded is not None:
            self.rounded[column.slot] = found.rounded
        if column.scale.name == "%":
            self.percentages[column.slot] = found
        return found

    def columns(self) -> Iterator[Column]:
        """The columns that are read, the credit code aside."""
        return (column for column in self.header.columns.values() if column.field is not CREDIT_CODE)

    def read_singly(self, singly: pl.Series, names: Mapping[str, str]) -> list[RowRead]:
        """Read rows one by one, and say of all others what a column's cells have in common."""
        rows: list[RowRead] = []
        asides = _FrameAsides(self.sheet, self.whole, self.problems, laid=self, others=~singly)
        self.rows_singly = int(singly.sum())
        if self.rows_singly:
            rows = self.rows_of(singly, self.problems, asides, names)
        others = ~singly
        self._count(others)
        self._percentages(others, rows)
        return rows

    def rows_of(
        self, chosen: pl.Series, problems: Problems, asides: Asides, names: Mapping[str, str]
    ) -> list[RowRead]:
        """Some rows, read one by one."""
        numbers = chosen.arg_true().cast(pl.Int64) + self.sheet.lines.start
        sheet = self.sheet.choose(numbers)
        return read_some_rows(
            sheet, self.header, self.codes, problems, lambda _: None, names, self.nameless, asides
        )

    def _count(self, others: pl.Series) -> None:
        respelled = self.respelled & others
        column = self.header.columns[CREDIT_CODE.id]
        if respelled.any():
            first = int(respelled.arg_true()[0])
            spot = self.sheet.spot(first + self.sheet.lines.start, column.index + 1)
            facts = {"found": str(self.raw(column)[first]), "code": self.code[first]}
            self.problems.count_all(int(respelled.sum()), "J732", spot, column.heading, **facts)
        for slot, rounded in self.rounded.items():
            column, some = self.header.columns[slot], rounded & others
            if not some.any():
                continue
            first = int(some.arg_true()[0])
            spot = self.sheet.spot(first + self.sheet.lines.start, column.index + 1)
            read = column.read(self.raw(column)[first])
            assert isinstance(read, Rounded)
            facts = {"found": read.typed, "digits": kept(column)}
            self.problems.count_all(int(some.sum()), "J759", spot, column.heading, **facts)

    def _percentages(self, others: pl.Series, rows: list[RowRead]) -> None:
        for slot, cast in self.percentages.items():
            column = self.header.columns[slot]
            told = [(row.values.get(slot), row.sheet.rows[row.row - 1]) for row in rows]
            found = Percentages.of(column, told).plus(self._looks(column, cast, others))
            report_percentages(self.sheet, self.header, column, found, self.problems)

    def _looks(self, column: Column, cast: Cast, others: pl.Series) -> Percentages:
        numbers = (cast.values != 0).fill_null(value=False) & others
        count = int(numbers.sum())
        raw = self.raw(column)
        if raw.dtype == pl.String:
            numbers &= ~raw.str.strip_chars().str.contains("[%％]$").fill_null(value=False)
        values = cast.values.filter(numbers)
        return Percentages(count, len(values), greatest(values) < column.unit)


def lay_out(sheet: FrameSheet, header: Header, whole: Header, codes: CreditCodes, problems: Problems) -> Laid:
    """The rows of a sheet below its head."""
    sheet = sheet.below(header.row)
    frame = sheet.lines.frame
    column = header.columns[CREDIT_CODE.id]
    raw = frame.to_series(column.index) if column.index < frame.width else nothing(frame.height, "text")
    code, respelled = read_codes(raw, codes)
    strange = code.is_null()
    if sheet.ragged and frame.width != header.width:
        strange = pl.Series([True]).new_from_index(0, frame.height)
    odd = [number - sheet.lines.start for number in sheet.lines.odd if number >= sheet.lines.start]
    if odd:
        strange = strange.scatter(odd, values=True)
    laid = Laid(sheet, header, whole, codes, problems, code, respelled, strange, nameless=False)
    _look_beyond(laid)
    return laid


def _look_beyond(laid: Laid) -> None:
    """What stands beyond the last heading: a column without a name, or rows that slipped."""
    frame, named = laid.frame, laid.header.named
    beyond = [one for one in frame.get_columns()[named:] if one.null_count() < len(one)]
    longer = [cells for cells in laid.sheet.lines.odd.values() if len(cells) > frame.width]
    if not beyond and not longer:
        return
    data = pl.Series([False]).new_from_index(0, frame.height)
    for one in beyond:
        told = one.drop_nulls()
        found = pl.Series([is_datum(cell) for cell in told.to_list()], dtype=pl.Boolean)
        data |= (
            pl.Series([False]).new_from_index(0, frame.height).scatter(one.is_not_null().arg_true(), found)
        )
    for number, cells in laid.sheet.lines.odd.items():
        if number >= laid.sheet.lines.start and any(map(is_datum, cells[frame.width :])):
            data = data.scatter(number - laid.sheet.lines.start, values=True)
    rows = sum(not blank(cells) for _, cells in laid.sheet.body(laid.header.row))
    laid.nameless = 2 * int(data.sum()) > rows
    if not laid.nameless:
        laid.strange |= data


def narrowed(header: Header, read: Callable[[Field], bool]) -> Header:
    """A head with the columns that are read."""
    columns = {slot: column for slot, column in header.columns.items() if read(column.field)}
    return evolve(header, columns=columns)


@define
class _FrameAsides(Asides):
    """Totals among rows most of which are read by columns."""

    laid: Laid = field(kw_only=True)
    others: pl.Series = field(kw_only=True)
    since_row: int = field(default=0, kw_only=True)

    def begin_again(self, row: int) -> None:
        """Count from below a subtotal."""
        self.since = len(self.told)
        self.since_row = row

    def sums(self, column: Column, row: int) -> tuple[int, int] | None:
        """What all rows above add up to, and those since the last subtotal."""
        if column.slot not in self.laid.header.columns:
            return None
        told = Asides.sums(self, column, row)
        if told is None:
            return None
        values = cast_column(self.laid.raw(column), column).values.cast(pl.Int128)
        start = self.laid.sheet.lines.start
        values = values.zip_with(self.others, pl.Series([0], dtype=pl.Int128)).slice(0, row - start)
        since = values.slice(max(0, self.since_row - start + 1))
        return told[0] + int(values.sum()), told[1] + int(since.sum())
