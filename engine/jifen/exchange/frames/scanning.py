"""Reading a roster that no memory holds: batch after batch of enterprises.

The rows of one enterprise stand together in the sheet 企业. Tables are held whole; of them each batch takes
the rows of its enterprises. What only all enterprises together can tell (figures that slipped by a unit,
totals) is told of each batch, or not at all.
"""

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl
from attrs import define, evolve, field

from jifen.columns.population import Population, Reads
from jifen.exchange.frames.credit import read_codes
from jifen.exchange.frames.enterprises import Main
from jifen.exchange.frames.reader import Checked, Matched, Part, Reader, Singly
from jifen.exchange.frames.sheets import FrameRows, FrameSheet, joined
from jifen.exchange.frames.sources import Source, Streamed, open_stream
from jifen.exchange.frames.tables import TableRows
from jifen.exchange.headers import CREDIT_CODE, Header
from jifen.exchange.headings import plain
from jifen.exchange.identity import CreditCodes
from jifen.exchange.mapping import NO_MAPPING, ColumnMapping
from jifen.exchange.problems import Problem
from jifen.exchange.reading import ENTERPRISE_SHEET, order_of
from jifen.exchange.roster import Counts, LeftOut, SourceFile
from jifen.exchange.rows import Percentages, report_percentages
from jifen.exchange.sheets import Cells
from jifen.language.diagnostics import Diagnostic, DiagnosticError
from jifen.model.terms import Vocabulary

BATCH = 2**17
"""So many rows of the sheet 企业 are read at a time."""
_NOTHING = Counts(0, 0, 0, 0)


@define
class FrameScan:
    """A roster to go through once, as populations of one batch each; what was found besides is told of all
    that was gone through.
    """

    reader: Reader
    streamed: Streamed
    size: int
    counts: dict[str, Counts] = field(factory=dict, init=False)
    singly: dict[str, Singly] = field(factory=dict, init=False)
    _left_out: list[LeftOut] = field(factory=list, init=False)
    _looks: dict[tuple[str, str], Percentages] = field(factory=dict, init=False)
    _seen: list[pl.Series] = field(factory=list, init=False)

    @property
    def coverage(self) -> Mapping[str, date]:
        """Up to which day each table is complete, by table id."""
        return self.reader.sheets.cover.coverage

    @property
    def notes(self) -> Mapping[str, str]:
        """What else the cover sheet says."""
        return self.reader.sheets.cover.notes

    @property
    def sources(self) -> tuple[SourceFile, ...]:
        """The files that are read."""
        return self.streamed.opened.sources

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with what was gone through."""
        return self.reader.sheets.problems.sorted(order_of(self.streamed.opened.sheets))

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The enterprises that are left out of what was gone through, by code."""
        return tuple(sorted(self._left_out, key=lambda one: one.code))

    def __iter__(self) -> Iterator[Population]:
        """Batch after batch."""
        header = self.reader.sheets.headers[ENTERPRISE_SHEET]
        tables = {id_: self._by_code(id_, sheet) for id_, sheet in self.reader.table_sheets.items()}
        last: FrameSheet | None = None
        for piece in _batches(self.streamed.pieces, header, self.size):
            last = piece
            main = self.reader.main(piece, part=True)
            self._check_new(main.codes)
            yield self._part(main, {id_: table.take(main.codes) for id_, table in tables.items()})
        if last is not None:
            # Rows of no enterprise that was read.
            nobody = self.reader.main(last.part(pl.Series([], dtype=pl.UInt32)), part=True)
            self._part(nobody, {id_: table.rest() for id_, table in tables.items()})
        self._report_looks()

    def _part(self, main: Main, sheets: Mapping[str, FrameSheet]) -> Population:
        tables = self.reader.tables(main, sheets, part=True)
        part = self.reader.part(main, tables)
        self._add(part, main, tables)
        return part.population

    def _add(self, part: Part, main: Main, tables: Mapping[str, TableRows]) -> None:
        self._left_out += part.left_out
        for id_, one in part.counts.items():
            so_far = self.counts.get(id_, _NOTHING)
            self.counts[id_] = Counts(
                so_far.read + one.read,
                so_far.accepted + one.accepted,
                so_far.merged + one.merged,
                so_far.rejected + one.rejected,
            )
        for id_, own in part.singly.items():
            before = self.singly.get(id_, Singly(0, 0))
            self.singly[id_] = Singly(before.rows + own.rows, before.cells + own.cells)
        for role, laid in {
            ENTERPRISE_SHEET: main.laid,
            **{id_: one.laid for id_, one in tables.items()},
        }.items():
            for slot, look in laid.looks.items():
                key = role, slot
                self._looks[key] = self._looks[key].plus(look) if key in self._looks else look

    def _report_looks(self) -> None:
        sheets = self.reader.sheets
        for (role, slot), look in self._looks.items():
            header = sheets.headers[role]
            report_percentages(sheets.named[role], header, header.columns[slot], look, sheets.problems)

    def _check_new(self, codes: pl.Series) -> None:
        """Refuse an enterprise whose rows do not stand together (J816)."""
        for earlier in self._seen:
            if len(earlier) and len(codes) and earlier[-1] >= codes[0] and codes[-1] >= earlier[0]:
                again = codes.filter(codes.is_in(earlier.implode()))
                if len(again):
                    raise DiagnosticError((Diagnostic.of("J816", None, {"code": again[0]}),))
        self._seen.append(codes)

    def _by_code(self, id_: str, sheet: FrameSheet) -> "_ByCode":
        return _ByCode.of(sheet.below(self.reader.sheets.headers[id_].row), self.reader.sheets.headers[id_])


@define
class _ByCode:
    """The rows of a table by the credit codes of their enterprises."""

    sheet: FrameSheet
    codes: pl.Series
    order: pl.Series
    taken: pl.Series

    @classmethod
    def of(cls, sheet: FrameSheet, header: Header) -> "_ByCode":
        """Those of a sheet without its head."""
        codes = _codes(sheet, header)
        order = codes.arg_sort(nulls_last=True)
        return cls(sheet, codes.gather(order), order, pl.Series([False]).new_from_index(0, len(codes)))

    def take(self, codes: pl.Series) -> FrameSheet:
        """The rows of some enterprises, all of whom are met once."""
        first = (
            self.codes.search_sorted(codes, side="left") if len(self.codes) else pl.Series([0] * len(codes))
        )
        last = self.codes.search_sorted(codes, side="right") if len(self.codes) else first
        ranges = pl.select(pl.int_ranges(first, last).explode(empty_as_null=False)).to_series()
        places = self.order.gather(ranges).sort()
        self.taken = self.taken.scatter(places, values=True)
        return self.sheet.part(places)

    def rest(self) -> FrameSheet:
        """The rows that nobody took."""
        return self.sheet.part((~self.taken).arg_true())


def _codes(sheet: FrameSheet, header: Header) -> pl.Series:
    index, frame = header.columns[CREDIT_CODE.id].index, sheet.lines.frame
    if index >= frame.width:
        return pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    return read_codes(frame.to_series(index), CreditCodes())[0]


def _batches(pieces: Iterator[FrameSheet], header: Header, size: int) -> Iterator[FrameSheet]:
    """Pieces of at most so many rows that end where the rows of an enterprise do; more rows only if they are
    all of one.
    """
    head: list[Cells] = []
    waiting: FrameSheet | None = None
    for piece in pieces:
        body = piece.below(header.row)
        if not head:
            head = [body.rows[number] for number in range(header.row)]
        body = evolve(body, rows=evolve(body.lines, head=head))
        waiting = body if waiting is None else joined([waiting, body])
        while waiting.lines.frame.height > size:
            cut = _cut(waiting, header, size)
            if cut is None:
                break
            yield _slice(waiting, 0, cut)
            waiting = _slice(waiting, cut, waiting.lines.frame.height - cut)
    if waiting is not None:
        yield waiting


def _cut(sheet: FrameSheet, header: Header, size: int) -> int | None:
    """The last place up to ``size`` at which another enterprise begins; else the first one after it."""
    known = _codes(sheet, header).fill_null(strategy="forward")
    begins = (known != known.shift(1)).fill_null(value=False).arg_true()
    before = begins.filter(begins <= size)
    if len(before):
        return int(before[-1])
    return int(begins[0]) if len(begins) else None


def _slice(sheet: FrameSheet, place: int, count: int) -> FrameSheet:
    rows = sheet.lines
    start = rows.start + place
    odd = {number: cells for number, cells in rows.odd.items() if start <= number < start + count}
    return evolve(sheet, rows=FrameRows(rows.head, rows.frame.slice(place, count), start, odd))


def scan_frames(
    source: Source,
    vocabulary: Vocabulary,
    reads: Reads,
    *,
    size: int = BATCH,
    complete_to: date | None = None,
    mapping: ColumnMapping = NO_MAPPING,
    checked: Checked = "read",
) -> FrameScan:
    """A roster to be read batch after batch, each of at most ``size`` enterprises, with their rows of tables.

    ``source`` and all else are as in ``read_frames``; the sheet 企业 is that of its name, or what the mapping
    says is. A ValueError if there is none, and later if the rows of an enterprise do not stand together.
    """
    titles = {plain(ENTERPRISE_SHEET)} | {
        title for title, role in mapping.sheets.items() if plain(role) == plain(ENTERPRISE_SHEET)
    }
    streamed = open_stream(source, ENTERPRISE_SHEET, titles, size)
    if streamed is None:
        raise ValueError("分批读入的名单要有一张（只有一张）名为“企业”的表")
    sheets = Matched.of(streamed.opened, vocabulary, complete_to, mapping)
    return FrameScan(Reader(sheets, vocabulary, reads, checked), streamed, size)
