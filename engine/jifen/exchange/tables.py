"""Rows of 资质, 负面事件, 已兑现 and declared tables: kinds named, duplicates settled."""

from collections.abc import Callable, Iterable, Mapping

from attrs import define, evolve, field

from jifen.exchange.cells import half_width
from jifen.exchange.headers import CREDIT_CODE, ENTERPRISE_NAME
from jifen.exchange.problems import Problems
from jifen.exchange.roster import canonical_row
from jifen.exchange.rows import RowRead, differences
from jifen.language.diagnostics import nearest
from jifen.model.enterprise import Absence, Row, RowOrigin, Value
from jifen.model.period import Period
from jifen.model.terms import AWARD, EVENT, QUALIFICATION, Kind, Table, Vocabulary

TableRows = Mapping[str, tuple[tuple[Row, ...], tuple[RowOrigin, ...]]]
"""By credit code: rows and where each was read, in an order of their own."""


@define
class TableReading:
    """The rows of one table."""

    rows: dict[str, list[RowRead]] = field(factory=dict)
    read: int = 0
    faulty: set[str] = field(factory=set)
    """The enterprises that have a mistake in this table."""
    merged: dict[str, int] = field(factory=dict)


def settle_table(
    table: Table,
    rows: Iterable[RowRead],
    known: Callable[[str], bool],
    vocabulary: Vocabulary,
    problems: Problems,
) -> TableReading:
    """The rows by enterprise, each mistake reported; ``known`` says whether the sheet 企业 has a code."""
    reading = TableReading()
    for row in rows:
        reading.read += 1
        if not row.code:
            continue
        if not known(row.code):
            problems.report("J741", row.spot(CREDIT_CODE.id), row.code, row.name)
            continue
        settled = None if row.faulty else _named(table, row, vocabulary, problems)
        if settled is None:
            reading.faulty.add(row.code)
        else:
            reading.rows.setdefault(row.code, []).append(settled)
    for code, found in reading.rows.items():
        reading.rows[code] = _without_duplicates(table, code, found, reading, problems)
    return reading


def sorted_rows(rows: Iterable[RowRead]) -> tuple[tuple[Row, ...], tuple[RowOrigin, ...]]:
    """Rows and their origins, in an order that does not depend on the file's."""
    pairs = sorted(((_data(row), row.origin) for row in rows), key=lambda pair: canonical_row(pair[0]))
    return tuple(data for data, _ in pairs), tuple(origin for _, origin in pairs)


def _data(row: RowRead) -> Row:
    return {id_: value for id_, value in row.values.items() if id_ != ENTERPRISE_NAME.id}


def _named(table: Table, row: RowRead, vocabulary: Vocabulary, problems: Problems) -> RowRead | None:
    """The row with its kind by its name and its period in one spelling; None after a mistake, reported."""
    if table.id == AWARD.id:
        return _with_period(row, problems)
    if table.id not in (QUALIFICATION.id, EVENT.id):
        return row
    kinds = vocabulary.qualifications if table.id == QUALIFICATION.id else vocabulary.events
    written = row.values.get("kind")
    if not isinstance(written, str):
        problems.report("J735", row.spot("kind"), row.code, row.name, name=table.columns["kind"].name)
        return None
    name = kind_name(kinds, written)
    if name is not None:
        return evolve(row, values={**row.values, "kind": name})
    near = nearest(written, [name for kind in kinds.values() for name in (kind.name, *kind.aliases)]) or ""
    if table.id == EVENT.id and kinds:
        known = "、".join(kind.name for kind in kinds.values())
        problems.report("J762", row.spot("kind"), row.code, row.name, found=written, near=near, known=known)
        return None
    problems.count("J761", row.spot("kind"), written, table=table.name, near=near)
    return row


def kind_name(kinds: Mapping[str, Kind], written: str) -> str | None:
    """The kind's name, which is what expressions compare; data may also hold its id or an alias."""
    plain = half_width(written)
    for id_, kind in kinds.items():
        if plain in (id_, *(half_width(name) for name in (kind.name, *kind.aliases))):
            return kind.name
    return None


def _with_period(row: RowRead, problems: Problems) -> RowRead | None:
    written = row.values.get("period")
    if not isinstance(written, str):
        return row
    try:
        period = Period.parse("".join(written.split()))
    except ValueError:
        problems.report("J738", row.spot("period"), row.code, row.name, found=written)
        return None
    return evolve(row, values={**row.values, "period": period.text})


def _without_duplicates(
    table: Table, code: str, rows: list[RowRead], reading: TableReading, problems: Problems
) -> list[RowRead]:
    kept: dict[tuple[Value, ...], RowRead] = {}
    for row in rows:
        key = _key(table, row)
        first = kept.setdefault(key, row)
        if first is row:
            continue
        told = differences(first, row) if table.key else ""
        facts = {"first": first.row, "second": row.row}
        if told:
            names = "、".join(table.columns[column].name for column in table.key)
            problems.report("J734", row.spot(), code, row.name, key=names, differences=told, **facts)
            reading.faulty.add(code)
        elif table.key:
            problems.report("J733", row.spot(), code, row.name, key=table.name, **facts)
            reading.merged[code] = reading.merged.get(code, 0) + 1
        else:
            problems.report("J744", row.spot(), code, row.name, table=table.name, **facts)
    return list(kept.values()) if table.key else rows


def _key(table: Table, row: RowRead) -> tuple[Value, ...]:
    if not table.key:
        return (canonical_row(_data(row)),)
    return tuple(row.values.get(column, Absence.MISSING) for column in table.key)
