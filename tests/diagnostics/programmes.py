"""What is found in data of programmes (J97x), read for one small policy."""

import tempfile
from collections.abc import Iterable
from contextlib import chdir
from pathlib import Path

from jifen.interfaces.library import open_library
from jifen.language.diagnostics import Diagnostic, DiagnosticError

POLICY = """
[policy]
id         = "pool"
version    = "2023"
title      = "风险池"
issuer     = "演示园区"
applies_to = "any"
effective  = { from = 2023-01-01 }
source     = "演示办法"

[programme]
npl     = { name = "不良率", unit = "%", digits = 4, minimum = 0 }
balance = { name = "贷款余额", unit = "万元", frequency = "quarter" }
banks   = { name = "合作银行数", digits = 0 }
grade   = { name = "评级", type = "text", frequency = "instant", options = ["甲", "乙"] }
"""


def in_a_programme(path: Path, shown_as: str) -> Iterable[Diagnostic]:
    """J97x: a file of data, asked for by itself."""
    text = path.read_bytes()
    with tempfile.TemporaryDirectory() as scratch, chdir(scratch):
        Path("pool.toml").write_text(POLICY, encoding="utf-8")
        Path(shown_as).write_bytes(text)
        try:
            open_library("dalian", ["pool.toml"]).programme(shown_as)
        except DiagnosticError as error:
            return error.diagnostics
    return ()
