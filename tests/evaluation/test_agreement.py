"""The compiled program and a plain interpreter give the same for random nodes over random enterprises (S2,
S11, S14).
"""

from fractions import Fraction

import pytest
from hypothesis import given
from tests.evaluation.drawing import PERIOD, SNAPSHOT, anything, column, enterprises, fact, nodes, plan_of
from tests.evaluation.interpreter import Situation, interpret

from jifen.evaluation.program import compile_plan
from jifen.model import expression as e
from jifen.model.enterprise import Absence, Enterprise
from jifen.plan import nodes as n


@given(anything, enterprises())
def test_compiled_nodes_give_what_plain_interpretation_gives(
    node: e.Expression, enterprise: Enterprise
) -> None:
    program = compile_plan(plan_of(n.Definition("x", node, "park:toy")), PERIOD)
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
