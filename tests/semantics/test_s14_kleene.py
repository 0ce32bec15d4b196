"""S14: three-valued, and only Kleene; no reading is cleverer than its parts."""

from functools import partial

import pytest
from tests.semantics.trial import (
    WHOLE,
    bands,
    calculator,
    enterprise,
    indicator,
    judge,
    opened,
    score,
    values,
    verdicts,
)

from jifen.language.check import check_condition
from jifen.language.conditions import check_conditions
from jifen.language.diagnostics import Diagnostics
from jifen.language.scope import Scope
from jifen.model.condition import ConditionGroup
from jifen.model.enterprise import Absence
from jifen.model.place import Place, Places, Written

UNKNOWN = Absence.MISSING


@pytest.mark.parametrize(
    "condition",
    [
        "研发费用 >= 0",
        "研发费用 = 研发费用",
        "研发费用 - 研发费用 = 0",
        "研发费用 × 0 = 0",
        "研发费用 属于 [0, 999999999999元]",
    ],
)
def test_s14_an_atom_with_an_absent_operand_is_unknown(condition: str) -> None:
    """Even where every figure that might be told gives the same: 研发费用 cannot be below zero."""
    park = judge(condition)
    one = enterprise(park)
    assert verdicts(park, one) == [UNKNOWN]
    assert score(park, one).lacks == ("rd_expense",)


def test_s14_an_extreme_is_unknown_although_its_cap_is_reached() -> None:
    park = calculator("最小(营业收入, 研发费用)", "最大(营业收入, 研发费用)")
    assert values(park, enterprise(park)) == [UNKNOWN, UNKNOWN]


def test_s14_bands_that_give_the_same_points_do_not_settle_an_unknown_value() -> None:
    park = opened(WHOLE + indicator("x", bands(("< 0元", 7), (">= 0元", 7)), "研发费用"))
    assert score(park, enterprise(park)).total is None


@pytest.mark.parametrize(
    ("amounts", "others", "expected"),
    [
        ((None, 1), True, UNKNOWN),
        ((None, 2), True, True),
        ((None, 1), False, False),
        ((1, 1), True, False),
        ((), True, False),
    ],
)
def test_s14_row_conditions_follow_kleene(
    amounts: tuple[int | None, ...], others: bool, expected: object
) -> None:
    """存在: a false condition settles a row, a row that holds settles the whole, else it is unknown."""
    park = judge('存在(技术合同, 成交额 >= 2元, 买方 = "甲")')
    buyer = "甲" if others else "乙"
    rows = [
        {"合同编号": str(n), "买方": buyer, "成交额": None if amount is None else f"{amount}元"}
        for n, amount in enumerate(amounts)
    ]
    assert verdicts(park, enterprise(park, tables={"技术合同": rows})) == [expected]


TRUTH = {
    "all": {"TT": True, "TF": False, "TU": UNKNOWN, "FF": False, "FU": False, "UU": UNKNOWN},
    "any": {"TT": True, "TF": True, "TU": True, "FF": False, "FU": UNKNOWN, "UU": UNKNOWN},
    "none": {"TT": False, "TF": False, "TU": False, "FF": True, "FU": UNKNOWN, "UU": UNKNOWN},
}


@pytest.mark.parametrize(("group", "pair"), [(group, pair) for group in TRUTH for pair in TRUTH[group]])
def test_s14_groups_of_conditions_follow_kleene(group: str, pair: str) -> None:
    """The tables of all, any and none, each pair in both orders, by the program that decides."""
    from tests.semantics.trial import YEAR_END

    from jifen.evaluation.program import compile_plan
    from jifen.model.period import Period
    from jifen.plan.graph import Plan, in_steps
    from jifen.plan.nodes import Definition

    park = judge("营业收入 > 0")
    atoms = {"T": "营业收入 > 0", "F": "营业收入 < 0", "U": "研发费用 > 0"}
    here = Place("t", 1, 1)
    expected = TRUTH[group][pair]
    scope = Scope(park.vocabulary)
    for order in (pair, pair[::-1]):
        found = Diagnostics()
        written = ConditionGroup(
            places=Places(here), **{group: tuple(Written(atoms[sign], here) for sign in order)}
        )
        atom = partial(check_condition, scope=scope, diagnostics=found)
        checked = check_conditions((written,), atom, found, here)
        assert checked is not None, found.sorted()
        plan = Plan(
            "t",
            "t",
            "",
            "1",
            "",
            2,
            in_steps([Definition("x", checked, "t")]),
            (),
            "",
            (),
            (),
            (),
            park.vocabulary,
            {},
        )
        program = compile_plan(plan, Period(2020))
        assert program.value(program.run(0, (), enterprise(park), YEAR_END), "x") is expected
