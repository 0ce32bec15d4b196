"""The words of a policy's text held against its rules: 以上 includes the figure, 超过 does not (S16).

A rule may carry the boundary as its source writes it (``says``). Each figure in it must be a bound of the
rule, on the side and with the edge that the words mean. Chinese law reads 以上、以下、以内、届满 with the
figure and 超过、不满、低于、以外 without it (民法典 art. 1259); （含） and （不含） say it outright.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from attrs import fields, frozen, has

from jifen.language.diagnostics import Diagnostics
from jifen.model.expression import Operator
from jifen.model.place import Place, Places, Written
from jifen.model.policy import Bonus, Loan, Negative, Status, Subsidy
from jifen.model.quantity import SCALES
from jifen.plan.bounds import Bound

_NAMES = sorted((name for name in SCALES if name and name != "分"), key=len, reverse=True)
_UNITS = "|".join(map(re.escape, _NAMES))
_FIGURE = rf"(?P<figure>\d+(?:,\d{{3}})*(?:\.\d+)?)\s*(?P<unit>{_UNITS})?"
_INCLUDED, _LEFT_OUT = r"(?P<included>[（(]含[）)])", r"(?P<left_out>[（(]不含[）)])"
_EDGE = rf"(?:{_INCLUDED}|{_LEFT_OUT})?"
_BEFORE: dict[str, Operator] = {
    "不低于": ">=",
    "不少于": ">=",
    "不小于": ">=",
    "达到": ">=",
    "满": ">=",
    "至少": ">=",
    "不超过": "<=",
    "不高于": "<=",
    "不大于": "<=",
    "最高": "<=",
    "最高奖励": "<=",
    "最高补助": "<=",
    "最高补贴": "<=",
    "最高给予": "<=",
    "至多": "<=",
    "超过": ">",
    "高于": ">",
    "大于": ">",
    "多于": ">",
    "不足": "<",
    "不满": "<",
    "未满": "<",
    "未达到": "<",
    "低于": "<",
    "少于": "<",
    "小于": "<",
}
_AFTER: dict[str, Operator] = {
    "及以上": ">=",
    "以上": ">=",
    "起": ">=",
    "及以下": "<=",
    "以下": "<=",
    "以内": "<=",
    "之内": "<=",
    "以外": ">",
}
_WORDS_BEFORE = "|".join(sorted(_BEFORE, key=len, reverse=True))
_WORDS_AFTER = "|".join(sorted(_AFTER, key=len, reverse=True))
_SAYING = re.compile(
    rf"(?P<before>{_WORDS_BEFORE})?\s*(?:到|至)?\s*{_FIGURE}\s*{_EDGE}\s*(?P<after>{_WORDS_AFTER})?\s*"
    r"(?P<included2>[（(]含[）)])?(?P<left_out2>[（(]不含[）)])?"
)
_WITH_EDGE: dict[Operator, tuple[Operator, Operator]] = {
    ">=": (">=", ">"),
    ">": (">=", ">"),
    "<=": ("<=", "<"),
    "<": ("<=", "<"),
}
_BESIDE: dict[Operator, Operator] = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
"""What is on the other side of an edge."""

Declared = Subsidy | Loan | Bonus | Status | Negative
"""What may carry the words of its source."""


@frozen
class Saying:
    """One boundary that the text states: the figure in base units, and the operator that it means."""

    text: str
    start: int
    value: Fraction
    operator: Operator
    figure: str
    """The figure as it is written, with its unit."""


def sayings(text: str) -> Iterator[Saying]:
    """The boundaries in a stretch of text."""
    for match in _SAYING.finditer(text):
        operator = _AFTER.get(match["after"] or "") or _BEFORE.get(match["before"] or "")
        if operator is None:
            continue
        if match["included"] or match["included2"]:
            operator = _WITH_EDGE[operator][0]
        elif match["left_out"] or match["left_out2"]:
            operator = _WITH_EDGE[operator][1]
        scale = SCALES[match["unit"] or ""]
        value = Fraction(match["figure"].replace(",", "")) * scale.factor
        figure = f"{match['figure']}{match['unit'] or ''}"
        yield Saying(match[0].strip(), match.start(), value, operator, figure)


def check_sayings(declared: Declared, bounds: Sequence[Bound], diagnostics: Diagnostics) -> None:
    """Hold each boundary of the words against the bounds of the rule."""
    texts = list(_texts(declared))
    for written in declared.says:
        found = list(sayings(written.text))
        if not found:
            diagnostics.report("J917", written.place, written=written.text)
        for saying in found:
            _check(saying, written.at(saying.start, len(saying.text)), bounds, texts, diagnostics)


def _check(
    saying: Saying, place: Place, bounds: Sequence[Bound], texts: Iterable[Written], diagnostics: Diagnostics
) -> None:
    said, means = saying.text, f"{saying.operator} {saying.figure}"
    operators = {bound.operator for bound in bounds if bound.value == saying.value}
    if not operators:
        diagnostics.report("J916", place, saying=said, means=means)
    elif saying.operator not in operators:
        diagnostics.report(
            "J915",
            place,
            related=tuple(("规则写在这里", there) for there in _where(saying, texts)),
            saying=said,
            edge="包含" if saying.operator in (">=", "<=") else "不包含",
            means=means,
            written="、".join(f"{operator} {saying.figure}" for operator in sorted(operators)),
            beside=f"{_BESIDE[saying.operator]} {saying.figure}" if len(operators) > 1 else None,
        )


def _where(saying: Saying, texts: Iterable[Written]) -> Iterator[Place]:
    """Where the rule writes the figure, as far as it writes it alike."""
    for text in texts:
        for match in re.finditer(rf"(?<![\d.,]){re.escape(saying.figure)}", text.text):
            yield text.at(match.start(), len(match[0]))


def _texts(value: object) -> Iterator[Written]:
    """All expressions that a rule writes, at any depth."""
    if isinstance(value, Written):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif has(type(value)) and not isinstance(value, Places):
        kind: Any = type(value)
        for attribute in fields(kind):
            if attribute.name != "says":
                yield from _texts(getattr(value, attribute.name))
