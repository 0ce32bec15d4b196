"""The meaning of each node of the syntax tree: types, units, and the checked node it becomes."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeGuard, assert_never

from attrs import frozen

from jifen.language.diagnostics import nearest
from jifen.language.functions import check_call
from jifen.language.lexicon import narrowed
from jifen.language.names import report_unknown, resolve_name
from jifen.language.operands import TYPE_NAMES, Operand, common, in_unit, like_units, number
from jifen.language.periods import COMPOUND_GROWTH, compound_growth
from jifen.language.rewriting import constant
from jifen.language.scope import Context, Typed
from jifen.language.syntax import (
    Additions,
    Call,
    Chain,
    Choices,
    Comparison,
    Flawed,
    Membership,
    Multiplications,
    Name,
    Negative,
    Node,
    Number,
    Quoted,
    Range,
    to_text,
)
from jifen.model.expression import (
    Compare,
    Constant,
    Expression,
    Interval,
    Negated,
    OneOf,
    Operator,
    Product,
    Quotient,
    Sum,
    Text,
    Within,
)
from jifen.model.quantity import PLAIN, RATIO_STEPS, SCALES, Scale, Unit, parse_scale


def visit(context: Context, node: Node) -> Typed | None:
    """The checked meaning of a node; None when something was reported."""
    match node:
        case Number():
            return _number(context, node)
        case Flawed():
            return None
        case Quoted(text):
            return Typed(Text(text), "text")
        case Name():
            return resolve_name(context, node)
        case Call():
            return check_call(context, node)
        case Negative():
            return _negative(context, node)
        case Additions():
            return _additions(context, node)
        case Multiplications():
            return _multiplications(context, node)
        case Comparison():
            return _comparison(context, node)
        case Chain():
            _refuse_chain(context, node)
            return None
        case Membership():
            return _membership(context, node)
        case _:
            assert_never(node)


def _scale(unit: str) -> Scale:
    """The scale of a literal, which the lexer took for one."""
    return parse_scale(unit) or SCALES[""]


def _number(context: Context, node: Number) -> Typed | None:
    if node.unit in RATIO_STEPS:
        percent = node.amount * RATIO_STEPS[node.unit] * 100
        context.report("J414", node.span, instead=to_text(Number(percent, "%")))
        return None
    scale = _scale(node.unit)
    return Typed(Constant(node.amount * scale.factor, scale.unit), "number", scale.unit, scale)


def _negative(context: Context, node: Negative) -> Typed | None:
    typed = number(context, node.operand)
    if typed is None:
        return None
    if isinstance(typed.expression, Constant):
        return Typed(Constant(-typed.expression.value, typed.unit), "number", typed.unit, typed.scale)
    return Typed(Negated(typed.expression), "number", typed.unit, typed.scale)


def _additions(context: Context, node: Additions) -> Typed | None:
    """A sum of like terms; 百分点 and 基点 may be added to a ratio (S4)."""
    terms = [(sign, term) for sign, term in node.terms if not _is_ratio_step(term)]
    if not terms:
        context.report("J414", node.span, instead=None)
        return None
    checked = [(sign, term, number(context, term)) for sign, term in terms]
    operands: list[Operand] = [(term, typed) for _, term, typed in checked if typed is not None]
    if len(operands) < len(terms):
        return None
    alike = like_units(context, operands)
    if alike is None:
        return None
    like = common(operands)
    values = iter(alike)
    result: list[Expression] = []
    for sign, term in node.terms:
        if isinstance(term, Number) and _is_ratio_step(term):
            if like.unit != PLAIN:
                context.report("J414", term.span, instead=None, unit=like.unit_name)
                return None
            value: Expression = Constant(term.amount * RATIO_STEPS[term.unit])
        else:
            value = next(values)
        result.append(value if sign == "+" else Negated(value))
    return Typed(Sum(tuple(result)), "number", like.unit, like.scale)


def _is_ratio_step(node: Node) -> bool:
    return isinstance(node, Number) and node.unit in RATIO_STEPS


def _multiplications(context: Context, node: Multiplications) -> Typed | None:
    checked = [(sign, factor, number(context, factor)) for sign, factor in node.factors]
    unit = PLAIN
    scales: list[Scale] = []
    above: list[Expression] = []
    complete = True
    for sign, factor, typed in checked:
        if typed is None:
            complete = False
            continue
        if typed.unit != PLAIN and typed.scale is not None:
            scales.append(typed.scale)
        if sign == "×":
            above.append(typed.expression)
            unit = unit * typed.unit
            continue
        if constant(typed.expression) == 0:
            context.report("J430", factor.span)
            complete = False
        above = [Quotient(_product(above), typed.expression)]
        unit = unit / typed.unit
    if not complete:
        return None
    scale = scales[0] if len(scales) == 1 and scales[0].unit == unit else None
    return Typed(_product(above), "number", unit, scale)


def _product(factors: list[Expression]) -> Expression:
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


_MIRRORED: Mapping[Operator, Operator] = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "=": "=", "!=": "!="}


def _is_compound(node: Node) -> TypeGuard[Call]:
    return isinstance(node, Call) and narrowed(node.function) == COMPOUND_GROWTH and len(node.arguments) == 2


def _compound_comparison(context: Context, call: Call, operator: Operator, other: Node) -> Typed | None:
    """年均复合增长率(x, n) against a rate, by whole powers: exact, where a root would not be (S6)."""
    growth, rate = compound_growth(context, call), edge(context, other)
    if growth is None or rate is None:
        return None
    like = Typed(Constant(Fraction(0)), "number", PLAIN, SCALES["%"])
    value = in_unit(context, other, rate, like, compared=True)
    yearly = None if value is None else constant(value)
    if yearly is None:
        return None
    if yearly <= -1:
        context.report("J464", other.span)
        return None
    whole, years = growth
    return Typed(Compare(operator, whole, Constant((1 + yearly) ** years - 1)), "flag")


def _comparison(context: Context, node: Comparison) -> Typed | None:
    if _is_compound(node.left):
        return _compound_comparison(context, node.left, node.operator, node.right)
    if _is_compound(node.right):
        return _compound_comparison(context, node.right, _MIRRORED[node.operator], node.left)
    left, right = visit(context, node.left), visit(context, node.right)
    if left is None or right is None:
        return None
    if "flag" in (left.type, right.type):
        context.report("J421", node.span)
        return None
    if left.type == right.type == "text":
        return _text_comparison(context, node, left, right)
    for operand, typed in ((node.left, left), (node.right, right)):
        if typed.type == "date":
            context.report("J424", operand.span)
            return None
    if left.type != right.type:
        _report_text_and_number(context, node, left)
        return None
    alike = like_units(context, [(node.left, left), (node.right, right)], compared=True)
    return None if alike is None else Typed(Compare(node.operator, alike[0], alike[1]), "flag")


def _report_text_and_number(context: Context, node: Comparison, left: Typed) -> None:
    """Say that a text is compared with a number: quotes were forgotten, or are too many."""
    text, other = (node.left, node.right) if left.type == "text" else (node.right, node.left)
    instead = None
    if isinstance(text, Quoted):
        instead = f"{context.text(other.span)} {node.operator} {text.text}"
    elif isinstance(other, Number):
        instead = f'{context.text(text.span)} {node.operator} "{context.text(other.span)}"'
    facts = {"text": context.text(text.span), "number": context.text(other.span), "instead": instead}
    context.report("J423", node.span, **facts)


def _text_comparison(context: Context, node: Comparison, left: Typed, right: Typed) -> Typed | None:
    if node.operator not in ("=", "!="):
        context.report("J425", node.span, operator=node.operator)
        return None
    values = []
    for operand, typed, other in ((node.left, left, right), (node.right, right, left)):
        value: Expression | None = typed.expression
        if isinstance(operand, Quoted):
            option = _option(context, other, operand)
            value = None if option is None else Text(option)
        values.append(value)
    if values[0] is None or values[1] is None:
        return None
    return Typed(Compare(node.operator, values[0], values[1]), "flag")


def _option(context: Context, typed: Typed, quoted: Quoted) -> str | None:
    """The text, if the field it is compared with can take it; an alias of a kind becomes its name."""
    field = typed.field
    if field is None or not field.options or quoted.text in field.options:
        return quoted.text
    row = context.scope.row
    if row is not None and field.id == "kind":
        kind = context.scope.kinds(row).get(narrowed(quoted.text))
        if kind is not None:
            return kind.name
    near = nearest(quoted.text, field.options)
    context.report("J426", quoted.span, field=field.name, near=near, options="、".join(field.options))
    return None


def _refuse_chain(context: Context, node: Chain) -> None:
    """Refuse ``a <= x < b``, with the interval that was meant where it is one."""
    written = [context.text(part.span) for part in node.operands]
    operators: list[str] = list(node.operators)
    if all(sign in (">", ">=") for sign in operators):
        written.reverse()
        operators = [sign.replace(">", "<") for sign in reversed(operators)]
    instead = None
    if len(operators) == 2 and all(sign in ("<", "<=") for sign in operators):
        opening, closing = "[" if operators[0] == "<=" else "(", "]" if operators[1] == "<=" else ")"
        instead = f"{written[1]} 属于 {opening}{written[0]}, {written[2]}{closing}"
    context.report("J314", node.span, instead=instead)


def _membership(context: Context, node: Membership) -> Typed | None:
    typed = visit(context, node.value)
    if typed is None:
        return None
    if typed.type in ("flag", "date"):
        context.report("J421" if typed.type == "flag" else "J424", node.value.span)
        return None
    if isinstance(node.among, Range):
        if node.prefix or typed.type != "number":
            kind = "文字" if node.prefix else TYPE_NAMES[typed.type]
            context.report(
                "J427", node.among.span, type=kind, expected='名录，或 {"甲", "乙"} 这样列出的文字'
            )
            return None
        interval = range_interval(context, node.among, typed)
        return None if interval is None else Typed(Within(typed.expression, interval.interval), "flag")
    if typed.type != "text":
        context.report("J427", node.among.span, type=TYPE_NAMES["number"], expected="区间，如 [5%, 10%)")
        return None
    options = _choices(context, node.among, typed if not node.prefix else None)
    return None if options is None else Typed(OneOf(typed.expression, options, node.prefix), "flag")


def _choices(context: Context, among: Choices | Name, typed: Typed | None) -> tuple[str, ...] | None:
    """The texts in braces or of a list; those in braces must be ones that ``typed`` can take, where given."""
    if isinstance(among, Choices):
        texts = [
            quoted.text if typed is None else _option(context, typed, quoted) for quoted in among.options
        ]
        known = tuple(text for text in texts if text is not None)
        return known if len(known) == len(texts) else None
    spelled = ".".join(map(narrowed, among.parts))
    if spelled in context.scope.lists:
        return context.scope.lists[spelled]
    if spelled in context.scope.lexicon.names:
        context.report(
            "J404", among.span, what="名称，但不是名录", remedy='“属于”后面要写名录，或 {"甲", "乙"}'
        )
    else:
        report_unknown(context, among, context.scope.lists, "名录")
    return None


@frozen
class Edges:
    """An interval with the unit of its edges."""

    interval: Interval
    unit: Unit


def range_interval(context: Context, node: Range, like: Typed | None) -> Edges | None:
    """The interval of a range, its edges in the unit of ``like`` where given; empty ones are reported."""
    low, high = edge(context, node.low), edge(context, node.high)
    if low is None or high is None:
        return None
    pair: list[Operand] = [(node.low, low), (node.high, high)]
    reference = common(pair) if like is None else like
    values = [in_unit(context, part, typed, reference, compared=True) for part, typed in pair]
    if values[0] is None or values[1] is None:
        return None
    bounds = [constant(value) or Fraction(0) for value in values if value is not None]
    interval = Interval(bounds[0], node.low_closed, bounds[1], node.high_closed)
    if interval.empty:
        _report_empty(context, node, interval)
        return None
    return Edges(interval, reference.unit)


def _report_empty(context: Context, node: Range, interval: Interval) -> None:
    low, high = context.text(node.low.span), context.text(node.high.span)
    if interval.low == interval.high:
        context.report("J441", node.span, problem="两端相等又不全包含端点", instead=f"[{low}, {high}]")
    else:
        opening, closing = "[" if node.low_closed else "(", "]" if node.high_closed else ")"
        context.report("J441", node.span, problem="两端写反了", instead=f"{opening}{high}, {low}{closing}")


def edge(context: Context, node: Node) -> Typed | None:
    """An edge of an interval, which is made of numbers alone."""
    if not _is_arithmetic(node):
        context.report("J440", node.span)
        return None
    return number(context, node)


def _is_arithmetic(node: Node) -> bool:
    match node:
        case Number() | Flawed():
            return True
        case Negative(operand):
            return _is_arithmetic(operand)
        case Additions(terms):
            return all(_is_arithmetic(term) for _, term in terms)
        case Multiplications(factors):
            return all(_is_arithmetic(factor) for _, factor in factors)
        case _:
            return False
