"""Constructed enterprises: classes, industries, deductions, the list of each stage, and full marks.

All enterprises here are made up, and the figures by which they are scored are assumed.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest

from jifen import Enterprise, ScoreCard, ScoringPark

Facts = Mapping[str, str | int]
Rows = Sequence[dict[str, str | date]]
Tables = Mapping[str, Rows]

REVENUES = {"初创期": "499.99万元", "成长期": "500万元", "成熟期": "1亿元"}

NOTHING: Facts = {
    "研发费用": "0",
    "加计扣除研发费用": "0",
    "研发费用加计扣除所得税减免额": "0",
    "成本费用总额": "500万元",
    "高新技术产品收入": "0",
    "净利润": "0",
    "净资产": "1000万元",
    "职工总数": 100,
    "科技人员": 0,
    "研究生以上人员": 0,
    "与主营业务相关的发明专利申请量": 0,
}
"""Enough to be scored, and nothing that earns a point."""


def firm(
    park: ScoringPark,
    code: str,
    changed: Facts | None = None,
    tables: Tables | None = None,
    *,
    stage: str = "成长期",
    before: Facts | None = None,
) -> Enterprise:
    revenue = REVENUES[stage]
    return park.enterprise(
        code,
        facts={
            "2023": {**NOTHING, "营业收入": revenue, **(changed or {})},
            "2022": before or {"营业收入": revenue, "研发费用": "0"},
        },
        founded=date(2015, 1, 1),
        tables=tables or {},
        complete_to=date(2023, 12, 31),
    )


def scored(park: ScoringPark, *enterprises: Enterprise) -> dict[str, ScoreCard]:
    everyone = park.score_many(enterprises, period="2023", as_of=date(2024, 3, 31))
    assert not everyone.faults
    return {card.code: card for card in everyone.cards}


def points(park: ScoringPark, wanted: str, changed: Facts | None = None, tables: Tables | None = None) -> str:
    return str(scored(park, firm(park, "ONE", changed, tables))["ONE"].points[wanted])


def certificates(*kinds: str) -> Rows:
    return [{"资质": kind, "有效期起": date(2022, 11, 1), "有效期止": date(2025, 11, 1)} for kind in kinds]


def offences(*kinds: str) -> Rows:
    return [
        {"种类": kind, "文号": str(number), "发生日期": date(2023, 6, 1)} for number, kind in enumerate(kinds)
    ]


# ------------------------------------------------------------------------------------------------ stages


@pytest.mark.parametrize("stage", REVENUES)
def test_a_stage_begins_at_its_lower_bound(park: ScoringPark, stage: str) -> None:
    assert scored(park, firm(park, "ONE", stage=stage))["ONE"].stage_name == stage


# ------------------------------------------------------------------------------------------------ classes


@pytest.mark.parametrize(
    ("kinds", "deducted", "expected"),
    [
        ((), "0", "0"),
        ((), "0.01万元", "1"),
        (("高新技术企业",), "0", "2"),
        (("科技型中小企业",), "0", "1"),
        (("专精特新中小企业",), "0", "1.5"),
        (("瞪羚企业",), "0", "2"),
        (("创新型中小企业",), "0", "1"),
        (("高新技术企业", "瞪羚企业"), "0", "4"),
        (("高新技术企业", "瞪羚企业", "专精特新中小企业", "科技型中小企业"), "100万元", "5"),
        (("雏鹰企业",), "0", "0"),
    ],
    ids=[
        "none",
        "加计扣除",
        "高企",
        "科小",
        "专精特新",
        "瞪羚",
        "创新型",
        "first year's two",
        "more than 10 marks",
        "another class",
    ],
)
def test_each_class_of_enterprise_counts(
    park: ScoringPark, kinds: tuple[str, ...], deducted: str, expected: str
) -> None:
    tables = {"资质": certificates(*kinds)}
    assert points(park, "eligible_classes", {"加计扣除研发费用": deducted}, tables) == expected


def test_a_certificate_that_has_lapsed_does_not_count(park: ScoringPark) -> None:
    lapsed = [{"资质": "高新技术企业", "有效期起": date(2020, 12, 31), "有效期止": date(2023, 12, 31)}]
    assert points(park, "eligible_classes", tables={"资质": lapsed}) == "0"


@pytest.mark.parametrize(
    ("industry", "expected"),
    [("循环经济", "4"), ("现代纺织", "4"), ("绿色食品", "4"), ("其他", "0"), ("", "0")],
)
def test_the_three_industries_earn_full_marks(park: ScoringPark, industry: str, expected: str) -> None:
    assert points(park, "leading_industry", {"所属主导产业": industry}) == expected


def test_intellectual_property_not_told_does_not_wipe_out_the_rest(park: ScoringPark) -> None:
    assert points(park, "new_ip", {"发明专利授权量": 3}) == "4.8"


# ------------------------------------------------------------------------------------------------ deductions


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((), 0),
        (("经营异常",), 5),
        (("失信被执行人",), 15),
        (("严重违法失信",), 30),
        (("严重违法失信", "失信被执行人"), 30),
        (("生产安全事故",), 5),
        (("环境违法", "产品质量事故"), 12),
        (("环境违法", "环境违法", "生产安全事故"), 20),
        (("环境违法",) * 5, 20),
        (("税收违法",), 10),
        (("税收违法", "拖欠农民工工资"), 15),
        (("科研失信",), 20),
        (("申报弄虚作假",), 40),
        (("申报弄虚作假", "科研失信"), 40),
        (("严重违法失信", "税收违法", "环境违法"), 40),
    ],
)
def test_the_negative_list_takes_away_up_to_40(
    park: ScoringPark, kinds: tuple[str, ...], expected: int
) -> None:
    cards = scored(park, firm(park, "CLEAN"), firm(park, "LISTED", tables={"负面事件": offences(*kinds)}))
    clean, listed = cards["CLEAN"], cards["LISTED"]
    assert (clean.deductions, listed.deductions) == (0, expected)
    assert clean.total is not None and listed.total == clean.total - expected


def test_an_accident_of_the_year_before_does_not_count_again(park: ScoringPark) -> None:
    rows: Rows = [{"种类": "生产安全事故", "文号": "1", "发生日期": date(2022, 12, 31)}]
    assert points(park, "accidents", tables={"负面事件": rows}) == "0"


def test_a_listing_that_has_ended_does_not_count(park: ScoringPark) -> None:
    rows: Rows = [
        {
            "种类": "失信被执行人",
            "文号": "1",
            "发生日期": date(2022, 12, 31),
            "终止日期": date(2023, 12, 31),
        }
    ]
    assert points(park, "credit_lists", tables={"负面事件": rows}) == "0"


def test_without_a_complete_table_of_events_the_total_is_unknown(park: ScoringPark) -> None:
    untold = park.enterprise("UNTOLD", facts={"2023": {**NOTHING, "营业收入": "500万元"}})
    card = scored(park, untold)["UNTOLD"]
    assert (card.total, card.deductions) == (None, None)


def test_a_total_can_fall_below_nothing(park: ScoringPark) -> None:
    """1.6 for revenue (4 of 10 marks × 4) and 2.8 for the fourth rank (7 of 10 × 4), less 40."""
    peers = [firm(park, f"PEER{n}", {"高新技术产品收入": f"{n + 1}万元"}) for n in range(3)]
    listed = firm(park, "LISTED", tables={"负面事件": offences("申报弄虚作假")})
    card = scored(park, listed, *peers)["LISTED"]
    assert (card.base, card.total) == (Decimal("4.4"), Decimal("-35.6"))


# ------------------------------------------------------------------------------------------------ the list


def test_each_stage_has_a_list_of_ten(park: ScoringPark) -> None:
    firms = [
        firm(park, f"{stage}{number:02}", {"研究生以上人员": number % 11}, stage=stage)
        for stage in REVENUES
        for number in range(11)
    ]
    cards = scored(park, *firms)
    for stage in REVENUES:
        own = [card for card in cards.values() if card.stage_name == stage]
        assert {standing.group for card in own for standing in card.standings} == {stage}
        listed = {card.code for card in own for standing in card.standings if standing.listed}
        assert listed == {card.code for card in own} - {f"{stage}00"}


# ------------------------------------------------------------------------------------------------ full marks


def full_marks(park: ScoringPark, stage: str, tables: Tables | None = None) -> Enterprise:
    """A constructed enterprise that earns all there is in its stage, if it leads its peers."""
    now: Facts = {
        "研发费用": "1000万元",
        "加计扣除研发费用": "800万元",
        "研发费用加计扣除所得税减免额": "50万元",
        "高新技术产品收入": "400万元",
        "净利润": "120万元",
        "科技人员": 30,
        "研究生以上人员": 10,
        "吸纳应届毕业生人数": 5,
        "与主营业务相关的发明专利申请量": 10,
        "与主营业务相关的PCT专利申请量": 2,
        "发明专利授权量": 3,
        "实用新型专利授权量": 5,
        "新产品销售收入": "6000万元",
        "所属主导产业": "绿色食品",
    }
    years = date(2023, 5, 1)
    return firm(
        park,
        "FULL",
        now,
        {
            "技术合同": [{"合同编号": "1", "成交额": "1000万元", "登记日期": years}],
            "科技项目": [{"项目编号": str(n), "级别": "省级", "立项日期": years} for n in range(5)],
            "研发平台": [{"平台名称": str(n), "级别": "省级", "认定日期": years} for n in range(2)],
            "科技奖励": [{"证书编号": str(n), "级别": "省级", "授奖日期": years} for n in range(2)],
            "风险投资": [{"融资编号": "1", "到账金额": "500万元", "到账日期": years}],
            "资质": certificates("高新技术企业", "瞪羚企业", "科技型中小企业"),
            **(tables or {}),
        },
        stage=stage,
        before={"营业收入": "10万元", "研发费用": "100万元"},
    )


@pytest.mark.parametrize(
    ("stage", "revenue", "total"),
    [("初创期", "1.2", "108.2"), ("成长期", "1.6", "107.6"), ("成熟期", "4", "109")],
)
def test_what_keeps_from_110_is_revenue_alone(
    park: ScoringPark, stage: str, revenue: str, total: str
) -> None:
    """Constructed: 45 + 40 + 25 can be reached but for the tiers of revenue; each stage has its own."""
    card = scored(park, full_marks(park, stage), firm(park, "PEER", stage=stage))["FULL"]
    assert str(card.points["revenue"]) == revenue
    assert [dimension.points for dimension in card.dimensions if dimension.id != "growth"] == [45, 25, 0]
    assert str(card.total) == total


def test_full_marks_less_the_negative_list(park: ScoringPark) -> None:
    leader = full_marks(park, "成熟期", {"负面事件": offences("环境违法", "经营异常")})
    card = scored(park, leader, firm(park, "PEER", stage="成熟期"))["FULL"]
    assert (card.base, card.deductions, card.total) == (109, 10, 99)


def test_every_total_rests_on_assumed_figures_and_says_so(park: ScoringPark) -> None:
    assert scored(park, firm(park, "ONE"))["ONE"].assumed
