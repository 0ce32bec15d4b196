"""Scoring one enterprise or many: steps per enterprise and steps over the cohort in turn (S20)."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from attrs import field, frozen

from jifen.cohort.members import Cohort, Column, Entry, column_of, decide, entry_of, refs_of
from jifen.evaluation.cards import CardMaker, FullRow, scores_wanted
from jifen.evaluation.program import Program, Slot, compile_plan
from jifen.evaluation.reasons import ReasonMaker
from jifen.evaluation.rows import FunctionFault
from jifen.model.decision import ScoreCard
from jifen.model.enterprise import Absence, Enterprise
from jifen.model.expression import Expression
from jifen.model.period import Period
from jifen.plan.graph import TOTAL, Plan
from jifen.plan.nodes import Definition, Mean

Row = tuple[Slot, ...]
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


class Scorer:
    """A plan ready to score one reference period. It keeps nothing between calls, so threads may share it."""

    def __init__(self, plan: Plan, period: Period) -> None:
        self.plan, self.period = plan, period
        self.scores = compile_plan(plan, period, scores_wanted(plan))
        self.everything = compile_plan(plan, period)
        self._cards = CardMaker(self.scores)
        self._reasons = ReasonMaker(self.everything)

    def one(
        self, enterprise: Enterprise, as_of: date, cohort: Cohort | None = None, *, reasons: bool = False
    ) -> ScoreCard:
        """The card of one enterprise, against a saved cohort in which it takes its own place (S19).

        Without a cohort what needs one is unknown. Raises ``FunctionFault`` when a park's function fails, and
        ``ForeignCohortError`` for a cohort of other rules or another period.
        """
        if cohort is not None:
            self._check_own(cohort)
        row = self._one_row(self.scores, enterprise, as_of, cohort)
        unknown = any(
            isinstance(row[self.scores.slots[definition.name]], Absence)
            for crossing in self.scores.crossings
            for definition in crossing
        )
        provisional = cohort is not None and (unknown or cohort.provisional_for(enterprise.code))
        return self._card(enterprise, as_of, row, provisional, reasons)

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
        columns: dict[str, Column] = {}
        for step, crossing in enumerate(self.scores.crossings):
            for enterprise in enterprises:
                if enterprise.code not in faults:
                    self._step(step, rows, enterprise, as_of, faults)
                if progress is not None:
                    progress(1)
            self._cross(crossing, rows, columns, faults)
        cohort = Cohort(self.plan.park, self.period.text, as_of.isoformat(), self.plan.digest, columns)
        provisional = any(column.others for column in columns.values())
        cards = []
        for enterprise in enterprises:
            if enterprise.code in rows:
                with _faults_kept(enterprise, faults):
                    row = rows[enterprise.code]
                    cards.append(self._card(enterprise, as_of, row, provisional, reasons=False))
        return Scored(tuple(cards), tuple(faults.values()), cohort)

    def _step(
        self, step: int, rows: dict[str, Row], enterprise: Enterprise, as_of: date, faults: dict[str, Fault]
    ) -> None:
        row = rows.pop(enterprise.code)
        with _faults_kept(enterprise, faults):
            rows[enterprise.code] = self.scores.run(step, row, enterprise, as_of)

    def _cross(
        self,
        crossing: Sequence[Definition],
        rows: dict[str, Row],
        columns: dict[str, Column],
        faults: Mapping[str, Fault],
    ) -> None:
        """Decide the cohort's definitions for every row."""
        entries: dict[str, dict[str, Entry | Absence]] = {}
        for definition in crossing:
            name = column_of(definition.node)
            if name not in entries:
                entries[name] = {
                    code: self._entry(self.scores, definition.node, row) for code, row in rows.items()
                }
                known = {code: entry for code, entry in entries[name].items() if isinstance(entry, Entry)}
                others = frozenset(rows.keys() - known.keys()) | faults.keys()
                columns[name] = Column(known, others)
        for code, row in rows.items():
            results = tuple(
                _decided(self.scores, definition.node, columns[name], code, entries[name][code])
                for definition in crossing
                for name in (column_of(definition.node),)
            )
            rows[code] = row + results

    def _entry(self, program: Program, node: Expression, row: Row) -> Entry | Absence:
        values, group = refs_of(node)
        return entry_of(
            [_exact(program, row, ref.name) for ref in values],
            row[program.slots[group.name]] if group else None,
        )

    def _one_row(
        self,
        program: Program,
        enterprise: Enterprise,
        as_of: date,
        cohort: Cohort | None,
        given: Mapping[str, Slot] | None = None,
    ) -> Row:
        """The finished row of one enterprise; ``given`` are cohort definitions that are decided already."""
        row: Row = ()
        for step, crossing in enumerate(program.crossings):
            row = program.run(step, row, enterprise, as_of)
            results = []
            for definition in crossing:
                if given is not None and definition.name in given:
                    results.append(given[definition.name])
                    continue
                column = cohort.columns.get(column_of(definition.node)) if cohort is not None else None
                entry = self._entry(program, definition.node, row)
                results.append(_decided(program, definition.node, column, enterprise.code, entry))
            row += tuple(results)
        return row

    def _card(
        self, enterprise: Enterprise, as_of: date, row: Row, provisional: bool, reasons: bool
    ) -> ScoreCard:
        full = None
        if reasons or type(row[self.scores.slots[TOTAL]]) is not int:
            given = {
                definition.name: row[self.scores.slots[definition.name]]
                for crossing in self.scores.crossings
                for definition in crossing
            }
            full = FullRow(self.everything, self._one_row(self.everything, enterprise, as_of, None, given))
        indicators = self._reasons.indicators(enterprise, full.row) if full is not None and reasons else ()
        return self._cards.card(enterprise, as_of, row, full, provisional, indicators)


@contextmanager
def _faults_kept(enterprise: Enterprise, faults: dict[str, Fault]) -> Iterator[None]:
    """A function of the park that fails on one enterprise ends that enterprise alone."""
    try:
        yield
    except FunctionFault as fault:
        faults[enterprise.code] = Fault(enterprise.code, enterprise.name, str(fault))


def _decided(
    program: Program, node: Expression, column: Column | None, code: str, entry: Entry | Absence
) -> Slot:
    """The result of a cohort node; a mean of whole counts is taken back to the value that they count."""
    result = decide(node, column, code, entry)
    if isinstance(node, Mean) and isinstance(result, tuple):
        return result[0], result[1] * (program.below[node.value.name] or 1)
    return result


def _exact(program: Program, row: Row, name: str) -> Slot:
    """A value to rank by: whole counts where the definition is a scaled integer, else an exact fraction."""
    slot = row[program.slots[name]]
    return program.value(row, name) if isinstance(slot, tuple) else slot  # type: ignore[return-value]
