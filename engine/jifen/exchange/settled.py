"""What a run comes to by policies, in numbers: by rule, policy, payer and budget; what is kept of it."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from typing import Any

from attrs import field, frozen

from jifen.cohort.members import Cohort, column_of
from jifen.cohort.settling import Facts, Settled
from jifen.loading.provenance import Figure
from jifen.model.enterprise import Absence
from jifen.model.entitlement import OUTCOMES, Decision, Entitlement, Outcome
from jifen.plan.entitlements import PolicyPart, RulePart, SettledPart, Settlement
from jifen.plan.nodes import Allotted

CLAIMS_FILE = "settlement.json"
"""Claims of budgets and values of lists: what deciding one enterprise later needs of the others."""

NOTHING = Decimal(0)


@frozen
class RuleTotal:
    """What one rule comes to over all enterprises, in 元."""

    rule: RulePart
    outcomes: Mapping[Outcome, int]
    amount: Decimal
    paid: Decimal
    due: Decimal
    assumed: bool
    provisional: int


@frozen
class BudgetUse:
    """A budget, what was claimed of it and what it gives, in 元; how many have a claim that is unknown."""

    id: str
    title: str
    budget: Decimal
    claimed: Decimal
    given: Decimal
    undetermined: int


@frozen(slots=False)
class SettledRun:
    """A population decided by the policies in force: how it was asked for, and what came out."""

    settlement: Settlement = field(repr=False)
    settled: Settled = field(repr=False)
    allow_assumed: bool
    figures: tuple[Figure, ...] = field(repr=False)
    """All figures of the policies in force."""
    scores: Mapping[int, Cohort] = field(factory=dict, repr=False)
    """The scores that policies read of other years than the one that is scored."""
    programme: Facts = field(factory=dict, repr=False)
    """The data of programmes that it was settled with."""

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions by credit code."""
        return tuple(sorted(self.settled.decisions, key=lambda decision: decision.code))

    @cached_property
    def entitlements(self) -> tuple[tuple[Decision, Entitlement], ...]:
        """Every entitlement with whose it is, by credit code, policy and rule."""
        return tuple((decision, one) for decision in self.decisions for one in decision.entitlements)

    @cached_property
    def rules(self) -> tuple[RuleTotal, ...]:
        """What each rule comes to, the rules of policies that are not in force last."""
        by_rule: dict[tuple[str, str, str], list[Entitlement]] = {}
        for _, one in self.entitlements:
            by_rule.setdefault((one.policy, one.version, one.rule), []).append(one)
        absent = (rule for policy in self.settlement.absent for rule in policy.rules)
        every = (*(settled.rule for settled in self.settlement.rules), *absent)
        return tuple(_total(rule, by_rule.get((rule.policy, rule.version, rule.id), ())) for rule in every)

    def policy(self, rule: RulePart) -> PolicyPart:
        """The policy of a rule."""
        return self._policies[rule.policy, rule.version]

    @cached_property
    def _policies(self) -> Mapping[tuple[str, str], PolicyPart]:
        every = (*self.settlement.policies, *self.settlement.absent)
        return {(policy.id, policy.version): policy for policy in every}

    @cached_property
    def payers(self) -> Mapping[str, Decimal]:
        """What each payer bears of subsidies; what no rule assigns stands under the empty name."""
        totals: dict[str, Decimal] = {}
        for _, one in self.entitlements:
            if one.kind != "subsidy" or one.amount is None:
                continue
            for name, amount in [(part.id, part.amount) for part in one.payers] or [("", one.amount)]:
                totals[name] = totals.get(name, NOTHING) + (amount or NOTHING)
        return dict(sorted(totals.items()))

    @cached_property
    def budgets(self) -> tuple[BudgetUse, ...]:
        """How each budget is used."""
        by_budget: dict[str, list[SettledPart]] = {}
        for settled in self.settlement.rules:
            if settled.allotted is not None:
                by_budget.setdefault(settled.allotted.id, []).append(settled)
        return tuple(self._budget(parts) for _, parts in sorted(by_budget.items()))

    def _budget(self, parts: list[SettledPart]) -> BudgetUse:
        named = {definition.name: definition for definition in self.settlement.definitions}
        budget = parts[0].allotted
        node = next(named[step].node for step in parts[0].steps if isinstance(named[step].node, Allotted))
        assert budget is not None and isinstance(node, Allotted)
        name = column_of(node)
        column = self.settled.cohort.columns[name]
        claimed = sum(
            (_decimal(value) for entry in column.entries.values() for value in entry.values[: len(parts)]),
            NOTHING,
        )
        rules = {(part.rule.policy, part.rule.version, part.rule.id) for part in parts}
        given = sum(
            (
                one.amount
                for _, one in self.entitlements
                if (one.policy, one.version, one.rule) in rules and one.amount is not None
            ),
            NOTHING,
        )
        unknown = self.settled.undetermined_claims[name]
        return BudgetUse(budget.id, budget.title, _decimal(node.budget), claimed, given, unknown)

    @property
    def granted(self) -> Decimal:
        """All subsidies granted, in 元; what was paid before is not among them."""
        return sum((total.due for total in self.rules if total.rule.kind == "subsidy"), NOTHING)

    @property
    def granted_on_assumed(self) -> Decimal:
        """What of it rests on assumed figures (S27)."""
        totals = (total for total in self.rules if total.rule.kind == "subsidy" and total.assumed)
        return sum((total.due for total in totals), NOTHING)

    @property
    def lines(self) -> Decimal:
        """All lines of loans, in 元."""
        return sum((total.amount for total in self.rules if total.rule.kind == "loan"), NOTHING)


def _decimal(value: object) -> Decimal:
    """An exact number of a cohort as a decimal; what is unknown counts nothing."""
    if not isinstance(value, int | Fraction):
        return NOTHING
    exact = Fraction(value)
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def _total(rule: RulePart, found: Iterable[Entitlement]) -> RuleTotal:
    every = tuple(found)
    outcomes = Counter(one.outcome for one in every)
    return RuleTotal(
        rule=rule,
        outcomes={outcome: outcomes[outcome] for outcome in OUTCOMES},
        amount=sum((one.amount for one in every if one.amount is not None), NOTHING),
        paid=sum((one.paid for one in every if one.paid is not None), NOTHING),
        due=sum((one.due for one in every), NOTHING),
        assumed=any(one.assumed for one in every),
        provisional=sum(one.provisional for one in every),
    )


def programme_digest(programme: Facts) -> str:
    """The SHA-256 of data of programmes; empty where there are none."""
    told = sorted(
        (*key, value.value if isinstance(value, Absence) else str(value)) for key, value in programme.items()
    )
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest() if told else ""


def settlement_summary(run: SettledRun) -> dict[str, Any]:
    """What ``run.json`` says of policies: what decided, counts that reconcile, money in 元 as exact texts."""
    settlement = run.settlement
    outcomes: Counter[str] = Counter()
    for total in run.rules:
        outcomes.update(total.outcomes)
    return {
        "digest": settlement.digest,
        "allow_assumed": run.allow_assumed,
        "programme": programme_digest(run.programme),
        "policies": [
            {"id": one.id, "version": one.version, "title": one.title, "in_force": one in settlement.policies}
            for one in sorted((*settlement.policies, *settlement.absent), key=lambda one: one.full_id)
        ],
        "decisions": len(run.decisions),
        "rules": len(run.rules),
        "outcomes": {outcome: outcomes[outcome] for outcome in OUTCOMES},
        "granted": _text(run.granted),
        "granted_on_assumed_figures": _text(run.granted_on_assumed),
        "loan_lines": _text(run.lines),
        "payers": {name or "未写明": _text(amount) for name, amount in run.payers.items()},
        "budgets": [_budget_data(budget) for budget in run.budgets],
        "by_rule": [_rule_data(total) for total in run.rules],
        "lacking": dict(sorted(_lacking(run).items())),
        "figures": dict(Counter(figure.status for figure in run.figures)),
    }


def _budget_data(budget: BudgetUse) -> dict[str, Any]:
    return {
        "id": budget.id,
        "title": budget.title,
        "budget": _text(budget.budget),
        "claimed": _text(budget.claimed),
        "given": _text(budget.given),
        "undetermined_claimants": budget.undetermined,
    }


def _rule_data(total: RuleTotal) -> dict[str, Any]:
    return {
        "policy": total.rule.policy,
        "version": total.rule.version,
        "rule": total.rule.id,
        "kind": total.rule.kind,
        "outcomes": dict(total.outcomes),
        "amount": _text(total.amount),
        "paid": _text(total.paid),
        "due": _text(total.due),
        "assumed": total.assumed,
        "provisional": total.provisional,
    }


def _text(amount: Decimal) -> str:
    return f"{amount:f}"


def _lacking(run: SettledRun) -> Counter[str]:
    """How many undetermined entitlements lack what."""
    return Counter(name for _, one in run.entitlements for name in one.lacks)


def blocked(run: SettledRun) -> int:
    """How many entitlements are undetermined because a table is not said to be complete (S10)."""
    tables = run.settlement.plan.vocabulary.tables
    return sum(any(name in tables for name in one.lacks) for _, one in run.entitlements)
