"""How numeric nodes are written: exact whole-number arithmetic on scaled integers and on pairs."""

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from math import ceil, floor, lcm

from attrs import evolve

from jifen.evaluation.code import Code, Emit, Number, common, literal, times, written
from jifen.model.expression import (
    Constant,
    Elapsed,
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
from jifen.plan.nodes import Apportioned, Bands, Choose, Edge, IfAbsent, Nothing, Rounded


def constant(code: Code, node: Constant) -> Number:
    """A literal."""
    return code.fraction(node.value)


def negated(code: Code, node: Negated) -> Number:
    """The value below zero, or back above it."""
    value = code.number(node.value)
    return code.pair((value,), f"-{value.above}", value.below)


def _product_below(one: int | str, other: int | str) -> int | str:
    if isinstance(one, int) and isinstance(other, int):
        return one * other
    return times(str(other), one) if isinstance(one, int) else times(one, other)


def _added(code: Code, one: Number, other: Number) -> Number:
    above = f"{times(one.above, other.below)} + {times(other.above, one.below)}"
    return code.pair((one, other), above, _product_below(one.below, other.below))


def total(code: Code, node: Sum) -> Number:
    """Terms added, over their least common denominator."""
    terms = tuple(code.number(term) for term in node.terms)
    if not all(term.scaled for term in terms):
        return reduce(lambda one, other: _added(code, one, other), terms)
    below = common(terms)
    above = " + ".join(
        times(term.above, below // term.below) for term in terms if isinstance(term.below, int)
    )
    return code.pair(terms, above, below)


def product(code: Code, node: Product) -> Number:
    """Factors multiplied."""
    factors = tuple(code.number(factor) for factor in node.factors)
    above = " * ".join(factor.above for factor in factors if factor.above != "1") or "1"
    below = reduce(_product_below, (factor.below for factor in factors))
    same = [factor for factor in factors if factor.above == above]
    if same and isinstance(below, int) and all(factor.sure for factor in factors if factor is not same[0]):
        return evolve(same[0], below=below)
    return code.pair(factors, above, below)


def _constant_sign(number: Number) -> int | None:
    """The sign of a number that is written as a literal."""
    value = written(number.above)
    return None if value is None else (value > 0) - (value < 0)


def quotient(code: Code, node: Quotient) -> Number:
    """One pair over another; undefined where the divisor is zero."""
    above, below = code.number(node.above), code.number(node.below)
    sign = _constant_sign(below)
    if sign:
        divisor = abs(written(below.above) or 0)
        raised = times(above.above, below.below)
        under = _product_below(above.below, divisor)
        if raised == above.above and sign > 0 and isinstance(under, int):
            return evolve(above, below=under)
        return code.pair((above,), raised if sign > 0 else f"-({raised})", under)
    name, under_name = code.name(), code.name()
    raised, under = times(above.above, below.below), times(below.above, above.below)
    lines = (
        f"if {below.above} > 0:",
        f"    {name} = {raised}; {under_name} = {under}",
        f"elif {below.above} < 0:",
        f"    {name} = -({raised}); {under_name} = -({under})",
        "else:",
        f"    {name} = UNDEFINED; {under_name} = 1",
    )
    code.computed((above, below), name, under_name, lines)
    return Number(name, under_name)


def growth(code: Code, node: Growth) -> Number:
    """Growth from a base; undefined where that is zero or less (S6)."""
    now, then = code.number(node.now), code.number(node.then)
    name, under = code.name(), code.name()
    lines = (
        f"if {then.above} > 0:",
        f"    {under} = {times(then.above, now.below)}; {name} = {times(now.above, then.below)} - {under}",
        "else:",
        f"    {name} = UNDEFINED; {under} = 1",
    )
    code.computed((now, then), name, under, lines)
    return Number(name, under)


def _extreme(code: Code, one: Number, other: Number, sign: str) -> Number:
    operands = (one, other)
    if one.scaled and other.scaled:
        below = common(operands)
        left, right = (
            times(number.above, below // number.below) for number in operands if isinstance(number.below, int)
        )
        return code.pair(operands, f"{left} if {left} {sign} {right} else {right}", below)
    name, under = code.name(), code.name()
    lines = (
        f"if {times(one.above, other.below)} {sign} {times(other.above, one.below)}:",
        f"    {name} = {one.above}; {under} = {one.below}",
        "else:",
        f"    {name} = {other.above}; {under} = {other.below}",
    )
    return code.computed(operands, name, under, lines)


def least(code: Code, node: Least) -> Number:
    """The least of several."""
    return reduce(lambda one, other: _extreme(code, one, other, "<="), map(code.number, node.values))


def greatest(code: Code, node: Greatest) -> Number:
    """The greatest of several."""
    return reduce(lambda one, other: _extreme(code, one, other, ">="), map(code.number, node.values))


def whole(code: Code, node: Floor) -> Number:
    """The greatest whole number that is not above the value."""
    value = code.number(node.value)
    return code.pair((value,), f"{value.above} // {times(str(value.below), 1)}", 1)


def steps(code: Code, node: Steps) -> Number:
    """Whole steps in a value, never negative (S6)."""
    value, step = code.number(node.value), code.number(node.step)
    above, below = times(value.above, step.below), f"({times(step.above, value.below)})"
    size = written(step.above)
    if size is not None and size > 0 and isinstance(value.below, int):
        below = str(size * value.below)
    count = (
        f"{above} if {value.above} > 0 else 0"
        if below == "1"
        else f"{above} // {below} if {value.above} > 0 else 0"
    )
    if _constant_sign(step) == 1:
        return code.pair((value,), count, 1)
    name = code.name()
    lines = (f"if {step.above} > 0:", f"    {name} = {count}", "else:", f"    {name} = UNDEFINED")
    code.computed((value, step), name, 1, lines)
    return Number(name, 1)


def elapsed(code: Code, node: Elapsed) -> Number:
    """Complete months since a date, in years (S5)."""
    since = code.other(node.since)
    name = code.assign(
        f"whole_months({since.name}, snapshot) if type({since.name}) is date else {since.name}"
    )
    return Number(name, 12, since.sure)


def rounded(code: Code, node: Rounded) -> Number:
    """Rounded half-up, away from zero (S3)."""
    value = code.number(node.value)
    scale = 10**node.digits
    if isinstance(value.below, int) and scale % value.below == 0:
        return code.rescaled(value, scale)
    up = times(value.above, 2 * scale)
    twice = 2 * value.below if isinstance(value.below, int) else f"(2 * {value.below})"
    above = (
        f"({up} + {value.below}) // {twice} if {value.above} >= 0 else -(({value.below} - {up}) // {twice})"
    )
    return code.pair((value,), above, scale)


def _least_whole(edge: Edge, below: int) -> int:
    """The least whole number of 1/``below`` that has reached the edge."""
    bound = edge.bound * below
    return ceil(bound) if edge.closed else floor(bound) + 1


def bands(code: Code, node: Bands) -> Number:
    """How many edges a value has reached, by bisection."""
    value = code.number(node.value)
    if isinstance(value.below, int):
        edges = tuple(_least_whole(edge, value.below) for edge in node.edges)
        return code.pair((value,), f"bisect_right({code.constant(edges)}, {value.above})", 1)
    scale = lcm(*(edge.bound.denominator for edge in node.edges))
    # 2q + (r > 0) tells a value on an edge from one just above it, so closed and open edges are both exact.
    doubled = tuple(int(2 * edge.bound * scale) + (not edge.closed) for edge in node.edges)
    raised = times(value.above, scale)
    position = f"2 * ({raised} // {value.below}) + ({raised} % {value.below} > 0)"
    return code.pair((value,), f"bisect_right({code.constant(doubled)}, {position})", 1)


def choose(code: Code, node: Choose) -> Number:
    """One of several numbers, by position."""
    index = code.number(node.index)
    options = tuple(code.number(option) for option in node.options)
    if all(option.scaled for option in options):
        below = common(options)
        scaled = tuple(code.rescaled(option, below) for option in options)
        if all(_constant_sign(option) is not None for option in options):
            table: str = code.constant(
                tuple(
                    (written(option.above) or 0) * (below // option.below)
                    for option in options
                    if isinstance(option.below, int)
                )
            )
        else:
            table = f"({', '.join(option.above for option in scaled)},)"
        chosen = code.pair((index,), f"{table}[{index.above}]", below)
        return Number(chosen.above, below, chosen.sure and all(option.sure for option in options))
    name, under = code.name(), code.name()
    for position, option in enumerate(options):
        with code.block(f"{'elif' if position else 'if'} {index.above} == {position}:"):
            code.line(f"{name} = {option.above}; {under} = {option.below}")
    with code.block("else:"):
        code.line(f"{name} = {index.above}; {under} = 1")
    return Number(name, under, index.sure and all(option.sure for option in options))


def if_absent(code: Code, node: IfAbsent) -> Number:
    """A value, or the number declared for its absence (S11)."""
    value = code.number(node.value)
    stand_ins = {
        "MISSING": node.missing,
        "NOT_APPLICABLE": node.not_applicable,
        "UNDEFINED": node.undefined,
    }
    given = {absence: number for absence, number in stand_ins.items() if number is not None}
    name = code.name()
    scale = lcm(*(number.denominator for number in given.values()))
    below = lcm(value.below, scale) if isinstance(value.below, int) else code.name()
    scaled = isinstance(value.below, int) and isinstance(below, int)
    if value.sure:  # the same denominator as where it may be absent
        return code.rescaled(value, below) if isinstance(below, int) else value
    factor = below // value.below if isinstance(value.below, int) and isinstance(below, int) else 1
    own = times(value.above, factor) if scaled else f"{value.above}; {below} = {value.below}"
    absent: list[str] = []
    for absence, number in given.items():
        absent.append(f"{'elif' if absent else 'if'} {value.above} is {absence}:")
        if isinstance(below, int):
            absent.append(f"    {name} = {literal(int(number * below))}")
        else:
            absent.append(f"    {name} = {literal(number.numerator)}; {below} = {number.denominator}")
    kept = f"{name} = {value.above}" + ("" if isinstance(below, int) else f"; {below} = 1")
    absent += ["else:", f"    {kept}"] if given else [kept]
    code.guarded(code.known(value), [f"{name} = {own}"], absent)
    return Number(name, below, sure=len(given) == len(stand_ins) and code.sure_treatment)


def divided(total: Fraction, weights: Sequence[Fraction], unit: Fraction) -> list[Fraction]:
    """A total divided by weights in whole units: what is left over goes by largest remainder, then in order.

    The parts add up to the total, its own part below a unit included; without weights there are none.
    """
    whole = sum(weights)
    if whole <= 0:
        return [Fraction(0)] * len(weights)
    quotas = [total * weight / whole / unit for weight in weights]
    parts = [quota // 1 for quota in quotas]
    first = sorted(range(len(weights)), key=lambda place: (parts[place] - quotas[place], place))
    left = total / unit - sum(parts)
    for place in first[: int(left)]:
        parts[place] += 1
    shares = [part * unit for part in parts]
    shares[first[0]] += (left % 1) * unit
    return shares


def apportioned(code: Code, node: Apportioned) -> Number:
    """One part of a total that is divided by weights."""
    total_, weights = code.number(node.total), tuple(map(code.number, node.weights))
    function = code.bound(lambda total, *given: divided(total, given, node.unit)[node.position])
    operands = (total_, *weights)
    name, under = code.name(), code.name()
    given = ", ".join(f"Fraction({one.above}, {one.below})" for one in operands)
    lines = (f"{name} = {function}({given})", f"{under} = {name}.denominator; {name} = {name}.numerator")
    return code.computed(operands, name, under, lines)


def nothing(_: Code, node: Nothing) -> Number:
    """An absence."""
    return Number(node.absence.name, 1)


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
