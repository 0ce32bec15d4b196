"""Numbers of a whole column to counts of the last declared digit, exactly.

A binary number stands for its 15 significant digits. What is read here is proven: a whole number of at most
15 digits, over a power of ten, of which the binary number is the nearest. What is not goes to the reader of
single cells.
"""

from fractions import Fraction
from typing import Any

import polars as pl

from jifen.columns.spans import NARROW, WIDE
from jifen.exchange.cells import MAX_INTEGER_DIGITS
from jifen.exchange.headers import Column
from jifen.exchange.sheets import SIGNIFICANT

Sure = tuple[pl.Series, pl.Series, pl.Series | None]
"""Values, which of them are sure, and which of these dropped digits."""

_PLACES = 22
"""Powers of ten up to this one are binary numbers themselves."""
_MOST_FRACTION = 18
_PLAIN = rf"^-?[0-9]{{1,{MAX_INTEGER_DIGITS}}}(?:\.[0-9]{{1,{_MOST_FRACTION}}})?$"
_GROUPED = r"^-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$"
_LEAST_ROWS = 2


def sure_numbers(raw: pl.Series, column: Column) -> Sure:
    """The numbers of a column that are beyond doubt."""
    if raw.dtype.is_integer():
        found = _of_whole(raw, column.unit)
    elif raw.dtype == pl.Decimal:
        scale: int = getattr(raw.dtype, "scale", 0)
        found = _of_whole(raw.to_physical(), column.unit / 10**scale, 10**scale)
    elif raw.dtype.is_float():
        found = _of_binary(raw.cast(pl.Float64), column.unit)
    elif raw.dtype == pl.String:
        found = _of_text(raw, column.unit)
    else:
        return _nothing(len(raw))
    values, sure, rounded = found
    most = 10 ** (MAX_INTEGER_DIGITS + column.field.digits) - 1
    least = -most if column.field.minimum is None else max(column.field.minimum, -most)
    if not _within(values, least, most):
        fitting = _select(values, pl.col("x").is_between(_lit(least, values), _lit(most, values)))
        sure &= fitting.fill_null(value=False)
    if not sure.all():
        values = values.zip_with(sure, pl.Series([None], dtype=values.dtype))
        rounded = None if rounded is None else rounded & sure
    return values, sure, rounded if rounded is not None and rounded.any() else None


def _nothing(height: int) -> Sure:
    none = pl.Series([False]).new_from_index(0, height)
    return pl.Series([None], dtype=pl.Int64).new_from_index(0, height), none, None


def narrowed(values: pl.Series) -> pl.Series:
    """Whole numbers as Int64 where all of them fit."""
    return values.cast(pl.Int64) if values.dtype != pl.Int64 and greatest(values) <= NARROW else values


def greatest(values: pl.Series) -> int:
    """The greatest absolute value."""
    least: Any = values.min()
    most: Any = values.max()
    return 0 if least is None else max(-int(least), int(most))


def _within(values: pl.Series, least: int, most: int) -> bool:
    low: Any = values.min()
    high: Any = values.max()
    return low is None or (low >= least and high <= most)


def _select(values: pl.Series, expr: pl.Expr) -> pl.Series:
    return values.rename("x").to_frame().select(expr.alias("x"))["x"]


def _lit(number: int, values: pl.Series) -> pl.Expr:
    """A number beside others of a column; one that no such column can hold as the last that it can."""
    if values.dtype == pl.Int64:
        return pl.lit(max(-NARROW, min(number, NARROW)), dtype=pl.Int64)
    return pl.lit(number, dtype=pl.Int128)


def _of_whole(raw: pl.Series, unit: Fraction, one: int = 1) -> Sure:
    """Whole numbers, 1 of which is so much of what is stored; ``one`` of them are 1 as written."""
    above, below = unit.numerator, unit.denominator
    sure = raw.is_not_null()
    most = 10 ** (MAX_INTEGER_DIGITS + 1) * one - 1
    if greatest(raw) > min(most, (WIDE - below) // above):
        limit = pl.lit(min(most, (WIDE - below) // above), dtype=pl.Int128)
        sure &= _select(raw.cast(pl.Int128), pl.col("x").is_between(-limit, limit)).fill_null(value=False)
        raw = raw.cast(pl.Int128).zip_with(sure, pl.Series([0], dtype=pl.Int128))
    width = pl.Int64 if greatest(raw) * above + below <= NARROW else pl.Int128
    raw = raw.cast(width)
    if below == 1:
        return (raw if above == 1 else _select(raw, pl.col("x") * pl.lit(above, dtype=width))), sure, None
    x = pl.col("x")
    product = x.abs() * pl.lit(above, dtype=width)
    quotient = product // pl.lit(below, dtype=width)
    parts = raw.rename("x").to_frame().with_columns(product.alias("p"), quotient.alias("q"))
    parts = parts.with_columns((pl.col("p") - pl.col("q") * pl.lit(below, dtype=width)).alias("r"))
    up = pl.col("r") >= pl.lit((below + 1) // 2, dtype=width)
    value = pl.col("q") + up.cast(width)
    told = parts.select(
        pl.when(x < 0).then(value * pl.lit(-1, dtype=width)).otherwise(value).alias("v"),
        (pl.col("r") != 0).fill_null(value=False).alias("d"),
    )
    return told["v"], sure, told["d"] if told["d"].any() else None


def _of_binary(raw: pl.Series, unit: Fraction) -> Sure:
    places = _power_of_ten(unit)
    if places is None or len(raw) < _LEAST_ROWS:
        return _nothing(len(raw))
    values, sure = _proven(raw, places)
    if sure.sum() == len(raw) - raw.null_count():
        return values, sure, None
    left = (raw.is_not_null() & ~sure).arg_true()
    some = raw.gather(left)
    longer, known, dropped = _rounded(some, places) if len(some) >= _LEAST_ROWS else _nothing(len(some))
    rounded = pl.Series([False]).new_from_index(0, len(raw))
    if dropped is not None:
        rounded = rounded.scatter(left, dropped)
    return values.scatter(left, longer.cast(pl.Int64)), sure.scatter(left, known), rounded


def _power_of_ten(unit: Fraction) -> int | None:
    """Which power of ten a unit is, if it is one that is not below 1."""
    digits = len(str(unit.numerator)) - 1
    return digits if unit == 10**digits and digits <= _PLACES else None


def _proven(raw: pl.Series, places: int) -> tuple[pl.Series, pl.Series]:
    """So many places of each number, where it has no more.

    Both a whole number of 15 digits and the power are exact, so that the quotient is the binary number
    nearest to that decimal: if it is the one at hand, these are its 15 significant digits. The power is a
    column since dividing by one number for all would multiply by its reciprocal, which is not exact.
    """
    power = pl.Series([10.0**places]).new_from_index(0, len(raw))
    whole = (raw * power).round()
    sure = ((whole / power == raw) & (whole.abs() < 10.0**SIGNIFICANT)).fill_null(value=False)
    return whole.zip_with(sure, pl.Series([None], dtype=pl.Float64)).cast(pl.Int64), sure


def _rounded(raw: pl.Series, places: int) -> Sure:
    """Numbers of more places than are kept: their 15 significant digits, of which the last are dropped.

    The product of a number and a power of ten is off by at most half of its last binary digit, an eighth
    below 10**15: where it is farther from a half than that, it rounds to the digits of the exact product.
    """
    powers = pl.Series([10.0**place for place in range(_PLACES + 1)])
    digits = raw.abs().log10().floor().fill_nan(0.0)
    digits = digits.zip_with(digits.is_finite(), pl.Series([0.0])).cast(pl.Int64)
    shift = (SIGNIFICANT - 1 - digits).clip(0, _PLACES)
    product = raw.abs() * powers.gather(shift)
    whole = (product + 0.5).floor()
    apart = (product - product.floor() - 0.5).abs() > 1 / 8
    sure = apart & (product >= 10.0 ** (SIGNIFICANT - 1)) & (whole < 10.0**SIGNIFICANT) & (shift > places)
    sure = sure.fill_null(value=False)
    count = whole.zip_with(sure, pl.Series([0.0])).cast(pl.Int64)
    tens = pl.Series([10**place for place in range(SIGNIFICANT + 1)], dtype=pl.Int64)
    behind = shift - places
    sure &= behind <= SIGNIFICANT
    below = tens.gather(behind.clip(0, SIGNIFICANT))
    kept = count // below
    rest = count - kept * below
    value = kept + (rest * 2 >= below).cast(pl.Int64)
    return (value.zip_with(raw >= 0, -value)), sure, rest != 0


def _of_text(raw: pl.Series, unit: Fraction) -> Sure:
    text = raw
    if raw.str.contains(",", literal=True).any():
        grouped = raw.str.contains(_GROUPED).fill_null(value=False)
        text = raw.str.replace_all(",", "", literal=True).zip_with(grouped, raw)
    sure = text.str.contains(_PLAIN).fill_null(value=False)
    if not sure.any():
        return _nothing(len(raw))
    text = text.zip_with(sure, pl.Series([None], dtype=pl.String))
    places = _fraction(text)
    count = text.str.to_decimal(scale=places).to_physical()
    values, fits, rounded = _of_whole(count, unit / 10**places, 10**places)
    return values, sure & fits, rounded


def _fraction(text: pl.Series) -> int:
    """The most digits behind the point."""
    behind = _select(text, pl.col("x").str.len_bytes() - pl.col("x").str.find(".", literal=True) - 1).max()
    return behind if isinstance(behind, int) else 0
