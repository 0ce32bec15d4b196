"""Populations as embedders use them: frames in, frames out; and runs over files of any size."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from jifen.cohort.scoring import Fault, Scorer
from jifen.cohort.settling import Decider
from jifen.exchange.mapping import NO_MAPPING, ColumnMapping
from jifen.exchange.problems import Problem
from jifen.exchange.roster import SAMPLE_NOTE
from jifen.interfaces.engine import engine_for
from jifen.loading.provenance import Figure
from jifen.model.terms import Vocabulary

if TYPE_CHECKING:
    import polars as pl

    from jifen.columns.outcomes import Money
    from jifen.columns.population import Population, Reads
    from jifen.columns.streaming import Decided
    from jifen.exchange.populations.runs import PopulationRun, Read
    from jifen.exchange.roster import Counts

BATCH = 2**18
"""So many enterprises are decided at a time where there are more."""


@frozen
class PopulationResult:
    """A population decided: a frame with a row for each enterprise, by credit code.

    It has the Arrow interface, so that polars, pandas, duckdb and others take it as it is. ``problems`` are
    what was wrong with the data, ``left_out`` how many enterprises were left out for it, ``faults`` those on
    whom a park's function failed.
    """

    frame: "pl.DataFrame" = field(repr=False)
    problems: tuple[Problem, ...]
    left_out: int
    faults: tuple[Fault, ...]

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The frame, by the Arrow interface."""
        return self.frame.__arrow_c_stream__(requested_schema)


@frozen
class Asking:
    """What a population is decided by: scores of a year, and the policies of a decider or none."""

    vocabulary: Vocabulary = field(repr=False)
    scorer: Scorer = field(repr=False)
    decider: Decider | None = field(repr=False)
    as_of: date
    complete_to: date | None = None
    mapping: ColumnMapping = NO_MAPPING
    allow_assumed: bool = False
    figures: tuple[Figure, ...] = field(default=(), repr=False)
    """The park's figures."""

    def run(self, shape: Any = "parquet", money: "Money" = "元") -> "PopulationRun":
        """The run that this asks for."""
        engine_for(0, "columns")
        from jifen.columns.settling import SettlementColumns
        from jifen.exchange.populations.runs import PopulationRun

        settlement = None if self.decider is None else SettlementColumns(self.decider, self.as_of)
        asked = self.scorer, settlement, self.as_of, shape, money, self.allow_assumed
        return PopulationRun(*asked, figures=self.figures)

    def read(self, source: Any, reads: "Reads") -> "Read":
        """A roster as columns: a file, a folder, a frame or frames."""
        from jifen.exchange.populations.runs import Read

        if isinstance(source, str | Path) and Path(source).suffix.lower() in _WORKBOOKS:
            return self._workbook(Path(source), reads)
        from jifen.exchange.frames.reading import read_frames

        found = read_frames(
            source, self.vocabulary, reads, complete_to=self.complete_to, mapping=self.mapping
        )
        counts = {
            table: {
                "read": one.read,
                "accepted": one.accepted,
                "merged": one.merged,
                "rejected": one.rejected,
            }
            for table, one in found.counts.items()
        }
        sources = tuple({"name": one.name, "sha256": one.digest} for one in found.sources)
        return Read(
            _parts(found.population),
            found.coverage,
            found.problems,
            counts,
            found.left_out,
            _sample(found.notes),
            sources,
        )

    def _workbook(self, path: Path, reads: "Reads") -> "Read":
        from jifen.columns.population import population_of
        from jifen.exchange.populations.runs import Read
        from jifen.exchange.reading import read_roster

        roster = read_roster(path, self.vocabulary, complete_to=self.complete_to, mapping=self.mapping)
        population = population_of(roster.enterprises, reads)
        counts = {
            table: {
                "read": one.read,
                "accepted": one.accepted,
                "merged": one.merged,
                "rejected": one.rejected,
            }
            for table, one in roster.counts.items()
        }
        sources = tuple({"name": one.name, "sha256": one.digest} for one in roster.sources)
        return Read(
            _parts(population),
            roster.coverage,
            roster.problems,
            counts,
            roster.left_out,
            roster.sample,
            sources,
        )

    def frame(self, source: Any, money: "Money" = "元") -> PopulationResult:
        """A population in memory decided, as a frame."""
        run = self.run(money=money)
        streaming = run.streaming()
        read = self.read(source, streaming.reads)
        frames: list[pl.DataFrame] = []

        def out(decided: "Decided") -> None:
            scores, entitlements = run.frames(decided)
            frames.append(scores if entitlements is None else _beside(scores, entitlements))

        streamed = streaming.run(read, out)
        from polars import concat

        return PopulationResult(concat(frames), read.problems, len(read.left_out), streamed.faults)


_WORKBOOKS = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et"}


def _sample(notes: Mapping[str, str]) -> bool:
    """Whether a cover sheet says that the enterprises are made up."""
    return notes.get(SAMPLE_NOTE, "") == "是"


def _counts(counts: "Mapping[str, Counts]") -> "Mapping[str, Mapping[str, int]]":
    """Rows by table, as ``run.json`` tells them."""
    return {
        table: {"read": one.read, "accepted": one.accepted, "merged": one.merged, "rejected": one.rejected}
        for table, one in counts.items()
    }


def _parts(population: "Population") -> "Callable[[], Iterator[Population]]":
    """A population in memory, in parts."""

    def parts() -> "Iterator[Population]":
        for begin in range(0, max(1, population.height), BATCH):
            yield population.part(begin, BATCH)

    return parts


def _beside(scores: "pl.DataFrame", entitlements: "pl.DataFrame") -> "pl.DataFrame":
    """Scores and entitlements of the same enterprises; a year that policies read may have left some out."""
    if scores.height == entitlements.height:
        return scores.hstack(entitlements.drop("code", "name"))
    return scores.join(entitlements.drop("name"), on="code", how="left", maintain_order="left")
