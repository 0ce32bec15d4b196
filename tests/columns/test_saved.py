"""A saved column decides one enterprise as the same column of a small cohort does (S19)."""

from fractions import Fraction

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from jifen.cohort.members import Entry
from jifen.columns.crossing import Saved
from jifen.columns.held import CODE

codes = st.sampled_from([f"企{number}" for number in range(8)])
values = st.integers(-3, 3)


@st.composite
def saved_columns(draw: st.DrawFn) -> Saved:
    chosen = draw(st.lists(codes, min_size=1, max_size=7, unique=True))
    rows = [
        (
            code,
            draw(st.sampled_from([0, 1])),
            draw(values),
            draw(st.one_of(st.none(), values)),
            draw(st.sampled_from([None, None, None, 1])),
        )
        for code in chosen
    ]
    schema = {"code": pl.String, "g": pl.Int64, "v0": pl.Int64, "v1": pl.Int64, "?": CODE}
    frame = pl.DataFrame(rows, schema=pl.Schema(schema), orient="row")
    # Kept in halves, counted in quarters; and the other way round.
    below, counted = draw(st.sampled_from([((2, 1), (4, 1)), ((1, 2), (3, 2)), ((2, 2), (0, 2))]))
    return Saved(frame, tuple(draw(st.lists(st.just("落选"), max_size=1))), below, counted)


@given(saved_columns(), codes, st.sampled_from([0, 1, 2]), st.data())
def test_s19_one_takes_its_own_place_and_all_others_stay(
    saved: Saved, code: str, group: int, data: st.DataObject
) -> None:
    column = saved.column()
    first = data.draw(values)
    own = [Fraction(first, saved.below[0]), data.draw(st.one_of(st.none(), values))]
    counted = own[0] * saved.counted[0] if saved.counted[0] else own[0]
    entry = Entry(group, (counted if counted.denominator > 1 else int(counted), own[1]))
    for descending in (True, False):
        assert saved.rank(code, entry, descending=descending) == column.rank(
            code, entry, descending=descending
        )
    assert saved.members(code, entry) == column.members(code, entry)
    assert Fraction(*saved.mean(code, entry)) == Fraction(*column.mean(code, entry))
    assert saved.others == column.others
    assert saved.left_out == len(column.others)
    assert saved.entries == column.entries
