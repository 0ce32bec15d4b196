"""The cases of a kind checked: bands that tile or overlap, places of a rank, options of a choice."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from jifen.language.diagnostics import Diagnostics, nearest
from jifen.language.intervals import check_bands, check_interval
from jifen.model.expression import Interval
from jifen.model.indicator import Absent, Choice, Ranked
from jifen.model.place import Places, Written
from jifen.model.quantity import Scale, Unit
from jifen.model.terms import Field
from jifen.plan.nodes import Edge


def tiled(pairs: list[tuple[Interval, int]]) -> tuple[tuple[Edge, ...], tuple[int, ...]]:
    """Edges of intervals that tile the line, ascending, and which interval each band is."""
    ordered = sorted(
        pairs, key=lambda pair: (pair[0].low is not None, pair[0].low or 0, not pair[0].low_closed)
    )
    edges = tuple(
        Edge(interval.low, interval.low_closed) for interval, _ in ordered if interval.low is not None
    )
    return edges, tuple(position for _, position in ordered)


def most_reached(bands: list[tuple[Interval, Fraction]], hit: str) -> Fraction:
    """The highest marks that a value can reach where bands may overlap: tried on and between all edges."""
    bounds = (bound for interval, _ in bands for bound in (interval.low, interval.high))
    edges = sorted({bound for bound in bounds if bound is not None})
    between = [(one + other) / 2 for one, other in pairwise(edges)]
    ends = [edges[0] - 1, edges[-1] + 1]
    reached = []
    for value in (*edges, *between, *ends):
        hits = [points for interval, points in bands if interval.holds(value)]
        reached.append({"first": sum(hits[:1]), "highest": max(hits, default=0), "sum": sum(hits)}[hit])
    return max(Fraction(points) for points in reached)


def intervals(
    written: list[Written], unit: Unit, scale: Scale | None, diagnostics: Diagnostics
) -> list[Interval] | None:
    """The intervals of bands, with edges as figures of the unit are written; None when something was
    reported.
    """
    checked = [check_interval(each, diagnostics, unit=unit, scale=scale) for each in written]
    known = [interval for interval in checked if interval is not None]
    return known if len(known) == len(checked) else None


def tile(written: list[Written], bands: list[Interval], diagnostics: Diagnostics) -> bool:
    """Whether bands cover every number exactly once; gaps and overlaps are reported."""
    return check_bands(list(zip(written, bands, strict=True)), diagnostics)


def check_places(scoring: Ranked, bands: list[Interval], diagnostics: Diagnostics) -> None:
    """Edges of places are whole ranks from 1, or shares of the members up to all of them."""
    for band, interval in zip(scoring.bands, bands, strict=True):
        edges = [edge for edge in (interval.low, interval.high) if edge is not None]
        if scoring.by == "rank":
            right = all(edge.denominator == 1 and edge >= 1 for edge in edges)
            expected, example = "从 1 起的整数名次", "<= 10"
        else:
            right = all(0 <= edge <= 1 for edge in edges)
            expected, example = "0% 到 100% 之间的百分位", "<= 10%"
        if not right:
            place, written = band.within.place, band.within.text
            diagnostics.report("J524", place, written=written, expected=expected, example=example)


def check_options(
    scoring: Choice, field: Field | None, absent: Decimal | Absent | None, diagnostics: Diagnostics
) -> None:
    """The options are those that the field can take: no other, and all unless others have declared points."""
    if field is None or not field.options:
        return
    check_labels(scoring.options, field, scoring.places, ("options",), diagnostics)
    lacking = [label for label in field.options if label not in scoring.options]
    others = absent.undefined if isinstance(absent, Absent) else absent
    if lacking and others is None:
        place = scoring.places.key("options")
        diagnostics.report("J523", place, field=field.name, lacking="、".join(lacking))


def check_labels(
    labels: Iterable[str], field: Field | None, places: Places, key: tuple[str, ...], diagnostics: Diagnostics
) -> None:
    """Report labels that a field with declared options cannot have."""
    for label in labels:
        if field is not None and field.options and label not in field.options:
            diagnostics.report(
                "J522",
                places.key(*key, label),
                option=label,
                field=field.name,
                near=nearest(label, field.options),
                options="、".join(field.options),
            )
