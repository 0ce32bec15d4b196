"""Time on the wall: the start of a process, and the opening of many rules; ``run.py`` shows it."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks.population import policies
from benchmarks.population.workload import of_rules
from benchmarks.shared_workload.library import PARK
from benchmarks.telling import markdown

from jifen.interfaces.library import open_library

ROOT = Path(__file__).resolve().parents[1]
BARE = "import attrs, cattrs"
COMMAND = Path(sys.executable).with_name("jifen")


def _starts() -> dict[str, list[str]]:
    command = (
        [str(COMMAND)]
        if COMMAND.exists()
        else [sys.executable, "-c", "from jifen.interfaces.commands import main; main()"]
    )
    return {
        "Python alone": [sys.executable, "-c", "pass"],
        BARE: [sys.executable, "-c", BARE],
        "import jifen": [sys.executable, "-c", "import jifen"],
        "jifen --help": [*command, "--help"],
    }


def _seconds(run: Callable[[], object]) -> float:
    begun = perf_counter()
    run()
    return perf_counter() - begun


def _process(words: list[str]) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "engine")}
    subprocess.run(words, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def started(rounds: int) -> dict[str, Any]:
    """Each start once before, and then in turns."""
    starts = _starts()
    times: dict[str, list[float]] = {name: [] for name in starts}
    for words in starts.values():
        _process(words)
    for _ in range(rounds):
        for name, words in starts.items():
            times[name].append(_seconds(lambda words=words: _process(words)))
    results = {}
    for name, own in times.items():
        ratios = [mine / bare for mine, bare in zip(own, times[BARE], strict=True)]
        results[name] = {
            "milliseconds": round(1000 * median(own), 1),
            "ratio": round(median(ratios), 2),
            "least": round(min(ratios), 2),
            "greatest": round(max(ratios), 2),
        }
    return {"rounds": rounds, "starts": results}


def started_table(told: Mapping[str, Any]) -> str:
    head = ("a process, started", "ms", f"ratio to {BARE}", "least to greatest")
    each = (
        (name, own["milliseconds"], own["ratio"], f"{own['least']} to {own['greatest']}")
        for name, own in told["starts"].items()
    )
    return "\n".join([f"{told['rounds']} rounds", "", *markdown(head, each)])


def loaded(counts: list[int], rounds: int) -> dict[str, Any]:
    """``open_library`` on folders of so many rules, in turns: read, checked, lowered and linked."""
    times: dict[int, list[float]] = {count: [] for count in counts}
    with TemporaryDirectory(prefix="jifen-rules-") as folder:
        places = {count: Path(folder) / str(count) for count in counts}
        files = {count: policies.write(of_rules(count), place) for count, place in places.items()}
        for number in range(rounds + 1):
            for count in counts:
                opened = _seconds(
                    lambda count=count: open_library(PARK, [files[count]], plugins=[places[count]])
                )
                if number:
                    times[count].append(opened)
        of_files = {count: len(list(files[count].iterdir())) for count in counts}
    return {
        "rounds": rounds,
        "folders": {
            str(count): {
                "files": of_files[count],
                "seconds": round(median(own), 3),
                "least": round(min(own), 3),
                "greatest": round(max(own), 3),
            }
            for count, own in times.items()
        },
    }


def loaded_table(told: Mapping[str, Any]) -> str:
    head = ("rules", "files", "opened, s", "least to greatest")
    each = (
        (f"{int(count):,}", own["files"], own["seconds"], f"{own['least']} to {own['greatest']}")
        for count, own in told["folders"].items()
    )
    return "\n".join([f"{told['rounds']} rounds", "", *markdown(head, each)])
