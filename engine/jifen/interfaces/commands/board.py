"""``jifen board``: one board of a finished run, on the terminal or as a file to be published."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jifen.interfaces.commands.framework import FINISHED, FOUND_PROBLEMS, Command
from jifen.interfaces.commands.options import PATH, format_option, park_option, plugins_option
from jifen.interfaces.commands.output import console, paragraph, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from jifen.exchange.report.figures import Basis, Listing


_HELP = """\
一次运行的一个榜单：显示出来，或写成供公示的网页、工作簿。

榜单写编号或名称，如 stage-top-20；按阶段分列的榜单，写“初创期前20名”这样的名称只要一个阶段的。
名次同分并列（1、1、3），末位并列的一并列入。

退出码：0 完成；1 榜单是空的；2 没有运行成。
"""


@click.command(cls=Command, help=_HELP)
@click.argument("board", metavar="榜单")
@click.option("--run", "folder", type=PATH, required=True, metavar="文件夹", help="jifen run 的输出文件夹")
@click.option("--html", type=PATH, metavar="文件", help="写成一个网页文件，可以直接打印或公示")
@click.option("--xlsx", type=PATH, metavar="文件", help="写成工作簿")
@click.option("--mask", is_flag=True, help="隐去企业名称和信用代码的一部分")
@park_option(required=False)
@plugins_option
@format_option
def command(
    board: str,
    folder: Path,
    html: Path | None,
    xlsx: Path | None,
    mask: bool,
    park: str | None,
    plugins: tuple[Path, ...],
    shape: str,
) -> int:
    """Show or write the lists of one board."""
    from jifen.exchange.boards import saved_basis, saved_lists
    from jifen.exchange.masking import masked
    from jifen.exchange.runs import read_run
    from jifen.interfaces.park import open_park

    saved = read_run(folder)
    opened = open_park(park or saved.park, plugins=plugins)
    saved.check_rules(opened.plan)
    basis = saved_basis(saved, opened.plan)
    lists = saved_lists(saved, opened.park, opened.scorer(saved.period), board)
    if mask:
        lists = tuple(masked(listing) for listing in lists)
    written = _write(basis, lists, html, xlsx) if lists else []
    if shape == "json":
        print_json(_to_dict(basis, lists))
    elif written:
        for file in written:
            console().print(f"榜单：{file}", soft_wrap=True)
    else:
        show_lists(console(), basis, lists)
    return FINISHED if lists else FOUND_PROBLEMS


def _write(basis: "Basis", lists: "Sequence[Listing]", html: Path | None, xlsx: Path | None) -> list[Path]:
    """Write the files that are asked for; which they are."""
    from jifen.exchange.files import replacing_file
    from jifen.exchange.pages import board_page
    from jifen.exchange.report import write_board_workbook

    if html is not None:
        with replacing_file(html) as beside:
            beside.write_text(board_page(basis, lists), encoding="utf-8", newline="\n")
    if xlsx is not None:
        with replacing_file(xlsx) as beside:
            write_board_workbook(beside, basis, lists)
    return [file for file in (html, xlsx) if file is not None]


def show_lists(out: "Console", basis: "Basis", lists: "Sequence[Listing]") -> None:
    """The lists one below the other, each with how it was made and what limits its use."""
    from jifen.exchange.report import wording
    from jifen.exchange.runs import UNSTAGED
    from jifen.interfaces.commands.summary import plain_table

    if not lists:
        paragraph(out, wording.NO_LISTS, style="yellow")
    for position, listing in enumerate(lists):
        if position:
            out.print()
        paragraph(out, wording.board_title(basis, listing), style="bold")
        paragraph(out, wording.board_note(basis, listing), style="dim")
        warning = wording.board_warning(basis, listing)
        if warning:
            paragraph(out, f"！{warning}", style="yellow", hanging=2)
        by_stage = listing.board.by_stage
        stage = () if by_stage else (wording.STAGE,)
        table = plain_table(f">{wording.RANK}", wording.NAME, wording.CODE, *stage, f">{listing.by}")
        table.columns[1].no_wrap, table.columns[1].overflow = False, "fold"
        for standing, card in listing.lines:
            own = () if by_stage else (card.stage_name or UNSTAGED,)
            table.add_row(str(standing.rank), card.name, card.code, *own, f"{standing.value:.2f}")
        out.print(table)


def _to_dict(basis: "Basis", lists: "Sequence[Listing]") -> dict[str, Any]:
    """The lists as data; values are texts, so that no digit is lost."""
    return {
        "version": 1,
        "park": basis.name,
        "scheme": basis.scheme,
        "period": basis.period.text,
        "as_of": basis.as_of.isoformat(),
        "sample": basis.sample,
        "assumed": bool(basis.assumed),
        "provisional": basis.provisional,
        "lists": [
            {
                "board": listing.board.id,
                "name": listing.board.name,
                "group": listing.group,
                "by": listing.by,
                "members": listing.members,
                "masked": listing.masked,
                "lines": [
                    {
                        "rank": standing.rank,
                        "code": card.code,
                        "name": card.name,
                        "stage": card.stage_name,
                        "value": f"{standing.value:f}",
                    }
                    for standing, card in listing.lines
                ],
            }
            for listing in lists
        ],
    }
