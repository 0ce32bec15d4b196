"""Boards lowered to ranks over the cohort (S19)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from jifen.language.diagnostics import Diagnostics
from jifen.language.lexicon import narrowed
from jifen.language.scope import Scope, Typed
from jifen.model.expression import Constant, Expression, Product, Ref
from jifen.model.park import Board
from jifen.model.place import Written
from jifen.model.terms import Vocabulary
from jifen.plan.definer import Definer
from jifen.plan.expressions import Checker
from jifen.plan.graph import STAGE, TOTAL, BoardPart, DimensionPart, IndicatorPart
from jifen.plan.nodes import Members, Rank, Rounded, leaves

SCORE = "积分"

_AMBIGUOUS = "?"
"""Begins the definition that a name stands for which two parts share: there is none of that name."""


def score_names(
    dimensions: Sequence[DimensionPart], indicators: Sequence[IndicatorPart]
) -> Mapping[str, Typed]:
    """Scores by the names that boards give them: 积分, and 积分.… of a dimension or an indicator."""
    meant: dict[str, set[str]] = {}
    scored = [(part.id, part.name, part.points) for part in dimensions]
    scored += [(part.id, part.name, part.points) for part in indicators]
    for id_, name, points in scored:
        for spelled in (id_, name):
            meant.setdefault(narrowed(spelled), set()).add(points)
    names = {SCORE: Typed(Ref(TOTAL))}
    for spelled, definitions in meant.items():
        one = definitions.pop() if len(definitions) == 1 else f"{_AMBIGUOUS}{spelled}"
        names[f"{SCORE}.{spelled}"] = Typed(Ref(one))
    return names


@frozen
class BoardLowering:
    """Lowers boards; ``names`` are the scores that they may rank by."""

    vocabulary: Vocabulary
    names: Mapping[str, Typed]
    digits: int
    diagnostics: Diagnostics

    def lower(self, board: Board, definer: Definer) -> BoardPart | None:
        """The board's definitions and its part of the plan; None after it has reported why not."""
        if board.top < 1:
            self.diagnostics.report("J516", board.places.value("top"), top=board.top)
        by = self._number(board.by)
        checked = [self._number(written) for written in board.tie_breakers]
        ties = [tie for tie in checked if tie is not None]
        if by is None or len(ties) < len(checked):
            return None
        value = definer.define("value", Rounded(_shown(by), self.digits))
        refs = [
            definer.define(f"tie{position}", tie.expression, None, tie.unit)
            for position, tie in enumerate(ties, start=1)
        ]
        group = Ref(STAGE) if board.within == "stage" else None
        rank = definer.define("rank", Rank((value, *refs), group))
        members = definer.define("members", Members((value, *refs), group))
        return BoardPart(
            id=board.id,
            name=board.name,
            value=value.name,
            rank=rank.name,
            members=members.name,
            by_stage=group is not None,
            top=board.top,
            assumed=bool(board.assumed),
        )

    def _number(self, written: Written) -> Typed | None:
        typed = Checker(Scope(self.vocabulary, self.names), self.diagnostics).number(written)
        if typed is None:
            return None
        refs = [node.name for node in leaves(typed.expression) if isinstance(node, Ref)]
        ambiguous = [name.removeprefix(_AMBIGUOUS) for name in refs if name.startswith(_AMBIGUOUS)]
        for name in ambiguous:
            self.diagnostics.report("J527", written.place, name=name)
        return None if ambiguous else typed


def _shown(typed: Typed) -> Expression:
    """A value in the scale in which it is usually written."""
    factor = typed.scale.factor if typed.scale else Fraction(1)
    return typed.expression if factor == 1 else Product((typed.expression, Constant(1 / factor)))
