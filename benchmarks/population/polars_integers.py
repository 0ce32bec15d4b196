"""The workload in hand-written Polars over whole numbers: in memory, and streaming from Parquet to Parquet.

Written as somebody would who knows Polars and these rules and nothing else. Where no cell is missing
nothing is done about nulls. Where some are, ``when`` would take what is unknown for false, so it is told
what to do.
"""

from functools import reduce
from operator import add, and_, or_
from pathlib import Path
from typing import Any, cast

import polars as pl
from benchmarks.population.workload import (
    SCORE,
    All,
    Among,
    Amount,
    AtLeastShare,
    Compared,
    Condition,
    Each,
    Either,
    Flag,
    Rule,
    Share,
    Steps,
    Workload,
)
from benchmarks.shared_workload.figures import STAGES, Indicator


class Peer:
    """In memory, or with the option ``streaming`` by the streaming engine."""

    def __init__(self, workload: Workload, missing: bool, option: str = "") -> None:
        self._workload, self._missing = workload, missing
        self._engine = "streaming" if option == "streaming" else "auto"
        self._steps = self._expressions()

    def load(self, columns: pl.DataFrame) -> pl.DataFrame:
        return columns

    def run(self, loaded: pl.DataFrame) -> pl.DataFrame:
        return self._plan(loaded.lazy()).collect(engine=self._engine)

    def normalise(self, given: pl.DataFrame) -> pl.DataFrame:
        return given

    def stream(self, source: Path, target: Path) -> None:
        """Read, decide and write without holding it all."""
        self._plan(pl.scan_parquet(source)).sink_parquet(target)

    def _plan(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        for expressions in self._steps:
            frame = frame.with_columns(expressions)
        return frame.select(self._workload.results)

    def _expressions(self) -> tuple[list[pl.Expr], ...]:
        """Score; rules and vetoes, which read it; total, which reads them."""
        workload, missing = self._workload, self._missing
        score = pl.sum_horizontal(_points(one) * _weight(one) for one in workload.indicators).cast(pl.Int64)
        if missing:
            told = pl.all_horizontal(pl.col(name).is_not_null() for name in (*_ids(workload), "stage"))
            score = score + pl.when(told).then(0)
        rules = [_rule(rule, missing).alias(rule.id) for rule in workload.rules]
        vetoes = reduce(or_, map(_holds, workload.vetoes))
        summed = reduce(add, (pl.col(rule.id) for rule in workload.rules))
        total = pl.when("veto").then(0).otherwise(_at_most(summed, workload.total_cap))
        steps = [score.alias(SCORE)], [*rules, vetoes.alias("veto")]
        if not missing:
            return *steps, [total.alias("total")]
        refused = pl.all_horizontal(_holds(rule.holds).not_().fill_null(False) for rule in workload.rules)
        unknown = pl.when(pl.col("veto").is_null()).then(None).otherwise(total)
        return *steps, [pl.when(refused).then(0).otherwise(unknown).alias("total")]


def _ids(workload: Workload) -> list[str]:
    return [one.id for one in workload.indicators]


def _points(one: Indicator) -> pl.Expr:
    value = pl.col(one.id)
    chain: Any = pl
    for bound, points in list(zip(one.bounds, one.points[1:], strict=True))[::-1]:
        chain = chain.when(value >= bound).then(_narrow(points))
    return cast(pl.Expr, chain.otherwise(_narrow(one.points[0])))


def _weight(one: Indicator) -> pl.Expr:
    stage = pl.col("stage")
    chain: Any = pl
    for each in STAGES[:-1]:
        chain = chain.when(stage == each).then(_narrow(one.weights[each]))
    return cast(pl.Expr, chain.otherwise(_narrow(one.weights[STAGES[-1]])))


def _narrow(number: int) -> pl.Expr:
    """Ten points at most, and weights that add up to 1000: 16 bits hold the score, and are quicker."""
    return pl.lit(number, pl.Int16)


def _rule(rule: Rule, missing: bool) -> pl.Expr:
    holds, amount = _holds(rule.holds), _at_most(_amount(rule.amount), rule.cap)
    given = pl.when(holds).then(amount)
    return given.when(~holds).then(0) if missing else given.otherwise(0)


def _at_most(amount: pl.Expr, cap: int) -> pl.Expr:
    return pl.when(amount > cap).then(cap).otherwise(amount)


def _holds(condition: Condition) -> pl.Expr:
    match condition:
        case All(parts):
            return reduce(and_, map(_holds, parts))
        case Either(parts):
            return reduce(or_, map(_holds, parts))
        case Flag(field):
            return pl.col(field)
        case Among(field, (text,), negated):
            return pl.col(field) != text if negated else pl.col(field) == text
        case Among(field, texts, negated):
            found = pl.col(field).is_in(texts)
            return ~found if negated else found
        case Compared(field, ">=", number):
            return pl.col(field) >= number
        case Compared(field, "<=", number):
            return pl.col(field) <= number
        case Compared(field, _, number):
            return pl.col(field) > number
        case AtLeastShare(field, of, rate):
            return pl.col(field) * 10_000 >= pl.col(of) * rate


def _amount(amount: Amount) -> pl.Expr:
    base = pl.col(amount.base)
    match amount:
        case Share(_, rate):
            return (base * rate + 5000) // 10_000
        case Steps(_, step, each):
            return base // step * each
        case Each(_, each):
            return base * each
