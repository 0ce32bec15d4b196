"""Lists of a saved run: places from its cohort, cards from its enterprises, exactly as the run had them."""

from collections.abc import Iterator

from jifen.cohort.members import Cohort, column_of
from jifen.cohort.scoring import Scorer
from jifen.exchange.report.figures import Basis, Listing, lists_of
from jifen.exchange.runs import SavedRun
from jifen.exchange.saved import refused
from jifen.language.diagnostics import nearest
from jifen.model.park import Park
from jifen.plan.graph import BoardPart, Plan


def saved_basis(saved: SavedRun, plan: Plan) -> Basis:
    """On what the figures of a saved run rest."""
    summary = saved.summary
    return Basis(
        name=plan.name,
        scheme=plan.scheme,
        period=saved.period,
        as_of=saved.as_of,
        sample=saved.sample,
        assumed=int(summary["assumed_figures"]),
        provisional=bool(summary["provisional"]),
    )


def saved_lists(saved: SavedRun, park: Park, scorer: Scorer, wanted: str) -> tuple[Listing, ...]:
    """The lists of a board by its id or name; one alone where a list's own title is wanted.

    Ranks are those of the saved values (S19). A :class:`~jifen.language.diagnostics.DiagnosticError` where
    there is no such board.
    """
    plan = scorer.plan
    cohort: Cohort = saved.cohort(plan)
    board, group = _wanted(saved, plan, wanted.strip())
    codes = sorted(_listed(plan, board, cohort))
    kept = saved.enterprises(codes)
    cards = [scorer.one(kept[code], saved.as_of, cohort) for code in codes]
    return tuple(
        listing
        for listing in lists_of(plan, park, cards)
        if listing.board.id == board.id and group in (None, listing.group)
    )


def _wanted(saved: SavedRun, plan: Plan, wanted: str) -> tuple[BoardPart, str | None]:
    """The board that is meant, and which of its groups if only one is."""
    titles: dict[str, tuple[BoardPart, str | None]] = {}
    for board in plan.boards:
        titles |= {board.id: (board, None), board.name: (board, None)}
        if board.by_stage:
            titles |= {f"{stage.name}{board.name}": (board, stage.name) for stage in plan.stages}
    if wanted not in titles:
        known = "、".join(f"{board.id}（{board.name}）" for board in plan.boards)
        near = nearest(wanted, titles) or ""
        raise refused("J820", saved.folder, wanted=wanted, park=plan.name, near=near, known=known)
    return titles[wanted]


def _listed(plan: Plan, board: BoardPart, cohort: Cohort) -> Iterator[str]:
    """Who stands on a board's lists, by the cohort's values."""
    node = plan.named[board.rank].node
    column = cohort.columns[column_of(node)].column()
    for code, entry in column.entries.items():
        if column.rank(code, entry, descending=True) <= board.top:
            yield code
