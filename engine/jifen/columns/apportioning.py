"""A total divided by weights as columns, what is left over by largest remainder (S3)."""

from collections.abc import Sequence
from fractions import Fraction

import polars as pl

from jifen.columns.arithmetic import common, scaled
from jifen.columns.held import Building, Emit, Number
from jifen.columns.spans import INT64, Span, UnprovenError, Whole, added, chosen
from jifen.plan.nodes import Apportioned


def apportioned(building: Building, node: Apportioned) -> Number:
    """One part of a total that is divided by weights, what is left over by largest remainder (S3)."""
    total_, weights = building.number(node.total), [building.number(one) for one in node.weights]
    why = building.why((total_, *weights))
    below = common(weights)
    if below is None or not isinstance(total_.below, int):
        raise UnprovenError
    parts = [scaled(weight, below) for weight in weights]
    whole_ = added(parts)
    if whole_.span.high <= 0:
        return Number(_zero_where(total_, weights), 1, why)
    unit = node.unit
    share = _Shares(total_.above, parts, whole_, total_.below, unit)
    above = share.part(node.position)
    if whole_.span.low <= 0:
        some = whole_.compared(">", Whole.of(0))
        above = chosen([(some, above), (some.not_(), _zero_where(total_, weights))], None)
    return Number(above, total_.below * unit.denominator, why)


def _zero_where(total_: Number, weights: Sequence[Number]) -> Whole:
    """Zero where all are known."""
    known = pl.all_horizontal([one.null.not_() for one in (total_, *weights)])
    return chosen([(known, Whole.of(0))], None)


class _Shares:
    """The quotas of a total in whole units, their remainders, and what goes to which."""

    def __init__(
        self, top: Whole, weights: Sequence[Whole], whole_: Whole, below: int, unit: Fraction
    ) -> None:
        raised = top.times(unit.denominator)
        size = below * unit.numerator
        positive = whole_.within(whole_.span.limited(1, None))
        divisor = (Whole.of(max(1, whole_.literal)) if whole_.literal is not None else positive).times(size)
        quotas = [raised.times(weight) for weight in weights]
        self.parts = [quota.floored(divisor) for quota in quotas]
        self.remainders = [
            _remainder(quota, part, divisor) for quota, part in zip(quotas, self.parts, strict=True)
        ]
        units = raised.floored(size)
        self.left = units.minus(added(self.parts))
        self.odd = _remainder(raised, units, Whole.of(size))
        self.unit, self.below = unit, below

    def part(self, position: int) -> Whole:
        """What one part comes to, over the total's denominator times that of the unit."""
        own = self.remainders[position]
        before = [
            other.compared(">=" if place < position else ">", own).cast(pl.Int64)
            for place, other in enumerate(self.remainders)
            if place != position
        ]
        place = Whole(pl.sum_horizontal(before), Span(0, len(before)), INT64) if before else Whole.of(0)
        more = Whole(place.compared("<", self.left).cast(pl.Int64), Span(0, 1), INT64)
        first = place.compared("=", Whole.of(0))
        odd = chosen([(first, self.odd)], Whole.of(0))
        counted = self.parts[position].plus(more)
        return counted.times(self.unit.numerator * self.below).plus(odd)


def _remainder(number: Whole, quotient_: Whole, divisor: Whole) -> Whole:
    """What a whole quotient leaves: from 0 up to its divisor."""
    left = number.minus(quotient_.times(divisor))
    return left.within(Span(0, max(0, divisor.span.high - 1)))


EMITTERS: dict[type, Emit] = {Apportioned: apportioned}
