"""``jifen score``: one enterprise's card, on the terminal and as JSON."""

import json
import shutil
from pathlib import Path

import pytest
from tests.interfaces.conftest import ASKED, PLUGINS, ROSTER, Give

FIRST, SECOND, UNKNOWN, FAULTED = (
    "91000000YL0000001L",
    "91000000YL0000002P",
    "91000000YL0000004X",
    "91000000YL00000077",
)


@pytest.mark.parametrize("code", [FIRST, SECOND, UNKNOWN])
def test_shows_the_card(give: Give, finished: Path, code: str, snapshot: object) -> None:
    answer = give("score", code, "--run", finished, "--plugins", PLUGINS)
    assert answer.out == snapshot
    assert answer.err == ""
    assert answer.code == (code == UNKNOWN)


def test_gives_the_card_as_json_and_nothing_else(give: Give, finished: Path, snapshot: object) -> None:
    answer = give("score", FIRST, "--run", finished, "--plugins", PLUGINS, "--format", "json")
    assert json.loads(answer.out) == snapshot
    assert (answer.code, answer.err) == (0, "")


def test_every_indicator_tells_value_band_points_and_cell(give: Give, finished: Path) -> None:
    card = json.loads(give("score", FIRST, "--run", finished, "--plugins", PLUGINS, "--format", "json").out)
    (intensity,) = [one for one in card["indicators"] if one["id"] == "intensity"]
    assert intensity["value"] == {"number": "3/40"}
    assert (intensity["points"], intensity["full"], intensity["clause"]) == ("20", "20", "第五条第一项")
    assert intensity["steps"][0]["label"] == ">= 6%"
    assert intensity["facts"][0]["cell"] == {
        "file": "roster/企业.csv", "sheet": "", "cell": "F2", "header": "研发费用（万元）",
    }  # fmt: skip
    assert card["explanations"]["intensity"].startswith("落在“>= 6%”档；计 10 分")
    assert card["tables"]["titles"][0]["rows"][0] == {"file": "roster/资质.csv", "sheet": "", "row": 2}


def test_an_enterprise_is_found_by_its_name_too(give: Give, finished: Path) -> None:
    by_name = give("score", "甲科技有限公司", "--run", finished, "--plugins", PLUGINS)
    assert by_name.out == give("score", FIRST, "--run", finished, "--plugins", PLUGINS).out


@pytest.mark.parametrize("code", [FIRST, SECOND, UNKNOWN])
def test_a_roster_gives_the_same_card_as_its_run(give: Give, finished: Path, code: str) -> None:
    of_run = give("score", code, "--run", finished, "--plugins", PLUGINS, "--format", "json")
    of_roster = give("score", code, "--roster", ROSTER, *ASKED, "--format", "json")
    assert (of_roster.out, of_roster.code) == (of_run.out, of_run.code)


def test_the_card_has_the_points_of_the_run(give: Give, finished: Path) -> None:
    card = json.loads(give("score", SECOND, "--run", finished, "--plugins", PLUGINS, "--format", "json").out)
    line = next(line for line in (finished / "scores.csv").read_text("utf-8").splitlines() if SECOND in line)
    assert card["total"] == line.split(",")[3] == "-2.27"
    assert [one["points"] for one in card["indicators"]] == line.split(",")[12:24]


def test_s19_one_member_is_decided_against_the_saved_cohort(give: Give, finished: Path, roster: Path) -> None:
    """己 spends more than 甲: it comes first of three, and the others stay as they are saved."""
    table = roster / "企业.csv"
    table.write_text(table.read_text("utf-8").replace(",300,21,6,1,无,2", ",300,45,6,1,无,2"), "utf-8")
    asked = ("score", "91000000YL00000064", "--roster", roster, *ASKED, "--format", "json")
    card = json.loads(give(*asked, "--cohort", finished).out)
    rank, members = (step["value"] for step in steps(card, "rank")[:2])
    assert (rank, members) == ({"number": "1"}, {"number": "3"})
    assert card["points"]["rank"] == "4"
    mean = steps(card, "level")[0]["value"]
    assert mean == {"number": "540"}  # 400, 800, 200, 1000, 300 as saved: the failed one is no member


def steps(card: dict[str, list[dict[str, object]]], indicator: str) -> list[dict[str, object]]:
    (found,) = [one for one in card["indicators"] if one["id"] == indicator]
    return found["steps"]  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("wanted", "code", "said"),
    [
        ("91000000YL0000001K", "J806", f"是不是 {FIRST}？"),
        ("戊科技有限公司", "J807", "它的数据有错误"),
        ("91000000YL00000051", "J807", "戊科技有限公司"),
        (FAULTED, "J808", "买方名称不对"),
    ],
)
@pytest.mark.parametrize("source", ["run", "roster"])
def test_says_why_there_is_no_card(
    give: Give, finished: Path, wanted: str, code: str, said: str, source: str
) -> None:
    asked = ("--run", finished, "--plugins", PLUGINS) if source == "run" else ("--roster", ROSTER, *ASKED)
    answer = give("score", wanted, *asked)
    assert (answer.code, answer.out) == (2, "")
    assert f"错误[{code}]" in answer.err
    assert said in answer.err.replace("\n           ", "")


def test_a_folder_that_is_no_run_is_refused(give: Give, tmp_path: Path) -> None:
    answer = give("score", FIRST, "--run", tmp_path)
    assert answer.code == 2
    assert "错误[J801] 这里没有 run.json" in answer.err


@pytest.mark.parametrize("damage", ["cut", "version", "lines", "digest"])
def test_a_damaged_folder_is_refused(give: Give, finished: Path, tmp_path: Path, damage: str) -> None:
    folder = Path(shutil.copytree(finished, tmp_path / "run"))
    cohort, lines = folder / "cohort.json", folder / "enterprises.jsonl"
    if damage == "cut":
        cohort.write_text(cohort.read_text("utf-8")[:100], "utf-8")
    elif damage == "version":
        cohort.write_text(cohort.read_text("utf-8").replace('"version":1', '"version":9', 1), "utf-8")
    elif damage == "digest":
        summary = folder / "run.json"
        summary.write_text(summary.read_text("utf-8").replace('"enterprises.jsonl"', '"others"'), "utf-8")
    else:
        lines.unlink()
        lines.mkdir()
    answer = give("score", FIRST, "--run", folder, "--plugins", PLUGINS)
    assert answer.code == 2
    assert "错误[J802]" in answer.err
    assert ("格式版本是 9，本程序读 1" in answer.err) == (damage == "version")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("enterprises.jsonl", "乙科技有限公司", "甲科技有限公司"),
        ("cohort.json", "91000000YL0000002P", "91000000YL0000009E"),
    ],
)
def test_what_was_changed_since_the_run_is_refused(
    give: Give, finished: Path, tmp_path: Path, name: str, old: str, new: str
) -> None:
    """Each is still what could be read; but it is not what the report was made from."""
    folder = Path(shutil.copytree(finished, tmp_path / "run"))
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    answer = give("score", FIRST, "--run", folder, "--plugins", PLUGINS)
    assert (answer.code, answer.out) == (2, "")
    assert f"错误[J813] {name} 在那次计算之后被改过" in answer.err


def test_changed_rules_are_refused(give: Give, finished: Path, tmp_path: Path) -> None:
    changed = Path(shutil.copytree(PLUGINS, tmp_path / "plugins"))
    file = changed / "garden" / "jifen_garden" / "park.toml"
    file.write_text(file.read_text("utf-8").replace('"2件"', '"3件"'), "utf-8")
    shutil.move(changed / "garden" / "jifen_garden", changed / "garden" / "jifen_garden2")
    project = changed / "garden" / "pyproject.toml"
    project.write_text(project.read_text("utf-8").replace('"jifen_garden"', '"jifen_garden2"'), "utf-8")
    answer = give("score", FIRST, "--run", finished, "--plugins", changed)
    assert answer.code == 2
    assert "错误[J804]" in answer.err


def test_another_park_and_another_year_are_refused(give: Give, finished: Path) -> None:
    park = give("score", FIRST, "--run", finished, "--park", "dalian")
    assert (park.code, "错误[J803]" in park.err) == (2, True)
    asked = (*ASKED[:4], "--period", "2021", "--as-of", "2022-03-31", "--cohort", finished)
    year = give("score", FIRST, "--roster", ROSTER, *asked)
    assert (year.code, "错误[J805]" in year.err) == (2, True)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((), "要写 --run 或 --roster"),
        (("--roster", "x.xlsx"), "还要写 --park、--period 和 --as-of"),
        (("--run", "x", "--period", "2020", "--cohort", "y"), "就不能再写 --period、--cohort"),
    ],
)
def test_what_does_not_go_together_is_said(give: Give, asked: tuple[str, ...], said: str) -> None:
    answer = give("score", FIRST, *asked)
    assert answer.code == 2
    assert said in answer.err
