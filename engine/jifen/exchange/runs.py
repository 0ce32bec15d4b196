"""A run: a roster scored by a park. Its summary (``run.json``), and its folder written and read again.

The folder is written beside its place and then moved into it whole. Two runs of the same roster give the same
bytes: nothing in it tells when or where it was made.
"""

import json
import platform
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import partial
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from attrs import field, frozen

from jifen import __version__
from jifen.cohort.members import Cohort
from jifen.cohort.scoring import Scored
from jifen.cohort.settling import Facts
from jifen.exchange.problems import Problem, Spot
from jifen.exchange.roster import Roster
from jifen.exchange.saved import (
    COHORT_FILE,
    ENTERPRISES_FILE,
    check_rules,
    check_version,
    find_enterprise,
    find_enterprises,
    kept_names,
    read_cohort,
    refused,
    unreadable,
    write_cohort,
    write_enterprises,
)
from jifen.exchange.settled import CLAIMS_FILE, SettledRun, programme_digest, settlement_summary
from jifen.exchange.spreads import Spreads, spreads_from, spreads_to_dict, stage_spreads
from jifen.language.diagnostics import DiagnosticError, nearest
from jifen.loading.provenance import Figure, figures
from jifen.model.decision import ScoreCard
from jifen.model.enterprise import Enterprise
from jifen.model.entitlement import Decision
from jifen.model.park import Park
from jifen.model.period import Period
from jifen.plan.graph import Plan

RUN_FILE = "run.json"
RUN_VERSION = 1
REPORT_FILE = "report.xlsx"
MENDING_FILE = "problems.xlsx"
ENTITLEMENTS_FILE = "entitlements.csv"
_TABLES = ("scores.csv", "boards.csv", "problems.csv", ENTITLEMENTS_FILE)
_OTHER_COHORT = re.compile(r"cohort-(\d{4})\.json")
"""The scores of another year than the run's, where policies read them."""
FILES = (REPORT_FILE, *_TABLES, MENDING_FILE, COHORT_FILE, CLAIMS_FILE, ENTERPRISES_FILE, RUN_FILE)
"""All files of a run's folder."""

UNSTAGED = "阶段未定"


@frozen
class Run:
    """A roster scored: the park and its plan, what was asked, what was read and what came out."""

    park: Park = field(repr=False)
    plan: Plan = field(repr=False)
    period: Period
    as_of: date
    complete_to: date | None
    roster: Roster = field(repr=False)
    scored: Scored = field(repr=False)
    policies: SettledRun | None = field(default=None, repr=False)
    """What policies come to; None where none was asked for."""
    machinery: str = "plan"
    """What scored and settled: the plan one by one, or as columns."""

    @property
    def ranked(self) -> tuple[ScoreCard, ...]:
        """The cards with a total, by credit code."""
        return tuple(card for card in self.scored.cards if is_decided(card))

    @property
    def undetermined(self) -> tuple[ScoreCard, ...]:
        """The cards of enterprises that are not ranked since something is missing (S15)."""
        return tuple(card for card in self.scored.cards if not is_decided(card))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the roster, and the enterprises on which a park's function failed."""
        nowhere = Spot("", "")
        faults = (
            Problem.of("J808", nowhere, {"name": fault.name, "cause": fault.message}, fault.code, fault.name)
            for fault in self.scored.faults
        )
        return (*faults, *self.roster.problems)

    @property
    def assumed(self) -> tuple[Figure, ...]:
        """The park's assumed figures (S27)."""
        return tuple(figure for figure in figures(self.park) if figure.status == "assumed")

    @property
    def provisional(self) -> bool:
        """Whether a rank or mean left out enterprises whose own value is unknown (S19)."""
        return any(card.provisional for card in self.scored.cards)

    @property
    def clean(self) -> bool:
        """Whether every row was used and every enterprise has its total."""
        return not (
            self.roster.left_out or self.roster.rows_rejected or self.scored.faults or self.undetermined
        )

    def lacking(self, card: ScoreCard) -> tuple[str, ...]:
        """What a card lacks, by the names that people know it by."""
        from jifen.explain import lacking_names

        return lacking_names(self.plan, card)


def is_decided(card: ScoreCard) -> bool:
    """Whether total and stage are known."""
    return card.total is not None and card.stage is not None


def summary(run: Run) -> dict[str, Any]:
    """The run in numbers, with all that made it: ``run.json`` but for the digests of the other files."""
    plan, roster = run.plan, run.roster
    severities = Counter(problem.severity for problem in run.problems)
    return {
        "version": RUN_VERSION,
        "jifen": __version__,
        "python": platform.python_version(),
        "machinery": {"scoring": run.machinery, "chaining": "none"},
        "park": {
            "id": plan.park,
            "name": plan.name,
            "scheme": plan.scheme,
            "version": plan.version,
            "digest": plan.digest,
        },
        "period": run.period.text,
        "as_of": run.as_of.isoformat(),
        "complete_to": None if run.complete_to is None else run.complete_to.isoformat(),
        "roster": {
            "digest": roster.digest,
            "sample": roster.sample,
            "sources": [{"name": source.name, "sha256": source.digest} for source in roster.sources],
            "coverage": {table: day.isoformat() for table, day in sorted(roster.coverage.items())},
        },
        "blocked_by_open_tables": blocked_by_open_tables(run),
        "rows": {
            table: {
                "read": counts.read,
                "accepted": counts.accepted,
                "merged": counts.merged,
                "rejected": counts.rejected,
            }
            for table, counts in sorted(roster.counts.items())
        },
        "enterprises": {
            "read": len(roster.enterprises) + len(roster.left_out),
            "left_out": len(roster.left_out),
            "accepted": len(roster.enterprises),
            "ranked": len(run.ranked),
            "not_ranked": len(run.undetermined),
            "faulted": len(run.scored.faults),
        },
        "stages": [
            {"id": id_, "name": name, "enterprises": number} for id_, name, number in stage_counts(run)
        ],
        "dimensions": spreads_to_dict(stage_spreads(run.scored.cards)),
        "lacking": dict(sorted(Counter(name for card in run.undetermined for name in card.lacks).items())),
        "problems": {severity: severities[severity] for severity in ("error", "warning", "notice")},
        "assumed_figures": len(run.assumed),
        "provisional": run.provisional,
        "left_out": [{"code": one.code, "name": one.name} for one in roster.left_out],
        "policies": None if run.policies is None else settlement_summary(run.policies),
    }


def blocked_by_open_tables(run: Run) -> int:
    """How many enterprises have no total because a table is not said to be complete (S10)."""
    tables = run.plan.vocabulary.tables
    return sum(any(name in tables for name in card.lacks) for card in run.undetermined)


def stage_counts(run: Run) -> list[tuple[str | None, str, int]]:
    """How many scored enterprises each stage has; those of unknown stage last, if there are any."""
    counts = Counter(card.stage for card in run.scored.cards)
    staged: list[tuple[str | None, str, int]] = [
        (stage.id, stage.name, counts[stage.id]) for stage in run.plan.stages
    ]
    return [*staged, (None, UNSTAGED, counts[None])] if counts[None] else staged


def is_of_run(name: str) -> bool:
    """Whether a run writes a file of that name."""
    return name in FILES or _OTHER_COHORT.fullmatch(name) is not None


def check_out(folder: str | Path) -> None:
    """Raise what keeps a run's folder from being written, before the run is computed."""
    from jifen.exchange.files import check_folder

    check_folder(folder, is_of_run)


def write_run(folder: str | Path, run: Run, wrote: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """Write the folder of a run; its summary. ``wrote`` is told each file."""
    from jifen.exchange.files import replacing_folder
    from jifen.exchange.mending import write_mending
    from jifen.exchange.report import write_boards, write_problems, write_report, write_scores

    writers: Mapping[str, Callable[[Path], None]] = {
        REPORT_FILE: lambda path: write_report(path, run),
        "scores.csv": lambda path: write_scores(path, run),
        "boards.csv": lambda path: write_boards(path, run),
        "problems.csv": lambda path: write_problems(path, run),
        **({MENDING_FILE: lambda path: write_mending(path, run.roster)} if run.roster.to_mend else {}),
        COHORT_FILE: lambda path: write_cohort(path, run.scored.cohort),
        ENTERPRISES_FILE: lambda path: write_enterprises(path, run.roster.enterprises),
        **_policy_writers(run.policies),
    }
    with replacing_folder(folder, is_of_run) as beside:
        for name, write in writers.items():
            write(beside / name)
            wrote(name)
        digests = {name: sha256((beside / name).read_bytes()).hexdigest() for name in writers}
        data = {**summary(run), "files": digests}
        (beside / RUN_FILE).write_text(
            json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
    return data


def _policy_writers(policies: SettledRun | None) -> Mapping[str, Callable[[Path], None]]:
    """What is written where policies were settled."""
    from jifen.exchange.report import write_entitlements

    if policies is None:
        return {}
    return {
        ENTITLEMENTS_FILE: lambda path: write_entitlements(path, policies),
        CLAIMS_FILE: lambda path: write_cohort(path, policies.settled.cohort),
        **{
            f"cohort-{year}.json": partial(write_cohort, cohort=cohort)
            for year, cohort in sorted(policies.scores.items())
        },
    }


@frozen
class SavedRun:
    """The folder of an earlier run."""

    folder: Path
    summary: Mapping[str, Any] = field(repr=False)

    @property
    def park(self) -> str:
        """The id of its park."""
        return str(self.summary["park"]["id"])

    @property
    def period(self) -> Period:
        """Its scoring year."""
        return Period.parse(self.summary["period"])

    @property
    def as_of(self) -> date:
        """Its as-of date."""
        return date.fromisoformat(self.summary["as_of"])

    def cohort(self, plan: Plan) -> Any:
        """Its cohort, if it was made by the rules of ``plan`` and is still what the run wrote."""
        cohort = read_cohort(self.folder, plan, self.period.text)
        self.check_unchanged(COHORT_FILE)
        return cohort

    def scores(self, plan: Plan) -> Mapping[int, Cohort]:
        """Its scores by year: its own, and those that its policies read; as ``cohort`` gives them."""
        found = {self.period.year: self.cohort(plan)}
        for name in self.summary["files"]:
            other = _OTHER_COHORT.fullmatch(name)
            if other is not None:
                self.check_unchanged(name)
                found[int(other[1])] = read_cohort(self.folder / name, plan, other[1])
        return found

    @property
    def allow_assumed(self) -> bool:
        """Whether rules that rest on assumed figures took part."""
        policies = self.summary.get("policies")
        return bool(policies and policies["allow_assumed"])

    def settled_by(self, digest: str, *, allow_assumed: bool) -> bool:
        """Whether it was settled by these policies."""
        policies = self.summary.get("policies")
        return bool(policies and policies["digest"] == digest and self.allow_assumed == allow_assumed)

    def settled_with(self, programme: Facts | None) -> bool:
        """Whether it was settled with these data of programmes."""
        return bool(self.summary["policies"].get("programme", "") == programme_digest(programme or {}))

    def claims(
        self, plan: Plan, digest: str, *, allow_assumed: bool, programme: Facts | None = None
    ) -> Cohort | None:
        """The claims and lists of its policies, if it was settled by the same policies in the same way."""
        if not (self.settled_by(digest, allow_assumed=allow_assumed) and self.settled_with(programme)):
            return None
        claims = read_cohort(self.folder / CLAIMS_FILE, plan, self.period.text, digest)
        self.check_unchanged(CLAIMS_FILE)
        return claims

    @property
    def sample(self) -> bool:
        """Whether its enterprises are made up."""
        return bool(self.summary["roster"]["sample"])

    @property
    def spreads(self) -> Spreads | None:
        """How the points of dimensions lie in each stage; None where an earlier version did not keep them."""
        kept = self.summary.get("dimensions")
        return None if kept is None else spreads_from(kept)

    def hold(self, card: ScoreCard | None = None, decision: Decision | None = None) -> None:
        """Hold what is decided anew against what the run has written; here it was made in the same way."""

    def check_rules(self, plan: Plan) -> None:
        """Refuse to go on when the rules are no longer those of the run."""
        check_rules(self.folder / RUN_FILE, plan, self.park, self.summary["park"]["digest"])

    def enterprise(self, wanted: str) -> Enterprise:
        """One of its enterprises by credit code or name; a ``DiagnosticError`` says why there is none."""
        file = self.folder / ENTERPRISES_FILE
        self.check_unchanged(ENTERPRISES_FILE)
        found = find_enterprise(file, wanted.strip())
        if found is not None:
            return found
        raise self.not_there(wanted, kept_names(file))

    def not_there(self, wanted: str, names: Collection[str]) -> DiagnosticError:
        """What is said where it has no such enterprise among these credit codes."""
        left_out = [one for one in self.summary["left_out"] if wanted in (one["code"], one["name"])]
        if left_out:
            return refused("J807", self.folder, name=left_out[0]["name"] or left_out[0]["code"])
        near = nearest(wanted, names) or ""
        return refused("J806", self.folder, wanted=wanted, near=near, count=f"{len(names):,}")

    def enterprises(self, codes: Collection[str]) -> Mapping[str, Enterprise]:
        """Its enterprises of these credit codes, all of which must be there."""
        return find_enterprises(self.folder / ENTERPRISES_FILE, codes)

    def check_unchanged(self, name: str) -> None:
        """Refuse a file that is not the one of which the run noted the SHA-256."""
        file = self.folder / name
        try:
            with file.open("rb") as content:
                found = file_digest(content, "sha256").hexdigest()
        except OSError as error:
            raise unreadable(file, error) from error
        if found != self.summary["files"][name]:
            raise refused("J813", file, name=name)


def read_run(folder: str | Path) -> SavedRun:
    """The folder of an earlier run."""
    file = Path(folder) / RUN_FILE
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if "population" in data:
            from jifen.exchange.populations.saved import saved_population

            return saved_population(Path(folder), data)
        check_version(data, RUN_VERSION)
        saved = SavedRun(Path(folder), data)
        _ = saved.park, saved.period, saved.as_of, saved.sample, saved.spreads, data["left_out"]
        _ = data["files"][COHORT_FILE], data["files"][ENTERPRISES_FILE]
    except (OSError, ArithmeticError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise unreadable(file, error) from error
    return saved
