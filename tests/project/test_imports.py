"""Who may import what, where import-linter does not look: the parks, and what `import jifen` loads."""

import ast
import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

import jifen

OPEN_TO_PARKS = ("jifen.plugin", "jifen.testing")
OPEN_TO_TESTS = (*OPEN_TO_PARKS, *(f"jifen.{name}" for name in jifen.__all__))
"""Tests of parks may use what embedders use, too."""

HEAVY = {
    "durable",
    "hypothesis",
    "lark",
    "polars",
    "pytest",
    "python_calamine",
    "rich",
    "tree_sitter",
    "xlsxwriter",
    "z3",
}


def foreign_imports(source: str, doors: Collection[str] = OPEN_TO_PARKS) -> Iterator[str]:
    """Names of our package that a park's module imports though they are not open to it."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                imported = [alias.name for alias in names]
            case ast.ImportFrom(module="jifen", level=0, names=names):
                imported = [f"jifen.{alias.name}" for alias in names]
            case ast.ImportFrom(module=str(module), level=0):
                imported = [module]
            case _:
                continue
        for name in imported:
            ours = name == "jifen" or name.startswith("jifen.")
            if ours and not any(name == door or name.startswith(f"{door}.") for door in doors):
                yield name


@pytest.mark.parametrize(
    ("source", "foreign"),
    [
        ("import jifen.plugin\nfrom jifen import plugin, testing\nfrom jifen.plugin import hookimpl", []),
        ("import jifen", ["jifen"]),
        ("from jifen.model import Fact\nimport jifen_dalian", ["jifen.model"]),
        ("def stage():\n    from jifen.plugins import x", ["jifen.plugins"]),
    ],
)
def test_foreign_imports_are_seen(source: str, foreign: list[str]) -> None:
    assert list(foreign_imports(source)) == foreign


@pytest.mark.parametrize(
    ("source", "foreign"),
    [
        ("from jifen import ScoringPark, open_park\nfrom jifen.testing import conformance", []),
        ("from jifen import loading", ["jifen.loading"]),
        ("from jifen.model.enterprise import Enterprise", ["jifen.model.enterprise"]),
        ("from jifen.interfaces.park import open_park", ["jifen.interfaces.park"]),
    ],
)
def test_foreign_imports_of_tests_are_seen(source: str, foreign: list[str]) -> None:
    assert list(foreign_imports(source, OPEN_TO_TESTS)) == foreign


def test_parks_and_their_tests_import_only_what_is_open_to_them(root: Path, source_files: list[Path]) -> None:
    modules = [path for path in source_files if path.parts[0] == "plugins" and path.suffix == ".py"]
    assert {"tests" in path.parts for path in modules} == {True, False}
    found = {
        str(path): names
        for path in modules
        if (names := list(foreign_imports((root / path).read_text(encoding="utf-8"), doors_of(path))))
    }
    assert found == {}


def doors_of(path: Path) -> Collection[str]:
    return OPEN_TO_TESTS if "tests" in path.parts else OPEN_TO_PARKS


def test_importing_the_package_loads_nothing_heavy() -> None:
    program = "import sys, jifen; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout
    assert set(loaded.split()) & HEAVY == set()
    assert "jifen" in loaded.split()
