"""One edition of a scorecard for one enterprise: its definitions compiled apart, read as an assessment.

Qualifications, events and tables are read at the as-of date (S8): a scorecard rewards no period.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from jifen.evaluation.cards import decimal_of
from jifen.evaluation.facts import FactReader
from jifen.evaluation.lacking import Lacking, data_of
from jifen.evaluation.program import Row, compile_plan
from jifen.evaluation.reasons import ReasonMaker
from jifen.model.decision import Assessment, ConditionMet, DimensionMet, GateMet, Missing
from jifen.model.enterprise import Absence, Enterprise
from jifen.model.period import Period
from jifen.plan.graph import (
    ConditionPart,
    IndicatorPart,
    Plan,
    ScorecardDimensionPart,
    ScorecardPart,
    facts_below,
)

SLOT = "slot."
"""Begins what an assessment lacks where a slot is not filled."""


class Assessor:
    """A scorecard ready to assess by one reference period. It keeps nothing between calls."""

    def __init__(self, plan: Plan, part: ScorecardPart, period: Period) -> None:
        self.plan, self.part, self.period = plan, part, period
        self.program = compile_plan(plan, period, part.definitions)
        self._reasons = ReasonMaker(self.program, part.indicators)
        self._lacking = Lacking(plan, period)
        self._facts = {
            one.met: [
                FactReader(fact, plan.vocabulary, period) for fact in facts_below(plan.named, one.atoms)
            ]
            for one in (*part.gates, *part.routes)
        }

    def assess(self, enterprise: Enterprise, as_of: date, *, reasons: bool = False) -> Assessment:
        """What the scorecard concludes of an enterprise.

        Raises ``FunctionFault`` when a park's function fails.
        """
        part = self.part
        row = self.program.steps[0](
            (), enterprise.facts, enterprise.tables, enterprise.coverage, enterprise.founded, as_of
        )
        verdict = self._met(row, part.verdict)
        return Assessment(
            park=self.plan.park,
            period=self.period.text,
            as_of=as_of,
            code=enterprise.code,
            enterprise=enterprise.name,
            scorecard=part.id,
            name=part.name,
            edition=part.edition,
            verdict=verdict,
            gates_met=self._met(row, part.gates_met),
            routes_met=self._met(row, part.routes_met),
            score_met=self._met(row, part.score_met),
            total=self._points(row, part.total),
            so_far=self._points(row, part.so_far) or Decimal(0),
            required=part.requirement.text,
            total_reached=self._met(row, part.requirement.met),
            dimensions=tuple(self._dimension(row, one) for one in part.dimensions),
            points={one.id: self._points(row, one.points) for one in part.indicators},
            gates=tuple(self._condition(row, enterprise, one) for one in part.gates),
            routes=tuple(self._condition(row, enterprise, one) for one in part.routes),
            missing=() if verdict is not None else tuple(dict.fromkeys(self._lacks(row, enterprise, as_of))),
            assumed=part.assumed,
            indicators=self._reasons.indicators(enterprise, row, 0) if reasons else (),
        )

    def _met(self, row: Row, name: str) -> bool | None:
        value = row[self.program.slots[name]]
        return value if isinstance(value, bool) else None

    def _points(self, row: Row, name: str) -> Decimal | None:
        value = self.program.value(row, name)
        return decimal_of(value.numerator, value.denominator) if isinstance(value, Fraction) else None

    def _dimension(self, row: Row, dimension: ScorecardDimensionPart) -> DimensionMet:
        part, minimum = dimension.part, dimension.minimum
        return DimensionMet(
            id=part.id,
            name=part.name,
            points=self._points(row, part.points),
            so_far=self._points(row, part.so_far) or Decimal(0),
            full=decimal_of(dimension.full.numerator, dimension.full.denominator),
            minimum=None if minimum is None else minimum.text,
            reached=None if minimum is None else self._met(row, minimum.met),
        )

    def _condition(self, row: Row, enterprise: Enterprise, part: ConditionPart) -> GateMet:
        notes = [(name, self.plan.named[name].note) for name in part.atoms]
        return GateMet(
            id=part.id,
            name=part.name,
            met=self._met(row, part.met),
            conditions=tuple(
                ConditionMet(note.figures["text"], self._met(row, name)) for name, note in notes if note
            ),
            facts=tuple(fact.seen(enterprise) for fact in self._facts[part.met]),
            clause=part.clause,
            assumed=part.assumed,
        )

    def _lacks(self, row: Row, enterprise: Enterprise, as_of: date) -> Iterator[Missing]:
        """What leaves the verdict open: of unknown gates, and of routes and points where these matter."""
        part = self.part
        conditions = list(part.gates)
        indicators: tuple[IndicatorPart, ...] = ()
        reached, by_route = self._met(row, part.score_met), self._met(row, part.routes_met)
        if reached is not True and by_route is not True:
            conditions += part.routes
            indicators = part.indicators if reached is None else ()
        for condition in conditions:
            if self._met(row, condition.met) is None:
                yield from self._missing(enterprise, as_of, condition.atoms)
        for indicator in indicators:
            if indicator.id in part.unfilled:
                yield Missing(f"{SLOT}{indicator.id}")
            elif isinstance(self.program.value(row, indicator.points), Absence):
                yield from self._missing(enterprise, as_of, indicator.definitions)

    def _missing(self, enterprise: Enterprise, as_of: date, names: tuple[str, ...]) -> Iterator[Missing]:
        for node in data_of(self.plan, names):
            yield from self._lacking.missing(enterprise, as_of, node)
