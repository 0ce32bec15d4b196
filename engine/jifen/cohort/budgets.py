"""How a budget is given out where it is not enough: to all alike, or in an order until it is spent (S23)."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Protocol, Union

from jifen.plan.nodes import Allotted

Claim = tuple[str, int]
"""Whose claim, and the how-manieth of the rules that share the budget."""


class _Claims(Protocol):
    @property
    def values(self) -> tuple[Union[int, Fraction, None], ...]: ...


def allotments(entries: Mapping[str, _Claims], node: Allotted) -> Mapping[Claim, Fraction]:
    """What the budget leaves of each claim that is known and above zero.

    The order of entries does not matter: ties go by credit code, then by rule.
    """
    claims = {
        (code, position): Fraction(value)
        for code, entry in sorted(entries.items())
        for position, value in enumerate(entry.values[: len(node.claims)])
        if value is not None and value > 0
    }
    if node.order is not None:
        orders = {code: entry.values[len(node.claims)] for code, entry in entries.items()}
        return _in_order(claims, orders, node.budget)
    total = sum(claims.values(), Fraction(0))
    return claims if total <= node.budget else _pro_rata(claims, total, node)


def _pro_rata(claims: Mapping[Claim, Fraction], total: Fraction, node: Allotted) -> Mapping[Claim, Fraction]:
    """Each claim × budget ÷ total in one step, cut to whole units; what is left over goes by largest
    remainder.
    """
    units = {claim: amount * node.budget / total / node.unit for claim, amount in claims.items()}
    shares = {claim: Fraction(quota // 1) for claim, quota in units.items()}
    left = node.budget // node.unit - sum(shares.values())
    by_remainder = sorted(units, key=lambda claim: (shares[claim] - units[claim], claim))
    for claim in by_remainder[: int(left)]:
        shares[claim] += 1
    return {claim: min(share * node.unit, claims[claim]) for claim, share in shares.items()}


def _in_order(
    claims: Mapping[Claim, Fraction], orders: Mapping[str, Union[int, Fraction, None]], budget: Fraction
) -> Mapping[Claim, Fraction]:
    """The highest first until the money is spent; one whose order is unknown comes last."""

    def place(claim: Claim) -> tuple[int, Fraction, Claim]:
        order = orders[claim[0]]
        return (1, Fraction(0), claim) if order is None else (0, -Fraction(order), claim)

    left, shares = budget, {}
    for claim in sorted(claims, key=place):
        shares[claim] = min(claims[claim], left)
        left -= shares[claim]
    return shares
