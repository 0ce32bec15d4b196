"""Dirty rosters: faultless ones spoilt as real ones are, each with how reading it should end.

The same seed gives the same files. ``jifen sample --dirty`` writes them; the tests read them all.
"""

from collections.abc import Iterator, Sequence
from itertools import count as numbers
from random import Random

from attrs import frozen

from jifen.exchange.dirty import formats, identities, layouts, values, years
from jifen.exchange.dirty.book import Book
from jifen.exchange.dirty.kinds import Draw, Files, Kind, UnsuitableError
from jifen.exchange.drawing import stream
from jifen.model.enterprise import Enterprise
from jifen.model.terms import Vocabulary

KINDS: tuple[Kind, ...] = (*formats.KINDS, *layouts.KINDS, *years.KINDS, *identities.KINDS, *values.KINDS)


@frozen
class DirtyRoster:
    """A spoilt roster: of what kind, and the contents of its files, the roster first."""

    number: int
    kind: Kind
    files: Files


def dirty_rosters(
    enterprises: Sequence[Enterprise], vocabulary: Vocabulary, seed: int, count: int
) -> Iterator[DirtyRoster]:
    """``count`` rosters of the same enterprises, of all kinds in turn that the vocabulary has fields for."""
    unsuitable: set[str] = set()
    made = 0
    for number in numbers():
        chosen = KINDS[number % len(KINDS)]
        if made == count or len(unsuitable) == len(KINDS):
            return
        if chosen.id in unsuitable:
            continue
        random: Random = stream(seed, chosen.id, str(number))
        try:
            files = chosen.make(Draw(random, Book.of(enterprises, vocabulary, {}), vocabulary))
        except UnsuitableError:
            unsuitable.add(chosen.id)
            continue
        made += 1
        yield DirtyRoster(made, chosen, files)
