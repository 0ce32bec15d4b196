"""Heads and rows that are no data: what is taken for what, and what is said of it."""

from pathlib import Path

import pytest
from tests.exchange.dirty_rosters import VOCABULARY
from tests.exchange.vocabulary import CODES, read, rows

from jifen.exchange.dirty.book import Book, Cell, Page
from jifen.exchange.headings import Names, money_unit_above, period_named, unit_named
from jifen.exchange.reading import read_roster
from jifen.exchange.roster import Roster
from jifen.language.diagnostics import DiagnosticError
from jifen.model.period import Period

NAMES = Names(tuple(VOCABULARY.facts.values()), frozenset(VOCABULARY.facts))


def codes(roster: Roster) -> set[str]:
    return {problem.code for problem in roster.problems} - {"J724"}


def refused(folder: Path, text: str) -> list[str]:
    with pytest.raises(DiagnosticError) as caught:
        read(folder, {"企业": text})
    return [found.code for found in caught.value.diagnostics]


@pytest.mark.parametrize(
    ("text", "field", "unit", "when"),
    [
        ("营业收入（万元）2019年", "revenue", "万元", Period(2019)),
        ("2019年营业收入（万元）", "revenue", "万元", Period(2019)),
        ("2019年度 营业收入", "revenue", "", Period(2019)),
        ("营业收入（2019年）（千元）", "revenue", "千元", Period(2019)),
        ("营业收入_2019(元)", "revenue", "元", Period(2019)),
        ("上年营业收入（万元）", "revenue", "万元", 1),
        ("营业收入（上年）", "revenue", "", 1),
        ("前年营业收入", "revenue", "", 2),
        ("本年营业收入（万元）", "revenue", "万元", 0),
        ("上年末职工总数", "staff", "", 1),
        ("2020Q1营业收入", "revenue", "", Period(2020, 1)),
        ("营业收入/万元", "revenue", "万元", None),
        ("营业收入（单位：亿元）", "revenue", "亿元", None),
        ("研发投入（会计）（万元）", "rd_expense", "万元", None),
        ("年营业收入（万元）", "revenue", "万元", None),
    ],
)
def test_a_heading_is_taken_apart(text: str, field: str, unit: str, when: object) -> None:
    found = NAMES.read(text)
    assert found is not None
    assert (found.field.id, found.unit, found.when) == (field, unit, when)


@pytest.mark.parametrize(
    "text",
    ["营业收入增长率", "2019年2020年营业收入", "（万元）", "营业收入（万元）（元）", "计划营业收入", ""],
)
def test_what_is_no_heading_of_a_field_is_none(text: str) -> None:
    assert NAMES.read(text) is None


def test_units_and_periods_by_themselves() -> None:
    assert money_unit_above("制表：科创局  金额单位：万元") == "万元"
    assert money_unit_above("填报单位：万元科技") == ""
    assert money_unit_above("单位：人") == ""
    assert period_named("2019年") == Period(2019)
    assert period_named("去年") == 1
    assert period_named("2019年计划") is None
    scale = unit_named("（单位：千元）")
    assert scale is not None
    assert scale.name == "千元"


def test_two_units_above_a_table_are_none(tmp_path: Path) -> None:
    text = "单位：万元,单位：元,,\n" + rows("营业收入", "0,2020,1")
    assert refused(tmp_path, text) == ["J713"]


def test_a_group_that_plans_is_not_taken_for_what_was(tmp_path: Path) -> None:
    head = "统一社会信用代码,企业名称,期间,2020年计划,2020年\n,,,营业收入（万元）,职工总数\n"
    text = f"{head}{CODES[0]},甲,2020,9,8\n"
    roster = read(tmp_path, {"企业": text})
    assert roster.enterprises[0].facts == {("staff", "2020"): 8}
    assert "J720" in codes(roster)


def test_last_years_figure_told_twice_must_be_the_same(tmp_path: Path) -> None:
    header = "营业收入（万元）,上年营业收入（万元）"
    same = read(tmp_path, {"企业": rows(header, "0,2020,2,1", "0,2019,1,")})
    assert same.enterprises[0].facts == {("revenue", "2020"): 2_000_000, ("revenue", "2019"): 1_000_000}
    differing = read(tmp_path, {"企业": rows(header, "0,2020,2,3", "0,2019,1,")})
    assert "J740" in codes(differing)
    assert differing.enterprises == ()


def test_a_cell_is_named_where_a_figure_of_another_year_stands(tmp_path: Path) -> None:
    header = "营业收入（万元）,上年营业收入（万元）,职工总数"
    (one,) = read(tmp_path, {"企业": rows(header, "0,2020,2,1,8", "0,2018,1,,7")}).enterprises
    assert str(one.cell_of("revenue", Period(2019))) == "名单/企业.csv E2"
    assert str(one.cell_of("revenue", Period(2020))) == "名单/企业.csv D2"
    assert one.cell_of("staff", Period(2019)) is None
    (two,) = read(tmp_path, {"企业": rows(header, "0,2020,2,1,8", "0,2019,,,7")}).enterprises
    assert two.facts["revenue", "2019"] == 1_000_000
    assert two.cell_of("revenue", Period(2019)) is None
    assert str(two.cell_of("staff", Period(2019))) == "名单/企业.csv F3"


def test_without_a_period_every_figure_must_name_its_year(tmp_path: Path) -> None:
    head = "统一社会信用代码,企业名称,2020年营业收入（万元）,是否上市"
    (one,) = read(tmp_path, {"企业": f"{head}\n{CODES[0]},甲,2,是\n"}).enterprises
    assert one.facts == {("revenue", "2020"): 2_000_000, ("listed", "2020"): True}
    assert refused(tmp_path, f"{head},职工总数\n{CODES[0]},甲,2,是,8\n") == ["J711"]


def test_a_total_is_held_against_the_rows(tmp_path: Path) -> None:
    lines = ("0,2020,100,8", "1,2020,50,2")
    text = rows("营业收入（万元）,职工总数", *lines)
    assert codes(read(tmp_path, {"企业": text + "合计,,,150,10\n"})) == {"J745"}
    assert codes(read(tmp_path, {"企业": text + "合计,,,1500,10\n"})) == {"J745", "J746"}
    assert codes(read(tmp_path, {"企业": text + ",平均,,75,5\n"})) == {"J745"}


def test_a_total_says_nothing_where_a_figure_could_not_be_read(tmp_path: Path) -> None:
    text = rows("营业收入（万元）", "0,2020,100", "1,2020,约50") + "合计,,,150\n"
    assert codes(read(tmp_path, {"企业": text})) == {"J745", "J750"}


@pytest.mark.parametrize(
    "line", ["填表人：张三,,,", "注：自报,,,", "※企业自报,,,", "一、初创期,,,", "甲,乙,丙,1"]
)
def test_notes_and_signatures_are_said_and_passed_over(tmp_path: Path, line: str) -> None:
    head, body = rows("营业收入（万元）", "0,2020,100").split("\n", 1)
    text = f"{head}\n{line}\n{body}"
    roster = read(tmp_path, {"企业": text})
    assert codes(roster) == {"J747"}
    assert roster.rows_read == 1


@pytest.mark.parametrize("line", ["合计科技有限公司,,2020,100", "备注：五,,2020,100", ",丙公司,2020,7"])
def test_a_row_with_figures_and_no_code_is_not_passed_over(tmp_path: Path, line: str) -> None:
    roster = read(tmp_path, {"企业": rows("营业收入（万元）", "0,2020,100") + f"{line}\n"})
    assert codes(roster) & {"J730", "J735"}


def sheet(lines: list[list[Cell]], merged: list[tuple[int, int, int, int]]) -> bytes:
    head: list[Cell] = ["统一社会信用代码", "企业名称", "期间", "营业收入（万元）", "职工总数"]
    return Book([Page("企业", [head, *lines], [], merged=merged)]).as_xlsx()


def test_figures_merged_across_columns_are_nobodys(tmp_path: Path) -> None:
    lines: list[list[Cell]] = [[CODES[0], "甲", 2020, 5.0, None], [CODES[1], "乙", 2020, 6.0, 7]]
    (tmp_path / "a.xlsx").write_bytes(sheet(lines, [(1, 3, 1, 4)]))
    roster = read_roster(tmp_path / "a.xlsx", VOCABULARY)
    assert "J749" in codes(roster)
    assert [one.code for one in roster.enterprises] == [CODES[1]]


def test_figures_beyond_the_last_heading_of_most_rows_are_a_column(tmp_path: Path) -> None:
    lines: list[list[Cell]] = [[code, "甲", 2020, 5.0, 2, 7] for code in CODES[:3]]
    (tmp_path / "a.xlsx").write_bytes(sheet(lines, []))
    assert codes(read_roster(tmp_path / "a.xlsx", VOCABULARY)) == {"J721"}
    lines[1].pop()
    lines[2].pop()
    (tmp_path / "a.xlsx").write_bytes(sheet(lines, []))
    assert codes(read_roster(tmp_path / "a.xlsx", VOCABULARY)) == {"J721", "J795"}


def test_a_remark_beside_a_row_is_no_slip(tmp_path: Path) -> None:
    lines: list[list[Cell]] = [[code, "甲", 2020, 5.0, 2] for code in CODES[:3]]
    lines[0].append("已核")
    (tmp_path / "a.xlsx").write_bytes(sheet(lines, []))
    roster = read_roster(tmp_path / "a.xlsx", VOCABULARY)
    assert codes(roster) == {"J721"}
    assert len(roster.enterprises) == 3


def test_an_old_registration_number_is_named_also_where_it_is_a_number(tmp_path: Path) -> None:
    for code in ("500105123456789", 500105123456789.0):
        (tmp_path / "a.xlsx").write_bytes(sheet([[code, "甲", 2020, 5.0, 2]], []))
        (problem,) = [
            one for one in read_roster(tmp_path / "a.xlsx", VOCABULARY).problems if one.severity == "error"
        ]
        assert problem.code == "J730"
        assert "15位注册号" in problem.message
