"""Files that would fill the memory or take for ever: each a clear error within seconds, in bounded memory."""

import json
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from tests.exchange.dirty_rosters import VOCABULARY, truth

from jifen.exchange.dirty.book import Book, Page
from jifen.exchange.reading import read_roster
from jifen.exchange.workbooks import read_workbook
from jifen.language.diagnostics import DiagnosticError

SECONDS, MEGABYTES = 20, 900
READ = """
import json, sys
from pathlib import Path
from jifen.exchange.reading import read_roster
from jifen.language.diagnostics import DiagnosticError
from tests.exchange.dirty_rosters import VOCABULARY
try:
    read_roster(sys.argv[1], VOCABULARY)
    print("[]")
except DiagnosticError as error:
    print(json.dumps([one.code for one in error.diagnostics]))
"""
HEAD = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def read_apart(path: Path) -> list[str]:
    """The codes of what is said of a roster, in a process of its own with little memory and time."""
    command = [sys.executable, "-c", READ, str(path)]
    run = subprocess.run(
        command, capture_output=True, text=True, preexec_fn=limited, timeout=2 * SECONDS, check=True
    )
    codes: list[str] = json.loads(run.stdout)
    return codes


def with_sheet(xml: bytes) -> bytes:
    """A workbook whose sheet 企业 is that XML."""
    whole, buffer = BytesIO(Book.of(truth(), VOCABULARY, {}).as_xlsx()), BytesIO()
    with ZipFile(whole) as source, ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            kept = entry.filename != "xl/worksheets/sheet2.xml"
            target.writestr(entry, source.read(entry) if kept else xml)
    return buffer.getvalue()


def far_corner() -> bytes:
    cell = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return with_sheet(f"{HEAD}<sheetData>{cell}</sheetData></worksheet>".encode())


def endless_row() -> bytes:
    cells = "".join(f'<c r="A1"><v>{number}</v></c>' for number in range(10))
    return with_sheet(f"{HEAD}<sheetData><row>{cells * 400_000}</row></sheetData></worksheet>".encode())


def blanks() -> bytes:
    return with_sheet(HEAD.encode() + b" " * (400 * 2**20) + b"</worksheet>")


def million_columns() -> bytes:
    return b"a" + b"," * 1_000_000 + b"\n"


def million_lines_of_commas() -> bytes:
    return (b"," * 100 + b"\n") * 300_000


def repeated_cells() -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        cell = '<table:table-cell table:number-columns-repeated="900000000" office:value-type="float"/>'
        archive.writestr("content.xml", f"<office:document-content>{cell}</office:document-content>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("名单.xlsx", far_corner),
        ("名单.xlsx", endless_row),
        ("名单.xlsx", blanks),
        ("名单.csv", million_columns),
        ("名单.csv", million_lines_of_commas),
        ("名单.ods", repeated_cells),
    ],
)
def test_what_would_fill_the_memory_is_refused_soon(
    tmp_path: Path, name: str, make: Callable[[], bytes]
) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    assert read_apart(path) == ["J704"]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    with path.open("wb") as file:
        file.truncate(3 * 2**30)
    assert read_apart(path) == ["J704"]


def test_cells_that_have_a_colour_only_do_not_count(tmp_path: Path) -> None:
    content = Book.of(truth(), VOCABULARY, {}).as_xlsx(_colour_far_cells)
    path = tmp_path / "名单.xlsx"
    path.write_bytes(content)
    assert read_roster(path, VOCABULARY).enterprises == truth()


def _colour_far_cells(workbook: object) -> None:
    style = workbook.add_format({"bg_color": "yellow"})  # type: ignore[attr-defined]
    sheet = workbook.get_worksheet_by_name("企业")  # type: ignore[attr-defined]
    for row in range(30):
        sheet.write_blank(row, 16_383, None, style)


def test_a_declared_size_that_lies_is_a_broken_workbook(tmp_path: Path) -> None:
    content = bytearray(with_sheet(f"{HEAD}<sheetData></sheetData></worksheet>".encode() + b" " * 10_000_000))
    with ZipFile(BytesIO(content)) as archive:
        info = archive.getinfo("xl/worksheets/sheet2.xml")
    true_size = info.file_size.to_bytes(4, "little")
    assert content.count(true_size) == 2
    path = tmp_path / "名单.xlsx"
    path.write_bytes(content.replace(true_size, (1000).to_bytes(4, "little")))
    with pytest.raises(DiagnosticError) as caught:
        read_roster(path, VOCABULARY)
    assert [found.code for found in caught.value.diagnostics] == ["J705"]


def test_formulas_without_values_are_found_whatever_wrote_them(tmp_path: Path) -> None:
    cells = (
        '<x:c r="A1" t="str"><x:f>"a"</x:f><x:v>a</x:v></x:c>',
        '<x:c r="B1"><x:f>1+1</x:f></x:c>',
        '<x:c s="1" r="C1" t="e"><x:f>NA()</x:f><x:v>#N/A</x:v></x:c>',
        '<x:c r="D1" t="str"><x:f>IF(1,"")</x:f><x:v></x:v></x:c>',
        '<x:c r="E1"><x:f>1</x:f><x:v>7</x:v></x:c>',
    )
    head = HEAD.replace("<worksheet xmlns", "<x:worksheet xmlns:x")
    xml = f'{head}<x:sheetData><x:row r="1">{"".join(cells)}</x:row></x:sheetData></x:worksheet>'
    sheets, _ = read_workbook("名单.xlsx", with_sheet(xml.encode()))
    (row,) = (sheet for sheet in sheets if sheet.title == "企业").__next__().rows
    assert [str(cell) for cell in row][:5] == ["a", "未计算的公式", "#N/A", "", "7.0"]


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_workbooks_of_other_formats_are_read_and_said_to_hide_errors(suffix: str) -> None:
    path = Path(__file__).parent / "rosters" / f"名单.{suffix}"
    roster = read_roster(path, VOCABULARY)
    (one,) = roster.enterprises
    assert one.facts == {("revenue", "2020"): 120_500_000, ("staff", "2020"): 8}
    assert {problem.code for problem in roster.problems} == {"J724", "J794"}


def test_a_zip_file_that_cannot_be_unpacked_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    with ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", "<workbook>")
    with pytest.raises(DiagnosticError) as caught:
        read_roster(path, VOCABULARY)
    assert [found.code for found in caught.value.diagnostics] == ["J705"]


def test_a_workbook_that_is_open_elsewhere_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(
        Book(
            [Page("企业", [["统一社会信用代码", "企业名称", "期间"], [truth()[0].code, "甲", 2020]], [])]
        ).as_xlsx()
    )
    assert "J792" not in {problem.code for problem in read_roster(path, VOCABULARY).problems}
    (tmp_path / "~$名单.xlsx").write_bytes(b"\5")
    assert "J792" in {problem.code for problem in read_roster(path, VOCABULARY).problems}
