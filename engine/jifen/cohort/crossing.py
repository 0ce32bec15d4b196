"""The cohort's definitions after a step, made ready for a program: what they read, what they decide."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from jifen.cohort.members import (
    CLAIMS,
    CohortColumn,
    Column,
    Entry,
    claims_of,
    column_of,
    decide,
    entry_of,
    refs_of,
)
from jifen.evaluation.program import Layout, Row, Slot
from jifen.model.enterprise import Absence
from jifen.plan.nodes import Allotted, Definition, Mean

Entries = list[Entry | Absence]


class Crossing:
    """What can be looked up once, by column and by definition; each column is read of a row once."""

    def __init__(self, program: Layout, definitions: Sequence[Definition]) -> None:
        readers: dict[str, tuple[tuple[int, ...], int | None, tuple[int, ...]]] = {}
        for definition in definitions:
            values, group = refs_of(definition.node)
            readers[column_of(definition.node)] = (
                tuple(program.slots[ref.name] for ref in values),
                program.slots[group.name] if group else None,
                tuple(program.below[ref.name] or 1 for ref in values)
                if isinstance(definition.node, Allotted)
                else (),
            )
        self.columns = tuple(readers)
        self._readers = tuple(readers.values())
        self._definitions = [
            (
                definition.name,
                definition.node,
                self.columns.index(column_of(definition.node)),
                _below(program, definition),
            )
            for definition in definitions
        ]

    def entries(self, row: Row) -> Entries:
        """What an enterprise brings to each of the columns."""
        found: Entries = []
        for slots, place, below in self._readers:
            if below:
                # Claims of several rules are added, so each is taken back to what it is counted in.
                found.append(
                    claims_of([_amount(row[slot], under) for slot, under in zip(slots, below, strict=True)])
                )
                continue
            first, group = row[slots[0]], 0 if place is None else row[place]
            if len(slots) == 1 and type(first) is int and type(group) is int:
                found.append(Entry(group, (first,)))
            else:
                found.append(entry_of([_exact(row[slot]) for slot in slots], group))
        return found

    def gathered(
        self, entries: Mapping[str, Entries], failed: Collection[str] = ()
    ) -> Mapping[str, CohortColumn]:
        """The columns of a population: who is a member with what, and whose value is unknown."""
        columns = {}
        for position, name in enumerate(self.columns):
            known = {
                code: entry for code, own in entries.items() if isinstance(entry := own[position], Entry)
            }
            others = frozenset(entries.keys() - known.keys()) | frozenset(failed)
            if name.startswith(CLAIMS):
                others |= {code for code, entry in known.items() if None in entry.values}
            columns[name] = Column(known, others)
        return columns

    def decided(
        self,
        code: str,
        entries: Entries,
        columns: Mapping[str, CohortColumn],
        told: Mapping[str, Slot] | None = None,
    ) -> Row:
        """The results of all definitions for one enterprise; those that are ``told`` as they are."""
        found = [columns.get(name) for name in self.columns]
        results: list[Slot] = []
        for name, node, position, below in self._definitions:
            if told and name in told:
                results.append(told[name])
                continue
            result = decide(node, found[position], code, entries[position])
            if type(result) is tuple and isinstance(node, Mean):
                # A mean of whole counts is taken back to the value that they count.
                result = result[0], result[1] * below
            results.append(result)
        return tuple(results)


def _below(program: Layout, definition: Definition) -> int:
    """Over which denominator the values of a mean are counted."""
    return (program.below[definition.node.value.name] or 1) if isinstance(definition.node, Mean) else 1


def _exact(slot: Slot) -> Slot | Fraction:
    """A value to rank by: whole counts where the definition is a scaled integer, else an exact fraction."""
    return Fraction(*slot) if type(slot) is tuple else slot


def _amount(slot: Slot, below: int) -> Slot | Fraction:
    """An amount in its base unit."""
    exact = _exact(slot)
    return Fraction(exact, below) if type(exact) is int else exact
