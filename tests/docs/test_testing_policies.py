"""What the manual says of policy cases: its example runs as it is shown, all names and keys are there."""

import re
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import attrs
import pytest

import jifen.testing
from jifen.interfaces.commands import execute
from jifen.language.shape import keys
from jifen.model.policy import CaseFile, Expected, PolicyCase

PAGE = (Path(__file__).parents[2] / "docs" / "testing-policies.md").read_text("utf-8")
ALL = re.MULTILINE | re.DOTALL


@pytest.fixture
def example(tmp_path: Path) -> Iterator[None]:
    """The files of the page, in the working directory."""
    for name, text in re.findall(r"^`(policies/[^`]+)`\n\n```toml\n(.*?)^```", PAGE, ALL):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    with chdir(tmp_path):
        yield


@pytest.mark.usefixtures("example")
def test_the_example_runs_as_it_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    (shown,) = re.findall(r"^\$ jifen test policies/demo\n(.*?)^```", PAGE, ALL)
    assert execute(["test", "policies/demo"]) == 0
    assert capsys.readouterr().out == shown


@pytest.mark.usefixtures("example")
def test_the_lines_of_python_run() -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE, ALL)
    exec(code, {})


def test_every_key_is_told() -> None:
    cells = re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE)
    told = {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}
    assert told == set(keys(PolicyCase))
    assert all(f"`{name}`" in PAGE for name in (*keys(Expected), *keys(CaseFile)) if name != "case")


def test_every_name_is_told() -> None:
    results = (jifen.testing.CaseResults, jifen.testing.FileResult, jifen.testing.CaseResult)
    for kind in (*results, jifen.testing.Mismatch):
        assert kind.__name__ in jifen.testing.__all__
        assert f"`{kind.__name__}`" in PAGE
    for attribute in (*attrs.fields(jifen.testing.CaseResults), *attrs.fields(jifen.testing.FileResult)):
        if attribute.name not in ("file", "policy", "title"):
            assert f"`{attribute.name}`" in PAGE
