"""What coverage asks of a policy: conditions that a case may reach, and thresholds that it may stand at.

Each is a further definition of the plan, decided together with the case (``Opened.values``); one on the row
at hand is asked of every row. What is asked stands in the parts of the plan, so that nothing here knows how
a tier or a negative list is written.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

from attrs import define, field, frozen

from jifen.explain.values import number
from jifen.model.expression import (
    Aggregate,
    AllOf,
    Column,
    Compare,
    Constant,
    Elapsed,
    Expression,
    Fact,
    Growth,
    Negated,
    OneOf,
    Quotient,
    Ref,
    Sum,
    Within,
)
from jifen.model.quantity import PLAIN, YEAR, YUAN, Unit
from jifen.model.terms import Vocabulary
from jifen.plan.conditions import of_row
from jifen.plan.entitlements import SCORES, AtomPart, ConditionsPart, PolicyPart, RulePart
from jifen.plan.nodes import Definition, EachRow, Match, leaves, parts
from jifen.plan.units import unit_of
from jifen.testing.cases.saying import money

Kind = Literal[
    "tier", "case", "cell", "adjust", "instalment", "clawback", "fuse", "negative", "holds", "fails", "grade"
]
_ORDERING = (">", ">=", "<", "<=")
_LARGE, _PER_CENT = 10_000, Fraction(1, 100)


@frozen
class Reach:
    """Something that a case may reach: of which rule, negative or status. ``probe`` is the definition that
    says so; ``wanted`` what it must be.
    """

    kind: Kind
    of: str
    label: str
    probe: str
    wanted: bool = True


@frozen
class Threshold:
    """A figure that a condition compares with. ``probe`` is how far above it a case stands, ``step`` how far
    at most just below and just above are.
    """

    of: str
    text: str
    probe: str
    step: Fraction
    below: str
    on: str
    above: str
    """How the three values are written; empty where the figure is none that the file writes."""


@define
class Probes:
    """All that is asked of one policy."""

    part: PolicyPart
    vocabulary: Vocabulary
    definitions: list[Definition] = field(factory=list, init=False)
    reaches: list[Reach] = field(factory=list, init=False)
    thresholds: list[Threshold] = field(factory=list, init=False)
    _seen: set[tuple[str, Expression]] = field(factory=set, init=False)

    def __attrs_post_init__(self) -> None:
        for rule in self.part.rules:
            self._rule(rule)
        for negative in self.part.negatives:
            self._reach("negative", negative.id, negative.title, Ref(negative.conditions.met))
            self._atoms(negative.id, negative.conditions.atoms, None)
        for status in self.part.statuses:
            self._reach("holds", status.id, status.name, Ref(status.met))
            self._reach("fails", status.id, status.name, Ref(status.met), wanted=False)
            self._atoms(status.id, status.atoms, None)
        self._grades()

    # ------------------------------------------------------------ what may be reached

    def _rule(self, rule: RulePart) -> None:
        per = None if rule.rows is None else rule.rows.table
        of_rows = () if rule.rows is None else rule.rows.atoms
        self._atoms(rule.id, (*rule.conditions.atoms, *of_rows), per)
        holds = self._where(rule)
        for branch in rule.branches:
            condition = AllOf((holds, branch.condition))
            label = f"{branch.by} {branch.label}".strip()
            self._reach(branch.kind, rule.id, label, condition, per)
            for compared, table in _compared(branch.condition, per):
                self._threshold(rule.id, branch.by or branch.label, compared, table, alone=False)
        for instalment in rule.instalments:
            if instalment.conditions is not None:
                self._conditions("instalment", rule, instalment.id, instalment.conditions)
        for clawback in rule.clawbacks:
            self._conditions("clawback", rule, clawback.id, clawback.conditions)
        if rule.loan is not None and rule.loan.fuse is not None:
            self._conditions("fuse", rule, "熔断", rule.loan.fuse)

    def _where(self, rule: RulePart) -> Expression:
        """When the amount of a rule matters: its own conditions hold, or those of the row at hand."""
        if rule.rows is None:
            return Ref(rule.conditions.met)
        return rule.rows.where if rule.rows.where is not None else AllOf(())

    def _conditions(self, kind: Kind, rule: RulePart, label: str, conditions: ConditionsPart) -> None:
        self._reach(kind, rule.id, label, Ref(conditions.met))
        self._atoms(rule.id, conditions.atoms, None)

    def _grades(self) -> None:
        """The options of factors by grade."""
        nodes = {definition.name: definition.node for definition in self.part.definitions}
        for factor in self.part.factors:
            node = nodes[factor.factor]
            assert isinstance(node, Match)
            for label, _ in node.options:
                said = f"{factor.declared.by.text} {label}"
                self._reach("grade", factor.declared.id, said, OneOf(node.value, (label,)))

    def _reach(
        self,
        kind: Kind,
        of: str,
        label: str,
        condition: Expression,
        table: str | None = None,
        *,
        wanted: bool = True,
    ) -> None:
        table = table if of_row(condition) else None
        self.reaches.append(Reach(kind, of, label, self._probe(condition, table), wanted))

    def _probe(self, node: Expression, table: str | None) -> str:
        """A definition of what is asked, of each row where it is of the row at hand."""
        name = f"coverage.{len(self.definitions)}"
        asked = node if table is None else EachRow(table, (node,))
        self.definitions.append(Definition(name, asked, self.part.origin))
        return name

    # ------------------------------------------------------------ thresholds

    def _atoms(self, of: str, atoms: Sequence[AtomPart], table: str | None) -> None:
        for atom in atoms:
            found = list(_compared(atom.node, table))
            for compared, within in found:
                self._threshold(of, atom.text, compared, within, alone=len(found) == 1, shown=atom.unit)

    def _threshold(
        self,
        of: str,
        text: str,
        compared: tuple[Expression, Expression],
        table: str | None,
        *,
        alone: bool,
        shown: str = "",
    ) -> None:
        """A threshold, once for each owner; its text names the figure where the text has several."""
        left, right = compared
        distance = Sum((left, Negated(right)))
        if (of, distance) in self._seen:
            return
        self._seen.add((of, distance))
        unit = unit_of(left) if unit_of(left) != PLAIN else unit_of(right)
        bound = right.value if isinstance(right, Constant) else None
        ratio = shown == "%" or self._is_ratio(left) or self._is_ratio(right)
        step = self._step(left, unit, bound, ratio=ratio)
        written = ("", "", "")
        if bound is not None:
            below, on, above = (
                _written(value, unit, ratio=ratio) for value in (bound - step, bound, bound + step)
            )
            written = (below, on, above)
        label = text if alone or bound is None else f"{text}：{written[1]}"
        table = table if of_row(distance) else None
        self.thresholds.append(Threshold(of, label, self._probe(distance, table), step, *written))

    def _is_ratio(self, node: Expression) -> bool:
        """Whether a number is a ratio, such as a growth or what is kept in per cent."""
        if unit_of(node) != PLAIN:
            return False
        for one in leaves(node):
            if isinstance(one, Growth | Quotient):
                return True
            if isinstance(one, Fact) and self.vocabulary.fields[one.field].scale.name in ("%", "‰"):
                return True
        return False

    def _step(self, node: Expression, unit: Unit, bound: Fraction | None, *, ratio: bool) -> Fraction:
        """0.01 of the unit that a figure is usually written in; 1 of what is counted."""
        if unit == YUAN:
            return _PER_CENT if bound is not None and 0 < abs(bound) < _LARGE else _PER_CENT * _LARGE
        if unit == YEAR:
            elapsed = any(isinstance(one, Elapsed) for one in leaves(node))
            return Fraction(1, 12) if elapsed else Fraction(1)
        if unit != PLAIN:
            return Fraction(1)
        if ratio:
            return _PER_CENT**2
        return _PER_CENT if self._is_score(node) else Fraction(1)

    def _is_score(self, node: Expression) -> bool:
        """Whether a number has two decimals: points, or data that is kept with any."""
        boards = (".rank", ".members")
        for one in leaves(node):
            if isinstance(one, Ref) and f":{SCORES}" in one.name and not one.name.endswith(boards):
                return True
            if isinstance(one, Fact | Column) and one.type == "number" and one.digits:
                return True
        return False


def _compared(
    node: Expression, table: str | None
) -> Iterator[tuple[tuple[Expression, Expression], str | None]]:
    """The pairs of numbers that a condition compares, each with the table whose rows it is asked of."""
    if isinstance(node, Compare) and node.operator in _ORDERING:
        sides = (node.left, node.right)
        yield (
            sides if isinstance(node.right, Constant) or not isinstance(node.left, Constant) else sides[::-1],
            table,
        )
    elif isinstance(node, Within):
        unit = unit_of(node.value)
        for bound in (node.interval.low, node.interval.high):
            if bound is not None:
                yield (node.value, Constant(bound, unit)), table
    inside = node.table if isinstance(node, Aggregate) else table
    for part in parts(node):
        yield from _compared(part, inside)


def _written(value: Fraction, unit: Unit, *, ratio: bool) -> str:
    """A figure as people write it."""
    if unit == YUAN:
        return money(value)
    if ratio:
        return f"{number(value * 100)}%"
    if unit == YEAR and value.denominator != 1:
        return f"{number(value * 12)}个月"
    return number(value) + ("" if unit == PLAIN else str(unit))
