"""S18: statuses follow from statuses; a circle of them is an error that shows it."""

from datetime import date

import pytest
from tests.settlement.small import (
    decide,
    enterprise,
    library,
    mistakes,
    outcomes,
    policy,
    problems,
    subsidy,
)


def status(name: str, *when: str) -> str:
    """A status of these conditions."""
    return f'[[status]]\nid = "{name}"\nname = "{name}类"\nwhen = [{", ".join(map(repr, when))}]\n\n'


def test_s18_statuses_follow_from_statuses() -> None:
    """Written in any order: c from b, b from a, a from a figure."""
    chain = (
        status("c", "符合(b类)", "职工总数 >= 2人")
        + status("b", "符合(a类)")
        + status("a", "研发费用 >= 10元")
    )
    rules = library(policy(chain + subsidy("r", "1元", ["符合(c类)"])))
    for spent, staff, met, outcome in (
        ("9.99元", 2, {"a": False, "b": False, "c": False}, "refused"),
        ("10元", 1, {"a": True, "b": True, "c": False}, "refused"),
        ("10元", 2, {"a": True, "b": True, "c": True}, "1"),
    ):
        found = decide(rules, enterprise(rules, {"研发费用": spent, "职工总数": staff}))
        assert {one.id: one.met for one in found.statuses} == met
        assert outcomes(found) == {"r": outcome}


def test_s18_negation_is_of_what_was_settled_before() -> None:
    text = status("a", "研发费用 >= 10元") + status("b").replace("[]", '[{ none = ["符合(a类)"] }]')
    rules = library(policy(text + subsidy("r", "1元", ["符合(b类)"])))
    for facts, outcome in (
        ({"研发费用": "9元"}, "1"),
        ({"研发费用": "10元"}, "refused"),
        ({}, "undetermined"),
    ):
        assert outcomes(decide(rules, enterprise(rules, facts))) == {"r": outcome}


def test_s18_one_graph_spans_policies() -> None:
    first = policy(status("a", "研发费用 >= 10元") + subsidy("x", "1元"), name="q")
    second = policy(status("b", "符合(a类)") + subsidy("r", "1元", ["符合(b类)"]))
    for texts in ((first, second), (second, first)):
        rules = library(*texts)
        assert outcomes(decide(rules, enterprise(rules, {"研发费用": "10元"})))["r"] == "1"


def test_s18_a_status_of_a_policy_that_is_not_in_force_is_unknown() -> None:
    gone = policy(status("a", "研发费用 >= 10元"), name="q", more="effective = { until = 2024-01-01 }")
    rules = library(gone, policy(subsidy("r", "1元", ["符合(a类)"])))
    found = decide(rules, enterprise(rules, {"研发费用": "10元"})).entitlement("r")
    assert (found.outcome, found.lacks) == ("undetermined", ("a",))


@pytest.mark.parametrize(
    ("text", "circle"),
    [
        (status("a", "符合(a类)"), "符合(a类) → 符合(a类)"),
        (status("a", "符合(b类)") + status("b", "符合(a类)"), "符合(a类) → 符合(b类) → 符合(a类)"),
        (
            status("a", "符合(b类)") + status("b").replace("[]", '[{ none = ["符合(a类)"] }]'),
            "符合(a类) → 符合(b类) → 符合(a类)",
        ),
    ],
    ids=["itself", "two", "negated"],
)
def test_s18_a_circle_is_an_error_that_shows_it(text: str, circle: str) -> None:
    (found,) = problems(policy(text + subsidy("r", "1元")))
    assert found.code == "J914"
    assert circle in found.message


def test_s18_a_circle_through_two_policies_is_one_too() -> None:
    first, second = policy(status("a", "符合(b类)"), name="q"), policy(status("b", "符合(a类)"))
    assert mistakes(first, second) == ["J914"]


def test_s18_a_status_that_reads_another_version_is_of_the_one_in_force() -> None:
    """Two versions of one policy define one status; the as-of date chooses."""
    old = policy(status("a", "研发费用 >= 10元"), name="q", more="effective = { until = 2024-01-01 }")
    new = policy(
        status("a", "研发费用 >= 20元"), name="q", version="2", more="effective = { from = 2024-01-01 }"
    )
    rules = library(old, new, policy(subsidy("r", "1元", ["符合(a类)"])))
    one = enterprise(rules, {"研发费用": "15元"})
    for day, outcome in ((date(2023, 12, 31), "1"), (date(2024, 1, 1), "refused")):
        assert outcomes(rules.decide(one, period="2023", as_of=day)) == {"r": outcome}
