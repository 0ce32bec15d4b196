"""The unit of what a numeric node comes to."""

from functools import reduce

from jifen.model.expression import (
    Aggregate,
    Column,
    Constant,
    Elapsed,
    Expression,
    Fact,
    Greatest,
    Least,
    Negated,
    Product,
    Quotient,
    Ref,
    Sum,
)
from jifen.model.quantity import PLAIN, YEAR, Unit

_PIECES = Unit.of("件")


def unit_of(node: Expression) -> Unit:
    """The unit; PLAIN for ratios, counts of steps, scores, and what is no number."""
    match node:
        case Constant(unit=unit) | Fact(unit=unit) | Column(unit=unit) | Ref(unit=unit):
            return unit
        case Negated(value=value):
            return unit_of(value)
        case Sum(terms=terms):
            return _first(terms)
        case Least(values=values) | Greatest(values=values):
            return _first(values)
        case Product(factors=factors):
            return reduce(lambda one, other: one * other, map(unit_of, factors))
        case Quotient(above=above, below=below):
            return unit_of(above) / unit_of(below)
        case Aggregate(how="count" | "distinct"):
            return _PIECES
        case Aggregate(value=value) if value is not None:
            return unit_of(value)
        case Elapsed():
            return YEAR
    return PLAIN


def _first(nodes: tuple[Expression, ...]) -> Unit:
    """The unit that like terms have; a bare 0 among them has any."""
    return next((unit for one in nodes if (unit := unit_of(one)) != PLAIN), PLAIN)
