"""Facts, references and conditions as columns: three-valued logic after Kleene, no cleverer (S14)."""

from fractions import Fraction
from functools import reduce
from math import ceil, floor

import polars as pl

from jifen.columns.arithmetic import aligned
from jifen.columns.choosing import picked
from jifen.columns.held import CODE, CODES, Building, Emit, Held, Number, Other, Why
from jifen.columns.population import fact_name, founded_after, told_name
from jifen.columns.spans import ABSENT, WIDTHS, Span, Whole
from jifen.model.enterprise import Absence
from jifen.model.expression import (
    AllOf,
    AnyOf,
    Compare,
    Expression,
    Fact,
    Interval,
    Known,
    NoneOf,
    OneOf,
    Ref,
    Text,
    Truth,
    Within,
)
from jifen.plan.nodes import If, Match

TRUE, FALSE = pl.lit(True), pl.lit(False)
ALWAYS, NEVER = Other(TRUE, literal=True), Other(FALSE, literal=False)
_FEW = 8
"""Up to so many texts are compared one by one, which is faster than looking them up."""


def ref(building: Building, node: Ref) -> Held:
    """Another definition."""
    return building.used(*building.refs[node.name])


def text(_: Building, node: Text) -> Other:
    """A constant text."""
    return Other(pl.lit(node.value, dtype=pl.String))


def fact(building: Building, node: Fact) -> Held:
    """A fact of its period; what lies before the enterprise was founded is not applicable (S11)."""
    if node.field == "founded":
        return read(building, "founded", "date", 0, None)
    base = building.context.period.at(node.frequency)
    assert base is not None, "checked when the plan was lowered"
    period = node.shift.of(base)
    early = founded_after(period.last_day)
    return read(building, fact_name(node.field, period.text), node.type, node.digits, early)


def read(building: Building, name: str, type_: str, digits: int, early: pl.Expr | None) -> Held:
    """A column of the batch; one that it lacks was told of nobody."""
    seed = building.seeds.get(name)
    if seed is None or (type_ == "number" and seed.span is None):
        nothing = pl.lit(None, dtype=POLARS_TYPES[type_])
        kinds = frozenset({Absence.MISSING}) if seed is None else seed.kinds
        why = Why(kinds, _told(name, pl.lit(True), seed is not None and seed.told, early, kinds))
        return Number(ABSENT, 10**digits, why) if type_ == "number" else Other(nothing, why)
    column = pl.col(name)
    code = None
    if len(seed.kinds) > 1 and building.asking:
        code = _told(name, column.is_null(), seed.told, early, seed.kinds)
    why = Why(seed.kinds, code)
    if type_ != "number":
        return Other(column, why)
    assert seed.span is not None
    return Number(Whole(column, seed.span, seed.width), 10**digits, why)


POLARS_TYPES = {"number": pl.Int64, "flag": pl.Boolean, "text": pl.String, "date": pl.Date}


def _told(
    name: str, null: pl.Expr, told: bool, early: pl.Expr | None, kinds: frozenset[Absence]
) -> pl.Expr | None:
    """Which absence a datum is: as it was told, else not applicable before the founding, else missing."""
    if len(kinds) <= 1:
        return None
    missing = pl.lit(CODES[Absence.MISSING], dtype=CODE)
    code = missing
    if early is not None:
        code = pl.when(early).then(pl.lit(CODES[Absence.NOT_APPLICABLE], dtype=CODE)).otherwise(missing)
    if told:
        beside = pl.col(told_name(name))
        code = pl.when(beside.is_not_null() & (beside != CODES[Absence.MISSING])).then(beside).otherwise(code)
    return pl.when(null).then(code)


def compare(building: Building, node: Compare) -> Other:
    """Two numbers compared by cross-multiplication, or two other values (S2)."""
    left, right = building.hold(node.left), building.hold(node.right)
    why = building.why((left, right))
    if isinstance(left, Number) and isinstance(right, Number):
        return Other(_compared(left, right, node.operator), why)
    assert isinstance(left, Other) and isinstance(right, Other)
    if isinstance(node.right, Text) and node.operator in {"=", "!="}:
        same = equals(left, node.right.value)
        return Other(same if node.operator == "=" else same.not_(), why)
    operators = {
        "=": pl.Expr.__eq__,
        "!=": pl.Expr.__ne__,
        ">=": pl.Expr.__ge__,
        ">": pl.Expr.__gt__,
        "<=": pl.Expr.__le__,
        "<": pl.Expr.__lt__,
    }
    return Other(operators[node.operator](left.expr, right.expr), why)


def _compared(left: Number, right: Number, operator: str) -> pl.Expr:
    """In lowest terms where the other side is known, so that less can overflow."""
    if right.above.literal is not None and isinstance(right.below, int):
        bound = Fraction(right.above.literal, right.below)
        return _against(left, operator, bound)
    one, other, _ = aligned(left, right)
    return one.compared(operator, other)


def _against(value: Number, operator: str, bound: Fraction) -> pl.Expr:
    if isinstance(value.below, int):
        whole = bound * value.below
        if whole.denominator == 1:
            return value.above.compared(operator, Whole.of(whole.numerator))
        if operator in {">=", ">"}:
            return value.above.compared(">", Whole.of(floor(whole)))
        if operator in {"<=", "<"}:
            return value.above.compared("<", Whole.of(ceil(whole)))
        # No whole number is equal to a fraction.
        return pl.when(value.null.not_()).then(pl.lit(operator == "!="))
    left, right = value.above.times(bound.denominator), value.below.times(bound.numerator)
    return left.compared(operator, right)


def in_interval(value: Number, interval: Interval) -> pl.Expr:
    """Whether a number lies in an interval."""
    sides = []
    if interval.low is not None:
        sides.append(_against(value, ">=" if interval.low_closed else ">", interval.low))
    if interval.high is not None:
        sides.append(_against(value, "<=" if interval.high_closed else "<", interval.high))
    if not sides:
        return pl.when(value.null.not_()).then(TRUE)
    return sides[0] if len(sides) == 1 else sides[0] & sides[1]


def within(building: Building, node: Within) -> Other:
    """A number in an interval."""
    value = building.number(node.value)
    return Other(in_interval(value, node.interval), building.why((value,)))


def one_of(building: Building, node: OneOf) -> Other:
    """A text among others, or beginning like one of them."""
    value = building.other(node.value)
    why = building.why((value,))
    if not node.options:
        return Other(pl.when(value.null.not_()).then(FALSE), why)
    if node.prefix:
        return Other(pl.any_horizontal([value.expr.str.starts_with(one) for one in node.options]), why)
    if len(node.options) <= _FEW:
        return Other(reduce(pl.Expr.__or__, [equals(value, one) for one in node.options]), why)
    return Other(value.expr.is_in(list(node.options)), why)


def equals(value: Other, text: str) -> pl.Expr:
    """Whether a text is another; one that is known by its place among labels is compared by that."""
    if value.place is None:
        return value.expr == pl.lit(text)
    # A place that there is not is that of a text that is none of the labels.
    place = value.labels.index(text) if text in value.labels else -1
    return value.place == pl.lit(place, dtype=pl.Int16)


def known(building: Building, node: Known) -> Other:
    """Whether a value is told."""
    value = building.hold(node.value)
    return ALWAYS if value.why.sure else Other(value.null.not_())


def _junction(building: Building, nodes: tuple[Expression, ...], *, every: bool) -> Other:
    """Polars' own and / or are Kleene's."""
    found = [building.other(one) for one in nodes]
    if any(one.literal is (not every) for one in found):
        return NEVER if every else ALWAYS
    conditions = [one for one in found if one.literal is None]
    why = building.why(conditions)
    if not conditions:
        return ALWAYS if every else NEVER
    expr = conditions[0].expr
    for one in conditions[1:]:
        expr = expr & one.expr if every else expr | one.expr
    # One that is unknown does not matter where another settles it.
    return Other(expr, why if why.code is None else Why(why.kinds, pl.when(expr.is_null()).then(why.code)))


def all_of(building: Building, node: AllOf) -> Other:
    """False as soon as one is, true once all are."""
    return _junction(building, node.conditions, every=True)


def any_of(building: Building, node: AnyOf) -> Other:
    """True as soon as one is, false once all are not."""
    return _junction(building, node.conditions, every=False)


def none_of(building: Building, node: NoneOf) -> Other:
    """False as soon as one is true, true once all are false."""
    found = _junction(building, node.conditions, every=False)
    if found.literal is not None:
        return NEVER if found.literal else ALWAYS
    return Other(found.expr.not_(), found.why)


def truth(building: Building, node: Truth) -> Number:
    """A condition counted as 1 or 0."""
    condition = building.other(node.condition)
    return Number(Whole(condition.expr.cast(WIDTHS[0]), Span(0, 1), 0), 1, building.why((condition,)))


def if_node(building: Building, node: If) -> Held:
    """One of two values, by a condition."""
    condition = building.other(node.condition)
    then, otherwise = building.hold(node.then), building.hold(node.otherwise)
    if condition.literal is not None:
        return then if condition.literal else otherwise
    tests = (condition.expr, condition.expr.not_())
    if isinstance(then, Number) and isinstance(otherwise, Number):
        cases = list(zip(tests, (then, otherwise), strict=True))
        return picked(building, condition.why, condition.null, cases)
    assert isinstance(then, Other) and isinstance(otherwise, Other)
    kinds = condition.why.kinds | then.why.kinds | otherwise.why.kinds
    code = None
    if len(kinds) > 1 and building.asking:
        code = (
            pl.when(condition.null)
            .then(condition.why.coded(condition.null))
            .when(condition.expr)
            .then(then.why.coded(then.null))
            .otherwise(otherwise.why.coded(otherwise.null))
        )
    first = pl.when(condition.expr).then(then.expr)
    if condition.why.sure:
        return Other(first.otherwise(otherwise.expr), Why(kinds, code))
    return Other(first.when(tests[1]).then(otherwise.expr), Why(kinds, code))


def match(building: Building, node: Match) -> Number:
    """One of several numbers, by a text; undefined for a text that has none."""
    value = building.other(node.value)
    tests = [equals(value, label) for label, _ in node.options]
    options = [building.number(option) for _, option in node.options]
    other = pl.any_horizontal(tests).not_() if tests else value.null.not_()
    why = building.why((value,), (Absence.UNDEFINED, other))
    null = value.null | other
    return picked(building, why, null, list(zip(tests, options, strict=True)))


EMITTERS: dict[type, Emit] = {
    Ref: ref,
    Text: text,
    Fact: fact,
    Compare: compare,
    Within: within,
    OneOf: one_of,
    Known: known,
    AllOf: all_of,
    AnyOf: any_of,
    NoneOf: none_of,
    Truth: truth,
    If: if_node,
    Match: match,
}
