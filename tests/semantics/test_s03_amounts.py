"""S3: amounts of money are rounded as their rule declares, after their cap, and parts add up."""

import pytest
from tests.settlement.small import decide, enterprise, library, mistakes, outcomes, policy, subsidy


@pytest.mark.parametrize(
    ("declared", "amounts"),
    [
        ('"元"', {"10.49元": "10", "10.5元": "11", "11.5元": "12"}),
        ('{ to = "元", mode = "down" }', {"10.99元": "10", "11元": "11"}),
        ('{ to = "元", mode = "up" }', {"10.01元": "11", "11元": "11"}),
        ('"角"', {"10.44元": "10.4", "10.45元": "10.5"}),
        ('"分"', {"10.44元": "10.44"}),
        ('"百元"', {"149.99元": "100", "150元": "200"}),
        ('{ to = "万元", mode = "down" }', {"19999.99元": "10000", "9999.99元": "refused"}),
    ],
    ids=["half up", "down", "up", "jiao", "fen", "hundreds", "ten thousands"],
)
def test_s03_an_amount_is_rounded_as_its_rule_declares(declared: str, amounts: dict[str, str]) -> None:
    rules = library(policy(subsidy("a", "研发费用", round=declared)))
    for spent, found in amounts.items():
        assert outcomes(decide(rules, enterprise(rules, {"研发费用": spent}))) == {"a": found}


def test_s03_an_amount_without_rounding_is_an_error() -> None:
    text = policy(subsidy("a", "研发费用")).replace('round = "元"\n', "")
    assert mistakes(text) == ["J902"]


def test_s03_an_amount_is_rounded_after_its_cap_and_not_before() -> None:
    """A third of 1.49 is below the half that the cap is too; of 1.5 it is the half, which rounds up."""
    rules = library(policy(subsidy("a", "研发费用 ÷ 3", cap='"0.5元"')))
    for spent, found in (("1.49元", "refused"), ("1.5元", "1"), ("9元", "1")):
        assert outcomes(decide(rules, enterprise(rules, {"研发费用": spent}))) == {"a": found}


def test_s03_rows_are_added_before_they_are_rounded() -> None:
    """Three rows of 0.5 are 1.5, which is 2; rounded one by one they would be 3."""
    text = subsidy("a", "成交额", per='"technology_contract"')
    rules = library(policy(text))
    rows = [{"合同编号": number, "成交额": "0.5元"} for number in "123"]
    assert outcomes(decide(rules, enterprise(rules, {}, {"技术合同": rows}))) == {"a": "2"}


def test_s03_what_is_left_of_a_split_goes_by_largest_remainder() -> None:
    """100 in thirds is 33.4, 33.3 and 33.3 %: 33.4 → 34 with the largest rest, then 33 and 33."""
    payers = 'payers = { "省" = "33.3%", "市" = "33.3%", "区" = "33.4%" }\n'
    rules = library(policy(subsidy("a", "100元").rstrip() + "\n" + payers))
    found = decide(rules, enterprise(rules)).entitlement("a")
    assert {part.id: part.amount for part in found.payers} == {"省": 33, "市": 33, "区": 34}
