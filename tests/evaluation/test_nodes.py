"""Nodes one by one where a park's files seldom lead: quotients among options, flags among cases, values kept
over steps.
"""

from fractions import Fraction

import pytest
from tests.evaluation.drawing import PERIOD, SNAPSHOT, column, fact, plan_of

from jifen.evaluation.program import compile_plan
from jifen.model import expression as e
from jifen.model.enterprise import Absence, Enterprise
from jifen.plan import nodes as n

MONEY, COUNT = fact("money", 2), fact("count", 0)
THIRD = e.Quotient(MONEY, e.Constant(Fraction(3)))
RATIO = e.Quotient(MONEY, COUNT)
FLAG = e.Fact("flag", "flag")
TOLD: dict[tuple[str, str], object] = {("money", "2020"): 100, ("count", "2020"): 3, ("flag", "2020"): True}
TABLES = {"contract": ({"amount": 200}, {"amount": 400}, {"amount": 200})}


def value(node: e.Expression, **changes: object) -> object:
    told = {key: changes.get(key[0], value) for key, value in TOLD.items()}
    known = {key: value for key, value in told.items() if value is not None}
    enterprise = Enterprise("c", "n", None, known, TABLES, {"contract": SNAPSHOT})  # type: ignore[arg-type]
    program = compile_plan(plan_of(n.Definition("x", node, "")), PERIOD)
    return program.value(program.run(0, (), enterprise, SNAPSHOT), "x")


def chosen(index: e.Expression) -> e.Expression:
    return n.Choose(index, (e.Constant(Fraction(7)), RATIO, THIRD))


@pytest.mark.parametrize(
    ("count", "expected"), [(0, 7), (1, Fraction(1)), (2, Fraction(1, 3)), (None, Absence.MISSING)]
)
def test_an_option_may_be_a_quotient(count: int | None, expected: object) -> None:
    assert value(chosen(COUNT), count=count) == expected


@pytest.mark.parametrize(
    ("flag", "expected"),
    [(True, True), (False, False), (None, Absence.MISSING), (Absence.NOT_APPLICABLE,) * 2],
)
def test_a_case_may_be_a_flag(flag: object, expected: object) -> None:
    assert value(n.If(FLAG, e.Compare(">", COUNT, e.Constant(Fraction(2))), FLAG), flag=flag) == expected


@pytest.mark.parametrize(
    ("how", "figure", "expected"),
    [
        ("sum", e.Quotient(column, COUNT), Fraction(8, 3)),
        ("greatest", e.Quotient(column, COUNT), Fraction(4, 3)),
        ("least", e.Quotient(column, COUNT), Fraction(2, 3)),
        ("distinct", e.Quotient(column, column), 1),
        ("distinct", e.Quotient(column, COUNT), 2),
    ],
)
def test_figures_of_rows_may_be_quotients(how: str, figure: e.Expression, expected: object) -> None:
    assert value(e.Aggregate(how, "contract", figure)) == expected  # type: ignore[arg-type]
    assert value(e.Aggregate(how, "contract", figure), count=None) == (  # type: ignore[arg-type]
        1 if figure == e.Quotient(column, column) else Absence.MISSING
    )


@pytest.mark.parametrize(("how", "expected"), [("sum", 0), ("greatest", Absence.MISSING), ("distinct", 0)])
def test_figures_of_no_rows(how: str, expected: object) -> None:
    nothing = e.Compare(">", column, e.Constant(Fraction(100)))
    assert value(e.Aggregate(how, "contract", e.Quotient(column, COUNT), nothing)) == expected  # type: ignore[arg-type]


def test_an_aggregate_among_conditions_of_rows_is_asked_once_and_hides_no_row() -> None:
    """Rows of more than the least of all rows: one of 4, whatever rows the inner one has gone through."""
    least = e.Aggregate("least", "contract", column)
    assert value(e.Aggregate("sum", "contract", column, e.Compare(">", column, least))) == 4
    assert value(e.Aggregate("sum", "contract", e.Sum((column, least)))) == 14


@pytest.mark.parametrize(
    ("kept", "rank", "expected"),
    [
        (FLAG, 2, 2),
        (RATIO, 2, Fraction(1, 3) * 2),
        (THIRD, 2, Fraction(1, 3) * 2),
        (e.Constant(Fraction(1, 7)), 3, Fraction(3, 7)),
    ],
)
def test_s20_values_of_an_earlier_step_are_read_back_as_they_were(
    kept: e.Expression, rank: int, expected: object
) -> None:
    later = n.If(e.Ref("kept"), e.Ref("rank"), e.Constant(Fraction(0)))
    if kept is not FLAG:
        later = e.Product((e.Ref("kept"), e.Ref("rank")))  # type: ignore[assignment]
    plan = plan_of(
        n.Definition("kept", kept, ""),
        n.Definition("value", COUNT, ""),
        n.Definition("rank", n.Rank((e.Ref("value"),), None), ""),
        n.Definition("x", later, ""),
    )
    program = compile_plan(plan, PERIOD, ["x"])
    assert [[each.name for each in crossing] for crossing in program.crossings] == [["rank"], []]
    enterprise = Enterprise("c", "n", None, TOLD)  # type: ignore[arg-type]
    row = program.run(0, (), enterprise, SNAPSHOT)
    row = program.run(1, (*row, rank), enterprise, SNAPSHOT)
    assert program.value(row, "x") == expected


@pytest.mark.parametrize("node", [MONEY, e.Text("甲"), FLAG])
def test_a_node_of_the_wrong_type_is_a_mistake_of_lowering(node: e.Expression) -> None:
    wrong = e.AllOf((node,)) if node is MONEY else e.Negated(node)
    with pytest.raises(AssertionError, match=r"is a number|is not a number"):
        compile_plan(plan_of(n.Definition("x", wrong, "")), PERIOD)


def test_a_reference_outside_the_plan_is_a_mistake_of_lowering() -> None:
    with pytest.raises(KeyError):
        plan_of(n.Definition("x", e.Ref("y"), ""))


def parts_of(total: Fraction, *weights: int, unit: Fraction = Fraction(1)) -> list[object]:
    given = tuple(e.Constant(Fraction(weight)) for weight in weights)
    node = e.Sum((e.Constant(total), e.Product((MONEY, e.Constant(Fraction(0))))))
    return [value(n.Apportioned(node, given, place, unit)) for place in range(len(weights))]


@pytest.mark.parametrize(
    ("total", "weights", "unit", "expected"),
    [
        (Fraction(10), (1, 1), Fraction(1), [5, 5]),
        (Fraction(5), (1, 1), Fraction(1), [3, 2]),
        (Fraction(100), (1, 1, 1), Fraction(1), [34, 33, 33]),
        (Fraction(100), (1, 2, 1), Fraction(1), [25, 50, 25]),
        (Fraction(10), (1, 2), Fraction(1), [3, 7]),
        (Fraction(10), (2, 1), Fraction(1), [7, 3]),
        (Fraction(5, 2), (1, 1), Fraction(1), [Fraction(3, 2), 1]),
        (Fraction(1), (1, 2), Fraction(1, 100), [Fraction(33, 100), Fraction(67, 100)]),
        (Fraction(0), (1, 2), Fraction(1), [0, 0]),
        (Fraction(7), (0, 0), Fraction(1), [0, 0]),
    ],
)
def test_what_is_left_over_goes_by_largest_remainder_then_in_order(
    total: Fraction, weights: tuple[int, ...], unit: Fraction, expected: list[object]
) -> None:
    assert parts_of(total, *weights, unit=unit) == expected


def test_equal_rows_count_once_with_the_greatest_value() -> None:
    tables = {
        "contract": (
            {"amount": 200, "kind": "甲"},
            {"amount": 500, "kind": "甲"},
            {"amount": 100, "kind": "乙"},
        )
    }
    node = e.Aggregate("sum", "contract", column, None, e.Column("kind", "text"))
    enterprise = Enterprise("c", "n", None, {}, tables, {"contract": SNAPSHOT})  # type: ignore[arg-type]
    program = compile_plan(plan_of(n.Definition("x", node, "")), PERIOD)
    assert program.value(program.run(0, (), enterprise, SNAPSHOT), "x") == 6


def test_what_is_known_of_an_open_table_adds_up_to_at_least() -> None:
    node = e.Aggregate("sum", "contract", column, None, known=True)
    rows = ({"amount": 200}, {"kind": "乙"})
    enterprise = Enterprise("c", "n", None, {}, {"contract": rows}, {})  # type: ignore[arg-type]
    program = compile_plan(plan_of(n.Definition("x", node, "")), PERIOD)
    assert program.value(program.run(0, (), enterprise, SNAPSHOT), "x") == 2


@pytest.mark.parametrize(("flag", "expected"), [(True, 1), (False, 0), (None, Absence.MISSING)])
def test_a_condition_counts_as_one_or_nothing(flag: object, expected: object) -> None:
    assert value(e.Truth(FLAG), flag=flag) == expected
