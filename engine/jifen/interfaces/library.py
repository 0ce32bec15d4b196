"""A library of policies opened for one park: what embedders decide with.

    library = jifen.open_library("dalian", ["policies/dalian"])
    decision = library.decide(enterprise, period="2020", as_of=date(2021, 3, 31))

A library is immutable and keeps no state but what it has compiled; threads may share it. To change rules
while others decide, open another and put it in the place of the first: each decision sees exactly one.
"""

import threading
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

from attrs import define, evolve, field

from jifen.cohort.members import Cohort
from jifen.cohort.scoring import Progress, Scored
from jifen.cohort.settling import Decider, Facts, Settled
from jifen.exchange.mapping import NO_MAPPING, ColumnMapping
from jifen.interfaces.engine import Engine, decide_many, engine_for, score_many
from jifen.interfaces.park import ScoringPark
from jifen.interfaces.population import Asking, PopulationResult
from jifen.language.diagnostics import Diagnostic, DiagnosticError, Diagnostics
from jifen.loading.library import Reading, read_park
from jifen.loading.parks import ParkIndex, discover_parks
from jifen.loading.policies import PolicyLibrary, own_policies
from jifen.loading.policies import open_library as load_library
from jifen.loading.programmes import read_programmes
from jifen.loading.provenance import Figure, figures, policy_figures
from jifen.model.enterprise import Enterprise
from jifen.model.entitlement import Decision
from jifen.model.period import Period
from jifen.model.terms import Vocabulary
from jifen.plan.entitlements import PolicyPart, Settlement
from jifen.plan.graph import Plan
from jifen.plan.library import lower_library
from jifen.plan.lower import lower
from jifen.plan.settlement import in_force, settle

_Key = tuple[int, int, tuple[str, ...], bool]
"""The run's year, the year before which the as-of date lies, what is in force, and whether assumed figures
are asked for: all that a settlement depends on.
"""


@define(frozen=True)
class RuleLibrary:
    """Policies lowered for a park. ``notices`` are findings that did not stop it."""

    park: ScoringPark
    library: PolicyLibrary = field(repr=False)
    policies: tuple[PolicyPart, ...] = field(repr=False)
    notices: tuple[Diagnostic, ...] = field(repr=False)
    _deciders: dict[_Key, Decider] = field(factory=dict, repr=False, init=False)
    _asked: dict[tuple[str | Period, date, bool], Decider] = field(
        factory=dict, repr=False, init=False, eq=False
    )
    """The same by what was asked for: what is in force need not be looked up again."""
    _lock: threading.Lock = field(factory=threading.Lock, repr=False, init=False, eq=False)

    @property
    def digest(self) -> str:
        """SHA-256 over what park and policies mean."""
        return self.library.digest

    def settlement(self, period: str | Period, as_of: date, *, allow_assumed: bool = False) -> Settlement:
        """What a run of a period decides by the policies in force on the as-of date."""
        year = _period(period)
        return settle(
            self.park.plan,
            self.policies,
            year=year,
            as_of=as_of,
            allow_assumed=allow_assumed,
            digest=self.digest,
        )

    def figures(self, settlement: Settlement) -> tuple[Figure, ...]:
        """Every figure of the policies that a run has in force (S27)."""
        chosen = {policy.full_id for policy in settlement.policies}
        files = (file for file in self.library.files if file.full_id in chosen)
        return tuple(figure for file in files for figure in policy_figures(file))

    def decider(
        self,
        period: str | Period,
        as_of: date,
        *,
        allow_assumed: bool = False,
        programme: Facts | None = None,
    ) -> Decider:
        """The policies in force compiled, once for each set of them."""
        made = self._asked.get((period, as_of, allow_assumed))
        if made is None:
            made = self._asked[period, as_of, allow_assumed] = self._decider(
                _period(period), as_of, allow_assumed
            )
        return made.with_programme(programme) if programme else made

    def _decider(self, year: Period, as_of: date, allow_assumed: bool) -> Decider:
        key = self._key(year, as_of, allow_assumed)
        with self._lock:
            if key not in self._deciders:
                self._deciders[key] = self._made(year, as_of, allow_assumed)
            return self._deciders[key]

    def _key(self, year: Period, as_of: date, allow_assumed: bool) -> _Key:
        policies = tuple(policy.full_id for policy in in_force(self.policies, year, as_of))
        cards = (card for card in self.park.plan.scorecards if card.in_force(as_of))
        closed = as_of.year - (as_of < Period(as_of.year).last_day)
        return year.year, closed, (*policies, *(card.verdict for card in cards)), allow_assumed

    def _made(self, year: Period, as_of: date, allow_assumed: bool) -> Decider:
        settlement = self.settlement(year, as_of, allow_assumed=allow_assumed)
        years = sorted({each for each, _ in settlement.given.values()})
        return Decider(settlement, {each: self.park.scorer(Period(each)) for each in years}, year, {})

    def programme(self, *paths: Path | str, allow_assumed: bool = False) -> Facts:
        """Data of programmes from files and folders, for what decides by it. What a file marks as assumed is
        left out unless it is asked for (S27).

        Raises :class:`~jifen.language.diagnostics.DiagnosticError` with all that is wrong with them.
        """
        diagnostics = Diagnostics()
        read = read_programmes([Path(path) for path in paths], self.library, diagnostics)
        if read is None:
            raise DiagnosticError(diagnostics.sorted())
        return read.facts if allow_assumed else read.published

    def decide(
        self,
        enterprise: Enterprise,
        *,
        period: str | Period,
        as_of: date,
        cohort: Cohort | None = None,
        scores: Mapping[int, Cohort] | None = None,
        allow_assumed: bool = False,
        programme: Facts | None = None,
        reasons: bool = True,
    ) -> Decision:
        """What policies come to for one enterprise.

        ``cohort`` are the saved claims and lists of a run, ``scores`` its saved scores by year: in both the
        enterprise takes its own place. Without them what needs the others is undetermined. Raises
        ``FunctionFault`` when a park's function fails.
        """
        decider = self.decider(period, as_of, allow_assumed=allow_assumed, programme=programme)
        return decider.one(enterprise, as_of, cohort, scores, reasons=reasons)

    def decide_many(
        self,
        enterprises: Sequence[Enterprise],
        *,
        period: str | Period,
        as_of: date,
        scored: Mapping[int, Scored] | None = None,
        allow_assumed: bool = False,
        programme: Facts | None = None,
        engine: Engine | None = None,
        progress: Progress | None = None,
    ) -> Settled:
        """What policies come to for a population, which is its own cohort; years that are not ``scored`` yet
        are scored first. ``engine`` is the way; by default the faster for so many.
        """
        chosen = engine_for(len(enterprises), engine)
        decider = self.decider(period, as_of, allow_assumed=allow_assumed, programme=programme)
        known = dict(scored or {})
        for year, scorer in decider.scorers.items():
            if year not in known:
                known[year] = score_many(scorer, enterprises, as_of, chosen)
        return decide_many(decider, enterprises, as_of, known, chosen, progress)

    def run(
        self,
        source: Any,
        *,
        period: str | Period,
        as_of: date,
        complete_to: date | None = None,
        allow_assumed: bool = False,
        programme: Facts | None = None,
        money: Literal["元", "分"] = "元",
    ) -> PopulationResult:
        """Scores and what policies come to for a population, as a frame; it is its own cohort.

        ``source`` is as for ``ScoringPark.run``. Money is in 元, exactly, or in whole 分.
        """
        asking = self.asking(period, as_of, complete_to, allow_assumed=allow_assumed, programme=programme)
        return asking.frame(source, money)

    def asking(
        self,
        period: str | Period,
        as_of: date,
        complete_to: date | None = None,
        *,
        mapping: ColumnMapping = NO_MAPPING,
        allow_assumed: bool = False,
        programme: Facts | None = None,
    ) -> Asking:
        """What a population is decided by; without policies, its scores alone."""
        park, scorer = self.park, self.park.scorer(period)
        decider = None
        if self.policies:
            decider = self.decider(period, as_of, allow_assumed=allow_assumed, programme=programme)
        figures_ = figures(park.park)
        asked = park.vocabulary, scorer, decider, as_of, complete_to, mapping, allow_assumed, figures_
        return Asking(*asked)


def _period(period: str | Period) -> Period:
    return Period.parse(period) if isinstance(period, str) else period


def _of_enterprises(library: PolicyLibrary) -> Vocabulary:
    """The vocabulary of rosters: without the data of programmes, which no enterprise tells."""
    of_programmes = {name for file in library.files for name in file.programme}
    fields = {name: one for name, one in library.vocabulary.fields.items() if name not in of_programmes}
    return evolve(library.vocabulary, fields=fields)


def open_library(
    park_id: str,
    paths: Sequence[Path | str] | None = None,
    *,
    plugins: Sequence[Path | str] = (),
    policies: Path | str | None = None,
) -> RuleLibrary:
    """Open policy files and folders for a park: installed, bundled, or from folders of ``plugins``.

    Without ``paths`` the park's own that come with the engine. ``policies`` is the folder of the shared
    vocabulary. Raises :class:`~jifen.language.diagnostics.DiagnosticError` with all that is wrong.
    """
    index = discover_parks([Path(folder) for folder in plugins])
    chosen = own_policies(park_id) if paths is None else [Path(path) for path in paths]
    return rule_library(index, park_id, chosen, policies)


def rule_library(
    index: ParkIndex, park_id: str, paths: Sequence[Path], policies: Path | str | None = None
) -> RuleLibrary:
    """The policies of files and folders for a park of an index."""
    diagnostics = Diagnostics()
    shared = None if policies is None else Path(policies)
    opened = _opened(read_park(index.plugin(park_id), shared), paths, diagnostics, shared)
    if opened is None:
        raise DiagnosticError(diagnostics.sorted())
    loaded, plan, parts = opened
    # Rosters are read, and rows explained, by the words of park and policies together.
    of_enterprises = evolve(loaded.park, vocabulary=_of_enterprises(loaded))
    park = ScoringPark(of_enterprises, plan, diagnostics.sorted())
    return RuleLibrary(park, loaded, parts, diagnostics.sorted())


def policy_problems(
    reading: Reading,
    paths: Sequence[Path],
    policies: Path | None = None,
    *,
    programmes: Sequence[Path] = (),
) -> tuple[Diagnostic, ...]:
    """All that is wrong with the policies of files and folders for a park, to their lowering, and with the
    data of their programmes.
    """
    diagnostics = Diagnostics()
    _opened(reading, paths, diagnostics, policies, programmes)
    return diagnostics.sorted()


def _opened(
    reading: Reading,
    paths: Sequence[Path],
    diagnostics: Diagnostics,
    policies: Path | None,
    programmes: Sequence[Path] = (),
) -> tuple[PolicyLibrary, Plan, tuple[PolicyPart, ...]] | None:
    """A library with its policies lowered; None after an error was reported."""
    loaded = load_library(reading, paths, diagnostics, policies)
    if loaded is None:
        return None
    read_programmes(programmes, loaded, diagnostics)
    # What lowering finds must not depend on what was found before it.
    of_park = Diagnostics()
    plan = lower(evolve(loaded.park, vocabulary=loaded.vocabulary), of_park)
    diagnostics.extend(of_park)
    if plan is None:
        return None
    parts = lower_library(plan, loaded.files, loaded.seen, diagnostics, whole=loaded.whole)
    return None if parts is None else (loaded, plan, parts)
