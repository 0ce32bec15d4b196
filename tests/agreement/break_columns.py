"""Break the reading by columns fault by fault, and see the tests of agreement fail.

``python tests/agreement/break_columns.py [--only MODULE] [--jobs 2]`` copies the working tree and there puts
one wrong text at a time in the place of a right one. The exit code is 1 if a fault is not found, if its text
is no longer there, or if a test fails without any fault.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from tests.agreement.faults import FAULTS, Fault  # noqa: E402
from tests.breaking import broken, say  # noqa: E402

TESTS = (
    "tests/agreement/test_kinds.py",
    "tests/agreement/test_groups.py",
    "tests/agreement/test_large_figures.py",
    "tests/agreement/test_found.py",
    "tests/agreement/test_handed_out.py",
    "tests/agreement/test_nodes.py",
    "tests/agreement/test_populations.py",
    "--hypothesis-profile=as-drawn",
)


def break_columns(faults: Sequence[Fault], jobs: int) -> bool:
    """Try all faults; whether every one of them was found."""
    os.environ["JIFEN_AGREEMENT_AS_DRAWN"] = "1"
    count = 0
    for fault, why in broken(faults, lambda _: TESTS, TESTS, jobs):
        count += not why
        say(f"{fault.module:12} {fault.what}: {f'NOT FOUND ({why})' if why else 'found'}")
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
