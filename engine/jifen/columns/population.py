"""Enterprises as columns: a row each, a column for each fact of a period; rows of tables in frames of their
own.

Numbers are whole counts of the last declared digit, as in an enterprise file, Int64 or Int128. What is absent
is null; where data tell an absence themselves (不适用), a column beside says which.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
from attrs import field, frozen

from jifen.columns.held import CODE, CODES, Seed, TableSeeds
from jifen.columns.spans import INT64, NARROW, WIDE, WIDTHS, Span, widest
from jifen.model.enterprise import Absence, Enterprise, Value

ROW, CODE_OF, NAME, FOUNDED = "row", "code", "name", "founded"
COVERAGE = "coverage:"
Needs = Mapping[str, str]
"""Columns that a plan reads, by name, and the type of each."""
_TYPES: Mapping[str, type[pl.DataType]] = {"flag": pl.Boolean, "text": pl.String, "date": pl.Date}


def fact_name(field_id: str, period: str) -> str:
    """The name of the column of a fact."""
    return f"{field_id}@{period}"


def told_name(column: str) -> str:
    """The name of the column beside another that tells its absences."""
    return f"why:{column}"


def only(frame: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Some columns of a frame: many times faster than a query, but that none would be taken for all."""
    return frame[:, names] if names else pl.DataFrame()


def cell_name(column: str) -> str:
    """The name of a table's column, which is none of a batch's."""
    return f".{column}"


def founded_after(day: date) -> pl.Expr:
    """Whether an enterprise was founded after a day; false where that is not known."""
    return (pl.col(FOUNDED) > pl.lit(day)).fill_null(value=False)


@frozen
class Reads:
    """What a plan reads of enterprises: facts by column, columns of tables by table, and tables at all."""

    facts: Mapping[str, tuple[str, str, str]] = field(factory=dict)
    """By column: the field, the period and the type."""
    tables: Mapping[str, Needs] = field(factory=dict)

    def joined(self, other: "Reads") -> "Reads":
        """What either reads."""
        tables = {
            name: {**self.tables.get(name, {}), **other.tables.get(name, {})}
            for name in (*self.tables, *other.tables)
        }
        return Reads({**self.facts, **other.facts}, tables)


@frozen
class Population:
    """Enterprises as columns. Rows of tables name the row of their enterprise, counted from 0.

    ``coverage`` says up to which day a table is complete, where that is the same for all; else a column of
    the frame does.
    """

    frame: pl.DataFrame = field(repr=False)
    tables: Mapping[str, pl.DataFrame] = field(factory=dict, repr=False)
    coverage: Mapping[str, date] = field(factory=dict)
    _looked: dict[str, dict[str, Any]] = field(factory=dict, init=False, repr=False, eq=False)
    """What was seen of its columns, which do not change, by frame: it need not be looked for again."""

    def seen(self, table: str = "") -> dict[str, Any]:
        """What was seen of the columns of the enterprises, or of a table."""
        return self._looked.setdefault(table, {})

    @property
    def height(self) -> int:
        """How many enterprises there are."""
        return self.frame.height

    def part(self, begin: int, count: int) -> "Population":
        """Some enterprises in a row, with their rows of tables."""
        if begin == 0 and count >= self.height:
            return self
        end = begin + count
        tables = {
            name: rows.filter(pl.col(ROW).is_between(begin, end - 1)).with_columns(pl.col(ROW) - begin)
            for name, rows in self.tables.items()
        }
        return Population(self.frame.slice(begin, count), tables, self.coverage)

    def chosen(self, keep: pl.Series) -> "Population":
        """The enterprises for which ``keep`` is true."""
        if keep.all():
            return self
        places = pl.DataFrame({ROW: pl.arange(0, self.height, eager=True), "keep": keep}).filter("keep")
        places = places.select(pl.col(ROW).cast(pl.Int64)).with_row_index("to")
        tables = {
            name: rows.join(places, on=ROW, how="inner", maintain_order="left")
            .drop(ROW)
            .rename({"to": ROW})
            .with_columns(pl.col(ROW).cast(pl.Int64))
            for name, rows in self.tables.items()
        }
        return Population(self.frame.filter(keep), tables, self.coverage)


def fits(value: Value) -> bool:
    """Whether a column can hold a value."""
    return type(value) is not int or abs(value) <= WIDE


def holds(enterprise: Enterprise) -> bool:
    """Whether columns can hold an enterprise: not a number beyond Int128."""
    rows = (row for table in enterprise.tables.values() for row in table)
    return all(map(fits, enterprise.facts.values())) and all(
        fits(value) for row in rows for value in row.values()
    )


def population_of(enterprises: Sequence[Enterprise], reads: Reads) -> Population:
    """Enterprise files as columns: what ``reads`` names of them. All numbers must fit (``holds``)."""
    columns: list[pl.Series] = [
        pl.Series(CODE_OF, [one.code for one in enterprises], dtype=pl.String),
        pl.Series(NAME, [one.name for one in enterprises], dtype=pl.String),
        pl.Series(FOUNDED, [one.founded for one in enterprises], dtype=pl.Date),
    ]
    for name, (field_id, period, type_) in reads.facts.items():
        key = field_id, period
        columns += series(name, [one.facts.get(key) for one in enterprises], type_)
    coverage: dict[str, date] = {}
    for table in reads.tables:
        days = [one.coverage.get(table) for one in enterprises]
        if len(set(days)) > 1:
            columns.append(pl.Series(COVERAGE + table, days, dtype=pl.Date))
        elif days and days[0] is not None:
            coverage[table] = days[0]
    tables = {
        table: _table([one.tables.get(table, ()) for one in enterprises], needs)
        for table, needs in reads.tables.items()
    }
    return Population(pl.DataFrame(columns), tables, coverage)


def _table(rows: Iterable[Sequence[Mapping[str, Value]]], needs: Needs) -> pl.DataFrame:
    every = [(place, row) for place, own in enumerate(rows) for row in own]
    columns = [pl.Series(ROW, [place for place, _ in every], dtype=pl.Int64)]
    for name, type_ in needs.items():
        columns += series(cell_name(name), [row.get(name) for _, row in every], type_)
    return pl.DataFrame(columns)


def series(name: str, values: Sequence[Value | None], type_: str) -> list[pl.Series]:
    """A column of values, and the one beside it where an absence is told."""
    known: list[Any] = [None if isinstance(value, Absence) else value for value in values]
    if type_ == "number":
        greatest = max((abs(value) for value in known if value is not None), default=0)
        dtype: type[pl.DataType] = pl.Int64 if greatest <= NARROW else pl.Int128
    else:
        dtype = _TYPES[type_]
    columns = [pl.Series(name, known, dtype=dtype)]
    if any(isinstance(value, Absence) for value in values):
        codes = [CODES[value] if isinstance(value, Absence) else None for value in values]
        columns.append(pl.Series(told_name(name), codes, dtype=CODE))
    return columns


# ---------------------------------------------------------------- what a batch holds


def seeds_of(
    frame: pl.DataFrame,
    types: Needs,
    days: Mapping[str, date],
    seen: dict[str, Any],
    passed: Container[str] = (),
) -> dict[str, Seed]:
    """What each column of a batch holds: the span of its numbers, and the absences that occur.

    ``days`` are, by column, the last day of the fact's period, before which it does not apply to who was
    founded later. Numbers that are ``passed`` over are not looked at: they may be any of their width. What
    was ``seen`` before is not looked for again.
    """
    known = set(frame.columns)
    present = [name for name in types if name in known]
    asked: list[pl.Expr] = []
    for name in present:
        column = pl.col(name)
        if f"n:{name}" not in seen:
            asked.append(column.null_count().alias(f"n:{name}"))
            if told_name(name) in known:
                kinds = pl.col(told_name(name)).filter(pl.col(told_name(name)) != CODES[Absence.MISSING])
                asked.append(kinds.unique().drop_nulls().implode().alias(f"t:{name}"))
        if types[name] == "number" and name not in passed and f"l:{name}" not in seen:
            asked += [column.min().alias(f"l:{name}"), column.max().alias(f"h:{name}")]
    if FOUNDED in known and "founded:last" not in seen:
        asked.append(pl.col(FOUNDED).max().alias("founded:last"))
    if asked:
        seen.update(frame.select(asked).row(0, named=True))
    last, schema = seen.get("founded:last"), frame.schema
    return {
        name: _seed(
            name, seen, types[name], last, days.get(name), schema[name], frame.height, passed=name in passed
        )
        for name in present
    }


def table_seeds(population: Population, table: str, needs: Needs) -> TableSeeds:
    """What a batch holds of a table."""
    rows = population.tables.get(table)
    varies = COVERAGE + table in population.frame.columns
    complete_to = population.coverage.get(table)
    if rows is None or not rows.height:
        return TableSeeds({}, 0, complete_to, varies)
    types = {cell_name(name): type_ for name, type_ in needs.items()}
    seen = population.seen(table)
    if "most" not in seen:
        seen["most"] = rows.group_by(ROW).len()["len"].max()
    most: int = seen["most"]
    return TableSeeds(
        seeds_of(rows, types, {}, population.seen(table)), (1 << most.bit_length()) - 1, complete_to, varies
    )


def _seed(
    name: str,
    facts: Mapping[str, Any],
    type_: str,
    last: date | None,
    day: date | None,
    dtype: pl.DataType,
    height: int,
    *,
    passed: bool,
) -> Seed:
    kinds: set[Absence] = set()
    told = facts.get(f"t:{name}")
    if facts[f"n:{name}"]:
        kinds = {Absence.MISSING}
        if last is not None and day is not None and last > day:
            kinds.add(Absence.NOT_APPLICABLE)
        kinds |= {tuple(Absence)[code] for code in told or ()}
    width = WIDTHS.index(type(dtype)) if type_ == "number" and type(dtype) in WIDTHS else INT64
    span = None
    if type_ == "number" and facts[f"n:{name}"] < height:
        span = widest(width) if passed else widened(Span(facts[f"l:{name}"], facts[f"h:{name}"]))
    return Seed(span, frozenset(kinds), width, told is not None)


def widened(span: Span) -> Span:
    """A span with some room, so that what is proven for one batch holds for the next that is like it."""
    low = 0 if span.low >= 0 else -((1 << (-span.low).bit_length()) - 1)
    high = 0 if span.high <= 0 else (1 << span.high.bit_length()) - 1
    return Span(low, high)


def informed(population: Population, programme: Mapping[tuple[str, str], Value], reads: Reads) -> Population:
    """A population with the data of programmes, which are the same for all, in the place of its own."""
    told = [
        (name, programme[field_id, period], type_)
        for name, (field_id, period, type_) in reads.facts.items()
        if (field_id, period) in programme
    ]
    if not told:
        return population
    columns = [
        one.new_from_index(0, population.height)
        for name, value, type_ in told
        for one in series(name, [value], type_)
    ]
    kept = population.frame.drop([told_name(name) for name, _, _ in told], strict=False)
    return Population(kept.with_columns(columns), population.tables, population.coverage)
