"""Lists ready to be published (公示): a sheet each, in the report or in a workbook of their own."""

from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

from jifen.exchange.report import wording
from jifen.exchange.report.figures import Basis, Listing
from jifen.exchange.report.layout import Book, Cell, sheet_name, width_of
from jifen.exchange.runs import UNSTAGED

_WIDEST = 54


def write_board_workbook(path: Path, basis: Basis, lists: Sequence[Listing]) -> None:
    """Write lists as a workbook; the same lists give the same bytes."""
    import xlsxwriter

    with path.open("wb") as file:
        workbook = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
        title = wording.board_title(basis, lists[0])
        workbook.set_properties({"title": title, "created": datetime.combine(basis.as_of, time())})
        book = Book.of(workbook)
        taken: set[str] = set()
        for listing in lists:
            board_sheet(book, basis, listing, sheet_name(listing.title, taken))
        workbook.close()


def board_sheet(book: Book, basis: Basis, listing: Listing, name: str) -> None:
    """One list: title, how it was made, what limits its use, and the places."""
    sheet = book.sheet(name)
    own_stage = [] if listing.board.by_stage else [wording.STAGE]
    headings = [wording.RANK, wording.NAME, wording.CODE, *own_stage, listing.by]
    last = len(headings) - 1
    longest = max((width_of(card.name) for _, card in listing.lines), default=0) + 3
    by = max(14, min(30, width_of(listing.by) + 3))
    widths = [8, min(_WIDEST, max(34, longest)), 24, *([14] if own_stage else []), by]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    notes = [
        (wording.board_note(basis, listing), "note_wrapping"),
        (wording.board_warning(basis, listing), "warning"),
    ]
    sheet.merge_range(0, 0, 0, last, wording.board_title(basis, listing), book.styles["title"])
    sheet.set_row(0, 34)
    top = 1
    for text, style in notes:
        if text:
            sheet.merge_range(top, 0, top, last, text, book.styles[style])
            sheet.set_row(top, book.height(book.lines(text, sum(widths))))
            top += 1
    rows: list[Sequence[Cell]] = [
        (
            standing.rank,
            card.name,
            card.code,
            *([card.stage_name or UNSTAGED] if own_stage else []),
            standing.value,
        )
        for standing, card in listing.lines
    ]
    centred = {0, 2, *([3] if own_stage else [])}
    book.table(sheet, top, headings, rows, center=centred, wrap={1: widths[1]})
    sheet.freeze_panes(top + 1, 0)
    book.print_setup(sheet, repeat=(0, top), last_row=top + len(rows), last_column=last)
