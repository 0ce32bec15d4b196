"""The two indicators in Python, through the whole of the engine: rows in, exact values out."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest

from jifen import Absence, IndicatorScore, ScoringPark

Rows = Sequence[dict[str, str | date]]


def indicator(park: ScoringPark, wanted: str, table: str, rows: Rows) -> IndicatorScore:
    enterprise = park.enterprise(
        "CONSTRUCTED",
        facts={"2020": {"营业收入": "40万元"}},
        tables={table: rows},
        complete_to=date(2020, 12, 31),
    )
    card = park.score(enterprise, period="2020", as_of=date(2021, 3, 31))
    return next(score for score in card.indicators if score.id == wanted)


def concentration(park: ScoringPark, *contracts: tuple[str, str]) -> IndicatorScore:
    rows = [
        {"合同编号": str(n), "买方": customer, "成交额": amount}
        for n, (customer, amount) in enumerate(contracts)
    ]
    return indicator(park, "customer_concentration", "技术合同", rows)


def run_of_projects(park: ScoringPark, *years: int) -> IndicatorScore:
    rows = [{"项目编号": str(n), "立项日期": date(year, 3, 1)} for n, year in enumerate(years)]
    return indicator(park, "project_run", "科技项目", rows)


@pytest.mark.parametrize(
    ("contracts", "expected", "points"),
    [
        ([("甲", "100万元")], Fraction(1), "0.1"),
        ([("甲", "50万元"), ("甲", "50万元")], Fraction(1), "0.1"),
        ([("甲", "100万元"), ("乙", "100万元")], Fraction(1, 2), "0.6"),
        ([("甲", "200万元"), ("乙", "100万元")], Fraction(5, 9), "0.3"),
        ([(customer, "1万元") for customer in "甲乙丙丁"], Fraction(1, 4), "1"),
    ],
    ids=["one customer", "one customer twice", "two equal", "two to one", "four equal"],
)
def test_concentration_is_the_exact_sum_of_squared_shares_by_customer(
    park: ScoringPark, contracts: list[tuple[str, str]], expected: Fraction, points: str
) -> None:
    score = concentration(park, *contracts)
    assert score.value == expected
    assert str(score.points) == points


def test_without_contracts_there_is_no_concentration_and_no_points(park: ScoringPark) -> None:
    score = concentration(park)
    assert (score.value, score.points, score.treatment) == (Absence.UNDEFINED, 0, Absence.UNDEFINED)


def test_a_contract_without_an_amount_leaves_the_points_unknown(park: ScoringPark) -> None:
    rows = [{"合同编号": "1", "买方": "甲"}]
    score = indicator(park, "customer_concentration", "技术合同", rows)
    assert (score.value, score.points) == (Absence.MISSING, None)


@pytest.mark.parametrize(
    ("years", "expected"),
    [([], 0), ([2019], 1), ([2018, 2018], 1), ([2016, 2017, 2019], 2), ([2015, 2017, 2018, 2019, 2020], 4)],
)
def test_the_longest_run_counts_years_in_a_row(park: ScoringPark, years: list[int], expected: int) -> None:
    score = run_of_projects(park, *years)
    assert (score.value, score.points) == (expected, expected)


def test_a_contract_below_zero_is_reported(park: ScoringPark) -> None:
    enterprise = park.enterprise(
        "CONSTRUCTED",
        facts={"2020": {"营业收入": "40万元"}},
        tables={"技术合同": [{"合同编号": "1", "买方": "甲", "成交额": "-1万元"}]},
        complete_to=date(2020, 12, 31),
    )
    scored = park.score_many([enterprise], period="2020", as_of=date(2021, 3, 31))
    (fault,) = scored.faults
    assert "技术合同的成交额 -10000 元小于零" in fault.message
