"""技术创新 by hand: 20 indicators."""

from bisect import bisect_right
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from benchmarks.by_hand.record import (
    CENT,
    EIGHT,
    FIFTH,
    FIVE,
    FOUR,
    HALF,
    HUNDREDTH,
    NOT_APPLICABLE,
    ONE,
    SIX,
    THREE,
    TWO,
    ZERO,
    Cohort,
    Fact,
    Firm,
    Points,
    count_up_to,
    index,
    of_stage,
    per_head,
    share,
    weighted,
)

RD_EXPENSE = weighted("10 8 6 4 0", 10, "4 4 4 4 4")[0]
RD_EXPENSE_GROWTH = weighted("10 8 6 4 2 0", 10, "4 4 3 3 3")
RD_INTENSITY = weighted("50 40 30 20 10 0", 50, "6 5 5 4 4")
TECHNICAL_STAFF_SHARE = weighted("20 16 12 8 4 0", 20, "4 4 3 3 3")
RD_EXPENSE_PER_RESEARCHER = of_stage("2 2 2 3 3")
RD_INPUT_LEVEL = of_stage("3 3 2 2 2")
PATENTS_PER_100_RESEARCHERS = of_stage("2 2 3 3 3")
HIGH_VALUE_PATENT_SHARE = of_stage("2 2 2 3 3")

GROWTH_OF_RD_150, GROWTH_OF_RD_130, GROWTH_OF_RD_120, GROWTH_OF_RD_110 = (
    Decimal("1.5"),
    Decimal("1.3"),
    Decimal("1.2"),
    Decimal("1.1"),
)
INTENSITY_6, INTENSITY_5, INTENSITY_4, INTENSITY_3, INTENSITY_2 = (Decimal(n) / 100 for n in (6, 5, 4, 3, 2))
STAFF_30, STAFF_25, STAFF_20, STAFF_15, STAFF_10 = (Decimal(n) / 100 for n in (30, 25, 20, 15, 10))
# 近两年平均增长率 t: the two quotients now/then add up to 2 + 2t
SHARE_50, SHARE_30, SHARE_10, SHARE_6 = (Decimal(n) / 100 for n in (50, 30, 10, 6))


def rd_expense(expense: Fact, stage: int | None, cohort: Cohort) -> Points:
    if expense.__class__ is not Decimal or stage is None:
        return None
    values = cohort.rd_expense[stage]
    members = len(values)
    rank = members - bisect_right(values, expense.quantize(CENT, ROUND_HALF_UP)) + 1
    if rank * 20 <= members:
        return RD_EXPENSE[0]
    if rank * 10 <= members:
        return RD_EXPENSE[1]
    if rank * 5 <= members:
        return RD_EXPENSE[2]
    return RD_EXPENSE[3] if rank * 2 <= members else RD_EXPENSE[4]


def rd_expense_growth(expense: Fact, then: Fact, bands: list[Decimal]) -> Points:
    if expense.__class__ is not Decimal or then.__class__ is not Decimal:
        return None if expense is None or then is None else ZERO
    if then <= ZERO:
        return ZERO
    if expense < then:
        return bands[5]
    if expense >= then * GROWTH_OF_RD_150:
        return bands[0]
    if expense >= then * GROWTH_OF_RD_130:
        return bands[1]
    if expense >= then * GROWTH_OF_RD_120:
        return bands[2]
    return bands[3] if expense >= then * GROWTH_OF_RD_110 else bands[4]


def rd_intensity(expense: Fact, revenue: Fact, bands: list[Decimal]) -> Points:
    if expense.__class__ is not Decimal or revenue.__class__ is not Decimal:
        return None
    if revenue <= ZERO:
        return ZERO
    if expense >= revenue * INTENSITY_6:
        return bands[0]
    if expense >= revenue * INTENSITY_5:
        return bands[1]
    if expense >= revenue * INTENSITY_4:
        return bands[2]
    if expense >= revenue * INTENSITY_3:
        return bands[3]
    return bands[4] if expense >= revenue * INTENSITY_2 else bands[5]


def technical_staff_share(technicians: Fact, staff: Fact, bands: list[Decimal]) -> Points:
    if technicians.__class__ is not Decimal or staff.__class__ is not Decimal:
        return None
    if staff <= ZERO:
        return ZERO
    if technicians >= staff * STAFF_30:
        return bands[0]
    if technicians >= staff * STAFF_25:
        return bands[1]
    if technicians >= staff * STAFF_20:
        return bands[2]
    if technicians >= staff * STAFF_15:
        return bands[3]
    return bands[4] if technicians >= staff * STAFF_10 else bands[5]


def technology(firm: Firm, stage: int | None, cohort: Cohort, sold: Points) -> tuple[Points, ...]:
    now = firm.now
    own = stage or 0
    expense, revenue, staff, researchers = now["rd_expense"], now["revenue"], now["staff"], now["rd_staff"]
    applications, pct = now["invention_applications"], now["pct_applications"]
    patents, valuable = now["invention_patents"], now["high_value_patents"]

    if sold is not None:
        sold = (sold * HUNDREDTH).quantize(CENT, ROUND_HALF_UP) if sold > ZERO else ZERO

    per_researcher: Points = None
    if stage is not None and expense.__class__ is Decimal and researchers.__class__ is Decimal:
        spending = per_head(expense, researchers)
        per_researcher = ZERO
        if spending is not None:
            full = RD_EXPENSE_PER_RESEARCHER[stage]
            per_researcher = index(spending, cohort.rd_expense_per_researcher[stage], full)

    rd_input_level = share(expense, revenue, SHARE_6, RD_INPUT_LEVEL[own])
    by_costs = share(expense, now["total_costs"], SHARE_30, RD_INPUT_LEVEL[own])
    if rd_input_level is None or by_costs is None:
        rd_input_level = None
    elif by_costs > rd_input_level:
        rd_input_level = by_costs

    high_value_patent_share = share(valuable, patents, SHARE_50, HIGH_VALUE_PATENT_SHARE[own])
    if high_value_patent_share is None and (valuable is None or patents is None):
        high_value_patent_share = ZERO

    cooperation = now["rd_cooperation"]
    rd_cooperation_share = share(cooperation, expense, SHARE_10, TWO)
    if rd_cooperation_share is None and (cooperation is None or expense is None):
        rd_cooperation_share = ZERO

    return (
        rd_expense(expense, stage, cohort),
        rd_expense_growth(expense, firm.last["rd_expense"], RD_EXPENSE_GROWTH[own]),
        rd_intensity(expense, revenue, RD_INTENSITY[own]),
        technical_staff_share(now["technical_staff"], staff, TECHNICAL_STAFF_SHARE[own]),
        applications if applications.__class__ is Decimal else None,
        pct * TWO if pct.__class__ is Decimal else ZERO if pct is None else None,
        sold,
        None if patents is None else count_up_to(patents, HALF, FIVE),
        share(researchers, staff, SHARE_30, THREE),
        per_researcher,
        rd_input_level,
        share(patents, researchers, FIFTH, PATENTS_PER_100_RESEARCHERS[own]),
        count_up_to(now["invention_grants"], ONE, FIVE),
        count_up_to(now["utility_model_grants"], FIFTH, TWO),
        count_up_to(now["software_copyrights"], FIFTH, THREE),
        high_value_patent_share,
        standards(now),
        rd_management(now),
        rd_cooperation_share,
        core_ip_review(patents, now["core_ip_mark"]),
    )


def standards(now: Mapping[str, Fact]) -> Points:
    points = ZERO
    for made in (now["international_standards"], now["national_standards"], now["industry_standards"]):
        if made.__class__ is Decimal:
            if made >= ONE:
                points += THREE
        elif made is not None:
            return None
    if points > FIVE:
        return FIVE
    return points


def rd_management(now: Mapping[str, Fact]) -> Points:
    points = ZERO
    for held in (now["rd_reserve"], now["rd_ledger"], now["ip_management"], now["quality_management"]):
        if held is True:
            points += THREE
        elif held is NOT_APPLICABLE:
            return None
    if points > FIVE:
        return FIVE
    return points


def core_ip_review(patents: Fact, mark: Fact) -> Points:
    """The experts' mark, weight 4 of 8, where it lies in the range that the number of patents allows."""
    if patents is None:
        return ZERO
    if patents is NOT_APPLICABLE:
        return None
    if mark.__class__ is not Decimal:
        return ZERO if mark is None else None
    if patents >= FIVE:
        low, high = Decimal(7), EIGHT
    elif patents >= THREE:
        low, high = FIVE, SIX
    elif patents >= ONE:
        low, high = THREE, FOUR
    else:
        low, high = ZERO, TWO
    return mark * HALF if low <= mark <= high else None
