"""Checks of a park's functions: what they declare holds on random rows, and nothing else decides (S29)."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from datetime import date
from fractions import Fraction
from types import CodeType
from typing import TYPE_CHECKING, Any

from attrs import frozen

from jifen.evaluation.rows import FunctionFault, trusted
from jifen.model.function import IndicatorFunction
from jifen.model.quantity import decimal_text
from jifen.model.terms import Field
from jifen.plan.nodes import Call, leaves
from jifen.testing.bounds import Bounder, Bounds
from jifen.testing.probing import type_of
from jifen.testing.subject import Subject

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_EXAMPLES, _FEW = 200, 60
"""How many arguments are tried where each is looked at alone, and where all are kept."""

_MOST_ROWS = 6
_MOST_SHOWN = 600
_WORDS = ("甲", "乙", "丙", "丁")
_SMALL, _LARGE = 10**4, 10**12
_FIRST, _LAST = date(1990, 1, 1), date(2040, 12, 31)

_OUTSIDE = {
    "clock": ("now", "today", "utcnow", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime"),
    "files": ("open", "read_text", "read_bytes", "environ", "getenv", "urlopen", "socket", "input"),
    "random": ("random", "randint", "randrange", "shuffle", "uniform", "urandom", "uuid4", "token_bytes"),
}
_OUTSIDE_NAMES = {"clock": "时钟", "files": "文件、环境或网络", "random": "随机数"}

Arguments = Mapping[str, Any]


class _Found(Exception):
    """A mistake that random arguments have brought out."""


@frozen
class _Tried:
    """A function, and what it may be given."""

    function: IndicatorFunction
    inputs: Mapping[str, tuple[str, Bounds]]
    tables: Mapping[str, Mapping[str, Field]]

    def arguments(self) -> "SearchStrategy[Arguments]":
        """Arguments as the engine hands them over: inputs that are known, rows with every declared column."""
        from hypothesis import strategies

        parts: dict[str, SearchStrategy[Any]] = {
            name: _values(type_, bounds) for name, (type_, bounds) in self.inputs.items()
        }
        for name, columns in self.tables.items():
            cells = {column: _cells(field) for column, field in columns.items()}
            gaps = {column: strategies.none() | cell for column, cell in cells.items()}
            told, untold = strategies.fixed_dictionaries(cells), strategies.fixed_dictionaries(gaps)
            rows = [
                strategies.lists(told, min_size=2, max_size=4),
                strategies.lists(told, max_size=_MOST_ROWS),
                strategies.lists(untold, max_size=_MOST_ROWS),
            ]
            parts[name] = strategies.one_of(rows).map(tuple)
        return strategies.fixed_dictionaries(parts)

    def outcome(self, arguments: Arguments) -> object:
        """What the function gives or raises, as something that can be compared."""
        try:
            result: object = self.function.call(**arguments)
        except Exception as error:  # noqa: BLE001 that it fails is what `hold` finds
            return f"{type(error).__name__}: {error}"
        return result

    def hold(self, arguments: Arguments) -> None:
        """Find a result that is not as declared, or a failure that is no refusal."""
        try:
            trusted(self.function)(arguments)
        except FunctionFault as fault:
            if not isinstance(fault.__cause__, ValueError):
                raise _Found(f"{fault}；{_shown(arguments)}") from fault

    def leave_alone(self, arguments: Arguments) -> None:
        """Find arguments that the function changes."""
        before = deepcopy(arguments)
        self.outcome(arguments)
        if arguments != before:
            raise _Found(f"指标函数“{self.function.name}”改动了交给它的数据；原来是 {_shown(before)}")


def _values(type_: str, bounds: Bounds) -> "SearchStrategy[Any]":
    from hypothesis import strategies

    match type_:
        case "flag":
            return strategies.booleans()
        case "text":
            return strategies.sampled_from(_WORDS)
        case "date":
            return strategies.dates(_FIRST, _LAST)
    small, large = strategies.integers(-_SMALL, _SMALL), strategies.integers(-_LARGE, _LARGE)
    wholes = (small | large).map(Fraction)
    numbers = wholes if bounds.whole else wholes | strategies.builds(Fraction, small, strategies.just(100))
    return numbers.map(lambda value: _moved(value, bounds))


def _moved(value: Fraction, bounds: Bounds) -> Fraction:
    """The number, brought between its bounds."""
    if bounds.low is not None and value < bounds.low:
        value = (
            min(2 * bounds.low - value, bounds.high) if bounds.high is not None else 2 * bounds.low - value
        )
    return value if bounds.high is None else min(value, bounds.high)


def _cells(field: Field) -> "SearchStrategy[Any]":
    from hypothesis import strategies

    if field.options:
        return strategies.sampled_from(field.options)
    low = None if field.minimum is None else Fraction(field.minimum, 10**field.digits)
    return _values(field.type, Bounds(low, None, field.digits == 0))


def _tried(subject: Subject) -> Iterator[_Tried]:
    """The functions that indicators call, with the types and bounds of their inputs."""
    plan = subject.plan
    bounder = Bounder(plan.vocabulary, plan.named)
    calls = (node for each in plan.definitions for node in leaves(each.node) if isinstance(node, Call))
    for node in dict.fromkeys(calls):
        inputs = {name: (type_of(part), bounder.of(part)) for name, part in node.inputs}
        tables = {name: plan.vocabulary.tables[table].columns for name, table in node.tables}
        yield _Tried(plan.functions[node.function], inputs, tables)


def _on_random_rows(
    tried: _Tried, test: Callable[[Arguments], None], examples: int = _EXAMPLES
) -> Iterator[str]:
    """What a test finds on random arguments, made as small as it can be; always the same ones."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis.errors import Flaky

    quick = settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )

    seen: list[str] = []

    def run(arguments: Arguments) -> None:
        try:
            test(arguments)
        except _Found as found:
            seen.append(str(found))
            raise

    # A function that does not repeat itself cannot be found out twice; once is enough.
    with suppress(_Found, Flaky):
        quick(given(tried.arguments())(run))()
    yield from seen[-1:]


def holds(subject: Subject) -> Iterator[str]:
    """A function gives exact numbers within its declared range, or says why there is none."""
    for tried in _tried(subject):
        yield from _on_random_rows(tried, tried.hold)


def repeats(subject: Subject) -> Iterator[str]:
    """The same arguments give the same result, in one order of calls and in the other."""
    for tried in _tried(subject):
        seen = _examples(tried)
        first = [tried.outcome(deepcopy(arguments)) for arguments in seen]
        again = [tried.outcome(deepcopy(arguments)) for arguments in reversed(seen)]
        for arguments, one, other in zip(seen, first, reversed(again), strict=True):
            if one != other or type(one) is not type(other):
                name = tried.function.name
                yield f"指标函数“{name}”同样的输入先得 {one}，再得 {other}；{_shown(arguments)}"
                break


def _examples(tried: _Tried) -> Sequence[Arguments]:
    """Random arguments, as they were before any function saw them."""
    seen: list[Arguments] = []
    list(_on_random_rows(tried, lambda arguments: seen.append(deepcopy(arguments)), _FEW))
    return seen


def leaves_alone(subject: Subject) -> Iterator[str]:
    """A function does not change what it is given."""
    for tried in _tried(subject):
        yield from _on_random_rows(tried, tried.leave_alone, _FEW)


def self_contained(subject: Subject) -> Iterator[str]:
    """A function and what it calls in its own module name no clock, file or chance. Best effort."""
    for tried in _tried(subject):
        for kind, names in _OUTSIDE.items():
            used = sorted(_names_used(tried.function.call) & set(names))
            if used:
                yield (
                    f"指标函数“{tried.function.name}”用到{_OUTSIDE_NAMES[kind]}（{'、'.join(used)}）；"
                    "同样的数据必须永远得到同样的结果"
                )


def _names_used(call: Callable[..., object]) -> set[str]:
    """The global names and attributes that a function uses, and those that it calls beside itself."""
    names: set[str] = set()
    module = sys.modules.get(getattr(call, "__module__", ""))
    waiting = [getattr(call, "__code__", None)]
    done: set[CodeType] = set()
    while waiting:
        code = waiting.pop()
        if not isinstance(code, CodeType) or code in done:
            continue
        done.add(code)
        names |= set(code.co_names)
        waiting += [each for each in code.co_consts if isinstance(each, CodeType)]
        waiting += [getattr(getattr(module, name, None), "__code__", None) for name in code.co_names]
    return names


def _shown(arguments: Arguments) -> str:
    """Arguments as a message shows them."""
    text = "，".join(f"{name}={_value(value)}" for name, value in arguments.items())
    return "输入：" + (text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…")


def _value(value: object) -> str:
    match value:
        case Fraction():
            return decimal_text(value)
        case tuple():
            return f"[{'、'.join(_value(each) for each in value)}]"
        case dict():
            return "{" + "、".join(f"{name}: {_value(each)}" for name, each in value.items()) + "}"
        case None:
            return "空"
    return str(value)
