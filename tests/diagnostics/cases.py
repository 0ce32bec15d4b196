"""What is found in cases (J95x and J96x), held against the small policy ``POLICY``.

An input is a case file that is put beside it; or a ``.txt`` of several files, each below a line
``--- its/path``, of which the cases of the folder ``rules`` are run.
"""

import shutil
import tempfile
from collections.abc import Iterable
from contextlib import chdir
from pathlib import Path

from tests.diagnostics.parks import PARKS, POLICIES, write_all

from jifen.language.diagnostics import Diagnostic
from jifen.testing import run_cases

POLICY = """\
[policy]
id         = "demo-award"
version    = "2023"
title      = "演示奖励"
issuer     = "演示园区"
applies_to = "any"
rewards    = "2023"
round      = "元"
source     = "演示办法"

[inputs]
output    = { name = "产值", unit = "万元" }
quarterly = { name = "季度产值", unit = "万元", frequency = "quarter" }
fresh     = { name = "新企业", type = "flag" }

[tables.equipment]
name    = "设备采购"
key     = ["project"]
columns = { project = { name = "项目编号", type = "text" }, price = { name = "设备价款", unit = "万元" } }

[[status]]
id   = "star"
name = "产值之星"
when = ["产值 >= 1亿元"]

[[subsidy]]
id     = "output-award"
title  = "产值奖励"
when   = ["产值 >= 1000万元", "积分 >= 60"]
amount = "10万元"
payers = { "市" = "50%", "区" = "50%" }

[[subsidy]]
id     = "equipment-award"
title  = "设备补贴"
per    = "equipment"
when   = ["设备价款 >= 100万元"]
amount = "设备价款 × 5%"
"""


def in_cases(path: Path, shown_as: str) -> Iterable[Diagnostic]:
    """J95x and J96x: the cases run; what came out otherwise than expected is no mistake."""
    with tempfile.TemporaryDirectory() as scratch, chdir(scratch):
        shutil.copytree(PARKS / "policies", POLICIES)
        text = path.read_text("utf-8")
        if path.suffix == ".txt":
            write_all(text)
            return run_cases("rules", policies=POLICIES).mistakes
        Path("demo.toml").write_text(POLICY, "utf-8")
        Path("demo.cases.toml").write_text(text, "utf-8")
        return run_cases("demo.toml", policies=POLICIES).mistakes
