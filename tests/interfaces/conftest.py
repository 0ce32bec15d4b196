"""The park 花园示范区 and its roster, and a way to give commands."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import frozen

from jifen.interfaces.commands import execute
from jifen.interfaces.park import ScoringPark, open_park

HERE = Path(__file__).parent
PLUGINS = HERE / "plugins"
ROSTER = HERE / "roster"
ASKED = ("--park", "garden", "--plugins", str(PLUGINS), "--period", "2020", "--as-of", "2021-03-31")


@frozen
class Answer:
    code: int
    out: str
    err: str


Give = Callable[..., Answer]


@pytest.fixture
def give(capsys: pytest.CaptureFixture[str]) -> Give:
    """Give a command; its exit code and what it printed."""

    def given(*arguments: object) -> Answer:
        capsys.readouterr()
        code = execute([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Answer(code, printed.out, printed.err)

    return given


@pytest.fixture(scope="session")
def garden() -> ScoringPark:
    return open_park("garden", plugins=[PLUGINS])


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished run; tests do not change it."""
    folder = tmp_path_factory.mktemp("finished") / "run"
    assert execute(["run", str(ROSTER), *ASKED, "--out", str(folder), "--format", "json"]) == 1
    return folder


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """A roster of one's own."""
    return Path(shutil.copytree(ROSTER, tmp_path / "roster"))


@pytest.fixture
def clean_roster(roster: Path) -> Path:
    """A roster in which nothing is wrong or missing."""
    lines = (roster / "企业.csv").read_text("utf-8").splitlines()
    kept = [line for line in lines if not any(name in line for name in ("丁科技", "戊科技", "庚科技"))]
    (roster / "企业.csv").write_text("\n".join(kept) + "\n", "utf-8")
    contracts = (roster / "技术合同.csv").read_text("utf-8").splitlines()
    (roster / "技术合同.csv").write_text("\n".join(contracts[:-1]) + "\n", "utf-8")
    return roster
