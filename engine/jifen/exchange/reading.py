"""Reading a roster: a workbook or CSV files to enterprises, a line for every mistake (S1, S10, S12, S30).

One bad row never stops a batch: its enterprise is left out, since a score on half the truth would be wrong,
and the rest go on. What keeps the roster from being read at all is a
:class:`jifen.language.diagnostics.DiagnosticError` with all of its reasons.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from attrs import define, evolve, field, frozen

from jifen.exchange.checks import check_figures
from jifen.exchange.cover import Cover, read_cover
from jifen.exchange.enterprises import Draft, draft_enterprises
from jifen.exchange.headers import (
    CREDIT_CODE,
    ENTERPRISE_NAME,
    PERIOD,
    Header,
    match_header,
    names_identity,
)
from jifen.exchange.headings import Names, plain
from jifen.exchange.identity import CreditCodes
from jifen.exchange.mapping import NO_MAPPING, ColumnMapping
from jifen.exchange.mending import fingerprint, mend
from jifen.exchange.merges import Merges
from jifen.exchange.opening import open_sheets
from jifen.exchange.problems import Problem, Problems, Spot
from jifen.exchange.roster import Counts, LeftOut, Progress, Roster, SheetToMend, SourceFile, digest_of
from jifen.exchange.rows import RowRead, read_rows
from jifen.exchange.sheets import Sheet
from jifen.exchange.tables import TableReading, settle_table, sorted_rows
from jifen.language.diagnostics import Diagnostics, nearest
from jifen.model.enterprise import Enterprise
from jifen.model.terms import FOUNDED, Field, Table, Vocabulary

ENTERPRISE_SHEET = "企业"
COVER_SHEET = "说明"
OPTIONS_SHEET = "_选项"
"""The hidden sheet of a template on which what cells offer is kept."""
ENTERPRISES = "enterprise"
"""How counts call the sheet 企业."""

_STEP = 500


def read_roster(
    path: str | Path,
    vocabulary: Vocabulary,
    *,
    complete_to: date | None = None,
    mapping: ColumnMapping = NO_MAPPING,
    mended: str | Path | None = None,
    progress: Progress | None = None,
) -> Roster:
    """Read a workbook, a CSV or Parquet file (the sheet 企业) or a folder of such named like the sheets.

    ``complete_to`` is the coverage date of the tables for which the cover sheet states none (S10);
    ``mapping`` says what headings and sheets of other names mean; ``mended`` is the ``problems.xlsx`` of an
    earlier reading, the rows of which were mended.
    """
    opened = open_sheets(Path(path), ENTERPRISE_SHEET)
    print_of = fingerprint(opened.sources)
    if mended is not None:
        opened = mend(opened, Path(mended))
    sheets = opened.sheets
    diagnostics, problems = Diagnostics(), Problems()
    for remark in opened.remarks:
        problems.report(remark.code, remark.spot, **remark.facts)
    every = names_by_sheet(vocabulary, mapping)
    named = sheets_by_role(sheets, every, mapping, vocabulary, diagnostics, problems)
    if ENTERPRISE_SHEET not in named:
        found = "、".join(f"{sheet.title}（隐藏）" if sheet.hidden else sheet.title for sheet in sheets)
        diagnostics.report("J708", sheets[0].place(1) if sheets else None, found=found)
        diagnostics.raise_errors()
    cover = read_cover(named.get(COVER_SHEET), vocabulary.tables, complete_to, diagnostics, problems)
    headers = headers_of(named, every, mapping, vocabulary, diagnostics, problems)
    diagnostics.raise_errors()
    report_open(named, headers, cover, vocabulary, problems)
    reading = _Reading(vocabulary, cover, problems, _Advance(progress, sum(len(one.rows) for one in sheets)))
    reading.read(named, headers)
    order = {(sheet.file, sheet.sheet): number for number, sheet in enumerate(sheets)}
    return reading.roster(opened.sources, order, _Mending(named, headers, print_of))


def names_by_sheet(vocabulary: Vocabulary, mapping: ColumnMapping = NO_MAPPING) -> Mapping[str, Names]:
    """The fields that headings of each sheet may name: of 企业, and of tables by id."""
    facts = vocabulary.facts
    enterprise = (CREDIT_CODE, ENTERPRISE_NAME, PERIOD, FOUNDED, *facts.values())
    names = {ENTERPRISE_SHEET: _names(enterprise, mapping, frozenset(facts))}
    for id_, table in vocabulary.tables.items():
        names[id_] = _names((CREDIT_CODE, *table.columns.values(), ENTERPRISE_NAME), mapping)
    return names


def _names(known: tuple[Field, ...], mapping: ColumnMapping, dated: frozenset[str] = frozenset()) -> Names:
    ids = {one.id: one for one in known}
    told = {
        heading: evolve(one, field=ids[one.field.id])
        for heading, one in mapping.told.items()
        if one.field.id in ids
    }
    return Names(known, dated, told, mapping.ignored, mapping.period if dated else None)


def sheets_by_role(
    sheets: Sequence[Sheet],
    every: Mapping[str, Names],
    mapping: ColumnMapping,
    vocabulary: Vocabulary,
    diagnostics: Diagnostics,
    problems: Problems,
) -> dict[str, Sheet]:
    """The sheets that are read: 企业, 说明, and tables by id. Hidden ones are nobody's declaration."""
    names = {plain(ENTERPRISE_SHEET): ENTERPRISE_SHEET, plain(COVER_SHEET): COVER_SHEET}
    for id_, table in vocabulary.tables.items():
        names |= {plain(id_): id_, plain(table.name): id_}
    names |= {title: names[plain(role)] for title, role in mapping.sheets.items() if plain(role) in names}
    named: dict[str, Sheet] = {}
    unknown: list[Sheet] = []
    for sheet in sheets:
        role = names.get(plain(sheet.title))
        if sheet.hidden and sheet.title == OPTIONS_SHEET:
            continue
        if sheet.hidden:
            problems.report("J729", sheet.spot(0), found=sheet.title)
        elif role is None:
            unknown.append(sheet)
        elif role in named:
            diagnostics.report("J710", sheet.place(1), first=named[role].title, second=sheet.title)
        else:
            named[role] = sheet
    if ENTERPRISE_SHEET not in named:
        _take_the_only_one(named, unknown, every[ENTERPRISE_SHEET], problems)
    for sheet in unknown:
        if sheet.first_row:
            known = [ENTERPRISE_SHEET, COVER_SHEET, *(table.name for table in vocabulary.tables.values())]
            near = nearest(sheet.title, known) or ""
            problems.report("J723", sheet.spot(0), found=sheet.title, near=near, known="、".join(known))
    return named


def _take_the_only_one(
    named: dict[str, Sheet], unknown: list[Sheet], known: Names, problems: Problems
) -> None:
    """A sheet of another name is 企业 if it alone has a head with credit codes and names."""
    alike = [sheet for sheet in unknown if names_identity(sheet, known)]
    if len(alike) == 1:
        named[ENTERPRISE_SHEET] = alike[0]
        unknown.remove(alike[0])
        problems.report("J791", alike[0].spot(0), found=alike[0].title)


def headers_of(
    named: Mapping[str, Sheet],
    every: Mapping[str, Names],
    mapping: ColumnMapping,
    vocabulary: Vocabulary,
    diagnostics: Diagnostics,
    problems: Problems,
) -> dict[str, Header]:
    """The head of each sheet that is read, by what the sheet is."""
    headers: dict[str, Header] = {}
    seen: frozenset[str] = frozenset()
    for role, sheet in named.items():
        if role == COVER_SHEET:
            continue
        if role == ENTERPRISE_SHEET:
            required: tuple[str, ...] = (CREDIT_CODE.id, ENTERPRISE_NAME.id, PERIOD.id)
        elif not sheet.first_row:
            continue
        else:
            required = (CREDIT_CODE.id, *vocabulary.tables[role].key[:1])
        if role == ENTERPRISE_SHEET and not any(sheet.body(sheet.first_row or 1)):
            diagnostics.report("J709", sheet.place(1), sheet=sheet.title, file=sheet.file)
            continue
        names = evolve(every[role], row=mapping.rows.get(plain(sheet.title), 0))
        headers[role] = match_header(sheet, names, required, diagnostics, problems)
        seen |= names.seen
        if role == ENTERPRISE_SHEET and not any(sheet.body(headers[role].row)):
            diagnostics.report("J709", sheet.place(1), sheet=sheet.title, file=sheet.file)
    for heading, spelled in mapping.spelled.items():
        if heading not in seen:
            problems.report("J784", Spot(mapping.name, ""), heading=spelled)
    return headers


def report_open(
    named: Mapping[str, Sheet],
    headers: Mapping[str, Header],
    cover: Cover,
    vocabulary: Vocabulary,
    problems: Problems,
) -> None:
    """What the roster leaves open: fields without a column, tables without a coverage date."""
    header, sheet = headers[ENTERPRISE_SHEET], named[ENTERPRISE_SHEET]
    known = {column.field.id for column in header.columns.values()}
    absent = [one.name for id_, one in vocabulary.facts.items() if id_ not in known]
    if absent:
        names = "、".join(absent[:10]) + ("等" if len(absent) > 10 else "")
        problems.report("J724", sheet.spot(header.row), count=len(absent), names=names)
    for id_ in headers:
        if id_ != ENTERPRISE_SHEET and id_ not in cover.coverage:
            problems.report("J725", named[id_].spot(0), table=vocabulary.tables[id_].name)


@define
class _Advance:
    progress: Progress | None
    total: int
    done: int = 0

    def __call__(self, count: int) -> None:
        self.done += count
        if self.progress is not None and self.done % _STEP == 0:
            self.progress(self.done, self.total)

    def finish(self) -> None:
        if self.progress is not None:
            self.progress(self.total, self.total)


@frozen
class _Reading:
    vocabulary: Vocabulary
    cover: Cover
    problems: Problems
    advance: _Advance
    codes: CreditCodes = field(factory=CreditCodes)
    rows: list[RowRead] = field(factory=list)
    drafts: dict[str, Draft] = field(factory=dict)
    tables: dict[str, TableReading] = field(factory=dict)

    def read(self, named: Mapping[str, Sheet], headers: Mapping[str, Header]) -> None:
        """Read all sheets, and mark the enterprises that have a mistake in any."""
        self.rows.extend(self._rows(ENTERPRISE_SHEET, named, headers))
        self.drafts.update(draft_enterprises(self.rows, self.vocabulary.facts, self.problems))
        check_figures(self.drafts, self.vocabulary.facts, self.problems)
        for id_ in sorted(headers.keys() - {ENTERPRISE_SHEET}):
            table: Table = self.vocabulary.tables[id_]
            rows = self._rows(id_, named, headers)
            settled = settle_table(table, rows, self.drafts.__contains__, self.vocabulary, self.problems)
            self.tables[id_] = settled
            for code in settled.faulty:
                self.drafts[code].faulty = True
        self.advance.finish()

    def _rows(self, role: str, named: Mapping[str, Sheet], headers: Mapping[str, Header]) -> list[RowRead]:
        names = {draft.code: draft.name for draft in self.drafts.values()}
        return read_rows(named[role], headers[role], self.codes, self.problems, self.advance, names)

    def roster(
        self, sources: tuple[SourceFile, ...], order: Mapping[tuple[str, str], int], mending: "_Mending"
    ) -> Roster:
        """What was read, enterprises by code."""
        accepted = {code: draft for code, draft in self.drafts.items() if not draft.faulty}
        enterprises = tuple(self._enterprise(draft) for draft in accepted.values())
        counts = {ENTERPRISES: self._count_rows(accepted)}
        for id_, table in self.tables.items():
            counts[id_] = _count_table(table, accepted)
        problems = self.problems.sorted(order)
        left_out = {row.row for row in self.rows if row.code not in accepted}
        return Roster(
            enterprises=enterprises,
            problems=problems,
            left_out=tuple(LeftOut(draft.code, draft.name) for draft in self.drafts.values() if draft.faulty),
            counts=counts,
            coverage=self.cover.coverage,
            notes=self.cover.notes,
            sources=sources,
            to_mend=mending.sheets(problems, left_out),
            fingerprint=mending.fingerprint,
            digest=digest_of(enterprises),
        )

    def _enterprise(self, draft: Draft) -> Enterprise:
        tables = {
            id_: sorted_rows(table.rows[draft.code])
            for id_, table in self.tables.items()
            if draft.code in table.rows
        }
        return Enterprise(
            code=draft.code,
            name=draft.name,
            founded=draft.founded,
            facts=draft.facts,
            tables={id_: rows for id_, (rows, _) in tables.items()},
            coverage=self.cover.coverage,
            origins=draft.origins,
            table_origins={id_: origins for id_, (_, origins) in tables.items()},
        )

    def _count_rows(self, accepted: Mapping[str, Draft]) -> Counts:
        merged = sum(draft.merged for draft in accepted.values())
        kept = sum(row.code in accepted for row in self.rows)
        return Counts(len(self.rows), kept - merged, merged, len(self.rows) - kept)


@frozen
class _Mending:
    """Picks the rows to mend from the sheets that were read."""

    named: Mapping[str, Sheet]
    headers: Mapping[str, Header]
    fingerprint: str

    def sheets(self, problems: Iterable[Problem], left_out: set[int]) -> tuple[SheetToMend, ...]:
        """The rows with a mistake or a warning, the rows of 企业 that are left out, and what was mended."""
        wanted: dict[tuple[str, str], set[int]] = {}
        for problem in problems:
            if problem.severity != "notice":
                wanted.setdefault((problem.file, problem.sheet), set()).add(problem.spot.row)
        found = (self._sheet(role, wanted, left_out) for role in self.headers)
        return tuple(sheet for sheet in found if sheet.rows)

    def _sheet(
        self, role: str, wanted: Mapping[tuple[str, str], set[int]], left_out: set[int]
    ) -> SheetToMend:
        sheet, header = self.named[role], self.headers[role]
        rows = wanted.get((sheet.file, sheet.sheet), set()) | sheet.mended
        if role == ENTERPRISE_SHEET:
            rows |= left_out
        merges = Merges.of(sheet, header)
        return SheetToMend(
            title=sheet.title,
            file=sheet.file,
            sheet=sheet.sheet,
            headings=header.headings,
            rows={row: merges.fill(row, sheet.rows[row - 1]) for row in rows if row > header.row},
        )


def _count_table(table: TableReading, accepted: Mapping[str, Draft]) -> Counts:
    kept = sum(len(rows) for code, rows in table.rows.items() if code in accepted)
    merged = sum(count for code, count in table.merged.items() if code in accepted)
    return Counts(table.read, kept, merged, table.read - kept - merged)
