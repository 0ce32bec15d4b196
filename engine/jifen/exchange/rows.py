"""The rows of a sheet, cell by cell: values by field, with every mistake reported where it stands."""

from collections.abc import Callable, Iterable, Mapping

from attrs import frozen

from jifen.exchange.asides import Asides, is_aside
from jifen.exchange.cells import Fault, Reading, Rounded, describe, half_width
from jifen.exchange.headers import CREDIT_CODE, ENTERPRISE_NAME, Column, Header
from jifen.exchange.identity import CreditCodes
from jifen.exchange.merges import Merges
from jifen.exchange.problems import Problems, Spot, column_letters
from jifen.exchange.sheets import Cells, Sheet, ShownAsPercent, shown, written
from jifen.model.enterprise import Absence, RowOrigin, Value


@frozen
class RowRead:
    """One row. ``code`` is empty where it has no valid one; ``faulty``: a mistake in it was reported."""

    sheet: Sheet
    header: Header
    row: int
    code: str
    name: str
    values: Mapping[str, Value]
    faulty: bool
    origin: RowOrigin

    def spot(self, field_id: str = "") -> Spot:
        """The cell of a field; the row where the sheet has no such column."""
        column = self.header.columns.get(field_id)
        return self.sheet.spot(self.row, column.index + 1 if column else 0)


def read_rows(
    sheet: Sheet,
    header: Header,
    codes: CreditCodes,
    problems: Problems,
    advance: Callable[[int], None],
    names: Mapping[str, str],
) -> list[RowRead]:
    """All rows of data below the head; ``names`` are known names by credit code."""
    nameless = has_nameless_column(sheet, header)
    asides = Asides(sheet, header, problems)
    rows = read_some_rows(sheet, header, codes, problems, advance, names, nameless, asides)
    for column in header.columns.values():
        if column.scale.name == "%":
            told = [(row.values.get(column.slot), sheet.rows[row.row - 1]) for row in rows]
            report_percentages(sheet, header, column, Percentages.of(column, told), problems)
    return rows


def read_some_rows(
    sheet: Sheet,
    header: Header,
    codes: CreditCodes,
    problems: Problems,
    advance: Callable[[int], None],
    names: Mapping[str, str],
    nameless: bool,
    asides: Asides,
) -> list[RowRead]:
    """Rows of data, read without regard to what only all rows of a sheet can tell.

    ``nameless`` says whether there is a column beyond the last heading; ``asides`` takes rows of no data, as
    its own header tells them.
    """
    origin = header.origin()
    merges = Merges.of(sheet, header)
    reader = _RowReader(sheet, header, codes, problems, names, merges, nameless)
    rows: list[RowRead] = []
    for number, cells in sheet.body(header.row):
        kind = is_aside(sheet, asides.header, number, cells)
        if kind is not None:
            asides.take(kind, number, cells)
        else:
            row = reader.read(number, merges.fill(number, cells), origin)
            asides.add(row.values, cells)
            rows.append(row)
        advance(1)
    return rows


@frozen
class _RowReader:
    sheet: Sheet
    header: Header
    codes: CreditCodes
    problems: Problems
    names: Mapping[str, str]
    merges: Merges
    nameless: bool
    """Whether there is a column beyond the last heading, so that a figure there tells of no slip."""

    def read(self, number: int, cells: Cells, origin: Mapping[str, tuple[str, str]]) -> RowRead:
        code = self._code(number, cells)
        name = self._name(cells) or self.names.get(code or "", "")
        faulty = code is None
        values: dict[str, Value] = {}
        if self._slipped(number, cells, code or "", name):
            faulty = True
        else:
            for column in self.header.columns.values():
                raw = cells[column.index] if column.index < len(cells) else None
                if raw == "" or raw is None or column.field is CREDIT_CODE:
                    continue
                value = self._value(number, column, column.read(raw), code or "", name)
                if value is None:
                    faulty = True
                elif value is not Absence.MISSING:
                    values[column.slot] = value
                if isinstance(raw, ShownAsPercent) and column.scale.name in ("%", "‰"):
                    spot = self.sheet.spot(number, column.index + 1)
                    self.problems.count("J799", spot, column.heading, found=str(raw))
        row_origin = RowOrigin(self.sheet.file, self.sheet.sheet, number, origin)
        return RowRead(self.sheet, self.header, number, code or "", name, values, faulty, row_origin)

    def _slipped(self, row: int, cells: Cells, code: str, name: str) -> bool:
        """Whether the cells of a row cannot be told apart, or stand below the wrong headings; reported."""
        spot, width = self.sheet.spot, self.header.width
        before = len(self.problems)
        if self.sheet.ragged and len(cells) != width and (row not in self.sheet.mended or len(cells) > width):
            self.problems.report("J743", spot(row), code, name, found=len(cells), expected=width)
        elif not self.nameless:
            for index, cell in enumerate(cells[self.header.named :], self.header.named):
                if is_datum(cell):
                    self.problems.report("J795", spot(row, index + 1), code, name, found=describe(cell))
                    break
        for index, merged in self.merges.of_row(row):
            self.problems.report("J749", spot(row, index + 1), code, name, cells=merged)
        for index in self.merges.filled.get(row, ()):
            self.problems.count("J748", spot(row, index + 1), self.sheet.title)
        return len(self.problems) > before

    def _value(self, row: int, column: Column, reading: Reading, code: str, name: str) -> Value | None:
        if isinstance(reading, Fault):
            spot = self.sheet.spot(row, column.index + 1)
            facts = {**reading.facts, "heading": column.heading, "name": column.field.name}
            self.problems.report(reading.code, spot, code, name, **facts)
            return None
        if isinstance(reading, Rounded):
            spot = self.sheet.spot(row, column.index + 1)
            self.problems.count("J759", spot, column.heading, found=reading.typed, digits=kept(column))
            return reading.value
        return reading

    def _code(self, row: int, cells: Cells) -> str | None:
        column = self.header.columns[CREDIT_CODE.id]
        spot = self.sheet.spot(row, column.index + 1)
        read = self.codes.read(cells[column.index] if column.index < len(cells) else None)
        if isinstance(read, Fault):
            self.problems.report(read.code, spot, "", self._name(cells), **read.facts)
            return None
        code, respelled = read
        if not code:
            self.problems.report("J735", spot, "", self._name(cells), name=CREDIT_CODE.name)
            return None
        if respelled:
            self.problems.count("J732", spot, column.heading, found=str(cells[column.index]), code=code)
        return code

    def _name(self, cells: Cells) -> str:
        column = self.header.columns.get(ENTERPRISE_NAME.id)
        if column is None or column.index >= len(cells):
            return ""
        name = column.read(cells[column.index])
        return name if isinstance(name, str) else ""


def has_nameless_column(sheet: Sheet, header: Header) -> bool:
    """Whether most rows have a figure beyond the last heading."""
    beyond = [any(map(is_datum, cells[header.named :])) for _, cells in sheet.body(header.row)]
    return 2 * sum(beyond) > len(beyond)


def is_datum(cell: object) -> bool:
    """Whether a cell beyond the last heading holds a figure, a date or a yes or no, not a passing remark."""
    if not isinstance(cell, str):
        return written(cell)
    text = half_width(cell)
    return bool(text) and (text in ("是", "否", "不适用") or text.lstrip("-").replace(".", "", 1).isdecimal())


def kept(column: Column) -> str:
    """How many digits a column keeps, as messages say it."""
    unit = column.field.unit
    return f"{unit if unit.powers else '这个数'}的小数点后{column.field.digits}位"


@frozen
class Percentages:
    """What the numbers of a column of % look like: how many are not 0, how many of them are written without
    the sign, and whether these are all below 1.
    """

    count: int
    unsigned: int
    small: bool

    @classmethod
    def of(cls, column: Column, told: Iterable[tuple[Value | None, Cells]]) -> "Percentages":
        """What values and the rows that they are of look like."""
        written_so = [
            (value, shown(cells[column.index]).endswith(("%", "％")))
            for value, cells in told
            if isinstance(value, int) and value != 0 and column.index < len(cells)
        ]
        numbers = [value for value, signed in written_so if not signed]
        return cls(len(written_so), len(numbers), all(abs(number) < column.unit for number in numbers))

    def plus(self, other: "Percentages") -> "Percentages":
        """Both together."""
        return Percentages(
            self.count + other.count, self.unsigned + other.unsigned, self.small and other.small
        )


def report_percentages(
    sheet: Sheet, header: Header, column: Column, found: Percentages, problems: Problems
) -> None:
    """Warn of a column in % all of whose numbers are below 1, as are cells that Excel shows in percent.

    What is written with its sign is what it says; but where some cells are so, one number without it that is
    below 1 is odd.
    """
    enough = 3 if found.unsigned == found.count else 1
    if found.unsigned >= enough and found.small:
        spot = sheet.spot(header.row, column.index + 1)
        problems.report("J760", spot, heading=column.heading, count=f"{found.unsigned:,}")


def differences(first: RowRead, second: RowRead, *, besides: str = "") -> str:
    """The cells in which two rows differ, as messages name them; empty when they say the same.

    ``besides`` is a field that is known to be the same, however it is written.
    """
    told = [
        f"{column.field.name}（{_cell(first, column)}与{_cell(second, column)}）"
        for slot, column in first.header.columns.items()
        if slot != besides and first.values.get(slot) != second.values.get(slot)
    ]
    first_few = "、".join(told[:5])
    return f"{first_few}等{len(told)}处" if len(told) > 5 else first_few


def _cell(row: RowRead, column: Column) -> str:
    cell = row.sheet.rows[row.row - 1][column.index]
    text = "空" if not written(cell) else f"“{shown(cell)}”"
    return f"{column_letters(column.index + 1)}{row.row} 为{text}"
