"""Writing a roster in the format that :mod:`jifen.exchange.reading` reads: a workbook, or a folder of CSV or
Parquet files.

What is written is read back as the same enterprises, exactly: a number that a spreadsheet could not hold at
its 15 significant digits is written as text.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from attrs import frozen

from jifen.exchange.cells import digits_of, exact_text
from jifen.exchange.cover import coverage_key
from jifen.exchange.files import replacing_file, replacing_folder
from jifen.exchange.headers import CREDIT_CODE, ENTERPRISE_NAME, PERIOD
from jifen.exchange.parquet import write_parquet
from jifen.exchange.reading import COVER_SHEET, ENTERPRISE_SHEET
from jifen.model.enterprise import Absence, Enterprise, Value
from jifen.model.period import Period
from jifen.model.quantity import YUAN, Scale, parse_scale
from jifen.model.terms import FOUNDED, Field, Table, Vocabulary

_FIRST_EXCEL_DATE = date(1901, 1, 1)
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 a fixed day, so that the same roster gives the same bytes
_SIGNIFICANT = 15

Shape = Literal["xlsx", "csv", "parquet"]
COVER_HEADINGS = ("项目", "内容")
"""What the columns of 说明 are called where columns must have names."""
_MOST_ROWS = 2**20
_WIDTHS = (22, 26)
_HEADING = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#DDEBF7"}


@frozen
class _Column:
    heading: str
    field: Field
    scale: Scale


@frozen
class WrittenSheet:
    """A sheet as it is written: its headings (none on the cover sheet), what columns hold, and rows."""

    title: str
    headings: Sequence[str]
    columns: Sequence[Field]
    rows: Sequence[Sequence[str | int | float | date | None]]


def write_roster(
    path: str | Path,
    enterprises: Sequence[Enterprise],
    vocabulary: Vocabulary,
    *,
    unit_of: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    shape: Shape | None = None,
) -> None:
    """Write a workbook, or a folder of CSV or Parquet files; by default what the name of ``path`` tells.

    ``unit_of`` chooses the unit of a column by the id of its field (default: the declared unit); ``notes``
    are further lines of the cover sheet. The same enterprises give the same bytes. Enterprises must share
    their coverage, and one at least must have a fact, since a row stands for a period; ValueError otherwise.
    """
    sheets = tuple(roster_sheets(enterprises, vocabulary, unit_of or {}, notes or {}))
    if not any(one.facts for one in enterprises):
        raise ValueError("a roster has a row for a period, so one enterprise at least has a fact")
    form = shape or ("xlsx" if Path(path).suffix.lower() == ".xlsx" else "csv")
    if form == "xlsx":
        with replacing_file(path) as beside:
            _write_workbook(beside, sheets)
        return
    with replacing_folder(path, lambda name: name.lower().endswith(f".{form}")) as beside:
        for sheet in sheets:
            if form == "parquet":
                write_parquet(beside / f"{sheet.title}.parquet", sheet.headings or COVER_HEADINGS, sheet.rows)
            else:
                _write_csv(beside / f"{sheet.title}.csv", sheet)


def money_in(unit: str, vocabulary: Vocabulary) -> Mapping[str, str]:
    """That unit for each field and each column of a table that is money."""
    columns = [column for table in vocabulary.tables.values() for column in table.columns.values()]
    return {one.id: unit for one in (*vocabulary.facts.values(), *columns) if one.unit == YUAN}


def _write_csv(path: Path, sheet: WrittenSheet) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerows([sheet.headings] if sheet.headings else [])
        writer.writerows([_csv_cell(cell) for cell in row] for row in sheet.rows)


def roster_sheets(
    enterprises: Sequence[Enterprise],
    vocabulary: Vocabulary,
    unit_of: Mapping[str, str],
    notes: Mapping[str, str],
    *,
    every_table: bool = False,
) -> Iterator[WrittenSheet]:
    """The sheets of a roster, cell by cell; tables of which nothing is told only if ``every_table``."""
    coverage = _shared_coverage(enterprises)
    lines: list[tuple[str, str | date]] = [*notes.items()]
    lines += [(coverage_key(vocabulary.tables[id_]), day) for id_, day in sorted(coverage.items())]
    yield WrittenSheet(COVER_SHEET, (), (), lines)
    columns = [_column(field, unit_of) for field in vocabulary.facts.values()]
    identity = (CREDIT_CODE, ENTERPRISE_NAME, PERIOD, FOUNDED)
    rows = [
        (one.code, one.name, period.text, one.founded, *_facts(one, period, columns))
        for one, period in _rows(enterprises)
    ]
    headings = (*(field.name for field in identity), *(column.heading for column in columns))
    yield WrittenSheet(ENTERPRISE_SHEET, headings, (*identity, *(column.field for column in columns)), rows)
    for id_, table in vocabulary.tables.items():
        if every_table or id_ in coverage or any(one.tables.get(id_) for one in enterprises):
            yield _table_sheet(table, enterprises, unit_of)


def _shared_coverage(enterprises: Sequence[Enterprise]) -> Mapping[str, date]:
    coverage = enterprises[0].coverage if enterprises else {}
    if any(one.coverage != coverage for one in enterprises):
        raise ValueError("enterprises of one roster share their coverage")
    return coverage


def _rows(enterprises: Sequence[Enterprise]) -> Iterator[tuple[Enterprise, Period]]:
    """One row per enterprise and period, the latest period first; an enterprise without facts has one row."""
    told = {
        one.code: sorted({Period.parse(period) for _, period in one.facts}, reverse=True)
        for one in enterprises
    }
    latest = max((period for periods in told.values() for period in periods), default=None)
    for one in sorted(enterprises, key=lambda enterprise: enterprise.code):
        for period in told[one.code] or ([latest] if latest else []):
            yield one, period


_Written = str | float | date | None


def _facts(one: Enterprise, period: Period, columns: Sequence[_Column]) -> Iterator[_Written]:
    for column in columns:
        yield _cell(column, one.facts.get((column.field.id, period.text)))


def _table_sheet(table: Table, enterprises: Sequence[Enterprise], unit_of: Mapping[str, str]) -> WrittenSheet:
    columns = [_column(field, unit_of) for field in table.columns.values()]
    rows = [
        (one.code, *(_cell(column, row.get(column.field.id)) for column in columns))
        for one in sorted(enterprises, key=lambda enterprise: enterprise.code)
        for row in one.tables.get(table.id, ())
    ]
    return WrittenSheet(
        table.name,
        (CREDIT_CODE.name, *(column.heading for column in columns)),
        (CREDIT_CODE, *table.columns.values()),
        rows,
    )


def _column(field: Field, unit_of: Mapping[str, str]) -> _Column:
    """The column of a field, in a unit in which every stored number ends."""
    if field.type != "number":
        return _Column(field.name, field, field.scale)
    scale = parse_scale(unit_of[field.id]) if field.id in unit_of else field.scale
    if scale is None or scale.unit != field.unit:
        raise ValueError(f"{unit_of[field.id]} is no unit of {field.name}")
    if exact_text(field, scale, 1) is None:
        # A price per month in a price per year: only the base unit holds every stored number.
        scale = Scale(str(field.unit), field.unit)
    return _Column(f"{field.name}（{scale.name}）" if scale.name else field.name, field, scale)


def _cell(column: _Column, value: Value | None) -> str | float | date | None:
    if value is None or value is Absence.MISSING:
        return None
    if isinstance(value, Absence):
        return value.label
    if isinstance(value, bool):
        return "是" if value else "否"
    if not isinstance(value, int):
        return value
    text = exact_text(column.field, column.scale, value) or ""
    digits = text.replace("-", "").replace(".", "").lstrip("0")
    return float(text) if len(digits) <= _SIGNIFICANT else text


def _csv_cell(cell: str | float | date | None) -> str:
    if isinstance(cell, float):
        return digits_of(cell)
    return "" if cell is None else str(cell)


def _write_workbook(path: Path, sheets: Sequence[WrittenSheet]) -> None:
    import xlsxwriter

    for sheet in sheets:
        if len(sheet.rows) >= _MOST_ROWS:
            rows = f"{len(sheet.rows):,}"
            raise OSError(f"工作表“{sheet.title}”有 {rows} 行，超过 xlsx 的上限，请写成 CSV 文件夹")
    with path.open("wb") as file:
        workbook = xlsxwriter.Workbook(file)
        workbook.set_properties({"created": _CREATED})
        heading = workbook.add_format(_HEADING)
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(sheet.title), sheet, heading, day)
        workbook.close()


def _write_sheet(worksheet: Any, sheet: WrittenSheet, heading: Any, day: Any) -> None:
    for number, width in enumerate(_WIDTHS):
        worksheet.set_column(number, number, width)
    worksheet.set_column(len(_WIDTHS), max(len(sheet.headings), 3), 13)
    top = 1 if sheet.headings else 0
    if top:
        worksheet.freeze_panes(1, 2)
    for number, text in enumerate(sheet.headings):
        worksheet.write_string(0, number, text, heading)
    for row, cells in enumerate(sheet.rows, top):
        for number, cell in enumerate(cells):
            write_cell(worksheet, row, number, cell, day)


def write_cell(worksheet: Any, row: int, column: int, cell: str | float | date | None, day: Any) -> None:
    """One cell of a workbook; ``day`` is the format of dates."""
    if isinstance(cell, str):
        worksheet.write_string(row, column, cell)
    elif isinstance(cell, date) and cell >= _FIRST_EXCEL_DATE:
        worksheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, date):
        worksheet.write_string(row, column, cell.isoformat())
    elif cell is not None:
        worksheet.write_number(row, column, cell)
