"""A finished row read as a score card."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from jifen.evaluation.program import Program, Slot
from jifen.model.decision import DimensionScore, IndicatorScore, ScoreCard, Standing
from jifen.model.enterprise import Absence, Enterprise
from jifen.model.expression import Aggregate, Fact
from jifen.plan.graph import BASE, BONUS, DEDUCTIONS, SO_FAR, STAGE, TOTAL, BoardPart, Plan
from jifen.plan.nodes import leaves

COHORT = "cohort"
"""What a card lacks when it was scored without the other enterprises."""


@cache
def _decimal(count: int, below: int) -> Decimal:
    return Decimal(count) / below


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
        """The card of a row. ``full`` is the row of the program that keeps every definition: it is needed where the
        total is unknown, to say how far the known points go."""
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
            lacks=() if total is not None and known_stage else self._lacks(enterprise, as_of, row, points),
            standings=tuple(self._standings(row, known_stage.name if known_stage else "")),
            assumed=self._assumed,
            provisional=provisional,
            indicators=indicators,
        )

    def _read(self, row: tuple[Slot, ...], slot: int, below: int) -> Decimal | None:
        value = row[slot]
        return _decimal(value, below) if type(value) is int else None

    def _standings(self, row: tuple[Slot, ...], stage: str) -> Iterable[Standing]:
        for board, value_slot, below, rank_slot, members_slot in self._boards:
            rank, members = row[rank_slot], row[members_slot]
            value = self._read(row, value_slot, below)
            if type(rank) is int and type(members) is int and value is not None:
                yield _standing(board, stage, rank, members, value)

    def _lacks(
        self, enterprise: Enterprise, as_of: date, row: tuple[Slot, ...], points: Mapping[str, Decimal | None]
    ) -> tuple[str, ...]:
        """What must be told before the total is known: field and table ids, and the cohort."""
        found: dict[str, None] = {}
        absent = [part for part in self.plan.indicators if points[part.id] is None]
        names = [name for part in absent for name in part.definitions]
        if type(row[self._stage]) is not int:
            names.append(self.plan.stage_value)
        if any(slot is Absence.NO_COHORT for slot in row):
            found[COHORT] = None
        for name in names:
            for node in leaves(self.plan.named[name].node):
                for lacking in self._lacking(enterprise, as_of, node):
                    found.setdefault(lacking)
        return tuple(found)

    def _lacking(self, enterprise: Enterprise, as_of: date, node: object) -> Iterable[str]:
        if isinstance(node, Fact):
            period = self.program.period.at(node.frequency)
            shifted = node.shift.of(period) if period else None
            told = node.field == "founded" and enterprise.founded is not None
            if not told and shifted and (node.field, shifted.text) not in enterprise.facts:
                yield node.field
        elif isinstance(node, Aggregate):
            complete = enterprise.coverage.get(node.table)
            if complete is None or complete < self.program.snapshot(as_of):
                yield node.table


class FullRow:
    """A row that keeps every definition, from which reasons are read."""

    def __init__(self, program: Program, row: tuple[Slot, ...]) -> None:
        self.program, self.row = program, row

    def decimal(self, name: str) -> Decimal:
        value = self.row[self.program.slots[name]]
        return _decimal(value, self.program.below[name]) if type(value) is int else Decimal(0)


def _standing(board: BoardPart, stage: str, rank: int, members: int, value: Decimal) -> Standing:
    group = stage if board.by_stage else ""
    return Standing(board.id, board.name, group, rank, members, value, listed=rank <= board.top)
