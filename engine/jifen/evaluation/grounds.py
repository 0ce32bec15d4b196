"""The reasons of entitlements: conditions with what was seen, rows, steps of the money, what is lacking."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from attrs import evolve

from jifen.evaluation.facts import fact_seen
from jifen.evaluation.lacking import Lacking
from jifen.evaluation.program import Row
from jifen.evaluation.settling import SettlementProgram
from jifen.model.decision import Exact, FactSeen
from jifen.model.enterprise import Absence, Enterprise
from jifen.model.entitlement import AtomSeen, Entitlement, MoneyStep, RowSeen
from jifen.model.expression import Aggregate, AllOf, AnyOf, Expression, Fact, NoneOf, Ref
from jifen.plan.entitlements import STATUS, AtomPart, RulePart, SettledPart, Settlement
from jifen.plan.nodes import Call, Definition, Nothing, leaves

COHORT = "cohort"


class GroundsMaker:
    """Reads the rows of a program that keeps every definition; what is the same for all is looked up once."""

    def __init__(self, program: SettlementProgram) -> None:
        self.program, self.settlement = program, program.settlement
        self._named = {one.name: one for one in self.settlement.definitions}
        self._lacking = {
            origin: Lacking(self.settlement.plan, occasion.period)
            for origin, occasion in self.settlement.occasions.items()
        }

    def explained(
        self, found: Entitlement, settled: SettledPart, enterprise: Enterprise, row: Row
    ) -> Entitlement:
        """An entitlement with its reasons."""
        rule = settled.rule
        atoms = [*rule.conditions.atoms]
        if rule.loan is not None and rule.loan.fuse is not None:
            atoms += rule.loan.fuse.atoms
        steps = (*rule.money, *settled.steps)
        return evolve(
            found,
            conditions=tuple(self._atom(atom, enterprise, row) for atom in atoms),
            rows=tuple(self._rows(rule, enterprise, row)),
            steps=tuple(self._step(name, row) for name in steps),
        )

    # ------------------------------------------------------------ what is lacking

    def lacks(self, settled: SettledPart, enterprise: Enterprise, row: Row, as_of: date) -> tuple[str, ...]:
        """What leaves a rule undetermined: fields, tables, the cohort, scores, statuses not in force."""
        names = [settled.rule.entitled, settled.net]
        names += [settled.rule.held] if settled.rule.held else []
        found: dict[str, None] = {}
        for definition in self._unknown_below(names, row):
            if definition.domain == "enterprise":
                found.update(dict.fromkeys(self._lacking_of(definition, enterprise, as_of)))
            elif row[self.program.slots[definition.name]] is Absence.NO_COHORT:
                found[COHORT] = None
        return tuple(sorted(found))

    def _unknown_below(self, names: Iterable[str], row: Row) -> Iterator[Definition]:
        """The definitions that are absent, from those named down; what is known settles what is below it."""
        seen: set[str] = set()
        stack = list(names)
        while stack:
            name = stack.pop()
            definition = self._named.get(name)
            if name in seen or definition is None:
                continue
            seen.add(name)
            if not isinstance(row[self.program.slots[name]], Absence):
                continue
            yield definition
            for part in self._unsettled(definition.node, row):
                stack.extend(node.name for node in leaves(part) if isinstance(node, Ref))

    def _unsettled(self, node: Expression, row: Row) -> Iterator[Expression]:
        """The parts of a node that leave it unknown: of conditions not those that are settled themselves."""
        if not isinstance(node, AllOf | AnyOf | NoneOf):
            yield node
            return
        for part in node.conditions:
            if self._truth(part, row) is None:
                yield from self._unsettled(part, row)

    def _truth(self, node: Expression, row: Row) -> bool | None:
        """Whether a condition made of definitions holds."""
        if isinstance(node, Ref) and node.name in self.program.slots:
            return _flag(row[self.program.slots[node.name]])
        if not isinstance(node, AllOf | AnyOf | NoneOf):
            return None
        settles = isinstance(node, AnyOf | NoneOf)
        found = [self._truth(part, row) for part in node.conditions]
        if settles in found:
            return not isinstance(node, NoneOf) if settles else False
        return None if None in found else isinstance(node, AllOf | NoneOf)

    def _lacking_of(self, definition: Definition, enterprise: Enterprise, as_of: date) -> Iterator[str]:
        occasion = self.settlement.occasions[definition.origin]
        lacking = self._lacking[definition.origin]
        for node in leaves(definition.node):
            if isinstance(node, Fact | Aggregate | Call):
                yield from lacking.of(enterprise, occasion.day(as_of), node)
            elif isinstance(node, Ref) and node.name in self.settlement.given:
                yield node.name
            elif isinstance(node, Nothing) and f":{STATUS}" in definition.name:
                yield definition.name.rpartition(f":{STATUS}")[2]

    # ------------------------------------------------------------ conditions

    def _atom(self, atom: AtomPart, enterprise: Enterprise, row: Row) -> AtomSeen:
        assert atom.met is not None
        value = row[self.program.slots[atom.met]]
        met = value if isinstance(value, bool) else None
        left = self.program.value(row, atom.left) if atom.left else None
        right = self.program.value(row, atom.right) if atom.right else None
        return AtomSeen(
            text=atom.text,
            met=met,
            left=left,
            right=right,
            operator=atom.operator,
            unit=atom.unit,
            shortfall=_shortfall(atom.operator, met, left, right),
            facts=tuple(self._facts(atom, enterprise)),
            clause=atom.clause,
        )

    def _facts(self, atom: AtomPart, enterprise: Enterprise) -> Iterator[FactSeen]:
        """The facts that a condition rests on, each once."""
        assert atom.met is not None
        seen: dict[tuple[Fact, str], None] = {}
        stack, passed = [atom.met], {atom.met}
        while stack:
            definition = self._named.get(stack.pop())
            if definition is None:
                continue
            for node in leaves(definition.node):
                if isinstance(node, Fact):
                    seen[node, definition.origin] = None
                elif isinstance(node, Ref) and node.name not in passed and f":{STATUS}" not in node.name:
                    passed.add(node.name)
                    stack.append(node.name)
        for fact, origin in seen:
            period = self.settlement.occasions[origin].period
            yield fact_seen(fact, enterprise, self.settlement.plan.vocabulary, period)

    # ------------------------------------------------------------ rows and money

    def _rows(self, rule: RulePart, enterprise: Enterprise, row: Row) -> Iterator[RowSeen]:
        if rule.rows is None or rule.per is None:
            return
        table = self.settlement.plan.vocabulary.tables[rule.per]
        keys = [table.columns[name] for name in table.key or tuple(table.columns)[:1]]
        told = enterprise.tables.get(rule.per, ())
        for values, cells in zip(self.program.rows(row, rule.rows), told, strict=True):
            *conditions, met, base, amount = values
            yield RowSeen(
                key={column.name: str(cells.get(column.id, "")) for column in keys},
                conditions=tuple(
                    (atom.text, _flag(value)) for atom, value in zip(rule.row_atoms, conditions, strict=True)
                ),
                met=_flag(met),
                base=base,
                amount=amount,
            )

    def _step(self, name: str, row: Row) -> MoneyStep:
        note = self._named[name].note
        assert note is not None
        value = self.program.value(row, name)
        known = isinstance(value, Fraction | int) and not isinstance(value, bool)
        label = note.labels[int(value)] if note.labels and known and isinstance(value, Fraction | int) else ""
        return MoneyStep(note.what, note.figures, label, value)


def settled_by_name(settlement: Settlement) -> dict[tuple[str, str, str], SettledPart]:
    """The rules of a settlement by policy, version and rule."""
    return {(one.rule.policy, one.rule.version, one.rule.id): one for one in settlement.rules}


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _shortfall(
    operator: str | None, met: bool | None, left: Exact | None, right: Exact | None
) -> Fraction | None:
    """How much the left side would have to change for a missed comparison of numbers to be on its edge."""
    if met is not False or operator is None or operator == "!=":
        return None
    if not (isinstance(left, Fraction) and isinstance(right, Fraction)):
        return None
    return right - left
