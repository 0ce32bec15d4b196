"""``jifen assess``: whether enterprises meet a scorecard, and why."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jifen.interfaces.commands.framework import FINISHED, FOUND_PROBLEMS, Command
from jifen.interfaces.commands.options import (
    PATH,
    as_of_option,
    complete_to_option,
    format_option,
    park_option,
    period_option,
    plugins_option,
)
from jifen.interfaces.commands.output import console, paragraph, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from jifen.cohort.assessing import Assessed
    from jifen.exchange.roster import Roster
    from jifen.model.decision import Assessment
    from jifen.model.period import Period
    from jifen.plan.graph import Plan

JSON_VERSION = 1
_ASSUMED = "* 依据没有公开出处、由平台假定的设定，只说明方法，不能作为正式结果。"
_NOT_A_CERTIFICATE = "以上是按评价表推算的结论，不是主管部门颁发的证书或公告。"

_HELP = """\
按评价表判断企业是否符合，如科技型中小企业、高新技术企业。

评价表是编号，如 technology_sme；用哪一个版本由 --as-of 的日期决定，资质、事件和各子表也以这一天为准。
不写 --code 列出名单里的全部企业；写了就显示这一家的门槛、各项得分和理由。

退出码：0 都有结论；1 有企业尚不能确定，或名单里有错误；2 没有运行成。
"""


@click.command(cls=Command, help=_HELP)
@click.argument("scorecard", metavar="评价表")
@click.option("--roster", required=True, type=PATH, metavar="名单", help="名单文件")
@park_option(required=True)
@period_option(required=True)
@as_of_option(required=True)
@click.option("--code", metavar="代码", help="只看一家：统一社会信用代码或企业全称")
@complete_to_option
@plugins_option
@format_option
def command(  # noqa: PLR0913, PLR0917 one for each option
    scorecard: str,
    roster: Path,
    park: str,
    period: "Period",
    as_of: date,
    code: str | None,
    complete_to: date | None,
    plugins: tuple[Path, ...],
    shape: str,
) -> int:
    """Assess the enterprises of a roster, or one of them."""
    from jifen.exchange.reading import read_roster
    from jifen.interfaces.commands.progress import progress
    from jifen.interfaces.park import open_park

    opened = open_park(park, plugins=plugins)
    opened.scorecard(scorecard, as_of)
    with progress() as steps:
        read = read_roster(roster, opened.vocabulary, complete_to=complete_to, progress=steps.read)
    if code is not None:
        from jifen.interfaces.commands.score import enterprise_of

        enterprise = enterprise_of(read, roster, code)
        assessment = opened.assess(enterprise, scorecard, period=period, as_of=as_of)
        _one(opened.plan, assessment, shape)
        return FOUND_PROBLEMS if assessment.verdict is None else FINISHED
    assessed = opened.assess_many(read.enterprises, scorecard, period=period, as_of=as_of)
    _all(opened.plan, read, assessed, shape)
    open_ones = any(one.verdict is None for one in assessed.assessments)
    return FOUND_PROBLEMS if open_ones or read.left_out or assessed.faults else FINISHED


def _to_dict(plan: "Plan", assessment: "Assessment") -> dict[str, Any]:
    """An assessment as data, with its sentences."""
    from jifen.explain import explain_assessment, explain_indicator, lacking_names, verdict

    lacking = lacking_names(plan, assessment)
    return {
        **assessment.to_dict(),
        "lacking": list(lacking),
        "conclusion": verdict(assessment),
        "reasons": list(explain_assessment(assessment, lacking)),
        "explanations": {one.id: explain_indicator(one, "") for one in assessment.indicators},
    }


def _one(plan: "Plan", assessment: "Assessment", shape: str) -> None:
    if shape == "json":
        print_json(_to_dict(plan, assessment))
        return
    from jifen.interfaces.commands.assessment import show_assessment

    out = console()
    show_assessment(out, plan, assessment)
    _footnotes(out, assumed=assessment.assumed)


def _all(plan: "Plan", roster: "Roster", assessed: "Assessed", shape: str) -> None:
    if shape == "json":
        faults = [{"code": one.code, "name": one.name, "message": one.message} for one in assessed.faults]
        found = [_to_dict(plan, one) for one in assessed.assessments]
        print_json({"version": JSON_VERSION, "assessments": found, "faults": faults})
        return
    from jifen.interfaces.commands.assessment import show_assessments

    out = console()
    show_assessments(out, plan, assessed.assessments)
    for fault in assessed.faults:
        paragraph(out, f"{fault.name or fault.code}：{fault.message}", style="bold red")
    if roster.left_out:
        paragraph(out, f"名单里另有 {len(roster.left_out):,} 家企业的数据有错误，没有判断。", style="yellow")
    _footnotes(out, assumed=_any_assumed(assessed.assessments))


def _any_assumed(assessments: "Sequence[Assessment]") -> bool:
    return any(one.assumed for one in assessments)


def _footnotes(out: "Console", *, assumed: bool) -> None:
    out.print()
    if assumed:
        paragraph(out, _ASSUMED, style="yellow")
    paragraph(out, _NOT_A_CERTIFICATE, style="dim")
