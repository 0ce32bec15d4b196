"""``jifen score --html`` and ``jifen board``: what people open, print and publish."""

import json
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.interfaces.conftest import ASKED, PLUGINS, ROSTER, Give

from jifen.exchange.pages import CardShown, card_page
from jifen.exchange.sample import make_sample
from jifen.exchange.spreads import stage_spreads
from jifen.explain import tables_seen
from jifen.interfaces.park import open_park
from jifen.model.period import Period

FIRST, SECOND, UNKNOWN = "91000000YL0000001L", "91000000YL0000002P", "91000000YL0000004X"


CardOf = Callable[..., str]


class Reader(HTMLParser):
    """Holds a page to be well-formed: every element is closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: dict[str, int] = {}
        self.attributes: list[tuple[str, str]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen[tag] = self.seen.get(tag, 0) + 1
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in {"meta", "col"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen[tag] = self.seen.get(tag, 0) + 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


def unstamped(page: str) -> str:
    """A page without its style, and without what changes with the model and the version."""
    page = re.sub(r"<style>.*?</style>", "<style></style>", page, flags=re.DOTALL)
    page = re.sub(r"指纹 [0-9a-f]{12}", "指纹 …", page)
    return re.sub(r"计算程序 jifen \S+", "计算程序 jifen …", page)


@pytest.fixture
def card(give: Give, finished: Path, tmp_path: Path) -> CardOf:
    def of(code: str, *more: object) -> str:
        asked = more or ("--run", finished)
        answer = give("score", code, *asked, "--plugins", PLUGINS, "--html", tmp_path / "card.html")
        assert answer.err == ""
        assert answer.out == f"积分卡：{tmp_path / 'card.html'}\n"
        return (tmp_path / "card.html").read_text("utf-8")

    return of


@pytest.mark.parametrize("code", [FIRST, SECOND, UNKNOWN])
def test_the_page_of_a_card(card: CardOf, code: str, snapshot: object) -> None:
    assert unstamped(card(code)) == snapshot


@pytest.mark.parametrize("code", [FIRST, SECOND, UNKNOWN])
def test_a_page_needs_nothing_from_elsewhere_and_runs_nothing(card: CardOf, code: str) -> None:
    page = card(code)
    reader = read(page)
    assert not reader.seen.keys() & {"script", "link", "img", "iframe", "object", "form", "base", "a"}
    assert not any(name in {"src", "href"} or name.startswith("on") for name, _ in reader.attributes)
    assert "url(" not in page and "@import" not in page and "http://" not in page and "https://" not in page
    assert "default-src 'none'" in page
    assert "@page { size: A4" in page


def test_s30_the_same_card_gives_the_same_bytes_from_the_run_and_from_the_roster(card: CardOf) -> None:
    of_run = card(FIRST)
    assert card(FIRST) == of_run
    asked = [one for one in ASKED if one not in {"--plugins", str(PLUGINS)}]
    assert card(FIRST, "--roster", ROSTER, *asked) == of_run


def test_an_enterprise_without_a_total_says_what_is_missing_and_what_is_known(card: CardOf) -> None:
    page = card(UNKNOWN)
    assert "总分未定，缺少：研发费用（2020年度）。" in page
    assert "<b>未定</b><span>总分未定；已知部分 14.00</span>" in page
    assert "尚未提供：研发费用（2020年度）。提供后才能确定这一项应得的分。" in page


def test_a_cohort_without_its_run_has_no_median_and_the_page_says_so(
    card: CardOf, finished: Path, tmp_path: Path
) -> None:
    alone = tmp_path / "cohort.json"
    shutil.copyfile(finished / "cohort.json", alone)
    asked = [one for one in ASKED if one not in {"--plugins", str(PLUGINS)}]
    page = card(FIRST, "--roster", ROSTER, *asked, "--cohort", alone)
    assert "没有画出中位数：没有同期参评企业的各维度得分可比。" in page
    assert "stroke-dasharray" not in page
    assert "stroke-dasharray" in card(FIRST, "--roster", ROSTER, *asked, "--cohort", finished)


def test_the_run_of_an_earlier_version_has_no_median_either(
    card: CardOf, finished: Path, tmp_path: Path
) -> None:
    earlier = Path(shutil.copytree(finished, tmp_path / "earlier"))
    summary = json.loads((earlier / "run.json").read_text("utf-8"))
    del summary["dimensions"]
    (earlier / "run.json").write_text(json.dumps(summary), "utf-8")
    assert "没有画出中位数" in card(FIRST, "--run", earlier)


def test_whatever_is_in_a_name_is_text(give: Give, roster: Path, tmp_path: Path) -> None:
    table = roster / "企业.csv"
    name = '<img src=x onerror=alert(1)>&"公司'
    quoted = '"' + name.replace('"', '""') + '"'
    table.write_text(table.read_text("utf-8").replace("甲科技有限公司", quoted), "utf-8")
    page, board = tmp_path / "card.html", tmp_path / "board.html"
    assert give("score", FIRST, "--roster", roster, *ASKED, "--html", page).code == 0
    assert give("run", roster, *ASKED, "--out", tmp_path / "run").code == 1
    asked = ("board", "stage-top", "--run", tmp_path / "run", "--plugins", PLUGINS)
    assert give(*asked, "--html", board).code == 0
    for file in (page, board):
        text = file.read_text("utf-8")
        assert "<img" not in text
        reader = read(text)
        assert "img" not in reader.seen
        assert any(name in each for each in reader.text)


def test_the_card_as_json_tells_the_next_steps_too(give: Give, finished: Path) -> None:
    answer = give("score", SECOND, "--run", finished, "--plugins", PLUGINS, "--format", "json")
    gains = {gain["indicator"]: gain for gain in json.loads(answer.out)["gains"]}
    assert gains["intensity"]["target"] == {"number": "3/50"}
    assert (gains["intensity"]["points"], gains["intensity"]["more"]) == ("10", "5")
    assert gains["intensity"]["mover"] == {"field": "rd_expense", "value": "240000", "target": "480000"}
    assert gains["dishonest"]["explanation"] == "“失信被执行人”不再存在，扣 0 分，少扣 20 分。"


# ------------------------------------------------------------------------------------------------- boards


@pytest.fixture
def board(finished: Path) -> tuple[object, ...]:
    return ("--run", finished, "--plugins", PLUGINS)


@pytest.mark.parametrize("name", ["stage-top", "技术创新前3名", "成熟期前2名"])
@pytest.mark.parametrize("mask", [(), ("--mask",)])
def test_a_board_as_text(
    give: Give, board: tuple[object, ...], name: str, mask: tuple[str, ...], snapshot: object
) -> None:
    answer = give("board", name, *board, *mask)
    assert answer.out == snapshot
    assert (answer.code, answer.err) == (0, "")


@pytest.mark.parametrize("mask", [(), ("--mask",)])
def test_a_board_as_a_page(
    give: Give, board: tuple[object, ...], tmp_path: Path, mask: tuple[str, ...], snapshot: object
) -> None:
    file = tmp_path / "board.html"
    assert give("board", "stage-top", *board, *mask, "--html", file).out == f"榜单：{file}\n"
    page = file.read_text("utf-8")
    read(page)
    assert unstamped(page) == snapshot


def test_a_board_as_a_workbook_has_a_sheet_for_each_list(
    give: Give, board: tuple[object, ...], tmp_path: Path
) -> None:
    file = tmp_path / "board.xlsx"
    assert give("board", "stage-top", *board, "--xlsx", file).code == 0
    workbook = CalamineWorkbook.from_path(file)
    assert workbook.sheet_names == ["初创期前2名", "成熟期前2名"]
    assert workbook.get_sheet_by_name("成熟期前2名").to_python()[-1] == [
        1.0,
        "=乙科技有限公司",
        SECOND,
        -2.27,
    ]
    with zipfile.ZipFile(file) as archive:
        sheets = [archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2)]
        names = archive.read("xl/workbook.xml").decode()
    assert not any("<f>" in sheet for sheet in sheets)
    assert names.count("_xlnm.Print_Titles") == names.count("_xlnm.Print_Area") == 2
    again = tmp_path / "again.xlsx"
    give("board", "stage-top", *board, "--xlsx", again)
    assert again.read_bytes() == file.read_bytes()


@pytest.mark.parametrize("shape", ["text", "json", "html", "xlsx"])
def test_a_masked_board_gives_nobody_away(
    give: Give, board: tuple[object, ...], tmp_path: Path, shape: str
) -> None:
    """Neither a name nor a code stands anywhere in what is written, the file's properties included."""
    asked = ("board", "technology-top", *board, "--mask")
    if shape in {"html", "xlsx"}:
        file = tmp_path / f"board.{shape}"
        assert give(*asked, f"--{shape}", file).code == 0
        if shape == "html":
            written = file.read_text("utf-8")
        else:
            with zipfile.ZipFile(file) as archive:
                written = "".join(archive.read(name).decode("utf-8") for name in archive.namelist())
    else:
        written = give(*asked, "--format", shape).out
    assert "甲****有限公司" in written
    assert "91**************1L" in written
    for whole in (FIRST, SECOND, "甲科技", "乙科技", "己科技", "91000000"):
        assert whole not in written


def test_s19_a_board_has_the_places_of_the_report_ties_included(
    give: Give, roster: Path, tmp_path: Path
) -> None:
    """Two with the same points share a place, and who ties for the last place is listed."""
    table = roster / "企业.csv"
    lines = table.read_text("utf-8").splitlines()
    twin = next(line for line in lines if "己科技" in line).replace(
        "91000000YL00000064", "91000000YL0000008A"
    )
    table.write_text("\n".join([*lines, twin.replace("己科技", "辛科技")]) + "\n", "utf-8")
    run = tmp_path / "run"
    give("run", roster, *ASKED, "--out", run)
    answer = give("board", "初创期前2名", "--run", run, "--plugins", PLUGINS, "--format", "json")
    (listed,) = json.loads(answer.out)["lists"]
    assert [(line["rank"], line["name"]) for line in listed["lines"]] == [
        (1, "甲科技有限公司"),
        (2, "己科技有限公司"),
        (2, "辛科技有限公司"),
    ]
    ours = [f"{line['rank']},{line['code']}" for line in listed["lines"]]
    rows = (run / "boards.csv").read_text("utf-8-sig").splitlines()
    theirs = [",".join(row.split(",")[3:5]) for row in rows if row.startswith("stage-top,前2名,初创期")]
    assert ours == theirs


def test_a_board_nobody_stands_on_is_said_to_be_empty(give: Give, roster: Path, tmp_path: Path) -> None:
    table = roster / "企业.csv"
    head, *lines = table.read_text("utf-8").splitlines()
    table.write_text("\n".join([head, next(line for line in lines if "丁科技" in line)]) + "\n", "utf-8")
    give("run", roster, *ASKED, "--out", tmp_path / "run")
    answer = give("board", "stage-top", "--run", tmp_path / "run", "--plugins", PLUGINS)
    assert (answer.code, answer.out) == (1, "这个榜单是空的：没有一家参评企业的数据齐全。\n")


def test_a_board_that_is_not_there_is_suggested(give: Give, board: tuple[object, ...]) -> None:
    answer = give("board", "stage-tip", *board)
    assert answer.code == 2
    assert "错误[J820] 花园示范区没有叫“stage-tip”的榜单" in answer.err
    assert "是不是“stage-top”？" in answer.err


def test_a_run_that_lacks_one_of_its_enterprises_is_refused(
    give: Give, finished: Path, tmp_path: Path
) -> None:
    spoilt = Path(shutil.copytree(finished, tmp_path / "spoilt"))
    kept = (spoilt / "enterprises.jsonl").read_text("utf-8").splitlines(keepends=True)
    (spoilt / "enterprises.jsonl").write_text("".join(line for line in kept if FIRST not in line), "utf-8")
    answer = give("board", "stage-top", "--run", spoilt, "--plugins", PLUGINS)
    assert answer.code == 2
    assert f"里面没有 {FIRST}" in answer.err


# ------------------------------------------------------------------------------------------ any enterprise


@pytest.mark.parametrize("park", ["dalian", "chongqing", "yinchuan"])
def test_any_enterprise_of_any_park_has_a_page_with_and_without_others(park: str) -> None:
    """Random values: extreme, missing, inconsistent. What is promised is always more than what is."""
    opened = open_park(park)
    made = make_sample(opened.park, None, 4, seed=7, period=Period(2021))
    asked: dict[str, Any] = {"period": "2021", "as_of": date(2022, 3, 31)}
    scored = opened.score_many(made, **asked)
    for one in made:
        for cohort, spreads in ((scored.cohort, stage_spreads(scored.cards)), (None, None)):
            card = opened.score(one, cohort=cohort, **asked)
            gains = opened.gains(one, cohort=cohort, **asked)
            shown = CardShown(
                opened.park, opened.plan, card, tables_seen(opened.plan, one), gains, spreads, sample=True
            )
            page = card_page(shown)
            read(page)
            assert ("没有画出中位数" in page) is (spreads is None)
            assert all(gain.more > 0 for gain in gains)
            totals = [gain.total for gain in gains]
            assert card.total is None or all(total is not None and total >= card.total for total in totals)
