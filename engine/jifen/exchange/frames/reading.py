"""Reading a large roster as columns: the same enterprises and the same problems as one by one.

What columns understand beyond doubt never becomes an object of Python. An enterprise of which a cell, a row
or what its rows say together is not so understood is read by what reads all rosters, with all of its rows.
"""

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from jifen.columns.population import Population, Reads, population_of
from jifen.exchange.frames.reader import Checked, Matched, Reader, Singly
from jifen.exchange.frames.sheets import FrameSheet
from jifen.exchange.frames.sources import Source, open_source, workbook_of
from jifen.exchange.mapping import NO_MAPPING, ColumnMapping
from jifen.exchange.problems import Problem
from jifen.exchange.reading import ENTERPRISE_SHEET, order_of, read_roster
from jifen.exchange.roster import Counts, LeftOut, Roster, SourceFile
from jifen.model.terms import Vocabulary


@frozen
class FrameRoster:
    """What a roster holds, as columns: the enterprises that can be decided, by code, and what is wrong with
    the rest.
    """

    population: Population = field(repr=False)
    problems: tuple[Problem, ...] = field(repr=False)
    left_out: tuple[LeftOut, ...] = field(repr=False)
    counts: Mapping[str, Counts]
    """By table id; the sheet 企业 is ``enterprise``."""
    coverage: Mapping[str, date]
    notes: Mapping[str, str]
    sources: tuple[SourceFile, ...]
    singly: Mapping[str, Singly]
    """What was read one by one, by table id."""


def read_frames(
    source: Source,
    vocabulary: Vocabulary,
    reads: Reads,
    *,
    complete_to: date | None = None,
    mapping: ColumnMapping = NO_MAPPING,
    checked: Checked = "read",
) -> FrameRoster:
    """Read a roster as columns: what ``reads`` names of it.

    ``source`` is a Parquet, Arrow or CSV file (the sheet 企业), a folder of such named like the sheets, a
    frame with the Arrow interface, or frames by the names of sheets. Columns and tables that are not read are
    passed over, mistakes in them included, unless ``checked`` is ``"all"``: then the problems are those of
    ``read_roster``, and so are the enterprises that are left out. ``complete_to`` and ``mapping`` are as
    there.
    """
    workbook = workbook_of(source)
    if workbook is not None:
        return _of_roster(read_roster(workbook, vocabulary, complete_to=complete_to, mapping=mapping), reads)
    opened = open_source(source, ENTERPRISE_SHEET)
    sheets = Matched.of(opened, vocabulary, complete_to, mapping)
    reader = Reader(sheets, vocabulary, reads, checked)
    sheet = sheets.named[ENTERPRISE_SHEET]
    assert isinstance(sheet, FrameSheet)
    main = reader.main(sheet)
    part = reader.part(main, reader.tables(main, reader.table_sheets))
    return FrameRoster(
        population=part.population,
        problems=sheets.problems.sorted(order_of(opened.sheets)),
        left_out=part.left_out,
        counts=part.counts,
        coverage=sheets.cover.coverage,
        notes=sheets.cover.notes,
        sources=opened.sources,
        singly=part.singly,
    )


def _of_roster(roster: Roster, reads: Reads) -> FrameRoster:
    """A roster that was read one by one, as columns."""
    return FrameRoster(
        population=population_of(roster.enterprises, reads),
        problems=roster.problems,
        left_out=roster.left_out,
        counts=roster.counts,
        coverage=roster.coverage,
        notes=roster.notes,
        sources=roster.sources,
        singly={id_: Singly(counts.read, 0) for id_, counts in roster.counts.items()},
    )
