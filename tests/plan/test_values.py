"""What a value earns: around each edge, at caps, below zero, when rounded, by stage. Expectations are worked
by hand.
"""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from tests.plan import toys

from jifen.interfaces.park import ScoringPark


def points(park: ScoringPark, code: str = "it", **told: object) -> Decimal | None:
    """The points of one indicator of an enterprise that is a cohort by itself."""
    subject = toys.enterprise(park, **told)  # type: ignore[arg-type]
    (card,) = park.score_many([subject], period=toys.PERIOD, as_of=toys.DAY).cards
    return card.points[code]


def given(points: str | None) -> Decimal | None:
    return None if points is None else Decimal(points)


BANDS = """kind = "bands"
bands = [{ in = "< 5%", points = 1 }, { in = "[5%, 10%]", points = 2 }, { in = "> 10%", points = 3 }]"""
OPEN_BELOW = """kind = "bands"
bands = [{ in = "<= 0", points = 1 }, { in = "(0, 3]", points = 2 }, { in = "> 3", points = 3 }]"""


@pytest.mark.parametrize(
    ("value", "expected"),
    # The quotient 数值 ÷ 基数 is 数值 percent: edges at 5 (closed below) and 10 (open below).
    [
        (-100, "1"),
        ("4.99", "1"),
        (5, "2"),
        ("5.01", "2"),
        ("9.99", "2"),
        (10, "2"),
        ("10.01", "3"),
        (999, "3"),
    ],
)
def test_s16_a_quotient_falls_in_the_band_that_writes_the_edge(
    tmp_path: Path, value: object, expected: str
) -> None:
    park = toys.of(tmp_path, toys.indicator(BANDS, 'value = "数值 ÷ 基数"\nshown_as = "%"'))
    assert points(park, x=value, y=100) == given(expected)
    assert points(park, x=value, y=-100) == given("1" if value != -100 else "3")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(-1, "1"), ("-0.01", "1"), (0, "1"), ("0.01", "2"), ("2.99", "2"), (3, "2"), ("3.01", "3")],
)
def test_s16_a_number_falls_in_the_band_that_writes_the_edge(
    tmp_path: Path, value: object, expected: str
) -> None:
    assert points(toys.of(tmp_path, toys.indicator(OPEN_BELOW)), x=value) == given(expected)


KINDS: Mapping[str, tuple[str, list[tuple[object, str | None]]]] = {
    "ratio": (
        'kind = "ratio"\nreference = "5"\npoints = 10',
        [(-5, "0"), ("-0.01", "0"), (0, "0"), ("0.01", "0.02"), ("4.99", "9.98"), (5, "10"), ("5.01", "10")],
    ),
    "per whole unit": (
        'kind = "per_unit"\nstep = "3"\npoints = 2\ncap = 5',
        [
            (-9, "0"),
            (0, "0"),
            ("2.99", "0"),
            (3, "2"),
            ("3.01", "2"),
            ("5.99", "2"),
            (6, "4"),
            ("8.99", "4"),
            (9, "5"),
        ],
    ),
    "per unit in proportion": (
        'kind = "per_unit"\nstep = "3"\npoints = 2\nwhole = false\ncap = 5',
        # Two thirds of a point each: 0.01 is 0.00666… and rounds up, 7.5 reaches the cap.
        [
            (-9, "0"),
            ("0.01", "0.01"),
            (3, "2"),
            ("3.01", "2.01"),
            ("7.49", "4.99"),
            ("7.5", "5"),
            ("7.51", "5"),
        ],
    ),
    "per unit without a cap": (
        'kind = "per_unit"\nstep = "0.3"\npoints = 0.5',
        [("-0.3", "0"), ("0.29", "0"), ("0.3", "0.5"), ("0.31", "0.5"), (3000, "5000")],
    ),
    "the first band, with a gap": (
        'kind = "bands"\nhit = "first"\nbands = [{ in = ">= 5", points = 2 }, { in = ">= 3", points = 4 }]',
        [("2.99", None), (3, "4"), ("4.99", "4"), (5, "2"), ("5.01", "2")],
    ),
    "the sum of bands": (
        'kind = "bands"\nhit = "sum"\nbands = [{ in = ">= 5", points = 2 }, { in = ">= 3", points = 4 }]',
        [("2.99", "0"), (3, "4"), ("4.99", "4"), (5, "6"), ("5.01", "6")],
    ),
    "judged by the mark alone": (
        """kind = "judged"
mark = "数值"
ranges = [{ in = "< 3", marks = "[0, 2]" }, { in = ">= 3", marks = "(3, 5)" }]""",
        [
            (-1, None),
            (0, "0"),
            (2, "2"),
            ("2.01", None),
            (3, None),
            ("3.01", "3.01"),
            ("4.99", "4.99"),
            (5, None),
        ],
    ),
}


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [(kind, value, expected) for kind, (_, cases) in KINDS.items() for value, expected in cases],
)
def test_a_value_near_an_edge_earns(tmp_path: Path, kind: str, value: object, expected: str | None) -> None:
    assert points(toys.of(tmp_path, toys.indicator(KINDS[kind][0])), x=value) == given(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0.04", "0"), ("0.05", "0.01"), ("0.14", "0.01"), ("0.15", "0.02"), ("0.25", "0.03")],
)
def test_s3_points_are_rounded_half_up_at_two_digits(tmp_path: Path, value: str, expected: str) -> None:
    """A tenth of the value: 0.005 rounds to 0.01, 0.015 to 0.02, 0.025 to 0.03 (not to the even 0.02)."""
    scoring = 'kind = "per_unit"\nstep = "10"\npoints = 1\nwhole = false'
    assert points(toys.of(tmp_path, toys.indicator(scoring)), x=value) == given(expected)


@pytest.mark.parametrize(("digits", "expected"), [(0, "1"), (1, "0.7"), (4, "0.6667"), (8, "0.66666667")])
def test_s3_the_scheme_says_to_how_many_digits(tmp_path: Path, digits: int, expected: str) -> None:
    head = toys.HEAD.replace("[park]\n", f"[park]\ndigits = {digits}\n")
    scoring = 'kind = "per_unit"\nstep = "3"\npoints = 2\nwhole = false'
    text = head + toys.STAGES + toys.FIELDS + toys.dimension() + toys.indicator(scoring)
    assert points(toys.opened(tmp_path, text), x=1) == given(expected)


def test_s3_totals_add_rounded_parts(tmp_path: Path) -> None:
    """Three thirds of a point are 0.33 each and 0.99 together."""
    scoring = 'kind = "per_unit"\nstep = "3"\npoints = 1\nwhole = false'
    park = toys.of(tmp_path, *(toys.indicator(scoring, id_=each) for each in ("one", "two", "three")))
    (card,) = park.score_many([toys.enterprise(park, x=1)], period=toys.PERIOD, as_of=toys.DAY).cards
    assert set(card.points.values()) == {Decimal("0.33")}
    assert card.total == Decimal("0.99")


@pytest.mark.parametrize(("revenue", "expected"), [("499.99", "1.5"), (500, "7.35"), ("500.01", "7.35")])
def test_weights_are_those_of_the_stage(tmp_path: Path, revenue: object, expected: str) -> None:
    """Half of full marks: half of 3 in the first stage, half of 14.7 in the second."""
    weights = 'value = "数值"\nweights = { early = 3, "成熟期" = 14.7 }'
    park = toys.of(tmp_path, toys.indicator('kind = "ratio"\nreference = "4"\npoints = 10', weights))
    assert points(park, x=2, revenue=revenue) == given(expected)


def test_without_a_stage_weights_of_the_stage_are_unknown_and_the_stage_is_lacking(tmp_path: Path) -> None:
    weights = 'value = "数值"\nweights = { early = 3, late = 4 }\nabsent = 0'
    park = toys.of(tmp_path, toys.indicator('kind = "ratio"\nreference = "4"\npoints = 10', weights))
    card = park.score(toys.enterprise(park, x=2, revenue=None), period=toys.PERIOD, as_of=toys.DAY)
    assert (card.stage, card.total, card.lacks) == (None, None, ("revenue",))


def test_one_weight_holds_for_all_stages_and_needs_none(tmp_path: Path) -> None:
    park = toys.of(
        tmp_path,
        toys.indicator('kind = "ratio"\nreference = "4"\npoints = 10', 'value = "数值"\nweights = 3'),
    )
    card = park.score(toys.enterprise(park, x=2, revenue=None), period=toys.PERIOD, as_of=toys.DAY)
    assert (card.stage, card.total, card.lacks) == (None, Decimal("1.5"), ("revenue",))


def test_declared_points_for_an_absence_are_marks_and_are_weighted(tmp_path: Path) -> None:
    extra = 'value = "数值"\nweights = 30\nabsent = { missing = 2 }'
    assert (
        points(toys.of(tmp_path, toys.indicator('kind = "ratio"\nreference = "4"\npoints = 10', extra))) == 6
    )


@pytest.mark.parametrize(
    ("kind", "hit", "expected"),
    # [0, 5) 3, [3, 8) 4, >= 8 5: together at most 7 (from 3 to 5), the first or the highest at most 5.
    [("sum", "sum", "7"), ("first", "first", "5"), ("highest", "highest", "5")],
)
def test_full_marks_of_overlapping_bands_are_what_a_value_can_reach(
    tmp_path: Path, kind: str, hit: str, expected: str
) -> None:
    scoring = f'kind = "bands"\nhit = "{hit}"\nbands = ['
    scoring += '{ in = "[0, 5)", points = 3 }, { in = "[3, 8)", points = 4 }, { in = ">= 8", points = 5 }]'
    part = toys.of(tmp_path, toys.indicator(scoring)).plan.indicators[0]
    assert part.full == (Decimal(expected), Decimal(expected))


def test_a_dimension_counts_up_to_its_cap_and_shows_what_is_known_so_far(tmp_path: Path) -> None:
    scoring = 'kind = "per_unit"\nstep = "1"\npoints = 1'
    text = toys.HEAD + toys.STAGES + toys.FIELDS + toys.dimension(extra="cap = 7.125")
    text += toys.indicator(scoring, id_="one") + toys.indicator(scoring, 'value = "基数"', id_="two")
    park = toys.opened(tmp_path, text)
    card = park.score(toys.enterprise(park, x=4, y=4), period=toys.PERIOD, as_of=toys.DAY)
    assert (card.dimensions[0].points, card.total) == (Decimal("7.125"), Decimal("7.125"))
    card = park.score(toys.enterprise(park, x=8), period=toys.PERIOD, as_of=toys.DAY)
    assert (card.dimensions[0].points, card.dimensions[0].so_far) == (None, Decimal("7.125"))
    assert (card.total, card.so_far, card.lacks) == (None, Decimal("7.125"), ("y",))


@pytest.mark.parametrize("x", ["5", "-5"])
def test_s6_against_a_mean_of_zero_or_less_there_is_no_index(tmp_path: Path, x: str) -> None:
    """With values of −5 and 5, or −5 twice, the mean is no level to be compared with."""
    park = toys.of(tmp_path, toys.indicator('kind = "index"\nwithin = "park"\nreference = 1\npoints = 10'))
    enterprises = [toys.enterprise(park, "甲", x=x), toys.enterprise(park, "乙", x="-5")]
    run = park.score_many(enterprises, period=toys.PERIOD, as_of=toys.DAY)
    assert [card.points["it"] for card in run.cards] == [None, None]


def test_s19_an_index_compares_values_as_they_are_shown(tmp_path: Path) -> None:
    """4.94 and 2.06 are shown as 5 and 2 (mean 3.5): 10 × 2 ÷ 3.5 is 5.71, where exact values would give
    5.89.
    """
    extra = 'value = "数值"\ndigits = 0'
    park = toys.of(
        tmp_path, toys.indicator('kind = "index"\nwithin = "stage"\nreference = 1\npoints = 10', extra)
    )
    enterprises = [toys.enterprise(park, "甲", x="4.94"), toys.enterprise(park, "乙", x="2.06")]
    run = park.score_many(enterprises, period=toys.PERIOD, as_of=toys.DAY)
    assert [card.points["it"] for card in run.cards] == [10, Decimal("5.71")]


def test_a_field_of_the_year_to_date_is_the_year_s_figure_at_its_end(tmp_path: Path) -> None:
    fields = toys.FIELDS.replace('name   = "数值"\n', 'name   = "数值"\nfrequency = "ytd"\n')
    scoring = 'kind = "ratio"\nreference = "4"\npoints = 10'
    text = toys.HEAD + toys.STAGES + fields + toys.dimension() + toys.indicator(scoring)
    park = toys.opened(tmp_path, text)
    subject = park.enterprise("甲", facts={"2020": {"revenue": 1}, "2020Q1-4": {"x": 2}})
    assert park.score(subject, period="2020", as_of=toys.DAY).points["it"] == 5


@pytest.mark.parametrize(("quoted", "expected"), [("12.3", "12.3"), ("0.1", "0.1")])
def test_decimals_of_a_file_are_exact(tmp_path: Path, quoted: str, expected: str) -> None:
    """0.1 + 0.2 is the 0.3 that the dimension says it is worth."""
    text = toys.HEAD + toys.STAGES + toys.FIELDS + toys.dimension(extra="full = 0.3")
    for id_, weight in (("one", "0.1"), ("two", "0.2")):
        scoring = f'kind = "ratio"\nreference = "{quoted}"\npoints = 3'
        text += toys.indicator(scoring, f'value = "数值"\nweights = {weight}', id_=id_)
    park = toys.opened(tmp_path, text)
    assert points(park, "one", x=expected) == Decimal("0.1")
