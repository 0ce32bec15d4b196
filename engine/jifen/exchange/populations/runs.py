"""A run over a population: read batch by batch, decided as columns, written as tables.

What later decisions need is kept beside them. The folder is written beside its place and moved into it whole;
an interrupted run leaves the old one as it was.
"""

import json
import platform
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from hashlib import file_digest
from pathlib import Path
from typing import Any, Protocol

import polars as pl
from attrs import field, frozen, mutable

from jifen import __version__
from jifen.cohort.members import Cohort
from jifen.cohort.scoring import Scorer
from jifen.columns.crossing import Saved
from jifen.columns.outcomes import Money, scored_frame, settled_frame
from jifen.columns.population import Population
from jifen.columns.settling import SettlementColumns
from jifen.columns.streaming import Decided, Streamed, Streaming
from jifen.exchange.files import check_folder, replacing_folder
from jifen.exchange.populations.kept import COHORTS, ENTERPRISES, Keeping, keep_cohort
from jifen.exchange.populations.sinks import Beside, Shape, ahead, sink_to
from jifen.exchange.problems import HEADINGS, Problem
from jifen.exchange.report.tables import write_table
from jifen.exchange.roster import Counts, LeftOut, SourceFile
from jifen.exchange.runs import is_of_run
from jifen.exchange.settled import programme_digest
from jifen.loading.provenance import Figure
from jifen.model.entitlement import OUTCOMES
from jifen.plan.graph import Plan

RUN_FILE = "run.json"
POPULATION_VERSION = 1
SCORES, ENTITLEMENTS, CLAIMS = "scores", "entitlements", "claims"
COLUMNS_FILE, PROBLEMS_FILE = "columns.csv", "problems.csv"
_COLUMN_HEADINGS = ("表", "列", "名称")
_OURS = {RUN_FILE, COLUMNS_FILE, PROBLEMS_FILE, ENTERPRISES, COHORTS}


def is_ours(name: str) -> bool:
    """Whether a run, over a population or not, writes a file or folder of that name."""
    return name in _OURS or is_of_run(name) or name.partition(".")[0] in {SCORES, ENTITLEMENTS}


@frozen
class Told:
    """What was found on the way through a roster, known once it was gone through."""

    coverage: Mapping[str, date]
    problems: tuple[Problem, ...] = field(default=(), repr=False)
    counts: Mapping[str, Counts] = field(factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    sample: bool = False
    sources: tuple[SourceFile, ...] = ()


class Read(Protocol):
    """A population that can be gone through again and again."""

    @property
    def slow(self) -> bool:
        """Whether each time takes as long as the first."""

    def batches(self) -> Iterator[Population]:
        """Its batches, the same each time."""

    def told(self) -> Told:
        """What was found, the last time."""


@mutable
class Counting:
    """What a run comes to, added up batch by batch; ``rules`` are the full ids of all rules."""

    rules: tuple[str, ...]
    enterprises: int = 0
    ranked: int = 0
    stages: Counter[str | None] = field(factory=Counter)
    outcomes: dict[str, Counter[str]] = field(factory=dict)
    amounts: dict[str, Decimal] = field(factory=dict)

    def scores(self, frame: pl.DataFrame) -> None:
        """Count the scores of a batch."""
        self.enterprises += frame.height
        self.ranked += frame.filter(pl.col("total").is_not_null() & pl.col("stage").is_not_null()).height
        self.stages.update(dict(frame.group_by("stage").len().iter_rows()))

    def entitlements(self, frame: pl.DataFrame) -> None:
        """Count the outcomes and money of a batch."""
        for rule in self.rules:
            counts = frame.group_by(pl.col(f"{rule}.outcome").cast(pl.String)).len()
            self.outcomes.setdefault(rule, Counter()).update(dict(counts.iter_rows()))
            for name in (f"{rule}.amount", f"{rule}.paid", f"{rule}.points"):
                if name in frame.columns:
                    total = frame[name].sum() or 0
                    self.amounts[name] = self.amounts.get(name, Decimal(0)) + Decimal(total)

    def summary(self) -> dict[str, Any]:
        """As ``run.json`` tells it."""
        return {
            "enterprises": {
                "decided": self.enterprises,
                "ranked": self.ranked,
                "not_ranked": self.enterprises - self.ranked,
            },
            "stages": {str(stage): count for stage, count in sorted(self.stages.items(), key=str)},
            "outcomes": {
                rule: {outcome: counts[outcome] for outcome in OUTCOMES if counts[outcome]}
                for rule, counts in sorted(self.outcomes.items())
            },
            "amounts": {name: f"{amount:f}" for name, amount in sorted(self.amounts.items())},
        }


@frozen
class PopulationRun:
    """What is run: the plan, the policies in force or none, the day, and how tables are written."""

    scorer: Scorer = field(repr=False)
    settlement: SettlementColumns | None = field(repr=False)
    as_of: date
    shape: Shape = "parquet"
    money: Money = "元"
    allow_assumed: bool = False
    figures: tuple[Figure, ...] = field(default=(), repr=False)
    """The park's figures."""

    @property
    def plan(self) -> Plan:
        """The park's plan."""
        return self.scorer.plan

    def streaming(self) -> Streaming:
        """What decides it."""
        return Streaming(self.scorer, self.settlement, self.as_of)

    def frames(self, decided: Decided) -> tuple[pl.DataFrame, pl.DataFrame | None]:
        """Scores and entitlements of a batch; both begin with the credit code."""
        scores = scored_frame(decided.scored, self.plan, decided.score_names)
        if decided.settled is None or self.settlement is None:
            return scores, None
        settlement = self.settlement.decider.settlement
        found = settled_frame(decided.settled, settlement, decided.settled_names, self.money)
        return scores, decided.settled.population.frame.select("code", "name").hstack(found)

    def cohorts(self, streamed: Streamed) -> tuple[Mapping[int, Cohort], Cohort | None]:
        """The scores by year, and the claims and lists of policies, for later decisions."""
        plan, day = self.plan, self.as_of.isoformat()
        scores = {
            year: Cohort(plan.park, str(year), day, plan.digest, columns)
            for year, columns in streamed.scores.items()
        }
        if self.settlement is None:
            return scores, None
        decider = self.settlement.decider
        digest = decider.settlement.digest
        return scores, Cohort(plan.park, decider.period.text, day, digest, streamed.claims)

    def write(
        self,
        folder: Path,
        read: Read,
        streaming: Streaming,
        progress: Callable[[int], None] | None = None,
    ) -> dict[str, Any]:
        """Decide a population and write the folder of the run; its summary."""
        check_folder(folder, is_ours)
        with replacing_folder(folder, is_ours) as beside:
            return _Writing(self, read, streaming, beside).run(progress)


class _Writing:
    """One run on its way into a folder."""

    def __init__(self, run: PopulationRun, read: Read, streaming: Streaming, folder: Path) -> None:
        self.asked, self.read, self.streaming, self.folder = run, read, streaming, folder
        settlement = None if run.settlement is None else run.settlement.decider.settlement
        rules = () if settlement is None else tuple(one.rule.full_id for one in settlement.rules)
        self.counting = Counting(rules)
        self.singly: Counter[str] = Counter()
        self.headings: dict[str, list[str]] = {}
        self.keeping = Keeping(folder / ENTERPRISES, streaming.reads)
        self.read_once = False

    def batches(self) -> Iterator[Population]:
        """The population as it is read, and kept on the way; again, from what was kept, which is faster."""
        if self.read_once:
            yield from ahead(self.keeping.batches() if self.read.slow else self.read.batches())
            return
        for population in ahead(self.read.batches()):
            self.keeping.keep(population)
            yield population
        self.read_once = True

    def run(self, progress: Callable[[int], None] | None) -> dict[str, Any]:
        """Write all files."""
        shape = self.asked.shape
        scores = Beside(sink_to(self.folder / f"{SCORES}.{shape}", shape))
        settled = Beside(sink_to(self.folder / f"{ENTITLEMENTS}.{shape}", shape))
        with scores, settled:

            def out(decided: Decided) -> None:
                of_scores, of_policies = self.asked.frames(decided)
                self._count(SCORES, of_scores, scores)
                if of_policies is not None:
                    self._count(ENTITLEMENTS, of_policies, settled)

            streamed = self.streaming.run(self, out, self._notice, progress)
        self.keeping.close()
        self._cohorts(streamed)
        write_table(self.folder / PROBLEMS_FILE, HEADINGS, (one.to_row() for one in self._problems(streamed)))
        write_table(self.folder / COLUMNS_FILE, _COLUMN_HEADINGS, self._columns())
        data = self._summary(streamed)
        text = json.dumps(data, ensure_ascii=False, indent=2)
        (self.folder / RUN_FILE).write_text(text + "\n", encoding="utf-8", newline="\n")
        return data

    def _notice(self, name: str, count: int) -> None:
        self.singly[name] += count

    def _count(self, table: str, frame: pl.DataFrame, sink: Beside) -> None:
        self.headings.setdefault(table, frame.columns)
        (self.counting.scores if table == SCORES else self.counting.entitlements)(frame)
        sink.write(frame)

    def _cohorts(self, streamed: Streamed) -> None:
        scores, claims = self.asked.cohorts(streamed)
        for year, cohort in scores.items():
            keep_cohort(self.folder / COHORTS / str(year), cohort)
        if claims is not None:
            keep_cohort(self.folder / COHORTS / CLAIMS, claims)

    def _problems(self, streamed: Streamed) -> Iterator[Problem]:
        from jifen.exchange.problems import Spot

        for fault in streamed.faults:
            facts = {"name": fault.name, "cause": fault.message}
            yield Problem.of("J808", Spot("", ""), facts, fault.code, fault.name)
        yield from self.read.told().problems

    def _columns(self) -> Iterator[tuple[str, str, str]]:
        """What each column of the tables is, for who does not know the ids."""
        names = _names(self.asked)
        for table, headings in self.headings.items():
            for heading in headings:
                yield table, heading, names.get(heading, "")

    @staticmethod
    def _provisional(streamed: Streamed) -> bool:
        """Whether a rank or mean left out enterprises whose own value is unknown (S19)."""
        columns = (column for own in streamed.scores.values() for column in own.values())
        return any(one.left_out if isinstance(one, Saved) else one.others for one in columns)

    def _summary(self, streamed: Streamed) -> dict[str, Any]:
        plan, told = self.asked.plan, self.read.told()
        policies = None
        if self.asked.settlement is not None:
            settlement = self.asked.settlement.decider.settlement
            policies = {
                "digest": settlement.digest,
                "allow_assumed": self.asked.allow_assumed,
                "programme": programme_digest(self.asked.settlement.decider.programme),
                "in_force": [policy.full_id for policy in settlement.policies],
            }
        return {
            "population": POPULATION_VERSION,
            "jifen": __version__,
            "python": platform.python_version(),
            "machinery": {"scoring": "columns", "polars": pl.__version__, "one_by_one": dict(self.singly)},
            "park": {"id": plan.park, "name": plan.name, "version": plan.version, "digest": plan.digest},
            "period": self.asked.scorer.period.text,
            "as_of": self.asked.as_of.isoformat(),
            "money": self.asked.money,
            "coverage": {table: day.isoformat() for table, day in sorted(told.coverage.items())},
            "sources": [{"name": one.name, "sha256": one.digest} for one in told.sources],
            "rows": {
                table: {
                    "read": one.read,
                    "accepted": one.accepted,
                    "merged": one.merged,
                    "rejected": one.rejected,
                }
                for table, one in sorted(told.counts.items())
            },
            "roster": {"sample": told.sample},
            "left_out": [{"code": one.code, "name": one.name} for one in told.left_out],
            "provisional": self._provisional(streamed),
            "assumed_figures": sum(figure.status == "assumed" for figure in self.asked.figures),
            "faulted": len(streamed.faults),
            **self.counting.summary(),
            "policies": policies,
            "files": _digests(self.folder),
        }


def _names(run: PopulationRun) -> Mapping[str, str]:
    """What people call the columns."""
    plan = run.plan
    names = {"code": "统一社会信用代码", "name": "企业名称", "stage": "成长阶段（编号）"}
    names |= {"total": "总分", "so_far": "已知得分", "base": "基础分", "bonus": "加分", "deductions": "扣分"}
    names |= {f"dimension.{part.id}": f"维度：{part.name}" for part in plan.dimensions}
    names |= {f"points.{part.id}": f"得分：{part.name}" for part in plan.indicators}
    for board in plan.boards:
        for what, told in (("value", "数值"), ("rank", "名次"), ("members", "参评家数")):
            names[f"board.{board.id}.{what}"] = f"{board.name}：{told}"
    if run.settlement is None:
        return names
    settlement = run.settlement.decider.settlement
    unit = f"（{run.money}）"
    for settled in settlement.rules:
        rule = settled.rule
        of_rule = {"outcome": "结果", "points": "加分", "provisional": "暂定"}
        of_rule |= {"amount": f"金额{unit}", "paid": f"已兑现{unit}"}
        of_rule |= {f"payer.{one.id}": f"{one.id}承担{unit}" for one in rule.payers}
        of_rule |= {f"instalment.{one.id}": f"分期 {one.id}{unit}" for one in rule.instalments}
        of_rule |= {f"clawback.{one.id}": f"追回 {one.id}{unit}" for one in rule.clawbacks}
        names |= {f"{rule.full_id}.{what}": f"{rule.title}：{name}" for what, name in of_rule.items()}
    return names | {f"status.{status.id}": f"身份：{status.name}" for status in settlement.statuses}


def _digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as content:
            found[path.relative_to(folder).as_posix()] = file_digest(content, "sha256").hexdigest()
    return found
