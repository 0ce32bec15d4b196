"""What the manual says of the tests of a park: all names are there, its two lines test the tutorial's."""

import re
import subprocess
import sys
from pathlib import Path

import jifen.testing
from jifen.testing.suite import CHECKS

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "plugins.md").read_text("utf-8")
TUTORIAL = (DOCS / "park-tutorial.md").read_text("utf-8")
ALL = re.MULTILINE | re.DOTALL
FILES = dict(re.findall(r"^`(my-parks/[^`]+)`\n\n```\w+\n(.*?)^```", TUTORIAL, ALL))


def test_every_name_for_tests_is_described() -> None:
    section = PAGE.partition("## Tests of a park\n")[2].partition("\n## ")[0]
    of_cases = {"CaseResult", "CaseResults", "FileResult", "Mismatch", "run_cases"}
    assert "[testing-policies.md](testing-policies.md)" in section
    for name in set(jifen.testing.__all__) - of_cases:
        assert re.search(rf"`{name}[`(]", section) or f"import {name}\n" in section, name
    for argument in ("ids", "indicators", "figures", "notices", "policies", "plugins"):
        assert argument in jifen.testing.conformance.__annotations__
        assert f"`{argument}`" in section or f"{argument}=" in section


def test_the_two_lines_of_the_page_test_the_park_of_the_tutorial(tmp_path: Path) -> None:
    (example,) = (
        block for block in re.findall(r"^```python\n(.*?)^```", PAGE, ALL) if "conformance(" in block
    )
    files = FILES | {"my-parks/qinghe/tests/test_conformance.py": example.replace('"dalian"', '"qinghe"')}
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "pytest", "-q", "-p", "no:cacheprovider", "my-parks"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert f"{len(CHECKS) - 1} passed" in done.stdout, done.stdout
