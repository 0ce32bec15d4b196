"""What is said of a finished run, and of what commands are asked for (J8xx).

An input is a ``.txt`` of what is done, a line each: ``remove FILE``, ``change FILE KEY VALUE`` and ``edit
FILE OLD NEW`` spoil the folder of a run of the small park of ``tests/parks``, ``ask WHO`` asks for a card
against it, ``list BOARD`` for one of its boards, ``fail CAUSE`` lets a park's function fail on the first
enterprise, ``assess SCORECARD DAY`` asks for the edition of a day, ``tell JSON`` reads an enterprise, ``rule
RULE KNOWN`` asks for a rule, ``lack MODULE ENGINE`` for a way of deciding without what it needs, ``beyond
COUNT`` meets numbers that no column holds, ``scatter SIZE`` reads a roster so many rows at a time in which
the rows of an enterprise stand apart, ``explain CODE`` and ``check FOLDER`` give these commands.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import chdir, contextmanager
from datetime import date
from pathlib import Path
from typing import cast

from attrs import evolve

from jifen.cohort.scoring import Fault
from jifen.columns.population import Reads
from jifen.columns.slots import BeyondError
from jifen.exchange.boards import saved_lists
from jifen.exchange.frames.scanning import scan_frames
from jifen.exchange.reading import read_roster
from jifen.exchange.runs import Run, read_run, write_run
from jifen.interfaces.commands.checking import check
from jifen.interfaces.commands.deciding import no_such_rule
from jifen.interfaces.commands.explain import page_of
from jifen.interfaces.engine import Engine, engine_for
from jifen.interfaces.enterprise_file import enterprise_from_json
from jifen.interfaces.park import ScoringPark, scoring_park
from jifen.interfaces.population import told_beyond
from jifen.language.diagnostics import Diagnostic, DiagnosticError
from jifen.loading.parks import discover_parks
from jifen.model.period import Period

PARKS = Path(__file__).parents[1] / "parks"
RUN = Path("结果")
DIGEST = "fedcba9876543210"
"""A digest that stays the same whatever is added to the model."""

ROSTER = """\
统一社会信用代码,企业名称,期间,营业收入（万元）,研发费用（万元）
91000000YL0000001L,甲科技有限公司,2020,400,30
91000000YL0000002P,乙科技有限公司,2020,12%,30
"""
SCORECARD = """\
[[scorecard]]
id        = "small"
name      = "小企业标准"
edition   = "2016"
effective = { from = 2016-01-01, until = 2020-01-01 }
total     = ">= 6"
source    = "演示标准"

[[scorecard.dimension]]
id   = "research"
name = "研发"
full = 10

[[scorecard.indicator]]
id        = "rate"
name      = "研发投入"
dimension = "research"
value     = "研发费用"
scoring   = { kind = "ratio", reference = "100万元", points = 10 }
"""


def in_a_run(path: Path, _: str) -> Iterable[Diagnostic]:
    """Do what the input says; what is found on the way."""
    with tempfile.TemporaryDirectory() as scratch, chdir(scratch), _small_park() as park:
        run = _finished(park)
        try:
            for line in path.read_text("utf-8").splitlines():
                do, *words = line.split()
                if do == "fail":
                    scored = evolve(
                        run.scored, faults=(Fault("91000000YL0000001L", "甲科技有限公司", words[0]),)
                    )
                    problem = evolve(run, scored=scored).problems[0]
                    return [Diagnostic.of(problem.code, None, {"name": problem.name, "cause": words[0]})]
                _do(park, do, words)
        except DiagnosticError as error:
            return error.diagnostics
    return ()


@contextmanager
def _small_park() -> Iterator[ScoringPark]:
    shutil.copytree(PARKS / "toy", "plugins/toy")
    Path("plugins/toy/jifen_golden/standard.toml").write_text(SCORECARD, "utf-8")
    try:
        index = discover_parks(["plugins"], entry_points=False, bundled=False)
        park = scoring_park(index, "toy", PARKS / "policies")
        yield evolve(park, plan=evolve(park.plan, digest=DIGEST))
    finally:
        for module in [name for name in sys.modules if name.startswith("jifen_golden")]:
            del sys.modules[module]


@contextmanager
def lacking(module: str) -> Iterator[None]:
    """As where a module is not installed."""
    before = sys.modules.get(module)
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]
        if before is not None:
            sys.modules[module] = before


def _finished(park: ScoringPark) -> Run:
    Path("企业.csv").write_text(ROSTER, "utf-8")
    period, as_of = Period(2020), date(2021, 3, 31)
    roster = read_roster("企业.csv", park.vocabulary)
    scored = park.score_many(roster.enterprises, period=period, as_of=as_of)
    run = Run(park.park, park.plan, period, as_of, None, roster, scored)
    write_run(RUN, run)
    return run


def _do(park: ScoringPark, do: str, words: list[str]) -> None:
    match do, words:
        case "remove", [name]:
            (RUN / name).unlink()
        case "change", [name, key, value]:
            data = json.loads((RUN / name).read_text("utf-8"))
            (RUN / name).write_text(json.dumps({**data, key: value}), "utf-8")
        case "edit", [name, old, new]:
            text = (RUN / name).read_text("utf-8")
            assert old in text
            (RUN / name).write_text(text.replace(old, new), "utf-8")
        case "ask", [who]:
            saved = read_run(RUN)
            saved.check_rules(park.plan)
            saved.cohort(park.plan)
            saved.enterprise(who)
        case "list", [board]:
            saved_lists(read_run(RUN), park.park, park.scorer("2020"), board)
        case "assess", [scorecard, day]:
            park.scorecard(scorecard, date.fromisoformat(day))
        case "tell", [told]:
            enterprise_from_json(told, park, shown="企业.json")
        case "rule", [rule, *known]:
            raise no_such_rule(rule, known)
        case "explain", [code]:
            page_of(code)
        case "lack", [module, engine]:
            with lacking(module):
                engine_for(1, cast(Engine, engine))
        case "beyond", [count]:
            with told_beyond():
                raise BeyondError(range(int(count)))
        case "scatter", [size]:
            apart = ROSTER + ROSTER.splitlines()[1].replace(",2020,", ",2019,")
            Path("企业.csv").write_text(apart, "utf-8")
            list(scan_frames("企业.csv", park.vocabulary, Reads(), size=int(size)))
        case "check", [folder]:
            Path(folder).mkdir()
            check(Path(folder))
        case _:
            raise ValueError(f"nothing is done by {do} {words}")
