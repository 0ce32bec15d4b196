"""How a command ends when it cannot go on: always with a message, never with a traceback."""

import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TextIO

from jifen.interfaces.commands.framework import COULD_NOT_RUN
from jifen.interfaces.commands.output import console

INTERRUPTED = 130
"""What a shell expects of a program that Ctrl-C ended."""

_INTERRUPTED = "已中断；原有的输出没有改动。"
_UNEXPECTED = (
    "程序出错了，这不是您操作的问题：{error}\n"
    "详细经过已存到 {file}，请把它连同所用的命令一起报告给维护者；原有的输出没有改动。"
)


def prepare_streams() -> None:
    """A terminal that cannot show a character shows a question mark instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def reader_left() -> int:
    """The program that reads our output has closed it, as ``head`` does; nothing is wrong."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def interrupted() -> int:
    """Ctrl-C."""
    print(_INTERRUPTED, file=sys.stderr)  # noqa: T201 the terminal is where this belongs
    return INTERRUPTED


def failed(error: Exception) -> int:
    """Say what is wrong; an error that nobody foresaw is kept in a file to report."""
    from jifen.language.diagnostics import DiagnosticError

    if isinstance(error, DiagnosticError):
        from jifen.interfaces.render import render

        render(error.diagnostics, console(error=True))
        return COULD_NOT_RUN
    short = f"{type(error).__name__}: {error}"
    print(_UNEXPECTED.format(error=short, file=_kept(error)), file=sys.stderr)  # noqa: T201
    return COULD_NOT_RUN


def _kept(error: Exception) -> Path:
    """The file that now holds the traceback."""
    descriptor, name = tempfile.mkstemp(prefix="jifen-error-", suffix=".txt")
    file: TextIO
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"{sys.argv}\nPython {sys.version}\n\n")
        traceback.print_exception(error, file=file)
    return Path(name)
