"""The workload in OpenFisca-Core: one entity, tables as dated scales, a variable for each indicator and rule.

Its numbers are floating: 32 bits as it comes, or with the option ``float64`` 64 bits, for which the type of
its variables is changed; it has no setting for that. It has no nulls: what is missing is the default of its
variable (0, false, the first stage, the last sector), as for its users.
"""

import warnings
from collections.abc import Callable
from functools import reduce
from operator import add, mul
from typing import Any

import numpy as np
import polars as pl
from benchmarks.population.workload import (
    BOOLEANS,
    INTEGERS,
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
    Rule,
    Share,
    Steps,
    Workload,
)
from benchmarks.shared_workload.figures import COUNT, SECTORS, STAGES, Indicator

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from openfisca_core.entities import Entity
    from openfisca_core.indexed_enums import Enum
    from openfisca_core.parameters import ParameterNode
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable, config

Columns = dict[str, Any]
Formula = Callable[[Any, Any, Any], Any]
PERIOD, SINCE = "2026", "2020-01-01"
Stage, Sector = (
    Enum("Stage", {each: each for each in STAGES}),
    Enum("Sector", {each: each for each in SECTORS}),
)
TEXTS = {"stage": Stage, "sector": Sector}
DEFAULTS = {"stage": STAGES[0], "sector": SECTORS[-1]}
ENTERPRISE = Entity("enterprise", "enterprises", "Enterprise", "")


class Peer:
    def __init__(self, workload: Workload, missing: bool, option: str = "") -> None:
        assert option in ("", "float64")
        if option == "float64":
            config.VALUE_TYPES[float]["dtype"] = np.float64
        self._workload, self._missing = workload, missing
        self._system = _system(workload)

    def load(self, columns: pl.DataFrame) -> Columns:
        """Yuan and per cent as floating numbers, texts as OpenFisca's own numbers for them."""
        hundredths, loaded = self._workload.hundredths, {}
        for name in columns.columns:
            column = columns[name]
            if self._missing:
                column = column.fill_null(DEFAULTS.get(name, False if name in BOOLEANS else 0))
            if name in TEXTS:
                loaded[name] = TEXTS[name].encode(column.to_numpy().astype(str))
            else:
                values = column.to_numpy()
                loaded[name] = values / 100 if name in hundredths else values
        return loaded

    def run(self, loaded: Columns) -> Columns:
        simulation = SimulationBuilder().build_default_simulation(self._system, count=len(loaded["stage"]))
        for name, values in loaded.items():
            simulation.set_input(name, PERIOD, values)
        return {name: simulation.calculate(name, PERIOD) for name in self._workload.results}

    def normalise(self, given: Columns) -> pl.DataFrame:
        return pl.DataFrame(
            {
                name: values
                if name == "veto"
                else np.rint(np.asarray(values, np.float64) * 100).astype(np.int64)
                for name, values in given.items()
            }
        )


def _system(workload: Workload) -> Any:
    system = TaxBenefitSystem([ENTERPRISE])
    system.parameters = ParameterNode("", data=_parameters(workload))

    def variable(name: str, kind: Any, formula: Formula | None = None, **more: Any) -> None:
        body = {
            "value_type": kind,
            "entity": ENTERPRISE,
            "definition_period": DateUnit.YEAR,
            "label": name,
            **more,
        }
        system.add_variable(type(name, (Variable,), {**body, "formula": formula} if formula else body))

    for name in workload.columns:
        if name in TEXTS:
            choices = TEXTS[name]
            variable(name, Enum, possible_values=choices, default_value=choices[DEFAULTS[name]])
        else:
            variable(name, bool if name in BOOLEANS else int if name in INTEGERS else float)
    for one in workload.indicators:
        variable(f"points_{one.id}", float, _points(one))
    variable(SCORE, float, _score(workload))
    for rule in workload.rules:
        variable(rule.id, float, _rule(rule, workload.hundredths))
    variable("veto", bool, _veto(workload))
    variable("total", float, _total(workload))
    return system


def _dated(value: float) -> dict[str, Any]:
    return {"values": {SINCE: {"value": value}}}


def _parameters(workload: Workload) -> dict[str, Any]:
    weights = {
        stage: {one.id: _dated(one.weights[stage] / 1000) for one in workload.indicators} for stage in STAGES
    }
    figures = {}
    for rule in workload.rules:
        match rule.amount:
            case Share(_, rate):
                own = {"rate": rate / 10_000}
            case Steps(base, step, each):
                own = {"step": step / _unit(base, workload.hundredths), "each": each / 100}
            case Each(_, each):
                own = {"each": each / 100}
        figures[rule.id] = {name: _dated(value) for name, value in {**own, "cap": rule.cap / 100}.items()}
    return {
        "tables": {one.id: _scale(one) for one in workload.indicators},
        "weights": weights,
        "rules": figures,
        "total_cap": _dated(workload.total_cap / 100),
    }


def _scale(one: Indicator) -> dict[str, Any]:
    unit = 1 if one.kind == COUNT else 100
    pairs = zip((0.0, *(bound / unit for bound in one.bounds)), one.points, strict=True)
    brackets = [
        {"threshold": {SINCE: {"value": bound}}, "amount": {SINCE: {"value": points}}}
        for bound, points in pairs
    ]
    return {"metadata": {"type": "single_amount"}, "brackets": brackets}


def _unit(field: str, hundredths: frozenset[str]) -> int:
    return 100 if field == SCORE or field in hundredths else 1


def _points(one: Indicator) -> Formula:
    def formula(enterprise: Any, period: Any, parameters: Any) -> Any:
        return parameters(period).tables[one.id].calc(enterprise(one.id, period))

    return formula


def _score(workload: Workload) -> Formula:
    ids = [one.id for one in workload.indicators]

    def formula(enterprise: Any, period: Any, parameters: Any) -> Any:
        weights, stage = parameters(period).weights, enterprise("stage", period)
        points = {name: enterprise(f"points_{name}", period) for name in ids}
        start, growth, stable = (
            reduce(add, (weights[each][name] * points[name] for name in ids)) for each in STAGES
        )
        weighted = np.where(stage == Stage.start, start, np.where(stage == Stage.growth, growth, stable))
        return np.floor(weighted * 1000 + 0.5) / 100

    return formula


def _rule(rule: Rule, hundredths: frozenset[str]) -> Formula:
    amount, base = _amount(rule.amount), rule.amount.base

    def formula(enterprise: Any, period: Any, parameters: Any) -> Any:
        figures = parameters(period).rules[rule.id]
        holds = _holds(rule.holds, lambda name: enterprise(name, period), hundredths)
        return np.where(holds, np.minimum(amount(enterprise(base, period), figures), figures.cap), 0)

    return formula


def _amount(amount: Amount) -> Callable[[Any, Any], Any]:
    match amount:
        case Share():
            return lambda base, figures: np.floor(base * figures.rate * 100 + 0.5) / 100
        case Steps():
            return lambda base, figures: np.floor(base / figures.step) * figures.each
        case _:
            return lambda base, figures: base * figures.each


def _veto(workload: Workload) -> Formula:
    def formula(enterprise: Any, period: Any, parameters: Any) -> Any:
        del parameters
        return reduce(
            add,
            (
                _holds(each, lambda name: enterprise(name, period), workload.hundredths)
                for each in workload.vetoes
            ),
        )

    return formula


def _total(workload: Workload) -> Formula:
    def formula(enterprise: Any, period: Any, parameters: Any) -> Any:
        summed = reduce(add, (enterprise(rule.id, period) for rule in workload.rules))
        return np.where(enterprise("veto", period), 0, np.minimum(summed, parameters(period).total_cap))

    return formula


def _holds(condition: Condition, told: Callable[[str], Any], hundredths: frozenset[str]) -> Any:
    match condition:
        case All(parts):
            return reduce(mul, (_holds(part, told, hundredths) for part in parts))
        case Either(parts):
            return reduce(add, (_holds(part, told, hundredths) for part in parts))
        case Flag(field):
            return told(field)
        case Among(field, texts, negated):
            choices = TEXTS[field]
            if negated:
                return reduce(mul, (told(field) != choices[text] for text in texts))
            return reduce(add, (told(field) == choices[text] for text in texts))
        case Compared(field, sign, number):
            unit = _unit(field, hundredths)
            value, beside = told(field), number if unit == 1 else number / unit
            return value >= beside if sign == ">=" else value <= beside if sign == "<=" else value > beside
        case AtLeastShare(field, of, rate):
            return told(field) >= told(of) * (rate / 10_000)
