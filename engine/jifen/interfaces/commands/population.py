"""A run over a population in a few lines on a terminal."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from jifen.exchange.report import policy_wording
from jifen.plan.graph import Plan


def show_population(out: Console, told: Mapping[str, Any], plan: Plan, folder: Path) -> None:
    """What was read, what came out, and where the tables lie."""
    out.print(
        Text(f"{plan.name} {told['period']}年度，以 {told['as_of']} 为准", style="bold"), soft_wrap=True
    )
    _rows(out, told)
    _enterprises(out, told, plan)
    _policies(out, told)
    _singly(out, told)
    out.print()
    tables = "、".join(name for name in told["files"] if "/" not in name and not name.endswith(".json"))
    out.print(f"写出：{tables}", soft_wrap=True)
    out.print(Text(f"文件夹：{folder}", style="bold"), soft_wrap=True)


def _rows(out: Console, told: Mapping[str, Any]) -> None:
    rows = told["rows"].get("enterprise")
    if rows:
        out.print(
            f"名单：{rows['read']:,} 行，采用 {rows['accepted']:,}，重复合并 {rows['merged']:,}，"
            f"未采用 {rows['rejected']:,}；数据有误未计 {len(told['left_out']):,} 家",
            soft_wrap=True,
        )


def _enterprises(out: Console, told: Mapping[str, Any], plan: Plan) -> None:
    counts = told["enterprises"]
    faults = f"，程序出错 {told['faulted']:,}" if told["faulted"] else ""
    out.print(
        f"企业：计算 {counts['decided']:,} 家，总分已定 {counts['ranked']:,}，"
        f"总分未定 {counts['not_ranked']:,}{faults}",
        soft_wrap=True,
    )
    names = {stage.id: stage.name for stage in plan.stages}
    stages = [f"{names.get(stage, '阶段未定')} {count:,}" for stage, count in told["stages"].items()]
    out.print(f"阶段：{'，'.join(stages)}", soft_wrap=True)


def _policies(out: Console, told: Mapping[str, Any]) -> None:
    if not told["outcomes"]:
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("规则")
    table.add_column("结果")
    table.add_column(f"金额（{told['money']}）", justify="right")
    for rule, outcomes in told["outcomes"].items():
        words = "，".join(f"{policy_wording.OUTCOMES[name]} {count:,}" for name, count in outcomes.items())
        amount = told["amounts"].get(f"{rule}.amount")
        table.add_row(rule, words, "" if amount is None else f"{Decimal(amount):,}")
    out.print()
    out.print(table)


def _singly(out: Console, told: Mapping[str, Any]) -> None:
    """What did not go as columns, and so took longer."""
    singly = told["machinery"]["one_by_one"]
    if singly:
        times = max(singly.values())
        out.print(
            f"注意：有 {len(singly)} 项不能按列计算（园区的 Python 函数，或数字过大），"
            f"逐家算了 {times:,} 次，用了较多时间；结果相同。",
            style="yellow",
            soft_wrap=True,
        )
