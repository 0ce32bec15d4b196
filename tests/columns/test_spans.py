"""Whole numbers as columns: whatever is written is exact, or is refused while it is written."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jifen.columns.spans import INT64, NARROW, WIDE, WIDTHS, Span, UnprovenError, Whole, chosen, widest

EDGES = [0, 1, -1, 2**15 - 1, 2**15, 2**31 - 1, -(2**31), NARROW, -NARROW, NARROW + 1, 2**80, WIDE, -WIDE]
numbers = st.one_of(st.sampled_from(EDGES), st.integers(-(10**6), 10**6), st.integers(-WIDE, WIDE))
columns = st.lists(st.one_of(st.none(), numbers), min_size=1, max_size=4)


def column(name: str, values: list[int | None]) -> tuple[Whole, pl.Series]:
    known = [value for value in values if value is not None]
    span = Span(min(known), max(known)) if known else Span(0, 0)
    width = max(INT64, span.width)
    return Whole(pl.col(name), span, width), pl.Series(name, values, dtype=WIDTHS[width])


def result(whole: Whole, *series: pl.Series) -> list[int | None]:
    found = pl.DataFrame(series).with_columns(whole.expr.alias("x"))["x"]
    assert found.dtype == WIDTHS[whole.width]
    values = found.to_list()
    assert all(value is None or whole.span.low <= value <= whole.span.high for value in values)
    return values


@given(columns, st.data())
def test_arithmetic_is_exact_or_refused(left: list[int | None], data: st.DataObject) -> None:
    right = data.draw(st.lists(st.one_of(st.none(), numbers), min_size=len(left), max_size=len(left)))
    (one, first), (other, second) = column("a", left), column("b", right)
    operations = {
        "+": (one.plus, lambda a, b: a + b),
        "-": (one.minus, lambda a, b: a - b),
        "*": (one.times, lambda a, b: a * b),
    }
    for written, plain in operations.values():
        expected = [None if a is None or b is None else plain(a, b) for a, b in zip(left, right, strict=True)]
        try:
            whole = written(other)
        except UnprovenError:
            spans = [one.span.plus(other.span), one.span.minus(other.span), one.span.times(other.span)]
            assert any(span.greatest > WIDE for span in spans)
            continue
        assert result(whole, first, second) == expected


@given(columns, st.integers(1, 10**12))
def test_whole_quotients_are_cut_downwards(values: list[int | None], divisor: int) -> None:
    one, series = column("a", values)
    expected = [None if value is None else value // divisor for value in values]
    assert result(one.floored(divisor), series) == expected


@given(columns, st.one_of(st.none(), numbers), st.one_of(st.none(), numbers))
def test_limits_lie_where_they_are_put(values: list[int | None], low: int | None, high: int | None) -> None:
    if low is not None and high is not None and low > high:
        low, high = high, low
    one, series = column("a", values)
    expected = [
        None
        if value is None
        else min(max(value, value if low is None else low), value if high is None else high)
        if (high is not None and value > high) or low is None or value >= low
        else low
        for value in values
    ]
    assert result(one.limited(low, high), series) == expected


@given(st.integers(-100, 100), st.integers(-100, 100), st.integers(-(10**9), 10**9))
def test_a_choice_among_figures_is_scaled_without_a_multiplication(low: int, high: int, factor: int) -> None:
    test = pl.col("a") > 0
    whole = chosen([(test, Whole.of(high))], Whole.of(low))
    series = pl.Series("a", [1, 0], dtype=pl.Int64)
    assert result(whole.times(factor), series) == [high * factor, low * factor]
    product = whole.times(Whole(pl.col("a"), Span(0, 1), INT64)).times(factor)
    assert result(product, series) == [high * factor, 0]


def test_what_no_width_holds_is_refused() -> None:
    wide = Whole(pl.col("a"), widest(3), 3)
    for write in (lambda: wide.plus(Whole.of(1)), lambda: wide.times(2), lambda: Whole.of(WIDE + 1)):
        with pytest.raises(UnprovenError):
            write()
    assert wide.minus(wide.times(0)).width == 3
