"""What the hand-written loop reads, and what its pieces share: records, figures, small sums."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, NamedTuple

EXACT = Context(prec=40)

FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2020, 12, 31)
FIRST_OF_TWO_YEARS, FIRST_OF_THREE_YEARS = date(2019, 1, 1), date(2018, 1, 1)


class NotApplicable:
    """A fact that cannot be there: the enterprise was founded later, or the roster says 不适用."""


NOT_APPLICABLE = NotApplicable()
Fact = Any
Points = Decimal | None
Row = Mapping[str, Any]


@dataclass(slots=True)
class Firm:
    """One enterprise: facts of three years by field, rows by table, and which tables are complete."""

    code: str
    founded: date | None
    now: Mapping[str, Fact]
    last: Mapping[str, Fact]
    before_last: Mapping[str, Fact]
    contracts: Sequence[Row]
    projects: Sequence[Row]
    platforms: Sequence[Row]
    awards: Sequence[Row]
    investments: Sequence[Row]
    activities: Sequence[Row]
    qualifications: Sequence[Row]
    events: Sequence[Row]
    complete: frozenset[str]


@dataclass(slots=True)
class Cohort:
    """The population's values: sorted or summed by stage for ranks and means, and sorted for the boards."""

    rd_expense: list[list[Decimal]]
    high_tech_revenue: list[list[Decimal]]
    taxes_paid: list[list[Decimal]]
    revenue: list[tuple[Decimal, int]]
    rd_tax_relief: list[tuple[Decimal, int]]
    revenue_per_head: list[tuple[Decimal, int]]
    rd_expense_per_researcher: list[tuple[Decimal, int]]
    totals_of_stage: list[list[Decimal]]
    totals: list[tuple[Decimal, Decimal, Decimal]]
    technology: list[Decimal]


class Score(NamedTuple):
    stage: int | None
    points: dict[str, Points]
    dimensions: tuple[Points, Points, Points, Points]
    base: Points
    bonus: Points
    deductions: Points
    total: Points
    standings: list[tuple[str, int, int]]
    """Board, rank and number of members."""


CENT = Decimal("0.01")
ZERO, HALF, ONE, TWO, THREE, FOUR, FIVE, SIX = (
    Decimal(0),
    Decimal("0.5"),
    Decimal(1),
    Decimal(2),
    Decimal(3),
    Decimal(4),
    Decimal(5),
    Decimal(6),
)
EIGHT, TEN, TWELVE, TWENTY, FORTY, HUNDRED, THOUSAND = (
    Decimal(8),
    Decimal(10),
    Decimal(12),
    Decimal(20),
    Decimal(40),
    Decimal(100),
    Decimal(1000),
)
FIFTH, FIFTIETH, HUNDREDTH = Decimal("0.2"), Decimal("0.02"), Decimal("0.01")

INDEX = Decimal("1.5")

# 成长阶段: 初创期, 机会成长期, 系统成长期, 战略成长期, 成熟期
STAGES = ("startup", "opportunity", "systematic", "strategic", "mature")
STAGE_FLOORS = [Decimal(50), Decimal(500), Decimal(2000), Decimal(10000)]


def weighted(points: str, full: int, weights: str) -> list[list[Decimal]]:
    """Points of bands by stage, scaled to the stage's weight, rounded to 2 digits."""
    return [
        [(Decimal(p) * Decimal(w) / full).quantize(CENT, ROUND_HALF_UP) for p in points.split()]
        for w in weights.split()
    ]


def of_stage(weights: str) -> list[Decimal]:
    return [Decimal(w) for w in weights.split()]


def stage_of(firm: Firm) -> int | None:
    revenue = firm.now["revenue"]
    return bisect_right(STAGE_FLOORS, revenue) if revenue.__class__ is Decimal else None


def share(a: Fact, b: Fact, reference: Decimal, full: Decimal) -> Points:
    """``full`` points where a/b has reached the reference, in proportion below; none where b is zero."""
    if a.__class__ is Decimal and b.__class__ is Decimal:
        if b <= ZERO or a <= ZERO:
            return ZERO
        least = b * reference
        return full if a >= least else (full * a / least).quantize(CENT, ROUND_HALF_UP)
    return None


def index(value: Decimal, mean: tuple[Decimal, int], full: Decimal) -> Decimal:
    """``full`` points at 1.5 times the mean, in proportion below."""
    added, members = mean
    if added <= ZERO or value <= ZERO:
        return ZERO
    mine, least = value * members, added * INDEX
    return full if mine >= least else (full * mine / least).quantize(CENT, ROUND_HALF_UP)


def count_up_to(count: Fact, each: Decimal, cap: Decimal) -> Points:
    """Points for each, up to a cap; none where nothing was told."""
    if count.__class__ is Decimal:
        points = count * each
        if points > cap:
            return cap
        return points
    return ZERO if count is None else None


def per_head(money: Fact, heads: Fact) -> Decimal | None:
    """万元/人 at 2 digits."""
    if money.__class__ is Decimal and heads.__class__ is Decimal and heads > ZERO:
        return (money / heads).quantize(CENT, ROUND_HALF_UP)
    return None


def count_with_gaps(
    rows: Iterable[Row], day_column: str, column: str, wanted: Iterable[str], first: date
) -> int | None:
    """How many rows with one of these texts since a day; None where a row that may be one leaves it open."""
    count = 0
    for row in rows:
        text, day = row[column], row[day_column]
        if (text is not None and text not in wanted) or (day is not None and not first <= day <= LAST_DAY):
            continue
        if text is None or day is None:
            return None
        count += 1
    return count


def up_to(count: int | None, each: int, cap: int) -> Points:
    return None if count is None else Decimal(min(count * each, cap))
