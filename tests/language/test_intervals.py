from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.language.expressions import YUAN, interval, underlined, written

from jifen.language.diagnostics import Diagnostics
from jifen.language.intervals import check_bands, check_interval
from jifen.model.expression import Interval
from jifen.model.quantity import PLAIN, SCALES


def bounds(low: str | None, low_closed: bool, high: str | None, high_closed: bool) -> Interval:
    edges = (None if edge is None else Fraction(edge) for edge in (low, high))
    first, second = edges
    return Interval(first, low_closed, second, high_closed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (">= 6%", bounds("0.06", True, None, False)),
        ("> 6%", bounds("0.06", False, None, False)),
        ("<= 6%", bounds(None, False, "0.06", True)),
        ("< 2%", bounds(None, False, "0.02", False)),
        ("= 0", bounds("0", True, "0", True)),
        ("≥ 3", bounds("3", True, None, False)),
        ("[5%, 6%)", bounds("0.05", True, "0.06", False)),
        ("(5%, 6%]", bounds("0.05", False, "0.06", True)),
        ("（5%，6%）", bounds("0.05", False, "0.06", False)),
        ("[5%, 5%]", bounds("0.05", True, "0.05", True)),
        ("[-3, 0)", bounds("-3", True, "0", False)),
        ("(100万元, 0.02亿元]", bounds("1000000", False, "2000000", True)),
        ("[0, 100万元)", bounds("0", True, "1000000", False)),
        (">= 2 × 3件", bounds("6", True, None, False)),
    ],
)
def test_intervals(text, expected):
    assert interval(text) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("6%", [("J442", "6%")]),
        ("!= 6%", [("J442", "!= 6%")]),
        ("[6%, 5%)", [("J441", "[6%, 5%)")]),
        ("[6%, 6%)", [("J441", "[6%, 6%)")]),
        ("(6%, 6%)", [("J441", "(6%, 6%)")]),
        ("[5%, 6)", [("J411", "6")]),
        ("[5万元, 6)", [("J411", "6")]),
        ("[5万元, 6人)", [("J412", "6人")]),
        ("[营业收入, 6)", [("J440", "营业收入")]),
        (">= 营业收入", [("J440", "营业收入")]),
        (">= -最大(1, 2)", [("J440", "-最大(1, 2)")]),
        ("> 3百分点", [("J414", "3百分点")]),
        ("> 3 ÷ 0", [("J430", "0")]),
        ("> 1e5", [("J308", "1e5")]),
        ("[5%, )", [("J318", ")")]),
        ("5% <= x", [("J320", "<=")]),
        ("", [("J301", "")]),
    ],
)
def test_what_is_no_interval(text, found):
    collected = Diagnostics()
    assert check_interval(written(text), collected) is None
    assert underlined(collected) == found


@pytest.mark.parametrize(("text", "code"), [("> 5%", "J412"), ("[5, 6)", "J411"), ("> 5", "J411")])
def test_both_edges_are_in_the_unit_that_is_asked_for(text, code):
    found = Diagnostics()
    assert check_interval(written(text), found, unit=YUAN, scale=SCALES["万元"]) is None
    assert {one.code for one in found} == {code}
    assert "万元" in next(iter(found)).message


def test_percentages_need_their_sign():
    found = Diagnostics()
    assert check_interval(written(">= 6"), found, unit=PLAIN, scale=SCALES["%"]) is None
    assert underlined(found) == [("J411", "6")]
    assert interval(">= 6", PLAIN).low == 6
    assert interval("> 0", YUAN).low == 0


# Bands (S16)

edges = st.integers(-200, 200).map(lambda hundredth: Fraction(hundredth, 100))


def shown(band: Interval) -> str:
    def edge(value: Fraction | None) -> str:
        return "" if value is None else f"{float(value):.2f}"

    if band.low is None or band.high is None:
        sign = (">" if band.high is None else "<") + ("=" if band.low_closed or band.high_closed else "")
        return f"{sign} {edge(band.low)}{edge(band.high)}"
    low, high = "[" if band.low_closed else "(", "]" if band.high_closed else ")"
    return f"{low}{edge(band.low)}, {edge(band.high)}{high}"


@st.composite
def changed(draw, band):
    step = Fraction(draw(st.sampled_from([-1, 1])), 100)
    change = draw(st.sampled_from(["none"] * 6 + ["low", "high", "closing"]))
    if change == "low" and band.low is not None:
        return evolve(band, low=band.low + step)
    if change == "high" and band.high is not None:
        return evolve(band, high=band.high + step)
    if change == "closing" and band.low is not None:
        return evolve(band, low_closed=not band.low_closed)
    return band


@st.composite
def near_tilings(draw):
    """Bands that tile the line; then an edge may be moved by 0.01, opened or closed, or a band left out."""
    points = sorted(draw(st.sets(edges, min_size=1, max_size=5)))
    closed = [draw(st.booleans()) for _ in points]
    lows = [(None, False), *zip(points, closed, strict=True)]
    highs = [*((point, not below) for point, below in zip(points, closed, strict=True)), (None, False)]
    bands = [
        Interval(low, low_closed, high, high_closed)
        for (low, low_closed), (high, high_closed) in zip(lows, highs, strict=True)
    ]
    bands = [draw(changed(band)) for band in bands]
    kept = [band for band in bands if draw(st.integers(0, 9)) > 0]
    return draw(st.permutations(kept))


@given(near_tilings())
def test_s16_bands_tile_the_line_just_when_every_point_lies_in_one_of_them(bands):
    assume(bands and not any(band.empty for band in bands))
    texts = [shown(band) if band.low is not None or band.high is not None else None for band in bands]
    assume(None not in texts)
    parsed = [(written(text), interval(text)) for text in texts if text is not None]
    assert [one for _, one in parsed] == bands
    known = {edge for band in bands for edge in (band.low, band.high) if edge is not None}
    offsets = (
        Fraction(0),
        Fraction(1, 100),
        Fraction(-1, 100),
        Fraction(1, 1000),
        Fraction(-1, 1000),
        Fraction(9),
    )
    points = {edge + offset for edge in known for offset in offsets} | {edge - 9 for edge in known}
    tiles = all(sum(band.holds(point) for band in bands) == 1 for point in points)
    found = Diagnostics()
    assert check_bands(parsed, found) is tiles
    assert bool(len(found)) is not tiles


def stretches(*texts: str) -> list[tuple[str, str]]:
    found = Diagnostics()
    check_bands([(written(text), interval(text)) for text in texts], found)
    return sorted((one.code, one.message) for one in found)


def test_s16_a_gap_and_an_overlap_name_both_bands_and_the_stretch_in_the_units_written():
    assert stretches("< 500万元", "(0.05亿元, 1亿元)", "[2亿元, 3亿元]", "> 2.5亿元") == [
        ("J444", "(0.05亿元, 1亿元) 和 [2亿元, 3亿元] 两档之间漏了 [1亿元, 2亿元)"),
        ("J444", "< 500万元 和 (0.05亿元, 1亿元) 两档之间漏了 = 500万元"),
        ("J445", "[2亿元, 3亿元] 和 > 2.5亿元 两档在 (2.5亿元, 3亿元] 上重叠"),
    ]


@pytest.mark.parametrize(
    ("texts", "messages"),
    [
        (["< 5%", ">= 5%"], []),
        ([">= 5%", "< 0", "[0, 5%)"], []),
        (["< 5%", "= 5%", "> 5%"], []),
        (["[0, 5%)", ">= 5%"], [("J443", "< 0 没有落在任何一档")]),
        (["(0, 5%)", ">= 5%"], [("J443", "<= 0 没有落在任何一档")]),
        (["< 5%", "[5%, 9%)"], [("J443", ">= 9% 没有落在任何一档")]),
        (["< 5%", "[5%, 9%]"], [("J443", "> 9% 没有落在任何一档")]),
        (["<= 5%", "> 6%"], [("J444", "<= 5% 和 > 6% 两档之间漏了 (5%, 6%]")]),
        (["< 5%", "< 5%", ">= 5%"], [("J445", "< 5% 和 < 5% 两档在 < 5% 上重叠")]),
        (["<= 5%", ">= 3%"], [("J445", "<= 5% 和 >= 3% 两档在 [3%, 5%] 上重叠")]),
        ([">= 3%", "> 3%", "< 3%"], [("J445", ">= 3% 和 > 3% 两档在 > 3% 上重叠")]),
        ([], []),
    ],
)
def test_s16_bands_neither_gap_nor_overlap(texts, messages):
    assert stretches(*texts) == messages


def test_both_bands_are_shown():
    found = Diagnostics()
    check_bands([(written(text), interval(text)) for text in ("< 5%", "> 5%")], found)
    (one,) = found
    assert one.place is not None
    assert (one.place.text, [place.text for _, place in one.related]) == ("> 5%", ["< 5%"])
