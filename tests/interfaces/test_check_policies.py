"""``jifen check`` of policies: opened for the parks that they name, all mistakes of all files at once."""

import json
import shutil
from pathlib import Path

import pytest
from tests.interfaces.conftest import PLUGINS, Give

ROOT = Path(__file__).parents[2]

HEAD = """\
[policy]
id         = "{id}"
version    = "2023"
title      = "{id}"
issuer     = "演示园区"
applies_to = {parks}
rewards    = "2023"
round      = "元"
source     = "演示办法"

"""
RULE = """\
[[subsidy]]
id     = "award"
title  = "奖励"
when   = ["{when}"]
amount = "10万元"
"""


def policy(id_: str, *, parks: str = '"any"', when: str = "营业收入 >= 100万元", more: str = "") -> str:
    return HEAD.format(id=id_, parks=parks) + RULE.format(when=when) + more


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "rules"
    made.mkdir()
    return made


def found(give: Give, code: int, *words: object) -> list[tuple[str, str]]:
    """The codes and files that are told, in order."""
    answer = give("check", *words, "--format", "json")
    assert answer.code == code, answer.err
    told = json.loads(answer.out)["diagnostics"]
    return [(one["code"], Path(one["place"]["file"]).name) for one in told]


POLICIES = sorted(
    path for path in (ROOT / "policies").glob("*/*.toml") if "[policy]" in path.read_text("utf-8")
)


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_is_wrong_with_a_policy_that_comes_with_the_engine(give: Give, path: Path) -> None:
    answer = give("check", path)
    assert (answer.code, answer.out) == (0, "没有发现问题\n")


def test_mistakes_of_all_files_are_told_at_once_whatever_shows_them(give: Give, folder: Path) -> None:
    (folder / "cut.toml").write_text("[policy\n", "utf-8")
    (folder / "keys.toml").write_text(policy("keys", more='capp = "1万元"\n'), "utf-8")
    (folder / "names.toml").write_text(policy("names", when="营业收人 >= 100万元"), "utf-8")
    (folder / "units.toml").write_text(policy("units", when="营业收入 >= 100"), "utf-8")
    (folder / "dates.toml").write_text(policy("dates").replace('"2023"\nround', '"2023年"\nround'), "utf-8")
    (folder / "dates.cases.toml").write_text("[[case]]\nname = 1\nexpect = {}\n", "utf-8")
    assert found(give, 1, folder) == [
        ("J115", "cut.toml"),
        ("J203", "dates.cases.toml"),
        ("J201", "keys.toml"),
        ("J401", "names.toml"),
        ("J411", "units.toml"),
    ]


def test_what_may_stand_in_a_file_that_cannot_be_read_is_not_missed(give: Give, folder: Path) -> None:
    concluding = '\n[[status]]\nid = "leading"\nname = "领军企业"\nwhen = ["营业收入 >= 1亿元"]\n'
    group = '\n[[group]]\nid = "both"\nrules = ["award", "one/award"]\n'
    (folder / "one.toml").write_text(policy("one", more=concluding + "typo = 1\n"), "utf-8")
    (folder / "two.toml").write_text(policy("two", when="符合(领军企业)", more=group), "utf-8")
    assert found(give, 1, folder) == [("J201", "one.toml")]
    (folder / "one.toml").write_text(policy("one", more=concluding), "utf-8")
    assert found(give, 0, folder) == []
    (folder / "one.toml").write_text(policy("one"), "utf-8")
    assert found(give, 1, folder) == [("J401", "two.toml")]


def test_a_lone_file_is_checked_with_its_mates_and_its_own_mistakes_are_told(
    give: Give, folder: Path
) -> None:
    group = '\n[[group]]\nid = "both"\nrules = ["one/award", "two/award"]\n{take}'
    (folder / "one.toml").write_text(policy("one", more=group.format(take="")), "utf-8")
    (folder / "two.toml").write_text(policy("two", more=group.format(take="")), "utf-8")
    (folder / "three.toml").write_text(policy("three", when="营业收入 >= 100"), "utf-8")
    assert found(give, 0, folder / "one.toml") == []
    (folder / "two.toml").write_text(policy("two", more=group.format(take='take = "first"\n')), "utf-8")
    assert found(give, 1, folder / "one.toml") == [("J910", "two.toml")]
    assert found(give, 1, folder / "two.toml") == [("J910", "two.toml")]


def test_a_policy_for_any_park_rests_on_what_all_parks_share(give: Give, folder: Path) -> None:
    path = folder / "one.toml"
    path.write_text(policy("one", when="积分 >= 60"), "utf-8")
    assert found(give, 0, path) == []
    path.write_text(policy("one", when="积分.技术创新能力 >= 6"), "utf-8")
    assert found(give, 1, path) == [("J401", "one.toml")]
    assert found(give, 1, path, "--park", "dalian") == [("J401", "one.toml")]


def test_a_policy_of_a_park_is_opened_for_it(give: Give, folder: Path) -> None:
    path = folder / "one.toml"
    path.write_text(policy("one", parks='["garden"]', when="名次.前2名 <= 10"), "utf-8")
    assert found(give, 1, path) == [("J623", "one.toml")]
    assert found(give, 0, path, "--plugins", PLUGINS) == []
    path.write_text(policy("one", parks='["garden", "dalian"]', when="名次.前2名 <= 10"), "utf-8")
    assert found(give, 1, path, "--plugins", PLUGINS) == [("J401", "one.toml")]


def test_for_another_park_a_named_file_is_an_error_and_one_of_a_folder_left_out(
    give: Give, folder: Path
) -> None:
    (folder / "one.toml").write_text(policy("one", parks='["dalian"]'), "utf-8")
    (folder / "two.toml").write_text(policy("two"), "utf-8")
    assert found(give, 1, folder / "one.toml", "--park", "yinchuan") == [("J930", "one.toml")]
    assert found(give, 0, folder, "--park", "yinchuan") == [("J942", "one.toml")]
    assert found(give, 0, folder, "--park", "dalian") == []


def test_a_park_that_is_not_there_could_not_be_checked_for(give: Give, folder: Path) -> None:
    (folder / "one.toml").write_text(policy("one"), "utf-8")
    answer = give("check", folder, "--park", "dlian")
    assert answer.code == 2
    assert "错误[J623] 没有编号为 dlian 的园区" in answer.err


def test_in_a_folder_of_places_each_place_stands_by_itself(give: Give, folder: Path) -> None:
    shutil.copy(ROOT / "policies" / "fields.toml", folder)
    differing = '\n[inputs]\noutput = {{ name = "工业产值", unit = "{unit}" }}\n'
    for place, unit in (("one", "元"), ("two", "万元")):
        (folder / place).mkdir()
        path = folder / place / "rules.toml"
        path.write_text(policy(place, more=differing.format(unit=unit)), "utf-8")
    assert found(give, 0, folder) == []
    (folder / "fields.toml").unlink()
    assert found(give, 1, folder) == [("J450", "rules.toml")]


def test_a_policy_without_its_header_is_still_one(give: Give, folder: Path) -> None:
    (folder / "one.toml").write_text(RULE.format(when="营业收入 >= 100万元"), "utf-8")
    assert found(give, 1, folder / "one.toml") == [("J202", "one.toml")]
