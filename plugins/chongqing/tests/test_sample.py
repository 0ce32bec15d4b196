"""The park's synthetic roster: made by its recipe, scored without a fault."""

from datetime import date

import pytest

from jifen import ScoringPark
from jifen.testing import Sample, sample


@pytest.fixture(scope="module")
def made() -> Sample:
    return sample("chongqing")


def test_the_sample_has_the_published_size_and_year(park: ScoringPark, made: Sample) -> None:
    assert (made.count, made.period, bool(made.source)) == (527, "2021", True)


def test_the_whole_sample_is_scored_in_all_stages(park: ScoringPark, made: Sample) -> None:
    firms = made.enterprises()
    scored = park.score_many(firms, period="2021", as_of=date(2022, 3, 31))
    assert (len(scored.cards), scored.faults) == (made.count, ())
    assert {card.stage_name for card in scored.cards} == {stage.name for stage in park.park.stages.stages}
    known = [card for card in scored.cards if card.total is not None]
    assert len(known) > len(firms) * 4 // 5
    assert all(set(card.lacks) for card in scored.cards if card.total is None)


def test_all_of_the_first_527_are_in_the_core_area(park: ScoringPark, made: Sample) -> None:
    firms = made.enterprises(50)
    told = {firm.facts.get(("sub_park", period)) for firm in firms for _, period in firm.facts}
    assert told - {None} == {"核心区"}
