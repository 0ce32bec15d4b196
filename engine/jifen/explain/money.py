"""The steps of the money in sentences, with the figures put in. Only kinds of steps are known here."""

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from jifen.explain import policy_wording as wording
from jifen.explain.conditions import condition, distance
from jifen.explain.formulas import evaluate
from jifen.explain.quantities import known_money, quantity, ratio, substituted
from jifen.model.decision import Exact
from jifen.model.grounds import MoneyStep, OptionSeen, RowSeen, TermSeen
from jifen.model.quantity import SCALES, parse_scale

_MONEY = SCALES["万元"]


def money_steps(steps: Sequence[MoneyStep], *, in_row: bool = False) -> tuple[str, ...]:
    """What each step did; those that changed nothing are left out but for caps."""
    told: list[str] = []
    before: Exact | None = None
    tier = ""
    for step in steps:
        said = _Telling(step, before, tier, in_row).said()
        if said:
            told.append(said)
        if step.what == "tier":
            tier = step.label
        else:
            before = step.value
    return tuple(told)


def rows_told(rows: Sequence[RowSeen], column: str) -> tuple[str, ...]:
    """Each row: what it comes to and how, or why it does not count; the nearest first of those."""
    counted = [row for row in rows if row.counted]
    others = [row for row in rows if not row.counted]
    others.sort(key=row_distance)
    return tuple(_row(row, column) for row in (*counted, *others))


def row_distance(row: RowSeen) -> tuple[int, bool, Fraction]:
    """How far a row is from counting."""
    if not row.misses:
        return 0, False, Fraction(0)
    nearest = row.misses[0]
    return len(nearest.conditions), nearest.gap is None, nearest.gap or Fraction(0)


def _row(row: RowSeen, column: str) -> str:
    key = wording.AND.join(f"{name} {value}".strip() for name, value in row.key.items())
    if row.counted:
        steps = money_steps(row.steps, in_row=True)
        said = wording.BETWEEN.join(steps) if steps else known_money(row.amount)
    elif row.met is None or (row.met and not isinstance(row.amount, Fraction)):
        said = wording.ROW_UNKNOWN
    elif row.met:
        said = wording.ROW_NOT_COUNTED.format(said=wording.ROW_ONCE.format(column=column))
    else:
        missed = sorted((atom for atom in row.conditions if atom.in_the_way), key=distance)
        said = wording.ROW_NOT_COUNTED.format(said=wording.BETWEEN.join(map(condition, missed)))
    return wording.ROW.format(key=key, said=said)


@frozen
class _Telling:
    """One step: its figures, what the money was before it, and the tier that was met."""

    step: MoneyStep
    before: Exact | None
    tier: str
    in_row: bool

    def said(self) -> str:
        """What the step did; nothing where that is not worth telling or not known."""
        value = self.step.value
        if not isinstance(value, Fraction | int) or isinstance(value, bool):
            return ""
        method = getattr(self, f"_{self.step.what}", None)
        return "" if method is None else str(method())

    @property
    def _value(self) -> str:
        return known_money(self.step.value)

    @property
    def _changed(self) -> bool:
        return self.step.value != self.before

    def _from_to(self) -> dict[str, str]:
        return {"before": known_money(self.before), "value": self._value}

    def _input(self, name: str) -> str:
        return known_money(self.step.inputs.get(name))

    # ------------------------------------------------------------ the amount by itself

    def _formula(self) -> str:
        return _computed(self.step.figures["text"], self.step.terms, self.step.value)

    def _tier(self) -> str:
        scale = parse_scale(self.step.figures.get("scale", "")) or SCALES[""]
        value = quantity(self.step.inputs.get("by"), scale)
        return wording.TIER.format(by=self.step.figures["by"], value=value, label=self.step.label)

    def _tiers(self) -> str:
        if "hit" in self.step.figures:
            return self._cases()
        met = (one for one in self.step.options if one.label == self.tier)
        return wording.BETWEEN.join(_option(one, wording.TIER_AMOUNT) for one in met)

    def _cases(self) -> str:
        met = [one for one in self.step.options if one.met]
        if not met:
            return wording.NO_OPTION
        hit = self.step.figures.get("hit", "first")
        if hit == "first":
            met = met[:1]
        said = wording.BETWEEN.join(
            wording.OPTION.format(label=one.label, said=_option(one, wording.FIXED))
            if one.label
            else _option(one, wording.FIXED)
            for one in met
        )
        if len(met) == 1:
            return said
        several = wording.SEVERAL.format(hit=wording.HITS[hit], value=self._value)
        return wording.BETWEEN.join((said, several))

    def _marginal(self) -> str:
        parts = wording.AND.join(
            wording.MARGINAL_PART.format(label=one.label, rate=one.formula, value=known_money(one.value))
            for one in self.step.options
            if one.value
        )
        by = quantity(self.step.inputs.get("by"), _MONEY)
        return wording.MARGINAL.format(by=self.step.figures["by"], value=by, parts=parts, total=self._value)

    def _grid(self) -> str:
        label = f"{self.step.inputs.get('row')} × {self.step.inputs.get('column')}"
        chosen = next((one for one in self.step.options if one.label == label), None)
        said = self._value if chosen is None else _option(chosen, wording.FIXED)
        return wording.GRID.format(label=label, said=said)

    def _adjusted(self) -> str:
        if self.step.options:
            return self._adjusted_by_choice()
        if not self.step.inputs.get("acts"):
            return ""
        times, add = self.step.figures.get("times"), self.step.figures.get("add")
        made = "".join((f" × {times}" if times else "", f" + {add}" if add else ""))
        return self._adjusted_by(self.step.figures.get("name", ""), made)

    def _adjusted_by_choice(self) -> str:
        acting = (one for one in self.step.options if one.met and one.value == self.step.value)
        chosen = next(acting, None)
        if chosen is None or not self._changed:
            return ""
        return self._adjusted_by(chosen.label, f" {chosen.formula}")

    def _adjusted_by(self, name: str, made: str) -> str:
        template = wording.ADJUSTED if name else wording.ADJUSTED_UNNAMED
        return template.format(name=name, made=made, **self._from_to())

    # ------------------------------------------------------------ limits

    def _least(self) -> str:
        if not self._changed:
            return ""
        return wording.LEAST.format(least=self._input("least"), value=self._value)

    def _cap(self) -> str:
        raised = next((one for one in self.step.options if one.met), None)
        cap = self._input("cap")
        said = wording.CAP if self._changed else wording.CAP_NOT_REACHED
        if self.in_row:
            said = wording.ROW_CAP if self._changed else wording.ROW_CAP_NOT_REACHED
        told = said.format(cap=cap, value=self._value)
        if raised is None:
            return told
        return wording.BETWEEN.join((wording.CAP_RAISED.format(name=raised.label, cap=cap), told))

    def _lowered_cap(self) -> str:
        if not self._changed:
            return ""
        title = self.step.figures["title"]
        return wording.LOWERED_CAP.format(title=title, cap=self._input("cap"), value=self._value)

    def _rounded(self) -> str:
        if not self._changed:
            return ""
        mode = wording.MODES[self.step.figures.get("mode", "half_up")]
        return wording.ROUNDED.format(to=self.step.figures["to"], mode=mode, value=self._value)

    # ------------------------------------------------------------ settlement

    def _entitled(self) -> str:
        return wording.NOT_ENTITLED

    def _group(self) -> str:
        others = wording.AND.join(
            wording.GROUP_OTHER.format(label=one.label, value=known_money(one.value))
            for one in self.step.options
            if not one.met and one.value != 0
        )
        template = wording.GROUP_WON.get(self.step.figures.get("take", ""))
        if template is None or not others or not self.step.value:
            return ""
        told = template.format(value=self._value)
        return wording.BETWEEN.join((told, wording.GROUP_OTHERS.format(others=others)))

    def _top_up(self) -> str:
        if not self._changed:
            return ""
        return wording.TOP_UP.format(paid=self._input("paid"), value=self._value)

    def _shared_cap(self) -> str:
        if not self._changed:
            return ""
        in_order = self.step.figures["split"] == "in_order"
        template = wording.SHARED_IN_ORDER if in_order else wording.SHARED_PRO_RATA
        title, cap = self.step.figures["title"] or wording.UNTITLED, self.step.figures["cap"]
        return template.format(title=title, cap=cap, left=self._input("left"), **self._from_to())

    def _grade(self) -> str:
        factor = self.step.inputs.get("factor")
        if not isinstance(factor, Fraction) or not self._changed:
            return ""
        return wording.GRADE.format(
            by=self.step.figures["by"],
            grade=self.step.inputs.get("grade"),
            factor=ratio(factor),
            **self._from_to(),
        )

    def _reduced(self) -> str:
        if not self._changed:
            return ""
        return wording.REDUCED.format(
            title=self.step.figures["title"], factor=self.step.figures["factor"], **self._from_to()
        )

    def _claim(self) -> str:
        if not self._changed:
            return ""
        return wording.CLAIM.format(limit=self._input("limit"), value=self._value)

    def _budget(self) -> str:
        if not self._changed:
            return ""
        template = wording.BUDGET[self.step.figures["method"]]
        return template.format(amount=self.step.figures["amount"], **self._from_to())


def rows_summary(step: MoneyStep, rows: Sequence[RowSeen]) -> str:
    """What the rows came to together."""
    if not isinstance(step.value, Fraction | int):
        return wording.ROWS_REACHED.format(table=step.figures["table"])
    counted = sum(row.counted for row in rows)
    return wording.ROWS.format(
        table=step.figures["table"], count=len(rows), counted=counted, value=known_money(step.value)
    )


def _option(one: OptionSeen, fixed: str) -> str:
    """What one of several comes to, within the cap of its own."""
    if not one.cap:
        return _computed(one.formula, one.terms, one.value, fixed)
    full = evaluate(one.formula, one.terms)
    said = _computed(one.formula, one.terms, one.value if full is None else full, fixed)
    reached = full is not None and full != one.value
    limit = wording.CAP if reached else wording.CAP_NOT_REACHED
    return wording.WITH_CAP.format(said=said, cap=limit.format(cap=one.cap, value=known_money(one.value)))


def _computed(text: str, terms: tuple[TermSeen, ...], value: Exact | None, fixed: str = wording.FIXED) -> str:
    """A formula with its figures put in, and what it comes to; a plain figure alone."""
    if not terms:
        return fixed.format(value=known_money(value))
    formula = substituted(text, terms)
    if formula in (known_money(value), quantity(value, terms[0].scale)):
        return wording.AS_IT_IS.format(text=text, value=formula)
    return wording.WITH_NAMES.format(text=text, formula=formula, value=known_money(value))
