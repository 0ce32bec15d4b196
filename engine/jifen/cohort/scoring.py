"""Scoring one enterprise or many: steps per enterprise and steps over the cohort in turn (S20)."""

from collections.abc import Callable, Mapping, Sequence
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
from jifen.plan.graph import Plan
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
    """A scored population: cards in the order given, those that failed, and the cohort for later decisions."""

    cards: tuple[ScoreCard, ...] = field(repr=False)
    faults: tuple[Fault, ...]
    cohort: Cohort = field(repr=False)


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

        Without a cohort what needs one is unknown. Raises ``FunctionFault`` when a park's function fails.
        """
        row = self._one_row(self.scores, enterprise, as_of, cohort)
        return self._card(enterprise, as_of, row, cohort, reasons)

    def many(
        self, enterprises: Sequence[Enterprise], as_of: date, progress: Progress | None = None
    ) -> Scored:
        """The cards of a population; the cohort is the population itself."""
        faults: dict[str, Fault] = {}
        rows: dict[str, Row] = {enterprise.code: () for enterprise in enterprises}
        columns: dict[str, Column] = {}
        for step, crossing in enumerate(self.scores.crossings):
            for enterprise in enterprises:
                if enterprise.code not in faults:
                    self._step(step, rows, enterprise, as_of, faults)
                if progress is not None:
                    progress(1)
            self._cross(crossing, rows, columns, len(faults))
        cohort = Cohort(self.plan.park, self.period.text, as_of.isoformat(), self.plan.digest, columns)
        cards = tuple(
            self._card(enterprise, as_of, rows[enterprise.code], cohort, reasons=False)
            for enterprise in enterprises
            if enterprise.code in rows
        )
        return Scored(cards, tuple(faults.values()), cohort)

    def _step(
        self, step: int, rows: dict[str, Row], enterprise: Enterprise, as_of: date, faults: dict[str, Fault]
    ) -> None:
        try:
            rows[enterprise.code] = self.scores.run(step, rows[enterprise.code], enterprise, as_of)
        except FunctionFault as fault:
            faults[enterprise.code] = Fault(enterprise.code, enterprise.name, str(fault))
            del rows[enterprise.code]

    def _cross(
        self, crossing: Sequence[Definition], rows: dict[str, Row], columns: dict[str, Column], faults: int
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
                columns[name] = Column(known, len(rows) + faults - len(known))
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
        """The finished row of one enterprise; ``given`` are results of cohort definitions that are decided already."""
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
        self, enterprise: Enterprise, as_of: date, row: Row, cohort: Cohort | None, reasons: bool
    ) -> ScoreCard:
        stage_or_total_unknown = row[self.scores.slots["total"]].__class__ is not int
        full = None
        if reasons or stage_or_total_unknown:
            given = {
                definition.name: row[self.scores.slots[definition.name]]
                for crossing in self.scores.crossings
                for definition in crossing
            }
            full = FullRow(self.everything, self._one_row(self.everything, enterprise, as_of, cohort, given))
        provisional = cohort is not None and any(column.others for column in cohort.columns.values())
        indicators = self._reasons.indicators(enterprise, full.row) if full is not None and reasons else ()
        return self._cards.card(enterprise, as_of, row, full, provisional, indicators)


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
