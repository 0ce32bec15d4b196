"""What would bring one enterprise more points: the nearest change of each kind, tried out exactly.

Each lever's definition is imagined to have another value, and the definitions above it are computed anew,
up to the total, by the same compiled reading that scored the enterprise. What others have, the stage and
all other data stay as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

from attrs import evolve, frozen

from jifen.evaluation.cards import decimal_of
from jifen.evaluation.levers import Lever, Told, levers
from jifen.evaluation.program import Program, Row, compile_plan
from jifen.model.decision import exact_to_dict
from jifen.model.enterprise import Absence, Enterprise
from jifen.model.expression import (
    AllOf,
    AnyOf,
    Constant,
    Elapsed,
    Expression,
    Fact,
    Growth,
    Quotient,
    Ref,
    Text,
)
from jifen.plan.graph import TOTAL, IndicatorPart
from jifen.plan.nodes import Definition, Nothing, leaves

_TRIAL, _SIDE = "trial", "side"


@frozen
class Mover:
    """A fact of which the value grows while the others stay: what it is, and what it would have to be."""

    fact: Fact
    now: Fraction
    target: Fraction

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON, in base units."""
        return {"field": self.fact.field, "value": str(self.now), "target": str(self.target)}


@frozen
class Gain:
    """A change that brings an indicator more points (of a deduction: takes fewer).

    ``what`` is the kind of step that changes (empty for the indicator's own value), ``name`` of an item or
    an alternative its name; ``lever`` says from which value to which, ``points`` what the indicator then
    has, and ``total`` the total, None where another part of it is unknown. ``place`` is of a percentile the
    rank that is wanted of so many ``members``, ``mean`` of an index what it is measured against; ``mover``
    is the one fact that could bring it about.
    """

    indicator: str
    what: str
    name: str
    lever: Lever
    points: Decimal
    more: Decimal
    total: Decimal | None
    within: str = ""
    place: int | None = None
    members: int | None = None
    mean: Fraction | None = None
    mover: Mover | None = None

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON; values exact, in base units."""
        lever = self.lever
        return {
            "indicator": self.indicator,
            "what": self.what or "value",
            "name": self.name,
            "value": exact_to_dict(lever.now),
            "target": exact_to_dict(lever.target),
            "beyond": lever.beyond,
            "up": lever.up,
            "gradual": lever.gradual,
            "points": f"{self.points:f}",
            "more": f"{self.more:f}",
            "total": None if self.total is None else f"{self.total:f}",
            "mover": None if self.mover is None else self.mover.to_dict(),
        }


class GainFinder:
    """Finds the gains of one enterprise from its row of the program that keeps every definition."""

    def __init__(self, program: Program, enterprise: Enterprise, as_of: date, row: Row) -> None:
        self.program, self.enterprise, self.as_of = program, enterprise, as_of
        self.named = {one.name: one for one in program.plan.scored}
        self.values: Mapping[str, Any] = {name: program.value(row, name) for name in program.slots}
        self.refs = {
            one.name: frozenset(node.name for node in leaves(one.node) if isinstance(node, Ref))
            for one in program.plan.scored
            if one.domain == "enterprise"
        }
        self.roles = {part.id: part.role for part in program.plan.dimensions}

    def gains(self) -> tuple[Gain, ...]:
        """The nearest gain of each definition and direction, in the order of the park's files."""
        tried: list[tuple[IndicatorPart, Lever, int]] = []
        made: list[Definition] = []
        for part in self.program.plan.indicators:
            if isinstance(self.values[part.points], Absence):
                continue
            for lever in levers([self.named[name] for name in part.definitions], self.values):
                made += self._trial(len(tried), lever)
                tried.append((part, lever, len(tried)))
        results = self._computed(made)
        found: dict[tuple[str, str, bool], Gain] = {}
        for part, lever, number in tried:
            gain = self._gain(part, lever, number, results)
            if gain is not None:
                key = (part.id, lever.pivot, lever.up)
                if key not in found or _far(gain) < _far(found[key]):
                    found[key] = gain
        return tuple(found.values())

    def _trial(self, number: int, lever: Lever) -> Iterator[Definition]:
        """The definitions above the lever with its value put in, and what its own value is made of."""
        above = {lever.pivot}
        for name, refs in self.refs.items():
            if not above.isdisjoint(refs):
                above.add(name)
        wanted = [name for name in self.named if name in above and name != lever.pivot]
        yield Definition(_named(number, lever.pivot), _literal(lever.tried), "")
        for name in wanted:
            node = self._renamed(self.named[name].node, number, above)
            yield Definition(_named(number, name), node, "")
        for side, node in enumerate(_sides(self.named[lever.pivot].node)):
            if not isinstance(node, Ref):
                yield Definition(_named(number, f"{_SIDE}{side}"), self._renamed(node, number, set()), "")

    def _renamed(self, node: Expression, number: int, above: set[str]) -> Expression:
        """A node that refers to the trial's definitions, and to all others by their values."""

        def changed(value: Any) -> Any:
            if isinstance(value, Ref):
                if value.name in above:
                    return evolve(value, name=_named(number, value.name))
                return _literal(self.values[value.name], value)
            if isinstance(value, tuple):
                return tuple(changed(each) for each in value)
            if isinstance(value, Expression):
                names = [one.name for one in getattr(type(value), "__attrs_attrs__", ())]
                node: Any = value
                return evolve(node, **{name: changed(getattr(value, name)) for name in names})
            return value

        result: Expression = changed(node)
        return result

    def _computed(self, definitions: Sequence[Definition]) -> Mapping[str, Any]:
        """The values of imagined definitions."""
        plan = evolve(self.program.plan, definitions=tuple(definitions), scorecards=())
        program = compile_plan(plan, self.program.period)
        row = program.run(0, (), self.enterprise, self.as_of)
        return {name: program.value(row, name) for name in program.slots}

    def _gain(
        self, part: IndicatorPart, lever: Lever, number: int, results: Mapping[str, Any]
    ) -> Gain | None:
        points, now = results[_named(number, part.points)], self.values[part.points]
        sign = -1 if self.roles[part.dimension] == "deduction" else 1
        if isinstance(points, Absence) or sign * (points - now) <= 0:
            return None
        pivot = self.named[lever.pivot]
        if any(isinstance(node, Elapsed) for node in leaves(pivot.node)):
            return None  # Nobody can bring time about.
        note = pivot.note
        what, figures = ("", {}) if note is None else (note.what, note.figures)
        place, members = self._place(part, lever) if what == "percentile" else (None, None)
        if place == 0:
            return None
        total = results.get(_named(number, TOTAL), Absence.MISSING)
        return Gain(
            part.id,
            what,
            self._option(part, lever) if what == "option_value" else figures.get("name", ""),
            lever,
            _decimal(points),
            _decimal(sign * (points - now)),
            None if isinstance(total, Absence) else _decimal(total),
            self._within(part),
            place,
            members,
            self._value_of(part, "mean") if what == "index" else None,
            self._mover(pivot.node, lever, number, results),
        )

    def _place(self, part: IndicatorPart, lever: Lever) -> tuple[int, int]:
        """The rank that is wanted where a share of all that are ranked is, and how many they are."""
        members = self._value_of(part, "members")
        assert members is not None and isinstance(lever.target, Fraction), "a percentile is one of members"
        wanted = lever.target * members
        return ceil(wanted) - 1 if lever.beyond else floor(wanted), int(members)

    def _value_of(self, part: IndicatorPart, what: str) -> Fraction | None:
        """The value of the indicator's step of a kind."""
        for name in part.definitions:
            note, value = self.named[name].note, self.values[name]
            if note is not None and note.what == what and not isinstance(value, Absence):
                return Fraction(value)
        return None

    def _within(self, part: IndicatorPart) -> str:
        """Among whom the indicator ranks or averages, if it does."""
        notes = (self.named[name].note for name in part.definitions)
        return next((note.figures["within"] for note in notes if note and "within" in note.figures), "")

    def _option(self, part: IndicatorPart, lever: Lever) -> str:
        """The alternative that a value is of: the first one that comes after it."""
        after = part.definitions[part.definitions.index(lever.pivot) :]
        notes = (self.named[name].note for name in after)
        return next((note.figures["name"] for note in notes if note and note.what == "option"), "")

    def _mover(self, node: Expression, lever: Lever, number: int, results: Mapping[str, Any]) -> Mover | None:
        """The fact above a quotient, below which nothing changes with it."""
        sides = _sides(node)
        if not sides or not isinstance(sides[0], Fact) or sides[0] in leaves(sides[1]):
            return None
        fact = sides[0]
        now = results.get(_named(number, f"{_SIDE}0"))
        below = results.get(_named(number, f"{_SIDE}1"))
        if isinstance(sides[1], Ref):
            below = self.values[sides[1].name]
        target = lever.target
        if isinstance(target, str | bool) or not isinstance(now, Fraction) or not isinstance(below, Fraction):
            return None
        if below <= 0:
            return None
        factor = 1 + target if isinstance(node, Growth) else target
        return Mover(fact, now, factor * below)


def _far(gain: Gain) -> Fraction:
    """How far away a gain is, beside others of the same definition; of options, how much better it is."""
    now, target = gain.lever.now, gain.lever.target
    if isinstance(now, Fraction) and isinstance(target, Fraction):
        return abs(target - now)
    return Fraction(gain.more)


def _sides(node: Expression) -> tuple[Expression, ...]:
    """What is divided and by what."""
    if isinstance(node, Quotient):
        return node.above, node.below
    return (node.now, node.then) if isinstance(node, Growth) else ()


def _named(number: int, name: str) -> str:
    return f"{_TRIAL}{number}.{name}"


def _literal(value: Told | Absence | int | date, ref: Ref | None = None) -> Expression:
    """A value as a node."""
    if isinstance(value, Absence):
        return Nothing(value)
    if isinstance(value, bool):
        return AllOf(()) if value else AnyOf(())
    if isinstance(value, str):
        return Text(value)
    if isinstance(value, date):
        raise TypeError("no definition of a plan is a date")
    return Constant(Fraction(value)) if ref is None else Constant(Fraction(value), ref.unit)


def _decimal(value: Fraction) -> Decimal:
    return decimal_of(value.numerator, value.denominator)
