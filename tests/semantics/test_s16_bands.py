"""S16: each edge of a band is written; bands neither gap nor overlap unless the table says which counts."""

import pytest
from tests.semantics.trial import WHOLE, bands, codes, enterprise, indicator, mistakes, opened, score


def park_of(scoring: str, value: str = "净利润") -> str:
    return WHOLE + indicator("x", scoring, value)


@pytest.mark.parametrize(
    ("edges", "at"),
    [((("< 100元", 1), (">= 100元", 2)), 2), ((("<= 100元", 1), ("> 100元", 2)), 1)],
    ids=["at least (以上)", "more than (超过)"],
)
@pytest.mark.parametrize(("profit", "side"), [("99.99元", -1), ("100元", 0), ("100.01元", 1)])
def test_s16_an_edge_belongs_to_the_band_that_writes_it(
    edges: tuple[tuple[str, object], ...], at: int, profit: str, side: int
) -> None:
    park = opened(park_of(bands(*edges)))
    expected = {-1: 1, 0: at, 1: 2}[side]
    assert score(park, enterprise(park, {"净利润": profit})).total == expected


@pytest.mark.parametrize(
    ("profit", "points"), [("-5.01元", 1), ("-5元", 2), ("-4.99元", 3), ("5元", 3), ("5.01元", 4)]
)
def test_s16_a_single_value_may_be_a_band(profit: str, points: int) -> None:
    park = opened(park_of(bands(("> 5元", 4), ("= -5元", 2), ("< -5元", 1), ("(-5元, 5元]", 3))))
    assert score(park, enterprise(park, {"净利润": profit})).total == points


@pytest.mark.parametrize(
    ("cases", "code"),
    [
        ((("< 100元", 1), ("> 100元", 2)), "J444"),
        ((("<= 100元", 1), (">= 100元", 2)), "J445"),
        ((("< 100元", 1), (">= 100.01元", 2)), "J444"),
        ((("< 100.01元", 1), (">= 100元", 2)), "J445"),
        ((("[0元, 100元)", 1), (">= 100元", 2)), "J443"),
        ((("< 100元", 1), ("[100元, 200元]", 2)), "J443"),
        ((("< 100元", 1), (">= 100元", 2), ("[5元, 6元]", 3)), "J445"),
        ((("< 0.00000001元", 1), ("> 0.00000001元", 2)), "J444"),
    ],
    ids=[
        "gap of one value",
        "one value twice",
        "gap",
        "overlap",
        "no lowest",
        "no highest",
        "within",
        "finest",
    ],
)
def test_s16_gaps_and_overlaps_are_refused_exactly(cases: tuple[tuple[str, object], ...], code: str) -> None:
    assert codes(mistakes(park_of(bands(*cases)))) == [code]


def test_s16_units_of_the_edges_may_differ() -> None:
    assert not mistakes(park_of(bands(("< 1万元", 1), ("[10千元, 0.0002亿元)", 2), (">= 20000元", 3))))


@pytest.mark.parametrize(
    "edge", ["100元 ~ 200元", "100元", "100元 以上", "[200元, 100元)", "(100元, 100元)", "!= 100元"]
)
def test_s16_an_edge_that_does_not_say_whether_it_belongs_is_refused(edge: str) -> None:
    assert mistakes(park_of(bands(("< 100元", 1), (edge, 2))))


@pytest.mark.parametrize(
    ("hit", "expected"),
    [("first", [1, 1, 3]), ("highest", [1, 4, 4]), ("sum", [1, 8, 7])],
)
def test_s16_where_bands_overlap_the_table_says_which_counts(hit: str, expected: list[int]) -> None:
    """At 4.99元 one band holds, at 5元 three, at 10元 two."""
    scoring = bands(("< 10元", 1), (">= 5元", 3), (">= 5元", 4), hit=f'"{hit}"')
    park = opened(park_of(scoring))
    totals = [score(park, enterprise(park, {"净利润": profit})).total for profit in ("4.99元", "5元", "10元")]
    assert totals == expected


def test_s16_the_reasons_name_the_band() -> None:
    park = opened(park_of(bands(("< 100元", 1), (">= 100元", 2))))
    card = score(park, enterprise(park, {"净利润": "99.99元"}))
    (band,) = [each for each in card.indicators[0].steps if each.what == "band"]
    assert band.label == "< 100元"


def test_s16_stages_tile_the_line_too() -> None:
    gap = WHOLE.replace(">= 500万元", "> 500万元")
    assert codes(mistakes(gap + indicator("x", bands(("< 0元", 1), (">= 0元", 2)), "净利润"))) == ["J444"]


@pytest.mark.parametrize(("spent", "points"), [("2.99元", 1), ("3元", 1), ("3.01元", 2)])
def test_s16_a_quotient_just_above_an_edge_has_left_it(spent: str, points: int) -> None:
    """3 of 7 is 3/7: an edge that no decimal writes, written as the quotient that it is."""
    park = opened(park_of(bands(("<= 1 ÷ 7 × 3", 1), ("> 3 ÷ 7", 2)), "净利润 ÷ 营业收入 × 1"))
    assert score(park, enterprise(park, {"净利润": spent, "营业收入": "7元"})).total == points
