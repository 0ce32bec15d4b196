"""Progress on a terminal; nothing where standard error is none."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from attrs import frozen

_READING, _SCORING, _WRITING, _MAKING = "读取名单", "计算积分", "写出结果", "生成样例"


@frozen
class Steps:
    """What to call while a run goes on."""

    read: Callable[[int, int], None]
    scored: Callable[[int], None]
    wrote: Callable[[str], None]
    expect: Callable[[int], None]
    """Called with how many steps scoring has."""


@contextmanager
def progress() -> Iterator[Steps]:
    """Bars for reading, scoring and writing."""
    if not sys.stderr.isatty():
        yield Steps(lambda _done, _total: None, lambda _: None, lambda _: None, lambda _: None)
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    from jifen.exchange.runs import FILES
    from jifen.interfaces.commands.output import console

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(error=True), transient=True) as bars:
        reading = bars.add_task(_READING, total=None)
        scoring = bars.add_task(_SCORING, total=None, visible=False)
        writing = bars.add_task(_WRITING, total=len(FILES), visible=False)

        def expect(total: int) -> None:
            bars.update(scoring, total=total, visible=True)

        def wrote(_: str) -> None:
            bars.update(writing, visible=True)
            bars.advance(writing)

        yield Steps(
            read=lambda done, total: bars.update(reading, completed=done, total=total),
            scored=lambda count: bars.advance(scoring, count),
            wrote=wrote,
            expect=expect,
        )
