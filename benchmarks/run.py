"""All benchmarks: ``uv run python benchmarks/run.py [--json] [--only SECTION …]``.

- ``scores``: an enterprise of 大连高新区 scored, beside a hand-written loop.
- ``decision``: one warm decision, beside hand-written loops and a peer.
- ``population``: the shared workload over many enterprises in memory, beside peers; more and more rows.
- ``files``: the same from Parquet to Parquet.
- ``rules``: the same with more and more rules.
- ``startup``: the start of a process.
- ``loading``: folders of many rules, opened.

Peers are timed where they are installed, and named where they are not:

    uv run --with-requirements benchmarks/requirements-peers.txt python benchmarks/run.py

Ratios are within a round, in which all variants run one after the other on the same data; told are the
median and the least and greatest. These are measurements, not tests: they depend on what else the machine
does. It ends with 1 where the engine differs from what is exact.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.telling import machine, where  # noqa: E402

Options = argparse.Namespace
Told = Any


def scores(options: Options) -> Told:
    from benchmarks import scores as section

    return section.measured(options.rounds)


def decision(options: Options) -> Told:
    from benchmarks import decision as section

    return section.all_measured(min(options.rounds, 9))


def population(options: Options) -> Told:
    from benchmarks.population import measuring
    from benchmarks.population.workload import named

    told = []
    for size in options.sizes:
        for rows in options.rows:
            for missing in options.data:
                with measuring.data() as held:
                    told.append(
                        measuring.in_memory(
                            held, named(size), rows, missing == "missing", options.rounds, options.variants
                        )
                    )
    return told


def files(options: Options) -> Told:
    from benchmarks.population import measuring
    from benchmarks.population.workload import named

    told = []
    for size in options.sizes:
        for missing in options.data:
            with measuring.data() as held:
                told.append(
                    measuring.between_files(
                        held,
                        named(size),
                        options.file_rows,
                        missing == "missing",
                        options.file_cores,
                        min(options.rounds, 3),
                    )
                )
    return told


def rules(options: Options) -> Told:
    from benchmarks.population import measuring

    with measuring.data() as held:
        return measuring.growth_by_rules(held, options.rules, options.rules_rows, min(options.rounds, 3))


def startup(options: Options) -> Told:
    from benchmarks import starting

    return starting.started(max(options.rounds, 15))


def loading(options: Options) -> Told:
    from benchmarks import starting

    return starting.loaded([count for count in options.rules if count >= 100], min(options.rounds, 5))


def shown(name: str, told: Told) -> str:
    """A section as Markdown."""
    module, function = TABLES[name]
    table: Callable[[Any], str] = getattr(import_module(f"benchmarks.{module}"), function)
    return f"## {name}\n\n{table(told)}\n"


SECTIONS: Mapping[str, Callable[[Options], Told]] = {
    "scores": scores,
    "decision": decision,
    "population": population,
    "files": files,
    "rules": rules,
    "startup": startup,
    "loading": loading,
}
TABLES = {
    "scores": ("scores", "table"),
    "decision": ("decision", "table"),
    "population": ("population.showing", "in_memory"),
    "files": ("population.showing", "between_files"),
    "rules": ("population.showing", "by_rules"),
    "startup": ("starting", "started_table"),
    "loading": ("starting", "loaded_table"),
}
OF_POPULATIONS = ("population", "files", "rules")


def parsed() -> Options:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--json", action="store_true", help="print the measurements as JSON")
    add(
        "--only",
        nargs="+",
        choices=SECTIONS,
        default=list(SECTIONS),
        metavar="SECTION",
        help="these sections",
    )
    add("--rounds", type=int, default=9, help="how often each variant runs, at most (9)")
    add("--sizes", nargs="+", choices=("small", "full"), default=["small", "full"], help="of populations")
    add("--rows", nargs="+", type=int, default=[1_000, 10_000, 100_000, 1_000_000], help="of populations")
    add("--data", nargs="+", choices=("complete", "missing"), default=["complete", "missing"], help="both")
    add("--variants", nargs="+", default=[], metavar="NAME", help="of populations, by their names (all)")
    add("--file-rows", type=int, default=10_000_000, help="from Parquet to Parquet (10,000,000)")
    add("--file-cores", type=int, default=os.cpu_count() or 1, help="from Parquet to Parquet (all)")
    add("--rules", nargs="+", type=int, default=[10, 30, 100, 300, 1_000], help="of rules and loading")
    add("--rules-rows", type=int, default=100_000, help="with more and more rules (100,000)")
    return parser.parse_args()


def main() -> int:
    options = parsed()
    told: dict[str, Any] = {"machine": machine()}
    if not options.json:
        print(f"{where(told['machine'])}\n", flush=True)
    for name in options.only:
        try:
            told[name] = SECTIONS[name](options)
        except ModuleNotFoundError as error:
            print(f"{name} is left out: {error.name} is not installed", file=sys.stderr)
            continue
        if not options.json:
            print(shown(name, told[name]), flush=True)
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    return 1 if differs(told) else 0


def differs(told: Mapping[str, Any]) -> bool:
    """The engine gave anything else than what is exact."""
    from benchmarks import decision
    from benchmarks.population.peers import ENGINE

    if "decision" in told and decision.differing(told["decision"]):
        return True
    populations = (one["variants"].get(ENGINE) for name in OF_POPULATIONS for one in told.get(name, ()))
    return any(own["differ"]["enterprises"] for own in populations if own is not None)


if __name__ == "__main__":
    sys.exit(main())
