"""The figures that conditions compare with: what the words of a policy's text are held against."""

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from jifen.model.expression import Compare, Constant, Expression, Interval, Operator, Within
from jifen.model.quantity import Unit
from jifen.plan.nodes import leaves

_MIRRORED: dict[Operator, Operator] = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "=": "=", "!=": "!="}


@frozen
class Bound:
    """A figure and on which side of it a condition holds; without a unit it was read as written."""

    value: Fraction
    unit: Unit | None
    operator: Operator


def bounds_of(node: Expression) -> Iterator[Bound]:
    """The bounds in a condition."""
    for part in leaves(node):
        if isinstance(part, Compare):
            if isinstance(part.right, Constant):
                yield Bound(part.right.value, part.right.unit, part.operator)
            if isinstance(part.left, Constant):
                yield Bound(part.left.value, part.left.unit, _MIRRORED[part.operator])
        elif isinstance(part, Within):
            yield from interval_bounds(part.interval, None)


def interval_bounds(interval: Interval, unit: Unit | None) -> Iterator[Bound]:
    """The bounds of an interval."""
    if interval.low is not None:
        yield Bound(interval.low, unit, ">=" if interval.low_closed else ">")
    if interval.high is not None:
        yield Bound(interval.high, unit, "<=" if interval.high_closed else "<")
