"""Figures of child tables: 合计(技术合同.成交额, 类型 = "技术开发"), 件数, 不同, 存在, 有效 (S9, S13)."""

from typing import Literal

from attrs import frozen

from jifen.language.diagnostics import nearest
from jifen.language.lexicon import narrowed
from jifen.language.names import (
    aggregate_help,
    column_value,
    in_force,
    of_kind,
    report_unknown,
    report_unknown_column,
)
from jifen.language.operands import TYPE_NAMES, condition
from jifen.language.scope import Context, Typed
from jifen.language.syntax import Call, Name, Node
from jifen.model.expression import Aggregate, AllOf, Expression, WithinPeriod
from jifen.model.quantity import SCALES
from jifen.model.terms import Field, Kind, Table

How = Literal["sum", "greatest", "least"]


@frozen
class Rows:
    """The rows that a call looks at, and the column it takes from them."""

    table: Table
    where: Expression | None
    column: Field | None = None


def names_table(context: Context, node: Node) -> bool:
    """Whether an argument names a table or a column of one, rather than a value."""
    if not isinstance(node, Name):
        return False
    scope = context.scope
    dotted = ".".join(map(narrowed, node.parts))
    table = scope.tables.get(narrowed(node.parts[0]))
    if table is None or dotted in scope.references or (len(node.parts) > 1 and scope.row is table):
        return False
    bare_value = scope.row is not None and scope.column(scope.row, dotted) is not None
    return dotted not in scope.fields and not bare_value


def over_rows(how: How, context: Context, call: Call) -> Typed | None:
    """合计, 最大, 最小 of a column."""
    rows = rows_of(context, call, numeric=True)
    if rows is None or rows.column is None:
        return None
    value = column_value(rows.column)
    return Typed(
        Aggregate(how, rows.table.id, value.expression, rows.where), "number", value.unit, value.scale
    )


def count(context: Context, call: Call) -> Typed | None:
    """件数."""
    return _without_column(context, call, "count")


def exists(context: Context, call: Call) -> Typed | None:
    """存在."""
    return _without_column(context, call, "exists")


def _without_column(context: Context, call: Call, how: Literal["count", "exists"]) -> Typed | None:
    rows = rows_of(context, call, bare=True)
    if rows is None:
        return None
    expression = Aggregate(how, rows.table.id, None, rows.where)
    return Typed(expression, "flag") if how == "exists" else counted(expression)


def counted(expression: Expression) -> Typed:
    """A number of rows."""
    return Typed(expression, "number", SCALES["件"].unit, SCALES["件"])


def distinct(context: Context, call: Call) -> Typed | None:
    """不同."""
    rows = rows_of(context, call)
    if rows is None or rows.column is None:
        return None
    return counted(Aggregate("distinct", rows.table.id, column_value(rows.column).expression, rows.where))


def rows_of(context: Context, call: Call, *, numeric: bool = False, bare: bool = False) -> Rows | None:
    """The rows that the first argument names and the others narrow down; ``bare``: it names no column."""
    if context.in_rows:
        context.report("J434", call.span)
        return None
    first, *conditions = call.arguments
    function = narrowed(call.function)
    if not isinstance(first, Name) or not (table := context.scope.tables.get(narrowed(first.parts[0]))):
        _report_no_table(context, first, function, bare=bare)
        return None
    column, kind = _second_part(context, first, table)
    if len(first.parts) > 1 and column is None and kind is None:
        return None
    if bare and column is not None:
        remedy = f"请写成 {function}({table.name}, {column.name} …)"
        context.report("J406", first.span, function=function, expected="子表的名称，不带列", remedy=remedy)
        return None
    if not bare and (column is None or (numeric and column.type != "number")):
        _report_column(context, first, function, table, column)
        return None
    parts = [condition(context.within(table), node) for node in conditions]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if kind is not None:
        known.insert(0, of_kind(kind))
    where = known[0] if len(known) == 1 else AllOf(tuple(known)) if known else None
    return Rows(table, where, column)


def _second_part(context: Context, name: Name, table: Table) -> tuple[Field | None, Kind | None]:
    """The column or kind that a dotted name means; neither, reported, when it is unknown."""
    if len(name.parts) == 1:
        return None, None
    column = context.scope.column(table, name.parts[1])
    kind = context.scope.kinds(table).get(narrowed(name.parts[1])) if column is None else None
    if len(name.parts) > 2 or (column is None and kind is None):
        report_unknown_column(context, name, table)
        return None, None
    return column, kind


def _report_no_table(context: Context, node: Node, function: str, *, bare: bool) -> None:
    expected = "子表的名称" if bare else "子表的列，如 子表.列"
    tables = [table.name for table in context.scope.vocabulary.tables.values()]
    near = nearest(node.parts[0], tables) if isinstance(node, Name) else None
    remedy = f"可能是“{near}”" if near is not None else f"可用的子表有：{'、'.join(tables)}"
    context.report("J406", node.span, function=function, expected=expected, remedy=remedy)


def _report_column(context: Context, name: Name, function: str, table: Table, column: Field | None) -> None:
    if column is None:
        columns = "、".join(f"{table.name}.{other.name}" for other in table.columns.values())
        expected, remedy = "子表的列", f"请写明哪一列：{columns}"
    else:
        expected = "数值的列"
        remedy = f"“{column.name}”是{TYPE_NAMES[column.type]}；{aggregate_help(table, column)}"
    context.report("J406", name.span, function=function, expected=expected, remedy=remedy)


def valid(context: Context, call: Call) -> Typed | None:
    """有效(资质.高新技术企业), 有效(事件.失信被执行人): in force at the snapshot."""
    if context.in_rows:
        context.report("J434", call.span)
        return None
    node = call.arguments[0]
    scope = context.scope
    if not isinstance(node, Name) or len(node.parts) > 2:
        context.report("J406", node.span, function="有效", expected="资质或负面事件的名称")
        return None
    spelled = narrowed(node.parts[-1])
    found: list[tuple[Table, Kind]] = []
    for table in scope.vocabulary.tables.values():
        if len(node.parts) == 2 and scope.tables.get(narrowed(node.parts[0])) is not table:
            continue
        kind = scope.kinds(table).get(spelled)
        if kind is not None:
            found.append((table, kind))
    if len(found) == 1:
        return in_force(*found[0])
    if found:
        remedy = f"请写成 有效(资质.{node.parts[0]}) 或 有效(事件.{node.parts[0]})"
        context.report("J403", node.span, kinds="资质、负面事件", remedy=remedy)
    else:
        names = {kind.name for kind in (*scope.qualifications.values(), *scope.events.values())}
        report_unknown(context, node, names, "资质或负面事件")
    return None


def in_period(context: Context, call: Call) -> Typed | None:
    """本期(日期列): the date of the row lies in the reference period."""
    node = call.arguments[0]
    row = context.scope.row
    if row is None:
        context.report("J433", call.span)
        return None
    name = node.parts[-1] if isinstance(node, Name) else ""
    column = context.scope.column(row, name)
    if column is None or column.type != "date":
        dates = [column.name for column in row.columns.values() if column.type == "date"]
        remedy = f"“{row.name}”的日期列有：{'、'.join(dates)}" if dates else f"“{row.name}”没有日期列"
        context.report("J406", node.span, function="本期", expected=f"“{row.name}”的日期列", remedy=remedy)
        return None
    return Typed(WithinPeriod(column.id), "flag")
