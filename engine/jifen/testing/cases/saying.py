"""Outcomes and the reasons that led to them, in words."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from jifen.explain import conditions, quantities
from jifen.explain.entitlements import explain_entitlement
from jifen.model.entitlement import Decision, Entitlement, Outcome
from jifen.model.policy import RuleKind

if TYPE_CHECKING:
    from jifen.testing.cases.results import CaseResult

_MET: Mapping[bool | None, str] = {True: "成立", False: "不成立", None: "不能确定"}
_INDENT = "  "


def money(amount: Decimal | Fraction | None) -> str:
    """An amount, where there is one."""
    return "没有" if amount is None else quantities.money(amount)


def worth(kind: RuleKind, amount: Decimal | Fraction | None) -> str:
    """What a rule comes to, where it comes to anything: money, or the points of a bonus."""
    return money(amount) if amount is None or kind != "bonus" else quantities.points(amount)


def outcome_word(outcome: Outcome, kind: RuleKind, amount: Decimal | Fraction | None) -> str:
    """An outcome in words, with its amount where it has one."""
    word = f"{conditions.outcome_word(outcome, kind)}（{outcome}）"
    return word if amount is None else f"{word}{worth(kind, amount)}"


def met_word(met: bool | None) -> str:
    """Whether something holds."""
    return _MET[met]


def failure(result: "CaseResult") -> Iterator[str]:
    """What came out other than expected, and why, line by line."""
    told: tuple[str, ...] = ()
    before = ""
    for one in result.mismatches:
        if one.of != before:
            yield from told
            yield f"  {one.of} {one.title}"
            before, told = one.of, tuple(map(_marked, one.reasons))
        yield f"    {one.what}：预期 {one.expected}，实际 {one.got}"
    yield from told


def reasons(found: Entitlement, decision: Decision) -> tuple[str, ...]:
    """Why a rule came out as it did, line by line; what is told below a heading is set in."""
    explained = explain_entitlement(found, decision)
    lines = [explained.headline]
    for block in explained.blocks:
        if block.heading:
            lines += [block.heading, *(f"{_INDENT}{line}" for line in block.lines)]
        else:
            lines += block.lines
    return (*lines, *explained.notes)


def _marked(reason: str) -> str:
    """A reason as a line below what it is the reason of."""
    text = reason.removeprefix(_INDENT)
    return f"    {'' if text == reason else _INDENT}· {text}"
