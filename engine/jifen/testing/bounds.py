"""Between which numbers a node of the plan can lie, whatever the enterprise: a search need try no others."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import frozen

from jifen.model.expression import (
    Aggregate,
    Column,
    Constant,
    Expression,
    Fact,
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
from jifen.model.quantity import half_up
from jifen.model.terms import Field, Vocabulary
from jifen.plan.nodes import (
    Bands,
    Call,
    Choose,
    Definition,
    If,
    IfAbsent,
    Match,
    Mean,
    Members,
    Nothing,
    Rank,
    Rounded,
)

Bound = Fraction | None


@frozen
class Bounds:
    """The least and the greatest number, None where there is no limit; ``whole``: only whole ones occur."""

    low: Bound = None
    high: Bound = None
    whole: bool = False

    def allow(self, value: Fraction) -> bool:
        """Whether a number lies between them."""
        if self.whole and value.denominator != 1:
            return False
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


ANY = Bounds()
_NEVER_NEGATIVE = Bounds(Fraction(0))


@frozen
class Bounder:
    """Finds the bounds of nodes, of which ``named`` are the definitions; what it does not know has none."""

    vocabulary: Vocabulary
    named: Mapping[str, Definition]

    def of(self, node: Expression, columns: Mapping[str, Field] | None = None) -> Bounds:
        """The bounds of a node; ``columns`` are those of the table at hand."""
        match node:
            case Constant(value=value):
                return Bounds(value, value, value.denominator == 1)
            case Fact(field=field, type="number"):
                return _of_field(self.vocabulary.fields[field])
            case Column(column=column, type="number") if columns is not None:
                return _of_field(columns[column])
            case Ref(name=name):
                return self.of(self.named[name].node)
            case Negated(value=value):
                inner = self.of(value, columns)
                return Bounds(_negative(inner.high), _negative(inner.low), inner.whole)
            case Sum(terms=terms):
                return _sum([self.of(term, columns) for term in terms])
            case Product(factors=factors):
                return _product([self.of(factor, columns) for factor in factors])
            case Quotient(above=above, below=below):
                return _quotient(self.of(above, columns), self.of(below, columns))
            case Growth(now=now):
                return Bounds(Fraction(-1)) if self.of(now, columns).low == 0 else ANY
            case Least(values=values):
                return _extreme([self.of(value, columns) for value in values], least=True)
            case Greatest(values=values):
                return _extreme([self.of(value, columns) for value in values], least=False)
        return self._of_a_case(node)

    def _of_a_case(self, node: Expression) -> Bounds:
        """The bounds of nodes that count, choose or cross to the cohort."""
        match node:
            case Floor(value=value):
                inner = self.of(value)
                low, high = (
                    None if edge is None else Fraction(edge // 1) for edge in (inner.low, inner.high)
                )
                return Bounds(low, high, whole=True)
            case Steps():
                return Bounds(Fraction(0), whole=True)
            case Aggregate():
                return self._aggregate(node)
            case Bands(edges=edges):
                return Bounds(Fraction(0), Fraction(len(edges)), whole=True)
            case Choose(index=index, options=options):
                number = self.of(index)
                if number.low is not None and number.low == number.high:
                    return self.of(options[int(number.low)])
                return self._hull(options)
            case Match(options=options):
                return self._hull(option for _, option in options)
            case If(then=then, otherwise=otherwise):
                return self._hull((then, otherwise))
            case IfAbsent():
                given = (node.missing, node.not_applicable, node.undefined)
                numbers = [Constant(number) for number in given if number is not None]
                return self._hull((node.value, *numbers))
            case Rounded(value=value, digits=digits):
                inner = self.of(value)
                low, high = (
                    None if edge is None else half_up(edge, digits) for edge in (inner.low, inner.high)
                )
                return Bounds(low, high, digits == 0 or inner.whole)
            case Call(low=low, high=high):
                return Bounds(_fraction(low), _fraction(high))
            case Rank() | Members():
                return Bounds(Fraction(1), whole=True)
            case Mean(value=value):
                inner = self.of(value)
                return Bounds(inner.low, inner.high)
        return ANY

    def _hull(self, nodes: Iterable[Expression]) -> Bounds:
        """What lies between the bounds of several, of which those that never have a value say nothing."""
        inner = [self.of(node) for node in nodes if not isinstance(node, Nothing)]
        lows, highs = [each.low for each in inner], [each.high for each in inner]
        return Bounds(
            None if None in lows else min((edge for edge in lows if edge is not None), default=None),
            None if None in highs else max((edge for edge in highs if edge is not None), default=None),
            all(each.whole for each in inner),
        )

    def _aggregate(self, node: Aggregate) -> Bounds:
        if node.how in ("count", "distinct"):
            return Bounds(Fraction(0), whole=True)
        if node.value is None:
            return ANY
        inner = self.of(node.value, self.vocabulary.tables[node.table].columns)
        if node.how == "sum":
            return _NEVER_NEGATIVE if inner.low is not None and inner.low >= 0 else ANY
        return inner


def _of_field(field: Field) -> Bounds:
    low = None if field.minimum is None else Fraction(field.minimum, 10**field.digits)
    return Bounds(low, None, field.digits == 0)


def _fraction(edge: Fraction | int | None) -> Bound:
    return None if edge is None else Fraction(edge)


def _divided(edge: Bound, by: Fraction) -> Bound:
    return None if edge is None else edge / by


def _negative(edge: Bound) -> Bound:
    return None if edge is None else -edge


def _sum(terms: list[Bounds]) -> Bounds:
    low: Bound = Fraction(0)
    high: Bound = Fraction(0)
    for term in terms:
        low = None if low is None or term.low is None else low + term.low
        high = None if high is None or term.high is None else high + term.high
    return Bounds(low, high, all(term.whole for term in terms))


def _product(factors: list[Bounds]) -> Bounds:
    if any(factor.low is None or factor.low < 0 for factor in factors):
        return ANY
    low, high = Fraction(1), Fraction(1)
    limited = True
    for factor in factors:
        low *= factor.low or 0
        high *= factor.high or 0
        limited = limited and factor.high is not None
    return Bounds(low, high if limited else None, all(factor.whole for factor in factors))


def _quotient(above: Bounds, below: Bounds) -> Bounds:
    if below.low is not None and below.low == below.high and below.low > 0:
        by = below.low
        return Bounds(_divided(above.low, by), _divided(above.high, by))
    never_negative = all(part.low is not None and part.low >= 0 for part in (above, below))
    return _NEVER_NEGATIVE if never_negative else ANY


def _extreme(values: list[Bounds], *, least: bool) -> Bounds:
    choose = min if least else max
    lows, highs = [each.low for each in values], [each.high for each in values]
    known_lows = [edge for edge in lows if edge is not None]
    known_highs = [edge for edge in highs if edge is not None]
    # One of no limit drags the least down and the greatest up; on the other side any limit holds.
    low = choose(known_lows) if known_lows and (not least or None not in lows) else None
    high = choose(known_highs) if known_highs and (least or None not in highs) else None
    return Bounds(low, high, all(each.whole for each in values))
