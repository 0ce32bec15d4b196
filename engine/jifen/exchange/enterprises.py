"""Rows of the sheet 企业 to enterprises: one row per enterprise and period, duplicates settled (S12)."""

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import define, evolve, field

from jifen.exchange.headers import CREDIT_CODE, ENTERPRISE_NAME, PERIOD, Column
from jifen.exchange.headings import When
from jifen.exchange.problems import Problems
from jifen.exchange.rows import RowRead, differences
from jifen.model.enterprise import FactKey, RowOrigin, Value
from jifen.model.period import Frequency, Period
from jifen.model.terms import FOUNDED, Field

_IDENTITY = (CREDIT_CODE.id, ENTERPRISE_NAME.id, PERIOD.id, FOUNDED.id)


@define
class Draft:
    """An enterprise in the making."""

    code: str
    name: str = ""
    founded: date | None = None
    facts: dict[FactKey, Value] = field(factory=dict)
    origins: dict[str, RowOrigin] = field(factory=dict)
    merged: int = 0
    """How many rows said the same as another one."""
    faulty: bool = False


def draft_enterprises(
    rows: Iterable[RowRead], fields: Mapping[str, Field], problems: Problems
) -> dict[str, Draft]:
    """A draft by credit code; those with a mistake are marked. Rows without a valid code are nobody's."""
    by_code: dict[str, list[RowRead]] = {}
    nameless: dict[str, RowRead] = {}
    for row in rows:
        if row.code:
            by_code.setdefault(row.code, []).append(row)
        elif row.name:
            nameless.setdefault(row.name, row)
    return {
        code: _Drafting(Draft(code), fields, problems, nameless).draft(by_code[code])
        for code in sorted(by_code)
    }


@define
class _Drafting:
    result: Draft
    fields: Mapping[str, Field]
    problems: Problems
    without_code: Mapping[str, RowRead]
    told_by: dict[FactKey, int] = field(factory=dict)
    """The row that told a fact first."""

    def draft(self, rows: list[RowRead]) -> Draft:
        by_period: dict[Period, RowRead] = {}
        self.result.name = next((row.name for row in rows if row.name), "")
        for row in rows:
            if row.faulty:
                self.result.faulty = True
            period = self._period(row)
            if period is not None:
                self._settle(by_period, period, row)
        self._name(by_period)
        self._founded(by_period)
        for period in sorted(by_period):
            self._facts(period, by_period[period])
        return self.result

    def _report(self, code: str, row: RowRead, column: str = "", **facts: object) -> None:
        self.problems.report(code, row.spot(column), row.code, row.name or self.result.name, **facts)

    def _fail(self, code: str, row: RowRead, column: str = "", **facts: object) -> None:
        self._report(code, row, column, **facts)
        self.result.faulty = True

    def _period(self, row: RowRead) -> Period | None:
        if PERIOD.id not in row.header.columns:
            return row.header.period
        written = row.values.get(PERIOD.id)
        if not isinstance(written, str):
            if not row.faulty:
                self._fail("J735", row, PERIOD.id, name=PERIOD.name)
            return None
        try:
            return Period.parse("".join(written.split()))
        except ValueError:
            self._fail("J738", row, PERIOD.id, found=written)
            return None

    def _settle(self, by_period: dict[Period, RowRead], period: Period, row: RowRead) -> None:
        first = by_period.setdefault(period, row)
        if first is row:
            return
        if first.faulty or row.faulty:
            return
        told = differences(first, row, besides=PERIOD.id)
        if told:
            self._fail("J734", row, key=period.label, first=first.row, second=row.row, differences=told)
        else:
            self.result.merged += 1
            self._report("J733", row, first=first.row, second=row.row, key=period.label)

    def _name(self, by_period: Mapping[Period, RowRead]) -> None:
        named = [(period, row) for period, row in sorted(by_period.items()) if row.name]
        if not named:
            for row in list(by_period.values())[:1]:
                self._fail("J735", row, ENTERPRISE_NAME.id, name=ENTERPRISE_NAME.name)
            return
        self.result.name = named[-1][1].name
        if len({row.name for _, row in named}) > 1:
            told = "；".join(f"{period.label} {row.name}" for period, row in named)
            self._report("J736", named[-1][1], ENTERPRISE_NAME.id, told=told, used=self.result.name)
        for name in sorted({row.name for _, row in named}):
            other = self.without_code.get(name)
            if other is not None:
                self._fail("J742", named[0][1], CREDIT_CODE.id, other=other.row)

    def _founded(self, by_period: Mapping[Period, RowRead]) -> None:
        dates: dict[date, RowRead] = {}
        for period in sorted(by_period):
            founded = by_period[period].values.get(FOUNDED.id)
            if isinstance(founded, date):
                dates.setdefault(founded, by_period[period])
                self.result.founded = founded
        if len(dates) > 1:
            cells = ((row.spot(FOUNDED.id).cell, day.isoformat()) for day, row in dates.items())
            told = "、".join(f"{cell} 为 {day}" for cell, day in cells)
            self._fail("J737", next(iter(dates.values())), FOUNDED.id, told=told)

    def _facts(self, period: Period, row: RowRead) -> None:
        """The facts of a row: of its own period, and of those that its headings name."""
        self.result.origins.setdefault(period.text, row.origin)
        periods: dict[tuple[When, str], Period | None] = {}
        for slot, value in row.values.items():
            if slot in _IDENTITY:
                continue
            column = row.header.columns[slot]
            when, frequency = column.when, self.fields[column.field.id].frequency
            if (when, frequency) not in periods:
                periods[when, frequency] = own_period(period, when, frequency)
            own = periods[when, frequency]
            if own is None:
                of = self.fields[column.field.id]
                told = _told_period(period, when)
                kind = {"year": "全年", "quarter": "当季"}[of.frequency]
                self._fail("J739", row, slot, name=of.name, kind=kind, period=told.label)
                continue
            self._fact(own, row, column, value)

    def _fact(self, own: Period, row: RowRead, column: Column, value: Value) -> None:
        key = (column.field.id, own.text)
        known = self.result.facts.setdefault(key, value)
        if known is not value and known != value:
            other = self.told_by[key]
            self._fail("J740", row, column.slot, name=column.field.name, period=own.label, other=other)
            return
        if key in self.told_by:
            return
        self.told_by[key] = row.row
        origin = row.origin
        if column.when is not None:
            origin = evolve(origin, columns=row.header.origin_at(column.when))
        kept = self.result.origins.setdefault(own.text, origin)
        if kept is not origin and kept.cell(column.field.id) != origin.cell(column.field.id):
            # Told by another row than most of its period: no cell is named rather than a wrong one.
            columns = {id_: cell for id_, cell in kept.columns.items() if id_ != column.field.id}
            self.result.origins[own.text] = evolve(kept, columns=columns)


def _told_period(period: Period, when: When) -> Period:
    """The period that a column tells of in a row of ``period``."""
    return when if isinstance(when, Period) else period.years_back(when or 0)


def own_period(period: Period, when: When, frequency: Frequency) -> Period | None:
    """The period that a fact of that frequency belongs to; None where it cannot stand in the row."""
    told = _told_period(period, when)
    return None if frequency == "year" and told.quarter else told.at(frequency)
