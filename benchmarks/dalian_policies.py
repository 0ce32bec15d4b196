"""One decision of Dalian with all its policies, as the engine and as ``by_hand/policies.py`` make it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, localcontext
from typing import NamedTuple

from attrs import evolve
from benchmarks.by_hand.policies import DAY, Decided, Given, decided
from benchmarks.by_hand.record import EXACT, Cohort, Firm
from benchmarks.decimal_loop import cohort_of
from benchmarks.workload import COUNT, PERIOD, firm_of, sample

from jifen.cohort.members import Cohort as Saved
from jifen.interfaces.library import RuleLibrary, open_library
from jifen.model.enterprise import Enterprise
from jifen.model.entitlement import Decision, Entitlement

WAN = Decimal(10_000)


class Dalian(NamedTuple):
    """What both sides decide: the same enterprises, each against the same population."""

    library: RuleLibrary
    enterprises: tuple[Enterprise, ...]
    scores: dict[int, Saved]
    firms: list[Firm]
    cohort: Cohort


def complete_to(enterprise: Enterprise, day: date) -> Enterprise:
    """The enterprise with its tables, the ledger of awards among them, told up to a day."""
    return evolve(enterprise, coverage=dict.fromkeys(enterprise.coverage, day))


def opened(enterprises: Sequence[Enterprise] | None = None, count: int = COUNT) -> Dalian:
    """The library and a population, by default the synthetic roster."""
    library = open_library("dalian")
    if enterprises is None:
        enterprises = [complete_to(one, DAY) for one in sample(library.park, count)]
    scorers = library.decider(PERIOD, DAY, allow_assumed=True).scorers
    scores = {year: scorer.many(enterprises, DAY).cohort for year, scorer in scorers.items()}
    firms = [firm_of(library.park, enterprise) for enterprise in enterprises]
    return Dalian(library, tuple(enterprises), scores, firms, cohort_of(firms))


def told(decision: Decision) -> Decided:
    """A decision in the words of the one by hand."""
    statuses = {one.id: one.met for one in decision.statuses}
    bonuses = {
        one.rule: Given(one.outcome, one.points) for one in decision.entitlements if one.kind == "bonus"
    }
    credit, support = decision.entitlement("credit"), decision.entitlement("support")
    return Decided(statuses, _given(credit), _given(support), bonuses)


def _given(one: Entitlement) -> Given:
    return Given(one.outcome, None if one.amount is None else one.amount / WAN)


def differences(dalian: Dalian) -> dict[str, tuple[Decided, Decided]]:
    """By code, where the engine and the one by hand differ."""
    found = {}
    for enterprise, firm in zip(dalian.enterprises, dalian.firms, strict=True):
        decision = dalian.library.decide(
            enterprise, period=PERIOD, as_of=DAY, scores=dalian.scores, allow_assumed=True, reasons=False
        )
        with localcontext(EXACT):
            mine = decided(firm, (), dalian.cohort)
        if mine != told(decision):
            found[enterprise.code] = mine, told(decision)
    return found
