"""The page on scorecards as it stands: its files are written, its commands run, its answers come out."""

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest
from tests.docs.test_park_tutorial import outcome

PAGE = Path(__file__).parents[2] / "docs" / "scorecards.md"
TEXT = PAGE.read_text(encoding="utf-8")
ALL = re.MULTILINE | re.DOTALL
FILES = dict(re.findall(r"^`([^`]+)`\n\n```\w+\n(.*?)^```", TEXT, ALL))
COMMANDS = [line for block in re.findall(r"^```sh\n(.*?)^```", TEXT, ALL) for line in block.splitlines()]
ANSWERS = re.findall(r"^```text\n(.*?)^```", TEXT, ALL)
(PYTHON,) = re.findall(r"^```python\n(from datetime.*?)^```", TEXT, ALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all: a package of one name is not imported twice from different places."""
    root = tmp_path_factory.mktemp("scorecards")
    for name, content in FILES.items():
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    return root


@pytest.fixture(autouse=True)
def workplace(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)


def same(printed: str, expected: str) -> bool:
    """Whether two texts are equal but for blanks at the ends of lines."""
    lines = [[line.rstrip() for line in text.strip().splitlines()] for text in (printed, expected)]
    return lines[0] == lines[1]


def test_every_command_answers_as_the_page_says() -> None:
    assert [shlex.split(command)[1] for command in COMMANDS] == ["provenance", "check", "assess"]
    outcomes = [outcome(command) for command in COMMANDS]
    assert [code for code, _ in outcomes] == [0, 0, 1]
    assert same(outcomes[-1][1], ANSWERS[0]), outcomes[-1][1]


def test_python_answers_as_the_page_says() -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(PYTHON, "scorecards.md", "exec"), {})
    assert same(printed.getvalue(), ANSWERS[1])


def test_the_park_fills_the_slot_of_a_national_scorecard() -> None:
    from jifen import open_park

    parts = {part.id: part for part in open_park("qinghe", plugins=["my-parks"]).plan.scorecards}
    assert parts["specialised_sme"].unfilled == {}
    assert "exports" in [indicator.id for indicator in parts["specialised_sme"].indicators]
