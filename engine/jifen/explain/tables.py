"""Which rows of tables an indicator rests on, and up to which day they are complete (S10)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import frozen

from jifen.explain import wording
from jifen.model.enterprise import Enterprise, RowOrigin
from jifen.model.expression import Aggregate
from jifen.plan.graph import IndicatorPart, Plan
from jifen.plan.nodes import Call, leaves


@frozen
class TableSeen:
    """A table that an indicator reads: the enterprise's rows, and the day up to which it is complete."""

    table: str
    name: str
    rows: tuple[RowOrigin, ...]
    """Where they were read, as far as that was kept."""
    complete_to: date | None
    count: int

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "table": self.table,
            "name": self.name,
            "complete_to": None if self.complete_to is None else self.complete_to.isoformat(),
            "count": self.count,
            "rows": [{"file": row.file, "sheet": row.sheet, "row": row.row} for row in self.rows],
        }

    def __str__(self) -> str:
        sheets: dict[str, list[int]] = {}
        for row in self.rows:
            sheets.setdefault(f"{row.file} {row.sheet}".strip(), []).append(row.row)
        where = wording.BETWEEN.join(
            f"{sheet} " + wording.LINES.format(rows="、".join(str(number) for number in numbers))
            for sheet, numbers in sheets.items()
        )
        rows = wording.NO_ROWS
        if self.count:
            rows = wording.ROWS.format(count=self.count)
            rows += wording.ROWS_FROM.format(where=where) if where else ""
        covered = wording.COVERED.format(day=self.complete_to) if self.complete_to else wording.NOT_COVERED
        return wording.TABLE.format(table=self.name, rows=rows, coverage=covered)


def tables_seen(plan: Plan, enterprise: Enterprise) -> Mapping[str, tuple[TableSeen, ...]]:
    """By indicator, the tables that it reads."""
    return {
        part.id: tuple(_seen(plan, enterprise, table) for table in _read_by(plan, part))
        for part in plan.indicators
    }


def _read_by(plan: Plan, part: IndicatorPart) -> tuple[str, ...]:
    read: dict[str, None] = {}
    for name in part.definitions:
        for node in leaves(plan.named[name].node):
            if isinstance(node, Aggregate):
                read.setdefault(node.table)
            elif isinstance(node, Call):
                read.update(dict.fromkeys(table for _, table in node.tables))
    return tuple(read)


def _seen(plan: Plan, enterprise: Enterprise, table: str) -> TableSeen:
    return TableSeen(
        table,
        plan.vocabulary.tables[table].name,
        tuple(enterprise.table_origins.get(table, ())),
        enterprise.coverage.get(table),
        len(enterprise.tables.get(table, ())),
    )
