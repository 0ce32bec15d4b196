"""CSV text of any size to a frame: its encoding told in one pass, its rows parted in another.

A piece without quotes whose lines all have the same number of cells is parted by columns. All else is parted
by what reads small files, so that there is one meaning of a quote, of a blank line and of a line that is too
long.
"""

import codecs
import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from io import BytesIO, StringIO
from itertools import chain, islice
from pathlib import Path

import polars as pl
from attrs import frozen

from jifen.exchange.delimited import (
    BOM,
    CHARACTERS_THAT_TELL,
    MOST_COLUMNS,
    THREE_BYTES,
    UTF_16,
    separator_of,
)
from jifen.exchange.frames.sheets import FrameRows, FrameSheet
from jifen.exchange.problems import Spot
from jifen.exchange.sheets import Remark, refuse

_PIECE = 2**25
_TRIED = 2**18
_LINES_TRIED = 1000
_ROWS_AT_A_TIME = 2**16


@frozen
class Survey:
    """What one pass over the bytes of a file tells."""

    digest: str
    first: bytes
    broken: int | None = None
    """The first byte that is no UTF-8."""
    telling: int = 0
    """How many characters of three bytes stand before it, as far as that matters."""
    lines: int = 0
    ended: bool = True
    """Whether the last line ends."""


def survey(pieces: Iterable[bytes]) -> Survey:
    """Look at all bytes of a file."""
    hashed, decoder = sha256(), codecs.getincrementaldecoder("utf-8")()
    first, broken, telling, lines, offset, ended = b"", None, 0, 0, 0, True
    for piece in chain(pieces, [b""]):
        first = first or piece[:_TRIED]
        hashed.update(piece)
        lines += piece.count(b"\n")
        tail = piece.rstrip(b"\0 \t")
        ended = tail.endswith((b"\n", b"\r")) if tail else ended
        if broken is None:
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                broken = offset - pending + error.start
        if telling < CHARACTERS_THAT_TELL:
            before = piece if broken is None else piece[: max(0, broken - offset)]
            telling += len(THREE_BYTES.findall(before))
        offset += len(piece)
    return Survey(hashed.hexdigest(), first, broken, telling, lines, ended)


def text_sheet(
    name: str, title: str, told: Survey, pieces: Callable[[], Iterable[bytes]]
) -> tuple[FrameSheet, tuple[Remark, ...]]:
    """A CSV file as a sheet of that title, and what is to be said of how it was read."""
    encoding = _encoding(name, told, pieces)
    remarks = []
    if encoding == "gb18030":
        remarks.append(Remark("J790", Spot(name, ""), {}))
    if not told.ended:
        remarks.append(Remark("J793", Spot(name, "", told.lines + 1), {}))
    parting = _Parting.of(name, _whole_lines(pieces(), encoding))
    frames, odd, start = [], {}, 1
    for frame, longer in parting.frames():
        odd.update({start + place: cells for place, cells in longer.items()})
        frames.append(frame)
        start += frame.height
    whole = pl.concat(frames, rechunk=True) if frames else pl.DataFrame()
    return FrameSheet(name, title, "", FrameRows((), whole, 1, odd), ragged=True), tuple(remarks)


def read_pieces(path: Path) -> Iterator[bytes]:
    """The bytes of a file, piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _encoding(name: str, told: Survey, pieces: Callable[[], Iterable[bytes]]) -> str:
    """UTF-8 if it is that, else GB18030 if it is that, else refused."""
    if told.broken is None:
        return "utf-8"
    if told.first.startswith(UTF_16):
        refuse("J706", name, encoding="UTF-16", byte=1)
    broken = told.broken
    if not told.first.startswith(BOM) and told.telling < CHARACTERS_THAT_TELL:
        decoder, offset = codecs.getincrementaldecoder("gb18030")(), 0
        try:
            for piece in chain(pieces(), [b""]):
                pending = len(decoder.getstate()[0])
                decoder.decode(piece, final=not piece)
                offset += len(piece)
        except UnicodeDecodeError as error:
            broken = offset - pending + error.start
        else:
            return "gb18030"
    line = 1 + sum(piece.count(b"\n") for piece in _up_to(broken, pieces()))
    return refuse("J706", name, line, encoding="", byte=f"{broken + 1:,}")


def _up_to(count: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece[:count]
        count -= len(piece)
        if count <= 0:
            return


def _whole_lines(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The text as UTF-8, in pieces that end where a line does."""
    decoder = codecs.getincrementaldecoder(encoding)()
    rest = b""
    beginning = True
    for piece in pieces:
        told = piece if encoding == "utf-8" else decoder.decode(piece).encode()
        if beginning and told:
            told, beginning = told.removeprefix(BOM), False
        cut = told.rfind(b"\n") + 1
        if cut:
            yield rest + told[:cut]
            rest = told[cut:]
        else:
            rest += told
    if rest:
        yield rest


@frozen
class _Parting:
    name: str
    separator: str
    width: int
    pieces: Iterator[bytes]

    @classmethod
    def of(cls, name: str, pieces: Iterator[bytes]) -> "_Parting":
        """How the rows of a text are parted."""
        first = next(pieces, b"")
        text = first[: 4 * _TRIED].decode(errors="ignore")
        separator = separator_of(text)
        widths: Counter[int] = Counter()
        try:
            reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
            widths.update(len(row) for row in islice(reader, _LINES_TRIED) if any(row))
        except csv.Error:
            pass
        width = max(widths, key=lambda one: (widths[one], one), default=1)
        return cls(name, separator, min(width, MOST_COLUMNS), chain([first] if first else [], pieces))

    def frames(self) -> Iterator[tuple[pl.DataFrame, dict[int, list[str]]]]:
        """The rows as frames, each with the rows that are longer or shorter, by place."""
        lines = 0
        for piece in self.pieces:
            if b'"' in piece:
                # From here on a line may end within quotes.
                yield from self._by_rows(chain([piece], self.pieces), lines)
                return
            frame = self._by_columns(piece)
            if frame is None:
                yield from self._by_rows([piece], lines)
            else:
                yield frame, {}
            lines += piece.count(b"\n")

    def _by_columns(self, piece: bytes) -> pl.DataFrame | None:
        """A piece without quotes, if each of its lines has as many cells as all others."""
        lines = piece.count(b"\n") + (not piece.endswith(b"\n"))
        ends = piece.count(b"\r")
        if piece.count(self.separator.encode()) != (self.width - 1) * lines or self.width == 1:
            return None
        if ends and ends != piece.count(b"\r\n"):
            return None
        try:
            frame = pl.read_csv(
                BytesIO(piece),
                has_header=False,
                schema=dict.fromkeys(_labels(self.width), pl.String),
                separator=self.separator,
                quote_char=None,
            )
        except pl.exceptions.PolarsError:
            return None
        return frame if frame.height == lines else None

    def _by_rows(
        self, pieces: Iterable[bytes], line: int
    ) -> Iterator[tuple[pl.DataFrame, dict[int, list[str]]]]:
        texts = (text for piece in pieces for text in StringIO(piece.decode(), newline=""))
        told = self._rows(texts, line)
        while rows := list(islice(told, _ROWS_AT_A_TIME)):
            odd = {place: row for place, row in enumerate(rows) if len(row) != self.width}
            for place, row in odd.items():
                rows[place] = [*row[: self.width], *([""] * (self.width - len(row)))]
            columns = [
                pl.Series(name, cells, dtype=pl.String)
                for name, cells in zip(_labels(self.width), zip(*rows, strict=True), strict=True)
            ]
            yield pl.DataFrame(columns), odd

    def _rows(self, texts: Iterable[str], line: int) -> Iterator[list[str]]:
        reader = csv.reader(texts, strict=True, delimiter=self.separator)
        try:
            for row in reader:
                if len(row) > MOST_COLUMNS:
                    number = line + reader.line_num
                    refuse("J704", self.name, number, reason=f"第 {number:,} 行有 {len(row):,} 格")
                yield row
        except csv.Error:
            refuse("J707", self.name, max(1, line + reader.line_num))


def _labels(width: int) -> list[str]:
    return [str(number) for number in range(1, width + 1)]
