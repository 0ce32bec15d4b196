"""S6: 年均复合增长率 is compared with a rate exactly, by whole powers."""

from datetime import date
from typing import Any

import pytest
from tests.semantics.trial import CODE
from tests.settlement.small import PERIOD, library, mistakes, outcomes, policy, subsidy

AS_OF = date(2024, 6, 30)


def found(condition: str, now: Any, then: Any, years: int = 3) -> str:
    """What a rule of this condition comes to, by the revenue of 2023 and of so many years before."""
    rules = library(policy(subsidy("a", "1元", [condition])))
    facts = {str(2023 - years): {"营业收入": then}, PERIOD: {"营业收入": now}}
    one = rules.park.enterprise(CODE, "甲", facts=facts, founded=date(2000, 1, 1), complete_to=AS_OF)
    return outcomes(rules.decide(one, period=PERIOD, as_of=AS_OF))["a"]


@pytest.mark.parametrize(
    ("condition", "below", "at", "above"),
    [
        ("年均复合增长率(营业收入, 3) >= 10%", "refused", "1", "1"),
        ("年均复合增长率(营业收入, 3) > 10%", "refused", "refused", "1"),
        ("10% <= 年均复合增长率(营业收入, 3)", "refused", "1", "1"),
        ("年均复合增长率(营业收入, 3) = 10%", "refused", "1", "refused"),
    ],
)
def test_s06_compound_growth_is_compared_by_whole_powers(
    condition: str, below: str, at: str, above: str
) -> None:
    """From 1000 at 10% for three years: 1331, to the 分."""
    assert [found(condition, f"{now}元", "1000元") for now in ("1330.99", "1331", "1331.01")] == [
        below,
        at,
        above,
    ]


def test_s06_compound_growth_of_no_base_is_undefined() -> None:
    assert found("年均复合增长率(营业收入, 3) >= 10%", "1331元", "0元") == "undetermined"


def test_s06_a_falling_rate_is_compared_as_well() -> None:
    """From 1000 at -10% for two years: 810."""
    for now, outcome in (("809.99元", "refused"), ("810元", "1")):
        assert found("年均复合增长率(营业收入, 2) >= -10%", now, "1000元", 2) == outcome


def test_s06_a_root_is_no_number_to_reckon_with() -> None:
    assert mistakes(policy(subsidy("a", "年均复合增长率(营业收入, 3) × 1元"))) == ["J462"]


def test_s06_nothing_falls_by_all_it_has() -> None:
    falls = "年均复合增长率(营业收入, 3) >= -100%"
    assert mistakes(policy(subsidy("a", "1元", [falls]))) == ["J464"]
