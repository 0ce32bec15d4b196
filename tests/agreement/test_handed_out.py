"""What is handed out of columns: each number whole, or an error that counts whom it is about."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any

import polars as pl
import pytest
from tests.agreement.example import FOUND, Example
from tests.agreement.handing import InParts
from tests.agreement.policies import DAY, YEAR
from tests.settlement.random_libraries import drawn, enterprise

from jifen.columns.outcomes import Money
from jifen.columns.population import population_of
from jifen.columns.scoring import ScoreColumns
from jifen.columns.settling import SettlementColumns
from jifen.columns.slots import BeyondError
from jifen.exchange.populations.runs import PopulationRun
from jifen.model.enterprise import Enterprise
from jifen.model.terms import AWARD

MOST = 10**38 - 1
"""The greatest count of fen that a decimal of 38 digits holds."""


PARK = (FOUND / "a-row-that-asks-for-another-table/park.toml").read_text("utf-8")
POLICY = """
[policy]
id         = "p0"
version    = "1"
title      = "政策"
issuer     = "园区"
applies_to = ["toy"]
rewards    = "2020"
round      = "分"
source     = "演示政策"

[[subsidy]]
id     = "assets"
title  = "按总资产"
when   = ["总资产 > 0元"]
amount = "总资产"
"""
GROUP = """
[[subsidy]]
id     = "fixed"
title  = "定额"
when   = ["总资产 > 0元"]
amount = "1元"

[[group]]
id    = "g"
rules = ["assets", "fixed"]
take  = "highest"
"""


def example(policy: str, fen: Sequence[int]) -> Example:
    """Enterprises with so many fen of assets, and all that was ever paid to them."""
    firms = [
        Enterprise(
            f"企{place}",
            f"企{place}",
            None,
            {("assets", "2020"): count, ("x", "2020"): 0},
            {},
            {AWARD.id: DAY},
        )
        for place, count in enumerate(fen)
    ]
    return Example(PARK, (policy,), tuple(firms), {})


def handed_out(one: Example, money: Money = "元") -> Any:
    """The table of entitlements."""
    library = one.library()
    run = PopulationRun(
        library.park.park.scorer(YEAR), SettlementColumns(library.decider(), DAY), DAY, money=money
    )
    streaming, found = run.streaming(), []
    population = population_of(one.enterprises, streaming.reads)
    streaming.run(
        InParts(population, population.height), lambda decided: found.append(run.frames(decided)[1])
    )
    return found[0]


def test_the_greatest_amount_is_handed_out_to_the_fen() -> None:
    amounts = handed_out(example(POLICY, [1, MOST]))["p0/assets.amount"]
    assert amounts.to_list() == [Decimal("0.01"), Decimal(f"{MOST // 100}.{MOST % 100}")]


def test_whole_fen_are_of_one_type_however_wide_the_proof_is() -> None:
    squared = POLICY.replace('amount = "总资产"', 'amount = "总资产 × 总资产 ÷ (总资产 + 1元)"')
    amounts = handed_out(example(squared, [900, 10**15]), "分")["p0/assets.amount"]
    assert (amounts.dtype, amounts.to_list()) == (pl.Int64, [810, 10**15 - 100])


def test_who_has_more_than_that_is_counted() -> None:
    with pytest.raises(BeyondError) as caught:
        handed_out(example(POLICY, [1, MOST + 1, 7]))
    assert caught.value.rows == (1,)


def test_which_of_a_group_is_taken_is_handed_out() -> None:
    one = example(POLICY + GROUP, [99, 101])
    assert not one.differences((1, 2))
    table = handed_out(one)
    assert table["p0/assets.outcome"].to_list() == ["superseded", "granted"]
    assert table["p0/fixed.outcome"].to_list() == ["granted", "superseded"]
    assert table["p0/fixed.amount"].to_list() == [Decimal(1), None]


def test_one_enterprise_twice_is_refused() -> None:
    random = Random("twice")
    library, firm = drawn(random), enterprise(random)
    with pytest.raises(ValueError, match="出现不止一次"):
        ScoreColumns(library.park.scorer(YEAR), DAY).many([firm, firm])
