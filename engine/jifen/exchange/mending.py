"""``problems.xlsx``: the rows to mend, each with what is wrong beside it; read back with its roster.

A mended row takes the place of the row that it was: the row's number tells which, and the roster's
fingerprint that it is still the same roster. So a mended row and the one that it replaces never meet as
duplicates (S12). A row all of whose cells were cleared is left out. What is still wrong after a reading is in
the next file together with all that was mended before, so that the last file is always enough.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import evolve

from jifen.exchange.cells import digits_of
from jifen.exchange.opening import open_sheets
from jifen.exchange.problems import Problem
from jifen.exchange.roster import Roster, SheetToMend, SourceFile
from jifen.exchange.sheets import BrokenCell, Opened, Sheet, ShownAsPercent, blank, refuse, shown

_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 a fixed day, so that the same roster gives the same bytes
_COVER = "说明"
_FINGERPRINT = "名单指纹"
_META = ("原行", "问题", "处理办法")
_WIDTHS = (8, 60, 50)
_LINE = 15
_A3, _COLUMNS_A_PAGE = 8, 16
_LINES = (
    "每张表里是名单中需要修改的行，有问题的格子涂了颜色，左边写着问题和处理办法。",
    "请直接改正各格；“原行”一列不要动。整行不要的，把这一行原有的各格全部清空。",
    "改好后保存，运行：jifen run 名单 … --mended 这个文件。改好的行代替名单里原来的行，其余各行不变。",
)
_FORMATS: Mapping[str, Mapping[str, object]] = {
    "heading": {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#DDEBF7", "border": 1},
    "meta": {"text_wrap": True, "valign": "top", "font_color": "#7F6000", "bg_color": "#FFF9E7"},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
    "wrong": {"bg_color": "#FCE4D6", "font_color": "#C00000"},
    "wrong_day": {"bg_color": "#FCE4D6", "font_color": "#C00000", "num_format": "yyyy-mm-dd"},
}


def fingerprint(sources: Sequence[SourceFile]) -> str:
    """What tells one roster from another: a digest of its files' contents, whatever they are called."""
    return sha256("\n".join(source.digest for source in sources).encode()).hexdigest()


def write_mending(path: Path, roster: Roster) -> None:
    """Write the rows to mend; the same roster gives the same bytes."""
    import xlsxwriter

    by_row: dict[tuple[str, str, int], list[Problem]] = {}
    for problem in roster.problems:
        if problem.severity != "notice":
            by_row.setdefault((problem.file, problem.sheet, problem.spot.row), []).append(problem)
    with path.open("wb") as file:
        workbook = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
        workbook.set_properties({"created": _CREATED})
        formats = {name: workbook.add_format(dict(style)) for name, style in _FORMATS.items()}
        cover = workbook.add_worksheet(_COVER)
        cover.set_column(0, 0, 16)
        _set_print(cover, pages=1)
        for row, line in enumerate(_LINES):
            cover.write_string(row, 0, line)
        cover.write_row(len(_LINES) + 1, 0, (_FINGERPRINT, roster.fingerprint))
        for sheet in roster.to_mend:
            _write_sheet(workbook.add_worksheet(sheet.title), sheet, by_row, formats)
        workbook.close()


def _write_sheet(
    worksheet: Any,
    sheet: SheetToMend,
    problems: Mapping[tuple[str, str, int], Sequence[Problem]],
    formats: Mapping[str, Any],
) -> None:
    first = len(_META)
    for column, width in enumerate(_WIDTHS):
        worksheet.set_column(column, column, width)
    worksheet.set_column(first, first + 1, 22)
    worksheet.set_column(first + 2, first + len(sheet.headings), 14)
    worksheet.freeze_panes(1, first + 2)
    _set_print(worksheet, pages=1 + len(sheet.headings) // _COLUMNS_A_PAGE)
    worksheet.repeat_rows(0)
    for column, heading in enumerate((*_META, *sheet.headings)):
        worksheet.write_string(0, column, heading, formats["heading"])
    for line, (number, cells) in enumerate(sorted(sheet.rows.items()), 1):
        found = problems.get((sheet.file, sheet.sheet, number), ())
        worksheet.write_number(line, 0, number, formats["meta"])
        said = (_told(problem.message for problem in found), _told(problem.help for problem in found))
        worksheet.set_row(line, _LINE * max(map(_height, said, _WIDTHS[1:])))
        for column, text in enumerate(said, 1):
            worksheet.write_string(line, column, text, formats["meta"])
        wrong = {problem.spot.column - 1: problem for problem in reversed(found) if problem.spot.column}
        for column, cell in enumerate(cells):
            _write_cell(worksheet, line, first + column, cell, formats, wrong=column in wrong)
        for column, problem in wrong.items():
            note = f"{problem.message}\n{problem.help}"
            worksheet.write_comment(line, first + column, note, {"x_scale": 2})


def _set_print(worksheet: Any, *, pages: int) -> None:
    worksheet.hide_gridlines(0)
    worksheet.set_landscape()
    worksheet.set_paper(_A3)
    worksheet.fit_to_pages(pages, 0)


def _told(lines: Iterable[str]) -> str:
    told = list(dict.fromkeys(lines))
    return "\n".join(told) if len(told) < 2 else "\n".join(f"{n}. {line}" for n, line in enumerate(told, 1))


def _height(text: str, width: int) -> int:
    """How many lines a text takes in a column, most characters being two cells wide."""
    return max(1, sum(1 + 2 * len(line) // width for line in text.split("\n")))


def _write_cell(
    worksheet: Any, row: int, column: int, cell: object, formats: Mapping[str, Any], *, wrong: bool
) -> None:
    style = formats["wrong"] if wrong else None
    if cell is None or cell == "":
        worksheet.write_blank(row, column, None, style)
    elif isinstance(cell, datetime | date) and cell.year > 1900:
        day = cell.date() if isinstance(cell, datetime) else cell
        worksheet.write_datetime(row, column, day, formats["wrong_day" if wrong else "day"])
    elif isinstance(cell, bool):
        worksheet.write_boolean(row, column, cell, style)
    elif (
        isinstance(cell, float | int)
        and not isinstance(cell, ShownAsPercent)
        and len(digits_of(cell).strip("-0.").replace(".", "")) <= 15
    ):
        worksheet.write_number(row, column, cell, style)
    else:
        worksheet.write_string(row, column, cell.text if isinstance(cell, BrokenCell) else str(cell), style)


def mend(opened: Opened, path: Path) -> Opened:
    """A roster with its mended rows in the place of those that they were."""
    mended = open_sheets(path, _COVER)
    cover = next((sheet for sheet in mended.sheets if sheet.title == _COVER), None)
    told = {shown(cells[0]): shown(cells[1]) for cells in (cover.rows if cover else ()) if len(cells) > 1}
    if _FINGERPRINT not in told:
        refuse("J796", path.name)
    if told[_FINGERPRINT] != fingerprint(opened.sources):
        refuse("J797", path.name, roster="、".join(source.name for source in opened.sources))
    by_title = {sheet.title: sheet for sheet in mended.sheets if sheet is not cover}
    return Opened(
        tuple(_mended(sheet, by_title.get(sheet.title)) for sheet in opened.sheets),
        (*opened.sources, *mended.sources),
        (*opened.remarks, *mended.remarks),
    )


def _mended(sheet: Sheet, mended: Sheet | None) -> Sheet:
    if mended is None:
        return sheet
    first = len(_META)
    rows = list(sheet.rows)
    done: set[int] = set()
    for number, cells in mended.body(1):
        row = _row_number(cells[0])
        if not 0 < row <= len(rows) or row in done:
            refuse("J798", mended.file, number, found=shown(cells[0]))
        told = list(cells[first:])
        width = len(rows[row - 1])
        while len(told) > width and blank(told[-1:]):
            told.pop()
        done.add(row)
        rows[row - 1] = told
    return evolve(sheet, rows=rows, mended=frozenset(done))


def _row_number(cell: object) -> int:
    text = digits_of(cell) if isinstance(cell, float | int) else str(cell).strip()
    return int(text) if text.isdecimal() else 0
