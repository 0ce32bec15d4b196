"""Break the code behind each decision once, and see its test fail.

``python tests/semantics/break_each.py [--only S16] [--jobs 2]`` copies the working tree and there, fault by
fault, puts one wrong text in the place of a right one and runs the test that must notice. ``--table`` prints
the table at the end of ``docs/semantics.md`` instead. The exit code is 1 if a fault survives, if its text is
no longer there, or if a test fails without any fault.
"""

import argparse
import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from tests.breaking import broken, say  # noqa: E402
from tests.semantics.faults import DECISIONS, FAULTS, OPEN, Fault  # noqa: E402


def break_each(faults: Sequence[Fault], jobs: int) -> bool:
    """Try all faults; whether every one of them was noticed."""
    good = True
    every = sorted({fault.test_id for fault in faults})
    for fault, why in broken(faults, lambda fault: [fault.test_id], every, jobs):
        good = good and not why
        verdict = "fails" if not why else f"NOT NOTICED ({why})"
        say(f"{fault.decision:4} {fault.file:42} {fault.test.split('::')[1]}: {verdict}")
    return good


def named_tests() -> dict[str, list[tuple[str, str]]]:
    """The tests of this folder by the decision that their name begins with: file and name."""
    found: dict[str, list[tuple[str, str]]] = {decision: [] for decision in DECISIONS}
    for path in sorted(Path(__file__).parent.glob("test_s*.py")):
        for name in _test_names(path):
            found[f"S{int(name[6:8])}"].append((path.name, name))
    return found


def _test_names(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_s"):
            yield node.name


def table() -> str:
    """The table of decisions, their tests and what they were broken by, as Markdown."""
    lines = ["| | tests | broken by a fault in |", "|---|---|---|"]
    for decision, tests in named_tests().items():
        named = "<br>".join(f"`{name}`" for _, name in tests) or f"*({OPEN.get(decision, '')})*"
        files = dict.fromkeys(
            fault.file.removeprefix("engine/jifen/") for fault in FAULTS if fault.decision == decision
        )
        lines.append(f"| {decision} | {named} | {'<br>'.join(f'`{file}`' for file in files)} |")
    return "\n".join(lines)


def main() -> int:
    """Break each, or print the table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--only", action="append", choices=DECISIONS, help="one decision; may be repeated")
    options.add_argument("--jobs", type=int, default=2, help="how many faults are tried at once")
    options.add_argument("--table", action="store_true", help="print the table for docs/semantics.md")
    given = options.parse_args()
    if given.table:
        say(table())
        return 0
    faults = [fault for fault in FAULTS if not given.only or fault.decision in given.only]
    return 0 if break_each(faults, given.jobs) else 1


if __name__ == "__main__":
    sys.exit(main())
