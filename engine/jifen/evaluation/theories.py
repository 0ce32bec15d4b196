"""What of a settlement is chained: statuses, negatives and rules as conclusions, other conditions as atoms.

The plan decides atoms and conclusions alike; chaining derives the conclusions once more from the atoms, by
another machine, and the two must agree (``jifen.evaluation.chaining``).
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from attrs import frozen

from jifen.evaluation.chaining import Chainer, Conclusion, Theory, compare, stratified
from jifen.evaluation.program import Row
from jifen.evaluation.settling import SettlementProgram
from jifen.model.expression import AllOf, AnyOf, Expression, NoneOf, Ref
from jifen.plan.entitlements import Settlement
from jifen.plan.nodes import Definition


def theory_of(settlement: Settlement) -> Theory:
    """The conclusions of a settlement in strata, and the atoms that they rest on."""
    named = {definition.name: definition for definition in settlement.definitions}
    conclusions: dict[str, Conclusion] = {}
    atoms: dict[str, None] = {}
    stack = list(_concluded(settlement))
    while stack:
        name = stack.pop()
        if name in conclusions or name in atoms:
            continue
        definition = named.get(name)
        if definition is None or not _chains(definition):
            atoms[name] = None
            continue
        conclusions[name] = Conclusion(name, definition.node)
        stack.extend(_names(definition.node))
    return stratified(conclusions.values(), sorted(atoms))


def _concluded(settlement: Settlement) -> Iterator[str]:
    for settled in settlement.rules:
        if not settled.withheld:
            yield from (settled.rule.entitled, settled.rule.vetoed)
    for policy in settlement.policies:
        yield from (negative.conditions.met for negative in policy.negatives)
        yield from (status.met for status in policy.statuses)


def _chains(definition: Definition) -> bool:
    """Whether a definition is made of other definitions by all, any and none alone."""
    stack: list[Expression] = [definition.node]
    while stack:
        match stack.pop():
            case AllOf(conditions=parts) | AnyOf(conditions=parts) | NoneOf(conditions=parts):
                stack.extend(parts)
            case Ref():
                pass
            case _:
                return False
    return definition.domain == "enterprise"


def _names(node: Expression) -> Iterator[str]:
    match node:
        case Ref(name=name):
            yield name
        case AllOf(conditions=parts) | AnyOf(conditions=parts) | NoneOf(conditions=parts):
            for part in parts:
                yield from _names(part)


@frozen(slots=False)
class Chained:
    """A theory with the machine that derives it, held against the rows of a program that keeps its names."""

    theory: Theory
    chainer: Chainer

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All names whose values a row must keep."""
        return (*self.theory.atoms, *self._conclusions)

    @cached_property
    def _conclusions(self) -> tuple[str, ...]:
        return tuple(one.name for stratum in self.theory.strata for one in stratum)

    def conclusions(self, program: SettlementProgram, row: Row) -> Mapping[str, bool | None]:
        """What a row says of the conclusions."""
        return self._values(program, row, self._conclusions)

    def check(self, program: SettlementProgram, row: Row) -> None:
        """Derive the conclusions of a row and hold them against it.

        Raises ``ChainingMismatch`` where they differ.
        """
        derived = self.chainer.derive(self._values(program, row, self.theory.atoms))
        compare(derived, self.conclusions(program, row))

    def _values(
        self, program: SettlementProgram, row: Row, names: tuple[str, ...]
    ) -> Mapping[str, bool | None]:
        found = {}
        for name in names:
            value = row[program.slots[name]]
            found[name] = value if isinstance(value, bool) else None
        return found


def chained(settlement: Settlement) -> Chained | None:
    """The settlement's theory chained through durable-rules; None where that is not installed."""
    try:
        from jifen.evaluation.durable import DurableChainer
    except ImportError:
        return None
    theory = theory_of(settlement)
    return Chained(theory, DurableChainer(theory))
