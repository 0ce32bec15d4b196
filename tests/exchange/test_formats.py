"""The same roster in every format and unit is the same roster: facts, tables and digest."""

import json
from datetime import datetime
from decimal import Decimal
from itertools import product
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet
from tests.exchange.dirty_rosters import VOCABULARY, truth

from jifen.exchange.dirty.book import Book, Line
from jifen.exchange.reading import read_roster
from jifen.exchange.writing import Shape, money_in, write_roster
from jifen.interfaces.commands import execute
from jifen.interfaces.library import open_library
from jifen.model.quantity import YUAN

MONEY = [one.id for one in VOCABULARY.facts.values() if one.unit == YUAN]
UNITS = ("元", "千元", "万元", "亿元")


def in_unit(unit: str) -> dict[str, str]:
    return dict.fromkeys(MONEY, unit)


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("as-written") / "名单.xlsx"
    write_roster(path, truth(), VOCABULARY)
    roster = read_roster(path, VOCABULARY)
    assert roster.enterprises == truth()
    return roster.digest


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("shape", ["xlsx", "csv", "parquet"])
def test_s30_written_in_any_format_and_unit_a_roster_is_the_same(
    shape: Shape, unit: str, digest: str, tmp_path: Path
) -> None:
    path = tmp_path / "名单"
    write_roster(path, truth(), VOCABULARY, unit_of=in_unit(unit), shape=shape)
    roster = read_roster(path, VOCABULARY)
    assert roster.enterprises == truth()
    assert roster.digest == digest
    assert {problem.code for problem in roster.problems} == set()


def two_lines(book: Book) -> None:
    """Every heading in two lines: a group above the names, the units in a row of their own."""
    page = book.main
    names: Line = [str(heading).partition("（")[0] for heading in page.head]
    units: Line = [str(heading).partition("（")[2].rstrip("）") or None for heading in page.head]
    groups: Line = ["基本情况", None, None, None, "指标", *[None] * (len(names) - 5)]
    page.merged += [(0, 0, 0, 3), (0, 4, 0, len(names) - 1)]
    page.lines[:1] = [groups, names, units]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("form", ["two-line", "gb18030", "utf-8", "utf-8-sig"])
def test_s30_a_sheet_by_itself_in_any_encoding_and_unit_has_the_same_facts(
    form: str, unit: str, tmp_path: Path
) -> None:
    book = Book.of(truth(), VOCABULARY, in_unit(unit))
    if form == "two-line":
        two_lines(book)
        path = tmp_path / "名单.xlsx"
        path.write_bytes(book.as_xlsx())
    else:
        path = tmp_path / "名单.csv"
        path.write_bytes(book.as_csv(form))
    roster = read_roster(path, VOCABULARY)
    assert [(one.code, one.facts) for one in roster.enterprises] == [(one.code, one.facts) for one in truth()]
    assert {problem.severity for problem in roster.problems} <= {"notice"}


def test_a_two_line_workbook_has_the_same_digest(digest: str, tmp_path: Path) -> None:
    book = Book.of(truth(), VOCABULARY, in_unit("千元"))
    two_lines(book)
    (tmp_path / "名单.xlsx").write_bytes(book.as_xlsx())
    assert read_roster(tmp_path / "名单.xlsx", VOCABULARY).digest == digest


def test_a_folder_of_gb18030_files_has_the_same_digest(digest: str, tmp_path: Path) -> None:
    folder = tmp_path / "名单"
    write_roster(folder, truth(), VOCABULARY)
    for file in folder.iterdir():
        file.write_bytes(file.read_text("utf-8-sig").encode("gb18030"))
    assert read_roster(folder, VOCABULARY).digest == digest


def test_parquet_of_other_programs_is_read_by_its_types(tmp_path: Path) -> None:
    one = truth()[0]
    table = pa.table(
        {
            "统一社会信用代码": [one.code],
            "企业名称": [one.name],
            "期间": [2020],
            "成立日期": [datetime(2015, 6, 1)],  # noqa: DTZ001 a day has no time zone
            "营业收入（万元）": [Decimal("120.50")],
            "净利润（万元）": [float("nan")],
            "是否上市": [True],
        }
    )
    parquet.write_table(table, tmp_path / "企业.parquet")
    (read,) = read_roster(tmp_path / "企业.parquet", VOCABULARY).enterprises
    assert read.facts == {("revenue", "2020"): 120_500_000, ("listed", "2020"): True}
    assert str(read.founded) == "2015-06-01"


FORMS = ("xlsx", "two-line xlsx", "gb18030 csv", "utf-8 csv", "parquet")


def roster_in(form: str, unit: str, folder: Path) -> Path:
    """A sample of 重庆高新区, all its tables with it, in a form and a unit of money."""
    path = folder / "名单.xlsx" if form.endswith("xlsx") else folder / "名单"
    shape = form.rpartition(" ")[2]
    made = ["sample", "chongqing", "--count", "25", "--format", shape, "--unit", unit, "--out", str(path)]
    assert execute(made) == 0
    if form == "gb18030 csv":
        for file in path.iterdir():
            file.write_bytes(file.read_text("utf-8-sig").encode("gb18030"))
    if form == "two-line xlsx":
        vocabulary = open_library("chongqing").park.vocabulary
        book = Book.of(read_roster(path, vocabulary).enterprises, vocabulary, money_in(unit, vocabulary))
        two_lines(book)
        path.write_bytes(book.as_xlsx())
    return path


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """The folder of ``jifen run`` by form and unit."""
    folders = {}
    for form, unit in product(FORMS, ("元", "千元", "万元")):
        folder = tmp_path_factory.mktemp("form")
        roster, out = roster_in(form, unit, folder), folder / "积分"
        asked = ["--park", "chongqing", "--period", "2021", "--as-of", "2022-06-30", "--out", str(out)]
        assert execute(["run", str(roster), *asked]) in (0, 1)
        folders[form, unit] = out
    return folders


def test_s30_the_same_roster_in_fifteen_forms_and_units_has_the_same_scores(
    runs: dict[tuple[str, str], Path],
) -> None:
    scores = {asked: (out / "scores.csv").read_bytes() for asked, out in runs.items()}
    digests = {json.loads((out / "run.json").read_text("utf-8"))["roster"]["digest"] for out in runs.values()}
    assert len(scores) == 15
    assert len(set(scores.values())) == len(digests) == 1


def test_the_fifteen_are_scored_in_full_and_said_to_be_what_they_are(
    runs: dict[tuple[str, str], Path],
) -> None:
    """So that not all fifteen are equal because none was read, or read as another one."""
    for (form, _), out in runs.items():
        told = json.loads((out / "run.json").read_text("utf-8"))
        assert (told["enterprises"]["accepted"], told["enterprises"]["ranked"]) == (25, 23)
        codes = {line.partition(",")[0] for line in (out / "problems.csv").read_text("utf-8-sig").split("\n")}
        assert ("J790" in codes) is (form == "gb18030 csv")
        assert ("J728" in codes) is (form == "two-line xlsx")
