"""One lowering, two programs: reasons change nothing, and neither does order, company, or replay."""

from random import Random

import pytest
from attrs import evolve
from tests.settlement.random_libraries import DAY, drawn, enterprise, of_texts

from jifen.model.entitlement import Decision


def bare(decision: Decision) -> list[tuple[object, ...]]:
    """Outcomes and money of a decision."""
    return [
        (
            *(one.policy, one.rule, one.outcome, one.amount, one.paid, one.due, one.provisional),
            *(one.lacks, one.payers, one.instalments, one.clawbacks),
        )
        for one in decision.entitlements
    ]


@pytest.mark.parametrize("seed", range(20))
def test_reasons_change_nothing(seed: int) -> None:
    random = Random(f"two/{seed}")
    decider = drawn(random).decider()
    for _ in range(15):
        one = enterprise(random)
        with_reasons, without = decider.one(one, DAY, reasons=True), decider.one(one, DAY)
        assert bare(with_reasons) == bare(without)
        assert with_reasons.statuses == without.statuses


@pytest.mark.parametrize("seed", range(20))
def test_many_are_decided_as_each_is_by_itself(seed: int) -> None:
    random = Random(f"many/{seed}")
    decider = drawn(random).decider()
    firms = [enterprise(random, f"企{number}") for number in range(12)]
    scored = {year: scorer.many(firms, DAY) for year, scorer in decider.scorers.items()}
    settled = decider.many(firms, DAY, scored)
    scores = {year: one.cohort for year, one in scored.items()}
    for firm, decision in zip(firms, settled.decisions, strict=True):
        assert bare(decider.one(firm, DAY, settled.cohort, scores)) == bare(decision)


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_files_rows_and_enterprises_does_not_matter(seed: int) -> None:
    random = Random(f"order/{seed}")
    library = drawn(random)
    again = of_texts(tuple(reversed(library.texts)))
    assert again.digest == library.digest
    one = enterprise(random)
    tables = {name: tuple(reversed(rows)) for name, rows in reversed(one.tables.items())}
    facts = dict(reversed(list(one.facts.items())))
    turned = evolve(one, tables=tables, facts=facts)
    assert again.decider().one(turned, DAY).to_dict() == library.decider().one(one, DAY).to_dict()


@pytest.mark.parametrize("seed", range(10))
def test_replay_gives_the_same_bytes(seed: int) -> None:
    random = Random(f"replay/{seed}")
    library, one = drawn(random), enterprise(random)
    first = library.decider().one(one, DAY, reasons=True)
    assert library.decider().one(one, DAY, reasons=True).to_dict() == first.to_dict()
    assert of_texts(library.texts).decider(chaining=False).one(one, DAY, reasons=True) == first
