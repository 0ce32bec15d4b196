"""What schemes have in common, whether of a park or of a scorecard: indicators with weights, dimensions."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import field, mutable

from jifen.language.diagnostics import Diagnostics, nearest
from jifen.language.operands import TYPE_NAMES
from jifen.language.scope import Typed
from jifen.model.expression import Constant, Expression, Known, Least, Product, Ref, Sum
from jifen.model.function import IndicatorFunction
from jifen.model.indicator import Indicator
from jifen.model.park import Dimension
from jifen.model.place import Places
from jifen.model.quantity import PLAIN, SCALES, Scale, Unit, parse_scale
from jifen.plan.definer import ZERO, Definer, Marks, Valued
from jifen.plan.expressions import Checker
from jifen.plan.figures import Figures, figure
from jifen.plan.graph import SO_FAR, STAGE, DimensionPart, IndicatorPart, StagePart
from jifen.plan.nodes import Choose, Definition, If, Note, Rounded
from jifen.plan.scoring import ScoringLowering


@mutable(kw_only=True)
class SchemeLowering:
    """Lowers indicators and dimensions, in the order in which they rest on each other.

    ``definitions`` receives what is made; ``prefix`` begins the names of all of it. Points that differ by
    stage are given for each of ``stages``.
    """

    checker: Checker
    origin: str
    functions: Mapping[str, IndicatorFunction]
    definitions: list[Definition]
    digits: int
    stages: tuple[StagePart, ...]
    prefix: str = ""
    indicators: list[IndicatorPart] = field(factory=list)
    dimensions: list[DimensionPart] = field(factory=list)
    unfinished: list[str] = field(factory=list)
    """The dimension of each indicator with a mistake: without its points there is no sum to check."""

    @property
    def diagnostics(self) -> Diagnostics:
        """Where findings go."""
        return self.checker.diagnostics

    @property
    def figures(self) -> Figures:
        """Reads points, weights and digits."""
        return Figures(self.diagnostics)

    def definer(self, owner: str, places: Places, *, assumed: bool, clause: str = "") -> Definer:
        """Makes the definitions of one owner."""
        return Definer(f"{self.prefix}{owner}", self.origin, clause, assumed, places.here, self.definitions)

    def indicator(self, indicator: Indicator) -> None:
        """Lower an indicator; what is wrong with it is reported, and then it has no part."""
        assert indicator.id and indicator.name and indicator.dimension and indicator.scoring, (
            "joined by loading"
        )
        first = len(self.definitions)
        self.unfinished.append(indicator.dimension)
        assumed = bool(indicator.assumed)
        definer = self.definer(
            f"indicator.{indicator.id}", indicator.places, assumed=assumed, clause=indicator.clause
        )
        valued, ok = self._value(indicator, definer)
        if not ok:
            return
        lowering = ScoringLowering(
            self.checker, definer, indicator.name, valued, indicator.absent, indicator.places
        )
        marks = lowering.lower(indicator.scoring)
        if marks is None:
            return
        points = definer.define("marks", marks.node, Note("marks"))
        weighted, full = self._weighted(indicator, points, marks)
        definer.define("points", Rounded(weighted, self.digits), self._weight_note(marks, full))
        self.unfinished.pop()
        self.indicators.append(
            IndicatorPart(
                id=indicator.id,
                name=indicator.name,
                dimension=indicator.dimension,
                value=valued.ref.name if valued else None,
                points=f"{definer.owner}.points",
                definitions=tuple(definition.name for definition in self.definitions[first:]),
                shown_as=valued.scale if valued else SCALES[""],
                digits=valued.digits if valued else 0,
                full=full,
                assumed=assumed,
                clause=indicator.clause,
            )
        )

    def _value(self, indicator: Indicator, definer: Definer) -> tuple[Valued | None, bool]:
        """The value that is scored, defined; whether nothing was wrong."""
        if indicator.function is not None:
            function = self.functions[indicator.function]
            typed = self.checker.call(function, indicator.places.value("function"))
        elif indicator.value is not None:
            typed = self.checker.value(indicator.value)
        else:
            return None, True
        if typed is None:
            return None, False
        scale = self._shown_as(indicator, typed)
        if scale is None:
            return None, False
        digits = 2 if indicator.digits is None else self.figures.digits(indicator.digits, indicator.places)
        return Valued(definer.define("value", typed.expression, None, typed.unit), typed, scale, digits), True

    def _shown_as(self, indicator: Indicator, typed: Typed) -> Scale | None:
        """How the value is written: as declared, else as its figures usually are."""
        shown_as = indicator.shown_as
        if shown_as is None:
            return typed.scale or _base_scale(typed.unit)
        scale = parse_scale(shown_as.text)
        if scale is None:
            near = nearest(shown_as.text, SCALES)
            self.diagnostics.report("J508", shown_as.place, shown=shown_as.text, near=near)
        elif scale.unit != typed.unit or typed.type != "number":
            unit = typed.unit if typed.type == "number" else TYPE_NAMES[typed.type]
            self.diagnostics.report(
                "J507", shown_as.place, shown=shown_as.text, unit=unit, name=indicator.name
            )
            return None
        return scale

    def _weight_note(self, marks: Marks, full: tuple[Fraction, ...] | None) -> Note:
        """What the reasons say of the weight: full marks of the kind, and full points by stage."""
        if marks.full is None or full is None:
            return Note("points")
        by_stage = {stage.name: figure(weight) for stage, weight in zip(self.stages, full, strict=True)}
        return Note("weighted", {"full": figure(marks.full), **by_stage})

    def _weighted(
        self, indicator: Indicator, marks: Ref, reached: Marks
    ) -> tuple[Expression, tuple[Fraction, ...] | None]:
        """Marks scaled to the weight of the stage, and the full points by stage."""
        if indicator.weights is None:
            return marks, None if reached.full is None else (reached.full,) * len(self.stages)
        by_stage = self._by_stage(indicator.weights, indicator.places, "weights")
        if reached.full is None:
            self.diagnostics.report("J510", indicator.places.key("weights"), name=indicator.name)
        if by_stage is None or not reached.full:
            return marks, None
        self.figures.full(max(by_stage, default=None), indicator.places, "weights", indicator.name or "")
        factors = tuple(Constant(weight / reached.full) for weight in by_stage)
        factor: Expression = factors[0] if len(set(factors)) == 1 else Choose(Ref(STAGE), factors)
        return Product((marks, factor)), by_stage

    def _by_stage(
        self, given: Decimal | dict[str, Decimal], places: Places, key: str
    ) -> tuple[Fraction, ...] | None:
        """A figure for each stage; stages are named by name or id, all of them and no other."""
        if isinstance(given, Decimal):
            return (self.figures.points(given, places, key),) * len(self.stages)
        known = {name: stage.id for stage in self.stages for name in (stage.name, stage.id)}
        for name in given:
            if name not in known and self.stages:
                self.diagnostics.report("J511", places.key(key, name), stage=name, near=nearest(name, known))
        found = {
            known[name]: self.figures.points(number, places, key, name)
            for name, number in given.items()
            if name in known
        }
        lacking = [stage.name for stage in self.stages if stage.id not in found]
        if lacking:
            self.diagnostics.report("J512", places.key(key), key=key, stages="、".join(lacking))
            return None
        return tuple(found[stage.id] for stage in self.stages)

    def dimension(self, dimension: Dimension) -> None:
        """Lower a dimension, whose indicators have been lowered before."""
        parts = [part for part in self.indicators if part.dimension == dimension.id]
        if dimension.full is not None and dimension.id not in self.unfinished:
            self._check_full(dimension, parts)
        assumed = bool(dimension.assumed)
        definer = self.definer(f"dimension.{dimension.id}", dimension.places, assumed=assumed)
        points = [Ref(part.points) for part in parts]
        known = [If(Known(ref), ref, ZERO) for ref in points]
        total = definer.define("", self._capped(dimension, points), Note("dimension"))
        so_far = definer.define(SO_FAR, self._capped(dimension, known))
        self.dimensions.append(
            DimensionPart(dimension.id, dimension.name, dimension.role, total.name, so_far.name, assumed)
        )

    def _capped(self, dimension: Dimension, terms: list[Ref] | list[If]) -> Expression:
        node = added(terms)
        if dimension.cap is None:
            return node
        cap = self.figures.points(dimension.cap, dimension.places, "cap")
        self.figures.full(cap, dimension.places, "cap", dimension.name)
        return Least((Constant(cap), node))

    def _check_full(self, dimension: Dimension, parts: list[IndicatorPart]) -> None:
        """Weights must add up to what the dimension says it is worth, in every stage."""
        assert dimension.full is not None
        place = dimension.places.key("full")
        open_ended = [part.name for part in parts if part.full is None]
        if open_ended:
            self.diagnostics.report("J514", place, name=dimension.name, indicators="、".join(open_ended[:5]))
            return
        by_stage = self._by_stage(dimension.full, dimension.places, "full")
        if by_stage is None or not parts:
            return
        for position, stage in enumerate(self.stages):
            added = sum((part.full[position] for part in parts if part.full), Fraction(0))
            if added != by_stage[position]:
                self.diagnostics.report(
                    "J515",
                    place,
                    name=dimension.name,
                    stage=stage.name,
                    added=figure(added),
                    full=figure(by_stage[position]),
                    difference=figure(abs(added - by_stage[position])),
                    more_or_less="多" if added > by_stage[position] else "少",
                )


def added(terms: Sequence[Expression]) -> Expression:
    """The sum of terms, of which there may be none."""
    return Sum(tuple(terms)) if terms else ZERO


def _base_scale(unit: Unit) -> Scale:
    """How figures of a unit are written of which nothing else is known."""
    return SCALES[""] if unit == PLAIN else Scale(str(unit), unit)
