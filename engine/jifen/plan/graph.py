"""The plan of a park: definitions in order, and which are stages, indicators, dimensions and boards."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property

from attrs import field, frozen

from jifen.model.decision import Role
from jifen.model.expression import Fact, Ref
from jifen.model.function import IndicatorFunction
from jifen.model.quantity import Scale
from jifen.model.terms import Vocabulary
from jifen.plan.nodes import Call, Definition, leaves

STAGE = "stage"
TOTAL = "total"
BASE, BONUS, DEDUCTIONS = "base", "bonus", "deductions"
SO_FAR = "so_far"
"""The ending of the names of what is known so far of a total (S15)."""


@frozen
class StagePart:
    """A stage; its place among the stages is its number."""

    id: str
    name: str


@frozen
class IndicatorPart:
    """Where an indicator stands in the plan; ``full`` is its full marks by stage, None if open-ended."""

    id: str
    name: str
    dimension: str
    value: str | None
    points: str
    definitions: tuple[str, ...]
    shown_as: Scale
    digits: int
    full: tuple[Fraction, ...] | None
    assumed: bool
    clause: str


@frozen
class DimensionPart:
    """Where a dimension stands in the plan: its points, and what is known of them so far."""

    id: str
    name: str
    role: Role
    points: str
    so_far: str
    assumed: bool


@frozen
class BoardPart:
    """A board: who is ranked by which definition in which group, and how many places it lists."""

    id: str
    name: str
    value: str
    rank: str
    members: str
    by_stage: bool
    top: int
    assumed: bool


@frozen
class RequirementPart:
    """What points must reach: as the file writes it, and the definition that says whether they do."""

    text: str
    met: str


@frozen
class ConditionPart:
    """A gate or a direct route: whether it holds; ``atoms`` are its conditions one by one."""

    id: str
    name: str
    met: str
    atoms: tuple[str, ...]
    clause: str
    assumed: bool


@frozen
class ScorecardDimensionPart:
    """A dimension of a scorecard: the most it can give, and what it must reach, if anything."""

    part: DimensionPart
    full: Fraction
    minimum: RequirementPart | None


@frozen
class ScorecardPart:
    """One edition of a scorecard: where its verdict and all that it rests on stand in the plan.

    ``unfilled`` are the slots that the park has not filled, by the indicator that stands in for each.
    """

    id: str
    name: str
    edition: str
    since: date
    until: date | None
    clause: str
    verdict: str
    gates_met: str
    routes_met: str
    score_met: str
    total: str
    so_far: str
    requirement: RequirementPart
    gates: tuple[ConditionPart, ...]
    routes: tuple[ConditionPart, ...]
    dimensions: tuple[ScorecardDimensionPart, ...]
    indicators: tuple[IndicatorPart, ...]
    unfilled: Mapping[str, str]
    definitions: tuple[str, ...]
    assumed: bool

    def in_force(self, day: date) -> bool:
        """Whether a day lies in ``[since, until)``."""
        return self.since <= day and (self.until is None or day < self.until)


@frozen
class Plan:
    """A park lowered once. Definitions stand in an order in which each comes after all that it refers to."""

    park: str
    name: str
    scheme: str
    version: str
    digest: str
    digits: int
    definitions: tuple[Definition, ...]
    stages: tuple[StagePart, ...]
    stage_value: str
    indicators: tuple[IndicatorPart, ...]
    dimensions: tuple[DimensionPart, ...]
    boards: tuple[BoardPart, ...]
    vocabulary: Vocabulary = field(repr=False)
    functions: Mapping[str, IndicatorFunction] = field(repr=False)
    scorecards: tuple[ScorecardPart, ...] = ()

    @cached_property
    def scored(self) -> tuple[Definition, ...]:
        """The definitions of the park's own scheme, without those of scorecards."""
        apart = {name for card in self.scorecards for name in card.definitions}
        return tuple(definition for definition in self.definitions if definition.name not in apart)

    @property
    def steps(self) -> int:
        """How many steps per enterprise there are; a step over the cohort lies between each two."""
        return max((definition.step for definition in self.definitions), default=0) + 1

    @cached_property
    def named(self) -> Mapping[str, Definition]:
        """The definitions by name."""
        return {definition.name: definition for definition in self.definitions}


def in_steps(definitions: Iterable[Definition], given: Collection[str] = ()) -> tuple[Definition, ...]:
    """The definitions with their steps: what rests on a cohort node comes one step after it (S20).

    Each definition must come after all that it refers to, but for what is ``given`` from outside.
    """
    placed: dict[str, Definition] = {}
    for definition in definitions:
        step = 0
        for node in leaves(definition.node):
            if isinstance(node, Ref) and node.name not in given:
                below = placed[node.name]
                step = max(step, below.step + (below.domain == "cohort"))
        placed[definition.name] = definition.at(step)
    return tuple(placed.values())


def needed(definitions: Iterable[Definition], wanted: Iterable[str]) -> frozenset[str]:
    """The names that ``wanted`` rests on, themselves included; what is given from outside rests on none."""
    by_name = {definition.name: definition for definition in definitions}
    found: set[str] = set()
    stack = list(wanted)
    while stack:
        name = stack.pop()
        if name not in found:
            found.add(name)
            below = leaves(by_name[name].node) if name in by_name else ()
            stack.extend(node.name for node in below if isinstance(node, Ref))
    return frozenset(found)


def calls_code(definition: Definition) -> bool:
    """Whether a function of the park works out part of a definition."""
    return any(isinstance(node, Call) for node in leaves(definition.node))


def resting_on_assumed(definitions: Iterable[Definition]) -> frozenset[str]:
    """The names of the definitions that are assumed themselves or rest on one that is (S27).

    Each definition must come after all that it refers to.
    """
    marked: set[str] = set()
    for definition in definitions:
        refs = (node.name for node in leaves(definition.node) if isinstance(node, Ref))
        if definition.assumed or not marked.isdisjoint(refs):
            marked.add(definition.name)
    return frozenset(marked)


def facts_below(definitions: Mapping[str, Definition], names: Iterable[str]) -> tuple[Fact, ...]:
    """The facts that the named definitions rest on directly, in reading order, each once."""
    seen: dict[Fact, None] = {}
    for name in names:
        for node in leaves(definitions[name].node):
            if isinstance(node, Fact):
                seen.setdefault(node)
    return tuple(seen)
