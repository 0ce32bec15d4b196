"""The dimensions of a score card: drawn, and as a table, against the median of the stage."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from jifen.exchange.pages import wording
from jifen.exchange.pages.charts import LEAST_AXES, Axis, bars, radar
from jifen.exchange.pages.markup import Html, el, lines, table
from jifen.exchange.spreads import Spread, Spreads
from jifen.explain import full_of
from jifen.model.decision import DimensionScore, ScoreCard
from jifen.plan.graph import Plan


def dimensions_section(plan: Plan, card: ScoreCard, spreads: Spreads | None) -> Iterator[Html]:
    """Bars, a radar and a table of the dimensions."""
    lies = {} if spreads is None or card.stage is None else spreads.get(card.stage, {})
    full = {one.id: full_of(plan, card, one) for one in card.dimensions}
    axes = [_axis(one, full[one.id], lies.get(one.id)) for one in card.dimensions]
    star = [axis for axis in axes if not axis.taken]
    yield el("h2", wording.DIMENSIONS)
    drawn = [bars(axes, wording.BARS)]
    if len(star) >= LEAST_AXES:
        drawn.append(radar(star, wording.RADAR))
    yield el("div", lines(drawn), class_="charts")
    for said in _said(card, spreads, lies, few=len(star) < LEAST_AXES):
        yield el("p", said, class_="note")
    assumed = {part.id for part in plan.dimensions if part.assumed}
    rows = [_row(one, full[one.id], lies.get(one.id), one.id in assumed) for one in card.dimensions]
    yield table(wording.DIMENSION_HEADINGS, rows, "tcnnnn")


def _axis(one: DimensionScore, full: Decimal | None, lies: Spread | None) -> Axis:
    """What is drawn of a dimension; it ends at its full marks, or else at the most that anybody has."""
    end = full
    if end is None:
        end = max(one.so_far, lies.greatest if lies is not None else Decimal(0))
    points = f"{one.so_far:.2f}"
    if one.points is None:
        points = wording.KNOWN_SO_FAR.format(points=points)
    label = points
    if full is not None:
        label = wording.OF_FULL.format(points=points, full=f"{full.normalize():f}")
    return Axis(
        one.name,
        one.so_far,
        end,
        None if lies is None else lies.median,
        label,
        taken=one.role == "deduction",
    )


def _said(
    card: ScoreCard, spreads: Spreads | None, lies: Mapping[str, Spread], *, few: bool
) -> Iterator[str]:
    """How the drawings are to be read, and what is not drawn."""
    if lies:
        counts = wording.BETWEEN.join(
            wording.KEY_COUNT.format(name=one.name, count=f"{lies[one.id].count:,}")
            for one in card.dimensions
            if one.id in lies
        )
        yield wording.KEY.format(stage=card.stage_name, counts=counts)
    else:
        yield wording.KEY_ALONE + wording.NO_COMPARISON.format(reason=_reason(card, spreads))
    yield wording.SCALES
    if few:
        yield wording.FEW_AXES


def _reason(card: ScoreCard, spreads: Spreads | None) -> str:
    if card.stage is None:
        return wording.NO_STAGE
    return wording.NO_COHORT if spreads is None else wording.NO_MEMBERS


def _row(one: DimensionScore, full: Decimal | None, lies: Spread | None, assumed: bool) -> Sequence[str]:
    points = f"{one.points:.2f}" if one.points is not None else wording.NOT_KNOWN
    difference = None if one.points is None or lies is None else one.points - lies.median
    return (
        f"{one.name}*" if assumed else one.name,
        wording.ROLES[one.role],
        points,
        "—" if one.role == "deduction" else wording.OPEN_ENDED if full is None else f"{full:.2f}",
        "—" if lies is None else f"{lies.median:.2f}",
        "—" if difference is None else f"{difference:+.2f}" if difference else f"{difference:.2f}",
    )
