"""科技型中小企业: every edge of every bracket, and ten enterprises worked by hand."""

from datetime import date

import pytest
from tests.policies.standards import Edge, Told, amount, assess, percent, points_around

CARD = "technology_sme"

STAFF: list[Edge] = [
    ("30", 16, 20, 20),
    ("25", 12, 16, 16),
    ("20", 8, 12, 12),
    ("15", 4, 8, 8),
    ("10", 0, 4, 4),
]
OF_SALES: list[Edge] = [
    ("6", 40, 50, 50),
    ("5", 30, 40, 40),
    ("4", 20, 30, 30),
    ("3", 10, 20, 20),
    ("2", 0, 10, 10),
]
OF_COSTS: list[Edge] = [
    ("30", 40, 50, 50),
    ("25", 30, 40, 40),
    ("20", 20, 30, 30),
    ("15", 10, 20, 20),
    ("10", 0, 10, 10),
]


@pytest.mark.parametrize("edge", STAFF)
def test_technical_staff(edge: Edge) -> None:
    facts = percent("科技人员", "职工总数")
    assert points_around(CARD, "technical_staff_share", facts, edge[0]) == list(edge[1:])


@pytest.mark.parametrize("edge", OF_SALES)
def test_research_of_sales(edge: Edge) -> None:
    facts = percent("研发费用", "营业收入", 成本费用总额="1亿元")
    assert points_around(CARD, "rd_input", facts, edge[0]) == list(edge[1:])


@pytest.mark.parametrize("edge", OF_COSTS)
def test_research_of_costs(edge: Edge) -> None:
    facts = percent("研发费用", "成本费用总额", 营业收入="100亿元")
    assert points_around(CARD, "rd_input", facts, edge[0]) == list(edge[1:])


@pytest.mark.parametrize(
    ("first", "second", "points"),
    [
        (0, 0, 0),
        (0, 1, 6),
        (0, 2, 12),
        (0, 3, 18),
        (0, 4, 24),
        (0, 9, 24),
        (1, 0, 30),
        (2, 0, 30),
        (1, 4, 30),
    ],
)
def test_intellectual_property(first: int, second: int, points: int) -> None:
    found = assess(CARD, {"Ⅰ类知识产权": first, "Ⅱ类知识产权": second})
    assert found.points["intellectual_property"] == points


@pytest.mark.parametrize(
    ("name", "at", "above"),
    [
        ("职工总数", "500人", "501人"),
        ("营业收入", "2亿元", "20000.01万元"),
        ("资产总计", "2亿元", "20000.01万元"),
    ],
)
def test_the_size_gate_includes_its_limits(name: str, at: str, above: str) -> None:
    within: dict[str, Told] = {"职工总数": 1, "营业收入": 1, "资产总计": 1}
    assert [assess(CARD, {**within, name: told}).gates_met for told in (at, above)] == [True, False]


# Ten enterprises: staff, technical staff, revenue, assets, research, costs, class I, class II (money in 万元)
# → share of technical staff, research of sales | of costs → points 20 + 50 + 30 = total → verdict.
WORKED = [
    # 30/100 = 30% → 20; 60/1000 = 6% → 50; one class I → 30; 100 ≥ 60
    ((100, 30, 1000, 2000, 60, 900, 1, 0), (20, 50, 30), 100, True),
    # 25/100 = 25% → 16; 50/1000 = 5% → 40 (of costs 5.56% → 0); none → 0; 56 < 60
    ((100, 25, 1000, 2000, 50, 900, 0, 0), (16, 40, 0), 56, False),
    # 8/40 = 20% → 12; 30/1000 = 3% → 20, of costs 30/100 = 30% → 50; 1 class II → 6; 68
    ((40, 8, 1000, 500, 30, 100, 0, 1), (12, 50, 6), 68, True),
    # 9/100 = 9% → 0, which bars it: 0 + 50 + 30 = 80 ≥ 60 and yet no
    ((100, 9, 1000, 2000, 80, 900, 2, 0), (0, 50, 30), 80, False),
    # 10/100 = 10% → 4; 4.5% → 30 (45/1000); 4 class II → 24; 58 < 60
    ((100, 10, 1000, 2000, 45, 900, 0, 4), (4, 30, 24), 58, False),
    # 15/100 = 15% → 8; 4.5% → 30; 4 class II → 24; 62
    ((100, 15, 1000, 2000, 45, 900, 0, 4), (8, 30, 24), 62, True),
    # 501 staff: gate; 200/501 = 39.9% → 20; 6% → 50; 30; 100 and yet no
    ((501, 200, 1000, 2000, 60, 900, 1, 0), (20, 50, 30), 100, False),
    # revenue of 20000 passes the gate; 12/60 = 20% → 12; 590/20000 = 2.95% → 10, of costs 590/3000 = 19.7%
    # → 20; 3 class II → 18; 50 < 60
    ((60, 12, 20000, 20000, 590, 3000, 0, 3), (12, 20, 18), 50, False),
    # 25% → 16; 1.99% → 0, of costs 199/1990 = 10% → 10; class I 30; 56 < 60
    ((4, 1, 10000, 9000, 199, 1990, 1, 1), (16, 10, 30), 56, False),
    # 2/8 = 25% → 16; 3.99% → 20, of costs 13.3% → 10; class II 4 → 24; exactly 60
    ((8, 2, 10000, 9000, 399, 3000, 0, 4), (16, 20, 24), 60, True),
]
NAMES = (
    "职工总数",
    "科技人员",
    "营业收入",
    "资产总计",
    "研发费用",
    "成本费用总额",
    "Ⅰ类知识产权",
    "Ⅱ类知识产权",
)


@pytest.mark.parametrize(("values", "points", "total", "verdict"), WORKED)
def test_worked_by_hand(values: tuple[int, ...], points: tuple[int, ...], total: int, verdict: bool) -> None:
    found = assess(CARD, dict(zip(NAMES, values, strict=True)))
    assert (tuple(found.points.values()), found.total, found.verdict) == (points, total, verdict)


def told(**others: Told) -> dict[str, Told]:
    return {**dict(zip(NAMES, WORKED[0][0], strict=True)), **others}


def test_a_missing_datum_leaves_it_open_and_is_named() -> None:
    found = assess(CARD, told(科技人员=None))
    assert (found.verdict, found.total, found.so_far, found.lacks) == (None, None, 80, ("technical_staff",))


def test_a_false_gate_settles_it_whatever_is_missing() -> None:
    found = assess(CARD, told(职工总数=501, 科技人员=None, 研发费用=None))
    assert (found.verdict, found.lacks) == (False, ())


def test_an_unknown_gate_leaves_it_open_although_the_score_is_reached() -> None:
    found = assess(CARD, told(资产总计=None))
    assert (found.score_met, found.verdict, found.lacks) == (True, None, ("total_assets",))


def test_the_minimum_is_told_with_its_dimension() -> None:
    found = assess(CARD, told(科技人员=9))
    assert [(one.id, one.minimum, one.reached) for one in found.dimensions] == [
        ("staff", "> 0", False),
        ("research", None, None),
        ("achievement", None, None),
    ]


def test_facts_are_those_of_the_period_and_amounts_may_carry_units() -> None:
    of_money = amount("研发费用", 营业收入="1000万元", 成本费用总额="9000000元")
    assert points_around(CARD, "rd_input", of_money, "60") == [40, 50, 50]
    assert assess(CARD, told(), day=date(2024, 6, 30)).verdict is True
