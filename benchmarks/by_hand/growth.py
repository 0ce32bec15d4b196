"""成长经营 by hand: 18 indicators."""

from bisect import bisect_right
from decimal import ROUND_HALF_UP, Decimal

from benchmarks.by_hand.record import (
    CENT,
    FOUR,
    HUNDRED,
    TEN,
    THOUSAND,
    THREE,
    TWO,
    ZERO,
    Cohort,
    Fact,
    Firm,
    Points,
    index,
    of_stage,
    per_head,
    share,
    weighted,
)

HIGH_TECH_REVENUE = weighted("10 7 4 0", 10, "3 3 3 3 3")[0]
REVENUE = of_stage("2 3 3 4 4")
REVENUE_GROWTH = weighted("10 8 6 4 2 0", 10, "5 5 4 3 3")
POSTGRADUATE_SHARE = of_stage("4 3 3 2 2")
RD_TAX_RELIEF = of_stage("2 2 3 3 3")
RETURN_ON_NET_ASSETS = of_stage("1 2 2 3 3")
NET_MARGIN = weighted("10 8 6 4 2 0", 10, "1 2 2 3 3")
DEBT_RATIO = weighted("5 3 1 0", 5, "2 2 2 2 2")[0]
MAIN_REVENUE_SHARE = weighted("20 15 10 5 0", 20, "3 3 3 2 2")
EXPORT_VALUE = weighted("0 1 2 3 4 5 6 7 8 9 10", 10, "1 1 2 2 2")
TAXES_PAID = weighted("10 6 3 0", 10, "2 2 2 3 3")
TECHNICAL_REVENUE_SHARE = of_stage("4 3 2 1 1")
MEAN_REVENUE_GROWTH = weighted("10 8 6 4 2 0", 10, "3 3 3 3 3")[0]
NEW_PRODUCT_SHARE = of_stage("3 2 2 2 2")
LAB_EQUIPMENT_INCREASE = weighted("0 1 2 3 4 5 6 7 8 9 10", 10, "1 1 1 1 1")[0]

GROWTH_135, GROWTH_125, GROWTH_115, GROWTH_105 = (
    Decimal("1.35"),
    Decimal("1.25"),
    Decimal("1.15"),
    Decimal("1.05"),
)
MARGIN_10, MARGIN_8, MARGIN_6, MARGIN_4, MARGIN_2 = (Decimal(n) / 100 for n in (10, 8, 6, 4, 2))
DEBT_50, DEBT_60, DEBT_70 = Decimal("0.5"), Decimal("0.6"), Decimal("0.7")
MAIN_70, MAIN_60, MAIN_55, MAIN_50 = Decimal("0.7"), Decimal("0.6"), Decimal("0.55"), Decimal("0.5")
# 近两年平均增长率 t: the two quotients now/then add up to 2 + 2t
TWO_YEARS_10, TWO_YEARS_8, TWO_YEARS_6, TWO_YEARS_4 = (
    Decimal("2.2"),
    Decimal("2.16"),
    Decimal("2.12"),
    Decimal("2.08"),
)
SHARE_60, SHARE_50, SHARE_40, SHARE_20, SHARE_15 = (Decimal(n) / 100 for n in (60, 50, 40, 20, 15))


def high_tech_revenue(product: Fact, stage: int | None, cohort: Cohort) -> Points:
    if product.__class__ is not Decimal or stage is None:
        return None
    values = cohort.high_tech_revenue[stage]
    members = len(values)
    rank = members - bisect_right(values, product.quantize(CENT, ROUND_HALF_UP)) + 1
    if rank * 10 <= members:
        return HIGH_TECH_REVENUE[0]
    if rank * 10 <= members * 3:
        return HIGH_TECH_REVENUE[1]
    return HIGH_TECH_REVENUE[2] if rank * 5 <= members * 3 else HIGH_TECH_REVENUE[3]


def revenue_growth(revenue: Fact, then: Fact, bands: list[Decimal]) -> Points:
    if revenue.__class__ is not Decimal or then.__class__ is not Decimal:
        return None if revenue is None or then is None else ZERO
    if then <= ZERO:
        return ZERO
    if revenue < then:
        return bands[5]
    if revenue >= then * GROWTH_135:
        return bands[0]
    if revenue >= then * GROWTH_125:
        return bands[1]
    if revenue >= then * GROWTH_115:
        return bands[2]
    return bands[3] if revenue >= then * GROWTH_105 else bands[4]


def net_margin(profit: Fact, revenue: Fact, bands: list[Decimal]) -> Points:
    if profit.__class__ is not Decimal or revenue.__class__ is not Decimal:
        return None
    if revenue <= ZERO:
        return ZERO
    if profit >= revenue * MARGIN_10:
        return bands[0]
    if profit >= revenue * MARGIN_8:
        return bands[1]
    if profit >= revenue * MARGIN_6:
        return bands[2]
    if profit >= revenue * MARGIN_4:
        return bands[3]
    return bands[4] if profit >= revenue * MARGIN_2 else bands[5]


def debt_ratio(debts: Fact, assets: Fact) -> Points:
    if debts.__class__ is not Decimal or assets.__class__ is not Decimal:
        return None
    if assets <= ZERO:
        return ZERO
    if debts <= assets * DEBT_50:
        return DEBT_RATIO[0]
    if debts < assets * DEBT_60:
        return DEBT_RATIO[1]
    return DEBT_RATIO[2] if debts < assets * DEBT_70 else DEBT_RATIO[3]


def main_revenue_share(main: Fact, revenue: Fact, bands: list[Decimal]) -> Points:
    if main.__class__ is not Decimal or revenue.__class__ is not Decimal:
        return None
    if revenue <= ZERO:
        return ZERO
    if main >= revenue * MAIN_70:
        return bands[0]
    if main >= revenue * MAIN_60:
        return bands[1]
    if main >= revenue * MAIN_55:
        return bands[2]
    return bands[3] if main >= revenue * MAIN_50 else bands[4]


def mean_revenue_growth(revenue: Fact, then: Fact, earlier: Fact) -> Decimal:
    if revenue.__class__ is not Decimal or then.__class__ is not Decimal or earlier.__class__ is not Decimal:
        return ZERO
    if then <= ZERO or earlier <= ZERO:
        return ZERO
    quotients, unit = revenue * earlier + then * then, then * earlier
    if quotients < unit * TWO:
        return MEAN_REVENUE_GROWTH[5]
    if quotients >= unit * TWO_YEARS_10:
        return MEAN_REVENUE_GROWTH[0]
    if quotients >= unit * TWO_YEARS_8:
        return MEAN_REVENUE_GROWTH[1]
    if quotients >= unit * TWO_YEARS_6:
        return MEAN_REVENUE_GROWTH[2]
    return MEAN_REVENUE_GROWTH[3] if quotients >= unit * TWO_YEARS_4 else MEAN_REVENUE_GROWTH[4]


def taxes_paid(taxes: Fact, stage: int | None, cohort: Cohort) -> Points:
    if taxes.__class__ is not Decimal or stage is None:
        return None
    values = cohort.taxes_paid[stage]
    rank = len(values) - bisect_right(values, taxes.quantize(CENT, ROUND_HALF_UP)) + 1
    return TAXES_PAID[stage][0 if rank <= 10 else 1 if rank <= 30 else 2 if rank <= 100 else 3]


def growth(firm: Firm, stage: int | None, cohort: Cohort, concentrated: Points) -> tuple[Points, ...]:
    now = firm.now
    own = stage or 0
    income, staff, profit, product = now["revenue"], now["staff"], now["net_profit"], now["high_tech_revenue"]
    then = firm.last["revenue"]

    revenue: Points = None
    revenue_per_head: Points = None
    if stage is not None:
        revenue = index(income.quantize(CENT, ROUND_HALF_UP), cohort.revenue[stage], REVENUE[stage])
        if staff.__class__ is Decimal:
            average = per_head(income, staff)
            revenue_per_head = ZERO
            if average is not None:
                revenue_per_head = index(average, cohort.revenue_per_head[stage], THREE)

    relief = now["rd_tax_relief"]
    rd_tax_relief = ZERO
    if relief.__class__ is Decimal:
        mean = cohort.rd_tax_relief[own]
        rd_tax_relief = index(relief.quantize(CENT, ROUND_HALF_UP), mean, RD_TAX_RELIEF[own])

    exported = now["export_value"]
    export_value: Points = ZERO if exported is None else None
    if exported.__class__ is Decimal:
        export_value = EXPORT_VALUE[own][10 if exported >= THOUSAND else int(exported // HUNDRED)]

    technical = now["technical_revenue"]
    technical_revenue_share = share(technical, income, SHARE_50, TECHNICAL_REVENUE_SHARE[own])
    if technical_revenue_share is None and (technical is None or income is None):
        technical_revenue_share = ZERO

    new = now["new_product_revenue"]
    new_product_share = share(new, income, SHARE_40, NEW_PRODUCT_SHARE[own])
    if new_product_share is None and (new is None or income is None):
        new_product_share = ZERO

    equipment, equipment_then = now["lab_equipment"], firm.last["lab_equipment"]
    lab_equipment_increase = ZERO
    if equipment.__class__ is Decimal and equipment_then.__class__ is Decimal:
        increase = equipment - equipment_then
        if increase >= TEN:
            lab_equipment_increase = LAB_EQUIPMENT_INCREASE[
                10 if increase >= HUNDRED else int(increase // TEN)
            ]

    return (
        high_tech_revenue(product, stage, cohort),
        revenue,
        revenue_growth(income, then, REVENUE_GROWTH[own]),
        share(now["postgraduates"], staff, SHARE_20, POSTGRADUATE_SHARE[own]),
        rd_tax_relief,
        share(profit, now["net_assets"], SHARE_15, RETURN_ON_NET_ASSETS[own]),
        share(product, income, SHARE_60, FOUR),
        net_margin(profit, income, NET_MARGIN[own]),
        debt_ratio(now["total_liabilities"], now["total_assets"]),
        revenue_per_head,
        main_revenue_share(now["main_revenue"], income, MAIN_REVENUE_SHARE[own]),
        export_value,
        taxes_paid(now["taxes_paid"], stage, cohort),
        technical_revenue_share,
        mean_revenue_growth(income, then, firm.before_last["revenue"]),
        new_product_share,
        lab_equipment_increase,
        concentrated,
    )
