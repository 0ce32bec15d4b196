"""What policies come to for one enterprise: entitlements with their reasons, as data (S21 to S25, S27)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from attrs import field, frozen

from jifen.model.decision import Exact, FactSeen, exact_to_dict
from jifen.model.policy import RuleKind

Outcome = Literal["granted", "paid", "refused", "vetoed", "superseded", "undetermined", "not_in_force"]
"""``granted`` gives money (or a line); ``paid`` was paid before under the same key; ``refused`` misses a
condition or comes to nothing; ``vetoed`` is stopped by a negative list; ``superseded`` lost in its group;
``undetermined`` lacks data; ``not_in_force`` does not apply on the day, or rests on assumed figures that
nobody asked for.
"""

DECISION_VERSION = 1
"""The version of the shape that ``Decision.to_dict`` gives."""


def _money(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


@frozen
class AtomSeen:
    """A condition as the file writes it, whether it holds, and, where it compares numbers, both sides in base
    units. ``shortfall`` is how much the left side would have to change for it to hold.
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

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "text": self.text,
            "met": self.met,
            "left": exact_to_dict(self.left),
            "right": exact_to_dict(self.right),
            "operator": self.operator,
            "unit": self.unit,
            "shortfall": None if self.shortfall is None else str(self.shortfall),
            "facts": [fact.to_dict() for fact in self.facts],
            "clause": self.clause,
        }


@frozen
class MoneyStep:
    """One step of the money: what was done (``formula``, ``cap``, ``group``, …), the figures of the rule as
    its file writes them, the label of the case that was met, and what it came to, in 元.
    """

    what: str
    figures: Mapping[str, str]
    label: str
    value: Exact | None

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "what": self.what,
            "figures": dict(self.figures),
            "label": self.label,
            "value": exact_to_dict(self.value),
        }


@frozen
class RowSeen:
    """One row of a rule that is decided row by row: its key, its conditions, and what it comes to, in 元."""

    key: Mapping[str, str]
    conditions: tuple[tuple[str, bool | None], ...]
    met: bool | None
    base: Exact
    amount: Exact

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "key": dict(self.key),
            "conditions": [{"text": text, "met": met} for text, met in self.conditions],
            "met": self.met,
            "base": exact_to_dict(self.base),
            "amount": exact_to_dict(self.amount),
        }


@frozen
class PartOfAmount:
    """What a payer bears, or an instalment comes to, in 元; when it falls due."""

    id: str
    amount: Decimal | None
    due: date | None = None

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "id": self.id,
            "amount": _money(self.amount),
            "due": None if self.due is None else self.due.isoformat(),
        }


@frozen
class ClawedBack:
    """What must be given back: whether, and how much of what the ledger holds."""

    id: str
    met: bool | None
    amount: Decimal | None
    clause: str

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {"id": self.id, "met": self.met, "amount": _money(self.amount), "clause": self.clause}


@frozen
class LoanTerms:
    """What a loan offers besides its line."""

    lender: str
    rate: Fraction | None
    term: str
    risk: Mapping[str, Fraction]

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON; rates and shares as exact texts."""
        return {
            "lender": self.lender,
            "rate": None if self.rate is None else str(self.rate),
            "term": self.term,
            "risk": {name: str(share) for name, share in self.risk.items()},
        }


@frozen
class Because:
    """What decided an outcome besides the rule's own conditions: a veto, or the rule that won its group."""

    kind: Literal["veto", "group", "once", "fuse", "zero", "assumed", "dates"]
    id: str
    title: str
    clause: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {"kind": self.kind, "id": self.id, "title": self.title, "clause": self.clause}


@frozen
class Entitlement:
    """What one rule comes to for one enterprise.

    ``amount`` is what it is entitled to after settlement, in 元 (a loan: its line), None unless the
    outcome is granted or paid; ``paid`` what the ledger holds under its key; ``due`` what is still to be
    paid. ``provisional`` says that a member of its group is undetermined (S22), ``assumed`` that it rests
    on assumed figures (S27). ``lacks`` names what leaves it undetermined.
    """

    policy: str
    version: str
    rule: str
    title: str
    kind: RuleKind
    outcome: Outcome
    amount: Decimal | None
    paid: Decimal | None
    due: Decimal
    provisional: bool
    assumed: bool
    lacks: tuple[str, ...]
    because: tuple[Because, ...]
    award: str
    clause: str
    payers: tuple[PartOfAmount, ...] = ()
    instalments: tuple[PartOfAmount, ...] = ()
    clawbacks: tuple[ClawedBack, ...] = ()
    terms: LoanTerms | None = None
    conditions: tuple[AtomSeen, ...] = field(default=(), repr=False)
    rows: tuple[RowSeen, ...] = field(default=(), repr=False)
    steps: tuple[MoneyStep, ...] = field(default=(), repr=False)

    @property
    def full_id(self) -> str:
        """Policy and rule."""
        return f"{self.policy}/{self.rule}"

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON; money in 元 as exact texts."""
        return {
            "policy": self.policy,
            "version": self.version,
            "rule": self.rule,
            "title": self.title,
            "kind": self.kind,
            "outcome": self.outcome,
            "amount": _money(self.amount),
            "paid": _money(self.paid),
            "due": _money(self.due),
            "provisional": self.provisional,
            "assumed": self.assumed,
            "lacks": list(self.lacks),
            "because": [one.to_dict() for one in self.because],
            "award": self.award,
            "clause": self.clause,
            "payers": [one.to_dict() for one in self.payers],
            "instalments": [one.to_dict() for one in self.instalments],
            "clawbacks": [one.to_dict() for one in self.clawbacks],
            "terms": None if self.terms is None else self.terms.to_dict(),
            "conditions": [one.to_dict() for one in self.conditions],
            "rows": [one.to_dict() for one in self.rows],
            "steps": [one.to_dict() for one in self.steps],
        }


@frozen
class StatusSeen:
    """A status or list, and whether the enterprise meets it; None while that is unknown."""

    id: str
    name: str
    met: bool | None
    policy: str

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {"id": self.id, "name": self.name, "met": self.met, "policy": self.policy}


@frozen
class Decision:
    """What all policies in force come to for one enterprise, stamped with what decided it (S26, S30)."""

    engine: str
    digest: str
    park: str
    period: str
    as_of: date
    code: str
    name: str
    statuses: tuple[StatusSeen, ...]
    entitlements: tuple[Entitlement, ...]

    def entitlement(self, rule: str) -> Entitlement:
        """The entitlement of a rule by ``policy/rule``, or by the rule's id where that is enough."""
        found = [one for one in self.entitlements if rule in (one.full_id, one.rule)]
        if len(found) != 1:
            raise KeyError(rule)
        return found[0]

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON, with the version of the shape."""
        return {
            "version": DECISION_VERSION,
            "engine": self.engine,
            "digest": self.digest,
            "park": self.park,
            "period": self.period,
            "as_of": self.as_of.isoformat(),
            "code": self.code,
            "name": self.name,
            "statuses": [one.to_dict() for one in self.statuses],
            "entitlements": [one.to_dict() for one in self.entitlements],
        }
