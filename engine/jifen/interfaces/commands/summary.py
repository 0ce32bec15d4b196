"""A run in a few lines on a terminal."""

from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from jifen.exchange.problems import SEVERITY_NAMES
from jifen.exchange.report import policy_wording, wording
from jifen.exchange.report.entitlements import summary_note
from jifen.exchange.report.figures import Listing
from jifen.exchange.runs import REPORT_FILE, Run, stage_counts
from jifen.exchange.spreads import spread
from jifen.explain import lacking_name
from jifen.interfaces.commands.output import paragraph

_BAR = 30
_SHOWN_LACKING = 6


def show_run(out: Console, run: Run, folder: Path) -> None:
    """What was read, what came out, what to see to, and where the report lies."""
    show_heading(out, run)
    show_counts(out, run)
    out.print()
    show_stages(out, run)
    show_lacking(out, run)
    show_policies(out, run)
    show_problems(out, run)
    out.print()
    out.print(Text(f"报告：{folder / REPORT_FILE}", style="bold"), soft_wrap=True)


def show_heading(out: Console, run: Run) -> None:
    """What was done, and what a reader must know first."""
    out.print(Text(wording.title(run), style="bold"), soft_wrap=True)
    out.print(Text(wording.subtitle(run), style="dim"), soft_wrap=True)
    for statement in wording.statements(run):
        paragraph(out, f"！{statement}", style="yellow", hanging=2)
    out.print()


def show_counts(out: Console, run: Run) -> None:
    """How many enterprises went in, and what became of them."""
    roster, rows = run.roster, run.roster.counts["enterprise"]
    out.print(
        f"名单：{rows.read:,} 行，采用 {rows.accepted:,}，重复合并 {rows.merged:,}，"
        f"未采用 {rows.rejected:,}；"
        f"企业 {len(roster.enterprises) + len(roster.left_out):,} 家，"
        f"参与计算 {len(roster.enterprises):,}，数据有误未计 {len(roster.left_out):,}",
        soft_wrap=True,
    )
    faults = f"，程序出错 {len(run.scored.faults):,}" if run.scored.faults else ""
    out.print(
        f"结果：已排名 {len(run.ranked):,} 家，总分未定 {len(run.undetermined):,}{faults}", soft_wrap=True
    )


def show_stages(out: Console, run: Run) -> None:
    """How many enterprises each stage has, and how they score."""
    everyone = len(run.scored.cards)
    table = plain_table("阶段", ">家数", ">占比", "", ">已排名", ">最高分", ">平均分")
    for id_, name, count in stage_counts(run):
        lies = spread(card.total for card in run.ranked if card.stage == id_ and card.total is not None)
        table.add_row(
            name,
            f"{count:,}",
            f"{100 * count / everyone:.1f}%" if everyone else "",
            Text("█" * round(_BAR * count / everyone) if everyone else "", style="cyan"),
            f"{lies.count:,}" if lies else "0",
            f"{lies.greatest:.2f}" if lies else "—",
            f"{lies.mean:.2f}" if lies else "—",
        )
    out.print(table)


def show_lacking(out: Console, run: Run) -> None:
    """What most of the undetermined lack."""
    counts: dict[str, int] = {}
    for card in run.undetermined:
        for name in card.lacks:
            counts[name] = counts.get(name, 0) + 1
    if not counts:
        return
    most = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    said = "、".join(
        f"{lacking_name(run.plan, name)}（{count:,} 家）" for name, count in most[:_SHOWN_LACKING]
    )
    more = "等" if len(most) > _SHOWN_LACKING else ""
    out.print()
    paragraph(out, f"总分未定的企业缺少：{said}{more}", style="yellow")


def show_policies(out: Console, run: Run) -> None:
    """What each rule comes to, and how much of the money rests on assumed figures."""
    if run.policies is None:
        return
    table = plain_table(
        "政策规则", ">给予", ">已兑现", ">不符合", ">否决", ">未能认定", ">金额（万元）", "", title="政策"
    )
    for total in run.policies.rules:
        outcomes = total.outcomes
        missed = outcomes["refused"] + outcomes["superseded"]
        if outcomes["not_in_force"] == sum(outcomes.values()):
            continue
        table.add_row(
            total.rule.title,
            f"{outcomes['granted']:,}",
            f"{outcomes['paid']:,}",
            f"{missed:,}",
            f"{outcomes['vetoed']:,}",
            f"{outcomes['undetermined']:,}",
            "" if total.rule.kind == "bonus" else f"{total.amount / 10**4:,.2f}",
            policy_wording.ASSUMED if total.assumed else "",
        )
    out.print()
    if table.row_count:
        out.print(table)
    paragraph(out, summary_note(run.policies), style="yellow" if run.policies.granted_on_assumed else "")


def show_problems(out: Console, run: Run) -> None:
    """How much is to be mended in the roster."""
    counts = Counter(problem.severity for problem in run.problems)
    if not counts["error"] + counts["warning"]:
        return
    said = "、".join(f"{counts[key]:,} 个{name}" for key, name in SEVERITY_NAMES.items() if counts[key])
    out.print()
    paragraph(
        out, f"名单里有 {said}，逐条见 problems.csv，或报告的“{wording.PROBLEMS_SHEET}”表。", style="yellow"
    )


def show_listing(out: Console, listing: Listing, top: int) -> None:
    """The first places of one list."""
    table = plain_table(
        ">名次",
        "企业",
        "统一社会信用代码",
        f">{listing.by}",
        title=f"{listing.title}（参评 {listing.members:,} 家）",
    )
    for standing, card in listing.lines[:top]:
        table.add_row(str(standing.rank), card.name, card.code, f"{standing.value:.2f}")
    out.print(table)


def plain_table(*headings: str, title: str | None = None) -> Table:
    """A plain table; a heading that begins with ``>`` stands over numbers."""
    table = Table(
        box=None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
        header_style="bold",
        title=title,
        title_justify="left",
        title_style="bold cyan",
    )
    for heading in headings:
        table.add_column(
            heading.removeprefix(">"), justify="right" if heading.startswith(">") else "left", no_wrap=True
        )
    return table
