"""Checks of what people read: names are Chinese and tell things apart, figures have their unit."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from jifen.language.lexicon import narrowed
from jifen.model.quantity import PLAIN
from jifen.testing.probing import type_of
from jifen.testing.subject import Subject

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_QUOTES = "「」"
"""What sets a name apart in an expression, and so cannot be part of one."""


def names(subject: Subject) -> Iterator[str]:
    """Names are Chinese, can be written in an expression, and are given once for each kind of thing."""
    park = subject.park
    if not _CHINESE.search(park.header.name):
        yield f"园区名称“{park.header.name}”应有中文"
    kinds: tuple[tuple[str, Iterable[str]], ...] = (
        ("指标", [indicator.name or "" for indicator in park.indicators]),
        ("维度", [dimension.name for dimension in park.dimensions]),
        ("阶段", [stage.name for stage in park.stages.stages]),
        ("榜单", [board.name for board in park.boards]),
        ("程序指标函数", [function.name for function in park.functions.values()]),
        ("字段", [field.name for field in park.vocabulary.fields.values()]),
        ("子表", [table.name for table in park.vocabulary.tables.values()]),
    )
    for kind, given in kinds:
        yield from _names(kind, given)


def _names(kind: str, given: Iterable[str]) -> Iterator[str]:
    spelled: dict[str, list[str]] = defaultdict(list)
    for name in given:
        spelled[narrowed(name).casefold()].append(name)
        if not _CHINESE.search(name):
            yield f"{kind}名称“{name}”应有中文"
        if name != name.strip() or any(unicodedata.category(sign) in ("Cc", "Cf") for sign in name):
            yield f"{kind}名称“{name}”前后有空格，或含有看不见的字符"
        if any(quote in name for quote in _QUOTES):
            yield f"{kind}名称“{name}”含有「或」，表达式里无法引用"
    for same in spelled.values():
        if len(same) > 1:
            yield f"{len(same)} 个{kind}都叫“{same[0]}”"


def units(subject: Subject) -> Iterator[str]:
    """Indicators of which a number is shown say in which unit; a function says it itself."""
    plan = subject.plan
    for indicator, part in zip(subject.park.indicators, plan.indicators, strict=True):
        if part.value is None or indicator.function is not None or indicator.shown_as is not None:
            continue
        shown = bool(part.shown_as.name) or part.shown_as.unit != PLAIN
        if type_of(plan.named[part.value].node) == "number" and not shown:
            yield f"指标“{part.name}”没有单位，请写 shown_as（比例写 %，没有单位的数写 积分 或 倍）"
