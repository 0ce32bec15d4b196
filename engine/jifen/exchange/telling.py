"""Plain values told of an enterprise, read by the vocabulary exactly or not at all."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from jifen.exchange.cells import Fault, Rounded, reader_for
from jifen.language.diagnostics import nearest
from jifen.language.wording import WORDING, fill
from jifen.model.enterprise import Absence, Enterprise, FactKey, Row, Value
from jifen.model.period import Period
from jifen.model.quantity import Scale, parse_scale
from jifen.model.terms import EVENT, FOUNDED, QUALIFICATION, Field, Table, Vocabulary

Told = str | int | bool | date | Decimal | Fraction | None
"""A value as an embedder tells it: a bare number is in the field's declared unit, a text may carry
another (``500万元``).

``None`` is missing, ``"不适用"`` is not applicable.
"""

_T = TypeVar("_T")
_NUMBER_WITH_UNIT = re.compile(r"(.*?[\d.])\s*([^\d.]+)")


class UnknownValueError(ValueError):
    """What was told of an enterprise cannot be read; the message says why, in Chinese."""


def told_enterprise(
    vocabulary: Vocabulary,
    code: str,
    name: str = "",
    *,
    facts: Mapping[str, Mapping[str, Told]],
    founded: date | None = None,
    tables: Mapping[str, Sequence[Mapping[str, Told]]] | None = None,
    complete_to: date | None = None,
) -> Enterprise:
    """An enterprise from plain values.

    ``facts`` maps periods to values by field (id or Chinese name), ``tables`` tables to rows by column. All
    tables are complete up to ``complete_to`` (S10). Raises :class:`UnknownValueError` for names or values
    that mean nothing.
    """
    by_name = {alias: each for each in vocabulary.fields.values() for alias in (each.id, each.name)}
    known: dict[FactKey, Value] = {}
    for period_text, values in facts.items():
        period = Period.parse(period_text)
        for label, told in values.items():
            field = _named(label, by_name, "字段")
            key, value = (field.id, period_of(field, period).text), told_value(field, told)
            if value is not Absence.MISSING and known.setdefault(key, value) != value:
                raise UnknownValueError(f"“{field.name}”{period.label}的数写了两次，且不一致")
    rows = {}
    for label, told_rows in (tables or {}).items():
        table = _named(label, _tables_by_name(vocabulary), "子表")
        rows[table.id] = tuple(_row(vocabulary, table, row) for row in told_rows)
    coverage = {} if complete_to is None else dict.fromkeys(vocabulary.tables, complete_to)
    return Enterprise(code, name, founded, known, rows, coverage)


def period_of(field: Field, period: Period) -> Period:
    """The period that a field told of ``period`` is a fact of; a year's figure is told of no quarter."""
    of = None if field.frequency == "year" and period.quarter else period.at(field.frequency)
    if of is None:
        kind = {"year": "全年", "quarter": "当季"}[field.frequency]
        raise UnknownValueError(f"“{field.name}”是{kind}的数，不能写在{period.label}里")
    return of


def told_value(declared: Field, told: Told) -> Value:
    """A told value as data, exactly or not at all."""
    if declared.id == FOUNDED.id:
        raise UnknownValueError("成立日期请写在 founded 里")
    scale, raw = declared.scale, told
    if isinstance(told, Fraction):
        count = told * scale.factor * 10**declared.digits
        if count.denominator != 1:
            raise UnknownValueError(f"“{declared.name}”写作 {told}，超出登记的小数位数")
        return int(count)
    if declared.type == "number" and isinstance(told, str):
        written = number_with_unit(told)
        if written is not None:
            if written[1].unit != scale.unit:
                raise UnknownValueError(f"“{declared.name}”写作 {told}，单位应为{scale.unit}")
            raw, scale = written
    read = reader_for(declared, scale)(raw)
    if isinstance(read, Fault):
        facts = {**read.facts, "heading": declared.name, "name": declared.name}
        raise UnknownValueError(fill(WORDING[read.code].message, facts))
    if isinstance(read, Rounded):
        raise UnknownValueError(f"“{declared.name}”写作 {told}，超出登记的小数位数")
    return read


def number_with_unit(text: str) -> tuple[str, Scale] | None:
    """The number and the unit of a text that has both."""
    match = _NUMBER_WITH_UNIT.fullmatch(text.strip())
    scale = parse_scale(match[2]) if match else None
    return None if match is None or scale is None else (match[1], scale)


def told_cell(vocabulary: Vocabulary, table: Table, column: Field, told: Told) -> Value:
    """A told cell of a row; a qualification or event by the name that expressions compare."""
    value = told_value(column, told)
    known = {QUALIFICATION.id: vocabulary.qualifications, EVENT.id: vocabulary.events}
    kinds = known.get(table.id)
    if kinds is None or column.id != "kind" or not isinstance(value, str):
        return value
    by_name = {name: one for one in kinds.values() for name in (one.id, one.name, *one.aliases)}
    return _named(value, by_name, table.name).name


def _row(vocabulary: Vocabulary, table: Table, told: Mapping[str, Told]) -> Row:
    row: dict[str, Value] = {}
    for label, value in told.items():
        column = table.column(label)
        if column is None:
            near = nearest(label, [each.name for each in table.columns.values()])
            raise UnknownValueError(
                f"子表“{table.name}”没有“{label}”这一列" + (f"，是不是“{near}”？" if near else "")
            )
        read = told_cell(vocabulary, table, column, value)
        if read is not Absence.MISSING:
            row[column.id] = read
    return row


def _tables_by_name(vocabulary: Vocabulary) -> dict[str, Table]:
    return {alias: table for table in vocabulary.tables.values() for alias in (table.id, table.name)}


def _named(label: str, by_name: Mapping[str, _T], kind: str) -> _T:
    if label not in by_name:
        near = nearest(label, by_name)
        raise UnknownValueError(f"没有叫“{label}”的{kind}" + (f"，是不是“{near}”？" if near else ""))
    return by_name[label]
