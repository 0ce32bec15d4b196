"""``jifen sample``: a synthetic roster to try a park with."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jifen.interfaces.commands.framework import FINISHED, Command, Whole, Year
from jifen.interfaces.commands.options import PATH, plugins_option
from jifen.interfaces.commands.output import console

if TYPE_CHECKING:
    from jifen.loading.parks import ParkIndex
    from jifen.model.period import Period
    from jifen.model.recipe import Recipe

_HELP = """\
生成一份样例名单，企业全是虚构的，按已公布的数字校准。

名单的“说明”表写明是样例；信用代码的地区码不存在，不会与真实企业相同。
"""


@click.command(cls=Command, help=_HELP)
@click.argument("park", metavar="园区")
@click.option("--count", type=Whole(1), metavar="家数", help="多少家企业；不写则照园区的样例配方")
@click.option(
    "--seed",
    type=Whole(0),
    default=1,
    show_default=False,
    metavar="种子",
    help="同一个种子总是同一份名单，默认 1",
)
@click.option("--period", type=Year(), metavar="年度", help="评价哪一年度；不写则照园区的样例配方")
@click.option(
    "--out", required=True, type=PATH, metavar="文件", help="写到哪里：.xlsx 是工作簿，否则是 CSV 文件夹"
)
@plugins_option
def command(
    park: str, count: int | None, seed: int, period: "Period | None", out: Path, plugins: tuple[Path, ...]
) -> int:
    """Write a synthetic roster."""
    from jifen.interfaces.park import scoring_park
    from jifen.loading.parks import discover_parks

    index = discover_parks(plugins)
    opened = scoring_park(index, park)
    from jifen.exchange.recipes import EMPTY, period_of, size_of
    from jifen.exchange.sample import make_sample, sample_notes
    from jifen.exchange.writing import write_roster

    recipe = recipe_of(index, park)
    number = count if count is not None else size_of(recipe or EMPTY).count
    made = make_sample(opened.park, recipe, number, seed, period=period)
    write_roster(out, made, opened.vocabulary, notes=sample_notes(seed))
    year = period or period_of(recipe or EMPTY)
    console().print(f"已写出 {len(made):,} 家虚构企业（{year.label}，种子 {seed}）：{out}", soft_wrap=True)
    return FINISHED


def recipe_of(index: "ParkIndex", park: str) -> "Recipe | None":
    """How a park's samples are made; None where it does not say."""
    from jifen.exchange.recipes import recipe_in

    return recipe_in(index.plugin(park))
