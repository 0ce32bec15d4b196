"""The first sheet of the report: what was read, what came out, and on what it rests."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import define

from jifen import __version__
from jifen.exchange.report import wording
from jifen.exchange.report.charts import Cells, Chart, column_chart
from jifen.exchange.report.figures import Listing, distribution
from jifen.exchange.report.layout import Book, Cell
from jifen.exchange.runs import Run, stage_counts
from jifen.exchange.spreads import dimension_points, spread

_WIDTHS = (26, 13, 13, 13, 13, 13, 13)
_LAST = len(_WIDTHS) - 1
_HALF = 378
"""How wide one of two charts side by side is, in dots."""
_CHART_LINES, _DOTS_A_LINE = 11, 24


@define
class _Cover:
    """Writes downwards; ``row`` is the next one."""

    book: Book
    sheet: Any
    row: int = 0

    @classmethod
    def begun(cls, book: Book, name: str, title: str, note: str) -> "_Cover":
        """A sheet of one page with its title and a note below it."""
        sheet = book.sheet(name)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.merge_range(0, 0, 0, _LAST, title, book.styles["title"])
        sheet.set_row(0, 38)
        sheet.merge_range(1, 0, 1, _LAST, note, book.styles["note"])
        sheet.set_row(1, 22)
        return cls(book, sheet, 2)

    def ended(self) -> None:
        """Set the sheet up to be printed on one page."""
        self.sheet.set_paper(9)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self.sheet.fit_to_pages(1, 1)
        self.sheet.print_area(0, 0, self.row - 1, _LAST)
        self.sheet.center_horizontally()
        self.sheet.set_footer("&C第 &P 页，共 &N 页")

    def banner(self, text: str) -> None:
        self.sheet.merge_range(self.row, 0, self.row, _LAST, text, self.book.styles["warning_left"])
        self.sheet.set_row(self.row, self.book.height(self.book.lines(text, sum(_WIDTHS))))
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

    def charts(self, row: int, charts: Sequence[Chart]) -> None:
        """Two charts side by side, from a row on."""
        for number, chart in enumerate(charts):
            made = column_chart(self.book, chart, width=_HALF, height=_DOTS_A_LINE * _CHART_LINES - 8)
            place = {"x_offset": number * (_HALF + 6), "y_offset": 6, "object_position": 1}
            self.sheet.insert_chart(row, 0, made, place)

    def line(self, label: str, text: str | date) -> None:
        """What something is, over the whole width."""
        self.sheet.write_string(self.row, 0, label, self.book.styles["text"])
        day = isinstance(text, date)
        style = self.book.styles["day" if day else "wrapping"]
        self.sheet.merge_range(self.row, 1, self.row, _LAST, "" if day else text, style)
        if isinstance(text, date):
            self.sheet.write_datetime(self.row, 1, datetime.combine(text, time()), style)
        else:
            self.sheet.set_row(self.row, self.book.height(self.book.lines(text, sum(_WIDTHS[1:]))))
        self.row += 1


def write_cover(book: Book, run: Run, lists: Sequence[tuple[Listing, str]]) -> None:
    """Write the cover and the sheet behind it; ``lists`` are the lists with the names of their sheets."""
    cover = _Cover.begun(book, wording.COVER_SHEET, wording.title(run), wording.subtitle(run))
    for statement in wording.statements(run):
        cover.banner(statement)
    _tiles(cover, run)
    details = _Cover.begun(book, wording.DETAILS_SHEET, wording.details_title(run), wording.subtitle(run))
    _results(details, run)
    spread_of = _distribution(details, run)
    _boards(details, lists)
    _basis(details, run)
    details.ended()
    first_charts = cover.row + 1 if spread_of else None
    if spread_of:
        cover.row += 1 + _CHART_LINES
    stages = _stages(cover, run)
    dimensions = _dimensions(cover, run)
    if spread_of and first_charts is not None:
        counts = Chart(wording.STAGES_CHART, stages, {1: wording.ENTERPRISES}, "#,##0")
        totals = Chart(
            wording.SPREAD_CHART, spread_of, {1: wording.ENTERPRISES}, "#,##0", slanted=True, gap=40
        )
        cover.charts(first_charts, (counts, totals))
        means = Chart(wording.TOTALS_CHART, stages, {5: wording.MEAN, 6: wording.MEDIAN}, "0.0")
        points = Chart(wording.DIMENSIONS_CHART, dimensions, {4: wording.MEAN, 5: wording.MEDIAN}, "0.0")
        cover.charts(cover.row, (means, points))
        cover.row += _CHART_LINES
    cover.ended()
    cover.sheet.activate()


def _tiles(cover: _Cover, run: Run) -> None:
    """The key figures, large."""
    totals = spread(card.total for card in run.ranked if card.total is not None)
    tiles = (
        (wording.SCORED_TILE, len(run.roster.enterprises), "tile_whole"),
        (wording.RANKED_TILE, len(run.ranked), "tile_whole"),
        (wording.MEAN_TILE, totals and totals.mean, "tile_points"),
        (wording.GREATEST_TILE, totals and totals.greatest, "tile_points"),
    )
    sheet, styles = cover.sheet, cover.book.styles
    top = cover.row + 1
    sheet.set_row(top, 34)
    for (label, figure, style), (first, last) in zip(tiles, ((0, 0), (1, 2), (3, 4), (5, 6)), strict=True):
        if first < last:
            sheet.merge_range(top, first, top, last, "", styles[style])
            sheet.merge_range(top + 1, first, top + 1, last, "", styles["tile_label"])
        if figure is None:
            sheet.write_string(top, first, "—", styles[style])
        else:
            sheet.write_number(top, first, figure, styles[style])
        sheet.write_string(top + 1, first, label, styles["tile_label"])
    cover.row += 3


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
    counted = ("行数", rows.read, rows.accepted, rows.merged, rows.rejected)
    cover.table(("名单“企业”表（行）", "读入", "采用", "重复合并", "未采用"), [counted])


def _stages(cover: _Cover, run: Run) -> Cells:
    """The table of stages; the rows of it that charts are drawn from."""
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
    cover.section(wording.STAGES_SECTION)
    first = cover.table(("阶段", "家数", "占比", "已排名", "最高总分", "平均总分", "总分中位数"), rows)
    return Cells(wording.COVER_SHEET, first, first + len(rows) - (1 if every is None else 2))


def _dimensions(cover: _Cover, run: Run) -> Cells:
    """The table of dimensions; the rows of it."""
    known = dimension_points(run.scored.cards)
    rows: list[Sequence[Cell]] = []
    for part in run.plan.dimensions:
        lies = spread(known.get(part.id, ()))
        if lies is not None:
            name = wording.marked(part.name, assumed=part.assumed)
            role = wording.ROLES[part.role]
            rows.append((name, role, lies.count, lies.greatest, lies.mean, lies.median, lies.least))
    cover.section(wording.DIMENSIONS_SECTION)
    first = cover.table(("维度", "性质", "得分已知家数", "最高", "平均", "中位数", "最低"), rows)
    return Cells(wording.COVER_SHEET, first, cover.row - 1)


def _distribution(cover: _Cover, run: Run) -> Cells | None:
    """How totals are spread; the rows that the chart is drawn from, if there are any."""
    bins = distribution([card.total for card in run.ranked if card.total is not None])
    if not bins:
        return None
    cover.section(wording.SPREAD_SECTION)
    ranked = sum(count for _, count in bins)
    rows = [(label, count, Fraction(count, ranked)) for label, count in bins]
    first = cover.table(("总分（含左端，不含右端）", wording.ENTERPRISES, "占比"), rows)
    return Cells(wording.DETAILS_SHEET, first, cover.row - 1)


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
    lines: tuple[tuple[str, str | date], ...] = (
        ("评价年度", run.period.label),
        ("数据截至", run.as_of),
        ("园区规则", f"{run.plan.name} {run.plan.version}（指纹 {run.plan.digest[:12]}）"),
        ("名单", sources),
        ("名单内容指纹", run.roster.digest[:12]),
        ("计算程序", f"jifen {__version__}"),
    )
    for label, text in lines:
        cover.line(label, text)
