"""The tutorial as it stands: its files are written, its commands run, its table comes out."""

import csv
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

TUTORIAL = Path(__file__).parents[2] / "docs" / "park-tutorial.md"
TEXT = TUTORIAL.read_text(encoding="utf-8")
ALL = re.MULTILINE | re.DOTALL
FILES = dict(re.findall(r"^`([^`]+)`\n\n```\w+\n(.*?)^```", TEXT, ALL))
COMMANDS = [line for block in re.findall(r"^```sh\n(.*?)^```", TEXT, ALL) for line in block.splitlines()]


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, content in FILES.items():
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def outcome(command: str) -> tuple[int, str]:
    """The exit code of a command of the page, and what it prints, in a process of its own."""
    program, *arguments = shlex.split(command)
    assert program == "jifen"
    start = "from jifen.interfaces.commands import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", start, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    return done.returncode, done.stdout + done.stderr


def test_every_command_does_what_the_page_says(workplace: Path) -> None:
    outcomes = {command: outcome(command) for command in COMMANDS}
    unexpected = {
        command: printed
        for command, (code, printed) in outcomes.items()
        if code != (1 if " run " in command else 0)
    }
    assert unexpected == {}
    with (workplace / "out" / "scores.csv").open(encoding="utf-8-sig") as file:
        totals = {row["企业名称"]: row["总分"] for row in csv.DictReader(file)}
    assert totals == {"甲公司": "73.84", "乙公司": "80", "丙公司": ""}
    assert "73.84" in outcomes[COMMANDS[-1]][1]


def test_the_gap_that_the_page_makes_is_named(workplace: Path) -> None:
    park = workplace / "my-parks/qinghe/jifen_qinghe/park.toml"
    park.write_text(park.read_text(encoding="utf-8").replace("[5%, 10%)", "[6%, 10%)"), encoding="utf-8")
    code, printed = outcome(COMMANDS[0])
    assert code == 1
    assert "共 1 个错误" in printed
    assert "5%" in printed
    assert "6%" in printed
