"""The indicator in Python, through the whole of the engine: rows in, exact values out."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from jifen import Absence, Enterprise, IndicatorScore, ScoringPark

Rows = Sequence[dict[str, str | date]]
Span = tuple[date, date | None]

SPRING, SUMMER, AUTUMN, WINTER = (date(2023, month, 1) for month in (3, 6, 9, 12))
EVE = timedelta(days=1)


def enterprise(park: ScoringPark, rows: Rows) -> Enterprise:
    return park.enterprise(
        "CONSTRUCTED",
        facts={"2023": {"营业收入": "400万元"}},
        tables={"科技项目": rows},
        complete_to=date(2023, 12, 31),
    )


def projects(*spans: Span) -> Rows:
    return [
        {"项目编号": str(number), "立项日期": approved} | ({"验收日期": closed} if closed else {})
        for number, (approved, closed) in enumerate(spans)
    ]


def at_once(park: ScoringPark, rows: Rows) -> IndicatorScore:
    card = park.score(enterprise(park, rows), period="2023", as_of=date(2024, 3, 31))
    return next(score for score in card.indicators if score.id == "most_projects_at_once")


@pytest.mark.parametrize(
    ("spans", "most"),
    [
        ([], 0),
        ([(SPRING, None)], 1),
        ([(SPRING, AUTUMN), (SUMMER, WINTER)], 2),
        ([(SPRING, SUMMER), (AUTUMN, WINTER)], 1),
        ([(SPRING, SUMMER), (SUMMER, AUTUMN)], 1),
        ([(SPRING, SUMMER), (SUMMER - EVE, AUTUMN)], 2),
        ([(SPRING, None), (SPRING, None), (SPRING, SUMMER), (AUTUMN, None)], 3),
        ([(AUTUMN, None), (SUMMER, None), (SPRING, SUMMER)], 2),
        ([(SPRING, SPRING)], 0),
        ([(SPRING, None)] * 7, 7),
    ],
    ids=[
        "none",
        "still under way",
        "overlapping",
        "one after the other",
        "the next on the closing day",
        "the next on the eve",
        "of four",
        "in any order",
        "closed at once",
        "above the cap",
    ],
)
def test_projects_under_way_on_one_day_are_counted(park: ScoringPark, spans: list[Span], most: int) -> None:
    score = at_once(park, projects(*spans))
    assert (score.value, score.points) == (most, min(most, 5))


def test_a_project_without_a_date_of_approval_leaves_the_points_unknown(park: ScoringPark) -> None:
    score = at_once(park, [{"项目编号": "1", "验收日期": WINTER}])
    assert (score.value, score.points) == (Absence.MISSING, None)


def test_a_project_closed_before_it_was_approved_is_reported(park: ScoringPark) -> None:
    wrong = enterprise(park, projects((SUMMER, SPRING)))
    scored = park.score_many([wrong], period="2023", as_of=date(2024, 3, 31))
    assert scored.cards == ()
    (fault,) = scored.faults
    assert fault.code == "CONSTRUCTED"
    assert "早于立项日期 2023-06-01" in str(fault)
