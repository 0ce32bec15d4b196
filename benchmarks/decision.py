"""Time one warm decision: ``uv run python benchmarks/decision.py [--json] [--rounds N]``.

Two workloads: 大连高新区 with all its policies, and the workload that is shared with peers
(``shared_workload/``). Both sides are first held against each other, or against an exact oracle.
Peers are timed where they are installed:

    uv run --with-requirements benchmarks/requirements-peers.txt python benchmarks/decision.py

Each decision is timed by itself, in processor time, less what reading the clock takes. In every round all
variants decide the same enterprises, other ones in each round; numbers that the engine remembers are
forgotten before each. The ratio is to the loop of the same round. It ends with 1 where anything differs.
"""

import argparse
import gc
import json
import sys
from collections.abc import Callable, Sequence
from decimal import localcontext
from pathlib import Path
from statistics import median
from time import process_time_ns
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import dalian_policies  # noqa: E402
from benchmarks.by_hand import policies  # noqa: E402
from benchmarks.by_hand.record import EXACT  # noqa: E402
from benchmarks.shared_workload import library as shared  # noqa: E402
from benchmarks.shared_workload import loop, oracle, zen_graph  # noqa: E402
from benchmarks.shared_workload.enterprises import firms  # noqa: E402
from benchmarks.telling import machine, markdown, where  # noqa: E402
from benchmarks.workload import PERIOD  # noqa: E402

from jifen.cohort.settling import Decider  # noqa: E402
from jifen.evaluation.cards import decimal_of  # noqa: E402
from jifen.evaluation.program import fraction_of  # noqa: E402

LOOP = "hand-written loop"
CHECKED = 10_000
"""So many enterprises of the shared workload are held against the oracle."""
WARM = 107
"""So many enterprises are decided before each timing, and never timed."""
EACH = 300
"""Enterprises of a round."""


class Variant(NamedTuple):
    """Something timed, and what it decides, one after the other."""

    decide: Callable[[Any], object]
    items: Sequence[Any]


class Workload(NamedTuple):
    """Variants, the loop first, and how what they give was compared."""

    name: str
    checked: str
    differing: int
    variants: dict[str, Variant]


def engine(
    decider: Decider, plain: Decider, decide: Callable[[Decider, Any, bool], object]
) -> dict[str, Any]:
    """The engine's four ways: with and without reasons, by the plan alone and with durable-rules."""
    ways = {"": plain, ", with durable-rules": decider} if decider.chained else {"": plain}
    return {
        f"engine{', with reasons' if reasons else ''}{name}": (
            lambda item, way=way, reasons=reasons: decide(way, item, reasons)
        )
        for name, way in ways.items()
        for reasons in (False, True)
    }


def without_chaining(decider: Decider) -> Decider:
    """The same decided by the plan alone, as where durable-rules is not installed."""
    return Decider(decider.settlement, decider.scorers, decider.period, decider.programme, chaining=False)


def of_dalian() -> Workload:
    dalian, day = dalian_policies.opened(), policies.DAY
    decider = dalian.library.decider(PERIOD, day, allow_assumed=True)
    ways = engine(
        decider,
        without_chaining(decider),
        lambda way, one, reasons: way.one(one, day, scores=dalian.scores, reasons=reasons),
    )
    differing = len(dalian_policies.differences(dalian))
    return Workload(
        "大连高新区, all policies",
        f"{len(dalian.firms)} enterprises: statuses, outcomes and amounts by hand and by the engine",
        differing,
        {LOOP: Variant(lambda firm: policies.decided(firm, (), dalian.cohort), dalian.firms)}
        | {name: Variant(way, dalian.enterprises) for name, way in ways.items()},
    )


def of_shared() -> Workload:
    library = shared.opened()
    decider = library.decider(shared.PERIOD, shared.AS_OF)
    every = list(firms(CHECKED))
    enterprises = [shared.enterprise_of(number, firm) for number, firm in enumerate(every)]
    facts = [loop.facts_of(firm) for firm in every]
    expected = [oracle.result(firm) for firm in every]
    results = shared.Results(library)
    found = [map(results.of, enterprises), (loop.result_of(loop.decided(one)) for one in facts)]
    variants = {LOOP: Variant(loop.decided, facts)}
    ways = engine(
        decider,
        without_chaining(decider),
        lambda way, one, reasons: way.one(one, shared.AS_OF, reasons=reasons),
    )
    variants |= {name: Variant(way, enterprises) for name, way in ways.items()}
    try:
        peers = zen_graph.decisions()
    except ImportError:
        print(
            "GoRules ZEN is not installed, and left out: see benchmarks/requirements-peers.txt",
            file=sys.stderr,
        )
    else:
        contexts = [zen_graph.context_of(firm) for firm in every]
        variants |= {name: Variant(decide, contexts) for name, decide in peers.items()}
        found += [(zen_graph.result_of(decide(one)) for one in contexts) for decide in peers.values()]
    differing = sum(one != other for results in found for one, other in zip(results, expected, strict=True))
    return Workload(
        "shared with peers",
        f"{CHECKED} enterprises: score, each rule's amount, veto and total of all against an exact oracle",
        differing,
        variants,
    )


def clock() -> int:
    """What reading the clock takes."""
    times = []
    for _ in range(2000):
        start = process_time_ns()
        times.append(process_time_ns() - start)
    return int(median(times))


def timed(variant: Variant, begin: int) -> list[int]:
    """Nanoseconds of each decision of a round, after some others that are not timed."""
    decide, items = variant.decide, variant.items
    decimal_of.cache_clear()
    fraction_of.cache_clear()
    for item in items[:WARM]:
        decide(item)
    times = []
    for item in items[begin : begin + EACH]:
        start = process_time_ns()
        decide(item)
        times.append(process_time_ns() - start)
    return times


def measured(workload: Workload, rounds: int) -> dict[str, Any]:
    """Medians and percentiles of each variant, and its ratio to the loop."""
    gc.collect()
    gc.freeze()  # what was loaded is not looked through again, as in a service that has started
    cost = clock()
    times: dict[str, list[list[int]]] = {name: [] for name in workload.variants}
    with localcontext(EXACT):
        for number in range(rounds):
            for name, variant in workload.variants.items():
                times[name].append(timed(variant, WARM + number * EACH))
    results = {}
    for name, own in times.items():
        ratios = [
            (median(mine) - cost) / (median(loops) - cost)
            for mine, loops in zip(own, times[LOOP], strict=True)
        ]
        every = sorted(one - cost for round_ in own for one in round_)
        results[name] = {
            "median_us": round(median(every) / 1000, 1),
            "p99_us": round(every[len(every) * 99 // 100] / 1000, 1),
            "ratio": round(median(ratios), 2),
            "least": round(min(ratios), 2),
            "greatest": round(max(ratios), 2),
        }
    return {
        "checked": workload.checked,
        "differing": workload.differing,
        "decisions": rounds * EACH,
        "one_decision": results,
    }


def table(told: dict[str, Any]) -> str:
    """The measurements as Markdown, as ``docs/benchmarks.md`` shows them."""
    lines = [f"{told['rounds']} rounds of {EACH} enterprises"]
    for name, own in told["workloads"].items():
        each = (
            (variant, one["median_us"], one["p99_us"], one["ratio"], f"{one['least']} to {one['greatest']}")
            for variant, one in own["one_decision"].items()
        )
        head = (name, "median, µs", "p99, µs", "ratio to the loop", "least to greatest")
        lines += ["", f"{own['checked']}: {own['differing']} differ", "", *markdown(head, each)]
    return "\n".join(lines)


def all_measured(rounds: int) -> dict[str, Any]:
    """Both workloads."""
    workloads = (made() for made in (of_dalian, of_shared))
    return {"rounds": rounds, "workloads": {one.name: measured(one, rounds) for one in workloads}}


def differing(told: dict[str, Any]) -> int:
    return sum(own["differing"] for own in told["workloads"].values())


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Time one warm decision against hand-written loops and peers."
    )
    parser.add_argument("--json", action="store_true", help="print the measurements as JSON")
    parser.add_argument("--rounds", type=int, choices=range(1, 10), default=9, help="1 to 9 rounds (9)")
    options = parser.parse_args()
    told = {"machine": machine(), **all_measured(options.rounds)}
    shown = f"{where(told['machine'])}; {table(told)}"
    print(json.dumps(told, ensure_ascii=False, indent=2) if options.json else shown)
    return 1 if differing(told) else 0


if __name__ == "__main__":
    sys.exit(main())
