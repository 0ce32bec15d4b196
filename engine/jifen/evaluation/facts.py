"""A fact as an enterprise tells it: the value seen or why it is absent, and its cell."""

from datetime import date
from fractions import Fraction

from jifen.model.decision import FactSeen
from jifen.model.enterprise import Absence, Enterprise, Row, Value
from jifen.model.expression import Fact
from jifen.model.period import Period
from jifen.model.quantity import SCALES
from jifen.model.terms import FOUNDED, Field, Vocabulary


def fact_seen(fact: Fact, enterprise: Enterprise, vocabulary: Vocabulary, reference: Period) -> FactSeen:
    """What an enterprise tells of a fact, given the reference period."""
    if fact.field == FOUNDED.id:
        return FactSeen(
            fact.field,
            FOUNDED.name,
            "",
            enterprise.founded or Absence.MISSING,
            SCALES[""],
            next((origin.cell(FOUNDED.id) for origin in enterprise.origins.values()), None),
        )
    declared = vocabulary.fields[fact.field]
    base = reference.at(fact.frequency)
    assert base is not None, "checked when the plan was lowered"
    period = fact.shift.of(base)
    told = enterprise.facts.get((fact.field, period.text))
    early = enterprise.founded is not None and enterprise.founded > period.last_day
    absent = Absence.NOT_APPLICABLE if early else Absence.MISSING
    return FactSeen(
        fact.field,
        declared.name,
        period.text,
        _exact(told, declared.digits) if told is not None else absent,
        declared.scale,
        enterprise.cell_of(fact.field, period),
    )


def column_seen(column: Field, cells: Row) -> FactSeen:
    """What a row tells of one of its columns."""
    told = cells.get(column.id)
    value = Absence.MISSING if told is None else _exact(told, column.digits)
    return FactSeen(column.id, column.name, "", value, column.scale)


def period_of(fact: Fact, reference: Period) -> str:
    """The period that a fact is of, given the reference period; empty for the date of founding."""
    base = reference.at(fact.frequency)
    return "" if fact.field == FOUNDED.id or base is None else fact.shift.of(base).text


def _exact(value: Value, digits: int) -> Fraction | int | str | date | Absence:
    return Fraction(value, 10**digits) if type(value) is int else value
