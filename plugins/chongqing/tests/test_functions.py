"""Indicators worked by hand: the one in Python; added tiers, the highest tier, the better of two ways."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

import pytest

from jifen import Absence, IndicatorScore, ScoringPark

Rows = Sequence[Mapping[str, str | date]]


def indicator(
    park: ScoringPark, wanted: str, tables: Mapping[str, Rows] | None = None, **facts: str | int
) -> IndicatorScore:
    """One indicator of an enterprise of 初创期."""
    enterprise = park.enterprise(
        "CONSTRUCTED",
        facts={"2021": {"营业收入": "1000万元", **facts}},
        tables=tables or {},
        complete_to=date(2021, 12, 31),
    )
    card = park.score(enterprise, period="2021", as_of=date(2022, 3, 31))
    return next(score for score in card.indicators if score.id == wanted)


def talents(park: ScoringPark, wanted: str, *recognised: tuple[str, str]) -> IndicatorScore:
    rows = [
        {"人才编号": person, "人才层次": reached, "认定日期": date(2021, 1, 1 + day)}
        for day, (person, reached) in enumerate(recognised)
    ]
    return indicator(park, wanted, {"金凤凰人才名单": rows})


@pytest.mark.parametrize(
    ("recognised", "persons", "points"),
    [
        ([], 0, "0"),
        ([("甲", "D类")], 1, "0.38"),
        ([("甲", "A类"), ("乙", "B类"), ("丙", "C类"), ("丁", "D类")], 11, "3"),
        ([("甲", "D类"), ("甲", "B类")], 3, "1.13"),
        ([("甲", "B类"), ("甲", "D类")], 3, "1.13"),
        ([("甲", "C类"), ("甲", "C类"), ("乙", "C类")], 4, "1.5"),
    ],
    ids=["nobody", "one", "one of each", "promoted", "in another order", "recognised again"],
)
def test_a_person_counts_once_at_the_highest_class(
    park: ScoringPark, recognised: list[tuple[str, str]], persons: int, points: str
) -> None:
    score = talents(park, "talent_equivalents", *recognised)
    assert score.value == Fraction(persons)
    assert str(score.points) == points


def test_a_talent_without_a_class_leaves_the_points_unknown(park: ScoringPark) -> None:
    rows = [{"人才编号": "甲", "认定日期": date(2021, 1, 1)}]
    score = indicator(park, "talent_equivalents", {"金凤凰人才名单": rows})
    assert (score.value, score.points) == (Absence.MISSING, None)


@pytest.mark.parametrize(
    ("persons", "points"), [("", 0), ("甲", 1), ("甲甲乙", 2), ("甲乙丙丁戊", 5), ("甲乙丙丁戊己", 5)]
)
def test_the_number_of_talents_counts_persons_up_to_five(
    park: ScoringPark, persons: str, points: int
) -> None:
    score = talents(park, "golden_phoenix_talents", *((person, "D类") for person in persons))
    assert (score.value, score.points) == (len(set(persons)), points)


@pytest.mark.parametrize(
    ("spent", "points"),
    [
        ([], "0"),
        (["0"], "2"),
        (["99.99万元"], "2"),
        (["100.01万元"], "2"),
        (["150万元"], "3"),
        (["150万元", "150万元"], "6"),
        (["1万元", "1万元", "1万元", "1万元"], "6"),
    ],
    ids=["none", "free", "by number", "by 0.0002 more", "by spending", "both full", "four small"],
)
def test_a_joint_project_counts_by_number_or_by_spending(
    park: ScoringPark, spent: list[str], points: str
) -> None:
    rows = [
        {"项目编号": str(number), "本企业投入": amount, "立项日期": date(2021, 6, 1)}
        for number, amount in enumerate(spent)
    ]
    assert str(indicator(park, "chengyu_projects", {"成渝联动项目名单": rows}).points) == points


def test_a_joint_project_of_another_year_does_not_count(park: ScoringPark) -> None:
    rows = [{"项目编号": "1", "本企业投入": "300万元", "立项日期": date(2020, 12, 31)}]
    assert indicator(park, "chengyu_projects", {"成渝联动项目名单": rows}).points == 0


@pytest.mark.parametrize(
    ("spent", "points"),
    [
        ("99.99万元", 0),
        ("100万元", 1),
        ("499.99万元", 1),
        ("500万元", 2),
        ("1000万元", 3),
        ("5000万元", 4),
        ("9999.99万元", 4),
        ("1亿元", 5),
    ],
)
def test_research_expense_adds_a_fifth_at_each_tier(park: ScoringPark, spent: str, points: int) -> None:
    assert indicator(park, "rd_expense", 研发费用=spent).points == points


@pytest.mark.parametrize(
    ("received", "points"),
    [
        ("99.99万元", "0"),
        ("100万元", "1.5"),
        ("499.99万元", "1.5"),
        ("500万元", "3"),
        ("999.99万元", "3"),
        ("1000万元", "5"),
    ],
)
def test_venture_capital_takes_the_highest_tier_reached(
    park: ScoringPark, received: str, points: str
) -> None:
    rows = [{"融资编号": "1", "到账金额": received, "到账日期": date(2021, 6, 1)}]
    score = indicator(park, "venture_capital", {"风险投资": rows})
    assert str(score.points) == points
