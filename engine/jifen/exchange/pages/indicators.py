"""The indicators of a score card: value, points, reasons, source cells, what would bring the next points."""

from collections.abc import Iterator, Mapping, Sequence

from jifen.evaluation.gains import Gain
from jifen.exchange.pages import wording
from jifen.exchange.pages.markup import Html, el, lines
from jifen.explain import TableSeen, explain_gain, explain_indicator, explain_missing, seen, shown
from jifen.explain.values import number
from jifen.model.decision import IndicatorScore, Role, ScoreCard
from jifen.model.park import Park
from jifen.plan.graph import Plan


def indicators_section(
    park: Park,
    plan: Plan,
    card: ScoreCard,
    tables: Mapping[str, tuple[TableSeen, ...]],
    gains: Sequence[Gain],
) -> Iterator[Html]:
    """Every indicator under its dimension."""
    keys = {indicator.id: indicator.assumed for indicator in park.indicators}
    for dimension in card.dimensions:
        points = wording.NOT_KNOWN if dimension.points is None else f"{dimension.points:.2f}"
        yield el("h2", f"{wording.INDICATORS}：{dimension.name}　{points}")
        for one in card.indicators:
            if one.dimension == dimension.id:
                own = [gain for gain in gains if gain.indicator == one.id]
                said = _said(plan, card, one, dimension.role, tables[one.id], own)
                yield _indicator(one, [*said, *_assumed(one, keys.get(one.id, ()))])


def _indicator(one: IndicatorScore, said: Sequence[Html]) -> Html:
    points = wording.NOT_KNOWN if one.points is None else f"{one.points:.2f}"
    full = "" if one.full is None else wording.POINTS_OF.format(full=number(one.full))
    value = "" if one.value is None else shown(one.value, one.shown_as, one.digits)
    head = el(
        "div",
        el("h3", one.name + ("*" if one.assumed else "")),
        el("span", wording.VALUE.format(value=value) if value else "", class_="value"),
        el("span", points, el("small", full), class_="points"),
        class_="head",
    )
    state = " open" if one.points is None else "" if one.points else " none"
    return el("div", Html("\n"), lines([head, *said]), Html("\n"), class_=f"indicator{state}")


def _said(
    plan: Plan,
    card: ScoreCard,
    one: IndicatorScore,
    role: Role,
    tables: Sequence[TableSeen],
    gains: Sequence[Gain],
) -> Iterator[Html]:
    """Why, from which cells and rows, by which clause, and what comes next."""
    reason = explain_indicator(one, card.stage_name, role)
    if reason:
        yield el("p", reason)
    for fact in one.facts:
        told = seen(fact)
        said = told if fact.cell is None else wording.SOURCE.format(fact=told, cell=fact.cell)
        yield el("p", said, class_="source")
    for table in tables:
        yield el("p", str(table), class_="source")
    if one.clause:
        yield el("p", wording.CLAUSE.format(clause=one.clause), class_="source")
    missing = explain_missing(one)
    if missing:
        yield el("p", missing, class_="missing")
    for gain in gains:
        yield el("p", wording.NEXT_STEP.format(said=explain_gain(gain, one, plan, role)), class_="next")
    if not gains and one.full is not None and one.points == one.full and role != "deduction":
        yield el("p", wording.TOP, class_="source")


def _assumed(one: IndicatorScore, keys: Sequence[str]) -> Iterator[Html]:
    """What of the indicator no source gives (S27)."""
    if keys:
        yield el("p", wording.ASSUMED_KEYS.format(keys=keys_said(keys)), class_="source")
    elif one.assumed:
        yield el("p", wording.ASSUMED_BELOW, class_="source")


def keys_said(keys: Sequence[str]) -> str:
    """Keys of a table as people call them."""
    return wording.BETWEEN.join(wording.KEYS.get(key, key) for key in keys)
