"""The figures that reports show: boards as lists, how totals are spread, means of dimensions."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from attrs import frozen

from jifen.exchange.runs import Run
from jifen.model.decision import ScoreCard, Standing
from jifen.plan.graph import BoardPart

_WIDTHS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_MOST_BINS = 15
SCORE = "积分"


@frozen
class Listing:
    """One list of a board: of a stage, or of the whole park."""

    board: BoardPart
    group: str
    by: str
    lines: tuple[tuple[Standing, ScoreCard], ...]
    members: int

    @property
    def title(self) -> str:
        """What the list is called."""
        return f"{self.group}{self.board.name}"


def listings(run: Run) -> tuple[Listing, ...]:
    """All lists in the order of the park's files, those of stages in the order of stages; no empty ones."""
    found: dict[tuple[str, str], list[tuple[Standing, ScoreCard]]] = {}
    for card in run.scored.cards:
        for standing in card.standings:
            found.setdefault((standing.board, standing.group), []).append((standing, card))
    ranked_by = {board.id: board.by.text for board in run.park.boards}
    lists = []
    for board in run.plan.boards:
        groups = [stage.name for stage in run.plan.stages] if board.by_stage else [""]
        for group in groups:
            lines = found.get((board.id, group), [])
            listed = sorted(
                (line for line in lines if line[0].listed), key=lambda line: (line[0].rank, line[1].code)
            )
            if listed:
                by = ranked_by[board.id].removeprefix(f"{SCORE}.")
                lists.append(Listing(board, group, by, tuple(listed), listed[0][0].members))
    return tuple(lists)


@frozen
class Spread:
    """How values lie: how many, the least, the greatest, the mean and the median."""

    count: int
    least: Decimal
    greatest: Decimal
    mean: Decimal
    median: Decimal


def spread(values: Iterable[Decimal]) -> Spread | None:
    """How values lie; None where there are none."""
    ordered = sorted(values)
    if not ordered:
        return None
    count = len(ordered)
    middle = (ordered[(count - 1) // 2] + ordered[count // 2]) / 2
    return Spread(count, ordered[0], ordered[-1], rounded(sum(ordered, Decimal(0)) / count), rounded(middle))


def rounded(value: Decimal, digits: int = 2) -> Decimal:
    """``value`` at so many decimals, halves up."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


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


def dimension_points(cards: Iterable[ScoreCard]) -> Mapping[str, list[Decimal]]:
    """The known points of each dimension."""
    found: dict[str, list[Decimal]] = {}
    for card in cards:
        for dimension in card.dimensions:
            if dimension.points is not None:
                found.setdefault(dimension.id, []).append(dimension.points)
    return found
