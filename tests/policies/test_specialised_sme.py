"""专精特新中小企业: every edge of every bracket, the slot, and ten enterprises worked by hand."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from tests.policies.standards import Edge, Facts, Rows, Told, amount, around, assess, percent, points_around

CARD = "specialised_sme"
PLENTY = "1000亿元"

SHARES: dict[str, tuple[Callable[[Decimal], Facts], list[Edge]]] = {
    "main_revenue_share": (
        percent("主营业务收入", "营业收入"),
        [("80", 3, 5, 5), ("70", 1, 3, 3), ("60", 0, 1, 1)],
    ),
    "net_margin": (
        percent("净利润", "营业收入"),
        [("10", 8, 10, 10), ("8", 6, 8, 8), ("6", 4, 6, 6), ("4", 2, 4, 4), ("2", 0, 2, 2)],
    ),
    # The lower the better: on an edge the better of two brackets that meet there counts.
    "debt_ratio": (
        percent("负债合计", "资产总计"),
        [("50", 5, 5, 3), ("60", 3, 3, 1), ("70", 1, 1, 0)],
    ),
    "rd_staff_share": (
        percent("研发人员", "职工总数"),
        [("20", 3, 5, 5), ("10", 1, 3, 3), ("5", 0, 1, 1)],
    ),
    "niche_years": (
        amount("从事特定细分市场年限"),
        [("2", 0, 1, 1), ("4", 1, 2, 2), ("6", 2, 3, 3), ("8", 3, 4, 4), ("10", 4, 5, 5), ("12", 5, 5, 5)],
    ),
}
CASES = [(name, edge) for name, (_, edges) in SHARES.items() for edge in edges]


@pytest.mark.parametrize(("indicator", "edge"), CASES)
def test_brackets(indicator: str, edge: Edge) -> None:
    assert points_around(CARD, indicator, SHARES[indicator][0], edge[0]) == list(edge[1:])


GROWTH: list[Edge] = [("10", 8, 10, 10), ("8", 6, 8, 8), ("6", 4, 6, 6), ("4", 2, 4, 4), ("0", 0, 2, 2)]


@pytest.mark.parametrize("edge", GROWTH)
def test_mean_growth_of_two_years(edge: Edge) -> None:
    """No growth in the first year and twice the mean in the second."""
    found = [
        assess(
            CARD,
            {"主营业务收入": str(10000 + 200 * value)},
            before={"主营业务收入": 10000},
            long_before={"主营业务收入": 10000},
        )
        for value in around(edge[0])
    ]
    assert [one.points["main_revenue_growth"] for one in found] == list(edge[1:])


AMOUNTS: list[Edge] = [
    ("500", 8, 10, 10),
    ("400", 6, 8, 8),
    ("300", 4, 6, 6),
    ("200", 2, 4, 4),
    ("100", 0, 2, 2),
]
RATIOS: list[Edge] = [("10", 8, 10, 10), ("8", 6, 8, 8), ("6", 4, 6, 6), ("4", 2, 4, 4), ("3", 0, 2, 2)]


@pytest.mark.parametrize("edge", AMOUNTS)
def test_research_by_amount(edge: Edge) -> None:
    assert points_around(CARD, "rd_input", amount("研发费用", 营业收入=PLENTY), edge[0]) == list(edge[1:])


@pytest.mark.parametrize("edge", RATIOS)
def test_research_by_ratio(edge: Edge) -> None:
    """In hundredths of what ``percent`` gives, so that the amount alone earns nothing."""

    def facts(value: Decimal) -> Facts:
        return {"研发费用": f"{value * 100}元", "营业收入": "10000元"}

    assert points_around(CARD, "rd_input", facts, edge[0]) == list(edge[1:])


@pytest.mark.parametrize(
    ("name", "value", "indicator", "points"),
    [
        ("数字化水平等级", 4, "digital_level", 5),
        ("数字化水平等级", 3, "digital_level", 5),
        ("数字化水平等级", 2, "digital_level", 3),
        ("数字化水平等级", 1, "digital_level", 0),
        ("主导产品定位", "补链产品", "product_position", 5),
        ("主导产品定位", "六基、老字号或龙头配套", "product_position", 3),
        ("主导产品定位", "其他", "product_position", 0),
        ("研发机构级别", "国家级", "rd_institute", 10),
        ("研发机构级别", "省级", "rd_institute", 8),
        ("研发机构级别", "市级", "rd_institute", 4),
        ("研发机构级别", "区级", "rd_institute", 2),
        ("研发机构级别", "无", "rd_institute", 0),
    ],
)
def test_choices(name: str, value: Told, indicator: str, points: int) -> None:
    assert assess(CARD, {name: value}).points[indicator] == points


QUALITY = ("获得省级以上质量奖", "通过质量管理体系认证", "拥有自主品牌", "参与标准制修订")


@pytest.mark.parametrize(("held", "points"), [(0, 0), (1, 3), (2, 5), (3, 5), (4, 5)])
def test_quality_is_three_each_and_five_at_most(held: int, points: int) -> None:
    facts: dict[str, Told] = {name: position < held for position, name in enumerate(QUALITY)}
    assert assess(CARD, facts).points["quality"] == points


RIGHTS = ("Ⅰ类高价值知识产权", "自主研发的Ⅰ类知识产权", "Ⅰ类知识产权", "Ⅱ类知识产权")


@pytest.mark.parametrize(
    ("held", "points"),
    [((1, 1, 1, 1), 10), ((0, 1, 1, 1), 8), ((0, 0, 1, 1), 6), ((0, 0, 0, 1), 2), ((0, 0, 0, 0), 0)],
)
def test_intellectual_property(held: tuple[int, ...], points: int) -> None:
    found = assess(CARD, dict(zip(RIGHTS, held, strict=True)))
    assert found.points["intellectual_property"] == points


# ---------------------------------------------------------------- gates and routes

PASSES: dict[str, Told] = {"从事特定细分市场年限": 2, "研发费用": 100, "营业收入": 1000}


def raised(money: str, day: date) -> Rows:
    return {"风险投资": [{"融资编号": "1", "到账金额": money, "到账日期": day}]}


@pytest.mark.parametrize(
    ("changed", "tables", "met"),
    [
        ({}, {}, True),
        ({"从事特定细分市场年限": "1.99"}, {}, False),
        ({"研发费用": "99.99"}, {}, False),
        ({"研发费用": "100", "营业收入": "3333.34"}, {}, False),
        ({"研发费用": "100", "营业收入": "3333.33"}, {}, True),
        ({"营业收入": "999.99"}, {}, False),
        ({"营业收入": "999.99"}, raised("2000万元", date(2022, 1, 1)), True),
        ({"营业收入": "999.99"}, raised("1999.99万元", date(2022, 1, 1)), False),
        # two years are full on 31 December 2023
        ({"营业收入": "999.99"}, raised("2000万元", date(2021, 12, 31)), False),
    ],
)
def test_gates(changed: Facts, tables: Rows, met: bool) -> None:
    found = assess(CARD, {**PASSES, **changed}, tables=tables)
    assert (found.gates_met, found.verdict) == (met, None if met else False)


def award(level: str, rank: int) -> Rows:
    day = date(2019, 5, 1)
    return {"科技奖励": [{"证书编号": "1", "级别": level, "单位排名": rank, "授奖日期": day}]}


@pytest.mark.parametrize(
    ("facts", "before", "tables", "met"),
    [
        ({}, {}, award("省级", 3), True),
        ({}, {}, award("省级", 4), False),
        ({}, {}, award("国家级", 5), True),
        ({}, {}, award("国家级", 6), False),
        ({"研发费用": 1500}, {"研发费用": 500}, {}, True),
        ({"研发费用": 1500}, {"研发费用": "499.99"}, {}, False),
        ({}, {}, raised("6000万元", date(2022, 6, 1)), True),
        ({}, {}, raised("5999.99万元", date(2022, 6, 1)), False),
        ({"进入创客中国全国500强": True}, {}, {}, True),
    ],
)
def test_direct_routes(facts: Facts, before: Facts, tables: Rows, met: bool) -> None:
    none: dict[str, Told] = {**PASSES, "进入创客中国全国500强": False}
    found = assess(CARD, {**none, **facts}, before={"研发费用": 100, **before}, tables=tables)
    assert found.routes_met is met
    assert found.verdict is (True if met else None)


# ---------------------------------------------------------------- ten enterprises worked by hand

NAMES = (
    "营业收入", "主营业务收入", "净利润", "负债合计", "资产总计", "研发费用", "研发人员", "职工总数",
    "从事特定细分市场年限", "主导产品定位", "数字化水平等级", "研发机构级别", "出口总额",
)  # fmt: skip
CHAIN, PARTS, OTHER = "补链产品", "六基、老字号或龙头配套", "其他"

# Main revenue two years before and a year before | the row of NAMES | how many quality items are held |
# the best kind of right (0 class I of high value … 3 class II, 4 none) | research reserve → points of
# 专业化 share, growth, years, product | 精细化 digital, quality, margin, debt | 特色化 exports, reserve |
# 创新能力 rights, research, staff, institute = total → verdict.
WORKED = [
    # 90% 5; +10%, +10% 10; 10 years 5; 5 | 5; 2 items 5; 10% 10; 50% 5 | 10, 5 | 10; 500 10; 20% 5; 10 = 100
    ((4050, 4455), (5445, 4900.5, 544.5, 500, 1000, 500, 20, 100, 10, CHAIN, 3, "国家级", 100), 2, 0, True,
     (5, 10, 5, 5, 5, 5, 10, 5, 10, 5, 10, 10, 5, 10), 100, True),
    # 80% 5; 0%, +12% → 6% 6; 3 years 1; 3 | 3; 1 item 3; 6% 6; 60% 3 | 0, 5 | 8; 4% → 4 (100 → 2); 10% 3; 8
    # = 58
    ((2000, 2000), (2800, 2240, 168, 600, 1000, 112, 10, 100, 3, PARTS, 2, "省级", 99), 1, 1, True,
     (5, 6, 1, 3, 3, 3, 6, 3, 0, 5, 8, 4, 3, 8), 58, False),
    # the same with exports of 100: 10 more, 68
    ((2000, 2000), (2800, 2240, 168, 600, 1000, 112, 10, 100, 3, PARTS, 2, "省级", 100), 1, 1, True,
     (5, 6, 1, 3, 3, 3, 6, 3, 10, 5, 8, 4, 3, 8), 68, True),
    # 75% 3; 0%, +8% → 4% 4; 5 years 2; 5 | 5; 3 items 5; 8% 8; 65% 1 | 10, 0 | 6; 250 4 (4.96% → 4); 5% 1;
    # 4 = 58
    ((3500, 3500), (5040, 3780, 403.2, 650, 1000, 250, 5, 100, 5, CHAIN, 4, "市级", 200), 3, 2, False,
     (3, 4, 2, 5, 5, 5, 8, 1, 10, 0, 6, 4, 1, 4), 58, False),
    # the same with 6 years (3) and debts of 60% (3): 61
    ((3500, 3500), (5040, 3780, 403.2, 600, 1000, 250, 5, 100, 6, CHAIN, 4, "市级", 200), 3, 2, False,
     (3, 4, 3, 5, 5, 5, 8, 3, 10, 0, 6, 4, 1, 4), 61, True),
    # one year in the niche bars the first enterprise: points of years 0, 95 and yet no
    ((4050, 4455), (5445, 4900.5, 544.5, 500, 1000, 500, 20, 100, 1, CHAIN, 3, "国家级", 100), 2, 0, True,
     (5, 10, 0, 5, 5, 5, 10, 5, 10, 5, 10, 10, 5, 10), 95, False),
    # research of 99.99 bars: 0.1% of revenue; amount and ratio earn nothing; 90 and yet no
    ((81000, 89100), (108900, 98010, 10890, 500, 1000, 99.99, 20, 100, 10, CHAIN, 3, "国家级", 100),
     2, 0, True, (5, 10, 5, 5, 5, 5, 10, 5, 10, 5, 10, 0, 5, 10), 90, False),
    # revenue of 900 and nothing raised bars: 70% 3; 0% 2; 5; 0 | 0; 0; 2% 2; 70% 1 | 0, 0 | 2; 12% 10; 20%
    # 5; 0 = 30
    ((630, 630), (900, 630, 18, 700, 1000, 108, 2, 10, 11, OTHER, 1, "无", 0), 0, 3, False,
     (3, 2, 5, 0, 0, 0, 2, 1, 0, 0, 2, 10, 5, 0), 30, False),
    # all gates, little else: 60% 1; 0%, −1% → −0.5% 0; 2 years 1; 0 | 0; 3; 1.9% 0; 71% 0 | 0, 5 | 0; 3% 2;
    # 4% 0; 2 = 14
    ((2000, 2000), (3300, 1980, 62.7, 71, 100, 100, 4, 100, 2, OTHER, 1, "区级", 0), 1, 4, True,
     (1, 0, 1, 0, 0, 3, 0, 0, 0, 5, 0, 2, 0, 2), 14, False),
    # 59% 0; +8.00%, +8.01% 8; 8 years 4; 3 | 5; 5; 4% 4; 50% 5 | 10, 5 | 8; 300 6 (3% → 2); 19% 3; 0 = 66
    ((5057.6132, 5462.2222), (10000, 5900, 400, 50, 100, 300, 19, 100, 8, PARTS, 3, "无", 100), 4, 1, True,
     (0, 8, 4, 3, 5, 5, 4, 5, 10, 5, 8, 6, 3, 0), 66, True),
]  # fmt: skip


@pytest.mark.parametrize("worked", WORKED)
def test_worked_by_hand(worked: tuple) -> None:  # type: ignore[type-arg]
    (first, second), row, quality, best_right, reserve, points, total, verdict = worked
    facts: dict[str, Told] = {
        name: str(value) if isinstance(value, float) else value
        for name, value in zip(NAMES, row, strict=True)
    }
    facts |= {name: position < quality for position, name in enumerate(QUALITY)}
    facts |= {name: int(position >= best_right) for position, name in enumerate(RIGHTS)}
    facts |= {"建立研发准备金制度": reserve, "进入创客中国全国500强": False}
    found = assess(
        CARD,
        facts,
        before={"主营业务收入": str(second), "研发费用": 100},
        long_before={"主营业务收入": str(first)},
        park_id="province",
    )
    order = (
        "main_revenue_share", "main_revenue_growth", "niche_years", "product_position",
        "digital_level", "quality", "net_margin", "debt_ratio", "exports", "reserve",
        "intellectual_property", "rd_input", "rd_staff_share", "rd_institute",
    )  # fmt: skip
    assert tuple(found.points[name] for name in order) == points
    assert (found.total, found.verdict, found.routes_met) == (total, verdict, False)


# ---------------------------------------------------------------- the slot

FULL = WORKED[0]


def best(park_id: str) -> tuple[bool | None, Decimal | None, Decimal, tuple[str, ...]]:
    (first, second), row, quality, _, reserve, *_ = FULL
    facts: dict[str, Told] = {
        name: str(value) if isinstance(value, float) else value
        for name, value in zip(NAMES, row, strict=True)
    }
    facts |= {name: position < quality for position, name in enumerate(QUALITY)}
    facts |= dict.fromkeys(RIGHTS, 1) | {"建立研发准备金制度": reserve, "进入创客中国全国500强": False}
    before: Facts = {"主营业务收入": str(second), "研发费用": 100}
    found = assess(CARD, facts, before=before, long_before={"主营业务收入": first}, park_id=park_id)
    return found.verdict, found.total, found.so_far, found.lacks


def test_a_slot_that_no_park_fills_leaves_the_total_open() -> None:
    """85 points are known and 60 would do, but no reading is cleverer than its parts (S14)."""
    assert best("binjiang") == (None, None, 85, ("slot.regional",))
    assert best("province") == (True, 100, 100, ())


def test_a_route_needs_no_slot() -> None:
    found = assess(CARD, {**PASSES, "进入创客中国全国500强": True})
    assert (found.verdict, found.lacks) == (True, ())
