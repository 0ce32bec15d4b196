"""The hand-written loop of ``benchmarks/`` gives what the engine gives, so that their times compare."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import localcontext
from random import Random

import pytest
from attrs import evolve
from benchmarks.by_hand.record import EXACT, STAGES, Score
from benchmarks.decimal_loop import INDICATORS, cohort_of, score
from benchmarks.workload import AS_OF, PERIOD, firm_of, sample

from jifen.interfaces.park import ScoringPark, open_park
from jifen.model.decision import ScoreCard
from jifen.model.enterprise import Absence, Enterprise, Row, Value

NOW, LAST, BEFORE_LAST = "2020", "2019", "2018"
YUAN = 100
"""Money is kept in 0.01 元."""
LAKH = 10**5 * YUAN
SHARES = (
    ("rd_expense", "revenue", 77 * LAKH, (2, 3, 4, 5, 6)),
    ("net_profit", "revenue", 77 * LAKH, (-3, 2, 4, 6, 8, 10)),
    ("main_revenue", "revenue", 77 * LAKH, (50, 55, 60, 70)),
    ("total_liabilities", "total_assets", 90 * LAKH, (50, 60, 70)),
    ("technical_staff", "staff", 200, (10, 15, 20, 25, 30)),
    ("rd_staff", "staff", 200, (30,)),
)
"""Above, below, the whole, and percents at which a band ends."""


@pytest.fixture(scope="module")
def park() -> ScoringPark:
    return open_park("dalian")


@pytest.fixture(scope="module")
def roster(park: ScoringPark) -> tuple[Enterprise, ...]:
    return sample(park)


def by_hand(park: ScoringPark, enterprises: Sequence[Enterprise]) -> list[Score]:
    firms = [firm_of(park, enterprise) for enterprise in enterprises]
    cohort = cohort_of(firms)
    with localcontext(EXACT):
        return [score(firm, cohort) for firm in firms]


def differences(mine: Score, card: ScoreCard) -> dict[str, object]:
    """Everything in which a score by hand and a card differ."""
    pairs: dict[str, tuple[object, object]] = {
        "stage": (None if mine.stage is None else STAGES[mine.stage], card.stage),
        "dimensions": (mine.dimensions, tuple(dimension.points for dimension in card.dimensions)),
        "sums": (
            (mine.base, mine.bonus, mine.deductions, mine.total),
            (card.base, card.bonus, card.deductions, card.total),
        ),
        "standings": (
            mine.standings,
            [(standing.board, standing.rank, standing.members) for standing in card.standings],
        ),
        **{name: (mine.points[name], card.points[name]) for name in INDICATORS},
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def assert_same(park: ScoringPark, enterprises: Sequence[Enterprise]) -> None:
    assert len({enterprise.code for enterprise in enterprises}) == len(enterprises)
    cards = park.score_many(enterprises, period=PERIOD, as_of=AS_OF).cards
    found = {
        card.code: different
        for mine, card in zip(by_hand(park, enterprises), cards, strict=True)
        if (different := differences(mine, card))
    }
    assert found == {}


def test_it_scores_every_indicator_of_the_park(park: ScoringPark) -> None:
    assert tuple(part.id for part in park.plan.indicators) == INDICATORS
    assert len(INDICATORS) == 61


def test_the_sample_of_the_whole_park_scores_the_same(
    park: ScoringPark, roster: tuple[Enterprise, ...]
) -> None:
    assert len(roster) == 2807
    assert_same(park, roster)


def edge(code: str, base: Enterprise, facts: Mapping[tuple[str, str], Value], **others: object) -> Enterprise:
    return evolve(base, code=code, facts={**base.facts, **facts}, **others)


def edges(base: Enterprise) -> list[Enterprise]:
    """Enterprises on the edges of stages, bands, caps and absences, one after the other."""
    made = [
        edge(f"REVENUE{number}", base, {("revenue", NOW): revenue, ("revenue", LAST): before})
        for number, (revenue, before) in enumerate(
            (
                (0, 0),
                (0, LAKH),
                (5 * LAKH - 1, 5 * LAKH),
                (5 * LAKH, 5 * LAKH),
                (50 * LAKH, 40 * LAKH),
                (200 * LAKH - 1, 190 * LAKH),
                (1000 * LAKH, 0),
                (135 * LAKH, 100 * LAKH),
                (135 * LAKH - 1, 100 * LAKH),
                (105 * LAKH, 100 * LAKH),
                (10**18 - 1, 10**18 - 2),
            )
        )
    ]
    made += [
        edge(f"SHARE-{above}-{percent}-{more}", base, {(below, NOW): whole, (above, NOW): value})
        for above, below, whole, percents in SHARES
        for percent in percents
        for more in (-1, 0, 1)
        for value in (whole * percent // 100 + more,)
    ]
    made += [
        edge(
            f"RUN-{now}-{then}",
            base,
            {("revenue", NOW): now * LAKH, ("revenue", LAST): then * LAKH, early: 100 * LAKH},
        )
        for early in (("revenue", BEFORE_LAST),)
        for now, then in ((121, 110), (108, 100), (100, 100), (112, 100), (99, 100), (104, 100))
    ]
    made += [
        edge(
            f"MARK-{patents}-{mark}", base, {("invention_patents", NOW): patents, ("core_ip_mark", NOW): mark}
        )
        for patents in (0, 1, 3, 5)
        for mark in (0, 20, 21, 30, 45, 50, 60, 70, 75, 80, 81)
    ]
    made += [
        edge(
            f"EXPORT-{tens}", base, {("export_value", NOW): exported, ("lab_equipment", NOW): exported + LAKH}
        )
        for tens in (0, 9, 10, 11, 99, 100, 101)
        for exported in (tens * LAKH,)
    ]
    made += [
        edge("NEGATIVE", base, {("net_assets", NOW): -LAKH, ("net_profit", NOW): -LAKH}),
        edge("NO-STAFF", base, {("staff", NOW): 0, ("rd_staff", NOW): 0, ("invention_patents", NOW): 0}),
        edge("JUST-FOUNDED", base, {}, founded=date(2020, 12, 31)),
        edge("THREE-YEARS", base, {}, founded=date(2017, 12, 31)),
        edge("NOT-QUITE", base, {}, founded=date(2018, 1, 1)),
        edge("FOUNDED-UNKNOWN", base, {}, founded=None),
        evolve(base, code="FOUNDED-LATER", founded=date(2021, 1, 1), facts={}),
        evolve(base, code="NOTHING-TOLD", founded=None, facts={}, tables={}, coverage={}),
        evolve(base, code="TABLES-OPEN", coverage={}),
    ]
    return made


def test_the_edges_score_the_same(park: ScoringPark, roster: tuple[Enterprise, ...]) -> None:
    assert_same(park, [*roster[:300], *edges(roster[0])])


def damaged(random: Random, enterprise: Enterprise) -> Enterprise:
    """The enterprise with facts left out, not applicable or round, rows with gaps, tables open."""
    facts = dict(enterprise.facts)
    for key in sorted(facts):
        luck = random.random()
        if luck < 0.04:
            del facts[key]
        elif luck < 0.08:
            facts[key] = Absence.NOT_APPLICABLE
        elif luck < 0.12 and type(facts[key]) is int:
            facts[key] = random.choice((0, 1, 5, 10, LAKH, 10 * LAKH))
    tables: dict[str, tuple[Row, ...]] = {
        table: tuple(
            {column: value for column, value in row.items() if random.random() > 0.1} for row in rows
        )
        for table, rows in enterprise.tables.items()
    }
    coverage = {table: day for table, day in enterprise.coverage.items() if random.random() > 0.1}
    founded = random.choice((enterprise.founded, enterprise.founded, None, date(2020, 6, 30)))
    return evolve(enterprise, facts=facts, tables=tables, coverage=coverage, founded=founded)


@pytest.mark.parametrize("seed", range(3))
def test_damaged_data_scores_the_same(park: ScoringPark, roster: tuple[Enterprise, ...], seed: int) -> None:
    random = Random(seed)
    rich = sorted(roster, key=lambda one: -sum(map(len, one.tables.values())))
    assert_same(park, [damaged(random, enterprise) for enterprise in rich[:700]])
