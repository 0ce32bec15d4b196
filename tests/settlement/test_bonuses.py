"""Bonuses: points that a policy adds in a bid, one outcome at a time, and what is said of each (S17, S27)."""

import json
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.settlement.small import (
    AS_OF,
    PERIOD,
    decide,
    enterprise,
    event,
    library,
    mistakes,
    policy,
    problems,
    subsidy,
)

from jifen.exchange.pages.notices import notice_page
from jifen.explain.entitlements import Explanation, decision_with_explanations, explain_entitlement
from jifen.explain.replaying import replay
from jifen.interfaces.library import RuleLibrary
from jifen.model.entitlement import Decision
from jifen.model.period import Period
from jifen.testing import run_cases

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "decision.schema.json"
HEAD = "effective = { from = 2023-01-01 }"
DISHONEST = {"负面事件": [event("严重违法失信", date(2023, 12, 31))]}


def bonus(name: str = "bid", points: str = "5分", when: str = '"研发费用 >= 100万元"', more: str = "") -> str:
    """A bonus of a policy."""
    head = f'[[bonus]]\nid = "{name}"\ntitle = "项目{name}加分"\n'
    return f'{head}when = [{when}]\npoints = "{points}"\n{more}\n\n'


def veto(scope: str, more: str = "") -> str:
    """An entry of the negative list with the events of a kind."""
    return (
        '[[negative]]\nid = "bad"\ntitle = "失信"\nwhen = ["有效(事件.严重违法失信)"]\neffect = "veto"\n'
        f"scope = [{scope}]\n{more}\n\n"
    )


def opened(*parts: str) -> RuleLibrary:
    """A policy that rewards no period, of these parts."""
    return library(policy("".join(parts), more=HEAD))


def told(decision: Decision, rule: str = "bid") -> Explanation:
    """What is said of a bonus."""
    return explain_entitlement(decision.entitlement(rule), decision)


def test_what_is_granted_is_points_and_no_money() -> None:
    rules = opened(bonus(points="2.5分"))
    decision = decide(rules, enterprise(rules, {"研发费用": "100万元"}), reasons=True)
    one = decision.entitlement("bid")
    assert (one.kind, one.outcome) == ("bonus", "granted")
    assert (one.points, one.amount, one.due, one.paid) == (Decimal("2.5"), None, Decimal(0), None)
    assert one.to_dict()["points"] == "2.5"
    said = told(decision)
    assert (said.word, said.headline) == ("可以加分", "可加 2.5 分")
    assert said.notes == ("评审加分只用于这个项目的评审，不是金额，也不计入企业创新积分",)
    assert replay([decision]).mismatches == ()


def test_what_is_refused_says_what_is_missing() -> None:
    rules = opened(bonus())
    decision = decide(rules, enterprise(rules, {"研发费用": "99.99万元"}), reasons=True)
    one = decision.entitlement("bid")
    assert (one.outcome, one.points) == ("refused", None)
    said = told(decision)
    assert (said.word, said.headline) == ("不加分", "不符合条件")
    assert [line for block in said.blocks for line in block.lines] == [
        "“研发费用 >= 100万元”：实际为 99.99万元，要求不低于 100万元，还少 0.01万元"
    ]


def test_what_is_undetermined_says_what_it_lacks() -> None:
    rules = opened(bonus())
    decision = decide(rules, enterprise(rules), reasons=True)
    one = decision.entitlement("bid")
    assert (one.outcome, one.points, one.lacks) == ("undetermined", None, ("rd_expense",))
    assert told(decision).headline == "资料不全，尚不能确定"
    assert told(decision).blocks[0].lines == ("还缺：研发费用（2023年度）",)


@pytest.mark.parametrize(
    "parts",
    [
        (bonus(more='assumed = ["points"]'),),
        (bonus(more='assumed = ["when"]'),),
        (
            '[[status]]\nid = "s"\nname = "骨干"\nwhen = ["研发费用 >= 100万元"]\nassumed = ["when"]\n\n',
            bonus(when='"符合(骨干)"'),
        ),
    ],
    ids=["points", "condition", "status"],
)
def test_what_rests_on_assumed_figures_is_withheld_unless_asked_for(parts: tuple[str, ...]) -> None:
    rules = opened(*parts)
    one = enterprise(rules, {"研发费用": "100万元"})
    withheld = decide(rules, one).entitlement("bid")
    assert (withheld.outcome, withheld.points, withheld.assumed) == ("not_in_force", None, True)
    assert withheld.assumed_in
    asked = decide(rules, one, allow_assumed=True).entitlement("bid")
    assert (asked.outcome, asked.points, asked.assumed) == ("granted", Decimal(5), True)


@pytest.mark.parametrize(
    ("scope", "found"), [('"bonus"', "vetoed"), ('"bid"', "vetoed"), ('"subsidy"', "granted")]
)
def test_a_veto_beats_it_in_its_scope(scope: str, found: str) -> None:
    rules = opened(bonus(), subsidy("a", "100元"), veto(scope))
    decision = decide(rules, enterprise(rules, {"研发费用": "100万元"}, DISHONEST), reasons=True)
    assert decision.entitlement("bid").outcome == found
    assert decision.entitlement("a").outcome == ("vetoed" if scope == '"subsidy"' else "granted")
    if found == "vetoed":
        assert told(decision).headline == "负面清单“失信”适用，不予给予"


def test_a_veto_of_another_policy_reaches_across() -> None:
    other = policy(veto('"bonus"', "across = true"), name="q", more=HEAD)
    rules = library(policy(bonus(), more=HEAD), other)
    (because,) = decide(rules, enterprise(rules, {"研发费用": "1万元"}, DISHONEST)).entitlement("bid").because
    assert (because.kind, because.id) == ("veto", "q/bad")


def test_an_unknown_veto_leaves_it_undetermined() -> None:
    rules = opened(bonus(), veto('"bonus"'))
    one = enterprise(rules, {"研发费用": "100万元"}, complete_to=None)
    assert decide(rules, one).entitlement("bid").outcome == "undetermined"


@pytest.mark.parametrize("points", ["5", "5元", "0分", "-5分", "5分钱", "研发费用", "５分"])
def test_points_are_a_number_above_nothing_with_its_unit(points: str) -> None:
    (found,) = problems(policy(bonus(points=points), more=HEAD))
    assert (found.code, found.message) == ("J923", f"{points} 不合理，这里要写大于零的分数，如 5分")


@pytest.mark.parametrize(
    "settling",
    [
        (
            '[[negative]]\nid = "n"\ntitle = "n"\nwhen = ["研发费用 > 1元"]\n'
            'effect = "factor"\nfactor = "50%"\nscope = ["bonus"]\n'
        ),
        '[[factor]]\nid = "f"\nby = "研发机构级别"\noptions = { "国家级" = "100%" }\nscope = ["bid"]\n',
        '[[shared_cap]]\nid = "c"\nrules = ["a", "bid"]\ncap = "5元"\nsplit = "in_order"\n',
        '[[group]]\nid = "g"\nrules = ["a", "bid"]\n',
        '[[budget]]\nid = "b"\nrules = ["a", "bid"]\namount = "5元"\nmethod = "pro_rata"\n',
    ],
    ids=["negative", "factor", "shared cap", "group", "budget"],
)
def test_what_settles_money_does_not_reach_it(settling: str) -> None:
    assert "J908" in mistakes(policy(bonus() + subsidy("a", "100元") + settling, more=HEAD))


def test_two_bonuses_of_one_name_are_an_error_and_so_are_a_bonus_and_a_subsidy() -> None:
    assert "J927" in mistakes(policy(bonus() + bonus(points="6分"), more=HEAD))
    assert "J927" in mistakes(policy(bonus() + subsidy("bid", "100元"), more=HEAD))


def test_the_notice_tells_of_it_beside_the_money() -> None:
    rules = opened(bonus(), subsidy("a", "100元"))
    page = notice_page(decide(rules, enterprise(rules, {"研发费用": "100万元"}), reasons=True), "试验园区")
    assert "<b>100元</b><span>奖补金额合计</span>" in page
    assert "<b>1 项</b><span>可以评审加分</span>" in page
    assert "<b>1 项</b><span>给予或可以授信</span>" in page
    assert "可加 5 分。" in page


def test_chaining_and_plan_agree_on_it() -> None:
    pytest.importorskip("durable", reason="durable-rules is an extra; the plan decides without it")
    status = '[[status]]\nid = "s"\nname = "骨干"\nwhen = ["研发费用 >= 100万元"]\n\n'
    rules = opened(status, bonus(when='"符合(骨干)", "职工总数 > 5人"'), veto('"bonus"'))
    decider = rules.decider(Period.parse(PERIOD), AS_OF)
    assert decider.chained is not None
    seen = set()
    for spent, staff, tables in product(
        ("99万元", "100万元", None), ("5人", "6人", None), ({}, DISHONEST, None)
    ):
        given = {"研发费用": spent, "职工总数": staff}
        facts = {name: value for name, value in given.items() if value is not None}
        one = enterprise(rules, facts, tables, complete_to=None if tables is None else AS_OF)
        found = decider.agrees(one, AS_OF)
        entitled = found["p@1/bid.entitled"]
        seen.add(entitled)
        outcome = decider.one(one, AS_OF).entitlement("bid").outcome
        assert (outcome == "granted") is (entitled is True)
        assert (outcome == "undetermined") is (entitled is None)
    assert seen == {True, False, None}


def test_as_data_it_is_what_the_schema_says() -> None:
    rules, schema = opened(bonus()), Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    for spent, points in (("100万元", "5"), ("1万元", None)):
        data = decision_with_explanations(decide(rules, enterprise(rules, {"研发费用": spent}), reasons=True))
        assert data["entitlements"][0]["points"] == points
        assert list(schema.iter_errors(data)) == []


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ('"5分"', ""),
        ('"6分"', "分数：预期 6 分，实际 5 分"),
        ('"refused"', "结果：预期 不加分（refused），实际 可以加分（granted）5 分"),
        ('"5元"', "“5元”不是分数，评审加分请连单位写，如 5分"),
        ('"refusd"', "“refusd”不是分数，也不是结果"),
    ],
)
def test_a_case_expects_points(tmp_path: Path, expected: str, found: str) -> None:
    (tmp_path / "bid.toml").write_text(policy(bonus(), more=HEAD), "utf-8")
    case = f'[[case]]\nname = "一"\ngiven = {{ "研发费用" = "100万元" }}\nexpect = {{ bid = {expected} }}\n'
    (tmp_path / "bid.cases.toml").write_text(case, "utf-8")
    (file,) = run_cases(tmp_path).files
    wrong = [one for result in file.cases for one in result.mismatches]
    told = [f"{one.what}：预期 {one.expected}，实际 {one.got}" for one in wrong]
    told += [problem.message for problem in file.problems]
    assert len(told) == bool(found)
    assert found in "".join(told)
