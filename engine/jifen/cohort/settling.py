"""What policies come to, for one enterprise or for many: steps per enterprise and over the cohort in turn
(S20 to S23).
"""

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date
from functools import cached_property

from attrs import evolve, field, frozen

from jifen import __version__
from jifen.cohort.crossing import Crossing
from jifen.cohort.members import CLAIMS, Cohort, Column
from jifen.cohort.scoring import Fault, Progress, Scored, Scorer, faults_kept
from jifen.evaluation.grounds import GroundsMaker, settled_by_name
from jifen.evaluation.outcomes import OutcomeMaker, wanted_of
from jifen.evaluation.program import Row
from jifen.evaluation.settling import Scores, SettlementProgram, compile_settlement
from jifen.model.enterprise import Enterprise, FactKey, Value
from jifen.model.entitlement import Decision, Entitlement
from jifen.model.period import Period
from jifen.plan.entitlements import Settlement

Facts = Mapping[FactKey, Value]


@frozen
class Settled:
    """A population decided: decisions in the order given, those that failed, the cohort for later ones."""

    decisions: tuple[Decision, ...] = field(repr=False)
    faults: tuple[Fault, ...]
    cohort: Cohort = field(repr=False)
    undetermined_claims: Mapping[str, int]
    """By budget: how many enterprises have a claim that is unknown (S22)."""


class Decider:
    """A settlement ready to decide. It keeps nothing between calls, so threads may share it.

    ``scorers`` are those of the scoring years that policies read.
    """

    def __init__(
        self, settlement: Settlement, scorers: Mapping[int, Scorer], period: Period, programme: Facts
    ) -> None:
        self.settlement, self.scorers, self.period, self.programme = settlement, scorers, period, programme
        self.program = compile_settlement(settlement, wanted_of(settlement))
        self._outcomes = OutcomeMaker(self.program)
        self._crossings = tuple(Crossing(self.program, crossing) for crossing in self.program.crossings)
        self._settled = settled_by_name(settlement)

    def with_programme(self, programme: Facts) -> "Decider":
        """The same with other data of programmes; what is compiled is shared."""
        other = copy(self)
        other.programme = programme
        return other

    @cached_property
    def _everything(self) -> SettlementProgram:
        return compile_settlement(self.settlement)

    @cached_property
    def _full_crossings(self) -> tuple[Crossing, ...]:
        return tuple(Crossing(self._everything, crossing) for crossing in self._everything.crossings)

    @cached_property
    def _grounds(self) -> GroundsMaker:
        return GroundsMaker(self._everything)

    # ------------------------------------------------------------ one

    def one(
        self,
        enterprise: Enterprise,
        as_of: date,
        cohort: Cohort | None = None,
        scores: Mapping[int, Cohort] | None = None,
        *,
        reasons: bool = False,
    ) -> Decision:
        """What policies come to for one enterprise, against saved cohorts in which it takes its own place.

        Raises ``FunctionFault`` when a park's function fails.
        """
        enterprise = self._informed(enterprise)
        given = self._scores(enterprise, as_of, scores or {})
        columns = {} if cohort is None else cohort.columns
        row = self._row(enterprise, as_of, given, columns)
        return self._decision(enterprise, as_of, row, given, columns, reasons)

    def _informed(self, enterprise: Enterprise) -> Enterprise:
        """The enterprise with the data of programmes, which are the same for all."""
        if not self.programme:
            return enterprise
        return evolve(enterprise, facts={**enterprise.facts, **self.programme})

    def _scores(self, enterprise: Enterprise, as_of: date, cohorts: Mapping[int, Cohort]) -> Scores:
        return {
            year: (scorer.scores, scorer.row(enterprise, as_of, cohorts.get(year)))
            for year, scorer in self.scorers.items()
        }

    def _row(self, enterprise: Enterprise, as_of: date, scores: Scores, columns: Mapping[str, Column]) -> Row:
        row = self.program.start(scores)
        for step, crossing in enumerate(self._crossings):
            row = self.program.run(step, row, enterprise, as_of)
            row += crossing.decided(enterprise.code, crossing.entries(row), columns)
        return row

    def _full_row(
        self, enterprise: Enterprise, as_of: date, scores: Scores, columns: Mapping[str, Column]
    ) -> Row:
        row = self._everything.start(scores)
        for step, crossing in enumerate(self._full_crossings):
            row = self._everything.run(step, row, enterprise, as_of)
            row += crossing.decided(enterprise.code, crossing.entries(row), columns)
        return row

    def _decision(
        self,
        enterprise: Enterprise,
        as_of: date,
        row: Row,
        scores: Scores,
        columns: Mapping[str, Column],
        reasons: bool,
    ) -> Decision:
        entitlements = self._outcomes.entitlements(row)
        if reasons or any(one.outcome == "undetermined" for one in entitlements):
            full = self._full_row(enterprise, as_of, scores, columns)
            entitlements = tuple(
                self._grounded(one, enterprise, full, as_of, reasons) for one in entitlements
            )
        return Decision(
            engine=__version__,
            digest=self.settlement.digest,
            park=self.settlement.plan.park,
            period=self.period.text,
            as_of=as_of,
            code=enterprise.code,
            name=enterprise.name,
            statuses=self._outcomes.statuses(row),
            entitlements=entitlements,
            policies=self._outcomes.policies,
        )

    def _grounded(
        self, found: Entitlement, enterprise: Enterprise, full: Row, as_of: date, reasons: bool
    ) -> Entitlement:
        settled = self._settled.get((found.policy, found.version, found.rule))
        if settled is None or settled.withheld:
            return found
        if found.outcome == "undetermined":
            lacking = self._grounds.lacking(settled, enterprise, full, as_of)
            lacks = tuple(sorted({one.id for one in lacking}))
            found = evolve(found, lacks=lacks, lacking=lacking)
        return self._grounds.explained(found, settled, enterprise, full) if reasons else found

    # ------------------------------------------------------------ many

    def many(
        self,
        enterprises: Sequence[Enterprise],
        as_of: date,
        scored: Mapping[int, Scored],
        progress: Progress | None = None,
    ) -> Settled:
        """What policies come to for a population, which is its own cohort; ``scored`` are its scores."""
        faults: dict[str, Fault] = {}
        informed = {enterprise.code: self._informed(enterprise) for enterprise in enterprises}
        given: dict[str, Scores] = {}
        rows: dict[str, Row] = {}
        columns: dict[str, Column] = {}
        cohorts = {year: one.cohort for year, one in scored.items()}
        for code, enterprise in informed.items():
            with faults_kept(enterprise, faults):
                given[code] = self._scores(enterprise, as_of, cohorts)
                rows[code] = self.program.start(given[code])
        for step, crossing in enumerate(self._crossings):
            for code in tuple(rows):
                row = rows.pop(code)
                with faults_kept(informed[code], faults):
                    rows[code] = self.program.run(step, row, informed[code], as_of)
            entries = {code: crossing.entries(row) for code, row in rows.items()}
            columns.update(crossing.gathered(entries, faults.keys()))
            for code, row in rows.items():
                rows[code] = row + crossing.decided(code, entries[code], columns)
        decisions = tuple(
            self._finished(informed[code], as_of, rows[code], given[code], columns, progress)
            for code in informed
            if code in rows
        )
        cohort = Cohort(
            self.settlement.plan.park,
            self.period.text,
            as_of.isoformat(),
            self.settlement.digest,
            columns,
        )
        claims = {name: len(column.others) for name, column in columns.items() if name.startswith(CLAIMS)}
        return Settled(decisions, tuple(faults.values()), cohort, claims)

    def _finished(
        self,
        enterprise: Enterprise,
        as_of: date,
        row: Row,
        scores: Scores,
        columns: Mapping[str, Column],
        progress: Progress | None,
    ) -> Decision:
        decision = self._decision(enterprise, as_of, row, scores, columns, reasons=False)
        if progress is not None:
            progress(1)
        return decision
