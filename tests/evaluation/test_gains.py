"""What would bring more points: each promise is kept when the data really are so."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from pathlib import Path

import pytest
from attrs import evolve
from tests.interfaces.conftest import PLUGINS, ROSTER
from tests.plan.toys import DAY, FIELDS, HEAD, ONE_STAGE, PERIOD, dimension, indicator, opened

from jifen.evaluation.gains import Gain
from jifen.exchange.reading import read_roster
from jifen.explain import explain_gain, full_of
from jifen.interfaces.park import ScoringPark, open_park
from jifen.model.enterprise import Enterprise

ASKED = {"period": "2020", "as_of": date(2021, 3, 31)}


def of(park: ScoringPark, enterprise: Enterprise, **asked: object) -> dict[str, list[Gain]]:
    found: dict[str, list[Gain]] = {}
    for gain in park.gains(enterprise, **(asked or {"period": PERIOD, "as_of": DAY})):  # type: ignore[arg-type]
        found.setdefault(gain.indicator, []).append(gain)
    return found


def test_a_fact_that_moves_as_far_as_is_said_brings_the_points_and_one_digit_less_does_not() -> None:
    garden = open_park("garden", plugins=[PLUGINS])
    enterprises = read_roster(ROSTER, garden.vocabulary).enterprises
    scored = garden.score_many(enterprises, **ASKED)  # type: ignore[arg-type]
    faulted, cohort, checked = {fault.code for fault in scored.faults}, scored.cohort, 0
    for enterprise in (one for one in enterprises if one.code not in faulted):
        for gain in garden.gains(enterprise, cohort=cohort, **ASKED):  # type: ignore[arg-type]
            if gain.mover is None:
                continue
            field = garden.vocabulary.fields[gain.mover.fact.field]
            needed = ceil(gain.mover.target * 10**field.digits)
            for value, reached in ((needed, True), (needed - 1, False)):
                facts = {**enterprise.facts, (field.id, "2020"): value}
                card = garden.score(evolve(enterprise, facts=facts), cohort=cohort, **ASKED)  # type: ignore[arg-type]
                points = card.points[gain.indicator]
                assert points is not None
                # What is rounded to 2 digits may be there a hair early, in proportion.
                assert (points >= gain.points) is reached or gain.points - points < Decimal("0.01")
                checked += 1
    assert checked >= 12


BANDS = """kind = "bands"
bands = [{ in = "> 6", points = 5 }, { in = "[2, 6]", points = 3 }, { in = "< 2", points = 0 }]"""


@pytest.fixture
def banded(tmp_path: Path) -> ScoringPark:
    return opened(tmp_path, HEAD + ONE_STAGE + FIELDS + dimension() + indicator(BANDS))


@pytest.mark.parametrize(
    ("value", "target", "beyond", "points"),
    [("1", 2, False, 3), ("1.99", 2, False, 3), ("2", 6, True, 5), ("6", 6, True, 5)],
)
def test_s16_the_next_band_is_named_with_its_edge(
    banded: ScoringPark, value: str, target: int, beyond: bool, points: int
) -> None:
    enterprise = banded.enterprise("X", facts={"2020": {"数值": value, "营业收入": "1万元"}})
    (gain,) = of(banded, enterprise)["it"]
    assert (gain.lever.target, gain.lever.beyond, gain.points) == (target, beyond, points)
    assert gain.total == points


def test_there_is_nothing_to_gain_at_the_top(banded: ScoringPark) -> None:
    enterprise = banded.enterprise("X", facts={"2020": {"数值": "6.01", "营业收入": "1万元"}})
    assert of(banded, enterprise) == {}


def test_a_smaller_value_can_be_the_better_one(tmp_path: Path) -> None:
    falling = """kind = "bands"
bands = [{ in = "<= 40%", points = 5 }, { in = "(40%, 70%)", points = 2 }, { in = ">= 70%", points = 0 }]"""
    toy = opened(
        tmp_path,
        HEAD + ONE_STAGE + FIELDS + dimension() + indicator(falling, 'value = "数值 ÷ 基数"\nshown_as = "%"'),
    )
    enterprise = toy.enterprise("X", facts={"2020": {"数值": "3", "基数": "4", "营业收入": "1万元"}})
    (gain,) = of(toy, enterprise)["it"]
    assert (gain.lever.target, gain.lever.up, gain.lever.beyond, gain.points) == (
        Fraction(7, 10),
        False,
        True,
        2,
    )
    card = toy.score(enterprise, period=PERIOD, as_of=DAY)
    assert explain_gain(gain, card.indicators[0], toy.plan) == (
        "指标it降到 70% 以下，不含 70%（现为 75%，须减少超过 5 个百分点），可得 2 分，多 2 分；"
        "其他数据不变时，数值须减到 2.79（现为 3，须减少 0.21）。"
    )


def test_points_that_a_full_dimension_swallows_do_not_raise_the_total(tmp_path: Path) -> None:
    toy = opened(tmp_path, HEAD + ONE_STAGE + FIELDS + dimension(extra="cap = 4") + indicator(BANDS))
    enterprise = toy.enterprise("X", facts={"2020": {"数值": "3", "营业收入": "1万元"}})
    (gain,) = of(toy, enterprise)["it"]
    assert (gain.points, gain.more, gain.total) == (5, 2, 4)
    card = toy.score(enterprise, period=PERIOD, as_of=DAY)
    assert (card.total, full_of(toy.plan, card, card.dimensions[0])) == (3, 4)


def test_nothing_is_promised_of_what_is_not_told(banded: ScoringPark) -> None:
    enterprise = banded.enterprise("X", facts={"2020": {"营业收入": "1万元"}})
    assert of(banded, enterprise) == {}


def said(park: ScoringPark, enterprise: Enterprise) -> list[str]:
    card = park.score(enterprise, period=PERIOD, as_of=DAY)
    indicators = {one.id: one for one in card.indicators}
    gains = park.gains(enterprise, period=PERIOD, as_of=DAY)
    return [explain_gain(gain, indicators[gain.indicator], park.plan) for gain in gains]


def test_an_item_that_is_not_told_is_named_as_such(tmp_path: Path) -> None:
    items = 'kind = "additive"\ncap = 3\nitems = [{ name = "证书", when = "持证", points = 3 }]'
    toy = opened(
        tmp_path, HEAD + ONE_STAGE + FIELDS + dimension() + indicator(items, "absent = { missing = 0 }")
    )
    one = toy.enterprise("X", facts={"2020": {"营业收入": "1万元"}})
    assert said(toy, one) == ["具备“证书”（现在未提供），可得 3 分，多 3 分。"]
    has = toy.enterprise("X", facts={"2020": {"营业收入": "1万元", "持证": True}})
    assert said(toy, has) == []


OVERLAPPING = """kind = "bands"
hit = "highest"
bands = [{ in = "(2, 4)", points = 3 }, { in = "[8, 9]", points = 5 }, { in = ">= 0", points = 1 }]"""


@pytest.mark.parametrize(
    ("value", "sentences"),
    [
        ("1", ["指标it超过 2（现为 1，须再增加超过 1），可得 3 分，多 2 分。"]),
        ("2", ["指标it超过 2（现在恰为 2），可得 3 分，多 2 分。"]),
        (
            "5",
            [
                "指标it达到 8（现为 5，须再增加 3），可得 5 分，多 4 分。",
                "指标it降到 4 以下，不含 4（现为 5，须减少超过 1），可得 3 分，多 2 分。",
            ],
        ),
        ("9", []),
        ("9.5", ["指标it降到 9（现为 9.5，须减少 0.5），可得 5 分，多 4 分。"]),
    ],
)
def test_overlapping_bands_are_reached_from_either_side(
    tmp_path: Path, value: str, sentences: list[str]
) -> None:
    toy = opened(tmp_path, HEAD + ONE_STAGE + FIELDS + dimension() + indicator(OVERLAPPING))
    one = toy.enterprise("X", facts={"2020": {"数值": value, "营业收入": "1万元"}})
    assert said(toy, one) == sentences


def test_a_base_that_is_zero_promises_no_numerator(tmp_path: Path) -> None:
    ratio = 'kind = "ratio"\nreference = "50%"\npoints = 5'
    extra = 'value = "数值 ÷ 基数"\nshown_as = "%"\nabsent = { undefined = 0 }'
    toy = opened(tmp_path, HEAD + ONE_STAGE + FIELDS + dimension() + indicator(ratio, extra))
    zero = toy.enterprise("X", facts={"2020": {"数值": "3", "基数": "0", "营业收入": "1万元"}})
    assert said(toy, zero) == []
    some = toy.enterprise("X", facts={"2020": {"数值": "1", "基数": "3", "营业收入": "1万元"}})
    (sentence,) = said(toy, some)
    assert sentence == (
        "指标it达到 50%（现为约 33.33%，须再增加约 16.67 个百分点），可得 5 分，多 1.67 分"
        "（不到时按比例多得）；其他数据不变时，数值须达到 1.5（现为 1，还差 0.5）。"
    )


def test_a_share_of_places_that_nobody_can_take_is_not_promised(tmp_path: Path) -> None:
    """Of three, nobody is among the first 30 %; the first is among the first half."""
    bands = '{ in = "<= 30%", points = 5 }, { in = "(30%, 50%]", points = 3 }, { in = "> 50%", points = 0 }'
    ranked = f'kind = "rank"\nwithin = "park"\nby = "percentile"\nbands = [{bands}]'
    toy = opened(tmp_path, HEAD + ONE_STAGE + FIELDS + dimension() + indicator(ranked))
    everyone = [
        toy.enterprise(code, facts={"2020": {"数值": value, "营业收入": "1万元"}})
        for code, value in (("A", "1"), ("B", "2"), ("C", "3"))
    ]
    cohort = toy.score_many(everyone, period=PERIOD, as_of=DAY).cohort
    asked = {"period": PERIOD, "as_of": DAY, "cohort": cohort}
    (gain,) = of(toy, everyone[0], **asked)["it"]
    assert (gain.points, gain.place, gain.members) == (3, 1, 3)
    assert of(toy, everyone[2], **asked) == {}
