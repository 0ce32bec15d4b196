"""Periods and dates: what a fact belongs to, and calendar arithmetic (S5, S7). Nothing here reads the
clock.
"""

import calendar
import re
from datetime import date
from typing import Literal

from attrs import field, frozen
from attrs.validators import in_

Frequency = Literal["year", "quarter", "ytd", "instant"]

_WRITTEN = re.compile(r"(\d{4})年?(?:度|(?:Q|第)([1-4])(?:季度)?|Q1-Q?([1-4]))?")


@frozen(order=True)
class Period:
    """A year (``2023``), a quarter (``2023Q1``) or the year to the end of a quarter (``2023Q1-3``).

    What holds at an instant (headcount at the year's end, a flag) is a fact of the period that the
    instant closes.
    """

    year: int
    quarter: int = field(default=0, validator=in_((0, 1, 2, 3, 4)))
    to_date: bool = False

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The period that ``text`` names: ``2023``, ``2023年度``, ``2023Q1``, ``2023Q1-3``; ValueError
        otherwise.
        """
        match = _WRITTEN.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"“{text}”不是期间；年度写作 2023，季度写作 2023Q1，年初至季末写作 2023Q1-3")
        year, quarter, through = match.groups()
        return cls(int(year), int(quarter or through or 0), through is not None)

    @property
    def text(self) -> str:
        """The period's canonical spelling, which is also its key in data."""
        if not self.quarter:
            return str(self.year)
        return f"{self.year}Q1-{self.quarter}" if self.to_date else f"{self.year}Q{self.quarter}"

    @property
    def label(self) -> str:
        """The period as people write it: 2023年度, 2023年第1季度, 2023年1—3季度."""
        if not self.quarter:
            return f"{self.year}年度"
        return f"{self.year}年1—{self.quarter}季度" if self.to_date else f"{self.year}年第{self.quarter}季度"

    @property
    def first_day(self) -> date:
        """Its first calendar day."""
        return date(self.year, 1 if self.to_date or not self.quarter else 3 * self.quarter - 2, 1)

    @property
    def last_day(self) -> date:
        """Its last calendar day."""
        month = 3 * self.quarter if self.quarter else 12
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def years_back(self, count: int) -> "Period":
        """The same period ``count`` years before (上年, 上年同期)."""
        return Period(self.year - count, self.quarter, self.to_date)

    def back(self, count: int) -> "Period":
        """The period ``count`` periods before (上期); a year to date steps by years."""
        if not self.quarter or self.to_date:
            return self.years_back(count)
        index = self.year * 4 + self.quarter - 1 - count
        return Period(index // 4, index % 4 + 1)

    def at(self, frequency: Frequency) -> "Period | None":
        """The period of a field of ``frequency`` that a bare name means when this is the reference period.

        None where nothing of that frequency is meant: a year does not say which of its quarters.
        """
        if frequency == "instant":
            return self
        if frequency == "year":
            return Period(self.year)
        if frequency == "quarter":
            return Period(self.year, self.quarter) if self.quarter else None
        return Period(self.year, self.quarter or 4, True)


@frozen
class Shift:
    """How far before the reference period a fact is read: ``years`` by 上年, ``periods`` by 上期."""

    years: int = 0
    periods: int = 0

    def plus(self, other: "Shift") -> "Shift":
        """Both shifts, one after the other."""
        return Shift(self.years + other.years, self.periods + other.periods)

    def of(self, period: Period) -> Period:
        """The period that lies this far before ``period``."""
        return period.years_back(self.years).back(self.periods)


def add_months(day: date, months: int) -> date:
    """The calendar day ``months`` after ``day``; a day that the month lacks falls to its last (29 Feb
    to 28 Feb).
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def whole_months(start: date, end: date) -> int:
    """Complete calendar months from ``start`` to ``end`` (满N个月); negative when ``end`` comes first."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1
