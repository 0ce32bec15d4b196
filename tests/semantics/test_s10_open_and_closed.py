"""S10: fields are open; a table is closed up to its coverage date, and unknown without one."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.semantics.trial import (
    CODE,
    WHOLE,
    YEAR_END,
    calculator,
    enterprise,
    indicator,
    item,
    judge,
    opened,
    read,
    roster_of,
    score,
    values,
    verdicts,
)

from jifen.model.enterprise import Absence

NO_EVENT = "有效(事件.失信被执行人)"
EVENTS = ["统一社会信用代码", "种类", "发生日期"]


def test_s10_a_field_that_is_not_told_is_missing_and_not_zero() -> None:
    park = calculator("研发费用")
    card = score(park, enterprise(park))
    assert (card.indicators[0].value, card.total, card.lacks) == (Absence.MISSING, None, ("rd_expense",))


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-1, Absence.MISSING), (0, False), (1, False)],
    ids=["day before", "year's end", "day after"],
)
def test_s10_no_row_means_none_only_up_to_the_coverage_date(days: int, expected: object) -> None:
    park = judge(NO_EVENT)
    one = enterprise(park, complete_to=YEAR_END + timedelta(days=days))
    assert verdicts(park, one) == [expected]


def test_s10_an_absent_table_without_a_date_is_unknown() -> None:
    park = judge(NO_EVENT)
    card = score(park, enterprise(park, complete_to=None))
    assert (card.total, card.lacks) == (None, ("event",))


def test_s10_an_open_table_can_still_show_that_something_exists() -> None:
    park = judge(NO_EVENT)
    tables = {"负面事件": [{"种类": "失信被执行人", "发生日期": date(2020, 3, 1)}]}
    assert verdicts(park, enterprise(park, tables=tables, complete_to=None)) == [True]


def test_s10_an_open_table_leaves_sums_and_counts_unknown() -> None:
    park = calculator("件数(技术合同) ÷ 1件", "合计(技术合同.成交额) ÷ 1元", "最大(技术合同.成交额) ÷ 1元")
    tables = {"技术合同": [{"合同编号": "1", "成交额": "1元"}]}
    assert values(park, enterprise(park, tables=tables, complete_to=None)) == [Absence.MISSING] * 3
    assert values(park, enterprise(park, tables=tables)) == [1, 1, 1]


def test_s10_coverage_is_asked_for_at_the_snapshot() -> None:
    park = judge(NO_EVENT)
    one = enterprise(park, complete_to=date(2020, 6, 30))
    assert verdicts(park, one, as_of=date(2020, 6, 30)) == [False]
    assert verdicts(park, one, as_of=date(2020, 7, 1)) == [Absence.MISSING]


def test_s10_the_cover_sheet_states_the_date_and_an_option_stands_in_for_it(tmp_path: Path) -> None:
    park = judge(NO_EVENT)
    sheets = {**roster_of([(CODE, "甲", "2020", "", 1)], "营业收入（元）"), "负面事件": [EVENTS]}
    cover = {"说明": [["负面事件截至", "2020-12-31"], ["资质截至", "2019-12-31"]]}
    later = date(2021, 1, 31)
    told = read(tmp_path / "told", {**sheets, **cover}, park.vocabulary)
    assert told.coverage == {"event": YEAR_END, "qualification": date(2019, 12, 31)}
    given = read(tmp_path / "given", {**sheets, **cover}, park.vocabulary, complete_to=later)
    assert given.coverage["event"] == YEAR_END
    assert given.coverage["technology_contract"] == later
    silent = read(tmp_path / "silent", sheets, park.vocabulary)
    assert silent.coverage == {}
    cards = [score(park, roster.enterprises[0]) for roster in (told, given, silent)]
    assert [card.lacks for card in cards] == [(), (), ("event",)]


def test_s10_a_date_for_all_tables_holds_where_a_table_has_none_of_its_own(tmp_path: Path) -> None:
    park = judge(NO_EVENT)
    cover = {"说明": [["数据完整截至", "2021-03-31"], ["负面事件截至", "2020-06-30"]]}
    roster = read(
        tmp_path / "roster",
        {**roster_of([(CODE, "甲", "2020", "", 1)], "营业收入（元）"), **cover},
        park.vocabulary,
    )
    assert roster.coverage["event"] == date(2020, 6, 30)
    assert set(roster.coverage.values()) == {date(2020, 6, 30), date(2021, 3, 31)}


def test_s10_a_function_over_an_open_table_says_what_it_lacks() -> None:
    """What a park's own code reads of a table is as open as what an expression reads."""
    code = (
        "from jifen.plugin import IndicatorFunction\n"
        "count = IndicatorFunction(id='count', name='数一数', call=lambda rows: len(rows), "
        "tables={'rows': 'technology_contract'}, unit='件')\n"
    )
    scoring = '{ kind = "per_unit", step = "1件", points = 1 }'
    park = opened(WHOLE + indicator("x", scoring, function='"count"'), code=code, functions=["count"])
    known = score(park, enterprise(park, tables={"技术合同": [{"合同编号": "1"}]}))
    assert (known.total, known.lacks) == (1, ())
    unknown = score(park, enterprise(park, tables={"技术合同": [{"合同编号": "1"}]}, complete_to=None))
    assert (unknown.total, unknown.lacks) == (None, ("technology_contract",))


def test_s10_an_open_table_does_not_block_what_is_settled_without_it() -> None:
    park = opened(WHOLE + indicator("x", item(NO_EVENT), absent="{ missing = 0 }"))
    card = score(park, enterprise(park, complete_to=None))
    assert (card.total, card.lacks) == (0, ())
