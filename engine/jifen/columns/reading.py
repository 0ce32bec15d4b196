"""A plan's definitions decided for a population: steps per enterprise and over the cohort in turn (S20)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import count

from attrs import evolve, field, frozen

from jifen.cohort.members import CohortColumn
from jifen.columns.batches import Batch, Notice, Writing
from jifen.columns.crossing import Crossed, Crossing
from jifen.columns.held import Context
from jifen.columns.islands import Island
from jifen.columns.population import FOUNDED, Needs, Reads, fact_name
from jifen.columns.simplifying import Work, asked, compared_only, is_datum, simplified
from jifen.evaluation.program import Layout
from jifen.model.expression import (
    Aggregate,
    Column,
    Expression,
    Fact,
    InForce,
    Ref,
    WithinPeriod,
)
from jifen.model.terms import Table
from jifen.plan.graph import Plan, needed
from jifen.plan.nodes import Allotted, Call, Definition, Mean, Members, Rank, leaves

ContextOf = Callable[[Definition], Context]
_PROGRAMS = count(1)


@frozen
class Step:
    """What is decided from each enterprise, then over all of them."""

    writing: Writing
    crossing: Crossing | None
    after: frozenset[str]
    """What is still asked for afterwards."""


@frozen
class Program:
    """Definitions made ready for populations. ``names`` says which definition stands for each."""

    plan: Plan = field(repr=False)
    reads: Reads = field(repr=False)
    steps: tuple[Step, ...] = field(repr=False)
    names: Mapping[str, str] = field(repr=False)
    asked_of: frozenset[str] = field(repr=False)
    """The definitions of which something asks why they are absent."""

    def run(self, batches: Sequence[Batch], notice: Notice | None = None) -> Mapping[str, CohortColumn]:
        """Decide all steps of all batches; the columns of the cohort, as they are saved."""
        columns: dict[str, CohortColumn] = {}
        for step in self.steps:
            for batch in batches:
                if step.writing.works:
                    step.writing.run(batch, notice)
            if step.crossing is not None:
                columns.update(step.crossing.run(batches))
            for batch in batches:
                batch.keep(step.after)
        return columns


def program_of(
    plan: Plan,
    definitions: Sequence[Definition],
    context_of: ContextOf,
    wanted: Iterable[str],
    layout: Layout,
    *,
    given: Iterable[str] = (),
    every: bool = False,
    told: Iterable[str] = (),
) -> Program:
    """Make ready what ``wanted`` definitions rest on; ``layout`` is how the cohort's values are counted.
    It is ``told`` of which definitions others ask why they are absent.
    """
    alive = needed(definitions, wanted)
    chosen = [one for one in definitions if one.name in alive]
    single = [one for one in chosen if one.domain == "enterprise"]
    works, alias = simplified(Work(one.name, one.node, context_of(one)) for one in single)
    names = {**{one.name: one.name for one in chosen}, **{name: name for name in given}, **alias}
    # Programs share batches, so each gives its columns names of its own.
    prefix = f"{next(_PROGRAMS)}."
    cohort = [(one.step, _crossed(one, names, prefix)) for one in chosen if one.domain == "cohort"]
    step_of = {one.name: one.step for one in chosen}
    leaf_names = {work.name for work in works if is_datum(work.node)}
    last = max((one.step for one in chosen), default=0)
    outside = {names[name] for name in wanted} | {names[name] for name in given}
    of_cohort = [Work(one.name, one.renamed, works[0].context) for _, one in cohort if works]
    every_work = {work.name: work for work in (*works, *of_cohort)}
    _, told_of = asked(works, every_work, {names[name] for name in told if name in names})
    steps = []
    for number in range(last + 1):
        later = [work for work in works if _step(work, step_of, leaf_names) > number]
        own = [work for work in works if _step(work, step_of, leaf_names) == number]
        crossing = [one for step, one in cohort if step == number]
        after = (
            outside
            | _refs(work.node for work in later)
            | _refs(one.renamed for step, one in cohort if step > number)
        )
        kept = after | _refs(one.renamed for one in crossing)
        own = _alive(own, kept)
        reads = reads_of(own, plan)
        types, days = _facts(reads, own)
        writing = Writing(
            own,
            frozenset(kept),
            told_of | (frozenset(kept) if every else frozenset()),
            reads,
            types,
            days,
            partial(_island, plan, prefix),
            _passed(own, reads),
            f"{prefix}{number}",
            every,
        )
        made = Crossing(crossing, layout) if crossing else None
        steps.append(Step(writing, made, frozenset(after)))
    asked_of = frozenset(name for name, meant in names.items() if meant in told_of)
    return Program(plan, reads_of(works, plan), tuple(steps), names, asked_of)


def crossings_of(definitions: Iterable[Definition], names: Mapping[str, str], layout: Layout) -> Crossing:
    """Definitions of the cohort over those that stand for what they name."""
    prefix = f"{next(_PROGRAMS)}."
    return Crossing([_crossed(one, names, prefix) for one in definitions], layout)


def _crossed(definition: Definition, names: Mapping[str, str], prefix: str) -> Crossed:
    name = definition.name
    return Crossed(name, definition.node, _renamed(definition.node, names), f"{prefix}{name}")


def _passed(works: Sequence[Work], reads: Reads) -> frozenset[str]:
    """The columns of data that are only compared, whatever period they are of."""
    fields = {node.field for node in compared_only(works)}
    every = {node for work in works for node in leaves(work.node) if isinstance(node, Fact)}
    others = {node.field for node in every - compared_only(works)}
    return frozenset(name for name, (field_id, _, _) in reads.facts.items() if field_id in fields - others)


def _island(plan: Plan, prefix: str, work: Work) -> Island:
    return Island(plan, work, reads_of([work], plan), f"{prefix}island:{work.name}")


def _step(work: Work, step_of: Mapping[str, int], leaf_names: set[str]) -> int:
    """A datum by itself is there from the beginning, whoever asks for it first."""
    return 0 if work.name in leaf_names else step_of[work.name]


def _refs(nodes: Iterable[Expression]) -> set[str]:
    return {part.name for node in nodes for part in leaves(node) if isinstance(part, Ref)}


def _alive(works: Sequence[Work], kept: Iterable[str]) -> list[Work]:
    """What is kept, and what of the same step it rests on."""
    named = {work.name: work for work in works}
    found: set[str] = set()
    stack = [name for name in kept if name in named]
    while stack:
        name = stack.pop()
        if name not in found:
            found.add(name)
            stack.extend(ref for ref in _refs([named[name].node]) if ref in named)
    return [work for work in works if work.name in found]


def _renamed(node: Expression, names: Mapping[str, str]) -> Expression:
    """A node of the cohort over the definitions that stand for those it names."""

    def one(ref: Ref) -> Ref:
        return Ref(names[ref.name])

    if isinstance(node, Mean):
        return Mean(one(node.value), None if node.group is None else one(node.group))
    if isinstance(node, Allotted):
        order = None if node.order is None else one(node.order)
        return evolve(node, claims=tuple(map(one, node.claims)), order=order)
    assert isinstance(node, Rank | Members)
    return evolve(
        node, values=tuple(map(one, node.values)), group=None if node.group is None else one(node.group)
    )


# ---------------------------------------------------------------- what is read of enterprises


def reads_of(works: Iterable[Work], plan: Plan) -> Reads:
    """The facts and tables that definitions read."""
    reading = _Reads(plan.vocabulary.tables)
    for work in works:
        reading.work(work)
    return Reads(reading.facts, reading.tables)


class _Reads:
    def __init__(self, declared: Mapping[str, Table]) -> None:
        self._declared = declared
        self.facts: dict[str, tuple[str, str, str]] = {}
        self.tables: dict[str, dict[str, str]] = {}

    def work(self, work: Work) -> None:
        for node in leaves(work.node):
            if isinstance(node, Fact):
                self._fact(node, work.context)
            elif isinstance(node, Aggregate):
                self._aggregate(node, self.tables.setdefault(node.table, {}))
            elif isinstance(node, Call):
                for _, table in node.tables:
                    columns = self._declared[table].columns
                    own = self.tables.setdefault(table, {})
                    own.update({one.id: one.type for one in columns.values()})

    def _fact(self, node: Fact, context: Context) -> None:
        if node.field == FOUNDED:
            return
        base = context.period.at(node.frequency)
        assert base is not None, "checked when the plan was lowered"
        period = node.shift.of(base).text
        self.facts[fact_name(node.field, period)] = (node.field, period, node.type)

    def _aggregate(self, node: Aggregate, columns: dict[str, str]) -> None:
        """The columns of its own rows; those of aggregates below it are of theirs."""
        stack = [one for one in (node.value, node.where, node.once_per) if one is not None]
        while stack:
            part = stack.pop()
            if isinstance(part, Column):
                columns[part.column] = part.type
            elif isinstance(part, InForce):
                columns.update({name: "date" for name in (part.begins, part.ends) if name})
            elif isinstance(part, WithinPeriod):
                columns[part.column] = "date"
            elif not isinstance(part, Aggregate):
                stack.extend(_parts(part))


def _parts(node: Expression) -> tuple[Expression, ...]:
    from jifen.plan.nodes import parts

    return parts(node)


def _facts(reads: Reads, works: Iterable[Work]) -> tuple[Needs, Mapping[str, date]]:
    """The type of each column that is read of enterprises, and the last day of its period."""
    from jifen.model.period import Period

    types = {name: type_ for name, (_, _, type_) in reads.facts.items()}
    days = {name: Period.parse(period).last_day for name, (_, period, _) in reads.facts.items()}
    if any(isinstance(node, Fact) and node.field == FOUNDED for work in works for node in leaves(work.node)):
        types[FOUNDED] = "date"
    return types, days
