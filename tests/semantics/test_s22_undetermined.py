"""S22: money that is undetermined, and what is granted all the same."""

import pytest
from tests.semantics.test_s17_negatives import veto
from tests.semantics.test_s21_settlement import table
from tests.semantics.trial import CODES
from tests.settlement.small import (
    decide,
    decide_many,
    enterprise,
    library,
    outcomes,
    policy,
    shown,
    subsidy,
)

UNKNOWN_VETO = veto().replace("有效(事件.严重违法失信)", "职工总数 < 1人")
PAIR = subsidy("a", "100元") + subsidy("b", "研发费用")


def test_s22_an_unknown_veto_leaves_its_scope_undetermined() -> None:
    rules = library(
        policy(subsidy("a", "100元") + subsidy("b", "1元") + UNKNOWN_VETO.replace('"subsidy"', '"a"'))
    )
    found = decide(rules, enterprise(rules))
    assert outcomes(found) == {"a": "undetermined", "b": "1"}
    assert found.entitlement("a").lacks == ("staff",)


def test_s22_a_missed_condition_settles_the_matter_all_the_same() -> None:
    """False beats unknown (S14): the veto can change nothing."""
    rules = library(policy(subsidy("a", "100元", ["研发费用 >= 1元"]) + UNKNOWN_VETO))
    for spent, outcome in (("0元", "refused"), ("1元", "undetermined")):
        assert outcomes(decide(rules, enterprise(rules, {"研发费用": spent}))) == {"a": outcome}


def test_s22_of_a_group_the_known_highest_is_granted_provisionally() -> None:
    rules = library(policy(PAIR + table("group", "g", rules='["a", "b"]')))
    found = decide(rules, enterprise(rules))
    assert outcomes(found) == {"a": "100", "b": "undetermined"}
    assert found.entitlement("a").provisional
    assert found.entitlement("b").lacks == ("rd_expense",)
    for spent, told in (
        ("100元", {"a": "100", "b": "superseded"}),
        ("101元", {"a": "superseded", "b": "101"}),
    ):
        found = decide(rules, enterprise(rules, {"研发费用": spent}))
        assert outcomes(found) == told
        assert not any(one.provisional for one in found.entitlements)


@pytest.mark.parametrize("take", ["lowest", "first"])
def test_s22_other_groups_wait(take: str) -> None:
    """Whether a is paid depends on b: the lowest, or the first where b comes before it."""
    group = table("group", "g", rules='["b", "a"]', take=f'"{take}"')
    rules = library(policy(PAIR + group))
    assert outcomes(decide(rules, enterprise(rules))) == {"a": "undetermined", "b": "undetermined"}
    found = {"0元": "100", "1元": "superseded"}
    for spent, a in found.items():
        assert outcomes(decide(rules, enterprise(rules, {"研发费用": spent})))["a"] == a


def test_s22_the_first_of_a_group_need_not_wait_for_those_after_it() -> None:
    rules = library(policy(PAIR + table("group", "g", rules='["a", "b"]', take='"first"')))
    found = decide(rules, enterprise(rules))
    assert found.entitlement("a").outcome == "granted"
    assert not found.entitlement("a").provisional


def test_s22_an_unknown_amount_under_a_shared_cap_holds_up_those_after_it() -> None:
    cap = table("shared_cap", "s", rules='["a", "b"]', cap='"150元"', split='"in_order"')
    rules = library(policy(PAIR + cap))
    assert outcomes(decide(rules, enterprise(rules))) == {"a": "100", "b": "undetermined"}
    turned = library(policy(PAIR + cap.replace('"a", "b"', '"b", "a"')))
    assert outcomes(decide(turned, enterprise(turned))) == {"a": "undetermined", "b": "undetermined"}


def test_s22_a_budget_counts_provisional_claims_and_says_who_is_undetermined() -> None:
    """甲 has 100 provisionally, 乙 100 and 丙 100 for sure; of 150 everyone gets a half. What is unknown of
    甲 is counted apart.
    """
    text = PAIR + table("group", "g", rules='["a", "b"]')
    text += table("budget", "m", rules='["a", "b"]', amount='"150元"', method='"pro_rata"')
    rules = library(policy(text))
    told = [{}, {"研发费用": "0元"}, {"研发费用": "100元"}]
    every = [enterprise(rules, facts, code=code) for facts, code in zip(told, CODES, strict=False)]
    settled = decide_many(rules, every)
    found = [{one.rule: shown(one) for one in each.entitlements} for each in settled.decisions]
    assert found == [
        {"a": "50", "b": "undetermined"},
        {"a": "50", "b": "refused"},
        {"a": "50", "b": "superseded"},
    ]
    assert [each.entitlement("a").provisional for each in settled.decisions] == [True, False, False]
    assert set(settled.undetermined_claims.values()) == {1}


def test_s22_what_is_not_told_is_never_taken_for_nothing() -> None:
    """A sum of which one part is unknown is unknown, whatever the others are."""
    rules = library(policy(subsidy("a", "研发费用 + 营业收入", cap='"100元"')))
    assert outcomes(decide(rules, enterprise(rules, {"研发费用": "99元"}))) == {"a": "undetermined"}
