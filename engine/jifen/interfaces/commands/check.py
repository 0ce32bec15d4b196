"""``jifen check``: all that is wrong with rule files, at once."""

from pathlib import Path

import click

from jifen.interfaces.commands.framework import FINISHED, FOUND_PROBLEMS, Command
from jifen.interfaces.commands.options import PATH, format_option
from jifen.interfaces.commands.output import console, print_json

_HELP = """\
检查规则文件，一次列出全部问题及改法。

路径是园区插件的文件夹、其中的一个 TOML 文件，或共用的字段、指标文件；写园区的一个文件时，整个园区一起检查。
有错误时退出码是 1。
"""


@click.command(cls=Command, help=_HELP)
@click.argument("path", type=PATH, metavar="路径")
@format_option
def command(path: Path, shape: str) -> int:
    """Check rule files."""
    from jifen.interfaces.commands.checking import check
    from jifen.language.diagnostics import to_dict

    found = check(path)
    if shape == "json":
        print_json(to_dict(found))
    else:
        from jifen.interfaces.render import render

        render(found, console())
    return FOUND_PROBLEMS if any(problem.severity == "error" for problem in found) else FINISHED
