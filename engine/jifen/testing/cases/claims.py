"""What other enterprises claim of budgets, as a case tells it: columns of a cohort."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from jifen.cohort.members import Column, Entry, column_of
from jifen.cohort.settling import Decider
from jifen.model.expression import Ref
from jifen.plan.entitlements import Settlement
from jifen.plan.nodes import Allotted

Claim = tuple[Fraction, Fraction | None]
"""An amount in 元, and the figure by which claims are served, where they are served in an order."""


@frozen
class Claims:
    """The claims of others by rule (policy@version/rule); a budget of which no rule is named is undecided."""

    by_rule: Mapping[str, tuple[Claim, ...]]

    def columns(self, decider: Decider) -> Mapping[str, Column]:
        """The columns of the budgets that the claims are of."""
        return dict(self._columns(decider))

    def _columns(self, decider: Decider) -> Iterator[tuple[str, Column]]:
        for definition in decider.settlement.definitions:
            node = definition.node
            if not isinstance(node, Allotted):
                continue
            rules = [_rule_of(claim, decider.settlement) for claim in node.claims]
            if any(rule in self.by_rule for rule in rules):
                yield column_of(node), Column(dict(self._entries(node, rules)))

    def _entries(self, node: Allotted, rules: Sequence[str]) -> Iterator[tuple[str, Entry]]:
        """Each claim as one of an enterprise of its own."""
        for position, rule in enumerate(rules):
            for number, (amount, by) in enumerate(self.by_rule.get(rule, ()), start=1):
                amounts = [Fraction(0)] * len(rules)
                amounts[position] = amount
                order = () if node.order is None or by is None else (by,)
                yield f"{rule}#{number}", Entry(0, (*amounts, *order))


def _rule_of(claim: Ref, settlement: Settlement) -> str:
    """The rule that a claim is of: definitions begin with the names of their rules."""
    names = (f"{one.rule.policy}@{one.rule.version}/{one.rule.id}" for one in settlement.rules)
    return max((name for name in names if claim.name.startswith(f"{name}.")), key=len)
