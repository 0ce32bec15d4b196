"""Numbers that are one of several as columns: by condition, by the band of a value, by an absence."""

from collections.abc import Sequence
from math import ceil, floor

import polars as pl

from jifen.columns.arithmetic import common, fraction, scaled
from jifen.columns.held import CODES, Building, Emit, Number, Why
from jifen.columns.spans import Whole, chosen
from jifen.model.enterprise import Absence
from jifen.model.expression import Ref
from jifen.plan.nodes import Bands, Choose, Edge, IfAbsent


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


EMITTERS: dict[type, Emit] = {
    Bands: bands,
    Choose: choose,
    IfAbsent: if_absent,
}
