"""``jifen check``: all that is wrong with rule files, at once."""

from pathlib import Path

import click

from jifen.interfaces.commands.framework import FINISHED, FOUND_PROBLEMS, Command
from jifen.interfaces.commands.options import PATH, format_option, plugins_option
from jifen.interfaces.commands.output import console, print_json

_HELP = """\
检查规则文件，一次列出全部问题及改法。

路径是政策文件、放政策的文件夹、园区插件的文件夹及其中的文件，或共用的字段、指标文件。
写园区的一个文件时，整个园区一起检查；写一个政策文件时，与同一文件夹里的政策相互核对。
政策按它写明的园区（applies_to）检查；不限园区的，按各园区共有的名称检查，也可用 --park 换成某个园区。
有错误时退出码是 1。
"""


@click.command(cls=Command, help=_HELP)
@click.argument("path", type=PATH, metavar="路径")
@click.option("--park", metavar="园区", help="政策改按这个园区检查，见 jifen parks")
@plugins_option
@format_option
def command(path: Path, park: str | None, plugins: tuple[Path, ...], shape: str) -> int:
    """Check rule files."""
    from jifen.interfaces.commands.checking import check
    from jifen.language.diagnostics import to_dict

    found = check(path, park, plugins)
    if shape == "json":
        print_json(to_dict(found))
    else:
        from jifen.interfaces.render import render

        render(found, console())
    return FOUND_PROBLEMS if any(problem.severity == "error" for problem in found) else FINISHED
