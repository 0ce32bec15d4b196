"""Cells that show 15% and hold 0.15: read as what is seen, in xlsx workbooks (J799)."""

import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from tests.diagnostics.rosters import VOCABULARY

from jifen.exchange.mending import write_mending
from jifen.exchange.reading import read_roster
from jifen.exchange.roster import Roster

CODES = ("91330100799655058B", "91110108551385082Q", "91110000802100433B")
PERCENT = "0.00%"
Shown = tuple[object, str]
"""What a cell holds, and its number format."""


def workbook(cells: Iterable[Shown], heading: str = "研发强度（%）") -> bytes:
    """One enterprise a cell."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("企业")
        sheet.write_row(0, 0, ("统一社会信用代码", "企业名称", "期间", heading))
        for row, (value, shape) in enumerate(cells, 1):
            sheet.write_row(row, 0, (CODES[row - 1], f"公司{row}", 2020))
            sheet.write(row, 3, value, book.add_format({"num_format": shape}))
    return buffer.getvalue()


def read(tmp_path: Path, content: bytes) -> Roster:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(content)
    return read_roster(path, VOCABULARY)


def shares(roster: Roster) -> list[object]:
    """In millionths, by the order of rows."""
    by_code = {one.code: one.facts.get(("rd_share", "2020")) for one in roster.enterprises}
    return [by_code[code] for code in CODES if code in by_code]


def told(roster: Roster) -> set[str]:
    return {problem.code for problem in roster.problems} - {"J724"}


@pytest.mark.parametrize(
    "shape", ["0%", "0.00%", "0.0%", "#,##0.00%", "0.00%;[Red]-0.00%", "[Blue]0%;[Red]-0%;0", '0%"左右"']
)
def test_s01_a_cell_in_percent_is_what_it_shows(tmp_path: Path, shape: str) -> None:
    roster = read(tmp_path, workbook([(0.15, shape), (0.065, shape), (-0.07, shape)]))
    assert shares(roster) == [150_000, 65_000, -70_000]
    assert told(roster) == {"J799"}


@pytest.mark.parametrize("shape", ["General", "0.00", '0.00"%"', r"0.00\%", "0.00;0%", "@"])
def test_a_cell_whose_format_means_no_percent_is_what_it_holds(tmp_path: Path, shape: str) -> None:
    roster = read(tmp_path, workbook([(15, shape), (6.5, shape), (0.5, shape)]))
    assert shares(roster) == [150_000, 65_000, 5_000]
    assert told(roster) == set()


def test_the_notice_counts_the_cells_of_a_column_and_names_the_first(tmp_path: Path) -> None:
    roster = read(tmp_path, workbook([(0.29, PERCENT), ("7%", "@"), (1.1, PERCENT)]))
    assert shares(roster) == [290_000, 70_000, 1_100_000]
    (notice,) = (problem for problem in roster.problems if problem.code == "J799")
    assert (notice.severity, notice.cell) == ("notice", "D2")
    assert "2 格" in notice.message
    assert "如 29%" in notice.message


def test_one_number_without_a_sign_among_those_with_one_is_warned_of(tmp_path: Path) -> None:
    roster = read(tmp_path, workbook([(0.29, PERCENT), (0.07, "General"), (0.11, PERCENT)]))
    assert shares(roster) == [290_000, 700, 110_000]
    assert told(roster) == {"J799", "J760"}


def test_what_is_written_with_its_sign_is_not_warned_of_however_small(tmp_path: Path) -> None:
    roster = read(tmp_path, workbook([(0.002, PERCENT), ("0.3%", "@"), ("0.9％", "@")]))
    assert shares(roster) == [2_000, 3_000, 9_000]
    assert told(roster) == {"J799"}


def test_in_a_column_of_another_unit_it_is_refused_as_its_text_is(tmp_path: Path) -> None:
    roster = read(tmp_path, workbook([(0.15, PERCENT), (120.5, "0.00")], "营业收入（万元）"))
    assert [one.code for one in roster.left_out] == [CODES[0]]
    (error,) = (problem for problem in roster.problems if problem.severity == "error")
    assert error.code == "J751"
    assert "15%" in error.message


def test_formats_are_found_however_the_xml_is_written(tmp_path: Path) -> None:
    """With the style before the reference, and with a prefix, as other programs write."""
    content = workbook([(0.15, PERCENT), (0.065, PERCENT), (0.5, PERCENT)])
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                text = text.replace(b'<c r="D2" s="1">', b'<c s="1" t="n" r="D2" >')
                text = text.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?")
                text = text.replace(b"xmlns=", b"xmlns:x=")
                assert b'<x:c s="1" t="n" r="D2"' in text
            new.writestr(name, text)
    roster = read(tmp_path, buffer.getvalue())
    assert shares(roster) == [150_000, 65_000, 500_000]


def test_a_workbook_without_styles_is_read(tmp_path: Path) -> None:
    content = workbook([(15, "General"), (6.5, "General"), (50, "General")])
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            if name != "xl/styles.xml":
                new.writestr(name, old.read(name))
    assert shares(read(tmp_path, buffer.getvalue())) == [150_000, 65_000, 500_000]


def test_it_survives_being_handed_out_to_mend(tmp_path: Path) -> None:
    """The row is in problems.xlsx for its code; its share must come back as 15 %."""
    content = workbook([(0.15, PERCENT), (0.065, PERCENT)])
    path = tmp_path / "名单.xlsx"
    path.write_bytes(content)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    wrong = CODES[0][:-1] + "0"
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(CODES[0].encode(), wrong.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    roster = read_roster(path, VOCABULARY)
    assert shares(roster) == [65_000]
    (sheet,) = roster.to_mend
    assert [str(cells[3]) for cells in sheet.rows.values()] == ["15%"]
    write_mending(tmp_path / "problems.xlsx", roster)
    again = read_roster(path, VOCABULARY, mended=tmp_path / "problems.xlsx")
    assert [str(cells[3]) for cells in again.to_mend[0].rows.values()] == ["15%"]
