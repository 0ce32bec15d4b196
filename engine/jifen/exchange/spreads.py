"""How points lie in a population: least, greatest, mean and median, of totals and of dimensions by stage."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from attrs import frozen

from jifen.model.decision import ScoreCard


@frozen
class Spread:
    """How values lie: how many, the least, the greatest, the mean and the median."""

    count: int
    least: Decimal
    greatest: Decimal
    mean: Decimal
    median: Decimal


def spread(values: Iterable[Decimal]) -> Spread | None:
    """How values lie; None where there are none."""
    ordered = sorted(values)
    if not ordered:
        return None
    count = len(ordered)
    middle = (ordered[(count - 1) // 2] + ordered[count // 2]) / 2
    return Spread(count, ordered[0], ordered[-1], rounded(sum(ordered, Decimal(0)) / count), rounded(middle))


def rounded(value: Decimal, digits: int = 2) -> Decimal:
    """``value`` at so many decimals, halves up."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def dimension_points(cards: Iterable[ScoreCard]) -> Mapping[str, list[Decimal]]:
    """The known points of each dimension."""
    found: dict[str, list[Decimal]] = {}
    for card in cards:
        for dimension in card.dimensions:
            if dimension.points is not None:
                found.setdefault(dimension.id, []).append(dimension.points)
    return found


Spreads = Mapping[str, Mapping[str, Spread]]
"""By the id of a stage and that of a dimension."""


def stage_spreads(cards: Iterable[ScoreCard]) -> Spreads:
    """How the known points of each dimension lie in each stage."""
    by_stage: dict[str, list[ScoreCard]] = {}
    for card in cards:
        if card.stage is not None:
            by_stage.setdefault(card.stage, []).append(card)
    return {
        stage: {
            name: lies
            for name, points in sorted(dimension_points(own).items())
            if (lies := spread(points)) is not None
        }
        for stage, own in sorted(by_stage.items())
    }


def spreads_to_dict(spreads: Spreads) -> dict[str, Any]:
    """As data for JSON; points are texts, so that no digit is lost."""
    return {
        stage: {
            name: {
                "count": lies.count,
                "least": f"{lies.least:f}",
                "greatest": f"{lies.greatest:f}",
                "mean": f"{lies.mean:f}",
                "median": f"{lies.median:f}",
            }
            for name, lies in own.items()
        }
        for stage, own in spreads.items()
    }


def spreads_from(data: Mapping[str, Any]) -> Spreads:
    """What ``spreads_to_dict`` gave."""
    return {
        stage: {
            name: Spread(
                int(lies["count"]),
                *(Decimal(lies[key]) for key in ("least", "greatest", "mean", "median")),
            )
            for name, lies in own.items()
        }
        for stage, own in data.items()
    }
