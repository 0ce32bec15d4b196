"""A frame as a sheet: its rows are made only where something of them is looked at."""

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

import polars as pl
from attrs import evolve, field, frozen

from jifen.exchange.sheets import Cells, Sheet, blank

_FIRST_ROWS = 64
_MANY_ROWS = 4096


@frozen
class FrameRows(Sequence[Cells]):
    """The rows of a sheet: those of its head, then those of a frame, the first of which has number
    ``start``.

    ``odd`` are rows that are longer or shorter than the frame is wide, by number.
    """

    head: Sequence[Cells]
    frame: pl.DataFrame
    start: int
    odd: Mapping[int, Cells] = field(factory=dict)

    def __len__(self) -> int:
        return self.start - 1 + self.frame.height

    @overload
    def __getitem__(self, place: int) -> Cells: ...
    @overload
    def __getitem__(self, place: slice) -> list[Cells]: ...
    def __getitem__(self, place: int | slice) -> Cells | list[Cells]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        number = place + 1
        if number in self.odd:
            return self.odd[number]
        if number >= self.start:
            return self.frame.row(number - self.start)
        return self.head[place] if place < len(self.head) else ()

    def below(self, row: int) -> Iterator[tuple[int, Cells]]:
        """All rows below that one, with their numbers."""
        for number in range(row + 1, self.start):
            yield number, self[number - 1]
        place, step = max(0, row + 1 - self.start), _FIRST_ROWS
        while place < self.frame.height:
            for number, cells in enumerate(self.frame.slice(place, step).rows(), place + self.start):
                yield number, self.odd.get(number, cells)
            place, step = place + step, _MANY_ROWS

    def chosen(self, numbers: pl.Series) -> Iterator[tuple[int, Cells]]:
        """The rows of these numbers, all of which are the frame's."""
        for begin in range(0, len(numbers), _MANY_ROWS):
            some = numbers.slice(begin, _MANY_ROWS)
            for number, cells in zip(some.to_list(), self.frame[some - self.start].rows(), strict=True):
                yield number, self.odd.get(number, cells)


@frozen
class FrameSheet(Sheet):
    """A sheet whose rows are a frame's; ``only`` are the numbers of those that are meant, if not all are."""

    only: pl.Series | None = field(default=None, repr=False, eq=False)

    @property
    def lines(self) -> FrameRows:
        """Its rows, as what they are."""
        assert isinstance(self.rows, FrameRows)
        return self.rows

    def body(self, header_row: int) -> Iterator[tuple[int, Cells]]:
        """The rows below the header that hold something, with their numbers."""
        found = self.lines.below(header_row) if self.only is None else self.lines.chosen(self.only)
        for number, cells in found:
            if not blank(cells):
                yield number, cells

    @property
    def first_row(self) -> int:
        """The number of the first row that holds something; 0 when none does."""
        return next((number for number, _ in self.body(0)), 0)

    def below(self, header_row: int) -> "FrameSheet":
        """The same sheet, its frame without the rows of the head."""
        rows = self.lines
        if rows.start > header_row:
            return self
        cut = header_row + 1 - rows.start
        head = [rows[number] for number in range(header_row)]
        return evolve(self, rows=FrameRows(head, rows.frame.slice(cut), header_row + 1, rows.odd))

    def choose(self, numbers: pl.Series) -> "FrameSheet":
        """The same sheet, of which only rows of these numbers are meant."""
        return evolve(self, only=numbers)


def plain_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame whose texts are texts, and in which what other programs write for a missing number is none."""
    columns = []
    for one in frame.get_columns():
        if one.dtype in (pl.Categorical, pl.Enum):
            columns.append(one.cast(pl.String))
        elif one.dtype.is_float() and one.is_nan().any():
            columns.append(one.fill_nan(None))
        else:
            columns.append(one)
    return pl.DataFrame(columns)
