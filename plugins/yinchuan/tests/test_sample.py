"""The park's synthetic roster: made by its recipe, scored without a fault."""

from datetime import date

import pytest

from jifen import ScoringPark
from jifen.testing import Sample, sample


@pytest.fixture(scope="module")
def made() -> Sample:
    return sample("yinchuan")


def test_the_sample_has_the_published_year_and_a_size_without_source(park: ScoringPark, made: Sample) -> None:
    assert (made.count, made.period, bool(made.source)) == (150, "2023", False)


def test_the_whole_sample_is_scored_in_all_stages(park: ScoringPark, made: Sample) -> None:
    firms = made.enterprises()
    scored = park.score_many(firms, period="2023", as_of=date(2024, 3, 31))
    assert (len(scored.cards), scored.faults) == (made.count, ())
    assert {card.stage_name for card in scored.cards} == {stage.name for stage in park.park.stages.stages}
    known = [card for card in scored.cards if card.total is not None]
    assert len(known) > len(firms) * 4 // 5
    assert all(set(card.lacks) for card in scored.cards if card.total is None)


def test_all_of_the_sample_hold_or_held_the_certificate_that_the_first_year_asks_for(
    made: Sample,
) -> None:
    firms = made.enterprises(50)
    assert all("高新技术企业" in {row["kind"] for row in firm.tables["qualification"]} for firm in firms)
