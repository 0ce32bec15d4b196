"""What a population comes to, exactly, in 64-bit integers over whole columns: what all are held against.

It is written with pyarrow's compute functions, whose checked arithmetic raises an error where a number does
not fit, and whose ``and_kleene`` and ``or_kleene`` know what follows from an unknown. Missing cells are
unknown:

- the score is unknown if any of its parts is;
- a rule by itself gives 0 if its condition is false, and is unknown if its condition is, or if that is true
  and its base is missing;
- the vetoes are Kleene's *or*;
- the total is 0 where a veto is true or all conditions are false, else unknown if the vetoes or any amount
  are.

``exact_rows.py`` says the same of one enterprise at a time, in plain Python.
"""

from collections.abc import Mapping
from functools import reduce
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from benchmarks.population.workload import (
    SCORE,
    All,
    Among,
    Amount,
    AtLeastShare,
    Compared,
    Condition,
    Each,
    Either,
    Flag,
    Share,
    Steps,
    Workload,
)
from benchmarks.shared_workload.figures import STAGES, Indicator
from pyarrow import parquet

Column = Any
Columns = Mapping[str, Column]
SIGNS = {">=": pc.greater_equal, "<=": pc.less_equal, ">": pc.greater}
ROWS = 500_000
"""Rows decided at a time."""


def results(workload: Workload, columns: pl.DataFrame) -> pl.DataFrame:
    """Score in hundredths, each rule by itself in fen, veto, total; null where unknown."""
    parts = [_batch(workload, part) for part in columns.iter_slices(ROWS)]
    return pl.concat(parts) if parts else pl.DataFrame()


def write(workload: Workload, source: Path, target: Path) -> None:
    """The results of what a Parquet file holds, one row group in memory at a time."""
    with parquet.ParquetFile(source) as file:
        writer = None
        for number in range(file.num_row_groups):
            found = results(workload, pl.DataFrame(file.read_row_group(number)))
            table = found.to_arrow(compat_level=pl.CompatLevel.oldest())
            writer = writer or parquet.ParquetWriter(target, table.schema, compression="lz4")
            writer.write_table(table)
        if writer is not None:
            writer.close()


def _batch(workload: Workload, part: pl.DataFrame) -> pl.DataFrame:
    table = part.to_arrow(compat_level=pl.CompatLevel.oldest())
    facts = {name: table[name].combine_chunks() for name in table.column_names}
    facts[SCORE] = _score(workload, facts)
    conditions = [_holds(rule.holds, facts) for rule in workload.rules]
    amounts = [
        pc.if_else(
            holds,
            pc.min_element_wise(_amount(rule.amount, facts), _whole(rule.cap), skip_nulls=False),
            _whole(0),
        )
        for rule, holds in zip(workload.rules, conditions, strict=True)
    ]
    veto = reduce(pc.or_kleene, (_holds(each, facts) for each in workload.vetoes))
    summed = pc.min_element_wise(
        reduce(pc.add_checked, amounts), _whole(workload.total_cap), skip_nulls=False
    )
    none_applies = pc.invert(pc.fill_null(reduce(pc.or_kleene, conditions), True))
    nothing = pc.or_(pc.fill_null(veto, False), none_applies)
    total = pc.if_else(nothing, _whole(0), pc.if_else(veto, _whole(0), summed))
    given = dict(zip(workload.results, (facts[SCORE], *amounts, veto, total), strict=True))
    return pl.DataFrame({name: pl.Series(column) for name, column in given.items()})


def _whole(number: int) -> Any:
    return pa.scalar(number, pa.int64())


def _score(workload: Workload, facts: Columns) -> Column:
    stage = pc.index_in(facts["stage"], pa.array(STAGES), skip_nulls=True)
    parts = []
    for one in workload.indicators:
        weights = pa.array([one.weights[each] for each in STAGES], pa.int64())
        parts.append(pc.multiply_checked(_points(one, facts[one.id]), pc.take(weights, stage)))
    return reduce(pc.add_checked, parts)


def _points(one: Indicator, value: Column) -> Column:
    """Each bound that is reached adds what lies between its points and those before it."""
    steps = [
        pc.multiply_checked(pc.greater_equal(value, _whole(bound)).cast(pa.int64()), _whole(points - before))
        for bound, points, before in zip(one.bounds, one.points[1:], one.points, strict=False)
    ]
    return pc.add_checked(reduce(pc.add_checked, steps), _whole(one.points[0]))


def _holds(condition: Condition, facts: Columns) -> Column:
    match condition:
        case All(parts):
            return reduce(pc.and_kleene, (_holds(part, facts) for part in parts))
        case Either(parts):
            return reduce(pc.or_kleene, (_holds(part, facts) for part in parts))
        case Flag(field):
            return facts[field]
        case Among(field, texts, negated):
            found = reduce(pc.or_kleene, (pc.equal(facts[field], text) for text in texts))
            return pc.invert(found) if negated else found
        case Compared(field, sign, number):
            return SIGNS[sign](facts[field], _whole(number))
        case AtLeastShare(field, of, rate):
            whole = pc.multiply_checked(facts[field], _whole(10_000))
            return pc.greater_equal(whole, pc.multiply_checked(facts[of], _whole(rate)))


def _amount(amount: Amount, facts: Columns) -> Column:
    match amount:
        case Share(base, rate):
            halves_up = pc.add_checked(pc.multiply_checked(facts[base], _whole(rate)), _whole(5000))
            return pc.divide_checked(halves_up, _whole(10_000))
        case Steps(base, step, each):
            return pc.multiply_checked(pc.divide_checked(facts[base], _whole(step)), _whole(each))
        case Each(base, each):
            return pc.multiply_checked(facts[base], _whole(each))
