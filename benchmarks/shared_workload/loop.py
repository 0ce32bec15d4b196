"""The shared workload as a capable programmer writes it by hand, with ``decimal.Decimal``, for these figures.

What never changes is worked out beforehand: points times weight for each stage. It gives no reasons, and
knows of no figure that was not told.
"""

from bisect import bisect_right
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from benchmarks.shared_workload.enterprises import HUNDREDTHS, Firm
from benchmarks.shared_workload.figures import COUNT, INDICATORS, STAGES
from benchmarks.shared_workload.oracle import RULES, Result

Facts = Mapping[str, Any]
Given = tuple[Decimal, tuple[Decimal, ...], bool, Decimal]
"""Score, amounts of the rules in order, veto, total."""

CENT, ZERO = Decimal("0.01"), Decimal(0)
SCORED = {
    stage: [
        (
            one.id,
            [Decimal(bound) if one.kind == COUNT else Decimal(bound) / 100 for bound in one.bounds],
            [Decimal(points * one.weights[stage]) / 100 for points in one.points],
        )
        for one in INDICATORS
    ]
    for stage in STAGES
}
S40, S50, S55, S60, S65, S70 = (Decimal(score) for score in (40, 50, 55, 60, 65, 70))
GROWN, TWENTIETH = Decimal(20), Decimal("0.05")
RATE_R01, RATE_R02, RATE_R03, RATE_R04 = Decimal("0.05"), Decimal("0.10"), Decimal("0.20"), Decimal("0.15")
RATE_R07, RATE_R09, RATE_R10, RATE_R11 = Decimal("0.50"), Decimal("0.03"), Decimal("0.08"), Decimal("0.005")
CAP_R01, CAP_R02, CAP_R03, CAP_R04 = (
    Decimal(500_000),
    Decimal(1_000_000),
    Decimal(200_000),
    Decimal(3_000_000),
)
CAP_R05, CAP_R06, CAP_R07, CAP_R08 = Decimal(500_000), Decimal(300_000), Decimal(1_000_000), Decimal(100_000)
CAP_R09, CAP_R10, CAP_R11, CAP_R12 = Decimal(600_000), Decimal(1_500_000), Decimal(400_000), Decimal(250_000)
HALF_MILLION, MILLION, TEN_MILLION, TWENTY_MILLION = (
    Decimal(500_000),
    Decimal(10**6),
    Decimal(10**7),
    Decimal(2 * 10**7),
)
EACH_10_000, EACH_20_000, EACH_PATENT, TOTAL_CAP = (
    Decimal(10_000),
    Decimal(20_000),
    Decimal(5_000),
    Decimal(3_000_000),
)
SUPPORTED = ("ic", "bio", "ai")


def facts_of(firm: Firm) -> Facts:
    """An enterprise as the loop reads it; not timed."""
    return {name: Decimal(value) / 100 if name in HUNDREDTHS else value for name, value in firm.items()} | {
        one.id: Decimal(firm[one.id]) for one in INDICATORS if one.kind == COUNT
    }


def decided(f: Facts) -> Given:
    stage, sector = f["stage"], f["sector"]
    score = ZERO
    for name, bounds, points in SCORED[stage]:
        score += points[bisect_right(bounds, f[name])]
    hightech, sme = f["is_hightech"], f["is_sme"]
    spent, revenue, interest = f["rd_expense"], f["revenue"], f["loan_interest"]
    sold, years = f["tech_contract"], f["years"]
    r01 = r02 = r03 = r04 = r05 = r06 = r07 = r08 = r09 = r10 = r11 = r12 = ZERO
    if hightech and score >= S60:
        r01 = min((spent * RATE_R01).quantize(CENT, ROUND_HALF_UP), CAP_R01)
    if stage == "growth" and score >= S70 and spent >= MILLION:
        r02 = min((spent * RATE_R02).quantize(CENT, ROUND_HALF_UP), CAP_R02)
    if stage == "start" and years <= 3 and f["employees"] >= 5:
        r03 = min((interest * RATE_R03).quantize(CENT, ROUND_HALF_UP), CAP_R03)
    if sme and sector in SUPPORTED:
        r04 = min((f["equipment_invest"] * RATE_R04).quantize(CENT, ROUND_HALF_UP), CAP_R04)
    if sold >= MILLION and score >= S50:
        r05 = min(sold // MILLION * EACH_10_000, CAP_R05)
    if hightech and revenue >= TWENTY_MILLION:
        r06 = min(revenue // TEN_MILLION * EACH_20_000, CAP_R06)
    if interest > ZERO and score >= S65:
        r07 = min((interest * RATE_R07).quantize(CENT, ROUND_HALF_UP), CAP_R07)
    if f["patents"] >= 3 and score >= S40:
        r08 = min(f["patents"] * EACH_PATENT, CAP_R08)
    if stage == "stable" and f["tax_paid"] >= HALF_MILLION:
        r09 = min((f["tax_paid"] * RATE_R09).quantize(CENT, ROUND_HALF_UP), CAP_R09)
    if sector == "green" or (sector == "ai" and spent >= revenue * TWENTIETH):
        r10 = min((f["equipment_invest"] * RATE_R10).quantize(CENT, ROUND_HALF_UP), CAP_R10)
    if sme and f["employees"] >= 50 and f["revenue_growth"] >= GROWN:
        r11 = min((revenue * RATE_R11).quantize(CENT, ROUND_HALF_UP), CAP_R11)
    if hightech and years <= 5 and stage != "stable" and score >= S55:
        r12 = min(spent // MILLION * EACH_10_000, CAP_R12)
    veto = f["dishonest"] or f["env_penalties"] >= 2 or (f["tax_arrears"] > ZERO and f["arrears_days"] > 90)
    amounts = (r01, r02, r03, r04, r05, r06, r07, r08, r09, r10, r11, r12)
    return score, amounts, veto, ZERO if veto else min(sum(amounts, ZERO), TOTAL_CAP)


def result_of(given: Given) -> Result:
    """What the loop gives in the oracle's words."""
    score, amounts, veto, total = given
    by_rule = {rule: int(amount * 100) for rule, amount in zip(RULES, amounts, strict=True)}
    return Result(int(score * 100), by_rule, veto, int(total * 100))
