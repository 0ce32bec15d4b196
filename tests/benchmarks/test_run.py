"""The benchmarks' one entry, on a few rows: the real processes, what they give, and how it is told."""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.population import peers
from benchmarks.population.measuring import ratios

ROOT = Path(__file__).resolve().parents[2]
FEW = ["--rounds", "1", "--sizes", "small", "--rows", "200"]


def run(*words: str) -> str:
    words = (str(ROOT / "benchmarks" / "run.py"), *words)
    return subprocess.run(
        [sys.executable, *words], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout


def test_each_variant_is_timed_or_named_as_not_there() -> None:
    told = json.loads(run("--only", "population", "--json", *FEW))
    complete, missing = told["population"]
    assert {*complete["variants"], *complete["absent"]} == set(peers.VARIANTS)
    assert {peers.BASE, "Decimal loop by hand"} <= set(complete["variants"])
    assert "Decimal loop by hand" not in {*missing["variants"], *missing["absent"]}
    for one in (complete, missing):
        assert one["variants"][peers.BASE]["differ"]["enterprises"] == 0
        assert one["variants"][peers.BASE]["ratio"] == 1
        assert one["variants"][peers.BASE]["per_second"] > 0


def test_the_sections_that_are_asked_for_are_shown_as_tables() -> None:
    sections = ("--only", "files", "loading", "--rounds", "1")
    shown = run(*sections, *["--sizes", "small", "--data", "missing", "--file-rows", "300", "--rules", "100"])
    assert "| small: 300 enterprises, 0 MB, 5 % of the cells missing" in shown
    assert f"| {peers.BASE} |" in shown
    assert "\n| 100 | 2 |" in shown
    assert "## population" not in shown


def test_ratios_are_of_the_same_round() -> None:
    assert ratios([2.0, 9.0, 8.0], [1.0, 3.0, 4.0]) == {"ratio": 2.0, "least": 2.0, "greatest": 3.0}
