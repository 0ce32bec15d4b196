"""What reasons read of a settlement, looked up once for all enterprises: conditions, steps, negatives."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from jifen.evaluation.facts import EntriesReader, FactReader
from jifen.evaluation.lacks import LackFinder
from jifen.evaluation.misses import AtomOf, every_of, missed, misses, wanted_of
from jifen.evaluation.seeing import (
    Place,
    Read,
    ReadAtom,
    ReadOptions,
    ReadStep,
    atom_reader,
    figure_of,
    options_reader,
    reading,
    step_reader,
)
from jifen.evaluation.settling import SettlementProgram
from jifen.model.entitlement import Because
from jifen.model.expression import Aggregate, Expression, Fact, OneOf, Ref, Text
from jifen.model.grounds import AtomSeen, Miss
from jifen.model.terms import EVENT, QUALIFICATION
from jifen.plan.entitlements import STATUS, AtomPart, ConditionsPart, SettledPart
from jifen.plan.nodes import Note, leaves


@frozen
class ReadyAtom:
    """A condition made ready to be read, and the conditions of the status that it asks for."""

    read: ReadAtom
    status: ConditionsPart | None


@frozen
class ReadyConditions:
    """Conditions made ready, with the node that holds them together; ``every`` are the positions of those
    that must all hold, where that is all there is to it.
    """

    whole: Expression
    atom_of: AtomOf
    atoms: tuple[ReadyAtom, ...]
    every: tuple[int, ...] | None

    def misses(self, seen: Sequence[AtomSeen]) -> tuple[Miss, ...]:
        """The ways in which conditions that do not hold would, the nearest first."""
        if self.every is None:
            return misses(self.whole, seen, self.atom_of)
        return missed(self.every, seen)


@frozen
class ReadyStep:
    """A step of the money made ready to be read, and what it chooses from."""

    read: ReadStep
    options: ReadOptions | None


@frozen
class ReadyRule:
    """A rule made ready: its conditions, the steps of its money up to its own amount, and those after it."""

    conditions: ReadyConditions
    money: tuple[ReadyStep, ...]
    settled: tuple[ReadyStep, ...]
    steps: tuple[ReadyStep, ...]
    """Both kinds, in order."""


class GroundsMaker:
    """Reads the rows of a program that keeps every definition; what is the same for all is looked up once."""

    def __init__(self, program: SettlementProgram) -> None:
        self.program, self.settlement = program, program.settlement
        self.places = {name: (slot, program.below[name]) for name, slot in program.slots.items()}
        self.named = {one.name: one for one in self.settlement.definitions}
        self.lacks = LackFinder(program)
        self._statuses = {one.id: one for one in self.settlement.statuses}
        self._negatives = {
            f"{policy.id}/{negative.id}": negative.conditions
            for policy in self.settlement.policies
            for negative in policy.negatives
        }
        self._conditions: dict[str, ReadyConditions] = {}
        self._rules: dict[str, ReadyRule] = {}
        self._options: dict[int, ReadOptions] = {}
        """By the identity of what notes hold: rules under one cap share it, and it is read once for them."""

    def deciding(self, because: Because, settled: SettledPart) -> ConditionsPart | None:
        """The conditions that decided besides the rule's own."""
        if because.kind == "veto":
            return self._negatives.get(because.id)
        loan = settled.rule.loan
        return loan.fuse if because.kind == "fuse" and loan is not None else None

    def conditions(self, part: ConditionsPart) -> ReadyConditions:
        """Conditions made ready, once."""
        found = self._conditions.get(part.met)
        if found is None:
            found = self._conditions[part.met] = self._made_ready(part)
        return found

    def _made_ready(self, part: ConditionsPart) -> ReadyConditions:
        whole, atom_of = self.named[part.met].node, by_name(part.atoms)
        wanted = wanted_of(whole, atom_of)
        atoms = tuple(
            ReadyAtom(
                atom_reader(atom, wanted.get(position, True), self._sides(atom), *self._read(atom)),
                self._status(atom),
            )
            for position, atom in enumerate(part.atoms)
        )
        return ReadyConditions(whole, atom_of, atoms, every_of(whole, atom_of))

    def _sides(self, atom: AtomPart) -> tuple[Place | None, Read | None, Read | None]:
        left, right = (None if name is None else self.read_of(name) for name in (atom.left, atom.right))
        return self.places.get(atom.met or ""), left, right

    def read_of(self, name: str) -> Read:
        """What reads the value of a definition."""
        definition = self.named.get(name)
        return reading(self.places.get(name), None if definition is None else definition.node)

    def rule(self, settled: SettledPart) -> ReadyRule:
        """A rule made ready, once."""
        found = self._rules.get(settled.net)
        if found is None:
            money = tuple(map(self.step, settled.rule.money))
            after = tuple(map(self.step, settled.steps))
            conditions = self.conditions(settled.rule.conditions)
            found = self._rules[settled.net] = ReadyRule(conditions, money, after, money + after)
        return found

    def step(self, name: str) -> ReadyStep:
        """A step of the money made ready."""
        note = self.named[name].note
        assert note is not None
        inputs = {
            key: given if isinstance(given, Fraction) else self._input(given)
            for key, given in note.inputs.items()
            if isinstance(given, Fraction) or given in self.places
        }
        return ReadyStep(step_reader(note, self.read_of(name), self.read_of, inputs), self._chosen(note))

    def _input(self, name: str) -> Read | Fraction | str:
        figure = figure_of(self.named[name].node) if name in self.named else None
        return figure if isinstance(figure, Fraction | str) else self.read_of(name)

    def _chosen(self, note: Note) -> ReadOptions | None:
        if not note.options:
            return None
        found = self._options.get(id(note.options))
        if found is None:
            found = self._options[id(note.options)] = options_reader(note.options, self.read_of)
        return found

    def _status(self, atom: AtomPart) -> ConditionsPart | None:
        """The conditions of the status that a condition asks for. Statuses do not rest on each other in a
        circle (S18).
        """
        if not isinstance(atom.node, Ref):
            return None
        status = self._statuses.get(atom.node.name.rpartition(f":{STATUS}")[2])
        return None if status is None or status.listing else ConditionsPart(status.met, status.atoms)

    def _read(self, atom: AtomPart) -> tuple[tuple[FactReader, ...], tuple[EntriesReader, ...]]:
        """The facts that a condition rests on, each once, and the certificates and events."""
        assert atom.met is not None
        facts: dict[tuple[Fact, str], None] = {}
        aggregates: dict[Aggregate, None] = {}
        stack, passed = [atom.met], {atom.met}
        while stack:
            definition = self.named.get(stack.pop())
            if definition is None:
                continue
            for node in leaves(definition.node):
                if isinstance(node, Fact):
                    facts[node, definition.origin] = None
                elif isinstance(node, Aggregate):
                    aggregates[node] = None
                elif isinstance(node, Ref) and node.name not in passed and f":{STATUS}" not in node.name:
                    passed.add(node.name)
                    stack.append(node.name)
        vocabulary, occasions = self.settlement.plan.vocabulary, self.settlement.occasions
        return (
            tuple(FactReader(fact, vocabulary, occasions[origin].period) for fact, origin in facts),
            tuple(self._entries(aggregates)),
        )

    def _entries(self, aggregates: Iterable[Aggregate]) -> Iterator[EntriesReader]:
        tables = self.settlement.plan.vocabulary.tables
        for node in aggregates:
            if node.table not in (QUALIFICATION.id, EVENT.id) or node.where is None:
                continue
            parts = leaves(node.where)
            kinds = {part.value for part in parts if isinstance(part, Text)}
            kinds |= {option for part in parts if isinstance(part, OneOf) for option in part.options}
            yield EntriesReader(tables[node.table], frozenset(kinds))


def by_name(atoms: Sequence[AtomPart]) -> AtomOf:
    """Where the conditions of a rule stand, by the definition that holds whether they are met."""
    positions = {atom.met: position for position, atom in enumerate(atoms)}
    return lambda node: positions.get(node.name) if isinstance(node, Ref) else None
