"""A fact as an enterprise tells it: the value seen or why it is absent, and its cell."""

from collections.abc import Iterator

from attrs import frozen

from jifen.evaluation.program import exact, fraction_of
from jifen.model.decision import Exact, FactSeen, make_fact
from jifen.model.enterprise import Absence, Enterprise, Row
from jifen.model.expression import Fact
from jifen.model.period import Period
from jifen.model.quantity import SCALES
from jifen.model.terms import FOUNDED, Field, Table, Vocabulary


class FactReader:
    """Reads one fact of enterprises, given the reference period; what never changes is looked up once."""

    def __init__(self, fact: Fact, vocabulary: Vocabulary, reference: Period) -> None:
        self._field = fact.field
        self._of_founding = fact.field == FOUNDED.id
        if self._of_founding:
            return
        base = reference.at(fact.frequency)
        assert base is not None, "checked when the plan was lowered"
        declared = vocabulary.fields[fact.field]
        self._period = fact.shift.of(base)
        self._key = fact.field, self._period.text
        self._last_day = self._period.last_day
        self._name, self._below, self._scale = declared.name, 10**declared.digits, declared.scale

    def seen(self, enterprise: Enterprise) -> FactSeen:
        """What an enterprise tells of the fact."""
        founded = enterprise.founded
        if self._of_founding:
            cell = next((origin.cell(FOUNDED.id) for origin in enterprise.origins.values()), None)
            return FactSeen(self._field, FOUNDED.name, "", founded or Absence.MISSING, SCALES[""], cell)
        told = enterprise.facts.get(self._key)
        value: Exact
        if type(told) is int:
            value = fraction_of(told, self._below)
        elif told is not None:
            value = told
        else:
            early = founded is not None and founded > self._last_day
            value = Absence.NOT_APPLICABLE if early else Absence.MISSING
        cell = enterprise.cell_of(self._field, self._period) if enterprise.origins else None
        return make_fact(self._field, self._name, self._key[1], value, self._scale, cell)


@frozen
class EntriesReader:
    """Reads the certificates or events of some kinds, a text each."""

    table: Table
    kinds: frozenset[str]

    def seen(self, enterprise: Enterprise) -> Iterator[FactSeen]:
        """Those that an enterprise has."""
        table = self.table
        for cells in enterprise.tables.get(table.id, ()):
            if cells.get("kind") in self.kinds:
                told = (
                    f"{column.name} {cells[column.id]}"
                    for column in table.columns.values()
                    if column.id in cells and column.id != "kind" and column.type != "number"
                )
                text = "，".join((str(cells["kind"]), *told))
                yield FactSeen(table.id, table.name, "", text, SCALES[""])


def column_seen(column: Field, cells: Row) -> FactSeen:
    """What a row tells of one of its columns."""
    told = cells.get(column.id)
    value = Absence.MISSING if told is None else exact(told, 10**column.digits)
    return FactSeen(column.id, column.name, "", value, column.scale)


def period_of(fact: Fact, reference: Period) -> str:
    """The period that a fact is of, given the reference period; empty for the date of founding."""
    base = reference.at(fact.frequency)
    return "" if fact.field == FOUNDED.id or base is None else fact.shift.of(base).text
