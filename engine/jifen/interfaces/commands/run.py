"""``jifen run``: a roster goes in; stages, scores, lists and a report come out."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen

from jifen.interfaces.commands.framework import FINISHED, FOUND_PROBLEMS, Command
from jifen.interfaces.commands.options import (
    PATH,
    allow_assumed_option,
    as_of_option,
    check_as_of,
    complete_to_option,
    format_option,
    park_option,
    period_option,
    plugins_option,
    policy_option,
)
from jifen.interfaces.commands.output import console, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jifen.cohort.scoring import Progress, Scored
    from jifen.exchange.runs import Run
    from jifen.exchange.settled import SettledRun
    from jifen.interfaces.library import RuleLibrary
    from jifen.model.enterprise import Enterprise
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
@click.option("--no-policies", is_flag=True, help="只评分，不算政策")
@allow_assumed_option
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
    allow_assumed: bool,
    plugins: tuple[Path, ...],
    shape: str,
) -> int:
    """Score a roster and write its folder."""
    from jifen.interfaces.library import open_library

    check_as_of(period, as_of)
    library = open_library(park, () if no_policies else policy or None, plugins=plugins)
    asked = Asked(period, as_of, complete_to, mapped, mended, allow_assumed)
    scored, written = score_roster(library, roster, asked, out)
    if shape == "json":
        print_json({"out": str(out), **written})
    else:
        from jifen.interfaces.commands.summary import show_run

        show_run(console(), scored, out)
    return FINISHED if scored.clean else FOUND_PROBLEMS


@frozen
class Asked:
    """What a run is asked for besides its roster."""

    period: "Period"
    as_of: date
    complete_to: date | None = None
    mapping: Path | None = None
    mended: Path | None = None
    allow_assumed: bool = False


def score_roster(
    library: "RuleLibrary", roster: Path, asked: Asked, out: Path
) -> "tuple[Run, dict[str, Any]]":
    """Read a roster, score it, settle it by policies, write the folder; the run and its summary."""
    from jifen.exchange.mapping import NO_MAPPING, load_mapping
    from jifen.exchange.reading import read_roster
    from jifen.exchange.runs import Run, check_out, write_run
    from jifen.interfaces.commands.progress import progress

    check_out(out)
    park = library.park
    mapping = NO_MAPPING if asked.mapping is None else load_mapping(asked.mapping, park.vocabulary)
    with progress() as steps:
        read = read_roster(
            roster,
            park.vocabulary,
            complete_to=asked.complete_to,
            mapping=mapping,
            mended=asked.mended,
            progress=steps.read,
        )
        scorer = park.scorer(asked.period)
        steps.expect(len(read.enterprises) * (len(scorer.scores.crossings) + bool(library.policies)))
        scored = scorer.many(read.enterprises, asked.as_of, steps.scored)
        settled = _settled(library, read.enterprises, scored, asked, steps.scored)
        run = Run(park.park, park.plan, asked.period, asked.as_of, asked.complete_to, read, scored, settled)
        return run, write_run(out, run, steps.wrote)


def _settled(
    library: "RuleLibrary",
    enterprises: "Sequence[Enterprise]",
    scored: "Scored",
    asked: Asked,
    progress: "Progress",
) -> "SettledRun | None":
    """What policies come to, if there are any."""
    from jifen.exchange.settled import SettledRun

    if not library.policies:
        return None
    period, as_of, allow = asked.period, asked.as_of, asked.allow_assumed
    settlement = library.settlement(period, as_of, allow_assumed=allow)
    settled = library.decide_many(
        enterprises,
        period=period,
        as_of=as_of,
        scored={period.year: scored},
        allow_assumed=allow,
        progress=progress,
    )
    return SettledRun(settlement, settled, allow, library.figures(settlement))
