"""Files to sheets of cells: an xlsx workbook, a CSV file, or a folder of CSV files.

What cannot be read ends in a :class:`jifen.language.diagnostics.DiagnosticError`.
"""

import csv
from collections.abc import Iterator, Sequence
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import NoReturn

from attrs import field, frozen

from jifen.exchange.problems import Spot, column_letters
from jifen.exchange.roster import SourceFile
from jifen.language.diagnostics import Diagnostic, DiagnosticError
from jifen.model.place import Place

Cells = Sequence[object]

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CSV_SUFFIXES = (".csv", ".txt")


@frozen
class Sheet:
    """The cells of one sheet. ``title`` is its name; ``sheet`` is what messages call it (empty for CSV)."""

    file: str
    title: str
    sheet: str
    rows: Sequence[Cells] = field(repr=False)
    ragged: bool = False
    """Whether rows may differ in length, so that a length other than the header's tells of a slip."""

    def spot(self, row: int, column: int = 0) -> Spot:
        """A place in this sheet."""
        return Spot(self.file, self.sheet, row, column)

    def place(self, row: int, column: int = 0) -> Place:
        """The place of a cell for a message that draws the row; of the whole row without a column."""
        name = f"{self.file} {self.sheet}".rstrip()
        texts = [_shown(cell) for cell in self.rows[row - 1]] if 0 < row <= len(self.rows) else []
        line = " | ".join(texts)
        if not column or column > len(texts):
            return Place(name, max(row, 1), 1, max(1, len(line)), line)
        start = sum(len(text) + 3 for text in texts[: column - 1])
        return Place(name, row, start + 1, max(1, len(texts[column - 1])), line)

    def body(self, header_row: int) -> Iterator[tuple[int, Cells]]:
        """The rows below the header that hold something, with their numbers."""
        for number, cells in enumerate(self.rows[header_row:], header_row + 1):
            if not blank(cells):
                yield number, cells

    @property
    def header_row(self) -> int:
        """The number of the first row that holds something; 0 when none does."""
        return next((number for number, cells in enumerate(self.rows, 1) if not blank(cells)), 0)


def blank(cells: Cells) -> bool:
    """Whether nothing is written in a row."""
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def _shown(cell: object) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def where(sheet: Sheet, row: int, column: int) -> str:
    """A cell as messages name it."""
    return f"{sheet.file} {sheet.sheet} {column_letters(column)}{row}".replace("  ", " ")


def open_sheets(path: Path, main: str) -> tuple[tuple[Sheet, ...], tuple[SourceFile, ...]]:
    """All sheets of a roster, and the files they came from. A single CSV file is the sheet ``main``."""
    if not path.is_dir():
        content = _content(path, path.name)
        return _sheets_of(path.name, path.suffix, content, main), (_source(path.name, content),)
    sheets: list[Sheet] = []
    sources: list[SourceFile] = []
    for file in sorted(path.iterdir()):
        if file.suffix.lower() == ".csv" and not file.name.startswith("."):
            name = f"{path.name}/{file.name}"
            content = _content(file, name)
            sheets.append(_csv_sheet(name, file.stem, content))
            sources.append(_source(name, content))
    if not sheets:
        _refuse("J701", path.name, cause="文件夹里没有 CSV 文件")
    return tuple(sheets), tuple(sources)


def _source(name: str, content: bytes) -> SourceFile:
    return SourceFile(name, sha256(content).hexdigest())


def _refuse(code: str, name: str, line: int = 1, text: str = "", **facts: object) -> NoReturn:
    place = Place(name, line, 1, max(1, len(text)), text)
    raise DiagnosticError((Diagnostic.of(code, place, facts),)) from None


def _content(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        _refuse("J701", name, cause="找不到这个文件")
    except PermissionError:
        _refuse("J701", name, cause="没有读取权限，或者正被别的程序占用")
    except (OSError, ValueError) as error:
        _refuse("J701", name, cause=getattr(error, "strerror", None) or str(error))


def _sheets_of(name: str, suffix: str, content: bytes, main: str) -> tuple[Sheet, ...]:
    if content.startswith(_ZIP):
        return _workbook(name, content)
    if content.startswith(_OLE):
        _refuse("J703" if _ENCRYPTED in content else "J704", name)
    if suffix.lower() in _CSV_SUFFIXES:
        return (_csv_sheet(name, main, content),)
    _refuse("J702", name, found="空文件" if not content else "别的内容")


def _workbook(name: str, content: bytes) -> tuple[Sheet, ...]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, ZipError

    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        return tuple(
            Sheet(
                name,
                metadata.name,
                metadata.name,
                workbook.get_sheet_by_name(metadata.name).to_python(skip_empty_area=False),
            )
            for metadata in workbook.sheets_metadata
            if metadata.typ == SheetTypeEnum.WorkSheet
        )
    except PasswordError:
        _refuse("J703", name)
    except (CalamineError, ZipError, OSError, ValueError):
        _refuse("J705", name)


def _csv_sheet(name: str, title: str, content: bytes) -> Sheet:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        _refuse("J706", name, line, encoding=_encoding(content))
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    rows: list[Cells] = []
    try:
        rows.extend(reader)
    except csv.Error:
        _refuse("J707", name, max(1, reader.line_num))
    return Sheet(name, title, "", rows, ragged=True)


def _encoding(content: bytes) -> str:
    """What a file probably is, if not UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GBK"
