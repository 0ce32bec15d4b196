"""The figures of the shared workload that are drawn from a seed: 20 tables of points, and weights by stage.

Nothing here or in the other modules of this folder imports the engine, but for ``library.py``.
"""

from collections.abc import Mapping
from itertools import pairwise
from random import Random
from typing import NamedTuple

STAGES = ("start", "growth", "stable")
SECTORS = ("ic", "bio", "ai", "green", "newmat", "equip", "software", "other")

PERCENT, COUNT, YUAN = "percent", "count", "yuan"
KINDS = (PERCENT, COUNT, YUAN)
"""What indicators measure, in turn."""


class Indicator(NamedTuple):
    """One table: points by the bounds that a value has reached, and its weight in per mille by stage."""

    id: str
    kind: str
    bounds: tuple[int, ...]
    """Ascending, each included: hundredths of a per cent, counts, or fen."""
    points: tuple[int, ...]
    """One more than bounds, the first of them zero."""
    weights: Mapping[str, int]


def drawn(tables: int = 20, points_seed: int = 20231, weights_seed: int = 7) -> tuple[Indicator, ...]:
    """The tables; a seed gives the same."""
    random = Random(points_seed)
    shapes = [_table(random, KINDS[number % 3]) for number in range(tables)]
    random = Random(weights_seed)
    weights = {stage: _weights(random, tables) for stage in STAGES}
    return tuple(
        Indicator(
            f"i{number + 1:02d}",
            KINDS[number % 3],
            bounds,
            points,
            {stage: weights[stage][number] for stage in STAGES},
        )
        for number, (bounds, points) in enumerate(shapes)
    )


def _table(random: Random, kind: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    size = random.randint(3, 6)
    if kind == PERCENT:  # 0.50 % to 24.95 % in steps of 0.05 %
        bounds = [5 * twentieths for twentieths in random.sample(range(10, 500), size)]
    elif kind == COUNT:
        bounds = random.sample(range(1, 120), size)
    else:  # 20万元 to 3990万元 in steps of 10万元
        bounds = [10_000_000 * steps for steps in random.sample(range(2, 400), size)]
    points = sorted(random.sample(range(11), size + 1))
    return tuple(sorted(bounds)), (0, *points[1:])


def _weights(random: Random, tables: int) -> list[int]:
    """Multiples of 5 per mille that add up to 1000."""
    cuts = [0, *sorted(random.sample(range(1, 200), tables - 1)), 200]
    return [5 * (upper - lower) for lower, upper in pairwise(cuts)]


INDICATORS = drawn()
