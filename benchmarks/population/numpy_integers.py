"""The workload in hand-written numpy over whole numbers. It has no nulls: complete data only."""

from functools import reduce
from operator import add, and_, or_
from typing import Any

import numpy as np
import polars as pl
from benchmarks.population.workload import (
    SCORE,
    All,
    Among,
    Amount,
    AtLeastShare,
    Compared,
    Condition,
    Either,
    Flag,
    Share,
    Steps,
    Workload,
)
from benchmarks.shared_workload.figures import SECTORS, STAGES

Columns = dict[str, Any]
TEXTS = {"stage": STAGES, "sector": SECTORS}


class Peer:
    def __init__(self, workload: Workload, missing: bool, option: str = "") -> None:
        assert not missing and not option
        self._workload = workload
        # Points times weight beforehand: a table by stage and band for each indicator.
        self._tables = [
            (
                one.id,
                np.array(one.bounds, np.int64),
                np.array(
                    [[one.weights[stage] * points for points in one.points] for stage in STAGES], np.int64
                ),
            )
            for one in workload.indicators
        ]

    def load(self, columns: pl.DataFrame) -> Columns:
        """Texts become their number, as who writes numpy keeps them."""
        loaded = {name: columns[name].to_numpy() for name in columns.columns if name not in TEXTS}
        for name, texts in TEXTS.items():
            loaded[name] = columns[name].cast(pl.Enum(texts)).to_physical().cast(pl.Int64).to_numpy()
        return loaded

    def run(self, loaded: Columns) -> Columns:
        workload, stage = self._workload, loaded["stage"]
        score = reduce(
            add,
            (
                earned[stage, np.searchsorted(bounds, loaded[name], side="right")]
                for name, bounds, earned in self._tables
            ),
        )
        facts = {**loaded, SCORE: score}
        given = {SCORE: score}
        for rule in workload.rules:
            amount = np.minimum(_amount(rule.amount, facts), rule.cap)
            given[rule.id] = np.where(_holds(rule.holds, facts), amount, 0)
        given["veto"] = reduce(or_, (_holds(each, facts) for each in workload.vetoes))
        summed = reduce(add, (given[rule.id] for rule in workload.rules))
        given["total"] = np.where(given["veto"], 0, np.minimum(summed, workload.total_cap))
        return given

    def normalise(self, given: Columns) -> pl.DataFrame:
        return pl.DataFrame(given)


def _holds(condition: Condition, facts: Columns) -> Any:
    match condition:
        case All(parts):
            return reduce(and_, (_holds(part, facts) for part in parts))
        case Either(parts):
            return reduce(or_, (_holds(part, facts) for part in parts))
        case Flag(field):
            return facts[field]
        case Among(field, texts, negated):
            numbers = [TEXTS[field].index(text) for text in texts]
            if len(numbers) > 1:
                return np.isin(facts[field], numbers, invert=negated)
            return facts[field] != numbers[0] if negated else facts[field] == numbers[0]
        case Compared(field, ">=", number):
            return facts[field] >= number
        case Compared(field, "<=", number):
            return facts[field] <= number
        case Compared(field, _, number):
            return facts[field] > number
        case AtLeastShare(field, of, rate):
            return facts[field] * 10_000 >= facts[of] * rate


def _amount(amount: Amount, facts: Columns) -> Any:
    base = facts[amount.base]
    match amount:
        case Share(_, rate):
            return (base * rate + 5000) // 10_000
        case Steps(_, step, each):
            return base // step * each
        case _:
            return base * amount.each
