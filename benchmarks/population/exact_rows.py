"""What one enterprise comes to, exactly, in plain integers; None is unknown. ``exact.py`` says what is meant.

Slow and plain: it is there to hold ``exact.py`` against.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Any

from benchmarks.population.workload import (
    SCORE,
    All,
    Among,
    Amount,
    AtLeastShare,
    Compared,
    Condition,
    Either,
    Flag,
    Rule,
    Share,
    Steps,
    Workload,
)

Facts = Mapping[str, Any]


def result(workload: Workload, firm: Facts) -> dict[str, Any]:
    """Its results by column."""
    facts = {**firm, SCORE: _score(workload, firm)}
    held = {rule.id: _holds(rule.holds, facts) for rule in workload.rules}
    amounts = {rule.id: _by_itself(rule, held[rule.id], facts) for rule in workload.rules}
    veto = _any(_holds(each, facts) for each in workload.vetoes)
    if veto or all(one is False for one in held.values()):
        total: int | None = 0
    elif veto is None or None in amounts.values():
        total = None
    else:
        total = min(sum(one for one in amounts.values() if one is not None), workload.total_cap)
    return {SCORE: facts[SCORE], **amounts, "veto": veto, "total": total}


def _score(workload: Workload, firm: Facts) -> int | None:
    stage, summed = firm["stage"], 0
    for one in workload.indicators:
        value = firm[one.id]
        if value is None or stage is None:
            return None
        summed += one.weights[stage] * one.points[bisect_right(one.bounds, value)]
    return summed


def _any(parts: Iterable[bool | None]) -> bool | None:
    found = list(parts)
    return True if True in found else None if None in found else False


def _holds(condition: Condition, facts: Facts) -> bool | None:
    match condition:
        case All(parts):
            found = [_holds(part, facts) for part in parts]
            return False if False in found else None if None in found else True
        case Either(parts):
            return _any(_holds(part, facts) for part in parts)
        case AtLeastShare(field, of, rate):
            part, whole = facts[field], facts[of]
            return None if part is None or whole is None else part * 10_000 >= whole * rate
    value = facts[condition.field]
    if value is None:
        return None
    match condition:
        case Flag():
            return bool(value)
        case Among(_, texts, negated):
            return (value in texts) is not negated
        case Compared(_, ">=", number):
            return bool(value >= number)
        case Compared(_, "<=", number):
            return bool(value <= number)
        case Compared(_, _, number):
            return bool(value > number)


def _by_itself(rule: Rule, holds: bool | None, facts: Facts) -> int | None:
    if holds is False:
        return 0
    base = facts[rule.amount.base]
    return None if holds is None or base is None else min(_amount(rule.amount, base), rule.cap)


def _amount(amount: Amount, base: int) -> int:
    match amount:
        case Share(_, rate):
            return (base * rate + 5000) // 10_000
        case Steps(_, step, each):
            return base // step * each
        case _:
            return base * amount.each
