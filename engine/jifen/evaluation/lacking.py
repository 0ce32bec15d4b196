"""What must be told of an enterprise before a value is known."""

from collections.abc import Iterable
from datetime import date

from attrs import frozen

from jifen.model.decision import Missing
from jifen.model.enterprise import Absence, Enterprise
from jifen.model.expression import Aggregate, Column, Expression, Fact, InForce, WithinPeriod
from jifen.model.period import Period
from jifen.model.terms import FOUNDED
from jifen.plan.graph import Plan
from jifen.plan.nodes import Call, leaves, parts


def data_of(plan: Plan, names: Iterable[str]) -> tuple[Expression, ...]:
    """What definitions read of an enterprise."""
    nodes = (node for name in names for node in leaves(plan.named[name].node))
    return tuple(node for node in nodes if isinstance(node, Fact | Aggregate | Call))


@frozen
class Lacking:
    """Names what is missing, for one reference period."""

    plan: Plan
    period: Period

    def of(self, enterprise: Enterprise, snapshot: date, node: Expression) -> Iterable[str]:
        """The ids of what :meth:`missing` names."""
        return (one.id for one in self.missing(enterprise, snapshot, node))

    def missing(self, enterprise: Enterprise, snapshot: date, node: Expression) -> Iterable[Missing]:
        """The fields and tables that a node reads and that are not told."""
        if isinstance(node, Fact):
            yield from self._untold(enterprise, node)
        elif isinstance(node, Aggregate):
            if _open(enterprise, snapshot, node.table) or gaps(enterprise, node):
                yield Missing(node.table)
        elif isinstance(node, Call):
            yield from (Missing(table) for _, table in node.tables if _open(enterprise, snapshot, table))

    def _untold(self, enterprise: Enterprise, fact: Fact) -> Iterable[Missing]:
        """A fact that might have been told and was not."""
        if fact.field == FOUNDED.id:
            if enterprise.founded is None:
                yield Missing(fact.field)
            return
        base = self.period.at(fact.frequency)
        assert base is not None, "checked when the plan was lowered"
        period = fact.shift.of(base)
        early = enterprise.founded is not None and enterprise.founded > period.last_day
        told = enterprise.facts.get((fact.field, period.text), Absence.MISSING)
        if not early and told is Absence.MISSING:
            yield Missing(fact.field, period.text)


def _open(enterprise: Enterprise, snapshot: date, table: str) -> bool:
    """Whether a table may lack rows that the snapshot should see (S10)."""
    complete = enterprise.coverage.get(table)
    return complete is None or complete < snapshot


def gaps(enterprise: Enterprise, node: Aggregate) -> frozenset[str]:
    """The columns that a figure needs and that a row does not tell; figures in it are of their own rows."""
    columns: set[str] = set()
    stack = list(parts(node))
    while stack:
        part = stack.pop()
        if isinstance(part, Column | WithinPeriod):
            columns.add(part.column)
        elif isinstance(part, InForce):
            columns.add(part.begins)
        elif not isinstance(part, Aggregate):
            stack.extend(parts(part))
    rows = enterprise.tables.get(node.table, ())
    return frozenset(column for row in rows for column in columns - row.keys())
