"""200 dirty rosters from a seeded generator."""

from collections import Counter

from tests.exchange.dirty_rosters import COUNT, SEED, VOCABULARY, truth

from jifen.exchange.dirty import KINDS, dirty_rosters

DIRTY = tuple(dirty_rosters(truth(), VOCABULARY, SEED, COUNT))


def test_all_kinds_are_among_them() -> None:
    made = Counter(dirty.kind.id for dirty in DIRTY)
    assert sum(made.values()) == COUNT
    assert made.keys() == {kind.id for kind in KINDS}


def test_the_same_seed_gives_the_same_files() -> None:
    again = dirty_rosters(truth(), VOCABULARY, SEED, 40)
    assert [dirty.files for dirty in again] == [dirty.files for dirty in DIRTY[:40]]


def test_another_seed_gives_other_files() -> None:
    (other,) = (dirty for dirty in dirty_rosters(truth(), VOCABULARY, SEED + 1, 50) if dirty.number == 50)
    assert other.kind == DIRTY[49].kind
    assert other.files != DIRTY[49].files
