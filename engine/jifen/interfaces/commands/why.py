"""``jifen why``: the reasons of what policies come to for one enterprise of a roster or of an earlier run."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jifen.interfaces.commands.deciding import decided, of_rule, opened, saved_scores, show
from jifen.interfaces.commands.framework import Command
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
    programme_option,
)
from jifen.interfaces.commands.output import console

if TYPE_CHECKING:
    from jifen.interfaces.library import RuleLibrary
    from jifen.model.entitlement import Decision
    from jifen.model.period import Period

_HELP = """\
一家企业的各项政策为什么给、为什么不给，还差什么；可以写成告知单。

代码是统一社会信用代码，也可以写企业全称；规则是编号、政策编号/规则编号或名称，不写就列出全部。两种用法：

jifen why 代码 --run 文件夹

jifen why 代码 --roster 名单 --park 园区 --period 年度 --as-of 日期

退出码：0 都有结论；1 有规则尚不能确定；2 没有运行成。
"""
_OTHER_POLICIES = (
    "提示：所用的政策与那一次 jifen run 的不同，预算和名单的名次没有可比的同期企业，用到的规则不能确定。"
)
_OTHER_DATA = (
    "提示：专项数据（--programme）与那一次 jifen run 的不同，"
    "预算和名单的名次没有可比的同期企业，用到的规则不能确定。"
)


@click.command(cls=Command, help=_HELP)
@click.argument("code", metavar="代码")
@click.argument("rule", metavar="[规则]", required=False)
@click.option(
    "--run", "folder", type=PATH, metavar="文件夹", help="jifen run 的输出文件夹：与那一次的参评企业相比"
)
@click.option(
    "--roster", type=PATH, metavar="名单", help="名单文件：与名单里的全部企业相比；须同时写下面三项"
)
@park_option(required=False)
@period_option(required=False)
@as_of_option(required=False)
@policy_option
@programme_option
@allow_assumed_option
@complete_to_option
@click.option("--html", type=PATH, metavar="文件", help="写成告知单：一个网页文件，可以直接打印、转发")
@plugins_option
@format_option
def command(  # noqa: PLR0913, PLR0917 one for each option
    code: str,
    rule: str | None,
    folder: Path | None,
    roster: Path | None,
    park: str | None,
    period: "Period | None",
    as_of: date | None,
    policy: tuple[Path, ...],
    programme: tuple[Path, ...],
    allow_assumed: bool,
    complete_to: date | None,
    html: Path | None,
    plugins: tuple[Path, ...],
    shape: str,
) -> int:
    """Explain what policies come to for one enterprise."""
    if folder is not None:
        _only_without_run(roster=roster, period=period, as_of=as_of, complete_to=complete_to)
        library, decision, sample = _of_run(
            code, folder, park, policy, plugins, programme, allow_assumed=allow_assumed
        )
    else:
        if roster is None:
            raise click.UsageError("要写 --run 或 --roster", click.get_current_context())
        if park is None or period is None or as_of is None:
            said = "写了 --roster，还要写 --park、--period 和 --as-of"
            raise click.UsageError(said, click.get_current_context())
        check_as_of(period, as_of)
        library = opened(park, policy, plugins)
        decision, sample = _of_roster(
            code, roster, library, (period, as_of, complete_to), programme, allow_assumed=allow_assumed
        )
    decision = of_rule(decision, rule)
    if html is not None:
        _write_notice(decision, library, html, sample=sample)
    return show(decision, library, shape, None if html is None else f"告知单：{html}")


def _only_without_run(**given: object) -> None:
    wrong = [f"--{name.replace('_', '-')}" for name, value in given.items() if value is not None]
    if wrong:
        said = f"写了 --run，就不能再写 {'、'.join(wrong)}"
        raise click.UsageError(said, click.get_current_context())


def _of_run(
    code: str,
    folder: Path,
    park: str | None,
    policy: Sequence[Path],
    plugins: Sequence[Path],
    programme: Sequence[Path],
    *,
    allow_assumed: bool,
) -> "tuple[RuleLibrary, Decision, bool]":
    """Against what a run has kept: its scores, and its claims where it was settled by the same policies."""
    from jifen.exchange.runs import read_run

    saved = read_run(folder)
    library = opened(park or saved.park, policy, plugins)
    scores = saved_scores(folder, library)
    allow = allow_assumed or saved.allow_assumed
    data = library.programme(*programme, allow_assumed=allow)
    claims = saved.claims(library.park.plan, library.digest, allow_assumed=allow, programme=data)
    if claims is None:
        same = saved.settled_by(library.digest, allow_assumed=allow)
        console(error=True).print(_OTHER_DATA if same else _OTHER_POLICIES, soft_wrap=True)
    decision = decided(
        library,
        saved.enterprise(code),
        saved.period,
        saved.as_of,
        allow_assumed=allow,
        programme=data,
        scores=scores,
        cohort=claims,
    )
    if claims is not None:
        saved.hold(decision=decision)
    return library, decision, saved.sample


def _of_roster(
    code: str,
    roster: Path,
    library: "RuleLibrary",
    asked: "tuple[Period, date, date | None]",
    programme: Sequence[Path],
    *,
    allow_assumed: bool,
) -> "tuple[Decision, bool]":
    """Against all enterprises of a roster, which are scored and settled first."""
    from jifen.exchange.reading import read_roster
    from jifen.interfaces.commands.progress import progress
    from jifen.interfaces.commands.score import enterprise_of

    period, as_of, complete_to = asked
    with progress() as steps:
        read = read_roster(roster, library.park.vocabulary, complete_to=complete_to, progress=steps.read)
    enterprise = enterprise_of(read, roster, code)
    data = library.programme(*programme, allow_assumed=allow_assumed)
    decider = library.decider(period, as_of, allow_assumed=allow_assumed)
    scored = {year: scorer.many(read.enterprises, as_of) for year, scorer in decider.scorers.items()}
    settled = library.decide_many(
        read.enterprises,
        period=period,
        as_of=as_of,
        scored=scored,
        allow_assumed=allow_assumed,
        programme=data,
    )
    decision = decided(
        library,
        enterprise,
        period,
        as_of,
        allow_assumed=allow_assumed,
        programme=data,
        scores={year: one.cohort for year, one in scored.items()},
        cohort=settled.cohort,
    )
    return decision, read.sample


def _write_notice(decision: "Decision", library: "RuleLibrary", file: Path, *, sample: bool) -> None:
    """The notice to the enterprise (告知单)."""
    from jifen.exchange.files import replacing_file
    from jifen.exchange.pages.notices import notice_page

    with replacing_file(file) as beside:
        text = notice_page(decision, library.park.plan.name, sample=sample)
        beside.write_text(text, encoding="utf-8", newline="\n")
