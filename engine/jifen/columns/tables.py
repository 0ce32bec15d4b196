"""Aggregates of a table's rows as columns: conditions and values of rows, then one grouping by enterprise.

What a row's condition asks of the enterprise is a column of the batch first, and is joined to the rows (S9).
Nothing here loops over rows.
"""

from collections.abc import Sequence
from typing import Any

import polars as pl
from attrs import field, mutable

from jifen.columns.held import (
    CODE,
    CODES,
    SURE,
    Building,
    Emit,
    Held,
    Number,
    Other,
    TableSeeds,
    Why,
    columns_of,
)
from jifen.columns.logic import FALSE, NEVER, read
from jifen.columns.population import COVERAGE, ROW, Population, cell_name
from jifen.columns.spans import (
    ABSENT,
    INT64,
    INT128,
    WIDTHS,
    Span,
    UnprovenError,
    Whole,
    chosen,
)
from jifen.model.enterprise import Absence
from jifen.model.expression import Aggregate, Column, Constant, Expression, InForce, Text, WithinPeriod
from jifen.plan.nodes import parts

_MISSING = Absence.MISSING


@mutable
class Wanted:
    """One aggregate: what is written for each row, and what becomes of the rows of an enterprise."""

    name: str
    node: Aggregate
    met: pl.Expr
    unknown: pl.Expr | None
    value: pl.Expr | None
    key: pl.Expr | None
    code: pl.Expr | None
    width: Any
    from_batch: list[str] = field(factory=list)


def column(building: Building, node: Column) -> Held:
    """A column of the row at hand."""
    return read(building, cell_name(node.column), node.type, node.digits, None)


def in_force(building: Building, node: InForce) -> Other:
    """``[from, until)`` holds the snapshot; an end that is not told, or does not apply, is none."""
    day = pl.lit(building.context.day)
    begins = read(building, cell_name(node.begins), "date", 0, None)
    assert isinstance(begins, Other)
    begun = begins.expr <= day
    ends = cell_name(node.ends)
    if not node.ends or ends not in building.seeds:
        return Other(begun, begins.why)
    over = (pl.col(ends) <= day).fill_null(value=False)
    kinds, code = begins.why.kinds, None
    if begins.why.code is not None:
        code = pl.when(over.not_()).then(begins.why.code)
    return Other(pl.when(over).then(pl.lit(False)).otherwise(begun), Why(kinds, code))


def within_period(building: Building, node: WithinPeriod) -> Other:
    """A date of the row lies in the period."""
    period = node.shift.of(building.context.period)
    day = read(building, cell_name(node.column), "date", 0, None)
    assert isinstance(day, Other)
    inside = (day.expr >= pl.lit(period.first_day)) & (day.expr <= pl.lit(period.last_day))
    return Other(inside, day.why)


def of_row(node: Expression) -> bool:
    """Whether a node depends on the row at hand; the columns below an aggregate are of its own rows."""
    if isinstance(node, Column | InForce | WithinPeriod):
        return True
    return not isinstance(node, Aggregate) and any(map(of_row, parts(node)))


@mutable
class RowBuilding(Building):
    """Columns of a table's rows in the making: what does not depend on the row is written for the batch."""

    batch: Building | None = None
    from_batch: list[str] = field(factory=list)

    def steady(self, whole: Whole) -> Whole:
        """Rows have one layer, so nothing of them is a column of its own."""
        return whole

    def hold(self, node: Expression) -> Held:
        """What a node is held as; of what is no row's, a column of the batch."""
        if of_row(node) or isinstance(node, Constant | Text):
            return Building.hold(self, node)
        assert self.batch is not None
        held = self.batch.in_columns(node)
        self.from_batch += columns_of(held)
        return held


def aggregate(building: Building, node: Aggregate) -> Held:
    """A figure of a table's rows that meet a condition."""
    assert not isinstance(building, RowBuilding), "written for the batch"
    seeds = building.tables_seen.get(node.table, TableSeeds({}, 0, None))
    rows = RowBuilding(
        building.emitters,
        building.context,
        seeds.columns,
        frozenset(),
        frozenset(),
        every=building.asking,
        cuts=False,
        batch=building,
    )
    condition = None if node.where is None else rows.other(node.where)
    value = None if node.value is None else rows.hold(node.value)
    key = None if node.once_per is None else rows.hold(node.once_per)
    if isinstance(value, Number) and (isinstance(value.below, Whole) or node.how == "exists"):
        if node.how != "exists":
            raise UnprovenError
        value = None
    if value is not None and not isinstance(value, Number) and node.how != "distinct":
        raise UnprovenError
    wanted = _wanted(building, rows, node, condition, value, key)
    if not seeds.most:
        return _of_none(building, node, seeds)
    depth = building.depth
    building.tables.setdefault((depth, node.table), []).append(wanted)
    return _result(building, node, seeds, wanted, (condition, value, key), depth)


def _wanted(
    building: Building,
    rows: RowBuilding,
    node: Aggregate,
    condition: Other | None,
    value: Held | None,
    key: Held | None,
) -> Wanted:
    met = pl.lit(True) if condition is None else condition.expr.fill_null(value=False)
    unknown = None if condition is None or condition.why.sure else condition.null
    absent = [one.null for one in (value, key) if one is not None and not one.why.sure]
    if absent and node.how != "exists":
        lacking = met & (absent[0] if len(absent) == 1 else absent[0] | absent[1])
        unknown = lacking if unknown is None else unknown | lacking
    code = None
    if building.asking and unknown is not None:
        codes = [one.why.coded(one.null) for one in (value, key) if one is not None and not one.why.sure]
        of_values = pl.when(met).then(pl.min_horizontal(codes)) if codes else pl.lit(None, dtype=CODE)
        if condition is not None and not condition.why.sure:
            of_values = pl.when(condition.null).then(condition.why.coded(condition.null)).otherwise(of_values)
        code = of_values
    width: Any = None
    expr = None
    if isinstance(value, Number):
        expr = value.above.expr
        width = WIDTHS[INT128 if node.how == "sum" else value.above.width]
    elif value is not None:
        expr = value.expr
    of_key = None if key is None else key.above.expr if isinstance(key, Number) else key.expr
    name = building.name()
    return Wanted(name, node, met, unknown, expr, of_key, code, width, list(dict.fromkeys(rows.from_batch)))


def _result(
    building: Building,
    node: Aggregate,
    seeds: TableSeeds,
    wanted: Wanted,
    operands: Sequence[Held | None],
    depth: int,
) -> Held:
    """What an aggregate is held as, once its table has been grouped."""
    kinds = frozenset().union(*(one.why.kinds for one in operands if one is not None))
    open_ = _open(building, node.table, seeds)
    if node.known:
        kinds, open_ = frozenset(), None
    if open_ is not None:
        kinds |= {_MISSING}
    if node.how in {"greatest", "least"}:
        kinds |= {_MISSING}
    wanted_open = open_
    building.used(SURE_HELD, depth)
    name = wanted.name
    unknown = (
        pl.col(f"{name}?").fill_null(value=False) if wanted.unknown is not None and not node.known else None
    )
    if wanted_open is not None:
        unknown = wanted_open if unknown is None else unknown | wanted_open
    code = None
    if building.asking and len(kinds) > 1:
        codes = []
        if wanted.code is not None and not node.known:
            codes.append(pl.col(f"{name}!"))
        missing = pl.lit(CODES[_MISSING], dtype=CODE)
        if wanted_open is not None:
            codes.append(pl.when(wanted_open).then(missing))
        if codes:
            code = pl.min_horizontal(codes)
        if node.how in {"greatest", "least"}:
            none = pl.col(name).is_null()
            rest = pl.when(none).then(missing)
            code = rest if code is None else pl.coalesce(code, rest)
    why = Why(kinds, code)
    if node.how == "exists":
        found = pl.col(name).fill_null(value=False)
        if unknown is None:
            return Other(found, SURE if not kinds else why)
        expr = pl.when(found).then(pl.lit(True)).when(unknown.not_()).then(pl.lit(False))
        if code is not None:
            why = Why(kinds, pl.when(found.not_()).then(code))
        return Other(expr, why)
    return Number(_figure(node, seeds, wanted, operands[1], unknown), _below(node, operands[1]), why)


def _of_none(building: Building, node: Aggregate, seeds: TableSeeds) -> Held:
    """A figure of a table of which nobody has a row."""
    open_ = None if node.known else _open(building, node.table, seeds)
    why = SURE if open_ is None else Why(frozenset({_MISSING}))
    if node.how == "exists":
        return NEVER if open_ is None else Other(pl.when(open_.not_()).then(FALSE), why)
    if node.how in {"greatest", "least"}:
        return Number(ABSENT, 1, Why(frozenset({_MISSING})))
    return Number(Whole.of(0) if open_ is None else chosen([(open_.not_(), Whole.of(0))], None), 1, why)


SURE_HELD = Other(pl.lit(None))


def _below(node: Aggregate, value: Held | None) -> int:
    """Over which denominator the figure is counted: a number of values over 1."""
    if node.how == "distinct" or not isinstance(value, Number) or not isinstance(value.below, int):
        return 1
    return value.below


def _figure(
    node: Aggregate, seeds: TableSeeds, wanted: Wanted, value: Held | None, unknown: pl.Expr | None
) -> Whole:
    expr = pl.col(wanted.name)
    if node.how in {"greatest", "least"}:
        assert isinstance(value, Number)
        span, width = value.above.span, value.above.width
    else:
        span = Span(0, seeds.most)
        if node.how == "sum":
            assert isinstance(value, Number)
            span = value.above.span.times(span)
        width = max(INT64, span.width)
        expr = expr.cast(WIDTHS[width]).fill_null(pl.lit(0, dtype=WIDTHS[width]))
    if unknown is not None:
        expr = pl.when(unknown.not_()).then(expr)
    return Whole(expr, span, width)


def _open(building: Building, table: str, seeds: TableSeeds) -> pl.Expr | None:
    """Whether the table is not complete up to the snapshot; None where it is for all."""
    day = building.context.day
    if seeds.varies:
        return (pl.col(COVERAGE + table) >= pl.lit(day)).fill_null(value=False).not_()
    return None if seeds.complete_to is not None and seeds.complete_to >= day else pl.lit(True)


# ---------------------------------------------------------------- grouping


def grouped(
    batch: pl.DataFrame, population: Population, table: str, wanted: Sequence[Wanted]
) -> pl.DataFrame:
    """The batch with what is wanted of a table: of who has no rows, null."""
    rows = population.tables.get(table)
    if rows is None or not rows.height:
        return batch.with_columns(_empty(one) for one in wanted).with_columns(
            extra for one in wanted for extra in _empty_more(one)
        )
    needed = list(dict.fromkeys(name for one in wanted for name in one.from_batch))
    if needed:
        with_row = batch.select(needed).with_row_index(ROW).with_columns(pl.col(ROW).cast(pl.Int64))
        rows = rows.join(with_row, on=ROW, how="left")
    plain = [one for one in wanted if one.key is None]
    found = rows.with_columns(expr for one in wanted for expr in _of_rows(one))
    grouped_ = found.group_by(ROW).agg([expr for one in wanted for expr in _of_groups(one)])
    for one in wanted:
        if one not in plain:
            grouped_ = grouped_.join(_once(found, one), on=ROW, how="left")
    places = pl.DataFrame({ROW: pl.arange(0, batch.height, eager=True, dtype=pl.Int64)})
    placed = places.join(grouped_, on=ROW, how="left", maintain_order="left").drop(ROW)
    return batch.hstack(placed)


def _of_rows(one: Wanted) -> list[pl.Expr]:
    """What is written beside each row."""
    name = one.name
    exprs = [one.met.alias(f"{name}:met")]
    if one.unknown is not None:
        exprs.append(one.unknown.alias(f"{name}:?"))
    if one.code is not None:
        exprs.append(one.code.alias(f"{name}:!"))
    if one.value is not None:
        value = one.value if one.width is None else one.value.cast(one.width)
        exprs.append(pl.when(one.met).then(value).alias(f"{name}:v"))
    if one.key is not None:
        exprs.append(one.key.alias(f"{name}:k"))
    return exprs


def _of_groups(one: Wanted) -> list[pl.Expr]:
    """What becomes of the rows of one enterprise."""
    name, how = one.name, one.node.how
    exprs = []
    met, value = pl.col(f"{name}:met"), pl.col(f"{name}:v")
    if one.key is None:
        if how == "exists":
            exprs.append(met.any().alias(name))
        elif one.value is None:
            exprs.append(met.cast(pl.Int64).sum().alias(name))
        elif how == "distinct":
            exprs.append(value.drop_nulls().n_unique().cast(pl.Int64).alias(name))
        elif how == "sum":
            exprs.append(value.sum().alias(name))
        else:
            exprs.append((value.max() if how == "greatest" else value.min()).alias(name))
    if one.unknown is not None:
        exprs.append(pl.col(f"{name}:?").any().alias(f"{name}?"))
    if one.code is not None:
        exprs.append(pl.col(f"{name}:!").min().alias(f"{name}!"))
    return exprs


def _once(found: pl.DataFrame, one: Wanted) -> pl.DataFrame:
    """The sum of the greatest value of each key."""
    name = one.name
    key, value = f"{name}:k", f"{name}:v"
    counted = found.filter(pl.col(f"{name}:met") & pl.col(key).is_not_null() & pl.col(value).is_not_null())
    return (
        counted.group_by(ROW, key).agg(pl.col(value).max()).group_by(ROW).agg(pl.col(value).sum().alias(name))
    )


def _empty(one: Wanted) -> pl.Expr:
    width = pl.Boolean if one.node.how == "exists" else one.width or pl.Int64
    return pl.lit(None, dtype=width).alias(one.name)


def _empty_more(one: Wanted) -> list[pl.Expr]:
    more = [] if one.unknown is None else [pl.lit(None, dtype=pl.Boolean).alias(f"{one.name}?")]
    return more + ([] if one.code is None else [pl.lit(None, dtype=CODE).alias(f"{one.name}!")])


EMITTERS: dict[type, Emit] = {
    Column: column,
    InForce: in_force,
    WithinPeriod: within_period,
    Aggregate: aggregate,
}
