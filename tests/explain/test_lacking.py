"""What is missing is named with the years that were not told."""

from datetime import date
from functools import cache
from typing import Any

import pytest
from tests.policies.standards import assess
from tests.policies.standards import park as standards

from jifen.explain import lacking_name, lacking_names
from jifen.interfaces.park import ScoringPark, open_park
from jifen.model.decision import Missing, ScoreCard

FACTS = {"营业收入": 1000, "主营业务收入": 900}


@cache
def dalian() -> ScoringPark:
    return open_park("dalian")


def card(years: dict[str, Any], complete_to: date | None = date(2021, 3, 31)) -> ScoreCard:
    one = dalian().enterprise("甲", founded=date(2010, 5, 1), facts=years, complete_to=complete_to)
    return dalian().score(one, period="2020", as_of=date(2021, 3, 31))


def named(years: dict[str, Any], **more: Any) -> tuple[str, ...]:
    return lacking_names(dalian().plan, card(years, **more))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ((), "营业收入（2020年度、2019年度）"),
        (("2020",), "营业收入（2019年度）"),
        (("2019",), "营业收入（2020年度）"),
        (("2020", "2019"), None),
    ],
)
def test_a_field_is_named_once_with_each_year_that_is_missing(
    told: tuple[str, ...], said: str | None
) -> None:
    """营业收入 is scored as it is, and by its growth."""
    names = named(dict.fromkeys(("2021", *told), FACTS))
    assert [name for name in names if name.startswith("营业收入")] == ([said] if said else [])


def test_the_cohort_and_open_tables_have_no_year() -> None:
    names = named({"2020": FACTS}, complete_to=None)
    assert names[0] == "同期参评企业"
    assert "技术合同" in names


def test_the_card_tells_each_period_and_each_field_once() -> None:
    scored = card({"2020": FACTS})
    assert {Missing("revenue", "2019"), Missing("cohort")} <= set(scored.missing)
    assert Missing("revenue", "2020") not in scored.missing
    assert scored.lacks.count("revenue") == 1
    told = scored.to_dict()
    assert {"id": "revenue", "period": "2019"} in told["missing"]
    assert {"id": "cohort", "period": ""} in told["missing"]
    assert told["lacks"] == list(scored.lacks)


def test_an_assessment_names_years_and_slots() -> None:
    found = assess("specialised_sme", {"研发费用": 1500}, before={})
    names = lacking_names(standards().plan, found)
    assert "主营业务收入（2023年度、2022年度、2021年度）" in names
    assert "研发费用（2022年度）" in names
    assert "特色化指标（本园区还没有写）" in names


def test_a_name_by_itself_says_no_year() -> None:
    assert [lacking_name(dalian().plan, id_) for id_ in ("revenue", "cohort", "founded")] == [
        "营业收入",
        "同期参评企业",
        "成立日期",
    ]
