"""Parts held against their whole, and sums: which enterprises have something to be said of."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from jifen.exchange.checks import ROUNDING
from jifen.model.enterprise import FactKey
from jifen.model.terms import Field

if TYPE_CHECKING:
    from jifen.exchange.frames.enterprises import Told


def beyond_their_whole(
    facts: Mapping[FactKey, "Told"], fields: Mapping[str, Field], height: int
) -> pl.Series:
    """Where a part is more than its whole, or parts do not add up: such enterprises are read one by one."""
    found = pl.Series([False]).new_from_index(0, height)
    for (id_, period), told in facts.items():
        one = fields[id_]
        if one.type != "number" or not (one.at_most or one.sum_of):
            continue
        for other in one.at_most:
            whole = facts.get((other, period))
            if whole is not None:
                columns = _alike(fields, {id_: told, other: whole})
                found |= columns.select((pl.col(id_) > pl.col(other)).fill_null(value=False))[id_]
        parts = {other: facts[other, period] for other in one.sum_of if (other, period) in facts}
        if one.sum_of and len(parts) == len(one.sum_of):
            found |= _apart(one, fields, {**parts, id_: told})
    return found


def _alike(fields: Mapping[str, Field], told: Mapping[str, "Told"]) -> pl.DataFrame:
    """Figures counted in the same digits."""
    digits = max(fields[id_].digits for id_ in told)
    columns = []
    for id_, one in told.items():
        power = 10 ** (digits - fields[id_].digits)
        column = one.values.rename(id_)
        if power > 1:
            times = pl.col(id_).cast(pl.Int128) * pl.lit(power, dtype=pl.Int128)
            column = column.to_frame().select(times)[id_]
        columns.append(column)
    return pl.DataFrame(columns)


def _apart(one: Field, fields: Mapping[str, Field], told: Mapping[str, "Told"]) -> pl.Series:
    """Where a sum differs from its parts by more than rounding explains."""
    columns = _alike(fields, told).cast(pl.Int128)
    digits = max(fields[id_].digits for id_ in told)
    least = one.scale.factor * 10**digits
    step, share = least.denominator, ROUNDING

    def times(expr: pl.Expr, number: int) -> pl.Expr:
        return expr * pl.lit(number, dtype=pl.Int128)

    total = pl.lit(0, dtype=pl.Int128)
    for id_ in one.sum_of:
        total = total + pl.col(id_)
    apart = (total - pl.col(one.id)).abs()
    beyond = (times(apart, step) > pl.lit(least.numerator, dtype=pl.Int128)) & (
        times(apart, share.denominator) > times(total.abs(), share.numerator)
    )
    return columns.select(beyond.fill_null(value=False).alias("x"))["x"]
