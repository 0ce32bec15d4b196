"""Enterprises by the million, drawn from a seed: ``uv run python -m benchmarks.population.generated FILE``.

Columns are those of ``shared_workload/enterprises.py``: money in fen, percentages in hundredths of a per
cent, counts, flags, stage and sector as text. Random bits come from SHAKE-128 over the seed, the number of
the batch and the name of what is drawn, so a seed gives the same rows, however many are asked for. Batches
are made and written one after the other, each a row group: memory does not grow with the rows.
"""

import argparse
from collections.abc import Iterator
from functools import cache
from hashlib import shake_128
from math import exp
from pathlib import Path
from statistics import NormalDist

import polars as pl
import pyarrow as pa
from benchmarks.population.workload import (
    SCORE,
    TEXTS,
    Share,
    Steps,
    Workload,
    named,
    numbers,
)
from benchmarks.shared_workload.enterprises import COUNTS, FLAGS, MONEY, SEED
from benchmarks.shared_workload.figures import SECTORS, STAGES, Indicator
from pyarrow import parquet

BATCH = 250_000
"""Rows of a row group."""
WIDE = 1 << 16
MISSING = 0.05
"""The share of cells that are not told, where any are."""


@cache
def _normal() -> pl.Series:
    """The standard normal distribution at the middle of each of 65,536 equal parts."""
    curve = NormalDist()
    return pl.Series([curve.inv_cdf((part + 0.5) / WIDE) for part in range(WIDE)])


@cache
def _turnover() -> pl.Series:
    """Yuan, by the same parts: 10 thousand to 5 billion, 20 million in the middle."""
    return pl.Series([min(max(exp(16.8 + 1.3 * one), 1e4), 5e9) for one in _normal()])


class _Bits:
    """Random numbers of one batch, by the name of what they are for."""

    def __init__(self, seed: int, batch: int, rows: int) -> None:
        self._key, self._rows = f"{seed}/{batch}", rows

    def whole(self, name: str, octets: int = 2) -> pl.Series:
        """Evenly 0 to 255, 65,535 or 4,294,967,295."""
        drawn = shake_128(f"{self._key}/{name}".encode()).digest(octets * self._rows)
        kind = {1: pa.uint8(), 2: pa.uint16(), 4: pa.uint32()}[octets]
        return pl.Series(pa.Array.from_buffers(kind, self._rows, [None, pa.py_buffer(drawn)]))

    def even(self, name: str) -> pl.Series:
        """Evenly from 0 up to 1."""
        return self.whole(name, 4).cast(pl.Float64) / float(1 << 32)

    def normal(self, name: str) -> pl.Series:
        return _normal().gather(self.whole(name))

    def chance(self, name: str, share: float) -> pl.Series:
        """True in such a share of the rows."""
        return self.whole(name) < round(share * WIDE)

    def one_of(self, name: str, values: list[int] | tuple[str, ...]) -> pl.Series:
        return pl.Series(values).gather(self.whole(name) % len(values))


def edges(workload: Workload) -> dict[str, list[int]]:
    """By column, figures at which a rule begins or ends, a step is reached, a cap is reached or half a fen is
    rounded, and those beside them.
    """
    at: dict[str, set[int]] = {}
    conditions = (*(rule.holds for rule in workload.rules), *workload.vetoes)
    for condition in conditions:
        for one in numbers(condition):
            if one.field != SCORE:
                at.setdefault(one.field, set()).add(one.number)
    for rule in workload.rules:
        found = at.setdefault(rule.amount.base, set())
        match rule.amount:
            case Share(_, rate):
                found.update((5000 // rate, 15000 // rate, rule.cap * 10000 // rate))
            case Steps(_, step, each):
                found.update((step, 3 * step, rule.cap // each * step))
            case _:
                found.add(rule.cap // rule.amount.each)
    return {
        field: sorted({number + beside for number in found for beside in (-1, 0, 1) if number + beside >= 0})
        for field, found in at.items()
    }


def batch(workload: Workload, number: int, rows: int, seed: int = SEED, missing: float = 0.0) -> pl.DataFrame:
    """Rows of one batch; fewer rows are the first ones of it."""
    bits = _Bits(seed, number, rows)
    columns = _facts(bits)
    on_edge = edges(workload)
    for field, found in sorted(on_edge.items()):
        columns[field] = _where(
            bits.chance(f"{field}/edge", 0.05), bits.one_of(f"{field}/which", found), columns[field]
        )
    # Research is exactly a twentieth of the revenue, or one fen less.
    chosen = bits.chance("twentieth", 0.03)
    yuan = columns["revenue"] // 100
    columns["revenue"] = _where(chosen, yuan * 100, columns["revenue"])
    columns["rd_expense"] = _where(
        chosen, yuan * 5 - bits.whole("twentieth/less", 1) % 2, columns["rd_expense"]
    )
    quality = (bits.normal("quality") * 0.22 + 0.58).clip(0, 1)
    for one in workload.indicators:
        columns[one.id] = _reached(bits, one, quality)
    frame = pl.DataFrame(
        {
            name: columns[name].clip(lower_bound=0) if name in MONEY else columns[name]
            for name in workload.columns
        }
    )
    if missing:
        masks = {name: bits.chance(f"{name}/missing", missing) for name in frame.columns}
        frame = frame.with_columns(
            pl.when(~mask).then(pl.col(name)).alias(name) for name, mask in masks.items()
        )
    return frame


def _where(chosen: pl.Series, value: pl.Series, other: pl.Series) -> pl.Series:
    return value.cast(pl.Int64).zip_with(chosen, other)


def _facts(bits: _Bits) -> dict[str, pl.Series]:
    revenue = _turnover().gather(bits.whole("revenue")) * (bits.even("revenue/within") * 0.06 + 0.97)

    def part(name: str, most: float, never: float = 0.0) -> pl.Series:
        share = (revenue * bits.even(name) * (most * 100)).round().cast(pl.Int64)
        return share if not never else share * (~bits.chance(f"{name}/never", never)).cast(pl.Int64)

    def up_to(name: str, most: int) -> pl.Series:
        return (bits.whole(name) % most).cast(pl.Int64)

    columns = {
        "revenue": (revenue * 100).round().cast(pl.Int64),
        "rd_expense": part("rd_expense", 0.2),
        "tax_paid": part("tax_paid", 0.12),
        "loan_interest": part("loan_interest", 0.05, 0.5),
        "equipment_invest": part("equipment_invest", 0.2, 0.4),
        "tech_contract": part("tech_contract", 0.3, 0.5),
        "tax_arrears": part("tax_arrears", 0.02, 0.95),
        "revenue_growth": ((bits.normal("revenue_growth") * 25 + 15) * 100).round().cast(pl.Int64),
        "years": up_to("years", 25),
        "employees": (bits.normal("employees") + 3.5).exp().round().cast(pl.Int64),
        "patents": up_to("patents", 30),
        "env_penalties": up_to("env_penalties", 3) * bits.chance("env_penalties/any", 0.05).cast(pl.Int64),
        "arrears_days": up_to("arrears_days", 200),
        "is_hightech": bits.chance("is_hightech", 0.45),
        "is_sme": bits.chance("is_sme", 0.8),
        "dishonest": bits.chance("dishonest", 0.02),
        "stage": bits.one_of("stage", STAGES),
        "sector": bits.one_of("sector", SECTORS),
    }
    assert set(columns) == {*MONEY, "revenue_growth", *COUNTS, *FLAGS, *TEXTS}
    return columns


def _reached(bits: _Bits, one: Indicator, quality: pl.Series) -> pl.Series:
    """What an enterprise reached in an indicator: for one in ten, a bound or just below one."""
    luck = bits.normal(one.id) * 0.22 + quality
    free = (luck.clip(0, 1.3) * (one.bounds[-1] * 1.15)).round().cast(pl.Int64)
    on_edge = [bound - below for bound in one.bounds for below in (0, 0, 1)]
    return _where(bits.chance(f"{one.id}/edge", 0.1), bits.one_of(f"{one.id}/which", on_edge), free)


def batches(workload: Workload, rows: int, seed: int = SEED, missing: float = 0.0) -> Iterator[pl.DataFrame]:
    for number, begin in enumerate(range(0, rows, BATCH)):
        yield batch(workload, number, min(BATCH, rows - begin), seed, missing)


def population(workload: Workload, rows: int, seed: int = SEED, missing: float = 0.0) -> pl.DataFrame:
    """All rows in memory."""
    return pl.concat(batches(workload, rows, seed, missing))


def write(workload: Workload, file: Path, rows: int, seed: int = SEED, missing: float = 0.0) -> None:
    """Write all rows as Parquet, one batch in memory at a time."""
    writer = None
    for frame in batches(workload, rows, seed, missing):
        table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
        if writer is None:
            writer = parquet.ParquetWriter(file, table.schema, compression="zstd", compression_level=1)
        writer.write_table(table, row_group_size=BATCH)
    if writer is not None:
        writer.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Write enterprises drawn from a seed as Parquet.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000, help="so many enterprises (1,000,000)")
    parser.add_argument("--workload", default="small", help="small, full or rules-N (small)")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--missing", action="store_true", help="5 %% of all cells are not told")
    options = parser.parse_args()
    missing = MISSING if options.missing else 0.0
    write(named(options.workload), options.file, options.rows, options.seed, missing)


if __name__ == "__main__":
    main()
