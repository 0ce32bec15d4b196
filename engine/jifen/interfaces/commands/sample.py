"""``jifen sample``: a synthetic roster to try a park with."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jifen.interfaces.commands.framework import FINISHED, Command, OneOf, Whole, Year
from jifen.interfaces.commands.options import PATH, plugins_option, policy_option
from jifen.interfaces.commands.output import console

if TYPE_CHECKING:
    from jifen.exchange.writing import Shape
    from jifen.loading.parks import ParkIndex
    from jifen.model.period import Period
    from jifen.model.recipe import Recipe

DIRTY_COUNT = 12
"""How many enterprises a dirty roster has."""

_HELP = """\
生成一份样例名单，企业全是虚构的，按已公布的数字校准。

名单的“说明”表写明是样例；信用代码的地区码不存在，不会与真实企业相同。

写 --dirty 时，写出的是一个文件夹，里面是同一份名单的各种毛病（错行、错单位、两行表头、乱码、炸弹……），
每份应当怎样收场写在 清单.csv 里，供试验读入名单的程序。
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
@click.option("--out", required=True, type=PATH, metavar="文件", help="写到哪里")
@click.option(
    "--format",
    "shape",
    type=OneOf("xlsx", "csv", "parquet"),
    metavar="xlsx|csv|parquet",
    help="工作簿，或由 CSV、Parquet 组成的文件夹；不写则 .xlsx 是工作簿，否则是 CSV",
)
@click.option(
    "--unit",
    type=OneOf("元", "千元", "万元", "亿元"),
    metavar="元|千元|万元|亿元",
    help="金额的单位；不写则照各字段规定的单位",
)
@click.option("--dirty", type=Whole(1), metavar="份数", help="写出这么多份有毛病的名单，如 200")
@policy_option
@plugins_option
def command(  # noqa: PLR0913, PLR0917 one for each option
    park: str,
    count: int | None,
    seed: int,
    period: "Period | None",
    out: Path,
    shape: "Shape | None",
    unit: str | None,
    dirty: int | None,
    policy: tuple[Path, ...],
    plugins: tuple[Path, ...],
) -> int:
    """Write a synthetic roster."""
    from jifen.interfaces.library import open_library
    from jifen.loading.parks import discover_parks

    index = discover_parks(plugins)
    opened = open_library(park, policy or None, plugins=plugins).park
    from jifen.exchange.recipes import EMPTY, period_of, size_of
    from jifen.exchange.sample import make_sample, sample_notes
    from jifen.exchange.writing import money_in, write_roster

    recipe = recipe_of(index, park)
    number = count or (DIRTY_COUNT if dirty else size_of(recipe or EMPTY).count)
    made = make_sample(opened.park, recipe, number, seed, period=period)
    if dirty:
        from jifen.exchange.dirty import write_dirty

        written = write_dirty(out, made, opened.vocabulary, seed, dirty)
        console().print(f"已写出 {written:,} 份有毛病的名单（种子 {seed}）：{out}", soft_wrap=True)
        return FINISHED
    units = money_in(unit, opened.vocabulary) if unit else {}
    write_roster(out, made, opened.vocabulary, unit_of=units, notes=sample_notes(seed), shape=shape)
    year = period or period_of(recipe or EMPTY)
    console().print(f"已写出 {len(made):,} 家虚构企业（{year.label}，种子 {seed}）：{out}", soft_wrap=True)
    return FINISHED


def recipe_of(index: "ParkIndex", park: str) -> "Recipe | None":
    """How a park's samples are made; None where it does not say."""
    from jifen.exchange.recipes import recipe_in

    return recipe_in(index.plugin(park))
