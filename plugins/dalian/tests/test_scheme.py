"""The shape of the park as published: 61 indicators, 20 of them national, dimensions, stages, lists."""

from collections import Counter
from decimal import Decimal

from jifen import ScoringPark

STAGES = ["初创期", "机会成长期", "系统成长期", "战略成长期", "成熟期"]
KINDS = {"bands", "ratio", "per_unit", "additive", "best", "choice", "judged", "rank", "index"}


def test_nothing_is_wrong_with_the_park(park: ScoringPark) -> None:
    assert park.notices == ()


def test_twenty_national_indicators_and_41_of_its_own_make_61(park: ScoringPark) -> None:
    used = [indicator.use for indicator in park.park.indicators if indicator.use]
    assert (len(used), len(set(used))) == (20, 20)
    assert len(park.park.indicators) - len(used) == 41


def test_dimensions_are_the_three_published_and_one_that_only_takes_away(park: ScoringPark) -> None:
    assert [(dimension.name, dimension.role) for dimension in park.park.dimensions] == [
        ("技术创新", "base"),
        ("成长经营", "base"),
        ("辅助指标", "bonus"),
        ("信用合规", "deduction"),
    ]
    assert "name" in park.park.dimensions[-1].assumed
    counts = Counter(indicator.dimension for indicator in park.park.indicators)
    assert counts == {"technology": 20, "growth": 18, "auxiliary": 17, "credit": 6}


def test_stages_bear_the_published_names_and_assumed_bounds(park: ScoringPark) -> None:
    stages = park.park.stages.stages
    assert [stage.name for stage in stages] == STAGES
    assert all(stage.assumed == ("in",) and stage.source for stage in stages)


def test_each_stage_has_its_published_list_of_20(park: ScoringPark) -> None:
    board = next(board for board in park.park.boards if board.id == "stage-top-20")
    assert (board.by.text, board.top, board.within, board.assumed) == ("积分", 20, "stage", ())


def test_every_kind_of_scoring_is_used(park: ScoringPark) -> None:
    assert {indicator.scoring.kind for indicator in park.park.indicators if indicator.scoring} == KINDS


def test_every_figure_that_scores_is_marked_assumed(park: ScoringPark) -> None:
    assert all({"scoring"} <= set(indicator.assumed) for indicator in park.park.indicators)
    weighted = [indicator for indicator in park.park.indicators if indicator.weights is not None]
    assert all("weights" in indicator.assumed for indicator in weighted)


def test_growth_is_worth_45_in_every_stage_although_its_weights_differ(park: ScoringPark) -> None:
    growth = [part for part in park.plan.indicators if part.dimension == "growth"]
    fulls = [part.full for part in growth if part.full is not None]
    assert len(fulls) == 18
    assert [sum(full[stage] for full in fulls) for stage in range(5)] == [Decimal(45)] * 5
    assert len(set(zip(*fulls, strict=True))) > 1


def test_the_lack_of_basic_finance_is_not_scored_as_zero(park: ScoringPark) -> None:
    basic = {"rd_expense", "revenue", "net_margin", "debt_ratio", "technical_staff_share"}
    declared = {indicator.id: indicator.absent for indicator in park.park.indicators if indicator.id in basic}
    assert declared.keys() == basic
    assert all(getattr(absent, "missing", None) is None for absent in declared.values())
