"""``jifen demo``: the main job from beginning to end, on a synthetic roster."""

from collections.abc import Iterator
from contextlib import nullcontext
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jifen.interfaces.commands.framework import FINISHED, Command
from jifen.interfaces.commands.options import PATH
from jifen.interfaces.commands.output import console, paragraph

if TYPE_CHECKING:
    from rich.console import Console

    from jifen.exchange.runs import Run
    from jifen.model.recipe import Recipe, SampleRatio

PARK = "dalian"
SEED = 2020
TOP = 5
ROSTER, RESULT = "roster.xlsx", "run"


_HELP = """\
演示：生成大连高新区的样例名单，评分、排名，写出报告。

名单里的企业都是虚构的，只有家数、阶段占比和研发投入占比照公开报道校准。
"""


@click.command(cls=Command, help=_HELP)
@click.option(
    "--out", type=PATH, default=Path("jifen-demo"), metavar="文件夹", help="写到哪个文件夹，默认 jifen-demo"
)
def command(out: Path) -> int:
    """Make a sample roster, score it, show the lists."""
    from jifen.exchange.recipes import EMPTY, history_of, period_of, size_of
    from jifen.exchange.sample import make_sample, sample_notes
    from jifen.exchange.writing import write_roster
    from jifen.interfaces.commands.running import Asked, score_roster
    from jifen.interfaces.commands.sample import recipe_of
    from jifen.interfaces.library import open_library
    from jifen.loading.parks import discover_parks

    library, recipe = open_library(PARK), recipe_of(discover_parks(), PARK) or EMPTY
    park = library.park
    period = period_of(recipe)
    terminal, aside = console(), console(error=True)
    with aside.status("生成样例名单") if aside.is_terminal else nullcontext():
        made = make_sample(park.park, recipe, size_of(recipe).count, SEED, period=period)
        write_roster(out / ROSTER, made, park.vocabulary, notes=sample_notes(SEED))
    as_of = history_of(recipe).complete_to or period.last_day
    # The demo asks for what rests on assumed figures, and says so.
    asked = Asked(period, as_of, allow_assumed=True)
    run, _ = score_roster(library, out / ROSTER, asked, out / RESULT)
    show_demo(terminal, run, recipe, out)
    return FINISHED


def show_demo(out: "Console", run: "Run", recipe: "Recipe", folder: Path) -> None:
    """The run, how the sample meets what is published, the heads of the lists, and what to try next."""
    from jifen.exchange.report.figures import listings
    from jifen.interfaces.commands.summary import (
        show_counts,
        show_heading,
        show_lacking,
        show_listing,
        show_policies,
        show_stages,
    )

    show_heading(out, run)
    show_counts(out, run)
    out.print()
    show_stages(out, run)
    out.print()
    show_calibration(out, run, recipe)
    lists = [listing for listing in listings(run) if listing.board.by_stage]
    for listing in lists:
        out.print()
        show_listing(out, listing, TOP)
    show_policies(out, run)
    show_lacking(out, run)
    out.print()
    show_next(out, folder, lists[0].lines[0][1].code if lists else run.scored.cards[0].code)


def show_calibration(out: "Console", run: "Run", recipe: "Recipe") -> None:
    """What is published of the enterprises, and how the sample meets it."""
    from jifen.interfaces.commands.summary import plain_table

    table = plain_table("已公布的数字", ">公布", ">样例", title="样例按公开报道校准")
    for name, published, sampled in calibration(run, recipe):
        table.add_row(name, published, sampled)
    out.print(table)
    told = [share.source for share in recipe.shares] + [ratio.source for ratio in recipe.ratios]
    for source in dict.fromkeys(source for source in told if source):
        paragraph(out, f"出处：{source}", style="dim")


def calibration(run: "Run", recipe: "Recipe") -> Iterator[tuple[str, str, str]]:
    """Each published figure of a recipe: what it says, what is published, what the sample has."""
    from jifen.explain.values import percent

    stages = {stage.id: stage.name for stage in run.plan.stages}
    stage_of = {card.code: card.stage for card in run.scored.cards}
    if recipe.sample is not None:
        yield "企业家数", f"{recipe.sample.count:,}", f"{len(run.roster.enterprises):,}"
    for share in recipe.shares:
        part = sum(stage == share.stage for stage in stage_of.values())
        yield f"{stages[share.stage]}企业占比", share.share.text, percent(Fraction(part, len(stage_of)))
    fields = run.plan.vocabulary.fields
    for ratio in recipe.ratios:
        scope = stages[ratio.stage] if ratio.stage else "全部企业"
        name = f"{scope}：{fields[ratio.above].name}合计 ÷ {fields[ratio.below].name}合计"
        chosen = {code for code, stage in stage_of.items() if ratio.stage in ("", stage)}
        yield name, ratio.value.text, percent(_ratio(run, ratio, chosen))


def _ratio(run: "Run", ratio: "SampleRatio", chosen: set[str]) -> Fraction:
    def total(field: str) -> Fraction:
        key = (field, run.period.text)
        told = (one.facts.get(key) for one in run.roster.enterprises if one.code in chosen)
        digits = run.plan.vocabulary.fields[field].digits
        return Fraction(sum(value for value in told if isinstance(value, int)), 10**digits)

    return total(ratio.above) / total(ratio.below)


def show_next(out: "Console", folder: Path, code: str) -> None:
    """Where the results lie, and what to try next."""
    from rich.text import Text

    from jifen.exchange.runs import REPORT_FILE

    run = folder / RESULT
    out.print(Text(f"报告　　　　{run / REPORT_FILE}", style="bold"), soft_wrap=True)
    out.print(Text(f"样例名单　　{folder / ROSTER}"), soft_wrap=True)
    out.print(Text(f"一家企业　　jifen score {code} --run {run}", style="cyan"), soft_wrap=True)
    out.print(Text(f"每项的出处　jifen provenance {PARK}", style="cyan"), soft_wrap=True)
