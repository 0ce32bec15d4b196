"""Random draws in whole numbers only, so that a seed gives the same values on every machine."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import TypeVar

T = TypeVar("T")

STEPS = 10**6
"""How finely parts and chances are drawn."""


def stream(seed: int, *names: str) -> Random:
    """A source of its own for each name, so that a new field changes no other field's values."""
    return Random("/".join((str(seed), *names)))  # noqa: S311 a sample is meant to be repeatable


def log_between(random: Random, low: int, high: int) -> int:
    """A whole number of ``[low, high)``, each doubling about as likely as the next; ``low`` is at least 1."""
    octaves = max(1, (high // low).bit_length())
    while True:
        octave = random.randrange(octaves)
        value = random.randrange(low << octave, low << (octave + 1))
        if value < high:
            return value


def part_between(random: Random, low: Fraction, high: Fraction) -> Fraction:
    """A number of ``[low, high]``, all parts equally likely."""
    return low + (high - low) * Fraction(random.randint(0, STEPS), STEPS)


def happens(random: Random, chance: Decimal) -> bool:
    """Whether something of that probability happens."""
    return random.randrange(STEPS) < chance * STEPS


def day_between(random: Random, first: date, last: date) -> date:
    """A day from ``first`` to ``last``, both included."""
    return first + timedelta(days=random.randint(0, (last - first).days))


def one_of(random: Random, choices: Sequence[T]) -> T:
    """One of the choices."""
    return choices[random.randrange(len(choices))]


def apportion(count: int, weights: Sequence[Fraction]) -> list[int]:
    """``count`` divided in proportion to the weights by largest remainder; equal remainders in order."""
    total = sum(weights)
    quotas = [count * weight / total for weight in weights]
    parts = [quota.numerator // quota.denominator for quota in quotas]
    by_remainder = sorted(range(len(weights)), key=lambda index: (parts[index] - quotas[index], index))
    for index in by_remainder[: count - sum(parts)]:
        parts[index] += 1
    return parts


def scaled_to(values: Sequence[int], target: int, grain: int) -> list[int]:
    """The values in proportion, in whole grains, their sum ``target``; the largest takes the residue."""
    total = sum(values)
    if total <= 0:
        return list(values)
    scaled = [value * target // (total * grain) * grain for value in values]
    largest = max(range(len(values)), key=lambda index: (scaled[index], -index))
    scaled[largest] += target - sum(scaled)
    return scaled
