"""The shared workload for GoRules ZEN, as its users write it: a decision table for each indicator, then one
expression node for score, rules, vetoes and total. ZEN is no part of the project: see
``benchmarks/requirements-peers.txt``.
"""

import json
from collections.abc import Callable
from typing import Any

from benchmarks.shared_workload.enterprises import HUNDREDTHS, Firm
from benchmarks.shared_workload.figures import COUNT, INDICATORS, STAGES, Indicator
from benchmarks.shared_workload.oracle import Result

RULES = {
    "r01": ("$.score >= 60 and is_hightech", "round(rd_expense * 0.05, 2)", 500000),
    "r02": (
        "$.score >= 70 and stage == 'growth' and rd_expense >= 1000000",
        "round(rd_expense * 0.10, 2)",
        1000000,
    ),
    "r03": ("stage == 'start' and years <= 3 and employees >= 5", "round(loan_interest * 0.20, 2)", 200000),
    "r04": ("is_sme and sector in ['ic', 'bio', 'ai']", "round(equipment_invest * 0.15, 2)", 3000000),
    "r05": ("tech_contract >= 1000000 and $.score >= 50", "floor(tech_contract / 1000000) * 10000", 500000),
    "r06": ("is_hightech and revenue >= 20000000", "floor(revenue / 10000000) * 20000", 300000),
    "r07": ("$.score >= 65 and loan_interest > 0", "round(loan_interest * 0.50, 2)", 1000000),
    "r08": ("patents >= 3 and $.score >= 40", "patents * 5000", 100000),
    "r09": ("tax_paid >= 500000 and stage == 'stable'", "round(tax_paid * 0.03, 2)", 600000),
    "r10": (
        "sector == 'green' or (sector == 'ai' and rd_expense >= revenue * 0.05)",
        "round(equipment_invest * 0.08, 2)",
        1500000,
    ),
    "r11": (
        "employees >= 50 and revenue_growth >= 20 and is_sme",
        "round(revenue * 0.005, 2)",
        400000,
    ),
    "r12": (
        "years <= 5 and $.score >= 55 and is_hightech and stage != 'stable'",
        "floor(rd_expense / 1000000) * 10000",
        250000,
    ),
}
"""By rule: its condition, its amount, its cap."""
VETO = "dishonest or env_penalties >= 2 or (tax_arrears > 0 and arrears_days > 90)"
TOTAL_CAP = 3000000


def number(value: int, hundredths: bool) -> str:
    return f"{value // 100}.{value % 100:02d}" if hundredths else str(value)


def _table(one: Indicator) -> dict[str, Any]:
    """The bounds from the highest down; the first that is reached counts."""
    reached = list(zip(one.bounds, one.points[1:], strict=True))[::-1]
    rows = [
        {"_id": f"{one.id}-{bound}", "a": f">= {number(bound, one.kind != COUNT)}", "o": str(points)}
        for bound, points in reached
    ]
    return {
        "hitPolicy": "first",
        "passThrough": False,
        "inputs": [{"id": "a", "name": one.id, "field": one.id, "type": "expression"}],
        "outputs": [{"id": "o", "name": "points", "field": f"p_{one.id}", "type": "expression"}],
        "rules": [*rows, {"_id": f"{one.id}-else", "a": "", "o": str(one.points[0])}],
    }


def _expressions() -> list[dict[str, str]]:
    weighted = {
        stage: " + ".join(f"{one.weights[stage]} * p_{one.id}" for one in INDICATORS) for stage in STAGES
    }
    start, growth, stable = (weighted[stage] for stage in STAGES)
    every = {"score": f"(stage == 'start' ? {start} : stage == 'growth' ? {growth} : {stable}) / 100"}
    every |= {
        rule: f"({condition}) ? min([{amount}, {cap}]) : 0"
        for rule, (condition, amount, cap) in RULES.items()
    }
    every["veto"] = VETO
    total = " + ".join(f"$.{rule}" for rule in RULES)
    every["total"] = f"$.veto ? 0 : min([{total}, {TOTAL_CAP}])"
    return [{"id": name, "key": name, "value": value} for name, value in every.items()]


def graph() -> dict[str, Any]:
    """The decision as ZEN's editor saves it."""
    nodes: list[dict[str, Any]] = [_node("in", "inputNode")]
    nodes += [_node(f"t_{one.id}", "decisionTableNode", _table(one)) for one in INDICATORS]
    nodes += [_node("calc", "expressionNode", {"expressions": _expressions()}), _node("out", "outputNode")]
    tables = [f"t_{one.id}" for one in INDICATORS]
    pairs = [("in", table) for table in tables] + [(table, "calc") for table in tables]
    edges = [
        {"id": f"{source}>{target}", "type": "edge", "sourceId": source, "targetId": target}
        for source, target in (*pairs, ("in", "calc"), ("calc", "out"))
    ]
    return {"nodes": nodes, "edges": edges}


def _node(name: str, kind: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
    node: dict[str, Any] = {"id": name, "type": kind, "name": name, "position": {"x": 0, "y": 0}}
    return node if content is None else {**node, "content": content}


def context_of(firm: Firm) -> dict[str, Any]:
    """An enterprise as ZEN reads it, numbers as JSON has them; not timed."""
    return {name: value / 100 if name in HUNDREDTHS else value for name, value in firm.items()}


Decide = Callable[[dict[str, Any]], dict[str, Any]]


def decisions() -> dict[str, Decide]:
    """One warm decision without and with the trace, by name. Raises ImportError where ZEN is not there."""
    import zen

    decision = zen.ZenEngine().create_decision(json.dumps(graph()))
    return {
        "GoRules ZEN": decision.evaluate,
        "GoRules ZEN, with trace": lambda context: decision.evaluate(context, {"trace": True}),
    }


def result_of(given: dict[str, Any]) -> Result:
    """What ZEN gives in the oracle's words."""
    found = given["result"]
    amounts = {rule: round(found[rule] * 100) for rule in RULES}
    return Result(round(found["score"] * 100), amounts, found["veto"], round(found["total"] * 100))
