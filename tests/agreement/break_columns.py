"""Break the reading by columns fault by fault, and see the tests of agreement fail.

``python tests/agreement/break_columns.py [--only MODULE] [--jobs 2]`` copies the working tree and there puts
one wrong text at a time in the place of a right one. The exit code is 1 if a fault is not found, if its text
is no longer there, or if a test fails without any fault.
"""

import argparse
import os
import queue
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from tests.agreement.faults import FAULTS, Fault  # noqa: E402
from tests.semantics.break_each import FAILED, Copy, say  # noqa: E402

TESTS = (
    "tests/agreement/test_kinds.py",
    "tests/agreement/test_groups.py",
    "tests/agreement/test_large_figures.py",
    "tests/agreement/test_found.py",
    "tests/agreement/test_nodes.py",
    "tests/agreement/test_populations.py",
    "--hypothesis-profile=as-drawn",
)


def found(copy: Copy, fault: Fault) -> str:
    """Why the fault counts as not found; empty when a test failed."""
    path = copy.folder / fault.file
    right = path.read_text("utf-8")
    if right.count(fault.old) != 1:
        return f"its text stands {right.count(fault.old)} times"
    path.write_text(right.replace(fault.old, fault.new), "utf-8")
    try:
        done = copy.run(TESTS)
    finally:
        path.write_text(right, "utf-8")
    if done.returncode == FAILED:
        return ""
    return "not found" if done.returncode == 0 else f"pytest gave {done.returncode}: {done.stdout[-300:]}"


def break_columns(faults: Sequence[Fault], jobs: int) -> bool:
    """Try all faults; whether every one of them was found."""
    os.environ["JIFEN_AGREEMENT_AS_DRAWN"] = "1"
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(jobs) as workers:
        copies: queue.SimpleQueue[Copy] = queue.SimpleQueue()
        for number in range(jobs):
            copies.put(Copy(Path(scratch) / str(number)))

        def attempt(fault: Fault) -> str:
            copy = copies.get()
            try:
                return found(copy, fault)
            finally:
                copies.put(copy)

        first = copies.get()
        unbroken = first.run(TESTS)
        copies.put(first)
        if unbroken.returncode:
            say(f"{unbroken.stdout[-3000:]}\na test fails without any fault")
            return False
        count = 0
        for fault, why in zip(faults, workers.map(attempt, faults), strict=True):
            count += not why
            say(f"{fault.module:12} {fault.what}: {why.upper() or 'found'}")
        say(f"{count} of {len(faults)} found")
        return count == len(faults)


def main() -> int:
    """Break each."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    modules = sorted({fault.module for fault in FAULTS})
    options.add_argument("--only", action="append", choices=modules, help="one module; may be repeated")
    options.add_argument("--jobs", type=int, default=2, help="how many faults are tried at once")
    given = options.parse_args()
    faults = [fault for fault in FAULTS if not given.only or fault.module in given.only]
    return 0 if break_columns(faults, given.jobs) else 1


if __name__ == "__main__":
    sys.exit(main())
