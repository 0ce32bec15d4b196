"""What a name means: the lexer found the longest known one, here its kind is decided (S13, S28)."""

from collections.abc import Iterable

from jifen.language.diagnostics import nearest
from jifen.language.lexicon import FUNCTIONS, narrowed
from jifen.language.scope import Context, Typed
from jifen.language.syntax import Name
from jifen.model.expression import Aggregate, AllOf, Column, Fact, InForce, OneOf
from jifen.model.quantity import PLAIN
from jifen.model.terms import Field, Kind, Table


def resolve_name(context: Context, name: Name) -> Typed | None:
    """The value that a name stands for; None when it stands for none, which is reported."""
    scope = context.scope
    dotted = ".".join(map(narrowed, name.parts))
    if dotted in scope.references:
        return _unambiguous(context, name, dotted)
    if len(name.parts) == 1:
        return _bare(context, name, dotted)
    table = scope.tables.get(narrowed(name.parts[0]))
    if table is None or len(name.parts) > 2:
        _report_unknown_dotted(context, name)
        return None
    column = scope.column(table, name.parts[1])
    kind = scope.kinds(table).get(narrowed(name.parts[1]))
    if column is not None and scope.row is table:
        return column_value(column)
    if column is not None:
        context.report(
            "J404", name.span, what=f"子表“{table.name}”的列", remedy=aggregate_help(table, column)
        )
    elif kind is not None and table.id == "qualification":
        return qualified(context, name, kind)
    elif kind is not None:
        context.report("J404", name.span, what="负面事件的种类", remedy=f"请写成 有效(事件.{kind.name})")
    else:
        report_unknown_column(context, name, table)
    return None


def _bare(context: Context, name: Name, spelled: str) -> Typed | None:
    scope = context.scope
    if scope.row is not None and (column := scope.column(scope.row, spelled)) is not None:
        return column_value(column)
    if spelled in scope.fields or spelled in scope.qualifications:
        return _unambiguous(context, name, spelled)
    _report_other_kind(context, name, spelled)
    return None


def _unambiguous(context: Context, name: Name, spelled: str) -> Typed | None:
    scope = context.scope
    field, kind = scope.fields.get(spelled), scope.qualifications.get(spelled)
    reference = scope.references.get(spelled)
    meant = [("字段", field), ("资质", kind), ("得分或规则的结果", reference)]
    kinds = [label for label, thing in meant if thing is not None]
    if len(kinds) > 1:
        remedy = "请给其中一个改名"
        if kind is not None:
            remedy = f"要用资质时请写 资质.{kind.name}"
            remedy += f"，要用字段时请写编号 {field.id}" if field is not None else ""
        context.report("J403", name.span, kinds="、".join(kinds), remedy=remedy)
        return None
    if field is not None:
        return fact_value(field)
    return reference if kind is None else qualified(context, name, kind)


def qualified(context: Context, name: Name, kind: Kind) -> Typed | None:
    """Whether a qualification is in force, which is no question to ask of a row of a table."""
    if context.in_rows:
        context.report("J434", name.span)
        return None
    return in_force(context.scope.vocabulary.tables["qualification"], kind)


def fact_value(field: Field) -> Typed:
    """A field of the reference period."""
    number = field.type == "number"
    unit, digits = (field.unit, field.digits) if number else (PLAIN, 0)
    fact = Fact(field.id, field.type, unit, digits, field.frequency)
    return Typed(fact, field.type, unit, field.scale if number else None, field)


def column_value(column: Field) -> Typed:
    """A column of the row at hand."""
    number = column.type == "number"
    unit, digits = (column.unit, column.digits) if number else (PLAIN, 0)
    node = Column(column.id, column.type, unit, digits)
    return Typed(node, column.type, unit, column.scale if number else None, column)


def of_kind(kind: Kind) -> OneOf:
    """Of a row of a built-in table: it is of that kind."""
    return OneOf(Column("kind", "text"), (kind.name,))


def in_force(table: Table, kind: Kind) -> Typed:
    """Whether a recorded qualification or event is in force at the snapshot (S13)."""
    where = AllOf((of_kind(kind), InForce("begins", "ends")))
    return Typed(Aggregate("exists", table.id, where=where), "flag")


def all_names(context: Context) -> set[str]:
    """Every name that may stand for a value here."""
    scope = context.scope
    names = {*scope.fields, *scope.qualifications, *scope.references}
    if scope.row is not None:
        names |= {column.name for column in scope.row.columns.values()} | set(scope.row.columns)
    return names


def report_unknown(context: Context, name: Name, candidates: Iterable[str], what: str = "名称") -> None:
    """Say that nothing of that name is known, and what was probably meant."""
    context.report("J401", name.span, what=what, near=nearest(context.text(name.span), candidates))


def report_unknown_column(context: Context, name: Name, table: Table) -> None:
    """Say that a table has no such column, and no such kind if it is a table of kinds."""
    root = name.parts[0]
    columns = [column.name for column in table.columns.values()]
    kinds = [kind.name for kind in context.scope.kinds(table).values()]
    near = nearest(name.parts[-1], [*columns, *kinds])
    context.report(
        "J401",
        name.span,
        what=f"子表“{table.name}”的列" + ("或种类" if kinds else ""),
        near=f"{root}.{near}" if near else None,
        known="、".join(columns[:12]),
    )


def _report_unknown_dotted(context: Context, name: Name) -> None:
    scope = context.scope
    root = narrowed(name.parts[0])
    if root in scope.fields:
        context.report("J404", name.span, what="字段，没有列", remedy=f"请只写 {name.parts[0]}")
        return
    columns = (
        f"{table.name}.{column.name}" for table in scope.tables.values() for column in table.columns.values()
    )
    report_unknown(context, name, {*scope.references, *columns})


def _report_other_kind(context: Context, name: Name, spelled: str) -> None:
    """Say what a name is that is no value here, or that it is unknown."""
    scope = context.scope
    if spelled in scope.tables:
        table = scope.tables[spelled]
        remedy = f"要看有几行请写 件数({table.name})，有没有请写 存在({table.name})"
        context.report("J404", name.span, what="子表，不是字段", remedy=remedy)
    elif spelled in scope.events:
        remedy = f"请写成 有效(事件.{scope.events[spelled].name})"
        context.report("J404", name.span, what="负面事件的种类", remedy=remedy)
    elif spelled in scope.lists:
        context.report("J404", name.span, what="名录", remedy=f"请写成 某字段 属于 {name.parts[0]}")
    elif spelled in FUNCTIONS:
        context.report("J404", name.span, what="函数", remedy=f"函数后面要有括号：{spelled}(…)")
    elif spelled in ("真", "假", "true", "false", "True", "False", "是", "否"):
        context.report("J421", name.span)
    else:
        _report_unknown_or_column(context, name, spelled)


def _report_unknown_or_column(context: Context, name: Name, spelled: str) -> None:
    for table in context.scope.tables.values():
        column = context.scope.column(table, spelled)
        if column is not None:
            remedy = aggregate_help(table, column)
            context.report("J404", name.span, what=f"子表“{table.name}”的列", remedy=remedy)
            return
    report_unknown(context, name, all_names(context))


def aggregate_help(table: Table, column: Field) -> str:
    """How a column may be used outside its table."""
    written = f"{table.name}.{column.name}"
    if column.type == "number":
        return f"一家企业可能有多行，请先汇总，如 合计({written})"
    return f"一家企业可能有多行，请把条件写进子表的统计里，如 件数({table.name}, {column.name} …)"
