"""``jifen decide``: what policies come to for one enterprise that is told in a JSON file."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jifen.interfaces.commands.deciding import decided, opened, saved_scores, show
from jifen.interfaces.commands.framework import Command
from jifen.interfaces.commands.options import (
    PATH,
    allow_assumed_option,
    as_of_option,
    check_as_of,
    format_option,
    park_option,
    period_option,
    plugins_option,
    policy_option,
    programme_option,
)

if TYPE_CHECKING:
    from jifen.model.period import Period

_HELP = """\
按政策判断一家企业：给予多少、为什么，没有给予的还差什么。

企业写在一个 JSON 文件里，格式见 docs/schemas/enterprise.schema.json；结果的格式见 decision.schema.json。
积分的名次要与其他企业相比，--cohort 写明是哪一次 jifen run 的结果；不写，用到名次的规则不能确定。

退出码：0 都有结论；1 有规则尚不能确定；2 没有运行成。
"""


@click.command(cls=Command, help=_HELP)
@click.option("--input", "told", required=True, type=PATH, metavar="文件", help="企业文件，JSON 格式")
@park_option(required=True)
@policy_option
@period_option(required=True)
@as_of_option(required=True)
@click.option(
    "--cohort", type=PATH, metavar="文件夹", help="jifen run 的输出文件夹：积分与那一次的参评企业相比"
)
@programme_option
@allow_assumed_option
@plugins_option
@format_option
def command(  # noqa: PLR0913, PLR0917 one for each option
    told: Path,
    park: str,
    policy: tuple[Path, ...],
    period: "Period",
    as_of: date,
    cohort: Path | None,
    programme: tuple[Path, ...],
    allow_assumed: bool,
    plugins: tuple[Path, ...],
    shape: str,
) -> int:
    """Decide one enterprise."""
    from jifen.interfaces.enterprise_file import read_enterprise

    check_as_of(period, as_of)
    library = opened(park, policy, plugins)
    enterprise = read_enterprise(told, library.park)
    scores = None if cohort is None else saved_scores(cohort, library)
    decision = decided(
        library,
        enterprise,
        period,
        as_of,
        allow_assumed=allow_assumed,
        programme=library.programme(*programme, allow_assumed=allow_assumed),
        scores=scores,
    )
    return show(decision, library, shape)
