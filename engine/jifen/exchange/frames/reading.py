"""Reading a large roster as columns: the same enterprises and the same problems as one by one.

What columns understand beyond doubt never becomes an object of Python. An enterprise of which a cell, a row
or what its rows say together is not so understood is read by what reads all rosters, with all of its rows.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

import polars as pl
from attrs import field, frozen

from jifen.columns.population import (
    CODE_OF,
    FOUNDED,
    NAME,
    Population,
    Reads,
    population_of,
    series,
    told_name,
)
from jifen.exchange.cover import Cover, read_cover
from jifen.exchange.enterprises import Draft
from jifen.exchange.frames.casting import nothing
from jifen.exchange.frames.enterprises import Main, read_main
from jifen.exchange.frames.figures import check_units
from jifen.exchange.frames.layout import lay_out, narrowed
from jifen.exchange.frames.numbers import narrowed as narrowed_numbers
from jifen.exchange.frames.sheets import FrameSheet
from jifen.exchange.frames.sources import Source, open_source, workbook_of
from jifen.exchange.frames.tables import TableRows, absence_codes, empty_table, read_table
from jifen.exchange.headers import CREDIT_CODE, ENTERPRISE_NAME, PERIOD, Header
from jifen.exchange.identity import CreditCodes
from jifen.exchange.mapping import NO_MAPPING, ColumnMapping
from jifen.exchange.problems import Problem, Problems
from jifen.exchange.reading import (
    COVER_SHEET,
    ENTERPRISE_SHEET,
    ENTERPRISES,
    headers_of,
    names_by_sheet,
    read_roster,
    report_open,
    sheets_by_role,
)
from jifen.exchange.roster import Counts, LeftOut, Roster, SourceFile
from jifen.exchange.sheets import Opened, Sheet
from jifen.language.diagnostics import Diagnostics
from jifen.model.terms import FOUNDED as FOUNDED_FIELD
from jifen.model.terms import Field, Vocabulary

_IDENTITY = (CREDIT_CODE, ENTERPRISE_NAME, PERIOD, FOUNDED_FIELD)
Checked = Literal["read", "all"]


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
    singly: Mapping[str, "Singly"]
    """What was read one by one, by table id."""


@frozen
class Singly:
    """How much of a sheet was read one by one: rows, and different cells besides."""

    rows: int
    cells: int


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
    sheets = _Sheets.matched(opened, vocabulary, complete_to, mapping)
    reading = _Reading(sheets, vocabulary, reads, checked)
    return reading.read(opened)


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


@frozen
class _Sheets:
    """The sheets of a roster, their heads matched."""

    named: Mapping[str, Sheet]
    headers: Mapping[str, Header]
    cover: Cover
    problems: Problems

    @classmethod
    def matched(
        cls, opened: Opened, vocabulary: Vocabulary, complete_to: date | None, mapping: ColumnMapping
    ) -> "_Sheets":
        """Those of a roster; an error with all that keeps it from being read."""
        diagnostics, problems = Diagnostics(), Problems()
        for remark in opened.remarks:
            problems.report(remark.code, remark.spot, **remark.facts)
        every = names_by_sheet(vocabulary, mapping)
        named = sheets_by_role(opened.sheets, every, mapping, vocabulary, diagnostics, problems)
        if ENTERPRISE_SHEET not in named:
            found = "、".join(sheet.title for sheet in opened.sheets)
            diagnostics.report("J708", opened.sheets[0].place(1) if opened.sheets else None, found=found)
            diagnostics.raise_errors()
        cover = read_cover(named.get(COVER_SHEET), vocabulary.tables, complete_to, diagnostics, problems)
        headers = headers_of(named, every, mapping, vocabulary, diagnostics, problems)
        diagnostics.raise_errors()
        report_open(named, headers, cover, vocabulary, problems)
        return cls(named, headers, cover, problems)


@frozen
class _Reading:
    sheets: _Sheets
    vocabulary: Vocabulary
    reads: Reads
    checked: Checked
    codes: CreditCodes = field(factory=CreditCodes)

    def read(self, opened: Opened) -> FrameRoster:
        """Read all sheets."""
        sheets, problems = self.sheets, self.sheets.problems
        main = self._main()
        check_units(main, problems)
        tables = self._tables(main)
        accepted, left_out = self._accepted(main, tables)
        counts = {ENTERPRISES: _count(main, accepted)}
        for id_, rows in tables.items():
            counts[id_] = rows.counts(accepted, self._places(main, rows))
        order = {(sheet.file, sheet.sheet): number for number, sheet in enumerate(opened.sheets)}
        return FrameRoster(
            population=self._population(main, tables, accepted),
            problems=problems.sorted(order),
            left_out=left_out,
            counts=counts,
            coverage=sheets.cover.coverage,
            notes=sheets.cover.notes,
            sources=opened.sources,
            singly=_singly(main, tables),
        )

    def _main(self) -> Main:
        needed = {field_id for field_id, _, _ in self.reads.facts.values()}
        sheet, header = self.sheets.named[ENTERPRISE_SHEET], self.sheets.headers[ENTERPRISE_SHEET]

        def read(one: Field) -> bool:
            return self.checked == "all" or one in _IDENTITY or one.id in needed

        assert isinstance(sheet, FrameSheet)
        laid = lay_out(sheet, narrowed(header, read), header, self.codes, self.sheets.problems)
        return read_main(laid, self.vocabulary.facts)

    def _tables(self, main: Main) -> dict[str, TableRows]:
        tables: dict[str, TableRows] = {}
        for id_ in sorted(self.sheets.headers.keys() - {ENTERPRISE_SHEET}):
            if self.checked == "read" and id_ not in self.reads.tables:
                continue
            sheet, header = self.sheets.named[id_], self.sheets.headers[id_]
            assert isinstance(sheet, FrameSheet)
            laid = lay_out(sheet, header, header, self.codes, self.sheets.problems)
            tables[id_] = read_table(self.vocabulary.tables[id_], laid, main, self.vocabulary)
        return tables

    def _accepted(self, main: Main, tables: Mapping[str, TableRows]) -> tuple[pl.Series, tuple[LeftOut, ...]]:
        """Which enterprises have no mistake in any sheet, and those that have."""
        faulty = {code for code, draft in main.drafts.items() if draft.faulty}
        faulty |= {code for rows in tables.values() for code in rows.reading.faulty}
        accepted = pl.Series([True]).new_from_index(0, main.height)
        names = main.name_of(faulty)
        if faulty:
            accepted = accepted.scatter(main.place_of(faulty), values=False)
        return accepted, tuple(LeftOut(code, names[code]) for code in sorted(faulty))

    def _places(self, main: Main, rows: TableRows) -> Mapping[str, int]:
        codes = sorted({*rows.reading.rows, *rows.reading.merged})
        return dict(zip(codes, main.place_of(codes), strict=True))

    def _population(self, main: Main, tables: Mapping[str, TableRows], accepted: pl.Series) -> Population:
        drafts = [main.drafts[code] for code in sorted(main.drafts)]
        places = pl.Series(main.place_of([one.code for one in drafts]), dtype=pl.UInt32)

        def column(name: str, values: pl.Series, of: Callable[[Draft], object]) -> pl.Series:
            if drafts:
                values = values.scatter(places, pl.Series([of(one) for one in drafts], dtype=values.dtype))
            return values.filter(accepted).rename(name)

        columns = [
            main.codes.filter(accepted).rename(CODE_OF),
            column(NAME, main.names, lambda one: one.name),
            column(FOUNDED, main.founded, lambda one: one.founded),
        ]
        for name, (field_id, period, type_) in self.reads.facts.items():
            columns += self._fact(main, drafts, places, (name, field_id, period, type_), accepted)
        coverage = {
            table: self.sheets.cover.coverage[table]
            for table in self.reads.tables
            if table in self.sheets.cover.coverage and accepted.any()
        }
        frames = {
            table: tables[table].frame(needs, accepted, self._places(main, tables[table]))
            if table in tables
            else empty_table(needs)
            for table, needs in self.reads.tables.items()
        }
        return Population(pl.DataFrame(columns), frames, coverage)

    def _fact(
        self,
        main: Main,
        drafts: list[Draft],
        places: pl.Series,
        read: tuple[str, str, str, str],
        accepted: pl.Series,
    ) -> list[pl.Series]:
        name, field_id, period, type_ = read
        told = main.facts.get((field_id, period))
        values = nothing(main.height, type_) if told is None else told.values
        absent = None if told is None else told.absent
        if drafts:
            some = series(name, [one.facts.get((field_id, period)) for one in drafts], type_)
            read_values = some[0]
            if read_values.dtype != values.dtype:
                values, read_values = values.cast(pl.Int128), read_values.cast(pl.Int128)
            values = values.scatter(places, read_values)
            if len(some) > 1 or absent is not None:
                none = pl.Series([False]).new_from_index(0, main.height)
                own = some[1].is_not_null() if len(some) > 1 else none.head(len(drafts))
                absent = (none if absent is None else absent).scatter(places, own)
        values = values.filter(accepted).rename(name)
        if type_ == "number":
            values = narrowed_numbers(values)
        if absent is None or not (absent := absent.filter(accepted)).any():
            return [values]
        return [values, absence_codes(absent, told_name(name))]


def _count(main: Main, accepted: pl.Series) -> Counts:
    codes = set(main.codes.filter(accepted & main.singly)) if main.drafts else set()
    merged = sum(draft.merged for code, draft in main.drafts.items() if code in codes)
    own = main.own.drop_nulls()
    by_columns = own.filter(~main.singly.gather(own))
    kept = int(accepted.gather(by_columns).sum()) + sum(row.code in codes for row in main.rows)
    read = len(by_columns) + len(main.rows)
    return Counts(read, kept - merged, merged, read - kept)


def _singly(main: Main, tables: Mapping[str, TableRows]) -> Mapping[str, Singly]:
    found = {ENTERPRISES: main.laid, **{id_: rows.laid for id_, rows in tables.items()}}
    return {id_: Singly(laid.rows_singly, laid.cells_singly) for id_, laid in found.items()}
