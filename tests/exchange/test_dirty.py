"""200 dirty rosters: none ends in a traceback, none in a wrong figure without a word."""

from collections import Counter
from pathlib import Path

import pytest
from tests.exchange.dirty_rosters import COUNT, SEED, VOCABULARY, ending, truth

from jifen.exchange.dirty import KINDS, DirtyRoster, dirty_rosters

DIRTY = tuple(dirty_rosters(truth(), VOCABULARY, SEED, COUNT))


@pytest.mark.parametrize("dirty", DIRTY, ids=lambda dirty: f"{dirty.number}-{dirty.kind.id}")
def test_a_dirty_roster_ends_as_it_should_and_nothing_is_wrong_without_a_word(
    dirty: DirtyRoster, tmp_path: Path
) -> None:
    assert ending(dirty, tmp_path).complaints == ()


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
