"""``jifen test``: policies held against the cases beside them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jifen.interfaces.commands.framework import FINISHED, FOUND_PROBLEMS, Command
from jifen.interfaces.commands.options import PATH, format_option, plugins_option
from jifen.interfaces.commands.output import console, paragraph, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from jifen.testing.cases.coverage import Coverage
    from jifen.testing.cases.results import CaseResult, CaseResults, FileResult

_HELP = """\
运行政策案例：每个案例给出企业情况和应有的结果，与政策算出的结果逐项核对，分毫不差才算通过。

路径是案例文件（名称.cases.toml）、政策文件或文件夹，可以写多个；不写则运行自带的全部政策的案例。
未通过的案例列出预期、实际和由来；随后列出案例没有走到的规则、分档、类别、调整和负面清单，
以及没有案例站在线下一步、线上、线上一步的界限。

退出码：0 全部通过；1 有案例未通过，或文件有错误；2 没有运行成，如没有找到案例。
"""


@click.command(cls=Command, help=_HELP)
@click.argument("paths", nargs=-1, type=PATH, metavar="[路径]...")
@click.option("--no-coverage", is_flag=True, help="不列案例没有走到的地方")
@plugins_option
@format_option
def command(paths: tuple[Path, ...], no_coverage: bool, plugins: tuple[Path, ...], shape: str) -> int:
    """Run the cases of policies."""
    from jifen.language.diagnostics import DiagnosticError
    from jifen.testing.cases.running import run_cases

    results = run_cases(*paths, plugins=plugins, coverage=not no_coverage)
    if not results.files:
        raise DiagnosticError(results.problems)
    if shape == "json":
        print_json(results.to_dict())
    else:
        show(console(), results)
    return FINISHED if results.passed else FOUND_PROBLEMS


def show(out: "Console", results: "CaseResults") -> None:
    """The results of a run for people."""
    for file in results.files:
        _file(out, file)
        if file.coverage is not None:
            _coverage(out, file.coverage)
    if results.mistakes:
        from jifen.interfaces.render import render

        render(results.mistakes, out)
        out.print()
    _total(out, results)


def _file(out: "Console", file: "FileResult") -> None:
    from rich.text import Text

    passed = sum(case.passed for case in file.cases)
    told = f"{passed}/{len(file.cases)} 通过" if file.cases else "没有运行"
    style = "bold green" if file.passed else "bold red"
    out.print(Text.assemble((told, style), f"  {file.file}  {file.title}"), soft_wrap=True)
    for case in file.cases:
        if not case.passed:
            _case(out, file, case)
    if not file.passed:
        out.print()


def _case(out: "Console", file: "FileResult", case: "CaseResult") -> None:
    from jifen.testing.cases.saying import failure

    out.print()
    paragraph(out, f"✗ {case.name}", style="bold red", indent=2, hanging=2)
    paragraph(out, f"{file.file}:{case.place.line}", style="dim", indent=4)
    for line in failure(case):
        text = line.lstrip()
        indent, style = len(line) - len(text) + 2, "dim" if text.startswith("·") else ""
        paragraph(out, text, style=style, indent=indent, hanging=2)


_KINDS: Mapping[str, str] = {
    "tier": "分档",
    "case": "类别",
    "cell": "表格",
    "adjust": "调整",
    "instalment": "分期",
    "clawback": "收回",
    "fuse": "熔断",
    "negative": "负面清单",
    "holds": "认定成立",
    "fails": "认定不成立",
    "grade": "系数等级",
}


def said(coverage: "Coverage") -> Iterator[str]:
    """What no case reaches, line by line."""
    for rule in coverage.unexpected:
        yield f"规则 {rule.id} {rule.title}：没有案例核对"
    skipped = {rule.id for rule in coverage.unexpected}
    for rule in coverage.rules:
        given = sum(rule.outcomes.get(outcome, 0) for outcome in ("granted", "paid"))
        if rule.cases and not given:
            yield f"规则 {rule.id} {rule.title}：没有案例给予"
        elif rule.cases and given == rule.cases:
            yield f"规则 {rule.id} {rule.title}：没有案例不给"
    for one in coverage.unreached:
        if one.of not in skipped:
            yield f"{_KINDS[one.kind]} {one.of}：{one.label}"
    for stood in coverage.unstood:
        if stood.threshold.of not in skipped:
            yield f"界限 {stood.threshold.of} {stood.threshold.text}：{'、'.join(stood.missing)}"


def _coverage(out: "Console", coverage: "Coverage") -> None:
    """What no case reaches."""
    lines = list(said(coverage))
    if not lines:
        return
    paragraph(out, "案例没有走到：", style="bold yellow", indent=2)
    for line in lines:
        paragraph(out, f"· {line}", indent=4, hanging=2)
    out.print()


def _total(out: "Console", results: "CaseResults") -> None:
    failed, mistakes = len(results.failed), len(results.mistakes)
    told = f"共 {len(results.cases):,} 个案例，通过 {len(results.cases) - failed:,} 个，未通过 {failed:,} 个"
    if mistakes:
        told += f"；另有 {mistakes:,} 处错误"
    if not results.cases:
        told = f"一个案例也没有运行；有 {mistakes:,} 处错误"
    paragraph(out, told, style="bold green" if results.passed else "bold red")
