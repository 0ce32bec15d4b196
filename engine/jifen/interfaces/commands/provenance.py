"""``jifen provenance``: where each figure of a park comes from."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jifen.interfaces.commands.framework import FINISHED, Command, OneOf
from jifen.interfaces.commands.options import format_option, plugins_option
from jifen.interfaces.commands.output import console, paragraph, print_json

if TYPE_CHECKING:
    from jifen.loading.provenance import Figure

JSON_VERSION = 1
STATUSES = {"published": "已公布", "derived": "由已公布的推算", "assumed": "没有出处，由平台假定"}
_STYLES = {"published": "bold green", "derived": "bold cyan", "assumed": "bold yellow"}


_HELP = """\
列出园区的每一项设定出自哪里：已公布、推算，还是假定。

先列各有多少项，再逐项列出：所属、项、数值、出处、写在哪个文件第几行。
"""


@click.command(cls=Command, help=_HELP)
@click.argument("park", metavar="园区")
@click.option(
    "--only", type=OneOf(*STATUSES), metavar="|".join(STATUSES), help="只列已公布的、推算的，或假定的"
)
@click.option("--scorecard", metavar="评价表", help="改列这张评价表（各版本）的设定，如 technology_sme")
@plugins_option
@format_option
def command(park: str, only: str | None, scorecard: str | None, plugins: tuple[Path, ...], shape: str) -> int:
    """List where figures come from."""
    from jifen.interfaces.park import open_park
    from jifen.loading.provenance import figures, scorecard_figures

    opened = open_park(park, plugins=plugins)
    name, every = opened.plan.name, figures(opened.park)
    if scorecard is not None:
        name = opened.editions(scorecard)[0].name
        cards = [card for card in opened.park.scorecards if card.id == scorecard]
        every = tuple(figure for card in cards for figure in scorecard_figures(card))
    counts: Counter[str] = Counter(figure.status for figure in every)
    chosen = [figure for figure in every if only in (None, figure.status)]
    if shape == "json":
        print_json(
            {
                "version": JSON_VERSION,
                "park": opened.id,
                "scorecard": scorecard,
                "counts": {status: counts[status] for status in STATUSES},
                "figures": [_to_dict(figure) for figure in chosen],
            }
        )
    else:
        _show(name, len(every), counts, chosen)
    return FINISHED


def _to_dict(figure: "Figure") -> dict[str, object]:
    return {
        "owner": figure.owner,
        "key": figure.key,
        "value": figure.value,
        "status": figure.status,
        "source": figure.source,
        "file": figure.place.file,
        "line": figure.place.line,
    }


def _show(name: str, total: int, counts: "Counter[str]", chosen: "Sequence[Figure]") -> None:
    from rich.text import Text

    out = console()
    said = "，".join(f"{label} {counts[status]:,}" for status, label in STATUSES.items())
    paragraph(out, f"{name}：共 {total:,} 项设定，{said}", style="bold")
    for status, label in STATUSES.items():
        own = [figure for figure in chosen if figure.status == status]
        if not own:
            continue
        out.print()
        out.print(Text(f"{label}（{len(own):,} 项）", style=_STYLES[status]))
        source = owner = ""
        for figure in own:
            if figure.source != source:
                source = figure.source
                paragraph(out, f"出处：{source}", style="dim", indent=2)
            if figure.owner != owner:
                owner = figure.owner
                out.print(Text(f"  {owner}"), soft_wrap=True)
            where = f"　{figure.place.file}:{figure.place.line}"
            out.print(Text.assemble(f"    {figure.key} = {figure.value}", (where, "dim")), soft_wrap=True)
