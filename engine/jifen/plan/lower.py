"""A checked park lowered to a plan. All that is wrong with its meaning is reported at once."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import field, mutable

from jifen.language.check import check_number, check_value
from jifen.language.diagnostics import Diagnostics, nearest
from jifen.language.intervals import check_bands, check_interval
from jifen.language.scope import Scope, Typed
from jifen.model.decision import Role
from jifen.model.expression import Constant, Expression, Known, Least, Negated, Product, Ref, Sum
from jifen.model.indicator import Indicator
from jifen.model.park import Board, Dimension, Park
from jifen.model.place import Places, Written
from jifen.model.quantity import SCALES, Scale, parse_scale
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
)
from jifen.plan.nodes import Bands, Call, Choose, Definition, If, Members, Note, Rank, Rounded
from jifen.plan.scoring import ZERO, Definer, Marks, ScoringLowering, Valued, figure, tiled

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

    def plan(self) -> Plan | None:
        self._stages()
        for indicator in self.park.indicators:
            self._indicator(indicator)
        for dimension in self.park.dimensions:
            self._dimension(dimension)
        if self.diagnostics.errors:
            return None
        self._totals()
        for board in self.park.boards:
            self._board(board)
        return None if self.diagnostics.errors else self._assembled()

    def _assembled(self) -> Plan:
        header = self.park.header
        return Plan(
            park=header.id,
            name=header.name,
            scheme=header.scheme,
            version=self.park.version,
            digest=self.park.digest,
            digits=header.digits,
            definitions=in_steps(self.definitions),
            stages=self.stages,
            stage_value=f"{STAGE}.value",
            indicators=tuple(self.indicators),
            dimensions=tuple(self.dimensions),
            boards=tuple(self.boards),
            vocabulary=self.park.vocabulary,
            functions=self.park.functions,
        )

    @property
    def scope(self) -> Scope:
        return Scope(self.park.vocabulary)

    def _definer(self, owner: str, places: Places, assumed: bool, clause: str = "") -> Definer:
        return Definer(owner, f"park:{self.park.header.id}", clause, assumed, places.here, self.definitions)

    def _stages(self) -> None:
        """The stage as a number counted from 0 in ascending order of the dividing value."""
        declared = self.park.stages
        value = check_number(declared.value, self.scope, self.diagnostics)
        if value is None:
            return
        checked = [
            (each, check_interval(each.within, self.diagnostics, unit=value.unit)) for each in declared.stages
        ]
        intervals = [(stage, interval) for stage, interval in checked if interval is not None]
        if len(intervals) < len(checked):
            return
        if not intervals:
            self.diagnostics.report("J506", declared.places.here)
            return
        if not check_bands([(stage.within, interval) for stage, interval in intervals], self.diagnostics):
            return
        edges, order = tiled([(interval, position) for position, (_, interval) in enumerate(intervals)])
        self.stages = tuple(StagePart(declared.stages[i].id, declared.stages[i].name) for i in order)
        assumed = bool(declared.assumed) or any(stage.assumed for stage in declared.stages)
        definer = self._definer(STAGE, declared.places, assumed)
        ref = definer.define(
            "value", value.expression, Note("stage_value", {"value": declared.value.text}), value.unit
        )
        labels = tuple(f"{declared.stages[i].name}（{declared.stages[i].within.text}）" for i in order)
        definer.define("", Bands(ref, edges), Note("stage", {}, labels))

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
        lowering = ScoringLowering(self.scope, self.diagnostics, definer, valued, indicator.absent)
        marks = lowering.lower(indicator.scoring)
        if marks is None:
            return
        points = definer.define("marks", marks.node, Note("marks"))
        weighted, full = self._weighted(indicator, points, marks)
        definer.define(
            "points", Rounded(weighted, self.park.header.digits), self._weight_note(marks, full)
        )
        scale, digits = self._shown_as(indicator, valued.typed if valued else None)
        self.indicators.append(
            IndicatorPart(
                id=indicator.id,
                name=indicator.name,
                dimension=indicator.dimension,
                value=valued.ref.name if valued else None,
                points=f"{definer.owner}.points",
                definitions=tuple(definition.name for definition in self.definitions[first:]),
                shown_as=scale,
                digits=digits,
                full=full,
                assumed=bool(indicator.assumed),
                clause=indicator.clause,
            )
        )

    def _value(self, indicator: Indicator, definer: Definer) -> tuple[Valued | None, bool]:
        """The value that is scored, defined; whether nothing was wrong."""
        if indicator.function is not None:
            typed = self._call(indicator.function, indicator.places)
        elif indicator.value is not None:
            typed = check_value(indicator.value, self.scope, self.diagnostics)
        else:
            return None, True
        if typed is None:
            return None, False
        scale, digits = self._shown_as(indicator, typed)
        if scale.unit != typed.unit and indicator.shown_as is not None:
            self.diagnostics.report(
                "J507",
                indicator.shown_as.place,
                shown=indicator.shown_as.text,
                unit=typed.unit,
                name=indicator.name,
            )
            return None, False
        ref = definer.define("value", typed.expression, None, typed.unit)
        return Valued(ref, typed, scale.factor, digits), True

    def _shown_as(self, indicator: Indicator, typed: Typed | None) -> tuple[Scale, int]:
        scale = typed.scale if typed is not None else None
        if indicator.shown_as is not None:
            scale = parse_scale(indicator.shown_as.text)
            if scale is None:
                self.diagnostics.report(
                    "J508",
                    indicator.shown_as.place,
                    shown=indicator.shown_as.text,
                    near=nearest(indicator.shown_as.text, SCALES),
                )
        return scale or SCALES[""], 2 if indicator.digits is None else indicator.digits

    def _call(self, function_id: str, places: Places) -> Typed | None:
        """A call of a registered function, its inputs checked like any expression."""
        function = self.park.functions[function_id]
        place = places.value("function")
        inputs: list[tuple[str, Expression]] = []
        for name, text in function.inputs.items():
            typed = check_value(Written(text, place, verbatim=False), self.scope, self.diagnostics)
            if typed is None:
                return None
            inputs.append((name, typed.expression))
        tables = tuple(function.tables.items())
        for _, table in tables:
            if table not in self.park.vocabulary.tables:
                near = nearest(table, self.park.vocabulary.tables)
                self.diagnostics.report("J509", place, function=function_id, table=table, near=near)
                return None
        scale = parse_scale(function.unit)
        if scale is None:
            self.diagnostics.report("J508", place, shown=function.unit, near=nearest(function.unit, SCALES))
            return None
        node = Call(function_id, tuple(inputs), tables, function.low, function.high)
        return Typed(node, "number", scale.unit, scale)

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
        place = indicator.places.key("weights")
        if not reached.full:
            self.diagnostics.report("J510", place, name=indicator.name)
            return marks, None
        by_stage = self._by_stage(indicator.weights, indicator.places, "weights")
        if by_stage is None:
            return marks, None
        factors = tuple(Constant(weight / reached.full) for weight in by_stage)
        factor: Expression = factors[0] if len(set(factors)) == 1 else Choose(Ref(STAGE), factors)
        return Product((marks, factor)), by_stage

    def _by_stage(
        self, given: Decimal | dict[str, Decimal], places: Places, key: str
    ) -> tuple[Fraction, ...] | None:
        """A figure for each stage; stages are named by name or id, all of them and no other."""
        if isinstance(given, Decimal):
            return (Fraction(given),) * len(self.stages)
        known = {name: stage.id for stage in self.stages for name in (stage.name, stage.id)}
        for name in given:
            if name not in known and self.stages:
                self.diagnostics.report("J511", places.key(key, name), stage=name, near=nearest(name, known))
        found = {known[name]: Fraction(number) for name, number in given.items() if name in known}
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
        node: Expression = Sum(tuple(terms)) if terms else ZERO
        if dimension.cap is None:
            return node
        return Least((Constant(Fraction(dimension.cap)), node))

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
            self._define_total(definer, name, [Ref(part.points) for part in own])
            self._define_total(definer, f"{name}.{SO_FAR}", [Ref(part.so_far) for part in own])
        for suffix in ("", f".{SO_FAR}"):
            terms = (Ref(BASE + suffix), Ref(BONUS + suffix), Negated(Ref(DEDUCTIONS + suffix)))
            self._append(definer, TOTAL + suffix, Sum(terms))

    def _define_total(self, definer: Definer, name: str, refs: list[Ref]) -> None:
        self._append(definer, name, Sum(tuple(refs)) if refs else ZERO)

    def _append(self, definer: Definer, name: str, node: Expression) -> None:
        self.definitions.append(Definition(name, node, definer.origin, place=definer.place))

    @property
    def _score_names(self) -> dict[str, Typed]:
        """Scores by the names that boards give them: 积分, and 积分.… of a dimension or indicator."""
        names = {"积分": Typed(Ref(TOTAL))}
        scored = [(part.id, part.name, part.points) for part in self.dimensions]
        scored += [(part.id, part.name, part.points) for part in self.indicators]
        for identifier, name, points in scored:
            names[f"积分.{identifier}"] = names[f"积分.{name}"] = Typed(Ref(points))
        return names

    def _board(self, board: Board) -> None:
        if board.top < 1:
            self.diagnostics.report("J516", board.places.value("top"), top=board.top)
        scope = Scope(self.park.vocabulary, self._score_names)
        definer = self._definer(f"board.{board.id}", board.places, bool(board.assumed))
        by = check_number(board.by, scope, self.diagnostics)
        ties = [check_number(written, scope, self.diagnostics) for written in board.tie_breakers]
        if by is None or None in ties:
            return
        factor = by.scale.factor if by.scale else Fraction(1)
        value = definer.define("value", Rounded(_over(by, factor), self.park.header.digits))
        refs = [
            definer.define(f"tie{position}", tie.expression, None, tie.unit)
            for position, tie in enumerate(ties, start=1)
            if tie is not None
        ]
        group = Ref(STAGE) if board.within == "stage" else None
        rank = definer.define("rank", Rank((value, *refs), group))
        members = definer.define("members", Members((value, *refs), group))
        self.boards.append(
            BoardPart(
                board.id,
                board.name,
                value.name,
                rank.name,
                members.name,
                group is not None,
                board.top,
                bool(board.assumed),
            )
        )


def _over(typed: Typed, factor: Fraction) -> Expression:
    """A value in the scale it is usually written in."""
    if factor == 1:
        return typed.expression
    return Product((typed.expression, Constant(1 / factor)))
