"""The national scorecards as any park opens them, and short ways to ask them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from jifen.interfaces.park import ScoringPark, Told, open_park
from jifen.model.decision import Assessment

PARKS = Path(__file__).parents[1] / "parks"
YEAR, DAY = "2023", date(2023, 12, 31)
Facts = Mapping[str, Told]
Rows = Mapping[str, Sequence[Mapping[str, Told]]]

Edge = tuple[str, int, int, int]
"""An edge as the source writes it, and the points 0.01 below it, on it, 0.01 above it."""


@cache
def park(park_id: str = "binjiang") -> ScoringPark:
    """A park that brings no scorecards of its own; ``province`` fills the slot of 专精特新."""
    return open_park(park_id, plugins=[PARKS / "stages", PARKS / "slots"])


def assess(
    scorecard: str,
    facts: Facts,
    *,
    before: Facts | None = None,
    long_before: Facts | None = None,
    tables: Rows | None = None,
    day: date = DAY,
    complete_to: date | None = DAY,
    park_id: str = "binjiang",
    reasons: bool = False,
) -> Assessment:
    """By facts of the year, and of one and two years before; tables are complete unless told otherwise."""
    years = {YEAR: facts, "2022": before or {}, "2021": long_before or {}}
    opened = park(park_id)
    enterprise = opened.enterprise("甲", "甲公司", facts=years, tables=tables, complete_to=complete_to)
    return opened.assess(enterprise, scorecard, period=YEAR, as_of=day, reasons=reasons)


def percent(over: str, under: str, **others: Told) -> Callable[[Decimal], Facts]:
    """Facts of which the first is so many per cent of the second."""
    return lambda value: {over: str(value * 100), under: 10000, **others}


def amount(name: str, **others: Told) -> Callable[[Decimal], Facts]:
    return lambda value: {name: str(value), **others}


def around(edge: str) -> tuple[Decimal, Decimal, Decimal]:
    """0.01 below an edge, the edge, 0.01 above it."""
    at, step = Decimal(edge), Decimal("0.01")
    return at - step, at, at + step


def points_around(
    scorecard: str, indicator: str, facts: Callable[[Decimal], Facts], edge: str, **given: Facts
) -> list[Decimal | None]:
    return [assess(scorecard, facts(value), **given).points[indicator] for value in around(edge)]
