"""The plan compiled to plain Python functions, one per step, for one reference period.

Two programs come from one lowering: one that keeps only what scores and the cohort need, and one that keeps
every definition, from which reasons are read. A row is a tuple with a slot for each definition kept so far; a
slot holds a whole number over its denominator, a pair for a quotient, a flag, a text, or an ``Absence``.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, Protocol, Union

from attrs import Factory, field, frozen

from jifen.evaluation import arithmetic, logic, rows
from jifen.evaluation.code import RUNTIME, Code, Emit, Held, Number, Other
from jifen.model.enterprise import Absence, Enterprise
from jifen.model.expression import Expression, Ref
from jifen.model.period import Period, whole_months
from jifen.plan.graph import Plan, needed
from jifen.plan.nodes import Allotted, Call, Definition, Mean, leaves

Slot = Union[int, tuple[int, int], bool, str, date, Absence]
Row = tuple[Slot, ...]
StepFunction = Callable[..., Row]

_ORDER = {absence: position for position, absence in enumerate(Absence)}


def worst(*values: object) -> Absence:
    """The absence that wins among values of which at least one is absent."""
    return min((value for value in values if isinstance(value, Absence)), key=_ORDER.__getitem__)


@lru_cache(maxsize=2**16)
def fraction_of(above: int, below: int) -> Fraction:
    """An exact quotient; figures of files recur in every decision."""
    return Fraction(above, below)


def exact(slot: Slot, below: int) -> Fraction | int | str | date | Absence:
    """The exact value that a slot holds; ``below`` is 0 where that is a pair or no number."""
    if type(slot) is int:
        return fraction_of(slot, below) if below else slot
    return fraction_of(*slot) if isinstance(slot, tuple) else slot


class Layout(Protocol):
    """Where the values of a row stand: in which slot, over which denominator."""

    @property
    def slots(self) -> Mapping[str, int]:
        """The slot of each kept definition."""

    @property
    def below(self) -> Mapping[str, int]:
        """The denominator of each number that is a scaled integer, else 0."""


@frozen
class Program:
    """A compiled plan for one reference period.

    ``slots`` says where each kept definition stands in a row, ``below`` over which denominator a number
    stands there (0 where the slot holds a pair or no number). ``crossings`` lists, per step, the cohort
    definitions that are decided after it.
    """

    plan: Plan = field(repr=False)
    period: Period
    steps: tuple[StepFunction, ...] = field(repr=False)
    slots: Mapping[str, int] = field(repr=False)
    below: Mapping[str, int] = field(repr=False)
    crossings: tuple[tuple[Definition, ...], ...] = field(repr=False)
    sources: tuple[str, ...] = field(repr=False)
    rest: StepFunction = field(repr=False)
    _last_day: date = field(init=False, repr=False, default=Factory(lambda self: self.period.last_day, True))

    def run(self, step: int, row: Row, enterprise: Enterprise, as_of: date) -> Row:
        """The row after one step; ``row`` must hold the slots of all earlier steps and crossings."""
        return row + self._call(self.steps[step], row, enterprise, as_of)

    def extended(self, row: Row, enterprise: Enterprise, as_of: date) -> Row:
        """A finished row with what is computed on demand only."""
        return row + self._call(self.rest, row, enterprise, as_of)

    def _call(self, step: StepFunction, row: Row, enterprise: Enterprise, as_of: date) -> Row:
        return step(
            row,
            enterprise.facts,
            enterprise.tables,
            enterprise.coverage,
            enterprise.founded,
            self.snapshot(as_of),
        )

    def snapshot(self, as_of: date) -> date:
        """When qualifications and events are read: the period's last day, or the as-of date before it
        (S8).
        """
        return min(self._last_day, as_of)

    def value(self, row: tuple[Slot, ...], name: str) -> Fraction | int | str | date | Absence:
        """The exact value of a kept definition."""
        return exact(row[self.slots[name]], self.below[name])


def compile_plan(
    plan: Plan, period: Period, wanted: Collection[str] | None = None, on_demand: Collection[str] = ()
) -> Program:
    """Compile what ``wanted`` definitions rest on, or all; rows keep the wanted and what later steps need.

    ``on_demand`` definitions, and what only they rest on, are left to ``Program.extended``.
    """
    if wanted is None:
        definitions, steps = plan.definitions, plan.steps
        kept = {definition.name for definition in definitions}
    else:
        alive = needed(plan.definitions, wanted)
        definitions = tuple(definition for definition in plan.definitions if definition.name in alive)
        rest = needed(plan.definitions, on_demand) - alive
        steps = 1 + max((definition.step for definition in definitions), default=0)
        definitions += tuple(each.at(steps) for each in plan.definitions if each.name in rest)
        kept = set(wanted) | set(on_demand) | crossing_values(definitions)
    return Compiler(plan, period, definitions, kept).program(steps)


def is_pair(node: Expression) -> bool:
    """Whether what a step over the cohort gives is a quotient."""
    return isinstance(node, Mean | Allotted)


def crossing_values(definitions: tuple[Definition, ...]) -> set[str]:
    """Names whose values cross a step: those the cohort reads or gives, and those a later step refers to."""
    steps = {definition.name: definition.step for definition in definitions}
    cross = {definition.name for definition in definitions if definition.domain == "cohort"}
    for definition in definitions:
        for node in leaves(definition.node):
            if isinstance(node, Ref) and (
                definition.domain == "cohort" or steps.get(node.name, -1) < definition.step
            ):
                cross.add(node.name)
    return cross


class Compiler:
    """Writes one function per step and remembers where each kept value goes."""

    def __init__(
        self, plan: Plan, period: Period, definitions: tuple[Definition, ...], kept: set[str]
    ) -> None:
        self.plan, self.period, self.definitions, self.kept = plan, period, definitions, kept
        self.slots: dict[str, int] = {}
        self.below: dict[str, int] = {}
        self.pairs = {definition.name for definition in definitions if is_pair(definition.node)}
        self.emitters: dict[type, Emit] = {
            **arithmetic.EMITTERS,
            **logic.EMITTERS,
            **rows.EMITTERS,
            Call: rows.call_with(plan.functions, plan.vocabulary.tables),
        }

    def program(self, steps: int) -> Program:
        """The functions of all steps, and of what is computed on demand."""
        functions, sources, crossings = [], [], []
        for step in range(steps + 1):
            own = [definition for definition in self.definitions if definition.step == step]
            of_enterprise = [definition for definition in own if definition.domain == "enterprise"]
            function, source = self.function(step, of_enterprise, self.period)
            crossing = tuple(definition for definition in own if definition.domain == "cohort")
            self.cross(crossing)
            functions.append(function)
            sources.append(source)
            crossings.append(crossing)
        return Program(
            plan=self.plan,
            period=self.period,
            steps=tuple(functions[:steps]),
            rest=functions[steps],
            slots=self.slots,
            below=self.below,
            crossings=tuple(crossings[:steps]),
            sources=tuple(sources),
        )

    def cross(self, crossing: Iterable[Definition]) -> None:
        """Keep a place for what a step over the cohort gives."""
        for definition in crossing:
            self.give_slot(definition.name, 0 if is_pair(definition.node) else 1)

    def give_slot(self, name: str, below: int) -> None:
        """Keep a place for a value from outside the functions; 0 where it is a pair or no number."""
        self.slots[name] = len(self.slots)
        self.below[name] = below

    def function(
        self, step: int, definitions: Sequence[Definition], period: Period
    ) -> tuple[StepFunction, str]:
        """The function of some definitions of one step, decided for one reference period, and its source."""
        code = Code(self.emitters, period, sure_treatment=step == 0)
        for name in self._read_back(definitions):
            code.refs[name] = self._load(code, name)
        results = []
        for definition in definitions:
            held = code.hold(definition.node)
            code.refs[definition.name] = held
            if definition.name in self.kept:
                results.append(_stored(held))
                self.give_slot(definition.name, _static_below(held))
                if isinstance(held, Number) and not held.scaled:
                    self.pairs.add(definition.name)
        body = [*code.source(), f"    return ({', '.join(results)}{',' if results else ''})"]
        head = "def step(row, facts, tables, coverage, founded, snapshot):"
        if any("facts.get(" in line for line in body):
            body = [line.replace("facts.get(", "get(") for line in body]
            body.insert(0, "    get = facts.get")
        source = "\n".join((head, *body)) + "\n"
        runtime: dict[str, Any] = {
            **RUNTIME,
            **rows.RUNTIME,
            "bisect_right": bisect_right,
            "worst": worst,
            "whole_months": whole_months,
            **code.namespace,
        }
        compiled = compile(source, f"<{self.plan.park} {period.text} step {step}>", "exec")
        # The source is of this module's making: names are numbered, texts of files are constants or literals.
        exec(compiled, runtime)  # noqa: S102
        return runtime["step"], source

    def _read_back(self, definitions: Sequence[Definition]) -> list[str]:
        """Earlier values that these definitions refer to."""
        names = {
            node.name
            for definition in definitions
            for node in leaves(definition.node)
            if isinstance(node, Ref)
        }
        return sorted(name for name in names if name in self.slots)

    def _load(self, code: Code, name: str) -> Held:
        """Read a kept value back from the row."""
        slot = code.assign(f"row[{self.slots[name]}]")
        below = self.below[name]
        if below:
            return Number(slot, below)
        if name in self.pairs:
            above, under = code.name(), code.name()
            code.line(f"{above}, {under} = {slot} if type({slot}) is tuple else ({slot}, 1)")
            return Number(above, under)
        return Other(slot)


def _static_below(held: Held) -> int:
    return held.below if isinstance(held, Number) and isinstance(held.below, int) else 0


def _stored(held: Held) -> str:
    if isinstance(held, Other):
        return held.name
    if held.scaled:
        return held.above
    pair = f"({held.above}, {held.below})"
    return pair if held.sure else f"{pair} if type({held.above}) is int else {held.above}"
