"""Frames written one after the other into one file: Parquet, Arrow, CSV or a workbook."""

from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from types import TracebackType
from typing import IO, Any, Literal, Protocol, Self, TypeVar

import polars as pl
from attrs import field, frozen, mutable

from jifen.exchange.sheets import refuse

Shape = Literal["parquet", "arrow", "csv", "xlsx"]
MOST_ROWS = 1_048_575
"""Rows that a sheet of a workbook holds below its head."""
_MARK = b"\xef\xbb\xbf"


class Sink(Protocol):
    """A file that takes frames of one shape."""

    def write(self, frame: pl.DataFrame) -> None:
        """Write a frame below those that were written before."""

    def close(self) -> None:
        """Finish the file."""


def sink_to(path: Path, shape: Shape) -> Sink:
    """A new file of a shape."""
    match shape:
        case "parquet":
            return _Tables(path, _parquet)
        case "arrow":
            return _Tables(path, _arrow)
        case "csv":
            return _Csv(path)
        case "xlsx":
            return _Workbook(path)


def _parquet(path: Path, schema: Any) -> Any:
    from pyarrow import parquet

    return parquet.ParquetWriter(path, schema, compression="zstd")


def _arrow(path: Path, schema: Any) -> Any:
    import pyarrow as pa

    return pa.ipc.new_file(str(path), schema)


@mutable
class _Tables:
    """A file of pyarrow's, opened with the schema of the first frame."""

    path: Path
    _open: Callable[[Path, Any], Any]
    _writer: Any = None

    def write(self, frame: pl.DataFrame) -> None:
        table = frame.to_arrow()
        if self._writer is None:
            self._writer = self._open(self.path, table.schema)
        self._writer.write_table(table)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


@mutable
class _Csv:
    path: Path
    _file: IO[bytes] | None = None

    def write(self, frame: pl.DataFrame) -> None:
        first = self._file is None
        if self._file is None:
            self._file = self.path.open("wb")
            self._file.write(_MARK)
        frame.with_columns(_inert(frame)).write_csv(self._file, include_header=first, line_terminator="\r\n")

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _inert(frame: pl.DataFrame) -> list[pl.Expr]:
    """Texts that a spreadsheet would run as a formula, quoted."""
    active = r"^[=+\-@＝＋－＠\t\r\n]"
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    return [
        pl.when(pl.col(name).str.contains(active))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    ]


@mutable
class _Workbook:
    path: Path
    _book: Any = None
    _sheet: Any = None
    _row: int = 0

    def write(self, frame: pl.DataFrame) -> None:
        if self._book is None:
            from xlsxwriter import Workbook

            options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
            self._book = Workbook(self.path, options)
            self._sheet = self._book.add_worksheet(self.path.stem)
            self._sheet.freeze_panes(1, 0)
            self._sheet.write_row(0, 0, frame.columns)
        if self._row + frame.height > MOST_ROWS:
            refuse("J704", self.path.name, reason=f"有 {self._row + frame.height:,} 行以上，工作簿放不下")
        for row in frame.iter_rows():
            self._row += 1
            self._sheet.write_row(self._row, 0, ["" if cell is None else cell for cell in row])

    def close(self) -> None:
        if self._book is not None:
            self._book.close()


_FEW = 2
T = TypeVar("T")


def ahead(items: Iterator[T]) -> Iterator[T]:
    """The items, the next of which is made in a thread of its own while one is used."""
    queue: Queue[tuple[T] | BaseException | None] = Queue(1)
    stopped = Event()

    def make() -> None:
        try:
            for item in items:
                queue.put((item,))
                if stopped.is_set():
                    return
            queue.put(None)
        except BaseException as error:  # noqa: BLE001 told to whoever asks for the next
            queue.put(error)

    Thread(target=make, daemon=True).start()
    try:
        while (found := queue.get()) is not None:
            if isinstance(found, BaseException):
                raise found
            yield found[0]
    finally:
        stopped.set()
        while not queue.empty():
            queue.get_nowait()


@frozen
class Beside:
    """Writes frames in a thread of its own, while the next are worked out."""

    sink: Sink
    _queue: Queue[pl.DataFrame | None] = field(factory=lambda: Queue(_FEW))
    _failed: list[BaseException] = field(factory=list)
    _thread: list[Thread] = field(factory=list)

    def __enter__(self) -> Self:
        thread = Thread(target=self._run, daemon=True)
        self._thread.append(thread)
        thread.start()
        return self

    def write(self, frame: pl.DataFrame) -> None:
        """Hand a frame over; what went wrong with one before is raised."""
        self._raise()
        self._queue.put(frame)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._queue.put(None)
        self._thread[0].join()
        self.sink.close()
        if error is None:
            self._raise()

    def _run(self) -> None:
        while (frame := self._queue.get()) is not None:
            if not self._failed:
                try:
                    self.sink.write(frame)
                except BaseException as error:  # noqa: BLE001 told to whoever writes next
                    self._failed.append(error)

    def _raise(self) -> None:
        if self._failed:
            raise self._failed[0]
