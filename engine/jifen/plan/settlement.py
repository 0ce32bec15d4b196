"""A run's policies put together and settled: the order of S21 as definitions over the rules' own amounts.

Which versions are in force is chosen by the period and the as-of date (S8); what policies refer to outside
themselves is given by ``plan/linking.py``; money passes group, difference to the ledger, shared caps, grade,
negatives, budget, payers and instalments in turn. A rule or an entry of a negative list that rests on
assumed figures takes part only where that is asked for (S27).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from attrs import field, frozen, mutable

from jifen.language.conclusions import of_grant, paid_before
from jifen.model.expression import (
    AllOf,
    AnyOf,
    Compare,
    Constant,
    Expression,
    Floor,
    Greatest,
    Known,
    Least,
    Negated,
    NoneOf,
    Product,
    Quotient,
    Ref,
    Sum,
)
from jifen.model.period import Period
from jifen.model.policy import Budget, Group, SharedCap
from jifen.model.quantity import PLAIN, YUAN, Unit
from jifen.plan.amounts import NOTHING
from jifen.plan.assumptions import Assumptions
from jifen.plan.definer import Definer
from jifen.plan.entitlements import (
    FactorPart,
    NegativePart,
    PolicyPart,
    RulePart,
    SettledPart,
    Settlement,
    SharePart,
)
from jifen.plan.graph import Plan, in_steps, resting_on_assumed
from jifen.plan.linking import link, ordered
from jifen.plan.nodes import Allotted, Apportioned, Definition, If, Note, Option
from jifen.plan.rounding import RoundingRule, unit_text

_UNKNOWN = Constant(Fraction(-1), YUAN)
"""Stands for an amount that is unknown where the known highest is looked for: below all of them."""


def in_force(policies: Iterable[PolicyPart], year: Period, as_of: date) -> tuple[PolicyPart, ...]:
    """The policies that a run settles, by id: those that reward a period within its year, and of the others
    those in force on the as-of date (S8).
    """
    chosen = (
        policy
        for policy in policies
        if (policy.rewards.year == year.year if policy.rewards else policy.in_force(as_of))
    )
    return tuple(sorted(chosen, key=lambda policy: policy.full_id))


def settle(
    plan: Plan,
    policies: Sequence[PolicyPart],
    *,
    year: Period,
    as_of: date,
    allow_assumed: bool,
    digest: str,
    concluded: Mapping[str, bool] | None = None,
) -> Settlement:
    """What a run decides by the policies in force; statuses that are ``concluded`` already, by id, are taken
    as they are.
    """
    chosen = in_force(policies, year, as_of)
    of_policies = [one for policy in chosen for one in policy.definitions]
    linked = link(plan, chosen, year, as_of, (), concluded)
    before = ordered((*linked.definitions, *of_policies), linked.given)
    if not allow_assumed:
        negatives = {one.conditions.met for policy in chosen for one in policy.negatives}
        ignored = negatives & resting_on_assumed(before)
        linked = link(plan, chosen, year, as_of, ignored, concluded)
        before = ordered((*linked.definitions, *of_policies), linked.given)
    settling = _Settling(chosen, resting_on_assumed(before), Assumptions(plan, chosen, before), allow_assumed)
    rules = settling.rules()
    definitions = in_steps(ordered((*before, *settling.definitions), linked.given), linked.given)
    return Settlement(
        plan=plan,
        policies=chosen,
        absent=tuple(policy for policy in policies if policy not in chosen),
        definitions=definitions,
        occasions=linked.occasions,
        given=linked.given,
        rules=rules,
        statuses=tuple(one for policy in chosen for one in policy.statuses),
        digest=digest,
    )


@frozen
class _Member:
    """A rule of a run: its part, its policy, and the name under which it is settled."""

    rule: RulePart
    policy: PolicyPart

    @property
    def name(self) -> str:
        """Its name, which no other rule of the run shares."""
        return f"{self.policy.full_id}/{self.rule.id}"

    def is_called(self, written: str, policy: PolicyPart) -> bool:
        """Whether a file of ``policy`` means it by what it writes."""
        return written == self.rule.full_id or (written == self.rule.id and policy is self.policy)


@mutable
class _Settling:
    """Takes each rule's money through the steps of S21."""

    policies: Sequence[PolicyPart]
    assumed: frozenset[str]
    assumptions: Assumptions
    allow_assumed: bool
    definitions: list[Definition] = field(factory=list)
    money: dict[str, Ref] = field(factory=dict)
    steps: dict[str, list[str]] = field(factory=dict)
    won: dict[str, tuple[str, Group]] = field(factory=dict)
    provisional: dict[str, str] = field(factory=dict)
    allotted: dict[str, Budget] = field(factory=dict)

    def rules(self) -> tuple[SettledPart, ...]:
        """All rules of the run, settled, by policy and rule."""
        every = [_Member(rule, policy) for policy in self.policies for rule in policy.rules]
        every.sort(key=lambda member: member.name)
        assumed = {member.name for member in every if self._rests_on_assumed(member)}
        taking_part = [one for one in every if self.allow_assumed or one.name not in assumed]
        for member in taking_part:
            self.money[member.name] = Ref(member.rule.gross, _unit(member.rule))
            self.steps[member.name] = []
        self._groups(taking_part)
        self._shared_caps(taking_part)
        self._factors(taking_part)
        self._budgets(taking_part)
        return tuple(
            self._settled(member, withheld=member not in taking_part, assumed=member.name in assumed)
            for member in every
        )

    def _rests_on_assumed(self, member: _Member) -> bool:
        """Whether its amount, or what settles it, rests on an assumed figure (S27)."""
        return member.rule.gross in self.assumed or any(self._settled_by_assumed(member))

    def _settled_by_assumed(self, member: _Member) -> Iterator[str]:
        """What settles it and is assumed, as people know it."""
        policy = member.policy
        settling: tuple[Group | SharedCap | Budget, ...] = (
            *policy.groups,
            *policy.shared_caps,
            *policy.budgets,
        )
        for one in settling:
            if one.assumed and any(member.is_called(written.text, policy) for written in one.rules):
                yield one.title or one.id
        for factor in (one.declared for one in policy.factors):
            if factor.assumed and _in_scope(factor.scope, member.rule):
                yield factor.title or factor.id

    def _assumed_in(self, member: _Member) -> tuple[str, ...]:
        names = (*self.assumptions.below(member.rule.gross), *self._settled_by_assumed(member))
        return tuple(dict.fromkeys(names))

    def _definer(self, member: _Member) -> Definer:
        policy, rule = member.policy, member.rule
        owner = f"{member.name}.settled"
        return Definer(owner, policy.origin, rule.clause, False, policy.place, self.definitions)

    def _step(
        self,
        member: _Member,
        what: str,
        node: Expression,
        figures: Mapping[str, str],
        inputs: Mapping[str, str | Fraction] | None = None,
        options: tuple[Option, ...] = (),
    ) -> None:
        """A step that may change the money of a rule; what comes after rests on it."""
        note = Note(what.partition(".")[0], figures, inputs=inputs or {}, options=options)
        ref = self._definer(member).define(what, node, note, YUAN)
        self.money[member.name] = ref
        self.steps[member.name].append(ref.name)

    def _rounded(self, member: _Member, node: Expression) -> Expression:
        """What a step that divides comes to (S3)."""
        return RoundingRule(member.rule.unit, member.rule.mode, "").of(node)

    def _rounding(self, member: _Member) -> dict[str, str]:
        """How a step that divides is rounded, as reasons show it."""
        return {"to": unit_text(member.rule.unit), "mode": member.rule.mode}

    def _members(self, written: Iterable[str], policy: PolicyPart, every: Sequence[_Member]) -> list[_Member]:
        """The rules that a file means, in the order in which it writes them."""
        return [one for text in written for one in every if one.is_called(text, policy)]

    # ------------------------------------------------------------ group and difference

    def _groups(self, every: Sequence[_Member]) -> None:
        done: set[tuple[str, tuple[str, ...]]] = set()
        for policy in self.policies:
            for group in policy.groups:
                members = self._members((one.text for one in group.rules), policy, every)
                key = (group.id, tuple(one.name for one in members))
                if members and key not in done:
                    done.add(key)
                    self._group(group, members)

    def _group(self, group: Group, members: Sequence[_Member]) -> None:
        """Who of a group is paid, and the difference to what was paid before."""
        gross = [self.money[member.name] for member in members]
        if group.take != "all":
            for position in range(len(members)):
                self._take(group, members, position, gross)
        if group.take == "highest":
            unknown = AnyOf(tuple(NoneOf((Known(amount),)) for amount in gross))
            for member in members:
                flag = self._definer(member).define("provisional", unknown)
                self.provisional[member.name] = flag.name
        if group.top_up:
            awards = sorted({*(member.rule.award for member in members), *group.awards})
            for member in members:
                self._top_up(member, awards)

    def _take(self, group: Group, members: Sequence[_Member], position: int, gross: Sequence[Ref]) -> None:
        member, own = members[position], gross[position]
        conditions = {"highest": _is_highest, "lowest": _is_lowest, "first": _is_first}[group.take](
            position, gross
        )
        won = self._definer(member).define("won", conditions)
        self.won[member.name] = (won.name, group)
        node: Expression = If(won, own, NOTHING)
        if group.take == "highest":
            # An unknown amount stays unknown; the known highest is paid all the same (S22).
            node = If(Known(own), node, own)
        options = tuple(
            Option(other.rule.title, other.rule.full_id, f"{other.name}.settled.won", amount.name)
            for other, amount in zip(members, gross, strict=True)
        )
        inputs = {"won": won.name}
        self._step(member, "group", node, {"title": group.title, "take": group.take}, inputs, options)

    def _top_up(self, member: _Member, awards: Sequence[str]) -> None:
        """The difference to all that was paid in the group, whatever it was paid for, but not to itself."""
        before = paid_before(*awards, besides=_besides_own([member]))
        paid = self._definer(member).define("paid_before", before, None, YUAN)
        left = Greatest((NOTHING, Sum((self.money[member.name], Negated(paid)))))
        self._step(member, "top_up", left, {"awards": "、".join(awards)}, {"paid": paid.name})

    # ------------------------------------------------------------ caps and factors

    def _shared_caps(self, every: Sequence[_Member]) -> None:
        found = [(shared, policy) for policy in self.policies for shared in policy.shared_caps]
        found.sort(key=lambda each: (each[0].order or 0, each[0].id, each[1].full_id))
        done: set[tuple[str, tuple[str, ...]]] = set()
        for shared, policy in found:
            members = self._members((one.text for one in shared.rules), policy, every)
            key = (shared.id, tuple(one.name for one in members))
            if members and key not in done:
                done.add(key)
                self._shared_cap(shared, policy.figures[f"shared_cap.{shared.id}"], members)

    def _shared_cap(self, shared: SharedCap, cap: Fraction, members: Sequence[_Member]) -> None:
        left: Expression = Constant(cap, YUAN)
        if shared.counts_paid:
            # What was paid of these very grants is part of their amounts, and takes no more of the cap.
            awards = sorted({member.rule.award for member in members})
            paid = paid_before(*awards, besides=_besides_own(members))
            left = Greatest((NOTHING, Sum((left, Negated(paid)))))
        figures = {"title": shared.title, "cap": shared.cap.text, "split": shared.split}
        if shared.split == "pro_rata":
            # What is left over goes by largest remainder, then by id (S3).
            members = sorted(members, key=lambda member: member.name)
        amounts = tuple(self.money[member.name] for member in members)
        options = tuple(
            Option(member.rule.title, member.rule.full_id, None, amount.name)
            for member, amount in zip(members, amounts, strict=True)
        )
        if shared.split == "pro_rata":
            fits = Compare("<=", Sum(amounts), left)
            # All in units of the coarsest rule, else parts of different units would not add up.
            unit = max(member.rule.unit for member in members)
            whole = Product((Floor(Quotient(left, Constant(unit))), Constant(unit, YUAN)))
            for position, member in enumerate(members):
                part = Least((amounts[position], Apportioned(whole, amounts, position, unit)))
                inputs = {"left": self._left(shared, member, left)}
                node = If(fits, amounts[position], part)
                both = figures | {"to": unit_text(unit), "position": str(position)}
                self._step(member, f"shared_cap.{shared.id}", node, both, inputs, options)
            return
        for amount, member in zip(amounts, members, strict=True):
            # What is left has a name for each rule: written out, that of the last would hold those of all.
            name = self._left(shared, member, left)
            rest = Ref(name, YUAN)
            limited = Least((amount, rest))
            self._step(member, f"shared_cap.{shared.id}", limited, figures, {"left": name}, options)
            left = Sum((rest, Negated(self.money[member.name])))

    def _left(self, shared: SharedCap, member: _Member, left: Expression) -> str:
        """What is left of a shared cap for a rule, as reasons show it."""
        return self._definer(member).define(f"left.{shared.id}", left, None, YUAN).name

    def _factors(self, every: Sequence[_Member]) -> None:
        for member in every:
            for factor in member.policy.factors:
                if _in_scope(factor.declared.scope, member.rule):
                    self._grade(member, factor)
            for negative in member.policy.negatives:
                if negative.factor is not None and _in_scope(negative.scope, member.rule):
                    self._reduce(member, negative, negative.factor)

    def _grade(self, member: _Member, factor: FactorPart) -> None:
        graded = self._multiplied(member, Ref(factor.factor))
        figures = {"title": factor.declared.title, "by": factor.declared.by.text, **self._rounding(member)}
        inputs = {"factor": factor.factor, "grade": factor.by}
        self._step(member, f"grade.{factor.declared.id}", graded, figures, inputs)

    def _multiplied(self, member: _Member, factor: Expression) -> Expression:
        """The money times a factor. One of at most 1 never gives more than there was, whatever it is rounded
        to: shared caps come before it.
        """
        money = self.money[member.name]
        found = self._rounded(member, Product((money, factor)))
        return If(Compare("<=", factor, Constant(Fraction(1))), Least((found, money)), found)

    def _reduce(self, member: _Member, negative: NegativePart, factor: Fraction) -> None:
        reduced = self._multiplied(member, Constant(factor))
        node = If(Ref(negative.acts), reduced, self.money[member.name])
        shown = {"title": negative.title, "factor": f"{float(factor * 100):g}%", **self._rounding(member)}
        self._step(member, f"reduced.{negative.id}", node, shown, {"factor": factor, "acts": negative.acts})

    # ------------------------------------------------------------ budget, payers, instalments

    def _budgets(self, every: Sequence[_Member]) -> None:
        done: set[tuple[str, tuple[str, ...]]] = set()
        for policy in self.policies:
            for budget in policy.budgets:
                members = self._members((one.text for one in budget.rules), policy, every)
                members.sort(key=lambda member: member.name)
                key = (budget.id, tuple(one.name for one in members))
                if members and key not in done:
                    done.add(key)
                    self._budget(budget, policy, members)

    def _budget(self, budget: Budget, policy: PolicyPart, members: Sequence[_Member]) -> None:
        limit = policy.figures.get(f"limit.{budget.id}")
        if limit is not None:
            for member in members:
                limited = Least((Constant(limit, YUAN), self.money[member.name]))
                figures = {"limit": budget.limit.text if budget.limit else ""}
                self._step(member, f"claim.{budget.id}", limited, figures, {"limit": limit})
        claims = tuple(self.money[member.name] for member in members)
        order = policy.orders.get(budget.id)
        for position, member in enumerate(members):
            self.allotted[member.name] = budget
            node = Allotted(
                claims,
                position,
                policy.figures[f"budget.{budget.id}"],
                max(member.rule.unit for member in members),
                None if order is None else Ref(order),
            )
            figures = {"title": budget.title, "amount": budget.amount.text, "method": budget.method}
            inputs = {"budget": policy.figures[f"budget.{budget.id}"]}
            self._step(member, f"budget.{budget.id}", node, figures, inputs)

    def _settled(self, member: _Member, *, withheld: bool, assumed: bool) -> SettledPart:
        rule, definer = member.rule, self._definer(member)
        if withheld:
            names = self._assumed_in(member)
            return SettledPart(rule, (), None, None, None, None, rule.gross, (), (), True, assumed, names)
        net = definer.define("net", self.money[member.name], None, _unit(rule))
        payers = tuple(
            definer.define(f"payer.{position}", node, None, YUAN).name
            for position, node in enumerate(_divided(net, rule.payers, rule.unit))
        )
        instalments = []
        divided = _divided(net, rule.instalments, rule.unit)
        for position, (one, node) in enumerate(zip(rule.instalments, divided, strict=True)):
            due = node if one.conditions is None else If(Ref(one.conditions.met), node, NOTHING)
            instalments.append(definer.define(f"instalment.{position}", due, None, YUAN).name)
        won, group = self.won.get(member.name, (None, None))
        return SettledPart(
            rule=rule,
            steps=tuple(self.steps[member.name]),
            won=won,
            group=group,
            provisional=self.provisional.get(member.name),
            allotted=self.allotted.get(member.name),
            net=net.name,
            payers=payers,
            instalments=tuple(instalments),
            withheld=False,
            assumed=assumed,
            assumed_in=self._assumed_in(member) if assumed else (),
        )


def _unit(rule: RulePart) -> Unit:
    """What a rule gives: points of a bonus are no money, and no step of money takes them (S15)."""
    return PLAIN if rule.kind == "bonus" else YUAN


def _besides_own(members: Iterable[_Member]) -> Expression | None:
    """Of a row of the ledger: it has not the key of one of these grants."""
    own = [of_grant(one.rule.award, one.policy.rewards) for one in members if one.policy.rewards is not None]
    return NoneOf(tuple(own)) if own else None


def _divided(total: Ref, shares: Sequence[SharePart], unit: Fraction) -> list[Expression]:
    """A total in its shares: what is left over goes by largest remainder, then by id (S3)."""
    by_id = sorted(shares, key=lambda share: share.id)
    weights = tuple(Constant(share.share) for share in by_id)
    return [Apportioned(total, weights, by_id.index(share), unit) for share in shares]


def _in_scope(scope: Sequence[str], rule: RulePart) -> bool:
    return rule.kind in scope or rule.id in scope


def _is_highest(position: int, gross: Sequence[Ref]) -> Expression:
    """It is above all before it in the group and at least as high as all after it, among those known."""
    known = [If(Known(amount), amount, _UNKNOWN) for amount in gross]
    own = known[position]
    beats = [
        Compare(">" if other < position else ">=", own, amount)
        for other, amount in enumerate(known)
        if other != position
    ]
    return AllOf((Compare(">", own, NOTHING), *beats))


def _is_lowest(position: int, gross: Sequence[Ref]) -> Expression:
    """Of those that come to anything it is below all before it and at most as high as all after it."""
    own = gross[position]
    beats = [
        AnyOf((Compare("<=", amount, NOTHING), Compare("<" if other < position else "<=", own, amount)))
        for other, amount in enumerate(gross)
        if other != position
    ]
    return AllOf((Compare(">", own, NOTHING), *beats))


def _is_first(position: int, gross: Sequence[Ref]) -> Expression:
    """It comes to something, and none before it does."""
    before = tuple(Compare(">", amount, NOTHING) for amount in gross[:position])
    return AllOf((Compare(">", gross[position], NOTHING), NoneOf(before)))
