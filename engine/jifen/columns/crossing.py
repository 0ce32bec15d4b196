"""Steps over the cohort as columns: ranks, counts and means of a group, and budgets (S19, S23).

Members are those whose value and group are known. Whole numbers over one denominator are ranked, counted and
added as columns; budgets, and values that have no common denominator, go by the code of small cohorts.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import polars as pl
from attrs import field, frozen

from jifen.cohort.members import (
    CohortColumn,
    Column,
    Entry,
    Exact,
    claims_of,
    column_of,
    decide,
    entry_of,
    refs_of,
)
from jifen.columns.batches import Batch
from jifen.columns.held import CODE, Held, Number, Why
from jifen.columns.population import CODE_OF
from jifen.columns.slots import held_of, slots_of
from jifen.columns.spans import ABSENT, INT64, WIDE, WIDTHS, Span, UnprovenError, Whole
from jifen.evaluation.program import Layout, Slot
from jifen.model.enterprise import Absence
from jifen.model.expression import Expression, Ref
from jifen.plan.nodes import ALONE, Allotted, Mean, Members, Rank

_AT = "at"


@frozen
class Crossed:
    """One definition of the cohort, as the plan writes it and over the definitions that stand for others.
    ``column`` is where its results stand.
    """

    name: str
    node: Expression
    renamed: Expression
    column: str


@frozen(slots=False)
class Saved:
    """A column of the cohort as it was read: who has what value in what group, and who is no member."""

    frame: pl.DataFrame = field(repr=False)
    failed: tuple[str, ...]
    below: tuple[int, ...]
    counted: tuple[int, ...]
    """Over which denominators it is kept: those of the reading of one enterprise."""

    @property
    def left_out(self) -> int:
        """How many are no members because a value of theirs is unknown."""
        return self.frame.height - self.frame.filter(MEMBER).height + len(self.failed)

    # ------------------------------------------------------------ one enterprise against it

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """The members by credit code."""
        return self.column().entries

    @cached_property
    def others(self) -> frozenset[str]:
        """Who is no member because a value is unknown."""
        return frozenset(self.frame.filter(MEMBER.not_())[CODE_OF]) | frozenset(self.failed)

    def rank(self, code: str, entry: Entry, *, descending: bool) -> int:
        """The rank of an enterprise among the others as they are saved: 1 + how many stand before it."""
        if entry.group == ALONE:
            return 1
        before, same = pl.lit(False), pl.lit(True)
        for place, value in enumerate(entry.values):
            column = pl.col(f"v{place}")
            if value is None:
                # An unknown tie-breaker comes after all known ones.
                ahead, equal = column.is_not_null() if descending else pl.lit(False), column.is_null()
            else:
                exact = self._exact(place, value)
                above, equal = _over(column, exact), _is(column, exact)
                below = above.not_() & equal.not_()
                ahead = (above if descending else below | column.is_null()).fill_null(not descending)
                equal = equal.fill_null(value=False)
            before, same = before | (same & ahead), same & equal
        return 1 + self._others_of(code, entry).filter(before).height

    def members(self, code: str, entry: Entry) -> int:
        """How many members the group has, the enterprise itself counted once."""
        return 1 if entry.group == ALONE else 1 + self._others_of(code, entry).height

    def mean(self, code: str, entry: Entry) -> tuple[int, int]:
        """The group's mean with the enterprise's own value in its place, as an exact pair."""
        value = entry.values[0] or 0
        if entry.group == ALONE:
            return Fraction(value).numerator, Fraction(value).denominator
        others = self._others_of(code, entry)
        total = others.select(pl.col("v0").cast(pl.Int128).sum()).item() if others.height else 0
        whole = Fraction(total, self.below[0]) * (self.counted[0] or 1) + value
        return whole.numerator, whole.denominator * (1 + others.height)

    def allotted(self, code: str, entry: Entry, node: Allotted) -> Slot:
        """What a budget leaves of one of an enterprise's claims."""
        return self.column().allotted(code, entry, node)

    def _others_of(self, code: str, entry: Entry) -> pl.DataFrame:
        return self.frame.filter(MEMBER & (pl.col("g") == entry.group) & (pl.col(CODE_OF) != code))

    def _exact(self, place: int, value: Exact) -> Fraction:
        """A value that is counted as the cohort is kept, in what the column is counted in."""
        return Fraction(value) / (self.counted[place] or 1) * self.below[place]

    # ------------------------------------------------------------ as small cohorts are

    def column(self) -> Column:
        """The column as a small cohort keeps it."""
        known = self.frame.filter(MEMBER)
        others = self.frame.filter(MEMBER.not_())[CODE_OF].to_list()
        values = [self._values(known, place) for place in range(len(self.below))]
        rows = zip(known[CODE_OF].to_list(), known["g"].to_list(), zip(*values, strict=True), strict=True)
        entries = {code: Entry(group, own) for code, group, own in rows}
        return Column(entries, frozenset(others) | frozenset(self.failed))

    def _values(self, known: pl.DataFrame, place: int) -> list[Any]:
        below, counted = self.below[place], self.counted[place]
        values = known[f"v{place}"].to_list()
        if counted == below:
            return values
        exact = (None if value is None else Fraction(value, below) for value in values)
        return [value if value is None or not counted else int(value * counted) for value in exact]


def _over(column: pl.Expr, value: Fraction) -> pl.Expr:
    """Whether a whole number is above a value."""
    return column.cast(pl.Int128) > pl.lit(value.numerator // value.denominator, dtype=pl.Int128)


def _is(column: pl.Expr, value: Fraction) -> pl.Expr:
    """Whether a whole number is a value."""
    if value.denominator > 1:
        return pl.when(column.is_not_null()).then(pl.lit(False))
    return column.cast(pl.Int128) == pl.lit(value.numerator, dtype=pl.Int128)


MEMBER = pl.col("?").is_null()


@frozen
class Crossing:
    """The cohort's definitions after a step. ``layout`` says in what units saved values are counted."""

    definitions: Sequence[Crossed]
    layout: Layout

    def run(self, batches: Sequence[Batch]) -> Mapping[str, CohortColumn]:
        """Decide them for all batches; the columns of the cohort, as they are saved."""
        failed = tuple(fault.code for batch in batches for fault in batch.faults)
        for batch in batches:
            if not batch.population.height:
                batch.held.update({one.name: Number(ABSENT, 1, Why()) for one in self.definitions})
        batches = [batch for batch in batches if batch.population.height]
        saved: dict[str, CohortColumn] = {}
        for definition in self.definitions:
            node, name = definition.renamed, column_of(definition.node)
            gathered = None if isinstance(node, Allotted) else _gathered(node, batches)
            if gathered is None or (isinstance(node, Mean) and not gathered.can_be_added):
                saved[name] = self._one_by_one(definition, batches, failed)
                continue
            _decide(definition, gathered, batches)
            if name not in saved:
                saved[name] = Saved(gathered.frame, failed, gathered.below, self._counted(definition))
        return saved

    def _counted(self, definition: Crossed) -> tuple[int, ...]:
        values, _ = refs_of(definition.node)
        return tuple(self.layout.below[ref.name] for ref in values)

    def _one_by_one(self, definition: Crossed, batches: Sequence[Batch], failed: Sequence[str]) -> Column:
        """By the code that decides small cohorts."""
        node = definition.renamed
        counted = (0,) * len(self._counted(definition))
        if not isinstance(node, Allotted):
            counted = self._counted(definition)
        entries = [_entries(node, batch, counted) for batch in batches]
        codes = [batch.population.frame[CODE_OF].to_list() for batch in batches]
        every = {
            code: entry
            for own, found in zip(codes, entries, strict=True)
            for code, entry in zip(own, found, strict=True)
        }
        known = {code: entry for code, entry in every.items() if isinstance(entry, Entry)}
        others = frozenset(every.keys() - known.keys()) | frozenset(failed)
        if isinstance(node, Allotted):
            others |= {code for code, entry in known.items() if None in entry.values}
        column = Column(known, others)
        for batch, own, found in zip(batches, codes, entries, strict=True):
            slots = [
                _decided(node, column, code, entry, counted[0])
                for code, entry in zip(own, found, strict=True)
            ]
            below = 0 if isinstance(node, Mean | Allotted) else 1
            held, columns = held_of(definition.column, slots, below)
            batch.add(pl.DataFrame(columns))
            batch.held[definition.name] = held
        return column


def _decided(node: Expression, column: Column, code: str, entry: Entry | Absence, counted: int) -> Slot:
    """The result for one enterprise; a mean of whole counts is taken back to the value that they count."""
    result = decide(node, column, code, entry)
    if type(result) is tuple and isinstance(node, Mean):
        return result[0], result[1] * (counted or 1)
    return result


def _entries(node: Expression, batch: Batch, counted: Sequence[int]) -> list[Entry | Absence]:
    """What each enterprise brings, numbers counted as they are saved."""
    values, group = refs_of(node)
    frame = batch.frame
    columns = [_exact(batch.held[ref.name], frame, own) for ref, own in zip(values, counted, strict=True)]
    if isinstance(node, Allotted):
        return [claims_of(own) for own in zip(*columns, strict=True)]
    groups: Sequence[Any] = [None] * batch.population.height
    if group is not None:
        groups = slots_of(batch.held[group.name], frame)
    return [entry_of(own, one) for own, one in zip(zip(*columns, strict=True), groups, strict=True)]


def _exact(held: Held, frame: pl.DataFrame, counted: int) -> list[Any]:
    slots = slots_of(held, frame, counted)
    return [Fraction(*slot) if type(slot) is tuple else slot for slot in slots]


# ---------------------------------------------------------------- as columns


@frozen
class Gathered:
    """What a cohort node reads of everyone: group and values, over one denominator each."""

    frame: pl.DataFrame
    below: tuple[int, ...]

    @property
    def can_be_added(self) -> bool:
        """Whether the first values of all together fit the widest column; nothing says so while adding."""
        return _span(self.frame["v0"]).greatest * self.frame.height <= WIDE


def _gathered(node: Expression, batches: Sequence[Batch]) -> Gathered | None:
    """The columns of all batches under each other; None where a value is a quotient,
    no width holds them all, or nobody is there.
    """
    values, group = refs_of(node)
    every = [[batch.held[ref.name] for ref in values] for batch in batches]
    if not every:
        return None
    below: list[int] = []
    for position in range(len(values)):
        own = [held[position] for held in every]
        if not all(isinstance(one, Number) and isinstance(one.below, int) for one in own):
            return None
        below.append(lcm(*(one.below for one in own)))  # type: ignore[union-attr, arg-type]
    try:
        frames = [_rows(batch, values, group, below) for batch in batches]
    except UnprovenError:
        return None
    frame = pl.concat(frames, how="vertical_relaxed").with_row_index(_AT)
    return Gathered(frame, tuple(below))


def _rows(batch: Batch, values: Sequence[Ref], group: Ref | None, below: Sequence[int]) -> pl.DataFrame:
    columns = [pl.col(CODE_OF)]
    for position, ref in enumerate(values):
        held = batch.held[ref.name]
        assert isinstance(held, Number) and isinstance(held.below, int)
        columns.append(held.above.times(below[position] // held.below).expr.alias(f"v{position}"))
    first = batch.held[values[0].name]
    codes = [first.why.roughly(first.null)]
    if group is None:
        columns.append(pl.lit(0, dtype=pl.Int64).alias("g"))
    else:
        of_group = batch.held[group.name]
        columns.append((of_group.above.expr if isinstance(of_group, Number) else of_group.expr).alias("g"))
        codes.append(of_group.why.roughly(of_group.null))
    columns.append(pl.min_horizontal(codes).cast(CODE).alias("?"))
    return batch.frame.select(columns)


def _decide(definition: Crossed, gathered: Gathered, batches: Sequence[Batch]) -> None:
    """The results of a node for everyone, handed back to the batches."""
    node, frame = definition.renamed, gathered.frame
    members = frame.filter(MEMBER)
    make = {Rank: _ranks, Members: _counts, Mean: _means}[type(node)]
    results = make(node, members)  # type: ignore[operator]
    if members["g"].dtype == pl.String:
        results = _alone(results, node)
    whole = frame.select(_AT, "?").join(results, on=_AT, how="left", maintain_order="left")
    begin = 0
    for batch in batches:
        height = batch.population.height
        part = whole.slice(begin, height)
        begin += height
        _hand_back(definition, part, gathered, batch)


def _ranks(node: Rank, members: pl.DataFrame) -> pl.DataFrame:
    """1, 1, 3 by the first value, then by the others, of which an unknown one comes after all known ones."""
    names = [name for name in members.columns if name.startswith("v")]
    if len(names) == 1:
        rank = pl.col("v0").rank("min", descending=node.descending).over("g").cast(pl.Int64)
        return members.select(_AT, "g", above=rank, own=pl.col("v0"))
    keys = [key for name in names for key in (pl.col(name).is_not_null(), pl.col(name).fill_null(0))]
    ordered = members.select(
        _AT, "g", *(key.alias(f"k{at}") for at, key in enumerate(keys)), own=pl.col("v0")
    )
    ordered = ordered.sort(
        ["g", *(f"k{at}" for at in range(len(keys)))], descending=[False, *([node.descending] * len(keys))]
    )
    same = pl.all_horizontal([pl.col(f"k{at}") == pl.col(f"k{at}").shift(1) for at in range(len(keys))])
    new = (same & (pl.col("g") == pl.col("g").shift(1))).fill_null(value=False).not_()
    place = pl.int_range(pl.len(), dtype=pl.Int64).over("g") + 1
    ordered = ordered.with_columns(place.alias("place"), new.alias("new"))
    return ordered.select(_AT, "g", pl.when("new").then("place").forward_fill().alias("above"), "own")


def _counts(_: Members, members: pl.DataFrame) -> pl.DataFrame:
    return members.select(_AT, "g", above=pl.len().over("g").cast(pl.Int64), own=pl.col("v0"))


def _means(_: Mean, members: pl.DataFrame) -> pl.DataFrame:
    total = pl.col("v0").cast(pl.Int128).sum().over("g")
    return members.select(_AT, "g", above=total, under=pl.len().over("g").cast(pl.Int64), own=pl.col("v0"))


def _alone(results: pl.DataFrame, node: Expression) -> pl.DataFrame:
    """Who is in no group is one by itself."""
    alone = pl.col("g") == ALONE
    columns = [
        pl.when(alone).then(pl.col("own") if isinstance(node, Mean) else 1).otherwise("above").alias("above")
    ]
    if isinstance(node, Mean):
        columns.append(pl.when(alone).then(1).otherwise("under").alias("under"))
    return results.with_columns(columns)


def _hand_back(definition: Crossed, part: pl.DataFrame, gathered: Gathered, batch: Batch) -> None:
    name, node = definition.column, definition.renamed
    kinds = _kinds(node, batch)
    columns = [part["above"].alias(name)]
    why = Why()
    if kinds:
        why = Why(kinds, pl.col(f"{name}?"))
        columns.append(part["?"].alias(f"{name}?"))
    span = _span(part["above"])
    width = max(INT64, span.width)
    columns[0] = columns[0].cast(WIDTHS[width])
    above = Whole(pl.col(name), span, width)
    below: int | Whole = 1
    if isinstance(node, Mean):
        under = part["under"].cast(pl.Int64) * gathered.below[0]
        columns.append(under.alias(f"{name}/"))
        below = Whole(pl.col(f"{name}/"), _span(under).limited(1, None), INT64)
    batch.add(pl.DataFrame(columns))
    batch.held[definition.name] = Number(above, below, why)


def _kinds(node: Expression, batch: Batch) -> frozenset[Absence]:
    values, group = refs_of(node)
    first = batch.held[values[0].name].why.kinds
    return first if group is None else first | batch.held[group.name].why.kinds


def _span(column: pl.Series) -> Span:
    low, high = column.min(), column.max()
    assert low is None or isinstance(low, int)
    span = Span(0, 0) if low is None or not isinstance(high, int) else Span(low, high)
    assert span.greatest <= WIDE
    return span
