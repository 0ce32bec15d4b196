"""A finished row of a settlement read as entitlements: outcomes, money, and what is lacking (S21 to S25)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from jifen.evaluation.cards import decimal_of
from jifen.evaluation.glances import Glance, glancing
from jifen.evaluation.program import Row, Slot
from jifen.evaluation.settling import SettlementProgram
from jifen.model.entitlement import (
    Because,
    ClawedBack,
    Entitlement,
    LoanTerms,
    Outcome,
    PartOfAmount,
    StatusSeen,
    make_entitlement,
)
from jifen.model.grounds import PolicySeen
from jifen.plan.entitlements import PolicyPart, RulePart, SettledPart, Settlement, SharePart

NO_MONEY = Decimal(0)
_GIVES = ("granted", "paid")
_Reason = tuple[int, bool, Because]
"""What may decide an outcome: the slot of its condition, the value with which it acts, and how it is told."""


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
    yield from (rule.vetoed, rule.entitled, rule.gross, settled.net)
    yield from (name for name in (rule.once, rule.paid, rule.held, settled.won, settled.provisional) if name)
    yield from (*settled.payers, *settled.instalments)
    yield from (one.conditions.met for one in rule.instalments if one.conditions is not None)
    for clawback in rule.clawbacks:
        yield from (clawback.conditions.met, clawback.amount)
    if rule.loan is not None:
        yield from (name for name in (rule.loan.rate, rule.loan.fuse and rule.loan.fuse.met) if name)


class OutcomeMaker:
    """Reads the rows of one program; what is the same for all enterprises is made once."""

    def __init__(self, program: SettlementProgram) -> None:
        settlement = program.settlement
        absent = tuple(one for policy in settlement.absent for one in _not_in_force(policy))
        self._read = glancing([RuleReader(program, settled) for settled in settlement.rules], absent)
        self._statuses = [
            (
                program.slots[status.met],
                StatusSeen(status.id, status.name, True, policy.full_id),
                StatusSeen(status.id, status.name, False, policy.full_id),
                StatusSeen(status.id, status.name, None, policy.full_id),
            )
            for policy in settlement.policies
            for status in policy.statuses
        ]
        self.policies = tuple(
            [_policy_seen(one, in_force=True) for one in settlement.policies]
            + [_policy_seen(one, in_force=False) for one in settlement.absent]
        )

    def entitlements(self, row: Row) -> tuple[Entitlement, ...]:
        """All rules of the run; those of policies that are not in force come last."""
        return self._read(row)[0]

    def read(self, row: Row) -> tuple[tuple[Entitlement, ...], bool]:
        """The same, and whether one of them is undetermined, which nothing is that is told at a glance."""
        found, glanced = self._read(row)
        return found, not glanced and "undetermined" in [one.outcome for one in found]

    def statuses(self, row: Row) -> tuple[StatusSeen, ...]:
        """What statuses and lists conclude."""
        return tuple(
            [
                met if row[slot] is True else missed if row[slot] is False else unknown
                for slot, met, missed, unknown in self._statuses
            ]
        )


class RuleReader:
    """Reads what one rule comes to of the rows of one program.

    An entitlement without money is the same for all enterprises that it is due to the same to, and is made
    once for them.
    """

    def __init__(self, program: SettlementProgram, settled: SettledPart) -> None:
        self.settled, self.rule = settled, settled.rule
        self._slots, self._below = program.slots, program.below
        self._made: dict[object, Entitlement] = {}
        self._withheld = self._not_asked_for() if settled.withheld else None
        if self._withheld is not None:
            return
        rule = self.rule
        self._held, self._paid = self._optional(rule.held), self._optional(rule.paid)
        self._vetoed, self._entitled = self._slots[rule.vetoed], self._slots[rule.entitled]
        self._gross, self._net = self._slots[rule.gross], self._slots[settled.net]
        self._won, self._provisional = self._optional(settled.won), self._optional(settled.provisional)
        self._zero = (Because("zero", rule.full_id, rule.title, rule.clause),)
        self._vetoes = list(self._reaching(program.settlement))
        self._refusals = list(self._refusing())
        self._winners = list(self._winning(program.settlement))

    def entitlement(self, row: Row) -> Entitlement:
        """What the rule comes to."""
        if self._withheld is not None:
            return self._withheld
        outcome, because = self._outcome(row)
        if outcome in _GIVES or self.rule.clawbacks:
            return self._entitlement(row, outcome, because)
        key = (outcome, *map(id, because)) if because else outcome
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._entitlement(row, outcome, because)
        return found

    @property
    def glance(self) -> Glance | None:
        """What tells most of its entitlements at a glance."""
        rule = self.rule
        if self._withheld is not None:
            return None
        more = rule.kind == "bonus" or rule.loan is not None or rule.payers or rule.instalments
        plain = not rule.clawbacks
        return Glance(
            held=self._held,
            vetoed=self._vetoed,
            entitled=self._entitled,
            gross=self._gross,
            net=self._net,
            below=self._below[self.settled.net] or 1,
            won=self._won,
            provisional=self._provisional,
            refused=self._without_money("refused") if plain and not self._refusals else None,
            granted=self._without_money("granted") if plain and not more else None,
        )

    # ------------------------------------------------------------ once

    def _without_money(self, outcome: Outcome) -> Entitlement:
        settled = self.settled
        return _plain(self.rule, outcome, (), assumed=settled.assumed, assumed_in=settled.assumed_in)

    def _optional(self, name: str | None) -> int | None:
        return self._slots[name] if name else None

    def _not_asked_for(self) -> Entitlement:
        rule, names = self.rule, self.settled.assumed_in
        because = Because("assumed", rule.full_id, rule.title, rule.clause)
        return _plain(rule, "not_in_force", (because,), assumed=True, assumed_in=names)

    def _reaching(self, settlement: Settlement) -> Iterator[_Reason]:
        """The entries of negative lists that veto it: its policy's, then those that reach across."""
        every = [(policy, one) for policy in settlement.policies for one in policy.negatives]
        acts = {negative.acts: (policy, negative) for policy, negative in every}
        reaching = [acts[name] for name in self.rule.vetoes if name in acts]
        reaching += [one for one in acts.values() if one[1].across and self.rule.kind in one[1].scope]
        for policy, negative in reaching:
            because = Because("veto", f"{policy.id}/{negative.id}", negative.title, negative.clause)
            yield self._slots[negative.conditions.met], True, because

    def _refusing(self) -> Iterator[_Reason]:
        """What refuses besides the rule's own conditions."""
        rule = self.rule
        if rule.once is not None:
            yield self._slots[rule.once], False, Because("once", rule.award, rule.title, rule.clause)
        fuse = rule.loan.fuse if rule.loan is not None else None
        if fuse is not None:
            told = "、".join(atom.text for atom in fuse.atoms if atom.met is not None)
            yield self._slots[fuse.met], True, Because("fuse", rule.full_id, told, rule.clause)

    def _winning(self, settlement: Settlement) -> Iterator[_Reason]:
        """The rules of its group that may be paid in its place."""
        for other in settlement.rules:
            if self.settled.won is not None and other.group is self.settled.group and other.won:
                rule = other.rule
                because = Because("group", rule.full_id, rule.title, rule.clause)
                yield self._slots[other.won], True, because

    # ------------------------------------------------------------ the outcome

    def _outcome(self, row: Row) -> tuple[Outcome, tuple[Because, ...]]:
        """The outcome: a veto beats everything; a condition that is missed settles the matter even where a
        veto is unknown (false beats unknown, S14).
        """
        held = False if self._held is None else row[self._held]
        if held is True:
            return "paid", ()
        if row[self._vetoed] is True:
            return "vetoed", _holding(self._vetoes, row)
        entitled = row[self._entitled]
        if entitled is False:
            return "refused", _holding(self._refusals, row) if self._refusals else ()
        if entitled is not True or held is not False:
            return "undetermined", ()
        return self._settled(row)

    def _settled(self, row: Row) -> tuple[Outcome, tuple[Because, ...]]:
        """The outcome of a rule whose conditions hold."""
        nothing = _is_nothing(row[self._gross])
        if nothing is None:
            return "undetermined", ()
        if nothing:
            return "refused", self._zero
        if self._won is not None and row[self._won] is False:
            return "superseded", _holding(self._winners, row)
        nothing = _is_nothing(row[self._net])
        if nothing is None:
            return "undetermined", ()
        return ("refused", self._zero) if nothing else ("granted", ())

    # ------------------------------------------------------------ the entitlement

    def _entitlement(self, row: Row, outcome: Outcome, because: tuple[Because, ...]) -> Entitlement:
        rule, settled = self.rule, self.settled
        gives = outcome in _GIVES
        paid = self._money(row, rule.paid) if rule.paid and outcome == "paid" else None
        given = self._money(row, settled.net) if gives else None
        amount, points = (None, given) if rule.kind == "bonus" else (given, None)
        payers = self._parts(row, rule.payers, settled.payers) if gives and rule.payers else ()
        instalments: tuple[PartOfAmount, ...] = ()
        if gives and rule.instalments:
            instalments = self._parts(row, rule.instalments, settled.instalments)
        return make_entitlement(
            policy=rule.policy,
            version=rule.version,
            rule=rule.id,
            title=rule.title,
            kind=rule.kind,
            outcome=outcome,
            amount=amount,
            paid=paid,
            due=_due(outcome, amount, instalments, paid),
            provisional=gives and self._provisional is not None and row[self._provisional] is True,
            assumed=settled.assumed,
            lacks=(),
            because=because,
            assumed_in=settled.assumed_in,
            award=rule.award,
            clause=rule.clause,
            payers=payers,
            instalments=instalments,
            clawbacks=tuple(self._clawbacks(row)) if rule.clawbacks else (),
            terms=self._terms(row) if gives and rule.loan is not None else None,
            points=points,
        )

    def _money(self, row: Row, name: str) -> Decimal | None:
        value = row[self._slots[name]]
        if type(value) is int:
            return decimal_of(value, self._below[name] or 1)
        return decimal_of(*value) if type(value) is tuple else None

    def _flag(self, row: Row, name: str) -> bool | None:
        value = row[self._slots[name]]
        return value if isinstance(value, bool) else None

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

    def _clawbacks(self, row: Row) -> Iterator[ClawedBack]:
        for one in self.rule.clawbacks:
            met = self._flag(row, one.conditions.met)
            amount = self._money(row, one.amount) if met else NO_MONEY if met is False else None
            yield ClawedBack(one.id, met, amount, one.clause)

    def _terms(self, row: Row) -> LoanTerms | None:
        loan = self.rule.loan
        if loan is None:
            return None
        rate = None
        if loan.rate:
            value, below = row[self._slots[loan.rate]], self._below[loan.rate]
            if type(value) is tuple:
                rate = Fraction(*value)
            elif type(value) is int and below:
                rate = Fraction(value, below)
        return LoanTerms(loan.lender, rate, loan.term, {one.id: one.share for one in loan.risk})


def _holding(reasons: Sequence[_Reason], row: Row) -> tuple[Because, ...]:
    """The reasons that act."""
    return tuple([because for slot, acts, because in reasons if row[slot] is acts])


def _is_nothing(money: Slot) -> bool | None:
    """Whether an amount is zero; None where it is unknown."""
    if type(money) is int:
        return money == 0
    return money[0] == 0 if type(money) is tuple else None


def _not_in_force(policy: PolicyPart) -> tuple[Entitlement, ...]:
    day = policy.rewards.label if policy.rewards else _window(policy.since, policy.until)
    return tuple(
        _plain(rule, "not_in_force", (Because("dates", policy.full_id, day, policy.clause),))
        for rule in policy.rules
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
