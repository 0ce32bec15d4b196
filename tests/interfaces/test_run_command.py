"""``jifen run``: what it writes, what it says, how it ends."""

import csv
import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from tests.interfaces.conftest import ASKED, ROSTER, Give

from jifen.exchange import runs
from jifen.exchange.runs import ENTITLEMENTS_FILE, FILES
from jifen.exchange.settled import CLAIMS_FILE


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_says_what_was_read_and_what_came_out(give: Give, tmp_path: Path, snapshot: object) -> None:
    answer = give("run", ROSTER, *ASKED, "--out", tmp_path / "out")
    assert answer.code == 1
    assert answer.err == ""
    assert answer.out.replace(str(tmp_path), "…") == snapshot


def test_writes_all_files_and_says_so_in_json_alone(give: Give, tmp_path: Path) -> None:
    answer = give("run", ROSTER, *ASKED, "--out", tmp_path / "out", "--format", "json")
    told = json.loads(answer.out)
    written = contents(tmp_path / "out")
    assert sorted(written) == sorted({*FILES} - {ENTITLEMENTS_FILE, CLAIMS_FILE})
    assert told == {"out": str(tmp_path / "out"), **json.loads(written["run.json"])}
    assert told["files"] == {
        name: sha256(content).hexdigest() for name, content in written.items() if name != "run.json"
    }


def test_counts_reconcile(finished: Path) -> None:
    told = json.loads((finished / "run.json").read_text("utf-8"))
    for counts in told["rows"].values():
        assert counts["read"] == counts["accepted"] + counts["merged"] + counts["rejected"]
    enterprises = told["enterprises"]
    assert enterprises == {
        "read": 7, "left_out": 1, "accepted": 6, "ranked": 4, "not_ranked": 1, "faulted": 1,
    }  # fmt: skip
    assert enterprises["read"] == enterprises["left_out"] + enterprises["accepted"]
    assert enterprises["accepted"] == sum(enterprises[key] for key in ("ranked", "not_ranked", "faulted"))
    assert (
        sum(stage["enterprises"] for stage in told["stages"])
        == enterprises["ranked"] + enterprises["not_ranked"]
    )


def test_run_json_tells_what_made_it(finished: Path, snapshot: object) -> None:
    told = json.loads((finished / "run.json").read_text("utf-8"))
    for key in ("jifen", "python", "files"):
        assert told.pop(key)
    assert told["park"].pop("digest") and told["roster"].pop("digest")
    assert set(told["roster"].pop("coverage").values()) == {"2021-03-31"}
    assert told == snapshot


@pytest.mark.parametrize("spoilt", ["rejected", "undetermined", "faulted", "nothing"])
def test_ends_with_1_where_something_is_to_be_seen_to(
    give: Give, clean_roster: Path, tmp_path: Path, spoilt: str
) -> None:
    line = {
        "rejected": "91000000YL00000051,戊科技有限公司,2020,,12%,50,8,1,无,1",
        "undetermined": "91000000YL0000004X,丁科技有限公司,2020,,1000,,30,2,市级,4",
        "faulted": "91000000YL00000077,庚科技有限公司,2020,,600,60,12,3,国家级,5",
        "nothing": "",
    }[spoilt]
    with (clean_roster / "企业.csv").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    if spoilt == "faulted":
        with (clean_roster / "技术合同.csv").open("a", encoding="utf-8") as file:
            file.write("91000000YL00000077,HT-4,出错,8\n")
    assert give("run", clean_roster, *ASKED, "--out", tmp_path / "out").code == (spoilt != "nothing")


def test_could_not_run_ends_with_2_and_leaves_the_old_folder(
    give: Give, roster: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert give("run", roster, *ASKED, "--out", out).code == 1
    before = contents(out)
    (roster / "企业.csv").unlink()
    answer = give("run", roster, *ASKED, "--out", out)
    assert (answer.code, answer.out) == (2, "")
    assert "错误[J708]" in answer.err
    assert contents(out) == before


def test_does_not_replace_a_folder_that_holds_something_else(give: Give, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "工资表.xlsx").write_bytes(b"mine")
    answer = give("run", ROSTER, *ASKED, "--out", out)
    assert answer.code == 2
    assert "错误[J718]" in answer.err
    assert contents(out) == {"工资表.xlsx": b"mine"}


def test_ctrl_c_leaves_the_old_folder(give: Give, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    give("run", ROSTER, *ASKED, "--out", out)
    before = contents(out)

    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(runs, "write_cohort", pressed)
    answer = give("run", ROSTER, *ASKED, "--out", out)
    assert (answer.code, answer.err) == (130, "已中断；原有的输出没有改动。\n")
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_s30_two_runs_give_the_same_bytes(give: Give, roster: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        give("run", roster, *ASKED, "--out", tmp_path / name)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_s30_shuffled_rows_give_the_same_scores_and_boards(give: Give, roster: Path, tmp_path: Path) -> None:
    give("run", roster, *ASKED, "--out", tmp_path / "one")
    for path in roster.iterdir():
        head, *lines = path.read_text("utf-8").splitlines()
        Random(7).shuffle(lines)
        path.write_text("\n".join((head, *lines)) + "\n", "utf-8")
    give("run", roster, *ASKED, "--out", tmp_path / "two")
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    for name in ("scores.csv", "boards.csv", "cohort.json"):
        assert one[name] == two[name], name
    assert json.loads(one["run.json"])["roster"]["digest"] == json.loads(two["run.json"])["roster"]["digest"]


def test_s10_says_how_many_totals_an_open_table_blocks(
    give: Give, clean_roster: Path, tmp_path: Path
) -> None:
    (clean_roster / "说明.csv").unlink()
    answer = give("run", clean_roster, *ASKED, "--out", tmp_path / "out")
    assert answer.code == 1
    told = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert told["blocked_by_open_tables"] == 4
    assert "有 4 家企业的总分未定，是因为名单没有写明子表完整截至哪一天" in answer.out.replace("\n  ", "")
    complete = give("run", clean_roster, *ASKED, "--out", tmp_path / "out", "--complete-to", "2021-03-31")
    assert complete.code == 0


def test_a_year_of_which_the_roster_tells_nothing_is_said_first(give: Give, tmp_path: Path) -> None:
    asked = (*ASKED[:4], "--period", "2023", "--as-of", "2024-03-31", "--out", tmp_path / "out")
    answer = give("run", ROSTER, *asked)
    assert answer.code == 1
    assert "名单里没有 2023年度的数据（只有 2020年度）" in answer.out


def test_s15_who_is_not_ranked_is_listed_apart_with_what_is_missing(finished: Path) -> None:
    (apart,) = [row for row in rows(finished / "scores.csv") if not row["总分"]]
    assert (apart["企业名称"], apart["已知得分"], apart["缺少"]) == (
        "丁科技有限公司",
        "14",
        "研发费用（2020年度）",
    )
    assert apart["统一社会信用代码"] not in {row["统一社会信用代码"] for row in rows(finished / "boards.csv")}


def test_cells_of_csv_cannot_act_as_formulas_and_numbers_stay_numbers(finished: Path) -> None:
    (row,) = [row for row in rows(finished / "scores.csv") if "乙科技" in row["企业名称"]]
    assert row["企业名称"] == "'=乙科技有限公司"
    assert row["总分"] == "-2.27"
    assert (finished / "scores.csv").read_bytes().startswith("\ufeff统一社会信用代码".encode())


def test_a_folder_that_cannot_be_written_is_an_error_with_a_code(give: Give, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = give("run", ROSTER, *ASKED, "--out", tmp_path / "file" / "out")
    assert answer.code == 2
    assert "错误[J717]" in answer.err


@pytest.mark.parametrize("name", ["工资表.xlsx", "~$report.xlsx"])
def test_a_folder_that_cannot_be_replaced_is_refused_before_the_roster_is_read(
    give: Give, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_bytes(b"mine")
    answer = give("run", tmp_path / "没有这份名单.xlsx", *ASKED, "--out", out)
    assert (answer.code, answer.out) == (2, "")
    assert "J701" not in answer.err
    assert name in answer.err


@pytest.mark.parametrize(("day", "code"), [("2019-12-31", 2), ("2020-01-01", 1), ("2020-06-30", 1)])
@pytest.mark.parametrize("command", ["run", "score"])
def test_a_day_before_the_year_begins_is_refused(
    give: Give, tmp_path: Path, command: str, day: str, code: int
) -> None:
    asked = (*ASKED[:4], "--period", "2020", "--as-of", day)
    if command == "run":
        answer = give("run", ROSTER, *asked, "--out", tmp_path / "out")
    else:
        answer = give("score", "91000000YL0000004X", "--roster", ROSTER, *asked)
    assert answer.code == code
    assert ("早于 2020年度的第一天（2020-01-01）" in answer.err.replace("\n", "")) is (code == 2)


def test_runs_from_the_outside(finished: Path, tmp_path: Path) -> None:
    """The same through the installed command, in another folder and another process."""
    program = Path(sys.executable).with_name("jifen")
    assert shutil.which(program)
    ended = subprocess.run(
        [program, "run", ROSTER, *ASKED, "--out", "out", "--format", "json"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": "1"},
    )
    assert (ended.returncode, ended.stderr) == (1, b"")
    assert json.loads(ended.stdout)["enterprises"]["ranked"] == 4
    assert contents(tmp_path / "out") == contents(finished)


def test_progress_is_shown_on_a_terminal_and_stays_out_of_the_result(
    give: Give, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    answer = give("run", ROSTER, *ASKED, "--out", tmp_path / "out", "--format", "json")
    assert all(step in answer.err for step in ("读取名单", "计算积分", "写出结果"))
    assert json.loads(answer.out)["enterprises"]["ranked"] == 4
