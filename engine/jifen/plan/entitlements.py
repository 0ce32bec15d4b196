"""Where the parts of policies stand in the plan: rules, statuses, negatives, and how they are settled."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from jifen.model.expression import Expression, Operator
from jifen.model.period import Period
from jifen.model.place import Place
from jifen.model.policy import Budget, Factor, Group, RuleKind, SharedCap
from jifen.model.quantity import SCALES, Scale
from jifen.plan.bounds import Bound, bounds_of
from jifen.plan.graph import Plan
from jifen.plan.nodes import Definition, Note

SCORES, STATUS, NEGATIVE, ACROSS = "score.", "status.", "negative.", "across.veto."
"""What a policy refers to outside itself, or by way of settling: after ``<policy>@<version>:``."""


@frozen
class AtomPart:
    """One condition: what the file writes, the definition that says whether it holds, and, where it compares
    numbers, those of both sides. Of a condition on the row at hand these are values of the row.
    """

    text: str
    met: str | None
    node: Expression
    """As it was checked, before its sides got names of their own."""
    left: str | None = None
    right: str | None = None
    operator: Operator | None = None
    clause: str = ""
    unit: str = ""
    """The unit of the figures that it compares."""
    scale: Scale = SCALES[""]
    """How such figures are usually written (万元, %)."""

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """The figures that it compares with."""
        return tuple(bounds_of(self.node))


@frozen
class ConditionsPart:
    """Conditions as they are written, and the definition that holds them all together."""

    met: str
    atoms: tuple[AtomPart, ...]


@frozen
class NegativePart:
    """An entry of a negative list."""

    id: str
    title: str
    acts: str
    """The name by which rules refer to it: settling says whether it takes part."""
    effect: str
    scope: tuple[str, ...]
    across: bool
    conditions: ConditionsPart
    factor: Fraction | None
    cap: Fraction | None
    clause: str


@frozen
class StatusPart:
    """A status or a list: what 符合 asks for."""

    id: str
    name: str
    met: str
    atoms: tuple[AtomPart, ...]
    clause: str
    listing: bool = False
    rank: str | None = None


@frozen
class SharePart:
    """A part of an amount: a payer, an instalment, or a bearer of risk."""

    id: str
    share: Fraction
    conditions: ConditionsPart | None = None
    due: date | None = None


@frozen
class ClawbackPart:
    """What must be given back: whether, and how much."""

    id: str
    conditions: ConditionsPart
    amount: str
    clause: str


@frozen
class LoanPart:
    """What a loan has besides its line."""

    lender: str
    rate: str | None
    term: str
    risk: tuple[SharePart, ...]
    fuse: ConditionsPart | None


@frozen
class BranchPart:
    """One of the ways in which an amount may turn out: a tier (分档), a class (类别), a cell of a table, an
    adjustment (调整); its label in the file, and when it is taken. ``by`` is what tiers divide.
    """

    kind: Literal["tier", "case", "cell", "adjust"]
    label: str
    condition: Expression
    by: str = ""


@frozen
class RowsPart:
    """The rows of a rule that is decided row by row: the definition that holds all values of each row.

    ``values`` names them in order; ``steps`` are those that make the amount of a row. ``met``, ``base``,
    ``amount`` and, where equal rows count once, ``once`` are among the names.
    """

    table: str
    name: str
    where: Expression | None
    atoms: tuple[AtomPart, ...]
    values: tuple[str, ...]
    steps: tuple[tuple[str, Note], ...]


@frozen
class RulePart:
    """Where a rule stands in the plan.

    ``money`` are the steps that make its amount, in order, up to its rounding; ``gross`` is the amount where
    it is entitled, and 0 where it is not. ``paid`` and ``held`` read the ledger under its key (S25).
    """

    id: str
    title: str
    kind: RuleKind
    policy: str
    version: str
    conditions: ConditionsPart
    rows: RowsPart | None
    money: tuple[str, ...]
    amount: str
    once: str | None
    vetoed: str
    vetoes: tuple[str, ...]
    entitled: str
    gross: str
    unit: Fraction
    mode: str
    award: str
    paid: str | None
    held: str | None
    payers: tuple[SharePart, ...]
    instalments: tuple[SharePart, ...]
    clawbacks: tuple[ClawbackPart, ...]
    loan: LoanPart | None
    clause: str
    branches: tuple[BranchPart, ...] = ()

    @property
    def full_id(self) -> str:
        """Policy and rule: what other rules, groups and the ledger call it."""
        return f"{self.policy}/{self.id}"


@frozen
class PolicyPart:
    """A policy in one version, lowered by itself; its definitions refer to others by names that settling
    gives (``<policy>@<version>:…``).
    """

    id: str
    version: str
    title: str
    issuer: str
    applies_to: tuple[str, ...]
    rewards: Period | None
    since: date | None
    until: date | None
    apply: tuple[date | None, date | None] | None
    snapshot: date | None
    clause: str
    source: str
    definitions: tuple[Definition, ...] = field(repr=False)
    rules: tuple[RulePart, ...]
    statuses: tuple[StatusPart, ...]
    negatives: tuple[NegativePart, ...]
    groups: tuple[Group, ...]
    shared_caps: tuple[SharedCap, ...]
    factors: tuple["FactorPart", ...]
    budgets: tuple[Budget, ...]
    orders: Mapping[str, str]
    """By budget: the definition of what its claims are served by."""
    figures: Mapping[str, Fraction]
    """Caps, budgets and limits in 元, by what they are of: ``shared_cap.<id>``, ``budget.<id>``,
    ``limit.<id>``.
    """
    place: Place = field(eq=False, repr=False)
    programme: tuple[str, ...]

    @property
    def full_id(self) -> str:
        """Id and version, which no two policies share."""
        return f"{self.id}@{self.version}"

    @property
    def origin(self) -> str:
        """What its definitions say of where they come from."""
        return f"policy:{self.full_id}"

    def in_force(self, day: date) -> bool:
        """Whether a day lies in ``[since, until)``. What rewards a period is chosen by that instead."""
        after = self.since is None or self.since <= day
        return after and (self.until is None or day < self.until)


@frozen
class FactorPart:
    """A factor by grade: the definitions of its figure, and of the grade."""

    declared: Factor
    factor: str
    by: str


@frozen
class SettledPart:
    """A rule after settlement: each step that may change its money, in order, and what is left."""

    rule: RulePart
    steps: tuple[str, ...]
    won: str | None
    """Whether it is the one that its group pays; None where it is in none."""
    group: Group | None
    provisional: str | None
    allotted: Budget | None
    net: str
    payers: tuple[str, ...]
    instalments: tuple[str, ...]
    withheld: bool
    assumed: bool
    assumed_in: tuple[str, ...] = ()
    """The rules, entries, fields and scores in which the assumed figures stand, as people know them."""


@frozen
class Occasion:
    """What the definitions of one policy are decided by: its reference period and its snapshot (S8)."""

    period: Period
    snapshot: date | None
    """None where it is the as-of date."""

    def day(self, as_of: date) -> date:
        """The day on which qualifications, events and the ledger are read."""
        return as_of if self.snapshot is None else min(self.snapshot, as_of)


@frozen
class Settlement:
    """What one run decides besides scores: the policies in force, all their definitions in order, and each
    rule's part. ``given`` are the scores that definitions read: by name, the scoring year and the score.
    """

    plan: Plan = field(repr=False)
    policies: tuple[PolicyPart, ...] = field(repr=False)
    absent: tuple[PolicyPart, ...] = field(repr=False)
    definitions: tuple[Definition, ...] = field(repr=False)
    occasions: Mapping[str, Occasion]
    given: Mapping[str, tuple[int, str]]
    rules: tuple[SettledPart, ...] = field(repr=False)
    statuses: tuple[StatusPart, ...] = field(repr=False)
    digest: str

    @property
    def steps(self) -> int:
        """How many steps per enterprise there are; a step over the cohort lies between each two."""
        return max((definition.step for definition in self.definitions), default=0) + 1
