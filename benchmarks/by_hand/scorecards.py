"""科技型中小企业评价 and 高新技术企业认定 by hand: whether they are met, None where that is unknown.

Money is in 万元. A condition is True, False or None (unknown); points are None where they are unknown.
"""

from bisect import bisect_right
from collections.abc import Iterable
from decimal import Decimal

from benchmarks.by_hand.record import FIVE, FOUR, HUNDRED, ONE, THREE, TWO, ZERO, Fact, Firm

SHARES = [Decimal(p) for p in (10, 15, 20, 25, 30)]
INTENSITIES = [Decimal(p) for p in (2, 3, 4, 5, 6)]
STAFF_POINTS, RESEARCH_POINTS, SECOND_POINTS = (
    (0, 4, 8, 12, 16, 20),
    (0, 10, 20, 30, 40, 50),
    (0, 6, 12, 18, 24),
)
LARGE_STAFF, LARGE, MEDIUM = Decimal(500), Decimal(20000), Decimal(5000)
GROWTH_EDGES = [Decimal(p) for p in (10, 30, 50, 70)]
"""Twice the mean of two years' growth, in per cent; above zero the lowest band begins."""
GROWTH_MARKS = ((1, 2), (3, 4), (5, 6), (7, 8), (9, 10))
QUANTITIES = [ONE, THREE, FIVE, Decimal(10)]
QUANTITY_MARKS = ((0, 0), (1, 2), (3, 4), (5, 6), (7, 8))
CONVERSIONS = [THREE * n for n in (ONE, TWO, THREE, FOUR, FIVE)]
"""Of three years."""
CONVERSION_MARKS = ((0, 0), (1, 6), (7, 12), (13, 18), (19, 24), (25, 30))
NINE, INTELLECTUAL_CAP, REQUIRED = Decimal(9), Decimal(30), Decimal(70)

Truth = bool | None


def every(*truths: Truth) -> Truth:
    return False if False in truths else None if None in truths else True


def some(*truths: Truth) -> Truth:
    return True if True in truths else None if None in truths else False


def negated(truth: Truth) -> Truth:
    return None if truth is None else not truth


def at_most(fact: Fact, limit: Decimal) -> Truth:
    return fact <= limit if fact.__class__ is Decimal else None


def at_least_share(a: Fact, b: Fact, percent: Decimal) -> Truth:
    """Whether a/b is at least so many per cent; unknown where b is zero."""
    if a.__class__ is Decimal and b.__class__ is Decimal and b:
        return a * HUNDRED >= percent * b
    return None


def banded(a: Fact, b: Fact, percents: list[Decimal], points: tuple[int, ...]) -> int | None:
    """Points by the bands of a/b, in per cent."""
    if a.__class__ is Decimal and b.__class__ is Decimal and b:
        hundredfold = a * HUNDRED
        return points[sum(hundredfold >= percent * b for percent in percents)]
    return None


def technology_sme(firm: Firm) -> Truth:
    now = firm.now
    staff, revenue = now["staff"], now["revenue"]
    size = every(at_most(staff, LARGE_STAFF), at_most(revenue, LARGE), at_most(now["total_assets"], LARGE))
    if size is False:
        return False
    people = banded(now["technical_staff"], staff, SHARES, STAFF_POINTS)
    by_revenue = banded(now["rd_expense"], revenue, INTENSITIES, RESEARCH_POINTS)
    by_costs = banded(now["rd_expense"], now["total_costs"], SHARES, RESEARCH_POINTS)
    first, second = now["class1_ip"], now["class2_ip"]
    total = None
    if None not in (people, by_revenue, by_costs) and first.__class__ is second.__class__ is Decimal:
        rights = max(30 if first >= ONE else 0, SECOND_POINTS[max(0, min(int(second), 4))])
        total = people + max(by_revenue, by_costs) + rights  # type: ignore[operator, type-var]
    return every(size, None if total is None else total >= 60, None if people is None else people > 0)


def mark_within(mark: Fact, low: int, high: int) -> Fact:
    """The mark where judges may give it, else none."""
    return mark if mark.__class__ is Decimal and low <= mark <= high else None


def added(facts: Iterable[Fact]) -> Fact:
    total = ZERO
    for fact in facts:
        if fact.__class__ is not Decimal:
            return None
        total += fact
    return total


def twice_mean_growth(now: Fact, last: Fact, before: Fact) -> tuple[Decimal, Decimal] | None:
    """The growth of two years added, as a fraction; None from a base of zero or less."""
    if not (now.__class__ is last.__class__ is before.__class__ is Decimal) or last <= ZERO or before <= ZERO:
        return None
    return (now - last) * before + (last - before) * last, last * before


def growth_mark(firm: Firm, field: str, mark: Fact) -> Fact:
    growth = twice_mean_growth(firm.now[field], firm.last[field], firm.before_last[field])
    if growth is None:
        return None
    above, below = growth
    if above <= ZERO:
        return mark_within(mark, 0, 0)
    return mark_within(mark, *GROWTH_MARKS[sum(above * HUNDRED >= edge * below for edge in GROWTH_EDGES)])


def research_gate(firm: Firm) -> Truth:
    """近三年研发费用占同期销售收入的比例, by the size of this year's sales."""
    years = (firm.now, firm.last, firm.before_last)
    spent, sold = (added(year[field] for year in years) for field in ("rd_expense_audited", "revenue"))
    revenue = firm.now["revenue"]
    if revenue.__class__ is Decimal:
        required = FIVE if revenue <= MEDIUM else FOUR if revenue <= LARGE else THREE
        return at_least_share(spent, sold, required)
    reached = [at_least_share(spent, sold, required) for required in (FIVE, FOUR, THREE)]
    return False if reached == [False, False, False] else None


def high_tech_enterprise(firm: Firm) -> Truth:
    gate = research_gate(firm)
    if gate is False:
        return False
    now = firm.now
    first, second, own = now["class1_ip"], now["class2_ip"], now["own_ip"]
    quantity = origin = None
    if first.__class__ is second.__class__ is Decimal:
        value = max(min(first, ONE) * 10, min(second, NINE))
        marks = QUANTITY_MARKS[bisect_right(QUANTITIES, value)]
        quantity = mark_within(now["mark_ip_quantity"], *marks)
        if own.__class__ is Decimal:
            value = max(min(own, ONE) * 2, min(first + second, ONE))
            most = (0, 0) if value < ONE else (1, 6 if value >= TWO else 3)
            origin = mark_within(now["mark_ip_origin"], *most)
    rights = added(
        (
            mark_within(now["mark_technical_advance"], 0, 8),
            mark_within(now["mark_core_support"], 0, 8),
            quantity,
            origin,
            mark_within(now["mark_standards"], 0, 2),
        )
    )
    converted = added(year["conversions"] for year in (now, firm.last, firm.before_last))
    conversion = None
    if converted is not None:
        marks = CONVERSION_MARKS[bisect_right(CONVERSIONS, converted)]
        conversion = mark_within(now["mark_conversion"], *marks)
    total = added(
        (
            None if rights is None else min(rights, INTELLECTUAL_CAP),
            conversion,
            mark_within(now["mark_rd_system"], 0, 6),
            mark_within(now["mark_rd_institute"], 0, 6),
            mark_within(now["mark_conversion_system"], 0, 4),
            mark_within(now["mark_talent_system"], 0, 4),
            growth_mark(firm, "net_assets", now["mark_net_asset_growth"]),
            growth_mark(firm, "revenue", now["mark_sales_growth"]),
        )
    )
    return every(gate, None if total is None else total > REQUIRED)
