"""Whole numbers as columns, each with the span that it is proven to lie in.

Polars wraps silently where Int64 or Int128 overflows. So every number carries the least and greatest value
that it can take, given those of the batch's own columns; from them each operation picks the width that holds
its operands and its result, and refuses what no width holds.
"""

from collections.abc import Iterable
from functools import reduce

import polars as pl
from attrs import frozen

NARROW, WIDE = 2**63 - 1, 2**127 - 1
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
    def narrow(self) -> bool:
        """Whether Int64 holds it."""
        return self.greatest <= NARROW

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


@frozen
class Whole:
    """A whole number as an expression: Int64 where its span is narrow, else Int128; null where it is absent.

    ``literal`` is its value where that is known while building, and never absent.
    """

    expr: pl.Expr
    span: Span
    literal: int | None = None

    @classmethod
    def of(cls, value: int) -> "Whole":
        """A number that is known."""
        span = Span(value, value)
        return cls(pl.lit(value, dtype=width_of(span)), span, value)

    def at(self, width: type[pl.DataType]) -> pl.Expr:
        """Its expression at a width that holds it."""
        if width is width_of(self.span):
            return self.expr
        return pl.lit(self.literal, dtype=width) if self.literal is not None else self.expr.cast(width)

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
        return _computed(pl.Expr.__mul__, self, other, self.span.times(other.span))

    def negated(self) -> "Whole":
        """The number with its sign turned."""
        return Whole.of(0).minus(self)

    def floored(self, other: "Whole | int") -> "Whole":
        """The whole quotient, cut downwards; the divisor is positive."""
        other = Whole.of(other) if isinstance(other, int) else other
        if other.literal == 1:
            return self
        return _computed(pl.Expr.__floordiv__, self, other, self.span.divided(other.span))

    def compared(self, operator: str, other: "Whole") -> pl.Expr:
        """Whether it stands so to another; null where either is absent."""
        width = _common(self, other)
        return _OPERATORS[operator](self.at(width), other.at(width))

    def limited(self, low: int | None = None, high: int | None = None) -> "Whole":
        """The number, or the bound that it lies beyond."""
        low = None if low is not None and low <= self.span.low else low
        high = None if high is not None and high >= self.span.high else high
        if low is None and high is None:
            return self
        bounds = [bound for bound in (low, high) if bound is not None]
        computed = self.span.over(*(Span(bound, bound) for bound in bounds))
        width = width_of(computed)
        lower, upper = (None if bound is None else pl.lit(bound, dtype=width) for bound in (low, high))
        return fitted(self.at(width).clip(lower, upper), computed, self.span.limited(low, high))

    def told(self, expr: pl.Expr) -> "Whole":
        """The same number read from a column that holds it."""
        return self if self.literal is not None else Whole(expr, self.span)


def width_of(span: Span) -> type[pl.DataType]:
    """The width that holds a span; raises :class:`UnprovenError` where none does."""
    if span.narrow:
        return pl.Int64
    if span.greatest > WIDE:
        raise UnprovenError
    return pl.Int128


def _common(*numbers: Whole) -> type[pl.DataType]:
    return pl.Int64 if all(one.span.narrow for one in numbers) else pl.Int128


def _computed(operation, one: Whole, other: Whole, span: Span) -> Whole:  # type: ignore[no-untyped-def]
    """The result of an operation at the width that holds both operands and itself."""
    if one.literal is not None and other.literal is not None:
        return Whole.of(span.low)
    width = pl.Int64 if _common(one, other) is pl.Int64 and width_of(span) is pl.Int64 else pl.Int128
    return fitted(operation(one.at(width), other.at(width)), one.span.over(other.span, span), span)


def fitted(expr: pl.Expr, computed: Span, span: Span) -> Whole:
    """What was computed at the width of one span, at that of the span it lies in."""
    width = width_of(span)
    return Whole(expr if width is width_of(computed) else expr.cast(width), span)


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
    width = width_of(span)
    chain: pl.Expr | None = None
    for test, number in found:
        chain = (pl.when(test) if chain is None else chain.when(test)).then(number.at(width))  # type: ignore[attr-defined]
    if chain is None:
        assert otherwise is not None
        return otherwise
    last = pl.lit(None, dtype=width) if otherwise is None else otherwise.at(width)
    return Whole(chain.otherwise(last), span)  # type: ignore[attr-defined]
