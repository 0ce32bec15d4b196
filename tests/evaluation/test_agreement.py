"""The compiled program and a plain interpreter give the same for random nodes over random enterprises (S2,
S11, S14).
"""

from contextlib import nullcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evaluation.drawing import (
    PERIOD,
    SNAPSHOT,
    aggregates,
    anything,
    column,
    conditions_over,
    enterprises,
    fact,
    nodes,
    plan_of,
)
from tests.evaluation.interpreter import Result, Situation, interpret

from jifen.evaluation.program import compile_plan
from jifen.model import expression as e
from jifen.model.enterprise import Absence, Enterprise, FactKey, Value
from jifen.plan import nodes as n


@given(anything, st.one_of(enterprises(), enterprises(whole=True)), st.booleans())
def test_compiled_nodes_give_what_plain_interpretation_gives(
    node: e.Expression, enterprise: Enterprise, quick: bool
) -> None:
    program = compile_plan(plan_of(n.Definition("x", node, "park:toy")), PERIOD, quick=quick)
    row = program.run(0, (), enterprise, SNAPSHOT)
    expected = interpret(node, Situation(enterprise, PERIOD, SNAPSHOT, {}))
    assert program.value(row, "x") == expected
    assert type(program.value(row, "x")) is type(expected)


def test_the_greatest_of_no_rows_is_missing_only_when_no_row_is_unknown() -> None:
    greatest = e.Aggregate("greatest", "contract", column, e.Compare(">", column, fact("money", 2)))
    program = compile_plan(plan_of(n.Definition("x", greatest, "")), PERIOD)
    for told, expected in (
        (Absence.NOT_APPLICABLE, Absence.NOT_APPLICABLE),
        (0, Absence.MISSING),
        (-1, Fraction(0)),
    ):
        enterprise = Enterprise(
            "c", "n", None, {("money", "2020"): told}, {"contract": ({"amount": 0},)}, {"contract": SNAPSHOT}
        )
        assert program.value(program.run(0, (), enterprise, SNAPSHOT), "x") == expected


@given(nodes, anything, enterprises())
def test_a_reference_is_the_value_it_refers_to(
    below: e.Expression, node: e.Expression, enterprise: Enterprise
) -> None:
    outer = e.Sum((e.Ref("below"), e.Constant(Fraction(1, 3))))
    plan = plan_of(
        n.Definition("below", below, ""), n.Definition("outer", outer, ""), n.Definition("x", node, "")
    )
    situation = Situation(enterprise, PERIOD, SNAPSHOT, {})
    refs = {"below": interpret(below, situation)}
    program = compile_plan(plan, PERIOD, ["outer", "x"])
    row = program.run(0, (), enterprise, SNAPSHOT)
    assert program.value(row, "outer") == interpret(outer, Situation(enterprise, PERIOD, SNAPSHOT, refs))
    assert program.value(row, "x") == interpret(node, situation)


@given(
    *(nodes, nodes, conditions_over(nodes), nodes),
    st.one_of(enterprises(), enterprises(whole=True)),
    st.booleans(),
)
def test_what_only_one_branch_needs_is_what_it_is(
    base: e.Expression,
    raised: e.Expression,
    condition: e.Expression,
    other: e.Expression,
    enterprise: Enterprise,
    quick: bool,
) -> None:
    """An amount that is worked out in the branch that grants it, by way of another that only it needs, beside
    a value that has the same parts.
    """
    written = {
        "base": base,
        "amount": e.Sum((e.Ref("base"), raised)),
        "met": condition,
        "given": n.If(e.Ref("met"), e.Ref("amount"), e.Constant(Fraction(0))),
        "kept": n.If(e.NoneOf((e.Ref("met"),)), e.Constant(Fraction(1, 3)), e.Ref("rest")),
        "beside": e.Product((other, raised, base)),
    }
    written = {"rest": other, **written}
    plan = plan_of(*(n.Definition(name, node, "") for name, node in written.items()))
    program = compile_plan(plan, PERIOD, ["given", "kept", "beside"], quick=quick)
    refs: dict[str, Result] = {}
    for name, node in written.items():
        refs[name] = interpret(node, Situation(enterprise, PERIOD, SNAPSHOT, dict(refs)))
    row = program.run(0, (), enterprise, SNAPSHOT)
    for name in ("given", "kept", "beside"):
        assert program.value(row, name) == refs[name]
    assert program.below == compile_plan(plan, PERIOD, ["given", "kept", "beside"]).below


@given(st.lists(aggregates(), min_size=1, max_size=4), enterprises(), st.booleans())
def test_figures_of_a_table_are_the_same_together_and_alone(
    figures: list[e.Expression], enterprise: Enterprise, quick: bool
) -> None:
    names = [f"x{number}" for number in range(len(figures))]
    plan = plan_of(*(n.Definition(name, node, "") for name, node in zip(names, figures, strict=True)))
    program = compile_plan(plan, PERIOD, quick=quick)
    row = program.run(0, (), enterprise, SNAPSHOT)
    for name, node in zip(names, figures, strict=True):
        assert program.value(row, name) == interpret(node, Situation(enterprise, PERIOD, SNAPSHOT, {}))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (None, Absence.MISSING),
        (Absence.NOT_APPLICABLE, Absence.NOT_APPLICABLE),
        (250, Fraction(6)),
        ("250", None),
        (True, None),
    ],
)
def test_an_enterprise_that_leaves_out_a_fact_is_decided_with_its_absence(
    told: Value | None, expected: Fraction | Absence | None
) -> None:
    """One fact among others that are told; what is no number there is refused as ever."""
    node = e.Sum((fact("money", 2), fact("count", 0), fact("ratio", 6)))
    facts: dict[FactKey, Value] = {("count", "2020"): 3, ("ratio", "2020"): 500_000}
    if told is not None:
        facts["money", "2020"] = told
    for quick in (True, False):
        program = compile_plan(plan_of(n.Definition("x", node, "")), PERIOD, quick=quick)
        with nullcontext() if expected is not None else pytest.raises(ValueError, match="empty"):
            row = program.run(0, (), Enterprise("c", "n", None, facts), SNAPSHOT)
            assert program.value(row, "x") == expected


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize(("cents", "above"), [(499, False), (500, None), (501, True)])
@pytest.mark.parametrize("divisor", [1, 3])
def test_s16_an_edge_belongs_to_the_band_that_writes_it(
    closed: bool, cents: int, above: bool | None, divisor: int
) -> None:
    """−0.01, 0 and +0.01 around an edge of 5, of a scaled number and of a quotient."""
    value = e.Quotient(e.Product((fact("money", 2), e.Constant(Fraction(divisor)))), fact("count", 0))
    node = n.Bands(value, (n.Edge(Fraction(5), closed),))
    program = compile_plan(plan_of(n.Definition("x", node, "")), PERIOD)
    enterprise = Enterprise("c", "n", None, {("money", "2020"): cents, ("count", "2020"): divisor})
    expected = closed if above is None else above
    assert program.value(program.run(0, (), enterprise, SNAPSHOT), "x") == Fraction(int(expected))
