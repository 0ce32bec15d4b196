"""What all that is drawn here has in common: chances that count what was drawn."""

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import TypeVar

from attrs import field, frozen

_T = TypeVar("_T")


@frozen
class Drawing:
    """A source of chance, and how many of each construct were drawn by it."""

    random: Random
    shape: Counter[str] = field(factory=Counter)

    def chance(self, share: float) -> bool:
        """True as often as ``share`` says."""
        return self.random.random() < share

    def one(self, choices: Sequence[_T]) -> _T:
        """One of several."""
        return self.random.choice(choices)

    def kind(self, of: str, choices: Sequence[str]) -> str:
        """One of several constructs, counted."""
        chosen = self.random.choice(choices)
        self.shape[f"{of} {chosen}"] += 1
        return chosen

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self.random.randint(low, high)

    def some(self, choices: Sequence[_T], least: int, most: int) -> list[_T]:
        """Several different ones, in the order in which they stand."""
        count = min(len(choices), self.number(least, most))
        chosen = set(self.random.sample(range(len(choices)), count))
        return [one for place, one in enumerate(choices) if place in chosen]

    def count(self, construct: str) -> None:
        """Note that a construct was drawn."""
        self.shape[construct] += 1


def quoted(texts: Sequence[str]) -> str:
    """Texts as a list in TOML."""
    return "[" + ", ".join(f"'{text}'" for text in texts) + "]"
