"""Assessments on a terminal: one in full, or many as a list."""

from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.text import Text

from jifen.explain import (
    explain_assessment,
    explain_gate,
    explain_indicator,
    holds,
    lacking_names,
    seen,
    shown,
    verdict,
)
from jifen.explain.values import number
from jifen.interfaces.commands.framework import cells, padded
from jifen.interfaces.commands.output import paragraph
from jifen.model.decision import Assessment, DimensionMet, GateMet, IndicatorScore
from jifen.plan.graph import Plan

_INDENT = 4
_STYLES: Mapping[bool | None, str] = {True: "bold green", False: "bold red", None: "bold yellow"}
_WORDS: Mapping[bool | None, str] = {True: "符合", False: "不符合", None: "未定"}


def show_assessment(out: Console, plan: Plan, assessment: Assessment) -> None:
    """The conclusion and why, gates and routes with their data, every indicator with its reasons."""
    out.print(Text.assemble((assessment.enterprise, "bold"), f"　{assessment.code}"), soft_wrap=True)
    about = f"{plan.name}　{assessment.period}年度数据　以 {assessment.as_of.isoformat()} 为准"
    out.print(Text(about, style="dim"), soft_wrap=True)
    out.print()
    mark = "*" if assessment.assumed else ""
    out.print(Text(verdict(assessment) + mark, style=_STYLES[assessment.verdict]), soft_wrap=True)
    for said in explain_assessment(assessment, lacking_names(plan, assessment)):
        paragraph(out, said, indent=2)
    _conditions(out, "门槛（须全部符合）", assessment.gates)
    _conditions(out, "直通条件（符合任何一项即可）", assessment.routes)
    for dimension in assessment.dimensions:
        _dimension(out, assessment, dimension)


def show_assessments(out: Console, plan: Plan, assessments: Sequence[Assessment]) -> None:
    """A line for each enterprise, and how many meet the scorecard."""
    counts = Counter(one.verdict for one in assessments)
    said = "，".join(f"{word} {counts[met]:,} 家" for met, word in _WORDS.items())
    if assessments:
        first = assessments[0]
        title = f"{first.name}（{first.edition}版）"
        out.print(Text(f"{title}：{said}", style="bold"), soft_wrap=True)
        out.print()
    width = max((cells(one.enterprise) for one in assessments), default=0) + 2
    for one in assessments:
        total = f"{number(one.total)} 分" if one.total is not None else f"已知 {number(one.so_far)} 分"
        why = "".join(explain_assessment(one, lacking_names(plan, one)))
        line = Text.assemble(
            padded(one.enterprise, width),
            f"{one.code}　",
            (padded(_WORDS[one.verdict] + ("*" if one.assumed else ""), 8), _STYLES[one.verdict]),
            padded(total, 14),
        )
        out.print(line, soft_wrap=True)
        paragraph(out, why, style="dim", indent=_INDENT)


def _conditions(out: Console, title: str, conditions: Sequence[GateMet]) -> None:
    if not conditions:
        return
    out.print()
    out.print(Text(title, style="bold cyan"), soft_wrap=True)
    for one in conditions:
        mark = "*" if one.assumed else ""
        out.print(Text.assemble(f"  {one.name}{mark}　", (holds(one.met), _STYLES[one.met])), soft_wrap=True)
        for said in explain_gate(one):
            paragraph(out, said, style="dim", indent=_INDENT)
        if one.clause:
            paragraph(out, f"条款：{one.clause}", style="dim", indent=_INDENT)


def _dimension(out: Console, assessment: Assessment, dimension: DimensionMet) -> None:
    out.print()
    points = f"{number(dimension.points)}" if dimension.points is not None else "未定"
    required = f"　要求 {dimension.minimum}" if dimension.minimum is not None else ""
    title = f"{dimension.name}　{points} / {number(dimension.full)}{required}"
    out.print(Text(title, style="bold cyan"), soft_wrap=True)
    for indicator in assessment.indicators:
        if indicator.dimension == dimension.id:
            _indicator(out, indicator)


def _indicator(out: Console, indicator: IndicatorScore) -> None:
    mark = "*" if indicator.assumed else ""
    value = "" if indicator.value is None else shown(indicator.value, indicator.shown_as, indicator.digits)
    points = number(indicator.points) if indicator.points is not None else "未定"
    full = f" / {number(indicator.full)}" if indicator.full is not None else ""
    room = max(out.width - _INDENT - 34, cells(indicator.name) + 2)
    style = _STYLES[None] if indicator.points is None else "bold" if indicator.points else "dim"
    name = padded(indicator.name + mark, room)
    line = Text.assemble("  ", name, padded(value, 16), (points, style), full)
    out.print(line, soft_wrap=True)
    said = explain_indicator(indicator, "")
    if said:
        paragraph(out, said, style="dim", indent=_INDENT)
    for fact in indicator.facts:
        where = f"　← {fact.cell}" if fact.cell is not None else ""
        paragraph(out, f"{seen(fact)}{where}", style="dim", indent=_INDENT)
