"""What policies come to, for one enterprise or for many: steps per enterprise and over the cohort in turn
(S20 to S23).
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import date
from functools import cached_property, partial

from attrs import evolve, field, frozen

from jifen import __version__
from jifen.cohort.crossing import Crossing
from jifen.cohort.members import CLAIMS, Cohort, CohortColumn
from jifen.cohort.scoring import Fault, Progress, Scored, Scorer, ScoreReading, faults_kept
from jifen.evaluation.grounds import Grounds
from jifen.evaluation.outcomes import OutcomeMaker, wanted_of
from jifen.evaluation.program import Row
from jifen.evaluation.ready import GroundsMaker
from jifen.evaluation.settling import Scores, SettlementProgram, Told, compile_settlement
from jifen.evaluation.theories import Chained, chained
from jifen.model.enterprise import Absence, Enterprise, FactKey, Value
from jifen.model.entitlement import Decision, Entitlement, make_decision
from jifen.model.period import Period
from jifen.plan.entitlements import SettledPart, Settlement

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
    columns: Mapping[str, CohortColumn]
    told: Told


@frozen
class DecidedRows:
    """A population decided, before anything is made of it: by credit code the enterprises as they were
    decided, their rows and scores, and on whom a function failed; and the columns of the cohort.
    """

    enterprises: Mapping[str, Enterprise] = field(repr=False)
    rows: Mapping[str, Row] = field(repr=False)
    given: Mapping[str, Scores] = field(repr=False)
    columns: Mapping[str, CohortColumn] = field(repr=False)
    faults: Mapping[str, Fault]


class DisagreementError(Exception):
    """Two readings of the plan come to different values for an enterprise: a mistake of the engine."""


def check_agreement(
    one: SettlementProgram, row: Row, other: SettlementProgram, found: Row, enterprise: Enterprise
) -> None:
    """Hold what outcomes are read from against what another row says of it."""
    for name in wanted_of(one.settlement):
        values = one.value(row, name), other.value(found, name)
        if values[0] != values[1] and not all(isinstance(value, Absence) for value in values):
            raise DisagreementError(
                f"{enterprise.code} {enterprise.name}：{name} 两种算法结果不同：{values[0]}、{values[1]}"
            )


class Reading:
    """A settlement compiled, with what reads its rows; ``chained`` holds them against chained rules."""

    def __init__(self, program: SettlementProgram, chained: Chained | None = None) -> None:
        self.program, self.chained = program, chained
        self.crossings = tuple(Crossing(program, crossing) for crossing in program.crossings)

    @cached_property
    def outcomes(self) -> OutcomeMaker:
        """What makes entitlements of rows."""
        return OutcomeMaker(self.program)

    def row(self, enterprise: Enterprise, as_of: date, given: Given) -> Row:
        """The finished row of one enterprise, all others as the columns have them."""
        row = self.program.start(given.scores, given.told)
        for step, crossing in enumerate(self.crossings):
            row = self.program.run(step, row, enterprise, as_of)
            if crossing.columns:
                row += crossing.decided(enterprise.code, crossing.entries(row), given.columns, given.told)
        if self.chained is not None:
            self.chained.check(self.program, row)
        return row


class Compiled:
    """What a settlement is compiled to, each part when it is first needed."""

    def __init__(self, settlement: Settlement, scorers: Mapping[int, Scorer], *, chaining: bool) -> None:
        self.settlement, self.scorers = settlement, scorers
        self.chained = chained(settlement) if chaining else None

    @cached_property
    def scores(self) -> Mapping[int, ScoreReading]:
        """By year, the scores that policies read, and nothing else but the functions of the park: on whom one
        of them fails has no scores that anything could rest on (S29).
        """
        return {year: scorer.reading(self.wanted_scores(year)) for year, scorer in self.scorers.items()}

    def wanted_scores(self, year: int) -> tuple[str, ...]:
        """What is worked out of a year's scores, by its names in the plan."""
        read = {score for own, score in self.settlement.given.values() if own == year}
        return tuple(sorted(read.union(self.scorers[year].functions)))

    @cached_property
    def plain(self) -> Reading:
        """What outcomes need, by the plan alone."""
        return Reading(compile_settlement(self.settlement, wanted_of(self.settlement), quick=True))

    @cached_property
    def single(self) -> Reading:
        """What outcomes need, with what is chained."""
        if self.chained is None:
            return self.plain
        wanted = (*wanted_of(self.settlement), *self.chained.names)
        return Reading(compile_settlement(self.settlement, wanted, quick=True), self.chained)

    @cached_property
    def whole(self) -> Reading:
        """Every definition: what reasons are read from."""
        return Reading(compile_settlement(self.settlement, quick=True), self.chained)

    @cached_property
    def grounds(self) -> GroundsMaker:
        """What makes the reasons."""
        return GroundsMaker(self.whole.program)


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
        self._compiled = Compiled(settlement, scorers, chaining=chaining)
        self.chained = self._compiled.chained

    def with_programme(self, programme: Facts) -> "Decider":
        """The same with other data of programmes; what is compiled is shared."""
        other = copy(self)
        other.programme = programme
        return other

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
        reading = self._compiled.whole if reasons else self._compiled.single
        row = reading.row(enterprise, as_of, given)
        return self._decision(
            reading,
            row,
            enterprise,
            as_of,
            lambda: row if reasons else self._compiled.whole.row(enterprise, as_of, given),
            reasons=reasons,
        )

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
        row = self._compiled.single.row(enterprise, as_of, self._given(enterprise, as_of))
        return {} if self.chained is None else self.chained.conclusions(self._compiled.single.program, row)

    def _informed(self, enterprise: Enterprise) -> Enterprise:
        """The enterprise with the data of programmes, which are the same for all."""
        if not self.programme:
            return enterprise
        return evolve(enterprise, facts={**enterprise.facts, **self.programme})

    def _scores(self, enterprise: Enterprise, as_of: date, cohorts: Mapping[int, Cohort]) -> Scores:
        return {
            year: (reading.program, reading.row(enterprise, as_of, cohorts.get(year)))
            for year, reading in self._compiled.scores.items()
        }

    def _decision(
        self,
        reading: Reading,
        row: Row,
        enterprise: Enterprise,
        as_of: date,
        whole: Callable[[], Row],
        *,
        reasons: bool = False,
    ) -> Decision:
        """The decision of a finished row. Reasons need the ``whole`` row, with every definition; so does what
        is lacking, which is looked for where something is undetermined.
        """
        entitlements, open_ = reading.outcomes.read(row)
        if open_ or reasons:
            grounds = Grounds(self._compiled.grounds, enterprise, whole())
            rules = self.settlement.rules  # what is not in force comes after them, and has no reasons
            found = [
                self._grounded(one, settled, grounds, as_of, reasons)
                for one, settled in zip(entitlements, rules, strict=False)
            ]
            entitlements = (*found, *entitlements[len(rules) :])
        return make_decision(
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
        self, found: Entitlement, settled: SettledPart, grounds: Grounds, as_of: date, reasons: bool
    ) -> Entitlement:
        if settled.withheld:
            return found
        if found.outcome == "undetermined":
            lacking = grounds.lacking(settled, as_of)
            found = found.changed(lacks=tuple(sorted({one.id for one in lacking})), lacking=lacking)
        return grounds.explained(found, settled) if reasons else found

    # ------------------------------------------------------------ of other readings

    @property
    def plain(self) -> SettlementProgram:
        """The program of what outcomes need, by the plan alone: how a finished row is laid out."""
        return self._compiled.plain.program

    def wanted_scores(self, year: int) -> tuple[str, ...]:
        """What policies need worked out of a year's scores, by its names in the plan."""
        return self._compiled.wanted_scores(year)

    def informed(self, enterprise: Enterprise) -> Enterprise:
        """The enterprise with the data of programmes, which are the same for all."""
        return self._informed(enterprise)

    def finished(
        self,
        row: Row,
        enterprise: Enterprise,
        as_of: date,
        cohorts: Callable[[], tuple[Cohort, Mapping[int, Cohort]]],
    ) -> Decision:
        """The decision of a row of ``plain`` that another reading has finished; the enterprise is informed.

        Where something is undetermined the plan is read once more for this enterprise alone, to find what is
        lacking, against the cohorts that are then asked for. Raises ``DisagreementError`` where that does not
        come to what the row says.
        """

        def whole() -> Row:
            claims, scores = cohorts()
            given = Given(self._scores(enterprise, as_of, scores), claims.columns, {})
            found = self._compiled.whole.row(enterprise, as_of, given)
            check_agreement(
                self._compiled.plain.program, row, self._compiled.whole.program, found, enterprise
            )
            return found

        return self._decision(self._compiled.plain, row, enterprise, as_of, whole)

    # ------------------------------------------------------------ many

    def many(
        self,
        enterprises: Sequence[Enterprise],
        as_of: date,
        scored: Mapping[int, Scored],
        progress: Progress | None = None,
    ) -> Settled:
        """What policies come to for a population, which is its own cohort; ``scored`` are its scores."""
        decided = self.rows(enterprises, as_of, scored)
        rows, given, columns, faults = decided.rows, decided.given, decided.columns, decided.faults
        decisions = tuple(
            self._finished(
                self._compiled.plain, one, as_of, rows[code], Given(given[code], columns, {}), progress
            )
            for code, one in decided.enterprises.items()
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

    def rows(
        self, enterprises: Sequence[Enterprise], as_of: date, scored: Mapping[int, Scored]
    ) -> "DecidedRows":
        """The finished rows of a population, laid out as ``plain`` is."""
        reading = self._compiled.plain
        faults: dict[str, Fault] = {}
        informed = {enterprise.code: self._informed(enterprise) for enterprise in enterprises}
        given: dict[str, Scores] = {}
        rows: dict[str, Row] = {}
        columns: dict[str, CohortColumn] = {}
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
        return DecidedRows(informed, rows, given, columns, faults)

    def _finished(
        self,
        reading: Reading,
        enterprise: Enterprise,
        as_of: date,
        row: Row,
        given: Given,
        progress: Progress | None,
    ) -> Decision:
        whole = partial(self._compiled.whole.row, enterprise, as_of, given)
        decision = self._decision(reading, row, enterprise, as_of, whole)
        if progress is not None:
            progress(1)
        return decision
