"""The money computed again from reasons alone: whether what is told of an amount leads to it (S21).

Nothing of the rules is read here. Each step must follow from the one before and from its own figures, the
last must be the amount, and payers and instalments must add up to it. What the cohort decides (a budget that
is not enough) is held within its bounds.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from attrs import field, frozen

from jifen.explain.formulas import evaluate
from jifen.language.diagnostics import Diagnostics
from jifen.language.intervals import check_interval
from jifen.model.decision import Exact
from jifen.model.entitlement import Decision, Entitlement, PartOfAmount
from jifen.model.expression import Interval
from jifen.model.grounds import AtomSeen, MoneyStep, OptionSeen, RowSeen
from jifen.model.place import Place, Written
from jifen.plan.rounding import unit_of_text

_NOWHERE = Place("", 1, 1)


@frozen
class Mismatch:
    """Something that does not follow from what is told: where, what was told, what would follow."""

    code: str
    rule: str
    where: str
    told: str
    follows: str

    def __str__(self) -> str:
        return f"{self.code} {self.rule} {self.where}: told {self.told}, but {self.follows} follows"


@frozen
class Replayed:
    """How many entitlements and steps were computed again, and what did not follow."""

    entitlements: int
    steps: int
    mismatches: tuple[Mismatch, ...] = field(repr=False)


def replay(decisions: Iterable[Decision]) -> Replayed:
    """Compute every granted amount of decisions again; they must have been made with their reasons."""
    entitlements = steps = 0
    found: list[Mismatch] = []
    for decision in decisions:
        for one in decision.entitlements:
            if one.outcome not in ("granted", "paid"):
                continue
            entitlements += 1
            steps += len(one.steps) + sum(len(row.steps) for row in one.rows)
            found += [
                Mismatch(decision.code, one.full_id, *said)
                for said in (*_entitlement(one), *_conditions(one))
            ]
    return Replayed(entitlements, steps, tuple(found))


_Said = tuple[str, str, str]


def _differs(where: str, told: object, follows: object) -> Iterator[_Said]:
    if told != follows:
        yield where, str(told), str(follows)


def _entitlement(one: Entitlement) -> Iterator[_Said]:
    """Steps, the amount, and its parts."""
    if one.kind == "bonus":
        # Points are declared, and no money follows from them.
        yield from _differs("amount", one.amount, None)
        yield from _differs("due", Fraction(one.due), Fraction(0))
        return
    if not one.steps:
        yield "steps", "none", "a step at least"
        return
    yield from _steps(one.steps, one.rows)
    amount = None if one.amount is None else Fraction(one.amount)
    last = one.steps[-1].value
    if amount is not None or isinstance(last, Fraction | int):
        yield from _differs("amount", amount, last)
    yield from _differs("due", Fraction(one.due), _due(one))
    yield from _parts("payers", one.payers, amount)
    yield from _parts("instalments", one.instalments, amount)


def _due(one: Entitlement) -> Fraction:
    """What is still to be paid: all that is granted, or the instalments that may be paid less what was."""
    if one.instalments:
        known = [Fraction(part.amount) for part in one.instalments if part.amount is not None]
        return max(Fraction(0), sum(known, Fraction(0)) - Fraction(one.paid or 0))
    return Fraction(one.amount or 0) if one.outcome == "granted" else Fraction(0)


def _parts(where: str, parts: Sequence[PartOfAmount], amount: Fraction | None) -> Iterator[_Said]:
    """Parts that are all to be paid add up; each is within a 万元 of its share, however it was rounded."""
    if not parts or amount is None:
        return
    known = [Fraction(part.amount) for part in parts if part.amount is not None]
    if all(part.met for part in parts):
        yield from _differs(where, sum(known, Fraction(0)), amount)
    for part in parts:
        if part.amount is None or part.share is None:
            continue
        if part.met is False:
            yield from _differs(f"{where} {part.id}", Fraction(part.amount), Fraction(0))
        elif abs(Fraction(part.amount) - part.share * amount) >= _LARGEST_UNIT:
            yield f"{where} {part.id}", str(part.amount), str(part.share * amount)


_LARGEST_UNIT = Fraction(10**4)


def _steps(steps: Sequence[MoneyStep], rows: Sequence[RowSeen]) -> Iterator[_Said]:
    """Each step from the one before; what is unknown on the way is passed over."""
    before: Exact | None = None
    tier = ""
    for step in steps:
        yield from _Replaying(step, before, tier, rows).said()
        if step.what == "tier":
            tier = step.label
        else:
            before = step.value
    for row in rows:
        if row.counted:
            yield from _steps(row.steps, ())
            last = row.steps[-1].value if row.steps else row.base
            top = max(Fraction(0), last) if isinstance(last, Fraction) else last
            yield from _differs("row", row.amount, top)


@frozen
class _Replaying:
    """One step: what the money was before it, the tier that was met, the rows that were added."""

    step: MoneyStep
    before: Exact | None
    tier: str
    rows: Sequence[RowSeen]

    def said(self) -> Iterator[_Said]:
        """Whether its value follows."""
        step = self.step
        value = step.value
        if not isinstance(value, Fraction | int) or isinstance(value, bool):
            return
        if step.what == "budget":
            if not 0 <= value <= self._money:
                yield "budget", str(value), f"between 0 and {self._money}"
            return
        method = getattr(self, f"_{step.what}", None)
        if method is None:
            yield step.what, str(value), "nothing known of such a step"
            return
        follows = method()
        if step.what == "tier":
            yield from _differs("tier", step.label, follows)
        else:
            yield from _differs(step.what, Fraction(value), follows)

    @property
    def _money(self) -> Fraction:
        return Fraction(self.before) if isinstance(self.before, Fraction | int) else Fraction(0)

    def _figure(self, name: str) -> Fraction:
        value = self.step.inputs.get(name)
        return Fraction(value) if isinstance(value, Fraction | int) else Fraction(0)

    # ------------------------------------------------------------ the amount by itself

    def _formula(self) -> Fraction | None:
        return evaluate(self.step.figures["text"], self.step.terms)

    def _tier(self) -> str:
        within = _interval(self.step.label)
        by = self._figure("by")
        return self.step.label if within is not None and within.holds(by) else f"no tier of {by}"

    def _tiers(self) -> Fraction | None:
        if "hit" in self.step.figures:
            return self._cases()
        met = [one for one in self.step.options if one.label == self.tier]
        return _option(met[0]) if met else None

    def _cases(self) -> Fraction | None:
        hit = self.step.figures.get("hit", "first")
        met = [worth for one in self.step.options if one.met and (worth := _option(one)) is not None]
        if not met:
            return Fraction(0)
        return {"first": met[0], "highest": max(met), "sum": sum(met, Fraction(0))}[hit]

    def _marginal(self) -> Fraction:
        by, total = self._figure("by"), Fraction(0)
        for one in self.step.options:
            within, rate = _interval(one.label), evaluate(one.formula, (), None)
            assert within is not None and rate is not None, "written as constants"
            low = within.low or Fraction(0)
            top = by if within.high is None else min(by, within.high)
            total += rate * max(Fraction(0), top - low)
        return total

    def _grid(self) -> Fraction | None:
        label = f"{self.step.inputs.get('row')} × {self.step.inputs.get('column')}"
        met = [one for one in self.step.options if one.label == label]
        return _option(met[0]) if met else None

    def _adjusted(self) -> Fraction | None:
        if self.step.options:
            return self._adjusted_by_choice()
        if not self.step.inputs.get("acts"):
            return self._money
        times = self._figure("times") if "times" in self.step.inputs else Fraction(1)
        return self._money * times + self._figure("add")

    def _adjusted_by_choice(self) -> Fraction | None:
        met = [value for one in self.step.options if one.met and (value := _number(one.value)) is not None]
        if not met:
            return self._money
        return met[0] if self.step.figures["hit"] == "first" else max(self._money, *met)

    def _least(self) -> Fraction:
        return max(self._money, self._figure("least"))

    def _cap(self) -> Fraction:
        cap = self._figure("cap")
        return cap if self._rows_reached else min(self._money, cap)

    @property
    def _rows_reached(self) -> bool:
        """Whether the rows are not all known, but those that are come to the cap (S9)."""
        return bool(self.rows) and not isinstance(self.before, Fraction | int)

    def _lowered_cap(self) -> Fraction:
        return min(self._money, self._figure("cap")) if self.step.inputs.get("acts") else self._money

    def _rounded(self) -> Fraction:
        return self._round(max(Fraction(0), self._money))

    def _round(self, value: Fraction) -> Fraction:
        unit = unit_of_text(self.step.figures["to"])
        units, mode = value / unit, self.step.figures["mode"]
        if mode == "down":
            return units // 1 * unit
        if mode == "up":
            return -(-units // 1) * unit
        return (2 * units + 1) // 2 * unit

    def _rows(self) -> Fraction:
        amounts = (row.amount for row in self.rows if row.counted)
        return sum((Fraction(one) for one in amounts if isinstance(one, Fraction | int)), Fraction(0))

    # ------------------------------------------------------------ settlement

    def _entitled(self) -> Fraction:
        return self._money if self.step.inputs.get("entitled") else Fraction(0)

    def _group(self) -> Fraction:
        return self._money if self.step.inputs.get("won") else Fraction(0)

    def _top_up(self) -> Fraction:
        return max(Fraction(0), self._money - self._figure("paid"))

    def _shared_cap(self) -> Fraction:
        left = self._figure("left")
        if self.step.figures["split"] == "in_order":
            return min(self._money, left)
        amounts = [_number(one.value) or Fraction(0) for one in self.step.options]
        total = sum(amounts, Fraction(0))
        if total <= left:
            return self._money
        unit = unit_of_text(self.step.figures["to"])
        shares = _apportioned(left // unit * unit, amounts, unit)
        return min(self._money, shares[int(self.step.figures["position"])])

    def _grade(self) -> Fraction:
        factor = self._figure("factor")
        found = self._round(self._money * factor)
        return min(found, self._money) if factor <= 1 else found

    def _reduced(self) -> Fraction:
        return self._grade() if self.step.inputs.get("acts") else self._money

    def _claim(self) -> Fraction:
        return min(self._money, self._figure("limit"))


def _apportioned(total: Fraction, weights: Sequence[Fraction], unit: Fraction) -> list[Fraction]:
    """A total divided by weights in whole units, what is left over by largest remainder (S3); what is left of
    a total that is no whole number of units goes to the first of these.
    """
    quotas = [total * weight / sum(weights, Fraction(0)) / unit for weight in weights]
    shares = [Fraction(quota // 1) for quota in quotas]
    left = total / unit - sum(shares)
    order = sorted(range(len(weights)), key=lambda position: (shares[position] - quotas[position], position))
    for position in order[: int(left)]:
        shares[position] += 1
    shares[order[0]] += left % 1
    return [share * unit for share in shares]


def _option(one: OptionSeen) -> Fraction | None:
    """What one of several comes to, within its own cap."""
    amount = evaluate(one.formula, one.terms)
    cap = evaluate(one.cap, ()) if one.cap else None
    if one.cap and cap is None:
        # The cap is a formula of its own, whose names are not told; what it left is taken as it is.
        return _number(one.value)
    return amount if amount is None or cap is None else min(amount, cap)


def _interval(text: str) -> Interval | None:
    return check_interval(Written(text, _NOWHERE, verbatim=False), Diagnostics())


def _number(value: Exact | None) -> Fraction | None:
    return Fraction(value) if isinstance(value, Fraction | int) and not isinstance(value, bool) else None


def _conditions(one: Entitlement) -> Iterator[_Said]:
    """Whether each comparison holds as its two sides say, in the entitlement and in its rows."""
    for atom in (*one.conditions, *(atom for row in one.rows for atom in row.conditions)):
        if isinstance(atom.left, Fraction) and isinstance(atom.right, Fraction) and atom.operator:
            yield from _differs(f"“{atom.text}”", atom.met, _holds(atom, atom.left, atom.right))


def _holds(atom: AtomSeen, left: Fraction, right: Fraction) -> bool:
    return {
        ">=": left >= right,
        ">": left > right,
        "<=": left <= right,
        "<": left < right,
        "=": left == right,
        "!=": left != right,
    }[atom.operator or ""]
