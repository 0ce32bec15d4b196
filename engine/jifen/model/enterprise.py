"""What is known of an enterprise: facts by period, tables, and where each came from (S7, S9 to S12)."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Union

from attrs import field, frozen

from jifen.model.period import Period


class Absence(Enum):
    """Why a value is not there (S11). The order is the order in which they win when several meet: what
    was not told comes first, since telling it may change the rest.

    ``NO_COHORT`` is not an absence of data: the step needs other enterprises and none were given (S19).
    No declared treatment stands in for it.
    """

    NO_COHORT = "no_cohort"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    UNDEFINED = "undefined"

    @property
    def label(self) -> str:
        """What people call it."""
        return _LABELS[self.value]


_LABELS = {
    "no_cohort": "缺少同期参评企业",
    "missing": "未提供",
    "not_applicable": "不适用",
    "undefined": "无法计算",
}


Value = Union[int, bool, str, date, Absence]
"""A datum. Numbers are whole counts of the last declared digit in the base unit: 研发费用 12.34 元 at 2
digits is 1234.
"""

Row = Mapping[str, Value]
"""One row of a table, by column id; columns not told are left out."""

FactKey = tuple[str, str]
"""A fact's key: field id and period, the latter as ``Period.text``."""


@frozen
class Cell:
    """Where a datum was read: file, sheet, and the cell as a spreadsheet names it."""

    file: str
    sheet: str
    row: int
    column: str
    header: str = ""

    def __str__(self) -> str:
        return (
            f"{self.file} {self.sheet}!{self.column}{self.row}"
            if self.sheet
            else f"{self.file} {self.column}{self.row}"
        )


@frozen
class RowOrigin:
    """Where a row was read; ``columns`` maps field ids to (column letters, header) and is shared by all
    rows of a sheet.
    """

    file: str
    sheet: str
    row: int
    columns: Mapping[str, tuple[str, str]] = field(repr=False)

    def cell(self, name: str) -> Cell | None:
        """The cell of a field or column of this row, if the sheet has one."""
        if name not in self.columns:
            return None
        letters, header = self.columns[name]
        return Cell(self.file, self.sheet, self.row, letters, header)


@frozen
class Enterprise:
    """An enterprise file (企业档案): identity, facts, tables.

    ``facts`` holds what is known, and ``Absence.NOT_APPLICABLE`` where the data says 不适用; what is
    left out is missing. ``tables`` maps table ids to rows. ``coverage`` says up to which day a table is
    complete (S10): a table without a date is open, and what depends on its completeness is unknown.
    Provenance does not take part in equality (S30).
    """

    code: str
    name: str
    founded: date | None = None
    facts: Mapping[FactKey, Value] = field(factory=dict, repr=False)
    tables: Mapping[str, tuple[Row, ...]] = field(factory=dict, repr=False)
    coverage: Mapping[str, date] = field(factory=dict, repr=False)
    origins: Mapping[str, RowOrigin] = field(factory=dict, repr=False, eq=False)
    """By ``Period.text``: the row that the facts of that period were read from."""
    table_origins: Mapping[str, tuple[RowOrigin, ...]] = field(factory=dict, repr=False, eq=False)

    def cell_of(self, field_id: str, period: Period) -> Cell | None:
        """Where a fact was read, or None when it was not told by a file."""
        origin = self.origins.get(period.text)
        return origin.cell(field_id) if origin is not None else None
