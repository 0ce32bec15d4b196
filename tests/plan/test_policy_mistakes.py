"""What is found only while policies are lowered, and that nothing else is missed meanwhile."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from tests.diagnostics.policies import HEADER, in_a_policy

from jifen.interfaces.library import open_library
from jifen.language.diagnostics import Diagnostic

ROOT = Path(__file__).parents[2]


def found(folder: Path, *parts: str) -> Sequence[Diagnostic]:
    path = folder / "policy.toml"
    path.write_text("\n".join(parts), "utf-8")
    return tuple(in_a_policy(path, path.name))


def codes(folder: Path, *parts: str) -> list[str]:
    return [one.code for one in found(folder, *parts)]


def rule(id_: str, amount: str = "10万元", more: str = "", when: str = "投资额 >= 100万元") -> str:
    return f'[[subsidy]]\nid = "{id_}"\ntitle = "奖励{id_}"\nwhen = ["{when}"]\namount = "{amount}"\n{more}\n'


def test_s18_amounts_in_a_circle_are_an_error(tmp_path: Path) -> None:
    circle = found(
        tmp_path, rule("a", "奖励额(奖励b) × 50%"), rule("b", "奖励额(奖励c)"), rule("c", "奖励额(奖励a)")
    )
    told = "条件兜成了一个圈：奖励额(奖励b) → 奖励额(奖励c) → 奖励额(奖励a) → 奖励额(奖励b)"
    assert [(one.code, one.message) for one in circle] == [("J914", told)]
    assert codes(tmp_path, rule("a", "奖励额(奖励b) × 50%"), rule("b")) == []


def test_s18_a_circle_through_the_negative_list_is_an_error(tmp_path: Path) -> None:
    status = '[[status]]\nid = "s"\nname = "受奖企业"\nwhen = ["奖励额(奖励a) > 0元"]\n'
    negative = (
        '[[negative]]\nid = "n"\ntitle = "已受奖"\nwhen = ["符合(受奖企业)"]\neffect = "veto"\n'
        'scope = ["{scope}"]\n'
    )
    assert codes(tmp_path, rule("a"), rule("b"), status, negative.format(scope="subsidy")) == ["J914"]
    assert codes(tmp_path, rule("a"), rule("b"), status, negative.format(scope="b")) == []


def test_all_mistakes_of_a_rule_are_told_at_once(tmp_path: Path) -> None:
    wrong = """\
[[subsidy]]
id     = "one"
title  = "一"
when   = ["投资颔 >= 100万元", "营业收入 >= 5"]
by     = "研发费甩"
least  = "1人"
cap    = "10"
[[subsidy.tier]]
in     = "< 500万元"
amount = "投资额 × 三"
[[subsidy.tier]]
in     = ">= 400万元"
amount = "10"
[[subsidy.adjust]]
when   = ["高新企业"]
times  = "2万元"
[[subsidy.instalment]]
id     = "first"
share  = "100%"
when   = ["投资额 > 1"]
"""
    told = {(one.place.line if one.place else 0): one.code for one in found(tmp_path, wrong)}
    assert told == {
        4: "J411",
        5: "J401",
        6: "J412",
        7: "J411",
        10: "J401",
        12: "J445",
        13: "J411",
        15: "J401",
        16: "J412",
        20: "J411",
    }


def test_mistakes_are_told_where_rounding_is_missing_too(tmp_path: Path) -> None:
    header = HEADER.replace('round      = "元"\n', "")
    assert codes(tmp_path, header, rule("a", "投资颔 × 5%"), rule("b")) == ["J902", "J401", "J902"]


def test_a_faulty_cap_that_an_adjustment_raises_is_told(tmp_path: Path) -> None:
    raised = 'cap = "50"\n[[subsidy.adjust]]\nwhen = ["高新技术企业"]\ncap = "75万元"\n'
    assert codes(tmp_path, rule("a", more=raised)) == ["J411"]


FACTOR = '[[factor]]\nid = "land"\nby = "亩均评价等级"\noptions = { A = "100%", {label} = "0%" }\n'
GRID = (
    '[[loan]]\nid = "loan"\ntitle = "贷款"\nwhen = ["积分 >= 60"]\n[loan.grid]\nrows = "企业类别"\n'
    'columns = "亩均评价等级"\ncells = { "{row}" = { "{column}" = "100万元" } }\n'
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FACTOR.replace("{label}", "D"), []),
        (FACTOR.replace("{label}", "E"), ["J522"]),
        (GRID.replace("{row}", "高企").replace("{column}", "A"), []),
        (GRID.replace("{row}", "高企企业").replace("{column}", "A"), ["J522"]),
        (GRID.replace("{row}", "高企").replace("{column}", "AA"), ["J522"]),
    ],
)
def test_labels_are_those_that_the_field_can_have(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert codes(tmp_path, rule("a"), text) == expected


def test_a_rate_by_points_is_written_without_a_unit(tmp_path: Path) -> None:
    loan = (
        '[[loan]]\nid = "loan"\ntitle = "贷款"\nwhen = ["积分 >= 60"]\nline = "100万元"\nrate_by = "积分"\n'
        'rate_tier = [{ in = "< 80", rate = "3.85%" }, { in = ">= 80{unit}", rate = "3.65%" }]\n'
    )
    assert codes(tmp_path, loan.replace("{unit}", "")) == []
    assert codes(tmp_path, loan.replace("{unit}", "万元")) == ["J412"]


def test_s17_a_veto_across_policies_reaches_the_rules_that_it_names(tmp_path: Path) -> None:
    negative = (
        '[[negative]]\nid = "n"\ntitle = "失信"\nwhen = ["有效(事件.失信被执行人)"]\neffect = "veto"\n'
        'across = true\nscope = ["a"]\n'
    )
    path = tmp_path / "policy.toml"
    of_revenue = "营业收入 >= 100万元"
    path.write_text(HEADER + rule("a", when=of_revenue) + rule("b", when=of_revenue) + negative, "utf-8")
    library = open_library("dalian", [path])
    event = [{"kind": "失信被执行人", "begins": date(2023, 1, 1)}]
    enterprise = library.park.enterprise(
        "91000000YL0000001L",
        "甲",
        facts={"2023": {"revenue": "500万元"}},
        tables={"event": event},
        complete_to=date(2023, 12, 31),
    )
    decision = library.decide(enterprise, period="2023", as_of=date(2024, 3, 31))
    assert {one.rule: one.outcome for one in decision.entitlements} == {"a": "vetoed", "b": "granted"}
