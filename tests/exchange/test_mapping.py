"""Mappings: headings and sheets of a park's own, mapped by a file; and the file that is suggested."""

from pathlib import Path

import pytest
from tests.exchange.vocabulary import CODES, VOCABULARY

from jifen.exchange.dirty.book import Book, Page
from jifen.exchange.mapping import load_mapping, suggest_mapping
from jifen.exchange.reading import ENTERPRISE_SHEET, names_by_sheet, read_roster
from jifen.exchange.roster import Roster

HEAD = "统一社会信用代码,企业名称,营收合计（千元）,其中：去年,在册人数,备用\n"
ROSTER = HEAD + f"{CODES[0]},甲公司,1200,1000,8,x\n"
MAPPING = """
period = "2020"

[columns]
"营收合计（千元）" = { field = "revenue" }
"其中：去年" = { field = "营业收入", unit = "千元", period = "上年" }
"在册人数" = { field = "staff" }
"备用" = { ignore = true }
"""


def read(folder: Path, mapping: str, roster: str | bytes = ROSTER, name: str = "名单.csv") -> Roster:
    (folder / "对照.toml").write_text(mapping, encoding="utf-8")
    path = folder / name
    path.write_bytes(roster if isinstance(roster, bytes) else roster.encode())
    return read_roster(path, VOCABULARY, mapping=load_mapping(folder / "对照.toml", VOCABULARY))


def test_headings_mean_what_the_mapping_says(tmp_path: Path) -> None:
    roster = read(tmp_path, MAPPING)
    (one,) = roster.enterprises
    assert one.facts == {
        ("revenue", "2020"): 120_000_000,
        ("revenue", "2019"): 100_000_000,
        ("staff", "2020"): 8,
    }
    assert {problem.code for problem in roster.problems} == {"J724"}


def test_what_the_mapping_does_not_mention_is_read_as_ever(tmp_path: Path) -> None:
    roster = read(tmp_path, 'period = "2020"', ROSTER.replace("营收合计", "营业收入"))
    assert roster.enterprises[0].facts == {("revenue", "2020"): 120_000_000}
    assert [problem.code for problem in roster.problems].count("J720") == 3


def test_a_sheet_and_its_head_may_be_mapped(tmp_path: Path) -> None:
    lines = [["营业收入（万元）", "职工总数"], ["统一社会信用代码", "企业名称", "期间", "营业收入（万元）"]]
    page = Page("2020", [*lines, [CODES[0], "甲公司", 2020, 120.0]], [])
    other = Page("2019", [lines[1], [CODES[1], "乙公司", 2019, 1.0]], [])
    content = Book([page, other]).as_xlsx()
    mapping = '[sheets]\n"2020" = "企业"\n[header]\n"2020" = 2\n'
    roster = read(tmp_path, mapping, content, "名单.xlsx")
    assert [one.code for one in roster.enterprises] == [CODES[0]]
    assert {problem.code for problem in roster.problems} == {"J723", "J724", "J728"}


def test_a_heading_of_two_lines_is_mapped_as_messages_show_it(tmp_path: Path) -> None:
    text = f"统一社会信用代码,企业名称,期间,规模,\n,,,收入,人数\n{CODES[0]},甲公司,2020,12,8\n"
    mapping = (
        '[columns]\n"规模·收入" = { field = "revenue", unit = "万元" }\n"规模·人数" = { field = "staff" }\n'
    )
    assert read(tmp_path, mapping, text).enterprises[0].facts == {
        ("revenue", "2020"): 12_000_000,
        ("staff", "2020"): 8,
    }


def suggested(folder: Path) -> tuple[str, int]:
    path = folder / "名单.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return suggest_mapping(path, names_by_sheet(VOCABULARY), ENTERPRISE_SHEET)


def test_what_is_suggested_is_all_comments(tmp_path: Path) -> None:
    text, count = suggested(tmp_path)
    assert count == 4
    assert {line[0] for line in text.splitlines() if line} == {"#", "["}
    assert '#"营收合计（千元）" = { field = "revenue", unit = "千元" }  # 营业收入，请核对单位' in text
    assert "C 列，如 1200" in text
    assert '#"备用" = { ignore = true }' in text


def test_what_is_suggested_can_be_used_once_it_is_uncommented(tmp_path: Path) -> None:
    text, _ = suggested(tmp_path)
    seen: set[str] = set()
    lines = ['period = "2020"', "[columns]"]
    for line in text.splitlines():
        heading = line.partition(" = ")[0]
        if line.startswith('#"') and heading not in seen and "其中" not in heading:
            seen.add(heading)
            lines.append(line.removeprefix("#"))
    roster = read(tmp_path, "\n".join(lines))
    assert roster.enterprises[0].facts[("revenue", "2020")] == 120_000_000


@pytest.mark.parametrize("text", ["", "[columns]\n"])
def test_an_empty_mapping_changes_nothing(tmp_path: Path, text: str) -> None:
    plain = ROSTER.replace("企业名称", "企业名称,期间").replace("甲公司", "甲公司,2020")
    assert read(tmp_path, text, plain).digest == read_roster(tmp_path / "名单.csv", VOCABULARY).digest
