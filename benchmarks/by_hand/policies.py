"""Dalian's policies by hand, as they stand for 2020 on 31 December 2021: 加分、授信、一键选育、分档支持.

Assumed figures are used like published ones. Money is in 万元, conditions are True, False or None (unknown).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from benchmarks.by_hand.kinds import in_force, is_held
from benchmarks.by_hand.record import FIVE, THOUSAND, ZERO, Cohort, Fact, Firm, Row
from benchmarks.by_hand.scorecards import (
    Truth,
    at_least_share,
    every,
    high_tech_enterprise,
    negated,
    some,
    technology_sme,
)
from benchmarks.decimal_loop import score

DAY = date(2021, 12, 31)
TIERS = ((3, Decimal(30)), (10, Decimal(20)), (20, Decimal(10)))
LINES = ((50, Decimal(300)), (250, Decimal(150)), (750, Decimal(70)))
BONUS = Decimal(5)
SUPPORT = "dalian-tiered-support/support"
MISCONDUCT = ("科研失信", "申报弄虚作假")
SQUARE_OF_GROWTH = Decimal("1.44")


class Given(NamedTuple):
    """What a rule comes to: its outcome, and what it gives: money in 万元, or points."""

    outcome: str
    amount: Decimal | None = None


class Decided(NamedTuple):
    statuses: Mapping[str, Truth]
    credit: Given
    support: Given
    bonuses: Mapping[str, Given]


def decided(firm: Firm, ledger: Sequence[Row], cohort: Cohort) -> Decided:
    """The decision on an enterprise, a member of the cohort; to be called within ``EXACT``."""
    ranks = {board: rank for board, rank, _ in score(firm, cohort).standings}
    in_stage, in_park = ranks.get("stage-top-20"), ranks.get("park-top-100")
    high = some(
        None if in_stage is None else in_stage <= 20,
        None if in_park is None else in_park <= 100,
    )
    bonuses = {
        "dl-transplant-bonus": _bonus(every(_flag(firm.now["bids_transplant"]), high)),
        "dl-open-call-bonus": _bonus(every(_flag(firm.now["bids_open_call"]), high)),
    }
    statuses = {"dl-high-rank": high, **selected(firm)}
    return Decided(statuses, _by_rank(in_park, LINES), support(firm, ledger, in_stage), bonuses)


def _flag(fact: Fact) -> Truth:
    return fact if fact is True or fact is False else None


def _bonus(met: Truth) -> Given:
    if met is None:
        return Given("undetermined")
    return Given("granted", BONUS) if met else Given("refused")


def _by_rank(rank: int | None, tiers: Sequence[tuple[int, Decimal]]) -> Given:
    if rank is None:
        return Given("undetermined")
    for last, amount in tiers:
        if rank <= last:
            return Given("granted", amount)
    return Given("refused")


def support(firm: Firm, ledger: Sequence[Row], rank: int | None) -> Given:
    """各阶段20强分档支持, with its veto and what the ledger holds for the year."""
    for row in ledger:
        if row["award"] == SUPPORT and row["period"] == "2020":
            return Given("paid", _by_rank(rank, TIERS).amount)
    held, doubtful = in_force(firm.events)
    complete = "event" in firm.complete
    vetoed = some(*(is_held(kind, held, doubtful, complete) for kind in MISCONDUCT))
    if vetoed:
        return Given("vetoed")
    given = _by_rank(rank, TIERS)
    unknown = vetoed is None or "award" not in firm.complete
    return Given("undetermined") if unknown and given.outcome == "granted" else given


def selected(firm: Firm) -> Mapping[str, Truth]:
    """一键选育: who may apply for what."""
    held, doubtful = in_force(firm.qualifications, DAY)
    complete = "qualification" in firm.complete
    small, high_tech, fledgling, gazelle, unicorn = (
        is_held(kind, held, doubtful, complete)
        for kind in ("科技型中小企业", "高新技术企业", "雏鹰企业", "瞪羚企业", "独角兽企业")
    )
    meets_small = technology_sme(firm)
    founded, now = firm.founded, firm.now
    young = None if founded is None else _months_before(founded) <= 120
    return {
        "dl-select-technology-sme": every(meets_small, negated(small)),
        "dl-select-high-tech": every(high_tech_enterprise(firm), negated(high_tech)),
        "dl-select-fledgling": every(
            some(small, meets_small),
            young,
            at_least_share(now["rd_expense"], now["revenue"], FIVE),
            negated(some(fledgling, gazelle, unicorn)),
        ),
        "dl-select-gazelle": every(
            high_tech, *_grown(now["revenue"], firm.before_last["revenue"]), negated(some(gazelle, unicorn))
        ),
    }


def _months_before(day: date) -> int:
    """Whole months from a day up to 31 December 2021, which is the last of its month."""
    return (DAY.year - day.year) * 12 + DAY.month - day.month


def _grown(now: Fact, then: Fact) -> tuple[Truth, Truth]:
    """Whether the base of two years ago was large enough, and grew by a fifth a year."""
    if then.__class__ is not Decimal:
        return None, None
    large = then >= THOUSAND
    if now.__class__ is not Decimal or then <= ZERO:
        return large, None
    return large, now >= then * SQUARE_OF_GROWTH
