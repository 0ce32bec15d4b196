"""A finished row of a settlement read as entitlements: outcomes, money, and what is lacking (S21 to S25)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from jifen.evaluation.cards import decimal_of
from jifen.evaluation.program import Row
from jifen.evaluation.settling import SettlementProgram
from jifen.model.entitlement import (
    Because,
    ClawedBack,
    Entitlement,
    LoanTerms,
    Outcome,
    PartOfAmount,
    StatusSeen,
)
from jifen.model.grounds import PolicySeen
from jifen.plan.entitlements import PolicyPart, RulePart, SettledPart, Settlement, SharePart

NO_MONEY = Decimal(0)


def wanted_of(settlement: Settlement) -> tuple[str, ...]:
    """The definitions that outcomes are read from."""
    names: dict[str, None] = {}
    for settled in settlement.rules:
        names.update(dict.fromkeys(_wanted(settled)))
    for status in settlement.statuses:
        names[status.met] = None
    for policy in settlement.policies:
        for negative in policy.negatives:
            names[negative.conditions.met] = None
    return tuple(names)


def _wanted(settled: SettledPart) -> Iterator[str]:
    if settled.withheld:
        return
    rule = settled.rule
    yield from (rule.conditions.met, rule.vetoed, rule.entitled, rule.gross, rule.amount, settled.net)
    yield from rule.vetoes
    yield from (name for name in (rule.once, rule.paid, rule.held, settled.won, settled.provisional) if name)
    yield from (*settled.payers, *settled.instalments)
    yield from (one.conditions.met for one in rule.instalments if one.conditions is not None)
    for clawback in rule.clawbacks:
        yield from (clawback.conditions.met, clawback.amount)
    if rule.loan is not None:
        yield from (name for name in (rule.loan.rate, rule.loan.fuse and rule.loan.fuse.met) if name)


class OutcomeMaker:
    """Reads the rows of one program."""

    def __init__(self, program: SettlementProgram) -> None:
        self.program, self.settlement = program, program.settlement
        self._policies = {(one.id, one.version): one for one in self.settlement.policies}
        self._acts = {
            negative.acts: (policy, negative)
            for policy in self.settlement.policies
            for negative in policy.negatives
        }
        self._across = [one for one in self._acts.values() if one[1].across]
        self._absent = [self._not_in_force(policy) for policy in self.settlement.absent]
        self.policies = tuple(
            [_policy_seen(one, in_force=True) for one in self.settlement.policies]
            + [_policy_seen(one, in_force=False) for one in self.settlement.absent]
        )

    def entitlements(self, row: Row) -> tuple[Entitlement, ...]:
        """All rules of the run; those of policies that are not in force come last."""
        found = [self._entitlement(settled, row) for settled in self.settlement.rules]
        return (*found, *(one for policy in self._absent for one in policy))

    def statuses(self, row: Row) -> tuple[StatusSeen, ...]:
        """What statuses and lists conclude."""
        return tuple(
            StatusSeen(status.id, status.name, self._flag(row, status.met), policy.full_id)
            for policy in self.settlement.policies
            for status in policy.statuses
        )

    def _flag(self, row: Row, name: str) -> bool | None:
        value = row[self.program.slots[name]]
        return value if isinstance(value, bool) else None

    def _money(self, row: Row, name: str) -> Decimal | None:
        value = self.program.value(row, name)
        if isinstance(value, Fraction):
            return decimal_of(value.numerator, value.denominator)
        return Decimal(value) if type(value) is int else None

    def _not_in_force(self, policy: PolicyPart) -> tuple[Entitlement, ...]:
        day = policy.rewards.label if policy.rewards else _window(policy.since, policy.until)
        return tuple(
            _plain(rule, "not_in_force", (Because("dates", policy.full_id, day, policy.clause),))
            for rule in policy.rules
        )

    def _entitlement(self, settled: SettledPart, row: Row) -> Entitlement:
        rule = settled.rule
        if settled.withheld:
            withheld = Because("assumed", rule.full_id, rule.title, rule.clause)
            return _plain(rule, "not_in_force", (withheld,), assumed=True, assumed_in=settled.assumed_in)
        outcome, because = self._outcome(settled, row)
        paid = self._money(row, rule.paid) if rule.paid else None
        held = self._flag(row, rule.held) if rule.held else False
        gives = outcome in ("granted", "paid")
        given = self._money(row, settled.net) if gives else None
        amount, points = (None, given) if rule.kind == "bonus" else (given, None)
        instalments = self._parts(row, rule.instalments, settled.instalments) if gives else ()
        return Entitlement(
            policy=rule.policy,
            version=rule.version,
            rule=rule.id,
            title=rule.title,
            kind=rule.kind,
            outcome=outcome,
            amount=amount,
            paid=paid if held else None,
            due=_due(outcome, amount, instalments, paid if held else None),
            provisional=bool(gives and settled.provisional and self._flag(row, settled.provisional)),
            assumed=settled.assumed,
            lacks=(),
            because=because,
            assumed_in=settled.assumed_in,
            award=rule.award,
            clause=rule.clause,
            payers=self._parts(row, rule.payers, settled.payers) if gives else (),
            instalments=instalments,
            clawbacks=tuple(self._clawbacks(rule, row)),
            terms=self._terms(rule, row) if gives else None,
            points=points,
        )

    def _outcome(self, settled: SettledPart, row: Row) -> tuple[Outcome, tuple[Because, ...]]:
        """The outcome: a veto beats everything; a condition that is missed settles the matter even where a
        veto is unknown (false beats unknown, S14).
        """
        rule = settled.rule
        held = self._flag(row, rule.held) if rule.held else False
        if held:
            return "paid", ()
        if self._flag(row, rule.vetoed):
            return "vetoed", tuple(self._vetoes(rule, row))
        entitled = self._flag(row, rule.entitled)
        if entitled is False:
            return "refused", tuple(self._refusals(rule, row))
        if entitled is None or held is None:
            return "undetermined", ()
        return self._settled(settled, row)

    def _settled(self, settled: SettledPart, row: Row) -> tuple[Outcome, tuple[Because, ...]]:
        """The outcome of a rule whose conditions hold."""
        rule, net = settled.rule, self._money(row, settled.net)
        gross = self._money(row, rule.gross)
        if gross is None:
            return "undetermined", ()
        if gross == 0:
            return "refused", (Because("zero", rule.full_id, rule.title, rule.clause),)
        if settled.won is not None and self._flag(row, settled.won) is False:
            return "superseded", tuple(self._winner(settled, row))
        if net is None:
            return "undetermined", ()
        if net == 0:
            return "refused", (Because("zero", rule.full_id, rule.title, rule.clause),)
        return "granted", ()

    def _vetoes(self, rule: RulePart, row: Row) -> Iterator[Because]:
        """The entries of negative lists that hold."""
        reaching = [self._acts[name] for name in rule.vetoes if name in self._acts]
        reaching += [one for one in self._across if rule.kind in one[1].scope]
        for policy, negative in reaching:
            if self._flag(row, negative.conditions.met):
                yield Because("veto", f"{policy.id}/{negative.id}", negative.title, negative.clause)

    def _refusals(self, rule: RulePart, row: Row) -> Iterator[Because]:
        """What refuses besides the rule's own conditions."""
        if rule.once is not None and self._flag(row, rule.once) is False:
            yield Because("once", rule.award, rule.title, rule.clause)
        fuse = rule.loan.fuse if rule.loan is not None else None
        if fuse is not None and self._flag(row, fuse.met):
            told = "、".join(atom.text for atom in fuse.atoms if atom.met is not None)
            yield Because("fuse", rule.full_id, told, rule.clause)

    def _winner(self, settled: SettledPart, row: Row) -> Iterator[Because]:
        """The rule of its group that is paid in its place."""
        for other in self.settlement.rules:
            if other.group is settled.group and other.won and self._flag(row, other.won):
                yield Because("group", other.rule.full_id, other.rule.title, other.rule.clause)

    def _parts(self, row: Row, shares: Sequence[SharePart], names: Sequence[str]) -> tuple[PartOfAmount, ...]:
        return tuple(
            PartOfAmount(
                share.id,
                self._money(row, name),
                share.due,
                share.share,
                share.conditions is None or self._flag(row, share.conditions.met),
            )
            for share, name in zip(shares, names, strict=True)
        )

    def _clawbacks(self, rule: RulePart, row: Row) -> Iterator[ClawedBack]:
        for one in rule.clawbacks:
            met = self._flag(row, one.conditions.met)
            amount = self._money(row, one.amount) if met else NO_MONEY if met is False else None
            yield ClawedBack(one.id, met, amount, one.clause)

    def _terms(self, rule: RulePart, row: Row) -> LoanTerms | None:
        loan = rule.loan
        if loan is None:
            return None
        rate = self.program.value(row, loan.rate) if loan.rate else None
        return LoanTerms(
            loan.lender,
            rate if isinstance(rate, Fraction) else None,
            loan.term,
            {one.id: one.share for one in loan.risk},
        )


def _due(
    outcome: Outcome, amount: Decimal | None, instalments: Sequence[PartOfAmount], paid: Decimal | None
) -> Decimal:
    """What is still to be paid: of instalments those whose conditions hold, less what was paid of them."""
    if instalments:
        fallen = sum((one.amount for one in instalments if one.amount is not None), NO_MONEY)
        return max(NO_MONEY, fallen - (paid or NO_MONEY))
    return amount if outcome == "granted" and amount is not None else NO_MONEY


def _plain(
    rule: RulePart,
    outcome: Outcome,
    because: tuple[Because, ...],
    *,
    assumed: bool = False,
    assumed_in: tuple[str, ...] = (),
) -> Entitlement:
    return Entitlement(
        policy=rule.policy,
        version=rule.version,
        rule=rule.id,
        title=rule.title,
        kind=rule.kind,
        outcome=outcome,
        amount=None,
        paid=None,
        due=NO_MONEY,
        provisional=False,
        assumed=assumed,
        lacks=(),
        because=because,
        assumed_in=assumed_in,
        award=rule.award,
        clause=rule.clause,
    )


def _window(since: date | None, until: date | None) -> str:
    begins = f"自 {since} 起" if since else ""
    return f"{begins}{f'至 {until - timedelta(days=1)} 止' if until else ''}施行"


def _policy_seen(policy: PolicyPart, *, in_force: bool) -> PolicySeen:
    apply_since, apply_until = policy.apply or (None, None)
    return PolicySeen(
        id=policy.id,
        version=policy.version,
        title=policy.title,
        issuer=policy.issuer,
        clause=policy.clause,
        source=policy.source,
        rewards="" if policy.rewards is None else policy.rewards.text,
        since=policy.since,
        until=policy.until,
        apply_since=apply_since,
        apply_until=apply_until,
        in_force=in_force,
    )
