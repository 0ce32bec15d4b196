"""S30: same in, same out: the order of rows, files and plugins does not matter."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random

import pytest
from tests.semantics.trial import (
    CODES,
    HEADINGS,
    WHOLE,
    Sheets,
    indicator,
    judge,
    write_csv,
    write_package,
    write_workbook,
)

from jifen.exchange.reading import read_roster
from jifen.exchange.runs import FILES, REPORT_FILE, RUN_FILE
from jifen.interfaces.commands import execute
from jifen.interfaces.park import open_park

PER_YUAN = '{ kind = "per_unit", step = "1元", points = 1 }'
RANKED = (
    '{ kind = "rank", within = "stage", by = "rank", '
    'bands = [{ in = "<= 1", points = 2 }, { in = "> 1", points = 1 }] }'
)
PARK = (
    WHOLE
    + indicator("x", PER_YUAN, "研发费用")
    + indicator("y", RANKED, "净利润")
    + indicator("z", '{ kind = "per_unit", step = "1件", points = 1 }', "件数(技术合同, 本期(登记日期))")
    + '[[board]]\nid = "top"\nname = "榜"\nby = "积分"\ntop = 2\nsource = "试行办法"\n'
)
POLICY = """\
[policy]
id = "same"
version = "1"
title = "试行奖励"
issuer = "试行"
applies_to = "any"
rewards = "2020"
round = "元"
source = "试行办法"

[[subsidy]]
id = "a"
title = "研发奖励"
amount = "研发费用 × 1.5"

[[budget]]
id = "b"
rules = ["a"]
amount = "20元"
method = "pro_rata"
"""
ASKED = ("--park", "trial", "--period", "2020", "--as-of", "2021-06-30")
COVER = [["数据完整截至", "2020-12-31"]]
CONTRACTS = ["统一社会信用代码", "合同编号", "登记日期", "成交额（元）"]


def sheets(shuffle: int = 0) -> Sheets:
    """A roster with a tie, an unknown total, a bad row, duplicates and a table; shuffled where asked."""
    rows: list[Sequence[object]] = [
        [code, f"企业{number}", "2020", "2001-01-01", spent, profit, 1000]
        for number, (code, spent, profit) in enumerate(
            zip(CODES, (5, 7, "", 7, "五"), (3, 3, 9, 1, 2), strict=True)
        )
    ]
    rows.append(rows[0])
    contracts: list[Sequence[object]] = [
        [CODES[number % 3], str(number), "2020-05-01", "10"] for number in range(7)
    ]
    random = Random(shuffle)
    if shuffle:
        random.shuffle(rows)
        random.shuffle(contracts)
    headings = [*HEADINGS, "研发费用（元）", "净利润（元）", "营业收入（元）"]
    listed = {"企业": [headings, *rows], "技术合同": [CONTRACTS, *contracts], "说明": COVER}
    names = list(listed)
    if shuffle:
        random.shuffle(names)
    return {name: listed[name] for name in names}


@pytest.fixture
def plugins(tmp_path: Path) -> Iterator[Path]:
    write_package(tmp_path / "plugins" / "trial", "jifen_same_trial", {"park.toml": PARK})
    yield tmp_path / "plugins"
    sys.modules.pop("jifen_same_trial", None)


def asked(folder: Path, roster: Path, plugins: Path) -> list[str]:
    """The arguments of a run that scores, settles a policy with a budget, and so writes every file."""
    policy = plugins.parent / "policy.toml"
    policy.write_text(POLICY, "utf-8")
    given = ["--plugins", str(plugins), "--policy", str(policy), "--out", str(folder)]
    return ["run", str(roster), *ASKED, *given]


def run_into(folder: Path, roster: Path, plugins: Path) -> Path:
    assert execute(asked(folder, roster, plugins)) == 1
    return folder


def test_s30_two_runs_give_the_same_bytes(tmp_path: Path, plugins: Path) -> None:
    roster = write_workbook(tmp_path / "roster.xlsx", sheets())
    first, second = (run_into(tmp_path / name, roster, plugins) for name in ("one", "two"))
    assert sorted(path.name for path in first.iterdir()) == sorted(FILES)
    for name in FILES:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_s30_another_process_place_and_order_of_hashing_give_the_same_bytes(
    tmp_path: Path, plugins: Path
) -> None:
    roster = write_workbook(tmp_path / "roster.xlsx", sheets())
    start = "import sys; from jifen.interfaces.commands import main; main(sys.argv[1:])"
    for name, zone, seed in (("one", "Asia/Shanghai", "1"), ("two", "America/Los_Angeles", "2")):
        environment = {
            **os.environ,
            "TZ": zone,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        command = [sys.executable, "-c", start, *asked(tmp_path / name, roster, plugins)]
        assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 1
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_s30_the_report_tells_no_time(tmp_path: Path, plugins: Path) -> None:
    """A workbook keeps when it was made; this one keeps no moment of its run."""
    folder = run_into(tmp_path / "out", write_workbook(tmp_path / "roster.xlsx", sheets()), plugins)
    with zipfile.ZipFile(folder / REPORT_FILE) as book:
        core = book.read("docProps/core.xml").decode()
        assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) == {"2021-06-30"}
        assert len({entry.date_time for entry in book.infolist()}) == 1


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_s30_from_shuffled_rows_and_sheets_come_the_same_scores_and_boards(
    tmp_path: Path, plugins: Path, seed: int
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    straight = run_into(tmp_path / "one", write_workbook(tmp_path / "a" / "roster.xlsx", sheets()), plugins)
    mixed = run_into(tmp_path / "two", write_workbook(tmp_path / "b" / "roster.xlsx", sheets(seed)), plugins)
    for name in ("scores.csv", "boards.csv", "cohort.json"):
        assert (straight / name).read_bytes() == (mixed / name).read_bytes(), name
    summaries = [json.loads((folder / RUN_FILE).read_text("utf-8")) for folder in (straight, mixed)]
    for summary in summaries:
        assert summary.pop("files")
        assert summary["roster"].pop("sources")
    assert summaries[0] == summaries[1]


@pytest.mark.parametrize("unit", ["元", "千元", "万元"])
def test_s30_a_roster_in_another_unit_or_format_is_the_same_data(tmp_path: Path, unit: str) -> None:
    park = judge("研发费用 >= 0元")
    factor = {"元": 1, "千元": 1000, "万元": 10000}[unit]
    told = [12_345.67, 0.1 + 0.2, 1e15 / 10, -0.01, 99_999_999.99]
    rows = [
        [code, code[-3:], "2020", None, number / factor, 5] for code, number in zip(CODES, told, strict=True)
    ]
    headings = [*HEADINGS, f"净利润（{unit}）", "职工总数"]
    book = read_roster(write_workbook(tmp_path / "r.xlsx", {"企业": [headings, *rows]}), park.vocabulary)
    plain = [
        [code, code[-3:], "2020", "", number, "５"]
        for code, number in zip(
            CODES, ("12,345.67", "0.3", "100000000000000", "−0.01", "９９９９９９９９．９９"), strict=True
        )
    ]
    table = read_roster(
        write_csv(
            tmp_path / "csv", {"企业": [[*HEADINGS, "净利润（元）", "从业人员期末人数（人）"], *plain[::-1]]}
        ),
        park.vocabulary,
    )
    assert [one.facts for one in book.enterprises] == [one.facts for one in table.enterprises]
    assert book.digest == table.digest
    assert len(book.enterprises) == 5


def test_s30_the_order_of_files_and_of_plugin_folders_does_not_matter(tmp_path: Path) -> None:
    head, first, *rest = PARK.split("[[indicator]]")
    later = "".join(f"[[indicator]]{each}" for each in rest)
    files = {"b.toml": f"{head}[[indicator]]{first}", "a.toml": later}
    found = []
    for number, names in enumerate((list(files), list(files)[::-1])):
        folder = tmp_path / f"plugins{number}"
        write_package(folder / "trial", f"jifen_order_{number}", {name: files[name] for name in names})
        other = tmp_path / f"other{number}"
        write_package(
            other / "else", f"jifen_other_{number}", {"park.toml": PARK.replace('"trial"', '"else"')}
        )
        project = other / "else" / "pyproject.toml"
        project.write_text(project.read_text("utf-8").replace("trial =", "else ="), "utf-8")
        order = [folder, other] if number else [other, folder]
        found.append(open_park("trial", plugins=order))
    assert found[0].plan.definitions == found[1].plan.definitions
    assert found[0].park.indicators == found[1].park.indicators
    assert found[0].vocabulary == found[1].vocabulary


def test_s30_the_order_in_which_enterprises_are_scored_does_not_matter(tmp_path: Path, plugins: Path) -> None:
    park = open_park("trial", plugins=[plugins])
    roster = read_roster(write_workbook(tmp_path / "roster.xlsx", sheets()), park.vocabulary)
    straight = park.score_many(roster.enterprises, period="2020", as_of=date(2021, 6, 30))
    backward = park.score_many(roster.enterprises[::-1], period="2020", as_of=date(2021, 6, 30))
    assert straight.cards == backward.cards[::-1]
    assert straight.cohort == backward.cohort


def test_s30_where_the_park_was_found_does_not_matter(tmp_path: Path, plugins: Path) -> None:
    digests = []
    for name in ("here", "there"):
        shutil.copytree(plugins, tmp_path / name)
        digests.append(open_park("trial", plugins=[tmp_path / name]).park.digest)
        sys.modules.pop("jifen_same_trial", None)
    assert digests[0] == digests[1]
