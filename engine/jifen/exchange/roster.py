"""A roster (名单) once read: the enterprises that can be decided, and what is wrong with the rest."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from json import dumps
from typing import Any

from attrs import field, frozen

from jifen.exchange.problems import Problem
from jifen.model.enterprise import Absence, Enterprise, Value

Progress = Callable[[int, int], None]
"""Called with how many rows are done and how many there are."""


@frozen
class Counts:
    """What became of the rows of one sheet: ``read`` is the sum of the three others."""

    read: int
    accepted: int
    merged: int
    """Rows that say the same as another row, which stands for them."""
    rejected: int
    """Rows with a mistake, and all rows of enterprises that are left out."""


@frozen
class SourceFile:
    """A file that was read, with the SHA-256 of its bytes."""

    name: str
    digest: str


@frozen
class LeftOut:
    """An enterprise that is left out of the run because of a mistake in one of its rows."""

    code: str
    name: str


@frozen
class SheetToMend:
    """The rows of a sheet in which something is to be mended, by number, and what is over their cells."""

    title: str
    file: str
    sheet: str
    headings: tuple[str, ...]
    rows: Mapping[int, Sequence[object]] = field(repr=False)


@frozen
class Roster:
    """What a roster holds, in an order that does not depend on the order of its rows (S30)."""

    enterprises: tuple[Enterprise, ...] = field(repr=False)
    problems: tuple[Problem, ...] = field(repr=False)
    left_out: tuple[LeftOut, ...] = field(repr=False)
    counts: Mapping[str, Counts]
    """By table id; the sheet 企业 is ``enterprise``."""
    coverage: Mapping[str, date]
    """Up to which day each table is complete (S10), by table id."""
    notes: Mapping[str, str]
    """What else the cover sheet says."""
    sources: tuple[SourceFile, ...]
    to_mend: tuple[SheetToMend, ...] = field(repr=False)
    """Rows with a mistake or a warning, those of enterprises that are left out, and those mended before."""
    fingerprint: str
    """Of the files, before anything of them was mended."""
    digest: str
    """Of the enterprises' facts, tables and coverage: the same from shuffled rows and from another format."""

    @property
    def rows_read(self) -> int:
        """Rows of the sheet 企业, empty ones aside."""
        return self.counts["enterprise"].read

    @property
    def rows_rejected(self) -> int:
        """Rows of the sheet 企业 that are left out."""
        return self.counts["enterprise"].rejected

    @property
    def sample(self) -> bool:
        """Whether the cover sheet says that the enterprises are made up."""
        return self.notes.get(SAMPLE_NOTE, "") == "是"

    def enterprise(self, code: str) -> Enterprise | None:
        """The enterprise of that credit code, if it was accepted."""
        return next((enterprise for enterprise in self.enterprises if enterprise.code == code), None)


SAMPLE_NOTE = "样例数据"
"""The key of the cover sheet that marks a synthetic roster."""


def digest_of(enterprises: tuple[Enterprise, ...]) -> str:
    """The digest of what the enterprises hold, provenance aside."""
    hashed = sha256()
    for enterprise in sorted(enterprises, key=lambda one: one.code):
        hashed.update(canonical(enterprise).encode())
        hashed.update(b"\n")
    return hashed.hexdigest()


def canonical(enterprise: Enterprise) -> str:
    """The enterprise as one line of JSON that equal enterprises share."""
    return _json(
        {
            "code": enterprise.code,
            "name": enterprise.name,
            "founded": _plain(enterprise.founded),
            "facts": sorted([*key, _plain(value)] for key, value in enterprise.facts.items()),
            "tables": {
                table: sorted(canonical_row(row) for row in rows)
                for table, rows in enterprise.tables.items()
                if rows
            },
            "coverage": {table: day.isoformat() for table, day in enterprise.coverage.items()},
        }
    )


def canonical_row(row: Mapping[str, Value]) -> str:
    """A row of a table as text that equal rows share, and by which rows are ordered."""
    return _json({column: _plain(value) for column, value in row.items()})


def _json(value: object) -> str:
    return dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Value | None) -> Any:
    """A value as JSON of a kind of its own: a date or an absence is not the text that spells it."""
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Absence):
        return {"absence": value.value}
    return value
