"""The workload in GoRules ZEN, an enterprise at a time, in batches of a thousand: the quickest way it has.

With the option ``tables`` it is the graph of ``shared_workload/zen_graph.py``, a decision table for each
indicator, for the small size; else all is one expression node. Numbers are as JSON has them.
"""

from typing import Any

import polars as pl
import zen
from benchmarks.population.workload import (
    SCORE,
    All,
    Among,
    Amount,
    AtLeastShare,
    Compared,
    Condition,
    Each,
    Either,
    Flag,
    Share,
    Steps,
    Workload,
)
from benchmarks.shared_workload import zen_graph
from benchmarks.shared_workload.figures import COUNT, STAGES, Indicator

Contexts = list[dict[str, Any]]
AT_ONCE = 1000


class Peer:
    def __init__(self, workload: Workload, missing: bool, option: str = "") -> None:
        assert not missing
        assert option == "" or (option == "tables" and workload.name == "small")
        self._workload = workload
        content = zen_graph.graph() if option else _graph(workload)
        self._engine = zen.ZenEngine({"loader": {"type": "static", "content": {"decision": content}}})

    def load(self, columns: pl.DataFrame) -> list[Contexts]:
        hundredths = self._workload.hundredths
        yuan = columns.with_columns(pl.col(name) / 100 for name in columns.columns if name in hundredths)
        return [
            [{"key": "decision", "context": row} for row in part.iter_rows(named=True)]
            for part in yuan.iter_slices(AT_ONCE)
        ]

    def run(self, loaded: list[Contexts]) -> list[dict[str, Any]]:
        return [one["data"]["result"] for contexts in loaded for one in self._engine.evaluate_batch(contexts)]

    def normalise(self, given: list[dict[str, Any]]) -> pl.DataFrame:
        return pl.DataFrame(
            {
                name: [one[name] if name == "veto" else round(one[name] * 100) for one in given]
                for name in self._workload.results
            }
        )


def _graph(workload: Workload) -> dict[str, Any]:
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {
            "id": "calc",
            "type": "expressionNode",
            "name": "calc",
            "content": {
                "expressions": [
                    {"id": name, "key": name, "value": text} for name, text in _expressions(workload).items()
                ]
            },
        },
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    for node in nodes:
        node["position"] = {"x": 0, "y": 0}
    edges = [
        {"id": f"{source}>{target}", "type": "edge", "sourceId": source, "targetId": target}
        for source, target in (("in", "calc"), ("calc", "out"))
    ]
    return {"nodes": nodes, "edges": edges}


def _expressions(workload: Workload) -> dict[str, str]:
    every = {f"points_{one.id}": _points(one) for one in workload.indicators}
    start, growth, stable = (
        " + ".join(f"{one.weights[stage]} * $.points_{one.id}" for one in workload.indicators)
        for stage in STAGES
    )
    every[SCORE] = f"(stage == 'start' ? {start} : stage == 'growth' ? {growth} : {stable}) / 100"
    hundredths = workload.hundredths
    for rule in workload.rules:
        amount = _amount(rule.amount, hundredths)
        every[rule.id] = f"{_holds(rule.holds, hundredths)} ? min([{amount}, {_number(rule.cap)}]) : 0"
    every["veto"] = " or ".join(_holds(each, hundredths) for each in workload.vetoes)
    summed = " + ".join(f"$.{rule.id}" for rule in workload.rules)
    every["total"] = f"$.veto ? 0 : min([{summed}, {_number(workload.total_cap)}])"
    return every


def _number(value: int, hundredths: bool = True) -> str:
    return zen_graph.number(value, hundredths)


def _points(one: Indicator) -> str:
    reached = list(zip(one.bounds, one.points[1:], strict=True))[::-1]
    chain = [f"{one.id} >= {_number(bound, one.kind != COUNT)} ? {points} : " for bound, points in reached]
    return "".join(chain) + str(one.points[0])


def _holds(condition: Condition, hundredths: frozenset[str]) -> str:
    match condition:
        case All(parts):
            return "(" + " and ".join(_holds(part, hundredths) for part in parts) + ")"
        case Either(parts):
            return "(" + " or ".join(_holds(part, hundredths) for part in parts) + ")"
        case Flag(field):
            return field
        case Among(field, (text,), negated):
            return f"{field} {'!=' if negated else '=='} '{text}'"
        case Among(field, texts, negated):
            return f"{field} {'not in' if negated else 'in'} [{', '.join(repr(text) for text in texts)}]"
        case Compared(field, sign, number):
            scored = field == SCORE
            return f"{'$.score' if scored else field} {sign} {_number(number, scored or field in hundredths)}"
        case AtLeastShare(field, of, rate):
            return f"{field} >= {of} * {rate / 10_000}"


def _amount(amount: Amount, hundredths: frozenset[str]) -> str:
    match amount:
        case Share(base, rate):
            return f"round({base} * {rate / 10_000}, 2)"
        case Steps(base, step, each):
            return f"floor({base} / {_number(step, base in hundredths)}) * {_number(each)}"
        case Each(base, each):
            return f"{base} * {_number(each)}"
