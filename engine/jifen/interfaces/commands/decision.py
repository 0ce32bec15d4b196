"""A decision on a terminal: what was given and why, what was not and what is missing."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from rich.console import Console
from rich.text import Text

from jifen.explain import policy_wording as wording
from jifen.explain.conditions import outcome_word
from jifen.explain.entitlements import Explanation, Section, explain_decision, policy_window
from jifen.explain.quantities import money
from jifen.interfaces.commands.output import paragraph
from jifen.model.entitlement import Decision

_STYLES: Mapping[str, str] = {
    "granted": "bold green",
    "paid": "green",
    "refused": "bold red",
    "vetoed": "bold red",
    "superseded": "bold",
    "undetermined": "bold yellow",
    "not_in_force": "dim",
}
_INDENT = 4
_NONE = "所用的政策里没有可以判断的规则。"
_NOT_PUBLISHED = "以上按规则文件推算，不是主管部门的审核决定。"


def show_decision(out: Console, decision: Decision, park: str) -> None:
    """All of it, a policy at a time."""
    out.print(Text.assemble((decision.name or decision.code, "bold"), f"　{decision.code}"), soft_wrap=True)
    about = f"{park}　{decision.period}年度　以 {decision.as_of.isoformat()} 为准"
    out.print(Text(about, style="dim"), soft_wrap=True)
    _summary(out, decision)
    for section in explain_decision(decision):
        _section(out, section)
    out.print()
    paragraph(out, _NOT_PUBLISHED if decision.entitlements else _NONE, style="dim")


def _summary(out: Console, decision: Decision) -> None:
    """How many rules came out how, and how much is due."""
    counts = Counter[str](one.outcome for one in decision.entitlements)
    told = [
        f"{outcome_word(outcome, 'subsidy')} {counts[outcome]} 项" for outcome in _STYLES if counts[outcome]
    ]
    if told:
        out.print(Text("，".join(told)), soft_wrap=True)
    due = sum((one.due for one in decision.entitlements if one.kind == "subsidy"), Decimal(0))
    if due:
        out.print(Text.assemble("应付合计　", (money(due), "bold green")), soft_wrap=True)
    for status in decision.statuses:
        word = {True: "成立", False: "不成立", None: "尚不能确定"}[status.met]
        out.print(Text(f"{status.name}：{word}", style="dim"), soft_wrap=True)


def _section(out: Console, section: Section) -> None:
    policy = section.policy
    out.print()
    title = f"{wording.POLICY.format(title=policy.title)}　{policy.version}"
    out.print(Text(title, style="bold cyan"), soft_wrap=True)
    about = "　".join(part for part in (policy.issuer, policy_window(policy)) if part)
    paragraph(out, about, style="dim")
    for one in section.explanations:
        _rule(out, one)


def _rule(out: Console, one: Explanation) -> None:
    entitlement = one.entitlement
    mark = "*" if entitlement.assumed else ""
    out.print()
    if entitlement.outcome == "not_in_force":
        paragraph(out, f"【{one.word}】{entitlement.title}{mark}：{one.headline}。", style="dim", indent=2)
        return
    line = Text.assemble(
        "  ",
        (f"【{one.word}】", _STYLES[entitlement.outcome]),
        (entitlement.title + mark, "bold"),
        (f"　{entitlement.rule}", "dim"),
    )
    out.print(line, soft_wrap=True)
    paragraph(out, one.headline + wording.END, indent=_INDENT)
    for block in one.blocks:
        if block.heading:
            paragraph(out, f"{block.heading}：", indent=_INDENT)
        for said in block.lines:
            paragraph(out, f"· {said}", indent=_INDENT, hanging=2)
    for note in one.notes:
        style = "dim" if note.startswith(wording.CLAUSE.format(clause="")) else "yellow"
        paragraph(out, note, style=style, indent=_INDENT)
