"""Conditions lowered to definitions, atom by atom, so that reasons can show each with the values it saw."""

import re
from collections.abc import Sequence

from attrs import mutable

from jifen.language.conditions import check_conditions
from jifen.model.condition import When
from jifen.model.expression import (
    Aggregate,
    AllOf,
    Column,
    Compare,
    Expression,
    Growth,
    InForce,
    Ref,
    Within,
    WithinPeriod,
)
from jifen.model.place import Place, Places, Written
from jifen.model.quantity import PLAIN, SCALES, YUAN, Scale, Unit, parse_scale
from jifen.plan.definer import Definer
from jifen.plan.entitlements import AtomPart, ConditionsPart
from jifen.plan.expressions import Checker
from jifen.plan.nodes import Note, parts
from jifen.plan.units import unit_of

_WRITTEN = re.compile(r"\d\s*([%％‰倍亿万千分元人件项个年月天㎡平方米/／]+)")
"""The unit of a figure in a condition."""


def of_row(node: Expression) -> bool:
    """Whether a node depends on the row at hand; what an aggregate looks at are rows of its own."""
    if isinstance(node, Column | InForce | WithinPeriod):
        return True
    return not isinstance(node, Aggregate) and any(map(of_row, parts(node)))


@mutable(kw_only=True)
class ConditionLowering:
    """Lowers the conditions of one owner under a name; ``clause`` is where they come from."""

    checker: Checker
    definer: Definer
    name: str
    clause: str = ""

    def lower(self, when: When, place: Place) -> ConditionsPart | None:
        """The conditions as one definition; None after something was reported."""
        found = self.structure(when, place)
        if found is None:
            return None
        whole, atoms = found
        return ConditionsPart(self.definer.define(self.name, whole).name, tuple(atoms))

    def optional(self, when: When, places: Places) -> tuple[Expression, list[AtomPart]] | None:
        """The same of conditions that a table may leave out: it then asks for none."""
        if not when and ("when",) not in places.keys:
            return AllOf(()), []
        return self.structure(when, places.value("when"))

    def structure(self, when: When, place: Place) -> tuple[Expression, list[AtomPart]] | None:
        """The conditions as one node and their atoms; those on the row at hand stay where they are."""
        atoms: list[AtomPart] = []

        def atom(written: Written) -> Expression | None:
            condition = self.checker.condition(written)
            if condition is None:
                return None
            if of_row(condition):
                atoms.append(AtomPart(written.text, None, condition, clause=self.clause))
                return condition
            part = self._atom(f"{self.name}.{len(atoms) + 1}", written, condition)
            atoms.append(part)
            assert part.met is not None
            return Ref(part.met)

        whole = check_conditions(when, atom, self.checker.diagnostics, place)
        return None if whole is None else (whole, atoms)

    def _atom(self, name: str, written: Written, condition: Expression) -> AtomPart:
        """A condition on the enterprise; the sides of a comparison get definitions of their own."""
        note, text, clause = Note("condition", {"text": written.text}), written.text, self.clause
        define = self.definer.define
        if isinstance(condition, Within):
            value = define(f"{name}.left", condition.value)
            met = define(name, Within(value, condition.interval), note)
            unit, scale = _unit(condition.value, text), _scale(condition.value, text)
            return AtomPart(text, met.name, condition, value.name, clause=clause, unit=unit, scale=scale)
        if isinstance(condition, Compare):
            left, right = define(f"{name}.left", condition.left), define(f"{name}.right", condition.right)
            met = define(name, Compare(condition.operator, left, right), note)
            unit, scale = _unit(condition, text), _scale(condition, text)
            operator = condition.operator
            return AtomPart(text, met.name, condition, left.name, right.name, operator, clause, unit, scale)
        return AtomPart(text, define(name, condition, note).name, condition, clause=clause)


def row_atoms(atoms: Sequence[AtomPart]) -> tuple[tuple[AtomPart, ...], list[tuple[str, Expression]]]:
    """Conditions on the row at hand with names for whether they hold and for their sides, and what these
    names mean.
    """
    named: list[AtomPart] = []
    values: list[tuple[str, Expression]] = []
    for number, atom in enumerate(atoms, start=1):
        name, node = f"when.{number}", atom.node
        values.append((name, node))
        left = right = operator = None
        unit, scale = "", SCALES[""]
        if isinstance(node, Within | Compare):
            left = f"{name}.left"
            values.append((left, node.value if isinstance(node, Within) else node.left))
            compared = node.value if isinstance(node, Within) else node
            unit, scale = _unit(compared, atom.text), _scale(compared, atom.text)
        if isinstance(node, Compare):
            right, operator = f"{name}.right", node.operator
            values.append((right, node.right))
        named.append(AtomPart(atom.text, name, node, left, right, operator, atom.clause, unit, scale))
    return tuple(named), values


def _unit(node: Expression, text: str) -> str:
    """The unit of what a condition compares, for people."""
    unit = _compared(node)
    return str(unit) if unit != PLAIN else _scale(node, text).name


def _compared(node: Expression) -> Unit:
    sides = (node.left, node.right) if isinstance(node, Compare) else (node,)
    # A bare 0 is of any unit.
    return next((unit for side in sides if (unit := unit_of(side)) != PLAIN), PLAIN)


def _scale(node: Expression, text: str) -> Scale:
    """How figures of what a condition compares are written: as its own are, in per cent where it is a
    growth.
    """
    unit = _compared(node)
    written = (parse_scale(name) for name in reversed(_WRITTEN.findall(text)))
    found = next((scale for scale in written if scale is not None and scale.unit == unit), None)
    if found is not None:
        return found
    sides = (node.left, node.right) if isinstance(node, Compare) else (node,)
    if unit == PLAIN:
        return SCALES["%" if any(isinstance(side, Growth) for side in sides) else ""]
    return SCALES["万元"] if unit == YUAN else Scale(str(unit), unit)


def conjuncts(whole: Expression) -> Sequence[Expression]:
    """What must hold, one by one."""
    return whole.conditions if isinstance(whole, AllOf) else (whole,)
