"""S17: negatives of a policy veto, apply a factor, or lower a cap."""

from datetime import date

from tests.settlement.small import (
    award,
    decide,
    enterprise,
    event,
    library,
    mistakes,
    outcomes,
    policy,
    subsidy,
)

VETO = """
[[negative]]
id = "bad"
title = "失信"
when = ["有效(事件.严重违法失信)"]
effect = "veto"
scope = [{scope}]
across = {across}

"""
TWO = subsidy("a", "100元") + subsidy("b", "200元", ["研发费用 >= 1元"])
LOAN = '[[loan]]\nid = "l"\ntitle = "l"\nline = "100元"\n\n'


def veto(scope: str = '"subsidy"', across: str = "false") -> str:
    """An entry of the negative list that asks for one kind of event."""
    return VETO.format(scope=scope, across=across)


DISHONEST = {"负面事件": [event("严重违法失信", date(2023, 12, 31))]}


def test_s17_a_veto_beats_everything_in_its_scope() -> None:
    """Even a rule that gives nothing anyway is reported as stopped by the veto."""
    rules = library(policy(TWO + veto()))
    assert outcomes(decide(rules, enterprise(rules, {"研发费用": "1元"}))) == {"a": "100", "b": "200"}
    for facts in ({"研发费用": "1元"}, {"研发费用": "0元"}, {}):
        one = enterprise(rules, facts, DISHONEST)
        assert outcomes(decide(rules, one)) == {"a": "vetoed", "b": "vetoed"}


def test_s17_the_reason_names_the_entry() -> None:
    rules = library(policy(TWO + veto()))
    (because,) = decide(rules, enterprise(rules, {}, DISHONEST)).entitlement("a").because
    assert (because.kind, because.id, because.title) == ("veto", "p/bad", "失信")


def test_s17_a_scope_may_be_one_rule_or_one_kind() -> None:
    facts = {"研发费用": "1元"}
    for scope, found in (
        ('"b"', {"a": "100", "b": "vetoed", "l": "100"}),
        ('"loan"', {"a": "100", "b": "200", "l": "vetoed"}),
        ('"subsidy", "loan"', {"a": "vetoed", "b": "vetoed", "l": "vetoed"}),
    ):
        rules = library(policy(TWO + LOAN + veto(scope)))
        assert outcomes(decide(rules, enterprise(rules, facts, DISHONEST))) == found


def test_s17_a_veto_stays_in_its_policy_unless_it_reaches_across() -> None:
    other = policy(subsidy("c", "300元"), name="q")
    for across, c in (("false", "300"), ("true", "vetoed")):
        rules = library(policy(subsidy("a", "100元") + veto(across=across)), other)
        assert outcomes(decide(rules, enterprise(rules, {}, DISHONEST))) == {"a": "vetoed", "c": c}


def test_s17_a_suspension_is_a_veto_until_its_event_ends() -> None:
    """Read at the snapshot, the last day of 2023: ended that day it is over, ended the next it is not."""
    rules = library(policy(subsidy("a", "100元") + veto()))
    for begins, ends, outcome in (
        (date(2023, 12, 31), None, "vetoed"),
        (date(2024, 1, 1), None, "100"),
        (date(2023, 1, 1), date(2023, 12, 31), "100"),
        (date(2023, 1, 1), date(2024, 1, 1), "vetoed"),
    ):
        one = enterprise(rules, {}, {"负面事件": [event("严重违法失信", begins, ends)]})
        assert outcomes(decide(rules, one)) == {"a": outcome}


def test_s17_a_negative_may_take_a_part() -> None:
    """Half of 101 is 50.5, rounded where it is divided."""
    entry = veto().replace('"veto"', '"factor"') + 'factor = "50%"\n'
    rules = library(policy(subsidy("a", "101元") + entry))
    assert outcomes(decide(rules, enterprise(rules))) == {"a": "101"}
    assert outcomes(decide(rules, enterprise(rules, {}, DISHONEST))) == {"a": "51"}


def test_s17_a_factor_of_nothing_leaves_nothing() -> None:
    entry = veto().replace('"veto"', '"factor"') + 'factor = "0%"\n'
    rules = library(policy(subsidy("a", "101元") + entry))
    assert outcomes(decide(rules, enterprise(rules, {}, DISHONEST))) == {"a": "refused"}


def test_s17_a_negative_may_lower_the_cap() -> None:
    entry = veto().replace('"veto"', '"cap"') + 'cap = "60元"\n'
    rules = library(policy(subsidy("a", "研发费用", cap='"100元"') + entry))
    for spent, plain, lowered in (("59元", "59", "59"), ("60元", "60", "60"), ("61元", "61", "60")):
        assert outcomes(decide(rules, enterprise(rules, {"研发费用": spent}))) == {"a": plain}
        assert outcomes(decide(rules, enterprise(rules, {"研发费用": spent}, DISHONEST))) == {"a": lowered}


def test_s17_what_was_paid_before_the_veto_stays_paid() -> None:
    rules = library(policy(subsidy("a", "100元") + veto()))
    found = decide(
        rules, enterprise(rules, {}, DISHONEST | {"已兑现": [award("p/a", "100元", "2023")]})
    ).entitlement("a")
    assert (found.outcome, found.paid, found.due) == ("paid", 100, 0)


def test_s17_the_figures_of_an_effect_are_just_its_own() -> None:
    entry = veto()
    assert mistakes(policy(TWO + entry + 'factor = "50%"\n')) == ["J920"]
    assert mistakes(policy(TWO + entry.replace('"veto"', '"cap"'))) == ["J920"]
    across = veto(across="true").replace('"veto"', '"cap"') + 'cap = "1元"\n'
    assert mistakes(policy(TWO + across)) == ["J926"]
