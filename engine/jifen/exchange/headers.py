"""The head of a sheet: where it is, which field each column means, and in which unit its numbers are written.

Lines above it (titles), a second line of it (names below groups, years below names) and a line of units
below it are told by what they say, never by their place alone; how they were read is reported.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import islice

from attrs import evolve, frozen
from attrs import field as attribute

from jifen.exchange.cells import Reader, reader_for
from jifen.exchange.headings import (
    Heading,
    Names,
    When,
    money_unit_above,
    period_named,
    squeezed,
    unit_named,
)
from jifen.exchange.problems import Problems, column_letters
from jifen.exchange.sheets import Cells, Sheet, blank, shown, where, written
from jifen.language.diagnostics import Diagnostics, nearest
from jifen.model.period import Period
from jifen.model.quantity import SCALES, YUAN, Scale, Unit, parse_scale
from jifen.model.terms import Field

CREDIT_CODE = Field(
    "credit_code", "统一社会信用代码", "text", aliases=("信用代码", "社会信用代码", "企业信用代码")
)
ENTERPRISE_NAME = Field("enterprise_name", "企业名称", "text", aliases=("单位名称", "企业全称"))
PERIOD = Field("period", "期间", "text", aliases=("年度", "年份", "报告期"))

_COUNTED = (Unit(), Unit.of("人"), Unit.of("件"))
_ROWS_TRIED = 30
_COLUMNS_TRIED = 2000
_NO_UNIT = frozenset({"单位", "计量单位", "-", "—", "/", "无"})


@frozen
class Column:
    """A column that is read."""

    index: int
    heading: str
    field: Field
    scale: Scale
    read: Reader = attribute(repr=False, eq=False)
    when: When = None
    """The period that its heading names, or how many years before its row's; None: the row's own."""

    @property
    def letters(self) -> str:
        """The column's letters in a spreadsheet."""
        return column_letters(self.index + 1)

    @property
    def unit(self) -> Fraction:
        """How much 1 as written in this column is of what is stored."""
        return self.scale.factor * Fraction(10) ** self.field.digits

    @property
    def slot(self) -> str:
        """The field's id, with the period where the heading names one: what a row's values are kept under."""
        if self.when is None:
            return self.field.id
        return f"{self.field.id}@{self.when.text if isinstance(self.when, Period) else -self.when}"


@frozen
class Header:
    """The head of a sheet, matched: its columns by slot, and the last of its rows."""

    row: int
    top: int
    width: int
    named: int
    """Up to which column something is written in the head."""
    headings: tuple[str, ...]
    """What is written over each column."""
    columns: Mapping[str, Column]
    period: Period | None = None
    """The period of all rows, where no column tells it."""

    @property
    def latest(self) -> Period:
        """The last of the periods that headings name."""
        return max(one.when for one in self.columns.values() if isinstance(one.when, Period))

    def origin(self) -> Mapping[str, tuple[str, str]]:
        """The columns without a period of their own as provenance keeps them."""
        return {
            slot: (column.letters, column.heading)
            for slot, column in self.columns.items()
            if column.when is None
        }

    def origin_at(self, when: When) -> Mapping[str, tuple[str, str]]:
        """The columns of one period that headings name, as provenance keeps them."""
        return {
            column.field.id: (column.letters, column.heading)
            for column in self.columns.values()
            if column.when == when
        }


@frozen
class _Told:
    """What is over one column, and what it was taken for."""

    text: str
    heading: Heading | None
    joined: bool = False
    """Whether it takes both rows of a head to tell."""


@frozen
class _Block:
    """The rows of a head, and what they say of each column."""

    top: int
    height: int
    columns: tuple[_Told, ...]

    @property
    def row(self) -> int:
        return self.top + self.height - 1

    @property
    def score(self) -> tuple[int, int, int]:
        """How much it says; one row is preferred to two that say no more."""
        said = [told for told in self.columns if told.heading is not None]
        return len(said), sum(told.joined for told in said), -self.height


def names_identity(sheet: Sheet, names: Names) -> bool:
    """Whether a sheet has a head with credit codes and names: it can be no other than that of enterprises."""
    found = {told.heading.field.id for told in _find(sheet, names).columns if told.heading is not None}
    return {CREDIT_CODE.id, ENTERPRISE_NAME.id} <= found


def unread_columns(sheet: Sheet, names: Names) -> Iterable[tuple[int, str]]:
    """The columns, with what is written over them, whose heading names no field."""
    block = _find(sheet, names)
    return [(index, one.text) for index, one in enumerate(block.columns) if one.text and one.heading is None]


def match_header(
    sheet: Sheet, names: Names, required: Iterable[str], diagnostics: Diagnostics, problems: Problems
) -> Header:
    """The columns of ``sheet`` that mean one of the fields; an earlier field has first claim on a name."""
    block = _find(sheet, names)
    units = _units_below(sheet, block)
    above = _money_unit(sheet, block)
    last = block.row + (1 if units else 0)
    _report_layout(sheet, block, units, above, problems)
    columns: dict[str, Column] = {}
    for index, told in enumerate(block.columns):
        if not told.text:
            _report_unnamed(sheet, last, index, problems)
            continue
        if told.heading is None and names.maps(told.text):
            continue
        if told.heading is None:
            near = nearest(_without_unit(told.text), names.spellings()) or ""
            problems.report("J720", sheet.spot(block.row, index + 1), heading=told.text, near=near)
            continue
        heading = told.heading
        if not heading.unit and index in units:
            heading = evolve(heading, unit=units[index].name)
        if not heading.unit and heading.field.unit == YUAN:
            heading = evolve(heading, unit=above)
        scale = _scale(sheet, block.row, index, heading, diagnostics, problems) or heading.field.scale
        read = reader_for(heading.field, scale)
        column = Column(index, told.text, heading.field, scale, read, heading.when or None)
        first = columns.setdefault(column.slot, column)
        if first is not column:
            diagnostics.report(
                "J712",
                sheet.place(block.row, index + 1),
                related=(("第一次出现在这里", sheet.place(block.row, first.index + 1)),),
                cell=where(sheet, block.row, index + 1),
                first=where(sheet, block.row, first.index + 1),
                name=heading.field.name,
            )
    named = max((index + 1 for index, told in enumerate(block.columns) if told.text), default=0)
    headings = tuple(told.text for told in block.columns)
    header = Header(last, block.top, len(block.columns), named, headings, columns, names.period)
    if header.period is None and PERIOD.id not in columns and every_period_told(header):
        header = evolve(header, period=header.latest)
    _require(sheet, header, names, required, diagnostics)
    return header


def _find(sheet: Sheet, names: Names) -> _Block:
    """The head: the rows that name the most fields; one rather than two, an upper one rather than a lower."""
    best: _Block | None = None
    for row, cells in islice(sheet.body(0), _ROWS_TRIED):
        if names.row and row != names.row:
            continue
        candidates = [_one_line(row, cells, names)]
        if row < len(sheet.rows) and not blank(sheet.rows[row]):
            candidates.append(_two_lines(sheet, row, names))
        for block in candidates:
            if best is None or block.score > best.score:
                best = block
    return best or _Block(1, 1, ())


def _one_line(row: int, cells: Cells, names: Names) -> _Block:
    texts = [shown(cell) for cell in cells[:_COLUMNS_TRIED]]
    return _Block(row, 1, tuple(_Told(text, names.read(text) if text else None) for text in texts))


def _two_lines(sheet: Sheet, row: int, names: Names) -> _Block:
    """Two rows as one head: groups above names, names above years or units."""
    upper = [shown(cell) for cell in sheet.rows[row - 1][:_COLUMNS_TRIED]]
    lower = [shown(cell) for cell in sheet.rows[row][:_COLUMNS_TRIED]]
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    over = _spread(sheet, row, upper, lower)
    return _Block(row, 2, tuple(_both(over[index], lower[index], names) for index in range(width)))


def _spread(sheet: Sheet, row: int, upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """The upper row with each group over all its columns: those of its merged cells; in a file that cannot
    merge cells, those to its right above which nothing is written.
    """
    over = list(upper)
    if not sheet.ragged:
        for first_row, first, last_row, last in sheet.merged:
            if first_row == row and first <= len(upper):
                for index in range(first - 1, min(last, len(over))):
                    over[index] = upper[first - 1] if index == first - 1 or last_row == row else ""
        return over
    for index in range(1, len(over)):
        if not over[index] and lower[index]:
            over[index] = over[index - 1]
    return over


def _both(upper: str, lower: str, names: Names) -> _Told:
    """What a name below a group, or a year or a unit below a name, means."""
    if not lower or not upper:
        text = upper or lower
        return _Told(text, names.read(text) if text else None)
    text = f"{upper}·{lower}"
    if names.maps(text):
        return _Told(text, names.read(text), joined=True)
    below, above = names.read(lower), names.read(upper)
    when, unit = period_named(_before_bracket(upper)), _unit_in(upper)
    if below is not None and above is None:
        if when is None and any(letter.isdigit() for letter in upper):
            return _Told(text, None)
        dated = below.field.id in names.dated
        if when is not None and below.when is None and dated:
            below = evolve(below, when=when)
        if not below.unit and below.field.type == "number" and unit and _same_kind(unit, below.field):
            below = evolve(below, unit=unit)
        joined = below != names.read(lower)
        return _Told(text if joined else lower, below, joined)
    if above is not None and below is None:
        when, unit = period_named(_before_bracket(lower)), _unit_in(lower)
        alone = unit_named(lower)
        if when is not None and above.when is None and above.field.id in names.dated:
            return _Told(text, evolve(above, when=when, unit=above.unit or unit), joined=True)
        return _Told(text, evolve(above, unit=alone.name) if alone and not above.unit else None, joined=True)
    together = names.read(f"{upper}{lower}")
    return _Told(text, below if above == below is not None else together, joined=together is not None)


def _before_bracket(text: str) -> str:
    return squeezed(text).partition("(")[0]


def _unit_in(text: str) -> str:
    """The unit in the brackets at the end of a group's name."""
    inside = squeezed(text).rpartition("(")[2] if squeezed(text).endswith(")") else ""
    scale = unit_named(inside) if inside else None
    return scale.name if scale is not None else ""


def _same_kind(unit: str, one: Field) -> bool:
    scale = parse_scale(unit)
    return scale is not None and scale.unit == one.unit


def _units_below(sheet: Sheet, block: _Block) -> dict[int, Scale]:
    """The units in the row below the head, by column, if it is a row of units and of nothing else."""
    if block.row >= len(sheet.rows):
        return {}
    units: dict[int, Scale] = {}
    for index, cell in enumerate(sheet.rows[block.row]):
        text = shown(cell)
        scale = unit_named(text) if isinstance(cell, str) and text else None
        if not text or squeezed(text) in _NO_UNIT:
            continue
        if scale is None or not scale.name:
            return {}
        units[index] = scale
    return units


def _money_unit(sheet: Sheet, block: _Block) -> str:
    """The unit of money that the lines above the head state, if they state one."""
    stated = {
        unit
        for cells in sheet.rows[: block.top - 1]
        for cell in cells
        if isinstance(cell, str) and (unit := money_unit_above(cell))
    }
    return stated.pop() if len(stated) == 1 else ""


def _report_layout(
    sheet: Sheet, block: _Block, units: Mapping[int, Scale], above: str, problems: Problems
) -> None:
    """Say how a head was read that is not simply the first row."""
    told = []
    if block.top > 1 and sheet.first_row < block.top:
        told.append(f"以上各行是标题{f'（金额单位 {above}）' if above else ''}，没有读入")
    if block.height > 1:
        lines = "、".join(
            f"{column_letters(index + 1)} 列为“{one.heading.field.name}{_dated(one.heading)}”"
            for index, one in enumerate(block.columns)
            if one.heading is not None and one.joined
        )
        told.append("两行合起来读" + (f"，{lines}" if lines else ""))
    if units:
        told.append(f"第 {block.row + 1} 行是单位")
    if told:
        problems.report("J728", sheet.spot(block.top), row=block.top, told="；".join(told))


def _dated(heading: Heading) -> str:
    when = heading.when
    return when.label if isinstance(when, Period) else {1: "上年", 2: "前年"}.get(when or 0, "")


def _report_unnamed(sheet: Sheet, row: int, index: int, problems: Problems) -> None:
    if any(index < len(cells) and written(cells[index]) for _, cells in sheet.body(row)):
        problems.report("J721", sheet.spot(row, index + 1), letters=column_letters(index + 1))


def _without_unit(text: str) -> str:
    return squeezed(text).partition("(")[0] or text


def _scale(
    sheet: Sheet, row: int, index: int, heading: Heading, diagnostics: Diagnostics, problems: Problems
) -> Scale | None:
    """The scale of a column's numbers; None after a mistake, which has been reported."""
    one = heading.field
    if one.type != "number":
        return SCALES[""]
    place = sheet.place(row, index + 1)
    cell = where(sheet, row, index + 1)
    declared = one.scale.name or "不写单位"
    if not heading.unit:
        if one.unit == YUAN:
            diagnostics.report("J713", place, cell=cell, name=one.name, declared=declared)
            return None
        if one.unit not in _COUNTED or one.scale.factor != 1:
            problems.report("J722", sheet.spot(row, index + 1), name=one.name, declared=declared)
        return one.scale
    scale = parse_scale(heading.unit)
    if scale is None:
        diagnostics.report("J714", place, cell=cell, name=one.name, unit=heading.unit, declared=declared)
    elif scale.unit != one.unit:
        diagnostics.report("J715", place, cell=cell, name=one.name, unit=heading.unit, declared=declared)
        return None
    return scale


def _require(
    sheet: Sheet, header: Header, names: Names, required: Iterable[str], diagnostics: Diagnostics
) -> None:
    known = {one.id: one.name for one in names.known}
    for id_ in required:
        if id_ in header.columns or (id_ == PERIOD.id and header.period is not None):
            continue
        cells = sheet.rows[header.row - 1] if header.row <= len(sheet.rows) else ()
        headings = [str(cell) for cell in cells if written(cell)]
        near = nearest(known[id_], headings)
        diagnostics.report(
            "J711",
            sheet.place(header.top),
            sheet=sheet.title,
            file=sheet.file,
            name=known[id_],
            near=near or "",
        )


def every_period_told(header: Header) -> bool:
    """Whether each figure's heading names its period, so that rows need none; all else is of the latest."""
    figures = [one for one in header.columns.values() if one.field.type == "number"]
    return bool(figures) and all(isinstance(one.when, Period) for one in figures)
