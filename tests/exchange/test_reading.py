"""Rosters read: identity, absences, coverage, order, and one bad row never stopping a batch."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exchange.vocabulary import CODES, VOCABULARY, read, rows

from jifen.exchange.problems import HEADINGS, Problem, Problems, Spot, column_letters
from jifen.exchange.reading import read_roster
from jifen.exchange.roster import Counts, Roster, canonical_row
from jifen.language.diagnostics import DiagnosticError
from jifen.model.enterprise import Absence
from jifen.model.period import Period


def codes(roster: Roster, *severities: str) -> list[str]:
    wanted = severities or ("error",)
    return [problem.code for problem in roster.problems if problem.severity in wanted]


def refused(folder: Path, text: str) -> list[str]:
    with pytest.raises(DiagnosticError) as caught:
        read(folder, {"企业": text})
    return [found.code for found in caught.value.diagnostics]


def workbook(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer)
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    book.close()
    return buffer.getvalue()


def test_facts_of_several_periods_are_kept_apart_with_where_they_were_read(tmp_path: Path) -> None:
    roster = read(tmp_path, {"企业": rows("营业收入（千元）,职工总数", "0,2020,120,8", "0,2019,100,—")})
    (one,) = roster.enterprises
    assert one.facts == {
        ("revenue", "2020"): 12_000_000,
        ("staff", "2020"): 8,
        ("revenue", "2019"): 10_000_000,
    }
    assert str(one.cell_of("revenue", Period(2019))) == "名单/企业.csv D3"
    cell = one.cell_of("revenue", Period(2020))
    assert cell is not None
    assert cell.header == "营业收入（千元）"
    assert roster.counts["enterprise"] == Counts(read=2, accepted=2, merged=0, rejected=0)
    assert roster.enterprise(CODES[0]) is one
    assert roster.enterprise(CODES[1]) is None


@pytest.mark.parametrize(
    "heading",
    [
        "营业收入（万元）",
        "营业收入(万元)",
        "营收（万元）",
        "revenue[万元]",
        "营业收入 （单位：万元）",
        "营业\n收入（万元）",
    ],
)
def test_headings_may_be_name_alias_or_id_in_any_width(tmp_path: Path, heading: str) -> None:
    roster = read(tmp_path, {"企业": rows(f'"{heading}"', "0,2020,120")})
    assert roster.enterprises[0].facts == {("revenue", "2020"): 120_000_000}


def test_s7_a_fact_belongs_to_the_period_of_its_fields_frequency(tmp_path: Path) -> None:
    header = "营业收入（万元）,当季产值（万元）,累计产值（万元）,是否上市"
    lines = ("0,2020年度,1,,4,是", "0,2020Q1,,1,1,否", "0,2020Q1-3,,,3,")
    (one,) = read(tmp_path, {"企业": rows(header, *lines)}).enterprises
    assert one.facts == {
        ("revenue", "2020"): 1_000_000,
        ("output_to_date", "2020Q1-4"): 4_000_000,
        ("listed", "2020"): True,
        ("output", "2020Q1"): 1_000_000,
        ("output_to_date", "2020Q1-1"): 1_000_000,
        ("listed", "2020Q1"): False,
        ("output_to_date", "2020Q1-3"): 3_000_000,
    }
    assert str(one.cell_of("output_to_date", Period(2020, 4, True))).endswith("F2")


def test_s11_not_applicable_is_kept_and_missing_left_out(tmp_path: Path) -> None:
    (one,) = read(tmp_path, {"企业": rows("营业收入（万元）,职工总数", "0,2020,不适用,")}).enterprises
    assert one.facts == {("revenue", "2020"): Absence.NOT_APPLICABLE}


def test_one_bad_row_leaves_out_its_enterprise_and_no_other(tmp_path: Path) -> None:
    lines = ("0,2020,1", "1,2020,一百", "1,2019,5", "2,2020,3")
    roster = read(tmp_path, {"企业": rows("营业收入（万元）", *lines)})
    assert [one.code for one in roster.enterprises] == sorted((CODES[0], CODES[2]))
    assert [(one.code, one.name) for one in roster.left_out] == [(CODES[1], "企业1")]
    assert (roster.rows_read, roster.rows_rejected) == (4, 2)
    (problem,) = [one for one in roster.problems if one.severity == "error"]
    assert (problem.code, problem.file, problem.sheet, problem.cell) == ("J750", "名单/企业.csv", "", "D3")
    assert (problem.credit_code, problem.name) == (CODES[1], "企业1")


def test_s12_equal_duplicates_merge_and_differing_ones_are_all_rejected(tmp_path: Path) -> None:
    lines = ("0,2020,1", "0,2020,1.0", "1,2020,1", "1,2020,2", "1,2020,1", "2,2020,1")
    roster = read(tmp_path, {"企业": rows("营业收入（万元）", *lines)})
    assert [one.code for one in roster.enterprises] == sorted((CODES[0], CODES[2]))
    assert codes(roster) == ["J734"]
    assert "D4 为“1”与D5 为“2”" in roster.problems[0].message
    assert roster.counts["enterprise"] == Counts(read=6, accepted=2, merged=1, rejected=3)


def test_s12_the_latest_name_is_used_and_told(tmp_path: Path) -> None:
    text = rows("职工总数", "0,2020,1", "0,2019,1").replace("企业0,2020", "新名,2020")
    roster = read(tmp_path, {"企业": text})
    assert roster.enterprises[0].name == "新名"
    assert "J736" in codes(roster, "notice")


def test_s12_codes_are_one_however_they_are_spelled(tmp_path: Path) -> None:
    text = rows("职工总数", "0,2020,1", "0,2019,1")
    text = text.replace(f"{CODES[0]},企业0,2019", "９1330100799655058b,企业0,2019")
    roster = read(tmp_path, {"企业": text})
    assert len(roster.enterprises) == 1
    assert codes(roster, "notice").count("J732") == 1


def test_a_row_with_a_bad_code_takes_the_enterprise_of_the_same_name_with_it(tmp_path: Path) -> None:
    text = rows("职工总数", "0,2020,1", "1,2020,1", "1,2019,1")
    text = text.replace(f"{CODES[1]},企业1,2019", "911,企业1,2019")
    roster = read(tmp_path, {"企业": text})
    assert [one.code for one in roster.enterprises] == [CODES[0]]
    assert sorted(codes(roster)) == ["J730", "J742"]
    assert roster.rows_rejected == 2


def test_s30_the_order_of_rows_columns_and_sheets_does_not_matter(tmp_path: Path) -> None:
    lines = [f"{number},{year},{number + year},{number}" for number in range(5) for year in (2019, 2020)]
    visits = [f"{code},2020-0{month}-01" for code in CODES for month in (3, 1, 2)]
    sheets = {
        "企业": rows("营业收入（万元）,职工总数", *lines),
        "走访": "\n".join(["信用代码,日期", *visits]),
    }
    first = read(tmp_path, sheets)
    random.Random(1).shuffle(lines)
    random.Random(2).shuffle(visits)
    swapped = [",".join([*line.split(",")[:2], line.split(",")[3], line.split(",")[2]]) for line in lines]
    (tmp_path / "again").mkdir()
    second = read(
        tmp_path / "again",
        {"企业": rows("职工总数,营业收入（万元）", *swapped), "走访": "\n".join(["信用代码,日期", *visits])},
    )
    assert second.digest == first.digest
    assert second.enterprises == first.enterprises
    assert first.sources != second.sources


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    order=st.permutations(
        ["0,2020,1", "0,2020,1", "1,2020,2", "2,2020,x", "3,2020,4", "3,2020,5", "4,2019,7"]
    )
)
def test_s30_what_is_accepted_does_not_depend_on_the_order_of_rows(tmp_path: Path, order: list[str]) -> None:
    roster = read(tmp_path, {"企业": rows("营业收入（万元）", *order)})
    assert [one.code for one in roster.enterprises] == sorted((CODES[0], CODES[1], CODES[4]))
    assert sorted(codes(roster)) == ["J734", "J750"]
    assert roster.counts["enterprise"] == Counts(read=7, accepted=3, merged=1, rejected=3)


def test_the_digest_tells_values_of_different_kinds_apart(tmp_path: Path) -> None:
    digests = {
        read(tmp_path, {"企业": rows(header, line)}).digest
        for header, line in [
            ("备案编号", "0,2020,2020-01-31"),
            ("评审日期", "0,2020,2020-01-31"),
            ("备案编号", "0,2020,missing"),
            ("备案编号", "0,2020,不适用"),
            ("备案编号", "0,2020,"),
        ]
    }
    assert len(digests) == 5


def test_a_date_an_absence_and_the_text_that_spells_it_are_three_values() -> None:
    told = [date(2020, 1, 31), "2020-01-31", Absence.NOT_APPLICABLE, "not_applicable", 1, True, "1"]
    assert len({canonical_row({"x": value}) for value in told}) == len(told)


def test_s7_a_figure_of_another_frequency_is_refused(tmp_path: Path) -> None:
    header = "营业收入（万元）,当季产值（万元）,累计产值（万元）"
    refused = ("0,2020Q1,1,1,", "1,2020,1,1,", "2,2020,,,4", "2,2020Q1-4,,,5")
    lines = (*refused, "3,2020,1,,4", "3,2020Q1-4,,,4")
    roster = read(tmp_path, {"企业": rows(header, *lines)})
    assert codes(roster) == ["J739", "J739", "J740"]
    assert [one.code for one in roster.enterprises] == [CODES[3]]


def test_kinds_are_known_by_name_alias_or_id_and_others_are_told(tmp_path: Path) -> None:
    lines = ("高企,1", "high_tech,2", "高新技术企业,3", "高新技术企亚,4")
    roster = read(
        tmp_path,
        {
            "企业": rows("职工总数", "0,2020,1", "1,2020,1"),
            "资质": "统一社会信用代码,资质,证书编号\n" + "".join(f"{CODES[0]},{line}\n" for line in lines),
            "负面事件": f"统一社会信用代码,种类\n{CODES[1]},失信执行人\n",
        },
    )
    (one,) = roster.enterprises
    kinds = Counter(row["kind"] for row in one.tables["qualification"])
    assert kinds == {"高新技术企业": 3, "高新技术企亚": 1}
    assert codes(roster, "error", "warning") == ["J762", "J761"]


def test_rows_of_a_table_without_a_key_all_count(tmp_path: Path) -> None:
    visits = f"信用代码,日期\n{CODES[0]},2020-01-01\n{CODES[0]},2020-01-01\n"
    roster = read(tmp_path, {"企业": rows("职工总数", "0,2020,1"), "走访": visits})
    assert len(roster.enterprises[0].tables["visit"]) == 2
    assert "J744" in codes(roster, "notice")


def test_rows_of_a_table_that_say_the_same_are_one(tmp_path: Path) -> None:
    projects = f"信用代码,编号,投资额（万元）\n{CODES[0]},a,1\n{CODES[0]},a,1.0\n"
    roster = read(tmp_path, {"企业": rows("职工总数", "0,2020,1"), "项目": projects})
    assert roster.enterprises[0].tables["project"] == ({"number": "a", "cost": 1_000_000},)
    assert roster.counts["project"] == Counts(read=2, accepted=1, merged=1, rejected=0)


def test_s9_rows_of_tables_belong_to_their_enterprise(tmp_path: Path) -> None:
    roster = read(
        tmp_path,
        {
            "企业": rows("职工总数", "0,2020,1", "1,2020,1"),
            "资质": f"统一社会信用代码,资质,有效期起,有效期止\n{CODES[0]},高企,2019-12-02,2022-12-02\n",
            "项目": f"统一社会信用代码,编号,投资额（元）,在建\n{CODES[0]},b,600000,是\n{CODES[0]},a,1,否\n",
            "已兑现": f"统一社会信用代码,奖励编号,奖励期间,金额（万元）\n{CODES[1]},x/y,2020年度,5\n",
            "说明": "数据完整截至,2020-12-31\n资质截至：,2021年3月31日\n样例数据,是\n填报人,张三\n",
        },
    )
    first, second = sorted(roster.enterprises, key=lambda one: one.name)
    assert first.tables == {
        "qualification": ({"kind": "高新技术企业", "begins": date(2019, 12, 2), "ends": date(2022, 12, 2)},),
        "project": (
            {"number": "a", "cost": 100, "open": False},
            {"number": "b", "cost": 60_000_000, "open": True},
        ),
    }
    assert second.tables == {"award": ({"award": "x/y", "period": "2020", "amount": 5_000_000},)}
    assert [origin.row for origin in first.table_origins["project"]] == [3, 2]
    assert first.coverage["qualification"] == date(2021, 3, 31)
    assert first.coverage["event"] == date(2020, 12, 31)
    assert roster.sample
    assert roster.notes["填报人"] == "张三"


def test_s10_a_table_is_closed_only_to_a_stated_date(tmp_path: Path) -> None:
    sheets = {"企业": rows("职工总数", "0,2020,1"), "资质": "统一社会信用代码,资质\n"}
    assert read(tmp_path, sheets).coverage == {}
    assert "J725" in codes(read(tmp_path, sheets), "notice")
    given_on_run = read(tmp_path, sheets, complete_to=date(2020, 12, 31))
    assert given_on_run.coverage == dict.fromkeys(VOCABULARY.tables, date(2020, 12, 31))
    sheets["说明"] = "资质截至,2020-06-30\n"
    both = read(tmp_path, sheets, complete_to=date(2020, 12, 31))
    assert both.coverage["qualification"] == date(2020, 6, 30)
    assert both.coverage["event"] == date(2020, 12, 31)
    assert "J726" in codes(both, "notice")
    sheets["说明"] = "数据完整截至,2020-06-30\n"
    stated = read(tmp_path, sheets, complete_to=date(2020, 12, 31))
    assert stated.coverage == dict.fromkeys(VOCABULARY.tables, date(2020, 6, 30))
    assert "J726" in codes(stated, "notice")


def test_a_bad_cell_in_a_table_leaves_its_enterprise_out(tmp_path: Path) -> None:
    roster = read(
        tmp_path,
        {
            "企业": rows("职工总数", "0,2020,1", "1,2020,1", "2,2020,1"),
            "项目": "统一社会信用代码,编号,投资额（元）\n"
            f"{CODES[0]},a,很多\n{CODES[1]},a,1\n{CODES[1]},a,2\n{CODES[2]},a,1\n",
            "负面事件": f"统一社会信用代码,种类\n{CODES[3]},失信被执行人\n",
        },
    )
    assert [one.code for one in roster.enterprises] == [CODES[2]]
    assert sorted(codes(roster)) == ["J734", "J741", "J750"]
    assert {one.name for one in roster.problems if one.severity == "error"} == {"", "企业0", "企业1"}
    assert roster.counts["project"] == Counts(read=4, accepted=1, merged=0, rejected=3)
    assert roster.counts["event"] == Counts(read=1, accepted=0, merged=0, rejected=1)


def test_the_period_and_the_kind_of_a_row_are_needed(tmp_path: Path) -> None:
    roster = read(
        tmp_path,
        {
            "企业": rows("职工总数", "0,2020,1", "1,2020,1"),
            "已兑现": f"统一社会信用代码,奖励编号,奖励期间\n{CODES[0]},x,去年\n",
            "负面事件": f"统一社会信用代码,种类,文号\n{CODES[1]},,3\n",
        },
    )
    assert roster.enterprises == ()
    assert sorted(codes(roster)) == ["J735", "J738"]


def test_a_workbook_and_csv_files_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(
        workbook(
            {
                "企业": [
                    ["信用代码", "企业名称", "年度", "营业收入（万元）"],
                    [],
                    [CODES[0], "企业0", 2020, 0.1 + 0.2],
                ],
                "说明": [["数据完整截至", "2020-12-31"], [], ["备注"]],
                "图表": [["x"]],
                "走访": [],
            }
        )
    )
    roster = read_roster(path, VOCABULARY)
    assert "J723" in codes(roster, "notice")
    (one,) = roster.enterprises
    assert str(one.cell_of("revenue", Period(2020))) == "名单.xlsx 企业!D3"
    text = rows("营业收入（万元）", "0,2020,0.3")
    assert read(tmp_path, {"企业": text, "说明": "数据完整截至,2020-12-31"}).digest == roster.digest


def test_a_single_csv_file_is_the_sheet_of_enterprises(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig"):
        (tmp_path / "企业名单.csv").write_text(rows("职工总数", "0,2020,1"), encoding=encoding)
        assert len(read_roster(tmp_path / "企业名单.csv", VOCABULARY).enterprises) == 1


def test_a_heading_that_cannot_be_right_stops_the_run_with_all_such_headings(tmp_path: Path) -> None:
    text = rows("营业收入,净利润（百万元）,职工总数（元）,备案编号,备案编号", "0,2020,1,1,1,1,1")
    text = text.replace("期间", "时间")
    assert sorted(refused(tmp_path, text)) == ["J711", "J712", "J713", "J714", "J715"]


def test_a_plain_count_needs_no_unit_and_a_ratio_is_read_as_declared_with_a_notice(tmp_path: Path) -> None:
    header = "职工总数,研发强度,合同期限（年）,人均产值（元/人）"
    roster = read(tmp_path, {"企业": rows(header, "0,2020,5,6.5,2,30000")})
    assert roster.enterprises[0].facts == {
        ("staff", "2020"): 5,
        ("rd_share", "2020"): 65_000,
        ("term", "2020"): 2_000_000,
        ("per_head", "2020"): 3_000_000,
    }
    assert [one.spot.cell for one in roster.problems if one.code == "J722"] == ["E1"]


def test_what_is_not_read_is_said(tmp_path: Path) -> None:
    text = rows("营业收人（万元）,,职工总数,没有人用的", "0,2020,1,有数,1,1", "1,2020,1,有数,1,1")
    roster = read(tmp_path, {"企业": text})
    told = {problem.code: problem for problem in roster.problems}
    assert codes(roster, "notice").count("J720") == 2
    assert "营业收入" in told["J720"].help or "营业收入" in roster.problems[1].help
    assert told["J721"].cell == "E1"
    assert told["J724"].severity == "notice"


def test_dropped_digits_are_counted_in_one_line_a_column_with_the_first_cell(tmp_path: Path) -> None:
    text = rows("营业收入（万元）", *(f"{number},2020,1.23456789{number}" for number in range(5)))
    (told,) = [one for one in read(tmp_path, {"企业": text}).problems if one.code == "J759"]
    assert told.cell == "D2"
    assert "有 5 格" in told.message


def test_percentages_all_below_one_are_suspected(tmp_path: Path) -> None:
    text = rows("研发强度（%）", "0,2020,0.1", "1,2020,0.15", "2,2020,0", "3,2020,{}")
    assert "J760" in codes(read(tmp_path, {"企业": text.format("0.2")}), "warning")
    assert "J760" not in codes(read(tmp_path, {"企业": text.format("1")}), "warning")
    assert "J760" not in codes(read(tmp_path, {"企业": text.format("")}), "warning")


def test_a_csv_row_of_another_length_is_rejected(tmp_path: Path) -> None:
    lines = ("0,2020,1,234.5,8", "1,2020,1", "2,2020,1,1")
    roster = read(tmp_path, {"企业": rows("营业收入（万元）,职工总数", *lines)})
    assert codes(roster) == ["J743", "J743"]
    assert [one.code for one in roster.enterprises] == [CODES[2]]


def test_what_stands_beyond_the_header_of_a_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    header = ["信用代码", "企业名称", "期间", "职工总数"]
    lines = [[CODES[0], "甲", 2020, 8], [CODES[1], "乙", 2020, 8, "多"]]
    path.write_bytes(workbook({"企业": [header, *lines]}))
    roster = read_roster(path, VOCABULARY)
    assert len(roster.enterprises) == 2
    assert "J721" in codes(roster, "notice")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("没有.xlsx", None, "J701"),
        ("空.xlsx", b"", "J702"),
        ("图.png", b"\x89PNG", "J702"),
        ("坏.xlsx", b"PK\x03\x04" + bytes(50), "J705"),
        ("旧.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "J705"),
        ("空.csv", b"", "J709"),
        ("名单.csv", "统一社会信用代码,企业名称".encode("gb18030"), "J709"),
        ("名单.csv", "统一社会信用代码".encode("utf-16"), "J706"),
        ("名单.csv", b"\xff\x00\x81", "J706"),
        ("名单.csv", b'a,"b\n', "J707"),
        ("名单.csv", b"a," + b"x" * 200_000 + b"\n", "J707"),
        ("表.xlsx", workbook({"封面": [["x"]]}), "J708"),
        ("表.xlsx", workbook({"企业": []}), "J709"),
    ],
)
def test_what_cannot_be_read_ends_in_a_diagnostic(
    tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DiagnosticError) as caught:
        read_roster(path, VOCABULARY)
    assert [found.code for found in caught.value.diagnostics] == [code]
    assert str(tmp_path) not in str(caught.value)


def test_a_workbook_cut_short_anywhere_ends_in_a_diagnostic(tmp_path: Path) -> None:
    whole = workbook({"企业": [["信用代码", "企业名称", "期间"], [CODES[0], "甲", 2020]]})
    path = tmp_path / "x.xlsx"
    for length in range(4, len(whole), 97):
        path.write_bytes(whole[:length])
        with pytest.raises(DiagnosticError):
            read_roster(path, VOCABULARY)


def test_progress_ends_with_all_rows(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    text = rows("职工总数", *(f"{number % 5},{1500 + number // 5},1" for number in range(1200)))
    read(tmp_path, {"企业": text}, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(500, 1201), (1000, 1201), (1201, 1201)]


def test_a_problem_is_a_row_of_a_table_and_a_diagnostic() -> None:
    problem = Problem.of("J741", Spot("a.xlsx", "资质", 3, 28), {}, CODES[0], "甲")
    row = dict(zip(HEADINGS, problem.to_row(), strict=True))
    assert (row["编号"], row["程度"], row["单元格"], row["企业名称"]) == ("J741", "错误", "AB3", "甲")
    assert problem.to_dict()["sheet"] == "资质"
    found = problem.to_diagnostic()
    assert found.place is not None
    assert (found.place.file, found.place.line, found.place.column) == ("a.xlsx 资质", 3, 28)
    assert found.why


def test_problems_are_sorted_and_a_tally_shows_its_topmost_cell() -> None:
    problems = Problems()
    problems.count("J759", Spot("f", "", 9, 1), "列", found="9", digits="")
    problems.count("J759", Spot("f", "", 2, 1), "列", found="2", digits="")
    problems.report("J741", Spot("f", "", 7, 1))
    assert [(one.code, one.cell) for one in problems] == [("J741", "A7"), ("J759", "A2")]


def test_letters_of_columns() -> None:
    assert [column_letters(number) for number in (0, 1, 26, 27, 52, 703)] == ["", "A", "Z", "AA", "AZ", "AAA"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_broken_byte_is_counted_from_the_beginning_of_the_file(mark: bytes, tmp_path: Path) -> None:
    content = mark + "统一社会信用代码,企业名称,期间\n".encode() + b"\xff\n"
    (tmp_path / "名单.csv").write_bytes(content)
    with pytest.raises(DiagnosticError) as caught:
        read_roster(tmp_path / "名单.csv", VOCABULARY)
    assert f"第 {content.index(0xFF) + 1} 个字节" in caught.value.diagnostics[0].message
    assert caught.value.diagnostics[0].place.line == 2
