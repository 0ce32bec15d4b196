"""Tables as columns: the rows of an enterprise are, if all are understood; else they are read one by one."""

from collections import Counter
from collections.abc import Mapping

import polars as pl
from attrs import define, field

from jifen.columns.held import CODE, CODES
from jifen.columns.population import ROW, Needs, cell_name, series, told_name
from jifen.exchange.frames.casting import Cast, nothing
from jifen.exchange.frames.enterprises import Main
from jifen.exchange.frames.layout import Laid
from jifen.exchange.frames.numbers import narrowed
from jifen.exchange.headers import ENTERPRISE_NAME
from jifen.exchange.roster import Counts
from jifen.exchange.tables import TableReading, kind_name, settle_table, sorted_rows
from jifen.language.diagnostics import nearest
from jifen.model.enterprise import Absence
from jifen.model.period import Period
from jifen.model.terms import AWARD, EVENT, QUALIFICATION, Table, Vocabulary

_KEPT_APART = "why:{}"
_ESCAPED = r'["\\\x00-\x1f]'
"""What JSON writes otherwise: rows are ordered by their JSON."""


@define
class TableRows:
    """The rows of a table: columns of those that are understood, and a reading of the others."""

    table: Table
    laid: Laid
    own: pl.Series
    """The place of each row's enterprise among all; null where it is unknown."""
    casts: dict[str, Cast]
    singly: pl.Series
    """Which enterprises have their rows of this table read one by one."""
    reading: TableReading = field(factory=TableReading)
    others: pl.Series = field(init=False)
    """The rows that are read as columns."""

    def counts(self, accepted: pl.Series, places: Mapping[str, int]) -> Counts:
        """What became of the rows."""
        whole = accepted.gather(self.own.filter(self.others))
        kept = int(whole.sum()) + sum(
            len(rows) for code, rows in self.reading.rows.items() if accepted[places[code]]
        )
        merged = sum(count for code, count in self.reading.merged.items() if accepted[places[code]])
        read = int(self.others.sum()) + self.reading.read
        return Counts(read, kept, merged, read - kept - merged)

    def frame(self, needs: Needs, accepted: pl.Series, places: Mapping[str, int]) -> pl.DataFrame:
        """What is read of the rows of accepted enterprises, each row with the place of its own."""
        new = accepted.cast(pl.UInt32).cum_sum().cast(pl.Int64) - 1
        kept = self.others & accepted.gather(self.own).fill_null(value=False)
        by_columns = self._by_columns(kept, needs, new)
        by_rows = self._by_rows(needs, accepted, new, places)
        if by_rows is None:
            return by_columns
        return _stacked([by_columns, by_rows], needs)

    def _by_columns(self, kept: pl.Series, needs: Needs, new: pl.Series) -> pl.DataFrame:
        place = new.gather(self.own.filter(kept)).rename(ROW)
        columns = [place]
        for name, type_ in needs.items():
            columns += self._column(name, type_, kept)
        frame = pl.DataFrame(columns)
        order = self._order(kept, place)
        return frame if order is None else frame[order]

    def _column(self, name: str, type_: str, kept: pl.Series) -> list[pl.Series]:
        cast = self.casts.get(name)
        label = cell_name(name)
        if cast is None:
            return series(label, [None] * int(kept.sum()), type_)
        values = cast.values.filter(kept).rename(label)
        if type_ == "number":
            values = narrowed(values)
        if cast.absent is None or not (absent := cast.absent.filter(kept)).any():
            return [values]
        return [values, absence_codes(absent, told_name(label))]

    def _order(self, kept: pl.Series, place: pl.Series) -> pl.Series | None:
        """The order of rows: by enterprise, then as rows of one enterprise are ordered."""
        if not place.is_duplicated().any():
            return None if place.is_sorted() else place.arg_sort()
        text = self._canonical(kept)
        rows = pl.DataFrame([place, text.rename("text")])
        return rows.select(pl.arg_sort_by(ROW, "text", maintain_order=True))[ROW]

    def _canonical(self, kept: pl.Series) -> pl.Series:
        """Rows as the text by which they are ordered; see ``canonical_row``."""
        columns, parts = [], []
        for name in sorted(self.casts):
            if name == ENTERPRISE_NAME.id:
                continue
            cast = self.casts[name]
            columns.append(cast.values.filter(kept).rename(name))
            told = pl.concat_str(pl.lit(f'"{name}":'), _json(name, cast.values.dtype))
            if cast.absent is not None:
                columns.append(cast.absent.filter(kept).rename(_KEPT_APART.format(name)))
                absent = pl.lit(f'"{name}":{{"absence":"{Absence.NOT_APPLICABLE.value}"}}')
                told = pl.when(pl.col(_KEPT_APART.format(name))).then(absent).otherwise(told)
            parts.append(told)
        frame = pl.DataFrame(columns)
        text = pl.concat_str(pl.lit("{"), pl.concat_str(parts, separator=",", ignore_nulls=True), pl.lit("}"))
        return frame.select(text.alias("text"))["text"]

    def _by_rows(
        self, needs: Needs, accepted: pl.Series, new: pl.Series, places: Mapping[str, int]
    ) -> pl.DataFrame | None:
        told = [
            (new[places[code]], row)
            for code, rows in self.reading.rows.items()
            if accepted[places[code]]
            for row in sorted_rows(rows)[0]
        ]
        if not told:
            return None
        columns = [pl.Series(ROW, [place for place, _ in told], dtype=pl.Int64)]
        for name, type_ in needs.items():
            columns += series(cell_name(name), [row.get(name) for _, row in told], type_)
        return pl.DataFrame(columns)


def absence_codes(absent: pl.Series, name: str) -> pl.Series:
    """The column beside another that tells where the data say 不适用."""
    code = pl.Series([CODES[Absence.NOT_APPLICABLE]], dtype=CODE).new_from_index(0, len(absent))
    return code.zip_with(absent, pl.Series([None], dtype=CODE)).rename(name)


def _stacked(frames: list[pl.DataFrame], needs: Needs) -> pl.DataFrame:
    """Rows of several frames together, by enterprise."""
    stacked = pl.concat(frames, how="diagonal_relaxed").sort(ROW, maintain_order=True)
    columns = [ROW]
    for name in needs:
        label = cell_name(name)
        columns += [one for one in (label, told_name(label)) if one in stacked.columns]
    return stacked.select(columns)


def empty_table(needs: Needs) -> pl.DataFrame:
    """A table without rows."""
    columns = [pl.Series(ROW, [], dtype=pl.Int64)]
    for name, type_ in needs.items():
        columns += series(cell_name(name), [], type_)
    return pl.DataFrame(columns)


def _json(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if dtype == pl.Date:
        return pl.concat_str(pl.lit('{"date":"'), column.dt.to_string("%Y-%m-%d"), pl.lit('"}'))
    if dtype == pl.String:
        return pl.concat_str(pl.lit('"'), column, pl.lit('"'))
    if dtype == pl.Boolean:
        return pl.when(column).then(pl.lit("true")).when(~column).then(pl.lit("false"))
    return column.cast(pl.String)


def read_table(table: Table, laid: Laid, main: Main, vocabulary: Vocabulary) -> TableRows:
    """A table whose rows are of enterprises of a sheet."""
    known = pl.DataFrame([main.codes.rename("code"), pl.arange(0, main.height, eager=True).rename("own")])
    codes = laid.code.rename("code").to_frame()
    own = codes.join(known, on="code", how="left", maintain_order="left")["own"].cast(pl.UInt32)
    casts = {column.field.id: laid.cast(column) for column in laid.columns()}
    rows = TableRows(table, laid, own, casts, pl.Series([False]).new_from_index(0, main.height))
    laid.strange |= own.is_null()
    unknown = _name_kinds(rows, vocabulary)
    _write_periods(rows)
    for cast in casts.values():
        if cast.values.dtype == pl.String:
            laid.strange |= cast.values.str.contains(_ESCAPED).fill_null(value=False)
    _mark(rows, laid.strange)
    _mark(rows, _repeated(rows))
    singly = own.is_null() | rows.singly.gather(own).fill_null(value=True)
    rows.others = ~singly
    _report_kinds(rows, unknown, vocabulary)
    names = main.name_of(laid.code.filter(singly).drop_nulls().unique().to_list())
    read = laid.read_singly(singly, names)
    rows.reading = settle_table(table, read, names.__contains__, vocabulary, laid.problems)
    return rows


def _mark(rows: TableRows, strange: pl.Series) -> None:
    places = rows.own.filter(strange).drop_nulls().unique()
    if len(places):
        rows.singly = rows.singly.scatter(places, values=True)


def _name_kinds(rows: TableRows, vocabulary: Vocabulary) -> pl.Series | None:
    """Kinds by their names; of qualifications that nobody knows, what is written."""
    table, laid = rows.table, rows.laid
    if table.id not in (QUALIFICATION.id, EVENT.id):
        return None
    kinds = vocabulary.qualifications if table.id == QUALIFICATION.id else vocabulary.events
    cast = rows.casts["kind"]
    laid.strange |= cast.values.is_null()
    written = cast.values.unique().drop_nulls().to_list()
    names = {text: kind_name(kinds, text) for text in written}
    unknown = [text for text, name in names.items() if name is None]
    is_unknown = cast.values.is_in(unknown).fill_null(value=False)
    if table.id == EVENT.id and kinds:
        laid.strange |= is_unknown
    renamed = {text: name for text, name in names.items() if name is not None and name != text}
    if renamed:
        rows.casts["kind"] = Cast(cast.values.replace(renamed), cast.absent)
    return cast.values.zip_with(is_unknown, nothing(len(cast.values), "text")) if unknown else None


def _report_kinds(rows: TableRows, unknown: pl.Series | None, vocabulary: Vocabulary) -> None:
    """Say which kinds nobody knows."""
    if unknown is None:
        return
    table, laid = rows.table, rows.laid
    kinds = vocabulary.qualifications if table.id == QUALIFICATION.id else vocabulary.events
    spelled = [name for kind in kinds.values() for name in (kind.name, *kind.aliases)]
    told = unknown.zip_with(rows.others, nothing(len(unknown), "text"))
    column = laid.header.columns["kind"]
    for text, count in Counter(told.drop_nulls().to_list()).items():
        first = int((told == text).fill_null(value=False).arg_true()[0])
        spot = laid.sheet.spot(first + laid.sheet.lines.start, column.index + 1)
        near = nearest(text, spelled) or ""
        laid.problems.count_all(count, "J761", spot, text, table=table.name, near=near)


def _write_periods(rows: TableRows) -> None:
    """The periods of what was paid in one spelling."""
    if rows.table.id != AWARD.id or "period" not in rows.casts:
        return
    cast = rows.casts["period"]
    spelled: dict[str, str] = {}
    for text in cast.values.unique().drop_nulls().to_list():
        try:
            spelled[text] = Period.parse("".join(text.split())).text
        except ValueError:
            rows.laid.strange |= (cast.values == text).fill_null(value=False)
    rows.casts["period"] = Cast(cast.values.replace(spelled), cast.absent)


def _repeated(rows: TableRows) -> pl.Series:
    """Rows that have another one's key."""
    key = rows.table.key or tuple(name for name in rows.casts if name != ENTERPRISE_NAME.id)
    columns = [rows.own.rename("own")]
    for name in key:
        if name in rows.casts:
            columns.append(rows.casts[name].values.rename(name))
            absent = rows.casts[name].absent
            if absent is not None:
                columns.append(absent.rename(_KEPT_APART.format(name)))
    return pl.DataFrame(columns).is_duplicated()
