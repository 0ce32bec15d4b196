"""Hold the chaining of rules against the plan, on random libraries of policies and random enterprises:
``uv run python benchmarks/agreement.py [--libraries N] [--evaluations M] [--seed S]``.

Each library is written as TOML, read, checked, lowered and settled like any other; an evaluation decides one
enterprise by all of it, derives its statuses, vetoes and rules once more by durable-rules, and compares. Told
are the agreements, the constructs of the libraries and the values of conclusions. A library that differs is
printed as its policy files. It ends with 1 if any evaluation differs. A seed gives the same of everything.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path
from random import Random
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.settlement.random_libraries import DAY, Drawn, drawn, enterprise  # noqa: E402

from jifen.evaluation.chaining import ChainingMismatch  # noqa: E402
from jifen.model.enterprise import Enterprise  # noqa: E402

POOL = 5000


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--libraries", type=int, default=50)
    parser.add_argument("--evaluations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    return compared(told.libraries, told.evaluations, told.seed)


def compared(libraries: int, evaluations: int, seed: int) -> int:
    """Decide each evaluation both ways; 1 if any differs."""
    begun = perf_counter()
    random = Random(f"enterprises/{seed}")
    pool = [enterprise(random) for _ in range(min(POOL, evaluations))]
    shapes: Counter[str] = Counter()
    values: Counter[bool | None] = Counter()
    texts: set[tuple[str, ...]] = set()
    done = differing = 0
    for number in range(libraries):
        library = drawn(Random(f"{seed}/{number}"))
        shapes.update(library.shape.keys())
        texts.add(library.texts)
        share = (evaluations - done) // (libraries - number)
        chosen = Random(f"{seed}/{number}/who").sample(pool, min(share, len(pool)))
        differing += _held_together(library, chosen, values)
        done += len(chosen)
    seconds = perf_counter() - begun
    print(f"seed {seed}: {done:,} evaluations over {len(texts):,} distinct libraries in {seconds:.0f} s")
    print(f"{differing:,} differ")
    print("libraries with: " + ", ".join(f"{name} {count:,}" for name, count in sorted(shapes.items())))
    print(f"conclusions: {values[True]:,} hold, {values[False]:,} do not, {values[None]:,} unknown")
    return 1 if differing else 0


def _held_together(library: Drawn, enterprises: list[Enterprise], values: Counter[bool | None]) -> int:
    decider = library.decider()
    assert decider.chained is not None, "needs durable-rules"
    differing = 0
    for one in enterprises:
        try:
            values.update(decider.agrees(one, DAY).values())
        except ChainingMismatch as error:
            if not differing:
                print(error, *library.texts, one, sep="\n", file=sys.stderr)
            differing += 1
    return differing


if __name__ == "__main__":
    sys.exit(main())
