"""Dalian's 61 indicators as a developer of the park would write them by hand, for exactly these figures.

This is the yardstick of ``benchmarks/run.py``: one enterprise at a time, plain ``decimal.Decimal``, the
figures of the scheme as constants, nothing read, nothing generic. It imports nothing of jifen, and gives no
reasons. Its pieces are in ``by_hand/``.

Money is in 万元, as the roster writes it. An absent fact is None where it was not told and ``NOT_APPLICABLE``
where it cannot be there; points that are unknown are None. Facts are not below their fields' minimum.

Bands of a quotient are decided by multiplication, a/b >= t as a >= b*t, which the context's 40 digits hold
exactly for facts of up to 18 digits. Where a quotient becomes points it is divided once, then rounded half-up
at 2 digits: a quotient that is not on a half differs from it by 1/(200*b) at least, far more than the last of
40 digits, so it is never rounded to the wrong side.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from benchmarks.by_hand.auxiliary import auxiliary
from benchmarks.by_hand.growth import growth
from benchmarks.by_hand.kinds import credit
from benchmarks.by_hand.record import (
    CENT,
    EXACT,
    FORTY,
    STAGES,
    ZERO,
    Cohort,
    Fact,
    Firm,
    Points,
    Score,
    per_head,
    stage_of,
)
from benchmarks.by_hand.tables import technology_contracts
from benchmarks.by_hand.technology import technology

TECHNOLOGY_IDS = (
    "rd_expense",
    "rd_expense_growth",
    "rd_intensity",
    "technical_staff_share",
    "invention_applications",
    "pct_applications",
    "technology_contracts",
    "invention_patents",
    "rd_staff_share",
    "rd_expense_per_researcher",
    "rd_input_level",
    "patents_per_100_researchers",
    "invention_grants",
    "utility_model_grants",
    "software_copyrights",
    "high_value_patent_share",
    "standards",
    "rd_management",
    "rd_cooperation_share",
    "core_ip_review",
)
GROWTH_IDS = (
    "high_tech_revenue",
    "revenue",
    "revenue_growth",
    "postgraduate_share",
    "rd_tax_relief",
    "return_on_net_assets",
    "high_tech_revenue_share",
    "net_margin",
    "debt_ratio",
    "revenue_per_head",
    "main_revenue_share",
    "export_value",
    "taxes_paid",
    "technical_revenue_share",
    "mean_revenue_growth",
    "new_product_share",
    "lab_equipment_increase",
    "customer_concentration",
)
AUXILIARY_IDS = (
    "new_graduates",
    "platforms",
    "awards",
    "projects",
    "venture_capital",
    "qualifications",
    "growth_ladder",
    "rd_institute",
    "municipal_platforms",
    "projects_led",
    "project_funding",
    "project_run",
    "national_awards",
    "activity",
    "high_level_talents",
    "technology_customers",
    "years_since_founding",
)
CREDIT_IDS = (
    "dishonest_debtor",
    "market_credit",
    "environmental_violations",
    "safety_accidents",
    "research_misconduct",
    "tax_violation",
)
INDICATORS = TECHNOLOGY_IDS + GROWTH_IDS + AUXILIARY_IDS + CREDIT_IDS
WEIGHTED_BY_STAGE = (
    "rd_expense_growth",
    "rd_intensity",
    "technical_staff_share",
    "rd_expense_per_researcher",
    "rd_input_level",
    "patents_per_100_researchers",
    "high_value_patent_share",
    "revenue",
    "revenue_growth",
    "postgraduate_share",
    "rd_tax_relief",
    "return_on_net_assets",
    "net_margin",
    "main_revenue_share",
    "export_value",
    "taxes_paid",
    "technical_revenue_share",
    "new_product_share",
    "rd_institute",
)


def added(points: tuple[Points, ...]) -> Points:
    try:
        return sum(points, ZERO)
    except TypeError:
        return None


def score(firm: Firm, cohort: Cohort) -> Score:
    """The score of an enterprise, a member of the cohort with these values; to be called within ``EXACT``."""
    stage = stage_of(firm)
    sold, concentrated, customers = technology_contracts(firm)
    technical = technology(firm, stage, cohort, sold)
    business = growth(firm, stage, cohort, concentrated)
    other = auxiliary(firm, stage, customers)
    negative = credit(firm)
    points = dict(zip(INDICATORS, technical + business + other + negative, strict=True))
    if stage is None:
        for indicator in WEIGHTED_BY_STAGE:
            points[indicator] = None
        technical = tuple(points[indicator] for indicator in TECHNOLOGY_IDS)
        business = tuple(points[indicator] for indicator in GROWTH_IDS)
        other = tuple(points[indicator] for indicator in AUXILIARY_IDS)

    technology_points, growth_points, bonus = added(technical), added(business), added(other)
    deductions = added(negative)
    if deductions is not None and deductions > FORTY:
        deductions = FORTY
    base = None if technology_points is None or growth_points is None else technology_points + growth_points
    total = None if base is None or bonus is None or deductions is None else base + bonus - deductions

    standings = []
    if total is not None:
        rivals = cohort.totals_of_stage[stage]
        standings.append(("stage-top-20", len(rivals) - bisect_right(rivals, total) + 1, len(rivals)))
        everyone = cohort.totals
        own = (total, technology_points, firm.now["rd_expense"])
        standings.append(("park-top-100", len(everyone) - bisect_right(everyone, own) + 1, len(everyone)))
    if technology_points is not None:
        ranked = cohort.technology
        standings.append(
            ("technology-top-20", len(ranked) - bisect_right(ranked, technology_points) + 1, len(ranked))
        )

    return Score(
        stage,
        points,
        (technology_points, growth_points, bonus, deductions),
        base,
        bonus,
        deductions,
        total,
        standings,
    )


def cohort_of(firms: Sequence[Firm]) -> Cohort:
    """The cohort that a population is: values that are ranked or averaged, then the totals that they give."""
    with localcontext(EXACT):
        staged = [(firm, stage_of(firm)) for firm in firms]
        cohort = Cohort(
            rd_expense=_sorted(staged, "rd_expense"),
            high_tech_revenue=_sorted(staged, "high_tech_revenue"),
            taxes_paid=_sorted(staged, "taxes_paid"),
            revenue=_summed(staged, lambda now: _rounded(now["revenue"])),
            rd_tax_relief=_summed(staged, lambda now: _rounded(now["rd_tax_relief"])),
            revenue_per_head=_summed(staged, lambda now: per_head(now["revenue"], now["staff"])),
            rd_expense_per_researcher=_summed(
                staged, lambda now: per_head(now["rd_expense"], now["rd_staff"])
            ),
            totals_of_stage=[[] for _ in STAGES],
            totals=[],
            technology=[],
        )
        scores = [(firm, score(firm, cohort)) for firm in firms]
    for firm, scored in scores:
        technical = scored.dimensions[0]
        if technical is not None:
            cohort.technology.append(technical)
        if scored.total is not None and scored.stage is not None and technical is not None:
            cohort.totals_of_stage[scored.stage].append(scored.total)
            cohort.totals.append((scored.total, technical, firm.now["rd_expense"]))
    for values in (*cohort.totals_of_stage, cohort.technology):
        values.sort()
    cohort.totals.sort()
    return cohort


def _rounded(value: Fact) -> Decimal | None:
    return value.quantize(CENT, ROUND_HALF_UP) if value.__class__ is Decimal else None


def _by_stage(staged: Iterable[tuple[Firm, int | None]], value: Any) -> list[list[Decimal]]:
    found: list[list[Decimal]] = [[] for _ in STAGES]
    for firm, stage in staged:
        own = value(firm.now)
        if stage is not None and own is not None:
            found[stage].append(own)
    return found


def _sorted(staged: Iterable[tuple[Firm, int | None]], name: str) -> list[list[Decimal]]:
    return [sorted(values) for values in _by_stage(staged, lambda now: _rounded(now[name]))]


def _summed(staged: Iterable[tuple[Firm, int | None]], value: Any) -> list[tuple[Decimal, int]]:
    return [(sum(values, ZERO), len(values)) for values in _by_stage(staged, value)]
