"""The pytest plugin: cases are items, fail with their reasons and place, and can be turned off."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest_plugins = "pytester"

HERE = Path(__file__).parent
WHOLE = HERE / "policies"
PARKS = HERE.parent / "parks"
FIRST = "产值恰好1000万元，不给；差一步不给，多一步给10万元"


@pytest.fixture
def folder(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project whose folder ``policies`` holds the whole policy and its cases."""
    shutil.copytree(WHOLE, pytester.path / "policies")
    return pytester


def changed(folder: pytest.Pytester, right: str, wrong: str) -> None:
    """Change the cases."""
    path = folder.path / "policies" / "whole.cases.toml"
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), "utf-8")


def test_each_case_is_an_item_with_its_name(folder: pytest.Pytester) -> None:
    result = folder.runpytest("--collect-only", "-q")
    assert f"policies/whole.cases.toml::{FIRST}" in result.outlines
    result = folder.runpytest("-q", "-k", "一票否决")
    result.assert_outcomes(passed=1, deselected=7)


def test_a_case_that_fails_shows_what_came_out_why_and_where(folder: pytest.Pytester) -> None:
    changed(folder, 'expect = { by-tier = "refused" }', 'expect = { by-tier = "10万元" }')
    result = folder.runpytest("-q")
    result.assert_outcomes(passed=7, failed=1)
    start = result.outlines.index(f"policies/whole.cases.toml:1: {FIRST}")
    assert result.outlines[start + 1 : start + 6] == [
        "  by-tier 按产值分档",
        "    结果：预期 给予（granted）10万元，实际 未给予（refused）",
        "    · 不符合条件",
        "    · 差下面一项即可符合",
        "      · “试行产值 > 1000万元”：实际恰为 1,000万元，要求超过 1,000万元",
    ]
    # What follows it depends on how wide the terminal is.
    assert any(line.startswith(f"FAILED policies/whole.cases.toml::{FIRST}") for line in result.outlines)
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_mistake_is_an_item_that_fails_beside_the_other_cases(folder: pytest.Pytester) -> None:
    changed(folder, "by-tier", "by-tear")
    result = folder.runpytest("-q")
    result.assert_outcomes(passed=7, failed=1)
    said = f"policies/whole.cases.toml:4:12: [J955] 案例“{FIRST}”：没有叫 by-tear 的规则或认定"
    assert said in result.outlines
    assert any(line.startswith("  是不是想写 by-tier？") for line in result.outlines)
    assert any(
        line.startswith("FAILED policies/whole.cases.toml::案例文件没有错误") for line in result.outlines
    )


def test_a_policy_that_cannot_be_opened_fails(folder: pytest.Pytester) -> None:
    (folder.path / "policies" / "whole.toml").unlink()
    result = folder.runpytest("-q")
    result.assert_outcomes(failed=1)
    assert any("[J951] 旁边没有 whole.toml" in line for line in result.outlines)


def test_a_file_without_cases_fails(folder: pytest.Pytester) -> None:
    (folder.path / "policies" / "whole.cases.toml").write_text("", "utf-8")
    result = folder.runpytest("-q")
    result.assert_outcomes(failed=1)
    assert any("[J950]" in line for line in result.outlines)


def test_the_ini_file_turns_it_off(folder: pytest.Pytester) -> None:
    folder.makeini("[pytest]\njifen_cases = false\n")
    assert folder.runpytest("-q").ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_the_ini_file_names_folders_of_further_parks(folder: pytest.Pytester) -> None:
    policy = folder.path / "policies" / "whole.toml"
    policy.write_text(policy.read_text("utf-8").replace('"any"', '["garden"]'), "utf-8")
    result = folder.runpytest("-q")
    result.assert_outcomes(failed=1)
    assert any("[J623]" in line for line in result.outlines)
    plugins = HERE.parent / "interfaces" / "plugins"
    shutil.copytree(plugins, folder.path / "parks")
    folder.makeini("[pytest]\njifen_plugins = parks\n")
    # In a process of its own: another copy of this park may be imported in this one.
    result = folder.runpytest_subprocess("-q", "-k", "一票否决")
    result.assert_outcomes(passed=1, deselected=7)


def test_the_plugin_is_light_where_there_are_no_cases() -> None:
    program = "import sys, jifen.testing.pytest_plugin; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    ours = {name for name in done.stdout.split() if name.startswith("jifen")}
    assert ours == {"jifen", "jifen.testing", "jifen.testing.pytest_plugin"}
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded & {"attrs", "cattrs", "lark", "rich", "tree_sitter"} <= {"attrs"}
