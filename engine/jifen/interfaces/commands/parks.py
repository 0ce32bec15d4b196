"""``jifen parks``: which parks there are, and what is wrong with them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jifen.interfaces.commands.framework import FINISHED, FOUND_PROBLEMS, Command
from jifen.interfaces.commands.options import format_option, plugins_option
from jifen.interfaces.commands.output import console, print_json

if TYPE_CHECKING:
    from jifen.language.diagnostics import Diagnostic
    from jifen.loading.library import ListedPark
    from jifen.loading.parks import ParkIndex

JSON_VERSION = 1
ORIGINS = {"installed": "已安装", "folder": "文件夹", "bundled": "自带"}


_HELP = """\
列出全部园区及其问题。

有问题的园区不影响其他园区；只要有一处错误，退出码就是 1。
"""


@click.command(cls=Command, help=_HELP)
@plugins_option
@format_option
def command(plugins: tuple[Path, ...], shape: str) -> int:
    """List all parks with their problems."""
    from jifen.loading.parks import discover_parks

    index = discover_parks(plugins)
    parks = checked_parks(index)
    problems = [problem for park in parks for problem in park.problems] + [*index.problems]
    if shape == "json":
        print_json(
            {
                "version": JSON_VERSION,
                "parks": [park_to_dict(park) for park in parks],
                "problems": [problem.to_dict() for problem in index.problems],
            }
        )
    else:
        _show(parks, problems)
    return FOUND_PROBLEMS if any(problem.severity == "error" for problem in problems) else FINISHED


def checked_parks(index: "ParkIndex") -> "tuple[ListedPark, ...]":
    """All parks; the problems include those that show only when a park is lowered to its plan."""
    from attrs import evolve

    from jifen.interfaces.commands.checking import park_problems
    from jifen.loading.library import listed, read_park

    readings = [read_park(plugin) for plugin in index.plugins]
    return tuple(evolve(listed(reading), problems=park_problems(reading)) for reading in readings)


def park_to_dict(park: "ListedPark") -> dict[str, Any]:
    """A park as data for JSON."""
    return {
        "id": park.id,
        "name": park.name,
        "version": park.version,
        "origin": park.origin,
        "path": str(park.path),
        "indicators": park.indicators,
        "stages": park.stages,
        "boards": park.boards,
        "problems": [problem.to_dict() for problem in park.problems],
    }


def _show(parks: "tuple[ListedPark, ...]", problems: "list[Diagnostic]") -> None:
    from rich.table import Table
    from rich.text import Text

    from jifen.interfaces.render import render

    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 3, 0, 0))
    for heading in ("编号", "名称", "版本", "来源"):
        table.add_column(heading, no_wrap=True)
    for heading in ("指标", "阶段", "榜单"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("问题")
    for park in parks:
        errors = sum(problem.severity == "error" for problem in park.problems)
        others = len(park.problems) - errors
        said = "、".join([f"{errors} 个错误"] * bool(errors) + [f"{others} 个提示"] * bool(others)) or "无"
        table.add_row(
            park.id,
            park.name,
            park.version,
            ORIGINS[park.origin],
            *(str(number) for number in (park.indicators, park.stages, park.boards)),
            Text(said, style="red" if errors else "" if others else "green"),
        )
    out = console()
    out.print(table)
    if problems:
        out.print()
        render(problems, out)
