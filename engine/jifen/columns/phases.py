"""Populations that are read batch by batch, and again for each phase, so that few columns are held at a time.

For each step over the cohort (S20) all batches are read once, and only what that step needs of them is
decided and kept. In the last phase the results of all such steps are there, and each batch is decided as a
whole and handed out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from attrs import field, frozen, mutable

from jifen.cohort.members import CohortColumn
from jifen.cohort.scoring import Fault
from jifen.columns.batches import Batch, Notice
from jifen.columns.crossing import Crossing
from jifen.columns.held import columns_of
from jifen.columns.population import CODE_OF, NAME, Population, only
from jifen.columns.reading import ContextOf, Program, crossings_of, program_of
from jifen.evaluation.program import Layout
from jifen.plan.graph import Plan, calls_code, needed
from jifen.plan.nodes import Definition, leaves

Columns = Mapping[str, CohortColumn]


class Source(Protocol):
    """Enterprises that can be read again and again, in the same batches."""

    def batches(self) -> Iterator[Population]:
        """Them all, some at a time."""


@frozen
class Phase:
    """What is decided in a phase: what a step over the cohort needs, that step, and the values of a park's
    functions, which are worked out once.
    """

    program: Program = field(repr=False)
    crossing: Crossing = field(repr=False)
    calls: tuple[str, ...]


@frozen
class Phases:
    """A plan's definitions made ready for populations that are read in phases."""

    before: tuple[Phase, ...] = field(repr=False)
    last: Program = field(repr=False)

    @property
    def count(self) -> int:
        """How often all batches are read."""
        return len(self.before) + 1


def phases_of(
    plan: Plan,
    definitions: Sequence[Definition],
    context_of: ContextOf,
    wanted: Iterable[str],
    layout: Layout,
    given: Iterable[str] = (),
) -> Phases:
    """Make ready what ``wanted`` definitions rest on."""
    asked = tuple(wanted)
    alive = needed(definitions, asked)
    chosen = [one for one in definitions if one.name in alive]
    single = [one for one in chosen if one.domain == "enterprise"]
    outside = tuple(given)
    told = program_of(plan, definitions, context_of, asked, layout, given=outside).asked_of
    known: list[str] = []
    before: list[Phase] = []
    for number in sorted({one.step for one in chosen if one.domain == "cohort"}):
        crossing = [one for one in chosen if one.domain == "cohort" and one.step == number]
        # Who a park's function fails on is no member, whichever value it is that cannot be worked out.
        calls = [
            one.name for one in single if one.step <= number and calls_code(one) and one.name not in known
        ]
        needs = [name for one in crossing for name in _refs(one)]
        own = [one for one in single if one.step <= number and one.name not in known]
        program = program_of(
            plan, own, context_of, (*needs, *calls), layout, given=(*outside, *known), told=told
        )
        before.append(Phase(program, crossings_of(crossing, program.names, layout), tuple(calls)))
        known += [*calls, *(one.name for one in crossing)]
    rest = [name for name in asked if name not in known]
    single = [one for one in single if one.name not in known]
    last = program_of(plan, single, context_of, rest, layout, given=(*outside, *known), told=told)
    return Phases(tuple(before), last)


def _refs(definition: Definition) -> list[str]:
    from jifen.model.expression import Ref

    return [node.name for node in leaves(definition.node) if isinstance(node, Ref)]


@mutable
class Running:
    """One run of phases: what is known of each batch from the phases before."""

    phases: Phases
    known: list[Batch] = field(factory=list)
    """By batch: results of steps over the cohort, by credit code."""
    columns: dict[str, CohortColumn] = field(factory=dict)

    def prepare(self, batches: Callable[[], Iterable[Batch]], notice: Notice | None = None) -> None:
        """Decide all steps over the cohort; ``batches`` reads them anew, with what is given to them."""
        for phase in self.phases.before:
            small = []
            for place, batch in enumerate(batches()):
                self.begin(place, batch)
                phase.program.run([batch], notice)
                batch.held.update({name: batch.held[phase.program.names[name]] for name in phase.calls})
                small.append(_small(batch))
            self.columns.update(phase.crossing.run(small))
            results = [*phase.calls, *(one.name for one in phase.crossing.definitions)]
            earlier = list(self.known[0].held) if self.known else []
            for batch in small:
                batch.keep((*earlier, *results))
            self.known = small

    def begin(self, place: int, batch: Batch) -> None:
        """Give a batch that was read what is known of it."""
        if not self.known:
            return
        before = self.known[place]
        batch.bring(before, before.held)

    def finish(self, place: int, batch: Batch, notice: Notice | None = None) -> None:
        """Decide a batch as a whole."""
        self.begin(place, batch)
        self.phases.last.run([batch], notice)

    @property
    def faults(self) -> list[Fault]:
        """Those on whom a park's function failed before the last phase."""
        return [fault for batch in self.known for fault in batch.faults]


def _small(batch: Batch) -> Batch:
    """A batch without the data of its enterprises."""
    frame = batch.population.frame.select(CODE_OF, NAME)
    wanted = {name for held in batch.held.values() for name in columns_of(held)} - set(frame.columns)
    state = only(batch.frame, [name for name in batch.frame.columns if name in wanted])
    return Batch(Population(frame), dict(batch.held), state, list(batch.faults))
