"""Units and exact quantities: what a number of money, people or time means (S4).

A unit is a product of base units with exponents. 千元, 万元, % and the like are scales: a unit together with
a factor. Values are exact; nothing here rounds.
"""

import re
from collections.abc import Iterable
from fractions import Fraction

from attrs import frozen

BASE_UNITS = ("元", "人", "件", "年", "天", "㎡")


@frozen(cache_hash=True)
class Unit:
    """A product of base units; ``powers`` holds the non-zero exponents, sorted, so that equal units are
    equal.
    """

    powers: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, base: str) -> "Unit":
        """The unit that is one base unit."""
        return cls(((base, 1),))

    def _combined(self, other: "Unit", sign: int) -> "Unit":
        powers = dict(self.powers)
        for base, power in other.powers:
            powers[base] = powers.get(base, 0) + sign * power
        return Unit(tuple(sorted((base, power) for base, power in powers.items() if power)))

    def __mul__(self, other: "Unit") -> "Unit":
        return self._combined(other, 1)

    def __truediv__(self, other: "Unit") -> "Unit":
        return self._combined(other, -1)

    def __str__(self) -> str:
        if not self.powers:
            return "无单位"
        above = "·".join(f"{base}{power if power > 1 else ''}" for base, power in self.powers if power > 0)
        below = "".join(f"/{base}{-power if power < -1 else ''}" for base, power in self.powers if power < 0)
        return (above or "1") + below


PLAIN = Unit()
YUAN = Unit.of("元")
YEAR = Unit.of("年")


@frozen(cache_hash=True)
class Scale:
    """How a number is written: 1 of this scale is ``factor`` of ``unit`` (1 万元 = 10000 元)."""

    name: str
    unit: Unit
    factor: Fraction = Fraction(1)


def _scales() -> Iterable[Scale]:
    for name, factor in (
        ("分", Fraction(1, 100)),
        ("元", 1),
        ("千元", 1000),
        ("万元", 10**4),
        ("亿元", 10**8),
    ):
        yield Scale(name, YUAN, Fraction(factor))
    for name, factor in (("人", 1), ("万人", 10**4)):
        yield Scale(name, Unit.of("人"), Fraction(factor))
    for name in ("件", "项", "个"):
        yield Scale(name, Unit.of("件"))
    for name, factor in (("年", Fraction(1)), ("个月", Fraction(1, 12)), ("月", Fraction(1, 12))):
        yield Scale(name, YEAR, factor)
    yield Scale("天", Unit.of("天"))
    for name in ("㎡", "平方米"):
        yield Scale(name, Unit.of("㎡"))
    for name, factor in (("", Fraction(1)), ("万", Fraction(10**4)), ("亿", Fraction(10**8))):
        yield Scale(name, PLAIN, factor)
    for name, factor in (
        ("%", Fraction(1, 100)),
        ("‰", Fraction(1, 1000)),
        ("倍", Fraction(1)),
        ("积分", Fraction(1)),
    ):
        yield Scale(name, PLAIN, factor)


SCALES: dict[str, Scale] = {scale.name: scale for scale in _scales()}

RATIO_STEPS: dict[str, Fraction] = {
    "百分点": Fraction(1, 100),
    "个百分点": Fraction(1, 100),
    "基点": Fraction(1, 10**4),
    "个基点": Fraction(1, 10**4),
}
"""Literals that may only be added to or taken from a ratio (S4)."""


def parse_scale(text: str) -> Scale | None:
    """The scale that ``text`` names (``万元``, ``%``, ``万元/人``, ``元/㎡/月``), or None when it names
    none.
    """
    name = text.strip().replace("％", "%").replace("／", "/")
    if name in SCALES:
        return SCALES[name]
    first, *below = name.split("/")
    if not below or not first or first not in SCALES or any(part not in SCALES or not part for part in below):
        return None
    unit, factor = SCALES[first].unit, SCALES[first].factor
    for part in below:
        unit, factor = unit / SCALES[part].unit, factor / SCALES[part].factor
    return Scale(name, unit, factor)


DEFAULT_DIGITS = 6
_DIGITS_BY_UNIT = {YUAN: 2, Unit.of("人"): 2, Unit.of("件"): 2, YEAR: 6, Unit.of("天"): 0}


def default_digits(unit: Unit) -> int:
    """Fractional digits at which data of a unit is kept, counted in the base unit, unless its field
    declares others.

    Money is kept to the 分, ratios to a ten-thousandth of a percent.
    """
    return _DIGITS_BY_UNIT.get(unit, DEFAULT_DIGITS)


def half_up(value: Fraction, digits: int) -> Fraction:
    """``value`` rounded to ``digits`` decimals, halves away from zero (四舍五入)."""
    shifted = abs(value) * 10**digits
    whole = (2 * shifted.numerator + shifted.denominator) // (2 * shifted.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**digits)


def decimal_text(value: Fraction, digits: int | None = None) -> str:
    """``value`` in decimal digits without superfluous zeros; inexact quotients are cut to ``digits`` (6
    unless given) by rounding half-up, for display only.
    """
    places = DEFAULT_DIGITS if digits is None else digits
    shown = half_up(value, places)
    scaled = int(abs(shown) * 10**places)
    whole, rest = divmod(scaled, 10**places)
    text = f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".") if places else str(whole)
    return f"-{text}" if shown < 0 else text


_POINTS = re.compile(r"([0-9]{1,18}(?:\.[0-9]{1,8})?)\s*分")


def parse_points(text: str) -> Fraction | None:
    """Points in a bid as people write them (5分); None where it is something else. In formulas 分 is money
    (0.01元, S4), so these are no formulas.
    """
    match = _POINTS.fullmatch(text.strip())
    return None if match is None else Fraction(match[1])
