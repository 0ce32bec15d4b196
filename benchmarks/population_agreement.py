"""Hold what columns come to against one by one, on random parks, libraries and populations, by the million:
``uv run python benchmarks/population_agreement.py [--pairs N] [--agreements M] [--seed S]``.

Parks and policies are written as TOML, read, checked and lowered like any other. A pair is a park and a
library of policies for it; an agreement is one enterprise decided by both of a pair in both ways with
everything equal: every value that outcomes are read from, scores and cohorts, and of some of each population
whole cards and decisions. Told are the agreements, the constructs that were met, the absences, and the
definitions that went one by one. The first pair that differs is made smaller and printed as its files. It
ends with 1 if any differs. A seed gives the same of everything; processes of different seeds may run beside
each other.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from random import Random
from time import perf_counter

from attrs import field, frozen, mutable

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.agreement.drawing import Drawing  # noqa: E402
from tests.agreement.enterprises import MOODS, population  # noqa: E402
from tests.agreement.example import Example, found_smaller  # noqa: E402
from tests.agreement.holding import differing, faults_differing  # noqa: E402
from tests.agreement.parks import OpenedPark, drawn_park  # noqa: E402
from tests.agreement.policies import DAY, YEAR, Library, drawn_library  # noqa: E402

from jifen.cohort.scoring import Scored  # noqa: E402
from jifen.columns.population import holds, population_of  # noqa: E402
from jifen.columns.scoring import ScoreColumns, rows_of  # noqa: E402
from jifen.columns.settling import SettlementColumns  # noqa: E402
from jifen.columns.slots import BeyondError  # noqa: E402
from jifen.evaluation.outcomes import wanted_of  # noqa: E402
from jifen.evaluation.program import Row, Slot  # noqa: E402
from jifen.model.enterprise import Absence, Enterprise  # noqa: E402
from jifen.model.period import Period  # noqa: E402
from jifen.plan.nodes import Call, leaves  # noqa: E402

LIBRARIES = 8
"""So many libraries are drawn for each park."""
TOLD = 1_000
"""After so many pairs it says how far it is."""
WHOLE, OFTEN = 20, 4
"""Of so many enterprises the whole decisions are compared, of one in so many populations."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=100)
    parser.add_argument("--agreements", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    return Counting(told.pairs, told.agreements, told.seed).run()


@frozen
class Pool:
    """The enterprises of a park, and what they score by year, one by one."""

    park: OpenedPark
    enterprises: Sequence[Enterprise]
    scored: dict[int, Scored] = field(factory=dict)

    def years(self, years: Sequence[int]) -> Mapping[int, Scored]:
        """The scores of some years."""
        for year in years:
            if year not in self.scored:
                self.scored[year] = self.park.park.scorer(Period(year)).many(self.enterprises, DAY)
        return {year: self.scored[year] for year in years}


@mutable
class Counting:
    """What is counted on the way."""

    pairs: int
    agreements: int
    seed: int
    texts: set[tuple[str, ...]] = field(factory=set)
    parks: set[str] = field(factory=set)
    constructs: Counter[str] = field(factory=Counter)
    absences: Counter[str] = field(factory=Counter)
    islands: Counter[str] = field(factory=Counter)
    calls: frozenset[str] = frozenset()
    """The definitions of the park at hand that call a function."""
    seconds: Counter[str] = field(factory=Counter)
    agreed: int = 0
    differing: int = 0
    beyond: int = 0

    def run(self) -> int:
        """Decide all pairs both ways; 1 if any differs."""
        begun, done = perf_counter(), 0
        while done < self.pairs:
            count = min(LIBRARIES, self.pairs - done)
            size = round((self.agreements - self.agreed) / (self.pairs - done))
            self._park(done, count, max(1, size))
            done += count
            if done % TOLD < LIBRARIES:
                spent = perf_counter() - begun
                print(
                    f"{done:,} pairs, {self.agreed:,} agreements, {spent:.0f} s", file=sys.stderr, flush=True
                )
        self._tell(perf_counter() - begun)
        return 1 if self.differing else 0

    def _park(self, number: int, count: int, size: int) -> None:
        drawing = Drawing(Random(f"park/{self.seed}/{number}"), self.constructs)
        begun = perf_counter()
        park = drawn_park(drawing)
        pools = [Pool(park, population(drawing, size, mood)) for mood in ("plain", drawing.one(MOODS[3:]))]
        self.parks.add(park.text)
        definitions = park.park.plan.definitions
        self.calls = frozenset(
            one.name for one in definitions if any(isinstance(node, Call) for node in leaves(one.node))
        )
        self._spent("drawing parks and enterprises", begun)
        for pool in pools:
            self._scores(pool, drawing)
        for place in range(count):
            begun = perf_counter()
            library = drawn_library(drawing, park)
            library.decider()
            self._spent("drawing and opening libraries", begun)
            # Two of three populations have plain figures: where some are huge, most goes one by one.
            self._pair(library, pools[place % 3 == 2])

    # ------------------------------------------------------------ a pair

    def _scores(self, pool: Pool, drawing: Drawing) -> None:
        """The scores of a park, whole cards included."""
        begun = perf_counter()
        (expected,) = pool.years([YEAR.year]).values()
        self._spent("scoring one by one", begun)
        begun = perf_counter()
        columns = ScoreColumns(pool.park.park.scorer(YEAR), DAY)
        found = columns.many(pool.enterprises, notice=self._notice)
        self._spent("scoring by columns", begun)
        differences = [*faults_differing("积分", expected.faults, found.faults)]
        differences += differing("积分", (expected.cards, expected.cohort), (found.cards, found.cohort))
        if differences:
            library = drawn_library(Drawing(drawing.random), pool.park)
            self._differs(library, pool.enterprises, differences)

    def _pair(self, library: Library, pool: Pool) -> None:
        beyond = self.beyond
        try:
            differences = [*self._held_together(library, pool)]
        except Exception as error:  # noqa: BLE001 - either way may fail, and that is a difference
            differences = [f"{type(error).__name__}：{str(error)[:200]}"]
        if differences:
            self._differs(library, pool.enterprises, differences)
        elif self.beyond == beyond:
            self.texts.add((library.park.text, *library.texts))
            self.agreed += len(pool.enterprises)

    def _held_together(self, library: Library, pool: Pool) -> Iterator[str]:
        decider = library.decider()
        scored = pool.years(sorted(decider.scorers))
        begun = perf_counter()
        enterprises, expected = pool.enterprises, decider.rows(pool.enterprises, DAY, scored)
        self._spent("deciding one by one", begun)
        every = list(expected.enterprises.values())
        if not all(map(holds, every)):
            self.beyond += 1
            return
        begun = perf_counter()
        columns = SettlementColumns(decider, DAY)
        try:
            settled = columns.run(population_of(every, columns.reads), self._notice)
        except BeyondError:
            self.beyond += 1
            return
        found = rows_of(settled.batches, columns.program.names, decider.plain)
        self._spent("deciding by columns", begun)
        begun = perf_counter()
        yield from faults_differing("政策", tuple(expected.faults.values()), settled.faults)
        yield from self._rows(library, expected.rows, found)
        claims, _ = settled.cohorts
        yield from differing("政策", expected.columns, dict(claims.columns))
        self._spent("comparing", begun)
        if len(self.texts) % OFTEN:
            return
        begun = perf_counter()
        some = enterprises[:WHOLE]
        whole = {
            one.code: one
            for one in settled.decisions([expected.enterprises[one.code] for one in some]).decisions
        }
        scores = {year: one.cohort for year, one in scored.items()}
        for one in some:
            if one.code in whole:
                alone = decider.one(one, DAY, claims, scores)
                yield from differing(f"政策 {one.code}", alone, whole[one.code])
        self._spent("whole decisions", begun)

    def _rows(self, library: Library, expected: Mapping[str, Row], found: Mapping[str, Row]) -> Iterator[str]:
        if expected.keys() != found.keys():
            yield f"政策：企业不同 {sorted(expected.keys() ^ found.keys())[:5]}"
            return
        settlement, slots = library.decider().settlement, library.decider().plain.slots
        places = [(slots[name], name) for name in wanted_of(settlement)]
        for code, row in expected.items():
            other = found[code]
            for place, name in places:
                one, two = row[place], other[place]
                if type(one) is Absence:
                    self.absences[one.value] += 1
                    if type(two) is Absence:
                        continue
                if (one is not two or type(one) is tuple) and _exact(one) != _exact(two):
                    yield f"政策 {code}.{name}：{one}、{two}"

    # ------------------------------------------------------------ telling

    def _notice(self, name: str, _: int) -> None:
        """What went one by one: a park's function, or what no width is proven to hold, by what it is."""
        part = re.sub(r"^(indicator|status|list|bonus)\.[^.]*\.|^r\d+\.|[\d.]+$", "", name.rpartition("/")[2])
        why = "a function" if name in self.calls else "no width"
        self.islands[f"{part} ({why})"] += 1

    def _spent(self, what: str, begun: float) -> None:
        self.seconds[what] += perf_counter() - begun  # type: ignore[assignment]

    def _differs(self, library: Library, enterprises: Sequence[Enterprise], differences: list[str]) -> None:
        self.differing += 1
        print("\n".join(differences[:10]), file=sys.stderr)
        if self.differing == 1:
            example = Example.of(library, enterprises)
            found = example.differences((), 0)
            print(found_smaller(example, found or differences), file=sys.stderr, flush=True)

    def _tell(self, seconds: float) -> None:
        print(
            f"seed {self.seed}: {self.agreed:,} agreements over {len(self.texts):,} distinct pairs of "
            f"{len(self.parks):,} parks in {seconds:.0f} s, {self.agreed / seconds:,.0f} a second"
        )
        print(f"{self.differing:,} pairs differ")
        print(f"{self.beyond:,} other pairs are not counted: no column holds their populations")
        print("time: " + _listed({what: f"{spent:.0f} s" for what, spent in self.seconds.most_common()}))
        print("constructs: " + _listed(dict(sorted(self.constructs.items()))))
        print("absent: " + _listed(dict(self.absences)))
        print("one by one: " + _listed(dict(self.islands.most_common())))


def _exact(slot: Slot) -> tuple[type, object]:
    """A slot as the value that it stands for; a flag is no number."""
    return (tuple, Fraction(*slot)) if type(slot) is tuple else (type(slot), slot)


def _listed(counts: Mapping[str, object]) -> str:
    return ", ".join(
        f"{name} {count:,}" if isinstance(count, int) else f"{name} {count}" for name, count in counts.items()
    )


if __name__ == "__main__":
    sys.exit(main())
