"""Adjustments of an amount (上浮、加码、减半), and which of several counts."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

import jifen
from jifen.language import shape
from jifen.language.diagnostics import DiagnosticError
from jifen.model import policy

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
id         = "award"
title      = "奖励"
when       = ["营业收入 > 0"]
amount     = "100万元"
{hit}

[[subsidy.adjust]]
name  = "上浮"
when  = ["有效(资质.高新技术企业)"]
times = "120%"

[[subsidy.adjust]]
name = "加码"
when = ["营业收入 >= 500万元"]
add  = "50万元"
"""


@pytest.mark.parametrize(
    ("hit", "expected"),
    [
        ("", 1_700_000),
        ('adjust_hit = "sum"', 1_700_000),
        ('adjust_hit = "first"', 1_200_000),
        ('adjust_hit = "highest"', 1_500_000),
    ],
)
def test_of_several_adjustments_the_file_says_which_counts(tmp_path: Path, hit: str, expected: int) -> None:
    path = tmp_path / "trial.toml"
    path.write_text(POLICY.format(hit=hit), encoding="utf-8")
    library = jifen.open_library("dalian", [path])
    enterprise = library.park.enterprise(
        "91330100799655058B",
        facts={"2023": {"营业收入": "500万元"}},
        tables={"资质": [{"资质": "高企", "有效期起": date(2022, 1, 1)}]},
        complete_to=date(2023, 12, 31),
    )
    decision = library.decide(enterprise, period="2023", as_of=date(2023, 12, 31))
    assert decision.entitlement("award").amount == Decimal(expected)


def test_no_two_keys_of_a_table_are_spelled_alike() -> None:
    tables = [one for one in vars(policy).values() if isinstance(one, type) and attrs.has(one)]
    assert policy.Subsidy in tables
    for table in tables:
        with_places = [name for name in attrs.fields_dict(table) if name != "places"]
        assert len(shape.keys(table)) == len(with_places), table


LOAN = """
[policy]
id         = "trial"
version    = "1"
title      = "试验"
issuer     = "试验"
applies_to = "any"
effective  = {{ from = 2023-01-01 }}
round      = "元"
source     = "试验"

[[loan]]
id       = "credit"
title    = "贷款"
when     = ["营业收入 > 0"]
line     = "营业收入"
cap      = "500万元"
also_cap = ["300万元", "营业收入 × 10%"]
says     = ["{says}"]

[[loan.adjust]]
when = ["有效(资质.高新技术企业)"]
cap  = "1000万元"
"""


@pytest.mark.parametrize(
    ("says", "code"),
    [
        ("500万元以内", ""),
        ("最高不超过1000万元", ""),
        ("不超过300万元", ""),
        ("1000万元以上", "J915"),
        ("低于500万元", "J915"),
        ("不超过800万元", "J916"),
    ],
)
def test_words_are_held_against_each_of_several_caps(tmp_path: Path, says: str, code: str) -> None:
    path = tmp_path / "trial.toml"
    path.write_text(LOAN.format(says=says), encoding="utf-8")
    found = []
    try:
        jifen.open_library("dalian", [path])
    except DiagnosticError as error:
        found = [diagnostic.code for diagnostic in error.diagnostics]
    assert found == [code] * bool(code)
