"""From files and frames to sheets: what a roster as columns is made of."""

from collections.abc import Container, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, Union

import polars as pl
from attrs import evolve, field, frozen

from jifen.exchange.frames.sheets import FrameRows, FrameSheet, joined, plain_frame
from jifen.exchange.frames.text import Survey, read_pieces, survey, text_sheets
from jifen.exchange.headings import plain
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


@frozen
class Streamed:
    """A roster of which the sheet 企业 comes in pieces; ``opened`` has the first of them as that sheet."""

    opened: Opened
    pieces: Iterator[FrameSheet]


def open_source(source: Source, main: str) -> Opened:
    """All sheets of a roster. A single file or frame is the sheet ``main``."""
    if isinstance(source, str | Path):
        return _opened([_File(*one) for one in _files(Path(source), main)])
    frames = source if isinstance(source, Mapping) else {main: source}
    sheets = tuple(frame_sheet(IN_MEMORY, title, title, _frame_of(one)) for title, one in frames.items())
    return Opened(sheets, ())


def open_stream(source: Source, main: str, titles: Container[str], rows: int) -> Streamed | None:
    """The same with the sheet ``main``, which may have one of these titles (in plain spelling), in pieces of
    about so many rows; None where no sheet has.
    """
    if not isinstance(source, str | Path):
        opened = open_source(source, main)
        found = [sheet for sheet in opened.sheets if plain(sheet.title) in titles]
        if not found or not isinstance(found[0], FrameSheet):
            return None
        return Streamed(opened, _slices(found[0], rows))
    files = [_File(*one) for one in _files(Path(source), main)]
    streamed = [one for one in files if plain(one.title) in titles]
    if len(streamed) != 1:
        return None
    told = streamed[0].survey()
    pieces, remarks = streamed[0].sheets(told, rows)
    first = next(pieces)
    opened = _opened(files, {streamed[0]: (first, remarks, told)})
    return Streamed(opened, streamed[0].unchanged(chain([first], pieces)))


def _slices(sheet: FrameSheet, rows: int) -> Iterator[FrameSheet]:
    lines = sheet.lines
    for place in range(0, max(1, lines.frame.height), rows):
        frame = lines.frame.slice(place, rows)
        yield evolve(sheet, rows=FrameRows(lines.head, frame, lines.start + place))


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


@frozen
class _File:
    """A file of a roster: its path, what messages call it, and the title of its sheet."""

    path: Path
    name: str
    title: str
    _before: list[tuple[int, int]] = field(factory=list, eq=False)

    def survey(self) -> Survey:
        """What one pass over its bytes tells."""
        self._before.append(self._state())
        return survey(read_pieces(self.path))

    def sheets(self, told: Survey, rows: int | None) -> tuple[Iterator[FrameSheet], tuple[Remark, ...]]:
        """Its sheet, in pieces of about so many rows."""
        path, name = self.path, self.name
        try:
            if told.first.startswith(_PARQUET):
                return self._of_parquet(rows), ()
            if told.first.startswith(_ARROW_FILE):
                whole = frame_sheet(name, self.title, "", pl.read_ipc(path))
                return iter([whole]) if rows is None else _slices(whole, rows), ()
        except (pl.exceptions.PolarsError, OSError, ValueError):
            refuse("J705", name)
        if path.suffix.lower() not in TEXT_SUFFIXES or not may_be_text(told.first, path.suffix):
            refuse("J702", name, found=other_kind(told.first))
        return text_sheets(name, self.title, told, lambda: read_pieces(path))

    def _of_parquet(self, rows: int | None) -> Iterator[FrameSheet]:
        if rows is None:
            return iter([frame_sheet(self.name, self.title, "", pl.read_parquet(self.path, glob=False))])
        from pyarrow import parquet

        return self._batches(parquet.ParquetFile(self.path), rows)

    def _batches(self, file: Any, rows: int) -> Iterator[FrameSheet]:
        start = 2
        head = [tuple(file.schema_arrow.names)]
        for batch in file.iter_batches(batch_size=rows):
            frame = plain_frame(pl.DataFrame(batch))
            yield FrameSheet(self.name, self.title, "", FrameRows(head, frame, start))
            start += frame.height
        if start == 2:
            yield frame_sheet(self.name, self.title, "", pl.read_parquet(self.path, glob=False))

    def unchanged(self, pieces: Iterator[FrameSheet]) -> Iterator[FrameSheet]:
        """The pieces of a file that nobody writes meanwhile."""
        yield from pieces
        if self._state() != self._before[0]:
            refuse("J719", self.name)

    def _state(self) -> tuple[int, int]:
        """What changes when a file is written."""
        try:
            with self.path.open("rb"):
                told = self.path.stat()
        except FileNotFoundError:
            refuse("J701", self.name, cause="找不到这个文件")
        except PermissionError:
            refuse("J701", self.name, cause="没有读取权限，或者正被别的程序占用")
        except (OSError, ValueError) as error:
            refuse("J701", self.name, cause=getattr(error, "strerror", None) or str(error))
        return told.st_size, told.st_mtime_ns


_Known = Mapping[_File, tuple[FrameSheet, tuple[Remark, ...], Survey]]


def _opened(files: list[_File], known: _Known | None = None) -> Opened:
    sheets: list[Sheet] = []
    sources: list[SourceFile] = []
    remarks: list[Remark] = []
    for one in files:
        if known and one in known:
            sheet, own, told = known[one]
        else:
            told = one.survey()
            pieces, own = one.sheets(told, None)
            sheet = joined(one.unchanged(pieces))
        sheets.append(sheet)
        remarks += [*own, *opened_elsewhere(one.path, one.name)]
        sources.append(SourceFile(one.name, told.digest))
    return Opened(tuple(sheets), tuple(sources), tuple(remarks))


def workbook_of(source: Source) -> Path | None:
    """The workbook that a source is, if it is one: it cannot be large."""
    if not isinstance(source, str | Path) or not Path(source).is_file():
        return None
    with Path(source).open("rb") as file:
        return Path(source) if file.read(8).startswith((ZIP, OLE)) else None
