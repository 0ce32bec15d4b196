"""Money against the year before, and lone figures, of all enterprises at once: said as one by one."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
from attrs import frozen

from jifen.columns.population import series
from jifen.exchange.checks import (
    APART,
    ENOUGH,
    LEAST,
    MOST,
    STEPS,
    Compared,
    Slip,
    report_outliers,
    report_slips,
)
from jifen.exchange.enterprises import Draft
from jifen.exchange.frames.casting import nothing
from jifen.exchange.frames.enterprises import Main
from jifen.exchange.problems import Problems
from jifen.model.enterprise import FactKey
from jifen.model.period import Period
from jifen.model.quantity import YUAN
from jifen.model.terms import Field


@frozen
class _Figures:
    """One field in all periods, of the enterprises that have no mistake: positive ones, and all that is
    told.
    """

    positive: Mapping[str, pl.Series]
    told: Mapping[str, pl.Series]


@frozen
class _Slipped:
    key: FactKey
    place: int
    value: int
    before: int
    step: int
    larger: bool


def check_units(main: Main, problems: Problems) -> None:
    """Report what is odd."""
    money = [one for one in main.fields.values() if one.type == "number" and one.unit == YUAN]
    compared: dict[FactKey, tuple[int, list[_Slipped]]] = {}
    alone: dict[FactKey, tuple[int, int, list[int]]] = {}
    for one in money:
        figures = _figures(main, one)
        for period, values in figures.positive.items():
            key = one.id, period
            before, after = (Period.parse(period).years_back(years).text for years in (1, -1))
            earlier = figures.positive.get(before)
            if earlier is not None:
                compared[key] = _compare(key, values, earlier)
            lone = _lone(values, earlier, figures.told.get(after))
            if lone is not None:
                alone[key] = lone
    _report(main, compared, alone, problems)


def _figures(main: Main, one: Field) -> _Figures:
    keys = {key for key in main.facts if key[0] == one.id}
    drafts = [draft for draft in main.drafts.values() if not draft.faulty]
    keys |= {key for draft in drafts for key in draft.facts if key[0] == one.id}
    places = pl.Series(main.place_of([draft.code for draft in drafts]), dtype=pl.UInt32)
    positive, told = {}, {}
    for key in sorted(keys):
        fact = main.facts.get(key)
        values = nothing(main.height, "number") if fact is None else fact.values
        known = values.is_not_null() if fact is None else fact.any
        if main.singly.any():
            values = values.zip_with(~main.singly, pl.Series([None], dtype=values.dtype))
        if drafts:
            read = [draft.facts.get(key) for draft in drafts]
            some = series("x", read, "number")[0]
            if some.dtype != values.dtype:
                some, values = some.cast(pl.Int128), values.cast(pl.Int128)
            values = values.scatter(places, some)
            known = known.scatter(places, pl.Series([one is not None for one in read]))
        told[key[1]] = known
        positive[key[1]] = values.zip_with(values > 0, pl.Series([None], dtype=values.dtype))
    return _Figures(positive, told)


def _compare(key: FactKey, values: pl.Series, before: pl.Series) -> tuple[int, list[_Slipped]]:
    """How many have a year before, and which of them slipped."""
    pairs = pl.DataFrame({"v": values.cast(pl.Int128), "b": before.cast(pl.Int128)}).with_row_index("place")
    pairs = pairs.drop_nulls()
    high, low = pl.max_horizontal("v", "b"), pl.min_horizontal("v", "b")
    # A double is near enough to leave most of them out; the rest is told exactly.
    rough = high.cast(pl.Float64) / low.cast(pl.Float64)
    near = pairs.filter(rough >= float(STEPS[0] * LEAST) * (1 - 1e-9))
    step = pl.lit(None, dtype=pl.Int64)
    for times in STEPS:
        least, most = times * LEAST, times * MOST
        inside = (_times(high, least.denominator) >= _times(low, least.numerator)) & (
            _times(high, most.denominator) <= _times(low, most.numerator)
        )
        step = pl.when(inside).then(pl.lit(times, dtype=pl.Int64)).otherwise(step)
    slipped = near.with_columns(step.alias("step")).filter(pl.col("step").is_not_null())
    return pairs.height, [
        _Slipped(key, place, value, earlier, times, value > earlier)
        for place, value, earlier, times in slipped.select("place", "v", "b", "step").iter_rows()
    ]


def _times(expr: pl.Expr, number: int) -> pl.Expr:
    return expr * pl.lit(number, dtype=pl.Int128)


def _lone(
    values: pl.Series, before: pl.Series | None, after: pl.Series | None
) -> tuple[int, int, list[int]] | None:
    """The place of a figure that stands alone, the figure, and those that say so: how many there are, the
    next largest and the middle ones.
    """
    count = len(values) - values.null_count()
    if count < ENOUGH:
        return None
    next_largest, largest = sorted(int(one) for one in values.top_k(2))
    if largest < next_largest * APART:
        return None
    place: Any = values.arg_max()
    if (before is not None and before[place] is not None) or (after is not None and after[place]):
        return None
    known = values.drop_nulls().sort()
    return place, largest, [int(one) for one in known]


def _report(
    main: Main,
    compared: Mapping[FactKey, tuple[int, list[_Slipped]]],
    alone: Mapping[FactKey, tuple[int, int, list[int]]],
    problems: Problems,
) -> None:
    codes = main.codes
    wanted = {codes[slip.place] for _, slips in compared.values() for slip in slips}
    wanted |= {codes[place] for place, _, _ in alone.values()}
    drafts = main.drafts_of(wanted)
    for key in sorted(compared):
        count, slips = compared[key]
        report_slips(Compared(count, list(_drafted(slips, codes, drafts, main.fields))), problems)
    for key in sorted(alone):
        place, largest, every = alone[key]
        report_outliers(main.fields[key[0]], key[1], [(drafts[codes[place]], largest)], every, problems)


def _drafted(
    slips: Iterable[_Slipped], codes: pl.Series, drafts: Mapping[str, Draft], fields: Mapping[str, Field]
) -> Iterable[Slip]:
    for one in slips:
        field_id, period = one.key
        draft = drafts[codes[one.place]]
        yield Slip(draft, fields[field_id], period, one.value, one.before, one.step, one.larger)
