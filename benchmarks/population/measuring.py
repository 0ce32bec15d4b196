"""Time what decides a population, every variant in a process of its own.

In each round all variants decide the same rows, one after the other; the ratio is that of the
seconds for a row to those of Polars written by hand, in the same round. What is given is held against
``exact.py``.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.population import peers
from benchmarks.population.child import Absent, Process
from benchmarks.population.workload import Workload, named

Told = dict[str, Any]
SHORT = 20_000
"""Of fewer rows the runs are repeated until so many rows are decided."""


class Data:
    """Populations and what they come to, written when they are first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def files(self, workload: Workload, rows: int, missing: bool) -> tuple[Path, Path]:
        from benchmarks.population import exact, generated

        name = f"{workload.name}-{rows}-{'missing' if missing else 'complete'}"
        source, expected = self._folder / f"{name}.parquet", self._folder / f"{name}-exact.parquet"
        if not expected.exists():
            say(f"drawing {rows:,} enterprises: {workload.name}, {'missing' if missing else 'complete'}")
            share = generated.MISSING if missing else 0.0
            generated.write(workload, source, rows, missing=share)
            exact.write(workload, source, expected)
        return source, expected

    def given(self) -> Path:
        return self._folder / "given.parquet"

    def forget(self) -> None:
        for file in self._folder.iterdir():
            file.unlink()


@contextmanager
def data() -> Iterator[Data]:
    with TemporaryDirectory(prefix="jifen-population-") as folder:
        yield Data(Path(folder))


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def started(
    variants: Mapping[str, peers.Variant], workload: Workload, missing: bool, cores: int
) -> tuple[dict[str, Process], dict[str, str]]:
    """Live processes, and why others are not there."""
    live: dict[str, Process] = {}
    absent: dict[str, str] = {}
    for name, one in variants.items():
        try:
            live[name] = Process(one.module, one.option, workload.name, missing, cores)
        except Absent as error:
            absent[name] = str(error)
    return live, absent


def in_memory(
    held: Data, workload: Workload, rows: int, missing: bool, rounds: int, names: Sequence[str] = ()
) -> Told:
    """All variants, or those that are named, on the same rows in memory, on one core."""
    source, expected = held.files(workload, rows, missing)
    say(f"{workload.name}, {rows:,} rows, {'5 % missing' if missing else 'complete'}")
    variants = peers.for_(workload, missing)
    variants = {name: one for name, one in variants.items() if not names or name in names}
    live, absent = started(variants, workload, missing, 1)
    try:
        loaded = {
            name: one.order("load", file=str(source), rows=variants[name].at_most)
            for name, one in live.items()
        }
        runs: dict[str, list[Told]] = {name: [] for name in live}
        for name, one in live.items():
            loaded[name]["peak"] = one.order("run")["peak"]  # before anything is compared
            loaded[name]["differ"] = one.order("check", expected=str(expected))
        for _ in range(rounds):
            for name, one in live.items():
                runs[name].append(one.order("run", times=max(1, SHORT // loaded[name]["rows"])))
    finally:
        for one in live.values():
            one.end()
    return {
        "workload": workload.name,
        "rows": rows,
        "rules": len(workload.rules),
        "missing": missing,
        "rounds": rounds,
        "variants": summed_up(runs, loaded, "processor"),
        "absent": absent,
    }


def summed_up(runs: Mapping[str, Sequence[Told]], loaded: Mapping[str, Told], clock: str) -> dict[str, Told]:
    """Rows a second, and ratios of the time for a row within each round, by ``processor`` or ``seconds``."""
    a_row = {name: [one[clock] / loaded[name]["rows"] for one in own] for name, own in runs.items()}
    base = a_row.get(peers.BASE)
    told = {}
    for name, own in a_row.items():
        entry = {
            "rows": loaded[name]["rows"],
            "per_second": round(1 / median(own)),
            "seconds": round(median(one[clock] for one in runs[name]), 5),
            "held_mb": _rounded(loaded[name].get("held")),
            "peak_mb": _rounded(loaded[name].get("peak") or runs[name][0]["peak"]),
            "differ": loaded[name]["differ"],
        }
        if base is not None:
            entry |= ratios(own, base)
        told[name] = entry
    return told


def ratios(own: Sequence[float], base: Sequence[float]) -> Told:
    every = [mine / other for mine, other in zip(own, base, strict=True)]
    return {
        "ratio": round(median(every), 2),
        "least": round(min(every), 2),
        "greatest": round(max(every), 2),
    }


def _rounded(value: float | None) -> int | None:
    return None if value is None else round(value)


def between_files(held: Data, workload: Workload, rows: int, missing: bool, cores: int, rounds: int) -> Told:
    """Parquet to Parquet, for those that can: seconds, and the most memory that the process held."""
    source, expected = held.files(workload, rows, missing)
    say(f"{workload.name}, Parquet to Parquet, {rows:,} rows, {cores} cores")
    variants = {name: one for name, one in peers.VARIANTS.items() if name in (peers.BASE, peers.ENGINE)}
    live, absent = started(variants, workload, missing, cores)
    runs: dict[str, list[Told]] = {}
    loaded: dict[str, Told] = {}
    target = str(held.given())
    for number in range(rounds):
        for name, one in live.items():
            try:
                run = one.order("stream", source=str(source), target=target)
            except Absent as error:
                absent[name] = str(error)
                continue
            runs.setdefault(name, []).append(run)
            if not number:
                loaded[name] = {"rows": rows}
                checker = Process(variants[name].module, variants[name].option, workload.name, missing, cores)
                loaded[name]["differ"] = checker.order("check_file", target=target, expected=str(expected))
                checker.end()
    for one in live.values():
        one.end()
    return {
        "workload": workload.name,
        "rows": rows,
        "rules": len(workload.rules),
        "missing": missing,
        "rounds": rounds,
        "cores": cores,
        "megabytes": round(source.stat().st_size / 1e6),
        "variants": summed_up(runs, loaded, "seconds"),
        "absent": absent,
    }


def growth_by_rules(held: Data, counts: Sequence[int], rows: int, rounds: int) -> list[Told]:
    """More and more rules over the same tables: the engine, beside Polars written by hand."""
    return [
        in_memory(held, named(f"rules-{count}"), rows, False, rounds, (peers.BASE, peers.ENGINE))
        for count in counts
    ]
