"""A run over many enterprises as plain as can be: every rank by comparing with every other, every mean by
adding up.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from tests.evaluation.interpreter import Result, Situation, interpret, worst

from jifen.model.enterprise import Absence, Enterprise
from jifen.model.period import Period
from jifen.plan import nodes as n
from jifen.plan.graph import Plan

Values = Mapping[str, Result]
"""The value of each definition, by name."""


def run(
    plan: Plan, enterprises: Sequence[Enterprise], period: Period, snapshot: date
) -> dict[str, dict[str, Result]]:
    """The values of every definition of every enterprise, by credit code."""
    known: dict[str, dict[str, Result]] = {enterprise.code: {} for enterprise in enterprises}
    for definition in plan.definitions:
        found = {}
        for enterprise in enterprises:
            own = known[enterprise.code]
            if definition.domain == "cohort":
                found[enterprise.code] = decided(definition.node, own, list(known.values()))
            else:
                found[enterprise.code] = interpret(
                    definition.node, Situation(enterprise, period, snapshot, own)
                )
        for code, value in found.items():
            known[code][definition.name] = value
    return known


def against(
    plan: Plan, enterprise: Enterprise, saved: Mapping[str, Values], period: Period, snapshot: date
) -> dict[str, Result]:
    """The values of one enterprise, all others being as they were in a run: frozen in every step."""
    own: dict[str, Result] = {}
    others = [values for code, values in saved.items() if code != enterprise.code]
    for definition in plan.definitions:
        if definition.domain == "cohort":
            own[definition.name] = decided(definition.node, own, [own, *others])
        else:
            own[definition.name] = interpret(definition.node, Situation(enterprise, period, snapshot, own))
    return own


def decided(node: object, own: Values, everyone: Sequence[Values]) -> Result:
    assert isinstance(node, n.Rank | n.Members | n.Mean)
    value = node.value if isinstance(node, n.Mean) else node.values[0]
    wanted = [value.name, *([node.group.name] if node.group else [])]
    absent = [own[name] for name in wanted if isinstance(own[name], Absence)]
    if absent:
        return worst(*absent)
    members = [
        other
        for other in everyone
        if not any(isinstance(other[name], Absence) for name in wanted)
        and (node.group is None or other[node.group.name] == own[node.group.name])
    ]
    if isinstance(node, n.Members):
        return Fraction(len(members))
    if isinstance(node, n.Mean):
        return sum((other[value.name] for other in members), Fraction(0)) / len(members)  # type: ignore[operator,misc]
    return Fraction(1 + sum(before(node, other, own) for other in members))


def before(rank: n.Rank, one: Values, other: Values) -> bool:
    """Whether one stands before the other: by the first value in which they differ, an unknown one last."""
    for ref in rank.values:
        left, right = one[ref.name], other[ref.name]
        if left == right or (isinstance(left, Absence) and isinstance(right, Absence)):
            continue
        if isinstance(left, Absence) or isinstance(right, Absence):
            # The unknown is taken for less than all that is known.
            return isinstance(right, Absence) is rank.descending
        return (left > right) is rank.descending  # type: ignore[operator]
    return False
