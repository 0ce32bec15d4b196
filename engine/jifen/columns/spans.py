"""Whole numbers as columns, each with the span that it is proven to lie in.

Polars wraps silently where Int64 or Int128 overflows. So every number carries the least and greatest value
that it can take, given those of the batch's own columns; from them each operation picks the width that holds
its operands and its result, and refuses what no width holds.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial, reduce
from typing import Any

import polars as pl
from attrs import evolve, field, frozen

WIDTHS: tuple[type[pl.DataType], ...] = (pl.Int16, pl.Int32, pl.Int64, pl.Int128)
_HOLDS = (2**15 - 1, 2**31 - 1, 2**63 - 1, 2**127 - 1)
INT64, INT128 = 2, 3
"""Places among the widths. Data come in these two; what is small on the way is kept smaller: it is faster."""
NARROW, WIDE = _HOLDS[INT64], _HOLDS[INT128]
_OPERATORS = {
    ">=": pl.Expr.__ge__,
    ">": pl.Expr.__gt__,
    "<=": pl.Expr.__le__,
    "<": pl.Expr.__lt__,
    "=": pl.Expr.__eq__,
    "!=": pl.Expr.__ne__,
}


class UnprovenError(Exception):
    """What a node comes to cannot be proven to fit any width, or has no form as columns."""


@frozen
class Span:
    """All whole numbers from ``low`` to ``high``, both included."""

    low: int
    high: int

    @property
    def greatest(self) -> int:
        """The greatest absolute value."""
        return max(-self.low, self.high)

    @property
    def width(self) -> int:
        """The place of the least width that holds it; raises :class:`UnprovenError` where none does."""
        greatest = self.greatest
        for place, most in enumerate(_HOLDS):
            if greatest <= most:
                return place
        raise UnprovenError

    def over(self, *others: "Span") -> "Span":
        """The least span that holds this and the others."""
        return Span(
            min(self.low, *(one.low for one in others)), max(self.high, *(one.high for one in others))
        )

    def plus(self, other: "Span") -> "Span":
        """The span of sums."""
        return Span(self.low + other.low, self.high + other.high)

    def minus(self, other: "Span") -> "Span":
        """The span of differences."""
        return Span(self.low - other.high, self.high - other.low)

    def times(self, other: "Span") -> "Span":
        """The span of products."""
        ends = [one * two for one in (self.low, self.high) for two in (other.low, other.high)]
        return Span(min(ends), max(ends))

    def divided(self, other: "Span") -> "Span":
        """The span of whole quotients, cut downwards, by divisors that are positive."""
        divisors = (max(1, other.low), max(1, other.high))
        ends = [one // two for one in (self.low, self.high) for two in divisors]
        return Span(min(ends), max(ends))

    def limited(self, low: int | None, high: int | None) -> "Span":
        """What of it lies between two bounds, where some of it does; else the bound that it is nearest to."""
        least = self.low if low is None else max(self.low, low)
        most = self.high if high is None else min(self.high, high)
        return Span(min(least, most), max(least, most))


def widest(width: int) -> Span:
    """All numbers of a width."""
    return Span(-_HOLDS[width], _HOLDS[width])


@lru_cache(maxsize=2**12)
def _literal(value: int, width: int) -> pl.Expr:
    return pl.lit(value, dtype=WIDTHS[width])


@frozen
class Whole:
    """A whole number as an expression of a width that holds its span; null where it is absent.

    ``literal`` is its value where that is known while building, and never absent.
    """

    expr: pl.Expr
    span: Span
    width: int
    literal: int | None = None
    scaling: Callable[[int], "Whole"] | None = field(default=None, eq=False, repr=False)
    """How it is written a whole number of times greater, where that costs nothing."""

    @classmethod
    def of(cls, value: int) -> "Whole":
        """A number that is known."""
        span = Span(value, value)
        return cls(_literal(value, span.width), span, span.width, value)

    def at(self, width: int) -> pl.Expr:
        """Its expression at a width that holds it."""
        if width == self.width:
            return self.expr
        if self.literal is not None:
            return _literal(self.literal, width)
        return self.expr.cast(WIDTHS[width])

    def within(self, span: Span) -> "Whole":
        """The same number, of which more is known."""
        return evolve(self, span=span)

    def told(self, expr: pl.Expr) -> "Whole":
        """The same number read from a column that holds it."""
        return self if self.literal is not None else evolve(self, expr=expr, scaling=None)

    def plus(self, other: "Whole") -> "Whole":
        """The sum."""
        if self.literal == 0 or other.literal == 0:
            return other if self.literal == 0 else self
        return _computed(pl.Expr.__add__, self, other, self.span.plus(other.span))

    def minus(self, other: "Whole") -> "Whole":
        """The difference."""
        if other.literal == 0:
            return self
        return _computed(pl.Expr.__sub__, self, other, self.span.minus(other.span))

    def times(self, other: "Whole | int") -> "Whole":
        """The product; a literal 0 keeps what is absent absent."""
        other = Whole.of(other) if isinstance(other, int) else other
        if self.literal == 1 or other.literal == 1:
            return other if self.literal == 1 else self
        for one, factor in ((self, other.literal), (other, self.literal)):
            if factor and one.scaling is not None:
                return one.scaling(factor)
        product = _computed(pl.Expr.__mul__, self, other, self.span.times(other.span))
        scaled = next((one for one in (self, other) if one.scaling is not None), None)
        if scaled is None or product.literal is not None:
            return product
        rest = other if scaled is self else self
        return evolve(product, scaling=partial(_scaled_factor, rest, scaled))

    def negated(self) -> "Whole":
        """The number with its sign turned."""
        return _computed(pl.Expr.__sub__, Whole.of(0), self, Span(-self.span.high, -self.span.low))

    def floored(self, other: "Whole | int") -> "Whole":
        """The whole quotient, cut downwards; the divisor is positive."""
        other = Whole.of(other) if isinstance(other, int) else other
        if other.literal == 1:
            return self
        return _computed(pl.Expr.__floordiv__, self, other, self.span.divided(other.span))

    def compared(self, operator: str, other: "Whole") -> pl.Expr:
        """Whether it stands so to another; null where either is absent."""
        width = max(self.width, other.width)
        return _OPERATORS[operator](self.at(width), other.at(width))

    def limited(self, low: int | None = None, high: int | None = None) -> "Whole":
        """The number, or the bound that it lies beyond."""
        low = None if low is not None and low <= self.span.low else low
        high = None if high is not None and high >= self.span.high else high
        bounds = [bound for bound in (low, high) if bound is not None]
        if not bounds:
            return self
        width = max(self.width, *(Span(bound, bound).width for bound in bounds))
        lower, upper = (None if bound is None else _literal(bound, width) for bound in (low, high))
        return narrowed(Whole(self.at(width).clip(lower, upper), self.span.limited(low, high), width))


ABSENT = Whole(pl.lit(None, dtype=pl.Int64), Span(0, 0), INT64)
"""A number that is always absent."""


def _computed(operation: Callable[..., pl.Expr], one: Whole, other: Whole, span: Span) -> Whole:
    """The result of an operation at the width that holds both operands and itself."""
    width = max(one.width, other.width, span.width)
    if one.literal is not None and other.literal is not None and span.low == span.high:
        return Whole.of(span.low)
    return narrowed(Whole(operation(one.at(width), other.at(width)), span, width))


def narrowed(whole: Whole) -> Whole:
    """A number at Int64 again where it needed Int128 on the way only."""
    if whole.width < INT128 or whole.span.width == INT128:
        return whole
    # Where a case is not chosen its number may lie beyond its span, which is that of the case.
    return Whole(whole.expr.cast(pl.Int64, strict=False), whole.span, INT64, whole.literal)


def _scaled_factor(rest: Whole, scaled: Whole, factor: int) -> Whole:
    """A product, one factor of which is written so much greater."""
    assert scaled.scaling is not None
    return rest.times(scaled.scaling(factor))


def added(numbers: Iterable[Whole]) -> Whole:
    """The sum of several."""
    return reduce(Whole.plus, numbers)


def chosen(cases: Iterable[tuple[pl.Expr, Whole]], otherwise: Whole | None) -> Whole:
    """The number of the first case whose test holds; null where none does and nothing is there otherwise."""
    found = list(cases)
    every = [number for _, number in found] + ([] if otherwise is None else [otherwise])
    span = every[0].span.over(*(one.span for one in every[1:])) if len(every) > 1 else every[0].span
    if otherwise is not None and all(one.literal == otherwise.literal is not None for one in every):
        return otherwise
    width = max(one.width for one in every)
    chain: Any = None
    for test, number in found:
        chain = (pl.when(test) if chain is None else chain.when(test)).then(number.at(width))
    if chain is None:
        assert otherwise is not None
        return otherwise
    last = pl.lit(None, dtype=WIDTHS[width]) if otherwise is None else otherwise.at(width)
    scaling = (
        partial(_scaled_cases, found, otherwise) if all(one.literal is not None for one in every) else None
    )
    return Whole(chain.otherwise(last), span, width, scaling=scaling)


def _scaled_cases(cases: Sequence[tuple[pl.Expr, Whole]], otherwise: Whole | None, factor: int) -> Whole:
    """A choice among literals, each so much greater."""
    raised = [(test, number.times(factor)) for test, number in cases]
    return chosen(raised, None if otherwise is None else otherwise.times(factor))
