"""S11: missing, not applicable and undefined; which wins where several meet, and what stands in for each."""

from datetime import date

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
    shown,
    values,
    verdicts,
)

from jifen.model.enterprise import Absence

MISSING, NOT_APPLICABLE, UNDEFINED = Absence.MISSING, Absence.NOT_APPLICABLE, Absence.UNDEFINED
GROWTH = "同比(研发费用)"


def growth_park(absent: str = "") -> object:
    keys = {"absent": absent} if absent else {}
    return opened(WHOLE + indicator("x", bands(("< 0%", 1), (">= 0%", 9)), GROWTH, **keys))


def case(park: object, absence: Absence | None) -> object:
    """An enterprise whose growth is absent in that way."""
    before = {"研发费用": 0 if absence is UNDEFINED else None if absence else 1}
    founded = date(2020, 1, 1) if absence is NOT_APPLICABLE else date(2019, 12, 31)
    return enterprise(park, {"研发费用": 2}, before=before, founded=founded)  # type: ignore[arg-type]


@pytest.mark.parametrize("absence", [MISSING, NOT_APPLICABLE, UNDEFINED, None])
def test_s11_each_absence_is_told_apart(absence: Absence | None) -> None:
    """An enterprise founded after the last day of the year before has no such year; one founded on it has."""
    park = growth_park()
    card = score(park, case(park, absence))  # type: ignore[arg-type]
    assert card.indicators[0].value == (1 if absence is None else absence)
    assert card.total == (9 if absence is None else None)


@pytest.mark.parametrize("treated", [MISSING, NOT_APPLICABLE, UNDEFINED])
@pytest.mark.parametrize("absence", [MISSING, NOT_APPLICABLE, UNDEFINED, None])
def test_s11_declared_points_stand_in_for_that_absence_alone(
    treated: Absence, absence: Absence | None
) -> None:
    park = growth_park(f"{{ {treated.value} = 5 }}")
    card = score(park, case(park, absence))  # type: ignore[arg-type]
    assert card.total == (9 if absence is None else 5 if absence is treated else None)
    assert shown(card, "x").treatment is (absence if absence is treated else None)


def test_s11_one_number_stands_in_for_all_three() -> None:
    park = growth_park("4")
    for absence in (MISSING, NOT_APPLICABLE, UNDEFINED):
        card = score(park, case(park, absence))  # type: ignore[arg-type]
        assert (card.total, shown(card, "x").treatment) == (4, absence)


def test_s11_not_told_wins_over_not_applicable_over_undefined() -> None:
    """研发费用 not told, 净利润 told as 不适用, a division by no staff."""
    park = calculator(
        "研发费用 + 净利润",
        "净利润 + 研发费用",
        "净利润 ÷ 营业收入 + 1 ÷ 职工总数 × 1人",
        "研发费用 ÷ 营业收入 - 1 ÷ 职工总数 × 1人",
        "最大(研发费用, 净利润, 0)",
        "净利润 × 0",
    )
    one = enterprise(park, {"净利润": "不适用", "职工总数": 0})
    assert values(park, one) == [MISSING, MISSING, NOT_APPLICABLE, MISSING, MISSING, NOT_APPLICABLE]


def test_s11_conditions_pass_the_reason_on() -> None:
    park = judge(
        "研发费用 > 0",
        "净利润 > 0",
        "营业收入 ÷ 资产总计 > 0",
        "已知(净利润)",
        "已知(营业收入)",
        "已知(营业收入 ÷ 资产总计)",
    )
    one = enterprise(park, {"净利润": "不适用", "资产总计": 0})
    assert verdicts(park, one) == [MISSING, NOT_APPLICABLE, UNDEFINED, False, True, False]


def test_s11_without_a_founding_date_an_untold_year_is_missing() -> None:
    park = calculator(GROWTH)
    assert values(park, enterprise(park, {"研发费用": 1}, founded=None)) == [MISSING]


def test_s11_points_for_an_item_do_not_wipe_out_the_others() -> None:
    scoring = (
        '{ kind = "additive", cap = 10, items = ['
        '{ when = "研发费用 > 0", points = 3 }, { when = "净利润 > 0", points = 4 }, '
        '{ when = "出口总额 > 0", points = 5 }] }'
    )
    park = opened(WHOLE + indicator("x", scoring, absent="{ missing = 1 }"))
    assert score(park, enterprise(park, {"研发费用": 1, "净利润": -1})).total == 3 + 0 + 1
    assert score(park, enterprise(park, {"研发费用": 1, "净利润": "不适用"})).total is None
