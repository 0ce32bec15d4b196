"""Column headings: which field each one means, and in which unit its numbers are written."""

import re
from collections.abc import Iterable, Mapping

from attrs import field as attribute
from attrs import frozen

from jifen.exchange.cells import Reader, half_width, reader_for
from jifen.exchange.problems import Problems, column_letters
from jifen.exchange.sheets import Sheet, where
from jifen.language.diagnostics import Diagnostics, nearest
from jifen.model.quantity import SCALES, YUAN, Scale, Unit, parse_scale
from jifen.model.terms import Field

CREDIT_CODE = Field(
    "credit_code", "统一社会信用代码", "text", aliases=("信用代码", "社会信用代码", "企业信用代码")
)
ENTERPRISE_NAME = Field("enterprise_name", "企业名称", "text", aliases=("单位名称", "企业全称"))
PERIOD = Field("period", "期间", "text", aliases=("年度", "年份", "报告期"))

_COUNTED = (Unit(), Unit.of("人"), Unit.of("件"))
_WITH_UNIT = re.compile(r"(.+?)[(\[【](?:单位[::])?([^()\[\]【】]*)[)\]】]")


@frozen
class Column:
    """A column that is read."""

    index: int
    heading: str
    field: Field
    scale: Scale
    read: Reader = attribute(repr=False, eq=False)

    @property
    def letters(self) -> str:
        """The column's letters in a spreadsheet."""
        return column_letters(self.index + 1)


@frozen
class Header:
    """The header row of a sheet, matched: its columns by the id of their field."""

    row: int
    width: int
    columns: Mapping[str, Column]

    def origin(self) -> Mapping[str, tuple[str, str]]:
        """The columns as provenance keeps them."""
        return {id_: (column.letters, column.heading) for id_, column in self.columns.items()}


def plain(name: str) -> str:
    """A name as headings are compared: without width, case and blanks."""
    return "".join(half_width(name).split()).casefold()


def match_header(
    sheet: Sheet,
    fields: Iterable[Field],
    required: Iterable[str],
    diagnostics: Diagnostics,
    problems: Problems,
) -> Header:
    """The columns of ``sheet`` that mean one of ``fields``; an earlier field has first claim on a name."""
    by_name: dict[str, Field] = {}
    known = tuple(fields)
    for names in (_chinese_names, _other_names):
        for one in known:
            for name in names(one):
                by_name.setdefault(plain(name), one)
    row = sheet.header_row
    cells = sheet.rows[row - 1]
    columns: dict[str, Column] = {}
    for index, cell in enumerate(cells):
        heading = "" if cell is None else " ".join(str(cell).split())
        if not heading:
            _report_unnamed(sheet, row, index, problems)
            continue
        found = _field_and_unit(heading, by_name)
        if found is None:
            spellings = [name for one in known for name in (one.name, *one.aliases)]
            near = nearest(_without_unit(heading), spellings) or ""
            problems.report("J720", sheet.spot(row, index + 1), heading=heading, near=near)
            continue
        one, unit = found
        if one.id in columns:
            first = columns[one.id]
            diagnostics.report(
                "J712",
                sheet.place(row, index + 1),
                related=(("第一次出现在这里", sheet.place(row, first.index + 1)),),
                cell=where(sheet, row, index + 1),
                first=where(sheet, row, first.index + 1),
                name=one.name,
            )
            continue
        scale = _scale(sheet, row, index, one, unit, diagnostics, problems) or one.scale
        columns[one.id] = Column(index, heading, one, scale, reader_for(one, scale))
    _require(sheet, row, known, required, columns, diagnostics)
    return Header(row, len(cells), columns)


def _chinese_names(one: Field) -> tuple[str, ...]:
    return (one.name,)


def _other_names(one: Field) -> tuple[str, ...]:
    return (one.id, *one.aliases)


def _report_unnamed(sheet: Sheet, row: int, index: int, problems: Problems) -> None:
    for _, cells in sheet.body(row):
        if index < len(cells) and cells[index] is not None and str(cells[index]).strip():
            problems.report("J721", sheet.spot(row, index + 1), letters=column_letters(index + 1))
            return


def _field_and_unit(heading: str, by_name: Mapping[str, Field]) -> tuple[Field, str] | None:
    """The field that a heading names, with the unit that it writes (empty when it writes none)."""
    whole = by_name.get(plain(heading))
    if whole is not None:
        return whole, ""
    match = _WITH_UNIT.fullmatch(half_width(heading))
    if match is None:
        return None
    one = by_name.get(plain(match[1]))
    return (one, match[2].strip()) if one is not None else None


def _without_unit(heading: str) -> str:
    match = _WITH_UNIT.fullmatch(half_width(heading))
    return match[1] if match else heading


def _scale(
    sheet: Sheet,
    row: int,
    index: int,
    one: Field,
    written: str,
    diagnostics: Diagnostics,
    problems: Problems,
) -> Scale | None:
    """The scale of a column's numbers; None after a mistake, which has been reported."""
    if one.type != "number":
        return SCALES[""]
    place = sheet.place(row, index + 1)
    cell = where(sheet, row, index + 1)
    declared = one.scale.name or "不写单位"
    if not written:
        if one.unit == YUAN:
            diagnostics.report("J713", place, cell=cell, name=one.name, declared=declared)
            return None
        if one.unit not in _COUNTED or one.scale.factor != 1:
            problems.report("J722", sheet.spot(row, index + 1), name=one.name, declared=declared)
        return one.scale
    scale = parse_scale(written)
    if scale is None:
        diagnostics.report("J714", place, cell=cell, name=one.name, unit=written, declared=declared)
    elif scale.unit != one.unit:
        diagnostics.report("J715", place, cell=cell, name=one.name, unit=written, declared=declared)
        return None
    return scale


def _require(
    sheet: Sheet,
    row: int,
    known: Iterable[Field],
    required: Iterable[str],
    columns: Mapping[str, Column],
    diagnostics: Diagnostics,
) -> None:
    names = {one.id: one.name for one in known}
    for id_ in required:
        if id_ not in columns:
            headings = [str(cell) for cell in sheet.rows[row - 1] if cell is not None and str(cell).strip()]
            near = nearest(names[id_], headings)
            diagnostics.report(
                "J711", sheet.place(row), sheet=sheet.title, file=sheet.file, name=names[id_], near=near or ""
            )
