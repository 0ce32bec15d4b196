"""The faults of ``break_columns.py`` can still be made, and reach every kind of module."""

from pathlib import Path

import pytest
from tests.agreement.break_columns import ROOT
from tests.agreement.faults import FAULTS, FOLDER, Fault


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.module}: {fault.what}")
def test_the_text_of_each_fault_stands_once(fault: Fault) -> None:
    text = (ROOT / fault.file).read_text("utf-8")
    assert text.count(fault.old) == 1
    assert text.replace(fault.old, fault.new) != text


def test_each_module_is_broken_somewhere() -> None:
    modules = {Path(path).stem for path in (ROOT / FOLDER).glob("*.py")}
    assert {fault.module for fault in FAULTS} == modules - {"__init__"}
