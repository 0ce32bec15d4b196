"""Scoring one enterprise or many: steps per enterprise and steps over the cohort in turn (S20)."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from attrs import field, frozen

from jifen.cohort.crossing import Crossing
from jifen.cohort.members import Cohort, CohortColumn
from jifen.evaluation.cards import CardMaker, scores_wanted, so_far_wanted
from jifen.evaluation.gains import Gain, GainFinder
from jifen.evaluation.program import Program, Row, compile_plan
from jifen.evaluation.reasons import ReasonMaker
from jifen.evaluation.rows import FunctionFault
from jifen.model.decision import IndicatorScore, ScoreCard
from jifen.model.enterprise import Absence, Enterprise
from jifen.model.period import Period
from jifen.plan.graph import STAGE, Plan, calls_code, needed

Progress = Callable[[int], None]


@frozen
class Fault:
    """An enterprise that could not be scored because a park's function failed on it."""

    code: str
    name: str
    message: str


@frozen
class Scored:
    """A scored population: cards in the order given, those that failed, and the cohort for later
    decisions.
    """

    cards: tuple[ScoreCard, ...] = field(repr=False)
    faults: tuple[Fault, ...]
    cohort: Cohort = field(repr=False)


class ForeignCohortError(ValueError):
    """A cohort was saved by other rules or for another period than those that now decide."""


class ScoreReading:
    """A program of scores with its steps over the cohort."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.crossings = tuple(Crossing(program, crossing) for crossing in program.crossings)

    def row(self, enterprise: Enterprise, as_of: date, cohort: Cohort | None) -> Row:
        """The finished row of one enterprise."""
        columns = {} if cohort is None else cohort.columns
        row: Row = ()
        for step, crossing in enumerate(self.crossings):
            row = self.program.run(step, row, enterprise, as_of)
            if crossing.columns:
                row += crossing.decided(enterprise.code, crossing.entries(row), columns)
        return row


class Scorer:
    """A plan ready to score one reference period. It keeps nothing between calls, so threads may share it."""

    def __init__(self, plan: Plan, period: Period) -> None:
        self.plan, self.period = plan, period
        self.scores = compile_plan(plan, period, scores_wanted(plan), so_far_wanted(plan), quick=True)
        self.everything = compile_plan(plan, period, tuple(one.name for one in plan.scored))
        alive = needed(plan.definitions, (*scores_wanted(plan), *so_far_wanted(plan)))
        self.functions = tuple(one.name for one in plan.definitions if one.name in alive and calls_code(one))
        """The definitions that call a park's code: on whom one of them fails is not scored at all (S29)."""
        self._reading = ScoreReading(self.scores)
        self._decided = {
            definition.name: self.scores.slots[definition.name]
            for crossing in self.scores.crossings
            for definition in crossing
        }
        self._cards = CardMaker(self.scores)
        self._reasons = ReasonMaker(self.everything, plan.indicators)

    def one(
        self, enterprise: Enterprise, as_of: date, cohort: Cohort | None = None, *, reasons: bool = False
    ) -> ScoreCard:
        """The card of one enterprise, against a saved cohort in which it takes its own place (S19).

        Without a cohort what needs one is unknown. Raises ``FunctionFault`` when a park's function fails, and
        ``ForeignCohortError`` for a cohort of other rules or another period.
        """
        if cohort is not None:
            self._check_own(cohort)
        row = self.row(enterprise, as_of, cohort)
        unknown = any(type(row[slot]) is Absence for slot in self._decided.values())
        provisional = cohort is not None and (unknown or cohort.provisional_for(enterprise.code))
        return self._card(enterprise, as_of, row, provisional, reasons)

    def gains(self, enterprise: Enterprise, as_of: date, cohort: Cohort | None = None) -> tuple[Gain, ...]:
        """What would bring one enterprise more points, all others being as they are.

        Raises as ``one`` does.
        """
        if cohort is not None:
            self._check_own(cohort)
        row = self._full_row(enterprise, as_of, self.row(enterprise, as_of, cohort))
        return GainFinder(self.everything, enterprise, as_of, row).gains()

    def _check_own(self, cohort: Cohort) -> None:
        saved = (cohort.park, cohort.period, cohort.digest)
        own = (self.plan.park, self.period.text, self.plan.digest)
        if saved != own:
            pairs = zip(saved, own, strict=True)
            told = "、".join(f"{one}（现为 {other}）" for one, other in pairs if one != other)
            raise ForeignCohortError(f"保存的参评结果不能用于现在的规则或期间：{told}")

    def many(
        self, enterprises: Sequence[Enterprise], as_of: date, progress: Progress | None = None
    ) -> Scored:
        """The cards of a population; the cohort is the population itself. Each enterprise must occur once
        (S12).
        """
        faults: dict[str, Fault] = {}
        rows: dict[str, Row] = {enterprise.code: () for enterprise in enterprises}
        if len(rows) < len(enterprises):
            counts = Counter(enterprise.code for enterprise in enterprises)
            twice = "、".join(code for code, count in counts.items() if count > 1)
            raise ValueError(f"同一统一社会信用代码出现不止一次：{twice}")
        columns: dict[str, CohortColumn] = {}
        for step, crossing in enumerate(self._reading.crossings):
            for enterprise in enterprises:
                if enterprise.code not in faults:
                    self._step(step, rows, enterprise, as_of, faults)
                if progress is not None:
                    progress(1)
            self._cross(crossing, rows, columns, faults)
        cohort = Cohort(self.plan.park, self.period.text, as_of.isoformat(), self.plan.digest, columns)
        provisional = any(column.others for column in columns.values())
        cards = tuple(
            self._card(enterprise, as_of, rows[enterprise.code], provisional, reasons=False)
            for enterprise in enterprises
            if enterprise.code in rows
        )
        return Scored(cards, tuple(faults.values()), cohort)

    def _step(
        self, step: int, rows: dict[str, Row], enterprise: Enterprise, as_of: date, faults: dict[str, Fault]
    ) -> None:
        row = rows.pop(enterprise.code)
        with faults_kept(enterprise, faults):
            rows[enterprise.code] = self.scores.run(step, row, enterprise, as_of)

    def _cross(
        self,
        crossing: Crossing,
        rows: dict[str, Row],
        columns: dict[str, CohortColumn],
        faults: Mapping[str, Fault],
    ) -> None:
        """Decide the cohort's definitions for every row."""
        entries = {code: crossing.entries(row) for code, row in rows.items()}
        columns.update(crossing.gathered(entries, faults.keys()))
        for code, row in rows.items():
            rows[code] = row + crossing.decided(code, entries[code], columns)

    def row(self, enterprise: Enterprise, as_of: date, cohort: Cohort | None) -> Row:
        """The finished row of one enterprise."""
        return self._reading.row(enterprise, as_of, cohort)

    def reading(self, wanted: Collection[str]) -> ScoreReading:
        """Some scores alone, by their names in the plan: what they rest on and nothing else is worked out."""
        return ScoreReading(compile_plan(self.plan, self.period, wanted, quick=True))

    def _full_row(self, enterprise: Enterprise, as_of: date, scores: Row) -> Row:
        """The row that keeps every definition, given the finished one."""
        row: Row = ()
        for step, crossing in enumerate(self.everything.crossings):
            row = self.everything.run(step, row, enterprise, as_of)
            row += tuple(scores[self._decided[definition.name]] for definition in crossing)
        return row

    def card(self, enterprise: Enterprise, as_of: date, row: Row, *, provisional: bool) -> ScoreCard:
        """The card of a finished row, however that came about."""
        return self._cards.card(enterprise, as_of, row, provisional)

    def _card(
        self, enterprise: Enterprise, as_of: date, row: Row, provisional: bool, reasons: bool
    ) -> ScoreCard:
        indicators: tuple[IndicatorScore, ...] = ()
        if reasons:
            full = self._full_row(enterprise, as_of, row)
            stage = full[self.everything.slots[STAGE]]
            indicators = self._reasons.indicators(enterprise, full, stage if type(stage) is int else None)
        return self._cards.card(enterprise, as_of, row, provisional, indicators)


@contextmanager
def faults_kept(enterprise: Enterprise, faults: dict[str, Fault]) -> Iterator[None]:
    """A function of the park that fails on one enterprise ends that enterprise alone."""
    try:
        yield
    except FunctionFault as fault:
        faults[enterprise.code] = Fault(enterprise.code, enterprise.name, str(fault))
