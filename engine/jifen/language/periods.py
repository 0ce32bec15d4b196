"""上年, 上期, 同比, 近: the same figures of earlier periods (S6, S7)."""

from typing import TypeGuard

from jifen.language.lexicon import narrowed
from jifen.language.operands import Operand, number
from jifen.language.rewriting import fixed_part, moves, shifted, size
from jifen.language.scope import Context, Typed
from jifen.language.syntax import Call, Node, Number
from jifen.model.expression import Aggregate, Elapsed, Expression, Growth, Ref
from jifen.model.period import Shift
from jifen.model.quantity import SCALES

MAX_NODES = 2000
"""Bounds what 同比 and 近 make of their argument, which they repeat."""

MAX_PERIODS = 20
COMPOUND_GROWTH = "年均复合增长率"


def last_year(context: Context, call: Call) -> Typed | None:
    """上年, 上年同期."""
    return _moved(context, call, Shift(years=1))


def last_period(context: Context, call: Call) -> Typed | None:
    """上期."""
    return _moved(context, call, Shift(periods=1))


def growth(context: Context, call: Call) -> Typed | None:
    """同比."""
    now = number(context, call.arguments[0])
    if now is None or not _small_enough(context, call, now.expression, 2):
        return None
    then = _shifted(context, call, now.expression, Shift(years=1))
    return None if then is None else Typed(Growth(now.expression, then), scale=SCALES["%"])


def recent(context: Context, call: Call) -> list[Operand] | None:
    """近(x, n): the values of this period and the n - 1 before it."""
    node, count = call.arguments
    if not _is_count(count):
        context.report("J406", count.span, function="近", expected=f"2 到 {MAX_PERIODS} 的整数，不带单位")
        return None
    periods = int(count.amount)
    typed = number(context, node)
    if typed is None or not _small_enough(context, call, typed.expression, periods):
        return None
    values = [_shifted(context, call, typed.expression, Shift(periods=back)) for back in range(periods)]
    return [(node, Typed(value, "number", typed.unit, typed.scale)) for value in values if value is not None]


def compound_growth(context: Context, call: Call) -> tuple[Expression, int] | None:
    """年均复合增长率(x, n): the whole growth over n years, and n; None when something was reported."""
    node, count = call.arguments
    if not _is_count(count):
        expected = f"2 到 {MAX_PERIODS} 的整数，不带单位"
        context.report("J406", count.span, function=COMPOUND_GROWTH, expected=expected)
        return None
    years, now = int(count.amount), number(context, node)
    if now is None or not _small_enough(context, call, now.expression, 2):
        return None
    then = _shifted(context, call, now.expression, Shift(years=years))
    return None if then is None else (Growth(now.expression, then), years)


def misplaced_compound_growth(context: Context, call: Call) -> None:
    """A root is no exact number; compared with a rate, its power is."""
    context.report("J462", call.span)


def misplaced_recent(context: Context, call: Call) -> None:
    """近 stands for several values, and so belongs into a function that takes several."""
    context.report("J432", call.span)


def _moved(context: Context, call: Call, shift: Shift) -> Typed | None:
    typed = context.visit(context, call.arguments[0])
    if typed is None:
        return None
    expression = _shifted(context, call, typed.expression, shift)
    return None if expression is None else Typed(expression, typed.type, typed.unit, typed.scale)


def _shifted(context: Context, call: Call, expression: Expression, shift: Shift) -> Expression | None:
    """The expression moved back, provided that every part of it has a period."""
    fixed = fixed_part(expression)
    if fixed is not None or not moves(expression):
        part = _fixed_name(context, fixed)
        context.report("J431", call.span, function=narrowed(call.function), part=part)
        return None
    return shifted(expression, shift)


def _fixed_name(context: Context, fixed: Expression | None) -> str:
    match fixed:
        case Ref():
            return "得分或规则的结果"
        case Aggregate():
            return f"子表“{context.scope.vocabulary.tables[fixed.table].name}”的统计"
        case Elapsed():
            return "满(…)"
    return "括号里的内容"


def _small_enough(context: Context, call: Call, expression: Expression, times: int) -> bool:
    if size(expression) * times <= MAX_NODES:
        return True
    context.report("J435", call.span, limit=MAX_NODES)
    return False


def _is_count(node: Node) -> TypeGuard[Number]:
    if not isinstance(node, Number) or node.unit:
        return False
    return node.amount.denominator == 1 and 2 <= node.amount <= MAX_PERIODS
