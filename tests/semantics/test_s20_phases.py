"""S20: steps per enterprise and steps over the cohort alternate in the order that the graph gives."""

from tests.semantics.trial import AS_OF, CODES, WHOLE, enterprise, indicator, opened

TWO_CROSSINGS = (
    WHOLE
    + '[[dimension]]\nid = "by-rank"\nname = "位次"\ncap = 8\nsource = "试行办法"\n\n'
    + indicator(
        "place",
        '{ kind = "rank", within = "stage", by = "rank", '
        'bands = [{ in = "<= 1", points = 10 }, { in = "> 1", points = 5 }] }',
        "研发费用",
        dimension='"by-rank"',
        shown_as='"元"',
    )
    + indicator("profit", '{ kind = "per_unit", step = "1元", points = 1 }', "净利润")
    + '[[board]]\nid = "top"\nname = "榜"\nby = "积分"\ntop = 1\nsource = "试行办法"\n'
)


def test_s20_points_by_rank_then_total_then_rank_by_total() -> None:
    """9 ranks before 8: 10 points, capped at 8, and 5. With 净利润, 8 + 0 and 5 + 4: the second leads."""
    park = opened(TWO_CROSSINGS)
    some = [
        enterprise(park, {"研发费用": spent, "净利润": profit}, code=code)
        for spent, profit, code in zip(("9元", "8元"), ("0元", "4元"), CODES, strict=False)
    ]
    cards = park.score_many(some, period="2020", as_of=AS_OF).cards
    assert [card.points["place"] for card in cards] == [10, 5]
    assert [card.total for card in cards] == [8, 9]
    assert [card.standings[0].rank for card in cards] == [2, 1]


def test_s20_a_rank_of_ranked_points_crosses_twice() -> None:
    park = opened(TWO_CROSSINGS)
    steps = {definition.name: definition.step for definition in park.plan.definitions}
    assert steps["indicator.place.value"] == 0
    assert steps["indicator.place.rank"] == 0
    assert steps["indicator.place.points"] == steps["total"] == steps["board.top.rank"] == 1
    assert park.plan.steps == 2


def test_s20_where_a_part_is_written_does_not_matter() -> None:
    """A board may stand before what it ranks by, and an indicator before its dimension."""
    head, _, rest = TWO_CROSSINGS.partition("[[dimension]]")
    parts, board = rest.split("[[board]]")
    whole, split = opened(TWO_CROSSINGS), opened("[[board]]" + board, head, "[[dimension]]" + parts)
    assert split.plan.definitions == whole.plan.definitions
