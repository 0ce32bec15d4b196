"""A checked park lowered to a plan. All that is wrong with its meaning is reported at once."""

from collections.abc import Mapping

from attrs import evolve, field, mutable

from jifen.language.diagnostics import Diagnostics
from jifen.language.intervals import check_bands, check_interval
from jifen.language.scope import Scope, Typed
from jifen.model.decision import Role
from jifen.model.expression import Fact, Interval, Negated, Ref, Sum
from jifen.model.park import Park, Stage
from jifen.plan.boards import BoardLowering, score_names
from jifen.plan.cases import tiled
from jifen.plan.expressions import Checker
from jifen.plan.figures import Figures
from jifen.plan.graph import (
    BASE,
    BONUS,
    DEDUCTIONS,
    SO_FAR,
    STAGE,
    TOTAL,
    BoardPart,
    Plan,
    ScorecardPart,
    StagePart,
    in_steps,
    resting_on_assumed,
)
from jifen.plan.nodes import Bands, Definition, Note, leaves
from jifen.plan.scheme import SchemeLowering, added
from jifen.plan.scorecards import lower_scorecards, marked

WHOLE_LINE = "不限"
"""The interval of the only stage of a park that has no stages."""

_ROLE_TOTALS: Mapping[Role, str] = {"base": BASE, "bonus": BONUS, "deduction": DEDUCTIONS}


def lower(park: Park, diagnostics: Diagnostics) -> Plan | None:
    """The plan of a park, or None when errors were reported."""
    checker = Checker(Scope(park.vocabulary), diagnostics)
    scheme = SchemeLowering(
        checker=checker,
        origin=f"park:{park.header.id}",
        functions=park.functions,
        definitions=[],
        digits=Figures(diagnostics).digits(park.header.digits, park.header.places),
        stages=(),
    )
    return _Lowering(park, checker, scheme).plan()


@mutable
class _Lowering:
    """Gathers the definitions of a park in the order in which they rest on each other."""

    park: Park
    checker: Checker
    scheme: SchemeLowering
    boards: list[BoardPart] = field(factory=list)
    scorecards: tuple[ScorecardPart, ...] = ()
    of_scorecards: list[Definition] = field(factory=list)

    @property
    def diagnostics(self) -> Diagnostics:
        """Where findings go."""
        return self.checker.diagnostics

    def plan(self) -> Plan | None:
        self._stages()
        for indicator in self.park.indicators:
            self.scheme.indicator(indicator)
        for dimension in self.park.dimensions:
            if not any(indicator.dimension == dimension.id for indicator in self.park.indicators):
                self.diagnostics.report("J513", dimension.places.here, name=dimension.name)
            self.scheme.dimension(dimension)
        self.scorecards = lower_scorecards(self.park, self.checker, self.of_scorecards)
        if self.diagnostics.errors:
            return None
        self._totals()
        self._boards()
        return None if self.diagnostics.errors else self._assembled()

    def _assembled(self) -> Plan:
        header, scheme = self.park.header, self.scheme
        definitions = in_steps(map(self._marked, (*scheme.definitions, *self.of_scorecards)))
        assumed = resting_on_assumed(definitions)
        return Plan(
            park=header.id,
            name=header.name,
            scheme=header.scheme,
            version=self.park.version,
            digest=self.park.digest,
            digits=scheme.digits,
            definitions=definitions,
            stages=scheme.stages,
            stage_value=f"{STAGE}.value",
            indicators=tuple(evolve(part, assumed=part.points in assumed) for part in scheme.indicators),
            dimensions=tuple(evolve(part, assumed=part.points in assumed) for part in scheme.dimensions),
            boards=tuple(evolve(part, assumed=part.rank in assumed) for part in self.boards),
            vocabulary=self.park.vocabulary,
            functions=self.park.functions,
            scorecards=tuple(marked(part, assumed) for part in self.scorecards),
        )

    def _marked(self, definition: Definition) -> Definition:
        """The definition, marked as assumed where it reads a field that is (S27)."""
        fields = self.park.vocabulary.fields
        facts = (node for node in leaves(definition.node) if isinstance(node, Fact))
        assumed = any(fields[fact.field].assumed for fact in facts)
        return evolve(definition, assumed=True) if assumed else definition

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
        stages = [declared.stages[position] for position in order]
        self.scheme.stages = tuple(StagePart(stage.id, stage.name) for stage in stages)
        assumed = bool(declared.assumed) or any(stage.assumed for stage in declared.stages)
        definer = self.scheme.definer(STAGE, declared.places, assumed=assumed)
        note = Note("stage_value", {"value": declared.value.text})
        ref = definer.define("value", value.expression, note, value.unit)
        labels = tuple(f"{stage.name}（{stage.within.text}）" for stage in stages)
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

    def _totals(self) -> None:
        """Base, bonus and deductions apart, and the total; and each of what is known so far (S15)."""
        definer = self.scheme.definer("", self.park.header.places, assumed=False)
        for role, name in _ROLE_TOTALS.items():
            own = [part for part in self.scheme.dimensions if part.role == role]
            definer.define(name, added([Ref(part.points) for part in own]))
            definer.define(f"{name}.{SO_FAR}", added([Ref(part.so_far) for part in own]))
        for suffix in ("", f".{SO_FAR}"):
            terms = (Ref(BASE + suffix), Ref(BONUS + suffix), Negated(Ref(DEDUCTIONS + suffix)))
            definer.define(TOTAL + suffix, Sum(terms))

    def _boards(self) -> None:
        scheme = self.scheme
        names = score_names(scheme.dimensions, scheme.indicators)
        lowering = BoardLowering(self.park.vocabulary, names, scheme.digits, self.diagnostics)
        for board in self.park.boards:
            definer = scheme.definer(f"board.{board.id}", board.places, assumed=bool(board.assumed))
            part = lowering.lower(board, definer)
            if part is not None:
                self.boards.append(part)
