"""A finished row read as a score card."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Context, Decimal, Inexact
from functools import lru_cache

from jifen.evaluation.lacking import Lacking, data_of
from jifen.evaluation.program import Program, Row, Slot
from jifen.model.decision import DimensionScore, IndicatorScore, Missing, ScoreCard, Standing
from jifen.model.enterprise import Absence, Enterprise
from jifen.plan.graph import BASE, BONUS, DEDUCTIONS, SO_FAR, STAGE, TOTAL, BoardPart, Plan

COHORT = "cohort"
"""What a card lacks when it was scored without the other enterprises."""


_TOTAL_SO_FAR = f"{TOTAL}.{SO_FAR}"
_REMEMBERED = 2**14
_EXACT = Context(prec=100, traps=[Inexact])
_DIGITS = {10**digits: digits for digits in range(20)}


@lru_cache(maxsize=2**16)
def decimal_of(count: int, below: int) -> Decimal:
    """Points or money as a decimal number, exactly, whatever the precision that the caller's thread has set;
    no zeros end its digits after the point.
    """
    digits = _DIGITS.get(below)
    if digits is None:
        return _EXACT.divide(count, below)
    # Shifting the point is several times as fast as dividing.
    while digits and not count % 10:
        count //= 10
        digits -= 1
    return _EXACT.scaleb(count, -digits) if digits else Decimal(count)


def scores_wanted(plan: Plan) -> tuple[str, ...]:
    """The definitions that a card without reasons shows."""
    boards = [name for board in plan.boards for name in (board.value, board.rank, board.members)]
    indicators = [part.points for part in plan.indicators]
    dimensions = [part.points for part in plan.dimensions]
    return (STAGE, TOTAL, BASE, BONUS, DEDUCTIONS, *indicators, *dimensions, *boards)


def so_far_wanted(plan: Plan) -> tuple[str, ...]:
    """What a card shows besides where the total is unknown: how far the known points go."""
    return (_TOTAL_SO_FAR, *(part.so_far for part in plan.dimensions))


class Points(dict[Slot, Decimal | None]):
    """The decimal numbers over one denominator, as they were met; None for what is absent."""

    def __init__(self, below: int) -> None:
        super().__init__()
        self._below = below

    def __missing__(self, slot: Slot) -> Decimal | None:
        value = decimal_of(slot, self._below) if type(slot) is int else None
        if len(self) < _REMEMBERED:
            self[slot] = value
        return value


class CardMaker:
    """Reads the rows of one program; what can be looked up once is."""

    def __init__(self, program: Program) -> None:
        plan = self.plan = program.plan
        self.program = program
        self._period = program.period.text
        self._decimals = {below: Points(below) for below in program.below.values()}
        self._total, self._base, self._bonus, self._deductions = (
            self._place(name) for name in (TOTAL, BASE, BONUS, DEDUCTIONS)
        )
        self._stage = program.slots[STAGE]
        self._points = [(part.id, *self._place(part.points)) for part in plan.indicators]
        self._dimensions = [
            (part, *self._place(part.points), *self._place(part.so_far)) for part in plan.dimensions
        ]
        self._so_far = self._place(_TOTAL_SO_FAR)
        self._boards = [
            (board, *self._place(board.value), program.slots[board.rank], program.slots[board.members])
            for board in plan.boards
        ]
        self._crossing = [
            program.slots[definition.name] for crossing in program.crossings for definition in crossing
        ]
        self._assumed = any(definition.assumed for definition in plan.scored)
        self._lacking = Lacking(plan, program.period)
        self._reads = {part.id: data_of(plan, part.definitions) for part in plan.indicators} | {
            STAGE: data_of(plan, (plan.stage_value,))
        }

    def _place(self, name: str) -> tuple[int, Points]:
        return self.program.slots[name], self._decimals[self.program.below[name]]

    def card(
        self,
        enterprise: Enterprise,
        as_of: date,
        row: Row,
        provisional: bool,
        indicators: tuple[IndicatorScore, ...] = (),
    ) -> ScoreCard:
        """The card of a finished row."""
        total = _read(row, self._total)
        if total is None and len(row) < len(self.program.slots):
            row = self.program.extended(row, enterprise, as_of)
        stage = row[self._stage]
        known_stage = self.plan.stages[stage] if type(stage) is int else None
        points = {identifier: decimals[row[slot]] for identifier, slot, decimals in self._points}
        return ScoreCard(
            park=self.plan.park,
            period=self._period,
            as_of=as_of,
            code=enterprise.code,
            name=enterprise.name,
            stage=known_stage.id if known_stage else None,
            stage_name=known_stage.name if known_stage else None,
            total=total,
            so_far=_read(row, self._so_far) or Decimal(0) if total is None else total,
            base=_read(row, self._base),
            bonus=_read(row, self._bonus),
            deductions=_read(row, self._deductions),
            dimensions=tuple(self._dimension_scores(row)),
            points=points,
            missing=tuple(dict.fromkeys(self._missing(enterprise, as_of, row, points))),
            standings=tuple(self._standings(row, known_stage.name if known_stage else "")),
            assumed=self._assumed,
            provisional=provisional,
            indicators=indicators,
        )

    def _dimension_scores(self, row: Row) -> Iterable[DimensionScore]:
        for part, slot, decimals, so_far, so_far_decimals in self._dimensions:
            known = decimals[row[slot]]
            reached = known if known is not None else so_far_decimals[row[so_far]]
            yield DimensionScore(part.id, part.name, part.role, known, reached or Decimal(0))

    def _standings(self, row: Row, stage: str) -> Iterable[Standing]:
        for board, value_slot, decimals, rank_slot, members_slot in self._boards:
            rank, members = row[rank_slot], row[members_slot]
            value = decimals[row[value_slot]]
            if type(rank) is int and type(members) is int and value is not None:
                yield _standing(board, stage, rank, members, value)

    def _missing(
        self, enterprise: Enterprise, as_of: date, row: Row, points: Mapping[str, Decimal | None]
    ) -> Iterable[Missing]:
        """What must be told before all is known: the cohort, fields and tables."""
        if any(row[slot] is Absence.NO_COHORT for slot in self._crossing):
            yield Missing(COHORT)
        snapshot = self.program.snapshot(as_of)
        unknown = []
        if type(row[self._total[0]]) is not int:
            unknown = [identifier for identifier, known in points.items() if known is None]
        if type(row[self._stage]) is not int:
            unknown.append(STAGE)
        for name in unknown:
            for node in self._reads[name]:
                yield from self._lacking.missing(enterprise, snapshot, node)


def _read(row: Row, place: tuple[int, Points]) -> Decimal | None:
    slot, decimals = place
    return decimals[row[slot]]


def _standing(board: BoardPart, stage: str, rank: int, members: int, value: Decimal) -> Standing:
    group = stage if board.by_stage else ""
    return Standing(board.id, board.name, group, rank, members, value, listed=rank <= board.top)
