"""Each bracket of the four national tables, and which test cases fell into it: ``docs/scorecard-cases.md``.

What a case fell into is not declared but seen: as a plugin of pytest (``-p tests.policies.brackets``) this
module looks on while the tests of the tables run, and notes for each that passed where its assessments fell.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from attrs import frozen
from tests.policies import standards

from jifen.language.decode import decode
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.model import indicator as scoring
from jifen.model.decision import Assessment, IndicatorScore, Step
from jifen.model.scorecard import Scorecard, ScorecardFile

ROOT = Path(__file__).parents[2]
TABLES = ("technology_sme", "innovative_sme", "specialised_sme", "high_tech_enterprise")
NOTES = "JIFEN_BRACKETS"
"""The environment variable that names the file of notes."""
_FEW = 4
"""A case that tells the facts of so few indicators is about them; of others only the worked ones count."""
_WORKED = re.compile(r"test_worked_by_hand\[(?:worked|values)(\d+)")


@frozen
class Bracket:
    """A line of a table. ``way`` is how its scoring kind shows that it was met."""

    card: str
    owner: str
    title: str
    option: str
    label: str
    points: str
    way: str

    @property
    def key(self) -> str:
        """What it is noted by."""
        return f"{self.card}|{self.owner}|{self.option}|{self.label}"

    @property
    def scores(self) -> bool:
        """Whether it gives points, and is no condition of the verdict."""
        return self.way not in ("gate", "route", "minimum", "total")


def scorecards() -> Iterator[Scorecard]:
    """All editions of the four."""
    for table in TABLES:
        path = ROOT / "policies" / "national" / "scorecards" / f"{table}.toml"
        yield from decode(parse(Source.read(path, path.name)), ScorecardFile).scorecards


def brackets(card: Scorecard) -> Iterator[Bracket]:
    """Its gates, routes, brackets and minimums in the order of the file."""
    named = f"{card.id} {card.edition}"

    def both(kind: str, id_: str, name: str) -> Iterator[Bracket]:
        for label in ("符合", "不符合"):
            yield Bracket(named, f"{kind} {id_}", name, "", label, "—", kind)

    for gate in card.gates:
        yield from both("gate", gate.id, f"门槛：{gate.name}")
    for route in card.routes:
        yield from both("route", route.id, f"直通：{route.name}")
    for one in card.indicators:
        yield from _of(named, str(one.id), str(one.name), "", one.scoring)
    for group in card.dimensions:
        if group.minimum is not None:
            yield from both("minimum", group.id, f"{group.name} {group.minimum.text}")
    yield from both("total", "total", f"总分 {card.total.text}")


def _of(card: str, owner: str, title: str, option: str, kind: object) -> Iterator[Bracket]:
    def line(label: str, points: object, way: str) -> Bracket:
        return Bracket(card, owner, title, option, label, str(points), way)

    match kind:
        case scoring.Bands():
            yield from (line(band.within.text, band.points, "band") for band in kind.bands)
        case scoring.Choice():
            yield from (line(text, points, "choice") for text, points in kind.options.items())
        case scoring.Judged():
            yield from (line(one.within.text, f"分数 {one.marks.text}", "judged") for one in kind.ranges)
        case scoring.Additive():
            yield from (line(item.name, item.points, "item") for item in kind.items)
            yield line("合计封顶", kind.cap, "marks")
        case scoring.PerUnit():
            for units in range(int((kind.cap or 0) / kind.points) + 1):
                yield line(f"{units} × {kind.step.text}", units * kind.points, "marks")
        case scoring.Ratio():
            yield line(f"÷ {kind.reference.text}", f"至多 {kind.points}", "any")
        case scoring.Best():
            for one in kind.of:
                yield from _of(card, owner, title, one.name, one.scoring)
        case _:
            raise NotImplementedError(type(kind).__name__)


# ---------------------------------------------------------------- what a case fell into


def met(bracket: Bracket, found: Assessment) -> bool:
    """Whether an assessment fell into a bracket."""
    kind, _, id_ = bracket.owner.partition(" ")
    told: Iterable[bool | None]
    match bracket.way:
        case "gate" | "route":
            told = (one.met for one in (*found.gates, *found.routes) if one.id == id_)
        case "minimum":
            told = (one.reached for one in found.dimensions if one.id == id_)
        case "total":
            told = (found.total_reached,)
        case _:
            scores = (one for one in found.indicators if one.id == kind and one.points is not None)
            return any(_fell_into(bracket, one) for one in scores)
    return (bracket.label == "符合") in told


def _fell_into(bracket: Bracket, score: IndicatorScore) -> bool:
    steps = list(_steps(score, bracket.option))
    match bracket.way:
        case "band":
            return any(step.what == "band" and step.label == bracket.label for step in steps)
        case "item":
            return any(step.figures.get("name") == bracket.label and step.value is True for step in steps)
        case "choice":
            return any(fact.value == bracket.label for fact in score.facts)
        case "marks":
            return score.points == Fraction(bracket.points)
        case "judged":
            marks = [step.value for step in steps if step.what == "mark"]
            value = marks[0] if score.value is None else score.value
            return inside(bracket.label, value)
        case _:
            return True


def _steps(score: IndicatorScore, option: str) -> Iterator[Step]:
    """The steps of an indicator, or of one of its alternatives, which ends with its name."""
    steps: list[Step] = []
    for step in score.steps:
        steps.append(step)
        if step.what == "option":
            if step.figures["name"] == option:
                yield from steps
            steps = []
    if not option:
        yield from steps


_SIDE = re.compile(r"(>=|>|<=|<) (-?[\d.]+)(%?)\S*")
_BOTH = re.compile(r"([\[(])(-?[\d.]+)(%?)\S*, (-?[\d.]+)(%?)\S*([\])])")


def inside(interval: str, value: object) -> bool:
    """Whether a value lies in an interval; read by itself, so that it is no echo of what is tested."""
    assert isinstance(value, int | Fraction)

    def figure(digits: str, percent: str) -> Fraction:
        return Fraction(digits) / (100 if percent else 1)

    if side := _SIDE.fullmatch(interval):
        edge = figure(side[2], side[3])
        return {">=": value >= edge, ">": value > edge, "<=": value <= edge, "<": value < edge}[side[1]]
    if both := _BOTH.fullmatch(interval):
        low, high = figure(both[2], both[3]), figure(both[4], both[5])
        return (value >= low if both[1] == "[" else value > low) and (
            value <= high if both[6] == "]" else value < high
        )
    raise ValueError(interval)


def _counts(bracket: Bracket, found: Assessment, worked: bool) -> bool:
    known = sum(points is not None for points in found.points.values())
    return worked or not bracket.scores or known <= _FEW


# ---------------------------------------------------------------- looking on


class _Onlooker:
    """Notes the brackets of each test that passes."""

    def __init__(self, notes: Path) -> None:
        self.notes = notes
        self.seen: list[Assessment] = []
        self.cases: dict[str, list[str]] = {}
        self.known = {f"{card.id} {card.edition}": tuple(brackets(card)) for card in scorecards()}
        assess = standards.assess

        def watched(*given: object, **named: object) -> Assessment:
            found: Assessment = assess(*given, **{**named, "reasons": True})  # type: ignore[arg-type]
            self.seen.append(found)
            return found

        standards.assess = watched

    @pytest.hookimpl
    def pytest_runtest_setup(self) -> None:
        self.seen.clear()

    @pytest.hookimpl
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        if call.when != "call" or call.excinfo is not None:
            return
        name = item.name.encode().decode("unicode_escape")
        for found in self.seen:
            for bracket in self.known[f"{found.scorecard} {found.edition}"]:
                cases = self.cases.setdefault(bracket.key, [])
                if name not in cases and _counts(bracket, found, bool(_WORKED.match(name))):
                    cases.extend([name] * met(bracket, found))

    @pytest.hookimpl
    def pytest_sessionfinish(self) -> None:
        self.notes.write_text(json.dumps(self.cases, ensure_ascii=False), "utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Look on where notes are asked for."""
    if NOTES in os.environ:
        config.pluginmanager.register(_Onlooker(Path(os.environ[NOTES])))


def noted_cases() -> Mapping[str, list[str]]:
    """By the key of a bracket, the cases that fell into it."""
    files = [f"tests/policies/test_{table}.py" for table in TABLES]
    with TemporaryDirectory() as folder:
        notes = Path(folder) / "notes.json"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.policies.brackets", *files]
        subprocess.run(
            [*command, "-p", "no:cacheprovider", "--rootdir", str(ROOT)],
            cwd=ROOT,
            env={**os.environ, NOTES: str(notes)},
            check=True,
            capture_output=True,
        )
        noted: dict[str, list[str]] = json.loads(notes.read_text("utf-8"))
        return noted


# ---------------------------------------------------------------- the page

_HEAD = """\
# The national tables, bracket by bracket

Which test cases fall into each bracket of the four national scorecards ([scorecards.md](scorecards.md)), and
which of the ten enterprises that were worked by hand do. The command below writes this page while it looks on
at `tests/policies/test_<table>.py`: a case stands here because it passed and fell into the bracket, not
because somebody said so. In square brackets stand a case's parameters; where that is an edge, the case tries
0.01 below it, the edge itself, and 0.01 above.

```sh
./uv run pytest tests/policies/test_brackets.py --snapshot-update
```
"""
_MOST = 3


def page(cases: Mapping[str, list[str]]) -> str:
    """The page as Markdown."""
    parts = [_HEAD]
    for card in scorecards():
        parts.append(
            f"\n## {card.name}（{card.edition}年版）\n\n`policies/national/scorecards/{card.id}.toml`, "
            f"`tests/policies/test_{card.id}.py`\n\n"
            "| 指标 | 档 | 分值 | cases | worked by hand |\n|---|---|---|---|---|\n"
        )
        for bracket in brackets(card):
            found = cases.get(bracket.key, [])
            title = f"{bracket.title}：{bracket.option}" if bracket.option else bracket.title
            cells = (title, bracket.label, bracket.points, _listed(found), _worked(found))
            parts.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n")
    return "".join(parts)


def worked(cases: Iterable[str]) -> list[int]:
    """The numbers of the worked enterprises among cases."""
    return sorted(int(found[1]) + 1 for case in cases if (found := _WORKED.match(case)))


def others(cases: Iterable[str]) -> dict[str, list[str]]:
    """The parameters of the other cases by test."""
    by_test: dict[str, list[str]] = {}
    for case in cases:
        if not _WORKED.match(case):
            test, _, parameters = case.partition("[")
            by_test.setdefault(test, []).append(parameters.removesuffix("]"))
    return by_test


def _worked(cases: Iterable[str]) -> str:
    return ", ".join(map(str, worked(cases))) or "—"


def _listed(cases: Iterable[str]) -> str:
    told = []
    for test, parameters in others(cases).items():
        shown = "; ".join(one for one in parameters[:_MOST] if one)
        more = f"; +{len(parameters) - _MOST}" if len(parameters) > _MOST else ""
        told.append(f"`{test}[{shown}{more}]`" if shown else f"`{test}`")
    rest = f" +{len(told) - _MOST}" if len(told) > _MOST else ""
    return "<br>".join(told[:_MOST]) + rest or "—"
