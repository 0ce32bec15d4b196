"""S23: how a budget is given out where it is not enough."""

from collections.abc import Sequence

from tests.semantics.test_s21_settlement import table
from tests.semantics.trial import CODES
from tests.settlement.small import decide, decide_many, enterprise, library, mistakes, policy, shown, subsidy

CLAIM = subsidy("a", "研发费用", round='"元"')


def budget(amount: str, method: str = "pro_rata", **keys: str) -> str:
    """A budget over the rule a."""
    more = {key: f'"{value}"' for key, value in keys.items()}
    return table("budget", "m", rules='["a"]', amount=f'"{amount}"', method=f'"{method}"', **more)


def shares(text: str, claims: Sequence[int | None], revenue: Sequence[int | None] = ()) -> list[str]:
    """What enterprises get that claim so much, by code; those who tell no revenue tell none."""
    rules = library(policy(text))
    every = []
    for number, claim in enumerate(claims):
        facts = {} if claim is None else {"研发费用": f"{claim}元"}
        told = revenue[number] if number < len(revenue) else None
        facts |= {} if told is None else {"营业收入": f"{told}元"}
        every.append(enterprise(rules, facts, code=CODES[number]))
    return [shown(one.entitlement("a")) for one in decide_many(rules, every).decisions]


def test_s23_what_fits_is_paid_whole() -> None:
    assert shares(CLAIM + budget("100元"), [40, 60]) == ["40", "60"]


def test_s23_pro_rata_is_one_step_and_then_largest_remainder() -> None:
    """Of 100: 14.28…, 28.57…, 57.14…; the unit that is left goes to .57. By steps of rounding it would not
    add up.
    """
    assert shares(CLAIM + budget("100元"), [101, 202, 404]) == ["14", "29", "57"]


def test_s23_equal_remainders_go_by_code() -> None:
    assert shares(CLAIM + budget("100元"), [50, 50, 50]) == ["34", "33", "33"]


def test_s23_shares_are_whole_units_of_the_rule_and_never_above_the_budget() -> None:
    """In units of 10元, a budget of 95 gives 9 of them."""
    text = subsidy("a", "研发费用", round='"十元"') + budget("95元")
    assert shares(text, [60, 60]) == ["50", "40"]


def test_s23_each_claim_is_limited_first_and_nothing_is_given_out_again() -> None:
    """300 is limited to 80: 80 and 80 of 100 are 50 and 50. Where limited claims fit, the rest stays."""
    text = CLAIM + budget("100元", limit="80元")
    assert shares(text, [300, 80]) == ["50", "50"]
    assert shares(text, [300, 10]) == ["80", "10"]


def test_s23_in_order_the_highest_is_served_first() -> None:
    text = CLAIM + budget("100元", "in_order", by="营业收入")
    assert shares(text, [60, 60, 60], [1, 3, 2]) == ["refused", "60", "40"]


def test_s23_who_ties_goes_by_code_and_an_unknown_order_comes_last() -> None:
    text = CLAIM + budget("100元", "in_order", by="营业收入")
    assert shares(text, [60, 60, 60], [5, 5, 5]) == ["60", "40", "refused"]
    assert shares(text, [60, 60, 60], [None, 1, 0]) == ["refused", "60", "40"]


def test_s23_an_unknown_claim_takes_nothing_and_a_claim_of_nothing_is_none() -> None:
    assert shares(CLAIM + budget("100元"), [None, 80, 80]) == ["undetermined", "50", "50"]
    assert shares(CLAIM + budget("100元"), [0, 80, 80]) == ["refused", "50", "50"]


def test_s23_two_rules_share_one_budget() -> None:
    text = CLAIM + subsidy("b", "100元")
    rules = library(policy(text + budget("100元").replace('["a"]', '["a", "b"]')))
    one = enterprise(rules, {"研发费用": "300元"})
    (found,) = decide_many(rules, [one]).decisions
    assert [shown(each) for each in found.entitlements] == ["75", "25"]


def test_s23_alone_nobody_knows_what_a_budget_leaves() -> None:
    rules = library(policy(CLAIM + budget("100元")))
    found = decide(rules, enterprise(rules, {"研发费用": "1元"})).entitlement("a")
    assert (found.outcome, found.lacks) == ("undetermined", ("cohort",))


def test_s23_an_order_is_declared_where_there_is_one() -> None:
    for text in (budget("1元", "in_order"), budget("1元", by="营业收入")):
        assert mistakes(policy(CLAIM + text)) == ["J938"]


def test_s23_claims_are_counted_in_money_whatever_they_are_rounded_to() -> None:
    """1.5 in 角 and 250 in 元 of a budget of 126: 0.75… and 125.24…, in units of the coarser rule."""
    text = subsidy("a", "1.5元", round='"角"') + subsidy("b", "250元")
    rules = library(policy(text + budget("126元").replace('["a"]', '["a", "b"]')))
    (found,) = decide_many(rules, [enterprise(rules)]).decisions
    assert [shown(each) for each in found.entitlements] == ["1", "125"]
    alone = library(policy(subsidy("a", "1.5元", round='"角"') + budget("2元")))
    (found,) = decide_many(alone, [enterprise(alone)]).decisions
    assert [shown(each) for each in found.entitlements] == ["1.5"]
