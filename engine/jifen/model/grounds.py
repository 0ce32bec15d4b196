"""The reasons of entitlements as data: conditions, steps of the money, rows, what is lacking (S14, S21, S27).

Numbers are exact and in base units. Whoever has these has all that the money follows from: ``explain`` makes
sentences of them, and computes the money again from them alone.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from attrs import field, frozen

from jifen.model.decision import Exact, FactSeen, exact_to_dict
from jifen.model.making import maker_of
from jifen.model.quantity import SCALES, Scale


def _ratio(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


@frozen(weakref_slot=False)
class AtomSeen:
    """A condition as the file writes it, whether it holds, and, where it compares numbers, both sides.

    ``wanted`` says whether it must hold; inside ``none`` it must not. ``shortfall`` is how much the left
    side would have to change for a condition that stands in the way to be on its edge; of an interval,
    ``operator`` and ``right`` are then the edge that is missed. ``scale`` is how its figures are written.
    ``below`` are the conditions of the status that it asks for (符合), where that is not as it must be.
    """

    text: str
    met: bool | None
    left: Exact | None = None
    right: Exact | None = None
    operator: str | None = None
    unit: str = ""
    shortfall: Fraction | None = None
    facts: tuple[FactSeen, ...] = ()
    clause: str = ""
    wanted: bool = True
    scale: Scale = SCALES[""]
    below: tuple["AtomSeen", ...] = ()

    @property
    def in_the_way(self) -> bool:
        """Whether it is known not to be as it must be."""
        return self.met is not None and self.met is not self.wanted

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "text": self.text,
            "met": self.met,
            "wanted": self.wanted,
            "left": exact_to_dict(self.left),
            "right": exact_to_dict(self.right),
            "operator": self.operator,
            "unit": self.unit,
            "shown_as": self.scale.name,
            "shortfall": _ratio(self.shortfall),
            "facts": [fact.to_dict() for fact in self.facts],
            "clause": self.clause,
            "below": [atom.to_dict() for atom in self.below],
        }


@frozen
class Miss:
    """One way in which all conditions would be met: those that would have to change, by their positions.

    ``gap`` adds up how far each is away relative to its figures; None where one is no matter of more
    or less.
    """

    conditions: tuple[int, ...]
    gap: Fraction | None

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {"conditions": list(self.conditions), "gap": _ratio(self.gap)}


@frozen(weakref_slot=False)
class TermSeen:
    """A name or a call in a formula, where it stands in its text, its value, and how such is written."""

    text: str
    start: int
    value: Exact | None
    scale: Scale

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "text": self.text,
            "start": self.start,
            "value": exact_to_dict(self.value),
            "unit": str(self.scale.unit),
            "shown_as": self.scale.name,
        }


@frozen(weakref_slot=False)
class OptionSeen:
    """One of several things that a step chooses from or adds up: a tier, a class, a rule of a group.

    ``formula`` is what the file writes for it, ``value`` what that comes to; ``met`` says whether its own
    condition holds, where it has one.
    """

    label: str
    formula: str
    met: bool | None
    value: Exact | None
    terms: tuple[TermSeen, ...] = ()
    cap: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "label": self.label,
            "formula": self.formula,
            "cap": self.cap,
            "met": self.met,
            "value": exact_to_dict(self.value),
            "terms": [term.to_dict() for term in self.terms],
        }


@frozen(weakref_slot=False)
class MoneyStep:
    """One step of the money: what was done (``formula``, ``cap``, ``group``, …), the figures of the rule as
    its file writes them, the label of the case that was met, and what it came to, in 元.

    ``inputs`` are the exact values that it works with besides what the step before came to (the figure of
    a cap, a factor, whether it acts); ``terms`` those of the names in its formula.
    """

    what: str
    figures: Mapping[str, str]
    label: str
    value: Exact | None
    inputs: Mapping[str, Exact] = field(factory=dict)
    terms: tuple[TermSeen, ...] = ()
    options: tuple[OptionSeen, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "what": self.what,
            "figures": dict(self.figures),
            "label": self.label,
            "value": exact_to_dict(self.value),
            "inputs": {name: exact_to_dict(value) for name, value in self.inputs.items()},
            "terms": [term.to_dict() for term in self.terms],
            "options": [option.to_dict() for option in self.options],
        }


@frozen
class RowSeen:
    """One row of a rule that is decided row by row: its key, its conditions, and what it comes to, in 元.

    ``counted`` says whether its amount is added: its conditions hold, and no other row of the same
    ``once`` comes to more.
    """

    key: Mapping[str, str]
    conditions: tuple[AtomSeen, ...]
    met: bool | None
    base: Exact
    amount: Exact
    counted: bool = False
    once: Exact | None = None
    steps: tuple[MoneyStep, ...] = ()
    misses: tuple[Miss, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "key": dict(self.key),
            "conditions": [one.to_dict() for one in self.conditions],
            "met": self.met,
            "base": exact_to_dict(self.base),
            "amount": exact_to_dict(self.amount),
            "counted": self.counted,
            "once": exact_to_dict(self.once),
            "steps": [one.to_dict() for one in self.steps],
            "misses": [one.to_dict() for one in self.misses],
        }


LackKind = Literal["field", "table", "cohort", "score", "status", "other"]


@frozen
class LackSeen:
    """Something that leaves a rule undetermined, by the name that people know it by.

    ``period`` is the period of a field or a score; ``complete_to`` the day up to which a table must be
    complete; ``columns`` what rows of a table do not tell.
    """

    kind: LackKind
    id: str
    name: str
    period: str = ""
    complete_to: date | None = None
    columns: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "kind": self.kind,
            "id": self.id,
            "name": self.name,
            "period": self.period,
            "complete_to": None if self.complete_to is None else self.complete_to.isoformat(),
            "columns": list(self.columns),
        }


@frozen
class PolicySeen:
    """A policy of a decision: who issued it, what it rewards, when it is in force, where it was published."""

    id: str
    version: str
    title: str
    issuer: str
    clause: str
    source: str
    rewards: str
    since: date | None
    until: date | None
    apply_since: date | None
    apply_until: date | None
    in_force: bool

    @property
    def full_id(self) -> str:
        """Id and version, which no two policies share."""
        return f"{self.id}@{self.version}"

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""

        def day(value: date | None) -> str | None:
            return None if value is None else value.isoformat()

        return {
            "id": self.id,
            "version": self.version,
            "title": self.title,
            "issuer": self.issuer,
            "clause": self.clause,
            "source": self.source,
            "rewards": self.rewards,
            "since": day(self.since),
            "until": day(self.until),
            "apply_since": day(self.apply_since),
            "apply_until": day(self.apply_until),
            "in_force": self.in_force,
        }


make_atom = maker_of(AtomSeen)
make_term = maker_of(TermSeen)
make_option = maker_of(OptionSeen)
make_step = maker_of(MoneyStep)
