"""Every shape of rule that real texts have, written plainly, with cases worked by hand at each threshold.

pytest collects the cases themselves; what is held here is that no shape and no side of a rule is left out.
"""

from functools import cache
from pathlib import Path

import pytest

from jifen.testing import FileResult, run_cases

HERE = Path(__file__).parent
POLICIES = sorted(path for path in HERE.glob("*.toml") if not path.name.endswith(".cases.toml"))


@cache
def results() -> dict[str, FileResult]:
    """What the cases of each shape come to, by the name of its policy's file."""
    return {Path(one.file).name.removesuffix(".cases.toml"): one for one in run_cases(HERE).files}


def test_every_shape_has_a_policy_and_cases() -> None:
    numbers = [int(path.name[:2]) for path in POLICIES]
    assert numbers == list(range(1, 34))
    assert [name for name, one in results().items() if one.cases] == [path.stem for path in POLICIES]


@pytest.mark.parametrize("path", POLICIES, ids=[path.stem for path in POLICIES])
def test_every_rule_of_a_shape_is_expected_to_give_and_not_to(path: Path) -> None:
    """A rule whose cases all come out alike would be no test of its conditions."""
    coverage = results()[path.stem].coverage
    assert coverage is not None
    given = {rule.id: {one in ("granted", "paid") for one in rule.outcomes} for rule in coverage.rules}
    assert given == {rule: {True, False} for rule in given}
    assert given
