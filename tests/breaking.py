"""Copies of the working tree in which faults are planted one at a time, to see a test fail."""

import os
import queue
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol, TypeVar

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("engine", "plugins", "policies", "tests", "pyproject.toml", "conftest.py")
FAILED = 1
"""Pytest's exit code when tests ran and some failed; a file that cannot be imported gives another one."""


class Planted(Protocol):
    """``old`` stands once in ``file``; with ``new`` in its place a test must fail."""

    @property
    def file(self) -> str:
        """The file, from the root of the tree."""

    @property
    def old(self) -> str:
        """The right text."""

    @property
    def new(self) -> str:
        """The wrong one."""


_Fault = TypeVar("_Fault", bound=Planted)


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

    def survives(self, fault: Planted, tests: Sequence[str]) -> str:
        """Why the fault counts as not noticed; empty when a test failed."""
        path = self.folder / fault.file
        right = path.read_text("utf-8")
        if right.count(fault.old) != 1:
            return f"its text stands {right.count(fault.old)} times in {fault.file}"
        path.write_text(right.replace(fault.old, fault.new), "utf-8")
        try:
            done = self.run(tests)
        finally:
            path.write_text(right, "utf-8")
        if done.returncode == FAILED:
            return ""
        return "survived" if done.returncode == 0 else f"pytest gave {done.returncode}: {done.stdout[-300:]}"


def broken(
    faults: Sequence[_Fault],
    tests_of: Callable[[_Fault], Sequence[str]],
    every: Sequence[str],
    jobs: int,
) -> Iterator[tuple[_Fault, str]]:
    """Each fault with why it was not noticed by its tests, in order; ``every`` test is run without any first.

    Raises SystemExit if a test fails without any fault.
    """
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(jobs) as workers:
        copies: queue.SimpleQueue[Copy] = queue.SimpleQueue()
        for number in range(jobs):
            copies.put(Copy(Path(scratch) / str(number)))

        def attempt(fault: _Fault) -> str:
            copy = copies.get()
            try:
                return copy.survives(fault, tests_of(fault))
            finally:
                copies.put(copy)

        first = copies.get()
        unbroken = first.run(every)
        copies.put(first)
        if unbroken.returncode:
            raise SystemExit(f"{unbroken.stdout[-3000:]}\na test fails without any fault")
        say(f"{unbroken.stdout.strip().splitlines()[-1]} without a fault")
        yield from zip(faults, workers.map(attempt, faults), strict=True)
