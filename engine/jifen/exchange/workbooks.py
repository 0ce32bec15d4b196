"""Workbooks to sheets: python-calamine reads them, after a look at what it would choke on or not tell.

It keeps a sheet as one rectangle, so a forgotten cell in the last row and column would fill the memory; it
shows a formula that failed or was never computed as a blank; and it gives 0.15 for a cell that shows 15%. All
three are told from the XML beforehand.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from posixpath import join, normpath
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from attrs import define, field

from jifen.exchange.problems import Spot, column_number
from jifen.exchange.sheets import MOST_CELLS, Area, BrokenCell, Cells, Remark, Sheet, ShownAsPercent, refuse

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"
_MOST_EXPANDED = 2**30
_BOMB_FROM, _BOMB_RATIO = 50 * 2**20, 300
"""A real workbook packs to a tenth; blanks by the megabyte pack to a thousandth."""
_BLOCK = 8 * 2**20
_LONGEST_ROW = 64 * 2**20
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LARGEST_REPEAT = 2**20
_REPEATED = re.compile(rb'<table:table-cell[^>]*number-columns-repeated="(\d+)"[^>]*office:value-type')


def read_workbook(name: str, content: bytes) -> tuple[tuple[Sheet, ...], tuple[Remark, ...]]:
    """The sheets of an xlsx, xlsm, xls or ods workbook, and what is to be said of how they were read."""
    if content.startswith(OLE):
        if _ENCRYPTED in content:
            refuse("J703", name)
        return _sheets(name, content, {}), (Remark("J794", Spot(name, ""), {}),)
    try:
        with ZipFile(BytesIO(content)) as archive:
            seen = _look(name, archive, len(content))
            remarks = () if "xl/workbook.xml" in archive.namelist() else (Remark("J794", Spot(name, ""), {}),)
    except (BadZipFile, ET.ParseError, KeyError, EOFError, OSError, ValueError, NotImplementedError):
        refuse("J705", name)
    except RuntimeError:
        refuse("J703", name)
    return _sheets(name, content, seen), remarks


def _look(name: str, archive: ZipFile, packed: int) -> dict[str, "_Look"]:
    """What calamine does not tell, by sheet; refuses what is no workbook and what would fill the memory."""
    expanded = sum(entry.file_size for entry in archive.infolist())
    if expanded > _MOST_EXPANDED or (expanded > _BOMB_FROM and expanded > _BOMB_RATIO * packed):
        times = f"{expanded // packed:,}"
        refuse("J704", name, reason=f"展开后有 {expanded / 2**20:,.0f} MB，是原来的 {times} 倍")
    names = archive.namelist()
    if "xl/workbook.xml" in names:
        percent = _percent_styles(name, archive)
        return {title: _look_at(name, archive, part, title, percent) for title, part in _parts(archive)}
    if "mimetype" in names and archive.read("mimetype").decode("ascii", "replace").strip() == _OPEN_DOCUMENT:
        repeats = [int(count) for count in _REPEATED.findall(archive.read("content.xml"))]
        if sum(repeats) > _LARGEST_REPEAT:
            refuse("J704", name, reason=f"有 {sum(repeats):,} 个重复的格子")
        return {}
    return refuse("J702", name, found="xlsb 工作簿" if "xl/workbook.bin" in names else "别的压缩文件")


def _parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Each worksheet's name and its part of the archive."""
    targets = {
        one.get("Id"): one.get("Target", "")
        for one in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 its size is checked
    }
    for one in ET.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314
        if one.tag.rpartition("}")[2] == "sheet":
            target = targets.get(one.get(f"{_RELATIONS}id"), "")
            part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            if "worksheets" in part:
                yield one.get("name", ""), part


_STYLES = "xl/styles.xml"
_LARGEST_STYLES = 64 * 2**20
_BUILT_IN_PERCENT = frozenset({9, 10})
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""What a number format says that is no placeholder: 0"%" shows 15 as 15%, and so means no percent."""


def _percent_styles(name: str, archive: ZipFile) -> tuple[int, ...]:
    """The styles of cells that show a number in percent."""
    if _STYLES not in archive.namelist():
        return ()
    if archive.getinfo(_STYLES).file_size > _LARGEST_STYLES:
        refuse("J704", name, reason=f"格式（styles.xml）就超过 {_LARGEST_STYLES // 2**20} MB")
    root = ET.fromstring(archive.read(_STYLES))  # noqa: S314 its size is checked
    percent = set(_BUILT_IN_PERCENT)
    for one in root.iterfind("{*}numFmts/{*}numFmt"):
        (percent.add if _is_percent(one.get("formatCode", "")) else percent.discard)(
            int(one.get("numFmtId", 0))
        )
    styles = root.iterfind("{*}cellXfs/{*}xf")
    return tuple(number for number, one in enumerate(styles) if int(one.get("numFmtId", 0)) in percent)


def _is_percent(code: str) -> bool:
    """Whether a number format shows numbers of either sign in percent."""
    return all("%" in section for section in _LITERAL.sub("", code).split(";")[:2])


def _look_at(name: str, archive: ZipFile, part: str, title: str, percent: Iterable[int]) -> "_Look":
    look = _Look(_cells_of(percent))
    with archive.open(part) as stream:
        rest = b""
        prefix: re.Match[bytes] | None = None
        while block := stream.read(_BLOCK):
            rest += block
            prefix = prefix or _PREFIX.search(rest, 0, 1000)
            if prefix:
                rest = rest.replace(b"<" + prefix[1] + b":", b"<").replace(b"</" + prefix[1] + b":", b"</")
            cut = rest.rfind(b"</row>") + 6 if b"</row>" in rest else 0
            look.at(rest[:cut])
            rest = rest[cut:]
            if len(rest) > _LONGEST_ROW:
                refuse("J704", name, reason=f"工作表“{title}”的一行就超过 {_LONGEST_ROW // 2**20} MB")
        look.at(rest)
    if look.rows * look.width > MOST_CELLS:
        reason = f"工作表“{title}”一直写到第 {look.rows:,} 行、第 {look.width:,} 列"
        refuse("J704", name, reason=reason)
    return look


def _cells_of(styles: Iterable[int]) -> re.Pattern[bytes] | None:
    """Finds the cells of these styles."""
    wanted = "|".join(map(str, styles))
    found = rf'<c (?=[^>]*\bs="(?:{wanted})")(?:[^>]*? )?r="([A-Z]{{1,3}})(\d{{1,7}})"[^>]*(?<!/)>'
    return re.compile(found.encode()) if wanted else None


_PREFIX = re.compile(rb"<(\w+):worksheet")
_REFERENCE = re.compile(rb'<c (?:[^>]*? )?r="([A-Z]{1,3})(\d{1,7})"')
_FILLED = re.compile(rb'<c (?:[^>]*? )?r="([A-Z]{1,3})(\d{1,7})(?:[^>]*[^/])?>')
_TROUBLE = re.compile(
    rb'<c ((?:[^>]*? )?r="([A-Z]{1,3})(\d{1,7})[^>]*)(?<!/)>((?:(?!</c>).)*)</c>', re.DOTALL
)
_VALUE = re.compile(rb"<v>([^<]+)</v>")


@define
class _Look:
    """What is in the XML of a sheet: how far it reaches, formulas without a value, cells in percent."""

    in_percent: re.Pattern[bytes] | None = None
    rows: int = 0
    width: int = 0
    broken: dict[tuple[int, int], BrokenCell] = field(factory=dict)
    percent: dict[int, "array[int]"] = field(factory=dict)
    """By column: the rows of the cells that show a number in percent."""

    def at(self, xml: bytes) -> None:
        """Look at some whole rows."""
        end = xml.find(b"</row>")
        start = 0
        while end >= 0:
            last = xml.rfind(b"<c ", start, end)
            cell = _REFERENCE.match(xml, last, end) if last >= 0 else None
            if cell and column_number(cell[1].decode()) > self.width:
                self._reach(xml, start, end)
            elif cell and int(cell[2]) > self.rows and _FILLED.search(xml, start, end):
                self.rows = int(cell[2])
            start, end = end, xml.find(b"</row>", end + 6)
        if b't="e"' in xml or b"<f" in xml:
            self._formulas(xml)
        for found in self.in_percent.finditer(xml) if self.in_percent else ():
            self.percent.setdefault(column_number(found[1].decode()), array("L")).append(int(found[2]))

    def _reach(self, xml: bytes, start: int, end: int) -> None:
        """Take in a row; cells that have a colour only do not count."""
        for cell in _FILLED.finditer(xml, start, end):
            self.width = max(self.width, column_number(cell[1].decode()))
            self.rows = max(self.rows, int(cell[2]))

    def _formulas(self, xml: bytes) -> None:
        for cell in _TROUBLE.finditer(xml):
            attributes, letters, row, inside = cell.groups()
            value = _VALUE.search(inside)
            if b't="e"' in attributes:
                text = value[1].decode("utf-8", "replace") if value else "#N/A"
            elif b"<f" in inside and value is None and b't="str"' not in attributes:
                text = ""
            else:
                continue
            self.broken[int(row), column_number(letters.decode())] = BrokenCell(text)


_NOTHING_SEEN = _Look()


def _sheets(name: str, content: bytes, seen: Mapping[str, _Look]) -> tuple[Sheet, ...]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
        ZipError,
    )

    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        return tuple(
            _sheet(
                name,
                metadata.name,
                workbook.get_sheet_by_name(metadata.name),
                seen.get(metadata.name, _NOTHING_SEEN),
                hidden=metadata.visible != SheetVisibleEnum.Visible,
            )
            for metadata in workbook.sheets_metadata
            if metadata.typ == SheetTypeEnum.WorkSheet
        )
    except PasswordError:
        refuse("J703", name)
    except (CalamineError, ZipError, OSError, ValueError):
        refuse("J705", name)


def _sheet(name: str, title: str, sheet: Any, seen: _Look, *, hidden: bool) -> Sheet:
    rows: list[Any] = sheet.to_python(skip_empty_area=False)
    _mark(rows, seen.broken)
    _mark_percent(rows, seen.percent)
    merged = tuple(_area(*corners) for corners in sheet.merged_cell_ranges or ())
    return Sheet(name, title, title, rows, merged=merged, hidden=hidden)


def _mark(rows: list[Any], broken: Mapping[tuple[int, int], BrokenCell]) -> None:
    """Put the failed formulas where calamine shows blanks."""
    for (row, column), cell in broken.items():
        while len(rows) < row:
            rows.append([])
        cells: Cells = rows[row - 1]
        rows[row - 1] = [*cells, *[""] * (column - len(cells))]
        rows[row - 1][column - 1] = cell


def _mark_percent(rows: list[Any], percent: Mapping[int, Iterable[int]]) -> None:
    """Say of numbers that their cells show them in percent."""
    for column, numbers in percent.items():
        for number in numbers:
            cells: list[Any] = rows[number - 1] if number <= len(rows) else []
            cell = cells[column - 1] if column <= len(cells) else None
            if isinstance(cell, float | int) and not isinstance(cell, bool):
                cells[column - 1] = ShownAsPercent(cell)


def _area(first: tuple[int, int], last: tuple[int, int]) -> Area:
    return first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1
