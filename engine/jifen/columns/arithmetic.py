"""Numeric nodes as columns: exact whole-number arithmetic on scaled integers and on pairs (S2, S3)."""

import calendar
from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from math import gcd, lcm

import polars as pl
from attrs import evolve

from jifen.columns.held import Building, Emit, Number, Why
from jifen.columns.spans import ABSENT, INT64, Span, Whole, chosen
from jifen.model.enterprise import Absence
from jifen.model.expression import (
    Constant,
    Elapsed,
    Expression,
    Floor,
    Greatest,
    Growth,
    Least,
    Negated,
    Product,
    Quotient,
    Steps,
    Sum,
)
from jifen.plan.nodes import Nothing, Rounded

_UNDEFINED = Absence.UNDEFINED


def fraction(value: Fraction) -> Number:
    """A number known now."""
    return Number(Whole.of(value.numerator), value.denominator)


def constant(_: Building, node: Constant) -> Number:
    """A literal."""
    return fraction(node.value)


def negated(building: Building, node: Negated) -> Number:
    """The value below zero, or back above it."""
    value = building.number(node.value)
    return evolve(value, above=value.above.negated(), why=building.why((value,)))


def scaled(number: Number, below: int) -> Whole:
    """A number over a known denominator, counted over a multiple of it."""
    assert isinstance(number.below, int)
    return number.above.times(below // number.below)


def common(numbers: Sequence[Number]) -> int | None:
    """The least common denominator where all are known."""
    below = [number.below for number in numbers]
    return lcm(*below) if all(isinstance(one, int) for one in below) else None  # type: ignore[arg-type]


def aligned(one: Number, other: Number) -> tuple[Whole, Whole, int | Whole]:
    """Two numbers over one denominator."""
    below = common((one, other))
    if below is not None:
        return scaled(one, below), scaled(other, below), below
    return one.above.times(other.under), other.above.times(one.under), one.under.times(other.under)


def _sum(one: Number, other: Number) -> Number:
    left, right, below = aligned(one, other)
    return Number(left.plus(right), below)


def total(building: Building, node: Sum) -> Number:
    """Terms added, over their least common denominator; what is negated is taken off."""
    signs = [isinstance(term, Negated) for term in node.terms]
    terms = [building.number(term.value if isinstance(term, Negated) else term) for term in node.terms]
    below = common(terms)
    if below is None:
        turned = [
            evolve(term, above=term.above.negated()) if negative else term
            for term, negative in zip(terms, signs, strict=True)
        ]
        number = reduce(_sum, turned)
    else:
        wholes = [scaled(term, below) for term in terms]
        number = Number(_signed(list(zip(wholes, signs, strict=True))), below)
    return evolve(number, why=building.why(terms))


def _signed(terms: list[tuple[Whole, bool]]) -> Whole:
    """Numbers added or taken off, beginning with one that is added, if there is any."""
    terms.sort(key=lambda term: term[1])
    (first, negative), *others = terms
    start = first.negated() if negative else first
    return reduce(lambda one, term: one.minus(term[0]) if term[1] else one.plus(term[0]), others, start)


def _under(one: int | Whole, other: int | Whole) -> int | Whole:
    """The product of two denominators."""
    if isinstance(one, int) and isinstance(other, int):
        return one * other
    return (Whole.of(one) if isinstance(one, int) else one).times(other)


def _multiplied(one: Number, other: Number) -> Number:
    return Number(one.above.times(other.above), _under(one.below, other.below))


def product(building: Building, node: Product) -> Number:
    """Factors multiplied."""
    factors = [building.number(factor) for factor in node.factors]
    return evolve(reduced(reduce(_multiplied, factors)), why=building.why(factors))


def reduced(number: Number) -> Number:
    """A literal in lowest terms; others as they are."""
    if number.above.literal is None or not isinstance(number.below, int):
        return number
    return fraction(Fraction(number.above.literal, number.below))


def quotient(building: Building, node: Quotient) -> Number:
    """One number over another; undefined where the divisor is zero."""
    one, other = building.number(node.above), building.number(node.below)
    divisor = other.above
    if divisor.literal:
        sign = 1 if divisor.literal > 0 else -1
        whole = Whole.of(abs(divisor.literal))
        above = one.above.times(other.under).times(sign)
        below = one.below * abs(divisor.literal) if isinstance(one.below, int) else one.below.times(whole)
        return evolve(reduced(Number(above, below)), why=building.why((one,)))
    top, bottom, _ = aligned(one, other)
    return _over(building, (one, other), top, bottom)


def _over(building: Building, operands: tuple[Number, Number], top: Whole, bottom: Whole) -> Number:
    """A pair of which the denominator may have either sign, or be zero."""
    span = bottom.span
    if span.low > 0:
        return Number(top, bottom, building.why(operands))
    zero = bottom.compared("=", Whole.of(0))
    why = building.why(operands, (_UNDEFINED, zero))
    if span == Span(0, 0):
        return Number(ABSENT, 1, why)
    positive, negative = bottom.compared(">", Whole.of(0)), bottom.compared("<", Whole.of(0))
    cases = [(positive, top)] if span.low >= 0 else [(positive, top), (negative, top.negated())]
    above = chosen(cases, None)
    if span.low >= 0:
        return Number(above, bottom.within(span.limited(1, None)), why)
    under = chosen([(positive, bottom)], bottom.negated())
    size = Span(1, max(1, span.greatest))
    return Number(above, under.within(size), why)


def growth(building: Building, node: Growth) -> Number:
    """Growth from a base; undefined where that is zero or less (S6)."""
    now, then = building.number(node.now), building.number(node.then)
    top, bottom, _ = aligned(now, then)
    more = top.minus(bottom)
    base = bottom.compared(">", Whole.of(0))
    if bottom.span.low > 0:
        return Number(more, bottom, building.why((now, then)))
    why = building.why((now, then), (_UNDEFINED, base.not_()))
    if bottom.span.high <= 0:
        return Number(ABSENT, 1, why)
    under = Span(1, bottom.span.high)
    return Number(chosen([(base, more)], None), bottom.within(under), why)


def _extreme(building: Building, one: Number, other: Number, operator: str) -> Number:
    left, right, below = aligned(one, other)
    if isinstance(below, int):
        literal, number = (left.literal, right) if left.literal is not None else (right.literal, left)
        if literal is not None:
            bound = {"high": literal} if operator == "<=" else {"low": literal}
            return Number(number.limited(**bound), below)
        left, right = building.steady(left), building.steady(right)
        first, span = left.compared(operator, right), _extreme_span(left.span, right.span, operator)
        if one.why.sure and other.why.sure:
            return Number(chosen([(first, left)], right).within(span), below)
        return Number(chosen([(first, left), (first.not_(), right)], None).within(span), below)
    first = left.compared(operator, right)
    above = chosen([(first, one.above), (first.not_(), other.above)], None)
    return Number(above, chosen([(first, one.under)], other.under))


def _extreme_span(one: Span, other: Span, operator: str) -> Span:
    pick = min if operator == "<=" else max
    return Span(pick(one.low, other.low), pick(one.high, other.high))


def _extremes(building: Building, nodes: tuple[Expression, ...], operator: str) -> Number:
    values = [building.number(value) for value in nodes]
    whole = reduce(lambda one, other: _with_why(building, one, other, operator), values)
    return evolve(whole, why=building.why(values))


def _with_why(building: Building, one: Number, other: Number, operator: str) -> Number:
    kinds = one.why.kinds | other.why.kinds
    return evolve(_extreme(building, one, other, operator), why=Why(kinds))


def least(building: Building, node: Least) -> Number:
    """The least of several."""
    return _extremes(building, node.values, "<=")


def greatest(building: Building, node: Greatest) -> Number:
    """The greatest of several."""
    return _extremes(building, node.values, ">=")


def whole(building: Building, node: Floor) -> Number:
    """The greatest whole number that is not above the value."""
    value = building.number(node.value)
    return Number(value.above.floored(value.below), 1, building.why((value,)))


def steps(building: Building, node: Steps) -> Number:
    """Whole steps in a value, never negative (S6); undefined where a step is zero or less."""
    value, step = building.number(node.value), building.number(node.step)
    size = None if step.above.literal is None else Fraction(step.above.literal, step.under.literal or 1)
    if size is not None and size > 0 and isinstance(value.below, int) and isinstance(step.below, int):
        size *= value.below
        top = value.above.limited(low=0).times(size.denominator)
        return Number(top.floored(size.numerator), 1, building.why((value,)))
    top, bottom, _ = aligned(value, step)
    positive = bottom.compared(">", Whole.of(0))
    why = building.why((value, step), (_UNDEFINED, positive.not_()))
    if bottom.span.high <= 0:
        return Number(ABSENT, 1, why)
    divisor = bottom.within(bottom.span.limited(1, None))
    count = top.limited(low=0).floored(divisor)
    if bottom.span.low > 0:
        return Number(count, 1, building.why((value, step)))
    return Number(chosen([(positive, count)], None), 1, why)


def elapsed(building: Building, node: Elapsed) -> Number:
    """Complete months since a date, in years (S5)."""
    since, end = building.other(node.since), building.context.day
    last = calendar.monthrange(end.year, end.month)[1]
    day = since.expr
    months = pl.lit(end.year * 12 + end.month, dtype=pl.Int64) - (
        day.dt.year().cast(pl.Int64) * 12 + day.dt.month().cast(pl.Int64)
    )
    # The anniversary in the last month falls to that month's last day where the month is shorter.
    early = (day.dt.day().cast(pl.Int64) > end.day) & (pl.lit(last > end.day))
    return Number(
        Whole(months - early.cast(pl.Int64), Span(-(10**6), 10**6), INT64), 12, building.why((since,))
    )


def rounded_whole(value: Whole, below: Whole | int, scale: int) -> Whole:
    """A pair counted in parts of ``scale``, halves away from zero."""
    if isinstance(below, int):
        divisor = gcd(2 * scale, below)
        up, half = value.times(2 * scale // divisor), Whole.of(below // divisor)
        twice: Whole = Whole.of(2 * below // divisor)
    else:
        up, half, twice = value.times(2 * scale), below, below.times(2)
    upwards = up.plus(half).floored(twice)
    if value.span.low >= 0:
        return upwards
    downwards = half.minus(up).floored(twice).negated()
    known = value.compared(">=", Whole.of(0))
    return chosen([(known, upwards), (known.not_(), downwards)], None)


def rounded(building: Building, node: Rounded) -> Number:
    """Rounded half-up, away from zero (S3)."""
    value = building.number(node.value)
    scale, why = 10**node.digits, building.why((value,))
    if isinstance(value.below, int) and scale % value.below == 0:
        return Number(scaled(value, scale), scale, why)
    return Number(rounded_whole(value.above, value.below, scale), scale, why)


def nothing(_: Building, node: Nothing) -> Number:
    """An absence."""
    return Number(ABSENT, 1, Why(frozenset({node.absence})))


EMITTERS: dict[type, Emit] = {
    Constant: constant,
    Negated: negated,
    Sum: total,
    Product: product,
    Quotient: quotient,
    Growth: growth,
    Least: least,
    Greatest: greatest,
    Floor: whole,
    Steps: steps,
    Elapsed: elapsed,
    Rounded: rounded,
    Nothing: nothing,
}
