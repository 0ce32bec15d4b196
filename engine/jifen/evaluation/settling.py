"""A run's settlement compiled to plain Python functions: one for each step and each policy's dates.

A row begins with the scores that policies read, and grows by what each function returns. Definitions of one
policy are decided by its own reference period and snapshot (S8), so a step is a chain of functions.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import cast

from attrs import field, frozen

from jifen.evaluation.program import Compiler, Program, Row, Slot, StepFunction, crossing_values, exact
from jifen.model.decision import Exact
from jifen.model.enterprise import Absence, Enterprise
from jifen.model.expression import Ref
from jifen.plan.entitlements import Occasion, Settlement
from jifen.plan.graph import STAGE, needed
from jifen.plan.nodes import Definition, leaves

Scores = Mapping[int, tuple[Program, Row]]
"""What an enterprise scores, by scoring year: the program and its finished row."""

Told = Mapping[str, Slot]
"""What is told instead of worked out: scores by their names in the park's plan, the results of steps over the
cohort by the names of their definitions.
"""


@frozen
class Segment:
    """The definitions of one step that are decided by the same dates, compiled."""

    function: StepFunction = field(repr=False)
    occasion: Occasion


@frozen
class SettlementProgram:
    """A settlement compiled. ``slots`` says where each kept definition stands in a row, ``below`` over which
    denominator a number stands there (0 where the slot holds a pair or no number).
    """

    settlement: Settlement = field(repr=False)
    given: tuple[str, ...] = field(repr=False)
    steps: tuple[tuple[Segment, ...], ...] = field(repr=False)
    slots: Mapping[str, int] = field(repr=False)
    below: Mapping[str, int] = field(repr=False)
    crossings: tuple[tuple[Definition, ...], ...] = field(repr=False)
    _reads: tuple[tuple[int, str], ...] = field(init=False, repr=False)
    _stages: tuple[str, ...] = field(init=False, repr=False)

    @_reads.default
    def _read_of_scores(self) -> tuple[tuple[int, str], ...]:
        return tuple(self.settlement.given[name] for name in self.given)

    @_stages.default
    def _names_of_stages(self) -> tuple[str, ...]:
        return tuple(stage.name for stage in self.settlement.plan.stages)

    def start(self, scores: Scores, told: Told) -> Row:
        """The row before anything is decided: the scores that policies read, absent where there are none."""
        row: list[Slot] = []
        for year, score in self._reads:
            if told and score in told:
                row.append(told[score])
            elif year not in scores:
                row.append(Absence.MISSING)
            else:
                program, scored = scores[year]
                slot = scored[program.slots[score]]
                if type(slot) is not int:
                    row.append(slot)
                elif score == STAGE:
                    row.append(self._stages[slot])
                else:
                    below = program.below[score]
                    row.append((slot, below) if below else slot)
        return tuple(row)

    def run(self, step: int, row: Row, enterprise: Enterprise, as_of: date) -> Row:
        """The row after one step; ``row`` must hold the slots of all earlier steps and crossings."""
        facts, tables, coverage = enterprise.facts, enterprise.tables, enterprise.coverage
        founded = enterprise.founded
        for segment in self.steps[step]:
            row += segment.function(row, facts, tables, coverage, founded, segment.occasion.day(as_of))
        return row

    def rows(self, row: Row, name: str) -> tuple[tuple[Exact, ...], ...]:
        """What each row of a table comes to."""
        return cast("tuple[tuple[Exact, ...], ...]", row[self.slots[name]])

    def value(self, row: Row, name: str) -> Fraction | int | str | date | Absence:
        """The exact value of a kept definition."""
        return exact(row[self.slots[name]], self.below[name])


def compile_settlement(
    settlement: Settlement,
    wanted: Collection[str] | None = None,
    besides: Collection[str] = (),
    *,
    quick: bool = False,
) -> SettlementProgram:
    """Compile what ``wanted`` definitions rest on, or all but those in ``besides``; rows keep the wanted and
    what later steps need. ``quick`` is for what is decided of many enterprises one by one.
    """
    if wanted is None:
        definitions = tuple(one for one in settlement.definitions if one.name not in besides)
        kept = {definition.name for definition in definitions}
    else:
        alive = needed(settlement.definitions, wanted)
        definitions = tuple(one for one in settlement.definitions if one.name in alive)
        kept = set(wanted) | crossing_values(definitions) | _crossing_segments(definitions)
    return _Compiling(settlement, definitions, kept, quick=quick).program()


def _crossing_segments(definitions: Sequence[Definition]) -> set[str]:
    """Names that another segment of the same step refers to."""
    segments = _segments(definitions)
    segment_of = {one.name: number for number, (_, group) in enumerate(segments) for one in group}
    return {
        node.name
        for one in definitions
        for node in leaves(one.node)
        if isinstance(node, Ref) and segment_of.get(node.name) not in (None, segment_of.get(one.name))
    }


def _segments(definitions: Iterable[Definition]) -> list[tuple[tuple[int, str], list[Definition]]]:
    """What is decided from one enterprise by step, and in a step by runs of one origin."""
    by_step = sorted((one for one in definitions if one.domain == "enterprise"), key=lambda one: one.step)
    return [(key, list(group)) for key, group in groupby(by_step, key=lambda one: (one.step, one.origin))]


class _Compiling:
    """Compiles the segments of a settlement in order."""

    def __init__(
        self, settlement: Settlement, definitions: tuple[Definition, ...], kept: set[str], *, quick: bool
    ) -> None:
        self.settlement, self.definitions = settlement, definitions
        # The period is each segment's own.
        first = next(iter(settlement.occasions.values())).period
        self.compiler = Compiler(settlement.plan, first, definitions, kept, quick=quick)

    def program(self) -> SettlementProgram:
        settlement, compiler = self.settlement, self.compiler
        given = tuple(sorted(settlement.given))
        for name in given:
            compiler.give_slot(name, 0)
            compiler.outside[name] = "str"
            if settlement.given[name][1] != STAGE:
                compiler.outside[name] = "tuple"
                compiler.pairs.add(name)
        steps: list[tuple[Segment, ...]] = []
        crossings: list[tuple[Definition, ...]] = []
        for step in range(settlement.steps):
            own = [one for one in self.definitions if one.step == step]
            found = []
            for (_, origin), group in _segments(own):
                occasion = settlement.occasions[origin]
                function, _ = compiler.function(step, group, occasion.period)
                found.append(Segment(function, occasion))
            crossing = tuple(one for one in own if one.domain == "cohort")
            compiler.cross(crossing)
            steps.append(tuple(found))
            crossings.append(crossing)
        return SettlementProgram(
            settlement, given, tuple(steps), compiler.slots, compiler.below, tuple(crossings)
        )
