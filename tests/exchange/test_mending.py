"""Rows to mend: written with their problems, mended, and read back in the place of the old ones (S12)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.exchange.dirty_rosters import VOCABULARY, truth

from jifen.exchange.dirty.book import Book, Line, Page
from jifen.exchange.mending import write_mending
from jifen.exchange.reading import read_roster
from jifen.exchange.roster import Roster
from jifen.exchange.workbooks import read_workbook

META = 3


def roster_of(folder: Path, spoil: Callable[[list[Line]], None], *, as_csv: bool = False) -> Path:
    book = Book.of(truth(), VOCABULARY, {})
    spoil(book.main.lines)
    path = folder / ("名单.csv" if as_csv else "名单.xlsx")
    path.write_bytes(book.as_csv() if as_csv else book.as_xlsx())
    return path


def mended(folder: Path, roster: Roster, mend: Callable[[list[Line]], None]) -> Path:
    """The file of the rows to mend after somebody has changed the sheet 企业."""
    path = folder / "problems.xlsx"
    write_mending(path, roster)
    pages = []
    for sheet in read_workbook(path.name, path.read_bytes())[0]:
        lines: list[Line] = [[None if cell == "" else cell for cell in row] for row in sheet.rows]  # type: ignore[misc]
        if sheet.title == "企业":
            mend(lines[1:])
        pages.append(Page(sheet.title, lines, []))
    path.write_bytes(Book(pages).as_xlsx())
    return path


def unreadable(lines: list[Line]) -> None:
    lines[3][4] = "约120"


@pytest.mark.parametrize("as_csv", [False, True])
def test_a_mended_row_takes_the_place_of_the_one_that_it_was(tmp_path: Path, as_csv: bool) -> None:
    right: list[object] = []

    def spoil(lines: list[Line]) -> None:
        right.append(lines[3][4])
        unreadable(lines)

    path = roster_of(tmp_path, spoil, as_csv=as_csv)
    before = read_roster(path, VOCABULARY)
    assert len(before.left_out) == 1

    def mend(lines: list[Line]) -> None:
        assert all(line[1] is None or "应填数" in str(line[1]) for line in lines)
        (line,) = (line for line in lines if line[META + 4] == "约120")
        line[META + 4] = right[0]  # type: ignore[call-overload]

    after = read_roster(path, VOCABULARY, mended=mended(tmp_path, before, mend))
    assert [(one.code, one.facts) for one in after.enterprises] == [(one.code, one.facts) for one in truth()]
    assert {problem.severity for problem in after.problems} <= {"notice"}
    assert [source.name for source in after.sources] == [path.name, "problems.xlsx"]


def test_all_rows_of_an_enterprise_that_is_left_out_are_there(tmp_path: Path) -> None:
    before = read_roster(roster_of(tmp_path, unreadable), VOCABULARY)
    (sheet,) = before.to_mend
    left_out = before.left_out[0].code
    assert {row[0] for row in sheet.rows.values()} == {left_out}
    assert len(sheet.rows) > 1
    assert 4 in sheet.rows


def test_s12_a_duplicate_that_is_cleared_is_gone(tmp_path: Path) -> None:
    def twice(lines: list[Line]) -> None:
        again = list(lines[1])
        again[4] = 1.0
        lines.append(again)

    path = roster_of(tmp_path, twice)
    before = read_roster(path, VOCABULARY)
    assert "J734" in {problem.code for problem in before.problems}

    def clear(lines: list[Line]) -> None:
        (line,) = (line for line in lines if line[META + 4] == 1.0)
        line[META:] = [None] * len(line[META:])

    after = read_roster(path, VOCABULARY, mended=mended(tmp_path, before, clear))
    assert after.digest == read_roster(roster_of(tmp_path, lambda _: None), VOCABULARY).digest


def test_a_wrong_code_is_mended_where_it_stands(tmp_path: Path) -> None:
    def wrong(lines: list[Line]) -> None:
        lines[1][0] = "911"

    path = roster_of(tmp_path, wrong)
    before = read_roster(path, VOCABULARY)

    def right(lines: list[Line]) -> None:
        codes = [str(line[META]) for line in lines if line[META] != "911"]
        for line in lines:
            line[META] = codes[0]

    after = read_roster(path, VOCABULARY, mended=mended(tmp_path, before, right))
    assert after.enterprises == truth()


def test_what_is_mended_in_two_goes_is_all_in_the_last_file(tmp_path: Path) -> None:
    right: list[object] = []

    def spoil(lines: list[Line]) -> None:
        for row in (3, 8):
            right.append(lines[row][4])
            lines[row][4] = f"约{row}"

    path = roster_of(tmp_path, spoil)
    first = read_roster(path, VOCABULARY)

    def mend(number: int) -> Callable[[list[Line]], None]:
        def change(lines: list[Line]) -> None:
            for line in lines:
                if line[META + 4] == f"约{(3, 8)[number]}":
                    line[META + 4] = right[number]  # type: ignore[call-overload]

        return change

    second = read_roster(path, VOCABULARY, mended=mended(tmp_path, first, mend(0)))
    assert len(second.left_out) == 1
    third = read_roster(path, VOCABULARY, mended=mended(tmp_path, second, mend(1)))
    assert third.enterprises == truth()


def test_the_same_roster_gives_the_same_bytes(tmp_path: Path) -> None:
    before = read_roster(roster_of(tmp_path, unreadable), VOCABULARY)
    for name in ("a.xlsx", "b.xlsx"):
        write_mending(tmp_path / name, before)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_faultless_roster_has_nothing_to_mend(tmp_path: Path) -> None:
    assert read_roster(roster_of(tmp_path, lambda _: None), VOCABULARY).to_mend == ()


def test_merged_codes_are_written_on_each_row_to_mend(tmp_path: Path) -> None:
    lines: list[Line] = [["统一社会信用代码", "企业名称", "期间", "营业收入（万元）"]]
    code = truth()[0].code
    lines += [[code, "甲公司", 2020, "约1"], [None, None, 2019, 1.0]]
    page = Page("企业", lines, [], merged=[(1, 0, 2, 0), (1, 1, 2, 1)])
    (tmp_path / "名单.xlsx").write_bytes(Book([page]).as_xlsx())
    (sheet,) = read_roster(tmp_path / "名单.xlsx", VOCABULARY).to_mend
    assert [row[0] for row in sheet.rows.values()] == [code, code]
