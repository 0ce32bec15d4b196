"""A score card on a terminal."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from rich.console import Console
from rich.text import Text

from jifen.exchange.runs import UNSTAGED, is_decided
from jifen.explain import TableSeen, explain_indicator, full_of, lacking_names, seen, shown
from jifen.explain.values import number
from jifen.interfaces.commands.framework import cells, padded
from jifen.interfaces.commands.output import paragraph
from jifen.model.decision import DimensionScore, IndicatorScore, Role, ScoreCard
from jifen.plan.graph import Plan

_BAR = 36
_INDENT = 4
_ROLES = {"base": "基础分", "bonus": "加分", "deduction": "扣分"}
_ASSUMED = (
    "* 依据没有公开出处、由平台假定的设定（见 jifen provenance {park}），只说明方法，不能作为正式结果。"
)
_PROVISIONAL = "暂定：部分企业数据不全，名次、百分位和平均值补齐后可能变动。"


def show_card(out: Console, plan: Plan, card: ScoreCard, tables: Mapping[str, tuple[TableSeen, ...]]) -> None:
    """The whole card: total, ranks, dimensions as bars, indicators with their reasons, and what is missing.

    ``tables`` are, by indicator, the tables that it reads.
    """
    _heading(out, plan, card)
    _total(out, plan, card)
    out.print()
    _dimensions(out, plan, card)
    for dimension in card.dimensions:
        own = [indicator for indicator in card.indicators if indicator.dimension == dimension.id]
        out.print()
        marked = "*" if _assumed(plan, dimension) else ""
        points = _points(dimension.points) or f"未定（已知 {dimension.so_far:.2f}）"
        out.print(Text(f"{dimension.name}{marked}　{points}", style="bold cyan"), soft_wrap=True)
        for indicator in own:
            _indicator(out, indicator)
            for said in _reasons(card, indicator, dimension.role, tables[indicator.id]):
                paragraph(out, said, style="dim", indent=_INDENT)
    _footnotes(out, plan, card)


def _heading(out: Console, plan: Plan, card: ScoreCard) -> None:
    out.print(Text.assemble((card.name, "bold"), f"　{card.code}"), soft_wrap=True)
    about = (
        f"{plan.name} {card.period}年度企业创新积分",
        card.stage_name or UNSTAGED,
        f"数据截至 {card.as_of.isoformat()}",
    )
    out.print(Text("　".join(about), style="dim"), soft_wrap=True)
    out.print()


def _total(out: Console, plan: Plan, card: ScoreCard) -> None:
    if card.total is not None:
        parts = f"基础分 {_known(card.base)} ＋ 加分 {_known(card.bonus)} － 扣分 {_known(card.deductions)}"
        out.print(
            Text.assemble("总分　", (f"{card.total:.2f}", "bold green"), f"　＝ {parts}"), soft_wrap=True
        )
    else:
        out.print(
            Text.assemble("总分　", ("未定", "bold yellow"), f"　已知部分得 {card.so_far:.2f} 分"),
            soft_wrap=True,
        )
    if not is_decided(card):
        lacking = "、".join(lacking_names(plan, card))
        paragraph(out, f"缺少　{lacking}", style="yellow", hanging=6)
    label = "名次　"
    for standing in card.standings:
        group = f"（{standing.group}）" if standing.group else ""
        listed = "，列入榜单" if standing.listed else ""
        said = f"{standing.name}{group}　第 {standing.rank:,} 名，参评 {standing.members:,} 家{listed}"
        out.print(label + said, soft_wrap=True)
        label = "　　　"


def _dimensions(out: Console, plan: Plan, card: ScoreCard) -> None:
    """Bars on one scale; a lighter stretch shows what is missing to full marks, where there are any."""
    full = {dimension.id: full_of(plan, card, dimension) for dimension in card.dimensions}
    longest = max([Decimal(1), *(max(one.so_far, full[one.id] or Decimal(0)) for one in card.dimensions)])
    width = max((cells(one.name) for one in card.dimensions), default=0) + 1
    for one in card.dimensions:
        name = padded(one.name + ("*" if _assumed(plan, one) else ""), width)
        filled = round(_BAR * max(one.so_far, Decimal(0)) / longest)
        rest = max(0, round(_BAR * (full[one.id] or Decimal(0)) / longest) - filled)
        most = full[one.id]
        of_full = f" / {number(most)}" if most is not None else ""
        points = _points(one.points) or f"未定（已知 {one.so_far:.2f}）"
        style = "red" if one.role == "deduction" else "cyan"
        bar = (("█" * filled, style), ("░" * rest, "dim"), " " * (_BAR - filled - rest))
        out.print(Text.assemble(f"{name} ", *bar, f" {points}{of_full}　{_ROLES[one.role]}"), soft_wrap=True)


def _assumed(plan: Plan, dimension: DimensionScore) -> bool:
    return any(part.assumed for part in plan.dimensions if part.id == dimension.id)


def _indicator(out: Console, indicator: IndicatorScore) -> None:
    """One line with value and points."""
    mark = "*" if indicator.assumed else ""
    value = "" if indicator.value is None else shown(indicator.value, indicator.shown_as, indicator.digits)
    points = _points(indicator.points) or "未定"
    full = f" / {number(indicator.full)}" if indicator.full is not None else ""
    right = padded(value, 16) if value else ""
    style = "bold yellow" if indicator.points is None else "bold" if indicator.points else "dim"
    name_room = max(out.width - _INDENT - 34, cells(indicator.name) + 2)
    line = Text.assemble(
        "  ", padded(indicator.name + mark, name_room), padded(right, 16), (points, style), full
    )
    out.print(line, soft_wrap=True)


def _reasons(
    card: ScoreCard, indicator: IndicatorScore, role: Role, tables: tuple[TableSeen, ...]
) -> Iterator[str]:
    """Why, from which cells and rows, and by which clause."""
    said = explain_indicator(indicator, card.stage_name, role)
    if said:
        yield said
    for fact in indicator.facts:
        where = f"　← {fact.cell}" if fact.cell is not None else ""
        yield f"{seen(fact)}{where}"
    for table in tables:
        yield str(table)
    if indicator.clause:
        yield f"条款：{indicator.clause}"


def _footnotes(out: Console, plan: Plan, card: ScoreCard) -> None:
    notes = [_ASSUMED.format(park=plan.park)] if card.assumed else []
    if card.provisional:
        notes.append(_PROVISIONAL)
    if notes:
        out.print()
    for note in notes:
        paragraph(out, note, style="yellow")


def _points(points: Decimal | None) -> str:
    return "" if points is None else f"{points:.2f}"


def _known(points: Decimal | None) -> str:
    assert points is not None, "a total is known only if all its parts are"
    return f"{points:.2f}"
