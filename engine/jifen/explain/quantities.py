"""Money, ratios and other quantities as sentences write them."""

from decimal import Decimal
from fractions import Fraction

from jifen.explain import policy_wording as wording
from jifen.explain.values import about, number, shown
from jifen.explain.wording import ABOUT
from jifen.model.decision import Exact
from jifen.model.enterprise import Absence
from jifen.model.grounds import TermSeen
from jifen.model.quantity import PLAIN, SCALES, YUAN, Scale

_WAN = SCALES["万元"].factor
_EXACT_DIGITS, _ABOUT_DIGITS = 4, 2


def money(value: Fraction | Decimal | int) -> str:
    """An amount in 万元 where that is as exact as 元 is read, else in 元."""
    amount = Fraction(value)
    if abs(amount) >= _WAN and (amount / 100).denominator == 1:
        return number(amount / _WAN) + "万元"
    return about(amount, 2) + "元"


def points(value: Fraction | Decimal) -> str:
    """Points in a bid, exactly."""
    return f"{number(Fraction(value))} 分"


def quantity(value: Exact | None, scale: Scale) -> str:
    """A value in its scale, at few digits where more are of no use."""
    if value is None:
        return wording.UNKNOWN_VALUE
    if not isinstance(value, Fraction | int) or isinstance(value, bool):
        return shown(value, scale)
    scaled = Fraction(value) / scale.factor
    exact = (scaled * 10**_EXACT_DIGITS).denominator == 1
    if not exact and scale.unit == YUAN and (Fraction(value) * 100).denominator == 1:
        return number(Fraction(value)) + "元"
    return (number(scaled) if exact else about(scaled, _ABOUT_DIGITS)) + scale.name


def known_money(value: Exact | None) -> str:
    """An amount, or why there is none."""
    if isinstance(value, Absence):
        return value.label
    if value is None or isinstance(value, bool) or not isinstance(value, Fraction | int):
        return wording.UNKNOWN_VALUE
    return money(value)


def ratio(value: Fraction) -> str:
    """A share or a rate in per cent."""
    scaled = value * 100
    return (number(scaled) if (scaled * 10**6).denominator == 1 else about(scaled, 4)) + "%"


def difference(value: Fraction, scale: Scale) -> str:
    """How far two values are apart: of ratios in 百分点."""
    if scale.unit == PLAIN and scale.name == "%":
        return wording.POINTS.format(amount=quantity(value, Scale("", PLAIN, scale.factor)))
    return quantity(value, scale)


def tidy(text: str) -> str:
    """A sentence without the blank that would stand before 约."""
    return text.replace(f" {ABOUT}", ABOUT)


def substituted(text: str, terms: tuple[TermSeen, ...]) -> str:
    """A formula with the values of its names in their places."""
    parts, end = [], 0
    for term in terms:
        value = quantity(term.value, term.scale)
        negative = value.startswith("-") and term.start > 0
        parts += [text[end : term.start], f"({value})" if negative else value]
        end = term.start + len(term.text)
    return "".join((*parts, text[end:]))
