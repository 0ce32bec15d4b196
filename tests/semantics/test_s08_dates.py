"""S8: the four dates of a policy are never mixed."""

from datetime import date

from tests.semantics.trial import CODE
from tests.settlement.small import award, enterprise, library, mistakes, outcomes, policy, subsidy

CERTIFICATE = {
    "资质": "高新技术企业",
    "证书编号": "G",
    "有效期起": date(2023, 6, 1),
    "有效期止": date(2024, 3, 1),
}
HOLDER = {"资质": [CERTIFICATE]}
HELD = subsidy("a", "1元", ["高新技术企业"])


def test_s08_a_run_of_a_year_settles_what_is_rewarded_in_it() -> None:
    """Whenever it is asked: by the year's policies, those of its quarters, and no others."""
    texts = [
        policy(subsidy(name, "1元"), name=name, more=f'rewards = "{period}"')
        for name, period in (("y2022", "2022"), ("y2023", "2023"), ("q2023", "2023Q2"), ("y2024", "2024"))
    ]
    rules = library(*texts)
    one = enterprise(rules)
    for day in (date(2023, 12, 31), date(2024, 6, 30), date(2026, 1, 1)):
        late = rules.park.enterprise(CODE, facts={}, complete_to=day)
        found = outcomes(rules.decide(late, period="2023", as_of=day))
        assert found == {"q2023": "1", "y2023": "1", "y2022": "not_in_force", "y2024": "not_in_force"}
    assert one.code == CODE


def test_s08_the_rewarded_period_says_whose_facts_count() -> None:
    quarterly = '[inputs]\nspent = { name = "季度投入", unit = "元", frequency = "quarter" }\n\n'
    rules = library(policy(quarterly + subsidy("a", "季度投入"), more='rewards = "2023Q2"'))
    told = {"2023Q1": {"季度投入": "1元"}, "2023Q2": {"季度投入": "2元"}, "2023Q3": {"季度投入": "3元"}}
    one = rules.park.enterprise(CODE, facts=told, complete_to=date(2023, 12, 31))
    assert outcomes(rules.decide(one, period="2023", as_of=date(2023, 12, 31))) == {"a": "2"}


def test_s08_of_two_versions_the_rewarded_period_chooses() -> None:
    old = policy(subsidy("a", "1元"), version="2022", more='rewards = "2022"')
    new = policy(subsidy("a", "2元"), version="2023", more='rewards = "2023"')
    rules = library(old, new)
    for period, amount in (("2022", 1), ("2023", 2)):
        found = rules.decide(enterprise(rules), period=period, as_of=date(2024, 6, 30))
        assert [one.amount for one in found.entitlements if one.outcome == "granted"] == [amount]
    assert mistakes(old, new.replace('rewards = "2023"', 'rewards = "2022"')) == ["J918"]


def test_s08_what_rewards_no_period_is_chosen_by_the_as_of_date() -> None:
    """In force from its first day, and no longer on its last."""
    rules = library(policy(subsidy("a", "1元"), more="effective = { from = 2024-01-01, until = 2024-07-01 }"))
    for day, outcome in (
        (date(2023, 12, 31), "not_in_force"),
        (date(2024, 1, 1), "1"),
        (date(2024, 6, 30), "1"),
        (date(2024, 7, 1), "not_in_force"),
    ):
        assert outcomes(rules.decide(enterprise(rules), period="2023", as_of=day)) == {"a": outcome}


def test_s08_the_snapshot_is_the_last_day_of_the_rewarded_period() -> None:
    """The certificate of 2023-06-01 to 2024-03-01 is seen at the end of 2023, not at the as-of date."""
    for rewards, outcome in (("2022", "refused"), ("2023Q1", "refused"), ("2023Q2", "1"), ("2023", "1")):
        rules = library(policy(HELD, more=f'rewards = "{rewards}"'))
        one = enterprise(rules, {}, HOLDER)
        found = rules.decide(one, period=rewards[:4], as_of=date(2024, 6, 30))
        assert outcomes(found) == {"a": outcome}


def test_s08_the_snapshot_may_be_declared() -> None:
    for snapshot, outcome in (
        ("2023-05-31", "refused"),
        ("2023-06-01", "1"),
        ("2024-02-29", "1"),
        ("2024-03-01", "refused"),
    ):
        rules = library(policy(HELD, more=f'rewards = "2023"\nsnapshot = {snapshot}'))
        one = enterprise(rules, {}, HOLDER)
        assert outcomes(rules.decide(one, period="2023", as_of=date(2024, 6, 30))) == {"a": outcome}


def test_s08_nothing_is_read_later_than_the_as_of_date() -> None:
    rules = library(policy(HELD))
    one = enterprise(rules, {}, HOLDER)
    for day, outcome in ((date(2023, 5, 31), "refused"), (date(2023, 6, 1), "1")):
        assert outcomes(rules.decide(one, period="2023", as_of=day)) == {"a": outcome}


def test_s08_without_a_rewarded_period_the_as_of_date_is_the_snapshot() -> None:
    rules = library(policy(HELD, more="effective = { from = 2020-01-01 }"))
    one = enterprise(rules, {}, HOLDER)
    for day, outcome in ((date(2023, 12, 31), "1"), (date(2024, 3, 1), "refused")):
        assert outcomes(rules.decide(one, period="2023", as_of=day)) == {"a": outcome}


def test_s08_earlier_payments_are_read_at_the_snapshot_and_the_own_key_at_any_time() -> None:
    rules = library(policy(subsidy("a", "累计兑现(“x/y”) + 1元")))
    for paid_on, amount in ((date(2023, 12, 31), "6"), (date(2024, 1, 1), "1")):
        ledger = {"已兑现": [award("x/y", "5元", "2021", paid_on)]}
        one = enterprise(rules, {}, ledger)
        assert outcomes(rules.decide(one, period="2023", as_of=date(2024, 6, 30))) == {"a": amount}


def test_s08_scores_are_those_of_the_latest_year_closed_by_the_snapshot() -> None:
    """With 20 people at the end of 2023 and 5 a year before: 80 points, and 60."""
    text = subsidy("a", "积分 × 1元")
    for head, amount in (
        ('rewards = "2023"', "80"),
        ('rewards = "2023Q3"', "60"),
        ('rewards = "2023"\nsnapshot = 2023-12-30', "60"),
        ('rewards = "2023"\nsnapshot = 2024-03-31', "80"),
        ("effective = { from = 2020-01-01 }", "80"),
    ):
        rules = library(policy(text, more=head))
        one = enterprise(rules, {"职工总数": 20}, before={"职工总数": 5})
        assert outcomes(rules.decide(one, period="2023", as_of=date(2024, 6, 30))) == {"a": amount}
