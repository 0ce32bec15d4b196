"""创新型中小企业: every edge of every bracket, and ten enterprises worked by hand."""

from datetime import date
from decimal import Decimal

import pytest
from tests.policies.standards import DAY, Edge, Facts, Rows, Told, around, assess, percent, points_around

CARD = "innovative_sme"

RESEARCH: list[Edge] = [("5", 15, 20, 20), ("3", 10, 15, 15), ("2", 5, 10, 10), ("1", 0, 5, 5)]
GROWTH: list[Edge] = [("15", 15, 20, 20), ("10", 10, 15, 15), ("5", 5, 10, 10), ("0", 0, 5, 5)]
# The lower the better: on an edge, where two brackets of the source meet, the better one counts.
DEBT: list[Edge] = [("55", 10, 10, 5), ("75", 5, 5, 0)]
SHARE: list[Edge] = [("70", 15, 20, 20), ("60", 10, 15, 15), ("55", 5, 10, 10), ("50", 0, 5, 5)]


@pytest.mark.parametrize("edge", RESEARCH)
def test_research_intensity(edge: Edge) -> None:
    facts = percent("研发费用", "营业收入")
    assert points_around(CARD, "rd_intensity", facts, edge[0]) == list(edge[1:])


@pytest.mark.parametrize("edge", GROWTH)
def test_growth_of_main_revenue(edge: Edge) -> None:
    def facts(value: Decimal) -> Facts:
        return {"主营业务收入": str(10000 + value * 100)}

    before: Facts = {"主营业务收入": 10000}
    found = [assess(CARD, facts(value), before=before) for value in around(edge[0])]
    assert [one.points["main_revenue_growth"] for one in found] == list(edge[1:])


@pytest.mark.parametrize("edge", DEBT)
def test_debt_ratio(edge: Edge) -> None:
    assert points_around(CARD, "debt_ratio", percent("负债合计", "资产总计"), edge[0]) == list(edge[1:])


@pytest.mark.parametrize("edge", SHARE)
def test_share_of_main_revenue(edge: Edge) -> None:
    facts = percent("主营业务收入", "营业收入")
    assert points_around(CARD, "main_revenue_share", facts, edge[0]) == list(edge[1:])


@pytest.mark.parametrize(("product", "points"), [("战略性新兴产业", 10), ("其他", 5)])
def test_product(product: str, points: int) -> None:
    assert assess(CARD, {"主导产品所属产业": product}).points["product_industry"] == points


RIGHTS = ("Ⅰ类高价值知识产权", "自主研发的Ⅰ类知识产权", "Ⅰ类知识产权", "Ⅱ类知识产权")


@pytest.mark.parametrize(
    ("held", "points"),
    [
        ((1, 0, 1, 0), 20),
        ((2, 2, 2, 5), 20),
        ((0, 1, 1, 0), 15),
        ((0, 2, 2, 1), 15),
        ((0, 0, 1, 0), 10),
        ((0, 0, 2, 3), 10),
        ((0, 0, 0, 1), 5),
        ((0, 0, 0, 2), 5),
        ((0, 0, 0, 0), 0),
    ],
)
def test_intellectual_property(held: tuple[int, ...], points: int) -> None:
    found = assess(CARD, dict(zip(RIGHTS, held, strict=True)))
    assert found.points["intellectual_property"] == points


# Ten enterprises: the four counts of rights; research and revenue; main revenue now and before; liabilities
# and assets; product → points 20 + 20, 20 + 10, 10 + 20 = total → verdict by score alone (no route holds).
EMERGING, OTHER = "战略性新兴产业", "其他"
WORKED = [
    # 20; 50/1000 = 5% → 20; 920/800 = +15% → 20; 550/1000 = 55% → 10; 10; 920/1000 = 92% → 20
    ((1, 1, 1, 0), (50, 1000), (920, 800), (550, 1000), EMERGING, (20, 20, 20, 10, 10, 20), 100, True),
    # 10 + 3% → 15 = 25; +10% → 15, 75% → 5 = 20; 5 + 60% → 15 = 20; 65
    ((0, 0, 1, 0), (30, 1000), (660, 600), (750, 1000), OTHER, (10, 15, 15, 5, 5, 15), 65, True),
    # 15 + 2% → 10 = 25; +5% → 10, 60% → 5 = 15; 10 + 55% → 10 = 20; exactly 60
    ((0, 1, 1, 0), (20, 1000), (567, 540), (600, 1000), EMERGING, (15, 10, 10, 5, 10, 10), 60, True),
    # 5 + 2% → 10 = 15 < 20; +20% → 20, 40% → 10 = 30; 10 + 20 = 30; 75 ≥ 60 and yet no
    ((0, 0, 0, 1), (20, 1000), (840, 700), (400, 1000), EMERGING, (5, 10, 20, 10, 10, 20), 75, False),
    # 40; +4.99% → 5, 55.01% → 5 = 10 < 15; 30; 80 and yet no
    ((1, 0, 1, 0), (80, 1000), (1049.9, 1000), (5501, 10000), EMERGING, (20, 20, 5, 5, 10, 20), 80, False),
    # 40; 20 + 10 = 30; 5 + 50% → 5 = 10 < 15; 80 and yet no
    ((3, 0, 3, 0), (50, 1000), (500, 400), (100, 1000), OTHER, (20, 20, 20, 10, 5, 5), 80, False),
    # 10 + 10 = 20; 0% → 5, 50% → 10 = 15; 5 + 20 = 25: each minimum exactly or more, 60
    ((0, 0, 2, 0), (25, 1000), (700, 700), (500, 1000), OTHER, (10, 10, 5, 10, 5, 20), 60, True),
    # 10 + 10 = 20; 0% → 5, 10 = 15; 5 + 69.9% → 15 = 20; 55 < 60
    ((0, 0, 2, 0), (25, 1000), (699, 699), (500, 1000), OTHER, (10, 10, 5, 10, 5, 15), 55, False),
    # shrinking: 20 + 20; −10% → 0, 10 = 10 < 15; 30; 80 and yet no
    ((1, 0, 1, 0), (60, 1000), (900, 1000), (300, 1000), EMERGING, (20, 20, 0, 10, 10, 20), 80, False),
    # 0 + 0.99% → 0; +15% → 20, 80% → 0; 5 + 49.99% → 0; 25
    ((0, 0, 0, 0), (99, 10000), (4999, 4346), (800, 1000), OTHER, (0, 0, 20, 0, 5, 0), 25, False),
]
NO_ROUTE: Facts = {"研发机构级别": "市级"}


@pytest.mark.parametrize("worked", WORKED)
def test_worked_by_hand(worked: tuple) -> None:  # type: ignore[type-arg]
    rights, (research, revenue), (main, before), (debts, assets), product, points, total, verdict = worked
    facts: dict[str, Told] = {
        **NO_ROUTE,
        **dict(zip(RIGHTS, rights, strict=True)),
        "研发费用": research,
        "营业收入": revenue,
        "主营业务收入": str(main),
        "负债合计": debts,
        "资产总计": assets,
        "主导产品所属产业": product,
    }
    found = assess(CARD, facts, before={"主营业务收入": before})
    assert (tuple(found.points.values()), found.total, found.verdict) == (points, total, verdict)
    assert found.routes_met is False


def certificate(kind: str, begins: date, ends: date) -> Rows:
    return {"资质": [{"资质": kind, "有效期起": begins, "有效期止": ends}]}


def award(level: str, day: date) -> Rows:
    return {"科技奖励": [{"证书编号": "1", "级别": level, "单位排名": 9, "授奖日期": day}]}


def equity(money: str, day: date) -> Rows:
    return {"风险投资": [{"融资编号": "1", "到账金额": money, "到账日期": day}]}


@pytest.mark.parametrize(
    ("tables", "met"),
    [
        (award("省级", date(2021, 1, 1)), True),
        (award("国家级", date(2021, 1, 1)), True),
        (award("市级", date(2023, 1, 1)), False),
        # three years are full on 31 December 2023
        (award("省级", date(2020, 12, 31)), False),
        (certificate("高新技术企业", date(2021, 1, 1), date(2024, 1, 1)), True),
        (certificate("高新技术企业", date(2020, 12, 31), date(2023, 12, 31)), False),
        (certificate("国家技术创新示范企业", date(2022, 1, 1), date(2025, 1, 1)), True),
        (certificate("国家知识产权优势企业", date(2022, 1, 1), date(2025, 1, 1)), True),
        (certificate("国家知识产权示范企业", date(2022, 1, 1), date(2025, 1, 1)), True),
        (certificate("瞪羚企业", date(2022, 1, 1), date(2025, 1, 1)), False),
        (equity("500万元", date(2021, 6, 1)), True),
        (equity("499.99万元", date(2021, 6, 1)), False),
        (equity("800万元", date(2020, 12, 31)), False),
    ],
)
def test_direct_routes(tables: Rows, met: bool) -> None:
    found = assess(CARD, NO_ROUTE, tables=tables)
    assert found.routes_met is met
    assert found.verdict is (True if met else None)


@pytest.mark.parametrize(
    ("level", "met"), [("国家级", True), ("省级", True), ("市级", False), ("区级", False), ("无", False)]
)
def test_an_institute_of_the_province_is_a_direct_route(level: str, met: bool) -> None:
    assert assess(CARD, {"研发机构级别": level}).routes_met is met


def test_a_route_settles_it_whatever_is_missing() -> None:
    found = assess(CARD, {"研发机构级别": "省级"}, complete_to=None)
    assert (found.verdict, found.total, found.lacks) == (True, None, ())


def test_routes_are_read_at_the_as_of_date() -> None:
    """The certificate runs out between the end of the year and the day that is asked for."""
    tables = certificate("高新技术企业", date(2021, 3, 1), date(2024, 3, 1))
    later = [date(2024, 2, 29), date(2024, 3, 1)]
    found = [assess(CARD, NO_ROUTE, tables=tables, day=day, complete_to=day) for day in later]
    assert [one.routes_met for one in found] == [True, False]
    assert assess(CARD, NO_ROUTE, tables=tables, complete_to=DAY).routes_met is True


def test_tables_that_do_not_reach_the_day_leave_routes_open() -> None:
    worked = dict(zip(RIGHTS, (0, 0, 0, 0), strict=True))
    found = assess(
        CARD, {**NO_ROUTE, **worked, "研发费用": 1, "营业收入": 10000}, complete_to=date(2023, 6, 30)
    )
    assert (found.routes_met, found.score_met, found.verdict) == (None, False, None)
    assert found.lacks == ("science_award", "qualification", "venture_investment")
