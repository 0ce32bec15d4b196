"""Amounts rounded as their rule declares (S3)."""

from fractions import Fraction

from attrs import frozen

from jifen.language.diagnostics import Diagnostics
from jifen.model.expression import Constant, Expression, Floor, Negated, Product, Quotient
from jifen.model.place import Written
from jifen.model.policy import Rounding, RoundTo
from jifen.model.quantity import YUAN, parse_scale
from jifen.plan.nodes import Rounded

_MONEY = {"分": 1, "角": 10, "元": 100, "十元": 1000, "百元": 10**4, "千元": 10**5, "万元": 10**6}


@frozen
class RoundingRule:
    """The unit that amounts are whole numbers of, and how they come to it."""

    unit: Fraction
    mode: str
    text: str

    def of(self, amount: Expression) -> Expression:
        """The amount rounded."""
        if self.mode == "half_up" and self.unit in (1, Fraction(1, 10), Fraction(1, 100)):
            return Rounded(amount, {1: 0, Fraction(1, 10): 1}.get(self.unit, 2))
        units = Quotient(amount, Constant(self.unit))
        if self.mode == "down":
            return Product((Floor(units), Constant(self.unit)))
        if self.mode == "up":
            return Product((Negated(Floor(Negated(units))), Constant(self.unit)))
        return Product((Rounded(units, 0), Constant(self.unit)))


def unit_text(unit: Fraction) -> str:
    """The unit of money that so much of 元 is."""
    return next(name for name, hundredths in _MONEY.items() if Fraction(hundredths, 100) == unit)


def unit_of_text(text: str) -> Fraction:
    """How much of 元 a unit of money is."""
    return Fraction(_MONEY[text], 100)


def rounding_rule(given: Rounding, diagnostics: Diagnostics) -> RoundingRule | None:
    """What a file declares; None after it has reported that the unit is none of money."""
    written, mode = (given.to, given.mode) if isinstance(given, RoundTo) else (given, "half_up")
    hundredths = _MONEY.get(written.text)
    if hundredths is None:
        scale = parse_scale(written.text)
        problem = "不是金额的单位" if scale is not None and scale.unit != YUAN else "不能用来取整"
        _report(written, problem, diagnostics)
        return None
    return RoundingRule(Fraction(hundredths, 100), mode, written.text)


def _report(written: Written, problem: str, diagnostics: Diagnostics) -> None:
    diagnostics.report("J922", written.place, written=written.text, problem=problem, known="、".join(_MONEY))
