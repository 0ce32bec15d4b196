"""Values as people write them: in their declared unit, at so many digits, with thousands set apart."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from jifen.explain.wording import ABOUT, NO, YES
from jifen.model.decision import Exact
from jifen.model.enterprise import Absence
from jifen.model.quantity import Scale, decimal_text, half_up

_MOST_DIGITS = 8


def shown(value: Exact, scale: Scale, digits: int | None = None) -> str:
    """A value with its unit; at ``digits`` decimals where given, else exactly (up to 8 decimals)."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Absence):
        return value.label
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    return number(Fraction(value) / scale.factor, digits) + scale.name


def number(value: Fraction | Decimal | int, digits: int | None = None) -> str:
    """A number without superfluous zeros, thousands set apart by commas."""
    text = decimal_text(Fraction(value), _MOST_DIGITS if digits is None else digits)
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole != "-0" else f"-0{point}{rest}"


def about(value: Fraction, digits: int) -> str:
    """A number at so many decimals, marked where digits are left out."""
    return ("" if half_up(value, digits) == value else ABOUT) + number(value, digits)


def percent(value: Fraction) -> str:
    """A ratio in per cent, at two decimals."""
    return about(value * 100, 2) + "%"
