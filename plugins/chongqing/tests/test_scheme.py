"""The shape of the park as published: 30 indicators, 20 of them national, dimensions, lists of ten."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from jifen import ScoringPark, figures

README = Path(__file__).parent.parent / "README.md"


def test_nothing_is_wrong_with_the_park(park: ScoringPark) -> None:
    assert park.notices == ()


def test_twenty_national_indicators_and_ten_of_its_own_make_30(park: ScoringPark) -> None:
    used = [indicator.use for indicator in park.park.indicators if indicator.use]
    assert (len(used), len(set(used))) == (20, 20)
    assert len(park.park.indicators) - len(used) == 10


def test_two_names_of_its_own_are_published_and_the_other_eight_assumed(park: ScoringPark) -> None:
    own = [indicator for indicator in park.park.indicators if not indicator.use]
    published = {indicator.name for indicator in own if "name" not in indicator.assumed and indicator.source}
    assert published == {"金凤凰人才数量", "成渝联动项目"}
    assert len([indicator for indicator in own if "name" in indicator.assumed]) == 8


def test_dimensions_bear_the_published_names_and_all_add(park: ScoringPark) -> None:
    assert [(dimension.name, dimension.role) for dimension in park.park.dimensions] == [
        ("经济税务", "base"),
        ("研发投入", "base"),
        ("人才队伍", "base"),
        ("科技活动", "base"),
    ]
    assert not any("name" in dimension.assumed for dimension in park.park.dimensions)
    counts = Counter(indicator.dimension for indicator in park.park.indicators)
    assert counts == {"economy": 9, "research": 6, "talent": 6, "activity": 9}


def test_stages_bear_national_names_which_the_park_has_not_published(park: ScoringPark) -> None:
    stages = park.park.stages
    assert [stage.name for stage in stages.stages] == ["初创期", "成长期", "稳定期"]
    assert all((stage.derived, stage.assumed) == (("name",), ("in",)) for stage in stages.stages)
    assert stages.assumed == ("value",)


def test_four_lists_of_ten_are_published_but_not_what_they_rank_by(park: ScoringPark) -> None:
    boards = park.park.boards
    assert [(board.name, board.by.text) for board in boards] == [
        ("高质量发展十强", "积分.经济税务"),
        ("创新投入十强", "积分.研发投入"),
        ("创新成果十强", "积分.科技活动"),
        ("创新人才十强", "积分.人才队伍"),
    ]
    assert all((board.top, board.within) == (10, "park") for board in boards)
    assert all(board.source and board.assumed == ("by", "tie_breakers") for board in boards)


def test_what_scores_is_assumed_throughout(park: ScoringPark) -> None:
    for indicator in park.park.indicators:
        written = {"dimension", "scoring"}
        written |= {"weights"} if indicator.weights is not None else set()
        written |= {"absent"} if indicator.absent is not None else set()
        assert written <= set(indicator.assumed), indicator.name


@pytest.mark.parametrize(("dimension", "full"), [("economy", 30), ("research", 30), ("talent", 20)])
def test_a_dimension_is_worth_the_same_in_every_stage(park: ScoringPark, dimension: str, full: int) -> None:
    fulls = [part.full for part in park.plan.indicators if part.dimension == dimension]
    weights = [by_stage for by_stage in fulls if by_stage is not None]
    assert len(weights) == len(fulls)
    assert [sum(by_stage[stage] for by_stage in weights) for stage in range(3)] == [Decimal(full)] * 3


def test_the_core_area_is_named_and_the_extension_parks_are_not(park: ScoringPark) -> None:
    sub_park, extension = (park.vocabulary.fields[name] for name in ("sub_park", "extension_park"))
    assert (sub_park.options, bool(sub_park.source), sub_park.assumed) == (("核心区", "拓展园"), True, False)
    assert (extension.options, extension.assumed) == ((), True)


def test_the_readme_counts_the_figures_by_where_they_come_from(park: ScoringPark) -> None:
    counts = Counter(figure.status for figure in figures(park.park))
    told = f"已公布{counts['published']}个、推定{counts['derived']}个、假定{counts['assumed']}个"
    assert told in README.read_text(encoding="utf-8")
