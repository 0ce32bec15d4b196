"""What is found in policies (J9xx), opened for the small park of ``tests/parks``.

An input is a lone ``.toml``, asked for by itself, to which ``HEADER`` is added where it has no ``[policy]``;
or a ``.txt`` of several files, each below a line ``--- its/path``, of which the folder ``rules`` is opened.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterable
from contextlib import chdir
from pathlib import Path

from tests.diagnostics.parks import PARKS, POLICIES, write_all

from jifen.interfaces.library import policy_problems
from jifen.language.diagnostics import Diagnostic
from jifen.loading.library import read_park
from jifen.loading.parks import discover_parks

HEADER = """
[policy]
id         = "demo"
version    = "2023"
title      = "演示政策"
issuer     = "演示园区"
applies_to = "any"
rewards    = "2023"
round      = "元"
source     = "演示办法"
"""

VOCABULARY = """
[fields.invested]
name = "投资额"
unit = "万元"

[fields.class]
name    = "企业类别"
type    = "text"
options = ["高企", "科技型中小企业", "其他"]

[fields.grade]
name    = "亩均评价等级"
type    = "text"
options = ["A", "B", "C", "D"]

[tables.equipment]
name    = "设备采购"
key     = ["project"]
columns = { project = { name = "项目编号", type = "text" }, price = { name = "设备价款", unit = "万元" } }

[events.dishonest]
name = "失信被执行人"
"""


def in_a_policy(path: Path, shown_as: str) -> Iterable[Diagnostic]:
    """J9xx: the policies opened for the park, and lowered as far as they can be."""
    with tempfile.TemporaryDirectory() as scratch, chdir(scratch):
        shutil.copytree(PARKS / "policies", POLICIES)
        with (POLICIES / "fields.toml").open("a", encoding="utf-8") as fields:
            fields.write(VOCABULARY)
        shutil.copytree(PARKS / "toy", "plugins/toy")
        text = path.read_text("utf-8")
        if path.suffix == ".txt":
            write_all(text)
            opened = Path("rules")
        else:
            opened = Path(shown_as)
            opened.write_text(text if "[policy]" in text else text + HEADER, "utf-8")
        try:
            index = discover_parks(["plugins"], entry_points=False, bundled=False)
            return policy_problems(read_park(index.plugin("toy"), POLICIES), [opened], POLICIES)
        finally:
            for module in [name for name in sys.modules if name.startswith("jifen_golden")]:
                del sys.modules[module]
