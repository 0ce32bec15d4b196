"""The report: what stands in its cells, and that it can be printed and published as it is."""

import csv
import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from python_calamine import CalamineWorkbook

from jifen.exchange.reading import read_roster
from jifen.exchange.report import wording, write_boards, write_problems, write_report, write_scores
from jifen.exchange.report.figures import basis_of, distribution, listings
from jifen.exchange.report.layout import sheet_name, width_of
from jifen.exchange.report.tables import inert
from jifen.exchange.runs import Run
from jifen.exchange.spreads import Spread, spread
from jifen.interfaces.park import ScoringPark, open_park
from jifen.model.period import Period

TESTS = Path(__file__).parents[1] / "interfaces"
PERIOD, AS_OF = Period(2020), date(2021, 3, 31)


@pytest.fixture(scope="module")
def park() -> ScoringPark:
    return open_park("garden", plugins=[TESTS / "plugins"])


@pytest.fixture(scope="module")
def run(park: ScoringPark) -> Run:
    roster = read_roster(TESTS / "roster", park.vocabulary)
    scored = park.score_many(roster.enterprises, period=PERIOD, as_of=AS_OF)
    return Run(park.park, park.plan, PERIOD, AS_OF, None, roster, scored)


def cells(path: Path) -> dict[str, list[list[Any]]]:
    workbook = CalamineWorkbook.from_path(path)
    return {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}


def lines(path: Path) -> dict[str, list[str]]:
    """Each sheet as lines of text without the empty cells at their ends."""
    return {
        name: [" | ".join(str(cell) for cell in row).rstrip(" |") for row in rows]
        for name, rows in cells(path).items()
    }


@pytest.fixture(scope="module")
def report(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.xlsx"
    write_report(path, run)
    return path


def test_sheets_stand_in_reading_order(report: Path) -> None:
    assert list(cells(report)) == [
        "概览", "明细与依据", "初创期前2名", "成熟期前2名", "技术创新前3名", "积分表", "未定", "问题", "假定",
    ]  # fmt: skip


@pytest.mark.parametrize("sheet", ["初创期前2名", "技术创新前3名", "未定", "积分表"])
def test_what_a_sheet_says(report: Path, sheet: str, snapshot: object) -> None:
    assert lines(report)[sheet] == snapshot


def test_what_the_cover_says(report: Path, run: Run, snapshot: object) -> None:
    assert lines(report)["概览"] == snapshot


def test_what_the_sheet_behind_the_cover_says(report: Path, run: Run, snapshot: object) -> None:
    shown = lines(report)["明细与依据"]
    stamped = [line for line in shown if "指纹" in line or "SHA-256" in line or line.startswith("计算程序")]
    assert len(stamped) == 4
    assert run.plan.digest[:12] in stamped[0]
    assert [line for line in shown if line not in stamped] == snapshot


def test_every_problem_and_every_assumed_figure_is_listed(report: Path, run: Run) -> None:
    sheets = cells(report)
    assert len(sheets["问题"]) == 2 + len(run.problems)
    assert len(sheets["假定"]) == 2 + len(run.assumed)
    assert sheets["假定"][2][:3] == ["维度“成长经营”", "name", "成长经营"]


def test_points_are_numbers_and_texts_stay_texts(report: Path) -> None:
    row = next(row for row in cells(report)["积分表"] if "=乙科技有限公司" in row)
    assert row[3] == pytest.approx(-2.27)
    with zipfile.ZipFile(report) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    assert not any("<f>" in sheet for sheet in sheets)


def test_sheets_are_ready_to_be_printed(report: Path) -> None:
    with zipfile.ZipFile(report) as archive:
        sheets = [archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in range(1, 10)]
        names = archive.read("xl/workbook.xml").decode()
    assert all("fitToPage" in sheet and "第 &amp;P 页" in sheet for sheet in sheets)
    assert all('state="frozen"' in sheet for sheet in sheets[2:])
    assert names.count("_xlnm.Print_Titles") == 7
    assert names.count("_xlnm.Print_Area") == 9


def test_the_cover_shows_stages_totals_and_dimensions_as_charts(report: Path) -> None:
    """Native charts, each drawn from cells that hold what its title says."""
    with zipfile.ZipFile(report) as archive:
        charts = [archive.read(f"xl/charts/chart{number}.xml").decode() for number in range(1, 5)]
        assert "xl/charts/chart5.xml" not in archive.namelist()
    titles = [re.findall(r"<a:t>(.*?)</a:t>", chart)[0] for chart in charts]
    assert titles == ["各阶段企业家数", "各分数段的企业家数", "各阶段总分", "各维度得分"]
    sheets = cells(report)
    drawn = []
    for chart in charts:
        for kind in ("cat", "val"):
            found = re.search(rf"<c:{kind}>.*?<c:f>(.*?)!\$(\w)\$(\d+):\$\w\$(\d+)</c:f>", chart, re.DOTALL)
            assert found is not None
            name, column, first, last = found.groups()
            rows = sheets[name.strip("'")][int(first) - 1 : int(last)]
            drawn.append([row[ord(column) - ord("A")] for row in rows])
    assert drawn[0:2] == [["初创期", "成熟期"], [3.0, 2.0]]
    assert sum(drawn[3]) == 4
    assert drawn[4:6] == [["初创期", "成熟期"], [26.91, -2.27]]
    assert drawn[6:8] == [["技术创新", "成长经营*", "加分项", "信用"], [14.16, 5.59, 4.9, 4.0]]


def test_rows_are_as_high_as_their_texts_take(run: Run, tmp_path: Path) -> None:
    """A sheet has one height for all rows unless a row says otherwise, so a long text would be cut."""
    long = evolve(run.roster.problems[0], message="很长的说明" * 60)
    spoilt = evolve(run, roster=evolve(run.roster, problems=(long, *run.roster.problems[1:])))
    write_report(tmp_path / "report.xlsx", spoilt)
    number = list(cells(tmp_path / "report.xlsx")).index("问题") + 1
    with zipfile.ZipFile(tmp_path / "report.xlsx") as archive:
        sheet = archive.read(f"xl/worksheets/sheet{number}.xml").decode()
    heights = [float(height) for height in re.findall(r'<row [^>]*?ht="([\d.]+)"', sheet)]
    assert max(heights) >= 600 / 42 * 14


def test_negative_points_are_red_and_the_day_is_a_date(report: Path) -> None:
    with zipfile.ZipFile(report) as archive:
        styles = archive.read("xl/styles.xml").decode()
    assert "#,##0.00;[Red]-#,##0.00" in styles
    basis = {row[0]: row[1] for row in cells(report)["明细与依据"]}
    assert basis["数据截至"] == AS_OF


def test_s30_the_same_run_gives_the_same_bytes(run: Run, report: Path, tmp_path: Path) -> None:
    write_report(tmp_path / "again.xlsx", run)
    assert (tmp_path / "again.xlsx").read_bytes() == report.read_bytes()


def test_nothing_is_said_of_what_there_is_none_of(run: Run, tmp_path: Path) -> None:
    """A roster of one sound enterprise: no sheets of problems or missing totals, and no warnings of them."""
    one = run.roster.enterprises[0]
    roster = evolve(run.roster, enterprises=(one,), problems=(), left_out=())
    scorer = open_park("garden", plugins=[TESTS / "plugins"]).scorer("2020")
    alone = evolve(run, roster=roster, scored=scorer.many([one], AS_OF))
    write_report(tmp_path / "report.xlsx", alone)
    sheets = lines(tmp_path / "report.xlsx")
    assert list(sheets) == ["概览", "明细与依据", "初创期前2名", "技术创新前3名", "积分表", "假定"]
    assert not any(line.startswith("暂定") for line in sheets["概览"])


def test_a_roster_without_any_enterprise_gives_a_report(run: Run, tmp_path: Path) -> None:
    roster = evolve(run.roster, enterprises=())
    scorer = open_park("garden", plugins=[TESTS / "plugins"]).scorer("2020")
    write_report(tmp_path / "report.xlsx", evolve(run, roster=roster, scored=scorer.many([], AS_OF)))
    assert list(cells(tmp_path / "report.xlsx")) == ["概览", "明细与依据", "积分表", "问题", "假定"]


def test_a_sample_is_said_to_be_one(run: Run, tmp_path: Path) -> None:
    sample = evolve(run, roster=evolve(run.roster, notes={"样例数据": "是"}))
    write_report(tmp_path / "report.xlsx", sample)
    sheets = lines(tmp_path / "report.xlsx")
    for name in ("概览", "初创期前2名", "技术创新前3名"):
        assert any("样例数据：企业及其数据均由程序随机生成" in line for line in sheets[name]), name


def test_s19_lists_hold_ties_and_say_how_many_took_part(run: Run) -> None:
    shown = [(listing.title, listing.by, listing.members, len(listing.lines)) for listing in listings(run)]
    assert shown == [
        ("初创期前2名", "积分", 3, 2),
        ("成熟期前2名", "积分", 1, 1),
        ("技术创新前3名", "技术创新", 4, 3),
    ]


def test_s19_a_list_says_what_tells_equal_values_apart(run: Run) -> None:
    listing = listings(run)[0]
    plain = wording.board_note(basis_of(run), listing)
    broken = wording.board_note(basis_of(run), evolve(listing, ties=("技术创新", "营业收入")))
    assert "同分的依次比较" not in plain
    assert "初创期参评 3 家；同分的依次比较技术创新、营业收入；并列者名次相同" in broken


def test_tables_are_read_back_as_they_are(run: Run, tmp_path: Path) -> None:
    for write in (write_scores, write_boards, write_problems):
        write(tmp_path / "table.csv", run)
        with (tmp_path / "table.csv").open(encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file)
        assert rows and {len(row) for row in rows} == {len(head)}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("=1+1", "'=1+1"),
        ("+86 411", "'+86 411"),
        ("-5", "'-5"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("＝1+1", "'＝1+1"),
        ("\n=1", "'\n=1"),
        ("甲=乙", "甲=乙"),
        (Decimal("-5.25"), "-5.25"),
        (Decimal("1E+3"), "1000"),
        (-3, "-3"),
        (None, ""),
    ],
)
def test_text_that_could_act_as_a_formula_is_quoted(cell: str | int | Decimal | None, text: str) -> None:
    assert inert(cell) == text


@pytest.mark.parametrize(
    ("totals", "bins"),
    [
        ([], ()),
        (["5"], (("[5, 6)", 1),)),
        (
            ["0", "9.99", "10", "29.99"],
            (("[0, 2)", 1), ("[2, 4)", 0), ("[4, 6)", 0), ("[6, 8)", 0), ("[8, 10)", 1)),
        ),
        (["-0.5", "0"], (("[-1, 0)", 1), ("[0, 1)", 1))),
        (["-30", "30"], (("[-30, -25)", 1),)),
    ],
)
def test_totals_are_counted_in_left_closed_intervals(
    totals: list[str], bins: tuple[tuple[str, int], ...]
) -> None:
    found = distribution([Decimal(total) for total in totals])
    assert found[: len(bins)] == bins
    assert sum(count for _, count in found) == len(totals)
    assert len(found) <= 15


def test_how_values_lie() -> None:
    values = [Decimal(value) for value in ("1", "2", "4", "10")]
    assert spread(values) == Spread(4, Decimal(1), Decimal(10), Decimal("4.25"), Decimal("3.00"))
    assert spread([]) is None


def test_names_of_sheets_are_such_as_a_workbook_takes() -> None:
    taken: set[str] = set()
    assert sheet_name("甲/乙[20]强", taken) == "甲 乙 20 强"
    assert sheet_name("甲/乙[20]强", taken) == "甲 乙 20 强（2）"
    long = sheet_name("长" * 40, taken)
    assert len(long) == 31
    assert sheet_name("长" * 40, taken) == "长" * 27 + "（2）"
    assert sheet_name("''", taken) == "榜单"


def test_wide_characters_are_two_cells_wide() -> None:
    assert [width_of(cell) for cell in ("积分ab", "一\n一二三", None, 1234)] == [6, 6, 0, 4]
