"""A checked park lowered to a plan. All that is wrong with its meaning is reported at once."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, field, mutable

from jifen.language.diagnostics import Diagnostics, nearest
from jifen.language.intervals import check_bands, check_interval
from jifen.language.operands import TYPE_NAMES
from jifen.language.scope import Scope, Typed
from jifen.model.decision import Role
from jifen.model.expression import (
    Constant,
    Expression,
    Fact,
    Interval,
    Known,
    Least,
    Negated,
    Product,
    Ref,
    Sum,
)
from jifen.model.indicator import Indicator
from jifen.model.park import Dimension, Park, Stage
from jifen.model.place import Places
from jifen.model.quantity import PLAIN, SCALES, Scale, Unit, parse_scale
from jifen.plan.boards import BoardLowering, score_names
from jifen.plan.cases import tiled
from jifen.plan.definer import ZERO, Definer, Marks, Valued
from jifen.plan.expressions import Checker
from jifen.plan.figures import Figures, figure
from jifen.plan.graph import (
    BASE,
    BONUS,
    DEDUCTIONS,
    SO_FAR,
    STAGE,
    TOTAL,
    BoardPart,
    DimensionPart,
    IndicatorPart,
    Plan,
    StagePart,
    in_steps,
    resting_on_assumed,
)
from jifen.plan.nodes import Bands, Choose, Definition, If, Note, Rounded, leaves
from jifen.plan.scoring import ScoringLowering

WHOLE_LINE = "不限"
"""The interval of the only stage of a park that has no stages."""

_ROLE_TOTALS: Mapping[Role, str] = {"base": BASE, "bonus": BONUS, "deduction": DEDUCTIONS}


def lower(park: Park, diagnostics: Diagnostics) -> Plan | None:
    """The plan of a park, or None when errors were reported."""
    return _Lowering(park, diagnostics).plan()


@mutable
class _Lowering:
    """Gathers the definitions of a park in the order in which they rest on each other."""

    park: Park
    diagnostics: Diagnostics
    definitions: list[Definition] = field(factory=list)
    stages: tuple[StagePart, ...] = ()
    indicators: list[IndicatorPart] = field(factory=list)
    dimensions: list[DimensionPart] = field(factory=list)
    boards: list[BoardPart] = field(factory=list)
    digits: int = 0

    def plan(self) -> Plan | None:
        header = self.park.header
        self.digits = self.figures.digits(header.digits, header.places)
        self._stages()
        for indicator in self.park.indicators:
            self._indicator(indicator)
        for dimension in self.park.dimensions:
            self._dimension(dimension)
        if self.diagnostics.errors:
            return None
        self._totals()
        self._boards()
        return None if self.diagnostics.errors else self._assembled()

    def _assembled(self) -> Plan:
        header = self.park.header
        definitions = in_steps(map(self._marked, self.definitions))
        assumed = resting_on_assumed(definitions)
        return Plan(
            park=header.id,
            name=header.name,
            scheme=header.scheme,
            version=self.park.version,
            digest=self.park.digest,
            digits=self.digits,
            definitions=definitions,
            stages=self.stages,
            stage_value=f"{STAGE}.value",
            indicators=tuple(evolve(part, assumed=part.points in assumed) for part in self.indicators),
            dimensions=tuple(evolve(part, assumed=part.points in assumed) for part in self.dimensions),
            boards=tuple(evolve(part, assumed=part.rank in assumed) for part in self.boards),
            vocabulary=self.park.vocabulary,
            functions=self.park.functions,
        )

    def _marked(self, definition: Definition) -> Definition:
        """The definition, marked as assumed where it reads a field that is (S27)."""
        fields = self.park.vocabulary.fields
        facts = (node for node in leaves(definition.node) if isinstance(node, Fact))
        assumed = any(fields[fact.field].assumed for fact in facts)
        return evolve(definition, assumed=True) if assumed else definition

    @property
    def checker(self) -> Checker:
        """Checks the expressions of indicators and stages."""
        return Checker(Scope(self.park.vocabulary), self.diagnostics)

    @property
    def figures(self) -> Figures:
        """Reads points, weights and digits."""
        return Figures(self.diagnostics)

    def _definer(self, owner: str, places: Places, assumed: bool, clause: str = "") -> Definer:
        return Definer(owner, f"park:{self.park.header.id}", clause, assumed, places.here, self.definitions)

    def _stages(self) -> None:
        """The stage as a number counted from 0 in ascending order of the dividing value."""
        declared = self.park.stages
        value = self.checker.number(declared.value)
        if not declared.stages:
            self.diagnostics.report("J506", declared.places.here)
        if value is None or not declared.stages:
            return
        intervals = self._stage_intervals(declared.stages, value)
        if intervals is None:
            return
        edges, order = tiled([(interval, position) for position, interval in enumerate(intervals)])
        self.stages = tuple(StagePart(declared.stages[i].id, declared.stages[i].name) for i in order)
        assumed = bool(declared.assumed) or any(stage.assumed for stage in declared.stages)
        definer = self._definer(STAGE, declared.places, assumed)
        note = Note("stage_value", {"value": declared.value.text})
        ref = definer.define("value", value.expression, note, value.unit)
        labels = tuple(f"{declared.stages[i].name}（{declared.stages[i].within.text}）" for i in order)
        definer.define("", Bands(ref, edges), Note("stage", {}, labels))

    def _stage_intervals(self, stages: tuple[Stage, ...], value: Typed) -> list[Interval] | None:
        """The intervals of the stages, which tile the line; None when something was reported."""
        if len(stages) == 1 and stages[0].within.text == WHOLE_LINE:
            return [Interval(None, False, None, False)]
        checked = [
            (stage.within, check_interval(stage.within, self.diagnostics, unit=value.unit, scale=value.scale))
            for stage in stages
        ]
        known = [(written, interval) for written, interval in checked if interval is not None]
        if len(known) < len(checked) or not check_bands(known, self.diagnostics):
            return None
        return [interval for _, interval in known]

    def _indicator(self, indicator: Indicator) -> None:
        assert indicator.id and indicator.name and indicator.dimension and indicator.scoring, (
            "joined by loading"
        )
        first = len(self.definitions)
        definer = self._definer(
            f"indicator.{indicator.id}", indicator.places, bool(indicator.assumed), indicator.clause
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
                assumed=bool(indicator.assumed),
                clause=indicator.clause,
            )
        )

    def _value(self, indicator: Indicator, definer: Definer) -> tuple[Valued | None, bool]:
        """The value that is scored, defined; whether nothing was wrong."""
        if indicator.function is not None:
            function = self.park.functions[indicator.function]
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

    def _dimension(self, dimension: Dimension) -> None:
        parts = [part for part in self.indicators if part.dimension == dimension.id]
        if not any(indicator.dimension == dimension.id for indicator in self.park.indicators):
            self.diagnostics.report("J513", dimension.places.here, name=dimension.name)
        if dimension.full is not None:
            self._check_full(dimension, parts)
        definer = self._definer(f"dimension.{dimension.id}", dimension.places, bool(dimension.assumed))
        points = [Ref(part.points) for part in parts]
        known = [If(Known(ref), ref, ZERO) for ref in points]
        total = definer.define("", self._capped(dimension, points), Note("dimension"))
        so_far = definer.define(SO_FAR, self._capped(dimension, known))
        self.dimensions.append(
            DimensionPart(
                dimension.id, dimension.name, dimension.role, total.name, so_far.name, bool(dimension.assumed)
            )
        )

    def _capped(self, dimension: Dimension, terms: list[Ref] | list[If]) -> Expression:
        node = _sum(terms)
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

    def _totals(self) -> None:
        """Base, bonus and deductions apart, and the total; and each of what is known so far (S15)."""
        definer = self._definer("", self.park.header.places, assumed=False)
        for role, name in _ROLE_TOTALS.items():
            own = [part for part in self.dimensions if part.role == role]
            definer.define(name, _sum([Ref(part.points) for part in own]))
            definer.define(f"{name}.{SO_FAR}", _sum([Ref(part.so_far) for part in own]))
        for suffix in ("", f".{SO_FAR}"):
            terms = (Ref(BASE + suffix), Ref(BONUS + suffix), Negated(Ref(DEDUCTIONS + suffix)))
            definer.define(TOTAL + suffix, Sum(terms))

    def _boards(self) -> None:
        names = score_names(self.dimensions, self.indicators)
        lowering = BoardLowering(self.park.vocabulary, names, self.digits, self.diagnostics)
        for board in self.park.boards:
            definer = self._definer(f"board.{board.id}", board.places, bool(board.assumed))
            part = lowering.lower(board, definer)
            if part is not None:
                self.boards.append(part)


def _sum(terms: Sequence[Expression]) -> Expression:
    return Sum(tuple(terms)) if terms else ZERO


def _base_scale(unit: Unit) -> Scale:
    """How figures of a unit are written of which nothing else is known."""
    return SCALES[""] if unit == PLAIN else Scale(str(unit), unit)
