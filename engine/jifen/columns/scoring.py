"""Scores of a population: the cards that one by one would come to, and scores as columns."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl
from attrs import field, frozen

from jifen.cohort.members import Cohort, CohortColumn
from jifen.cohort.scoring import Fault, Progress, Scored, Scorer
from jifen.columns.batches import Batch, Notice
from jifen.columns.crossing import Saved
from jifen.columns.held import Context, Held
from jifen.columns.population import CODE_OF, Population, Reads, holds, population_of
from jifen.columns.reading import ContextOf, Program, program_of
from jifen.columns.slots import BeyondError, slots_of
from jifen.evaluation.cards import scores_wanted, so_far_wanted
from jifen.evaluation.program import Layout, Row, Slot
from jifen.model.enterprise import Absence, Enterprise

ROOM = 2**30
"""So many bytes the columns of a batch may take while it is decided."""


def batch_size(*programs: Program) -> int:
    """How many enterprises to decide at a time: the fewer, the more definitions there are."""
    columns = sum(len(step.writing.works) for program in programs for step in program.steps)
    return max(2**14, ROOM // (8 * max(1, columns)))


def in_batches(population: Population, size: int) -> list[Batch]:
    """A population in parts of at most ``size``."""
    return [Batch(population.part(begin, size)) for begin in range(0, max(1, population.height), size)]


def check_codes(codes: Sequence[str]) -> None:
    """Refuse a population in which an enterprise occurs more than once (S12)."""
    counts = Counter(codes)
    if len(counts) < len(codes):
        twice = "、".join(code for code, count in counts.items() if count > 1)
        raise ValueError(f"同一统一社会信用代码出现不止一次：{twice}")


def score_context(scorer: Scorer, as_of: date) -> ContextOf:
    """What the definitions of a park are decided by."""
    context = Context(scorer.period, scorer.scores.snapshot(as_of))
    return lambda _: context


class ScoreColumns:
    """A plan ready to score populations of one reference period; ``scorer`` is the same one by one."""

    def __init__(self, scorer: Scorer, as_of: date, wanted: Sequence[str] | None = None) -> None:
        self.scorer, self.as_of = scorer, as_of
        plan = scorer.plan
        names = wanted if wanted is not None else (*scores_wanted(plan), *so_far_wanted(plan))
        context_of = score_context(scorer, as_of)
        self.program: Program = program_of(plan, plan.definitions, context_of, names, scorer.scores)

    @property
    def reads(self) -> Reads:
        """What it reads of enterprises."""
        return self.program.reads

    def batches(self, population: Population) -> list[Batch]:
        """A population in parts that can be scored at a time."""
        return in_batches(population, batch_size(self.program))

    def run(self, batches: Sequence[Batch], notice: Notice | None = None) -> "ScoredColumns":
        """Score batches, which are each other's cohort."""
        columns = self.program.run(batches, notice)
        return ScoredColumns(self, tuple(batches), columns)

    def many(
        self,
        enterprises: Sequence[Enterprise],
        progress: Progress | None = None,
        notice: Notice | None = None,
    ) -> Scored:
        """What ``Scorer.many`` gives, by columns; with what no column holds, all are scored one by one."""
        check_codes([one.code for one in enterprises])
        if not all(map(holds, enterprises)):
            return self.scorer.many(enterprises, self.as_of, progress)
        try:
            scored = self.run(self.batches(population_of(enterprises, self.reads)), notice)
        except BeyondError:
            return self.scorer.many(enterprises, self.as_of, progress)
        return scored.cards(enterprises, progress)


@frozen
class ScoredColumns:
    """A population scored: batches with what is held of each, and the columns of the cohort."""

    reading: ScoreColumns = field(repr=False)
    batches: tuple[Batch, ...] = field(repr=False)
    columns: Mapping[str, CohortColumn] = field(repr=False)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The enterprises on which a park's function failed."""
        return tuple(fault for batch in self.batches for fault in batch.faults)

    @property
    def provisional(self) -> bool:
        """Whether a rank or mean left out enterprises whose own value is unknown (S19)."""
        return any(
            bool(one.left_out) if isinstance(one, Saved) else bool(one.others)
            for one in self.columns.values()
        )

    def cohort(self) -> Cohort:
        """The values that one enterprise can be scored against later."""
        scorer = self.reading.scorer
        columns = {name: one.column() for name, one in self.columns.items()}
        plan = scorer.plan
        return Cohort(plan.park, scorer.period.text, self.reading.as_of.isoformat(), plan.digest, columns)

    def cards(self, enterprises: Sequence[Enterprise], progress: Progress | None = None) -> Scored:
        """The cards of all that were scored, in the order in which they are given."""
        scorer, as_of, provisional = self.reading.scorer, self.reading.as_of, self.provisional
        rows = self._rows()
        cards = []
        for one in enterprises:
            if progress is not None:
                progress(len(self.reading.scorer.scores.crossings))
            if one.code in rows:
                cards.append(scorer.card(one, as_of, rows[one.code], provisional=provisional))
        return Scored(tuple(cards), self.faults, self.cohort())

    def _rows(self) -> dict[str, Row]:
        layout = self.reading.scorer.scores
        return rows_of(self.batches, self.reading.program.names, layout)


def rows_of(batches: Sequence[Batch], names: Mapping[str, str], layout: Layout) -> dict[str, Row]:
    """Finished rows by credit code; a slot that was not asked for holds an absence."""
    found: dict[str, Row] = {}
    for batch in batches:
        frame = batch.frame
        height = batch.population.height
        nothing: list[Slot] = [Absence.MISSING] * height
        columns = [
            _slots(batch.held.get(names.get(name, "")), frame, layout.below[name], nothing)
            for name in sorted(layout.slots, key=layout.slots.__getitem__)
        ]
        rows = zip(*columns, strict=True) if columns else iter([()] * height)
        found.update(zip(frame[CODE_OF].to_list(), rows, strict=True))
    return found


def _slots(held: Held | None, frame: pl.DataFrame, below: int, nothing: list[Slot]) -> list[Slot]:
    if held is None:
        return nothing
    found = slots_of(held, frame, below)
    return found if len(found) == len(nothing) else list(found) * len(nothing)
