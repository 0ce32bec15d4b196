"""The plan compiled to plain Python functions, one per step, for one reference period.

Two programs come from one lowering: one that keeps only what scores and the cohort need, and one that keeps
every definition, from which reasons are read. A row is a tuple with a slot for each definition kept so far; a
slot holds a whole number over its denominator, a pair for a quotient, a flag, a text, or an ``Absence``.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any, Protocol, Union, cast

from attrs import Factory, field, frozen

from jifen.evaluation import arithmetic, logic, rows
from jifen.evaluation.branches import Below, only_in_branches, provided_for
from jifen.evaluation.code import RUNTIME, Code, Emit, Held, Number, Other, Told
from jifen.model.enterprise import Absence, Enterprise
from jifen.model.expression import Expression, Ref
from jifen.model.period import Period, whole_months
from jifen.plan.graph import Plan, needed
from jifen.plan.nodes import Allotted, Call, Definition, Mean, leaves

Slot = Union[int, tuple[int, int], bool, str, date, Absence]
Row = tuple[Slot, ...]
StepFunction = Callable[..., Row]

ARGUMENTS = "row, facts, tables, coverage, founded, snapshot"
HEAD = f"def step({ARGUMENTS}):"

_ORDER = {absence: position for position, absence in enumerate(Absence)}


def worst(*values: object) -> Absence:
    """The absence that wins among values of which at least one is absent."""
    return min((value for value in values if isinstance(value, Absence)), key=_ORDER.__getitem__)


fraction_of = lru_cache(maxsize=2**16)(Fraction)
"""An exact quotient; figures of files recur in every decision, and figures of an enterprise within one."""


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
    plan: Plan,
    period: Period,
    wanted: Collection[str] | None = None,
    on_demand: Collection[str] = (),
    *,
    quick: bool = False,
) -> Program:
    """Compile what ``wanted`` definitions rest on, or all; rows keep the wanted and what later steps need.

    ``on_demand`` definitions, and what only they rest on, are left to ``Program.extended``. ``quick`` is for
    what is decided of many enterprises one by one.
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
    return Compiler(plan, period, definitions, kept, quick=quick).program(steps)


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
    """Writes one function per step and remembers where each kept value goes.

    ``quick`` writes each a second time, for enterprises that tell every fact, without the tests of what is
    absent.
    """

    def __init__(
        self,
        plan: Plan,
        period: Period,
        definitions: tuple[Definition, ...],
        kept: set[str],
        *,
        quick: bool = False,
    ) -> None:
        self.plan, self.period, self.definitions, self.kept = plan, period, definitions, kept
        self.quick = quick
        self.outside: dict[str, str] = {}
        """The types of pairs and texts from outside the functions, where they are there."""
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
        below = {definition.name: leaves(definition.node) for definition in definitions}
        earlier = self._read_back(below)
        pending = only_in_branches(definitions, self.kept, below)

        def written(told: Told | None = None) -> tuple[Code, dict[str, Held]]:
            code = Code(self.emitters, period, sure_treatment=step == 0, told=told, pending=pending)
            for name in earlier:
                code.refs[name] = self._load(code, name)
            rows.gather(code, (node for nodes in below.values() for node in nodes))
            return code, self._held(code, definitions)

        code, held = written()
        for name, one in held.items():
            self.give_slot(name, _static_below(one))
            if isinstance(one, Number) and not one.scaled:
                self.pairs.add(name)
        what = f"{self.plan.park} {period.text} step {step}"
        source = _source(code, held)
        if not self.quick:
            return _compiled(code, source, what), source
        told = Told(provided_for(below))
        quick, own = written(told)
        if not told.facts and not told.read:
            return _compiled(code, source, what), source
        assert all(_static_below(one) == self.below[name] for name, one in own.items()), "one layout"
        first = _source(quick, own, _all_told(told, quick))
        quick.namespace["otherwise"] = _later(partial(_compiled, code, source, what))
        return _compiled(quick, first, f"{what}, told"), f"{first}\n{source}"

    def _held(self, code: Code, definitions: Sequence[Definition]) -> dict[str, Held]:
        """Write the definitions; what the kept ones are held in."""
        kept: dict[str, Held] = {}
        for definition in definitions:
            if definition.name not in code.pending:
                held = code.refs[definition.name] = code.hold(definition.node)
                if definition.name in self.kept:
                    kept[definition.name] = held
        return kept

    def _read_back(self, below: Below) -> list[str]:
        """Earlier values that definitions refer to."""
        names = {node.name for nodes in below.values() for node in nodes if isinstance(node, Ref)}
        return sorted(name for name in names if name in self.slots)

    def _load(self, code: Code, name: str) -> Held:
        """Read a kept value back from the row."""
        below = self.below[name]
        if code.told is not None and name in self.outside:
            slot = code.told.given(f"row[{self.slots[name]}]", self.outside[name], code.name)
            if name not in self.pairs:
                return Other(slot, sure=True)
            above, under = code.name(), code.name()
            code.line(f"{above}, {under} = {slot}")
            return Number(above, under, sure=True)
        slot = code.assign(f"row[{self.slots[name]}]")
        if below:
            return Number(slot, below)
        if name in self.pairs:
            above, under = code.name(), code.name()
            code.line(f"{above}, {under} = {slot} if type({slot}) is tuple else ({slot}, 1)")
            return Number(above, under)
        return Other(slot)


def _source(code: Code, held: Mapping[str, Held], head: Sequence[str] = ()) -> str:
    """The source of the function that returns what the kept definitions are held in."""
    results = "".join(f"{_stored(one)}, " for one in held.values())
    body = [*code.source(), f"    return ({results})"]
    if any("facts.get(" in line for line in body):
        body = [line.replace("facts.get(", "get(") for line in body]
        body.insert(0, "    get = facts.get")
    return "\n".join((HEAD, *head, *body)) + "\n"


def _compiled(code: Code, source: str, what: str) -> StepFunction:
    """The function of a source."""
    runtime: dict[str, Any] = {
        **RUNTIME,
        **rows.RUNTIME,
        "bisect_right": bisect_right,
        "worst": worst,
        "whole_months": whole_months,
        **code.namespace,
    }
    # The source is of this module's making: names are numbered, texts of files are constants or literals.
    exec(compile(source, f"<{what}>", "exec"), runtime)  # noqa: S102
    return cast("StepFunction", runtime["step"])


def _later(compiled: Callable[[], StepFunction]) -> StepFunction:
    """A function that is compiled when it is first called."""
    found: list[StepFunction] = []

    def step(*arguments: Any) -> Row:
        if not found:
            found.append(compiled())
        return found[0](*arguments)

    return step


def _all_told(told: Told, code: Code) -> list[str]:
    """Read all that must be told at once; an enterprise that does not tell one of it is left to the other
    function.
    """
    otherwise = f"return otherwise({ARGUMENTS})"
    every = (*told.read.values(), *told.facts.values())
    lines = [f"    {name} = {slot}" for slot, (name, _) in told.read.items()]
    if told.facts:
        read = code.bound(itemgetter(*told.facts))
        lines += [
            "    try:",
            f"        {', '.join(name for name, _ in told.facts.values())} = {read}(facts)",
            "    except KeyError:",
            f"        {otherwise}",
        ]
    tests = " and ".join(f"type({name}) is {kind}" for name, kind in every)
    return [*lines, f"    if not ({tests}):", f"        {otherwise}"]


def _static_below(held: Held) -> int:
    return held.below if isinstance(held, Number) and isinstance(held.below, int) else 0


def _stored(held: Held) -> str:
    if isinstance(held, Other):
        return held.name
    if held.scaled:
        return held.above
    pair = f"({held.above}, {held.below})"
    return pair if held.sure else f"{pair} if type({held.above}) is int else {held.above}"
