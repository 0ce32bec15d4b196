"""``report.xlsx``: the key figures, the lists ready to be published, the scores, and what to see to."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from jifen.exchange.problems import HEADINGS
from jifen.exchange.report import wording
from jifen.exchange.report.boards import board_sheet
from jifen.exchange.report.cover import write_cover
from jifen.exchange.report.entitlements import policy_sheets
from jifen.exchange.report.figures import basis_of, listings
from jifen.exchange.report.layout import Book, Cell, sheet_name, width_of
from jifen.exchange.runs import UNSTAGED, Run
from jifen.model.decision import ScoreCard

_WIDE, _WIDEST = 30, 46
_INDICATOR = 12
"""How wide the column of an indicator is."""
_LANDSCAPE_FROM = 8


def write_report(path: Path, run: Run) -> None:
    """Write the workbook of a run; the same run gives the same bytes."""
    import xlsxwriter

    with path.open("wb") as file:
        workbook = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
        # The day that the run is about, since nothing here reads the clock.
        workbook.set_properties({"title": wording.title(run), "created": datetime.combine(run.as_of, time())})
        book = Book.of(workbook)
        taken: set[str] = set()
        lists = [(listing, sheet_name(listing.title, taken)) for listing in listings(run)]
        write_cover(book, run, lists)
        for listing, name in lists:
            board_sheet(book, basis_of(run), listing, name)
        if run.policies is not None:
            policy_sheets(book, run.policies)
        _scores(book, run)
        if run.undetermined:
            _undetermined(book, run)
        if run.problems:
            _problems(book, run)
        if run.assumed:
            _assumed(book, run)
        workbook.close()


def _scores(book: Book, run: Run) -> None:
    """Every enterprise with every indicator's points, dimensions above their indicators."""
    plan = run.plan
    sheet = book.sheet(wording.SCORES_SHEET)
    fixed = [
        wording.CODE,
        wording.NAME,
        wording.STAGE,
        wording.TOTAL,
        wording.SO_FAR,
        wording.BASE,
        wording.BONUS,
    ]
    fixed.append(wording.DEDUCTIONS)
    groups: list[tuple[str, list[str]]] = []
    keys: list[tuple[str, str]] = []
    for dimension in plan.dimensions:
        own = [part for part in plan.indicators if part.dimension == dimension.id]
        names = [wording.SUBTOTAL, *(wording.marked(part.name, assumed=part.assumed) for part in own)]
        groups.append((wording.marked(dimension.name, assumed=dimension.assumed), names))
        keys += [("dimension", dimension.id), *(("indicator", part.id) for part in own)]
    cards = sorted(run.scored.cards, key=lambda card: (card.total is None, -(card.total or 0), card.code))
    longest = max((width_of(card.name) for card in cards), default=0) + 3
    widths = (22, min(_WIDEST, max(26, longest)), 14, 10, 10, 10, 10, 10)
    for column, heading in enumerate(fixed):
        sheet.merge_range(0, column, 1, column, heading, book.styles["heading"])
        sheet.set_column(column, column, widths[column])
    column = len(fixed)
    for name, headings in groups:
        book.merged(sheet, 0, column, column + len(headings) - 1, name)
        for heading in headings:
            sheet.write_string(1, column, heading, book.styles["heading"])
            column += 1
    sheet.set_row(0, 20)
    every = [heading for _, headings in groups for heading in headings]
    sheet.set_row(1, book.height(max((book.lines(heading, _INDICATOR) for heading in every), default=1)))
    sheet.set_column(len(fixed), column - 1, _INDICATOR)
    book.body(sheet, 2, [_score_line(card, keys) for card in cards], bold={3}, wrap={1: widths[1]})
    sheet.freeze_panes(2, 4)
    sheet.autofilter(1, 0, 1 + max(1, len(cards)), column - 1)
    book.print_setup(sheet, repeat=(0, 1), last_row=1 + len(cards), last_column=column - 1, wide=True)
    sheet.repeat_columns(0, 1)


def _score_line(card: ScoreCard, keys: Iterable[tuple[str, str]]) -> list[Cell]:
    dimensions = {dimension.id: dimension.points for dimension in card.dimensions}
    points = (dimensions[id_] if kind == "dimension" else card.points[id_] for kind, id_ in keys)
    stage = card.stage_name or UNSTAGED
    return [
        card.code,
        card.name,
        stage,
        card.total,
        card.so_far,
        card.base,
        card.bonus,
        card.deductions,
        *points,
    ]


def _listed(
    book: Book, name: str, note: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]], wrap: set[int]
) -> None:
    """A sheet that is one list under a note."""
    sheet = book.sheet(name)
    widths = [
        min(
            _WIDEST if column in wrap else _WIDE,
            max(width_of(heading), *(width_of(row[column]) for row in rows)) + 4,
        )
        for column, heading in enumerate(headings)
    ]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, len(headings) - 1, note, book.styles["note_left"])
    sheet.set_row(0, book.height(book.lines(note, sum(widths))))
    long = {column: float(width) for column, width in enumerate(widths) if width >= _WIDE}
    book.table(sheet, 1, headings, rows, wrap=long)
    sheet.freeze_panes(2, 0)
    sheet.autofilter(1, 0, 1 + len(rows), len(headings) - 1)
    wide = len(headings) >= _LANDSCAPE_FROM or sum(widths) > 110
    book.print_setup(sheet, repeat=(0, 1), last_row=1 + len(rows), last_column=len(headings) - 1, wide=wide)


def _undetermined(book: Book, run: Run) -> None:
    headings = (wording.CODE, wording.NAME, wording.STAGE, wording.SO_FAR, wording.LACKING)
    rows: list[tuple[str, str, str, Decimal, str]] = [
        (
            card.code,
            card.name,
            card.stage_name or UNSTAGED,
            card.so_far,
            wording.BETWEEN.join(run.lacking(card)),
        )
        for card in sorted(run.undetermined, key=lambda card: card.code)
    ]
    _listed(book, wording.UNDETERMINED_SHEET, wording.UNDETERMINED_NOTE, headings, rows, wrap={4})


def _problems(book: Book, run: Run) -> None:
    rows = [problem.to_row() for problem in run.problems]
    _listed(book, wording.PROBLEMS_SHEET, wording.PROBLEMS_NOTE, HEADINGS, rows, wrap={7, 8})


def _assumed(book: Book, run: Run) -> None:
    rows = [(one.owner, one.key, one.value, f"{one.place.file}:{one.place.line}") for one in run.assumed]
    note = wording.ASSUMED_NOTE.format(count=f"{len(rows):,}")
    headings: Any = wording.ASSUMED_HEADINGS
    _listed(book, wording.ASSUMED_SHEET, note, headings, rows, wrap={2, 3})
