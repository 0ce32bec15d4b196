"""``jifen provenance``: where each figure of a park, or of policies, comes from."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jifen.interfaces.commands.framework import FINISHED, Command, OneOf
from jifen.interfaces.commands.options import PATH, format_option, plugins_option
from jifen.interfaces.commands.output import console, paragraph, print_json

if TYPE_CHECKING:
    from jifen.loading.provenance import Figure
    from jifen.model.policy import PolicyFile

JSON_VERSION = 1
STATUSES = {"published": "已公布", "derived": "由已公布的推算", "assumed": "没有出处，由平台假定"}
_STYLES = {"published": "bold green", "derived": "bold cyan", "assumed": "bold yellow"}


_HELP = """\
列出园区或政策的每一项设定出自哪里：已公布、推算，还是假定。

先列各有多少项，再逐项列出：所属、项、数值、出处、写在哪个文件第几行。
看政策的，不写园区，写 --policy。
"""


@click.command(cls=Command, help=_HELP)
@click.argument("park", metavar="园区", required=False)
@click.option(
    "--only", type=OneOf(*STATUSES), metavar="|".join(STATUSES), help="只列已公布的、推算的，或假定的"
)
@click.option("--scorecard", metavar="评价表", help="改列这张评价表（各版本）的设定，如 technology_sme")
@click.option(
    "--policy",
    "policies",
    multiple=True,
    type=PATH,
    metavar="路径",
    help="列出政策的设定：政策文件或放政策的文件夹，可以写多次",
)
@plugins_option
@format_option
def command(
    park: str | None,
    only: str | None,
    scorecard: str | None,
    policies: tuple[Path, ...],
    plugins: tuple[Path, ...],
    shape: str,
) -> int:
    """List where figures come from."""
    if (park is None) == (not policies):
        raise click.UsageError("园区和 --policy 要写一个，也只能写一个")
    if scorecard is not None and park is None:
        raise click.UsageError("--scorecard 要和园区一起写")
    return (
        _of_policies(policies, only, shape)
        if park is None
        else _of_park(park, only, scorecard, plugins, shape)
    )


def _of_park(
    park: str, only: str | None, scorecard: str | None, plugins: tuple[Path, ...], shape: str
) -> int:
    from jifen.interfaces.park import open_park
    from jifen.loading.provenance import figures, scorecard_figures

    opened = open_park(park, plugins=plugins)
    name, every = opened.plan.name, figures(opened.park)
    if scorecard is not None:
        name = opened.editions(scorecard)[0].name
        cards = [card for card in opened.park.scorecards if card.id == scorecard]
        every = tuple(figure for card in cards for figure in scorecard_figures(card))
    if shape == "json":
        of = {"park": opened.id, "scorecard": scorecard}
        print_json({"version": JSON_VERSION, **of, **_counted(every, only)})
    else:
        _show(name, every, only)
    return FINISHED


def _of_policies(paths: tuple[Path, ...], only: str | None, shape: str) -> int:
    """The figures of policies, by policy and version."""
    from jifen.loading.provenance import policy_figures

    files = _read(paths)
    figures = {file.full_id: policy_figures(file) for file in files}
    every = [figure for of_one in figures.values() for figure in of_one]
    if shape == "json":
        told = [
            {"policy": file.policy.id, "policy_version": file.policy.version, "title": file.policy.title}
            | _counted(figures[file.full_id], only)
            for file in files
        ]
        counts = {"counts": _counts(every)}
        print_json({"version": JSON_VERSION, "park": None, "scorecard": None, **counts, "policies": told})
        return FINISHED
    if len(files) > 1:
        paragraph(console(), f"{len(files)} 个政策：{_total(every)}", style="bold")
    for position, file in enumerate(files):
        if position or len(files) > 1:
            console().print()
        _show(f"{file.policy.title}（{file.full_id}）", figures[file.full_id], only)
    return FINISHED


def _read(paths: tuple[Path, ...]) -> "tuple[PolicyFile, ...]":
    """The policies of files and folders; raises ``DiagnosticError`` with what is wrong."""
    from jifen.language.diagnostics import Diagnostics
    from jifen.loading.policies import read_policies

    diagnostics = Diagnostics()
    read = read_policies(paths, diagnostics)
    diagnostics.raise_errors()
    return read.files


def _counts(figures: "Sequence[Figure]") -> dict[str, int]:
    counts = Counter(figure.status for figure in figures)
    return {status: counts[status] for status in STATUSES}  # type: ignore[index]


def _counted(figures: "Sequence[Figure]", only: str | None) -> dict[str, object]:
    """All counts, and the figures that are asked for."""
    chosen = [_to_dict(figure) for figure in figures if only in (None, figure.status)]
    return {"counts": _counts(figures), "figures": chosen}


def _total(figures: "Sequence[Figure]") -> str:
    counts = _counts(figures)
    said = "，".join(f"{label} {counts[status]:,}" for status, label in STATUSES.items())
    return f"共 {len(figures):,} 项设定，{said}"


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


def _show(name: str, figures: "Sequence[Figure]", only: str | None) -> None:
    from rich.text import Text

    out = console()
    paragraph(out, f"{name}：{_total(figures)}", style="bold")
    for status, label in STATUSES.items():
        own = [figure for figure in figures if figure.status == status and only in (None, status)]
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
