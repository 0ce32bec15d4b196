"""What is handed out of columns: each number whole, or an error that counts whom it is about."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from tests.agreement.example import FOUND, Example
from tests.agreement.handing import InParts
from tests.agreement.policies import DAY, YEAR
from tests.settlement.random_libraries import drawn, enterprise

from jifen.columns.population import population_of
from jifen.columns.scoring import ScoreColumns
from jifen.columns.settling import SettlementColumns
from jifen.columns.slots import BeyondError
from jifen.exchange.populations.runs import PopulationRun
from jifen.model.enterprise import Enterprise
from jifen.model.terms import AWARD

MOST = 10**38 - 1
"""The greatest count of fen that a decimal of 38 digits holds."""


def handed_out(fen: Sequence[int]) -> Any:
    """The table of entitlements where the subsidy is the assets, in whole fen."""
    park = (FOUND / "a-row-that-asks-for-another-table/park.toml").read_text("utf-8")
    policy = (FOUND / "ranks-of-two-years/policy.toml").read_text("utf-8")
    policy = policy.replace("名次.榜 <= 1", "总资产 > 0元").replace("30元", "总资产")
    policy = policy.replace('round      = "元"', 'round      = "分"')
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
    library = Example(park, (policy,), (), {}).library()
    run = PopulationRun(library.park.park.scorer(YEAR), SettlementColumns(library.decider(), DAY), DAY)
    streaming, found = run.streaming(), []
    population = population_of(firms, streaming.reads)
    streaming.run(InParts(population, len(firms)), lambda decided: found.append(run.frames(decided)[1]))
    return found[0]["p0/r0.amount"].to_list()


def test_the_greatest_amount_is_handed_out_to_the_fen() -> None:
    assert handed_out([1, MOST]) == [Decimal("0.01"), Decimal(f"{MOST // 100}.{MOST % 100}")]


def test_who_has_more_than_that_is_counted() -> None:
    with pytest.raises(BeyondError) as caught:
        handed_out([1, MOST + 1, 7])
    assert caught.value.rows == (1,)


def test_one_enterprise_twice_is_refused() -> None:
    random = Random("twice")
    library, firm = drawn(random), enterprise(random)
    with pytest.raises(ValueError, match="出现不止一次"):
        ScoreColumns(library.park.scorer(YEAR), DAY).many([firm, firm])
