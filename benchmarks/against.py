"""Hold the shared workload against the one that rule engines were compared on before, where that is at
hand: ``uv run --with-requirements benchmarks/requirements-peers.txt python benchmarks/against.py --against
FOLDER``.

The folder has a ``spec.py`` with tables, weights and rules, and a ``gen.py`` that draws enterprises and
decides them. In both sizes tables, weights, rules, vetoes and the cap over the total have to be the same,
and the exact results: of the enterprises that are drawn there, and of those that are drawn here. It ends
with 1 where anything differs.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import polars as pl  # noqa: E402
from benchmarks.population import exact, generated  # noqa: E402
from benchmarks.population.workload import (  # noqa: E402
    SCORE,
    SIZES,
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
from benchmarks.shared_workload.figures import COUNT, SECTORS, STAGES  # noqa: E402


def modules(folder: Path, size: str) -> tuple[ModuleType, ModuleType]:
    """The other's figures and its generator, in a size."""
    os.environ["PEER_SIZE"] = size
    for name in ("spec", "gen"):
        sys.modules.pop(name, None)
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module("spec"), importlib.import_module("gen")
    finally:
        sys.path.remove(str(folder))


def whole(text: str, times: int) -> int:
    number = Fraction(text) * times
    assert number.denominator == 1, f"{text} is no whole number of parts"
    return int(number)


class Other:
    """What the other says, in the words of ``workload.py``."""

    def __init__(self, workload: Workload, spec: ModuleType) -> None:
        self._spec = spec
        self._hundredths = workload.hundredths | {SCORE}

    def _unit(self, field: str) -> int:
        return 100 if field in self._hundredths else 1

    def condition(self, told: Sequence[Any]) -> Condition:
        match told:
            case ("and", *parts):
                return All(tuple(map(self.condition, parts)))
            case ("or", *parts):
                return Either(tuple(map(self.condition, parts)))
            case ("is", field):
                return Flag(field)
            case ("in", field, texts):
                return Among(field, tuple(texts))
            case (sign, (_, field), ("s", text)):
                return Among(field, (text,), sign == "!=")
            case (">=", (_, field), ("*", (_, of), (_, rate))):
                return AtLeastShare(field, of, whole(rate, 10_000))
            case (sign, (_, field), ("n", number)):
                return Compared(field, sign, whole(number, self._unit(field)))
        raise ValueError(told)

    def amount(self, told: dict[str, str]) -> Amount:
        base = told["base"]
        match told["kind"]:
            case "pct":
                return Share(base, whole(told["rate"], 10_000))
            case "step":
                return Steps(base, whole(told["size"], self._unit(base)), whole(told["unit"], 100))
        return Each(base, whole(told["unit"], 100))


def figures(workload: Workload, spec: ModuleType) -> Iterator[str]:
    """What of tables, weights and rules differs."""
    other = Other(workload, spec)
    if set(spec.FIELDS) != set(workload.columns):
        yield "names of the columns"
    for number, one in enumerate(workload.indicators):
        bounds, points = spec.TIERS[one.id]
        unit = 1 if one.kind == COUNT else 100
        if tuple(whole(bound, unit) for bound in bounds) != one.bounds or tuple(points) != one.points:
            yield f"table {one.id}"
        if any(spec.WEIGHTS[stage][number] != one.weights[stage] for stage in STAGES):
            yield f"weights of {one.id}"
    if [rule[0] for rule in spec.RULES] != [rule.id for rule in workload.rules]:
        yield "names of the rules"
    for (name, holds, amount), rule in zip(spec.RULES, workload.rules, strict=True):
        if other.condition(holds) != rule.holds:
            yield f"condition of {name}"
        if (other.amount(amount), whole(amount["cap"], 100)) != (rule.amount, rule.cap):
            yield f"amount of {name}"
    if tuple(other.condition(veto) for _, veto in spec.VETOES) != workload.vetoes:
        yield "vetoes"
    if whole(spec.TOTAL_CAP, 100) != workload.total_cap:
        yield "cap over the total"


def ours(workload: Workload, drawn: dict[str, Any]) -> pl.DataFrame:
    """Their columns as ours: there counts of indicators are hundredths, and texts numbers."""
    counts = {one.id for one in workload.indicators if one.kind == COUNT}
    columns = {name: drawn[name] // 100 if name in counts else drawn[name] for name in workload.columns}
    texts = {
        name: pl.Series(each).gather(columns[name]) for name, each in (("stage", STAGES), ("sector", SECTORS))
    }
    return pl.DataFrame({**columns, **texts})


def theirs(workload: Workload, columns: pl.DataFrame) -> dict[str, Any]:
    """Our columns as theirs."""
    counts = {one.id for one in workload.indicators if one.kind == COUNT}
    drawn = {name: columns[name].to_numpy() for name in columns.columns}
    drawn |= {name: drawn[name] * 100 for name in counts}
    for name, texts in (("stage", STAGES), ("sector", SECTORS)):
        drawn[name] = columns[name].cast(pl.Enum(texts)).to_physical().cast(pl.Int64).to_numpy()
    return drawn


def differing(workload: Workload, found: pl.DataFrame, expected: dict[str, Any]) -> int:
    """Enterprises of which anything differs."""
    columns = dict(
        zip(
            workload.results,
            (expected["score"], *expected["amounts"], expected["veto"], expected["total"]),
            strict=True,
        )
    )
    unlike = [found[name].to_numpy() != column for name, column in columns.items()]
    return int(np.logical_or.reduce(unlike).sum())


def main() -> int:
    parser = argparse.ArgumentParser(description="Hold the shared workload against another folder's.")
    parser.add_argument(
        "--against", type=Path, required=True, metavar="FOLDER", help="has spec.py and gen.py"
    )
    parser.add_argument("--rows", type=int, default=100_000, help="enterprises, of each side (100,000)")
    options = parser.parse_args()
    total = 0
    for size, workload in SIZES.items():
        spec, gen = modules(options.against.resolve(), size)
        unlike = list(figures(workload, spec))
        drawn_there = gen.gen(options.rows)
        there = differing(
            workload, exact.results(workload, ours(workload, drawn_there)), gen.oracle(drawn_there)
        )
        drawn_here = generated.population(workload, options.rows)
        here = differing(
            workload, exact.results(workload, drawn_here), gen.oracle(theirs(workload, drawn_here))
        )
        print(
            f"{size}: {len(workload.indicators)} tables with weights by stage, {len(workload.rules)} rules, "
            f"{len(workload.vetoes)} vetoes, the cap: {', '.join(unlike) or 'nothing'} differs"
        )
        print(f"{size}: exact results of {options.rows:,} enterprises drawn there: {there:,} differ")
        print(f"{size}: exact results of {options.rows:,} enterprises drawn here: {here:,} differ")
        total += len(unlike) + there + here
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
