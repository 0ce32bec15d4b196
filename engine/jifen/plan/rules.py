"""A rule lowered by itself: conditions, amount, vetoes, ledger, and how it is to be paid."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from attrs import evolve, field, frozen, mutable

from jifen.language.conclusions import AMOUNT, of_award, of_grant, of_period, paid_before
from jifen.language.diagnostics import Diagnostics, nearest
from jifen.language.intervals import check_interval
from jifen.language.scope import Scope
from jifen.model.expression import (
    Aggregate,
    AllOf,
    AnyOf,
    Column,
    Compare,
    Constant,
    Expression,
    Greatest,
    Known,
    Least,
    NoneOf,
    Product,
    Ref,
)
from jifen.model.period import Period
from jifen.model.place import Written
from jifen.model.policy import Loan, PolicyHeader, RuleKind, Subsidy
from jifen.model.quantity import PLAIN, YUAN
from jifen.model.terms import AWARD, Table
from jifen.plan.amounts import NOTHING, PERCENT, AmountLowering, Change, all_of, figure_of
from jifen.plan.bounds import Bound, interval_bounds
from jifen.plan.conditions import ConditionLowering, conjuncts, of_row
from jifen.plan.definer import Definer
from jifen.plan.entitlements import (
    ACROSS,
    AtomPart,
    ClawbackPart,
    ConditionsPart,
    LoanPart,
    NegativePart,
    RulePart,
    SharePart,
)
from jifen.plan.expressions import Checker
from jifen.plan.loans import LoanLowering
from jifen.plan.nodes import EachRow, If, Note
from jifen.plan.rounding import RoundingRule, rounding_rule

_WHOLE = Fraction(1)


@frozen
class Vetoing:
    """What of the negative list reaches a rule: definitions that veto it, and entries that lower its cap."""

    vetoes: tuple[str, ...]
    caps: tuple[NegativePart, ...]

    @classmethod
    def of(cls, rule: Subsidy | Loan, negatives: Iterable[NegativePart], full_id: str) -> "Vetoing":
        """Those of its policy, and, by a name that settling gives, those of others that reach across."""
        kind = kind_of(rule)
        own = [negative for negative in negatives if kind in negative.scope or rule.id in negative.scope]
        # What reaches across reaches its own policy as well, and is not listed twice.
        vetoes = [one.acts for one in own if one.effect == "veto" and not one.across]
        caps = tuple(one for one in own if one.cap is not None)
        return cls((*vetoes, f"{full_id}:{ACROSS}{kind}"), caps)


def kind_of(rule: Subsidy | Loan) -> RuleKind:
    """Whether a rule gives money or lends it."""
    return "loan" if isinstance(rule, Loan) else "subsidy"


@frozen
class _Rows:
    """The rows of a rule that is decided row by row."""

    table: Table
    where: Expression | None
    atoms: tuple[AtomPart, ...]


@mutable(kw_only=True)
class RuleLowering:
    """Lowers one rule. Methods return None after they have reported why they cannot."""

    checker: Checker
    definer: Definer
    rule: Subsidy | Loan
    policy: PolicyHeader
    rounding: RoundingRule | None
    rewards: Period | None
    vetoing: Vetoing
    _bounds: list[Bound] = field(factory=list)

    @property
    def diagnostics(self) -> Diagnostics:
        """Where findings go."""
        return self.checker.diagnostics

    @property
    def award(self) -> str:
        """What the ledger calls it (S25)."""
        return self.rule.award or f"{self.policy.id}/{self.rule.id}"

    def bounds(self, part: RulePart) -> list[Bound]:
        """The figures that the rule writes as bounds, for its ``says`` to be held against."""
        atoms = (*part.conditions.atoms, *part.row_atoms)
        return [*self._bounds, *(bound for atom in atoms for bound in atom.bounds)]

    def part(self) -> RulePart | None:
        """The rule's part."""
        if not self._one_amount():
            return None
        rule = self.rule
        per = rule.per if isinstance(rule, Subsidy) else None
        scope = self._row_scope(per)
        rounding = self._rounding()
        if scope is None or rounding is None:
            return None
        checker = evolve(self.checker, scope=scope)
        conditions = self._conditions(checker, scope.row)
        if conditions is None:
            return None
        met, rows = conditions
        lowering = AmountLowering(checker=checker, definer=self.definer, rule=rule)
        amount = self._amount(lowering, rows, rounding)
        loan = LoanLowering(self.checker, self.definer, rule).part() if isinstance(rule, Loan) else None
        if amount is None or (isinstance(rule, Loan) and loan is None):
            return None
        return self._assembled(met, rows, lowering, amount, rounding, loan)

    def _one_amount(self) -> bool:
        """Whether just one of its keys says how much."""
        rule = self.rule
        ways: dict[str, object] = {"tier": rule.tiers, "case": rule.cases}
        if isinstance(rule, Loan):
            ways |= {"line": rule.line, "grid": rule.grid}
        else:
            ways |= {"amount": rule.amount, "milestone": rule.milestones}
        written = [key for key, value in ways.items() if value]
        if len(written) != 1:
            place = rule.places.key(written[1]) if len(written) > 1 else rule.places.here
            self.diagnostics.report(
                "J901", place, title=rule.title, written="、".join(written), ways="、".join(ways)
            )
            return False
        by_value = bool(rule.tiers) or written == ["milestone"]
        if by_value != (rule.by is not None):
            place = rule.places.here if rule.by is None else rule.places.key("by")
            problem = "没有写 by（按哪个数）" if rule.by is None else "写了 by，却没有分档"
            self.diagnostics.report("J924", place, key="by", problem=problem)
            return False
        return True

    def _row_scope(self, per: str | None) -> Scope | None:
        """The scope of the rule's expressions: inside rows where it is decided row by row."""
        scope, rule = self.checker.scope, self.rule
        if per is None:
            for key in ("row_cap", "once_per"):
                if getattr(rule, key, None) is not None:
                    self.diagnostics.report("J907", rule.places.key(key), key=key)
            return scope
        tables = scope.vocabulary.tables
        table = tables.get(per) or next((one for one in tables.values() if one.name == per), None)
        if table is None:
            known = "、".join(f"{one.id}（{one.name}）" for one in tables.values())
            place = rule.places.value("per")
            self.diagnostics.report("J906", place, written=per, near=nearest(per, tables), known=known)
            return None
        return evolve(scope, row=table)

    def _rounding(self) -> RoundingRule | None:
        if self.rule.round is not None:
            return rounding_rule(self.rule.round, self.diagnostics)
        if self.rounding is None and self.policy.round is None:
            self.diagnostics.report("J902", self.rule.places.here, title=self.rule.title)
        return self.rounding

    # ------------------------------------------------------------ conditions

    def _conditions(
        self, checker: Checker, table: Table | None
    ) -> tuple[ConditionsPart, _Rows | None] | None:
        """The conditions of the enterprise, and those of its rows where each is decided by itself."""
        rule = self.rule
        lowering = ConditionLowering(checker=checker, definer=self.definer, name="when", clause=rule.clause)
        found = lowering.optional(rule.when, rule.places)
        if found is None:
            return None
        whole, atoms = found
        if table is None:
            met = self.definer.define("met", whole)
            return ConditionsPart(met.name, tuple(atoms)), None
        every = conjuncts(whole)
        own = [part for part in every if not of_row(part)]
        of_rows = [part for part in every if of_row(part)]
        where = all_of(of_rows) if of_rows else None
        some = Aggregate("exists", table.id, None, where)
        met = self.definer.define("met", AllOf((*own, some)))
        of_enterprise = tuple(atom for atom in atoms if atom.met is not None)
        row_atoms = tuple(atom for atom in atoms if atom.met is None)
        return ConditionsPart(met.name, of_enterprise), _Rows(table, where, row_atoms)

    def _once(self) -> Expression | None:
        """That no other period has been rewarded, where it is given once in a lifetime (首次)."""
        if not isinstance(self.rule, Subsidy) or self.rule.once is None:
            return None
        held: Expression = of_award(self.award)
        if self.rewards is not None:
            held = AllOf((held, of_period(self.rewards, other=True)))
        return NoneOf((Aggregate("exists", AWARD.id, None, held),))

    # ------------------------------------------------------------ the amount

    def _amount(
        self, lowering: AmountLowering, rows: _Rows | None, rounding: RoundingRule
    ) -> Expression | None:
        """The rule's amount after its caps and rounding."""
        rule = self.rule
        base, changes = lowering.base(), lowering.changes()
        if base is None or changes is None:
            return None
        of_rows = [one for one in changes if one.cap is not None and of_row(one.condition)]
        if of_rows:
            self.diagnostics.report("J937", of_rows[0].declared.places.value("cap"))
            return None
        amount = lowering.adjusted(base, changes)
        cap, text, ok = self._cap(lowering, changes)
        least, least_ok = lowering.optional(rule.least)
        if not (ok and least_ok):
            return None
        if rows is not None:
            summed = self._over_rows(lowering, rows, base, amount, cap)
            if summed is None:
                return None
            amount = summed
        return self._limited(lowering, amount, (cap, text), least, rounding)

    def _cap(
        self, lowering: AmountLowering, changes: Sequence[Change]
    ) -> tuple[Expression | None, str, bool]:
        """The most that an enterprise gets, which is read outside the rows."""
        outside = evolve(lowering, checker=self.checker)
        cap, text, ok = outside.cap(changes)
        others = [outside.optional(one) for one in getattr(self.rule, "also_cap", ())]
        if not all(fine for _, fine in others):
            return None, text, False
        every = [one for one in (cap, *(other for other, _ in others)) if one is not None]
        if len(every) > 1:
            text = "、".join((text, *(one.text for one in getattr(self.rule, "also_cap", ())))).lstrip("、")
            return Least(tuple(every)), text, ok
        return (every[0] if every else None), text, ok

    def _over_rows(
        self,
        lowering: AmountLowering,
        rows: _Rows,
        base: Expression,
        amount: Expression,
        cap: Expression | None,
    ) -> Expression | None:
        """The rows added, each up to its cap. Once the known rows reach the cap the rest does not matter
        (S9).
        """
        rule = self.rule
        assert isinstance(rule, Subsidy)
        row_cap, ok = lowering.optional(rule.row_cap)
        once_per, found = self._once_per(rule, rows.table)
        if not (ok and found):
            return None
        one = Greatest((NOTHING, amount if row_cap is None else Least((row_cap, amount))))
        conditions = tuple(atom.node for atom in rows.atoms)
        holds = rows.where if rows.where is not None else AllOf(())
        self.definer.define("rows", EachRow(rows.table.id, (*conditions, holds, base, one)))
        total = Aggregate("sum", rows.table.id, one, rows.where, once_per)
        figures = {"table": rows.table.name, "row_cap": rule.row_cap.text if rule.row_cap else ""}
        summed = lowering.define("summed", total, Note("rows", figures))
        if cap is None:
            return summed
        at_least = evolve(total, known=True)
        reached = self.definer.define("reached", Compare(">=", at_least, cap))
        return If(Known(summed), summed, If(reached, cap, summed))

    def _once_per(self, rule: Subsidy, table: Table) -> tuple[Expression | None, bool]:
        """The column of which equal rows count once."""
        if rule.once_per is None:
            return None, True
        column = table.column(rule.once_per)
        if column is None:
            known = [one.name for one in table.columns.values()]
            place, near = rule.places.value("once_per"), nearest(rule.once_per, known)
            self.diagnostics.report(
                "J939",
                place,
                written=rule.once_per,
                table=table.name,
                near=near,
                known="、".join(known),
            )
            return None, False
        return Column(column.id, column.type, column.unit, column.digits), True

    def _limited(
        self,
        lowering: AmountLowering,
        amount: Expression,
        cap: tuple[Expression | None, str],
        least: Expression | None,
        rounding: RoundingRule,
    ) -> Expression | None:
        """The amount within its least and its cap, the lowered one where a negative lowers it, rounded."""
        most, text = cap
        floor, top = figure_of(least), figure_of(most)
        if floor is not None and top is not None and top < floor:
            assert self.rule.least is not None
            place = self.rule.places.value("least")
            self.diagnostics.report("J913", place, least=self.rule.least.text, cap=text)
            return None
        self._note_limits(floor, top)
        if least is not None:
            assert self.rule.least is not None
            note = Note("least", {"least": self.rule.least.text})
            amount = lowering.define("least", Greatest((least, amount)), note)
        if most is not None:
            note = Note("cap", {"cap": text})
            amount = lowering.define("capped", Least((most, amount)), note)
        for negative in self.vetoing.caps:
            assert negative.cap is not None
            lowered = Least((Constant(negative.cap, YUAN), amount))
            note = Note("lowered_cap", {"title": negative.title})
            node = If(Ref(negative.acts), lowered, amount)
            amount = lowering.define(f"lowered.{negative.id}", node, note)
        rounded = rounding.of(Greatest((NOTHING, amount)))
        return lowering.define("amount", rounded, Note("rounded", {"to": rounding.text}))

    def _note_limits(self, floor: Fraction | None, top: Fraction | None) -> None:
        if floor is not None:
            self._bounds.append(Bound(floor, YUAN, ">="))
        if top is not None:
            self._bounds.append(Bound(top, YUAN, "<="))
        for tier in self.rule.tiers:
            interval = check_interval(tier.within, Diagnostics())
            if interval is not None:
                self._bounds += interval_bounds(interval, None)

    # ------------------------------------------------------------ the rest

    def _assembled(
        self,
        met: ConditionsPart,
        rows: _Rows | None,
        lowering: AmountLowering,
        amount: Expression,
        rounding: RoundingRule,
        loan: LoanPart | None,
    ) -> RulePart | None:
        rule, define = self.rule, self.definer.define
        assert isinstance(amount, Ref)
        once = self._once()
        once_name = None if once is None else define("once", once, Note("once")).name
        vetoed = define("vetoed", AnyOf(tuple(map(Ref, self.vetoing.vetoes))))
        needs: list[Expression] = [Ref(met.met), NoneOf((vetoed,))]
        if once_name is not None:
            needs.append(Ref(once_name))
        if loan is not None and loan.fuse is not None:
            needs.append(NoneOf((Ref(loan.fuse.met),)))
        entitled = define("entitled", AllOf(tuple(needs)))
        gross = define("gross", If(entitled, amount, NOTHING), None, YUAN)
        paid, held = self._ledger()
        payers = self._shares(rule.payers if isinstance(rule, Subsidy) else {}, "payers")
        instalments, clawbacks = self._instalments(), self._clawbacks(rounding, paid)
        if payers is None or instalments is None or clawbacks is None:
            return None
        return RulePart(
            id=rule.id,
            title=rule.title,
            kind=kind_of(rule),
            policy=self.policy.id,
            version=self.policy.version,
            conditions=met,
            per=None if rows is None else rows.table.id,
            rows=None if rows is None else f"{self.definer.owner}.rows",
            row_atoms=() if rows is None else rows.atoms,
            money=tuple(lowering.steps),
            amount=amount.name,
            once=once_name,
            vetoed=vetoed.name,
            vetoes=self.vetoing.vetoes,
            entitled=entitled.name,
            gross=gross.name,
            unit=rounding.unit,
            mode=rounding.mode,
            award=self.award,
            paid=paid,
            held=held,
            payers=payers,
            instalments=instalments,
            clawbacks=clawbacks,
            loan=loan,
            clause=rule.clause or self.policy.clause,
        )

    def _ledger(self) -> tuple[str | None, str | None]:
        """What the ledger holds under the rule's key: how much, and whether anything (S25)."""
        if self.rewards is None or isinstance(self.rule, Loan):
            return None, None
        where = of_grant(self.award, self.rewards)
        paid = self.definer.define("paid", Aggregate("sum", AWARD.id, AMOUNT, where), None, YUAN)
        held = self.definer.define("held", Aggregate("exists", AWARD.id, None, where))
        return paid.name, held.name

    def _shares(self, given: Mapping[str, Written], key: str) -> tuple[SharePart, ...] | None:
        """Shares that add up to the whole."""
        found = [(name, self._share(written)) for name, written in given.items()]
        known = [SharePart(name, share) for name, share in found if share is not None]
        if len(known) < len(found):
            return None
        self._check_whole([one.share for one in known], key)
        return tuple(known)

    def _share(self, written: Written) -> Fraction | None:
        constant = self.checker.constant(written, PLAIN, PERCENT)
        if constant is None:
            return None
        if not 0 <= constant.value <= _WHOLE:
            self.diagnostics.report("J923", written.place, written=written.text, least="0% 到 100% 之间")
            return None
        return constant.value

    def _check_whole(self, shares: Sequence[Fraction], key: str) -> None:
        if shares and sum(shares) != _WHOLE:
            total = f"{float(sum(shares) * 100):g}%"
            self.diagnostics.report("J912", self.rule.places.key(key), key=key, total=total)

    def _instalments(self) -> tuple[SharePart, ...] | None:
        if isinstance(self.rule, Loan):
            return ()
        found: list[SharePart] = []
        for one in self.rule.instalments:
            share, conditions = self._share(one.share), None
            if one.when:
                lowering = ConditionLowering(
                    checker=self.checker,
                    definer=self.definer,
                    name=f"instalment.{one.id}",
                    clause=self.rule.clause,
                )
                conditions = lowering.lower(one.when, one.places.value("when"))
            if share is None or (one.when and conditions is None):
                return None
            found.append(SharePart(one.id, share, conditions, one.due))
        self._check_whole([one.share for one in found], "instalment")
        return tuple(found)

    def _clawbacks(self, rounding: RoundingRule, paid: str | None) -> tuple[ClawbackPart, ...] | None:
        """What must be given back of what was paid: under the rule's key, or, where it rewards no period, of
        the award at all.
        """
        if isinstance(self.rule, Loan):
            return ()
        found, given = [], paid_before(self.award) if paid is None else Ref(paid, YUAN)
        for one in self.rule.clawbacks:
            name, clause = f"clawback.{one.id}", one.clause or self.rule.clause
            lowering = ConditionLowering(checker=self.checker, definer=self.definer, name=name, clause=clause)
            conditions = lowering.lower(one.when, one.places.value("when"))
            share = _WHOLE if one.share is None else self._share(one.share)
            if conditions is None or share is None:
                return None
            back = rounding.of(Product((given, Constant(share))))
            amount = self.definer.define(f"{name}.amount", back, None, YUAN)
            found.append(ClawbackPart(one.id, conditions, amount.name, clause))
        return tuple(found)
