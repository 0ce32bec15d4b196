"""A finished row read as a score card."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Context, Decimal, Inexact
from functools import lru_cache

from jifen.evaluation.program import Program, Slot
from jifen.model.decision import DimensionScore, IndicatorScore, ScoreCard, Standing
from jifen.model.enterprise import Absence, Enterprise
from jifen.model.expression import Aggregate, Column, Expression, Fact, InForce, WithinPeriod
from jifen.model.terms import FOUNDED
from jifen.plan.graph import BASE, BONUS, DEDUCTIONS, SO_FAR, STAGE, TOTAL, BoardPart, Plan
from jifen.plan.nodes import Call, leaves

COHORT = "cohort"
"""What a card lacks when it was scored without the other enterprises."""


_EXACT = Context(prec=100, traps=[Inexact])


@lru_cache(maxsize=2**16)
def decimal_of(count: int, below: int) -> Decimal:
    """Points as a decimal number, exactly, whatever the precision that the caller's thread has set."""
    return _EXACT.divide(Decimal(count), Decimal(below))


def scores_wanted(plan: Plan) -> tuple[str, ...]:
    """The definitions that a card without reasons shows."""
    boards = [name for board in plan.boards for name in (board.value, board.rank, board.members)]
    indicators = [part.points for part in plan.indicators]
    dimensions = [part.points for part in plan.dimensions]
    return (STAGE, TOTAL, BASE, BONUS, DEDUCTIONS, *indicators, *dimensions, *boards)


class CardMaker:
    """Reads the rows of one program; what can be looked up once is."""

    def __init__(self, program: Program) -> None:
        plan = self.plan = program.plan
        self.program = program
        self._score = {name: self._place(name) for name in (TOTAL, BASE, BONUS, DEDUCTIONS)}
        self._stage = program.slots[STAGE]
        self._points = [(part.id, *self._place(part.points)) for part in plan.indicators]
        self._dimensions = [(part, *self._place(part.points)) for part in plan.dimensions]
        self._boards = [
            (board, *self._place(board.value), program.slots[board.rank], program.slots[board.members])
            for board in plan.boards
        ]
        self._crossing = [
            program.slots[definition.name] for crossing in program.crossings for definition in crossing
        ]
        self._assumed = any(definition.assumed for definition in plan.definitions)

    def _place(self, name: str) -> tuple[int, int]:
        return self.program.slots[name], self.program.below[name]

    def card(
        self,
        enterprise: Enterprise,
        as_of: date,
        row: tuple[Slot, ...],
        full: "FullRow | None",
        provisional: bool,
        indicators: tuple[IndicatorScore, ...] = (),
    ) -> ScoreCard:
        """The card of a row. ``full`` is the row of the program that keeps every definition.

        It is needed where the total is unknown, to say how far the known points go.
        """
        stage = row[self._stage]
        known_stage = self.plan.stages[stage] if type(stage) is int else None
        total = self._read(row, *self._score[TOTAL])
        points = {identifier: self._read(row, slot, below) for identifier, slot, below in self._points}
        return ScoreCard(
            park=self.plan.park,
            period=self.program.period.text,
            as_of=as_of,
            code=enterprise.code,
            name=enterprise.name,
            stage=known_stage.id if known_stage else None,
            stage_name=known_stage.name if known_stage else None,
            total=total,
            so_far=total if total is not None else full.decimal(f"{TOTAL}.{SO_FAR}") if full else Decimal(0),
            base=self._read(row, *self._score[BASE]),
            bonus=self._read(row, *self._score[BONUS]),
            deductions=self._read(row, *self._score[DEDUCTIONS]),
            dimensions=tuple(
                DimensionScore(
                    part.id,
                    part.name,
                    part.role,
                    known,
                    known if known is not None else (full.decimal(part.so_far) if full else Decimal(0)),
                )
                for part, slot, below in self._dimensions
                for known in (self._read(row, slot, below),)
            ),
            points=points,
            lacks=tuple(dict.fromkeys(self._lacks(enterprise, as_of, row, points))),
            standings=tuple(self._standings(row, known_stage.name if known_stage else "")),
            assumed=self._assumed,
            provisional=provisional,
            indicators=indicators,
        )

    def _read(self, row: tuple[Slot, ...], slot: int, below: int) -> Decimal | None:
        value = row[slot]
        return decimal_of(value, below) if type(value) is int else None

    def _standings(self, row: tuple[Slot, ...], stage: str) -> Iterable[Standing]:
        for board, value_slot, below, rank_slot, members_slot in self._boards:
            rank, members = row[rank_slot], row[members_slot]
            value = self._read(row, value_slot, below)
            if type(rank) is int and type(members) is int and value is not None:
                yield _standing(board, stage, rank, members, value)

    def _lacks(
        self, enterprise: Enterprise, as_of: date, row: tuple[Slot, ...], points: Mapping[str, Decimal | None]
    ) -> Iterable[str]:
        """What must be told before all is known: the cohort, field and table ids."""
        if any(row[slot] is Absence.NO_COHORT for slot in self._crossing):
            yield COHORT
        names = []
        if type(row[self._score[TOTAL][0]]) is not int:
            unknown = [part for part in self.plan.indicators if points[part.id] is None]
            names = [name for part in unknown for name in part.definitions]
        if type(row[self._stage]) is not int:
            names.append(self.plan.stage_value)
        for name in names:
            for node in leaves(self.plan.named[name].node):
                yield from self._lacking(enterprise, as_of, node)

    def _lacking(self, enterprise: Enterprise, as_of: date, node: Expression) -> Iterable[str]:
        if isinstance(node, Fact):
            if self._untold(enterprise, node):
                yield node.field
        elif isinstance(node, Aggregate):
            if self._open(enterprise, as_of, node.table) or _gaps(enterprise, node):
                yield node.table
        elif isinstance(node, Call):
            yield from (table for _, table in node.tables if self._open(enterprise, as_of, table))

    def _untold(self, enterprise: Enterprise, fact: Fact) -> bool:
        """Whether a fact might have been told and was not."""
        if fact.field == FOUNDED.id:
            return enterprise.founded is None
        base = self.program.period.at(fact.frequency)
        assert base is not None, "checked when the plan was lowered"
        period = fact.shift.of(base)
        early = enterprise.founded is not None and enterprise.founded > period.last_day
        told = enterprise.facts.get((fact.field, period.text), Absence.MISSING)
        return not early and told is Absence.MISSING

    def _open(self, enterprise: Enterprise, as_of: date, table: str) -> bool:
        """Whether a table may lack rows that the snapshot should see (S10)."""
        complete = enterprise.coverage.get(table)
        return complete is None or complete < self.program.snapshot(as_of)


def _gaps(enterprise: Enterprise, node: Aggregate) -> bool:
    """Whether a row does not tell a column that the figure needs."""
    columns: set[str] = set()
    for part in leaves(node):
        if isinstance(part, Column | WithinPeriod):
            columns.add(part.column)
        elif isinstance(part, InForce):
            columns.add(part.begins)
    return any(not columns <= row.keys() for row in enterprise.tables.get(node.table, ()))


class FullRow:
    """A row that keeps every definition, from which reasons are read."""

    def __init__(self, program: Program, row: tuple[Slot, ...]) -> None:
        self.program, self.row = program, row

    def decimal(self, name: str) -> Decimal:
        """A kept number, 0 where it is unknown."""
        value = self.row[self.program.slots[name]]
        return decimal_of(value, self.program.below[name]) if type(value) is int else Decimal(0)


def _standing(board: BoardPart, stage: str, rank: int, members: int, value: Decimal) -> Standing:
    group = stage if board.by_stage else ""
    return Standing(board.id, board.name, group, rank, members, value, listed=rank <= board.top)
