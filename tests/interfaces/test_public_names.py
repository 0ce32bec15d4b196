"""``import jifen``: what it names, how lightly, and that the manual's examples run."""

import doctest
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import jifen

PAGE = Path(__file__).parents[2] / "docs" / "python.md"


@pytest.mark.parametrize("name", jifen.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    found = getattr(jifen, name)
    assert found.__doc__
    assert name in dir(jifen)


def test_a_name_stays_what_it_is_when_its_module_is_imported() -> None:
    for name in jifen.__all__:
        found = getattr(jifen, name)
        importlib.import_module("jifen.explain")
        assert getattr(jifen, name) is found


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="open_prk"):
        _ = jifen.open_prk  # type: ignore[attr-defined]


def test_names_are_loaded_when_they_are_used() -> None:
    program = (
        "import sys, jifen\n"
        "before = [name for name in sys.modules if name.startswith('jifen.')]\n"
        "jifen.Period\n"
        "after = [name for name in sys.modules if name.startswith('jifen.')]\n"
        "print(before, 'jifen.model.period' in after, 'jifen.interfaces' in after)"
    )
    ended = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert ended.stdout == "[] True False\n"


def test_type_checkers_see_the_names(tmp_path: Path) -> None:
    example = tmp_path / "embedding.py"
    example.write_text(
        "from datetime import date\n"
        "import jifen\n"
        "park: jifen.ScoringPark = jifen.open_park('dalian')\n"
        "one: jifen.Enterprise = park.enterprise('91000000YL0000001L', facts={})\n"
        "card: jifen.ScoreCard = park.score(one, period='2020', as_of=date(2021, 3, 31))\n"
        "wrong: int = card.total\n",
        "utf-8",
    )
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(example)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    errors = [line for line in checked.stdout.splitlines() if ": error:" in line]
    assert len(errors) == 1, checked.stdout
    assert "embedding.py:6: error: Incompatible types" in errors[0]


def test_the_examples_of_the_manual_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "policies").symlink_to(PAGE.parents[1] / "policies")
    monkeypatch.chdir(tmp_path)
    flags = doctest.ELLIPSIS
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8", optionflags=flags)
    assert result.attempted > 20
    assert result.failed == 0
