"""Where output goes: results to standard output, all else to standard error."""

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

_NOT_A_TERMINAL = 100
"""Cells a line where the output is a file or another program."""


def print_json(data: Any) -> None:
    """Data as the only thing on standard output."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def console(*, error: bool = False) -> "Console":
    """A terminal for results, or for what goes beside them."""
    from rich.console import Console

    class Terminal(Console):
        """A console that leaves it to the command line to end when nobody reads any more."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    stream = sys.stderr if error else sys.stdout
    return Terminal(
        stderr=error,
        width=None if stream.isatty() else _NOT_A_TERMINAL,
        highlight=False,
        emoji=False,
        markup=False,
    )


def paragraph(out: "Console", text: str, *, style: str = "", indent: int = 0, hanging: int = 0) -> None:
    """A text wrapped where Chinese may be; lines after the first stand ``hanging`` further in."""
    from rich.text import Text

    from jifen.interfaces.commands.framework import wrapped

    first, *others = wrapped(text, out.width - indent - hanging)
    out.print(Text(" " * indent + first, style=style), soft_wrap=True)
    for line in others:
        out.print(Text(" " * (indent + hanging) + line, style=style), soft_wrap=True)
