"""The first sheet of the report: what was read, what came out, and on what it rests."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import define

from jifen import __version__
from jifen.exchange.report import wording
from jifen.exchange.report.figures import Listing, distribution
from jifen.exchange.report.layout import DARK, Book, Cell, width_of
from jifen.exchange.runs import Run, stage_counts
from jifen.exchange.spreads import dimension_points, spread

_WIDTHS = (26, 13, 13, 13, 13, 13, 13)
_LAST = len(_WIDTHS) - 1
_CHART_WIDTH, _CHART_LINES, _LINE_HEIGHT = 465, 11, 24
"""In dots, and in lines of the sheet."""


@define
class _Cover:
    """Writes downwards; ``row`` is the next one."""

    book: Book
    sheet: Any
    row: int = 0

    def banner(self, text: str) -> None:
        self.sheet.merge_range(self.row, 0, self.row, _LAST, text, self.book.styles["warning_left"])
        self.sheet.set_row(self.row, 18 * (1 + width_of(text) // (sum(_WIDTHS) - 6)))
        self.row += 1

    def section(self, title: str) -> None:
        self.row += 1
        self.sheet.set_row(self.row, 22)
        for column in range(_LAST + 1):
            self.sheet.write_blank(self.row, column, None, self.book.styles["section"])
        self.sheet.write_string(self.row, 0, title, self.book.styles["section"])
        self.row += 1

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> int:
        """Write a table; the row of its first line."""
        self.book.table(self.sheet, self.row, headings, rows)
        first = self.row + 1
        self.row = first + len(rows)
        return first


def write_cover(book: Book, run: Run, lists: Sequence[tuple[Listing, str]]) -> None:
    """Write the cover; ``lists`` are the lists with the names of their sheets."""
    sheet = book.sheet(wording.COVER_SHEET)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, _LAST, wording.title(run), book.styles["title"])
    sheet.set_row(0, 38)
    sheet.merge_range(1, 0, 1, _LAST, wording.subtitle(run), book.styles["note"])
    cover = _Cover(book, sheet, 2)
    for statement in wording.statements(run):
        cover.banner(statement)
    _results(cover, run)
    _stages(cover, run)
    _dimensions(cover, run)
    _distribution(cover, run)
    _boards(cover, lists)
    _basis(cover, run)
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.activate()


def _results(cover: _Cover, run: Run) -> None:
    roster, scored = run.roster, run.scored
    cover.section(wording.RESULT_SECTION)
    read = len(roster.enterprises) + len(roster.left_out)
    headings = ("企业（家）", "名单所列", "数据有误未计", "参与计算", "已排名", "总分未定", "程序出错")
    numbers = (
        read,
        len(roster.left_out),
        len(roster.enterprises),
        len(run.ranked),
        len(run.undetermined),
        len(scored.faults),
    )
    cover.table(headings, [("家数", *numbers)])
    rows = roster.counts["enterprise"]
    cover.row += 1
    counted = ("行数", rows.read, rows.accepted, rows.merged, rows.rejected)
    cover.table(("名单“企业”表（行）", "读入", "采用", "重复合并", "未采用"), [counted])


def _stages(cover: _Cover, run: Run) -> None:
    cover.section(wording.STAGES_SECTION)
    totals: dict[str | None, list[Decimal]] = {}
    for card in run.ranked:
        assert card.total is not None
        totals.setdefault(card.stage, []).append(card.total)
    everyone = len(run.scored.cards)
    rows: list[Sequence[Cell]] = []
    for id_, name, count in stage_counts(run):
        lies = spread(totals.get(id_, ()))
        shown = (lies.greatest, lies.mean, lies.median) if lies else (None, None, None)
        rows.append((name, count, Fraction(count, everyone or 1), lies.count if lies else 0, *shown))
    every = spread(total for several in totals.values() for total in several)
    if every is not None:
        rows.append(("合计", everyone, Fraction(1), every.count, every.greatest, every.mean, every.median))
    cover.table(("阶段", "家数", "占比", "已排名", "最高总分", "平均总分", "总分中位数"), rows)


def _dimensions(cover: _Cover, run: Run) -> None:
    cover.section(wording.DIMENSIONS_SECTION)
    known = dimension_points(run.scored.cards)
    rows: list[Sequence[Cell]] = []
    for part in run.plan.dimensions:
        lies = spread(known.get(part.id, ()))
        if lies is not None:
            name = wording.marked(part.name, assumed=part.assumed)
            role = wording.ROLES[part.role]
            rows.append((name, role, lies.count, lies.greatest, lies.mean, lies.median, lies.least))
    cover.table(("维度", "性质", "得分已知家数", "最高", "平均", "中位数", "最低"), rows)


def _distribution(cover: _Cover, run: Run) -> None:
    bins = distribution([card.total for card in run.ranked if card.total is not None])
    if not bins:
        return
    cover.section(wording.SPREAD_SECTION)
    first = cover.table(("总分", "家数"), bins)
    chart = cover.book.workbook.add_chart({"type": "column"})
    name = wording.COVER_SHEET
    chart.add_series(
        {
            "categories": [name, first, 0, first + len(bins) - 1, 0],
            "values": [name, first, 1, first + len(bins) - 1, 1],
            "fill": {"color": DARK},
            "gap": 40,
        }
    )
    chart.set_legend({"none": True})
    chart.set_title({"name": "各分数段的企业家数", "name_font": {"size": 11, "bold": False}})
    chart.set_y_axis(
        {"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}, "num_format": "#,##0"}
    )
    chart.set_x_axis({"num_font": {"rotation": -45, "size": 8}})
    lines = max(_CHART_LINES, len(bins) + 1)
    chart.set_size({"width": _CHART_WIDTH, "height": _LINE_HEIGHT * lines})
    cover.sheet.insert_chart(first - 1, 2, chart, {"x_offset": 12, "y_offset": 2})
    cover.row = first - 1 + lines


def _boards(cover: _Cover, lists: Sequence[tuple[Listing, str]]) -> None:
    if not lists:
        return
    cover.section(wording.BOARDS_SECTION)
    link = cover.book.styles["link"]
    rows: list[Sequence[Cell]] = [
        ("", listing.members, len(listing.lines), standing.value, card.name)
        for listing, _ in lists
        for standing, card in listing.lines[:1]
    ]
    first = cover.table(("榜单（点击查看）", "参评家数", "列入家数", "第一名得分", "第一名"), rows)
    for number, (listing, name) in enumerate(lists):
        row = first + number
        cover.sheet.write_url(row, 0, f"internal:'{name}'!A1", link, listing.title)
        cover.sheet.merge_range(row, 4, row, _LAST, rows[number][4], cover.book.styles["text"])
    cover.sheet.merge_range(first - 1, 4, first - 1, _LAST, "第一名", cover.book.styles["heading"])


def _basis(cover: _Cover, run: Run) -> None:
    cover.section(wording.BASIS_SECTION)
    sources = "；".join(f"{source.name}（SHA-256 {source.digest[:12]}）" for source in run.roster.sources)
    lines = (
        ("评价年度", run.period.label),
        ("数据截至", run.as_of.isoformat()),
        ("园区规则", f"{run.plan.name} {run.plan.version}（指纹 {run.plan.digest[:12]}）"),
        ("名单", sources),
        ("名单内容指纹", run.roster.digest[:12]),
        ("计算程序", f"jifen {__version__}"),
    )
    for label, text in lines:
        cover.sheet.write_string(cover.row, 0, label, cover.book.styles["text"])
        cover.sheet.merge_range(cover.row, 1, cover.row, _LAST, text, cover.book.styles["text"])
        cover.row += 1
