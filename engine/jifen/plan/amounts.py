"""How much a rule comes to: tiers, classes, tables, adjustments and caps lowered to nodes.

This is the one place that knows them. A rule decided row by row yields what one row comes to, and what all
of them do; any other yields one amount.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from attrs import field, frozen, mutable

from jifen.language.conditions import check_conditions
from jifen.language.diagnostics import Diagnostics
from jifen.language.rewriting import constant
from jifen.model.condition import When
from jifen.model.expression import (
    AllOf,
    Constant,
    Expression,
    Greatest,
    Interval,
    Least,
    Negated,
    NoneOf,
    OneOf,
    Product,
    Ref,
    Sum,
    Within,
)
from jifen.model.place import Places, Written
from jifen.model.policy import Adjustment, Case, Grid, Hit, Loan, Subsidy, Tier
from jifen.model.quantity import PLAIN, SCALES, YUAN
from jifen.plan.cases import check_labels, intervals, tile, tiled
from jifen.plan.definer import Definer
from jifen.plan.entitlements import BranchPart
from jifen.plan.expressions import Checker
from jifen.plan.nodes import Bands, Choose, If, Match, Note, Option, Term
from jifen.plan.terms import scale_of, terms_of

NOTHING = Constant(Fraction(0), YUAN)
PERCENT = SCALES["%"]
MONEY = SCALES["元"]

Worth = tuple[Expression, Expression]
"""A condition, and the amount where it holds."""


@frozen
class Change:
    """An adjustment lowered: when it acts, what it makes of an amount, and the cap that it brings."""

    condition: Expression
    times: Expression | None
    add: Expression | None
    cap: Expression | None
    declared: Adjustment

    def made_of(self, amount: Expression) -> Expression:
        """The amount once it has acted."""
        changed = amount if self.times is None else Product((amount, self.times))
        return changed if self.add is None else Sum((changed, self.add))


@mutable(kw_only=True)
class AmountLowering:
    """Lowers the amount of one rule. Each method returns None after it has reported why it cannot.

    ``steps`` are the definitions that make the amount, in order: what reasons show line by line. What is made
    of a row is no definition, since each row has its own: ``row_steps`` are its steps, ``row_values`` what
    reasons show of it, by name.
    """

    checker: Checker
    definer: Definer
    rule: Subsidy | Loan
    steps: list[str] = field(factory=list)
    branches: list[BranchPart] = field(factory=list)
    row_steps: list[tuple[str, Note]] = field(factory=list)
    row_values: list[tuple[str, Expression]] = field(factory=list)

    @property
    def diagnostics(self) -> Diagnostics:
        """Where findings go."""
        return self.checker.diagnostics

    @property
    def by_row(self) -> bool:
        """Whether each row of a table is decided by itself."""
        return self.checker.scope.row is not None

    def step(self, name: str, node: Expression, note: Note) -> Expression:
        """A step of the money as a definition; of a row's, the node itself."""
        if self.by_row:
            self.row_values.append((name, node))
            self.row_steps.append((name, note))
            return node
        return self.define(name, node, note)

    def seen(self, name: str, node: Expression) -> str:
        """The name of a value that is there for reasons alone."""
        if self.by_row:
            self.row_values.append((name, node))
            return name
        return self.definer.define(name, node).name

    def terms(self, name: str, written: Written) -> tuple[Term, ...]:
        """The names and calls in a formula, whose values reasons put in their places."""
        return tuple(
            Term(one.text, one.start, self.seen(f"{name}.term{number}", one.node), one.scale)
            for number, one in enumerate(terms_of(written, self.checker), start=1)
        )

    def option(
        self, name: str, label: str, formula: Written, cap: Written | None, worth: Worth | Expression
    ) -> Option:
        """One of several that a step chooses from; with a condition where it has one of its own."""
        condition, amount = worth if isinstance(worth, tuple) else (None, worth)
        return Option(
            label=label,
            formula=formula.text,
            met=None if condition is None else self.seen(f"{name}.met", condition),
            value=self.seen(name, amount),
            terms=self.terms(name, formula),
            cap="" if cap is None else cap.text,
        )

    def define(self, name: str, node: Expression, note: Note) -> Ref:
        """A step of the enterprise's money."""
        ref = self.definer.define(name, node, note, YUAN)
        self.steps.append(ref.name)
        return ref

    def condition(self, when: When, places: Places) -> Expression | None:
        """Conditions of a class or an adjustment, as one; a class that leaves them out takes all others."""
        if not when and ("when",) not in places.keys:
            return AllOf(())
        return check_conditions(when, self.checker.condition, self.diagnostics, places.value("when"))

    def money(self, written: Written) -> Expression | None:
        """An amount of money."""
        typed = self.checker.number(written, unit=YUAN)
        return None if typed is None else typed.expression

    def optional(self, written: Written | None) -> tuple[Expression | None, bool]:
        """An amount that may be left out; whether nothing was wrong."""
        if written is None:
            return None, True
        money = self.money(written)
        return money, money is not None

    def ratio(self, written: Written) -> Expression | None:
        """A ratio, which must say %, 倍 or be made of data."""
        typed = self.checker.number(written, unit=PLAIN)
        return None if typed is None else typed.expression

    # ------------------------------------------------------------ the amount by itself

    def base(self) -> Expression | None:
        """What the rule declares, before adjustments and caps."""
        rule = self.rule
        formula = rule.amount if isinstance(rule, Subsidy) else rule.line
        if formula is not None:
            money = self.money(formula)
            if money is None:
                return None
            note = Note("formula", {"text": formula.text}, terms=self.terms("base", formula))
            return self.step("base", money, note)
        if rule.tiers:
            return self._tiered(rule.tiers)
        if rule.cases:
            return self._by_case(rule.cases)
        assert isinstance(rule, Loan) and rule.grid is not None, "checked before"
        return self._gridded(rule.grid)

    def _tiered(self, tiers: Sequence[Tier]) -> Expression | None:
        by, rule = self.rule.by, self.rule
        assert by is not None, "checked before"
        marginal = isinstance(rule, Subsidy) and rule.marginal
        value = self.checker.number(by, unit=YUAN if marginal else None)
        if value is None:
            return None
        written = [tier.within for tier in tiers]
        found = intervals(written, value.unit, value.scale, self.diagnostics)
        for tier, interval in zip(tiers, found or (), strict=False):
            reached = Within(value.expression, interval)
            self.branches.append(BranchPart("tier", tier.within.text, reached, by.text))
        if marginal:
            return None if found is None else self._marginal(tiers, written, found, value.expression)
        amounts = [self._capped_tier(tier) for tier in tiers]
        if found is None or None in amounts:
            return None
        known = [amount for amount in amounts if amount is not None]
        inputs = {"by": self.seen("by", value.expression)}
        if rule.hit is not None:
            within = [Within(value.expression, one) for one in found]
            worths = list(zip(within, known, strict=True))
            options = self._options(tiers, worths)
            note = Note("tiers", {"by": by.text, "hit": rule.hit}, inputs=inputs, options=options)
            return self.step("base", _combined(worths, rule.hit), note)
        if not tile(written, found, self.diagnostics):
            return None
        edges, order = tiled([(interval, position) for position, interval in enumerate(found)])
        labels = tuple(tiers[position].within.text for position in order)
        scale = {"scale": scale_of(value).name}
        note = Note("tier", {"by": by.text, **scale}, labels, inputs, self.terms("by", by))
        band = self.step("tier", Bands(value.expression, edges), note)
        amount = Choose(band, tuple(known[position] for position in order))
        return self.step("base", amount, Note("tiers", {"by": by.text}, options=self._options(tiers, known)))

    def _options(self, tiers: Sequence[Tier], worths: Sequence[Worth | Expression]) -> tuple[Option, ...]:
        found = []
        for number, (tier, worth) in enumerate(zip(tiers, worths, strict=True), start=1):
            assert tier.amount is not None, "checked before"
            found.append(self.option(f"option{number}", tier.within.text, tier.amount, tier.cap, worth))
        return tuple(found)

    def _capped_tier(self, tier: Tier | Case) -> Expression | None:
        if isinstance(tier, Tier) and tier.rate is not None:
            remedy = '分段累进请在规则里写 marginal = true；不累进请写 amount，如 amount = "投资额 × 5%"'
            self._incomplete(tier, "rate", "的一档写了 rate，规则却不是分段累进", remedy)
            return None
        if tier.amount is None:
            self._incomplete(tier, "amount", "的一档没有写金额", '请写 amount，不给的写 amount = "0元"')
            return None
        amount, (cap, ok) = self.money(tier.amount), self.optional(tier.cap)
        if amount is None or not ok:
            return None
        return amount if cap is None else Least((amount, cap))

    def _incomplete(self, tier: Tier | Case, key: str, problem: str, remedy: str) -> None:
        """Report what is wrong with a tier, at a key of it or where the tier begins."""
        title = self.rule.title
        self.diagnostics.report("J924", tier.places.key(key), title=title, problem=problem, remedy=remedy)

    def _marginal(
        self, tiers: Sequence[Tier], written: list[Written], found: list[Interval], value: Expression
    ) -> Expression | None:
        """Each stretch of the value by its own rate, added up (分段累进)."""
        rates: list[Expression | None] = []
        for tier in tiers:
            extra = next((key for key in ("amount", "cap") if getattr(tier, key) is not None), None)
            if tier.rate is None or extra is not None:
                problem = f"分段累进，一档写了 {extra}" if extra else "分段累进，一档没有写比例"
                remedy = "分段累进的各档只写 in 和 rate；最多给多少请写整条规则的 cap"
                self._incomplete(tier, extra or "rate", problem, remedy)
                return None
            rates.append(self.checker.constant(tier.rate, PLAIN, PERCENT))
        if None in rates or not tile(written, found, self.diagnostics):
            return None
        parts: list[Expression] = []
        for interval, rate in zip(found, rates, strict=True):
            assert rate is not None
            top = value if interval.high is None else Least((value, Constant(interval.high, YUAN)))
            low = Constant(interval.low or Fraction(0), YUAN)
            parts.append(Product((rate, Greatest((NOTHING, Sum((top, Negated(low))))))))
        assert self.rule.by is not None
        options = tuple(
            Option(tier.within.text, tier.rate.text, None, self.seen(f"option{number}", part))
            for number, (tier, part) in enumerate(zip(tiers, parts, strict=True), start=1)
            if tier.rate is not None
        )
        note = Note(
            "marginal", {"by": self.rule.by.text}, (), {"by": self.seen("by", value)}, options=options
        )
        return self.step("base", Sum(tuple(parts)), note)

    def _by_case(self, cases: Sequence[Case]) -> Expression | None:
        worths: list[Worth] = []
        for case in cases:
            condition, amount = self.condition(case.when, case.places), self._capped_tier(case)
            if condition is None or amount is None:
                return None
            earlier = tuple(before for before, _ in worths)
            taken = AllOf((condition, NoneOf(earlier))) if self.rule.hit in (None, "first") else condition
            self.branches.append(BranchPart("case", case.name or f"第 {len(worths) + 1} 类", taken))
            worths.append((condition, amount))
        names = "、".join(case.name for case in cases if case.name)
        hit = self.rule.hit or "first"
        options = tuple(
            self.option(f"option{number}", case.name, case.amount, case.cap, worth)
            for number, (case, worth) in enumerate(zip(cases, worths, strict=True), start=1)
        )
        note = Note("cases", {"names": names, "hit": hit}, options=options)
        return self.step("base", _combined(worths, hit), note)

    def _gridded(self, grid: Grid) -> Expression | None:
        rows, columns = self.checker.value(grid.rows), self.checker.value(grid.columns)
        if rows is None or columns is None:
            return None
        for written, typed in ((grid.rows, rows), (grid.columns, columns)):
            if typed.type != "text":
                self.diagnostics.report("J934", written.place, found=written.text)
                return None
        check_labels(grid.cells, rows.field, grid.places, ("cells",), self.diagnostics)
        for label, cells in grid.cells.items():
            check_labels(cells, columns.field, grid.places, ("cells", label), self.diagnostics)
        lines: list[tuple[str, Expression]] = []
        options: list[Option] = []
        for label, cells in grid.cells.items():
            found = [(name, self.money(cell)) for name, cell in cells.items()]
            known = [(name, cell) for name, cell in found if cell is not None]
            if len(known) < len(found):
                return None
            lines.append((label, Match(columns.expression, tuple(known))))
            for number, (name, cell) in enumerate(known, start=len(options) + 1):
                both = f"{label} × {name}"
                options.append(self.option(f"option{number}", both, cells[name], None, cell))
                chosen = (OneOf(rows.expression, (label,)), OneOf(columns.expression, (name,)))
                self.branches.append(BranchPart("cell", both, AllOf(chosen)))
        figures = {"rows": grid.rows.text, "columns": grid.columns.text}
        inputs = {"row": self.seen("row", rows.expression), "column": self.seen("column", columns.expression)}
        note = Note("grid", figures, inputs=inputs, options=tuple(options))
        return self.step("base", Match(rows.expression, tuple(lines)), note)

    # ------------------------------------------------------------ what changes it

    def changes(self) -> list[Change] | None:
        """The adjustments of the rule."""
        found = [self._change(one) for one in self.rule.adjustments]
        known = [change for change in found if change is not None]
        return known if len(known) == len(found) else None

    def _change(self, declared: Adjustment) -> Change | None:
        if declared.times is None and declared.add is None and declared.cap is None:
            self.diagnostics.report("J935", declared.places.here)
            return None
        condition = self.condition(declared.when, declared.places)
        times = None if declared.times is None else self.ratio(declared.times)
        (add, add_ok), (cap, cap_ok) = self.optional(declared.add), self.optional(declared.cap)
        if condition is None or not (add_ok and cap_ok) or (declared.times is not None and times is None):
            return None
        label = declared.name or f"第 {self.rule.adjustments.index(declared) + 1} 项"
        self.branches.append(BranchPart("adjust", label, condition))
        return Change(condition, times, add, cap, declared)

    def adjusted(self, amount: Expression, changes: Sequence[Change]) -> Expression:
        """The amount once adjustments have acted, each a step of its own."""
        acting = [change for change in changes if change.times is not None or change.add is not None]
        if not acting:
            return amount
        if self.rule.adjust_hit == "sum":
            for number, change in enumerate(acting, start=1):
                changed = If(change.condition, change.made_of(amount), amount)
                note = Note("adjusted", _adjustment(change), inputs=self._acting(f"adjust{number}", change))
                amount = self.step(f"adjusted{number}", changed, note)
            return amount
        options = []
        for number, change in enumerate(acting, start=1):
            value = self.seen(f"adjust{number}", change.made_of(amount))
            met = self.seen(f"adjust{number}.met", change.condition)
            options.append(Option(change.declared.name, _made(change), met, value))
        note = Note("adjusted", {"name": _names(acting), "hit": self.rule.adjust_hit}, options=tuple(options))
        if self.rule.adjust_hit == "first":
            changed_first: Expression = amount
            for change in reversed(acting):
                changed_first = If(change.condition, change.made_of(amount), changed_first)
            return self.step("adjusted", changed_first, note)
        made = tuple(If(change.condition, change.made_of(amount), amount) for change in acting)
        return self.step("adjusted", Greatest((amount, *made)), note)

    def _acting(self, name: str, change: Change) -> dict[str, str | Fraction]:
        """What reasons show of an adjustment: whether it acts, and its figures."""
        inputs: dict[str, str | Fraction] = {"acts": self.seen(f"{name}.acts", change.condition)}
        if change.times is not None:
            inputs["times"] = self.seen(f"{name}.times", change.times)
        if change.add is not None:
            inputs["add"] = self.seen(f"{name}.add", change.add)
        return inputs

    def raised(self, changes: Sequence[Change]) -> tuple[Option, ...]:
        """The caps that stand in the place of the usual one where adjustments act."""
        return tuple(
            Option(
                label=change.declared.name,
                formula="" if change.declared.cap is None else change.declared.cap.text,
                met=self.seen(f"raised{number}.met", change.condition),
                value=self.seen(f"raised{number}", change.cap),
            )
            for number, change in enumerate(changes, start=1)
            if change.cap is not None
        )

    def cap(self, changes: Sequence[Change]) -> tuple[Expression | None, str, bool]:
        """The most that an enterprise gets, its text, and whether nothing was wrong."""
        rule = self.rule
        cap, ok = self.optional(rule.cap)
        text = "" if rule.cap is None else rule.cap.text
        raising = [change for change in changes if change.cap is not None]
        if cap is None and raising:
            if ok:
                self.diagnostics.report("J936", raising[0].declared.places.value("cap"))
            return None, text, False
        for change in reversed(raising):
            assert cap is not None and change.cap is not None
            cap = If(change.condition, change.cap, cap)
        return cap, text, ok


def _names(changes: Sequence[Change]) -> str:
    return "、".join(change.declared.name for change in changes if change.declared.name)


def _adjustment(change: Change) -> dict[str, str]:
    """The figures of an adjustment as the file writes them."""
    declared = change.declared
    figures = {"name": declared.name}
    if declared.times is not None:
        figures["times"] = declared.times.text
    if declared.add is not None:
        figures["add"] = declared.add.text
    return figures


def _made(change: Change) -> str:
    """What an adjustment makes of an amount, as text."""
    declared = change.declared
    times = "" if declared.times is None else f"× {declared.times.text}"
    add = "" if declared.add is None else f"+ {declared.add.text}"
    return f"{times} {add}".strip()


def _first(worths: Sequence[Worth]) -> Expression:
    amount: Expression = NOTHING
    for condition, worth in reversed(worths):
        amount = If(condition, worth, amount)
    return amount


def _highest(worths: Sequence[Worth]) -> Expression:
    options = tuple(If(condition, worth, NOTHING) for condition, worth in worths)
    return options[0] if len(options) == 1 else Greatest(options)


def _sum(worths: Sequence[Worth]) -> Expression:
    return Sum(tuple(If(condition, worth, NOTHING) for condition, worth in worths))


_COMBINED: dict[Hit, Callable[[Sequence[Worth]], Expression]] = {
    "first": _first,
    "highest": _highest,
    "sum": _sum,
}


def _combined(worths: Sequence[Worth], hit: Hit) -> Expression:
    """The amount of those of several conditions that hold."""
    return _COMBINED[hit](worths)


def figure_of(expression: Expression | None) -> Fraction | None:
    """The figure that an expression is, where it is one."""
    return None if expression is None else constant(expression)


def limits_of(expression: Expression | None) -> list[Fraction]:
    """The figures that a limit may come to: of several limits, and of those that conditions choose among."""
    if isinstance(expression, Least | Greatest):
        return [figure for part in expression.values for figure in limits_of(part)]
    if isinstance(expression, If):
        return [*limits_of(expression.then), *limits_of(expression.otherwise)]
    figure = figure_of(expression)
    return [] if figure is None else [figure]


def all_of(parts: Sequence[Expression]) -> Expression:
    """Conditions as one."""
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))
