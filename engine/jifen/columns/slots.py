"""Between columns and the slots of rows that one enterprise is decided in: exact both ways."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from jifen.columns.held import ABSENCES, CODE, CODES, Held, Number, Other, Why
from jifen.columns.population import COVERAGE, FOUNDED, ROW, Population, Reads, cell_name, told_name
from jifen.columns.spans import INT64, WIDE, WIDTHS, Span, Whole
from jifen.evaluation.program import Slot
from jifen.model.enterprise import Absence, Row, Value

Facts = dict[tuple[str, str], Value]


class BeyondError(Exception):
    """Values that no column can hold, by the rows that they are of."""

    def __init__(self, rows: Sequence[int]) -> None:
        super().__init__(f"{len(rows)} rows")
        self.rows = tuple(rows)


def slots_of(held: Held, frame: pl.DataFrame, below: int | None = None) -> list[Slot]:
    """What something is held as, as slots: numbers counted over ``below``, or over their own denominator;
    pairs where that is 0, or where theirs is a column.
    """
    absent = _absences(held, frame)
    if isinstance(held, Other):
        values: list[Any] = _listed(held.expr, frame)
    else:
        values = _numbers(held, frame, below)
    if absent is None:
        return values
    return [absent(place) if value is None else value for place, value in enumerate(values)]


def _listed(expr: pl.Expr, frame: pl.DataFrame) -> list[Any]:
    if not frame.height:
        return []
    found = frame.select(expr.alias("x"))["x"].to_list()
    return found * frame.height if len(found) == 1 < frame.height else found


def _absences(held: Held, frame: pl.DataFrame) -> Callable[[int], Absence] | None:
    if held.why.sure:
        return None
    if held.why.code is None:
        kind = min(held.why.kinds, key=CODES.__getitem__)
        return lambda _: kind
    codes = _listed(held.why.code, frame)
    return lambda place: ABSENCES[codes[place]]


def _numbers(held: Number, frame: pl.DataFrame, below: int | None) -> list[Any]:
    counts = _listed(held.above.expr, frame)
    if isinstance(held.below, Whole):
        unders = _listed(held.below.expr, frame)
        pairs = [None if one is None else (one, under) for one, under in zip(counts, unders, strict=True)]
        if not below:
            return pairs
        return [None if pair is None else _whole(Fraction(*pair) * below) for pair in pairs]
    own = held.below
    if below is None or below == own:
        return counts
    if below == 0:
        return [None if one is None else (one, own) for one in counts]
    return [None if one is None else _whole(Fraction(one * below, own)) for one in counts]


def _whole(value: Fraction) -> int:
    assert value.denominator == 1, "counted in smaller units than the other reading counts in"
    return value.numerator


def held_of(
    name: str, slots: Sequence[Slot], below: int, *, number: bool = True
) -> tuple[Held, list[pl.Series]]:
    """Slots as columns; ``below`` is 0 where they are pairs or no numbers. Raises :class:`BeyondError`."""
    kinds = frozenset(slot for slot in slots if isinstance(slot, Absence))
    columns: list[pl.Series] = []
    why = Why(kinds)
    if kinds:
        codes = [CODES[slot] if isinstance(slot, Absence) else None for slot in slots]
        columns.append(pl.Series(f"{name}?", codes, dtype=CODE))
        why = Why(kinds, pl.col(f"{name}?"))
    known = [None if isinstance(slot, Absence) else slot for slot in slots]
    if number:
        pairs = [None if one is None else one if type(one) is tuple else (one, below or 1) for one in known]
        return _number(name, pairs, below, why, columns)
    first = next((one for one in known if one is not None), True)
    dtype = {bool: pl.Boolean, str: pl.String}.get(type(first), pl.Date)
    columns.append(pl.Series(name, known, dtype=dtype))
    return Other(pl.col(name), why), columns


def _number(
    name: str, pairs: list[Any], below: int, why: Why, columns: list[pl.Series]
) -> tuple[Held, list[pl.Series]]:
    above, one = _whole_of(name, [None if pair is None else pair[0] for pair in pairs])
    columns.append(one)
    if below:
        return Number(above, below, why), columns
    under, other = _whole_of(f"{name}/", [1 if pair is None else pair[1] for pair in pairs])
    columns.append(other)
    return Number(above, under, why), columns


def _whole_of(name: str, values: Sequence[int | None]) -> tuple[Whole, pl.Series]:
    known = [value for value in values if value is not None]
    span = Span(min(known), max(known)) if known else Span(0, 0)
    if span.greatest > WIDE:
        raise BeyondError([place for place, one in enumerate(values) if one is not None and abs(one) > WIDE])
    width = max(INT64, span.width)
    return Whole(pl.col(name), span, width), pl.Series(name, values, dtype=WIDTHS[width])


# ---------------------------------------------------------------- enterprises again


class Rows:
    """The data of a population, enterprise by enterprise, as they are decided one by one."""

    def __init__(self, population: Population, reads: Reads) -> None:
        frame = population.frame
        self.founded: list[date | None] = (
            frame[FOUNDED].to_list() if FOUNDED in frame.columns else [None] * frame.height
        )
        self._facts = [
            ((field, period), _told_values(frame, name))
            for name, (field, period, _) in reads.facts.items()
            if name in frame.columns
        ]
        self._tables = {
            table: _rows_by_place(population.tables.get(table), needs)
            for table, needs in reads.tables.items()
        }
        self._coverage = population.coverage
        self._varying = {
            table: frame[COVERAGE + table].to_list()
            for table in reads.tables
            if COVERAGE + table in frame.columns
        }

    def facts(self, place: int) -> Facts:
        """The facts of one enterprise; what is missing is left out."""
        return {key: values[place] for key, values in self._facts if values[place] is not None}

    def tables(self, place: int) -> dict[str, tuple[Row, ...]]:
        """The rows of one enterprise, by table."""
        return {table: tuple(rows.get(place, ())) for table, rows in self._tables.items()}

    def coverage(self, place: int) -> dict[str, date]:
        """Up to which day each table of one enterprise is complete."""
        own = {table: days[place] for table, days in self._varying.items() if days[place] is not None}
        return {**self._coverage, **own}


def _told_values(frame: pl.DataFrame, name: str) -> list[Any]:
    values = frame[name].to_list()
    if told_name(name) not in frame.columns:
        return values
    codes = frame[told_name(name)].to_list()
    return [
        ABSENCES[code] if value is None and code is not None else value
        for value, code in zip(values, codes, strict=True)
    ]


def _rows_by_place(rows: pl.DataFrame | None, needs: Iterable[str]) -> Mapping[int, list[Row]]:
    if rows is None:
        return {}
    columns = [
        (name, _told_values(rows, cell_name(name))) for name in needs if cell_name(name) in rows.columns
    ]
    found: dict[int, list[Row]] = {}
    for number, place in enumerate(rows[ROW].to_list()):
        row = {name: values[number] for name, values in columns if values[number] is not None}
        found.setdefault(place, []).append(row)
    return found
