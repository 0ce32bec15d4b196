"""Python source while it is written: names, lines, constants, and which node is held in which variable.

A number is held as an exact pair: a variable over a denominator. The denominator is a whole number known now
(a scaled integer) or a second variable that is always positive (a quotient, compared by cross-multiplication:
S2). A variable of a number that may be absent holds an ``Absence`` instead of an int.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from math import lcm
from typing import Any, Union

from attrs import field, frozen, mutable

from jifen.model.enterprise import Absence
from jifen.model.expression import Expression, Fact
from jifen.model.period import Period


@frozen
class Number:
    """A number: the variable that it is counted in, over a denominator."""

    above: str
    below: int | str
    sure: bool = False
    """Whether it is never absent."""
    roots: tuple[str, ...] = ()
    """The variables that it is absent with, where they are not its own."""

    @property
    def scaled(self) -> bool:
        """Whether the denominator is known while compiling."""
        return isinstance(self.below, int)

    @property
    def guards(self) -> tuple[str, ...]:
        """The variables that tell whether it is absent."""
        return () if self.sure else self.roots or (self.above,)


@frozen
class Other:
    """A flag (True, False or an ``Absence``), a text, or a date, in one variable."""

    name: str
    sure: bool = False


Held = Union[Number, Other]
FLAGS = ("True", "False")
"""A flag that is known while compiling is held in no variable."""
_FEW = 2
"""So many variables are tested again rather than the one that was computed from them."""
Emit = Callable[["Code", Any], Held]


def literal(value: int) -> str:
    """A whole number as code."""
    return str(value) if value >= 0 else f"({value})"


def written(text: str) -> int | None:
    """The whole number that code is a literal of."""
    text = text.strip("()")
    return int(text) if text.lstrip("-").isdigit() else None


def times(name: str, factor: int | str) -> str:
    """The code of a product, plain where a factor is 1 or both are known."""
    if factor == 1:
        return name
    value = written(name)
    if value is not None and isinstance(factor, int):
        return literal(value * factor)
    if value in (0, 1):
        return str(factor) if value else "0"
    return f"{name} * {literal(factor) if isinstance(factor, int) else factor}"


def common(numbers: Iterable[Number]) -> int:
    """The least common denominator of scaled numbers."""
    return lcm(*(number.below for number in numbers if isinstance(number.below, int)))


@frozen
class Guarded:
    """Lines for known operands, and lines for when one of them is absent."""

    depth: int
    test: str
    known: list[str] = field(factory=list)
    absent: list[str] = field(factory=list)

    def written(self) -> Iterator[str]:
        """The lines of source."""
        indent = "    " * self.depth
        yield f"{indent}if {self.test}:"
        yield from (f"{indent}    {line}" for line in self.known)
        yield f"{indent}else:"
        yield from (f"{indent}    {line}" for line in self.absent)


Lines = Sequence[Union[str, Guarded]]
KINDS = {"number": "int", "flag": "bool", "text": "str", "date": "date"}
"""The type of a datum that is told, by its declared type."""


@mutable
class Told:
    """The facts that a function takes to be told, each with its variable and its type: none is absent.

    ``left_out`` are facts that it looks up and tests where they are needed, as their absence is provided for.
    """

    left_out: Collection[Fact] = ()
    facts: dict[tuple[str, str], tuple[str, str]] = field(factory=dict)
    read: dict[str, tuple[str, str]] = field(factory=dict)
    """What is given from outside, by the code that reads it of the row, likewise."""

    def fact(self, key: tuple[str, str], kind: str, new: Callable[[], str]) -> str:
        """The variable of a fact."""
        if key not in self.facts:
            self.facts[key] = new(), KINDS[kind]
        return self.facts[key][0]

    def given(self, slot: str, kind: str, new: Callable[[], str]) -> str:
        """The variable of what is given from outside."""
        self.read[slot] = new(), kind
        return self.read[slot][0]


@mutable
class Code:
    """One function in the making. ``emitters`` tells how to write each kind of node."""

    emitters: Mapping[type, Emit]
    period: Period
    namespace: dict[str, object] = field(factory=dict)
    lines: list[str | Guarded] = field(factory=list)
    held: dict[Expression, Held] = field(factory=dict)
    refs: dict[str, Held] = field(factory=dict)
    told: Told | None = None
    pending: Mapping[str, Expression] = field(factory=dict)
    """Definitions that are written where they are needed: one place each, which most enterprises pass by."""
    flags: set[str] = field(factory=set)
    depth: int = 1
    sure_treatment: bool = True
    _count: list[int] = field(factory=lambda: [0])
    _constants: dict[object, str] = field(factory=dict)
    _once: dict[str, str] = field(factory=dict)

    def line(self, text: str) -> None:
        """Write one line."""
        self.lines.append("    " * self.depth + text)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """An indented block under ``head``."""
        self.line(head)
        self.depth += 1
        yield
        self.depth -= 1

    @contextmanager
    def scope(self) -> Iterator[None]:
        """What is held inside, a loop or a branch, is not held after it."""
        outside = self.held, self.refs, self._once
        self.held, self.refs, self._once = dict(self.held), dict(self.refs), dict(self._once)
        yield
        self.held, self.refs, self._once = outside

    @contextmanager
    def aside(self) -> Iterator[list[str | Guarded]]:
        """Lines for a branch that is not opened yet."""
        lines, self.lines = self.lines, []
        self.depth += 1
        with self.scope():
            yield self.lines
        self.depth -= 1
        self.lines = lines

    def name(self) -> str:
        """A new variable."""
        self._count[0] += 1
        return f"t{self._count[0]}"

    def constant(self, value: object) -> str:
        """The name of a constant value in the function's namespace; equal values of one type share it."""
        key = (type(value), value)
        if key not in self._constants:
            self._constants[key] = f"K{len(self._constants)}"
            self.namespace[self._constants[key]] = value
        return self._constants[key]

    def bound(self, value: object) -> str:
        """Like ``constant``, for values that need not be hashable."""
        name = f"B{len(self.namespace)}"
        self.namespace[name] = value
        return name

    def hold(self, node: Expression) -> Held:
        """The variable of a node, written on first use."""
        found = self.held.get(node)
        if found is None:
            found = self.held[node] = self.emitters[type(node)](self, node)
        return found

    def number(self, node: Expression) -> Number:
        """The variable of a node that is a number."""
        held = self.hold(node)
        assert isinstance(held, Number), f"{node} is not a number"
        return held

    def other(self, node: Expression) -> Other:
        """The variable of a node that is no number."""
        held = self.hold(node)
        assert isinstance(held, Other), f"{node} is a number"
        return held

    def period_of(self, fact: Fact) -> Period:
        """The period that a fact is of, given the reference period."""
        period = self.period.at(fact.frequency)
        assert period is not None, f"{self.period.text} does not say which {fact.frequency} is meant"
        return fact.shift.of(period)

    def fraction(self, value: Fraction) -> Number:
        """A number known while compiling."""
        return Number(literal(value.numerator), value.denominator, sure=True)

    def assign(self, expression: str) -> str:
        """Write an assignment to a new variable."""
        name = self.name()
        self.line(f"{name} = {expression}")
        return name

    def once(self, expression: str) -> str:
        """The variable of an expression of variables that do not change, assigned where it first occurs."""
        if expression not in self._once:
            self._once[expression] = self.assign(expression)
        return self._once[expression]

    def known(self, *operands: Number) -> str:
        """The test that none of the operands is absent, empty where none can be."""
        guards = dict.fromkeys(guard for number in operands for guard in number.guards)
        return " and ".join(f"type({guard}) is int" for guard in guards)

    def worst(self, *operands: Held) -> str:
        """The code of the absence that wins among operands of which at least one is absent."""
        names: dict[str, None] = {}
        for held in operands:
            own = held.guards if isinstance(held, Number) else () if held.sure else (held.name,)
            names |= dict.fromkeys(own)
        return next(iter(names)) if len(names) == 1 else f"worst({', '.join(names)})"

    def guarded(self, test: str, known: Iterable[str], absent: Iterable[str]) -> None:
        """Write lines under a test; what follows under the same test joins them. An empty one holds."""
        if not test:
            for text in known:
                self.line(text)
            return
        last = self.lines[-1] if self.lines else None
        if not isinstance(last, Guarded) or (last.depth, last.test) != (self.depth, test):
            last = Guarded(self.depth, test)
            self.lines.append(last)
        last.known.extend(known)
        last.absent.extend(absent)

    def source(self) -> Iterator[str]:
        """The lines written so far."""
        for line in self.lines:
            if isinstance(line, Guarded):
                yield from line.written()
            else:
                yield line

    def pair(self, operands: tuple[Number, ...], above: str, below: int | str) -> Number:
        """A number computed from operands, absent where one is. ``below`` is code of a positive whole
        number.
        """
        name = self.name()
        if isinstance(below, int):
            return self.computed(operands, name, below, [f"{name} = {above}"])
        under = self.name()
        return self.computed(operands, name, under, [f"{name} = {above}", f"{under} = {below}"])

    def computed(
        self, operands: tuple[Number, ...], name: str, under: int | str, known: Iterable[str]
    ) -> Number:
        """A number that ``known`` lines compute from operands, absent where one is."""
        test = self.known(*operands)
        if test:
            absent = f"{name} = {self.worst(*operands)}" + (
                "" if isinstance(under, int) else f"; {under} = 1"
            )
            self.guarded(test, known, [absent])
        else:
            self.guarded(test, known, ())
        guards = tuple(dict.fromkeys(guard for number in operands for guard in number.guards))
        return Number(name, under, not test, guards if len(guards) <= _FEW else ())

    def rescaled(self, number: Number, below: int) -> Number:
        """A scaled number over another denominator, a multiple of its own."""
        assert isinstance(number.below, int)
        factor = below // number.below
        if factor == 1:
            return number
        value = written(number.above)
        if value is not None:
            return Number(literal(value * factor), below, sure=True)
        return self.pair((number,), times(number.above, factor), below)


RUNTIME: Mapping[str, object] = {
    "NO_COHORT": Absence.NO_COHORT,
    "MISSING": Absence.MISSING,
    "NOT_APPLICABLE": Absence.NOT_APPLICABLE,
    "UNDEFINED": Absence.UNDEFINED,
    "Absence": Absence,
    "Fraction": Fraction,
}
