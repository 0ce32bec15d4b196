"""The plan tried out: what it measures of an enterprise is replaced by free values, the rest runs as it is.

A definition is *measured* when it reads data, calls a function or asks the cohort; all else is computed from
measured ones. Nothing here knows a scoring kind: which values are worth trying is read off the nodes.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise, product

from attrs import evolve, field, frozen

from jifen.evaluation.program import Program, compile_plan
from jifen.model.enterprise import Absence, Enterprise, Value
from jifen.model.expression import (
    Aggregate,
    AllOf,
    AnyOf,
    Column,
    Compare,
    Constant,
    Expression,
    Fact,
    InForce,
    Known,
    NoneOf,
    OneOf,
    Text,
    Within,
    WithinPeriod,
)
from jifen.model.period import Period
from jifen.model.quantity import Scale
from jifen.model.terms import Type
from jifen.plan.graph import STAGE, IndicatorPart, Plan, in_steps, needed
from jifen.plan.nodes import Bands, Call, Definition, Match, leaves
from jifen.testing.bounds import Bounder

DIGITS = 12
"""Decimals of a free number."""

HUGE = Fraction(10**18 - 1)
"""The largest number that data may hold (S1)."""

_MOST_TRIED = 20_000
_ROUNDS = 4
_SPREAD = (10, 20, 100, 1000)
"""How many times as large figures are tried besides, where several values are set against each other."""

_CONDITIONS = (Compare, Within, OneOf, Known, AllOf, AnyOf, NoneOf, InForce, WithinPeriod)
_DATA = (Fact, Column, Aggregate, InForce, WithinPeriod, Call)

Free = Fraction | bool | str | date | Absence
"""A value put in the place of a measured definition."""

Assignment = Mapping[str, Free]


def measured(definition: Definition) -> bool:
    """Whether a definition reads data, calls a function or asks the cohort."""
    return definition.domain == "cohort" or any(isinstance(node, _DATA) for node in leaves(definition.node))


def type_of(node: Expression) -> Type:
    """The type of what a node gives."""
    match node:
        case Fact(type=type_) | Column(type=type_):
            return type_
        case Text():
            return "text"
        case Aggregate(how="exists"):
            return "flag"
    return "flag" if isinstance(node, _CONDITIONS) else "number"


@frozen
class Probe:
    """Some definitions of a plan, compiled so that each measured one below them is free."""

    program: Program = field(repr=False)
    free: Mapping[str, Fact]
    """The facts that stand for what is measured, by definition."""

    @classmethod
    def of(cls, plan: Plan, period: Period, wanted: Sequence[str]) -> "Probe":
        """A probe of these definitions."""
        names = needed(plan.definitions, wanted)
        found: dict[str, Fact] = {}
        definitions = []
        for definition in plan.definitions:
            if definition.name not in names:
                continue
            node = definition.node
            if measured(definition):
                fact = Fact(f"probe {definition.name}", type_of(node), digits=DIGITS)
                node = found[definition.name] = fact
            definitions.append(evolve(definition, node=node))
        kept = evolve(plan, definitions=in_steps(definitions), boards=(), scorecards=())
        own = needed(kept.definitions, wanted)
        program = compile_plan(kept, period, tuple(wanted))
        return cls(program, {name: fact for name, fact in found.items() if name in own})

    def values(self, told: Assignment, *names: str) -> tuple[object, ...]:
        """The exact values of wanted definitions; what is not told is missing."""
        facts: dict[tuple[str, str], Value] = {}
        for name, fact in self.free.items():
            value = told.get(name, Absence.MISSING)
            kept = int(value * 10**DIGITS) if isinstance(value, Fraction) else value
            facts[fact.field, self.program.period.text] = kept
        row = self.program.run(0, (), Enterprise("PROBE", "PROBE", None, facts), self.program.period.last_day)
        return tuple(self.program.value(row, name) for name in names)


def single(plan: Plan, period: Period, nodes: Mapping[str, Expression]) -> Probe:
    """A probe of nodes by name, each with one free value (``value``) as what it decides on."""
    free = Fact("probe value", "number", digits=DIGITS)
    definitions = (
        Definition("value", free, "probe"),
        *(Definition(n, node, "probe") for n, node in nodes.items()),
    )
    kept = evolve(plan, definitions=definitions, boards=(), scorecards=())
    return Probe(compile_plan(kept, period, tuple(nodes)), {"value": free})


def around(edge: Fraction, scale: Scale) -> tuple[Fraction, ...]:
    """A number, and what lies 0.01 beside it: of the scale in which it is shown, and of the base unit."""
    steps = {scale.factor / 100, Fraction(1, 100)}
    return (edge, *(edge + sign * step for step in sorted(steps) for sign in (-1, 1)))


def stage_values(plan: Plan, period: Period) -> tuple[Fraction | None, ...]:
    """A dividing value for each stage, None where no value near an edge leads to it."""
    node = plan.named[STAGE].node
    assert isinstance(node, Bands)
    bounds = Bounder(plan.vocabulary, plan.named).of(plan.named[plan.stage_value].node)
    edges = [edge.bound for edge in node.edges]
    between = [(one + other) / 2 for one, other in pairwise(edges)]
    tried = [Fraction(0), *edges, *between, *(edge + sign for edge in edges for sign in (-1, 1))]
    probe = Probe.of(plan, period, [STAGE])
    found: dict[object, Fraction] = {}
    for value in sorted(tried):
        if bounds.allow(value):
            (stage,) = probe.values({plan.stage_value: value}, STAGE)
            found.setdefault(stage, value)
    return tuple(found.get(Fraction(number)) for number in range(len(plan.stages)))


@frozen
class Reached:
    """The least and the most points that a search has found, None where it found no points at all."""

    least: Fraction | None
    most: Fraction | None


@frozen
class Search:
    """Looks for the least and the most points of one indicator."""

    plan: Plan
    period: Period
    part: IndicatorPart
    probe: Probe
    tried: Mapping[str, tuple[Free, ...]] = field(repr=False)

    @classmethod
    def of(cls, plan: Plan, period: Period, part: IndicatorPart) -> "Search":
        """A search of an indicator, over values read off its definitions."""
        probe = Probe.of(plan, period, [part.points])
        nodes = [node for name in part.definitions for node in leaves(plan.named[name].node)]
        numbers = sorted(set(_numbers(nodes)))
        texts = sorted({text for node in nodes if isinstance(node, Match) for text, _ in node.options})
        names = [name for name in probe.free if name != plan.stage_value]
        bounder = Bounder(plan.vocabulary, plan.named)
        tried: dict[str, tuple[Free, ...]] = {}
        for name in names:
            absences = (Absence.MISSING, Absence.NOT_APPLICABLE, Absence.UNDEFINED)
            match probe.free[name].type:
                case "number":
                    spread = _SPREAD if len(names) > 1 else ()
                    bounds = bounder.of(plan.named[name].node)
                    values: Sequence[Free] = [
                        value for value in _candidates(numbers, spread, part.shown_as) if bounds.allow(value)
                    ]
                    values = [*values, *(edge for edge in (bounds.low, bounds.high) if edge is not None)]
                case "flag":
                    values = (False, True)
                case _:
                    values = (*texts, "别的")
            tried[name] = tuple(dict.fromkeys((*values, *absences)))
        return cls(plan, period, part, probe, tried)

    def reached(self, stage: Fraction, least: Fraction, most: Fraction | None) -> Reached:
        """The extremes in the stage of a dividing value; it ends early once both goals are met."""
        found: list[Fraction] = []
        for points in self._points(stage):
            found = [min([*found, points]), max([*found, points])]
            if found[0] <= least and most is not None and found[-1] >= most:
                break
        return Reached(found[0], found[-1]) if found else Reached(None, None)

    def _points(self, stage: Fraction) -> Iterator[Fraction]:
        """The points of all assignments, or of the better and better ones where there are too many."""
        fixed: dict[str, Free] = {self.plan.stage_value: stage}
        names = list(self.tried)
        count = 1
        for values in self.tried.values():
            count *= len(values)
        if count <= _MOST_TRIED:
            for values in product(*self.tried.values()):
                yield from self._known(dict(zip(names, values, strict=True)) | fixed)
            return
        start = fixed | {name: values[0] for name, values in self.tried.items()}
        for sign in (-1, 1):
            yield from self._climbed(start, sign)

    def _climbed(self, start: Assignment, sign: int) -> Iterator[Fraction]:
        """Points on the way from an assignment up (or down), one free value at a time."""
        best, highest = dict(start), None
        for _ in range(_ROUNDS):
            before = highest
            for name, values in self.tried.items():
                for value in values:
                    for points in self._known(best | {name: value}):
                        yield points
                        if highest is None or sign * points > sign * highest:
                            best, highest = best | {name: value}, points
            if highest == before:
                return

    def _known(self, told: Assignment) -> Iterator[Fraction]:
        (points,) = self.probe.values(told, self.part.points)
        if isinstance(points, Fraction):
            yield points


def _numbers(nodes: Sequence[Expression]) -> Iterator[Fraction]:
    """The figures that nodes decide by."""
    for node in nodes:
        match node:
            case Constant(value=value):
                yield value
            case Bands(edges=edges):
                yield from (edge.bound for edge in edges)
            case Within(interval=interval):
                yield from (bound for bound in (interval.low, interval.high) if bound is not None)


def _candidates(numbers: Sequence[Fraction], spread: Sequence[int], scale: Scale) -> list[Fraction]:
    found = [Fraction(0), Fraction(1), Fraction(-1), HUGE, -HUGE]
    step = scale.factor / 100
    for number in numbers:
        found += [number, number - step, number + step, *(number * times for times in spread)]
    return found
