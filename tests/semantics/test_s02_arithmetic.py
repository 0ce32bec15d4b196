"""S2: arithmetic is exact; a quotient is compared, banded, floored and multiplied as it is."""

from fractions import Fraction

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

THIRD = "研发费用 ÷ 营业收入"


def test_s02_a_quotient_keeps_what_decimals_would_lose() -> None:
    park = calculator(
        THIRD, f"({THIRD}) × 3", f"({THIRD}) × 30 ÷ 10 - 1", f"取整(({THIRD}) × 3)", f"每(({THIRD}) × 3, 1)"
    )
    one = enterprise(park, {"研发费用": "1元", "营业收入": "3元"})
    assert values(park, one) == [Fraction(1, 3), 1, 0, 1, 1]


def test_s02_decimal_fractions_add_up() -> None:
    park = calculator("0.1 + 0.2 - 0.3", "研发费用 + 利润总额 - 0.3元")
    assert values(park, enterprise(park, {"研发费用": "0.1元", "利润总额": "0.2元"})) == [0, 0]


def test_s02_a_quotient_is_compared_without_dividing_first() -> None:
    park = judge(
        f"{THIRD} = 1 ÷ 3", f"{THIRD} > 33.33333333%", f"{THIRD} < 33.33333334%", f"({THIRD}) × 3 = 1"
    )
    assert verdicts(park, enterprise(park, {"研发费用": "1元", "营业收入": "3元"})) == [
        True,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize(("spent", "points"), [("5999999.99元", 10), ("6000000元", 20), ("6000000.01元", 20)])
def test_s02_a_quotient_is_banded_without_rounding_it(spent: str, points: int) -> None:
    """−0.01元, 0 and +0.01元 around 6% of 1亿元: 5.99999999% rounded to any usual digits would be 6%."""
    park = opened(WHOLE + indicator("share", bands(("< 6%", 10), (">= 6%", 20)), THIRD))
    assert score(park, enterprise(park, {"研发费用": spent, "营业收入": "1亿元"})).points["share"] == points


def test_s02_very_large_and_very_small_figures_stay_exact() -> None:
    park = calculator("研发费用 ÷ 营业收入", "(研发费用 - 营业收入) ÷ 1元")
    largest = Fraction(10**18 - 1) / 10**4
    one = enterprise(park, {"研发费用": largest, "营业收入": largest - Fraction(1, 10**6)})
    assert values(park, one) == [Fraction((10**18 - 1) * 100, (10**18 - 1) * 100 - 1), Fraction(1, 100)]
