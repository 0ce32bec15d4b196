"""S19: who is ranked and by what; a saved cohort holds values, in which one takes its own place."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.semantics.trial import AS_OF, CODES, WHOLE, bands, enterprise, indicator, opened

from jifen.cohort.scoring import Scored
from jifen.exchange.saved import read_cohort, write_cohort
from jifen.interfaces.park import ScoringPark
from jifen.model.decision import ScoreCard
from jifen.model.enterprise import Enterprise

PER_YUAN = '{ kind = "per_unit", step = "0.01元", points = 0.01 }'
RANKED = (
    '{ kind = "rank", within = "%s", by = "rank", bands = ['
    '{ in = "<= 1", points = 10 }, { in = "(1, 2]", points = 6 }, { in = "> 2", points = 1 }] }'
)
INDEX = '{ kind = "index", within = "stage", reference = 1, points = 100 }'


def board(top: int, *ties: str, within: str = "park", by: str = "积分") -> str:
    broken = f"tie_breakers = [{', '.join(repr(each) for each in ties)}]\n" if ties else ""
    head = f'[[board]]\nid = "top"\nname = "榜"\nby = "{by}"\ntop = {top}\nwithin = "{within}"\n'
    return f'{head}{broken}source = "试行办法"\n'


def population(park: ScoringPark, *spent: object, **same: object) -> list[Enterprise]:
    return [
        enterprise(park, {"研发费用": each, **same}, code=code)  # type: ignore[dict-item]
        for each, code in zip(spent, CODES, strict=False)
    ]


def run(park: ScoringPark, some: list[Enterprise]) -> Scored:
    return park.score_many(some, period="2020", as_of=AS_OF)


def places(scored: Scored) -> list[tuple[int, bool] | None]:
    """Rank on the only board, and whether it is listed."""
    return [
        (card.standings[0].rank, card.standings[0].listed) if card.standings else None
        for card in scored.cards
    ]


def test_s19_equal_values_share_a_rank_and_the_next_is_skipped() -> None:
    park = opened(WHOLE + indicator("x", PER_YUAN, "研发费用") + board(2))
    scored = run(park, population(park, "5元", "7元", "5元", "7元", "3元"))
    assert places(scored) == [(3, False), (1, True), (3, False), (1, True), (5, False)]


@pytest.mark.parametrize(("last", "listed"), [("4.99元", [True, True, False]), ("5元", [True, True, True])])
def test_s19_all_who_tie_for_the_last_place_are_listed(last: str, listed: list[bool]) -> None:
    park = opened(WHOLE + indicator("x", PER_YUAN, "研发费用") + board(2))
    found = places(run(park, population(park, "9元", "5元", last)))
    assert [each is not None and each[1] for each in found] == listed


def test_s19_tie_breakers_part_those_who_tie_and_an_unknown_one_comes_last() -> None:
    park = opened(WHOLE + indicator("x", PER_YUAN, "研发费用") + board(2, "净利润"))
    some = population(park, "5元", "5元", "5元")
    told = ("-3元", "8元", None)
    some = [
        enterprise(park, {"研发费用": "5元", "净利润": profit}, code=one.code)
        for one, profit in zip(some, told, strict=True)
    ]
    assert places(run(park, some)) == [(2, True), (1, True), (3, False)]


@pytest.mark.parametrize(("spent", "points"), [("1.004元", 10), ("1.005元", 10), ("0.994元", 6)])
def test_s19_values_are_rounded_as_shown_before_they_are_ranked(spent: str, points: int) -> None:
    """At 2 digits of 元, 1.004 is 1.00 and ties with 1.00; 0.994 is 0.99 and comes after it."""
    fields = '[fields.mark]\nname = "单价"\nunit = "元"\ndigits = 3\n'
    park = opened(WHOLE + fields + indicator("x", RANKED % "park", "单价", shown_as='"元"', digits="2"))
    some = [
        enterprise(park, {"单价": each}, code=code) for each, code in zip((spent, "1元"), CODES, strict=False)
    ]
    assert run(park, some).cards[0].points["x"] == points


def test_s19_the_others_are_counted_and_the_run_is_provisional() -> None:
    park = opened(WHOLE + indicator("x", RANKED % "park", "研发费用", shown_as='"元"'))
    scored = run(park, population(park, "9元", None, "5元"))
    assert [card.points["x"] for card in scored.cards] == [10, None, 6]
    assert [card.provisional for card in scored.cards] == [True, True, True]
    assert {len(column.others) for column in scored.cohort.columns.values()} == {1}
    assert not any(card.provisional for card in run(park, population(park, "9元", "5元")).cards)


def test_s19_ranks_are_taken_in_the_stage() -> None:
    park = opened(WHOLE + indicator("x", RANKED % "stage", "研发费用", shown_as='"元"'))
    some = [
        enterprise(park, {"研发费用": spent, "营业收入": revenue}, code=code)
        for spent, revenue, code in zip(
            ("9元", "8元", "7元", "6元"), ("100万元", "600万元", "100万元", None), CODES, strict=False
        )
    ]
    assert [card.points["x"] for card in run(park, some).cards] == [10, 10, 6, None]


def test_s19_a_mean_is_of_the_members_and_exact() -> None:
    """(1 + 2 + 5) ÷ 3 is 8/3: 1 is 3/8 of it, 37.5 points."""
    park = opened(WHOLE + indicator("x", INDEX, "研发费用", shown_as='"元"'))
    cards = run(park, population(park, "1元", "2元", "5元", None)).cards
    assert [card.points["x"] for card in cards] == [Decimal("37.5"), 75, 100, None]


def test_s19_without_a_cohort_what_needs_it_lacks_it() -> None:
    """No declared treatment stands in for the others."""
    park = opened(WHOLE + indicator("x", RANKED % "park", "研发费用", shown_as='"元"', absent="3") + board(1))
    (one,) = population(park, "9元")
    card = park.score(one, period="2020", as_of=AS_OF)
    assert (card.total, card.lacks, card.standings) == (None, ("cohort",), ())
    assert run(park, [one]).cards[0].total == 10


def phases() -> ScoringPark:
    """Points by rank in the stage, a total, and a rank by the total: two crossings."""
    return opened(
        WHOLE
        + indicator("x", RANKED % "stage", "研发费用", shown_as='"元"')
        + indicator("y", PER_YUAN, "净利润")
        + board(2)
    )


def told(park: ScoringPark, code: str, spent: str, profit: str) -> Enterprise:
    return enterprise(park, {"研发费用": spent, "净利润": profit}, code=code)


def one_of(park: ScoringPark, scored: Scored, one: Enterprise) -> ScoreCard:
    return park.score(one, period="2020", as_of=AS_OF, cohort=scored.cohort)


def test_s19_one_decided_against_the_cohort_takes_its_own_place() -> None:
    """C spends 9元 in place of 1元. Against the frozen A (8元) and B (5元) it is first: 10 points, total 12.

    A and B keep their totals of 10 + 1 and 6 + 0, though they would now be second and third: C leads them.
    """
    park = phases()
    a, b, c = (
        told(park, CODES[n], spent, profit)
        for n, (spent, profit) in enumerate((("8元", "1元"), ("5元", "0元"), ("1元", "2元")))
    )
    scored = run(park, [a, b, c])
    assert [card.total for card in scored.cards] == [11, 6, 3]
    card = one_of(park, scored, told(park, CODES[2], "9元", "2元"))
    assert (card.points["x"], card.total) == (10, 12)
    assert [(one.rank, one.members) for one in card.standings] == [(1, 3)]


def test_s19_all_others_stay_frozen_in_every_phase() -> None:
    """B overtakes A, which in a new run would fall to 6 + 1; against the cohort A still has 11."""
    park = phases()
    a, b = told(park, CODES[0], "8元", "1元"), told(park, CODES[1], "5元", "0.50元")
    scored = run(park, [a, b])
    changed = told(park, CODES[1], "9元", "0.50元")
    card = one_of(park, scored, changed)
    assert (card.total, card.standings[0].rank) == (Decimal("10.5"), 2)
    anew = run(park, [a, changed]).cards[1]
    assert (anew.total, anew.standings[0].rank) == (Decimal("10.5"), 1)


def test_s19_an_enterprise_that_is_not_in_the_cohort_is_added() -> None:
    park = phases()
    scored = run(park, [told(park, CODES[0], "8元", "1元"), told(park, CODES[1], "5元", "0元")])
    card = one_of(park, scored, told(park, CODES[3], "6元", "0元"))
    assert (card.points["x"], [(one.rank, one.members) for one in card.standings]) == (6, [(2, 3)])


def test_s19_one_that_falls_does_not_stand_behind_itself() -> None:
    """A falls from 8元 to 1元: behind B with 5元 it is second of 2, its old value being gone."""
    park = phases()
    scored = run(park, [told(park, CODES[0], "8元", "1元"), told(park, CODES[1], "5元", "1元")])
    card = one_of(park, scored, told(park, CODES[0], "1元", "0元"))
    assert (card.points["x"], [(one.rank, one.members) for one in card.standings]) == (6, [(2, 2)])


def test_s19_deciding_a_member_as_it_was_changes_nothing() -> None:
    park = phases()
    some = [
        told(park, code, spent, "1元")
        for code, spent in zip(CODES, ("8元", "5元", "5元", "1元"), strict=False)
    ]
    scored = run(park, some)
    for one, card in zip(some, scored.cards, strict=True):
        again = park.score(one, period="2020", as_of=AS_OF, cohort=scored.cohort, reasons=False)
        assert again == card


def test_s19_a_saved_cohort_is_the_cohort(tmp_path: Path) -> None:
    park = phases()
    scored = run(park, [told(park, CODES[0], "8元", "1元"), told(park, CODES[1], "5元", "0元")])
    write_cohort(tmp_path / "cohort.json", scored.cohort)
    assert read_cohort(tmp_path / "cohort.json", park.plan, "2020") == scored.cohort
    assert '"rank"' not in (tmp_path / "cohort.json").read_text("utf-8")


@pytest.mark.parametrize("top", [1, 2, 3, 5])
def test_s19_boards_of_one_value_list_everyone(top: int) -> None:
    park = opened(WHOLE + indicator("x", bands(("< 0元", 1), (">= 0元", 2)), "研发费用") + board(top))
    assert places(run(park, population(park, "1元", "2元", "3元"))) == [(1, True)] * 3
