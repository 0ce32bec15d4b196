"""The workload in the hand-written loop of ``shared_workload/loop.py``: ``decimal.Decimal``, an enterprise
at a time, for the small size. It knows of no figure that was not told.
"""

from collections.abc import Sequence
from decimal import localcontext

import polars as pl
from benchmarks.by_hand.record import EXACT
from benchmarks.population.workload import Workload
from benchmarks.shared_workload import loop


class Peer:
    def __init__(self, workload: Workload, missing: bool, option: str = "") -> None:
        assert workload.name == "small" and not missing and not option
        self._workload = workload

    def load(self, columns: pl.DataFrame) -> list[loop.Facts]:
        return [loop.facts_of(firm) for firm in columns.iter_rows(named=True)]

    def run(self, loaded: Sequence[loop.Facts]) -> list[loop.Given]:
        with localcontext(EXACT):
            return [loop.decided(facts) for facts in loaded]

    def normalise(self, given: Sequence[loop.Given]) -> pl.DataFrame:
        rows = [(one.score, *one.amounts.values(), one.veto, one.total) for one in map(loop.result_of, given)]
        return pl.DataFrame(rows, schema=list(self._workload.results), orient="row")
