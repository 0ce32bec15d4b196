"""Scorecards lowered to the same nodes as everything else: no reading knows them.

The verdict is gates ∧ (any direct route ∨ (the total requirement ∧ every minimum)), three-valued (S14).
"""

from collections.abc import Mapping
from fractions import Fraction

from attrs import evolve, field, mutable

from jifen.language.conditions import check_conditions
from jifen.language.intervals import check_interval
from jifen.model.enterprise import Absence
from jifen.model.expression import AllOf, AnyOf, Expression, Interval, Ref, Within
from jifen.model.indicator import Best, Index, Indicator, Ranked
from jifen.model.park import Dimension, Park
from jifen.model.place import Written
from jifen.model.quantity import PLAIN, SCALES
from jifen.model.scorecard import Filling, Gate, Scorecard, ScorecardDimension, Slot
from jifen.plan.definer import Definer
from jifen.plan.expressions import Checker
from jifen.plan.figures import Figures, figure
from jifen.plan.graph import (
    SO_FAR,
    ConditionPart,
    IndicatorPart,
    RequirementPart,
    ScorecardDimensionPart,
    ScorecardPart,
    StagePart,
)
from jifen.plan.nodes import Definition, Note, Nothing
from jifen.plan.scheme import SchemeLowering, added

_EVERYONE = (StagePart("", ""),)
"""A scorecard does not divide enterprises into stages."""


def lower_scorecards(
    park: Park, checker: Checker, definitions: list[Definition]
) -> tuple[ScorecardPart, ...]:
    """The parts of all scorecards of a park; ``definitions`` receives what is made."""
    parts = [_lower(scorecard, park, checker, definitions) for scorecard in park.scorecards]
    return tuple(part for part in parts if part is not None)


def marked(part: ScorecardPart, assumed: frozenset[str]) -> ScorecardPart:
    """The part with each of its parts marked that rests on an assumed figure (S27)."""
    return evolve(
        part,
        assumed=part.verdict in assumed,
        gates=tuple(evolve(gate, assumed=gate.met in assumed) for gate in part.gates),
        routes=tuple(evolve(route, assumed=route.met in assumed) for route in part.routes),
        indicators=tuple(evolve(one, assumed=one.points in assumed) for one in part.indicators),
        dimensions=tuple(
            evolve(one, part=evolve(one.part, assumed=one.part.points in assumed)) for one in part.dimensions
        ),
    )


def _lower(
    scorecard: Scorecard, park: Park, checker: Checker, definitions: list[Definition]
) -> ScorecardPart | None:
    scheme = SchemeLowering(
        checker=checker,
        origin=f"scorecard:{scorecard.full_id}",
        functions=park.functions,
        definitions=definitions,
        digits=Figures(checker.diagnostics).digits(scorecard.digits, scorecard.places),
        stages=_EVERYONE,
        prefix=f"scorecard.{scorecard.full_id}.",
    )
    several = sum(other.id == scorecard.id for other in park.scorecards) > 1
    lowering = _ScorecardLowering(
        scorecard,
        park.slots.get(scorecard.id, {}),
        scheme,
        own=scorecard.full_id in park.own_scorecards,
        chosen_by_assumed_dates=several and "effective" in scorecard.assumed,
    )
    return lowering.part()


@mutable
class _ScorecardLowering:
    """Gathers the definitions of one edition."""

    scorecard: Scorecard
    fillings: Mapping[str, Filling]
    scheme: SchemeLowering
    own: bool
    chosen_by_assumed_dates: bool
    unfilled: dict[str, str] = field(factory=dict)
    misfilled: set[str] = field(factory=set)
    """Dimensions with a slot that is not rightly filled: what they add up to has been told by then."""

    def part(self) -> ScorecardPart | None:
        """The part; None after something was reported."""
        card, scheme = self.scorecard, self.scheme
        errors, first = len(scheme.diagnostics.errors), len(scheme.definitions)
        for indicator in card.indicators:
            self._indicator(indicator)
        for slot in card.slots:
            self._slot(slot)
        dimensions = [self._dimension(dimension) for dimension in card.dimensions]
        gates = [self._condition("gate", gate) for gate in card.gates]
        routes = [self._condition("route", route) for route in card.routes]
        definer = scheme.definer("total", card.places, assumed="total" in card.assumed, clause=card.clause)
        total = definer.define("", added([Ref(one.part.points) for one in dimensions]))
        definer.define(SO_FAR, added([Ref(one.part.so_far) for one in dimensions]))
        most = sum((one.full for one in dimensions), Fraction(0))
        requirement = self._requirement(card.total, total, definer, "总分", most)
        if len(scheme.diagnostics.errors) > errors or requirement is None:
            return None
        known_gates = tuple(gate for gate in gates if gate is not None)
        known_routes = tuple(route for route in routes if route is not None)
        minimums = [Ref(one.minimum.met) for one in dimensions if one.minimum is not None]
        parts = scheme.definer("met", card.places, assumed=self.chosen_by_assumed_dates, clause=card.clause)
        score_met = parts.define("score", AllOf((Ref(requirement.met), *minimums)))
        gates_met = parts.define("gates", AllOf(tuple(Ref(gate.met) for gate in known_gates)))
        routes_met = parts.define("routes", AnyOf(tuple(Ref(route.met) for route in known_routes)))
        verdict = parts.define("", AllOf((gates_met, AnyOf((routes_met, score_met)))))
        return ScorecardPart(
            id=card.id,
            name=card.name,
            edition=card.edition,
            since=card.effective.since,
            until=card.effective.until,
            clause=card.clause,
            verdict=verdict.name,
            gates_met=gates_met.name,
            routes_met=routes_met.name,
            score_met=score_met.name,
            total=total.name,
            so_far=f"{total.name}.{SO_FAR}",
            requirement=requirement,
            gates=known_gates,
            routes=known_routes,
            dimensions=tuple(dimensions),
            indicators=tuple(scheme.indicators),
            unfilled=self.unfilled,
            definitions=tuple(definition.name for definition in scheme.definitions[first:]),
            assumed=False,
        )

    def _indicator(self, indicator: Indicator) -> None:
        """An indicator, which measures against the standard alone and not against other enterprises."""
        scoring = indicator.scoring
        kinds = [one.scoring for one in scoring.of] if isinstance(scoring, Best) else [scoring]
        for kind in kinds:
            if isinstance(kind, Ranked | Index):
                place = kind.places.value("kind")
                self.scheme.diagnostics.report("J537", place, name=indicator.name, kind=kind.kind)
                return
        self.scheme.indicator(indicator)

    def _slot(self, slot: Slot) -> None:
        """The park's indicators in a slot, or one whose points are unknown."""
        filling = self.fillings.get(slot.id)
        if filling is None:
            self._unfilled(slot)
            return
        before = len(self.scheme.indicators)
        for indicator in filling.indicators:
            self._indicator(evolve(indicator, dimension=slot.dimension))
        fulls = [part.full for part in self.scheme.indicators[before:]]
        if len(fulls) < len(filling.indicators):
            self.misfilled.add(slot.dimension)
            return
        reached = None if None in fulls else sum((full[0] for full in fulls if full), Fraction(0))
        if reached != slot.full:
            self.misfilled.add(slot.dimension)
            place = filling.indicators[0].places.here if filling.indicators else filling.places.here
            related = (("评价表在这里规定满分", slot.places.key("full")),)
            given = "不封顶" if reached is None else f"合计 {figure(reached)} 分"
            full = figure(slot.full)
            self.scheme.diagnostics.report(
                "J535", place, slot=slot.name, given=given, full=full, related=related
            )

    def _unfilled(self, slot: Slot) -> None:
        """What a slot gives that nobody has filled is unknown, like a datum that nobody has told."""
        if self.own:
            where = f"slots.{self.scorecard.id}.{slot.id}"
            self.scheme.diagnostics.report("J534", slot.places.here, slot=slot.name, where=where)
        definer = self.scheme.definer(f"slot.{slot.id}", slot.places, assumed=bool(slot.assumed))
        points = definer.define("", Nothing(Absence.MISSING), Note("slot"))
        self.unfilled[slot.id] = slot.name
        part = IndicatorPart(
            id=slot.id,
            name=slot.name,
            dimension=slot.dimension,
            value=None,
            points=points.name,
            definitions=(points.name,),
            shown_as=SCALES[""],
            digits=0,
            full=(Fraction(slot.full),),
            assumed=bool(slot.assumed),
            clause="",
        )
        self.scheme.indicators.append(part)

    def _dimension(self, dimension: ScorecardDimension) -> ScorecardDimensionPart:
        scheme = self.scheme
        whole = Dimension(
            id=dimension.id,
            name=dimension.name,
            full=None if dimension.id in self.misfilled else dimension.full,
            cap=dimension.cap,
            assumed=dimension.assumed,
            places=dimension.places,
        )
        scheme.dimension(whole)
        part = scheme.dimensions[-1]
        most = min(
            Fraction(dimension.full), Fraction(dimension.full if dimension.cap is None else dimension.cap)
        )
        minimum = None
        if dimension.minimum is not None:
            assumed = "minimum" in dimension.assumed
            definer = scheme.definer(f"dimension.{dimension.id}.minimum", dimension.places, assumed=assumed)
            minimum = self._requirement(dimension.minimum, Ref(part.points), definer, dimension.name, most)
        return ScorecardDimensionPart(part, most, minimum)

    def _requirement(
        self, written: Written, points: Ref, definer: Definer, name: str, most: Fraction
    ) -> RequirementPart | None:
        """Whether points are what is required; that they never can be is reported."""
        interval = check_interval(written, self.scheme.diagnostics, unit=PLAIN)
        if interval is None:
            return None
        if not _can_hold(interval, most):
            self.scheme.diagnostics.report(
                "J533", written.place, name=name, written=written.text, most=figure(most)
            )
            return None
        return RequirementPart(written.text, definer.define("reached", Within(points, interval)).name)

    def _condition(self, kind: str, gate: Gate) -> ConditionPart | None:
        """A gate or a route; each of its conditions has a definition of its own."""
        owner = f"{kind}.{gate.id}"
        definer = self.scheme.definer(owner, gate.places, assumed=bool(gate.assumed), clause=gate.clause)
        atoms: list[str] = []

        def atom(written: Written) -> Expression | None:
            condition = self.scheme.checker.condition(written)
            if condition is None:
                return None
            note = Note("condition", {"text": written.text})
            ref = definer.define(f"condition{len(atoms) + 1}", condition, note)
            atoms.append(ref.name)
            return ref

        whole = check_conditions(gate.when, atom, self.scheme.diagnostics, gate.places.value("when"))
        if whole is None:
            return None
        met = definer.define("", whole)
        return ConditionPart(gate.id, gate.name, met.name, tuple(atoms), gate.clause, bool(gate.assumed))


def _can_hold(interval: Interval, most: Fraction) -> bool:
    """Whether points from none to ``most`` can lie in an interval."""
    low = interval.low is None or interval.low < most or (interval.low == most and interval.low_closed)
    high = interval.high is None or interval.high > 0 or (interval.high == 0 and interval.high_closed)
    return low and high
