"""Factors of grades and of negative lists: after shared caps, and rounded as their rules are (S3, S21)."""

from datetime import date
from decimal import Decimal

import pytest
from tests.settlement.small import decide, enterprise, event, library, policy, subsidy

from jifen.explain.replaying import replay

CAP = '[[shared_cap]]\nid = "both"\ntitle = "合计"\nrules = ["a"]\ncap = "59元"\nsplit = "in_order"\n\n'
INPUTS = '[inputs]\nlevel = { name = "甲级别", type = "text", options = ["A"] }\n\n'
DISHONEST = {"负面事件": [event("严重违法失信", date(2023, 6, 30))]}


def graded(share: str) -> str:
    """A factor by grade."""
    options = f'options = {{ A = "{share}" }}'
    return f'[[factor]]\nid = "graded"\ntitle = "评级"\nby = "甲级别"\n{options}\nscope = ["a"]\n\n'


def reduced(share: str) -> str:
    """An entry of the negative list that takes a share."""
    return (
        '[[negative]]\nid = "bad"\ntitle = "失信"\nwhen = ["有效(事件.严重违法失信)"]\n'
        f'effect = "factor"\nfactor = "{share}"\nscope = ["a"]\n\n'
    )


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (graded("100%"), "59"),
        (graded("90%"), "59"),
        (graded("80%"), "0"),
        (graded("200%"), "100"),
        (reduced("90%"), "59"),
        (reduced("80%"), "0"),
    ],
    ids=["all", "53.1 up", "47.2 down", "118 down", "a share up", "a share down"],
)
def test_a_factor_of_at_most_one_never_lifts_money_above_a_shared_cap(after: str, expected: str) -> None:
    """In 百元: 59元 × 90% is 53.1元, which would be 100元; a share of 59元 is at most 59元."""
    rules = library(policy(INPUTS + subsidy("a", "研发费用", round='"百元"') + CAP + after))
    one = enterprise(rules, {"研发费用": "1万元", "甲级别": "A"}, DISHONEST)
    decision = decide(rules, one, reasons=True)
    found = decision.entitlement("a")
    assert (found.amount or Decimal(0)) == Decimal(expected)
    assert not replay([decision]).mismatches
