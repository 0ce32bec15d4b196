"""Break the code behind each decision once, and see its test fail.

``python tests/semantics/break_each.py [--only S16] [--jobs 2]`` copies the working tree and there, fault by
fault, puts one wrong text in the place of a right one and runs the test that must notice. ``--table`` prints
the table at the end of ``docs/semantics.md`` instead. The exit code is 1 if a fault survives, if its text is
no longer there, or if a test fails without any fault.
"""

import argparse
import ast
import os
import queue
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from tests.semantics.faults import DECISIONS, FAULTS, OPEN, Fault  # noqa: E402

COPIED = ("engine", "plugins", "policies", "tests", "pyproject.toml", "conftest.py")
FAILED = 1
"""Pytest's exit code when tests ran and some failed; a file that cannot be imported gives another one."""


def say(text: str) -> None:
    """Tell at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Copy:
    """A copy of the working tree, whose code is what its tests import."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
            else:
                shutil.copy(source, folder / name)
        found = self._python("-c", "import jifen; print(jifen.__file__)").stdout.strip()
        if Path(found).resolve() != (folder / "engine/jifen/__init__.py").resolve():
            raise SystemExit(f"the copy is not what is imported: {found}")

    def _python(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.folder / "engine"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "CI": "1",
        }
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def run(self, tests: Sequence[str]) -> "subprocess.CompletedProcess[str]":
        """Run tests; the first that fails ends it."""
        return self._python("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--tb=line", *tests)

    def survives(self, fault: Fault) -> str:
        """Why the fault counts as not noticed; empty when its test failed."""
        path = self.folder / fault.file
        right = path.read_text("utf-8")
        if right.count(fault.old) != 1:
            return f"its text stands {right.count(fault.old)} times in {fault.file}"
        path.write_text(right.replace(fault.old, fault.new), "utf-8")
        try:
            done = self.run([fault.test_id])
        finally:
            path.write_text(right, "utf-8")
        if done.returncode == FAILED:
            return ""
        return "survived" if done.returncode == 0 else f"pytest gave {done.returncode}: {done.stdout[-300:]}"


def break_each(faults: Sequence[Fault], jobs: int) -> bool:
    """Try all faults; whether every one of them was noticed."""
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(jobs) as workers:
        copies: queue.SimpleQueue[Copy] = queue.SimpleQueue()
        for number in range(jobs):
            copies.put(Copy(Path(scratch) / str(number)))

        def attempt(fault: Fault) -> str:
            copy = copies.get()
            try:
                return copy.survives(fault)
            finally:
                copies.put(copy)

        first = copies.get()
        unbroken = first.run(sorted({fault.test_id for fault in faults}))
        copies.put(first)
        if unbroken.returncode:
            say(unbroken.stdout[-3000:])
            say("a test fails without any fault")
            return False
        say(f"{unbroken.stdout.strip().splitlines()[-1]} without a fault")
        good = True
        for fault, why in zip(faults, workers.map(attempt, faults), strict=True):
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
