"""Scores and policies of a population that is read batch by batch; what each batch comes to is handed out."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from attrs import field, frozen, mutable

from jifen.cohort.scoring import Fault, Scorer
from jifen.columns.batches import Batch, Notice
from jifen.columns.phases import Columns, Phases, Running, Source, phases_of
from jifen.columns.population import Population, Reads, informed
from jifen.columns.scoring import score_context
from jifen.columns.settling import SettlementColumns, settlement_context
from jifen.evaluation.cards import scores_wanted, so_far_wanted
from jifen.evaluation.outcomes import wanted_of

Wanted = Mapping[int, tuple[str, ...]]


@frozen
class Decided:
    """A batch decided: its scores and its entitlements, and what stands for each definition in them."""

    scored: Batch
    score_names: Mapping[str, str]
    settled: Batch | None
    settled_names: Mapping[str, str]


@frozen
class Streamed:
    """What a whole run came to besides what was handed out."""

    faults: tuple[Fault, ...]
    scores: Mapping[int, Columns] = field(repr=False)
    claims: Columns = field(repr=False)


@mutable
class Streaming:
    """A plan, and the policies of a settlement, ready for populations of any size."""

    scorer: Scorer
    settlement: SettlementColumns | None
    as_of: date
    years: dict[int, Phases] = field(init=False)
    policies: Phases | None = field(init=False, default=None)

    def __attrs_post_init__(self) -> None:
        own = self.scorer.period.year
        plan = self.scorer.plan
        wanted: dict[int, dict[str, None]] = {
            own: dict.fromkeys((*scores_wanted(plan), *so_far_wanted(plan)))
        }
        scorers = {own: self.scorer}
        if self.settlement is not None:
            decider = self.settlement.decider
            for year, scorer in decider.scorers.items():
                wanted.setdefault(year, {}).update(dict.fromkeys(decider.wanted_scores(year)))
                scorers[year] = scorers.get(year, scorer)
            settlement = decider.settlement
            self.policies = phases_of(
                settlement.plan,
                settlement.definitions,
                settlement_context(settlement, self.as_of),
                wanted_of(settlement),
                decider.plain,
                tuple(settlement.given),
            )
        self.years = {
            year: phases_of(
                plan, plan.definitions, score_context(scorers[year], self.as_of), names, scorers[year].scores
            )
            for year, names in wanted.items()
        }

    @property
    def reads(self) -> Reads:
        """What is read of enterprises, and what tells rows of tables apart, which reasons name."""
        every = [phases.last for phases in self.years.values()]
        every += [phase.program for phases in self.years.values() for phase in phases.before]
        if self.policies is not None:
            every += [self.policies.last, *(phase.program for phase in self.policies.before)]
        found = Reads()
        for program in every:
            found = found.joined(program.reads)
        plan = self.scorer.plan if self.settlement is None else self.settlement.decider.settlement.plan
        declared = [plan.vocabulary.tables[name] for name in found.tables]
        keys = {one.id: {name: one.columns[name].type for name in one.key} for one in declared}
        return found.joined(Reads(tables=keys))

    @property
    def passes(self) -> int:
        """How often all enterprises are read."""
        of_policies = 0 if self.policies is None else len(self.policies.before)
        return 1 + of_policies + sum(len(phases.before) for phases in self.years.values())

    def run(
        self,
        source: Source,
        out: Callable[[Decided], None],
        notice: Notice | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Streamed:
        """Decide all enterprises of a source, which are each other's cohort; each batch is handed out."""
        reading = _Reading(self, source, notice, progress)
        return reading.run(out)


class _Reading:
    """One run."""

    def __init__(
        self,
        streaming: Streaming,
        source: Source,
        notice: Notice | None,
        progress: Callable[[int], None] | None,
    ) -> None:
        self.streaming, self.source, self.notice, self.progress = streaming, source, notice, progress
        self.years = {year: Running(phases) for year, phases in streaming.years.items()}
        self.policies = None if streaming.policies is None else Running(streaming.policies)

    def run(self, out: Callable[[Decided], None]) -> Streamed:
        for running in self.years.values():
            running.prepare(self._plain, self.notice)
        if self.policies is not None:
            self.policies.prepare(self._scored, self.notice)
        faults: dict[str, Fault] = {}
        for place, population in enumerate(self._populations()):
            decided = self._decided(place, population)
            for batch in (decided.scored, decided.settled):
                if batch is not None:
                    faults.update({fault.code: fault for fault in batch.faults})
            out(decided)
        scores = {year: running.columns for year, running in self.years.items()}
        claims = {} if self.policies is None else self.policies.columns
        return Streamed(tuple(faults.values()), scores, claims)

    def _populations(self) -> Iterator[Population]:
        programme = {} if self.streaming.settlement is None else self.streaming.settlement.decider.programme
        reads = self.streaming.reads
        for population in self.source.batches():
            yield informed(population, programme, reads)
            if self.progress is not None:
                self.progress(population.height)

    def _plain(self) -> Iterator[Batch]:
        return (Batch(population) for population in self._populations())

    def _scored(self) -> Iterator[Batch]:
        """Batches with the scores that policies read."""
        for place, population in enumerate(self._populations()):
            yield self._with_scores(place, population)[0]

    def _with_scores(self, place: int, population: Population) -> tuple[Batch, dict[int, Batch]]:
        settlement = self.streaming.settlement
        assert settlement is not None
        batch = Batch(population, dict(settlement.unscored()))
        scored: dict[int, Batch] = {}
        for year, running in self.years.items():
            one = scored[year] = Batch(population)
            running.finish(place, one, self.notice)
            if year in settlement.decider.scorers:
                batch.bring(one, settlement.given(year, one.held, running.phases.last.names))
        return batch, scored

    def _decided(self, place: int, population: Population) -> Decided:
        own = self.streaming.scorer.period.year
        names = self.years[own].phases.last.names
        if self.policies is None:
            batch = Batch(population)
            self.years[own].finish(place, batch, self.notice)
            return Decided(batch, names, None, {})
        settled, scored = self._with_scores(place, population)
        self.policies.finish(place, settled, self.notice)
        return Decided(scored[own], names, settled, self.policies.phases.last.names)
