"""Files and folders written whole: beside their place, then moved into it.

Whoever looks sees the old or the new. A process that is killed leaves at most a hidden ``.name.….tmp``.
"""

import ctypes
import errno
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jifen.language.diagnostics import Diagnostic, DiagnosticError
from jifen.model.place import Place

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NAMES_SHOWN = 5
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What systems leave in a folder that somebody looked at; nobody misses it."""
_LOCK, _LIBRE_LOCK = "~$", ".~lock."
_CAUSES = {
    errno.EACCES: "没有写入权限，或者正被别的程序占用",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "所在的磁盘只能读",
    errno.ENOSPC: "磁盘已满",
    errno.ENOTDIR: "所在文件夹的名称已是一个文件",
    errno.EEXIST: "所在文件夹的名称已是一个文件",
    errno.EISDIR: "这个名称已是一个文件夹",
}


@contextmanager
def replacing_file(path: str | Path) -> Iterator[Path]:
    """A new file to write, which takes the place of ``path`` when the block ends well.

    What cannot be written is a :class:`jifen.language.diagnostics.DiagnosticError`; the old file then stays.
    """
    target = Path(path)
    with _explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = _beside(target)
        try:
            yield beside
            _flush(beside)
            os.replace(beside, target)
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def replacing_folder(path: str | Path, ours: Callable[[str], bool]) -> Iterator[Path]:
    """A new, empty folder to fill, which takes the place of ``path`` when the block ends well.

    A folder that holds anything whose name is not ``ours`` is not replaced: that would delete somebody's
    files. On Linux old and new change places in one step; elsewhere the old one is hidden for an instant.
    """
    target = Path(path)
    check_folder(target, ours)
    with _explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = _beside(target)
        beside.mkdir()
        try:
            yield beside
            for file in sorted(path for path in beside.rglob("*") if path.is_file()):
                _flush(file)
            _refuse(target, ours)
            _move_folder(beside, target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def check_folder(path: str | Path, ours: Callable[[str], bool]) -> None:
    """Raise at once what would keep :func:`replacing_folder` from replacing a folder: before long work, not
    after it.
    """
    target = Path(path)
    with _explained(target):
        above = next(one for one in target.absolute().parents if one.exists())
        if not above.is_dir() or (target.exists() and not target.is_dir()):
            raise NotADirectoryError(errno.ENOTDIR, "")
        if not os.access(above, os.W_OK):
            raise PermissionError(errno.EACCES, "")
        _refuse(target, ours)


def _beside(target: Path) -> Path:
    return target.absolute().with_name(f".{target.absolute().name}.{secrets.token_hex(4)}.tmp")


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        cause = _CAUSES.get(error.errno or 0) or error.strerror or str(error)
        raise DiagnosticError((Diagnostic.of("J717", Place(str(target), 1, 1), {"cause": cause}),)) from error


def _refuse(target: Path, ours: Callable[[str], bool]) -> None:
    """Refuse a folder that holds somebody's files, or a file that is open."""
    if not target.is_dir():
        return
    foreign = sorted(
        entry.name for entry in target.iterdir() if not ours(entry.name) and entry.name not in _LITTER
    )
    for lock in foreign:
        if lock.startswith((_LOCK, _LIBRE_LOCK)):
            cause = f"里面的文件正被 Excel、WPS 等程序打开（没有人在用时，请删去 {lock}）"
            raise DiagnosticError((Diagnostic.of("J717", Place(str(target), 1, 1), {"cause": cause}),))
    if foreign:
        more = f"等{len(foreign)}个" if len(foreign) > _NAMES_SHOWN else ""
        names = "、".join(foreign[:_NAMES_SHOWN]) + more
        raise DiagnosticError((Diagnostic.of("J718", Place(str(target), 1, 1), {"names": names}),))


def _flush(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def _move_folder(new: Path, target: Path) -> None:
    """Put ``new`` in the place of ``target``; what was there is left under the name of ``new`` or is gone."""
    if not target.exists():
        os.replace(new, target)
        return
    if _exchange(new, target):
        return
    old = _beside(target)
    os.replace(target, old)
    try:
        os.replace(new, target)
    except OSError:
        os.replace(old, target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Whether two folders have changed places in one step, which not every system and file system can do."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    result: int = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return result == 0
