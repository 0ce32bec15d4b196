"""A score card as a page: what was given, why, what it rests on, and what would bring the next points."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from attrs import field, frozen

from jifen import __version__
from jifen.evaluation.gains import Gain
from jifen.exchange.pages import wording
from jifen.exchange.pages.dimensions import dimensions_section
from jifen.exchange.pages.indicators import indicators_section, keys_said
from jifen.exchange.pages.markup import Html, el, joined, lines, page, table
from jifen.exchange.runs import UNSTAGED, is_decided
from jifen.exchange.spreads import Spreads
from jifen.explain import TableSeen, explain_gain, lacking_names
from jifen.loading.provenance import figures
from jifen.model.decision import ScoreCard, Standing
from jifen.model.park import Park
from jifen.model.period import Period
from jifen.plan.graph import Plan

_MOST_NEXT = 8


@frozen
class CardShown:
    """A card with all that its page shows besides. ``spreads`` is None where there is no run to compare
    with.
    """

    park: Park = field(repr=False)
    plan: Plan = field(repr=False)
    card: ScoreCard
    tables: Mapping[str, tuple[TableSeen, ...]] = field(repr=False)
    gains: tuple[Gain, ...] = field(repr=False)
    spreads: Spreads | None = field(repr=False)
    sample: bool


def card_page(shown: CardShown) -> str:
    """The page of a score card; the same card gives the same text."""
    card = shown.card
    title = wording.TITLE.format(name=card.name)
    body = [
        *_heading(shown, title),
        _tiles(card),
        *dimensions_section(shown.plan, card, shown.spreads),
        *_next(shown),
        *indicators_section(shown.park, shown.plan, card, shown.tables, shown.gains),
        *_assumed(shown),
        _footer(shown.plan),
    ]
    return page(title, body)


def _heading(shown: CardShown, title: str) -> Iterator[Html]:
    plan, card = shown.plan, shown.card
    yield el("h1", title)
    about = wording.ABOUT.format(
        park=plan.name,
        period=Period.parse(card.period).label,
        stage=card.stage_name or UNSTAGED,
        as_of=card.as_of.isoformat(),
        code=card.code,
    )
    yield el("p", about, class_="about")
    yield el("p", wording.SCHEME.format(scheme=plan.scheme), class_="about")
    if not is_decided(card):
        names = wording.BETWEEN.join(lacking_names(plan, card))
        yield el("p", wording.LACKING.format(names=names), class_="warning")
    told = ((shown.sample, wording.SAMPLE), (card.assumed, wording.ASSUMED))
    for applies, said in (*told, (card.provisional, wording.PROVISIONAL)):
        if applies:
            yield el("p", said, class_="warning")


def _tiles(card: ScoreCard) -> Html:
    """The key figures side by side."""
    known = card.total is not None
    total = _tile(
        _points(card.total),
        wording.TOTAL if known else wording.SO_FAR.format(points=f"{card.so_far:.2f}"),
        "tile" if known else "tile open",
    )
    parts = [
        _tile(_points(points), name)
        for points, name in (
            (card.base, wording.BASE),
            (card.bonus, wording.BONUS),
            (card.deductions, wording.DEDUCTIONS),
        )
    ]
    standings = el("div", lines(map(_standing, card.standings)), class_="tiles")
    return lines(
        [el("div", lines([total, *parts]), class_="tiles"), *([standings] if card.standings else [])]
    )


def _standing(standing: Standing) -> Html:
    said = wording.STANDING.format(
        group=standing.group,
        name=standing.name,
        members=f"{standing.members:,}",
        listed=wording.LISTED if standing.listed else "",
    )
    return _tile(wording.RANK.format(rank=f"{standing.rank:,}"), said)


def _tile(figure: str, label: str, class_: str = "tile") -> Html:
    return el("div", el("b", figure), el("span", label), class_=class_)


def _points(points: Decimal | None) -> str:
    return wording.NOT_KNOWN if points is None else f"{points:.2f}"


def _next(shown: CardShown) -> Iterator[Html]:
    """The changes that bring most, each by itself."""
    plan, card = shown.plan, shown.card
    by_id = {indicator.id: indicator for indicator in card.indicators}
    roles = {dimension.id: dimension.role for dimension in card.dimensions}
    yield el("h2", wording.NEXT)
    if not shown.gains:
        yield el("p", wording.NEXT_NONE, class_="note")
        return
    nearest: dict[str, Gain] = {}
    for gain in sorted(shown.gains, key=lambda gain: gain.more):
        nearest.setdefault(gain.indicator, gain)
    most = sorted(nearest.values(), key=lambda gain: -gain.more)[:_MOST_NEXT]
    yield el("p", wording.NEXT_NOTE.format(count=len(most)), class_="note")
    rows = [
        (
            by_id[gain.indicator].name,
            explain_gain(gain, by_id[gain.indicator], plan, roles[by_id[gain.indicator].dimension]),
            f"{gain.more:.2f}",
            wording.TOTAL_SAME
            if gain.total is not None and gain.total == card.total
            else _points(gain.total),
        )
        for gain in most
    ]
    yield table(wording.NEXT_HEADINGS, rows, "ttnn")


def _assumed(shown: CardShown) -> Iterator[Html]:
    """Which of the figures that the card rests on no source gives (S27)."""
    if not shown.card.assumed:
        return
    stages = shown.park.stages
    parts = [
        *((f"{wording.DIMENSION}：{part.name}", part.assumed) for part in shown.park.dimensions),
        (wording.STAGE_VALUE, stages.assumed),
        *((f"{wording.STAGE}：{stage.name}", stage.assumed) for stage in stages.stages),
    ]
    rows = [(name, keys_said(keys)) for name, keys in parts if keys]
    count = sum(figure.status == "assumed" for figure in figures(shown.park))
    yield el("h2", wording.ASSUMED_SECTION)
    yield el("p", wording.ASSUMED_NOTE.format(count=f"{count:,}", park=shown.plan.park), class_="note")
    if rows:
        yield table(wording.ASSUMED_HEADINGS, rows, "tt")


def _footer(plan: Plan) -> Html:
    said = wording.BASIS.format(
        park=plan.name, version=plan.version, digest=plan.digest[:12], program=__version__
    )
    return el("footer", joined([said]))
