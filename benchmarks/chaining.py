"""Hold chaining by durable-rules against three-valued logic in plain Python, on random theories and atoms:
``uv run python benchmarks/chaining.py [--theories N] [--evaluations M] [--seed S]``.

Told are the agreements, the shapes of the theories, derivations per second, memory, and what one derivation
of 60 rules takes. It ends with 1 if a single evaluation differs. A seed gives the same theories and atoms.
"""

import argparse
import gc
import resource
import sys
from collections import Counter
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.evaluation.durable.kleene import derived_from, kleene  # noqa: E402
from tests.evaluation.durable.theories import random_atoms, random_theory, shape  # noqa: E402

from jifen.evaluation.chaining import Conclusion, Theory, stratified  # noqa: E402
from jifen.evaluation.durable import DurableChainer  # noqa: E402
from jifen.model.expression import AllOf, AnyOf, NoneOf, Ref  # noqa: E402

RULES = 60
SHOWN = 5


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--theories", type=int, default=200)
    parser.add_argument("--evaluations", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    for unknown in (0, 10):
        print(speed(unknown))
    return compared(told.theories, told.evaluations, told.seed)


def compared(theories: int, evaluations: int, seed: int) -> int:
    """Derive each evaluation twice, compare, and tell; 1 if any differs."""
    shapes: tuple[Counter[int], ...] = (Counter(), Counter(), Counter())
    differing: list[tuple[int, dict[str, bool | None]]] = []
    built = chained = plain = 0.0
    values_told: Counter[bool | None] = Counter()
    begun = perf_counter()
    memory = 0
    for number in range(theories):
        random = Random(f"{seed}/{number}")
        theory = random_theory(random)
        for counter, figure in zip(shapes, shape(theory), strict=True):
            counter[figure] += 1
        start = perf_counter()
        chainer = DurableChainer(theory)
        built += perf_counter() - start
        for _ in range(evaluations * (number + 1) // theories - evaluations * number // theories):
            atoms = random_atoms(random, theory)
            start = perf_counter()
            derived = chainer.derive(atoms)
            middle = perf_counter()
            values = kleene(theory, atoms)
            plain += perf_counter() - middle
            chained += middle - start
            values_told.update(values.values())
            if derived != derived_from(theory, values):
                differing.append((number, atoms))
        if number == theories // 10:
            memory = peak()
    print(f"{evaluations} evaluations of {theories} theories, seed {seed}, {perf_counter() - begun:.0f} s")
    print(f"agree: {evaluations - len(differing)}, differ: {len(differing)}")
    for number, atoms in differing[:SHOWN]:
        print(f"  theory {number}: {atoms}")
    print(f"conclusions: {values_told[True]} true, {values_told[False]} false, {values_told[None]} unknown")
    for name, counter in zip(("strata", "conclusions", "negations"), shapes, strict=True):
        print(f"{name}: {histogram(counter)}")
    print(f"durable-rules: {evaluations / chained:.0f} derivations a second")
    print(f"to build a theory: {built / theories * 1e3:.2f} ms")
    print(f"plain Python: {evaluations / plain:.0f} a second")
    print(f"peak memory: {peak() // 1024} MB, after a tenth of the theories {memory // 1024} MB")
    return 1 if differing else 0


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def histogram(counter: Counter[int]) -> str:
    """How often each figure came; of many figures, in steps of five."""
    width = 1 if len(counter) <= 10 else 5
    steps: Counter[int] = Counter()
    for figure, times in counter.items():
        steps[figure // width * width] += times
    return ", ".join(
        f"{low if width == 1 else f'{low}-{low + width - 1}'}: {times}"
        for low, times in sorted(steps.items())
    )


def sixty_rules(random: Random) -> Theory:
    """Rules of three conditions; every third rests on a rule before it, some on one that must not hold."""
    atoms = [f"a{number}" for number in range(80)]
    rules: list[Conclusion] = []
    for number in range(RULES):
        parts = [Ref(atom) for atom in random.sample(atoms, 3)]
        if number % 3 == 2:
            parts[0] = Ref(random.choice(rules).name)
        if number % 4 == 1:
            condition = AllOf((parts[0], AnyOf((parts[1], parts[2]))))
        elif number % 10 == 9:
            condition = AllOf((NoneOf((Ref(random.choice(rules).name),)), *parts[:2]))
        else:
            condition = AllOf(tuple(parts))
        rules.append(Conclusion(f"r{number}", condition))
    return stratified(rules, atoms)


def speed(unknown: int) -> str:
    """The time of one derivation of 60 rules of which some 25 hold, with some per cent of atoms unknown."""
    random = Random(60)
    theory = sixty_rules(random)
    chainer = DurableChainer(theory)
    found = 0
    while not 24 <= found <= 26:
        atoms = {
            name: None if random.random() * 100 < unknown else random.random() < 0.85 for name in theory.atoms
        }
        found = len(chainer.derive(atoms).certain)
    times = []
    gc.collect()
    for _ in range(2000):
        start = perf_counter()
        chainer.derive(atoms)
        times.append(perf_counter() - start)
    possible = len(chainer.derive(atoms).possible)
    return (
        f"{RULES} rules, {found} certain, {possible} possible, {unknown} % unknown: "
        f"{median(times) * 1e3:.2f} ms a derivation"
    )


if __name__ == "__main__":
    sys.exit(main())
