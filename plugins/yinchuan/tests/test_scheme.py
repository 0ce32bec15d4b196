"""The shape of the park as published: 27 indicators, 18 of them national, dimensions, stages, classes."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from jifen import ScoringPark, figures

README = Path(__file__).parent.parent / "README.md"
CLASSES = (
    "研发费用加计扣除企业",
    "高新技术企业",
    "科技型中小企业",
    "专精特新企业",
    "瞪羚企业",
    "创新型中小企业",
)


def test_nothing_is_wrong_with_the_park(park: ScoringPark) -> None:
    assert park.notices == ()


def test_eighteen_national_indicators_and_nine_of_its_own_make_27(park: ScoringPark) -> None:
    used = [indicator.use for indicator in park.park.indicators if indicator.use]
    assert (len(used), len(set(used))) == (18, 18)
    assert len(park.park.indicators) - len(used) == 9


def test_the_two_indicators_of_the_first_pilot_only_are_not_among_the_eighteen(park: ScoringPark) -> None:
    used = {indicator.use for indicator in park.park.indicators}
    assert not used & {"invention_patents", "high_tech_revenue_share"}


def test_dimensions_bear_the_published_names_and_the_last_only_takes_away(park: ScoringPark) -> None:
    assert [(dimension.name, dimension.role) for dimension in park.park.dimensions] == [
        ("技术创新能力", "base"),
        ("成长经营能力", "base"),
        ("创新成果产出能力", "base"),
        ("负面清单", "deduction"),
    ]
    assert all(dimension.source and "name" not in dimension.assumed for dimension in park.park.dimensions)
    assert all("role" in dimension.assumed for dimension in park.park.dimensions)
    counts = Counter(indicator.dimension for indicator in park.park.indicators)
    assert counts == {"technology": 8, "growth": 10, "results": 5, "negative": 4}


def test_stages_bear_the_published_names_and_assumed_bounds(park: ScoringPark) -> None:
    stages = park.park.stages.stages
    assert [stage.name for stage in stages] == ["初创期", "成长期", "成熟期"]
    assert all(stage.assumed == ("in",) and stage.source for stage in stages)


def test_the_national_groups_decide_the_dimension_of_thirteen_core_indicators(park: ScoringPark) -> None:
    derived = Counter(
        indicator.dimension for indicator in park.park.indicators if "dimension" in indicator.derived
    )
    assert derived == {"technology": 7, "growth": 6}


def test_what_scores_is_assumed_throughout(park: ScoringPark) -> None:
    for indicator in park.park.indicators:
        written = {"scoring"}
        written |= {"weights"} if indicator.weights is not None else set()
        written |= {"absent"} if indicator.absent is not None else set()
        written |= set() if indicator.use else {"name"}
        assert written <= set(indicator.assumed), indicator.name


def test_the_only_list_is_assumed_in_every_figure(park: ScoringPark) -> None:
    (board,) = park.park.boards
    assert set(board.assumed) == {"name", "by", "top", "within", "tie_breakers"}


@pytest.mark.parametrize(("dimension", "full"), [("technology", 45), ("growth", 40), ("results", 25)])
def test_a_dimension_is_worth_the_same_in_every_stage(park: ScoringPark, dimension: str, full: int) -> None:
    fulls = [part.full for part in park.plan.indicators if part.dimension == dimension]
    weights = [by_stage for by_stage in fulls if by_stage is not None]
    assert len(weights) == len(fulls)
    assert [sum(by_stage[stage] for by_stage in weights) for stage in range(3)] == [Decimal(full)] * 3


def test_six_classes_of_enterprise_take_part_two_of_them_first(park: ScoringPark) -> None:
    lists = park.vocabulary.lists
    assert lists["参评企业六类"] == CLASSES
    assert lists["首年重点参评两类"] == ("高新技术企业", "瞪羚企业")
    (classes,) = (indicator for indicator in park.park.indicators if indicator.id == "eligible_classes")
    assert classes.scoring is not None and classes.scoring.kind == "additive"
    assert tuple(item.name for item in classes.scoring.items) == CLASSES


def test_three_industries_are_named(park: ScoringPark) -> None:
    industries = ("循环经济", "现代纺织", "绿色食品")
    assert park.vocabulary.lists["三大产业"] == industries
    assert park.vocabulary.fields["leading_industry"].options == (*industries, "其他")


def test_the_readme_counts_the_figures_by_where_they_come_from(park: ScoringPark) -> None:
    counts = Counter(figure.status for figure in figures(park.park))
    told = f"已公布{counts['published']}个、推定{counts['derived']}个、假定{counts['assumed']}个"
    assert told in README.read_text(encoding="utf-8")
