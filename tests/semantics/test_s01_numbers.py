"""S1: numbers are exact decimals on input; what rules and data may hold, and what a cell means."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from tests.semantics.trial import (
    CODE,
    WHOLE,
    bands,
    calculator,
    codes,
    enterprise,
    indicator,
    mistakes,
    opened,
    problem_codes,
    read,
    roster_of,
    score,
    values,
    write_workbook,
)

from jifen.exchange.reading import read_roster
from jifen.interfaces.park import Told, UnknownValueError
from jifen.model.enterprise import Absence

SHARE = """
[fields.share]
name = "占比"
unit = "%"
"""


@pytest.mark.parametrize(
    "written", ["1e3", "1_000", "1,000", ".5", "1.", "1234567890123456789", "0.123456789", "nan", "inf"]
)
def test_s01_an_expression_has_one_way_of_writing_numbers(written: str) -> None:
    assert mistakes(WHOLE + indicator("x", bands(("< 0", 1), (">= 0", 2)), f"研发费用 ÷ 1元 + {written}"))


@pytest.mark.parametrize("written", ["nan", "inf", "-inf", "1234567890123456789", "0.123456789"])
def test_s01_a_figure_of_a_rule_is_a_plain_decimal(written: str) -> None:
    assert mistakes(WHOLE + indicator("x", bands(("< 0", written), (">= 0", 2)), "研发费用"))


def test_s01_the_longest_figures_are_taken_exactly() -> None:
    park = calculator("研发费用 ÷ 1元 + 999999999999999999.99999999", "研发费用 ÷ 1元 + 0.00000001")
    assert values(park, enterprise(park, {"研发费用": "0元"})) == [
        Fraction(10**26 - 1, 10**8),
        Fraction(1, 10**8),
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("１２３．４５", 12345),
        ("1,234.5", 123450),
        ("１，２３４．５", 123450),
        ("1 234.5", 123450),
        ("-12", -1200),
        ("−12", -1200),
        ("+12", 1200),
        ("0012", 1200),
        ("0", 0),
        ("12.340000", 1234),
    ],
)
def test_s01_cells_may_hold_wide_digits_and_separators(tmp_path: Path, cell: str, expected: int) -> None:
    park = opened(WHOLE + indicator("x", bands(("< 0", 1), (">= 0", 2)), "净利润"))
    rows = [(CODE, "甲", "2020", "", cell)]
    (one,) = read(tmp_path / "roster", roster_of(rows, "净利润（元）"), park.vocabulary).enterprises
    assert one.facts["net_profit", "2020"] == expected


@pytest.mark.parametrize("cell", ["", "-", "—", "——", "/", "N/A", "n/a", "  ", "－"])
def test_s01_signs_for_nothing_are_missing_and_not_zero(tmp_path: Path, cell: str) -> None:
    park = opened(WHOLE + indicator("x", bands(("< 0", 1), (">= 0", 2)), "净利润"))
    rows = [(CODE, "甲", "2020", "", cell, "1")]
    (one,) = read(
        tmp_path / "roster", roster_of(rows, "净利润（元）", "营业收入（元）"), park.vocabulary
    ).enterprises
    card = score(park, one)
    assert (card.indicators[0].value, card.total) == (Absence.MISSING, None)


def test_s01_told_as_not_applicable_is_not_missing(tmp_path: Path) -> None:
    park = opened(WHOLE + indicator("x", bands(("< 0", 1), (">= 0", 2)), "净利润"))
    roster = read(
        tmp_path / "roster", roster_of([(CODE, "甲", "2020", "", "不适用")], "净利润（元）"), park.vocabulary
    )
    assert roster.enterprises[0].facts == {("net_profit", "2020"): Absence.NOT_APPLICABLE}


@pytest.mark.parametrize(
    "cell", ["1,23.4", "12万", "1e5", "nan", "inf", "1.2.3", "9" * 19, "#DIV/0!", "５％"]
)
def test_s01_what_is_no_number_is_reported_and_not_guessed(tmp_path: Path, cell: str) -> None:
    park = opened(WHOLE + indicator("x", bands(("< 0", 1), (">= 0", 2)), "净利润"))
    roster = read(
        tmp_path / "roster", roster_of([(CODE, "甲", "2020", "", cell)], "净利润（元）"), park.vocabulary
    )
    assert (len(roster.enterprises), len(roster.left_out)) == (0, 1)
    assert {problem.cell for problem in roster.problems if problem.severity == "error"} == {"E2"}


@pytest.mark.parametrize(
    ("number", "cents", "dropped"),
    [
        (0.1 + 0.2, 30, False),
        (1e15, 10**17, False),
        (12345678901234.56, 1234567890123460, False),
        (1.005, 101, True),
        (1.004999, 100, True),
        (-1.005, -101, True),
        (0.07 * 100, 700, False),
        (5, 500, False),
    ],
)
def test_s01_a_number_of_excel_is_read_at_15_digits_first(
    tmp_path: Path, number: float, cents: int, dropped: bool
) -> None:
    """0.1 + 0.2 is 0.3; digits beyond the 分 are dropped half-up, which a notice says."""
    park = opened(WHOLE + indicator("x", bands(("< 0", 1), (">= 0", 2)), "净利润"))
    sheets = roster_of([(CODE, "甲", "2020", None, number)], "净利润（元）")
    roster = read_roster(write_workbook(tmp_path / "roster.xlsx", sheets), park.vocabulary)
    assert roster.enterprises[0].facts["net_profit", "2020"] == cents
    assert ("J759" in problem_codes(roster)) is dropped


def test_s01_a_field_keeps_the_digits_that_it_declares(tmp_path: Path) -> None:
    fields = '[fields.mark]\nname = "评分"\ndigits = 1\n'
    park = opened(WHOLE + fields + indicator("x", bands(("< 0", 1), (">= 0", 2)), "评分"))
    rows = [(CODE, "甲", "2020", "", "7.25")]
    roster = read(tmp_path / "roster", roster_of(rows, "评分"), park.vocabulary)
    assert roster.enterprises[0].facts["mark", "2020"] == 73
    assert "J759" in problem_codes(roster)


@pytest.mark.parametrize("unit", ["%", "‰", "倍"])
def test_s01_a_cell_shown_in_percent_is_what_it_shows(tmp_path: Path, unit: str) -> None:
    """Excel keeps 5% as 0.05: it is 5% in a column of % as well as in one of ‰ or of plain ratios."""
    park = opened(WHOLE + SHARE + indicator("x", bands(("< 0", 1), (">= 0", 2)), "占比"))
    rows = [
        (code, code[-3:], "2020", None, 0.05)
        for code in ("91210200MA0000001M", "91210200MA0000002Q", "91210200MA0000003U")
    ]
    percent = [(row, 4) for row in (1, 2, 3)]
    path = write_workbook(tmp_path / "roster.xlsx", roster_of(rows, f"占比（{unit}）"), percent)
    roster = read_roster(path, park.vocabulary)
    assert {one.facts["share", "2020"] for one in roster.enterprises} == {50_000}
    assert ("J799" in problem_codes(roster)) is (unit != "倍")
    assert "J760" not in problem_codes(roster)
    path = write_workbook(tmp_path / "plain.xlsx", roster_of(rows, "占比（%）"))
    roster = read_roster(path, park.vocabulary)
    assert {one.facts["share", "2020"] for one in roster.enterprises} == {500}
    assert "J760" in problem_codes(roster)


def test_s01_the_notice_of_figures_that_are_too_long_names_the_place() -> None:
    (found,) = mistakes(WHOLE + indicator("x", bands(("< 0.123456789元", 1), (">= 0元", 2)), "研发费用"))
    assert codes([found]) == ["J309"]
    assert found.place is not None
    assert found.place.text[found.place.column - 1 :].startswith("0.123456789")


@pytest.mark.parametrize("told", [True, date(2020, 1, 1), "五", "1e5", "5人", "0.001元", Fraction(1, 3)])
def test_s01_an_embedder_tells_exact_numbers_or_hears_why_not(told: Told) -> None:
    park = calculator("净利润")
    with pytest.raises(UnknownValueError, match="净利润"):
        enterprise(park, {"净利润": told})
