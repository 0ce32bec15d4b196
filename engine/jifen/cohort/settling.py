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
from jifen.evaluation.settling import Scores, SettlementProgram, Told, compile_settlement
from jifen.evaluation.theories import Chained, chained
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


@frozen
class Given:
    """What one enterprise is decided by besides its own data: its scores, the cohort, what is told and so not
    worked out.
    """

    scores: Scores
    columns: Mapping[str, Column]
    told: Told


class Reading:
    """A settlement compiled, with what reads its rows; ``chained`` holds them against chained rules."""

    def __init__(self, program: SettlementProgram, chained: Chained | None = None) -> None:
        self.program, self.chained = program, chained
        self.outcomes = OutcomeMaker(program)
        self.crossings = tuple(Crossing(program, crossing) for crossing in program.crossings)

    def row(self, enterprise: Enterprise, as_of: date, given: Given) -> Row:
        """The finished row of one enterprise, all others as the columns have them."""
        row = self.program.start(given.scores, given.told)
        for step, crossing in enumerate(self.crossings):
            row = self.program.run(step, row, enterprise, as_of)
            row += crossing.decided(enterprise.code, crossing.entries(row), given.columns, given.told)
        if self.chained is not None:
            self.chained.check(self.program, row)
        return row


class Decider:
    """A settlement ready to decide. It keeps nothing between calls, so threads may share it.

    ``scorers`` are those of the scoring years that policies read. One enterprise is decided with the chaining
    of rules beside the plan, by default and where durable-rules is installed; a population by the plan alone.
    """

    def __init__(
        self,
        settlement: Settlement,
        scorers: Mapping[int, Scorer],
        period: Period,
        programme: Facts,
        *,
        chaining: bool = True,
    ) -> None:
        self.settlement, self.scorers, self.period, self.programme = settlement, scorers, period, programme
        self.chained = chained(settlement) if chaining else None
        self._settled = settled_by_name(settlement)

    def with_programme(self, programme: Facts) -> "Decider":
        """The same with other data of programmes; what is compiled is shared."""
        other = copy(self)
        other.programme = programme
        return other

    @cached_property
    def _plain(self) -> Reading:
        """What outcomes need, by the plan alone."""
        return Reading(compile_settlement(self.settlement, wanted_of(self.settlement)))

    @cached_property
    def _single(self) -> Reading:
        """What outcomes need, with what is chained."""
        if self.chained is None:
            return self._plain
        wanted = (*wanted_of(self.settlement), *self.chained.names)
        return Reading(compile_settlement(self.settlement, wanted), self.chained)

    @cached_property
    def _whole(self) -> Reading:
        """Every definition: what reasons are read from."""
        return Reading(compile_settlement(self.settlement), self.chained)

    @cached_property
    def _grounds(self) -> GroundsMaker:
        return GroundsMaker(self._whole.program)

    # ------------------------------------------------------------ one

    def one(
        self,
        enterprise: Enterprise,
        as_of: date,
        cohort: Cohort | None = None,
        scores: Mapping[int, Cohort] | None = None,
        *,
        reasons: bool = False,
        told: Told | None = None,
    ) -> Decision:
        """What policies come to for one enterprise, against saved cohorts in which it takes its own place.
        What is ``told`` is not worked out.

        Raises ``FunctionFault`` when a park's function fails, and ``ChainingMismatch`` when what rules derive
        by chaining is not what the plan says.
        """
        enterprise = self._informed(enterprise)
        given = self._given(enterprise, as_of, scores, cohort, told)
        reading = self._whole if reasons else self._single
        row = reading.row(enterprise, as_of, given)
        return self._decision(reading, row, enterprise, as_of, given, row if reasons else None)

    def _given(
        self,
        enterprise: Enterprise,
        as_of: date,
        scores: Mapping[int, Cohort] | None = None,
        cohort: Cohort | None = None,
        told: Told | None = None,
    ) -> Given:
        columns = {} if cohort is None else cohort.columns
        return Given(self._scores(enterprise, as_of, scores or {}), columns, told or {})

    def row(
        self,
        program: SettlementProgram,
        enterprise: Enterprise,
        as_of: date,
        cohort: Cohort | None = None,
        told: Told | None = None,
    ) -> Row:
        """The finished row of one enterprise by another program of the same settlement."""
        enterprise = self._informed(enterprise)
        given = self._given(enterprise, as_of, None, cohort, told)
        return Reading(program).row(enterprise, as_of, given)

    def agrees(self, enterprise: Enterprise, as_of: date) -> Mapping[str, bool | None]:
        """The conclusions that chaining and the plan agree on for one enterprise, by name; none without
        chaining. Raises ``ChainingMismatch`` where they do not.
        """
        row = self._single.row(enterprise, as_of, self._given(enterprise, as_of))
        return {} if self.chained is None else self.chained.conclusions(self._single.program, row)

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

    def _decision(
        self,
        reading: Reading,
        row: Row,
        enterprise: Enterprise,
        as_of: date,
        given: Given,
        full: Row | None,
    ) -> Decision:
        """The decision of a finished row, with reasons where ``full`` holds every definition. What is lacking
        is looked for where something is undetermined, and needs every definition too.
        """
        entitlements = reading.outcomes.entitlements(row)
        open_ = any(one.outcome == "undetermined" for one in entitlements)
        if open_ or full is not None:
            every = full or self._whole.row(enterprise, as_of, given)
            reasons = full is not None
            entitlements = tuple(
                self._grounded(one, enterprise, every, as_of, reasons) for one in entitlements
            )
        return Decision(
            engine=__version__,
            digest=self.settlement.digest,
            park=self.settlement.plan.park,
            period=self.period.text,
            as_of=as_of,
            code=enterprise.code,
            name=enterprise.name,
            statuses=reading.outcomes.statuses(row),
            entitlements=entitlements,
            policies=reading.outcomes.policies,
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
        reading = self._plain
        faults: dict[str, Fault] = {}
        informed = {enterprise.code: self._informed(enterprise) for enterprise in enterprises}
        given: dict[str, Scores] = {}
        rows: dict[str, Row] = {}
        columns: dict[str, Column] = {}
        cohorts = {year: one.cohort for year, one in scored.items()}
        for code, enterprise in informed.items():
            with faults_kept(enterprise, faults):
                given[code] = self._scores(enterprise, as_of, cohorts)
                rows[code] = reading.program.start(given[code], {})
        for step, crossing in enumerate(reading.crossings):
            for code in tuple(rows):
                row = rows.pop(code)
                with faults_kept(informed[code], faults):
                    rows[code] = reading.program.run(step, row, informed[code], as_of)
            entries = {code: crossing.entries(row) for code, row in rows.items()}
            columns.update(crossing.gathered(entries, faults.keys()))
            for code, row in rows.items():
                rows[code] = row + crossing.decided(code, entries[code], columns)
        decisions = tuple(
            self._finished(reading, informed[code], as_of, rows[code], given[code], columns, progress)
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
        reading: Reading,
        enterprise: Enterprise,
        as_of: date,
        row: Row,
        scores: Scores,
        columns: Mapping[str, Column],
        progress: Progress | None,
    ) -> Decision:
        decision = self._decision(reading, row, enterprise, as_of, Given(scores, columns, {}), None)
        if progress is not None:
            progress(1)
        return decision
