"""Reasons computed again from their own data give the same money, for every granted amount."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from attrs import evolve
from tests.interfaces.conftest import PLUGINS

from jifen.explain.entitlements import explain_decision
from jifen.explain.replaying import replay
from jifen.interfaces.library import RuleLibrary, open_library
from jifen.model.enterprise import Enterprise
from jifen.model.entitlement import Decision, Entitlement
from jifen.model.grounds import MoneyStep

POLICIES = Path(__file__).parents[1] / "interfaces" / "policies"
AS_OF = date(2021, 3, 31)
COUNT = 160
KINDS = {
    "formula",
    "tier",
    "tiers",
    "marginal",
    "cases",
    "grid",
    "adjusted",
    "least",
    "cap",
    "lowered_cap",
    "rounded",
    "rows",
    "group",
    "top_up",
    "shared_cap",
    "grade",
    "reduced",
    "claim",
    "budget",
}


def made(library: RuleLibrary, number: int, random: Random) -> Enterprise:
    """An enterprise by chance; some facts lie just on an edge."""
    revenue = random.choice([100, 300, 500, 1000, random.randint(0, 300000) / 100])
    facts: dict[str, object] = {
        "营业收入": f"{revenue}万元",
        "研发费用": f"{random.choice([10, 20, 25, random.randint(0, 20000) / 100])}万元",
        "职工总数": random.choice([5, 8, 10, 50, random.randint(1, 200)]),
        "研发机构级别": random.choice(["国家级", "省级", "市级", "无"]),
        "亩均评价等级": random.choice("ABC"),
        "企业类别": random.choice(["甲类", "乙类"]),
    }
    equipment = [
        {
            "编号": str(row),
            "投资额": f"{random.choice([50, 100, 200, 300, random.randint(1, 90000) / 100])}万元",
            "列入目录": random.random() < 0.6,
            "产线": random.choice("一二三"),
        }
        for row in range(random.randint(0, 5))
    ]
    awards = [("old/innovation", "2018"), ("garden-support/marginal", random.choice(["2019", "2020"]))]
    tables: dict[str, list[dict[str, object]]] = {
        "设备采购": equipment,
        "资质": [{"资质": "高新技术企业", "有效期起": "2019-12-01"}] if random.random() < 0.5 else [],
        "已兑现": [
            {
                "奖励编号": award,
                "奖励期间": period,
                "金额": random.randint(1, 60000),
                "兑现日期": "2020-06-01",
            }
            for award, period in awards
            if random.random() < 0.4
        ],
    }
    earlier = {"营业收入": f"{random.randint(1, 300000) / 100}万元"}
    return library.park.enterprise(
        f"91000000YL{number:08d}",
        f"企业{number}",
        founded=date(2010, 1, 2),
        facts={"2020": facts, "2019": earlier},  # type: ignore[dict-item]
        tables=tables,  # type: ignore[arg-type]
        complete_to=AS_OF,
    )


@pytest.fixture(scope="module")
def decisions() -> Sequence[Decision]:
    library = open_library("garden", [POLICIES], plugins=[PLUGINS])
    random = Random(20)
    enterprises = [made(library, number, random) for number in range(COUNT)]
    settled = library.decide_many(enterprises, period="2020", as_of=AS_OF, allow_assumed=True)
    found = [
        library.decide(one, period="2020", as_of=AS_OF, cohort=settled.cohort, allow_assumed=True)
        for one in enterprises
    ]
    amounts = [[one.amount for one in decision.entitlements] for decision in settled.decisions]
    alone = [[one.amount for one in decision.entitlements] for decision in found]
    ranked = [one.rule for one in found[0].entitlements].index("ranked")
    for together, apart in zip(amounts, alone, strict=True):
        assert [*together[:ranked], *together[ranked + 1 :]] == [*apart[:ranked], *apart[ranked + 1 :]]
    return found


def entitlements(decisions: Sequence[Decision]) -> list[Entitlement]:
    return [one for decision in decisions for one in decision.entitlements]


def test_every_granted_amount_follows_from_its_reasons(decisions: Sequence[Decision]) -> None:
    replayed = replay(decisions)
    assert replayed.mismatches == ()
    assert replayed.entitlements > 1000
    assert replayed.steps > 4000


def test_every_kind_of_step_is_among_them_and_changes_something(decisions: Sequence[Decision]) -> None:
    changing: set[str] = set()
    for one in entitlements(decisions):
        if one.outcome == "granted":
            before: object = None
            for step in one.steps:
                if step.value != before:
                    changing.add(step.what)
                before = before if step.what == "tier" else step.value
    # A rule that its group does not pay is not granted.
    assert changing == KINDS - {"group"}


def test_every_outcome_but_undetermined_is_among_them(decisions: Sequence[Decision]) -> None:
    outcomes = {one.outcome for one in entitlements(decisions)}
    assert outcomes == {"granted", "paid", "refused", "superseded", "undetermined", "not_in_force"}
    assert {one.rule for one in entitlements(decisions) if one.outcome == "undetermined"} == {"ranked"}


@pytest.mark.parametrize("kind", sorted(KINDS - {"tier"}))
def test_a_step_that_does_not_follow_is_found(decisions: Sequence[Decision], kind: str) -> None:
    """The step itself, or else what comes after it."""
    decision, one, position = next(
        (decision, one, position)
        for decision in decisions
        for one in decision.entitlements
        if one.outcome == "granted"
        for position, step in enumerate(one.steps)
        if step.what == kind
    )
    step = one.steps[position]
    assert isinstance(step.value, Fraction)
    wrong = evolve(step, value=step.value + 1_000_000)
    steps = (*one.steps[:position], wrong, *one.steps[position + 1 :])
    broken = evolve(decision, entitlements=(evolve(one, steps=steps),))
    assert kind in {mismatch.where for mismatch in replay([broken]).mismatches}


def test_a_wrong_tier_row_payer_and_condition_are_found(decisions: Sequence[Decision]) -> None:
    def found(one: Entitlement) -> set[str]:
        return {mismatch.where for mismatch in replay([evolve(decisions[0], entitlements=(one,))]).mismatches}

    every = [one for one in entitlements(decisions) if one.outcome == "granted"]
    tiered = next(one for one in every if one.rule == "tiered")
    relabelled = evolve(tiered.steps[0], label=">= 100000万元")
    assert "tier" in found(evolve(tiered, steps=(relabelled, *tiered.steps[1:])))
    rows = next(one for one in every if one.rule == "devices" and any(row.counted for row in one.rows))
    assert "rows" in found(evolve(rows, rows=tuple(evolve(row, counted=False) for row in rows.rows)))
    turns = next(one for one in every if one.rule == "turns")
    first, *others = turns.payers
    assert first.amount is not None
    more = evolve(first, amount=first.amount + Decimal(1))
    assert "payers" in found(evolve(turns, payers=(more, *others)))
    atom = next(atom for atom in tiered.conditions if isinstance(atom.left, Fraction))
    assert f"“{atom.text}”" in found(evolve(tiered, conditions=(evolve(atom, met=False),)))
    assert "amount" in found(evolve(tiered, amount=Decimal(7)))


def test_amounts_without_reasons_are_not_passed_over(decisions: Sequence[Decision]) -> None:
    one = next(one for one in entitlements(decisions) if one.outcome == "granted")
    (mismatch,) = replay([evolve(decisions[0], entitlements=(evolve(one, steps=()),))]).mismatches
    assert mismatch.where == "steps"
    assert str(mismatch).startswith(f"{decisions[0].code} {one.full_id} steps")


def test_a_kind_of_step_that_nobody_knows_is_found(decisions: Sequence[Decision]) -> None:
    one = next(one for one in entitlements(decisions) if one.outcome == "granted")
    odd = evolve(one, steps=(MoneyStep("odd", {}, "", Fraction(1)), *one.steps))
    assert "odd" in {each.where for each in replay([evolve(decisions[0], entitlements=(odd,))]).mismatches}


def test_every_decision_can_be_told(decisions: Sequence[Decision]) -> None:
    for decision in decisions:
        for section in explain_decision(decision):
            for one in section.explanations:
                said = "".join(
                    (one.headline, *one.notes, *(line for block in one.blocks for line in block.lines))
                )
                assert "{" not in said.replace("属于 {", "")
                assert "None" not in said
                assert "Fraction" not in said
