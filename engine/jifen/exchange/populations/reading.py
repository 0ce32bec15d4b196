"""Rosters as populations, whatever they come in: workbooks, frames, and files of any size."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from attrs import field, frozen, mutable

from jifen.columns.population import Population, Reads, population_of
from jifen.exchange.frames.reading import read_frames
from jifen.exchange.frames.scanning import FrameScan, scan_frames
from jifen.exchange.mapping import NO_MAPPING, ColumnMapping
from jifen.exchange.populations.runs import Read, Told
from jifen.exchange.reading import read_roster
from jifen.exchange.roster import SAMPLE_NOTE
from jifen.model.terms import Vocabulary

BATCH = 2**18
"""So many enterprises are decided at a time where there are more."""
MUCH = 2**28
"""Files of more bytes, were they CSV, are read in batches; what only all enterprises together can tell is
then not told.
"""
_OF_PARQUET = 16
"""So many times larger a Parquet file usually is in memory, whose columns repeat much."""
_WORKBOOKS = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et"}


def read_population(
    source: Any,
    vocabulary: Vocabulary,
    reads: Reads,
    *,
    complete_to: date | None = None,
    mapping: ColumnMapping = NO_MAPPING,
) -> Read:
    """A roster as a population: a workbook, a Parquet, Arrow or CSV file, a folder of such, a frame with the
    Arrow interface, or frames by the names of sheets.
    """
    path = Path(source) if isinstance(source, str | Path) else None
    if path is not None and path.suffix.lower() in _WORKBOOKS:
        return _of_workbook(path, vocabulary, reads, complete_to, mapping)
    if path is not None and _size(path) > MUCH:
        return _Scanned(
            lambda: scan_frames(
                path, vocabulary, reads, complete_to=complete_to, mapping=mapping, checked="all"
            )
        )
    found = read_frames(source, vocabulary, reads, complete_to=complete_to, mapping=mapping, checked="all")
    told = Told(
        found.coverage,
        found.problems,
        found.counts,
        found.left_out,
        found.notes.get(SAMPLE_NOTE, "") == "是",
        found.sources,
    )
    return InMemory(found.population, told)


def _of_workbook(
    path: Path, vocabulary: Vocabulary, reads: Reads, complete_to: date | None, mapping: ColumnMapping
) -> "InMemory":
    roster = read_roster(path, vocabulary, complete_to=complete_to, mapping=mapping)
    told = Told(
        roster.coverage, roster.problems, roster.counts, roster.left_out, roster.sample, roster.sources
    )
    return InMemory(population_of(roster.enterprises, reads), told)


def _size(path: Path) -> int:
    """How many bytes a file, or all files of a folder, have or would have as CSV."""
    files = path.iterdir() if path.is_dir() else iter((path,))
    return sum(
        file.stat().st_size * (_OF_PARQUET if file.suffix.lower() == ".parquet" else 1)
        for file in files
        if file.is_file()
    )


@frozen
class InMemory:
    """A population that was read as a whole."""

    population: Population = field(repr=False)
    _told: Told = field(repr=False)
    slow: bool = False

    def batches(self) -> Iterator[Population]:
        """Its batches, the same each time."""
        for begin in range(0, max(1, self.population.height), BATCH):
            yield self.population.part(begin, BATCH)

    def told(self) -> Told:
        """What was found."""
        return self._told


@mutable
class _Scanned:
    """A population that is read batch by batch, from the beginning each time."""

    _open: Callable[[], FrameScan]
    _last: FrameScan | None = None
    slow: bool = True

    def batches(self) -> Iterator[Population]:
        """Its batches, the same each time."""
        self._last = self._open()
        yield from self._last

    def told(self) -> Told:
        """What was found, the last time."""
        scan = self._last
        assert scan is not None, "nothing is told before it was read"
        sample = scan.notes.get(SAMPLE_NOTE, "") == "是"
        return Told(scan.coverage, scan.problems, scan.counts, scan.left_out, sample, scan.sources)
