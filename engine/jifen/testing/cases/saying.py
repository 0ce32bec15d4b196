"""Outcomes and the reasons that led to them, in words."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from jifen.explain.values import number, shown
from jifen.model.decision import Exact
from jifen.model.enterprise import Absence
from jifen.model.entitlement import Because, Entitlement, Outcome
from jifen.model.grounds import AtomSeen, MoneyStep, RowSeen
from jifen.model.quantity import SCALES
from jifen.testing.cases.names import Lacking

if TYPE_CHECKING:
    from jifen.testing.cases.results import CaseResult

OUTCOME_WORDS: Mapping[Outcome, str] = {
    "granted": "给予",
    "paid": "已兑现",
    "refused": "不给",
    "vetoed": "一票否决",
    "superseded": "同组另有胜出",
    "undetermined": "不能确定",
    "not_in_force": "不适用",
}
_MET: Mapping[bool | None, str] = {True: "成立", False: "不成立", None: "不能确定"}
_BECAUSE: Mapping[str, str] = {
    "veto": "负面清单“{title}”成立",
    "group": "同组胜出的是“{title}”",
    "once": "以前已经兑现过",
    "fuse": "熔断：{title}",
    "zero": "金额为零",
    "assumed": "依据假定的数字，没有要求计算",
    "dates": "不在期内：{title}",
}
_STEPS: Mapping[str, str] = {
    "formula": "公式 {text}",
    "tier": "按 {by} 分档",
    "tiers": "本档金额",
    "marginal": "按 {by} 分段累进",
    "cases": "按类别",
    "grid": "按 {rows} 和 {columns} 查表",
    "adjusted": "调整 {name}",
    "rows": "{table}各行相加",
    "least": "至少 {least}",
    "cap": "封顶 {cap}",
    "lowered_cap": "上限降低（{title}）",
    "rounded": "取整到{to}",
    "group": "同组取舍 {title}",
    "top_up": "减去以前兑现（补差）",
    "shared_cap": "合计上限 {cap}",
    "grade": "按 {by} 的系数",
    "reduced": "负面清单系数 {factor}（{title}）",
    "claim": "申请额最多 {limit}",
    "budget": "预算 {amount}",
}
"""What each step of the money did, with the figures that its file writes."""

_SCALES_OF_MONEY = ("亿元", "万元", "元")


def money(amount: Decimal | Fraction | None) -> str:
    """An amount in the largest unit that needs no more than two decimals."""
    if amount is None:
        return "没有"
    exact = Fraction(amount)
    for name in _SCALES_OF_MONEY:
        factor = SCALES[name].factor
        if abs(exact) >= factor and (exact / factor * 100).denominator == 1:
            return f"{number(exact / factor)}{name}"
    return f"{number(exact)}元"


def outcome_word(outcome: Outcome, amount: Decimal | Fraction | None) -> str:
    """An outcome in words, with its amount where it has one."""
    word = f"{OUTCOME_WORDS[outcome]}（{outcome}）"
    return word if amount is None else f"{word}{money(amount)}"


def met_word(met: bool | None) -> str:
    """Whether something holds."""
    return _MET[met]


def failure(result: "CaseResult") -> Iterator[str]:
    """What came out other than expected, and why, line by line."""
    told: tuple[str, ...] = ()
    before = ""
    for one in result.mismatches:
        if one.of != before:
            yield from (f"    · {reason}" for reason in told)
            yield f"  {one.of} {one.title}"
            before, told = one.of, one.reasons
        yield f"    {one.what}：预期 {one.expected}，实际 {one.got}"
    yield from (f"    · {reason}" for reason in told)


def reasons(found: Entitlement, lacking: Lacking) -> tuple[str, ...]:
    """Why a rule came out as it did, a sentence each."""
    return tuple(_reasons(found, lacking))


def _reasons(found: Entitlement, lacking: Lacking) -> Iterator[str]:
    for because in found.because:
        yield _decided(because)
    if found.lacks:
        yield f"缺少：{'、'.join(sorted(lacking.names(found.lacks)))}"
    yield from map(_condition, found.conditions)
    yield from map(_row, found.rows)
    if found.outcome not in ("refused", "vetoed", "not_in_force"):
        yield from map(_step, found.steps)


def _decided(because: Because) -> str:
    clause = f"（{because.clause}）" if because.clause else ""
    return _BECAUSE[because.kind].format(title=because.title) + clause


def _condition(atom: AtomSeen) -> str:
    seen = "" if atom.left is None else f"，左边是 {_value(atom.left, atom.unit)}"
    against = "" if atom.right is None else f"，右边是 {_value(atom.right, atom.unit)}"
    return f"条件 {atom.text}：{_MET[atom.met]}{seen}{against}"


def _value(value: Exact, unit: str) -> str:
    if isinstance(value, Fraction) and unit == "元":
        return money(value)
    return shown(value, SCALES.get(unit, SCALES[""]))


def _row(row: RowSeen) -> str:
    key = "，".join(f"{name} {value}" for name, value in row.key.items())
    missed = "；".join(f"{one.text}：{_MET[one.met]}" for one in row.conditions if one.met is not True)
    if row.met is not True:
        return f"{key}：{missed or _MET[row.met]}"
    return f"{key}：计 {_amount(row.amount)}"


def _step(step: MoneyStep) -> str:
    said = _STEPS.get(step.what, step.what)
    said = said.format_map({**dict.fromkeys(("name", "title"), ""), **step.figures}).strip()
    value = step.label or _amount(step.value)
    return f"{said}：{value}"


def _amount(value: Exact | None) -> str:
    if isinstance(value, Absence) or value is None:
        return value.label if value is not None else "没有"
    return money(Fraction(value)) if isinstance(value, int | Fraction) else str(value)
