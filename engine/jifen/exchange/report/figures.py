"""The figures that reports show: on what they rest, boards as lists, how totals are spread."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from attrs import frozen

from jifen.exchange.runs import Run
from jifen.model.decision import ScoreCard, Standing
from jifen.model.park import Park
from jifen.model.period import Period
from jifen.plan.graph import BoardPart, Plan

_WIDTHS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_MOST_BINS = 15
SCORE = "积分"


@frozen
class Basis:
    """On what published figures rest: whose rules, which year and day, and what limits their use."""

    name: str
    scheme: str
    period: Period
    as_of: date
    sample: bool
    assumed: int
    provisional: bool


def basis_of(run: Run) -> Basis:
    """On what the figures of a run rest."""
    plan = run.plan
    return Basis(
        name=plan.name,
        scheme=plan.scheme,
        period=run.period,
        as_of=run.as_of,
        sample=run.roster.sample,
        assumed=len(run.assumed),
        provisional=run.provisional,
    )


@frozen
class Listing:
    """One list of a board: of a stage, or of the whole park. ``ties`` are what equal values are told apart
    by, as the park's file writes it; ``masked`` says that names and codes are.
    """

    board: BoardPart
    group: str
    by: str
    lines: tuple[tuple[Standing, ScoreCard], ...]
    members: int
    ties: tuple[str, ...] = ()
    masked: bool = False

    @property
    def title(self) -> str:
        """What the list is called."""
        return f"{self.group}{self.board.name}"


def listings(run: Run) -> tuple[Listing, ...]:
    """All lists in the order of the park's files, those of stages in the order of stages; no empty ones."""
    return lists_of(run.plan, run.park, run.scored.cards)


def lists_of(plan: Plan, park: Park, cards: Iterable[ScoreCard]) -> tuple[Listing, ...]:
    """The lists in which the cards of a population stand."""
    found: dict[tuple[str, str], list[tuple[Standing, ScoreCard]]] = {}
    for card in cards:
        for standing in card.standings:
            found.setdefault((standing.board, standing.group), []).append((standing, card))
    declared = {board.id: board for board in park.boards}
    lists = []
    for board in plan.boards:
        groups = [stage.name for stage in plan.stages] if board.by_stage else [""]
        for group in groups:
            lines = found.get((board.id, group), [])
            listed = sorted(
                (line for line in lines if line[0].listed), key=lambda line: (line[0].rank, line[1].code)
            )
            if listed:
                by = declared[board.id].by.text.removeprefix(f"{SCORE}.")
                ties = tuple(tie.text.removeprefix(f"{SCORE}.") for tie in declared[board.id].tie_breakers)
                lists.append(Listing(board, group, by, tuple(listed), listed[0][0].members, ties))
    return tuple(lists)


def distribution(totals: Sequence[Decimal]) -> tuple[tuple[str, int], ...]:
    """How many totals lie in each of at most 15 intervals of one width, left-closed."""
    if not totals:
        return ()
    low, high = min(totals), max(totals)
    width = next((w for w in _WIDTHS if (high // w) - (low // w) < _MOST_BINS), _WIDTHS[-1])
    first, last = _bin(low, width), _bin(high, width)
    counts = dict.fromkeys(range(first, last + 1), 0)
    for total in totals:
        counts[_bin(total, width)] += 1
    return tuple((f"[{number * width}, {(number + 1) * width})", count) for number, count in counts.items())


def _bin(total: Decimal, width: int) -> int:
    quotient = int(total // width)
    return quotient - (total < 0 and quotient * width > total)
