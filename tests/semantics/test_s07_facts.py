"""S7: a fact is (field, period); 上年, 上期, 同比 and 近 shift the period of all that is in them."""

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
    read,
    roster_of,
    score,
    values,
)

from jifen.model.enterprise import Absence

FIELDS = """
[fields.order_value]
name = "订单额"
unit = "元"
frequency = "ytd"

[fields.heads]
name = "年末人数"
unit = "人"
digits = 0
frequency = "instant"

[fields.quarter_sales]
name = "当季销售额"
unit = "元"
frequency = "quarter"

[fields.listed]
name = "已上市"
type = "flag"
"""


def test_s07_a_bare_name_is_the_reference_period() -> None:
    park = calculator(
        "研发费用 ÷ 1元", "上年(研发费用) ÷ 1元", "上期(研发费用) ÷ 1元", "上年同期(研发费用) ÷ 1元"
    )
    assert values(park, enterprise(park, {"研发费用": "2元"}, before={"研发费用": "1元"})) == [2, 1, 1, 1]


def test_s07_last_year_shifts_every_period_in_it() -> None:
    park = calculator("上年(研发费用 ÷ 营业收入)", "上年(上年(研发费用)) ÷ 1元", "同比(研发费用 ÷ 营业收入)")
    one = park.enterprise(
        CODE,
        facts={
            "2020": {"研发费用": "12元", "营业收入": "40元"},
            "2019": {"研发费用": "5元", "营业收入": "20元"},
            "2018": {"研发费用": "3元"},
        },
    )
    assert values(park, one) == [Fraction(1, 4), 3, Fraction(1, 5)]


def test_s07_last_year_shifts_what_lies_in_the_period_of_a_row() -> None:
    park = calculator("件数(技术合同, 本期(登记日期)) ÷ 1件", "上年(件数(技术合同, 本期(登记日期))) ÷ 1件")
    days = (date(2019, 1, 1), date(2019, 12, 31), date(2020, 1, 1), date(2018, 12, 31))
    rows = [{"合同编号": str(number), "登记日期": day} for number, day in enumerate(days)]
    assert values(park, enterprise(park, tables={"技术合同": rows})) == [1, 2]


def test_s07_recent_looks_at_the_last_periods() -> None:
    park = calculator(
        "合计(近(研发费用, 3)) ÷ 1元", "平均(近(研发费用, 2)) ÷ 1元", "最大(近(研发费用, 3)) ÷ 1元"
    )
    years = {"2020": "3元", "2019": "4元", "2018": "6元", "2017": "100元"}
    one = park.enterprise(
        CODE, facts={year: {"研发费用": spent, "营业收入": 1} for year, spent in years.items()}
    )
    assert values(park, one) == [13, Fraction(7, 2), 6]


def test_s07_one_missing_year_leaves_the_three_years_unknown() -> None:
    park = calculator("合计(近(研发费用, 3)) ÷ 1元")
    one = enterprise(park, {"研发费用": "3元"}, before={"研发费用": "4元"})
    assert values(park, one) == [Absence.MISSING]
    assert score(park, one).lacks == ("rd_expense",)


@pytest.mark.parametrize("period", ["2020", "2020年度", "2020Q1-4"])
def test_s07_the_year_to_its_end_is_the_years_figure(tmp_path: Path, period: str) -> None:
    park = opened(WHOLE + FIELDS + indicator("x", bands(("< 0", 1), (">= 0", 2)), "订单额"))
    rows = [(CODE, "甲", period, "", 5)]
    (one,) = read(tmp_path / "roster", roster_of(rows, "订单额（元）"), park.vocabulary).enterprises
    assert score(park, one).indicators[0].value == 5
    told = park.enterprise(CODE, facts={period: {"订单额": 5}})
    assert told.facts == one.facts


def test_s07_an_instant_is_a_fact_of_the_period_that_it_closes(tmp_path: Path) -> None:
    park = calculator("年末人数 ÷ 1人", "上年(年末人数) ÷ 1人", more=FIELDS)
    rows = [(CODE, "甲", "2020", "", 9, "是"), (CODE, "甲", "2019", "", 7, "否")]
    (one,) = read(tmp_path / "roster", roster_of(rows, "年末人数", "已上市"), park.vocabulary).enterprises
    assert values(park, one) == [9, 7]
    assert park.vocabulary.fields["listed"].frequency == "instant"


def test_s07_a_figure_of_the_year_is_not_told_of_a_quarter(tmp_path: Path) -> None:
    park = calculator("研发费用 ÷ 1元", more=FIELDS)
    rows = [(CODE, "甲", "2020Q4", "", 9)]
    roster = read(tmp_path / "roster", roster_of(rows, "研发费用（元）"), park.vocabulary)
    assert [problem.code for problem in roster.problems if problem.severity == "error"] == ["J739"]
    with pytest.raises(ValueError, match="研发费用"):
        park.enterprise(CODE, facts={"2020Q4": {"研发费用": 9}})


def test_s07_a_year_does_not_say_which_quarter_is_meant() -> None:
    found = mistakes(WHOLE + FIELDS + indicator("x", bands(("< 0", 1), (">= 0", 2)), "当季销售额"))
    assert codes(found) == ["J517"]
