"""``jifen score``: the score card of one enterprise, with all its reasons."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from jifen.interfaces.commands.framework import FINISHED, FOUND_PROBLEMS, Command
from jifen.interfaces.commands.options import (
    PATH,
    as_of_option,
    check_as_of,
    complete_to_option,
    format_option,
    park_option,
    period_option,
    plugins_option,
)
from jifen.interfaces.commands.output import console, print_json

if TYPE_CHECKING:
    from jifen.cohort.members import Cohort
    from jifen.evaluation.gains import Gain
    from jifen.exchange.roster import Roster
    from jifen.exchange.spreads import Spreads
    from jifen.interfaces.park import ScoringPark
    from jifen.model.decision import ScoreCard
    from jifen.model.enterprise import Enterprise
    from jifen.model.period import Period


_HELP = """\
一家企业的积分卡：每项指标的数值、所落档次、得分及数据来自哪一格。

代码是统一社会信用代码，也可以写企业全称。两种用法：

jifen score 代码 --run 文件夹

jifen score 代码 --roster 名单 --park 园区 --period 年度 --as-of 日期

写 --html 时，写成一个可以打印的网页文件，另有与同阶段中位数的比较和怎样再得分。

退出码：0 总分已定；1 总分未定；2 没有运行成。
"""


@click.command(cls=Command, help=_HELP)
@click.argument("code", metavar="代码")
@click.option(
    "--run", "folder", type=PATH, metavar="文件夹", help="jifen run 的输出文件夹：与那一次的参评企业相比"
)
@click.option(
    "--roster", type=PATH, metavar="名单", help="名单文件：与名单里的全部企业相比；须同时写下面三项"
)
@park_option(required=False)
@period_option(required=False)
@as_of_option(required=False)
@click.option(
    "--cohort",
    type=PATH,
    metavar="文件夹",
    help="与 --roster 同用：改与这个输出文件夹里保存的参评企业相比，其他企业不变",
)
@complete_to_option
@click.option("--html", type=PATH, metavar="文件", help="写成一个网页文件，可以直接打印、转发")
@plugins_option
@format_option
def command(  # noqa: PLR0913, PLR0917 one for each option
    code: str,
    folder: Path | None,
    roster: Path | None,
    park: str | None,
    period: "Period | None",
    as_of: date | None,
    cohort: Path | None,
    complete_to: date | None,
    html: Path | None,
    plugins: tuple[Path, ...],
    shape: str,
) -> int:
    """Show the score card of one enterprise."""
    if folder is not None:
        _only_without_run(roster=roster, period=period, as_of=as_of, cohort=cohort, complete_to=complete_to)
        scored = _card_of_run(code, folder, park, plugins)
    else:
        if roster is None:
            raise click.UsageError("要写 --run 或 --roster", click.get_current_context())
        if park is None or period is None or as_of is None:
            raise click.UsageError(
                "写了 --roster，还要写 --park、--period 和 --as-of", click.get_current_context()
            )
        check_as_of(period, as_of)
        scored = _card_of_roster(code, roster, (park, period, as_of), complete_to, cohort, plugins)
    card = scored.card
    if html is not None:
        _write_page(scored, html)
    if shape == "json":
        print_json(_to_dict(scored))
    elif html is not None:
        console().print(f"积分卡：{html}", soft_wrap=True)
    else:
        from jifen.explain import tables_seen
        from jifen.interfaces.commands.card import show_card

        plan = scored.park.plan
        show_card(console(), plan, card, tables_seen(plan, scored.enterprise))
    return FOUND_PROBLEMS if card.lacks or card.total is None else FINISHED


class _Others(NamedTuple):
    """With whom an enterprise is compared: the cohort, how their points lie, and whether all are made up."""

    cohort: "Cohort"
    spreads: "Spreads | None"
    sample: bool


class _Scored(NamedTuple):
    park: "ScoringPark"
    enterprise: "Enterprise"
    card: "ScoreCard"
    period: "Period"
    as_of: date
    others: _Others

    def gains(self) -> "tuple[Gain, ...]":
        """What would bring more points; it takes a moment, so only where it is shown."""
        asked: dict[str, Any] = {"period": self.period, "as_of": self.as_of}
        return self.park.gains(self.enterprise, cohort=self.others.cohort, **asked)


def _to_dict(scored: _Scored) -> dict[str, Any]:
    """The card as data, with the sentences and the rows of tables by indicator, and what would bring more."""
    from jifen.explain import explain_gain, explain_indicator, lacking_names, tables_seen

    plan, card = scored.park.plan, scored.card
    roles = {dimension.id: dimension.role for dimension in card.dimensions}
    indicators = {one.id: one for one in card.indicators}
    seen = tables_seen(plan, scored.enterprise)
    return {
        **card.to_dict(),
        "lacking": list(lacking_names(plan, card)),
        "explanations": {
            one.id: explain_indicator(one, card.stage_name, roles[one.dimension]) for one in card.indicators
        },
        "tables": {one.id: [table.to_dict() for table in seen[one.id]] for one in card.indicators},
        "gains": [
            {
                **gain.to_dict(),
                "explanation": explain_gain(
                    gain, indicators[gain.indicator], plan, roles[indicators[gain.indicator].dimension]
                ),
            }
            for gain in scored.gains()
        ],
    }


def _write_page(scored: _Scored, file: Path) -> None:
    """The card as a page of its own."""
    from jifen.exchange.files import replacing_file
    from jifen.exchange.pages import CardShown, card_page
    from jifen.explain import tables_seen

    park = scored.park
    tables = tables_seen(park.plan, scored.enterprise)
    others, gains = scored.others, scored.gains()
    shown = CardShown(park.park, park.plan, scored.card, tables, gains, others.spreads, others.sample)
    with replacing_file(file) as beside:
        beside.write_text(card_page(shown), encoding="utf-8", newline="\n")


def _only_without_run(**given: object) -> None:
    wrong = [f"--{name.replace('_', '-')}" for name, value in given.items() if value is not None]
    if wrong:
        said = f"写了 --run，就不能再写 {'、'.join(wrong)}"
        raise click.UsageError(said, click.get_current_context())


def _card_of_run(code: str, folder: Path, park: str | None, plugins: Sequence[Path]) -> _Scored:
    from jifen.exchange.runs import read_run
    from jifen.interfaces.park import open_park

    saved = read_run(folder)
    opened = open_park(park or saved.park, plugins=plugins)
    saved.check_rules(opened.plan)
    others = _Others(saved.cohort(opened.plan), saved.spreads, saved.sample)
    scored = _scored(opened, saved.enterprise(code), saved.period, saved.as_of, others)
    saved.hold(card=scored.card)
    return scored


def _card_of_roster(
    code: str,
    roster: Path,
    asked: "tuple[str, Period, date]",
    complete_to: date | None,
    saved: Path | None,
    plugins: Sequence[Path],
) -> _Scored:
    from jifen.exchange.reading import read_roster
    from jifen.exchange.spreads import stage_spreads
    from jifen.interfaces.commands.progress import progress
    from jifen.interfaces.park import open_park

    park, period, as_of = asked
    opened = open_park(park, plugins=plugins)
    with progress() as steps:
        read = read_roster(roster, opened.vocabulary, complete_to=complete_to, progress=steps.read)
    found = enterprise_of(read, roster, code)
    if saved is not None:
        others = _saved_others(saved, opened, period, sample=read.sample)
    else:
        scored = opened.score_many(read.enterprises, period=period, as_of=as_of)
        others = _Others(scored.cohort, stage_spreads(scored.cards), read.sample)
    return _scored(opened, found, period, as_of, others)


def _saved_others(saved: Path, opened: "ScoringPark", period: "Period", *, sample: bool) -> _Others:
    """A saved cohort, of a run's folder or a file of its own; the latter tells nothing of dimensions."""
    from jifen.exchange.runs import RUN_FILE, read_run
    from jifen.exchange.saved import read_cohort, refused

    if not (saved / RUN_FILE).is_file():
        return _Others(read_cohort(saved, opened.plan, period.text), None, sample)
    run = read_run(saved)
    if run.period != period:
        raise refused("J805", saved / RUN_FILE, saved=run.period.text, asked=period.text)
    return _Others(run.cohort(opened.plan), run.spreads, sample)


def enterprise_of(read: "Roster", roster: Path, code: str) -> "Enterprise":
    """The enterprise of a roster by its code or name; what is said where there is none is raised."""
    wanted = code.strip()
    found = next((one for one in read.enterprises if wanted in (one.code, one.name)), None)
    if found is None:
        left_out = {key: one.name or one.code for one in read.left_out for key in (one.code, one.name)}
        raise _not_there(roster, wanted, [one.code for one in read.enterprises], left_out.get(wanted))
    return found


def _not_there(roster: Path, wanted: str, codes: Sequence[str], left_out: str | None) -> Exception:
    from jifen.exchange.saved import refused
    from jifen.language.diagnostics import nearest

    if left_out is not None:
        return refused("J807", roster, name=left_out)
    return refused("J806", roster, wanted=wanted, near=nearest(wanted, codes) or "", count=f"{len(codes):,}")


def _scored(
    park: "ScoringPark", enterprise: "Enterprise", period: "Period", as_of: date, others: _Others
) -> _Scored:
    from jifen.evaluation.rows import FunctionFault
    from jifen.language.diagnostics import Diagnostic, DiagnosticError

    try:
        card = park.score(enterprise, period=period, as_of=as_of, cohort=others.cohort)
    except FunctionFault as fault:
        name = enterprise.name or enterprise.code
        raise DiagnosticError((Diagnostic.of("J808", None, {"name": name, "cause": str(fault)}),)) from fault
    return _Scored(park, enterprise, card, period, as_of, others)
