"""From files and frames to sheets: what a roster as columns is made of."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Union

import polars as pl

from jifen.exchange.frames.sheets import FrameRows, FrameSheet, plain_frame
from jifen.exchange.frames.text import Survey, read_pieces, survey, text_sheet
from jifen.exchange.opening import TEXT_SUFFIXES, may_be_text, opened_elsewhere, other_kind
from jifen.exchange.roster import SourceFile
from jifen.exchange.sheets import Opened, Remark, Sheet, refuse
from jifen.exchange.workbooks import OLE, ZIP

Source = Union[str, Path, Any, Mapping[str, Any]]
"""A file, a folder of files named like the sheets, a frame (anything with ``__arrow_c_stream__``), or frames
by the names of sheets.
"""

IN_MEMORY = "内存中的表"
"""What messages call the file of a frame."""
_PARQUET, _ARROW_FILE = b"PAR1", b"ARROW1"
_SUFFIXES = (".csv", ".parquet", ".arrow", ".feather")


def open_source(source: Source, main: str) -> Opened:
    """All sheets of a roster. A single file or frame is the sheet ``main``."""
    if isinstance(source, str | Path):
        return _opened(_files(Path(source), main))
    frames = source if isinstance(source, Mapping) else {main: source}
    sheets = tuple(frame_sheet(IN_MEMORY, title, title, _frame_of(one)) for title, one in frames.items())
    return Opened(sheets, ())


def _frame_of(source: Any) -> pl.DataFrame:
    if isinstance(source, pl.LazyFrame):
        return source.collect()
    if isinstance(source, pl.DataFrame):
        return source
    if not hasattr(source, "__arrow_c_stream__"):
        raise TypeError(f"{type(source).__name__} 不是文件，也没有 Arrow 接口（__arrow_c_stream__）")
    return pl.DataFrame(source)


def frame_sheet(file: str, title: str, sheet: str, frame: pl.DataFrame) -> FrameSheet:
    """A frame as a sheet: the names of its columns are the headings."""
    rows = FrameRows([tuple(frame.columns)], plain_frame(frame), 2)
    return FrameSheet(file, title, sheet, rows)


def _files(path: Path, main: str) -> list[tuple[Path, str, str]]:
    if not path.is_dir():
        return [(path, path.name, main)]
    files = [
        (file, f"{path.name}/{file.name}", file.stem)
        for file in sorted(path.iterdir())
        if file.suffix.lower() in _SUFFIXES and not file.name.startswith((".", "~$"))
    ]
    if not files:
        refuse("J701", path.name, cause="文件夹里没有 CSV、Parquet 或 Arrow 文件")
    return files


def _opened(files: list[tuple[Path, str, str]]) -> Opened:
    sheets: list[Sheet] = []
    sources: list[SourceFile] = []
    remarks: list[Remark] = []
    for path, name, title in files:
        before = _state(path, name)
        told = survey(read_pieces(path))
        sheet, own = _sheet_of(path, name, title, told)
        if _state(path, name) != before:
            refuse("J719", name)
        sheets.append(sheet)
        remarks += [*own, *opened_elsewhere(path, name)]
        sources.append(SourceFile(name, told.digest))
    return Opened(tuple(sheets), tuple(sources), tuple(remarks))


def _state(path: Path, name: str) -> tuple[int, int]:
    """What changes when a file is written."""
    try:
        with path.open("rb"):
            told = path.stat()
    except FileNotFoundError:
        refuse("J701", name, cause="找不到这个文件")
    except PermissionError:
        refuse("J701", name, cause="没有读取权限，或者正被别的程序占用")
    except (OSError, ValueError) as error:
        refuse("J701", name, cause=getattr(error, "strerror", None) or str(error))
    return told.st_size, told.st_mtime_ns


def _sheet_of(path: Path, name: str, title: str, told: Survey) -> tuple[Sheet, tuple[Remark, ...]]:
    try:
        if told.first.startswith(_PARQUET):
            return frame_sheet(name, title, "", pl.read_parquet(path, glob=False)), ()
        if told.first.startswith(_ARROW_FILE):
            return frame_sheet(name, title, "", pl.read_ipc(path)), ()
    except (pl.exceptions.PolarsError, OSError, ValueError):
        refuse("J705", name)
    if path.suffix.lower() not in TEXT_SUFFIXES or not may_be_text(told.first, path.suffix):
        refuse("J702", name, found=other_kind(told.first))
    return text_sheet(name, title, told, lambda: read_pieces(path))


def workbook_of(source: Source) -> Path | None:
    """The workbook that a source is, if it is one: it cannot be large."""
    if not isinstance(source, str | Path) or not Path(source).is_file():
        return None
    with Path(source).open("rb") as file:
        return Path(source) if file.read(8).startswith((ZIP, OLE)) else None
