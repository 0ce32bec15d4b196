"""A roster read in batches comes to what it comes to as a whole."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.exchange.frames_agree import code_of, drawn, every_read, write_sheets
from tests.exchange.vocabulary import VOCABULARY

from jifen.columns.population import Population, Reads, cell_name, told_name
from jifen.exchange.frames.credit import read_codes
from jifen.exchange.frames.reading import read_frames
from jifen.exchange.frames.scanning import scan_frames
from jifen.exchange.frames.sources import Source
from jifen.exchange.identity import CreditCodes
from jifen.language.diagnostics import DiagnosticError

READS = every_read(VOCABULARY)
OF_ALL = {"J745", "J746", "J767", "J768", "J769"}
"""What is told of totals, and of figures of all enterprises."""


def together(batches: list[Population]) -> Population:
    """Batches as one population, by code."""
    offset, tables = 0, {}
    for one in batches:
        for name, rows in one.tables.items():
            tables.setdefault(name, []).append(rows.with_columns(pl.col("row") + offset))
        offset += one.height
    frame = pl.concat([one.frame for one in batches], how="diagonal_relaxed").with_row_index("place")
    frame = frame.sort("code")
    places = frame.select(pl.col("place").cast(pl.Int64), pl.arange(0, pl.len()).alias("to"))
    joined = {
        name: pl.concat(rows, how="diagonal_relaxed")
        .join(places, left_on="row", right_on="place", maintain_order="left")
        .drop("row")
        .rename({"to": "row"})
        .sort("row", maintain_order=True)
        for name, rows in tables.items()
    }
    return Population(frame.drop("place"), joined, {})


def in_order(frame: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Whole numbers as wide as can be, since each batch is as narrow as it can be."""
    wide = frame.with_columns(pl.col(pl.Int64).cast(pl.Int128))
    every = [one for name in names for one in (name, told_name(name))]
    return wide.select([one for one in every if one in wide.columns])


def assert_same_in_batches(source: Source, size: int, reads: Reads = READS) -> int:
    whole = read_frames(source, VOCABULARY, reads, checked="all")
    scan = scan_frames(source, VOCABULARY, reads, size=size, checked="all")
    batches = list(scan)
    assert all(one.height <= size for one in batches[1:])
    found = together(batches)
    names = ["code", "name", "founded", *reads.facts]
    assert_frame_equal(in_order(found.frame, names), in_order(whole.population.frame, names))
    for table, needs in reads.tables.items():
        columns = ["row", *map(cell_name, needs)]
        assert_frame_equal(
            in_order(found.tables[table], columns), in_order(whole.population.tables[table], columns)
        )
    assert scan.counts == whole.counts
    assert scan.left_out == whole.left_out
    assert (scan.coverage, scan.notes, scan.sources) == (whole.coverage, whole.notes, whole.sources)
    told = [
        [one.to_row() for one in found if one.code not in OF_ALL] for found in (scan.problems, whole.problems)
    ]
    assert told[0] == told[1]
    return len(batches)


def standing_together(sheets: Mapping[str, pl.DataFrame]) -> Mapping[str, pl.DataFrame]:
    """The rows of each enterprise together; none of nobody, which may be of another batch's (J742)."""
    main = sheets["企业"]
    codes, _ = read_codes(main["统一社会信用代码"], CreditCodes())
    places = sorted(codes.is_not_null().arg_true(), key=codes.__getitem__)
    return {**sheets, "企业": main[places or [0]]}


def clean(count: int) -> Mapping[str, pl.DataFrame]:
    codes = [code_of(number) for number in range(1, count + 1)]
    every = [code for code in codes for _ in range(3)]
    return {
        "企业": pl.DataFrame(
            {
                "统一社会信用代码": every,
                "企业名称": [f"企业{code}" for code in every],
                "期间": ["2020", "2019", "2018"] * count,
                "营业收入（万元）": [100 + place for place in range(3 * count)],
            }
        ),
        "项目": pl.DataFrame(
            {"统一社会信用代码": codes[::-1] * 2, "编号": [f"P{n}" for n in range(2 * count)]}
        ),
    }


@pytest.mark.parametrize("shape", ["parquet", "arrow", "csv", "gb18030", "quoted"])
@pytest.mark.parametrize("size", [1, 7, 30, 1000])
def test_a_clean_roster_in_batches(
    shape: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jifen.exchange.frames.text._PIECE", 1000)
    path = write_sheets(tmp_path / "名单", clean(20), shape)
    assert assert_same_in_batches(path, size) == {1: 20, 7: 10, 30: 2, 1000: 1}[size]


def test_frames_in_memory_in_batches() -> None:
    assert assert_same_in_batches(clean(20), 6) == 10


@pytest.mark.parametrize("seed", range(100, 124))
def test_a_random_roster_in_batches(seed: int, tmp_path: Path) -> None:
    sheets = standing_together(drawn(seed))
    assert_same_in_batches(write_sheets(tmp_path / "名单", sheets, "parquet"), 25)


def test_rows_of_one_enterprise_apart_are_refused() -> None:
    sheets = clean(4)
    apart = pl.concat([sheets["企业"], sheets["企业"].head(1).with_columns(pl.lit("2017").alias("期间"))])
    with pytest.raises(DiagnosticError) as caught:
        list(scan_frames({"企业": apart}, VOCABULARY, READS, size=6))
    (found,) = caught.value.diagnostics
    assert (found.code, code_of(1) in found.message) == ("J816", True)


def test_a_roster_without_the_sheet_is_refused(tmp_path: Path) -> None:
    path = write_sheets(tmp_path / "名单", {"甲": clean(2)["企业"]}, "parquet")
    with pytest.raises(ValueError, match="企业"):
        scan_frames(path, VOCABULARY, READS)
