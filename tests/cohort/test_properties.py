"""What holds for every population: alone against the cohort as together, in any order, in any thread, fast or
full.
"""

import random
from concurrent.futures import ThreadPoolExecutor
from decimal import getcontext
from itertools import starmap
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plan import toys

from jifen.cohort.scoring import Scored, Scorer
from jifen.interfaces.park import ScoringPark, open_park
from jifen.model.decision import ScoreCard
from jifen.model.enterprise import Enterprise
from jifen.model.period import Period

PERIOD = Period(2020)
RANKED = """kind = "rank"
within = "{within}"
by = "{by}"
bands = [{{ in = "<= {edge}", points = 5 }}, {{ in = "> {edge}", points = 2 }}]"""
LEVELS = """kind = "judged"
mark = "基数"
ranges = [{ in = "< 1", marks = "[0, 2]" }, { in = ">= 1", marks = "[2, 4]" }]"""
CONTRACTS = "合计(合同.合同金额, 本期(签订日期))"

BOARDS = """[[board]]
id = "all"
name = "总榜"
by = "积分"
top = 2
source = "演示办法"
tie_breakers = ["积分.more", "数值 ÷ 基数"]

[[board]]
id = "stage"
name = "分榜"
by = "积分.place"
top = 1
within = "stage"
source = "演示办法"
"""
SHARE = """value = "数值 ÷ 基数"
shown_as = "%"
digits = 1
weights = { early = 3, late = 4 }
absent = { undefined = 1 }"""
PARTS = [
    toys.dimension("more", 'role = "bonus"\ncap = 12.5'),
    toys.dimension("less", 'role = "deduction"'),
    toys.indicator(RANKED.format(within="stage", by="rank", edge="2"), id_="place"),
    toys.indicator(
        RANKED.format(within="park", by="percentile", edge="40%"),
        SHARE,
        id_="share",
    ),
    toys.indicator(
        'kind = "index"\nwithin = "stage"\nreference = 1.5\npoints = 7', id_="level", dimension="more"
    ),
    toys.indicator(
        'kind = "per_unit"\nstep = "3元"\npoints = 0.5\nwhole = false\ncap = 9',
        f'value = "{CONTRACTS}"\nabsent = {{ missing = 0 }}',
        id_="contracts",
        dimension="more",
    ),
    toys.indicator(LEVELS, id_="judged"),
    toys.indicator(
        'kind = "additive"\ncap = 2\nitems = [{ when = "持证", points = 3 }]',
        "absent = 0",
        id_="held",
        dimension="less",
    ),
    BOARDS,
]


@pytest.fixture(scope="module")
def park(tmp_path_factory: pytest.TempPathFactory) -> ScoringPark:
    return toys.of(tmp_path_factory.mktemp("park"), *PARTS)


numbers = st.one_of(st.none(), st.sampled_from(["不适用", 0, 1, 2, -1, "1.5", "0.01"]), st.integers(-20, 20))
rows = st.fixed_dictionaries(
    {}, optional={"amount": st.integers(-3, 30), "signed": st.dates(toys.DAY.replace(year=2019), toys.DAY)}
)
told = st.fixed_dictionaries(
    {
        "revenue": st.sampled_from([None, "不适用", 1, 500, 501, 1000]),
        "x": numbers,
        "y": numbers,
        "flag": st.sampled_from([None, "是", "否"]),
    }
)


@st.composite
def populations(draw: st.DrawFn, park: ScoringPark, least: int = 1) -> list[Enterprise]:
    facts = draw(st.lists(told, min_size=least, max_size=6))
    made = []
    for position, each in enumerate(facts):
        contracts = {"contract": draw(st.lists(rows, max_size=2))}
        complete = draw(st.sampled_from([None, toys.DAY, toys.DAY]))
        founded = draw(st.sampled_from([None, toys.DAY.replace(year=2015), toys.DAY.replace(year=2021)]))
        made.append(
            park.enterprise(
                f"企{position}",
                "",
                facts={"2020": each},
                tables=contracts,
                founded=founded,
                complete_to=complete,
            )
        )
    return made


def scored(park: ScoringPark, enterprises: list[Enterprise]) -> Scored:
    return park.score_many(enterprises, period=PERIOD, as_of=toys.DAY)


@given(st.data())
def test_s19_one_against_its_own_cohort_is_as_in_the_run(park: ScoringPark, data: st.DataObject) -> None:
    enterprises = data.draw(populations(park))
    run = scored(park, enterprises)
    assert run.faults == ()
    for enterprise, card in zip(enterprises, run.cards, strict=True):
        alone = park.score(enterprise, period=PERIOD, as_of=toys.DAY, cohort=run.cohort, reasons=False)
        assert alone == card


@given(st.data())
def test_s30_the_order_of_enterprises_does_not_matter(park: ScoringPark, data: st.DataObject) -> None:
    enterprises = data.draw(populations(park))
    shuffled = data.draw(st.permutations(enterprises))
    one, other = scored(park, enterprises), scored(park, shuffled)
    assert {card.code: card for card in one.cards} == {card.code: card for card in other.cards}
    assert one.cohort == other.cohort


@given(st.data())
def test_the_full_program_gives_the_same_points_as_the_fast_one(
    park: ScoringPark, data: st.DataObject
) -> None:
    enterprises = data.draw(populations(park))
    run = scored(park, enterprises)
    for enterprise, card in zip(enterprises, run.cards, strict=True):
        full = park.score(enterprise, period=PERIOD, as_of=toys.DAY, cohort=run.cohort, reasons=True)
        assert {each.id: each.points for each in full.indicators} == card.points
        assert all((each.treatment is None) or (each.points is not None) for each in full.indicators)


@given(st.data())
def test_s15_what_is_known_adds_up(park: ScoringPark, data: st.DataObject) -> None:
    run = scored(park, data.draw(populations(park)))
    for card in run.cards:
        by_role = {
            role: [each for each in card.dimensions if each.role == role]
            for role in ("base", "bonus", "deduction")
        }
        so_far = {role: sum(each.so_far for each in parts) for role, parts in by_role.items()}
        assert card.so_far == so_far["base"] + so_far["bonus"] - so_far["deduction"]
        unknown = [points for points in card.points.values() if points is None]
        assert (card.total is None) == bool(unknown)
        if card.total is not None:
            assert card.total == card.so_far == card.base + card.bonus - card.deductions  # type: ignore[operator]
        assert [each.board for each in card.standings].count("all") == (card.total is not None)


def population(park: ScoringPark, count: int) -> list[Enterprise]:
    source = random.Random(7)
    return [
        toys.enterprise(
            park,
            f"企{position}",
            x=source.randint(-5, 50),
            y=source.choice([None, 0, 1, 3, 7]),
            revenue=source.choice([100, 600, None]),
            flag=source.choice(["是", "否"]),
        )
        for position in range(count)
    ]


def test_eight_threads_from_cold_give_what_one_gives(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("cold")
    expected_park = toys.of(folder, *PARTS)
    enterprises = population(expected_park, 60)
    expected = scored(expected_park, enterprises)
    cold = open_park("toy", plugins=[folder], policies=toys.POLICIES)
    barrier = Barrier(8)

    def work(thread: int) -> tuple[Scored, list[ScoreCard]]:
        getcontext().prec = 3 + thread
        barrier.wait()
        run = scored(cold, enterprises)
        cohort = expected.cohort if thread % 2 else run.cohort
        one = [
            cold.score(each, period=PERIOD, as_of=toys.DAY, cohort=cohort, reasons=False)
            for each in enterprises[:9]
        ]
        return run, one

    with ThreadPoolExecutor(8) as threads:
        for run, one in threads.map(work, range(8)):
            assert run == expected
            assert one == list(expected.cards[:9])


def test_two_scorers_of_one_plan_write_the_same_programs(park: ScoringPark) -> None:
    one, other = starmap(Scorer, [(park.plan, PERIOD)] * 2)
    assert one.scores.sources == other.scores.sources
    assert one.everything.sources == other.everything.sources
    assert len(one.scores.steps) == park.plan.steps == 2


@given(st.data())
def test_a_cohort_s_mean_and_ranks_are_those_of_its_cards(park: ScoringPark, data: st.DataObject) -> None:
    """Ranks on the board are 1 + how many have more; worked out from the cards alone."""
    run = scored(park, data.draw(populations(park)))
    totals = [card.total for card in run.cards if card.total is not None]
    for card in run.cards:
        for standing in card.standings:
            if standing.board == "all":
                more = sum(total > card.total for total in totals)  # type: ignore[operator]
                alike = sum(total == card.total for total in totals)
                assert more < standing.rank <= more + alike
                assert standing.members == len(totals)
