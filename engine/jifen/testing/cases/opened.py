"""A policy opened for a park, ready to decide cases; what is compiled is kept."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from attrs import define, evolve, field, frozen

from jifen.cohort.members import Cohort
from jifen.cohort.scoring import Scorer
from jifen.cohort.settling import Decider
from jifen.evaluation.settling import SettlementProgram, Told, compile_settlement
from jifen.language.diagnostics import DiagnosticError, Diagnostics
from jifen.loading.library import ANY, Reading, read_any_park, read_park
from jifen.loading.parks import ParkIndex, discover_parks
from jifen.loading.policies import PolicyLibrary, open_library
from jifen.model.enterprise import Enterprise
from jifen.model.entitlement import Decision
from jifen.model.period import Period
from jifen.model.policy import PolicyFile
from jifen.plan.entitlements import PolicyPart, Settlement
from jifen.plan.graph import Plan, in_steps
from jifen.plan.library import lower_library
from jifen.plan.lower import lower
from jifen.plan.nodes import Definition, EachRow
from jifen.plan.settlement import settle
from jifen.testing.cases.claims import Claims


@define
class Parks:
    """The parks that cases may name, each read once; ``policies`` is the folder of the shared vocabulary."""

    plugins: Sequence[Path] = ()
    policies: Path | None = None
    _index: ParkIndex | None = field(default=None, init=False)
    _read: dict[str, Reading] = field(factory=dict, init=False)

    def reading(self, park_id: str) -> Reading:
        """A park by id, or the one that stands for any; raises ``DiagnosticError`` where there is none."""
        if park_id not in self._read:
            if park_id == ANY:
                self._read[ANY] = read_any_park(self.policies)
            else:
                if self._index is None:
                    self._index = discover_parks(self.plugins)
                self._read[park_id] = read_park(self._index.plugin(park_id), self.policies)
        return self._read[park_id]


@frozen
class Occasion:
    """All that a settlement of cases depends on besides the policies."""

    year: int
    as_of: date
    allow_assumed: bool
    concluded: tuple[tuple[str, bool], ...]
    scored: bool
    """Whether scores that are not told are worked out from the facts."""


@frozen
class Subject:
    """What is decided: an enterprise on an occasion, with scores and ranks that are told, and what others
    claim of budgets.
    """

    enterprise: Enterprise
    occasion: Occasion
    told: Told = field(repr=False)
    claims: Claims = field(repr=False)


@define
class Opened:
    """Policy files opened for one park."""

    library: PolicyLibrary
    plan: Plan
    parts: tuple[PolicyPart, ...]
    _deciders: dict[Occasion, Decider] = field(factory=dict, init=False)
    _scorers: dict[int, Scorer] = field(factory=dict, init=False)
    _probing: dict[Occasion, SettlementProgram] = field(factory=dict, init=False)

    def part(self, full_id: str) -> PolicyPart:
        """A policy of the library."""
        return next(one for one in self.parts if one.full_id == full_id)

    def file(self, full_id: str) -> PolicyFile:
        """A policy as its file writes it."""
        return next(one for one in self.library.files if one.full_id == full_id)

    def settlement(self, occasion: Occasion) -> Settlement:
        """What is decided on an occasion."""
        return settle(
            self.plan,
            self.parts,
            year=Period(occasion.year),
            as_of=occasion.as_of,
            allow_assumed=occasion.allow_assumed,
            digest=self.library.digest,
            concluded=dict(occasion.concluded),
        )

    def decider(self, occasion: Occasion) -> Decider:
        """The policies in force compiled, once for each occasion."""
        if occasion not in self._deciders:
            settlement = self.settlement(occasion)
            years = {year for year, _ in settlement.given.values()} if occasion.scored else set()
            scorers = {year: self._scorer(year) for year in sorted(years)}
            self._deciders[occasion] = Decider(settlement, scorers, Period(occasion.year), {})
        return self._deciders[occasion]

    def _scorer(self, year: int) -> Scorer:
        if year not in self._scorers:
            self._scorers[year] = Scorer(self.plan, Period(year))
        return self._scorers[year]

    def decide(self, subject: "Subject") -> Decision:
        """What the policies come to."""
        occasion = subject.occasion
        decider = self.decider(occasion)
        cohort = self._cohort(subject, decider)
        return decider.one(subject.enterprise, occasion.as_of, cohort, reasons=True, told=subject.told)

    def values(self, subject: "Subject", probes: Sequence[Definition]) -> Mapping[str, object]:
        """What further definitions come to, by name; those that read all rows of a table give a value for
        each. Nothing where their policy is not in force.
        """
        occasion = subject.occasion
        decider = self.decider(occasion)
        if not {probe.origin for probe in probes} <= decider.settlement.occasions.keys():
            return {}
        program = self._probing.get(occasion)
        if program is None:
            settlement = decider.settlement
            definitions = in_steps((*settlement.definitions, *probes), settlement.given)
            names = [probe.name for probe in probes]
            program = compile_settlement(evolve(settlement, definitions=definitions), names)
            self._probing[occasion] = program
        cohort = self._cohort(subject, decider)
        row = decider.row(program, subject.enterprise, occasion.as_of, cohort, subject.told)
        return {
            probe.name: program.rows(row, probe.name)
            if isinstance(probe.node, EachRow)
            else program.value(row, probe.name)
            for probe in probes
        }

    def _cohort(self, subject: "Subject", decider: Decider) -> Cohort:
        """A cohort of which nothing is known but what others claim of budgets."""
        columns = subject.claims.columns(decider)
        return Cohort(self.plan.park, str(subject.occasion.year), "", self.library.digest, columns)


def open_policies(reading: Reading, paths: Iterable[Path], policies: Path | None) -> Opened:
    """Policy files opened for a park; raises ``DiagnosticError`` with all that is wrong."""
    diagnostics = Diagnostics()
    library = open_library(reading, list(paths), diagnostics, policies)
    if library is None:
        raise DiagnosticError(diagnostics.errors)
    plan = lower(evolve(library.park, vocabulary=library.vocabulary), diagnostics)
    parts = None
    if plan is not None:
        parts = lower_library(plan, library.files, library.seen, diagnostics)
    if plan is None or parts is None:
        raise DiagnosticError(diagnostics.errors)
    return Opened(library, plan, parts)
