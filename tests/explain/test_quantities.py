"""Money, ratios and formulas as sentences write them."""

from fractions import Fraction

import pytest

from jifen.explain.formulas import evaluate
from jifen.explain.quantities import difference, known_money, money, quantity, ratio, substituted, tidy
from jifen.model.enterprise import Absence
from jifen.model.grounds import TermSeen
from jifen.model.quantity import PLAIN, SCALES

WAN, PERCENT, BARE = SCALES["万元"], SCALES["%"], SCALES[""]


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "0元"),
        (9999, "9,999元"),
        (10000, "1万元"),
        (1234500, "123.45万元"),
        (1234550, "1,234,550元"),
        (1_000_000_000, "100,000万元"),
        (Fraction(1, 3), "约 0.33元"),
        (Fraction("0.5"), "0.5元"),
        (-20000, "-2万元"),
    ],
)
def test_money_is_exact_in_the_unit_that_is_read(amount: Fraction, said: str) -> None:
    assert money(amount) == said


@pytest.mark.parametrize(
    ("value", "scale", "said"),
    [
        (Fraction(1, 20), PERCENT, "5%"),
        (Fraction(1, 3), PERCENT, "约 33.33%"),
        (Fraction(1234567), WAN, "123.4567万元"),
        (Fraction("1234567.5"), WAN, "1,234,567.5元"),
        (Fraction(1234500), WAN, "123.45万元"),
        (True, BARE, "是"),
        ("省级", BARE, "省级"),
        (Absence.MISSING, WAN, "未提供"),
        (None, WAN, "未定"),
    ],
)
def test_a_quantity_stands_in_its_scale(value: object, scale: object, said: str) -> None:
    assert quantity(value, scale) == said  # type: ignore[arg-type]


def test_ratios_are_apart_by_points_and_money_by_its_unit() -> None:
    assert difference(Fraction(7, 200), PERCENT) == "3.5 个百分点"
    assert difference(Fraction(35000), WAN) == "3.5万元"
    assert (ratio(Fraction(1, 3)), ratio(Fraction("0.0365"))) == ("约 33.3333%", "3.65%")


def test_unknown_money_is_said() -> None:
    assert [known_money(one) for one in (None, True, Absence.UNDEFINED, Fraction(5))] == [
        "未定",
        "未定",
        "无法计算",
        "5元",
    ]


def terms(**values: Fraction) -> tuple[str, tuple[TermSeen, ...]]:
    """``甲 - 乙`` with these values."""
    return "甲 - 乙", tuple(
        TermSeen(name, "甲 - 乙".index(name), value, WAN) for name, value in values.items()
    )


def test_a_formula_shows_the_values_of_its_names() -> None:
    text, found = terms(甲=Fraction(50000), 乙=Fraction(-20000))
    assert substituted(text, found) == "5万元 - (-2万元)"
    assert evaluate(text, found) == 70000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20万元", 200000),
        ("每(450万元, 100万元) × 1万元", 40000),
        ("每(-450万元, 100万元) × 1万元", 0),
        ("最小(3万元, 2万元) + 最大(1万元, 5万元)", 70000),
        ("-(1万元) + 3万元 × 50%", 5000),
        ("取整(7 ÷ 2) × 1元", 3),
        ("1万元 ÷ 0", None),
        ("没有这个名称", None),
        ("同比(1万元)", None),
        ("5%", None),
    ],
)
def test_arithmetic_is_exact(text: str, value: int | None) -> None:
    assert evaluate(text, ()) == value


def test_a_name_without_a_number_has_no_value() -> None:
    missing = TermSeen("甲", 0, Absence.MISSING, WAN)
    assert evaluate("甲 × 10%", (missing,)) is None
    ratio_of = TermSeen("甲", 0, Fraction(1, 2), BARE)
    assert evaluate("甲", (ratio_of,), PLAIN) == Fraction(1, 2)


def test_a_sentence_has_no_blank_before_about() -> None:
    assert tidy("实际为 约 3%") == "实际为约 3%"
