"""The plan's nodes: what every reading implements, and all that it implements.

Expression nodes come from the model. The nodes here decide among cases, stand in for absences, round, call a
park's code, and cross from one enterprise to its cohort. Nothing here knows a scoring kind, a subsidy or a
negative list: those are lowered to these nodes. Nodes are compared and looked up all the time, so each keeps
its hash.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from attrs import evolve, field, frozen

from jifen.model.enterprise import Absence
from jifen.model.expression import Expression, Ref
from jifen.model.place import Place
from jifen.model.quantity import Scale


@frozen
class Edge:
    """The lower end of a band: ``closed`` when the bound itself belongs to it."""

    bound: Fraction
    closed: bool


@frozen(cache_hash=True)
class Bands(Expression):
    """The band that a value falls in, as a whole number: how many ascending ``edges`` it has reached."""

    value: Expression
    edges: tuple[Edge, ...]


@frozen(cache_hash=True)
class Choose(Expression):
    """The option with the number that ``index`` is, counted from 0."""

    index: Expression
    options: tuple[Expression, ...]


@frozen(cache_hash=True)
class Match(Expression):
    """The option of the text that ``value`` is; undefined for any other text."""

    value: Expression
    options: tuple[tuple[str, Expression], ...]


@frozen(cache_hash=True)
class If(Expression):
    """``then`` or ``otherwise``; absent while the condition is unknown."""

    condition: Expression
    then: Expression
    otherwise: Expression


@frozen(cache_hash=True)
class IfAbsent(Expression):
    """``value``, with a number in the place of each absence that has one declared (S11)."""

    value: Expression
    missing: Fraction | None = None
    not_applicable: Fraction | None = None
    undefined: Fraction | None = None


@frozen(cache_hash=True)
class Nothing(Expression):
    """A value that is absent, always."""

    absence: Absence = Absence.UNDEFINED


@frozen(cache_hash=True)
class Rounded(Expression):
    """``value`` to ``digits`` decimals, halves away from zero (S3)."""

    value: Expression
    digits: int


@frozen(cache_hash=True)
class Call(Expression):
    """The result of a park's function (S29).

    It is absent when an input is, an error when it leaves ``[low, high]``.
    """

    function: str
    inputs: tuple[tuple[str, Expression], ...]
    tables: tuple[tuple[str, str], ...]
    low: Fraction | None
    high: Fraction | None


ALONE = ""
"""The group of those who are in none: each of them is a group of its own."""


@frozen(cache_hash=True)
class Rank(Expression):
    """Rank by ``values`` (1, 1, 3) among the members of the group, later values breaking ties (S19).

    A group is a number or a text.
    """

    values: tuple[Ref, ...]
    group: Ref | None
    descending: bool = True


@frozen(cache_hash=True)
class Members(Expression):
    """How many members the group has whose ``values`` are known."""

    values: tuple[Ref, ...]
    group: Ref | None


@frozen(cache_hash=True)
class Mean(Expression):
    """The mean of a value over the members of the group."""

    value: Ref
    group: Ref | None


@frozen(cache_hash=True)
class Apportioned(Expression):
    """The part at ``position`` of a total that is divided by weights, in whole ``unit``s: what is left
    over goes by largest remainder, then by position, so that the parts add up (S3).
    """

    total: Expression
    weights: tuple[Expression, ...]
    position: int
    unit: Fraction


@frozen(cache_hash=True)
class EachRow(Expression):
    """What each row of a table comes to, value by value: read by reasons alone."""

    table: str
    values: tuple[Expression, ...]


@frozen(cache_hash=True)
class Allotted(Expression):
    """What a budget leaves of the claim at ``position`` (S23), in whole ``unit``s.

    Without ``order`` all claims are cut alike where they come to more than the budget; with it the
    highest is served first until the money is spent. Claims that are unknown are not counted.
    """

    claims: tuple[Ref, ...]
    position: int
    budget: Fraction
    unit: Fraction
    order: Ref | None = None


CohortNode = Rank | Members | Mean | Allotted
Domain = Literal["enterprise", "cohort"]


def domain_of(node: Expression) -> Domain:
    """Whether a node is decided from one enterprise or from the cohort (S20)."""
    return "cohort" if isinstance(node, CohortNode) else "enterprise"


def _names(node: Expression) -> tuple[str, ...]:
    return tuple(attribute.name for attribute in getattr(type(node), "__attrs_attrs__", ()))


def parts(node: Expression) -> tuple[Expression, ...]:
    """The nodes that a node is directly made of, in the order in which it names them."""
    found: list[Expression] = []
    stack: list[object] = [getattr(node, name) for name in reversed(_names(node))]
    while stack:
        value = stack.pop()
        if isinstance(value, Expression):
            found.append(value)
        elif isinstance(value, tuple):
            stack.extend(reversed(value))
    return tuple(found)


def leaves(node: Expression) -> tuple[Expression, ...]:
    """All nodes below and including ``node``, in reading order, each once."""
    seen: dict[Expression, None] = {}
    stack = [node]
    while stack:
        current = stack.pop()
        if current not in seen:
            seen[current] = None
            stack.extend(reversed(parts(current)))
    return tuple(seen)


@frozen
class Term:
    """A name or call of a formula: where it stands in the text, the definition of its value, and how such a
    value is written.
    """

    text: str
    start: int
    value: str
    scale: Scale


@frozen
class Option:
    """One of several things that a step chooses from: its label and formula as the file writes them, the
    definitions of whether it is met and of what it comes to.
    """

    label: str
    formula: str
    met: str | None
    value: str
    terms: tuple[Term, ...] = ()
    cap: str = ""


@frozen
class Note:
    """What the reasons say of a definition: the kind of step, its figures as the file writes them, and, for a
    band or a choice, the label of each case.

    ``inputs`` are what a step works with: figures, or the names of definitions. These, and what terms and
    options name, are read by reasons alone; in a rule that is decided row by row they may be values of a
    row.
    """

    what: str
    figures: Mapping[str, str] = field(factory=dict, hash=False)
    labels: tuple[str, ...] = ()
    inputs: Mapping[str, str | Fraction] = field(factory=dict, hash=False)
    terms: tuple[Term, ...] = ()
    options: tuple[Option, ...] = ()


@frozen
class Definition:
    """A named node. ``step`` counts the crossings to the cohort that come before it (S20); ``assumed`` says
    that it rests on an assumed figure of its own (S27).
    """

    name: str
    node: Expression
    origin: str
    step: int = 0
    clause: str = ""
    place: Place | None = field(default=None, eq=False, repr=False)
    assumed: bool = False
    note: Note | None = None

    @property
    def domain(self) -> Domain:
        """Whether it is decided from one enterprise or from the cohort."""
        return domain_of(self.node)

    def at(self, step: int) -> "Definition":
        """The definition in another step."""
        return evolve(self, step=step)
