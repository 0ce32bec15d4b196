"""CSV text: its encoding and its separator, told from the content alone."""

import csv
import re
from collections import Counter
from io import StringIO

from jifen.exchange.problems import Spot
from jifen.exchange.sheets import MOST_CELLS, Cells, Remark, Sheet, refuse

_SEPARATORS = (",", ";", "\t")
MOST_COLUMNS = 16_384
"""As many as a sheet of a workbook has."""
_LINES_TRIED = 30
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
BOM = b"\xef\xbb\xbf"
CHARACTERS_THAT_TELL = 12
THREE_BYTES = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}")


def read_csv(name: str, title: str, content: bytes) -> tuple[Sheet, tuple[Remark, ...]]:
    """A CSV file as a sheet of that title, and what is to be said of how it was read."""
    text, encoding = decoded(name, content)
    remarks = []
    if encoding == "gb18030":
        remarks.append(Remark("J790", Spot(name, ""), {}))
    lines = text.rstrip("\0 \t")
    if lines and not lines.endswith(("\n", "\r")):
        remarks.append(Remark("J793", Spot(name, "", lines.count("\n") + 1), {}))
    return Sheet(name, title, "", _rows(name, text), ragged=True), tuple(remarks)


def decoded(name: str, content: bytes) -> tuple[str, str]:
    """The text and its encoding: UTF-8 if it is that, else GB18030 if it is that, else refused."""
    marked = len(BOM) if content.startswith(BOM) else 0
    try:
        return content[marked:].decode(), "utf-8"
    except UnicodeDecodeError as error:
        broken = marked + error.start
    if content.startswith(UTF_16):
        refuse("J706", name, encoding="UTF-16", byte=1)
    before = content[:broken]
    if not marked and len(THREE_BYTES.findall(before)) < CHARACTERS_THAT_TELL:
        try:
            return content.decode("gb18030"), "gb18030"
        except UnicodeDecodeError as error:
            broken = error.start
    # So many characters of UTF-8 are no accident: the text is UTF-8, and from this byte on it is broken.
    line = content.count(b"\n", 0, broken) + 1
    return refuse("J706", name, line, encoding="", byte=f"{broken + 1:,}")


def _rows(name: str, text: str) -> list[Cells]:
    reader = csv.reader(StringIO(text, newline=""), strict=True, delimiter=separator_of(text))
    rows: list[Cells] = []
    cells = 0
    try:
        for row in reader:
            cells += len(row)
            if len(row) > MOST_COLUMNS or cells > MOST_CELLS:
                refuse("J704", name, reader.line_num, reason=f"第 {reader.line_num:,} 行有 {len(row):,} 格")
            rows.append(row)
    except csv.Error:
        refuse("J707", name, max(1, reader.line_num))
    return rows


def separator_of(text: str) -> str:
    """The one that parts most lines into the same number of cells, if that is more than one."""
    best = _SEPARATORS[0]
    most = 1
    for separator in _SEPARATORS:
        widths: Counter[int] = Counter()
        reader = csv.reader(StringIO(text[: 2**18], newline=""), delimiter=separator)
        try:
            for _, row in zip(range(_LINES_TRIED), reader, strict=False):
                if any(row):
                    widths[len(row)] += 1
        except csv.Error:
            continue
        usual = max(widths, key=lambda width: (widths[width], width), default=1)
        if usual > most:
            best, most = separator, usual
    return best
