"""Reasons computed again: for the cases of every policy of the library, and for policies by chance."""

from pathlib import Path
from random import Random

import pytest
from attrs import evolve
from tests.settlement.random_libraries import DAY, drawn, enterprise

from jifen.explain.entitlements import explain_decision
from jifen.explain.replaying import replay
from jifen.loading.bundled import policies_folder
from jifen.model.entitlement import Decision
from jifen.testing.cases.book import case_files, open_cases
from jifen.testing.cases.opened import Parks

SHAPES = Path(__file__).parents[1] / "shapes"
PARKS = Parks((), None)
FILES, _ = case_files([policies_folder(), SHAPES])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.partition(".")[0])
def test_the_amounts_of_cases_follow_from_their_reasons(file: Path) -> None:
    book = open_cases(file, PARKS)
    decisions: list[Decision] = [case.opened.decide(case.subject) for case in book.cases]
    assert decisions
    assert replay(decisions).mismatches == ()
    for decision in decisions:
        rules = [one for section in explain_decision(decision) for one in section.explanations]
        assert len(rules) == len(decision.entitlements)


@pytest.mark.parametrize("seed", range(12))
def test_the_amounts_of_policies_by_chance_follow_from_their_reasons(seed: int) -> None:
    library, random = drawn(Random(f"replay/{seed}")), Random(f"replay/{seed}/who")
    decider = library.decider()
    decisions = [decider.one(enterprise(random, f"企业{number}"), DAY, reasons=True) for number in range(25)]
    assert replay(decisions).mismatches == ()
    for decision in decisions:
        rules = [one for section in explain_decision(decision) for one in section.explanations]
        assert len(rules) == len(decision.entitlements)
        assert all(one.headline for one in rules)


def test_a_wrong_amount_of_a_case_is_found() -> None:
    book = open_cases(SHAPES / "31-shared-cap-payers.cases.toml", PARKS)
    decisions = [case.opened.decide(case.subject) for case in book.cases]
    broken = [
        evolve(
            decision,
            entitlements=tuple(
                one if one.amount is None else evolve(one, amount=one.amount + 1)
                for one in decision.entitlements
            ),
        )
        for decision in decisions
    ]
    assert "amount" in {mismatch.where for mismatch in replay(broken).mismatches}
