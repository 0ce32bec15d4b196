"""The workload in Jifen's own reading of a population.

Its files are counted in whole fen, so columns are only renamed: what is timed is deciding, and reading and
writing Parquet. What is given is what the other peers give: each rule by itself, whatever vetoes and the cap
over all do, is a further definition of the same plan. With the option ``handed out``, it is what users get:
the outcome and the money of each rule, after vetoes and cap.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
from attrs import evolve
from benchmarks.population import policies
from benchmarks.population.workload import SCORE, Workload
from benchmarks.shared_workload.figures import STAGES
from benchmarks.shared_workload.library import AS_OF, PERIOD

from jifen.cohort.settling import Decider
from jifen.columns.batches import Batch
from jifen.columns.held import Number, Other
from jifen.columns.outcomes import Column, figure, selected, settled_frame
from jifen.columns.population import CODE_OF, FOUNDED, NAME, Population
from jifen.columns.settling import SettlementColumns
from jifen.exchange.populations.sinks import Beside, ahead, sink_to
from jifen.interfaces.library import RuleLibrary
from jifen.model.expression import Constant, Ref, Sum
from jifen.model.quantity import YUAN
from jifen.model.terms import AWARD
from jifen.plan.graph import TOTAL
from jifen.plan.nodes import Definition, If

ROWS = 200_000
"""So many enterprises are read at a time."""
NOTHING = Constant(Fraction(0), YUAN)
ALL_TOGETHER = "all-together"
HANDED_OUT = "handed out"


class Peer:
    def __init__(self, workload: Workload, missing: bool, option: str = "") -> None:  # noqa: ARG002 every peer has it
        library = policies.opened(workload)
        self._workload, self._handed_out = workload, option == HANDED_OUT
        self._decider = library.decider(PERIOD, AS_OF)
        self._rules = self._decider.settlement.rules
        self._columns = self._ready(library)

    def _ready(self, library: RuleLibrary) -> SettlementColumns:
        settlement = self._decider.settlement
        if self._handed_out:
            return SettlementColumns(self._decider, AS_OF)
        origin = settlement.policies[0].origin
        more = [
            Definition(
                f"by-itself.{one.rule.id}", _by_itself(one.rule.conditions.met, one.rule.amount), origin
            )
            for one in self._rules
        ]
        everything = Sum(tuple(Ref(one.net) for one in self._rules))
        more.append(Definition(ALL_TOGETHER, everything, origin))
        # A score that no rule reads is wanted all the same.
        given = {**settlement.given, TOTAL: (PERIOD.year, TOTAL)}
        whole = evolve(settlement, definitions=(*settlement.definitions, *more), given=given)
        decider = Decider(whole, {PERIOD.year: library.park.scorer(PERIOD)}, PERIOD, {}, chaining=False)
        return SettlementColumns(decider, AS_OF, [*(one.name for one in more), self._rules[0].rule.vetoed])

    def load(self, columns: pl.DataFrame) -> Population:
        stage = pl.coalesce(
            pl.when(pl.col("stage") == name).then(pl.lit(place, dtype=pl.Int64))
            for place, name in enumerate(STAGES)
        )
        facts = [
            (stage if field == "stage" else pl.col(field)).alias(name)
            for name, (field, _, _) in self._columns.reads.facts.items()
        ]
        code = pl.int_range(pl.len(), dtype=pl.UInt32).cast(pl.String)
        who = code.alias(CODE_OF), code.alias(NAME), pl.lit(None, dtype=pl.Date).alias(FOUNDED)
        return Population(columns.select(*who, *facts), {}, {AWARD.id: AS_OF})

    def run(self, loaded: Population) -> pl.DataFrame:
        return pl.concat([self._frame(batch) for batch in self._columns.run(loaded).batches])

    def _frame(self, batch: Batch) -> pl.DataFrame:
        names = self._columns.program.names
        if self._handed_out:
            return settled_frame(batch, self._decider.settlement, names, "分")
        total = batch.held[names[TOTAL]]
        vetoed = batch.held[names[self._rules[0].rule.vetoed]]
        assert isinstance(total, Number) and isinstance(vetoed, Other)
        wanted = {one.rule.id: f"by-itself.{one.rule.id}" for one in self._rules} | {"total": ALL_TOGETHER}
        columns = [_money(batch, name, names[definition]) for name, definition in wanted.items()]
        score, veto = figure(SCORE, total, None, 2, "分"), Column("veto", vetoed.expr)
        return selected(batch, [score, *columns, veto]).select(self._workload.results)

    def normalise(self, given: Any) -> pl.DataFrame:
        assert isinstance(given, pl.DataFrame)
        return given

    def stream(self, source: Path, target: Path) -> None:
        with Beside(sink_to(target, "parquet")) as written:
            for population in ahead(self._read(source)):
                written.write(self.run(population))

    def _read(self, source: Path) -> Iterator[Population]:
        scan = pl.scan_parquet(source)
        height = scan.select(pl.len()).collect().item()
        for begin in range(0, height, ROWS):
            yield self.load(scan.slice(begin, ROWS).collect())


def _by_itself(met: str, amount: str) -> If:
    return If(Ref(met), Ref(amount), NOTHING)


def _money(batch: Batch, name: str, definition: str) -> Column:
    held = batch.held[definition]
    assert isinstance(held, Number)
    return figure(name, held, None, 2, "分")
