"""The cover sheet (说明): up to which day each table is complete, and what else is said (S10)."""

from collections.abc import Mapping
from datetime import date

from attrs import frozen

from jifen.exchange.cells import Fault, describe, read_date
from jifen.exchange.headings import plain
from jifen.exchange.problems import Problems
from jifen.exchange.sheets import Sheet, where
from jifen.language.diagnostics import Diagnostics, nearest
from jifen.model.terms import Table

ALL_TABLES_COMPLETE = "数据完整截至"
"""The key that states the coverage date of every table that has none of its own."""

_UNTIL = "截至"


@frozen
class Cover:
    """What a cover sheet says."""

    coverage: Mapping[str, date]
    notes: Mapping[str, str]


def coverage_key(table: Table) -> str:
    """The key that states a table's coverage date."""
    return f"{table.name}{_UNTIL}"


def read_cover(
    sheet: Sheet | None,
    tables: Mapping[str, Table],
    complete_to: date | None,
    diagnostics: Diagnostics,
    problems: Problems,
) -> Cover:
    """The cover sheet read; ``complete_to`` holds for the tables of which it says nothing."""
    coverage: dict[str, date] = {}
    notes: dict[str, str] = {}
    if sheet is not None:
        keys = {plain(f"{name}{_UNTIL}"): id_ for id_, table in tables.items() for name in (table.name, id_)}
        keys[plain(ALL_TABLES_COMPLETE)] = ""
        for row, cells in enumerate(sheet.rows, 1):
            key = "" if not cells or cells[0] is None else str(cells[0]).strip().rstrip(":：")
            value = cells[1] if len(cells) > 1 else None
            if not key or value is None or not str(value).strip():
                continue
            if plain(key) in keys:
                _cover_date(sheet, row, keys[plain(key)], value, coverage, diagnostics)
                continue
            if plain(key).endswith(_UNTIL):
                known = [*(coverage_key(table) for table in tables.values()), ALL_TABLES_COMPLETE]
                problems.report("J727", sheet.spot(row, 1), key=key, near=nearest(key, known) or "")
            notes[key] = value.isoformat() if isinstance(value, date) else str(value).strip()
        _report_overruled(sheet, tables, complete_to, coverage, problems)
    general = coverage.pop("", complete_to)
    if general is not None:
        coverage = {**dict.fromkeys(tables, general), **coverage}
    return Cover(coverage, notes)


def _cover_date(
    sheet: Sheet, row: int, table: str, value: object, coverage: dict[str, date], diagnostics: Diagnostics
) -> None:
    day = read_date(value)
    place, cell = sheet.place(row, 2), where(sheet, row, 2)
    if not isinstance(day, date):
        reason = day.facts["reason"] if isinstance(day, Fault) else "没有写日期"
        diagnostics.report("J716", place, cell=cell, found=describe(value), reason=reason)
    elif coverage.setdefault(table, day) != day:
        reason = f"与前面写的 {coverage[table].isoformat()} 不一致"
        diagnostics.report("J716", place, cell=cell, found=describe(value), reason=reason)


def _report_overruled(
    sheet: Sheet,
    tables: Mapping[str, Table],
    complete_to: date | None,
    coverage: Mapping[str, date],
    problems: Problems,
) -> None:
    for table, day in coverage.items():
        if complete_to is not None and day != complete_to:
            name = tables[table].name if table else "全部子表"
            problems.report(
                "J726", sheet.spot(0), table=name, stated=day.isoformat(), given=complete_to.isoformat()
            )
