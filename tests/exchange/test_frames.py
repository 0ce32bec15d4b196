"""A roster read as columns is the roster read one by one: the same values, problems and counts."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from attrs import evolve
from tests.exchange.dirty_rosters import SEED, truth
from tests.exchange.dirty_rosters import VOCABULARY as DIRTY_VOCABULARY
from tests.exchange.frames_agree import (
    agreed,
    assert_same_population,
    code_of,
    drawn,
    every_read,
    write_sheets,
)
from tests.exchange.vocabulary import CODES, VOCABULARY

from jifen.columns.population import Reads, population_of
from jifen.columns.scoring import ScoreColumns
from jifen.exchange.dirty import DirtyRoster, dirty_rosters
from jifen.exchange.frames.reading import read_frames
from jifen.exchange.mapping import load_mapping
from jifen.exchange.opening import open_sheets
from jifen.exchange.reading import read_roster
from jifen.exchange.recipes import load_recipe
from jifen.exchange.sample import make_sample
from jifen.exchange.workbooks import OLE, ZIP
from jifen.exchange.writing import write_roster
from jifen.interfaces.park import open_park
from jifen.language.diagnostics import DiagnosticError
from jifen.model.period import Period
from jifen.model.quantity import SCALES
from jifen.model.terms import Field

SHAPES = ("parquet", "csv", "gb18030", "quoted")
READS = every_read(VOCABULARY)


@pytest.mark.parametrize("seed", range(60))
def test_a_random_roster_is_read_as_one_by_one(seed: int, tmp_path: Path) -> None:
    agreed(write_sheets(tmp_path / "名单", drawn(seed), SHAPES[seed % len(SHAPES)]), VOCABULARY)


DIRTY = tuple(dirty_rosters(truth(), DIRTY_VOCABULARY, SEED, 200))


@pytest.mark.parametrize("dirty", DIRTY, ids=lambda dirty: f"{dirty.number}-{dirty.kind.id}")
def test_a_dirty_roster_is_read_as_one_by_one(dirty: DirtyRoster, tmp_path: Path) -> None:
    for name, content in dirty.files.items():
        (tmp_path / name).write_bytes(content)
    path = tmp_path / next(iter(dirty.files))
    if path.read_bytes().startswith((ZIP, OLE)):
        path = _as_text(path)
    agreed(path, DIRTY_VOCABULARY)


def _as_text(path: Path) -> Path:
    """What a workbook says, as CSV; one that is refused as it is."""
    try:
        sheets = open_sheets(path, "企业").sheets
    except DiagnosticError:
        return path
    folder = path.parent / "文字"
    folder.mkdir()
    for sheet in sheets:
        with (folder / f"{sheet.title}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(sheet.rows)
    return folder


MAIN = pl.DataFrame(
    {
        "统一社会信用代码": [CODES[0], CODES[0], CODES[1]],
        "企业名称": ["甲", "甲", "乙"],
        "期间": [2020, 2019, 2020],
        "成立日期": [date(2015, 6, 1), None, date(2018, 1, 1)],
        "营业收入（万元）": [1234.5, 980.29, 0.01],
        "研发强度（%）": ["15", "不适用", "12.5%"],
        "是否上市": [True, None, False],
    }
)
QUALIFIED = pl.DataFrame(
    {
        "统一社会信用代码": [CODES[1], CODES[0], CODES[0]],
        "资质": ["高企", "高新技术企业", "高企"],
        "证书编号": ["3", "2", "1"],
    }
)


def test_values_are_counts_of_the_last_digit_and_absences_are_told_beside() -> None:
    reads = Reads(
        {
            "revenue@2020": ("revenue", "2020", "number"),
            "revenue@2019": ("revenue", "2019", "number"),
            "rd_share@2019": ("rd_share", "2019", "number"),
            "rd_share@2020": ("rd_share", "2020", "number"),
            "staff@2020": ("staff", "2020", "number"),
            "listed@2020": ("listed", "2020", "flag"),
        },
        {"qualification": {"number": "text", "kind": "text"}},
    )
    found = read_frames({"企业": MAIN, "资质": QUALIFIED}, VOCABULARY, reads, complete_to=date(2020, 12, 31))
    assert found.population.frame.to_dict(as_series=False) == {
        "code": [CODES[1], CODES[0]],
        "name": ["乙", "甲"],
        "founded": [date(2018, 1, 1), date(2015, 6, 1)],
        "revenue@2020": [10000, 1234500000],
        "revenue@2019": [None, 980290000],
        "rd_share@2019": [None, None],
        "why:rd_share@2019": [None, 2],
        "rd_share@2020": [125000, 150000],
        "staff@2020": [None, None],
        "listed@2020": [False, True],
    }
    assert found.population.tables["qualification"].rows() == [
        (0, "3", "高新技术企业"),
        (1, "1", "高新技术企业"),
        (1, "2", "高新技术企业"),
    ]
    assert found.population.coverage == {"qualification": date(2020, 12, 31)}
    assert [problem.code for problem in found.problems] == ["J724"]
    assert found.singly["enterprise"].rows == 0


class _Stream:
    """Nothing but the Arrow interface."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize("make", [pl.DataFrame, pl.DataFrame.lazy, pl.DataFrame.to_arrow, _Stream])
def test_frames_in_memory_are_read_as_files_are(make: Any, tmp_path: Path) -> None:
    sheets = {"企业": MAIN, "资质": QUALIFIED}
    path = write_sheets(tmp_path / "名单", sheets, "parquet")
    roster = read_roster(path, VOCABULARY)
    found = read_frames({title: make(one) for title, one in sheets.items()}, VOCABULARY, READS)
    assert_same_population(population_of(roster.enterprises, READS), found.population)
    alone = read_frames(make(MAIN), VOCABULARY, READS)
    assert_same_population(
        population_of(read_roster(path / "企业.parquet", VOCABULARY).enterprises, READS), alone.population
    )


def test_what_has_no_arrow_interface_is_refused() -> None:
    with pytest.raises(TypeError, match="dict"):
        read_frames({"企业": {"a": [1]}}, VOCABULARY, READS)


def test_arrow_files_are_read_as_parquet_files_are(tmp_path: Path) -> None:
    sheets = drawn(3)
    arrow = write_sheets(tmp_path / "箭", sheets, "arrow")
    parquet = write_sheets(tmp_path / "名单", sheets, "parquet")
    one, other = (read_frames(path, VOCABULARY, READS, checked="all") for path in (arrow, parquet))
    assert_same_population(one.population, other.population)
    assert [(problem.code, problem.cell) for problem in one.problems] == [
        (problem.code, problem.cell) for problem in other.problems
    ]


def test_a_categorical_column_is_one_of_texts(tmp_path: Path) -> None:
    frame = MAIN.with_columns(pl.col("企业名称").cast(pl.Categorical))
    found = read_frames(frame, VOCABULARY, READS)
    assert_same_population(read_frames(MAIN, VOCABULARY, READS).population, found.population)


def test_the_order_of_rows_does_not_matter() -> None:
    sheets = drawn(11)
    ordered = read_frames(sheets, VOCABULARY, READS)
    shuffled = read_frames(
        {title: one.sample(fraction=1, shuffle=True, seed=5) for title, one in sheets.items()},
        VOCABULARY,
        READS,
    )
    assert_same_population(ordered.population, shuffled.population)


def test_columns_that_are_not_read_are_as_if_they_were_not_there(tmp_path: Path) -> None:
    """Their headings are looked at; their cells are not."""
    wrong = MAIN.with_columns(
        pl.Series("职工总数（人）", ["约12", "3", "4"]), pl.Series("营业收人（万元）", [1, 2, 3])
    )
    sheets = {"企业": wrong, "资质": QUALIFIED}
    reads = Reads({"revenue@2020": ("revenue", "2020", "number")})
    found = read_frames(sheets, VOCABULARY, reads)
    assert found.population.frame["revenue@2020"].to_list() == [10000, 1234500000]
    assert {problem.code for problem in found.problems} == {"J720", "J724", "J725"}
    assert found.counts.keys() == {"enterprise"}
    checked = read_frames(sheets, VOCABULARY, reads, checked="all")
    assert checked.population.frame["revenue@2020"].to_list() == [10000]
    assert [one.code for one in checked.left_out] == [CODES[0]]
    assert "J750" in {problem.code for problem in checked.problems}


@pytest.mark.parametrize("seed", range(200, 220))
def test_a_random_roster_is_read_as_if_columns_that_are_not_read_were_not_there(
    seed: int, tmp_path: Path
) -> None:
    sheets = drawn(seed)
    wanted = {"revenue": "营业收入", "staff": "职工总数", "sector": "技术领域"}
    reads = Reads(
        {name: one for name, one in READS.facts.items() if one[0] in wanted},
        {"project": READS.tables["project"]},
    )
    main = sheets["企业"]
    kept = [name for name in main.columns if any(one in name for one in (*_IDENTITY, *wanted.values()))]
    without = {title: one for title, one in sheets.items() if title in ("项目", "说明")}
    roster = read_roster(
        write_sheets(tmp_path / "少", {"企业": main[kept], **without}, "parquet"), VOCABULARY
    )
    found = read_frames(write_sheets(tmp_path / "名单", sheets, "parquet"), VOCABULARY, reads)
    assert_same_population(population_of(roster.enterprises, reads), found.population)
    assert found.counts == roster.counts
    assert found.left_out == roster.left_out


_IDENTITY = ("信用代码", "企业名称", "期间", "成立日期")


def test_scores_of_columns_are_those_of_enterprises(tmp_path: Path) -> None:
    park = open_park("dalian")
    recipe = load_recipe(Path(__file__).parents[2] / "plugins/dalian/jifen_dalian/sample.toml")
    period, day = Period(2020), date(2021, 3, 31)
    write_roster(tmp_path / "名单", make_sample(park.park, recipe, 40, 3), park.vocabulary, shape="parquet")
    scores = ScoreColumns(park.scorer(period), day)
    found = read_frames(tmp_path / "名单", park.vocabulary, scores.reads)
    enterprises = read_roster(tmp_path / "名单", park.vocabulary).enterprises
    assert found.singly["enterprise"].rows == 0
    cards = scores.run(scores.batches(found.population)).cards(enterprises).cards
    assert len(cards) == 40
    assert cards == scores.scorer.many(enterprises, day).cards


def test_an_enterprise_with_one_wrong_cell_is_read_one_by_one_and_all_others_are_not(tmp_path: Path) -> None:
    codes = [code_of(number) for number in range(1, 301)]
    cells = [f"{number}.5" for number in range(300)]
    cells[7] = "约8"
    frame = pl.DataFrame(
        {"统一社会信用代码": codes, "企业名称": codes, "期间": ["2020"] * 300, "营业收入（万元）": cells}
    )
    found = agreed(write_sheets(tmp_path / "名单", {"企业": frame}, "csv"), VOCABULARY)
    assert found is not None
    assert found.singly["enterprise"].rows == 1
    assert [(problem.code, problem.cell) for problem in found.problems if problem.severity == "error"] == [
        ("J750", "D9")
    ]


@pytest.mark.parametrize("slipped", [3, 40])
def test_figures_that_slipped_by_a_unit_are_said_as_one_by_one(slipped: int, tmp_path: Path) -> None:
    """A few of them each (J767), many of them in one line (J768), and a lone one (J769)."""
    rows = []
    for number in range(1, 61):
        code = code_of(number)
        before = 100 + number
        rows.append((code, code, "2019", float(before), 5.0))
        now = before * 10_000 if number <= slipped else before + 1
        rows.append((code, code, "2020", float(now), 50_000_000.0 if number == 9 else 7.0))
    frame = pl.DataFrame(
        rows,
        schema=["统一社会信用代码", "企业名称", "期间", "营业收入（万元）", "净利润（万元）"],
        orient="row",
    )
    lone = frame.with_columns(
        pl.when(pl.col("期间") == "2020").then(pl.col("净利润（万元）")).alias("净利润（万元）")
    )
    found = agreed(write_sheets(tmp_path / "名单", {"企业": lone}, "parquet"), VOCABULARY)
    assert found is not None
    codes = {problem.code for problem in found.problems}
    assert ("J768" in codes, "J767" in codes, "J769" in codes) == (slipped == 40, slipped == 3, True)


TEXT = """企业创新积分统计表,,,
统一社会信用代码,企业名称,期间,营业收入（万元）,研发强度（%）
{0},甲,2020,12.5,0.15
{1},乙,2020,7.5,0.2
小计,,,20,
{2},丙,2020,1,0.3

合计,,,999,
注：以上数据未经审计,,,
"""


def test_a_lone_figure_with_a_later_year_is_not_said_to_stand_alone(tmp_path: Path) -> None:
    codes = [code_of(number) for number in range(1, 11)]
    rows = [(code, "2020", 5_000_000.0 if place == 0 else 7.0) for place, code in enumerate(codes)]
    rows.append((codes[0], "2021", 1.0))
    frame = pl.DataFrame(rows, schema=["统一社会信用代码", "期间", "净利润（万元）"], orient="row")
    frame = frame.with_columns(pl.col("统一社会信用代码").alias("企业名称"))
    found = agreed(write_sheets(tmp_path / "名单", {"企业": frame}, "parquet"), VOCABULARY)
    assert found is not None
    assert [problem.code for problem in found.problems if problem.severity != "notice"] == []
    alone = agreed(write_sheets(tmp_path / "一年", {"企业": frame.head(10)}, "parquet"), VOCABULARY)
    assert alone is not None
    assert [problem.code for problem in alone.problems if problem.severity != "notice"] == ["J769"]


@pytest.mark.parametrize(("cells", "warned"), [(("0.15", "0.2", "0.3"), 1), (("0.15%", "0.2%", "0.3 ％"), 0)])
def test_percentages_that_are_all_below_one_are_said_unless_they_have_their_sign(
    cells: tuple[str, ...], warned: int, tmp_path: Path
) -> None:
    frame = MAIN.with_columns(pl.Series("研发强度（%）", cells))
    found = agreed(write_sheets(tmp_path / "名单", {"企业": frame}, "csv"), VOCABULARY)
    assert found is not None
    assert [problem.code for problem in found.problems].count("J760") == warned


@pytest.mark.parametrize("digits", [2, 4])
def test_parts_that_do_not_add_up_are_said(digits: int, tmp_path: Path) -> None:
    """Of fields that keep different digits as well."""
    fields = (
        Field("assets", "资产总计", "number", SCALES["万元"], 2, sum_of=("debts", "equity")),
        Field("debts", "负债合计", "number", SCALES["元"], digits),
        Field("equity", "净资产", "number", SCALES["万元"], 2),
    )
    vocabulary = evolve(VOCABULARY, fields={one.id: one for one in fields})
    frame = pl.DataFrame(
        {
            "统一社会信用代码": CODES[:4],
            "企业名称": CODES[:4],
            "期间": "2020",
            "资产总计（万元）": [3.0, 4.0, 3000.0, 3004.0],
            "负债合计（元）": [10000.0, 10000.0, 10_000_000.0, 10_000_000.0],
            "净资产（万元）": [2.0, 2.0, 2000.0, 2000.0],
        }
    )
    found = agreed(write_sheets(tmp_path / "名单", {"企业": frame}, "parquet"), vocabulary)
    assert found is not None
    assert [problem.spot.row for problem in found.problems if problem.code == "J766"] == [5]
    assert found.singly["enterprise"].rows == 1


def test_titles_totals_blank_lines_and_notes_are_told_as_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(TEXT.format(*CODES), encoding="utf-8")
    found = agreed(path, VOCABULARY)
    assert found is not None
    assert {"J728", "J745", "J746", "J747", "J760"} <= {problem.code for problem in found.problems}
    assert found.counts["enterprise"].accepted == 3


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码,企业名称,期间,营业收入（万元）\n{0},甲,2020,1,5\n{1},乙,2020,2\n{2},丙,2020\n",
        "统一社会信用代码,企业名称,期间,营业收入（万元）,\n{0},甲,2020,1,\n{1},乙,2020,2,5\n{2},丙,2020,3,\n",
        "统一社会信用代码,企业名称,期间,营业收入（万元）,\n{0},甲,2020,1,5\n{1},乙,2020,2,5\n{2},丙,2020,3,\n",
        '统一社会信用代码;企业名称;期间;营业收入（万元）\r\n{0};"甲\n公司";2020;"1,5"\r\n{1};乙;2020;"2,000"\r\n',
        "统一社会信用代码\t企业名称\t期间\t营业收入（万元）\r{0}\t甲\t2020\t1\r{1}\t乙\t2020\t2",
        "统一社会信用代码\n{0}\n",
        "统一社会信用代码,企业名称,期间,营业收入（万元）\n",
        '统一社会信用代码,企业名称,期间,营业收入（万元）\n{0},"甲,2020,1\n',
        *(
            f"统一社会信用代码,企业名称,期间,营业收入（万元）\n{{0}},{name},2020,1\n{{1}},乙,2020,2\n"
            for name in (
                '"a,""b"""',
                '""',
                '"a,"b",c"',
                'a"b',
                '"a"b',
                '"',
                '"\r\n"',
                "\r",
                ' "a"',
                '"a" ',
                '"""',
            )
        ),
        "",
    ],
)
def test_rows_of_another_length_and_other_separators_are_told_as_one_by_one(
    text: str, tmp_path: Path
) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(text.format(*CODES).encode())
    agreed(path, VOCABULARY)


def test_a_text_of_many_pieces_is_one_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jifen.exchange.frames.text._PIECE", 100)
    for seed, shape in enumerate(("csv", "gb18030", "quoted"), 20):
        agreed(write_sheets(tmp_path / shape, drawn(seed), shape), VOCABULARY)


def test_a_mapping_says_what_headings_mean(tmp_path: Path) -> None:
    mapping = tmp_path / "对照.toml"
    mapping.write_text(
        'period = "2020"\n[columns]\n"去年营收" = { field = "revenue", unit = "千元", period = "上年" }\n'
    )
    frame = MAIN.head(1).drop("期间").with_columns(pl.Series("去年营收", [5]))
    path = write_sheets(tmp_path / "名单", {"企业": frame}, "parquet")
    found = agreed(path, VOCABULARY, mapping=load_mapping(mapping, VOCABULARY))
    assert found is not None
    assert found.population.frame["revenue@2019"].to_list() == [500000]


def test_a_workbook_is_read_one_by_one(tmp_path: Path) -> None:
    (dirty,) = (one for one in DIRTY[:40] if one.kind.id == "xlsx")
    path = tmp_path / "名单.xlsx"
    path.write_bytes(dirty.files["名单.xlsx"])
    found = read_frames(path, DIRTY_VOCABULARY, every_read(DIRTY_VOCABULARY))
    assert found.population.height == len(read_roster(path, DIRTY_VOCABULARY).enterprises) > 0
    assert found.singly["enterprise"].rows == found.counts["enterprise"].read


def test_what_is_no_roster_is_refused_for_its_reason(tmp_path: Path) -> None:
    for name, content, code in (
        ("名单.parquet", b"PAR1 and nothing else", "J705"),
        ("名单.arrow", b"ARROW1 and nothing else", "J705"),
        ("名单.xlsx", b"%PDF-1.7\0\1", "J702"),
        ("名单.csv", b"<html></html>", "J702"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(DiagnosticError) as raised:
            read_frames(path, VOCABULARY, READS)
        assert [one.code for one in raised.value.diagnostics] == [code]
    with pytest.raises(DiagnosticError) as raised:
        read_frames(tmp_path / "没有", VOCABULARY, READS)
    assert [one.code for one in raised.value.diagnostics] == ["J701"]
