"""S25: paid is what the ledger says."""

from datetime import date

from tests.settlement.small import award, decide, enterprise, library, outcomes, policy, subsidy

LATE = date(2024, 3, 1)
"""After the snapshot, as most payments for a year are."""


def test_s25_what_the_ledger_holds_is_paid_and_not_granted_again() -> None:
    rules = library(policy(subsidy("a", "研发费用 × 10%")))
    ledger = [award("p/a", "80元", "2023", LATE)]
    found = decide(rules, enterprise(rules, {"研发费用": "1000元"}, {"已兑现": ledger})).entitlement("a")
    assert (found.outcome, found.amount, found.paid, found.due) == ("paid", 100, 80, 0)


def test_s25_the_key_is_of_award_and_rewarded_period() -> None:
    rules = library(policy(subsidy("a", "100元")))
    for key, period, outcome in (
        ("p/a", "2023", "paid"),
        ("p/a", "2022", "100"),
        ("p/a", "2023Q1", "100"),
        ("p/b", "2023", "100"),
        ("q/a", "2023", "100"),
    ):
        one = enterprise(rules, tables={"已兑现": [award(key, "1元", period)]})
        assert outcomes(decide(rules, one)) == {"a": outcome}


def test_s25_an_award_keeps_its_name_across_versions_and_rules() -> None:
    """Another version of the policy, and another rule of another policy, may give the same award."""
    same = 'award = "town/growth"'
    rules = library(
        policy(subsidy("a", "100元") + same), policy(subsidy("b", "200元") + same, name="q", version="2")
    )
    one = enterprise(rules, tables={"已兑现": [award("town/growth", "1元", "2023")]})
    assert outcomes(decide(rules, one)) == {"a": "paid", "b": "paid"}


def test_s25_once_in_a_lifetime_asks_for_other_periods_up_to_the_snapshot() -> None:
    rules = library(policy(subsidy("a", "100元", once='"ever"')))
    for period, paid_on, outcome in (
        ("2020", date(2021, 5, 1), "refused"),
        ("2022", date(2023, 12, 31), "refused"),
        ("2022", date(2024, 1, 1), "100"),
        ("2023", LATE, "paid"),
    ):
        one = enterprise(rules, tables={"已兑现": [award("p/a", "1元", period, paid_on)]})
        assert outcomes(decide(rules, one)) == {"a": outcome}


def test_s25_an_open_ledger_may_hold_the_key() -> None:
    """Nothing is granted that may have been paid; a row that is there says that it was."""
    rules = library(policy(subsidy("a", "100元")))
    found = decide(rules, enterprise(rules, complete_to=None)).entitlement("a")
    assert (found.outcome, found.lacks) == ("undetermined", ("award",))
    held = enterprise(rules, tables={"已兑现": [award("p/a", "1元", "2023")]}, complete_to=None)
    assert outcomes(decide(rules, held)) == {"a": "paid"}


def test_s25_a_streak_ends_at_the_first_year_that_is_not_held() -> None:
    rules = library(policy(subsidy("a", "连续兑现(“p/a”) × 1元 ÷ 1年 + 1元")))
    for years, amount in (((), "1"), (("2022",), "2"), (("2022", "2021"), "3"), (("2021", "2020"), "1")):
        ledger = [award("p/a", "1元", year) for year in years]
        assert outcomes(decide(rules, enterprise(rules, tables={"已兑现": ledger}))) == {"a": amount}


INSTALMENTS = """
[[subsidy.instalment]]
id = "first"
share = "50%"

[[subsidy.instalment]]
id = "rest"
share = "50%"
when = ["职工总数 >= 10人"]

[[subsidy.clawback]]
id = "moved"
when = ["职工总数 < 5人"]
share = "60%"
"""


def test_s25_of_instalments_the_rest_is_due_after_the_first_was_paid() -> None:
    rules = library(policy(subsidy("a", "101元") + INSTALMENTS))
    for staff, paid, due in (
        (10, None, 101),
        (9, None, 51),
        (10, "51元", 50),
        (9, "51元", 0),
        (10, "101元", 0),
    ):
        ledger = [] if paid is None else [award("p/a", paid, "2023", LATE)]
        one = enterprise(rules, {"职工总数": staff}, {"已兑现": ledger})
        assert decide(rules, one).entitlement("a").due == due


def test_s25_what_was_paid_under_the_key_is_clawed_back_whenever_it_was_paid() -> None:
    rules = library(policy(subsidy("a", "101元") + INSTALMENTS))
    ledger = [award("p/a", "51元", "2023", LATE), award("p/a", "99元", "2022")]
    for staff, amount in ((4, 31), (5, 0)):
        one = enterprise(rules, {"职工总数": staff}, {"已兑现": ledger})
        (found,) = decide(rules, one).entitlement("a").clawbacks
        assert found.amount == amount


def test_s25_a_loan_is_no_grant_and_asks_no_ledger() -> None:
    loan = '[[loan]]\nid = "l"\ntitle = "l"\nline = "100元"\n'
    rules = library(policy(loan, more="effective = { from = 2024-01-01 }"))
    assert outcomes(decide(rules, enterprise(rules, complete_to=None))) == {"l": "100"}
