"""What policies come to for a population: decisions as one by one would give them, outcomes as columns."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

import polars as pl
from attrs import field, frozen

from jifen.cohort.members import CLAIMS, Cohort, CohortColumn
from jifen.cohort.scoring import Fault, Progress, Scored
from jifen.cohort.settling import Decider, Settled
from jifen.columns.batches import Batch, Notice
from jifen.columns.held import Context, Held, Number, Other, Why
from jifen.columns.population import Population, Reads, holds, informed, population_of
from jifen.columns.reading import ContextOf, Program, program_of
from jifen.columns.scoring import ScoreColumns, batch_size, check_codes, in_batches, rows_of
from jifen.columns.slots import BeyondError
from jifen.columns.spans import ABSENT
from jifen.evaluation.outcomes import wanted_of
from jifen.model.enterprise import Absence, Enterprise
from jifen.plan.entitlements import Settlement
from jifen.plan.graph import STAGE

_MISSING = Why(frozenset({Absence.MISSING}))


def settlement_context(settlement: Settlement, as_of: date) -> ContextOf:
    """What the definitions of each policy are decided by (S8)."""
    contexts = {
        origin: Context(occasion.period, occasion.day(as_of))
        for origin, occasion in settlement.occasions.items()
    }
    return lambda definition: contexts[definition.origin]


class SettlementColumns:
    """A settlement ready to decide populations; ``decider`` is the same one by one."""

    def __init__(self, decider: Decider, as_of: date, wanted: Sequence[str] | None = None) -> None:
        self.decider, self.as_of = decider, as_of
        settlement = decider.settlement
        self.program: Program = program_of(
            settlement.plan,
            settlement.definitions,
            settlement_context(settlement, as_of),
            wanted_of(settlement) if wanted is None else wanted,
            decider.plain,
            given=settlement.given,
        )
        self.scores = {
            year: ScoreColumns(scorer, as_of, decider.wanted_scores(year))
            for year, scorer in decider.scorers.items()
        }

    @cached_property
    def reads(self) -> Reads:
        """What it reads of enterprises, scores included."""
        found = self.program.reads
        for scores in self.scores.values():
            found = found.joined(scores.reads)
        return found

    def run(
        self, population: Population, notice: Notice | None = None, size: int | None = None
    ) -> "SettledColumns":
        """Decide a population, which is its own cohort: ``size`` enterprises at a time, or as fit."""
        size = size or batch_size(self.program, *(scores.program for scores in self.scores.values()))
        whole = informed(population, self.decider.programme, self.reads)
        batches = in_batches(whole, size)
        columns: dict[int, Mapping[str, CohortColumn]] = {}
        for batch in batches:
            batch.held = dict(self.unscored())
        for year, scores in self.scores.items():
            scored = in_batches(whole, size)
            columns[year] = scores.program.run(scored, notice)
            for batch, one in zip(batches, scored, strict=True):
                batch.bring(one, self.given(year, one.held, scores.program.names))
        return SettledColumns(self, tuple(batches), self.program.run(batches, notice), columns)

    def given(self, year: int, held: Mapping[str, Held], names: Mapping[str, str]) -> Mapping[str, Held]:
        """The scores of a year that policies read, by the names that they give them."""
        stages = [stage.name for stage in self.decider.settlement.plan.stages]
        return {
            name: _named(held[names[score]], stages) if score == STAGE else held[names[score]]
            for name, (own, score) in self.decider.settlement.given.items()
            if own == year
        }

    def unscored(self) -> Mapping[str, Held]:
        """Scores of years in which nobody is scored are missing."""
        absent = Number(ABSENT, 1, _MISSING)
        text = Other(pl.lit(None, dtype=pl.String), _MISSING)
        return {
            name: text if score == STAGE else absent
            for name, (_, score) in self.decider.settlement.given.items()
        }

    def many(
        self,
        enterprises: Sequence[Enterprise],
        scored: Mapping[int, Scored],
        progress: Progress | None = None,
        notice: Notice | None = None,
    ) -> Settled:
        """What ``Decider.many`` gives, by columns; with what no column holds, all are decided one by one."""
        check_codes([one.code for one in enterprises])
        every = [self.decider.informed(one) for one in enterprises]
        if not all(map(holds, every)):
            return self.decider.many(enterprises, self.as_of, scored, progress)
        try:
            settled = self.run(population_of(every, self.reads), notice)
        except BeyondError:
            return self.decider.many(enterprises, self.as_of, scored, progress)
        return settled.decisions(every, progress)


def _named(held: Held, stages: Sequence[str]) -> Held:
    """A stage by its name, and by its place among the stages."""
    if not isinstance(held, Number):
        return held
    place = held.above.expr.cast(pl.Int16)
    name: pl.Expr = pl.lit(None, dtype=pl.String)
    for position, stage in enumerate(stages):
        name = pl.when(place == position).then(pl.lit(stage)).otherwise(name)
    return Other(name, held.why, place, tuple(stages))


@frozen(slots=False)
class SettledColumns:
    """A population decided: batches with what is held of each, the columns of the cohort and of scores."""

    reading: SettlementColumns = field(repr=False)
    batches: tuple[Batch, ...] = field(repr=False)
    columns: Mapping[str, CohortColumn] = field(repr=False)
    scores: Mapping[int, Mapping[str, CohortColumn]] = field(repr=False)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The enterprises on which a park's function failed."""
        return tuple(fault for batch in self.batches for fault in batch.faults)

    @cached_property
    def cohorts(self) -> tuple[Cohort, Mapping[int, Cohort]]:
        """The claims and lists, and the scores by year, that one enterprise can be decided against later."""
        decider, day = self.reading.decider, self.reading.as_of.isoformat()
        plan = decider.settlement.plan
        columns = {name: one.column() for name, one in self.columns.items()}
        claims = Cohort(plan.park, decider.period.text, day, decider.settlement.digest, columns)
        scores = {
            year: Cohort(
                plan.park, str(year), day, plan.digest, {name: one.column() for name, one in own.items()}
            )
            for year, own in self.scores.items()
        }
        return claims, scores

    def decisions(self, enterprises: Sequence[Enterprise], progress: Progress | None = None) -> Settled:
        """The decisions of all that were decided, in the order in which they are given."""
        decider, as_of = self.reading.decider, self.reading.as_of
        rows = rows_of(self.batches, self.reading.program.names, decider.plain)
        found = []
        for one in enterprises:
            if one.code in rows:
                found.append(decider.finished(rows[one.code], one, as_of, lambda: self.cohorts))
            if progress is not None:
                progress(1)
        claims, _ = self.cohorts
        unknown = {
            name: len(column.others) for name, column in claims.columns.items() if name.startswith(CLAIMS)
        }
        return Settled(tuple(found), self.faults, claims, unknown)
