"""``jifen template``: the workbook to be filled in."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jifen.interfaces.commands.framework import FINISHED, Command
from jifen.interfaces.commands.options import PATH, period_option, plugins_option, policy_option
from jifen.interfaces.commands.output import console

if TYPE_CHECKING:
    from jifen.model.period import Period

_HELP = """\
写出园区的填报表，一份可以直接填写的工作簿。

有企业、资质、负面事件、已兑现和园区、政策的各张子表；各列带单位、口径和说明，可选的内容有下拉列表。
填好后用 jifen run 读入。
"""


@click.command(cls=Command, help=_HELP)
@click.argument("park", metavar="园区")
@period_option(required=True)
@click.option("--out", type=PATH, metavar="文件", help="写到哪里；不写则为当前文件夹的 园区-填报表.xlsx")
@click.option("--roster", type=PATH, metavar="名单", help="已有的名单，把其中的数据预先填好，供企业核对")
@policy_option
@plugins_option
def command(
    park: str,
    period: "Period",
    out: Path | None,
    roster: Path | None,
    policy: tuple[Path, ...],
    plugins: tuple[Path, ...],
) -> int:
    """Write the workbook of a park and its policies."""
    from jifen.exchange.reading import read_roster
    from jifen.exchange.template import write_template
    from jifen.interfaces.library import open_library

    opened = open_library(park, policy or None, plugins=plugins).park
    known = read_roster(roster, opened.vocabulary).enterprises if roster is not None else ()
    target = out or Path(f"{park}-填报表.xlsx")
    write_template(target, opened.park.header.name, opened.vocabulary, period, known)
    filled = f"，已填入 {len(known):,} 家企业的数据" if known else ""
    console().print(f"已写出填报表{filled}：{target}", soft_wrap=True)
    return FINISHED
