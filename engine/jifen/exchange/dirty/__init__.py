"""Dirty rosters: faultless ones spoilt as real ones are, each with how reading it should end.

The same seed gives the same files. ``jifen sample --dirty`` writes them; the tests read them all.
"""

import csv
from collections.abc import Iterator, Sequence
from itertools import count as numbers
from pathlib import Path
from random import Random

from attrs import frozen

from jifen.exchange.dirty import formats, identities, layouts, values, years
from jifen.exchange.dirty.book import Book
from jifen.exchange.dirty.kinds import Draw, Files, Kind, UnsuitableError
from jifen.exchange.drawing import stream
from jifen.exchange.files import replacing_folder
from jifen.model.enterprise import Enterprise
from jifen.model.terms import Vocabulary

KINDS: tuple[Kind, ...] = (*formats.KINDS, *layouts.KINDS, *years.KINDS, *identities.KINDS, *values.KINDS)

LISTING = "清单.csv"
_HEADINGS = ("文件夹", "文件", "毛病", "应当怎样收场", "应当说到的编号")
_ENDS = {"right": "读对", "problems": "读入并说明问题", "refused": "不读，说明原因"}


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


def write_dirty(
    path: str | Path, enterprises: Sequence[Enterprise], vocabulary: Vocabulary, seed: int, count: int
) -> int:
    """Write dirty rosters, each into a folder of its own, and a list of how each should end; their number."""
    lines: list[tuple[str, ...]] = []
    with replacing_folder(path, lambda name: name == LISTING or name.isdecimal()) as beside:
        for dirty in dirty_rosters(enterprises, vocabulary, seed, count):
            folder = beside / f"{dirty.number:03d}"
            folder.mkdir()
            for name, content in dirty.files.items():
                (folder / name).write_bytes(content)
            kind = dirty.kind
            name = next(iter(dirty.files))
            lines.append((folder.name, name, kind.title, _ENDS[kind.end], " ".join(kind.codes)))
        with (beside / LISTING).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([_HEADINGS, *lines])
    return len(lines)
