"""The functions of expressions: how each is called, and the node it becomes."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from attrs import frozen

from jifen.language.conclusions import concluded, paid, rule_amount, streak
from jifen.language.diagnostics import nearest
from jifen.language.lexicon import narrowed
from jifen.language.operands import Operand, common, like_units, number
from jifen.language.periods import (
    growth,
    last_period,
    last_year,
    misplaced_compound_growth,
    misplaced_recent,
    recent,
)
from jifen.language.rewriting import constant
from jifen.language.scope import Context, Typed
from jifen.language.syntax import Call
from jifen.language.tables import (
    How,
    count,
    distinct,
    exists,
    in_period,
    names_table,
    over_rows,
    valid,
)
from jifen.model.expression import (
    Aggregate,
    Constant,
    Elapsed,
    Expression,
    Floor,
    Greatest,
    Known,
    Least,
    Quotient,
    Steps,
    Sum,
)
from jifen.model.quantity import PLAIN, SCALES, YEAR, Unit


@frozen
class Function:
    """A function: the node it becomes, how many arguments it takes, and how it is written."""

    handle: Callable[[Context, Call], Typed | None]
    least: int
    most: int | None
    usage: str


def check_call(context: Context, call: Call) -> Typed | None:
    """The node of a call; None when something was reported."""
    name = narrowed(call.function)
    function = FUNCTIONS.get(name)
    if function is None:
        _report_no_function(context, call, name)
        return None
    given = len(call.arguments)
    if given < function.least or (function.most is not None and given > function.most):
        context.report("J405", call.span, function=name, usage=function.usage, count=given)
        return None
    return function.handle(context, call)


def _report_no_function(context: Context, call: Call, name: str) -> None:
    if name in context.scope.lexicon.names:
        context.report("J404", call.name_span, what="名称，不是函数", remedy="后面不能接括号；要相乘请写 ×")
        return
    context.report("J402", call.name_span, near=nearest(name, FUNCTIONS), known="、".join(FUNCTIONS))


def _several(context: Context, call: Call) -> tuple[tuple[Expression, ...], Typed] | None:
    """The values of 最大(a, b, …) or 最大(近(x, n)), all of one unit, and the one that names the unit."""
    operands: list[Operand] = []
    complete = True
    for node in call.arguments:
        if isinstance(node, Call) and narrowed(node.function) == "近" and len(node.arguments) == 2:
            values = recent(context, node)
            complete = complete and bool(values)
            operands += values or []
            continue
        typed = number(context, node)
        complete = complete and typed is not None
        if typed is not None:
            operands.append((node, typed))
    if not complete:
        return None
    if len(operands) < 2:
        name = narrowed(call.function)
        context.report("J405", call.span, function=name, usage=FUNCTIONS[name].usage, count=len(operands))
        return None
    alike = like_units(context, operands)
    return None if alike is None else (tuple(alike), common(operands))


def _reduced(
    how: How, combine: Callable[[tuple[Expression, ...]], Expression]
) -> Callable[[Context, Call], Typed | None]:
    """A function over the rows of a table or over several values."""

    def handle(context: Context, call: Call) -> Typed | None:
        if names_table(context, call.arguments[0]):
            return over_rows(how, context, call)
        several = _several(context, call)
        if several is None:
            return None
        values, like = several
        return Typed(combine(values), "number", like.unit, like.scale)

    return handle


def _mean(context: Context, call: Call) -> Typed | None:
    if not names_table(context, call.arguments[0]):
        several = _several(context, call)
        if several is None:
            return None
        values, like = several
        mean = Quotient(Sum(values), Constant(Fraction(len(values))))
        return Typed(mean, "number", like.unit, like.scale)
    total = over_rows("sum", context, call)
    if total is None or not isinstance(total.expression, Aggregate):
        return None
    number_of_rows = Aggregate("count", total.expression.table, None, total.expression.where)
    return Typed(Quotient(total.expression, number_of_rows), "number", total.unit, total.scale)


_WHOLE_UNITS = (PLAIN, Unit.of("人"), Unit.of("件"), Unit.of("天"))


def _floor(context: Context, call: Call) -> Typed | None:
    typed = number(context, call.arguments[0])
    if typed is None:
        return None
    if typed.unit not in _WHOLE_UNITS:
        name, text = typed.unit_name, context.text(call.arguments[0].span)
        remedy = f"以{name}计的数请先除以一个单位，如 取整({text} ÷ 1{name})"
        expected = "没有单位的数，或人数、件数、天数"
        context.report("J406", call.arguments[0].span, function="取整", expected=expected, remedy=remedy)
        return None
    return Typed(Floor(typed.expression), "number", typed.unit, typed.scale)


def _steps(context: Context, call: Call) -> Typed | None:
    operands = [(node, typed) for node in call.arguments if (typed := number(context, node)) is not None]
    if len(operands) < 2:
        return None
    alike = like_units(context, operands)
    if alike is None:
        return None
    value, step = alike
    width = constant(step)
    if width is not None and width <= 0:
        context.report("J406", call.arguments[1].span, function="每", expected="大于零的一个单位，如 100万元")
        return None
    return Typed(Steps(value, step))


def _elapsed(context: Context, call: Call) -> Typed | None:
    typed = context.visit(context, call.arguments[0])
    if typed is None:
        return None
    if typed.type != "date":
        context.report("J406", call.arguments[0].span, function="满", expected="日期")
        return None
    return Typed(Elapsed(typed.expression), "number", YEAR, SCALES["年"])


def _known(context: Context, call: Call) -> Typed | None:
    typed = context.visit(context, call.arguments[0])
    return None if typed is None else Typed(Known(typed.expression), "flag")


FUNCTIONS: Mapping[str, Function] = {
    "最小": Function(_reduced("least", Least), 1, None, "最小(甲, 乙, …) 或 最小(子表.列, 条件 …)"),
    "最大": Function(_reduced("greatest", Greatest), 1, None, "最大(甲, 乙, …) 或 最大(子表.列, 条件 …)"),
    "合计": Function(_reduced("sum", Sum), 1, None, "合计(子表.列, 条件 …) 或 合计(近(数值, 期数))"),
    "平均": Function(_mean, 1, None, "平均(子表.列, 条件 …) 或 平均(近(数值, 期数))"),
    "件数": Function(count, 1, None, "件数(子表, 条件 …)"),
    "不同": Function(distinct, 1, None, "不同(子表.列, 条件 …)"),
    "存在": Function(exists, 1, None, "存在(子表, 条件 …)"),
    "取整": Function(_floor, 1, 1, "取整(数值)"),
    "每": Function(_steps, 2, 2, "每(数值, 单位)，如 每(技术合同成交额, 100万元)"),
    "同比": Function(growth, 1, 1, "同比(数值)"),
    "上年": Function(last_year, 1, 1, "上年(数值)"),
    "上年同期": Function(last_year, 1, 1, "上年同期(数值)"),
    "上期": Function(last_period, 1, 1, "上期(数值)"),
    "近": Function(misplaced_recent, 2, 2, "近(数值, 期数)，如 合计(近(研发费用, 3))"),
    "有效": Function(valid, 1, 1, "有效(资质.名称) 或 有效(事件.名称)"),
    "满": Function(_elapsed, 1, 1, "满(日期)，如 满(成立日期) >= 3年"),
    "已知": Function(_known, 1, 1, "已知(字段)"),
    "本期": Function(in_period, 1, 1, "本期(子表的日期列)"),
    "符合": Function(concluded, 1, 1, "符合(认定、名单或评价表的名称)"),
    "奖励额": Function(rule_amount, 1, 1, "奖励额(本政策另一条规则的名称或编号)"),
    "累计兑现": Function(paid, 1, 1, "累计兑现(“奖励编号”)"),
    "连续兑现": Function(streak, 1, 1, "连续兑现(“奖励编号”) >= 2年"),
    "年均复合增长率": Function(misplaced_compound_growth, 2, 2, "年均复合增长率(数值, 年数) >= 10%"),
}
