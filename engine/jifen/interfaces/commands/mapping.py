"""``jifen mapping``: a mapping of unknown headings, suggested for review."""

import sys
from pathlib import Path

import click

from jifen.interfaces.commands.framework import FINISHED, FOUND_PROBLEMS, Command
from jifen.interfaces.commands.options import PATH, park_option, plugins_option, policy_option
from jifen.interfaces.commands.output import console

_HELP = """\
给名单里不认识的表头拟一份对照文件。

按名称的相近程度和单位，给每个不认识的表头列出可能的字段，全部注释掉，核对后去掉行首的 # 才生效；
然后用 jifen run --mapping 读入。

退出码：0 表头全都认识；1 有表头需要核对；2 没有运行成。
"""


@click.command(cls=Command, help=_HELP)
@click.argument("roster", type=PATH, metavar="名单")
@park_option(required=True)
@click.option("--out", type=PATH, metavar="文件", help="写到哪里，如 对照.toml；不写则显示在屏幕上")
@policy_option
@plugins_option
def command(
    roster: Path, park: str, out: Path | None, policy: tuple[Path, ...], plugins: tuple[Path, ...]
) -> int:
    """Suggest a mapping of a roster's headings."""
    from jifen.exchange.files import replacing_file
    from jifen.exchange.mapping import suggest_mapping
    from jifen.exchange.reading import ENTERPRISE_SHEET, names_by_sheet
    from jifen.interfaces.library import open_library

    vocabulary = open_library(park, policy or None, plugins=plugins).park.vocabulary
    titles = {id_: table.name for id_, table in vocabulary.tables.items()}
    names = {titles.get(role, role): known for role, known in names_by_sheet(vocabulary).items()}
    text, count = suggest_mapping(roster, names, ENTERPRISE_SHEET)
    if not count:
        console(error=True).print("表头全都认识，不需要对照文件", soft_wrap=True)
        return FINISHED
    if out is None:
        sys.stdout.write(text)
        return FOUND_PROBLEMS
    with replacing_file(out) as beside:
        beside.write_text(text, encoding="utf-8")
    console().print(f"有 {count} 个表头需要核对，已写出：{out}", soft_wrap=True)
    return FOUND_PROBLEMS
