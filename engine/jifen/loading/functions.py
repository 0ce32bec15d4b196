"""Functions that a park registers, checked before anything relies on what they declare (S29)."""

import inspect
from collections.abc import Iterable, Mapping
from fractions import Fraction

from jifen.language.diagnostics import Diagnostics
from jifen.loading.plugins import ITEM_ID, Plugin
from jifen.model.function import IndicatorFunction
from jifen.model.place import Place
from jifen.model.quantity import parse_scale


def checked_functions(
    plugin: Plugin, functions: Iterable[IndicatorFunction], diagnostics: Diagnostics
) -> Mapping[str, IndicatorFunction]:
    """The functions by id, sorted; a declaration that does not hold together is reported."""
    checked: dict[str, IndicatorFunction] = {}
    for function in functions:
        place = definition(plugin, function)
        first = checked.get(str(function.id))
        if first is not None:
            related = (("先登记的在这里", definition(plugin, first)),)
            diagnostics.report("J619", place, function=function.id, related=related)
            continue
        for problem in _problems(function):
            diagnostics.report("J618", place, function=function.id, problem=problem)
        checked[str(function.id)] = function
    return dict(sorted(checked.items()))


def definition(plugin: Plugin, function: IndicatorFunction) -> Place:
    """Where a function is defined; the plugin's entry point where that is not in the plugin."""
    code = getattr(function.call, "__code__", None)
    place = None if code is None else plugin.line(code.co_filename, code.co_firstlineno)
    return place or plugin.entry


def _problems(function: IndicatorFunction) -> list[str]:
    """What is wrong with a declaration; nothing of what it holds is taken for granted."""
    problems = []
    function_id: object = function.id
    if not isinstance(function_id, str) or not ITEM_ID.fullmatch(function_id):
        problems.append(f"编号 {function_id} 只能用小写字母、数字、下划线和连字符，并以字母开头")
    name: object = function.name
    if not isinstance(name, str) or not name.strip():
        problems.append("没有写名称 name")
    unit: object = function.unit
    if not isinstance(unit, str) or parse_scale(unit) is None:
        problems.append(f"单位 {unit} 不认识")
    problems += _range_problems(function.low, function.high)
    named = _named(function.inputs) and _named(function.tables)
    return [
        *problems,
        *(_call_problems(function) if named else ["inputs 和 tables 应当是“参数名: 文字”的对应表"]),
    ]


def _range_problems(low: object, high: object) -> list[str]:
    inexact = [edge for edge in (low, high) if edge is not None and not isinstance(edge, int | Fraction)]
    if inexact:
        return [f"取值范围的 {inexact[0]} 不是精确数，请写整数或 Fraction"]
    if isinstance(low, int | Fraction) and isinstance(high, int | Fraction) and low > high:
        return [f"取值范围的下限 {low} 大于上限 {high}"]
    return []


def _named(parameters: object) -> bool:
    return isinstance(parameters, Mapping) and all(
        isinstance(name, str) and isinstance(text, str) for name, text in parameters.items()
    )


def _call_problems(function: IndicatorFunction) -> list[str]:
    call: object = function.call
    if not callable(call):
        return ["call 不是可以调用的函数"]
    both = sorted(function.inputs.keys() & function.tables.keys())
    if both:
        return [f"参数 {both[0]} 在 inputs 和 tables 里各写了一次"]
    try:
        inspect.signature(call).bind(**dict.fromkeys([*function.inputs, *function.tables]))
    except (TypeError, ValueError) as error:
        return [f"inputs 和 tables 写的参数与函数的参数对不上（{error}）"]
    return []
