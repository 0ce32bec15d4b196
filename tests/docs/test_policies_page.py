"""The reference of the policy format: its examples make two policies, which are loaded as they stand, and its
cases hold.
"""

import re
from pathlib import Path

import pytest

from jifen.interfaces.commands import execute
from jifen.interfaces.library import policy_problems
from jifen.language import shape
from jifen.loading.library import read_any_park
from jifen.model import policy
from jifen.model.policy import PolicyFile

PAGE = Path(__file__).parents[2] / "docs" / "policies.md"
TEXT = PAGE.read_text("utf-8")
BLOCKS = re.findall(r"(?ms)^```toml\n(.*?)^```$", TEXT)
CASES = [block for block in BLOCKS if "[[case]]" in block]


def policies() -> list[str]:
    """The examples in order, a policy from each header on."""
    found: list[str] = []
    for block in BLOCKS:
        if block.startswith("[policy]"):
            found.append("")
        if block not in CASES:
            found[-1] += f"{block}\n"
    return found


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    growth, credit = policies()
    (tmp_path / "growth.toml").write_text(growth, "utf-8")
    (tmp_path / "credit.toml").write_text(credit, "utf-8")
    (tmp_path / "growth.cases.toml").write_text("\n".join(CASES), "utf-8")
    return tmp_path


def test_the_examples_are_two_policies_with_nothing_wrong(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert execute(["check", str(rules)]) == 0
    assert capsys.readouterr().out == "没有发现问题\n"


def test_the_cases_of_the_page_hold(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = execute(["test", str(rules)])
    told = capsys.readouterr().out
    assert code == 0, told
    number = "".join(CASES).count("[[case]]")
    assert f"共 {number} 个案例，通过 {number} 个，未通过 0 个" in told


def test_every_construct_has_an_example() -> None:
    written = set(re.findall(r"(?m)^\[+([a-z_.]+)", "\n".join(BLOCKS)))
    outermost = {name.partition(".")[0] for name in written}
    assert outermost == {*shape.keys(PolicyFile), "case"} - {"events"}


@pytest.mark.parametrize(
    "construct", ["Subsidy", "Loan", "Bonus", "Group", "SharedCap", "Factor", "Negative", "Budget"]
)
def test_every_key_of_a_rule_is_named(construct: str) -> None:
    of_all = {"id", "title", "clause", "source", "doc"}
    missing = [
        key
        for key in shape.keys(getattr(policy, construct))
        if key not in of_all and not re.search(rf"\b{key}\b", TEXT)
    ]
    assert missing == []


TITLES = re.compile(r'(?m)^(?:title|name) *= *"([^"]*)"')
"""What may be anything."""


@pytest.mark.parametrize("position", [0, 1])
def test_a_text_that_says_nothing_is_told_wherever_it_stands(tmp_path: Path, position: int) -> None:
    text, path, park = policies()[position], tmp_path / "policy.toml", read_any_park()
    # A third of the texts are enough to meet every kind of key.
    for match in list(re.finditer(r'"([^"\n]*)"', text))[position::3]:
        path.write_text(f'{text[: match.start()]}"？"{text[match.end() :]}', "utf-8")
        calculated = re.search(r"[<>=×÷(%元]", match[1]) and match[1] not in TITLES.findall(text)
        assert policy_problems(park, [path]) or not calculated, match[1]
