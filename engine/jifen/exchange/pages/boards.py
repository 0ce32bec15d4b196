"""Lists ready to be published (公示), as a page: each list begins on a page of its own."""

from collections.abc import Sequence

from jifen.exchange.pages.markup import Html, el, lines, page, table
from jifen.exchange.report import wording
from jifen.exchange.report.figures import Basis, Listing
from jifen.exchange.runs import UNSTAGED


def board_page(basis: Basis, lists: Sequence[Listing]) -> str:
    """The page of these lists; the same lists give the same text."""
    return page(wording.board_title(basis, lists[0]), [_list(basis, listing) for listing in lists])


def _list(basis: Basis, listing: Listing) -> Html:
    by_stage = listing.board.by_stage
    headings = [wording.RANK, wording.NAME, wording.CODE, *([] if by_stage else [wording.STAGE]), listing.by]
    rows = [
        [
            str(standing.rank),
            card.name,
            card.code,
            *([] if by_stage else [card.stage_name or UNSTAGED]),
            f"{standing.value:,.2f}",
        ]
        for standing, card in listing.lines
    ]
    warning = wording.board_warning(basis, listing)
    parts = [
        el("h1", wording.board_title(basis, listing)),
        el("p", wording.board_note(basis, listing), class_="note"),
        *([el("p", warning, class_="warning")] if warning else []),
        table(headings, rows, "ctcn" if by_stage else "ctccn"),
    ]
    return el("section", Html("\n"), lines(parts), Html("\n"), class_="list")
