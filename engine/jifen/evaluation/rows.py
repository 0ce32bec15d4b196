"""How tables are written: loops over rows with conditions of their own, and calls of a park's functions with rows (S9)."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from fractions import Fraction

from jifen.evaluation.code import Code, Emit, Held, Number, Other
from jifen.evaluation.logic import typed
from jifen.model.enterprise import Absence, Row, Value
from jifen.model.expression import Aggregate, Column, Expression, InForce, WithinPeriod
from jifen.model.function import Computed, Exact, IndicatorFunction
from jifen.model.terms import Field, Table
from jifen.plan.nodes import Call, leaves


class FunctionFault(Exception):
    """A park's function raised, or gave what it had declared it never would. The message is for the park's staff."""


def column(code: Code, node: Column) -> Held:
    return typed(code.assign(f"row.get({node.column!r}, MISSING)"), node.type, node.digits)


def in_force(code: Code, node: InForce) -> Other:
    begins = code.assign(f"row.get({node.begins!r}, MISSING)")
    ends = code.assign(f"row.get({node.ends!r})")
    over = f"{ends} is not None and {ends} <= snapshot"
    return Other(
        code.assign(f"False if {over} else {begins} if {begins} is MISSING else {begins} <= snapshot")
    )


def within_period(code: Code, node: WithinPeriod) -> Other:
    period = node.shift.of(code.period)
    day = code.assign(f"row.get({node.column!r}, MISSING)")
    first, last = code.constant(period.first_day), code.constant(period.last_day)
    return Other(code.assign(f"{first} <= {day} <= {last} if type({day}) is date else {day}"))


def _of_row(node: Expression) -> bool:
    return any(isinstance(leaf, Column | InForce | WithinPeriod) for leaf in leaves(node))


def _hoist(code: Code, node: Expression) -> None:
    """Write, before the loop, what does not depend on the row."""
    if not _of_row(node):
        code.hold(node)
        return
    for part in leaves(node):
        if part is not node and not isinstance(part, Aggregate) and not _of_row(part):
            code.hold(part)


@contextmanager
def _row_scope(code: Code) -> Iterator[None]:
    """What is held inside a loop is not held after it."""
    outside = dict(code.held)
    yield
    code.held = outside


def _complete(code: Code, table: str) -> str:
    """The variable that says whether a table is complete up to the snapshot."""
    name = f"complete_{table}"
    if name not in code.flags:
        code.flags.add(name)
        code.line(f"{name} = coverage.get({table!r})")
        code.line(f"{name} = {name} is not None and {name} >= snapshot")
    return name


def aggregate(code: Code, node: Aggregate) -> Held:
    for part in (node.value, node.where):
        if part is not None:
            _hoist(code, part)
    complete = _complete(code, node.table)
    result, unknown = code.name(), code.name()
    start = {"exists": "False", "distinct": "set()", "greatest": "None", "least": "None"}.get(node.how, "0")
    code.line(f"{result} = {start}; {unknown} = None if {complete} else MISSING")
    below: int | str = 1
    with code.block(f"for row in tables.get({node.table!r}, ()):"), _row_scope(code):
        condition = None if node.where is None else code.other(node.where)
        if condition is None:
            below = _count_row(code, node, result, unknown)
        else:
            with code.block(f"if {condition.name} is True:"):
                below = _count_row(code, node, result, unknown)
            if not condition.sure:
                with code.block(f"elif {condition.name} is not False:"):
                    code.line(f"{unknown} = worst({condition.name}, {unknown})")
    if node.how == "exists":
        code.line(f"{result} = True if {result} else False if {unknown} is None else {unknown}")
        return Other(result)
    final = {"distinct": f"len({result})", "greatest": f"(MISSING if {result} is None else {result})"}
    final["least"] = final["greatest"]
    code.line(f"{result} = {final.get(node.how, result)} if {unknown} is None else {unknown}")
    return Number(result, below)


def _count_row(code: Code, node: Aggregate, result: str, unknown: str) -> int:
    """Add the row at hand to the figure; returns the denominator that the figure is counted in."""
    if node.how == "exists":
        code.line(f"{result} = True")
        return 1
    if node.value is None:
        code.line(f"{result} += 1")
        return 1
    value = code.hold(node.value)
    name = value.above if isinstance(value, Number) else value.name
    with code.block(f"if type({name}) is Absence:"):
        code.line(f"{unknown} = worst({name}, {unknown})")
    with code.block("else:"):
        if node.how == "distinct":
            code.line(f"{result}.add({name})")
            return 1
        assert isinstance(value, Number) and isinstance(value.below, int), (
            "a figure of rows is a scaled number"
        )
        if node.how == "sum":
            code.line(f"{result} += {name}")
        else:
            sign = ">" if node.how == "greatest" else "<"
            code.line(f"{result} = {name} if {result} is None or {name} {sign} {result} else {result}")
        return value.below


def exact(value: Value | None, declared: Field) -> Exact:
    """A datum as a park's function sees it."""
    if value is None or isinstance(value, Absence):
        return None
    return Fraction(value, 10**declared.digits) if type(value) is int else value


def exact_rows(rows: tuple[Row, ...], table: Table) -> tuple[dict[str, Exact], ...]:
    """A table's rows as a park's function sees them: every declared column, exact."""
    return tuple(
        {name: exact(row.get(name), column) for name, column in table.columns.items()} for row in rows
    )


def trusted(function: IndicatorFunction) -> Callable[..., tuple[int | Absence, int]]:
    """The function with its result checked against what it declared, as an exact pair."""

    def called(**inputs: object) -> tuple[int | Absence, int]:
        try:
            result: Computed = function.call(**inputs)
        except Exception as error:
            raise FunctionFault(
                f"指标函数“{function.name}”运行出错：{type(error).__name__}: {error}"
            ) from error
        if isinstance(result, Absence):
            return result, 1
        if type(result) is not int and type(result) is not Fraction:
            raise FunctionFault(f"指标函数“{function.name}”应给出精确的数（整数或分数），却给出了 {result!r}")
        if (function.low is not None and result < function.low) or (
            function.high is not None and result > function.high
        ):
            raise FunctionFault(
                f"指标函数“{function.name}”给出 {result}，超出登记的范围 [{function.low}, {function.high}]"
            )
        return result.numerator, result.denominator

    return called


def _exact_code(held: Held) -> str:
    return f"Fraction({held.above}, {held.below})" if isinstance(held, Number) else held.name


def call_with(functions: Mapping[str, IndicatorFunction], tables: Mapping[str, Table]) -> Emit:
    """The writer of calls of a park's functions."""

    def call(code: Code, node: Call) -> Number:
        inputs = [(name, code.hold(part)) for name, part in node.inputs]
        complete = [_complete(code, table) for _, table in node.tables]
        arguments = [f"{name}={_exact_code(held)}" for name, held in inputs]
        for name, table in node.tables:
            declared = code.bound(tables[table])
            arguments.append(f"{name}=exact_rows(tables.get({table!r}, ()), {declared})")
        function = code.bound(trusted(functions[node.function]))
        tests = [
            f"type({held.above if isinstance(held, Number) else held.name}) is not Absence"
            for _, held in inputs
        ]
        result, below = code.name(), code.name()
        absent = [held for _, held in inputs if not held.sure]
        with code.block(f"if {' and '.join((*tests, *complete)) or 'True'}:"):
            code.line(f"{result}, {below} = {function}({', '.join(arguments)})")
        with code.block("else:"):
            names = [held.above if isinstance(held, Number) else held.name for held in absent]
            lacking = f"None if {' and '.join(complete)} else MISSING" if complete else "None"
            code.line(f"{result}, {below} = worst({', '.join((*names, lacking))}), 1")
        return Number(result, below)

    return call


EMITTERS: dict[type, Emit] = {
    Column: column,
    InForce: in_force,
    WithinPeriod: within_period,
    Aggregate: aggregate,
}
RUNTIME: Mapping[str, object] = {"exact_rows": exact_rows, "date": date}
