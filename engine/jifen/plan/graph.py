"""The plan of a park: definitions in order, and which are stages, indicators, dimensions and boards."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property

from attrs import field, frozen

from jifen.model.decision import Role
from jifen.model.expression import Fact, Ref
from jifen.model.function import IndicatorFunction
from jifen.model.quantity import Scale
from jifen.model.terms import Vocabulary
from jifen.plan.nodes import Definition, leaves

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

    @property
    def steps(self) -> int:
        """How many steps per enterprise there are; a step over the cohort lies between each two."""
        return max((definition.step for definition in self.definitions), default=0) + 1

    @cached_property
    def named(self) -> Mapping[str, Definition]:
        """The definitions by name."""
        return {definition.name: definition for definition in self.definitions}


def in_steps(definitions: Iterable[Definition]) -> tuple[Definition, ...]:
    """The definitions with their steps: what rests on a cohort node comes one step after it (S20).

    Each definition must come after all that it refers to.
    """
    placed: dict[str, Definition] = {}
    for definition in definitions:
        step = 0
        for node in leaves(definition.node):
            if isinstance(node, Ref):
                below = placed[node.name]
                step = max(step, below.step + (below.domain == "cohort"))
        placed[definition.name] = definition.at(step)
    return tuple(placed.values())


def needed(definitions: Iterable[Definition], wanted: Iterable[str]) -> frozenset[str]:
    """The names among ``definitions`` that ``wanted`` rests on, themselves included."""
    by_name = {definition.name: definition for definition in definitions}
    found: set[str] = set()
    stack = list(wanted)
    while stack:
        name = stack.pop()
        if name not in found:
            found.add(name)
            stack.extend(node.name for node in leaves(by_name[name].node) if isinstance(node, Ref))
    return frozenset(found)


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
