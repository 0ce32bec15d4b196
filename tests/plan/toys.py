"""Small parks written to real folders and opened the way every park is."""

import itertools
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from jifen.interfaces.park import ScoringPark, Told, open_park
from jifen.language.diagnostics import DiagnosticError
from jifen.model.enterprise import Enterprise

POLICIES = Path(__file__).parents[1] / "parks" / "policies"
PERIOD = "2020"
DAY = date(2020, 12, 31)

_NUMBERS = itertools.count(1)

PYPROJECT = """\
[project]
name = "jifen-toy"
version = "1.0"

[project.entry-points.jifen]
toy = "{package}"
"""

CODE = """\
from jifen.plugin import hookimpl

@hookimpl
def register_park(register):
    register.file("park.toml")
"""

HEAD = """\
[park]
id     = "toy"
name   = "演示园区"
scheme = "演示办法"
source = "演示办法"

"""

STAGES = """\
[stages]
value  = "营业收入"
source = "演示办法"

[[stages.stage]]
id   = "early"
name = "初创期"
in   = "< 500万元"

[[stages.stage]]
id   = "late"
name = "成熟期"
in   = ">= 500万元"

"""

ONE_STAGE = """\
[stages]
value  = "营业收入"
source = "演示办法"

[[stages.stage]]
id   = "all"
name = "全部企业"
in   = "不限"

"""


def dimension(id_: str = "main", extra: str = "") -> str:
    """A dimension with more keys where given."""
    return f'[[dimension]]\nid = "{id_}"\nname = "维度{id_}"\nsource = "演示办法"\n{extra}\n\n'


def indicator(
    scoring: str, extra: str = 'value = "数值"', *, id_: str = "it", dimension: str = "main"
) -> str:
    """An indicator; ``scoring`` is the inside of its scoring table."""
    head = (
        f'[[indicator]]\nid = "{id_}"\nname = "指标{id_}"\ndimension = "{dimension}"\nsource = "演示办法"\n'
    )
    return f"{head}{extra}\n\n[indicator.scoring]\n{scoring}\n\n"


FIELDS = """\
[fields.x]
name   = "数值"
digits = 2
source = "演示办法"

[fields.y]
name   = "基数"
digits = 2
source = "演示办法"

[fields.money]
name   = "金额"
unit   = "元"
source = "演示办法"

[fields.level]
name   = "级别"
type   = "text"
source = "演示办法"

[fields.flag]
name   = "持证"
type   = "flag"
source = "演示办法"

[tables.contract]
name = "合同"

[tables.contract.columns]
amount = { name = "合同金额", unit = "元" }
share  = { name = "份额", digits = 2 }
buyer  = { name = "买方", type = "text" }
signed = { name = "签订日期", type = "date" }

"""


def write(folder: Path, text: str, code: str = CODE) -> Path:
    """Write a plugin with one park file; gives the plugins folder."""
    package = f"jifen_toy_of_plan_{next(_NUMBERS)}"
    place = folder / package / package
    place.mkdir(parents=True)
    (folder / package / "pyproject.toml").write_text(PYPROJECT.format(package=package), "utf-8")
    (place / "__init__.py").write_text(code, "utf-8")
    (place / "park.toml").write_text(text, "utf-8")
    return folder / package


def opened(folder: Path, text: str, code: str = CODE) -> ScoringPark:
    """The park of that text."""
    write(folder, text, code)
    return open_park("toy", plugins=[folder], policies=POLICIES)


def of(folder: Path, *parts: str, code: str = CODE) -> ScoringPark:
    """A park of two stages with the usual fields and one dimension, and these parts."""
    return opened(folder, HEAD + STAGES + FIELDS + dimension() + "".join(parts), code)


def problems(folder: Path, *parts: str, code: str = CODE) -> list[str]:
    """The codes of what is wrong with such a park."""
    try:
        return [notice.code for notice in of(folder, *parts, code=code).notices]
    except DiagnosticError as error:
        return [found.code for found in error.diagnostics]


def enterprise(
    park: ScoringPark, code: str = "甲", *, founded: date | None = None, **told: Told
) -> Enterprise:
    """An enterprise with facts of the scoring year; its revenue puts it into the first stage unless told."""
    facts: Mapping[str, Mapping[str, Told]] = {PERIOD: {"revenue": 100, **told}}
    return park.enterprise(code, f"企业{code}", facts=facts, founded=founded, complete_to=DAY)
