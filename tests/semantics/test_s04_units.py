"""S4: units are products and quotients of base units; scales, percentage points, and what is no unit."""

from fractions import Fraction

import pytest
from tests.semantics.trial import (
    WHOLE,
    bands,
    calculator,
    codes,
    enterprise,
    indicator,
    item,
    judge,
    mistakes,
    opened,
    score,
    values,
    verdicts,
)

AREA = '[fields.area]\nname = "建筑面积"\nunit = "㎡"\n[fields.lease]\nname = "租期"\nunit = "年"\n'


@pytest.mark.parametrize(
    ("written", "yuan"),
    [("1元", 1), ("1千元", 1000), ("1万元", 10**4), ("1亿元", 10**8), ("0.5万元", 5000)],
)
def test_s04_scales_of_money_are_one_unit(written: str, yuan: int) -> None:
    park = calculator(f"{written} ÷ 1元", "研发费用 ÷ 1元")
    assert values(park, enterprise(park, {"研发费用": written})) == [yuan, yuan]


def test_s04_a_bare_number_of_data_is_in_the_declared_unit() -> None:
    park = calculator("研发费用 ÷ 1元", "职工总数 ÷ 1人")
    assert values(park, enterprise(park, {"研发费用": 3, "职工总数": 7})) == [30_000, 7]


def test_s04_counts_go_by_any_of_three_names() -> None:
    park = calculator("1件 + 1项 + 1个", "1年 ÷ 1个月", "1万", "1亿", "10% + 1‰")
    assert values(park, enterprise(park)) == [3, 12, 10**4, 10**8, Fraction(101, 1000)]


@pytest.mark.parametrize(
    "mixed",
    [
        "研发费用 + 职工总数",
        "研发费用 >= 5人",
        "研发费用 - 1",
        "研发费用 ÷ 职工总数 + 1元",
        "建筑面积 + 1元",
        "租期 + 1天",
    ],
)
def test_s04_unlike_units_neither_add_nor_compare(mixed: str) -> None:
    scoring = item(mixed) if ">=" in mixed else bands(("< 0", 1), (">= 0", 2))
    found = codes(mistakes(WHOLE + AREA + indicator("x", scoring, "" if ">=" in mixed else mixed)))
    assert found
    assert set(found) <= {"J411", "J412"}


def test_s04_units_multiply_and_divide() -> None:
    park = opened(
        WHOLE
        + AREA
        + indicator("rent", bands(("< 2元/㎡/年", 1), (">= 2元/㎡/年", 2)), "研发费用 ÷ 建筑面积 ÷ 租期")
        + indicator(
            "back", bands(("< 600元", 1), (">= 600元", 2)), "研发费用 ÷ 建筑面积 ÷ 租期 × 租期 × 建筑面积"
        )
        + indicator("head", bands(("< 6元/人", 1), (">= 6元/人", 2)), "研发费用 ÷ 职工总数")
    )
    one = enterprise(park, {"研发费用": "600元", "建筑面积": 100, "租期": 3, "职工总数": 100})
    assert score(park, one).points == {"rent": 2, "back": 2, "head": 2}
    less = enterprise(park, {"研发费用": "599.99元", "建筑面积": 100, "租期": 3, "职工总数": 100})
    assert score(park, less).points == {"rent": 1, "back": 1, "head": 1}


@pytest.mark.parametrize(
    ("spent", "holds"), [("104999.99元", False), ("105000元", True), ("105000.01元", True)]
)
def test_s04_percentage_points_are_added_to_a_ratio(spent: str, holds: bool) -> None:
    """10% plus 5 percentage points are 15%, plus 50 basis points 10.5%: of 100万元, 105,000元."""
    park = judge("研发费用 ÷ 营业收入 >= 10% + 50基点", "研发费用 ÷ 营业收入 - 0.5个百分点 >= 10%")
    assert verdicts(park, enterprise(park, {"研发费用": spent})) == [holds, holds]


@pytest.mark.parametrize(
    "wrong",
    ["研发费用 ÷ 营业收入 >= 5百分点", "研发费用 >= 5万元 + 1百分点", "研发费用 ÷ 营业收入 >= 10% × 5基点"],
)
def test_s04_percentage_points_stand_nowhere_else(wrong: str) -> None:
    assert "J414" in codes(mistakes(WHOLE + indicator("x", item(wrong))))


def test_s04_fen_is_no_score() -> None:
    assert "J413" in codes(mistakes(WHOLE + indicator("x", item("研发费用 >= 5分"))))
    assert "J413" in codes(mistakes(WHOLE + '[fields.mark]\nname = "评分"\nunit = "分"\n'))


def test_s04_a_percentage_is_not_written_as_a_bare_number() -> None:
    assert "J411" in codes(mistakes(WHOLE + indicator("x", item("同比(研发费用) >= 6"))))
    assert not mistakes(WHOLE + indicator("x", item("同比(研发费用) >= 0")))


SHARE = "研发费用 ÷ 营业收入"
RATIO = '{ kind = "ratio", reference = "@", points = 2 }'
HELD_AGAINST = {
    "ratio": RATIO,
    "per unit": '{ kind = "per_unit", step = "@", points = 1, cap = 2 }',
    "bands": bands(("< @", 1), (">= @", 2)),
    "best": f'{{ kind = "best", of = [{{ value = "{SHARE}", scoring = {RATIO} }}] }}',
}


@pytest.mark.parametrize("bare", ["30", "0.3"])
@pytest.mark.parametrize("kind", HELD_AGAINST)
def test_s04_a_share_of_like_amounts_is_held_against_percent(kind: str, bare: str) -> None:
    """30 would be 3000 %: it is asked for its sign, unless the share is said to be a multiple (倍)."""
    value = "" if kind == "best" else SHARE

    def found(figure: str, **keys: str) -> set[str]:
        scoring = HELD_AGAINST[kind].replace("@", figure)
        return set(codes(mistakes(WHOLE + indicator("x", scoring, value, **keys))))

    assert found(bare) == {"J411"}
    assert found("30%") == found("3倍") == set()
    if value:
        assert found(bare, shown_as='"倍"') == set()


def test_s04_a_share_is_what_two_amounts_are_and_no_other_plain_number() -> None:
    scoring = RATIO.replace("@", "30")
    assert not mistakes(WHOLE + indicator("x", scoring, "研发费用 ÷ 1万元"))
    assert codes(mistakes(WHOLE + indicator("x", scoring, "(研发费用 + 营业收入) ÷ 营业收入"))) == ["J411"]


def test_s04_a_duration_is_no_period() -> None:
    assert mistakes(WHOLE + AREA + indicator("x", item("租期 >= 3年度")))
    assert not mistakes(WHOLE + AREA + indicator("x", item("租期 >= 3年")))
