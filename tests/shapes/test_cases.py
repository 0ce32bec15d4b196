"""Every shape of rule that real texts have, written plainly, with cases worked by hand at each threshold."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from tests.shapes.runner import PARK, Runner, cases_of

from jifen.model.policy import PolicyCase

HERE = Path(__file__).parent
POLICIES = sorted(path for path in HERE.glob("*.toml") if not path.name.endswith(".cases.toml"))
CASES = [(path, case) for path in POLICIES for case in cases_of(path)]


@cache
def opened(path: Path, park: str) -> Runner:
    """A policy file opened for a park, once."""
    return Runner.of(path, park)


@pytest.mark.parametrize(("path", "case"), CASES, ids=[f"{path.stem}: {case.name}" for path, case in CASES])
def test_a_case_comes_out_as_worked_by_hand(path: Path, case: PolicyCase) -> None:
    assert opened(path, case.park or PARK).problems(case) == []


def test_every_shape_has_a_policy_and_cases() -> None:
    numbers = [int(path.name[:2]) for path in POLICIES]
    assert numbers == list(range(1, 34))
    assert {path for path, _ in CASES} == set(POLICIES)


NEEDS_OTHERS = ("rd", "first-served")
"""Rules of a budget, which give nothing to one alone: ``test_cohorts.py`` decides them for many."""


@pytest.mark.parametrize("path", POLICIES, ids=[path.stem for path in POLICIES])
def test_every_rule_of_a_shape_is_expected_to_give_and_not_to(path: Path) -> None:
    """A rule whose cases all come out alike would be no test of its conditions."""
    given: dict[str, set[bool]] = {}
    for case in cases_of(path):
        for rule, expected in case.expect.items():
            given.setdefault(rule, set()).add(_gives(expected))
    if path.name.startswith("27"):
        assert given == {rule: {False} for rule in NEEDS_OTHERS}
        return
    park = next((case.park for case in cases_of(path) if case.park), PARK)
    assert given == {rule.id: {True, False} for rule in opened(path, park).policy.rules}


def _gives(expected: object) -> bool:
    if isinstance(expected, Mapping):
        return "amount" in expected
    return expected not in ("refused", "vetoed", "superseded", "undetermined", "not_in_force")
