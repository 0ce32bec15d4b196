"""How facts, references and conditions are written: three-valued logic after Kleene, no cleverer (S14)."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from attrs import frozen

from jifen.evaluation.code import FLAGS, Code, Emit, Held, Lines, Number, Other, common, times
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


def ref(code: Code, node: Ref) -> Held:
    """The variable of another definition."""
    if node.name in code.pending and node.name not in code.refs:
        code.refs[node.name] = code.hold(code.pending[node.name])
    return code.refs[node.name]


def text(code: Code, node: Text) -> Other:
    """A constant text."""
    return Other(code.constant(node.value), sure=True)


def typed(name: str, kind: str, digits: int, *, sure: bool = False) -> Held:
    """A variable as the number or other value that its declared type says."""
    return Number(name, 10**digits, sure) if kind == "number" else Other(name, sure)


def fact(code: Code, node: Fact) -> Held:
    """A fact of its period; what lies before the enterprise was founded is not applicable (S11)."""
    if node.field == "founded":
        return Other(code.assign("MISSING if founded is None else founded"))
    period = code.period_of(node)
    if code.told is not None and node not in code.told.left_out:
        told = code.told.fact((node.field, period.text), node.type, code.name)
        return typed(told, node.type, node.digits, sure=True)
    name = code.assign(f"facts.get({(node.field, period.text)!r}, MISSING)")
    with code.block(
        f"if {name} is MISSING and founded is not None and founded > {code.constant(period.last_day)}:"
    ):
        code.line(f"{name} = NOT_APPLICABLE")
    return typed(name, node.type, node.digits)


def variable(held: Held) -> str:
    """The variable that tells whether a value is absent."""
    return held.above if isinstance(held, Number) else held.name


def compare(code: Code, node: Compare) -> Other:
    """Two numbers compared by cross-multiplication, or two texts (S2)."""
    left, right = code.hold(node.left), code.hold(node.right)
    operator = {"=": "==", "!=": "!="}.get(node.operator, node.operator)
    name = code.name()
    if isinstance(left, Number) and isinstance(right, Number):
        test = code.known(left, right)
        expression = f"{times(left.above, right.below)} {operator} {times(right.above, left.below)}"
    else:
        assert isinstance(left, Other) and isinstance(right, Other)
        test = " and ".join(f"type({held.name}) is not Absence" for held in (left, right) if not held.sure)
        expression = f"{left.name} {operator} {right.name}"
    _guarded(code, name, test, expression, (left, right))
    return Other(name, left.sure and right.sure)


def _guarded(code: Code, name: str, test: str, expression: str, operands: tuple[Held, ...]) -> None:
    absent = [f"{name} = {code.worst(*operands)}"] if test else []
    code.guarded(test, [f"{name} = {expression}"], absent)


def _edge_test(number: Number, bound: Fraction, closed: bool, low: bool) -> str:
    """The code of one side of an interval test."""
    if isinstance(number.below, int):
        scaled = bound * number.below
        if low:
            return f"{number.above} >= {ceil(scaled) if closed else floor(scaled) + 1}"
        return f"{number.above} <= {floor(scaled) if closed else ceil(scaled) - 1}"
    sign = (">" if low else "<") + ("=" if closed else "")
    return f"{times(number.above, bound.denominator)} {sign} {times(number.below, bound.numerator)}"


def interval_test(number: Number, interval: Interval) -> str:
    """The code of a test that a known number lies in an interval."""
    sides = []
    if interval.low is not None:
        sides.append(_edge_test(number, interval.low, interval.low_closed, low=True))
    if interval.high is not None:
        sides.append(_edge_test(number, interval.high, interval.high_closed, low=False))
    return " and ".join(sides) or "True"


def within(code: Code, node: Within) -> Other:
    """A number in an interval."""
    value = code.number(node.value)
    name = code.name()
    _guarded(code, name, code.known(value), interval_test(value, node.interval), (value,))
    return Other(name, value.sure)


def one_of(code: Code, node: OneOf) -> Other:
    """A text among others, or beginning like one of them."""
    value = code.other(node.value)
    if node.prefix:
        test = f"{value.name}.startswith({code.constant(node.options)})"
    else:
        test = f"{value.name} in {code.constant(frozenset(node.options))}"
    if not value.sure:
        test = f"{test} if type({value.name}) is str else {value.name}"
    return Other(code.assign(test), value.sure)


def known(code: Code, node: Known) -> Other:
    """Whether a value is told."""
    name = variable(code.hold(node.value))
    return Other(code.assign(f"type({name}) is not Absence"), sure=True)


def _junction(
    code: Code, conditions: Sequence[Other], decisive: bool, *, otherwise: bool, negated: bool = False
) -> Other:
    """One condition that is ``decisive`` settles the matter; else one unknown leaves it unknown, and without
    any it comes to ``otherwise``.
    """
    names = dict.fromkeys(condition.name for condition in conditions)
    if str(decisive) in names:
        return Other(str(not otherwise), sure=True)
    conditions = [one for one in {one.name: one for one in conditions}.values() if one.name not in FLAGS]
    if not conditions:
        return Other(str(otherwise), sure=True)
    sure = all(condition.sure for condition in conditions)
    if len(conditions) == 1 and not negated:
        return conditions[0]
    if sure:
        joined = (" or " if decisive else " and ").join(condition.name for condition in conditions)
        return Other(code.once(f"not ({joined})" if negated else joined), sure=True)
    name = code.name()
    settled = " or ".join(f"{condition.name} is {decisive}" for condition in conditions)
    with code.block(f"if {settled}:"):
        code.line(f"{name} = {not otherwise}")
    unknown = [condition for condition in conditions if not condition.sure]
    test = " and ".join(f"type({condition.name}) is bool" for condition in unknown)
    with code.block(f"elif {test}:"):
        code.line(f"{name} = {otherwise}")
    with code.block("else:"):
        code.line(f"{name} = {code.worst(*unknown)}")
    return Other(name, sure)


def all_of(code: Code, node: AllOf) -> Other:
    """False as soon as one is, true once all are."""
    return _junction(code, [*map(code.other, node.conditions)], decisive=False, otherwise=True)


def any_of(code: Code, node: AnyOf) -> Other:
    """True as soon as one is, false once all are not."""
    return _junction(code, [*map(code.other, node.conditions)], decisive=True, otherwise=False)


def none_of(code: Code, node: NoneOf) -> Other:
    """False as soon as one is true, true once all are false."""
    return _junction(code, [*map(code.other, node.conditions)], decisive=True, otherwise=True, negated=True)


def truth(code: Code, node: Truth) -> Number:
    """A condition counted as 1 or 0."""
    condition = code.other(node.condition)
    name = condition.name
    counted = f"int({name})" if condition.sure else f"int({name}) if type({name}) is bool else {name}"
    return Number(code.assign(counted), 1, condition.sure)


def if_node(code: Code, node: If) -> Held:
    """One of two values, by a condition."""
    condition = code.other(node.condition)
    options = [_option(code, option) for option in (node.then, node.otherwise)]
    if not all(isinstance(option.held, Number) for option in options):
        values = [held.name for option in options if isinstance(held := option.put(code), Other)]
        return Other(
            _switch(code, condition, values), condition.sure and all(option.held.sure for option in options)
        )
    name = condition.name
    tests = (name if condition.sure else f"{name} is True", f"{name} is False")
    return _chosen(code, tuple(zip(tests, options, strict=True)), condition)


def _switch(code: Code, condition: Other, values: list[str]) -> str:
    name = condition.name
    if condition.sure:
        return code.assign(f"{values[0]} if {name} else {values[1]}")
    return code.assign(f"{values[0]} if {name} is True else {values[1]} if {name} is False else {name}")


@frozen
class _Option:
    """A value that may be chosen, and the lines that work it out where they stand in its branch alone."""

    held: Held
    lines: Lines = ()

    def put(self, code: Code) -> Held:
        """Write the lines here."""
        code.lines.extend(self.lines)
        return self.held


def _option(code: Code, node: Expression) -> _Option:
    """What only one branch needs is worked out there."""
    if not (isinstance(node, Ref) and node.name in code.pending):
        return _Option(code.hold(node))
    with code.aside() as lines:
        held = code.hold(node)
    return _Option(held, lines)


def _chosen(code: Code, cases: tuple[tuple[str, _Option], ...], otherwise: Other) -> Number:
    """The number of the first case whose test holds; ``otherwise`` is an absence by then."""
    numbers = tuple(option.held for _, option in cases if isinstance(option.held, Number))
    scaled = all(number.scaled for number in numbers)
    below: int | str = common(numbers) if scaled else code.name()
    name = code.name()
    for position, ((test, option), number) in enumerate(zip(cases, numbers, strict=True)):
        last = otherwise.sure and position == len(cases) - 1
        with code.block("else:" if last else f"{'elif' if position else 'if'} {test}:"):
            option.put(code)
            if isinstance(below, int):
                code.line(f"{name} = {code.rescaled(number, below).above}")
            else:
                code.line(f"{name} = {number.above}; {below} = {number.below}")
    if not otherwise.sure:
        with code.block("else:"):
            code.line(f"{name} = {otherwise.name}" + ("" if scaled else f"; {below} = 1"))
    return Number(name, below, otherwise.sure and all(number.sure for number in numbers))


def match(code: Code, node: Match) -> Number:
    """One of several numbers, by a text; undefined for a text that has none."""
    value = code.other(node.value)
    cases = tuple(
        (f"{value.name} == {label!r}", _Option(code.number(option))) for label, option in node.options
    )
    other = Other(code.assign(f"UNDEFINED if type({value.name}) is str else {value.name}"))
    return _chosen(code, cases, other)


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
