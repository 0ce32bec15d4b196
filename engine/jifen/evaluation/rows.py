"""How tables are written: loops over rows with conditions of their own, calls of a park's functions (S9)."""

import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from attrs import frozen

from jifen.evaluation.code import Code, Emit, Held, Number, Other
from jifen.evaluation.logic import typed, variable
from jifen.model.enterprise import Absence, Row, Value
from jifen.model.expression import Aggregate, Column, Expression, Fact, InForce, Ref, WithinPeriod
from jifen.model.function import Computed, Exact, IndicatorFunction
from jifen.model.terms import Field, Table
from jifen.plan.nodes import Call, EachRow, leaves, parts


class FunctionFault(Exception):
    """A park's function raised, or gave what it declared it never would; the message is for the park's
    staff.
    """


def column(code: Code, node: Column) -> Held:
    """A column of the row at hand."""
    return typed(code.assign(f"row.get({node.column!r}, MISSING)"), node.type, node.digits)


def in_force(code: Code, node: InForce) -> Other:
    """``[from, until)`` holds the snapshot; an end that is not told, or does not apply, is none."""
    begins = code.assign(f"row.get({node.begins!r}, MISSING)")
    begun = f"{begins} <= snapshot if type({begins}) is date else {begins}"
    if not node.ends:
        return Other(code.assign(begun))
    ends = code.assign(f"row.get({node.ends!r})")
    over = f"type({ends}) is date and {ends} <= snapshot"
    return Other(code.assign(f"False if {over} else {begun}"))


def within_period(code: Code, node: WithinPeriod) -> Other:
    """A date of the row lies in the period."""
    period = node.shift.of(code.period)
    day = code.assign(f"row.get({node.column!r}, MISSING)")
    first, last = code.constant(period.first_day), code.constant(period.last_day)
    return Other(code.assign(f"{first} <= {day} <= {last} if type({day}) is date else {day}"))


def _of_row(node: Expression) -> bool:
    """Whether a node depends on the row at hand. The columns below an aggregate are of its own rows."""
    if isinstance(node, Column | InForce | WithinPeriod):
        return True
    return not isinstance(node, Aggregate) and any(map(_of_row, parts(node)))


def _hoist(code: Code, node: Expression) -> None:
    """Write, before the loop, what does not depend on the row."""
    if not _of_row(node):
        code.hold(node)
        return
    for part in parts(node):
        _hoist(code, part)


def _once(code: Code, name: str, value: str) -> str:
    """A variable that is written before it is first used, and once."""
    if name not in code.flags:
        code.flags.add(name)
        code.line(f"{name} = {value}")
    return name


def _complete(code: Code, table: str) -> str:
    """The variable that says whether a table is complete up to the snapshot."""
    name = _once(code, f"coverage_{table}", f"coverage.get({table!r})")
    return _once(code, f"complete_{table}", f"{name} is not None and {name} >= snapshot")


def _rows(code: Code, table: str) -> str:
    """The variable of a table's rows."""
    return _once(code, f"rows_{table}", f"tables.get({table!r}, ())")


def aggregate(code: Code, node: Aggregate) -> Held:
    """A loop over a table's rows."""
    _together(code, [node])
    return code.held[node]


def gather(code: Code, nodes: Iterable[Expression]) -> None:
    """Write the figures of tables that rest on their rows alone, in one loop for each table."""
    found: dict[str, dict[Aggregate, None]] = {}
    for node in nodes:
        if isinstance(node, Aggregate) and not any(
            isinstance(one, Ref | Fact | Call) for one in leaves(node)
        ):
            found.setdefault(node.table, {})[node] = None
    for group in found.values():
        _together(code, list(group))


@frozen
class _Figure:
    """A figure of a table's rows while it is worked out: its variable, the one that says what is unknown."""

    node: Aggregate
    name: str
    unknown: str
    known: str
    """What is unknown before any row is looked at."""


def _together(code: Code, nodes: Sequence[Aggregate]) -> None:
    """Figures of one table in one loop, which is passed by where it has no rows."""
    for node in nodes:
        for part in (node.value, node.where, node.once_per):
            if part is not None:
                _hoist(code, part)
    rows = _rows(code, nodes[0].table)
    figures = [_Figure(node, code.name(), code.name(), _known(code, node)) for node in nodes]
    belows = []
    with code.block(f"if {rows}:"):
        for one in figures:
            start = {"exists": "False", "distinct": "set()", "greatest": "None", "least": "None"}
            begun = "{}" if one.node.once_per else start.get(one.node.how, "0")
            code.line(f"{one.name} = {begun}; {one.unknown} = {one.known}")
        with code.block(f"for row in {rows}:"), code.scope():
            belows = [_add_row(code, one) for one in figures]
        for one in figures:
            code.line(f"{one.name} = {_final(one)}")
    with code.block("else:"):
        empty: dict[str, list[str]] = {}
        for one in figures:
            empty.setdefault(_empty(one), []).append(one.name)
        for value, names in empty.items():
            code.line(f"{' = '.join(names)} = {value}")
    for one, below in zip(figures, belows, strict=True):
        if one.node.how == "exists":
            code.held[one.node] = Other(one.name)
        else:
            code.held[one.node] = Number(one.name, below) if below else _as_pair(code, one.name)


def _known(code: Code, node: Aggregate) -> str:
    if node.known:
        return "None"
    return _once(code, f"open_{node.table}", f"None if {_complete(code, node.table)} else MISSING")


def _add_row(code: Code, figure: _Figure) -> int:
    """What the row at hand adds to a figure; returns as ``_count_row``."""
    node, result, unknown = figure.node, figure.name, figure.unknown
    if node.where is None:
        return _count_row(code, node, result, unknown)
    condition = code.other(node.where)
    with code.block(f"if {condition.name} is True:"), code.scope():
        below = _count_row(code, node, result, unknown)
    if not condition.sure and not node.known:
        with code.block(f"elif {condition.name} is not False:"):
            code.line(f"{unknown} = worst({condition.name}, {unknown})")
    return below


def _final(figure: _Figure) -> str:
    """What a figure comes to after all rows."""
    node, result, unknown = figure.node, figure.name, figure.unknown
    if node.how == "exists":
        return f"True if {result} else False if {unknown} is None else {unknown}"
    final = {"distinct": f"len({result})", "greatest": f"(MISSING if {result} is None else {result})"}
    final["least"] = final["greatest"]
    if node.once_per:
        final["sum"] = f"sum({result}.values())"
    return f"{final.get(node.how, result)} if {unknown} is None else {unknown}"


def _empty(figure: _Figure) -> str:
    """What a figure comes to without rows."""
    none = {"exists": "False", "greatest": "MISSING", "least": "MISSING"}.get(figure.node.how, "0")
    return none if figure.known == "None" else f"{none} if {figure.known} is None else {figure.known}"


def each_row(code: Code, node: EachRow) -> Other:
    """What each row comes to, as a tuple of exact values."""
    for part in node.values:
        _hoist(code, part)
    result = code.name()
    code.line(f"{result} = []")
    with code.block(f"for row in {_rows(code, node.table)}:"), code.scope():
        found = [_exact_or_absent(code.hold(part)) for part in node.values]
        code.line(f"{result}.append(({', '.join(found)},))")
    return Other(code.assign(f"tuple({result})"), sure=True)


def _exact_or_absent(held: Held) -> str:
    if isinstance(held, Other):
        return held.name
    exact = f"Fraction({held.above}, {held.below})"
    return exact if held.sure else f"({exact} if type({held.above}) is int else {held.above})"


def _as_pair(code: Code, result: str) -> Number:
    """A figure of quotients, which is a fraction unless it is absent or nothing was added."""
    under = code.assign("1")
    with code.block(f"if type({result}) is Fraction:"):
        code.line(f"{under} = {result}.denominator; {result} = {result}.numerator")
    return Number(result, under)


def _count_row(code: Code, node: Aggregate, result: str, unknown: str) -> int:
    """Add the row at hand; returns the denominator that the figure is counted in, 0 where it is a
    fraction.
    """
    if node.how == "exists":
        code.line(f"{result} = True")
        return 1
    if node.value is None:
        code.line(f"{result} += 1")
        return 1
    value = code.hold(node.value)
    name = value.above if isinstance(value, Number) else value.name
    key = None if node.once_per is None else variable(code.hold(node.once_per))
    lacking = name if key is None else f"{name}, {key}"
    with code.block(f"if {' or '.join(f'type({one}) is Absence' for one in lacking.split(', '))}:"):
        code.line("pass" if node.known else f"{unknown} = worst({lacking}, {unknown})")
    with code.block("else:"):
        below = value.below if isinstance(value, Number) and isinstance(value.below, int) else 0
        if isinstance(value, Number) and not below:
            name = code.assign(f"Fraction({value.above}, {value.below})")
        if key is not None:
            code.line(f"{result}[{key}] = max({name}, {result}.get({key}, {name}))")
            return below
        if node.how == "distinct":
            code.line(f"{result}.add({name})")
            return 1
        if node.how == "sum":
            code.line(f"{result} += {name}")
        else:
            sign = ">" if node.how == "greatest" else "<"
            code.line(f"{result} = {name} if {result} is None or {name} {sign} {result} else {result}")
        return below


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

    def called(inputs: Mapping[str, object]) -> tuple[int | Absence, int]:
        try:
            result: Computed = function.call(**inputs)
        except (Exception, SystemExit) as error:
            reason = traceback.format_exception_only(error)[-1].strip()
            raise FunctionFault(f"指标函数“{function.name}”运行出错：{reason}") from error
        if isinstance(result, Absence) and result is not Absence.NO_COHORT:
            return result, 1
        if type(result) is not int and type(result) is not Fraction:
            kind = result.name if isinstance(result, Absence) else type(result).__name__
            raise FunctionFault(
                f"指标函数“{function.name}”应给出整数、分数（Fraction）或一种缺失，却给出了 {kind}"
            )
        _check_range(function, result)
        return result.numerator, result.denominator

    return called


def _check_range(function: IndicatorFunction, result: int | Fraction) -> None:
    if function.low is not None and _less(result, function.low):
        raise FunctionFault(f"指标函数“{function.name}”给出 {result}，小于登记的下限 {function.low}")
    if function.high is not None and _less(function.high, result):
        raise FunctionFault(f"指标函数“{function.name}”给出 {result}，大于登记的上限 {function.high}")


def _less(one: int | Fraction, other: int | Fraction) -> bool:
    """Whether one is less, in whole numbers: much faster than fractions compare themselves."""
    return one.numerator * other.denominator < other.numerator * one.denominator


def _exact_code(held: Held) -> str:
    return f"Fraction({held.above}, {held.below})" if isinstance(held, Number) else held.name


def call_with(functions: Mapping[str, IndicatorFunction], tables: Mapping[str, Table]) -> Emit:
    """The writer of calls of a park's functions."""

    def call(code: Code, node: Call) -> Number:
        inputs = [(name, code.hold(part)) for name, part in node.inputs]
        complete = [_complete(code, table) for _, table in node.tables]
        arguments = [f"{name!r}: {_exact_code(held)}" for name, held in inputs]
        for name, table in node.tables:
            declared = code.bound(tables[table])
            arguments.append(f"{name!r}: exact_rows({_rows(code, table)}, {declared})")
        function = code.bound(trusted(functions[node.function]))
        tests = [
            f"type({held.above if isinstance(held, Number) else held.name}) is not Absence"
            for _, held in inputs
        ]
        result, below = code.name(), code.name()
        absent = [held for _, held in inputs if not held.sure]
        with code.block(f"if {' and '.join((*tests, *complete)) or 'True'}:"):
            code.line(f"{result}, {below} = {function}({{{', '.join(arguments)}}})")
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
    EachRow: each_row,
}
RUNTIME: Mapping[str, object] = {"exact_rows": exact_rows, "date": date}
