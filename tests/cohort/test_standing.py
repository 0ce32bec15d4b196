"""Ranks, percentiles, means and boards over a cohort: worked by hand (S19, S20)."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from tests.plan import toys

from jifen.cohort.scoring import ForeignCohortError, Scored
from jifen.interfaces.park import ScoringPark
from jifen.model.decision import ScoreCard, Standing

POINTS = 'kind = "per_unit"\nstep = "1"\npoints = 1\nwhole = false'
BOARD = '[[board]]\nid = "best"\nname = "强企榜"\nby = "积分"\ntop = 2\nsource = "演示办法"\n'
STAGE_BOARD = BOARD.replace('"best"', '"stage"').replace("强企榜", "阶段榜") + 'within = "stage"\n'


def run(park: ScoringPark, values: dict[str, dict[str, object]]) -> Scored:
    enterprises = [toys.enterprise(park, code, **told) for code, told in values.items()]  # type: ignore[arg-type]
    return park.score_many(enterprises, period=toys.PERIOD, as_of=toys.DAY)


def of_x(park: ScoringPark, **values: object) -> Scored:
    """A run in which each enterprise tells 数值."""
    return run(park, {code: {"x": x} for code, x in values.items()})


def standing(card: ScoreCard, board: str = "best") -> tuple[int, int, bool] | None:
    found: list[Standing] = [each for each in card.standings if each.board == board]
    return (found[0].rank, found[0].members, found[0].listed) if found else None


@pytest.fixture
def park(tmp_path: Path) -> ScoringPark:
    return toys.of(tmp_path, toys.indicator(POINTS), BOARD, STAGE_BOARD)


def test_s19_ranks_are_1_1_3(park: ScoringPark) -> None:
    scored = of_x(park, 甲=3, 乙=5, 丙=5, 丁=1)
    assert [standing(card) for card in scored.cards] == [
        (3, 4, False),
        (1, 4, True),
        (1, 4, True),
        (4, 4, False),
    ]


def test_s19_ties_at_the_last_place_are_all_listed(park: ScoringPark) -> None:
    """Two places; the second is shared by three."""
    scored = of_x(park, 甲=5, 乙=3, 丙=3, 丁=3, 戊=1)
    assert [card.standings[0].listed for card in scored.cards] == [True, True, True, True, False]


def test_s19_ranks_are_on_rounded_points(park: ScoringPark) -> None:
    assert [standing(card) for card in of_x(park, 甲="1.00", 乙="1.01").cards] == [(2, 2, True), (1, 2, True)]


def test_a_stage_s_board_ranks_within_the_stage(park: ScoringPark) -> None:
    scored = run(park, {"甲": {"x": 1}, "乙": {"x": 2, "revenue": 900}, "丙": {"x": 3, "revenue": 900}})
    assert [standing(card, "stage") for card in scored.cards] == [(1, 1, True), (2, 2, True), (1, 2, True)]
    assert [card.standings[1].group for card in scored.cards] == ["初创期", "成熟期", "成熟期"]
    assert [card.standings[0].group for card in scored.cards] == ["", "", ""]


def test_s19_who_has_no_value_is_no_member_and_makes_the_run_provisional(park: ScoringPark) -> None:
    scored = of_x(park, 甲=3, 乙=None, 丙=1)
    assert [standing(card) for card in scored.cards] == [(1, 2, True), None, (2, 2, True)]
    assert [card.provisional for card in scored.cards] == [True, True, True]
    assert scored.cards[1].lacks == ("x",)
    assert of_x(park, 甲=3, 丙=1).cards[0].provisional is False


def test_s19_who_has_no_stage_is_no_member_of_a_stage_s_rank(park: ScoringPark) -> None:
    scored = run(park, {"甲": {"x": 3, "revenue": None}, "乙": {"x": 1}})
    assert [standing(card, "stage") for card in scored.cards] == [None, (1, 1, True)]
    assert [standing(card) for card in scored.cards] == [(1, 2, True), (2, 2, True)]
    assert scored.cards[0].lacks == ("revenue",)
    assert all(card.provisional for card in scored.cards)


def test_tie_breakers_are_compared_exactly_in_turn_and_an_unknown_one_comes_last(tmp_path: Path) -> None:
    """A third against 0.33, then 基数; 丁 does not tell the ratio and stands behind all who tie with it."""
    ties = BOARD + 'tie_breakers = ["金额 ÷ 3", "级别数"]\n'
    field = '[fields.n]\nname = "级别数"\nsource = "演示办法"\n\n'
    park = toys.of(tmp_path, field, toys.indicator(POINTS), ties)
    told = {
        "甲": {"x": 1, "money": "1", "n": 1},
        "乙": {"x": 1, "money": "0.99", "n": 9},
        "丙": {"x": 1, "money": "1", "n": 2},
        "丁": {"x": 1, "n": 9},
        "戊": {"x": 2},
        "己": {"x": 1, "money": "1", "n": 2},
    }
    scored = run(park, told)  # type: ignore[arg-type]
    assert [standing(card) for card in scored.cards] == [
        (4, 6, False),
        (5, 6, False),
        (2, 6, True),
        (6, 6, False),
        (1, 6, True),
        (2, 6, True),
    ]


def ranked(by: str, bands: str, within: str = "park", extra: str = "") -> str:
    return f'kind = "rank"\nwithin = "{within}"\nby = "{by}"\n{extra}\nbands = [{bands}]'


PLACES = '{ in = "<= 1", points = 5 }, { in = "(1, 2]", points = 3 }, { in = "> 2", points = 1 }'


def test_points_by_rank_are_shared_by_those_who_tie(tmp_path: Path) -> None:
    park = toys.of(tmp_path, toys.indicator(ranked("rank", PLACES)))
    assert [card.total for card in of_x(park, 甲=4, 乙=4, 丙=3, 丁=9).cards] == [3, 3, 1, 5]


def test_the_smallest_may_come_first(tmp_path: Path) -> None:
    park = toys.of(tmp_path, toys.indicator(ranked("rank", PLACES, extra='order = "ascending"')))
    assert [card.total for card in of_x(park, 甲=4, 乙=-4, 丙=3, 丁=3).cards] == [1, 5, 3, 3]


@pytest.mark.parametrize(("digits", "expected"), [(0, [5, 5, 1]), (1, [3, 5, 1]), (2, [3, 5, 1])])
def test_s19_values_are_ranked_as_they_are_shown(tmp_path: Path, digits: int, expected: list[int]) -> None:
    """36 % and 36.4 % are both shown as 36 % without decimals, and tie."""
    extra = f'value = "数值 ÷ 基数"\nshown_as = "%"\ndigits = {digits}'
    park = toys.of(tmp_path, toys.indicator(ranked("rank", PLACES), extra))
    told = {"甲": {"x": 9, "y": 25}, "乙": {"x": "9.1", "y": 25}, "丙": {"x": 1, "y": 3}}
    assert [card.total for card in run(park, told).cards] == expected  # type: ignore[arg-type]


def test_a_percentile_is_the_rank_over_the_members_and_compared_exactly(tmp_path: Path) -> None:
    """One in three is 33.3…%: above 33.33 %, below 33.34 %."""
    bands = '{ in = "<= 33.33%", points = 5 }, { in = "(33.33%, 33.34%)", points = 3 }'
    bands += ', { in = ">= 33.34%", points = 1 }'
    park = toys.of(tmp_path, toys.indicator(ranked("percentile", bands)))
    assert [card.total for card in of_x(park, 甲=4, 乙=9, 丙=3).cards] == [1, 3, 1]
    assert [card.total for card in of_x(park, 甲=4, 乙=9, 丙=3, 丁=None).cards] == [1, 3, 1, None]
    assert [card.total for card in of_x(park, 甲=4, 乙=9, 丙=3, 丁=1).cards] == [1, 5, 1, 1]


def test_an_index_is_against_the_mean_of_the_stage(tmp_path: Path) -> None:
    """Stage means 2 and 30: 10 points at the mean, in proportion below, none below zero."""
    scoring = 'kind = "index"\nwithin = "stage"\nreference = 1\npoints = 10'
    park = toys.of(tmp_path, toys.indicator(scoring))
    told = {
        "甲": {"x": 1},
        "乙": {"x": 6},
        "丙": {"x": -1},
        "丁": {"x": 20, "revenue": 900},
        "戊": {"x": 40, "revenue": 900},
    }
    scored = run(park, told)  # type: ignore[arg-type]
    assert [card.total for card in scored.cards] == [5, 10, 0, Decimal("6.67"), 10]


def test_s19_without_a_cohort_what_needs_one_lacks_it_and_no_treatment_stands_in(tmp_path: Path) -> None:
    extra = 'value = "数值"\nabsent = 1'
    park = toys.of(tmp_path, toys.indicator(ranked("rank", PLACES), extra), BOARD)
    card = park.score(toys.enterprise(park, x=3), period=toys.PERIOD, as_of=toys.DAY)
    assert (card.total, card.points, card.lacks) == (None, {"it": None}, ("cohort",))
    assert (card.standings, card.provisional) == ((), False)


def test_s19_a_total_that_needs_no_cohort_is_known_and_its_place_lacks_one(park: ScoringPark) -> None:
    card = park.score(toys.enterprise(park, x=3), period=toys.PERIOD, as_of=toys.DAY)
    assert (card.total, card.lacks, card.standings) == (3, ("cohort",), ())


def two_phases(folder: Path) -> ScoringPark:
    """Points by rank of 数值 are a part of the total; the total is ranked on a board; 基数 adds to it."""
    by_rank = toys.indicator(ranked("rank", PLACES), id_="place")
    return toys.of(folder, by_rank, toys.indicator(POINTS, 'value = "基数"', id_="plain"), BOARD)


POPULATION = {
    "甲": {"x": 9, "y": 0},
    "乙": {"x": 8, "y": 1},
    "丙": {"x": 7, "y": "2.5"},
    "丁": {"x": 6, "y": 3},
}


def test_s20_steps_over_the_cohort_alternate_with_steps_per_enterprise(tmp_path: Path) -> None:
    """Points by rank 5, 3, 1, 1; totals 5, 4, 3.5, 4; so the board is 1, 2, 4, 2."""
    scored = run(two_phases(tmp_path), POPULATION)
    assert [card.total for card in scored.cards] == [5, 4, Decimal("3.5"), 4]
    assert [standing(card) for card in scored.cards] == [
        (1, 4, True),
        (2, 4, True),
        (4, 4, False),
        (2, 4, True),
    ]


def test_s19_one_member_decided_again_moves_alone_and_all_others_stay_frozen_in_every_phase(
    tmp_path: Path,
) -> None:
    """丁 now tells 8.5: the second by value, 3 points by rank, total 6. In the saved cohort 乙 keeps its 3
    points for the second place and its total of 4, so 丁 leads the board before 甲 with 5: the first of four.
    """
    park = two_phases(tmp_path)
    scored = run(park, POPULATION)
    changed = toys.enterprise(park, "丁", x="8.5", y=3)
    card = park.score(changed, period=toys.PERIOD, as_of=toys.DAY, cohort=scored.cohort)
    assert (card.points, card.total) == ({"place": 3, "plain": 3}, 6)
    assert standing(card) == (1, 4, True)
    again = park.score(
        toys.enterprise(park, "乙", x=8, y=1), period=toys.PERIOD, as_of=toys.DAY, cohort=scored.cohort
    )
    assert (again.total, standing(again)) == (4, (2, 4, True))


def test_s19_a_member_that_falls_does_not_stand_before_itself(tmp_path: Path) -> None:
    """甲 now tells 6.5, behind 乙 and 丙: the third of four by value, 1 point in all, the last of four."""
    park = two_phases(tmp_path)
    scored = run(park, POPULATION)
    fallen = toys.enterprise(park, "甲", x="6.5", y=0)
    card = park.score(fallen, period=toys.PERIOD, as_of=toys.DAY, cohort=scored.cohort)
    ranks = [step.value for step in card.indicators[0].steps if step.what == "rank"]
    assert (ranks, card.total, standing(card)) == ([3], 1, (4, 4, False))


def test_s19_an_enterprise_that_is_new_is_added(tmp_path: Path) -> None:
    """戊 with 8.5 is the second of five by value; 3 + 0.5 is as much as 丙's total: the fourth of five."""
    park = two_phases(tmp_path)
    scored = run(park, POPULATION)
    added = toys.enterprise(park, "戊", x="8.5", y="0.5")
    card = park.score(added, period=toys.PERIOD, as_of=toys.DAY, cohort=scored.cohort)
    assert (card.total, standing(card)) == (Decimal("3.5"), (4, 5, False))


def test_s19_a_member_that_changes_its_stage_leaves_one_group_and_joins_the_other(park: ScoringPark) -> None:
    scored = run(park, {"甲": {"x": 3}, "乙": {"x": 2}, "丙": {"x": 9, "revenue": 900}})
    moved = toys.enterprise(park, "甲", x=3, revenue=900)
    card = park.score(moved, period=toys.PERIOD, as_of=toys.DAY, cohort=scored.cohort)
    assert (standing(card, "stage"), standing(card)) == ((2, 2, True), (2, 3, True))


def test_s19_a_mean_takes_the_changed_value_in_place_of_the_saved_one(tmp_path: Path) -> None:
    """Saved 2 and 4; 甲 now tells 8: the mean is 6, its index 4/3; new 丙 with 3: the mean of 2, 4, 3."""
    scoring = 'kind = "index"\nwithin = "park"\nreference = 2\npoints = 10'
    park = toys.of(tmp_path, toys.indicator(scoring))
    scored = of_x(park, 甲=2, 乙=4)
    changed = park.score(
        toys.enterprise(park, "甲", x=8), period="2020", as_of=toys.DAY, cohort=scored.cohort
    )
    added = park.score(toys.enterprise(park, "丙", x=3), period="2020", as_of=toys.DAY, cohort=scored.cohort)
    assert (changed.total, added.total) == (Decimal("6.67"), 5)
    means = [step.value for step in changed.indicators[0].steps if step.what == "mean"]
    assert means == [Fraction(6)]


def test_s19_a_member_that_tells_its_value_at_last_ends_the_provision(park: ScoringPark) -> None:
    scored = of_x(park, 甲=3, 乙=None)
    told = park.score(toys.enterprise(park, "乙", x=5), period="2020", as_of=toys.DAY, cohort=scored.cohort)
    untold = park.score(toys.enterprise(park, "丙"), period="2020", as_of=toys.DAY, cohort=scored.cohort)
    assert (standing(told), told.provisional) == ((1, 2, True), False)
    assert (standing(untold), untold.provisional) == (None, True)


@pytest.mark.parametrize("change", ["park", "period", "digest"])
def test_a_cohort_of_other_rules_or_another_period_is_refused(park: ScoringPark, change: str) -> None:
    from attrs import evolve

    cohort = evolve(of_x(park, 甲=3).cohort, **{change: "另一个"})
    with pytest.raises(ForeignCohortError, match="另一个"):
        park.score(toys.enterprise(park, x=3), period=toys.PERIOD, as_of=toys.DAY, cohort=cohort)


def test_s12_an_enterprise_occurs_once(park: ScoringPark) -> None:
    twice = [
        toys.enterprise(park, "甲", x=1),
        toys.enterprise(park, "乙", x=1),
        toys.enterprise(park, "甲", x=2),
    ]
    with pytest.raises(ValueError, match=r"不止一次：甲$"):
        park.score_many(twice, period=toys.PERIOD, as_of=toys.DAY)


def test_nobody_is_a_cohort_too(park: ScoringPark) -> None:
    scored = park.score_many([], period=toys.PERIOD, as_of=toys.DAY)
    assert (scored.cards, scored.faults) == ((), ())
    card = park.score(toys.enterprise(park, x=3), period=toys.PERIOD, as_of=toys.DAY, cohort=scored.cohort)
    assert standing(card) == (1, 1, True)


def test_progress_counts_each_enterprise_in_each_step(tmp_path: Path) -> None:
    seen: list[int] = []
    park = two_phases(tmp_path)
    enterprises = [toys.enterprise(park, code, **told) for code, told in POPULATION.items()]  # type: ignore[arg-type]
    park.score_many(enterprises, period=toys.PERIOD, as_of=toys.DAY, progress=seen.append)
    assert sum(seen) == park.plan.steps * len(enterprises)


FUNCTION = """\
import sys
from fractions import Fraction
from jifen.plugin import Absence, IndicatorFunction, hookimpl


def picky(x):
    if x == 13:
        raise ValueError("十三")
    if x == 14:
        sys.exit(3)
    if x == 15:
        return Absence.NO_COHORT
    if x == 16:
        return 1.5
    if x == 17:
        return Absence.UNDEFINED
    return x


@hookimpl
def register_park(register):
    register.file("park.toml")
    limits = {"low": Fraction(0), "high": Fraction(20)}
    register.function(IndicatorFunction(id="f", name="挑剔", call=picky, inputs={"x": "数值"}, **limits))
"""


@pytest.fixture
def picky(tmp_path: Path) -> ScoringPark:
    return toys.of(tmp_path, toys.indicator(POINTS, 'function = "f"'), BOARD, code=FUNCTION)


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (13, "指标函数“挑剔”运行出错：ValueError: 十三"),
        (14, "指标函数“挑剔”运行出错：SystemExit: 3"),
        (15, "指标函数“挑剔”应给出整数、分数（Fraction）或一种缺失，却给出了 NO_COHORT"),
        (16, "指标函数“挑剔”应给出整数、分数（Fraction）或一种缺失，却给出了 float"),
        (-1, "指标函数“挑剔”给出 -1，小于登记的下限 0"),
        (21, "指标函数“挑剔”给出 21，大于登记的上限 20"),
    ],
)
def test_a_park_s_function_that_fails_ends_one_enterprise_alone(
    picky: ScoringPark, x: int, message: str
) -> None:
    scored = of_x(picky, 甲=3, 乙=x, 丙=2)
    assert [(fault.code, fault.name, fault.message) for fault in scored.faults] == [("乙", "企业乙", message)]
    assert [(card.code, card.total, standing(card)) for card in scored.cards] == [
        ("甲", 3, (1, 2, True)),
        ("丙", 2, (2, 2, True)),
    ]
    assert all(card.provisional for card in scored.cards)


def test_s29_what_a_function_is_not_told_it_is_not_asked_about(picky: ScoringPark) -> None:
    scored = of_x(picky, 甲=None, 乙="不适用", 丙=17, 丁="0.5")
    assert [card.points["it"] for card in scored.cards] == [None, None, None, Decimal("0.5")]
    assert [card.lacks for card in scored.cards] == [("x",), (), (), ()]
    assert scored.faults == ()
