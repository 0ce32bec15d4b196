"""What the shared workload comes to, exactly, in whole numbers: what every implementation is held against."""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from benchmarks.shared_workload.enterprises import Firm
from benchmarks.shared_workload.figures import INDICATORS

TOTAL_CAP = 3_000_000_00


class Result(NamedTuple):
    """Score in hundredths; money in fen: each rule by itself, whatever vetoes and caps do; the total."""

    score: int
    amounts: Mapping[str, int]
    veto: bool
    total: int


def share(base: int, per_cent_hundredths: int) -> int:
    """So many hundredths of a per cent of some fen, halves up."""
    return (base * per_cent_hundredths + 5000) // 10000


def steps(base: int, step_yuan: int, each_yuan: int) -> int:
    """So much for each whole step."""
    return base // (step_yuan * 100) * each_yuan * 100


Firms = Mapping[str, Any]
RULES: Mapping[str, tuple[Callable[[Firms, int], bool], Callable[[Firms], int], int]] = {
    "r01": (
        lambda f, score: score >= 6000 and f["is_hightech"],
        lambda f: share(f["rd_expense"], 500),
        500_000,
    ),
    "r02": (
        lambda f, score: score >= 7000 and f["stage"] == "growth" and f["rd_expense"] >= 1_000_000_00,
        lambda f: share(f["rd_expense"], 1000),
        1_000_000,
    ),
    "r03": (
        lambda f, _: f["stage"] == "start" and f["years"] <= 3 and f["employees"] >= 5,
        lambda f: share(f["loan_interest"], 2000),
        200_000,
    ),
    "r04": (
        lambda f, _: f["is_sme"] and f["sector"] in ("ic", "bio", "ai"),
        lambda f: share(f["equipment_invest"], 1500),
        3_000_000,
    ),
    "r05": (
        lambda f, score: f["tech_contract"] >= 1_000_000_00 and score >= 5000,
        lambda f: steps(f["tech_contract"], 1_000_000, 10_000),
        500_000,
    ),
    "r06": (
        lambda f, _: f["is_hightech"] and f["revenue"] >= 20_000_000_00,
        lambda f: steps(f["revenue"], 10_000_000, 20_000),
        300_000,
    ),
    "r07": (
        lambda f, score: score >= 6500 and f["loan_interest"] > 0,
        lambda f: share(f["loan_interest"], 5000),
        1_000_000,
    ),
    "r08": (
        lambda f, score: f["patents"] >= 3 and score >= 4000,
        lambda f: f["patents"] * 5_000_00,
        100_000,
    ),
    "r09": (
        lambda f, _: f["tax_paid"] >= 500_000_00 and f["stage"] == "stable",
        lambda f: share(f["tax_paid"], 300),
        600_000,
    ),
    "r10": (
        lambda f, _: f["sector"] == "green" or (f["sector"] == "ai" and 20 * f["rd_expense"] >= f["revenue"]),
        lambda f: share(f["equipment_invest"], 800),
        1_500_000,
    ),
    "r11": (
        lambda f, _: f["employees"] >= 50 and f["revenue_growth"] >= 2000 and f["is_sme"],
        lambda f: share(f["revenue"], 50),
        400_000,
    ),
    "r12": (
        lambda f, score: f["years"] <= 5 and score >= 5500 and f["is_hightech"] and f["stage"] != "stable",
        lambda f: steps(f["rd_expense"], 1_000_000, 10_000),
        250_000,
    ),
}
"""By rule: its condition on an enterprise and its score, its amount in fen, and its cap in yuan."""


def vetoed(firm: Firms) -> bool:
    return (
        firm["dishonest"]
        or firm["env_penalties"] >= 2
        or (firm["tax_arrears"] > 0 and firm["arrears_days"] > 90)
    )


def result(firm: Firm) -> Result:
    facts: Firms = firm
    score = sum(
        one.weights[facts["stage"]] * one.points[bisect_right(one.bounds, facts[one.id])]
        for one in INDICATORS
    )
    amounts = {
        rule: min(amount(facts), cap * 100) if holds(facts, score) else 0
        for rule, (holds, amount, cap) in RULES.items()
    }
    veto = vetoed(facts)
    return Result(score, amounts, veto, 0 if veto else min(sum(amounts.values()), TOTAL_CAP))
