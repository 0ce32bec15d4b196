"""Compute every granted amount of sample rosters again from its reasons alone:
``uv run python benchmarks/replaying.py [PARK ...] [--count N] [--seed S] [--every-policy]``.

Each park's sample is scored and settled by the policies that it has of its own, on assumed figures too; then
every enterprise is decided once more with its reasons, against the scores and claims of all, and each amount
must follow from what these tell. Told are amounts, steps and seconds; it ends with 1 if anything does not
follow.
"""

import argparse
import sys
from time import perf_counter

import jifen
from jifen.exchange.recipes import EMPTY, history_of, period_of, size_of
from jifen.explain.replaying import replay
from jifen.interfaces.commands.sample import recipe_of
from jifen.loading.bundled import policies_folder
from jifen.loading.parks import discover_parks

PARKS = ("dalian", "chongqing", "yinchuan")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parks", nargs="*", default=PARKS, metavar="PARK")
    parser.add_argument("--count", type=int, help="how many enterprises, instead of the park's own sample")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every-policy", action="store_true", help="all policies that apply to the park")
    told = parser.parse_args()
    wrong = [replayed(park, told.count, told.seed, every=told.every_policy) for park in told.parks]
    return int(any(wrong))


def replayed(park: str, count: int | None, seed: int, *, every: bool) -> bool:
    """Whether anything does not follow in one park's sample."""
    library = jifen.open_library(park, [policies_folder()] if every else None)
    recipe = recipe_of(discover_parks(), park) or EMPTY
    period = period_of(recipe)
    as_of = history_of(recipe).complete_to or period.last_day
    made = jifen.make_sample(library.park.park, recipe, count or size_of(recipe).count, seed, period=period)
    decider = library.decider(period, as_of, allow_assumed=True)
    scored = {year: scorer.many(made, as_of) for year, scorer in decider.scorers.items()}
    settled = library.decide_many(made, period=period, as_of=as_of, scored=scored, allow_assumed=True)
    scores = {year: one.cohort for year, one in scored.items()}
    begun = perf_counter()
    found = replay(
        library.decide(
            one, period=period, as_of=as_of, cohort=settled.cohort, scores=scores, allow_assumed=True
        )
        for one in made
    )
    sys.stdout.write(
        f"{park}: {len(made):,} enterprises, {found.entitlements:,} amounts, {found.steps:,} steps, "
        f"{len(found.mismatches):,} that do not follow; {perf_counter() - begun:.1f} s\n"
    )
    for mismatch in found.mismatches[:20]:
        sys.stdout.write(f"  {mismatch}\n")
    return bool(found.mismatches)


if __name__ == "__main__":
    sys.exit(main())
