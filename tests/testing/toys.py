"""A small sound park with every kind of scoring, and what breaks it: texts replaced in its files."""

import itertools
from pathlib import Path

from jifen.testing.subject import Subject, Told, subject_of

_NUMBERS = itertools.count(1)

PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "jifen-toy"
version = "1"

[project.entry-points.jifen]
toy = "{package}"

[tool.hatch.build.targets.wheel]
packages = ["{package}"]
"""

CODE = '''\
"""A park to test the tests of parks with."""

from datetime import date
from fractions import Fraction

from jifen.plugin import Absence, IndicatorFunction, hookimpl

CALLS = []


def share(contracts, revenue):
    amounts = [contract["amount"] for contract in contracts]
    if any(amount is None for amount in amounts):
        return Absence.MISSING
    if any(amount < 0 for amount in amounts):
        raise ValueError("成交额小于零")
    return max(amounts) / sum(amounts) if sum(amounts) else Absence.UNDEFINED


SHARE = IndicatorFunction(
    id="share",
    name="最大合同占比",
    call=share,
    inputs={"revenue": "营业收入"},
    tables={"contracts": "technology_contract"},
    unit="%",
    low=0,
    high=1,
)


@hookimpl
def register_park(register):
    register.file("park.toml")
    register.function(SHARE)
'''

PARK = """\
[park]
id     = "toy"
name   = "演示园区"
scheme = "演示办法"

[fields.mark]
name    = "评审打分"
digits  = 2
assumed = true

[[dimension]]
id      = "base"
name    = "基础"
full    = { early = 60, late = 70 }
assumed = ["full"]

[[dimension]]
id      = "extra"
name    = "附加"
role    = "bonus"
cap     = 20
assumed = ["role", "cap"]

[[dimension]]
id      = "minus"
name    = "扣分"
role    = "deduction"
assumed = ["role"]

[stages]
value   = "营业收入"
assumed = ["value"]

[[stages.stage]]
id      = "early"
name    = "初创期"
in      = "< 500万元"
assumed = ["in"]

[[stages.stage]]
id      = "late"
name    = "成长期"
in      = ">= 500万元"
assumed = ["in"]

[[indicator]]
id        = "intensity"
name      = "研发投入强度"
dimension = "base"
value     = "研发费用 ÷ 营业收入"
shown_as  = "%"
weights   = { early = 10, late = 20 }
absent    = { undefined = 0 }
assumed   = ["value", "scoring", "weights", "absent"]

[indicator.scoring]
kind  = "bands"
bands = [
    { in = ">= 10%", points = 20 },
    { in = "(5%, 10%)", points = 15 },
    { in = "<= 5%", points = 0 },
]

[[indicator]]
id        = "amount"
name      = "研发费用金额"
dimension = "base"
value     = "研发费用"
shown_as  = "万元"
weights   = 10
assumed   = ["value", "scoring", "weights"]

[indicator.scoring]
kind      = "ratio"
reference = "500万元"
points    = 20

[[indicator]]
id        = "place"
name      = "营业收入位次"
dimension = "base"
value     = "营业收入"
weights   = 10
assumed   = ["value", "scoring", "weights"]

[indicator.scoring]
kind   = "rank"
within = "stage"
by     = "percentile"
bands  = [{ in = "<= 10%", points = 10 }, { in = "> 10%", points = 3 }]

[[indicator]]
id        = "level"
name      = "营业收入水平"
dimension = "base"
value     = "营业收入"
weights   = 10
absent    = { undefined = 0 }
assumed   = ["value", "scoring", "weights", "absent"]
scoring   = { kind = "index", within = "park", reference = 2, points = 10 }

[[indicator]]
id        = "certificates"
name      = "资质情况"
dimension = "base"
weights   = 10
assumed   = ["scoring", "weights"]

[indicator.scoring]
kind  = "additive"
cap   = 5
items = [
    { when = "有效(资质.高新技术企业)", points = 3 },
    { when = "有效(资质.瞪羚企业)", points = 3 },
    { when = "设立研发支出辅助账", points = 1 },
]

[[indicator]]
id        = "concentration"
name      = "最大合同占比情况"
dimension = "base"
function  = "share"
weights   = 10
absent    = { undefined = 0 }
assumed   = ["function", "scoring", "weights", "absent"]
scoring   = { kind = "ratio", reference = "50%", points = 10 }

[[indicator]]
id        = "patents"
name      = "发明专利申请"
dimension = "extra"
value     = "与主营业务相关的发明专利申请量"
assumed   = ["value", "scoring"]
scoring   = { kind = "per_unit", step = "1件", points = 1 }

[[indicator]]
id        = "growth"
name      = "增长情况"
dimension = "extra"
value     = "同比(营业收入)"
shown_as  = "%"
assumed   = ["value", "scoring"]

[indicator.scoring]
kind = "best"

[[indicator.scoring.of]]
absent  = { not_applicable = 1, undefined = 0 }
scoring = { kind = "bands", hit = "sum", bands = [{ in = "> 1%", points = 2 }, { in = "> 2%", points = 3 }] }

[[indicator.scoring.of]]
value   = "同比(研发费用)"
absent  = { not_applicable = 1, undefined = 0 }
scoring = { kind = "ratio", reference = "10%", points = 4 }

[[indicator]]
id        = "judgement"
name      = "核心自主知识产权评审"
dimension = "extra"
value     = "有效发明专利拥有量"
assumed   = ["value", "scoring"]

[indicator.scoring]
kind   = "judged"
mark   = "评审打分"
ranges = [{ in = ">= 1件", marks = "[7, 8]" }, { in = "< 1件", marks = "[0, 2]" }]

[[indicator]]
id        = "lab"
name      = "研发机构"
dimension = "extra"
value     = "研发机构级别"
absent    = 0
assumed   = ["value", "scoring", "absent"]
scoring   = { kind = "choice", options = { "国家级" = 10, "省级" = 8, "市级" = 6 } }

[[indicator]]
id        = "listings"
name      = "失信情况"
dimension = "minus"
value     = "件数(事件.失信被执行人)"
assumed   = ["value", "scoring"]
scoring   = { kind = "bands", bands = [{ in = "< 1件", points = 0 }, { in = ">= 1件", points = 5 }] }

[[board]]
id      = "top"
name    = "积分榜"
by      = "积分"
top     = 10
assumed = ["by", "top"]
"""

Changes = tuple[tuple[str, str], ...]
"""Texts of the park's files, and what stands in their place."""


def write(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the park into a plugins folder, changed; the plugins folder."""
    package = f"jifen_toy_of_testing_{next(_NUMBERS)}"
    texts = {"pyproject.toml": PYPROJECT.replace("{package}", package)}
    texts |= {f"{package}/__init__.py": CODE, f"{package}/park.toml": PARK}
    for old, new in changes:
        found = [name for name, text in texts.items() if old in text]
        assert len(found) == 1, f"{old!r} stands in {found}"
        texts[found[0]] = texts[found[0]].replace(old, new)
    for name, text in texts.items():
        path = folder / "toy" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def toy(folder: Path, *changes: tuple[str, str], told: Told | None = None) -> Subject:
    """The park, changed, as its tests see it."""
    return subject_of("toy", [write(folder, *changes)], None, told)
