"""Populations as embedders use them: frames in, frames out; and runs over files of any size."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from jifen.cohort.scoring import Fault, Scorer
from jifen.cohort.settling import Decider
from jifen.exchange.mapping import NO_MAPPING, ColumnMapping
from jifen.exchange.problems import Problem
from jifen.interfaces.engine import engine_for
from jifen.language.diagnostics import Diagnostic, DiagnosticError
from jifen.loading.provenance import Figure
from jifen.model.terms import Vocabulary

if TYPE_CHECKING:
    import polars as pl

    from jifen.cohort.members import Cohort
    from jifen.columns.outcomes import Money
    from jifen.columns.population import Reads
    from jifen.columns.streaming import Decided
    from jifen.exchange.populations.runs import PopulationRun, Read


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
    scores: "Mapping[int, Cohort]" = field(repr=False)
    """The scores by year, against which one enterprise can be decided later; of another year than the one
    that was scored, what policies read of it.
    """
    claims: "Cohort | None" = field(repr=False)
    """The claims and lists of policies, for the same."""

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
        from jifen.exchange.populations.reading import read_population

        return read_population(
            source, self.vocabulary, reads, complete_to=self.complete_to, mapping=self.mapping
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

        with told_beyond():
            streamed = streaming.run(read, out)
        from polars import concat

        told = read.told()
        scores, claims = run.cohorts(streamed)
        return PopulationResult(
            concat(frames), told.problems, len(told.left_out), streamed.faults, scores, claims
        )


@contextmanager
def told_beyond() -> Iterator[None]:
    """Numbers that no column holds are an error that says what to do."""
    from jifen.columns.slots import BeyondError

    try:
        yield
    except BeyondError as error:
        facts = {"count": len(error.rows)}
        raise DiagnosticError((Diagnostic.of("J815", None, facts),)) from error


def _beside(scores: "pl.DataFrame", entitlements: "pl.DataFrame") -> "pl.DataFrame":
    """Scores and entitlements together; either may be without some on whom a function failed."""
    if scores["code"].equals(entitlements["code"]):
        return scores.hstack(entitlements.drop("code", "name"))
    return scores.join(entitlements, on=("code", "name"), how="full", coalesce=True).sort("code")
