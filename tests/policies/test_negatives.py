"""What entries of a negative list do to money: veto, factor, lowered cap (S17)."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import jifen
from jifen.model.entitlement import Entitlement

POLICY = """
[policy]
id         = "trial"
version    = "1"
title      = "试验"
issuer     = "试验"
applies_to = "any"
rewards    = "2023"
round      = "元"
source     = "试验"

[[subsidy]]
id     = "award"
title  = "奖励"
when   = ["营业收入 > 0"]
amount = "100万元"

[[negative]]
id     = "entry"
title  = "经营异常"
when   = ["有效(事件.经营异常)"]
scope  = ["subsidy"]
{effect}
"""


def award(tmp_path: Path, effect: str, *kinds: str) -> Entitlement:
    path = tmp_path / "trial.toml"
    path.write_text(POLICY.format(effect=effect), encoding="utf-8")
    library = jifen.open_library("dalian", [path])
    enterprise = library.park.enterprise(
        "91330100799655058B",
        facts={"2023": {"营业收入": "500万元"}},
        tables={"负面事件": [{"种类": kind, "发生日期": date(2023, 5, 1)} for kind in kinds]},
        complete_to=date(2023, 12, 31),
    )
    decision = library.decide(enterprise, period="2023", as_of=date(2023, 12, 31))
    return decision.entitlement("award")


@pytest.mark.parametrize(
    ("effect", "outcome", "amount"),
    [
        ('effect = "veto"', "vetoed", None),
        ('effect = "factor"\nfactor = "50%"', "granted", Decimal(500_000)),
        ('effect = "factor"\nfactor = "0%"', "refused", None),
        ('effect = "cap"\ncap = "30万元"', "granted", Decimal(300_000)),
    ],
)
def test_an_entry_acts_where_it_holds(
    tmp_path: Path, effect: str, outcome: str, amount: Decimal | None
) -> None:
    met = award(tmp_path, effect, "经营异常")
    assert (met.outcome, met.amount) == (outcome, amount)
    other = award(tmp_path, effect, "环境违法")
    assert (other.outcome, other.amount) == ("granted", Decimal(1_000_000))
