"""The commands that hand out a template, suggest a mapping, and write dirty samples."""

import csv
from pathlib import Path

import pytest
from tests.exchange.vocabulary import CODES

from jifen.exchange.dirty import LISTING
from jifen.exchange.reading import read_roster
from jifen.interfaces.commands import execute
from jifen.interfaces.park import ScoringPark, open_park


@pytest.fixture(scope="module")
def chongqing() -> ScoringPark:
    return open_park("chongqing")


def give(*arguments: object) -> int:
    return execute([str(argument) for argument in arguments])


def test_a_template_is_written_and_filled_with_what_is_known(
    tmp_path: Path, chongqing: ScoringPark, capsys: pytest.CaptureFixture[str]
) -> None:
    known, template = tmp_path / "名单.xlsx", tmp_path / "填报表.xlsx"
    assert give("sample", "chongqing", "--count", 5, "--out", known) == 0
    assert give("template", "chongqing", "--period", 2021, "--roster", known, "--out", template) == 0
    assert "已填入 5 家企业的数据" in capsys.readouterr().out
    read = [read_roster(path, chongqing.vocabulary) for path in (known, template)]
    assert read[0].digest == read[1].digest


def test_a_template_has_a_name_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert give("template", "chongqing", "--period", 2021) == 0
    assert (tmp_path / "chongqing-填报表.xlsx").is_file()


def test_a_mapping_is_suggested_and_a_run_reads_by_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster, mapping, out = tmp_path / "名单.csv", tmp_path / "对照.toml", tmp_path / "out"
    head = "统一社会信用代码,企业名称,期间,年度营业收入总额（千元）\n"
    roster.write_text(f"{head}{CODES[0]},甲公司,2021,1200\n", encoding="utf-8")
    assert give("mapping", roster, "--park", "chongqing") == 1
    shown = capsys.readouterr().out
    assert give("mapping", roster, "--park", "chongqing", "--out", mapping) == 1
    assert mapping.read_text("utf-8") == shown
    (line,) = (line for line in shown.splitlines() if '"revenue"' in line)
    mapping.write_text(f"[columns]\n{line.removeprefix('#')}\n", encoding="utf-8")
    asked = ("--park", "chongqing", "--period", 2021, "--as-of", "2022-06-30", "--out", out)
    assert give("run", roster, *asked, "--mapping", mapping) == 1
    assert "J720" not in (out / "problems.csv").read_text("utf-8-sig")
    assert give("mapping", out.parent / "名单.csv", "--park", "chongqing") == 1


def test_nothing_is_suggested_where_all_headings_are_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = tmp_path / "名单.xlsx"
    assert give("sample", "chongqing", "--count", 3, "--out", known) == 0
    assert give("mapping", known, "--park", "chongqing") == 0
    assert "表头全都认识" in capsys.readouterr().err


def test_dirty_samples_are_listed_with_how_each_should_end(tmp_path: Path, chongqing: ScoringPark) -> None:
    out = tmp_path / "dirty"
    assert give("sample", "chongqing", "--dirty", 40, "--seed", 3, "--out", out) == 0
    with (out / LISTING).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 40
    for line in lines:
        assert (out / line["文件夹"] / line["文件"]).is_file()
    right = [out / line["文件夹"] / line["文件"] for line in lines if line["应当怎样收场"] == "读对"]
    assert all(len(read_roster(path, chongqing.vocabulary).enterprises) == 12 for path in right[:6])


def test_a_run_writes_the_rows_to_mend_and_reads_them_back(tmp_path: Path) -> None:
    roster, out = tmp_path / "名单.csv", tmp_path / "out"
    roster.write_text(
        f"统一社会信用代码,企业名称,期间,营业收入（万元）\n{CODES[0]},甲公司,2021,约120\n{CODES[1]},乙公司,2021,5\n",
        encoding="utf-8",
    )
    asked = ("--park", "chongqing", "--period", 2021, "--as-of", "2022-06-30", "--out", out)
    assert give("run", roster, *asked) == 1
    assert (out / "problems.xlsx").is_file()
    assert give("run", roster, *asked, "--mended", out / "problems.xlsx") == 1
    assert "约120" in (out / "problems.csv").read_text("utf-8-sig")
