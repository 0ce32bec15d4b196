"""The park's synthetic roster: made by its recipe, scored without a fault."""

from datetime import date
from pathlib import Path

from jifen.exchange.recipes import load_recipe, period_of, size_of
from jifen.exchange.sample import make_sample
from jifen.interfaces.park import ScoringPark

RECIPE = load_recipe(Path(__file__).parent.parent / "jifen_chongqing" / "sample.toml")


def test_the_sample_has_the_published_size_and_year(park: ScoringPark) -> None:
    assert (size_of(RECIPE).count, period_of(RECIPE).year, bool(size_of(RECIPE).source)) == (527, 2021, True)


def test_the_whole_sample_is_scored_in_all_stages(park: ScoringPark) -> None:
    firms = make_sample(park.park, RECIPE, size_of(RECIPE).count, seed=1)
    scored = park.score_many(firms, period="2021", as_of=date(2022, 3, 31))
    assert (len(scored.cards), scored.faults) == (size_of(RECIPE).count, ())
    assert {card.stage_name for card in scored.cards} == {stage.name for stage in park.park.stages.stages}
    known = [card for card in scored.cards if card.total is not None]
    assert len(known) > len(firms) * 4 // 5
    assert all(set(card.lacks) for card in scored.cards if card.total is None)


def test_all_of_the_first_527_are_in_the_core_area(park: ScoringPark) -> None:
    firms = make_sample(park.park, RECIPE, 50, seed=1)
    told = {firm.facts.get(("sub_park", period)) for firm in firms for _, period in firm.facts}
    assert told - {None} == {"核心区"}
