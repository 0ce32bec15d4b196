"""Numeric nodes as columns: exact whole-number arithmetic on scaled integers and on pairs (S2, S3)."""

import calendar
from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from math import ceil, floor, gcd, lcm

import polars as pl
from attrs import evolve

from jifen.columns.held import CODES, Building, Emit, Number, Why
from jifen.columns.spans import ABSENT, INT64, Span, UnprovenError, Whole, added, chosen
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
    Ref,
    Steps,
    Sum,
)
from jifen.plan.nodes import Apportioned, Bands, Choose, Edge, IfAbsent, Nothing, Rounded

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


def reached(value: Number, edge: Edge) -> pl.Expr:
    """Whether a value has reached an edge; null where it is absent."""
    if isinstance(value.below, int):
        bound = edge.bound * value.below
        whole_bound = ceil(bound) if edge.closed else floor(bound) + 1
        return value.above.compared(">=", Whole.of(whole_bound))
    left = value.above.times(edge.bound.denominator)
    right = value.below.times(edge.bound.numerator)
    return left.compared(">=" if edge.closed else ">", right)


def bands(building: Building, node: Bands) -> Number:
    """How many edges a value has reached."""
    value = building.number(node.value)
    steps_ = [Number(Whole.of(position), 1) for position in range(len(node.edges) + 1)]
    return Number(_banded(value, node.edges, steps_), 1, building.why((value,)))


def _banded(
    value: Number, edges: Sequence[Edge], options: Sequence[Number], tests: Sequence[pl.Expr] | None = None
) -> Whole:
    """The option of the band that a value falls in, from the highest down; all over one denominator."""
    found = [reached(value, edge) for edge in edges] if tests is None else tests
    cases: list[tuple[pl.Expr, Whole]] = []
    for test, option in zip(reversed(found), reversed(options[1:]), strict=True):
        if cases and cases[-1][1].literal is not None and cases[-1][1].literal == option.above.literal:
            cases[-1] = test, option.above
        else:
            cases.append((test, option.above))
    if value.why.sure:
        return chosen(cases, options[0].above)
    return chosen([*cases, (value.null.not_(), options[0].above)], None)


def choose(building: Building, node: Choose) -> Number:
    """One of several numbers, by position."""
    options = [building.number(option) for option in node.options]
    below = common(options)
    index_node = building.meant(node.index)
    literal = all(option.above.literal is not None for option in options)
    if isinstance(index_node, Bands) and below is not None and literal:
        value, edges = building.number(index_node.value), index_node.edges
        literals = [Number(scaled(option, below), below) for option in options]
        tests = None
        if isinstance(node.index, Ref) and building.uses.get(node.index.name, 0) > _SEVERAL:
            tests = building.tests(index_node, lambda: _edges(building, index_node))
        return Number(_banded(value, edges, literals, tests), below, building.why((value,)))
    index = building.number(node.index)
    places = [index.above.compared("=", Whole.of(position)) for position in range(len(options))]
    return picked(building, index.why, index.null, list(zip(places, options, strict=True)))


_SEVERAL = 2
"""What more choose by than so many is tested once for all of them."""


def _edges(building: Building, node: Bands) -> list[pl.Expr]:
    """Whether a value has reached each of the edges."""
    value = building.number(node.value)
    return [reached(value, edge) for edge in node.edges]


def picked(building: Building, why: Why, null: pl.Expr, cases: list[tuple[pl.Expr, Number]]) -> Number:
    """The number of the case whose test holds; tests are unknown for the reason given."""
    options = [option for _, option in cases]
    below = common(options)
    kinds = why.kinds.union(*(option.why.kinds for option in options))
    code: pl.Expr | None = None
    if len(kinds) > 1 and building.asking:
        chain = pl.when(null).then(why.coded(null))
        for test, option in cases:
            chain = chain.when(test).then(option.why.coded(option.null))  # type: ignore[assignment]
        code = chain.otherwise(None)
    whole_why = Why(kinds, code)
    if below is not None:
        over = [(test, scaled(option, below)) for test, option in cases]
        return Number(_picked(over, sure=why.sure), below, whole_why)
    above = chosen([(test, option.above) for test, option in cases], None)
    under = chosen([(test, option.under) for test, option in cases], Whole.of(1))
    return Number(above, under, whole_why)


def _picked(cases: list[tuple[pl.Expr, Whole]], *, sure: bool) -> Whole:
    """Where one test always holds, the last need not be tried."""
    return chosen(cases[:-1], cases[-1][1]) if sure else chosen(cases, None)


def if_absent(building: Building, node: IfAbsent) -> Number:
    """A value, or the number declared for its absence (S11)."""
    value = building.number(node.value)
    stand_ins = {
        Absence.MISSING: node.missing,
        Absence.NOT_APPLICABLE: node.not_applicable,
        Absence.UNDEFINED: node.undefined,
    }
    given = {
        absence: fraction(number)
        for absence, number in stand_ins.items()
        if number is not None and absence in value.why.kinds
    }
    if not given:
        return value
    left = frozenset(value.why.kinds - given.keys())
    why = Why(left)
    if not left and len({(one.above.literal, one.below) for one in given.values()}) == 1:
        tests = [(value.null, next(iter(given.values())))]
    else:
        code = value.why.coded(value.null)
        tests = [(code == CODES[absence], number) for absence, number in given.items()]
        if len(left) > 1 and building.asking:
            told = pl.any_horizontal([code == CODES[kind] for kind in left])
            why = Why(left, pl.when(told).then(code))
    numbers = [value, *(number for _, number in tests)]
    below = common(numbers)
    if below is not None:
        cases = [(test, scaled(number, below)) for test, number in tests]
        return Number(chosen(cases, scaled(value, below)), below, why)
    above = chosen([(test, number.above) for test, number in tests], value.above)
    return Number(above, chosen([(test, number.under) for test, number in tests], value.under), why)


def nothing(_: Building, node: Nothing) -> Number:
    """An absence."""
    return Number(ABSENT, 1, Why(frozenset({node.absence})))


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
    Bands: bands,
    Choose: choose,
    IfAbsent: if_absent,
    Nothing: nothing,
    Apportioned: apportioned,
}
