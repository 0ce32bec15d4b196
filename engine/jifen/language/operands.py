"""Operands of the right type, and of one unit where they are added, compared or chosen from (S4)."""

from collections.abc import Sequence
from fractions import Fraction

from jifen.language.scope import Context, Typed
from jifen.language.syntax import Negative, Node, Number
from jifen.model.expression import Constant, Expression
from jifen.model.quantity import PLAIN, Scale, Unit

Operand = tuple[Node, Typed]

TYPE_NAMES = {"number": "数值", "flag": "条件（是否）", "text": "文字", "date": "日期"}
_NUMBER_HELP = {
    "flag": "“是否”不能参与计算或比较大小，请把它单独写成一个条件",
    "text": "文字不能参与计算或比较大小；要看是不是某个值，请写 = 或 属于",
    "date": "日期不能直接计算或比较；要看满了多久请写 满(日期)，如 满(成立日期) >= 3年",
}


_PERCENTAGES = ("%", "‰")


def number(context: Context, node: Node) -> Typed | None:
    """An operand that must be a number."""
    typed = context.visit(context, node)
    if typed is not None and typed.type != "number":
        context.report("J420", node.span, type=TYPE_NAMES[typed.type], remedy=_NUMBER_HELP[typed.type])
        return None
    return typed


def condition(context: Context, node: Node) -> Expression | None:
    """An operand that must be a condition."""
    typed = context.visit(context, node)
    if typed is not None and typed.type != "flag":
        remedy = _condition_help(context.text(node.span), typed)
        context.report("J422", node.span, type=TYPE_NAMES[typed.type], remedy=remedy)
        return None
    return None if typed is None else typed.expression


def _condition_help(text: str, typed: Typed) -> str:
    """How a value is made a condition."""
    if typed.type == "text":
        return f'请写成 {text} = "…" 或 {text} 属于 名录'
    if typed.type == "date":
        return f"请写成 满({text}) >= 3年 这样的比较"
    figures = ("5%", "10%") if typed.unit == PLAIN else (f"5{typed.unit_name}", f"10{typed.unit_name}")
    return f"请写成比较，如 {text} >= {figures[0]}、{text} 属于 [{figures[0]}, {figures[1]})"


def like_units(
    context: Context, operands: Sequence[Operand], *, compared: bool = False
) -> list[Expression] | None:
    """The operands, all of one unit; a bare 0 takes any. None when they differ, which is reported.

    What is ``compared`` with a percentage must say % too, lest 6 be written for 6%.
    """
    reference = common(operands)
    result: list[Expression] = []
    for node, typed in operands:
        expression = in_unit(context, node, typed, reference, compared=compared)
        if expression is None:
            return None
        result.append(expression)
    return result


def common(operands: Sequence[Operand]) -> Typed:
    """The operand whose unit the others must have: the first that is no bare number."""
    return next((typed for node, typed in operands if not _is_bare(node)), operands[0][1])


def in_unit(
    context: Context, node: Node, typed: Typed, like: Typed, *, compared: bool = False
) -> Expression | None:
    """The operand if it is of the unit of ``like``, or a bare 0; None, reported, otherwise."""
    if typed.expression == Constant(Fraction(0)):
        return Constant(Fraction(0), like.unit)
    percentage = compared and like.unit_name in _PERCENTAGES
    if _is_bare(node) and (typed.unit != like.unit or percentage):
        _report_missing(context, node, like.unit_name)
    elif typed.unit != like.unit:
        context.report("J412", node.span, unit=typed.unit_name, expected=like.unit_name)
    else:
        return typed.expression
    return None


def standard(unit: Unit, scale: Scale | None) -> Typed:
    """Something of a unit, for others to be like."""
    return Typed(Constant(Fraction(0), unit), "number", unit, scale)


def _is_bare(node: Node) -> bool:
    """Whether it is a number written without a unit."""
    if isinstance(node, Negative):
        node = node.operand
    return isinstance(node, Number) and not node.unit


def _report_missing(context: Context, node: Node, unit_name: str) -> None:
    end = node.span[1]
    text = context.written.text
    whole = f"{text[:end]}{unit_name}{text[end:]}"
    context.report("J411", node.span, unit=unit_name, instead=whole if len(whole) <= 80 else None)
