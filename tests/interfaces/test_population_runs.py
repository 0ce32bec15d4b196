"""``jifen run --tables`` and ``run`` of the facade: populations in, tables and frames out, what is kept."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve

from jifen.cohort.settling import DisagreementError
from jifen.exchange.recipes import load_recipe
from jifen.exchange.runs import read_run
from jifen.exchange.sample import make_sample
from jifen.exchange.writing import write_roster
from jifen.interfaces.commands import execute
from jifen.interfaces.library import RuleLibrary, open_library
from jifen.model.enterprise import Enterprise
from jifen.model.period import Period

PLUGINS = Path(__file__).parents[2] / "plugins"
PERIOD, AS_OF = Period(2020), date(2021, 3, 31)
ASKED = ("--park", "dalian", "--period", "2020", "--as-of", "2021-03-31", "--allow-assumed")


@pytest.fixture(scope="module")
def library() -> RuleLibrary:
    return open_library("dalian")


@pytest.fixture(scope="module")
def enterprises(library: RuleLibrary) -> tuple[Enterprise, ...]:
    recipe = load_recipe(PLUGINS / "dalian" / "jifen_dalian" / "sample.toml")
    return make_sample(library.park.park, recipe, 60, 5, period=PERIOD)


@pytest.fixture(scope="module")
def roster(
    library: RuleLibrary, enterprises: tuple[Enterprise, ...], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder of Parquet files."""
    folder = tmp_path_factory.mktemp("roster") / "名单"
    write_roster(folder, enterprises, library.park.vocabulary, shape="parquet")
    return folder


@pytest.fixture(scope="module")
def single(
    library: RuleLibrary, enterprises: tuple[Enterprise, ...]
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Cards and decisions one by one, by credit code."""
    asked: dict[str, Any] = {"period": PERIOD, "as_of": AS_OF, "engine": "one-by-one"}
    cards = library.park.score_many(enterprises, **asked).cards
    decisions = library.decide_many(enterprises, allow_assumed=True, **asked).decisions
    return {card.code: card for card in cards}, {one.code: one for one in decisions}


def run(roster: Path, out: Path, *more: str) -> int:
    arguments = ("run", roster, *ASKED, "--out", out, "--tables", *(more or ("parquet",)), "--format", "json")
    return execute([str(argument) for argument in arguments])


def held(frame: pl.DataFrame, single: tuple[Mapping[str, Any], Mapping[str, Any]]) -> None:
    """The frame says what cards and decisions say."""
    cards, decisions = single
    assert sorted(frame["code"]) == sorted(cards)
    for row in frame.iter_rows(named=True):
        card, decision = cards[row["code"]], decisions[row["code"]]
        assert (row["total"], row["stage"], row["so_far"]) == (card.total, card.stage, card.so_far)
        assert {key: row[f"points.{key}"] for key in card.points} == card.points
        for one in decision.entitlements:
            if f"{one.full_id}.outcome" not in row:
                assert one.outcome == "not_in_force"
                continue
            assert row[f"{one.full_id}.outcome"] == one.outcome
            told = row[f"{one.full_id}.{'points' if one.kind == 'bonus' else 'amount'}"]
            assert told == (one.points if one.kind == "bonus" else one.amount)


def test_frames_of_all_kinds_give_what_one_by_one_gives(
    library: RuleLibrary, roster: Path, single: tuple[Mapping[str, Any], Mapping[str, Any]]
) -> None:
    asked: dict[str, Any] = {"period": PERIOD, "as_of": AS_OF, "allow_assumed": True}
    of_files = library.run(roster, **asked)
    held(of_files.frame, single)
    frames = {file.stem: pl.read_parquet(file) for file in roster.glob("*.parquet")}
    assert library.run(frames, **asked).frame.equals(of_files.frame)
    tables = {name: frame.to_arrow() for name, frame in frames.items()}
    assert library.run(tables, **asked).frame.equals(of_files.frame)
    assert pa.table(of_files).num_rows == 60  # type: ignore[arg-type]
    scores = library.park.run(frames, period=PERIOD, as_of=AS_OF)
    assert scores.frame.equals(of_files.frame.select(scores.frame.columns))


def test_one_enterprise_is_decided_later_as_in_the_run(
    library: RuleLibrary,
    roster: Path,
    enterprises: tuple[Enterprise, ...],
    single: tuple[Mapping[str, Any], Mapping[str, Any]],
) -> None:
    result = library.run(roster, period=PERIOD, as_of=AS_OF, allow_assumed=True)
    cards, decisions = single
    for one in enterprises[:20]:
        card = library.park.score(one, period=PERIOD, as_of=AS_OF, cohort=result.scores[2020], reasons=False)
        assert card == evolve(cards[one.code], provisional=card.provisional)
        decision = library.decide(
            one,
            period=PERIOD,
            as_of=AS_OF,
            cohort=result.claims,
            scores=result.scores,
            allow_assumed=True,
            reasons=False,
        )
        assert decision.entitlements == decisions[one.code].entitlements


@pytest.mark.parametrize("shape", ["parquet", "arrow", "csv", "xlsx"])
def test_a_run_writes_tables_and_keeps_what_later_decisions_need(
    shape: str, roster: Path, single: tuple[Mapping[str, Any], Mapping[str, Any]], tmp_path: Path, capsys: Any
) -> None:
    out = tmp_path / "结果"
    assert run(roster, out, shape) == 1  # some totals are open
    told = json.loads(capsys.readouterr().out)
    counts = told["enterprises"]
    assert counts["decided"] == counts["ranked"] + counts["not_ranked"] == 60
    assert {f"scores.{shape}", f"entitlements.{shape}", "columns.csv", "problems.csv"} <= set(told["files"])
    if shape == "parquet":
        both = pl.read_parquet(out / "scores.parquet").join(
            pl.read_parquet(out / "entitlements.parquet").drop("name"), on="code"
        )
        held(both, single)
    code = sorted(single[0])[7]
    for command in ("score", "why"):
        execute([command, code, "--run", str(out), "--format", "json"])
        answer = json.loads(capsys.readouterr().out)
        if command == "score":
            total = single[0][code].total
            assert answer["total"] == (None if total is None else f"{total:f}")
        else:
            outcomes = {one.full_id: one.outcome for one in single[1][code].entitlements}
            assert {
                f"{one['policy']}/{one['rule']}": one["outcome"] for one in answer["entitlements"]
            } == outcomes


def test_what_was_written_and_is_decided_otherwise_fails_loudly(
    library: RuleLibrary, roster: Path, single: tuple[Mapping[str, Any], Mapping[str, Any]], tmp_path: Path
) -> None:
    run(roster, tmp_path / "run")
    saved = read_run(tmp_path / "run")
    code, card = next((code, card) for code, card in sorted(single[0].items()) if card.total is not None)
    decision = single[1][code]
    saved.hold(card, decision)
    with pytest.raises(DisagreementError, match="total"):
        saved.hold(evolve(card, total=card.total + 1))
    changed = evolve(decision.entitlements[0], outcome="vetoed")
    with pytest.raises(DisagreementError, match="outcome"):
        saved.hold(decision=evolve(decision, entitlements=(changed, *decision.entitlements[1:])))


def test_s30_two_runs_write_the_same_bytes(roster: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run(roster, tmp_path / name)
    one, two = (json.loads((tmp_path / name / "run.json").read_text("utf-8")) for name in ("one", "two"))
    assert one == two


def started(roster: Path, out: Path) -> subprocess.Popen[bytes]:
    """A run in a process of its own, once it has begun to write."""
    arguments = ("run", roster, *ASKED, "--out", out, "--tables", "parquet")
    process = subprocess.Popen(
        [sys.executable, "-c", "from jifen.interfaces.commands import main; main()", *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(2000):
        if process.poll() is not None or any(path.name.startswith(".") for path in out.parent.iterdir()):
            break
        time.sleep(0.005)
    return process


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_whoever_ends_a_run_finds_the_old_result(how: signal.Signals, roster: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    run(roster, out)
    before = {path: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    process = started(roster, out)
    process.send_signal(how)
    process.wait(60)
    assert {path: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()} == before


def test_a_full_disk_leaves_the_old_result_and_says_so(roster: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    run(roster, out)
    before = {path: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000)); "
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "from jifen.interfaces.commands import execute; sys.exit(execute(sys.argv[1:]))"
    )
    arguments = ("run", roster, *ASKED, "--out", out, "--tables", "parquet")
    ended = subprocess.run(
        [sys.executable, "-c", limited, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert ended.returncode == 2, ended.stderr
    assert {path: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
