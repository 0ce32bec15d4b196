"""A park as embedders use it: open it, bring enterprises, score one or many. Nothing is shared between
parks.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from attrs import field, frozen

from jifen.cohort.assessing import Assessed, assess_all
from jifen.cohort.members import Cohort
from jifen.cohort.scoring import Progress, Scored, Scorer
from jifen.evaluation.assessments import Assessor
from jifen.evaluation.gains import Gain
from jifen.exchange.telling import Told, UnknownValueError, told_enterprise
from jifen.interfaces.engine import Engine, engine_for, score_many
from jifen.interfaces.population import Asking, PopulationResult
from jifen.language.diagnostics import Diagnostic, DiagnosticError, Diagnostics, nearest
from jifen.loading import library
from jifen.loading.parks import ParkIndex, discover_parks
from jifen.model.decision import Assessment, ScoreCard
from jifen.model.enterprise import Enterprise
from jifen.model.park import Park
from jifen.model.period import Period
from jifen.model.terms import Vocabulary
from jifen.plan.graph import Plan, ScorecardPart
from jifen.plan.lower import lower

__all__ = ["ScoringPark", "Told", "UnknownValueError", "open_park", "park_of", "scoring_park"]


@frozen
class ScoringPark:
    """An opened park. It is immutable but for compiled programs, which are kept by period; threads may
    share it.
    """

    park: Park = field(repr=False)
    plan: Plan
    notices: tuple[Diagnostic, ...] = field(repr=False)
    """What is worth knowing although nothing is wrong."""
    _scorers: dict[Period, Scorer] = field(factory=dict, init=False, repr=False, eq=False)
    _assessors: dict[tuple[str, Period], Assessor] = field(factory=dict, init=False, repr=False, eq=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False, eq=False)

    @property
    def id(self) -> str:
        """The park's id."""
        return self.park.header.id

    @property
    def vocabulary(self) -> Vocabulary:
        """All names that rosters and expressions of this park may use."""
        return self.park.vocabulary

    def scorer(self, period: str | Period) -> Scorer:
        """The park compiled for one scoring year, once."""
        year = _year(period)
        with self._lock:
            if year not in self._scorers:
                self._scorers[year] = Scorer(self.plan, year)
            return self._scorers[year]

    def score(
        self,
        enterprise: Enterprise,
        *,
        period: str | Period,
        as_of: date,
        cohort: Cohort | None = None,
        reasons: bool = True,
    ) -> ScoreCard:
        """The score card of one enterprise.

        Points that depend on others are decided against ``cohort``, in which the enterprise takes its
        own place (S19); without one they are unknown, and so is the total.
        """
        return self.scorer(period).one(enterprise, as_of, cohort, reasons=reasons)

    def gains(
        self, enterprise: Enterprise, *, period: str | Period, as_of: date, cohort: Cohort | None = None
    ) -> tuple[Gain, ...]:
        """What would bring an enterprise more points: the next band, unit, item or option of each
        indicator, with what is missing to it.

        The others, the stage and all other data are taken to stay as they are.
        """
        return self.scorer(period).gains(enterprise, as_of, cohort)

    def score_many(
        self,
        enterprises: Sequence[Enterprise],
        *,
        period: str | Period,
        as_of: date,
        engine: Engine | None = None,
        progress: Progress | None = None,
    ) -> Scored:
        """The score cards of a population, which is its own cohort; ``Scored.cohort`` can be kept for
        later. ``engine`` is the way; by default the faster for so many.
        """
        chosen = engine_for(len(enterprises), engine)
        return score_many(self.scorer(period), enterprises, as_of, chosen, progress)

    def run(
        self,
        source: Any,
        *,
        period: str | Period,
        as_of: date,
        complete_to: date | None = None,
    ) -> PopulationResult:
        """The scores of a population as a frame, by credit code; it is its own cohort.

        ``source`` is a frame with the Arrow interface (polars, pandas, duckdb, pyarrow), its columns headed
        as those of a roster; frames by the names of sheets, the tables among them; or a file or folder.
        Needs the extra ``columns``.
        """
        scorer = self.scorer(period)
        return Asking(self.vocabulary, scorer, None, as_of, complete_to).frame(source)

    def scorecard(self, scorecard: str, as_of: date) -> ScorecardPart:
        """The edition of a scorecard that is in force on a day.

        Raises :class:`~jifen.language.diagnostics.DiagnosticError` where there is none.
        """
        editions = self.editions(scorecard)
        for part in editions:
            if part.in_force(as_of):
                return part
        told = "；".join(map(_edition, editions))
        facts = {"name": editions[0].name, "day": as_of, "editions": told}
        raise DiagnosticError((Diagnostic.of("J812", None, facts),))

    def editions(self, scorecard: str) -> tuple[ScorecardPart, ...]:
        """All editions of a scorecard by date.

        Raises :class:`~jifen.language.diagnostics.DiagnosticError` where there is no such scorecard.
        """
        known = {part.id: part.name for part in self.plan.scorecards}
        if scorecard not in known:
            every = "、".join(f"{id_}（{name}）" for id_, name in known.items())
            facts = {"scorecard": scorecard, "near": nearest(scorecard, known), "known": every}
            raise DiagnosticError((Diagnostic.of("J811", None, facts),))
        return tuple(part for part in self.plan.scorecards if part.id == scorecard)

    def assessor(self, scorecard: str, period: str | Period, as_of: date) -> Assessor:
        """The edition in force compiled for one reference year, once."""
        part, year = self.scorecard(scorecard, as_of), _year(period)
        with self._lock:
            key = (part.verdict, year)
            if key not in self._assessors:
                self._assessors[key] = Assessor(self.plan, part, year)
            return self._assessors[key]

    def assess(
        self,
        enterprise: Enterprise,
        scorecard: str,
        *,
        period: str | Period,
        as_of: date,
        reasons: bool = True,
    ) -> Assessment:
        """What a scorecard concludes of one enterprise by the facts of ``period``.

        The as-of date chooses the edition, and qualifications, events and tables are read at it (S8).
        """
        return self.assessor(scorecard, period, as_of).assess(enterprise, as_of, reasons=reasons)

    def assess_many(
        self,
        enterprises: Sequence[Enterprise],
        scorecard: str,
        *,
        period: str | Period,
        as_of: date,
        progress: Progress | None = None,
    ) -> Assessed:
        """What a scorecard concludes of each of many enterprises."""
        return assess_all(self.assessor(scorecard, period, as_of), enterprises, as_of, progress)

    def enterprise(
        self,
        code: str,
        name: str = "",
        *,
        facts: Mapping[str, Mapping[str, Told]],
        founded: date | None = None,
        tables: Mapping[str, Sequence[Mapping[str, Told]]] | None = None,
        complete_to: date | None = None,
    ) -> Enterprise:
        """An enterprise from plain values.

        ``facts`` maps periods to values by field (id or Chinese name), ``tables`` tables to rows by
        column. All tables are complete up to ``complete_to`` (S10). Raises :class:`UnknownValueError`
        for names or values that mean nothing.
        """
        return told_enterprise(
            self.vocabulary, code, name, facts=facts, founded=founded, tables=tables, complete_to=complete_to
        )


def _year(period: str | Period) -> Period:
    """The scoring year that is meant."""
    year = Period.parse(period) if isinstance(period, str) else period
    if year.quarter:
        raise ValueError(f"积分按年度评价，{year.label}不是年度")
    return year


def _edition(part: ScorecardPart) -> str:
    until = f"至 {part.until} 前" if part.until else "起"
    return f"{part.edition} 版自 {part.since} {until}"


def open_park(
    park_id: str, *, plugins: Sequence[Path | str] = (), policies: Path | str | None = None
) -> ScoringPark:
    """Open a park by id: installed, bundled, or from folders of ``plugins``.

    Raises :class:`~jifen.language.diagnostics.DiagnosticError` with all that is wrong with it.
    """
    return scoring_park(discover_parks([Path(folder) for folder in plugins]), park_id, policies)


def scoring_park(index: ParkIndex, park_id: str, policies: Path | str | None = None) -> ScoringPark:
    """A park of an index, opened and lowered."""
    park = library.open_park(index, park_id, None if policies is None else Path(policies))
    return park_of(park, Diagnostics())


def park_of(park: Park, diagnostics: Diagnostics) -> ScoringPark:
    """A park lowered; a :class:`DiagnosticError` carries what is wrong with its meaning."""
    plan = lower(park, diagnostics)
    if plan is None:
        raise DiagnosticError(diagnostics.sorted())
    return ScoringPark(park, plan, diagnostics.sorted())
