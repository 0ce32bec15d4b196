"""Time how the engine scores 大连高新区 against the hand-written loop; ``run.py`` shows it.

All variants score the same enterprises, one variant after the other in each round, so that what slows the
machine slows them alike. Told are the median over the rounds, and the median, least and greatest ratio
to the loop of the same round. Per enterprise it is processor time; what is done once is timed on the wall.
"""

import gc
from collections.abc import Callable, Sequence
from decimal import localcontext
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

from benchmarks.by_hand.record import EXACT
from benchmarks.decimal_loop import cohort_of, score
from benchmarks.telling import markdown
from benchmarks.workload import AS_OF, COUNT, PERIOD, firm_of, sample

from jifen.cohort.scoring import Scorer
from jifen.interfaces.park import ScoringPark, open_park
from jifen.model.enterprise import Enterprise

LOOP = "hand-written loop"
FEWER = 400
"""Reasons take longer, so they are timed on the first so many enterprises."""


class Variant(NamedTuple):
    """Something timed, and how many enterprises it scores."""

    run: Callable[[], object]
    enterprises: int


def variants(park: ScoringPark, enterprises: Sequence[Enterprise]) -> dict[str, Variant]:
    """What is timed per enterprise, by name."""
    firms = [firm_of(park, enterprise) for enterprise in enterprises]
    frozen = cohort_of(firms)
    scorer = park.scorer(PERIOD)
    cohort = scorer.many(enterprises, AS_OF).cohort
    program = scorer.scores
    rows = [scorer.row(enterprise, AS_OF, cohort) for enterprise in enterprises]

    def loop() -> object:
        with localcontext(EXACT):
            return [score(firm, frozen) for firm in firms]

    def functions() -> object:
        return [
            program.run(step, row, enterprise, AS_OF)
            for row, enterprise in zip(rows, enterprises, strict=True)
            for step in range(len(program.steps))
        ]

    def one(count: int, reasons: bool) -> Callable[[], object]:
        return lambda: [scorer.one(each, AS_OF, cohort, reasons=reasons) for each in enterprises[:count]]

    count = len(enterprises)
    return {
        LOOP: Variant(loop, count),
        "engine, one at a time": Variant(one(count, reasons=False), count),
        "of it, the compiled functions": Variant(functions, count),
        "engine, all at once": Variant(lambda: scorer.many(enterprises, AS_OF), count),
        "engine, one at a time, with reasons": Variant(one(FEWER, reasons=True), min(FEWER, count)),
    }


def timed(run: Callable[[], object], clock: Callable[[], float]) -> float:
    """Seconds by a clock, with garbage of before out of the way."""
    gc.collect()
    start = clock()
    run()
    return clock() - start


def once(park: ScoringPark, rounds: int) -> dict[str, float]:
    """What is done once, in milliseconds."""
    runs: dict[str, Callable[[], object]] = {
        "park opened": lambda: open_park("dalian"),
        "park compiled for a year": lambda: Scorer(park.plan, PERIOD),
    }
    return {
        name: 1000 * median(timed(run, perf_counter) for _ in range(rounds)) for name, run in runs.items()
    }


def measured(rounds: int) -> dict[str, Any]:
    park = open_park("dalian")
    timings: dict[str, list[float]] = {}
    each = variants(park, sample(park))
    for name, variant in each.items():
        variant.run()
        timings[name] = []
    for _ in range(rounds):
        for name, variant in each.items():
            timings[name].append(1e6 * timed(variant.run, process_time) / variant.enterprises)
    results = {}
    for name, own in timings.items():
        ratios = [time / loop for time, loop in zip(own, timings[LOOP], strict=True)]
        results[name] = {
            "microseconds": round(median(own), 1),
            "ratio": round(median(ratios), 2),
            "least": round(min(ratios), 2),
            "greatest": round(max(ratios), 2),
        }
    return {
        "enterprises": COUNT,
        "indicators": len(park.plan.indicators),
        "rounds": rounds,
        "per_enterprise": results,
        "once_milliseconds": {name: round(time, 1) for name, time in once(park, min(rounds, 5)).items()},
    }


def table(told: dict[str, Any]) -> str:
    """The measurements as Markdown, as ``docs/benchmarks.md`` shows them."""
    each = (
        (name, own["microseconds"], own["ratio"], f"{own['least']} to {own['greatest']}")
        for name, own in told["per_enterprise"].items()
    )
    lines = [
        f"{told['enterprises']} enterprises × {told['indicators']} indicators, {told['rounds']} rounds",
        "",
        *markdown(("per enterprise", "µs", "ratio to the loop", "least to greatest"), each),
        "",
        *markdown(("once", "ms"), told["once_milliseconds"].items()),
    ]
    return "\n".join(lines)
