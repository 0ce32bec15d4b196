"""A run is kept, one by one or as tables; one enterprise is decided later as it was in the run."""

import json
from pathlib import Path

import pytest
from stdnum.cn import uscc
from tests.interfaces.conftest import ASKED, PLUGINS, ROSTER, Give

HERE = Path(__file__).parent
WAYS = pytest.mark.parametrize("way", [(), ("--tables", "parquet"), ("--tables", "csv")], ids=" ".join)
PARK = """\
[park]
id     = "later"
name   = "演示园区"
scheme = "演示办法"

[fields.money]
name   = "金额"
unit   = "元"
source = "演示办法"

[stages]
value  = "金额"
source = "演示办法"

[[stages.stage]]
id   = "early"
name = "初创期"
in   = "< 500元"

[[stages.stage]]
id   = "late"
name = "成熟期"
in   = ">= 500元"

[[dimension]]
id     = "main"
name   = "维度"
source = "演示办法"

[[indicator]]
id        = "mean"
name      = "与均值之比"
dimension = "main"
source    = "演示办法"
value     = "金额"
scoring   = { kind = "index", within = "park", reference = 2, points = 10 }
"""
POLICY = """\
[policy]
id         = "p"
version    = "1"
title      = "政策"
issuer     = "园区"
applies_to = ["later"]
rewards    = "2020Q1"
round      = "分"
source     = "演示政策"

[[subsidy]]
id     = "r"
title  = "奖励"
when   = ["积分 >= 1"]
amount = "积分 × 7元"

[[subsidy.instalment]]
id    = "outcome"
share = "40%"

[[subsidy.instalment]]
id    = "points"
share = "60%"
"""
MADE = {
    "pyproject.toml": """\
[project]
name    = "later"
version = "1"

[project.entry-points.jifen]
later = "jifen_later"
""",
    "jifen_later/park.toml": PARK,
    "jifen_later/__init__.py": """\
from jifen.plugin import hookimpl


@hookimpl
def register_park(register):
    register.file("park.toml")
""",
}


def digits_only(count: int) -> list[str]:
    """Credit codes without a letter, which a table in CSV does not tell from numbers."""
    codes = (f"91210200{number:09}" for number in range(1000))
    whole = (f"{code}{uscc.calc_check_digit(code)}" for code in codes)
    return [code for code in whole if code.isdigit()][:count]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A park, a policy that reads the scores of the year before the run's, and a roster of both years."""
    folder = tmp_path_factory.mktemp("later")
    for name, text in MADE.items():
        file = folder / "plugins/later" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (folder / "p.toml").write_text(POLICY, "utf-8")
    rows = [
        f"{code},企{place},{year},{money if year == 2020 else 1300 - money}"
        for place, (code, money) in enumerate(zip(digits_only(3), (100, 400, 1000), strict=True))
        for year in (2019, 2020)
    ]
    (folder / "名单.csv").write_text("\n".join(["统一社会信用代码,企业名称,期间,金额（元）", *rows]), "utf-8")
    return folder


@WAYS
def test_scores_of_another_year_and_codes_of_digits_are_read_back(
    way: tuple[str, ...], made: Path, tmp_path: Path, give: Give
) -> None:
    given = ("--plugins", made / "plugins", "--policy", made / "p.toml")
    asked = ("--park", "later", "--period", "2020", "--as-of", "2021-03-31", "--complete-to", "2021-03-31")
    ran = give("run", made / "名单.csv", *asked, *given, "--out", tmp_path / "run", *way, "--format", "json")
    assert ran.code == 0, ran.err
    # Of the year before: 1200, 900 and 300 with a mean of 800, full marks for twice the mean.
    for code, amount in zip(digits_only(3), ("52.5", "39.41", "13.16"), strict=True):
        told = give("why", code, "--run", tmp_path / "run", *given, "--format", "json")
        (one,) = json.loads(told.out)["entitlements"]
        assert (told.code, one["outcome"], one["amount"]) == (0, "granted", amount)
        card = give(
            "score", code, "--run", tmp_path / "run", "--plugins", made / "plugins", "--format", "json"
        )
        assert card.code == 0, card.err


def test_ids_of_instalments_are_no_figures_of_a_rule(made: Path, tmp_path: Path, give: Give) -> None:
    given = ("--plugins", made / "plugins", "--policy", made / "p.toml", "--tables", "parquet")
    asked = ("--park", "later", "--period", "2020", "--as-of", "2021-03-31", "--complete-to", "2021-03-31")
    ran = give("run", made / "名单.csv", *asked, *given, "--out", tmp_path / "run", "--format", "json")
    assert ran.code == 0, ran.err
    told = json.loads((tmp_path / "run/run.json").read_text("utf-8"))
    assert (list(told["outcomes"]), list(told["amounts"])) == (["p/r"], ["p/r.amount", "p/r.paid"])


@WAYS
def test_data_of_programmes_are_those_of_the_run_or_it_is_said(
    way: tuple[str, ...], tmp_path: Path, give: Give
) -> None:
    policy = ("--policy", HERE / "programmes/pool-2020.toml", "--allow-assumed")
    data = ("--programme", HERE / "programmes/pool-2020.programme.toml")
    give("run", ROSTER, *ASKED, *policy, *data, "--out", tmp_path / "run", *way, "--format", "json")
    why = (
        "why",
        "甲科技有限公司",
        "--run",
        tmp_path / "run",
        "--plugins",
        PLUGINS,
        *policy,
        "--format",
        "json",
    )
    with_data, without = give(*why, *data), give(*why)
    assert (with_data.code, with_data.err) == (0, "")
    assert without.code == 1
    assert "专项数据（--programme）与那一次 jifen run 的不同" in without.err.replace("\n", "")


@WAYS
def test_rows_are_named_by_their_keys(way: tuple[str, ...], roster: Path, tmp_path: Path, give: Give) -> None:
    code = "91000000YL0000001L"
    rows = [f"{code},E-1,200,是,一", f"{code},E-2,300,是,二"]
    (roster / "设备采购.csv").write_text(
        "\n".join(["统一社会信用代码,编号,投资额（万元）,列入目录,产线", *rows]), "utf-8"
    )
    policy = ("--policy", HERE / "policies", "--allow-assumed")
    give("run", roster, *ASKED, *policy, "--out", tmp_path / "run", *way, "--format", "json")
    told = give("why", code, "--run", tmp_path / "run", "--plugins", PLUGINS, *policy, "--format", "json")
    keys = [row["key"] for one in json.loads(told.out)["entitlements"] for row in one.get("rows", ())]
    assert {"编号": "E-1"} in keys and {"编号": "E-2"} in keys


@pytest.mark.parametrize("way", [(), ("--tables", "parquet")], ids=" ".join)
def test_a_new_enterprise_is_scored_against_either_kind_of_run(
    way: tuple[str, ...], tmp_path: Path, give: Give
) -> None:
    give("run", ROSTER, *ASKED, "--out", tmp_path / "run", *way, "--format", "json")
    asked = ("score", "甲科技有限公司", "--roster", ROSTER, *ASKED, "--format", "json")
    alone, against = give(*asked), give(*asked, "--cohort", tmp_path / "run")
    assert json.loads(against.out)["total"] == json.loads(alone.out)["total"] is not None
