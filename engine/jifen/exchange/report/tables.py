"""The tables of a run as CSV: UTF-8 with the mark by which Excel knows it, cells that cannot act as formulas.

Rows stand by credit code or by rank, so that the order of the roster does not show (S30).
"""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from jifen.exchange.problems import HEADINGS
from jifen.exchange.report.figures import listings
from jifen.exchange.runs import UNSTAGED, Run
from jifen.model.decision import ScoreCard

Cell = str | int | Decimal | None

_ACTIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula or a command."""

_YES, _NO = "是", "否"
_BETWEEN = "、"
_IDENTITY = ("统一社会信用代码", "企业名称", "成长阶段")
_TOTALS = ("总分", "已知得分", "基础分", "加分", "扣分")


def inert(cell: Cell) -> str:
    """A cell as text; what a spreadsheet would run as a formula is quoted, numbers stay numbers."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_ACTIVE) else cell
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def write_table(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table as CSV."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([inert(heading) for heading in headings])
        writer.writerows([inert(cell) for cell in row] for row in rows)


def write_scores(path: Path, run: Run) -> None:
    """Every scored enterprise: total, parts, dimensions, indicators, ranks, and what is missing."""
    plan = run.plan
    headings = [
        *_IDENTITY,
        *_TOTALS,
        *(f"维度：{part.name}" for part in plan.dimensions),
        *(part.name for part in plan.indicators),
        *(f"名次：{board.name}" for board in plan.boards),
        "缺少",
        "依据假定数字",
        "暂定",
    ]
    write_table(
        path,
        headings,
        (_score_row(run, card) for card in sorted(run.scored.cards, key=lambda card: card.code)),
    )


def _score_row(run: Run, card: ScoreCard) -> list[Cell]:
    ranks = {standing.board: standing.rank for standing in card.standings}
    return [
        card.code,
        card.name,
        card.stage_name or UNSTAGED,
        card.total,
        card.so_far,
        card.base,
        card.bonus,
        card.deductions,
        *(dimension.points for dimension in card.dimensions),
        *(card.points[part.id] for part in run.plan.indicators),
        *(ranks.get(board.id) for board in run.plan.boards),
        _BETWEEN.join(run.lacking(card)),
        _YES if card.assumed else _NO,
        _YES if card.provisional else _NO,
    ]


def write_boards(path: Path, run: Run) -> None:
    """The lists of all boards, one below the other."""
    headings = ("榜单编号", "榜单", "范围", "名次", *_IDENTITY, "排名依据", "数值", "参评家数")
    rows = (
        (
            listing.board.id,
            listing.board.name,
            listing.group or "全园区",
            standing.rank,
            card.code,
            card.name,
            card.stage_name or UNSTAGED,
            listing.by,
            standing.value,
            standing.members,
        )
        for listing in listings(run)
        for standing, card in listing.lines
    )
    write_table(path, headings, rows)


def write_problems(path: Path, run: Run) -> None:
    """What is wrong with the roster, and which enterprises could not be scored."""
    write_table(path, HEADINGS, (problem.to_row() for problem in run.problems))
