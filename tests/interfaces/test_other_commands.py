"""``jifen parks``, ``provenance``, ``check``, ``explain``, ``schema``, ``sample`` and ``demo``."""

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import tomli
from jsonschema import Draft7Validator
from tests.interfaces.conftest import PLUGINS, Give

from jifen.exchange.reading import read_roster
from jifen.interfaces.commands.schema import schemas
from jifen.interfaces.park import ScoringPark, open_park
from jifen.language.wording import WORDING

ROOT = Path(__file__).parents[2]
PARK = PLUGINS / "garden" / "jifen_garden" / "park.toml"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A plugins folder with a park whose bands leave a gap, which shows only when it is lowered."""
    folder = tmp_path / "plugins"
    shutil.copytree(PLUGINS / "garden", folder / "broken")
    shutil.move(folder / "broken" / "jifen_garden", folder / "broken" / "jifen_broken")
    project = folder / "broken" / "pyproject.toml"
    project.write_text(project.read_text("utf-8").replace("garden", "broken"), "utf-8")
    park = folder / "broken" / "jifen_broken" / "park.toml"
    text = park.read_text("utf-8").replace('"garden"', '"broken"').replace("[3%, 6%)", "[4%, 6%)")
    park.write_text(text, "utf-8")
    return folder


def test_parks_lists_each_with_its_counts(give: Give) -> None:
    answer = give("parks", "--plugins", PLUGINS)
    assert (answer.code, answer.err) == (0, "")
    (line,) = [line for line in answer.out.splitlines() if line.startswith("garden")]
    assert line.split() == ["garden", "花园示范区", "1.2.0", "文件夹", "12", "2", "2", "无"]


def test_a_broken_park_is_reported_and_the_others_are_listed(give: Give, broken: Path) -> None:
    answer = give("parks", "--plugins", PLUGINS, "--plugins", broken, "--format", "json")
    assert (answer.code, answer.err) == (1, "")
    parks = {park["id"]: park for park in json.loads(answer.out)["parks"]}
    assert {"dalian", "garden", "broken"} <= set(parks)
    assert parks["garden"]["problems"] == []
    told = [parks["garden"][key] for key in ("name", "version", "origin", "indicators", "stages", "boards")]
    assert told == ["花园示范区", "1.2.0", "folder", 12, 2, 2]
    (problem,) = parks["broken"]["problems"]
    assert problem["severity"] == "error"
    assert problem["place"]["file"].endswith("jifen_broken/park.toml")


def test_the_parks_that_come_with_the_engine_have_so_many_indicators(give: Give) -> None:
    answer = give("parks", "--format", "json")
    told = {park["id"]: park["indicators"] for park in json.loads(answer.out)["parks"]}
    assert (answer.code, told) == (0, {"chongqing": 30, "dalian": 61, "yinchuan": 27})


def test_parks_shows_where_a_park_is_broken(give: Give, broken: Path) -> None:
    answer = give("parks", "--plugins", broken)
    assert answer.code == 1
    assert "1 个错误" in next(line for line in answer.out.splitlines() if line.startswith("broken"))
    assert "^" in answer.out


def test_provenance_counts_first_and_lists_every_figure(give: Give) -> None:
    told = json.loads(give("provenance", "garden", "--plugins", PLUGINS, "--format", "json").out)
    assert sum(told["counts"].values()) == len(told["figures"])
    assert told["counts"]["assumed"] == 15
    (named,) = [one for one in told["figures"] if (one["owner"], one["key"]) == ("维度“成长经营”", "name")]
    assert (named["value"], named["status"], named["source"]) == ("成长经营", "assumed", "")
    assert PARK.read_text("utf-8").splitlines()[named["line"] - 1] == 'name    = "成长经营"'
    text = give("provenance", "garden", "--plugins", PLUGINS).out
    first, *_ = text.splitlines()
    assert first.startswith(f"花园示范区：共 {len(told['figures'])} 项设定，已公布 ")
    assert "没有出处，由平台假定（15 项）" in text


def test_provenance_of_one_kind_only(give: Give) -> None:
    asked = ("provenance", "garden", "--plugins", PLUGINS, "--only", "assumed", "--format", "json")
    assert {figure["status"] for figure in json.loads(give(*asked).out)["figures"]} == {"assumed"}


POLICY = """\
[policy]
id         = "demo"
version    = "2023"
title      = "演示政策"
issuer     = "演示园区"
applies_to = "any"
rewards    = "2023"
round      = "元"
source     = "《演示日报》"

[[subsidy]]
id      = "growth"
title   = "增长奖励"
when    = ["同比(营业收入) >= 10%"]
amount  = "营业收入 × 1%"
cap     = "50万元"
least   = "1万元"
assumed = ["least"]
derived = ["cap"]
"""


def test_provenance_of_policies_counts_each_and_all(give: Give, tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(POLICY, "utf-8")
    (tmp_path / "two.toml").write_text(
        POLICY.replace('"demo"', '"other"').replace('"least"', '"amount"'), "utf-8"
    )
    told = json.loads(give("provenance", "--policy", tmp_path, "--format", "json").out)
    assert told["counts"] == {"published": 6, "derived": 2, "assumed": 2}
    one, two = told["policies"]
    assert (one["policy"], one["policy_version"], one["counts"]) == (
        "demo",
        "2023",
        {"published": 3, "derived": 1, "assumed": 1},
    )
    figures = {figure["key"]: figure for figure in one["figures"] if figure["owner"] == "规则“增长奖励”"}
    assert {key: figure["status"] for key, figure in figures.items()} == {
        "when[0]": "published",
        "amount": "published",
        "cap": "derived",
        "least": "assumed",
    }
    assert (figures["amount"]["value"], figures["amount"]["source"]) == ("营业收入 × 1%", "《演示日报》")
    assert POLICY.splitlines()[figures["cap"]["line"] - 1] == 'cap     = "50万元"'
    assert [figure["key"] for figure in two["figures"] if figure["status"] == "assumed"] == ["amount"]


def test_provenance_of_policies_says_so_in_words(give: Give, tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(POLICY, "utf-8")
    lines = give("provenance", "--policy", tmp_path / "one.toml", "--only", "assumed").out.splitlines()
    assert (
        lines[0] == "演示政策（demo@2023）：共 5 项设定，已公布 3，由已公布的推算 1，没有出处，由平台假定 1"
    )
    assert lines[2:4] == ["没有出处，由平台假定（1 项）", "  规则“增长奖励”"]
    assert lines[4].startswith("    least = 1万元　")
    assert len(lines) == 5
    both = give(
        "provenance", "--policy", tmp_path / "one.toml", "--policy", ROOT / "policies" / "binjiang"
    ).out
    assert both.splitlines()[0].startswith("3 个政策：共 ")


@pytest.mark.parametrize(
    "words", [(), ("garden", "--policy", "x.toml"), ("--policy", "x", "--scorecard", "y")]
)
def test_provenance_is_of_a_park_or_of_policies(give: Give, words: tuple[str, ...]) -> None:
    answer = give("provenance", *words)
    assert (answer.code, answer.out) == (2, "")
    assert "要" in answer.err


@pytest.mark.parametrize(
    "path", [PLUGINS, PLUGINS / "garden", PARK, ROOT / "policies", ROOT / "policies" / "fields.toml"]
)
def test_check_finds_nothing_where_nothing_is_wrong(give: Give, path: Path) -> None:
    answer = give("check", path)
    assert (answer.code, answer.out) == (0, "没有发现问题\n")


def test_check_finds_what_is_wrong_with_a_park_by_any_of_its_files(give: Give, broken: Path) -> None:
    for path in (broken, broken / "broken", broken / "broken" / "jifen_broken" / "park.toml"):
        answer = give("check", path, "--format", "json")
        assert answer.code == 1
        assert [one["severity"] for one in json.loads(answer.out)["diagnostics"]] == ["error"]


@pytest.mark.parametrize(
    ("inside", "path"),
    [
        ("broken", "."),
        ("broken", ""),
        ("broken", "jifen_broken"),
        ("broken/jifen_broken", "."),
        ("broken/jifen_broken", ".."),
        ("broken/jifen_broken", "park.toml"),
        ("", "broken/jifen_broken/.."),
    ],
)
def test_check_from_within_a_park_finds_the_same(
    give: Give, broken: Path, monkeypatch: pytest.MonkeyPatch, inside: str, path: str
) -> None:
    monkeypatch.chdir(broken / inside)
    answer = give("check", Path(path), "--format", "json")
    (found,) = json.loads(answer.out)["diagnostics"]
    whole = json.loads(give("check", broken, "--format", "json").out)["diagnostics"][0]
    assert (answer.code, found["code"], found["place"]["line"]) == (1, whole["code"], whole["place"]["line"])
    assert Path(found["place"]["file"]).resolve() == Path(whole["place"]["file"]).resolve()


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("fields.toml", '[fields.revenue]\nname = "营业收入"\nunit = "万圆"\n', None),
        ("indicators.toml", '[[indicator]]\nid = "a"\nname = "甲"\n', None),
        ("sample.toml", "[sample]\ncount = 3\n", "J202"),
        ("park.toml", "[park]\nid = 1\n", "J203"),
        ("cut.toml", "[park\n", "J115"),
        ("none.toml", None, "J101"),
    ],
)
def test_check_of_a_file_that_stands_alone(
    give: Give, tmp_path: Path, name: str, text: str | None, code: str | None
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, "utf-8")
    answer = give("check", tmp_path / name, "--format", "json")
    assert answer.code == 1
    codes = [one["code"] for one in json.loads(answer.out)["diagnostics"]]
    assert codes and (code is None or code in codes)


def test_check_of_an_empty_folder_could_not_run(give: Give, tmp_path: Path) -> None:
    answer = give("check", tmp_path)
    assert (answer.code, answer.out) == (2, "")
    assert "错误[J810]" in answer.err


def test_explain_shows_the_page(give: Give, snapshot: object) -> None:
    assert give("explain", "J203").out == snapshot
    assert give("explain", "[j203]").out == give("explain", "J203").out


def test_every_code_can_be_explained(give: Give) -> None:
    for code in WORDING:
        assert give("explain", code).out.startswith(f"{code} {WORDING[code].title}\n")


def test_an_unknown_code_is_an_error(give: Give) -> None:
    answer = give("explain", "J999")
    assert answer.code == 2
    assert "错误[J809] 没有编号为 J999 的说明" in answer.err


def test_schemas_in_the_repository_are_fresh(give: Give, tmp_path: Path) -> None:
    answer = give("schema", "--out", tmp_path)
    assert answer.code == 0
    written = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    kept = {path.name: path.read_text("utf-8") for path in (ROOT / "policies").glob("*.schema.json")}
    assert written == dict(schemas()) == kept


SHIPPED = sorted([*ROOT.glob("plugins/*/jifen_*/*.toml"), *ROOT.glob("policies/**/*.toml")])


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_shipped_file_names_the_schema_by_which_editors_check_it(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    named = (path.parent / first.removeprefix("#:schema ")).resolve()
    assert first.startswith("#:schema ")
    assert named == ROOT / "policies" / f"{kind_of(path)}.schema.json"


def kind_of(path: Path) -> str:
    """What a shipped file is, by its place and name."""
    for suffix in ("cases", "programme"):
        if path.name.endswith(f".{suffix}.toml"):
            return suffix
    if path.stem in ("fields", "indicators", "sample"):
        return path.stem
    if path.parent.name == "scorecards":
        return "scorecards"
    in_policies = path.is_relative_to(ROOT / "policies") and path.parent.name != "national"
    return "policy" if in_policies else "park"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_editors_find_nothing_wrong_with_a_shipped_file(path: Path) -> None:
    schema = json.loads((ROOT / "policies" / f"{kind_of(path)}.schema.json").read_text("utf-8"))
    # Editors hand dates to their checker as texts.
    data = json.loads(json.dumps(tomli.loads(path.read_text("utf-8")), default=str))
    assert [error.message for error in Draft7Validator(schema).iter_errors(data)] == []


def test_a_sample_is_marked_and_can_be_run(give: Give, garden: ScoringPark, tmp_path: Path) -> None:
    out = tmp_path / "sample.xlsx"
    answer = give(
        "sample", "garden", "--plugins", PLUGINS, "--count", 30, "--seed", 5, "--period", 2021, "--out", out
    )
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"已写出 30 家虚构企业（2021年度，种子 5）：{out}\n"
    roster = read_roster(out, garden.vocabulary)
    assert roster.sample
    assert len(roster.enterprises) == 30
    again = tmp_path / "again.xlsx"
    give(
        "sample", "garden", "--plugins", PLUGINS, "--count", 30, "--seed", 5, "--period", 2021, "--out", again
    )
    assert again.read_bytes() == out.read_bytes()


def test_a_sample_follows_the_park_s_recipe(give: Give, tmp_path: Path) -> None:
    park = open_park("dalian")
    assert give("sample", "dalian", "--count", 100, "--out", tmp_path / "sample.xlsx").code == 0
    roster = read_roster(tmp_path / "sample.xlsx", park.vocabulary)
    scored = park.score_many(roster.enterprises, period="2020", as_of=date(2021, 3, 31))
    assert sum(card.stage == "startup" for card in scored.cards) == 73


def test_demo_does_the_main_job(give: Give, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    answer = give("demo")
    assert (answer.code, answer.err) == (0, "")
    assert "2,807" in answer.out
    assert "初创期企业占比                            73%     约 73%" in answer.out
    assert answer.out.count("企业创新积分20强") == 5
    shown = [line.split() for line in answer.out.splitlines() if "研发费用合计" in line]
    ratios = [(Decimal(line[-3].rstrip("%")), Decimal(line[-1].rstrip("%"))) for line in shown]
    assert [published for published, _ in ratios] == [Decimal("24.23"), Decimal("3.7")]
    assert all(abs(published - sampled) < Decimal("0.005") for published, sampled in ratios)
    told = json.loads((tmp_path / "jifen-demo" / "run" / "run.json").read_text("utf-8"))
    assert told["roster"]["sample"] and told["enterprises"]["accepted"] == 2807
    (advice,) = [line for line in answer.out.splitlines() if line.startswith("一家企业　　jifen score ")]
    card = give(*advice.split("jifen ")[1].split(), "--format", "json")
    assert json.loads(card.out)["standings"][0]["rank"] == 1
