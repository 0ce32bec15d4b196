"""The workbook that a park hands out to be filled in: every sheet and column that a roster may have.

Above each heading stands what is meant (口径) and of which time; a note on the heading says the rest; cells
offer what may be chosen. What is filled in is read by :mod:`jifen.exchange.reading` as it stands.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from jifen.exchange.cover import ALL_TABLES_COMPLETE, coverage_key
from jifen.exchange.files import replacing_file
from jifen.exchange.headers import CREDIT_CODE, ENTERPRISE_NAME, PERIOD
from jifen.exchange.reading import COVER_SHEET, ENTERPRISE_SHEET, OPTIONS_SHEET
from jifen.exchange.writing import WrittenSheet, roster_sheets, write_cell
from jifen.model.enterprise import Enterprise
from jifen.model.period import Period
from jifen.model.terms import EVENT, FOUNDED, QUALIFICATION, Field, Vocabulary

_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 a fixed day, so that the same park gives the same bytes
_ROWS = 3000
"""So many rows below the headings are made ready to be filled in."""
_TITLE, _MEANING, _HEAD = 0, 1, 2
"""The rows of a sheet above its first row of data."""
_LONGEST_LIST = 250
_A3, _COLUMNS_A_PAGE = 8, 18
_TIMES = {"year": "年度数", "quarter": "当季数", "ytd": "年初至今", "instant": "期末情况"}
_INSTRUCTIONS = (
    "“企业”表每家企业每个期间写一行，上年的数另写一行，期间写 {before}；没有数据的格子留空，不要写 0。",
    "金额按表头的单位填写；确要用别的单位时，改表头括号里的单位（元、千元、万元、亿元），不要换算一半。",
    "成立不满一年、没有上年数的，写“不适用”。带下拉箭头的格子请从列表里选。红色表头必填。",
    "“资质”“负面事件”等表每条记录写一行；没有记录的，表留空，并在下面写上完整截至的日期。",
    "鼠标停在表头上，可以看到这一项的口径、出处和说明；用不到的列可以整列删去，不要改表头的名称。",
)
_COVERAGE = "下面各表的数据完整到哪一天（2021-03-31 这样写）；全部相同的，只写第一行："
_YES_NO = ("是", "否")

_FONT = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
_BORDER = {"border": 1, "border_color": "#BFBFBF"}
_STYLES: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 14, "font_color": "#1F4E79"},
    "text": {"text_wrap": True},
    "key": {**_BORDER, "bg_color": "#F2F2F2", "indent": 1},
    "entry": {**_BORDER, "num_format": "yyyy-mm-dd", "align": "left", "indent": 1},
    "meaning": {"font_size": 9, "font_color": "#7F7F7F", "text_wrap": True, "valign": "bottom"},
    "heading": {**_BORDER, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#DDEBF7"},
    "required": {
        **_BORDER,
        "bold": True,
        "text_wrap": True,
        "align": "center",
        "bg_color": "#DDEBF7",
        "font_color": "#C00000",
    },
    "number": {"num_format": "General"},
    "words": {"num_format": "@"},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
}
_KINDS = {"number": "number", "flag": "words", "text": "words", "date": "day"}


def write_template(
    path: str | Path,
    park: str,
    vocabulary: Vocabulary,
    period: Period,
    enterprises: Sequence[Enterprise] = (),
) -> None:
    """Write the workbook of a park for a scoring year; filled in as far as ``enterprises`` are known."""
    import xlsxwriter

    sheets = list(roster_sheets(enterprises, vocabulary, {}, {}, every_table=True))
    with replacing_file(path) as beside, beside.open("wb") as file:
        workbook = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
        workbook.set_properties({"created": _CREATED})
        book = _Book(workbook, vocabulary, f"{park}{period.label}企业创新积分", period)
        for sheet in sheets:
            if sheet.title == COVER_SHEET:
                book.cover(sheet)
            else:
                book.table(sheet)
        book.options.write()
        workbook.close()


@define
class _Options:
    """What cells may offer: short lists in place, long ones on a hidden sheet."""

    workbook: Any
    lists: list[tuple[str, ...]] = field(factory=list)

    def source(self, choices: tuple[str, ...]) -> str | list[str]:
        """What a drop-down is told."""
        if len(",".join(choices)) <= _LONGEST_LIST:
            return list(choices)
        if choices not in self.lists:
            self.lists.append(choices)
        column = chr(ord("A") + self.lists.index(choices))
        return f"='{OPTIONS_SHEET}'!${column}$1:${column}${len(choices)}"

    def write(self) -> None:
        """The hidden sheet, if any list is on it."""
        if not self.lists:
            return
        sheet = self.workbook.add_worksheet(OPTIONS_SHEET)
        for column, choices in enumerate(self.lists):
            sheet.write_column(0, column, choices)
        sheet.hide()


@frozen
class _Book:
    workbook: Any
    vocabulary: Vocabulary
    title: str
    period: Period
    styles: dict[str, Any] = field(init=False)
    options: _Options = field(init=False)

    @styles.default
    def _styles(self) -> dict[str, Any]:
        return {name: self.workbook.add_format({**_FONT, **style}) for name, style in _STYLES.items()}

    @options.default
    def _options(self) -> _Options:
        return _Options(self.workbook)

    def cover(self, cover: WrittenSheet) -> None:
        """What to do, and up to which day the tables are complete."""
        sheet = self.workbook.add_worksheet(COVER_SHEET)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 30, self.styles["text"])
        sheet.set_column(1, 1, 18, self.styles["text"])
        sheet.set_column(2, 2, 60, self.styles["text"])
        sheet.set_row(0, 34)
        sheet.write_string(0, 0, f"{self.title}填报表", self.styles["title"])
        row = 2
        for number, line in enumerate(_INSTRUCTIONS, 1):
            text = f"{number}. {line.format(before=self.period.years_back(1).text)}"
            sheet.merge_range(row, 0, row, 2, text, self.styles["text"])
            sheet.set_row(row, 20)
            row += 1
        sheet.merge_range(row + 1, 0, row + 1, 2, _COVERAGE, self.styles["text"])
        row += 2
        told = {key: value for key, *values in cover.rows for value in values}
        for key in (ALL_TABLES_COMPLETE, *(coverage_key(table) for table in self.vocabulary.tables.values())):
            sheet.write_string(row, 0, key, self.styles["key"])
            day = told.get(key)
            if isinstance(day, date):
                sheet.write_datetime(row, 1, day, self.styles["entry"])
            else:
                sheet.write_blank(row, 1, None, self.styles["entry"])
            row += 1
        sheet.set_landscape()
        sheet.fit_to_pages(1, 1)

    def table(self, written: WrittenSheet) -> None:
        """One sheet: a title, what each column means, the headings, and rows to fill in."""
        sheet = self.workbook.add_worksheet(written.title)
        sheet.set_row(_TITLE, 28)
        table = next((one for one in self.vocabulary.tables.values() if one.name == written.title), None)
        doc = f"（{table.doc}）" if table is not None and table.doc else ""
        sheet.write_string(_TITLE, 0, f"{self.title}·{written.title}{doc}", self.styles["title"])
        sheet.set_row(_MEANING, 52)
        sheet.set_row(_HEAD, 46)
        required = {CREDIT_CODE.id, *(table.key[:1] if table else (ENTERPRISE_NAME.id, PERIOD.id))}
        for column, (heading, one) in enumerate(zip(written.headings, written.columns, strict=True)):
            sheet.set_column(column, column, _width(one), self.styles[_KINDS[one.type]])
            meaning = self._meaning(one, in_table=table is not None)
            sheet.write_string(_MEANING, column, meaning, self.styles["meaning"])
            style = self.styles["required" if one.id in required else "heading"]
            sheet.write_string(_HEAD, column, heading.replace("（", "\n（"), style)
            note = _note(one)
            if note:
                sheet.write_comment(_HEAD, column, note, {"x_scale": 2, "y_scale": 1 + note.count("\n") / 5})
            self._offer(sheet, column, one, written.title)
        for row, cells in enumerate(written.rows, _HEAD + 1):
            for column, cell in enumerate(cells):
                write_cell(sheet, row, column, cell, self.styles["day"])
        sheet.freeze_panes(_HEAD + 1, 1 if table else 3)
        sheet.set_landscape()
        sheet.set_paper(_A3)
        sheet.fit_to_pages(1 + len(written.columns) // _COLUMNS_A_PAGE, 0)
        sheet.repeat_rows(_MEANING, _HEAD)

    def _meaning(self, one: Field, *, in_table: bool) -> str:
        if in_table or one.id in (CREDIT_CODE.id, ENTERPRISE_NAME.id, FOUNDED.id):
            return ""
        if one.id == PERIOD.id:
            return f"如 {self.period.text}；上年另写一行"
        basis = one.basis.partition("：")[0] if len(one.basis) > 24 else one.basis
        return "，".join(part for part in (_TIMES[one.frequency], basis) if part)

    def _offer(self, sheet: Any, column: int, one: Field, title: str) -> None:
        """What a cell offers, and what it warns of; it never refuses, since 不适用 may stand anywhere."""
        rule: dict[str, object] | None = None
        choices = self._choices(one, title)
        if choices:
            rule = {"validate": "list", "source": self.options.source(choices)}
        elif one.type == "number" and one.minimum == 0:
            rule = {"validate": "decimal", "criteria": ">=", "value": 0}
        elif one.type == "date":
            rule = {"validate": "date", "criteria": ">=", "value": date(1949, 10, 1)}
        elif one.id == CREDIT_CODE.id:
            rule = {"validate": "length", "criteria": "==", "value": 18}
        if rule is not None:
            rule |= {"error_type": "warning", "error_title": one.name[:32]}
            rule["error_message"] = _warning(one, choices)
            sheet.data_validation(_HEAD + 1, column, _HEAD + _ROWS, column, rule)

    def _choices(self, one: Field, title: str) -> tuple[str, ...]:
        if one.type == "flag":
            return _YES_NO
        if one.id == PERIOD.id and title == ENTERPRISE_SHEET:
            return tuple(self.period.years_back(back).text for back in range(3))
        if one.id == "kind" and title in (QUALIFICATION.name, EVENT.name):
            kinds = self.vocabulary.qualifications if title == QUALIFICATION.name else self.vocabulary.events
            return tuple(kind.name for kind in kinds.values())
        return one.options


def _warning(one: Field, choices: tuple[str, ...]) -> str:
    if choices:
        return "不在列表里。确实要这样填吗？"
    if one.id == CREDIT_CODE.id:
        return "统一社会信用代码应有18位。确实要这样填吗？"
    expected = "日期，如 2020-01-31" if one.type == "date" else "不小于 0 的数"
    return f"应填{expected}；没有数据的留空。确实要这样填吗？"


def _width(one: Field) -> int:
    fixed = {CREDIT_CODE.id: 24, ENTERPRISE_NAME.id: 30, PERIOD.id: 10}
    if one.id in fixed:
        return fixed[one.id]
    return max(14, min(24, 2 * len(one.name) + 4))


def _note(one: Field) -> str:
    told = (
        ("口径：", one.basis),
        ("说明：", one.doc),
        ("可以填：", "、".join(one.options)),
        ("表头也可以写：", "、".join(one.aliases)),
        ("出处：", one.source),
    )
    return "\n".join(f"{label}{text}" for label, text in told if text)
