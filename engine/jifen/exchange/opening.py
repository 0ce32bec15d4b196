"""From a path to sheets: what a file is, its content says; a folder of CSV files is one roster.

What cannot be read ends in a :class:`jifen.language.diagnostics.DiagnosticError`.
"""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from jifen.exchange.delimited import read_csv
from jifen.exchange.problems import Spot
from jifen.exchange.roster import SourceFile
from jifen.exchange.sheets import Opened, Remark, Sheet, refuse
from jifen.exchange.workbooks import OLE, ZIP, read_workbook

_LARGEST_FILE = 2**30
TEXT_SUFFIXES = ("", ".csv", ".txt", ".tsv", ".xls", ".xlsx", ".xlsm", ".et")
"""Names under which programs save text; under others, text is no roster."""
_LOCK = "~$"
_LIBRE_LOCK = ".~lock.{}#"
_PARQUET = b"PAR1"


def open_sheets(path: Path, main: str) -> Opened:
    """All sheets of a roster. A single CSV or Parquet file is the sheet ``main``."""
    if not path.is_dir():
        return _opened([(path, path.name, main)])
    files = [
        (file, f"{path.name}/{file.name}", file.stem)
        for file in sorted(path.iterdir())
        if file.suffix.lower() in (".csv", ".parquet") and not file.name.startswith((".", _LOCK))
    ]
    if not files:
        refuse("J701", path.name, cause="文件夹里没有 CSV 文件")
    return _opened(files)


def _opened(files: list[tuple[Path, str, str]]) -> Opened:
    sheets: list[Sheet] = []
    sources: list[SourceFile] = []
    remarks: list[Remark] = []
    for path, name, title in files:
        content = _content(path, name)
        found, told = _sheets_of(name, path.suffix, content, title)
        sheets += found
        remarks += [*told, *opened_elsewhere(path, name)]
        sources.append(SourceFile(name, sha256(content).hexdigest()))
    return Opened(tuple(sheets), tuple(sources), tuple(remarks))


def opened_elsewhere(path: Path, name: str) -> Iterator[Remark]:
    """Whether a spreadsheet program has the file open: what is not saved yet was not read."""
    locks = (f"{_LOCK}{path.name}", f"{_LOCK}{path.name[2:]}", _LIBRE_LOCK.format(path.name))
    if any(path.with_name(lock).exists() for lock in locks):
        yield Remark("J792", Spot(name, ""), {})


def _content(path: Path, name: str) -> bytes:
    """All bytes of a file that nobody writes meanwhile."""
    try:
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if before.st_size > _LARGEST_FILE:
                refuse("J704", name, reason=f"文件有 {before.st_size / 2**20:,.0f} MB")
            content = file.read()
        after = path.stat()
    except FileNotFoundError:
        refuse("J701", name, cause="找不到这个文件")
    except PermissionError:
        refuse("J701", name, cause="没有读取权限，或者正被别的程序占用")
    except (OSError, ValueError) as error:
        refuse("J701", name, cause=getattr(error, "strerror", None) or str(error))
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(
        content
    ) != before.st_size:
        refuse("J719", name)
    return content


def _sheets_of(
    name: str, suffix: str, content: bytes, title: str
) -> tuple[tuple[Sheet, ...], tuple[Remark, ...]]:
    if content.startswith((ZIP, OLE)):
        return read_workbook(name, content)
    if content.startswith(_PARQUET):
        from jifen.exchange.parquet import read_parquet

        return (read_parquet(name, title, content),), ()
    if suffix.lower() not in TEXT_SUFFIXES or not may_be_text(content, suffix):
        refuse("J702", name, found=other_kind(content))
    sheet, remarks = read_csv(name, title, content)
    return (sheet,), remarks


def may_be_text(content: bytes, suffix: str) -> bool:
    """Whether a file of that suffix may be CSV text."""
    if suffix.lower() in (".csv", ".txt", ".tsv"):
        return not _is_markup(content)
    return bool(content.strip()) and b"\0" not in content and not _is_markup(content)


def _is_markup(content: bytes) -> bool:
    return content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def other_kind(content: bytes) -> str:
    """What a file is that is no roster, as messages say it."""
    start = content[:2000].lower()
    if b"mso-application" in start or b"schemas-microsoft-com:office:spreadsheet" in start:
        return "2003 版的 XML 表格"
    if _is_markup(content):
        return "网页"
    return "别的内容" if content else "空文件"
