"""Where in an indicator more of something could bring more points: edges, units, conditions, options.

Only nodes are known here, no scoring kind. A lever is a definition that is imagined to have another value;
what points it would then bring is tried out by :mod:`jifen.evaluation.gains`.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import Union

from attrs import evolve, frozen

from jifen.model.enterprise import Absence
from jifen.model.expression import Constant, Expression, Greatest, Interval, Quotient, Ref, Steps, Within
from jifen.plan.definer import ZERO
from jifen.plan.nodes import Bands, Definition, If, Match, leaves

Told = Union[Fraction, str, bool]
_HAIR = Fraction(1, 10**9)
"""How far beyond an edge that does not belong to what is reached a value is imagined, at most."""


@frozen
class Lever:
    """A definition and the value imagined for it. ``beyond`` says that ``target`` itself is not enough;
    ``up`` whether the value must grow, ``gradual`` that a part of the way brings a part of the points;
    ``tried`` is the value that is put in its place.

    ``written`` are the figures by which the rule's file writes what is to be reached.
    """

    pivot: str
    now: Told | Absence
    target: Told
    tried: Told
    beyond: bool = False
    up: bool = True
    gradual: bool = False
    written: tuple[str, ...] = ()


def levers(definitions: Sequence[Definition], values: Mapping[str, object]) -> Iterator[Lever]:
    """The levers of some definitions whose values are known, nearest first for each pivot."""
    for definition in definitions:
        note = definition.note
        written = () if note is None else (*note.figures.values(), *note.labels)
        for node in leaves(definition.node):
            for lever in _of_node(node, values):
                yield evolve(lever, written=written)


def _of_node(node: Expression, values: Mapping[str, object]) -> Iterator[Lever]:
    if isinstance(node, If) and isinstance(node.condition, Ref):
        yield from _flag(node.condition.name, values[node.condition.name])
    elif isinstance(node, Match) and isinstance(node.value, Ref):
        yield from _options(node, node.value.name, values[node.value.name])
    else:
        yield from _of_number(node, values)


def _of_number(node: Expression, values: Mapping[str, object]) -> Iterator[Lever]:
    match node:
        case Bands(value=Ref(name=name)):
            if (now := _number(values[name])) is not None:
                yield from _over_edges(name, now, [(edge.bound, edge.closed) for edge in node.edges])
        case Within(value=Ref(name=name)):
            if (now := _number(values[name])) is not None:
                yield from _into(name, now, node.interval)
        case Steps(value=Ref(name=name), step=Constant(value=unit)):
            yield from _next_unit(name, values[name], unit)
        case Greatest() if ZERO in node.values:
            for part in node.values:
                match part:
                    case Quotient(above=Ref(name=name), below=Constant(value=unit)):
                        yield from _next_unit(name, values[name], unit, gradual=True)


def _number(value: object) -> Fraction | None:
    return Fraction(value) if isinstance(value, int | Fraction) and not isinstance(value, bool) else None


def _options(node: Match, pivot: str, now: object) -> Iterator[Lever]:
    if isinstance(now, str | Absence):
        yield from (Lever(pivot, now, text, text) for text, _ in node.options if text != now)


def _over_edges(pivot: str, now: Fraction, edges: Sequence[tuple[Fraction, bool]]) -> Iterator[Lever]:
    """Up over each edge that is not reached, down below each that is; nearest first."""
    reached = sum(now > bound or (closed and now == bound) for bound, closed in edges)
    for position in range(reached, len(edges)):
        bound, closed = edges[position]
        room = edges[position + 1][0] - bound if position + 1 < len(edges) else Fraction(1)
        yield Lever(pivot, now, bound, bound if closed else bound + _little(room), beyond=not closed)
    for position in range(reached - 1, -1, -1):
        bound, closed = edges[position]
        room = bound - edges[position - 1][0] if position else Fraction(1)
        tried = bound - _little(room) if closed else bound
        yield Lever(pivot, now, bound, tried, beyond=closed, up=False)


def _into(pivot: str, now: Fraction, interval: Interval) -> Iterator[Lever]:
    """Into an interval that the value does not lie in."""
    low, high = interval.low, interval.high
    if interval.holds(now):
        return
    room = Fraction(1) if low is None or high is None else high - low
    if low is not None and now <= low:
        tried = low if interval.low_closed else low + _little(room)
        yield Lever(pivot, now, low, tried, beyond=not interval.low_closed)
    elif high is not None:
        tried = high if interval.high_closed else high - _little(room)
        yield Lever(pivot, now, high, tried, beyond=not interval.high_closed, up=False)


def _little(room: Fraction) -> Fraction:
    return min(_HAIR, room / 2)


def _next_unit(pivot: str, value: object, unit: Fraction, *, gradual: bool = False) -> Iterator[Lever]:
    """To the next whole unit, the first of which is one."""
    now = _number(value)
    if now is not None and unit > 0:
        target = max(1, floor(now / unit) + 1) * unit
        yield Lever(pivot, now, target, target, gradual=gradual)


def _flag(pivot: str, now: object) -> Iterator[Lever]:
    if isinstance(now, bool):
        yield Lever(pivot, now, not now, not now)
    elif isinstance(now, Absence):
        yield Lever(pivot, now, target=True, tried=True)
