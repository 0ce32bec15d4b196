"""The four lists, an enterprise on three of them, and the one total that is published: 86 points.

All enterprises here are made up, and the figures by which they are scored are assumed. What is shown is the
shape: an enterprise can be on several lists, as one of the published was on three, and 86 can be reached.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from jifen import Enterprise, ScoreCard, ScoringPark, Standing

BOARDS = ("高质量发展十强", "创新投入十强", "创新成果十强", "创新人才十强")

Facts = Mapping[str, str | int]

BASIC: Facts = {
    "研发费用": "100万元",
    "营业收入": "5000万元",
    "高新技术产品收入": "100万元",
    "净利润": "0",
    "净资产": "1000万元",
    "资产总计": "2000万元",
    "实际上缴税费总额": "10万元",
    "职工总数": 100,
    "科技人员": 0,
    "研究生以上人员": 0,
    "与主营业务相关的发明专利申请量": 0,
    "有效发明专利拥有量": 0,
}
BEFORE: Facts = {"研发费用": "100万元", "营业收入": "5000万元", "实际上缴税费总额": "10万元"}


def firm(
    park: ScoringPark, code: str, changed: Facts | None = None, before: Facts | None = None
) -> Enterprise:
    """An enterprise of 成长期 that hardly scores, but for what is changed."""
    return park.enterprise(
        code,
        facts={"2021": {**BASIC, **(changed or {})}, "2020": {**BEFORE, **(before or {})}},
        founded=date(2010, 1, 1),
        complete_to=date(2021, 12, 31),
    )


def scored(park: ScoringPark, *enterprises: Enterprise) -> dict[str, ScoreCard]:
    everyone = park.score_many(enterprises, period="2021", as_of=date(2022, 3, 31))
    assert not everyone.faults
    return {card.code: card for card in everyone.cards}


def standings(card: ScoreCard) -> dict[str, Standing]:
    return {standing.name: standing for standing in card.standings}


def listed(card: ScoreCard) -> set[str]:
    return {name for name, standing in standings(card).items() if standing.listed}


ECONOMY: Facts = {"营业收入": "1亿元", "高新技术产品收入": "9000万元", "净利润": "500万元"}
RESEARCH: Facts = {"研发费用": "1000万元"}
ACTIVITY: Facts = {"与主营业务相关的发明专利申请量": 10, "有效发明专利拥有量": 10}
TALENT: Facts = {"科技人员": 50, "研究生以上人员": 20}


@pytest.mark.parametrize(
    ("board", "strength"),
    list(zip(BOARDS, (ECONOMY, RESEARCH, ACTIVITY, TALENT), strict=True)),
    ids=BOARDS,
)
def test_each_list_is_headed_by_what_it_stands_for(park: ScoringPark, board: str, strength: Facts) -> None:
    cards = scored(park, firm(park, "STRONG", strength), *(firm(park, f"PEER{n:02}") for n in range(11)))
    head = standings(cards["STRONG"])[board]
    assert (head.rank, head.members, head.group, head.listed) == (1, 12, "", True)


def test_a_list_holds_ten_where_eleven_differ(park: ScoringPark) -> None:
    firms = [
        firm(park, f"PEER{n:02}", {"有效发明专利拥有量": 1, "与主营业务相关的发明专利申请量": n})
        for n in range(11)
    ]
    cards = scored(park, *firms)
    ranks = {code: standings(card)["创新成果十强"].rank for code, card in cards.items()}
    assert ranks == {f"PEER{n:02}": 11 - n for n in range(11)}
    assert {code for code, card in cards.items() if "创新成果十强" in listed(card)} == set(ranks) - {"PEER00"}


def test_equal_scores_at_the_last_place_are_told_apart_by_the_total(park: ScoringPark) -> None:
    """All equal in 科技活动; the weakest in all else drops out, and no eleventh is let in."""
    firms = [firm(park, f"PEER{n:02}", {"科技人员": n}) for n in range(11)]
    cards = scored(park, *firms)
    assert {card.points["invention_applications"] for card in cards.values()} == {Decimal(0)}
    dropped = {code for code, card in cards.items() if "创新成果十强" not in listed(card)}
    assert dropped == {"PEER00"}


def test_an_enterprise_can_be_on_three_lists_and_not_on_the_fourth(park: ScoringPark) -> None:
    """Constructed after the published case: first in economy, results and talent, last in spending."""
    leader = firm(park, "CONSTRUCTED", {**ECONOMY, **ACTIVITY, **TALENT})
    spenders = [firm(park, f"PEER{n:02}", RESEARCH) for n in range(10)]
    cards = scored(park, leader, *spenders)
    assert listed(cards["CONSTRUCTED"]) == {"高质量发展十强", "创新成果十强", "创新人才十强"}
    assert standings(cards["CONSTRUCTED"])["创新投入十强"].rank == 11


def test_an_enterprise_of_unknown_total_is_on_no_list_that_rests_on_what_it_lacks(park: ScoringPark) -> None:
    lacking = park.enterprise(
        "LACKING", facts={"2021": {"营业收入": "5000万元"}}, complete_to=date(2021, 12, 31)
    )
    cards = scored(park, lacking, *(firm(park, f"PEER{n:02}") for n in range(3)))
    assert cards["LACKING"].total is None
    assert listed(cards["LACKING"]) == set()


def test_core_area_and_extension_parks_are_scored_by_one_scheme(park: ScoringPark) -> None:
    extension = {**RESEARCH, "所属园区": "拓展园", "拓展园名称": "样例拓展园"}
    cards = scored(
        park,
        firm(park, "CORE", {**RESEARCH, "所属园区": "核心区"}),
        firm(park, "EXTENSION", extension),
        firm(park, "UNTOLD", RESEARCH),
    )
    assert len({card.total for card in cards.values()}) == 1
    ranks = {code: standings(card)["创新投入十强"].rank for code, card in cards.items()}
    assert ranks == {"CORE": 1, "EXTENSION": 1, "UNTOLD": 1}


def constructed_for_86(park: ScoringPark) -> Enterprise:
    """A constructed enterprise of 成长期: 25.5 + 27.2 + 18.3 + 15 = 86."""
    now: Facts = {
        "营业收入": "1亿元",
        "高新技术产品收入": "9000万元",
        "研发费用": "1000万元",
        "研发费用加计扣除所得税减免额": "100万元",
        "净利润": "1500万元",
        "净资产": "5000万元",
        "资产总计": "1亿元",
        "实际上缴税费总额": "600万元",
        "科研仪器设备原值": "2000万元",
        "产学研合作研发支出": "90万元",
        "职工总数": 100,
        "科技人员": 40,
        "研究生以上人员": 15,
        "吸纳应届毕业生人数": 6,
        "高层次人才数": 5,
        "与主营业务相关的发明专利申请量": 10,
        "有效发明专利拥有量": 4,
    }
    before: Facts = {"营业收入": "7000万元", "研发费用": "800万元", "实际上缴税费总额": "500万元"}
    talents = zip("甲乙丙丁戊", ("B类", "C类", "D类", "D类", "D类"), strict=True)
    return park.enterprise(
        "CONSTRUCTED-86",
        "构造的企业",
        facts={"2021": now, "2020": before},
        founded=date(2010, 1, 1),
        tables={
            "金凤凰人才名单": [
                {"人才编号": person, "人才层次": reached, "认定日期": date(2021, 5, 1)}
                for person, reached in talents
            ],
            "技术合同": [{"合同编号": "1", "买方": "甲", "成交额": "1000万元", "登记日期": date(2021, 5, 1)}],
            "研发平台": [{"平台名称": "甲", "级别": "省级", "认定日期": date(2021, 5, 1)}],
            "科技项目": [{"项目编号": "1", "级别": "省级", "立项日期": date(2021, 5, 1)}],
            "资质": [{"资质": "高新技术企业", "有效期起": date(2020, 10, 9), "有效期止": date(2023, 10, 9)}],
        },
        complete_to=date(2021, 12, 31),
    )


def test_a_constructed_enterprise_reaches_the_published_86(park: ScoringPark) -> None:
    """Constructed: the total can be reached exactly, which says nothing of the park's own weights."""
    peers = [firm(park, f"PEER{n:02}") for n in range(19)]
    card = scored(park, constructed_for_86(park), *peers)["CONSTRUCTED-86"]
    assert card.stage_name == "成长期"
    assert {dimension.name: dimension.points for dimension in card.dimensions} == {
        "经济税务": Decimal("25.5"),
        "研发投入": Decimal("27.2"),
        "人才队伍": Decimal("18.3"),
        "科技活动": Decimal(15),
    }
    assert card.total == 86
    assert card.assumed


def test_activity_is_worth_40_at_most(park: ScoringPark) -> None:
    """200 applications at 0.5 and 20 patents would be 106 points; totals therefore end at 120."""
    card = scored(park, firm(park, "PATENTS", {**ACTIVITY, "与主营业务相关的发明专利申请量": 200}))["PATENTS"]
    assert card.points["invention_applications"] == 100
    assert {dimension.name: dimension.points for dimension in card.dimensions}["科技活动"] == 40
