"""``jifen run``: a roster goes in; stages, scores, lists and a report come out."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jifen.interfaces.commands.framework import FINISHED, FOUND_PROBLEMS, Command, OneOf
from jifen.interfaces.commands.options import (
    PATH,
    allow_assumed_option,
    as_of_option,
    check_as_of,
    complete_to_option,
    engine_option,
    format_option,
    park_option,
    period_option,
    plugins_option,
    policy_option,
    programme_option,
)
from jifen.interfaces.commands.output import console, print_json

if TYPE_CHECKING:
    from jifen.columns.outcomes import Money
    from jifen.exchange.populations.sinks import Shape
    from jifen.interfaces.commands.running import Asked
    from jifen.interfaces.engine import Engine
    from jifen.interfaces.library import RuleLibrary
    from jifen.model.period import Period


_HELP = """\
给一份名单的全部企业评分、排名，按政策算出应得，写出报告。

名单是 xlsx 工作簿、CSV 文件，或由 CSV 组成的文件夹。输出文件夹里有 report.xlsx（概览、榜单、政策、积分表）、
scores.csv、boards.csv、entitlements.csv、problems.csv、run.json（版本、指纹、家数），以及供 jifen score、
jifen why 查看单家企业的数据。名单有毛病时，还有 problems.xlsx：需要修改的行，问题写在旁边，
改好后用 --mended 读回。

退出码：0 全部企业都有总分；1 有数据行没有采用，或有企业总分未定；2 没有运行成。
"""


@click.command(cls=Command, help=_HELP)
@click.argument("roster", type=PATH, metavar="名单")
@park_option(required=True)
@period_option(required=True)
@as_of_option(required=True)
@click.option(
    "--out", required=True, type=PATH, metavar="文件夹", help="输出文件夹；已有的旧结果整个换成新的"
)
@complete_to_option
@click.option(
    "--mended", type=PATH, metavar="文件", help="上次运行写出、已经改好的 problems.xlsx，改好的行代替原来的行"
)
@click.option("--mapping", "mapped", type=PATH, metavar="文件", help="表头对照文件，见 jifen mapping")
@policy_option
@click.option(
    "--tables",
    type=OneOf("parquet", "arrow", "csv", "xlsx"),
    metavar="parquet|arrow|csv|xlsx",
    help="名单很大时：按列计算，只写出这种格式的积分表、应得表，不写报告",
)
@click.option(
    "--money",
    type=OneOf("元", "分"),
    default="元",
    metavar="元|分",
    help="与 --tables 同用：表里的金额以元计（默认），或以分计的整数",
)
@click.option("--no-policies", is_flag=True, help="只评分，不算政策")
@programme_option
@allow_assumed_option
@engine_option
@plugins_option
@format_option
def command(  # noqa: PLR0913, PLR0917 one for each option
    roster: Path,
    park: str,
    period: "Period",
    as_of: date,
    out: Path,
    complete_to: date | None,
    mended: Path | None,
    mapped: Path | None,
    policy: tuple[Path, ...],
    no_policies: bool,
    programme: tuple[Path, ...],
    allow_assumed: bool,
    engine: "Engine | None",
    tables: "Shape | None",
    money: "Money",
    plugins: tuple[Path, ...],
    shape: str,
) -> int:
    """Score a roster and write its folder."""
    from jifen.interfaces.commands.running import Asked, score_roster
    from jifen.interfaces.library import open_library

    check_as_of(period, as_of)
    library = open_library(park, () if no_policies else policy or None, plugins=plugins)
    asked = Asked(period, as_of, complete_to, mapped, mended, allow_assumed, programme, engine)
    if tables is not None:
        return _as_tables(library, roster, asked, out, tables, money, shape)
    scored, written = score_roster(library, roster, asked, out)
    if shape == "json":
        print_json({"out": str(out), **written})
    else:
        from jifen.interfaces.commands.summary import show_run

        show_run(console(), scored, out)
    return FINISHED if scored.clean else FOUND_PROBLEMS


def _as_tables(
    library: "RuleLibrary",
    roster: Path,
    asked: "Asked",
    out: Path,
    tables: "Shape",
    money: "Money",
    shape: str,
) -> int:
    """Decide a population and write its tables."""
    from jifen.interfaces.commands.running import decide_population

    if asked.mended is not None:
        said = "写了 --tables，就不能再写 --mended：请先改好名单"
        raise click.UsageError(said, click.get_current_context())
    written = decide_population(library, roster, asked, out, tables, money)
    if shape == "json":
        print_json({"out": str(out), **written})
    else:
        from jifen.interfaces.commands.population import show_population

        show_population(console(), written, library.park.plan, out)
    left = written["left_out"] or written["faulted"] or written["enterprises"]["not_ranked"]
    return FOUND_PROBLEMS if left else FINISHED
