"""How far what one way gave is from what another gave, counted in enterprises."""

from typing import NamedTuple

import polars as pl
from benchmarks.population.workload import Workload


class Differences(NamedTuple):
    """Enterprises that differ; an unknown differs from anything known."""

    enterprises: int
    """In anything at all."""
    score: int
    amounts: int
    veto: int
    total: int
    told_unknown: int
    """Of all: those of which something is told that is unknown."""
    most_fen: int
    """The greatest difference of an amount or a total, where both are known."""


def differences(workload: Workload, found: pl.DataFrame, expected: pl.DataFrame) -> Differences:
    """Both in the columns of ``workload.results``, null where unknown."""
    names = workload.results
    assert tuple(found.columns) == names and found.height == expected.height, (
        "not results of the same enterprises"
    )
    differing = {name: found[name].ne_missing(expected[name]) for name in names}
    invented = {name: found[name].is_not_null() & expected[name].is_null() for name in names}
    money = [name for name in names if name not in ("score", "veto")]
    apart = [(found[name] - expected[name]).abs().max() for name in money]
    return Differences(
        _count(differing, names),
        _count(differing, ("score",)),
        _count(differing, tuple(rule.id for rule in workload.rules)),
        _count(differing, ("veto",)),
        _count(differing, ("total",)),
        _count(invented, names),
        max((int(one) for one in apart if isinstance(one, int | float)), default=0),
    )


def _count(differing: dict[str, pl.Series], names: tuple[str, ...]) -> int:
    return int(
        pl.DataFrame([differing[name] for name in names])
        .select(pl.any_horizontal(pl.all()))
        .to_series()
        .sum()
    )
