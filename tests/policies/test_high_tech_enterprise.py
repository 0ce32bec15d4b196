"""高新技术企业: every edge of every range, the research gate and its editions, ten enterprises by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.policies.standards import DAY, Facts, Told, around, assess, park

from jifen.interfaces.park import UnknownValueError
from jifen.language.diagnostics import DiagnosticError

CARD = "high_tech_enterprise"
Range = tuple[int, int]

MARKS = {
    "technical_advance": "技术先进程度评分",
    "core_support": "核心支持作用评分",
    "ip_quantity": "知识产权数量评分",
    "ip_origin": "知识产权获得方式评分",
    "standards": "参与编制标准评分",
    "conversions": "科技成果转化能力评分",
    "rd_system": "研发组织管理制度评分",
    "rd_institute": "研发机构与产学研合作评分",
    "conversion_system": "成果转化激励制度评分",
    "talent_system": "人才培养与引进制度评分",
    "net_asset_growth": "净资产增长率评分",
    "sales_growth": "销售收入增长率评分",
}


def accepted(indicator: str, facts: Facts, **years: Facts) -> Range:
    """The least and the greatest mark that count; those between count as well, and no other."""
    marks = []
    for mark in range(32):
        points = assess(CARD, {**facts, MARKS[indicator]: mark}, **years).points[indicator]
        if points is not None:
            assert points == mark
            marks.append(mark)
    assert marks == list(range(marks[0], marks[-1] + 1))
    return marks[0], marks[-1]


@pytest.mark.parametrize(
    ("indicator", "most"),
    [
        ("technical_advance", 8),
        ("core_support", 8),
        ("standards", 2),
        ("rd_system", 6),
        ("rd_institute", 6),
        ("conversion_system", 4),
        ("talent_system", 4),
    ],
)
def test_marks_that_judges_give_freely(indicator: str, most: int) -> None:
    assert accepted(indicator, {}) == (0, most)


@pytest.mark.parametrize(
    ("first", "second", "marks"),
    [
        (2, 9, (7, 8)),
        (1, 0, (7, 8)),
        (0, 11, (5, 6)),
        (0, 6, (5, 6)),
        (0, 5, (5, 6)),
        (0, 4, (3, 4)),
        (0, 3, (3, 4)),
        (0, 2, (1, 2)),
        (0, 1, (1, 2)),
        (0, 0, (0, 0)),
    ],
)
def test_quantity_of_rights(first: int, second: int, marks: Range) -> None:
    assert accepted("ip_quantity", {"Ⅰ类知识产权": first, "Ⅱ类知识产权": second}) == marks


@pytest.mark.parametrize(
    ("own", "first", "second", "marks"),
    [(1, 1, 0, (1, 6)), (2, 1, 5, (1, 6)), (0, 1, 0, (1, 3)), (0, 0, 5, (1, 3)), (0, 0, 0, (0, 0))],
)
def test_origin_of_rights(own: int, first: int, second: int, marks: Range) -> None:
    facts: Facts = {"自主研发取得的知识产权": own, "Ⅰ类知识产权": first, "Ⅱ类知识产权": second}
    assert accepted("ip_origin", facts) == marks


@pytest.mark.parametrize(
    ("edge", "below", "on", "above"),
    [
        (5, (19, 24), (25, 30), (25, 30)),
        (4, (13, 18), (19, 24), (19, 24)),
        (3, (7, 12), (13, 18), (13, 18)),
        (2, (1, 6), (7, 12), (7, 12)),
        (1, (0, 0), (1, 6), (1, 6)),
    ],
)
def test_conversions_as_the_mean_of_three_years(edge: int, below: Range, on: Range, above: Range) -> None:
    """A third of an item less, the edge, a third more: items are whole, so nothing is nearer."""
    name = "科技成果转化项数"
    found = [
        accepted(
            "conversions",
            {name: 3 * edge + more - (edge - 1) - (edge - 1)},
            before={name: edge - 1},
            long_before={name: edge - 1},
        )
        for more in (-1, 0, 1)
    ]
    assert found == [below, on, above]


@pytest.mark.parametrize(
    ("indicator", "name"), [("net_asset_growth", "净资产"), ("sales_growth", "营业收入")]
)
@pytest.mark.parametrize(
    ("edge", "below", "on", "above"),
    [
        ("35", (7, 8), (9, 10), (9, 10)),
        ("25", (5, 6), (7, 8), (7, 8)),
        ("15", (3, 4), (5, 6), (5, 6)),
        ("5", (1, 2), (3, 4), (3, 4)),
        ("0", (0, 0), (0, 0), (1, 2)),
    ],
)
def test_growth(indicator: str, name: str, edge: str, below: Range, on: Range, above: Range) -> None:
    """No growth in the first year and twice the mean in the second."""
    found = [
        accepted(
            indicator,
            {name: str(10000 + 200 * value)},
            before={name: 10000},
            long_before={name: 10000},
        )
        for value in around(edge)
    ]
    assert found == [below, on, above]


def test_marks_are_whole_numbers() -> None:
    with pytest.raises(UnknownValueError, match="小数"):
        assess(CARD, {"技术先进程度评分": "7.5"})


# ---------------------------------------------------------------- the research gate


def of_research(revenue: str, share: Decimal, day: date = DAY) -> bool | None:
    """The gate for one revenue in all three years, of which so many per cent go into research."""
    money = Fraction(revenue) * Fraction(share) / 100
    facts: Facts = {"营业收入": revenue, "高企研发费用": money}
    return assess(CARD, facts, before=facts, long_before=facts, day=day).gates_met


@pytest.mark.parametrize(
    ("revenue", "least"),
    [
        ("1000", "5"),
        ("4999.99", "5"),
        ("5000", "5"),
        ("5000.01", "4"),
        ("20000", "4"),
        ("20000.01", "3"),
        ("90000", "3"),
    ],
)
def test_the_share_of_research_follows_last_years_sales(revenue: str, least: str) -> None:
    assert [of_research("100000", Decimal("2.99")), of_research("100000", Decimal(3))] == [False, True]
    exact = Fraction(revenue) * int(least) / 100
    spent = [round(exact * 100) / Fraction(100) + Fraction(cent, 100) for cent in (-1, 0, 1)]
    same: Facts = {"营业收入": revenue, "高企研发费用": 0}
    found = []
    for money in spent:
        facts: Facts = {"营业收入": revenue, "高企研发费用": money * 3}
        found.append(assess(CARD, facts, before=same, long_before=same).gates_met)
    assert found == [money >= exact for money in spent]
    assert found[0] is False and found[2] is True


def test_the_share_is_that_of_three_years() -> None:
    """2 and 3 and 10 of 100 each are 15 of 300."""
    found = [
        assess(
            CARD,
            {"营业收入": 100, "高企研发费用": last},
            before={"营业收入": 100, "高企研发费用": 3},
            long_before={"营业收入": 100, "高企研发费用": 2},
        ).gates_met
        for last in ("9.99", 10)
    ]
    assert found == [False, True]


@pytest.mark.parametrize(
    ("day", "edition", "found"),
    [
        (date(2015, 12, 31), "2008", [False, False, True]),
        (date(2016, 1, 1), "2016", [False, True, True]),
        (DAY, "2016", [False, True, True]),
    ],
)
def test_the_as_of_date_chooses_the_edition(day: date, edition: str, found: list[bool]) -> None:
    """The first class: 6 % before 2016, 5 % since."""
    shares = [Decimal("4.99"), Decimal(5), Decimal(6)]
    assert park().scorecard(CARD, day).edition == edition
    assert [of_research("4000", share, day) for share in shares] == found


def test_on_a_day_without_an_edition_nothing_is_concluded() -> None:
    with pytest.raises(DiagnosticError) as caught:
        park().scorecard(CARD, date(2007, 12, 31))
    assert [one.code for one in caught.value.diagnostics] == ["J812"]


@pytest.mark.parametrize(("below", "verdict"), [(30, True), (29, False), (31, True)])
def test_the_older_edition_adds_the_same_marks(below: int, verdict: bool) -> None:
    """8 + 8 + 8 + 6 and 6 + 5 are 41; with 30 of conversion 71, with 29 only 70; 31 counts as 30."""
    facts: dict[str, Told] = dict.fromkeys(MARKS.values(), 0)
    facts |= {"技术先进程度评分": 8, "核心支持作用评分": 8, "知识产权数量评分": 8, "知识产权获得方式评分": 6}
    facts |= {"研发组织管理制度评分": 6, "研发机构与产学研合作评分": 5, "科技成果转化能力评分": below}
    money: Facts = {"营业收入": 1000, "高企研发费用": 60}
    found = assess(CARD, {**facts, **money}, before=money, long_before=money, day=date(2012, 6, 1))
    assert (found.edition, found.total, found.verdict) == ("2008", 41 + min(below, 30), verdict)


# ---------------------------------------------------------------- ten enterprises worked by hand

KEYS = ("营业收入", "高企研发费用", "净资产")
RIGHTS = ("Ⅰ类知识产权", "Ⅱ类知识产权", "自主研发取得的知识产权")

# Sales, research, net assets of three years, the last first | class I, class II, self-developed |
# conversions of three years | marks in the order of MARKS → points of the four groups = total → verdict.
# A mark outside its range counts for nothing and leaves its group unknown.
WORKED = [
    # research 180/3310 = 5.4% ≥ 5%; sales +10%, +10% → 3–4; assets +30%, +30% → 7–8; 5 conversions → 25–30
    # 8 + 8 + 8 + 6 + 2 = 32, capped 30; 30; 20; 8 + 4 = 12; 92
    (((1210, 70, 1690), (1100, 60, 1300), (1000, 50, 1000)), (1, 0, 1), (5, 5, 5),
     (8, 8, 8, 6, 2, 30, 6, 6, 4, 4, 8, 4), (30, 30, 20, 12), 92, True),
    # the same marks, research 149/3000 = 4.97% < 5%: the gate bars it
    (((1210, 60, 1690), (1100, 50, 1300), (1000, 49, 1000)), (1, 0, 1), (5, 5, 5),
     (8, 8, 8, 6, 2, 30, 6, 6, 4, 4, 8, 4), (30, 30, 20, 12), 92, False),
    # 6 + 6 + 6 + 5 = 23; 4 conversions → 24; 15; sales 0% → 0, assets +20% → 6; 68: not enough
    (((1000, 60, 1440), (1000, 50, 1200), (1000, 50, 1000)), (0, 5, 5), (4, 4, 4),
     (6, 6, 6, 5, 0, 24, 5, 4, 3, 3, 6, 0), (23, 24, 15, 6), 68, False),
    # 2 points of standards lift it to 70, which is not above 70
    (((1000, 60, 1440), (1000, 50, 1200), (1000, 50, 1000)), (0, 5, 5), (4, 4, 4),
     (6, 6, 6, 5, 2, 24, 5, 4, 3, 3, 6, 0), (25, 24, 15, 6), 70, False),
    # one more for its system of research: 71
    (((1000, 60, 1440), (1000, 50, 1200), (1000, 50, 1000)), (0, 5, 5), (4, 4, 4),
     (6, 6, 6, 5, 2, 24, 6, 4, 3, 3, 6, 0), (25, 24, 16, 6), 71, True),
    # sales of 8000 need 4%: 960/24000 exactly; 7 + 7 + 4 + 3 = 21; mean 11/3 = 3.67 → 18; 20; 10 + 0; 69
    (((8000, 320, 1960), (8000, 320, 1400), (8000, 320, 1000)), (0, 4, 0), (3, 4, 4),
     (7, 7, 4, 3, 0, 18, 6, 6, 4, 4, 10, 0), (21, 18, 20, 10), 69, False),
    # sales 30000 need 3%: 2700/90000; 8 + 8 + 2 + 6 = 24; mean 2 → 12; 20; 0 + 0; 56
    (((30000, 900, 1000), (30000, 900, 1000), (30000, 900, 1000)), (0, 2, 1), (1, 2, 3),
     (8, 8, 2, 6, 0, 12, 6, 6, 4, 4, 0, 0), (24, 12, 20, 0), 56, False),
    # +100%, +100% in both: 10 + 10; 8 + 8 + 8 + 6 = 30; mean 1 → 6; 16; 72
    (((4000, 400, 4000), (2000, 200, 2000), (1000, 100, 1000)), (2, 0, 2), (1, 1, 1),
     (8, 8, 8, 6, 0, 6, 4, 4, 4, 4, 10, 10), (30, 6, 16, 20), 72, True),
    # no rights at all: 4 + 4 + 0 + 0; 30; 20; 20; 78 although the rights are few
    (((4000, 400, 4000), (2000, 200, 2000), (1000, 100, 1000)), (0, 0, 0), (6, 5, 4),
     (4, 4, 0, 0, 0, 30, 6, 6, 4, 4, 10, 10), (8, 30, 20, 20), 78, True),
    # nothing converted: 30 + 0 + 20 + 20 = 70, one short
    (((4000, 400, 4000), (2000, 200, 2000), (1000, 100, 1000)), (1, 0, 1), (0, 0, 0),
     (8, 8, 8, 6, 2, 0, 6, 6, 4, 4, 10, 10), (30, 0, 20, 20), 70, False),
]  # fmt: skip


def facts_of(
    years: tuple[tuple[int, int, int], ...], rights: tuple[int, ...], conversions: tuple[int, ...]
) -> list[dict[str, Told]]:
    facts: list[dict[str, Told]] = [
        {**dict(zip(KEYS, year, strict=True)), "科技成果转化项数": converted}
        for year, converted in zip(years, conversions, strict=True)
    ]
    facts[0] |= dict(zip(RIGHTS, rights, strict=True))
    return facts


@pytest.mark.parametrize("worked", WORKED)
def test_worked_by_hand(worked: tuple) -> None:  # type: ignore[type-arg]
    years, rights, conversions, marks, points, total, verdict = worked
    now, before, long_before = facts_of(years, rights, conversions)
    now |= dict(zip(MARKS.values(), marks, strict=True))
    found = assess(CARD, now, before=before, long_before=long_before)
    assert tuple(one.points for one in found.dimensions) == points
    assert (found.total, found.verdict, found.assumed) == (total, verdict, True)


def test_a_mark_outside_its_range_leaves_the_verdict_open() -> None:
    years, rights, conversions, marks, *_ = WORKED[0]
    now, before, long_before = facts_of(years, rights, conversions)
    now |= dict(zip(MARKS.values(), marks, strict=True)) | {"净资产增长率评分": 9}
    found = assess(CARD, now, before=before, long_before=long_before)
    assert (found.verdict, found.total, found.so_far) == (None, None, 84)
    assert found.points["net_asset_growth"] is None


def test_assumed_figures_are_told_where_they_act() -> None:
    parts = {part.edition: part for part in park().plan.scorecards if part.id == CARD}
    marked = [one.id for one in parts["2016"].indicators if one.assumed]
    assert marked == [
        "rd_system",
        "rd_institute",
        "conversion_system",
        "talent_system",
        "net_asset_growth",
        "sales_growth",
    ]
    assert all(one.assumed for one in parts["2008"].indicators)
    assert [part.assumed for part in park().plan.scorecards] == [True, True, False, False, False]
