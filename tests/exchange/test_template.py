"""The workbook to fill in: all sheets and columns, what cells offer, and what is filled in is read back."""

import re
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from attrs import evolve
from tests.exchange.dirty_rosters import VOCABULARY, truth
from tests.exchange.vocabulary import VOCABULARY as WIDE

from jifen.exchange.reading import read_roster
from jifen.exchange.template import write_template
from jifen.exchange.workbooks import read_workbook
from jifen.language.diagnostics import DiagnosticError
from jifen.model.period import Period
from jifen.model.terms import Kind, Vocabulary


def template(folder: Path, vocabulary: Vocabulary, filled: bool = False) -> Path:
    path = folder / "填报表.xlsx"
    write_template(path, "某区", vocabulary, Period(2020), truth() if filled else ())
    return path


def xml(path: Path, part: str) -> str:
    with ZipFile(path) as archive:
        return archive.read(part).decode()


def test_what_is_filled_in_is_read_back_the_same(tmp_path: Path) -> None:
    roster = read_roster(template(tmp_path, VOCABULARY, filled=True), VOCABULARY)
    assert roster.enterprises == truth()
    assert {problem.code for problem in roster.problems} == {"J728"}


def test_an_empty_one_has_every_sheet_and_column_and_is_told_to_be_empty(tmp_path: Path) -> None:
    path = template(tmp_path, WIDE)
    with pytest.raises(DiagnosticError) as caught:
        read_roster(path, WIDE)
    assert [found.code for found in caught.value.diagnostics] == ["J709"]
    sheets, _ = read_workbook(path.name, path.read_bytes())
    by_title = {sheet.title: sheet for sheet in sheets}
    assert list(by_title) == ["说明", "企业", *(table.name for table in WIDE.tables.values())]
    headings = ["".join(str(cell).split()) for cell in by_title["企业"].rows[2]]
    assert headings[:5] == ["统一社会信用代码", "企业名称", "期间", "成立日期", "营业收入（万元）"]
    assert len(headings) == 4 + len(WIDE.facts)
    assert by_title["企业"].rows[1][4] == "年度数"
    assert ["".join(str(cell).split()) for cell in by_title["项目"].rows[2]] == [
        "统一社会信用代码",
        "编号",
        "投资额（万元）",
        "在建",
    ]


def test_cells_offer_what_may_be_chosen(tmp_path: Path) -> None:
    path = template(tmp_path, WIDE)
    enterprises = xml(path, "xl/worksheets/sheet2.xml")
    offered = re.findall(
        r'<dataValidation type="list"[^>]*sqref="([A-Z]+)4:[^>]*><formula1>"([^"]*)"', enterprises
    )
    assert ("C", "2020,2019,2018") in offered
    assert "是,否" in [choices for _, choices in offered]
    assert "电子信息,新材料" in [choices for _, choices in offered]
    assert "失信被执行人" in "".join(xml(path, f"xl/worksheets/sheet{number}.xml") for number in range(3, 8))


def test_long_lists_are_kept_on_a_hidden_sheet_that_readers_pass_over(tmp_path: Path) -> None:
    kinds = {f"k{number}": Kind(f"k{number}", f"第{number}种很长很长的资质名称") for number in range(40)}
    vocabulary = evolve(VOCABULARY, qualifications=kinds)
    path = template(tmp_path, vocabulary, filled=True)
    sheets, _ = read_workbook(path.name, path.read_bytes())
    assert [sheet.title for sheet in sheets if sheet.hidden] == ["_选项"]
    assert len(sheets[-1].rows) == 40
    assert "J729" not in {problem.code for problem in read_roster(path, vocabulary).problems}


def test_coverage_dates_that_are_filled_in_count(tmp_path: Path) -> None:
    roster = read_roster(template(tmp_path, VOCABULARY, filled=True), VOCABULARY)
    assert roster.coverage == dict.fromkeys(VOCABULARY.tables, date(2020, 12, 31))


def test_the_same_park_gives_the_same_bytes(tmp_path: Path) -> None:
    first = template(tmp_path, WIDE).read_bytes()
    assert template(tmp_path, WIDE).read_bytes() == first
