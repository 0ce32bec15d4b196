"""What reasons read of a settlement, looked up once for all enterprises: conditions, steps, negatives."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from jifen.evaluation.facts import EntriesReader, FactReader
from jifen.evaluation.lacks import LackFinder
from jifen.evaluation.misses import AtomOf, wanted_of
from jifen.evaluation.settling import SettlementProgram
from jifen.model.entitlement import Because
from jifen.model.expression import Aggregate, Expression, Fact, OneOf, Ref, Text
from jifen.model.terms import EVENT, QUALIFICATION
from jifen.plan.entitlements import STATUS, AtomPart, ConditionsPart, SettledPart
from jifen.plan.nodes import Note, leaves

Place = tuple[int, int]
"""Where a value stands in a row, and over which denominator."""


@frozen
class ReadyAtom:
    """A condition with what is the same for all enterprises: whether it must hold, and what it rests on."""

    part: AtomPart
    wanted: bool
    met: Place | None
    left: Place | None
    right: Place | None
    facts: tuple[FactReader, ...]
    entries: tuple[EntriesReader, ...]
    status: ConditionsPart | None
    """The conditions of the status that it asks for."""


@frozen
class ReadyConditions:
    """Conditions made ready, with the node that holds them together."""

    whole: Expression
    atom_of: AtomOf
    atoms: tuple[ReadyAtom, ...]


@frozen
class ReadyStep:
    """A step of the money made ready: where it stands, and its inputs, each a figure or where it stands."""

    note: Note
    place: Place
    inputs: tuple[tuple[str, Fraction | Place], ...]


@frozen
class ReadyRule:
    """A rule made ready."""

    conditions: ReadyConditions
    money: tuple[ReadyStep, ...]
    settled: tuple[ReadyStep, ...]


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
        place = self.places.get
        atoms = tuple(
            ReadyAtom(
                atom,
                wanted.get(position, True),
                place(atom.met or ""),
                place(atom.left or ""),
                place(atom.right or ""),
                *self._read(atom),
                self._status(atom),
            )
            for position, atom in enumerate(part.atoms)
        )
        return ReadyConditions(whole, atom_of, atoms)

    def rule(self, settled: SettledPart) -> ReadyRule:
        """A rule made ready, once."""
        found = self._rules.get(settled.net)
        if found is None:
            found = self._rules[settled.net] = ReadyRule(
                self.conditions(settled.rule.conditions),
                tuple(map(self.step, settled.rule.money)),
                tuple(map(self.step, settled.steps)),
            )
        return found

    def step(self, name: str) -> ReadyStep:
        """A step of the money made ready."""
        note = self.named[name].note
        assert note is not None
        inputs = tuple(
            (key, given if isinstance(given, Fraction) else self.places[given])
            for key, given in note.inputs.items()
            if isinstance(given, Fraction) or given in self.places
        )
        return ReadyStep(note, self.places[name], inputs)

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
