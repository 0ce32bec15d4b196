"""A run over a population read again: one enterprise decided against what it has kept."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from jifen.cohort.members import Cohort
from jifen.cohort.settling import DisagreementError, Facts
from jifen.exchange.populations.kept import (
    COHORTS,
    ENTERPRISES,
    KeptEnterprises,
    kept_cohort,
    kept_enterprises,
)
from jifen.exchange.populations.runs import CLAIMS, ENTITLEMENTS, POPULATION_VERSION, RUN_FILE, SCORES
from jifen.exchange.runs import SavedRun
from jifen.exchange.saved import check_rules, check_version, refused, unreadable
from jifen.model.decision import ScoreCard
from jifen.model.enterprise import Enterprise
from jifen.model.entitlement import Decision
from jifen.plan.graph import Plan


class SavedPopulation(SavedRun):
    """The folder of an earlier run over a population."""

    def cohort(self, plan: Plan) -> Cohort:
        """Its scores, if they were made by the rules of ``plan`` and are still what the run wrote."""
        cohort = self._kept(self.period.text)
        check_rules(self.folder / RUN_FILE, plan, cohort.park, cohort.digest)
        return cohort

    def scores(self, plan: Plan) -> Mapping[int, Cohort]:
        """Its scores by year: its own, and of others what its policies read."""
        own = self.period.year
        folders = {name.split("/")[1] for name in self.summary["files"] if name.startswith(f"{COHORTS}/")}
        others = sorted(int(name) for name in folders - {CLAIMS, str(own)})
        return {own: self.cohort(plan), **{year: self._kept(str(year)) for year in others}}

    def claims(
        self, plan: Plan, digest: str, *, allow_assumed: bool, programme: Facts | None = None
    ) -> Cohort | None:
        """The claims and lists of its policies, if it was settled by the same policies in the same way."""
        if not (self.settled_by(digest, allow_assumed=allow_assumed) and self.settled_with(programme)):
            return None
        check_rules(self.folder / RUN_FILE, plan, self.park, self.summary["park"]["digest"])
        return self._kept(CLAIMS)

    def hold(self, card: ScoreCard | None = None, decision: Decision | None = None) -> None:
        """Hold what is decided anew, one by one, against what the run has written, as columns.

        Raises ``DisagreementError`` where they differ: a mistake of the engine.
        """
        if card is not None:
            told = self._row(SCORES, card.code)
            self._same(card.code, told, {"total": card.total, "stage": card.stage, "base": card.base})
        if decision is not None:
            told = self._row(ENTITLEMENTS, decision.code)
            for one in decision.entitlements:
                name = one.full_id
                own = {
                    f"{name}.outcome": one.outcome,
                    f"{name}.amount": one.amount,
                    f"{name}.points": one.points,
                }
                self._same(decision.code, told, own)

    def _row(self, table: str, code: str) -> Mapping[str, Any]:
        """What a table tells of an enterprise; nothing where it is a workbook."""
        scans = {
            "parquet": pl.scan_parquet,
            "arrow": pl.scan_ipc,
            "csv": partial(pl.scan_csv, infer_schema=False),
        }
        for shape, scan in scans.items():
            file = self.folder / f"{table}.{shape}"
            if file.is_file():
                found = scan(file).filter(pl.col("code") == code).collect()  # type: ignore[operator]
                return found.row(0, named=True) if found.height else {}
        return {}

    def _same(self, code: str, told: Mapping[str, Any], own: Mapping[str, object]) -> None:
        unit = 100 if self.summary["money"] == "分" else 1
        for name, value in own.items():
            if name not in told:
                continue
            if isinstance(value, Decimal):
                factor = unit if name.endswith(".amount") else 1
                same = told[name] is not None and Decimal(str(told[name])) == value * factor
            else:
                same = told[name] == value
            if not same:
                raise DisagreementError(f"{code}：{name} 两种算法结果不同：{told[name]}、{value}")

    def _kept(self, name: str) -> Cohort:
        self._check_folder(f"{COHORTS}/{name}/")
        return kept_cohort(self.folder / COHORTS / name)

    def enterprise(self, wanted: str) -> Enterprise:
        """One of its enterprises by credit code or name; a ``DiagnosticError`` says why there is none."""
        kept = self._enterprises()
        found = kept.find(wanted.strip())
        if found is None:
            raise self.not_there(wanted, [code for code, _ in kept.names()])
        return found

    def enterprises(self, codes: Collection[str]) -> Mapping[str, Enterprise]:
        """Its enterprises of these credit codes, all of which must be there."""
        kept = self._enterprises()
        found = {code: kept.find(code) for code in codes}
        lacking = [code for code, one in found.items() if one is None]
        if lacking:
            raise refused("J806", self.folder, wanted=lacking[0], near="", count=len(found))
        return {code: one for code, one in found.items() if one is not None}

    def _enterprises(self) -> KeptEnterprises:
        self._check_folder(f"{ENTERPRISES}/")
        coverage = {table: date.fromisoformat(day) for table, day in self.summary["coverage"].items()}
        return kept_enterprises(self.folder / ENTERPRISES, coverage)

    def _check_folder(self, begins: str) -> None:
        for name in self.summary["files"]:
            if name.startswith(begins):
                self.check_unchanged(name)


def saved_population(folder: Path, data: Mapping[str, Any]) -> SavedPopulation:
    """The folder of an earlier run over a population, by its summary."""
    try:
        check_version({"version": data["population"]}, POPULATION_VERSION)
        saved = SavedPopulation(folder, data)
        _ = (
            saved.park,
            saved.period,
            saved.as_of,
            saved.sample,
            data["left_out"],
            data["files"],
            data["coverage"],
        )
    except (ArithmeticError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise unreadable(folder / RUN_FILE, error) from error
    return saved
