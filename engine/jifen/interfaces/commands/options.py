"""Options that several commands take, so that they are called the same and say the same everywhere."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from jifen.interfaces.commands.framework import Day, OneOf, Year

if TYPE_CHECKING:
    from jifen.model.period import Period

F = TypeVar("F", bound=Callable[..., Any])

PATH = click.Path(path_type=Path)

format_option = click.option(
    "--format",
    "shape",
    type=OneOf("text", "json"),
    default="text",
    metavar="text|json",
    help="输出给人看的文字（默认）或 JSON",
)
engine_option = click.option(
    "--engine",
    type=OneOf("columns", "one-by-one"),
    metavar="columns|one-by-one",
    help="按列计算（须装 polars），或逐家计算；不写则按家数选较快的，两种结果完全相同",
)
plugins_option = click.option(
    "--plugins", multiple=True, type=PATH, metavar="文件夹", help="另有园区插件的文件夹，可以写多次"
)
policy_option = click.option(
    "--policy",
    multiple=True,
    type=PATH,
    metavar="路径",
    help="政策文件或文件夹，可以写多次；不写用本程序自带的、这个园区自己的政策",
)
programme_option = click.option(
    "--programme",
    multiple=True,
    type=PATH,
    metavar="路径",
    help="专项数据（如贷款不良率）的文件或文件夹，可以写多次",
)
allow_assumed_option = click.option(
    "--allow-assumed", is_flag=True, help="依据假定数字的规则也给予金额，并注明；不写则不给予"
)


def park_option(*, required: bool) -> Callable[[F], F]:
    """The park by its id."""
    return click.option("--park", required=required, metavar="园区", help="园区编号，见 jifen parks")


def period_option(*, required: bool) -> Callable[[F], F]:
    """The scoring year."""
    return click.option(
        "--period", required=required, type=Year(), metavar="年度", help="评价哪一年度，如 2020"
    )


def as_of_option(*, required: bool) -> Callable[[F], F]:
    """The as-of date."""
    return click.option(
        "--as-of",
        required=required,
        type=Day(),
        metavar="日期",
        help="以哪一天为准，如 2021-06-30；程序不看当前日期",
    )


def check_as_of(period: "Period", as_of: date) -> None:
    """Refuse a day on which the scoring year had not begun: nothing of that year can be known on it."""
    if as_of < period.first_day:
        said = f"--as-of {as_of} 早于 {period.label}的第一天（{period.first_day}），那天还没有这一年度的数据"
        raise click.UsageError(f"{said}；请核对 --period 和 --as-of", click.get_current_context())


complete_to_option = click.option(
    "--complete-to",
    type=Day(),
    metavar="日期",
    help="名单没有写明时，资质、事件等子表完整截至哪一天；都没写明，“没有记录”不当作“没有发生”",
)
