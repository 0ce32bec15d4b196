"""Populations of the shared workload: how they are drawn, their exact results, what a peer gives."""

from pathlib import Path

import polars as pl
import pytest
from benchmarks.population import exact, exact_rows, generated, polars_integers, policies
from benchmarks.population.comparing import Differences, differences
from benchmarks.population.workload import SIZES, All, AtLeastShare, Compared, Flag, Share, of_rules
from benchmarks.shared_workload import oracle
from benchmarks.shared_workload.enterprises import MONEY, fields
from benchmarks.shared_workload.library import Results, enterprise_of
from polars.testing import assert_frame_equal

SMALL, FULL = SIZES["small"], SIZES["full"]
ROWS = 2000
NOTHING = Differences(0, 0, 0, 0, 0, 0, 0)


def test_the_small_size_is_the_shared_workload_and_the_full_one_has_the_same_first_tables() -> None:
    assert SMALL.columns == fields()
    assert [(rule.id, rule.cap) for rule in SMALL.rules] == [
        (rule, cap * 100) for rule, (_, _, cap) in oracle.RULES.items()
    ]
    assert (len(FULL.indicators), len(FULL.rules)) == (61, 60)
    assert [one.points for one in FULL.indicators[:20]] == [one.points for one in SMALL.indicators]
    assert all(
        sum(one.weights[stage] for one in FULL.indicators) == 1000 for stage in ("start", "growth", "stable")
    )


def test_a_variant_of_a_rule_has_other_thresholds_a_lower_rate_and_a_lower_cap() -> None:
    rule = next(rule for rule in FULL.rules if rule.id == "r02_3")
    assert isinstance(rule.holds, All)
    assert rule.holds.parts[0] == Compared("score", ">=", 64_00)
    assert rule.holds.parts[2] == Compared("rd_expense", ">=", 1_750_000_00)
    assert (rule.amount, rule.cap) == (Share("rd_expense", 400), 400_000_00)
    assert next(rule for rule in FULL.rules if rule.id == "r11_2").holds == All(
        (Compared("employees", ">=", 74), Compared("revenue_growth", ">=", 3000), Flag("is_sme"))
    )
    assert AtLeastShare("rd_expense", "revenue", 500) in FULL.rules[9 + 4 * 12].holds.parts[1].parts


def test_a_seed_gives_the_same_rows_however_many_are_drawn() -> None:
    few, many = generated.population(SMALL, 50), generated.population(SMALL, 500)
    assert_frame_equal(few, many.head(50))
    assert not few.equals(generated.population(SMALL, 50, seed=1))
    assert many.schema == {
        name: pl.Boolean
        if name in ("is_hightech", "is_sme", "dishonest")
        else pl.String
        if name in ("stage", "sector")
        else pl.Int64
        for name in fields()
    }


def test_values_lie_on_bounds_and_just_below() -> None:
    drawn = generated.population(SMALL, ROWS)
    assert drawn.null_count().sum_horizontal().item() == 0
    for one in SMALL.indicators:
        values = set(drawn[one.id])
        assert {*one.bounds, *(bound - 1 for bound in one.bounds)} <= values
    for field, numbers in generated.edges(SMALL).items():
        assert len(values := set(drawn[field]) & set(numbers)) > len(numbers) * 0.8, values
    twentieth = drawn.filter(pl.col("rd_expense") * 20 == pl.col("revenue")).height
    just_not = drawn.filter((pl.col("rd_expense") + 1) * 20 == pl.col("revenue")).height
    assert twentieth > 10 and just_not > 10
    assert drawn.select(pl.col(MONEY).min()).min_horizontal().item() >= 0


def test_five_per_cent_of_the_cells_are_missing_and_the_others_stay() -> None:
    complete, gaps = generated.population(SMALL, ROWS), generated.population(SMALL, ROWS, missing=0.05)
    share = gaps.null_count().sum_horizontal().item() / (gaps.height * gaps.width)
    assert 0.045 < share < 0.055
    assert all(0 < gaps[name].null_count() < ROWS * 0.1 for name in gaps.columns)
    filled = gaps.with_columns(gaps[name].fill_null(complete[name]) for name in gaps.columns)
    assert_frame_equal(filled, complete)


def test_what_is_written_is_what_is_drawn_batch_by_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generated, "BATCH", 300)
    file, results = tmp_path / "drawn.parquet", tmp_path / "exact.parquet"
    generated.write(SMALL, file, 1000, missing=0.05)
    drawn = pl.read_parquet(file)
    assert_frame_equal(drawn, generated.population(SMALL, 1000, missing=0.05))
    assert drawn["revenue"].n_unique() > 700  # batches are not the same one again
    exact.write(SMALL, file, results)
    assert_frame_equal(pl.read_parquet(results), exact.results(SMALL, drawn))


def test_columns_come_to_what_the_shared_oracle_gives_row_by_row() -> None:
    drawn = generated.population(SMALL, ROWS)
    expected = [
        (one.score, *one.amounts.values(), one.veto, one.total)
        for one in map(oracle.result, drawn.iter_rows(named=True))
    ]
    assert exact.results(SMALL, drawn).rows() == expected


@pytest.mark.parametrize("workload", [SMALL, FULL, of_rules(100)], ids=lambda one: one.name)
@pytest.mark.parametrize("missing", [0.0, 0.01, 0.05])
def test_columns_come_to_what_each_row_comes_to_by_itself(workload, missing) -> None:
    drawn = generated.population(workload, 500, missing=missing)
    expected = [tuple(exact_rows.result(workload, row).values()) for row in drawn.iter_rows(named=True)]
    assert exact.results(workload, drawn).rows() == expected


def test_what_follows_from_missing_cells() -> None:
    drawn = generated.population(SMALL, ROWS, missing=0.01)
    found = exact.results(SMALL, drawn)
    both = pl.concat([drawn, found], how="horizontal")
    assert both.filter(pl.col("dishonest"))["total"].to_list() == [0] * both.filter("dishonest").height
    unknown_veto = both.filter(pl.col("veto").is_null())
    assert unknown_veto.height > 10
    assert set(unknown_veto["total"]) == {None, 0}  # 0 where no rule applies anyway
    not_supported = both.filter(pl.col("equipment_invest").is_null() & ~pl.col("is_sme"))
    assert set(not_supported["r04"]) == {0}
    base_missing = both.filter(pl.col("equipment_invest").is_null() & (pl.col("sector") == "green"))
    assert set(base_missing["r10"]) == {None}
    assert both.filter(pl.col("stage").is_null())["score"].null_count() == both["stage"].null_count() > 0


@pytest.mark.parametrize("option", ["", "streaming"])
@pytest.mark.parametrize("missing", [0.0, 0.05])
@pytest.mark.parametrize("workload", [SMALL, FULL], ids=lambda one: one.name)
def test_polars_written_by_hand_gives_what_is_exact(workload, missing, option) -> None:
    drawn = generated.population(workload, ROWS, missing=missing)
    peer = polars_integers.Peer(workload, bool(missing), option)
    found = peer.normalise(peer.run(peer.load(drawn)))
    assert differences(workload, found, exact.results(workload, drawn)) == NOTHING


def test_polars_streams_from_parquet_to_parquet(tmp_path: Path) -> None:
    source, target = tmp_path / "drawn.parquet", tmp_path / "given.parquet"
    generated.write(SMALL, source, ROWS, missing=0.05)
    polars_integers.Peer(SMALL, True).stream(source, target)
    expected = exact.results(SMALL, pl.read_parquet(source))
    assert differences(SMALL, pl.read_parquet(target), expected) == NOTHING


def test_differences_are_counted_in_enterprises() -> None:
    expected = exact.results(SMALL, generated.population(SMALL, 4))
    row = pl.int_range(pl.len())
    found = expected.with_columns(
        (pl.col("r01") + (row == 0) * 7).alias("r01"),
        (pl.col("total") - (row <= 1) * 9).alias("total"),
        pl.when(row != 2).then(pl.col("veto")).alias("veto"),
    )
    assert differences(SMALL, found, expected) == Differences(3, 0, 1, 1, 2, 0, 9)
    assert differences(SMALL, expected, found) == Differences(3, 0, 1, 1, 2, 1, 9)


@pytest.mark.parametrize(
    ("workload", "missing", "rows"), [(SMALL, 0.0, 100), (SMALL, 0.02, 100), (FULL, 0.0, 50), (FULL, 0.02, 5)]
)
def test_the_engine_decides_the_written_policies_as_they_come_to_exactly(workload, missing, rows) -> None:
    results = Results(policies.opened(workload))
    drawn = generated.population(workload, rows, missing=missing)
    expected = exact.results(workload, drawn)
    for number, (row, exactly) in enumerate(
        zip(drawn.iter_rows(named=True), expected.iter_rows(named=True), strict=True)
    ):
        enterprise = enterprise_of(number, row, workload.indicators)
        assert results.by_itself(enterprise) == {rule.id: exactly[rule.id] for rule in workload.rules}
        assert results.total(enterprise) == exactly["total"]
        assert results.score(enterprise) == exactly["score"]


def test_a_folder_of_many_rules_is_as_many_policies(tmp_path: Path) -> None:
    folder = policies.write(of_rules(120), tmp_path)
    assert [file.name for file in sorted(folder.iterdir())] == [
        f"population-00{number}.toml" for number in (1, 2, 3)
    ]
    rules = of_rules(1000).rules
    assert len({(rule.holds, rule.amount, rule.cap) for rule in rules}) == 1000
