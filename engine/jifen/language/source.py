"""The text of a file that policy staff wrote, and where in it a character stands."""

from bisect import bisect_right
from functools import cached_property
from pathlib import Path

from attrs import field, frozen

from jifen.language.diagnostics import Diagnostic, DiagnosticError
from jifen.model.place import Place

MAX_BYTES = 1024 * 1024
"""A park of 61 indicators takes some 40 KB; what is a hundred times larger is a mistake or an attack."""

_BOM = "\ufeff"


def _normalized(text: str) -> str:
    """Without a byte-order mark, and with the line ends of Unix, as TOML reads them."""
    return text.removeprefix(_BOM).replace("\r\n", "\n")


@frozen(slots=False)
class Source:
    """A text with the name by which messages call it."""

    name: str
    text: str = field(converter=_normalized, repr=False)

    @classmethod
    def read(cls, path: str | Path, shown_as: str | None = None) -> "Source":
        """Read a UTF-8 file; a file that cannot be read is a :class:`DiagnosticError`."""
        name = str(path) if shown_as is None else shown_as
        try:
            with Path(path).open("rb") as file:
                content = file.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:
            raise _refusal("J101", Place(name, 1, 1), _cause(error)) from None
        if len(content) > MAX_BYTES:
            raise _refusal("J102", Place(name, 1, 1), {"limit": f"{MAX_BYTES // 1024} KB"})
        try:
            return cls(name, content.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise _refusal("J103", _place_of_byte(name, content, error.start), _encoding(content)) from None

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines without their ends."""
        return tuple(self.text.split("\n"))

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        starts = [0]
        for line in self.lines[:-1]:
            starts.append(starts[-1] + len(line) + 1)
        return tuple(starts)

    def place(self, start: int, end: int | None = None) -> Place:
        """The place of the characters from ``start`` up to ``end``, as far as the first line goes."""
        number = bisect_right(self._line_starts, start) - 1
        line = self.lines[number]
        offset = start - self._line_starts[number]
        stop = offset + 1 if end is None else end - self._line_starts[number]
        return Place(self.name, number + 1, offset + 1, max(1, min(stop, len(line)) - offset), line)

    def line(self, number: int) -> Place:
        """The place of a whole line, counted from 1, without the blanks around it."""
        text = self.lines[number - 1]
        indent = len(text) - len(text.lstrip())
        return Place(self.name, number, indent + 1, max(1, len(text.strip())), text)


def _refusal(code: str, place: Place, facts: dict[str, str]) -> DiagnosticError:
    return DiagnosticError((Diagnostic.of(code, place, facts),))


def _cause(error: OSError | ValueError) -> dict[str, str]:
    if isinstance(error, FileNotFoundError):
        return {"cause": "找不到这个文件"}
    if isinstance(error, IsADirectoryError):
        return {"cause": "这是一个文件夹，不是文件"}
    if isinstance(error, PermissionError):
        return {"cause": "没有读取权限"}
    return {"cause": getattr(error, "strerror", None) or str(error)}


def _encoding(content: bytes) -> dict[str, str]:
    """What the file probably is, if not UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return {"encoding": "UTF-16"}
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return {"encoding": ""}
    return {"encoding": "GBK"}


def _place_of_byte(name: str, content: bytes, position: int) -> Place:
    """The line of a byte that is not UTF-8, what cannot be read of it shown as ``�``."""
    start = content.rfind(b"\n", 0, position) + 1
    end = content.find(b"\n", position)
    line = content[start : end if end >= 0 else len(content)].rstrip(b"\r")
    before = content[start:position].decode("utf-8").removeprefix(_BOM)
    number = content.count(b"\n", 0, position) + 1
    return Place(name, number, len(before) + 1, 1, line.decode("utf-8", errors="replace").removeprefix(_BOM))
