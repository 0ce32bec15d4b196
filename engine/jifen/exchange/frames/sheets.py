"""A frame as a sheet: its rows are made only where something of them is looked at."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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

    ``odd`` are rows that are longer or shorter than the frame is wide, by number. ``numbers`` are those of
    the frame's rows where they do not follow each other.
    """

    head: Sequence[Cells]
    frame: pl.DataFrame
    start: int
    odd: Mapping[int, Cells] = field(factory=dict)
    numbers: pl.Series | None = None

    def number(self, place: int) -> int:
        """The number of one of the frame's rows."""
        return self.start + place if self.numbers is None else int(self.numbers[place])

    def numbers_of(self, places: pl.Series) -> pl.Series:
        """The numbers of some of the frame's rows."""
        return places.cast(pl.Int64) + self.start if self.numbers is None else self.numbers.gather(places)

    def place(self, number: int) -> int:
        """Where the row of a number is in the frame; where it would be if it is not there."""
        if self.numbers is None:
            return min(max(0, number - self.start), self.frame.height)
        return int(self.numbers.search_sorted(number))

    def __len__(self) -> int:
        return self.number(self.frame.height - 1) if self.frame.height else self.start - 1

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
        if number < self.start:
            return self.head[place] if place < len(self.head) else ()
        found = self.place(number)
        return self.frame.row(found) if self.number(found) == number else ()

    def below(self, row: int) -> Iterator[tuple[int, Cells]]:
        """All rows below that one, with their numbers."""
        for number in range(row + 1, self.start):
            yield number, self[number - 1]
        place, step = self.place(row + 1), _FIRST_ROWS
        while place < self.frame.height:
            yield from self.chosen(pl.arange(place, min(place + step, self.frame.height), eager=True))
            place, step = place + step, _MANY_ROWS

    def chosen(self, places: pl.Series) -> Iterator[tuple[int, Cells]]:
        """Some of the frame's rows, with their numbers."""
        for begin in range(0, len(places), _MANY_ROWS):
            some = places.slice(begin, _MANY_ROWS)
            rows = self.frame[some].rows()
            for number, cells in zip(self.numbers_of(some).to_list(), rows, strict=True):
                yield number, self.odd.get(number, cells)


@frozen
class FrameSheet(Sheet):
    """A sheet whose rows are a frame's; ``only`` are the places of those that are meant, if not all are."""

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

    def choose(self, places: pl.Series) -> "FrameSheet":
        """The same sheet, of which only some of the frame's rows are meant."""
        return evolve(self, only=places)

    def part(self, places: pl.Series) -> "FrameSheet":
        """Only some of the frame's rows, in their order."""
        rows = self.lines
        numbers = rows.numbers_of(places)
        odd = {number: cells for number, cells in rows.odd.items() if number in numbers} if rows.odd else {}
        return evolve(self, rows=FrameRows(rows.head, rows.frame[places], rows.start, odd, numbers))


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


def joined(pieces: Iterable[FrameSheet]) -> FrameSheet:
    """Pieces of a sheet that follow each other as one."""
    first, *others = pieces
    if not others:
        return first
    frame = pl.concat([first.lines.frame, *(one.lines.frame for one in others)], rechunk=True)
    odd = {number: cells for one in (first, *others) for number, cells in one.lines.odd.items()}
    return evolve(first, rows=FrameRows(first.lines.head, frame, first.lines.start, odd))
