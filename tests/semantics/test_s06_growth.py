"""S6: growth from a base of zero or less is undefined; 每 counts whole steps and is never negative."""

from fractions import Fraction

import pytest
from tests.semantics.trial import calculator, enterprise, judge, values, verdicts

from jifen.model.enterprise import Absence


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ("100万元", "125万元", Fraction(1, 4)),
        ("100万元", "-50万元", Fraction(-3, 2)),
        ("3元", "4元", Fraction(1, 3)),
        ("0.01元", "0.02元", 1),
        ("0元", "100万元", Absence.UNDEFINED),
        ("-0.01元", "100万元", Absence.UNDEFINED),
        ("-100万元", "-50万元", Absence.UNDEFINED),
        ("0元", "0元", Absence.UNDEFINED),
    ],
)
def test_s06_growth_is_of_a_positive_base(then: str, now: str, expected: object) -> None:
    """A loss that halves has not grown by −50%: from a base of zero or less there is no rate."""
    park = calculator("同比(净利润)")
    assert values(park, enterprise(park, {"净利润": now}, before={"净利润": then})) == [expected]


def test_s06_a_condition_on_undefined_growth_is_unknown() -> None:
    park = judge("同比(净利润) >= 0", "同比(净利润) < 0")
    one = enterprise(park, {"净利润": "1元"}, before={"净利润": "-1元"})
    assert verdicts(park, one) == [Absence.UNDEFINED, Absence.UNDEFINED]


@pytest.mark.parametrize(
    ("value", "steps"),
    [("99.99元", 0), ("100元", 1), ("100.01元", 1), ("199.99元", 1), ("200元", 2), ("0元", 0), ("-500元", 0)],
)
def test_s06_whole_steps_are_counted_and_never_negative(value: str, steps: int) -> None:
    park = calculator("每(净利润, 100元)")
    assert values(park, enterprise(park, {"净利润": value})) == [steps]


def test_s06_division_by_zero_is_undefined() -> None:
    park = calculator("研发费用 ÷ 营业收入", "每(研发费用, 营业收入)")
    assert values(park, enterprise(park, {"研发费用": 1, "营业收入": 0})) == [Absence.UNDEFINED] * 2
