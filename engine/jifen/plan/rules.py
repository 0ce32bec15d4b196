"""A rule lowered by itself: conditions, amount, vetoes, ledger, and how it is to be paid."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import evolve, field, frozen, mutable

from jifen.language.conclusions import AMOUNT, of_award, of_grant, of_period, paid_before
from jifen.language.diagnostics import Diagnostics, nearest
from jifen.language.intervals import check_interval
from jifen.language.scope import Scope
from jifen.model.expression import (
    Aggregate,
    AllOf,
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
from jifen.model.place import Place, Written
from jifen.model.policy import Loan, PolicyHeader, Subsidy
from jifen.model.quantity import PLAIN, YUAN
from jifen.model.terms import AWARD, Table
from jifen.plan.amounts import NOTHING, PERCENT, AmountLowering, Change, all_of, figure_of, limits_of
from jifen.plan.bounds import Bound, interval_bounds
from jifen.plan.conditions import ConditionLowering, conjuncts, of_row, row_atoms
from jifen.plan.definer import Definer
from jifen.plan.entitlements import (
    AtomPart,
    ClawbackPart,
    ConditionsPart,
    LoanPart,
    RowsPart,
    RulePart,
    SharePart,
)
from jifen.plan.entitling import Vetoing, kind_of
from jifen.plan.expressions import Checker
from jifen.plan.loans import LoanLowering
from jifen.plan.nodes import EachRow, If, Note, Option
from jifen.plan.rounding import RoundingRule, rounding_rule

_WHOLE = Fraction(1)
_WAYS = {
    "amount": "一个金额",
    "line": "一个额度",
    "tier": "分档",
    "case": "分类",
    "milestone": "首次突破的各级",
    "grid": "类别 × 阶段的表",
}
"""The keys that say how much, in words."""

_SHARES = {"payers": "各级承担", "instalment": "分期兑付"}
"""The keys of shares, in words."""
MET, BASE, AMOUNT_OF_ROW, ONCE = "met", "base", "amount", "once"
"""What values of a row are called."""


@frozen
class _Rows:
    """The rows of a rule that is decided row by row."""

    table: Table
    where: Expression | None
    atoms: tuple[AtomPart, ...]
    values: list[tuple[str, Expression]]


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
    _raised: tuple[Option, ...] = ()
    _row_values: tuple[tuple[str, Expression], ...] = ()

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
        atoms = (*part.conditions.atoms, *(part.rows.atoms if part.rows is not None else ()))
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
                "J901",
                place,
                title=rule.title,
                what="额度" if isinstance(rule, Loan) else "金额",
                written="、".join(written),
                ways="、".join(f"{key}（{_WAYS[key]}）" for key in ways),
            )
            return False
        return self._by_a_value(by_value=written[0] in ("tier", "milestone")) and self._heeded(written[0])

    def _by_a_value(self, *, by_value: bool) -> bool:
        """Whether it says by which value it goes just where it goes by one."""
        rule = self.rule
        if by_value == (rule.by is not None):
            return True
        if rule.by is None:
            self._incomplete(rule.places.here, "没有写 by（按哪个数分）", '请补上 by，如 by = "研发费用"')
        else:
            place, tier = rule.places.key("by"), f"[[{kind_of(rule)}.tier]]"
            self._incomplete(place, "写了 by，却没有分档", f"请补上各档 {tier}，或者删去 by")
        return False

    def _heeded(self, way: str) -> bool:
        """Whether nothing is written that would have no effect on an amount of this way."""
        rule, key = self.rule, ""
        if isinstance(rule, Subsidy) and rule.marginal and way != "tier":
            key = "marginal"
        elif rule.hit is not None and (way not in ("tier", "case") or getattr(rule, "marginal", False)):
            key = "hit"
        if key:
            problem = f"写了 {key}，而它在这里不起作用"
            remedy = f"请删去 {key}；marginal 只用于分档，hit 只用于分档、分类，分段累进不写 hit"
            self._incomplete(rule.places.key(key), problem, remedy)
        return not key

    def _incomplete(self, place: Place, problem: str, remedy: str) -> None:
        self.diagnostics.report("J924", place, title=self.rule.title, problem=problem, remedy=remedy)

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
        some = self.definer.define("some_row", Aggregate("exists", table.id, None, where))
        met = self.definer.define("met", AllOf((*own, some)))
        of_enterprise = tuple(atom for atom in atoms if atom.met is not None)
        of_row_atoms, values = row_atoms([atom for atom in atoms if atom.met is None])
        return ConditionsPart(met.name, of_enterprise), _Rows(table, where, of_row_atoms, values)

    def _once(self) -> Ref | None:
        """That no other period has been rewarded, where it is given once in a lifetime (首次)."""
        if not isinstance(self.rule, Subsidy) or self.rule.once is None:
            return None
        held: Expression = of_award(self.award)
        if self.rewards is not None:
            held = AllOf((held, of_period(self.rewards, other=True)))
        before = self.definer.define("held_before", Aggregate("exists", AWARD.id, None, held))
        return self.definer.define("once", NoneOf((before,)), Note("once"))

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
        self._raised = outside.raised(changes)
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
        self._note_limits(None, row_cap)
        if row_cap is not None:
            assert rule.row_cap is not None
            inputs = {"cap": lowering.seen("row_cap", row_cap)}
            note = Note("cap", {"cap": rule.row_cap.text, "row": "row"}, inputs=inputs)
            amount = lowering.step("capped", Least((row_cap, amount)), note)
        one = Greatest((NOTHING, amount))
        holds = rows.where if rows.where is not None else AllOf(())
        self._row_values = (
            *rows.values,
            *lowering.row_values,
            (MET, holds),
            (BASE, base),
            (AMOUNT_OF_ROW, one),
        )
        if once_per is not None:
            self._row_values = (*self._row_values, (ONCE, once_per))
        self.definer.define("rows", EachRow(rows.table.id, tuple(node for _, node in self._row_values)))
        total = Aggregate("sum", rows.table.id, one, rows.where, once_per)
        figures = {"table": rows.table.name, "row_cap": rule.row_cap.text if rule.row_cap else ""}
        if rule.once_per is not None:
            figures["once_per"] = rule.once_per
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
            places, facts = self.rule.places, {"title": self.rule.title, "least": self.rule.least.text}
            related = (("最多多少写在这里", places.value("cap")),)
            self.diagnostics.report("J913", places.value("least"), related=related, cap=text, **facts)
            return None
        self._note_limits(least, most)
        if least is not None:
            assert self.rule.least is not None
            inputs = {"least": self._seen("least.figure", least)}
            note = Note("least", {"least": self.rule.least.text}, inputs=inputs)
            amount = lowering.define("least", Greatest((least, amount)), note)
        if most is not None:
            inputs = {"cap": self._seen("cap.figure", most)}
            note = Note("cap", {"cap": text}, inputs=inputs, options=self._raised)
            amount = lowering.define("capped", Least((most, amount)), note)
        for negative in self.vetoing.caps:
            assert negative.cap is not None
            lowered = Least((Constant(negative.cap, YUAN), amount))
            inputs_of: dict[str, str | Fraction] = {"cap": negative.cap, "acts": negative.acts}
            note = Note("lowered_cap", {"title": negative.title}, inputs=inputs_of)
            node = If(Ref(negative.acts), lowered, amount)
            amount = lowering.define(f"lowered.{negative.id}", node, note)
        rounded = rounding.of(Greatest((NOTHING, amount)))
        figures = {"to": rounding.text, "mode": rounding.mode}
        return lowering.define("amount", rounded, Note("rounded", figures))

    def _seen(self, name: str, node: Expression) -> str:
        """The name of a value of the enterprise that is there for reasons alone."""
        return self.definer.define(name, node, None, YUAN).name

    def _note_limits(self, least: Expression | None, most: Expression | None) -> None:
        self._bounds += [Bound(figure, YUAN, ">=") for figure in limits_of(least)]
        self._bounds += [Bound(figure, YUAN, "<=") for figure in limits_of(most)]
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
        further: list[Expression] = [] if once is None else [once]
        if loan is not None and loan.fuse is not None:
            further.append(NoneOf((Ref(loan.fuse.met),)))
        vetoed, entitled = self.vetoing.entitled(self.definer, met.met, further)
        note = Note("entitled", inputs={"entitled": entitled.name})
        gross = define("gross", If(entitled, amount, NOTHING), note, YUAN)
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
            rows=None if rows is None else self._rows_part(rows, lowering),
            money=tuple(lowering.steps),
            amount=amount.name,
            once=None if once is None else once.name,
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
            branches=tuple(lowering.branches),
        )

    def _rows_part(self, rows: _Rows, lowering: AmountLowering) -> RowsPart:
        return RowsPart(
            table=rows.table.id,
            name=f"{self.definer.owner}.rows",
            where=rows.where,
            atoms=rows.atoms,
            values=tuple(name for name, _ in self._row_values),
            steps=tuple(lowering.row_steps),
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
            expected = "要在 0% 到 100% 之间"
            self.diagnostics.report("J923", written.place, written=written.text, expected=expected)
            return None
        return constant.value

    def _check_whole(self, shares: Sequence[Fraction], key: str) -> None:
        if shares and sum(shares) != _WHOLE:
            total = f"{float(sum(shares) * 100):g}%"
            place, title = self.rule.places.key(key), self.rule.title
            self.diagnostics.report("J912", place, title=title, what=_SHARES[key], key=key, total=total)

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
