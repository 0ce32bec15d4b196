"""Constructed enterprises that reach the two published totals of 大连高新区.

The article gives the leader of 初创期 116 points (技术创新 37 + 成长经营 42 + 辅助指标 37) and the leader of
机会成长期 165.6. The enterprises here are made up, and so are the weights they are scored by, which nobody
has published. What these tests show is the scale: under the assumed figures the totals can be reached.
"""

from datetime import date
from decimal import Decimal

from jifen import Enterprise, ScoreCard, ScoringPark

PEERS = 19
"""With the leader 20 to a stage, so that the first of them is among the leading 5 %."""


def peer(park: ScoringPark, number: int, year: int, revenue: str) -> Enterprise:
    """An enterprise of the leader's stage that is behind it in every comparison."""
    now = {
        "研发费用": "1万元",
        "营业收入": revenue,
        "成本费用总额": revenue,
        "主营业务收入": revenue,
        "高新技术产品收入": "1万元",
        "净利润": "0",
        "资产总计": "100万元",
        "负债合计": "50万元",
        "净资产": "50万元",
        "实际上缴税费总额": "0",
        "研发费用加计扣除所得税减免额": "0",
        "职工总数": 10,
        "科技人员": 0,
        "研发人员": 1,
        "研究生以上人员": 0,
        "与主营业务相关的发明专利申请量": 0,
        "有效发明专利拥有量": 0,
    }
    before = {"研发费用": "1万元", "营业收入": revenue}
    return park.enterprise(
        f"PEER{number:02}",
        facts={str(year): now, str(year - 1): before},
        founded=date(2010, 1, 1),
        complete_to=date(year, 12, 31),
    )


def scored(park: ScoringPark, leader: Enterprise, year: int, peers_revenue: str) -> ScoreCard:
    """The leader's card among its peers."""
    peers = [peer(park, number, year, peers_revenue) for number in range(PEERS)]
    everyone = park.score_many([leader, *peers], period=str(year), as_of=date(year + 1, 3, 31))
    assert not everyone.faults
    return next(card for card in everyone.cards if card.code == leader.code)


def by_dimension(card: ScoreCard) -> dict[str, Decimal | None]:
    return {dimension.name: dimension.points for dimension in card.dimensions}


def project(level: str, role: str, funding: str, approved: date) -> dict[str, str | date]:
    return {
        "项目编号": approved.isoformat(),
        "级别": level,
        "承担方式": role,
        "财政资助": funding,
        "立项日期": approved,
    }


def certificate(kind: str, begins: date, years: int) -> dict[str, str | date]:
    return {"资质": kind, "有效期起": begins, "有效期止": begins.replace(year=begins.year + years)}


def startup_leader(park: ScoringPark) -> Enterprise:
    """A constructed leader of 初创期 in 2020: young, much research, little revenue, nothing exported."""
    now = {
        "研发费用": "30万元",
        "营业收入": "40万元",
        "成本费用总额": "60万元",
        "主营业务收入": "40万元",
        "高新技术产品收入": "40万元",
        "技术收入": "40万元",
        "新产品销售收入": "40万元",
        "净利润": "10万元",
        "资产总计": "100万元",
        "负债合计": "40万元",
        "净资产": "60万元",
        "实际上缴税费总额": "3万元",
        "研发费用加计扣除所得税减免额": "3.375万元",
        "职工总数": 10,
        "科技人员": 10,
        "研发人员": 10,
        "研究生以上人员": 5,
        "吸纳应届毕业生人数": 6,
        "与主营业务相关的发明专利申请量": 2,
        "有效发明专利拥有量": 2,
        "高价值发明专利拥有量": 1,
        "发明专利授权量": 1,
        "设立研发支出辅助账": True,
        "研发机构级别": "市级",
    }
    return park.enterprise(
        "CONSTRUCTED-STARTUP",
        "构造的初创期企业",
        facts={
            "2020": now,
            "2019": {"研发费用": "10万元", "营业收入": "20万元"},
            "2018": {"营业收入": "10万元"},
        },
        founded=date(2018, 6, 1),
        tables={
            "研发平台": [
                {"平台名称": "甲", "级别": "省级", "认定日期": date(2019, 5, 1)},
                {"平台名称": "乙", "级别": "省级", "认定日期": date(2020, 5, 1)},
            ],
            "科技奖励": [{"证书编号": "1", "级别": "省级", "授奖日期": date(2020, 6, 1)}],
            "科技项目": [
                project("省级", "牵头", "25万元", date(2020, 3, 1)),
                project("省级", "参与", "0", date(2020, 9, 1)),
            ],
            "风险投资": [{"融资编号": "1", "到账金额": "500万元", "到账日期": date(2020, 4, 1)}],
            "资质": [
                certificate("高新技术企业", date(2019, 12, 2), years=3),
                certificate("科技型中小企业", date(2020, 1, 1), years=1),
                certificate("雏鹰企业", date(2020, 1, 1), years=3),
            ],
        },
        complete_to=date(2020, 12, 31),
    )


def opportunity_leader(park: ScoringPark) -> Enterprise:
    """A constructed leader of 机会成长期 in 2021: patents, contracts, platforms up to their caps."""
    now = {
        "研发费用": "300万元",
        "营业收入": "450万元",
        "成本费用总额": "400万元",
        "主营业务收入": "450万元",
        "高新技术产品收入": "450万元",
        "技术收入": "450万元",
        "新产品销售收入": "450万元",
        "净利润": "100万元",
        "资产总计": "1000万元",
        "负债合计": "400万元",
        "净资产": "600万元",
        "实际上缴税费总额": "30万元",
        "研发费用加计扣除所得税减免额": "33.75万元",
        "科研仪器设备原值": "200万元",
        "产学研合作研发支出": "30万元",
        "职工总数": 20,
        "科技人员": 20,
        "研发人员": 10,
        "研究生以上人员": 10,
        "吸纳应届毕业生人数": 6,
        "与主营业务相关的发明专利申请量": 6,
        "有效发明专利拥有量": 10,
        "高价值发明专利拥有量": 5,
        "发明专利授权量": 5,
        "实用新型专利授权量": 10,
        "软件著作权登记量": 15,
        "制定国家标准数": 1,
        "制定行业标准数": 1,
        "建立研发准备金制度": True,
        "设立研发支出辅助账": True,
        "核心自主知识产权评审分": 8,
        "研发机构级别": "省级",
    }
    four = ("甲", "乙", "丙", "丁")
    return park.enterprise(
        "CONSTRUCTED-OPPORTUNITY",
        "构造的机会成长期企业",
        facts={
            "2021": now,
            "2020": {"研发费用": "100万元", "营业收入": "200万元", "科研仪器设备原值": "100万元"},
            "2019": {"营业收入": "100万元"},
        },
        founded=date(2018, 6, 1),
        tables={
            "技术合同": [
                {"合同编号": name, "买方": name, "成交额": "90万元", "登记日期": date(2021, 5, 1)}
                for name in four
            ],
            "研发平台": [{"平台名称": name, "级别": "省级", "认定日期": date(2021, 5, 1)} for name in four],
            "科技奖励": [{"证书编号": "1", "级别": "省级", "授奖日期": date(2020, 6, 1)}],
            "科技项目": [
                project("省级", "牵头", "50万元", date(2021, 3, 1)),
                project("国家级", "牵头", "50万元", date(2021, 9, 1)),
                project("省级", "参与", "0", date(2020, 3, 1)),
            ],
            "资质": [
                certificate("高新技术企业", date(2019, 12, 2), years=3),
                certificate("专精特新中小企业", date(2021, 7, 1), years=3),
                certificate("瞪羚企业", date(2021, 1, 1), years=3),
                certificate("雏鹰企业", date(2020, 1, 1), years=3),
            ],
        },
        complete_to=date(2021, 12, 31),
    )


def test_a_constructed_leader_of_the_first_stage_reaches_116_as_37_and_42_and_37(park: ScoringPark) -> None:
    """Constructed: 37 + 42 + 37 = 116 can be reached exactly, which says nothing of Dalian's weights."""
    card = scored(park, startup_leader(park), 2020, "20万元")
    assert card.stage_name == "初创期"
    assert by_dimension(card) == {"技术创新": 37, "成长经营": 42, "辅助指标": 37, "信用合规": 0}
    assert card.total == 116


def test_a_constructed_leader_of_the_second_stage_reaches_165_6(park: ScoringPark) -> None:
    """Constructed: totals pass 100 and can reach 165.6 exactly, which says nothing of Dalian's weights."""
    card = scored(park, opportunity_leader(park), 2021, "60万元")
    assert card.stage_name == "机会成长期"
    assert card.total == Decimal("165.6")


def test_both_totals_rest_on_assumed_figures_and_say_so(park: ScoringPark) -> None:
    assert scored(park, startup_leader(park), 2020, "20万元").assumed
    assert scored(park, opportunity_leader(park), 2021, "60万元").assumed


def test_the_constructed_leaders_head_the_list_of_their_stage(park: ScoringPark) -> None:
    card = scored(park, startup_leader(park), 2020, "20万元")
    standing = next(standing for standing in card.standings if standing.board == "stage-top-20")
    assert (standing.group, standing.rank, standing.members) == ("初创期", 1, PEERS + 1)
    assert standing.listed
