"""Each decision has its tests and its fault, the faults can still be made, the table is fresh."""

from pathlib import Path

import pytest
from tests.semantics.break_each import ROOT, named_tests, table
from tests.semantics.faults import DECISIONS, FAULTS, OPEN, Fault

PAGE = Path("docs/semantics.md")
HEADING = "## Decisions and tests\n"


@pytest.mark.parametrize(
    "fault", FAULTS, ids=lambda fault: f"{fault.decision} {fault.file}: {fault.new.strip()}"
)
def test_the_text_of_each_fault_stands_once(fault: Fault) -> None:
    text = (ROOT / fault.file).read_text("utf-8")
    assert text.count(fault.old) == 1
    assert text.replace(fault.old, fault.new) != text


@pytest.mark.parametrize("decision", DECISIONS)
def test_each_decision_has_a_test_that_names_it_and_a_fault(decision: str) -> None:
    named = named_tests()[decision]
    broken = [fault for fault in FAULTS if fault.decision == decision]
    assert bool(named) == bool(broken) == (decision not in OPEN)
    for fault in broken:
        assert tuple(fault.test.split("::")) in named


def test_the_table_is_the_one_of_these_tests() -> None:
    """Renew it with ``python tests/semantics/break_each.py --table``."""
    page = (ROOT / PAGE).read_text("utf-8")
    assert page.partition(HEADING)[2].partition("\n\n")[2].strip() == table()
