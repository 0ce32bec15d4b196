"""What policies come to for one enterprise: entitlements with their reasons, as data (S21 to S25, S27)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import Any, Literal

from attrs import field, fields_dict, frozen

from jifen.model.grounds import AtomSeen, LackSeen, Miss, MoneyStep, PolicySeen, RowSeen
from jifen.model.making import maker_of
from jifen.model.policy import RuleKind

Outcome = Literal["granted", "paid", "refused", "vetoed", "superseded", "undetermined", "not_in_force"]
"""``granted`` gives money (a line, points); ``paid`` was paid before under the same key; ``refused`` misses a
condition or comes to nothing; ``vetoed`` is stopped by a negative list; ``superseded`` lost in its group;
``undetermined`` lacks data; ``not_in_force`` does not apply on the day, or rests on assumed figures that
nobody asked for.
"""

OUTCOMES: tuple[Outcome, ...] = (
    "granted",
    "paid",
    "superseded",
    "vetoed",
    "refused",
    "undetermined",
    "not_in_force",
)
"""All outcomes, in the order in which people list them."""

DECISION_VERSION = 1
"""The version of the shape that ``Decision.to_dict`` gives."""


def _money(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


@frozen
class PartOfAmount:
    """What a payer bears, or an instalment comes to, in 元; its share, and when it falls due.

    ``met`` says whether the conditions of an instalment hold.
    """

    id: str
    amount: Decimal | None
    due: date | None = None
    share: Fraction | None = None
    met: bool | None = True

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "id": self.id,
            "amount": _money(self.amount),
            "due": None if self.due is None else self.due.isoformat(),
            "share": None if self.share is None else str(self.share),
            "met": self.met,
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
    """What a loan offers besides its line; ``rate_step`` is how its rate came about."""

    lender: str
    rate: Fraction | None
    term: str
    risk: Mapping[str, Fraction]
    rate_step: MoneyStep | None = None

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON; rates and shares as exact texts."""
        return {
            "lender": self.lender,
            "rate": None if self.rate is None else str(self.rate),
            "term": self.term,
            "risk": {name: str(share) for name, share in self.risk.items()},
            "rate_step": None if self.rate_step is None else self.rate_step.to_dict(),
        }


@frozen
class Because:
    """What decided an outcome besides the rule's own conditions: a veto, or the rule that won its group.

    ``conditions`` are those of an entry of a negative list, with what was seen.
    """

    kind: Literal["veto", "group", "once", "fuse", "zero", "assumed", "dates"]
    id: str
    title: str
    clause: str = ""
    conditions: tuple[AtomSeen, ...] = field(default=(), repr=False)

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "kind": self.kind,
            "id": self.id,
            "title": self.title,
            "clause": self.clause,
            "conditions": [one.to_dict() for one in self.conditions],
        }


@frozen(weakref_slot=False)
class Entitlement:
    """What one rule comes to for one enterprise.

    ``amount`` is what it is entitled to after settlement, in 元 (a loan: its line), None unless the
    outcome is granted or paid; ``points`` what a bonus adds in a bid, which is no money (S15); ``paid``
    what the ledger holds under its key; ``due`` what is still to be paid. ``provisional`` says that a member
    of its group is undetermined (S22), ``assumed`` that it rests on assumed figures (S27), which
    ``assumed_in`` names. ``lacks`` names what leaves it undetermined, ``lacking`` says more of it.
    ``misses`` are ways in which conditions would be met, the nearest first.
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
    points: Decimal | None = None
    lacking: tuple[LackSeen, ...] = field(default=(), repr=False)
    assumed_in: tuple[str, ...] = field(default=(), repr=False)
    conditions: tuple[AtomSeen, ...] = field(default=(), repr=False)
    misses: tuple[Miss, ...] = field(default=(), repr=False)
    rows: tuple[RowSeen, ...] = field(default=(), repr=False)
    steps: tuple[MoneyStep, ...] = field(default=(), repr=False)

    @property
    def full_id(self) -> str:
        """Policy and rule."""
        return f"{self.policy}/{self.rule}"

    def changed(self, **changes: Any) -> "Entitlement":
        """The same with other values of some attributes; there are many, and decisions make many of them."""
        values = list(_values_of(self))
        for name, value in changes.items():
            values[_POSITIONS[name]] = value
        return make_entitlement(*values)

    def explained(
        self,
        because: tuple[Because, ...],
        conditions: tuple[AtomSeen, ...],
        misses: tuple[Miss, ...],
        rows: tuple[RowSeen, ...],
        steps: tuple[MoneyStep, ...],
        terms: LoanTerms | None,
    ) -> "Entitlement":
        """The same with its reasons."""
        return make_entitlement(
            self.policy,
            self.version,
            self.rule,
            self.title,
            self.kind,
            self.outcome,
            self.amount,
            self.paid,
            self.due,
            self.provisional,
            self.assumed,
            self.lacks,
            because,
            self.award,
            self.clause,
            self.payers,
            self.instalments,
            self.clawbacks,
            terms,
            self.points,
            self.lacking,
            self.assumed_in,
            conditions,
            misses,
            rows,
            steps,
        )

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
            "points": _money(self.points),
            "paid": _money(self.paid),
            "due": _money(self.due),
            "provisional": self.provisional,
            "assumed": self.assumed,
            "assumed_in": list(self.assumed_in),
            "lacks": list(self.lacks),
            "lacking": [one.to_dict() for one in self.lacking],
            "because": [one.to_dict() for one in self.because],
            "award": self.award,
            "clause": self.clause,
            "payers": [one.to_dict() for one in self.payers],
            "instalments": [one.to_dict() for one in self.instalments],
            "clawbacks": [one.to_dict() for one in self.clawbacks],
            "terms": None if self.terms is None else self.terms.to_dict(),
            "conditions": [one.to_dict() for one in self.conditions],
            "misses": [one.to_dict() for one in self.misses],
            "rows": [one.to_dict() for one in self.rows],
            "steps": [one.to_dict() for one in self.steps],
        }


make_entitlement = maker_of(Entitlement)
_POSITIONS = {name: position for position, name in enumerate(fields_dict(Entitlement))}
_values_of = attrgetter(*_POSITIONS)


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


@frozen(weakref_slot=False)
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
    policies: tuple[PolicySeen, ...] = field(default=(), repr=False)

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
            "policies": [one.to_dict() for one in self.policies],
            "statuses": [one.to_dict() for one in self.statuses],
            "entitlements": [one.to_dict() for one in self.entitlements],
        }


make_decision = maker_of(Decision)
