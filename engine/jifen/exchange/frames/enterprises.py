"""The sheet 企业 as columns: whose rows are understood becomes columns, all others are read one by one."""

from collections.abc import Iterable, Mapping

import polars as pl
from attrs import define, field, frozen

from jifen.exchange.asides import Asides
from jifen.exchange.checks import check_parts
from jifen.exchange.enterprises import Draft, draft_enterprises, own_period
from jifen.exchange.frames.casting import nothing
from jifen.exchange.frames.layout import Laid
from jifen.exchange.frames.parts import beyond_their_whole
from jifen.exchange.headers import CREDIT_CODE, ENTERPRISE_NAME, PERIOD, Column
from jifen.exchange.problems import Problems
from jifen.exchange.rows import RowRead
from jifen.model.enterprise import FactKey
from jifen.model.period import Period
from jifen.model.terms import FOUNDED, Field

_IDENTITY = (CREDIT_CODE.id, ENTERPRISE_NAME.id, PERIOD.id, FOUNDED.id)


@frozen
class Told:
    """A fact of all enterprises: values, and where the data say 不适用."""

    values: pl.Series
    absent: pl.Series | None

    @property
    def any(self) -> pl.Series:
        """Where something is told."""
        known = self.values.is_not_null()
        return known if self.absent is None else known | self.absent


@define
class Main:
    """All enterprises of a sheet, by code: those that are read as columns, and drafts of the others."""

    laid: Laid
    fields: Mapping[str, Field]
    codes: pl.Series
    """All codes, sorted; everything else is in their order."""
    own: pl.Series
    """The place of each row's enterprise among them."""
    singly: pl.Series
    """Which enterprises are read one by one."""
    names: pl.Series = field(init=False)
    founded: pl.Series = field(init=False)
    facts: dict[FactKey, Told] = field(factory=dict)
    rows: list[RowRead] = field(factory=list)
    drafts: dict[str, Draft] = field(factory=dict)
    """Of those that are read one by one."""

    @property
    def height(self) -> int:
        """How many enterprises there are."""
        return len(self.codes)

    def mark(self, rows: pl.Series) -> None:
        """Read the enterprises of some rows one by one."""
        places = self.own.filter(rows).drop_nulls().unique()
        if len(places):
            self.singly = self.singly.scatter(places, values=True)

    def place_of(self, codes: Iterable[str]) -> list[int]:
        """The places of codes, all of which are known."""
        found: list[int] = self.codes.search_sorted(pl.Series(list(codes), dtype=pl.String)).to_list()
        return found

    def name_of(self, codes: Iterable[str]) -> dict[str, str]:
        """The names of some enterprises, as far as they are known."""
        wanted = sorted(set(codes))
        if not wanted:
            return {}
        places = self.codes.search_sorted(pl.Series(wanted, dtype=pl.String))
        names: dict[str, str] = {}
        for code, place in zip(wanted, places.to_list(), strict=True):
            if code in self.drafts:
                names[code] = self.drafts[code].name
            elif place < self.height and self.codes[place] == code:
                names[code] = self.names[place]
        return names

    def drafts_of(self, codes: Iterable[str]) -> dict[str, Draft]:
        """Drafts of some enterprises that were read as columns."""
        wanted = [code for code in codes if code not in self.drafts]
        found = dict(self.drafts)
        if wanted:
            problems = Problems()
            rows = self.own.is_in(self.place_of(wanted)).fill_null(value=False)
            asides = Asides(self.laid.sheet, self.laid.whole, problems)
            read = self.laid.rows_of(rows, problems, asides, {})
            found |= draft_enterprises(read, self.fields, problems)
        return found


def read_main(laid: Laid, fields: Mapping[str, Field]) -> Main:
    """The sheet 企业, rows of no enterprise included."""
    codes = laid.code.unique().drop_nulls().sort()
    own = (laid.code.rank("dense") - 1).cast(pl.UInt32)
    main = Main(laid, fields, codes, own, pl.Series([False]).new_from_index(0, len(codes)))
    periods = _periods(main)
    _identity(main, periods)
    for column in laid.columns():
        if column.slot not in _IDENTITY:
            _take(main, column, periods)
    main.mark(laid.strange)
    main.singly |= beyond_their_whole(main.facts, fields, main.height)
    singly = laid.code.is_null() | main.singly.gather(own).fill_null(value=True)
    main.rows = laid.read_singly(singly, {})
    main.drafts = draft_enterprises(main.rows, fields, laid.problems)
    for draft in main.drafts.values():
        if not draft.faulty:
            check_parts(draft, fields, laid.problems)
    return main


def _periods(main: Main) -> Mapping[Period, pl.Series | None]:
    """By period: the row of each enterprise; None where that is just the order of rows."""
    laid = main.laid
    column = laid.header.columns.get(PERIOD.id)
    if column is None:
        assert laid.header.period is not None
        everywhere = pl.Series([True]).new_from_index(0, laid.height)
        return {laid.header.period: _rows_of(main, everywhere)}
    written = laid.cast(column).values
    laid.strange |= written.is_null()
    texts: dict[Period, list[str]] = {}
    for text in written.unique().drop_nulls().to_list():
        try:
            texts.setdefault(Period.parse("".join(text.split())), []).append(text)
        except ValueError:
            laid.strange |= (written == text).fill_null(value=False)
    rows = {period: written.is_in(texts[period]).fill_null(value=False) for period in sorted(texts)}
    return {period: _rows_of(main, own) for period, own in rows.items()}


def _rows_of(main: Main, rows: pl.Series) -> pl.Series | None:
    rows = rows & main.own.is_not_null()
    places = rows.arg_true()
    own = main.own.gather(places)
    twice = own.is_duplicated()
    if twice.any():
        main.singly = main.singly.scatter(own.filter(twice).unique(), values=True)
    if len(own) == main.height == main.laid.height and (own == pl.arange(0, len(own), eager=True)).all():
        return None
    found = pl.Series([None], dtype=pl.UInt32).new_from_index(0, main.height)
    return found.scatter(own, places.cast(pl.UInt32))


def _gather(values: pl.Series, rows: pl.Series | None) -> pl.Series:
    return values if rows is None else values.gather(rows)


def _identity(main: Main, periods: Mapping[Period, pl.Series | None]) -> None:
    """Names and dates of founding, which are the same in all rows of those that are read as columns."""
    laid = main.laid
    named = laid.cast(laid.header.columns[ENTERPRISE_NAME.id]).values
    main.names = _agreed(main, named, periods)
    main.singly |= main.names.is_null()
    without = named.filter(laid.code.is_null()).drop_nulls().unique()
    if len(without):
        main.singly |= main.names.is_in(without.implode()).fill_null(value=False)
    column = laid.header.columns.get(FOUNDED.id)
    main.founded = nothing(main.height, "date")
    if column is not None:
        main.founded = _agreed(main, laid.cast(column).values, periods)


def _agreed(main: Main, values: pl.Series, periods: Mapping[Period, pl.Series | None]) -> pl.Series:
    agreed = pl.Series([None], dtype=values.dtype).new_from_index(0, main.height)
    for rows in periods.values():
        found = _gather(values, rows)
        main.singly |= (found != agreed).fill_null(value=False)
        agreed = agreed.zip_with(agreed.is_not_null(), found)
    return agreed


def _take(main: Main, column: Column, periods: Mapping[Period, pl.Series | None]) -> None:
    """The facts of a column, by the period that each row tells."""
    cast = main.laid.cast(column)
    for period, rows in periods.items():
        absent = None if cast.absent is None else _gather(cast.absent, rows).fill_null(value=False)
        told = Told(_gather(cast.values, rows), absent)
        own = own_period(period, column.when, main.fields[column.field.id].frequency)
        if own is None:
            main.singly |= told.any
            continue
        key = (column.field.id, own.text)
        main.facts[key] = _joined(main, main.facts[key], told) if key in main.facts else told


def _joined(main: Main, one: Told, other: Told) -> Told:
    """A fact that is told in two places, where it must be the same."""
    both = one.any & other.any
    if both.any():
        differ = one.values.ne_missing(other.values) & both
        main.singly |= differ
    values = one.values
    if values.dtype != other.values.dtype:
        values, told = values.cast(pl.Int128), other.values.cast(pl.Int128)
    else:
        told = other.values
    values = values.zip_with(one.any, told)
    if one.absent is None and other.absent is None:
        return Told(values, None)
    none = pl.Series([False]).new_from_index(0, main.height)
    absent = (none if one.absent is None else one.absent) | (none if other.absent is None else other.absent)
    return Told(values, absent)
