"""The conformance suite: what every park must hold, one test for each check, named in Chinese.

A park's tests call :func:`conformance`; :func:`examine` runs the same checks without pytest.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from attrs import frozen

from jifen.language.diagnostics import DiagnosticError
from jifen.testing import functions, naming, opening, population, scheme
from jifen.testing.subject import NotOpenedError, Subject, Told, subject_of

_MOST_TOLD = 20


@frozen
class Check:
    """One check: its name, which with ``test_`` before it is that of a test, and what finds mistakes."""

    name: str
    run: Callable[[Subject], Iterator[str]]


_OPENS = Check("能打开且没有错误警告和提示", opening.opens)
_COUNTED = Check("指标和数字的个数与登记的一致", opening.counted)

CHECKS = (
    _OPENS,
    Check("编号规范且与登记的一致", opening.ids),
    Check("再次打开得到同样的规则", opening.reopens),
    Check("文件夹和程序包是同样的规则", opening.wheel),
    Check("每个数字都有出处或注明推定假定", opening.accounted),
    _COUNTED,
    Check("名称是中文且不重复", naming.names),
    Check("指标的数值都有单位", naming.units),
    Check("各阶段满分合计相符", scheme.weights),
    Check("成长阶段首尾相接没有空档", scheme.stages),
    Check("各档的边界与文件所写一致", scheme.edges),
    Check("每项指标都能得满分也能不得分", scheme.reach),
    Check("缺失为零为负或很大的数都不出错", population.extremes),
    Check("得分不超过满分总分不超过各维度之和", population.limits),
    Check("没有提供的不按零分计", population.missing),
    Check("样例名单全部算得出", population.sample),
    Check("名单的次序不影响得分", population.order),
    Check("单独评价与整批评价一致", population.one_by_one),
    Check("程序指标守住登记的类型和范围", functions.holds),
    Check("程序指标同样的输入得同样的结果", functions.repeats),
    Check("程序指标不改动交给它的数据", functions.leaves_alone),
    Check("程序指标不看时钟文件和随机数", functions.self_contained),
)
"""All checks. Each finds every mistake of its kind, in Chinese."""


def conformance(
    park: str,
    *,
    plugins: Sequence[Path | str] = (),
    policies: Path | str | None = None,
    ids: Iterable[str] | None = None,
    indicators: int | None = None,
    figures: Mapping[str, int] | None = None,
    notices: Iterable[str] = (),
) -> type:
    """The tests of a park as a class, for pytest to collect under a name that begins with ``Test``.

    ``plugins`` and ``policies`` are those of ``jifen.open_park``. What is told besides is held against the
    park: the ``ids`` of its indicators, which must never change once published; how many ``indicators`` there
    are; how many ``figures`` are ``published``, ``derived`` and ``assumed``. ``notices`` are codes of known
    warnings and notices. Nothing is opened before the first test runs.
    """
    subject = subject_of(park, plugins, policies, Told(_all(ids), indicators, figures, tuple(notices)))
    checks = [check for check in CHECKS if check is not _COUNTED or subject.told.counts]
    tests = {f"test_{check.name}": _test(check, subject) for check in checks}
    return type("TestConformance", (), {"__doc__": f"园区 {park} 的通用测试", **tests})


def examine(
    park: str, *, plugins: Sequence[Path | str] = (), policies: Path | str | None = None
) -> Mapping[str, tuple[str, ...]]:
    """What each check finds in a park, by its name; where the park cannot be opened, only that."""
    subject = subject_of(park, plugins, policies)
    found = {_OPENS.name: tuple(_found(_OPENS, subject))}
    try:
        _ = subject.plan
    except (NotOpenedError, DiagnosticError):
        return found
    return {check.name: tuple(_found(check, subject)) for check in CHECKS}


def _all(ids: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if ids is None else tuple(ids)


def _test(check: Check, subject: Subject) -> Callable[[object], None]:
    def test(self: object) -> None:  # noqa: ARG001 pytest calls it as a method
        __tracebackhide__ = True
        try:
            found = list(_found(check, subject))
        except NotOpenedError:
            raise AssertionError(f"园区 {subject.park_id} 打不开，先看“{_OPENS.name}”") from None
        if found:
            raise AssertionError(_report(subject.park_id, check, found))

    test.__doc__ = check.name
    return test


def _found(check: Check, subject: Subject) -> Iterator[str]:
    """What a check finds; a park of which no plugin can be opened is said by its diagnostics."""
    try:
        yield from check.run(subject)
    except DiagnosticError as error:
        yield from map(str, error.diagnostics)


def _report(park: str, check: Check, found: Sequence[str]) -> str:
    lines = [f"园区 {park}：{check.name}，有 {len(found)} 处不符"]
    lines += [f"  - {problem}" for problem in islice(found, _MOST_TOLD)]
    if len(found) > _MOST_TOLD:
        lines.append(f"  … 另有 {len(found) - _MOST_TOLD} 处")
    return "\n".join(lines)
