"""What leaves a rule undetermined: data of a period, tables up to a day, scores, statuses (S10, S14)."""

from collections.abc import Iterable, Iterator
from datetime import date

from jifen.evaluation.facts import period_of
from jifen.evaluation.lacking import Lacking, gaps
from jifen.evaluation.program import Row
from jifen.evaluation.settling import SettlementProgram
from jifen.model.enterprise import Absence, Enterprise
from jifen.model.expression import Aggregate, AllOf, AnyOf, Expression, Fact, NoneOf, Ref
from jifen.model.grounds import LackSeen
from jifen.model.period import Period
from jifen.plan.boards import SCORE
from jifen.plan.entitlements import STATUS, Occasion, SettledPart
from jifen.plan.graph import STAGE, TOTAL
from jifen.plan.nodes import Call, Definition, Nothing, leaves

COHORT, COHORT_NAME = "cohort", "同期参评企业"


class LackFinder:
    """Looks below what is unknown for what was not told."""

    def __init__(self, program: SettlementProgram) -> None:
        self.program, self.settlement = program, program.settlement
        self._named = {one.name: one for one in self.settlement.definitions}
        self._lacking = {
            origin: Lacking(self.settlement.plan, occasion.period)
            for origin, occasion in self.settlement.occasions.items()
        }
        self._statuses = {one.id: one.name for one in self.settlement.statuses}
        self._statuses |= {one.id: one.name for one in self.settlement.plan.scorecards}
        self._below: dict[int, tuple[Expression, ...]] = {}

    def _leaves(self, node: Expression) -> tuple[Expression, ...]:
        """All nodes below one of the settlement, looked for once: what is large takes long to compare."""
        found = self._below.get(id(node))
        if found is None:
            found = self._below[id(node)] = leaves(node)
        return found

    def lacking(
        self, settled: SettledPart, enterprise: Enterprise, row: Row, as_of: date
    ) -> tuple[LackSeen, ...]:
        """What leaves a rule undetermined, sorted by id and period."""
        names = [settled.rule.entitled, settled.net]
        names += [settled.rule.held] if settled.rule.held else []
        found: dict[LackSeen, None] = {}
        for definition in self._unknown_below(names, row):
            found.update(dict.fromkeys(self._of(definition, enterprise, row, as_of)))
        return tuple(sorted(found, key=lambda one: (one.id, one.period)))

    def _unknown_below(self, names: Iterable[str], row: Row) -> Iterator[Definition]:
        """The definitions that are absent, from those named down; what is known settles what is below it."""
        seen: set[str] = set()
        stack = list(names)
        while stack:
            name = stack.pop()
            definition = self._named.get(name)
            if name in seen or definition is None:
                continue
            seen.add(name)
            if not isinstance(row[self.program.slots[name]], Absence):
                continue
            yield definition
            for part in self._unsettled(definition.node, row):
                stack.extend(node.name for node in self._leaves(part) if isinstance(node, Ref))

    def _unsettled(self, node: Expression, row: Row) -> Iterator[Expression]:
        """The parts of a node that leave it unknown: of conditions not those that are settled themselves."""
        if not isinstance(node, AllOf | AnyOf | NoneOf):
            yield node
            return
        for part in node.conditions:
            if self._truth(part, row) is None:
                yield from self._unsettled(part, row)

    def _truth(self, node: Expression, row: Row) -> bool | None:
        """Whether a condition made of definitions holds."""
        if isinstance(node, Ref) and node.name in self.program.slots:
            value = row[self.program.slots[node.name]]
            return value if isinstance(value, bool) else None
        if not isinstance(node, AllOf | AnyOf | NoneOf):
            return None
        settles = isinstance(node, AnyOf | NoneOf)
        found = [self._truth(part, row) for part in node.conditions]
        if settles in found:
            return not isinstance(node, NoneOf) if settles else False
        return None if None in found else isinstance(node, AllOf | NoneOf)

    def _of(
        self, definition: Definition, enterprise: Enterprise, row: Row, as_of: date
    ) -> Iterator[LackSeen]:
        if definition.domain == "cohort":
            if row[self.program.slots[definition.name]] is Absence.NO_COHORT:
                yield LackSeen("cohort", COHORT, COHORT_NAME)
            return
        occasion = self.settlement.occasions[definition.origin]
        lacking = self._lacking[definition.origin]
        for node in self._leaves(definition.node):
            if isinstance(node, Fact | Aggregate | Call):
                for name in lacking.of(enterprise, occasion.day(as_of), node):
                    yield self._data(name, node, enterprise, occasion, as_of)
            elif isinstance(node, Ref) and node.name in self.settlement.given:
                if not isinstance(row[self.program.slots[node.name]], Absence):
                    continue
                yield self._score(node.name)
            elif isinstance(node, Nothing) and f":{STATUS}" in definition.name:
                id_ = definition.name.rpartition(f":{STATUS}")[2]
                yield LackSeen("status", id_, self._statuses.get(id_, id_))

    def _data(
        self, name: str, node: Expression, enterprise: Enterprise, occasion: Occasion, as_of: date
    ) -> LackSeen:
        vocabulary = self.settlement.plan.vocabulary
        if isinstance(node, Fact):
            period = period_of(node, occasion.period)
            return LackSeen("field", name, vocabulary.fields[name].name, period)
        table, day = vocabulary.tables[name], occasion.day(as_of)
        complete = enterprise.coverage.get(name)
        columns: tuple[str, ...] = ()
        if complete is not None and complete >= day and isinstance(node, Aggregate):
            columns = tuple(table.columns[one].name for one in sorted(gaps(enterprise, node)))
        return LackSeen("table", name, table.name, "", None if columns else day, columns)

    def _score(self, given: str) -> LackSeen:
        year, score = self.settlement.given[given]
        plan = self.settlement.plan
        names = {TOTAL: SCORE, STAGE: "阶段"}
        names |= {one.id: one.name for one in plan.dimensions}
        names |= {one.id: one.name for one in plan.indicators}
        names |= {one.rank: f"{one.name}名次" for one in plan.boards}
        names |= {one.members: f"{one.name}参评家数" for one in plan.boards}
        return LackSeen("score", given, names.get(score, score), Period(year).text)
