"""Walks over checked expressions: shifting periods, counting nodes, working out constants."""

from fractions import Fraction
from typing import Any, cast

from attrs import AttrsInstance, evolve, fields

from jifen.model.expression import (
    Aggregate,
    Constant,
    Elapsed,
    Expression,
    Fact,
    Negated,
    Product,
    Quotient,
    Ref,
    Sum,
    WithinPeriod,
)
from jifen.model.period import Shift


def _attributes(expression: Expression) -> tuple[str, ...]:
    # Every kind of expression is an attrs class, though their common base is not.
    kind = cast(type[AttrsInstance], type(expression))
    return tuple(attribute.name for attribute in fields(kind))


def children(expression: Expression) -> tuple[Expression, ...]:
    """The parts of an expression, in order."""
    found: list[Expression] = []
    for name in _attributes(expression):
        value = getattr(expression, name)
        parts = value if isinstance(value, tuple) else (value,)
        found += [part for part in parts if isinstance(part, Expression)]
    return tuple(found)


def size(expression: Expression) -> int:
    """How many nodes an expression has."""
    return 1 + sum(map(size, children(expression)))


def shifted(expression: Expression, shift: Shift) -> Expression:
    """The expression with all its facts, and what lies in the period, moved back by ``shift``."""
    if isinstance(expression, (Fact, WithinPeriod)):
        return evolve(expression, shift=expression.shift.plus(shift))
    changes: dict[str, Any] = {}
    for name in _attributes(expression):
        value = getattr(expression, name)
        if isinstance(value, Expression):
            changes[name] = shifted(value, shift)
        elif isinstance(value, tuple) and value and isinstance(value[0], Expression):
            changes[name] = tuple(shifted(part, shift) for part in value)
    return cast(Expression, evolve(cast(Any, expression), **changes)) if changes else expression


def moves(expression: Expression) -> bool:
    """Whether shifting changes anything."""
    return isinstance(expression, (Fact, WithinPeriod)) or any(map(moves, children(expression)))


def fixed_part(expression: Expression) -> Expression | None:
    """A part that has no period, which shifting would silently leave as it is; None when there is none."""
    if isinstance(expression, (Ref, Elapsed)) or (
        isinstance(expression, Aggregate) and not moves(expression)
    ):
        return expression
    return next((part for child in children(expression) if (part := fixed_part(child)) is not None), None)


def constant(expression: Expression) -> Fraction | None:
    """The value of an expression made of constants by arithmetic; None for any other."""
    if isinstance(expression, Constant):
        return expression.value
    if not isinstance(expression, (Negated, Sum, Product, Quotient)):
        return None
    values = [constant(child) for child in children(expression)]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    match expression:
        case Negated():
            return -known[0]
        case Sum():
            return sum(known, Fraction(0))
        case Product():
            result = Fraction(1)
            for value in known:
                result *= value
            return result
        case Quotient():
            return known[0] / known[1] if known[1] else None
