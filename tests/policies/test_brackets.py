"""Each bracket of the national tables has a test case; the page that lists them is fresh."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from tests.policies.brackets import ROOT, brackets, inside, noted_cases, others, page, scorecards, worked

PAGE = ROOT / "docs" / "scorecard-cases.md"


@pytest.fixture(scope="module")
def cases() -> Mapping[str, list[str]]:
    return noted_cases()


def test_every_bracket_has_a_case_of_its_own(cases: Mapping[str, list[str]]) -> None:
    known = [bracket for card in scorecards() for bracket in brackets(card)]
    assert len({bracket.key for bracket in known}) == len(known)
    own = {bracket.key: others(cases.get(bracket.key, [])) for bracket in known}
    assert [bracket.key for bracket in known if bracket.scores and not own[bracket.key]] == []


def test_every_gate_route_minimum_and_total_holds_in_a_case_and_fails_in_another(
    cases: Mapping[str, list[str]],
) -> None:
    verdicts = [bracket for card in scorecards() for bracket in brackets(card) if not bracket.scores]
    assert len(verdicts) == 2 * len({(bracket.card, bracket.owner) for bracket in verdicts})
    assert [bracket.key for bracket in verdicts if not cases.get(bracket.key)] == []


@pytest.mark.parametrize("table", [card.id for card in scorecards() if card.edition != "2008"])
def test_ten_enterprises_of_each_table_are_worked_by_hand(table: str, cases: Mapping[str, list[str]]) -> None:
    numbers = {number for key, found in cases.items() if key.startswith(table) for number in worked(found)}
    assert numbers == set(range(1, 11))


def test_the_page_is_fresh(cases: Mapping[str, list[str]], request: pytest.FixtureRequest) -> None:
    if request.config.option.update_snapshots:
        PAGE.write_text(page(cases), "utf-8")
    assert PAGE.read_text("utf-8") == page(cases)


@pytest.mark.parametrize(
    ("interval", "within", "without"),
    [
        (">= 35%", ["0.35", "1"], ["0.3499"]),
        ("(0%, 5%)", ["0.01", "0.0499"], ["0", "0.05"]),
        ("[5件, 10件)", ["5", "9.9"], ["4.9", "10"]),
        ("< 1", ["0"], ["1"]),
        ("<= 0%", ["0", "-1"], ["0.001"]),
        ("(50%, 60%]", ["0.6"], ["0.5", "0.61"]),
    ],
)
def test_intervals_are_read_as_they_are_written(interval: str, within: list[str], without: list[str]) -> None:
    assert [inside(interval, Fraction(value)) for value in (*within, *without)] == [True] * len(within) + [
        False
    ] * len(without)
