"""What an evaluation gives back: score cards and their reasons. Data first; sentences are ``explain``'s."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, Union

from attrs import field, frozen

from jifen.model.enterprise import Absence, Cell
from jifen.model.making import maker_of
from jifen.model.quantity import Scale

Exact = Union[Fraction, int, str, date, Absence]
"""A value as reasons show it: numbers as exact fractions in base units, flags as True and False."""

Role = Literal["base", "bonus", "deduction"]

CARD_VERSION = 1
"""The version of the shape that ``ScoreCard.to_dict`` gives."""


def exact_to_dict(value: Exact | None) -> dict[str, Any] | None:
    """A value as JSON that tells its kind: numbers as exact texts (``"1/3"``), dates as ``2020-01-31``."""
    if value is None:
        return None
    if isinstance(value, bool):
        return {"flag": value}
    if isinstance(value, Absence):
        return {"absence": value.value}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, str):
        return {"text": value}
    return {"number": str(value)}


def _decimal_text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


@frozen(weakref_slot=False)
class FactSeen:
    """A fact that an indicator rests on: the exact value seen or why it is absent, and its cell."""

    field: str
    name: str
    period: str
    value: Exact
    scale: Scale
    cell: Cell | None = None

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON; the value in base units."""
        cell = self.cell
        return {
            "field": self.field,
            "name": self.name,
            "period": self.period,
            "value": exact_to_dict(self.value),
            "unit": str(self.scale.unit),
            "cell": None
            if cell is None
            else {
                "file": cell.file,
                "sheet": cell.sheet,
                "cell": f"{cell.column}{cell.row}",
                "header": cell.header,
            },
        }


make_fact = maker_of(FactSeen)


@frozen
class Step:
    """One step of the reasons: what was applied (``band``, ``weight``, ``rank``, …), the figures of the rule
    as its file writes them, the label of the case that was met, and the value that came out.
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
class IndicatorScore:
    """One indicator of one enterprise.

    ``value`` is exact, in base units; ``shown_as`` and ``digits`` say how to write it. ``points`` is
    None when unknown. ``treatment`` is the absence for which declared points stood in, if any (S11).
    ``assumed`` says that the points rest on assumed figures (S27).
    """

    id: str
    name: str
    dimension: str
    value: Exact | None
    shown_as: Scale
    digits: int
    full: Decimal | None
    points: Decimal | None
    treatment: Absence | None
    assumed: bool
    clause: str
    steps: tuple[Step, ...] = ()
    facts: tuple[FactSeen, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON; the value in base units, ``shown_as`` the unit in which people read it."""
        return {
            "id": self.id,
            "name": self.name,
            "dimension": self.dimension,
            "value": exact_to_dict(self.value),
            "unit": str(self.shown_as.unit),
            "shown_as": self.shown_as.name,
            "digits": self.digits,
            "full": _decimal_text(self.full),
            "points": _decimal_text(self.points),
            "treatment": None if self.treatment is None else self.treatment.value,
            "assumed": self.assumed,
            "clause": self.clause,
            "steps": [step.to_dict() for step in self.steps],
            "facts": [fact.to_dict() for fact in self.facts],
        }


@frozen
class DimensionScore:
    """The points of a dimension, None while a part is unknown; ``so_far`` adds the known parts."""

    id: str
    name: str
    role: Role
    points: Decimal | None
    so_far: Decimal

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "id": self.id,
            "name": self.name,
            "role": self.role,
            "points": _decimal_text(self.points),
            "so_far": _decimal_text(self.so_far),
        }


@frozen
class Standing:
    """A place on a board: the rank among ``members``, whether it is listed, and the value ranked by."""

    board: str
    name: str
    group: str
    rank: int
    members: int
    value: Decimal
    listed: bool

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "board": self.board,
            "name": self.name,
            "group": self.group,
            "rank": self.rank,
            "members": self.members,
            "value": _decimal_text(self.value),
            "listed": self.listed,
        }


@frozen
class Missing:
    """What was not told: a field of a period; or, without one, a table, the cohort, a slot or 成立日期."""

    id: str
    period: str = ""

    def to_dict(self) -> dict[str, str]:
        """As data for JSON."""
        return {"id": self.id, "period": self.period}


def _ids(missing: tuple[Missing, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.id for one in missing))


@frozen
class ScoreCard:
    """The score of one enterprise in one period, with its reasons when they were asked for.

    ``total`` is base + bonus − deductions and is None unless every part is known (S15); ``so_far`` adds
    what is known. ``missing`` names fields with their period, tables and ``cohort``. ``provisional`` says
    that a rank or mean it rests on left out enterprises whose own value is unknown (S19).
    """

    park: str
    period: str
    as_of: date
    code: str
    name: str
    stage: str | None
    stage_name: str | None
    total: Decimal | None
    so_far: Decimal
    base: Decimal | None
    bonus: Decimal | None
    deductions: Decimal | None
    dimensions: tuple[DimensionScore, ...]
    points: Mapping[str, Decimal | None]
    missing: tuple[Missing, ...]
    standings: tuple[Standing, ...]
    assumed: bool
    provisional: bool
    indicators: tuple[IndicatorScore, ...] = field(default=(), repr=False)

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is missing, whatever the period: each id once."""
        return _ids(self.missing)

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON, with the version of the shape; points are texts, so that no digit is lost."""
        return {
            "version": CARD_VERSION,
            "park": self.park,
            "period": self.period,
            "as_of": self.as_of.isoformat(),
            "code": self.code,
            "name": self.name,
            "stage": self.stage,
            "stage_name": self.stage_name,
            "total": _decimal_text(self.total),
            "so_far": _decimal_text(self.so_far),
            "base": _decimal_text(self.base),
            "bonus": _decimal_text(self.bonus),
            "deductions": _decimal_text(self.deductions),
            "dimensions": [dimension.to_dict() for dimension in self.dimensions],
            "points": {name: _decimal_text(points) for name, points in self.points.items()},
            "lacks": list(self.lacks),
            "missing": [one.to_dict() for one in self.missing],
            "standings": [standing.to_dict() for standing in self.standings],
            "assumed": self.assumed,
            "provisional": self.provisional,
            "indicators": [indicator.to_dict() for indicator in self.indicators],
        }


ASSESSMENT_VERSION = 1
"""The version of the shape that ``Assessment.to_dict`` gives."""


@frozen
class ConditionMet:
    """One condition as the file writes it, and whether it holds; None while that is unknown."""

    text: str
    met: bool | None

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {"text": self.text, "met": self.met}


@frozen
class GateMet:
    """A gate or a direct route of a scorecard: whether it holds, condition by condition, and what was
    seen.
    """

    id: str
    name: str
    met: bool | None
    conditions: tuple[ConditionMet, ...]
    facts: tuple[FactSeen, ...]
    clause: str
    assumed: bool

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "id": self.id,
            "name": self.name,
            "met": self.met,
            "conditions": [condition.to_dict() for condition in self.conditions],
            "facts": [fact.to_dict() for fact in self.facts],
            "clause": self.clause,
            "assumed": self.assumed,
        }


@frozen
class DimensionMet:
    """A dimension of a scorecard: its points of at most ``full``, and whether a minimum of it is reached."""

    id: str
    name: str
    points: Decimal | None
    so_far: Decimal
    full: Decimal
    minimum: str | None
    reached: bool | None
    """Of a dimension without a minimum, None."""

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "id": self.id,
            "name": self.name,
            "points": _decimal_text(self.points),
            "so_far": _decimal_text(self.so_far),
            "full": _decimal_text(self.full),
            "minimum": self.minimum,
            "reached": self.reached,
        }


@frozen
class Assessment:
    """What one edition of a scorecard concludes of one enterprise: our conclusion, not a certificate
    (S13).

    ``verdict`` is True when all gates hold and either a direct route does or the score is reached
    (total and minimums), None while that is open (S14); then ``missing`` names the fields, tables and
    slots (``slot.<id>``) that leave it open. ``total`` is None unless every part is known; ``so_far``
    adds what is known (S15).
    """

    park: str
    period: str
    as_of: date
    code: str
    enterprise: str
    scorecard: str
    name: str
    edition: str
    verdict: bool | None
    gates_met: bool | None
    routes_met: bool | None
    score_met: bool | None
    total: Decimal | None
    so_far: Decimal
    required: str
    total_reached: bool | None
    dimensions: tuple[DimensionMet, ...]
    points: Mapping[str, Decimal | None]
    gates: tuple[GateMet, ...]
    routes: tuple[GateMet, ...]
    missing: tuple[Missing, ...]
    assumed: bool
    indicators: tuple[IndicatorScore, ...] = field(default=(), repr=False)

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is missing, whatever the period: each id once."""
        return _ids(self.missing)

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON, with the version of the shape; points are texts, so that no digit is lost."""
        return {
            "version": ASSESSMENT_VERSION,
            "park": self.park,
            "period": self.period,
            "as_of": self.as_of.isoformat(),
            "code": self.code,
            "enterprise": self.enterprise,
            "scorecard": self.scorecard,
            "name": self.name,
            "edition": self.edition,
            "verdict": self.verdict,
            "gates_met": self.gates_met,
            "routes_met": self.routes_met,
            "score_met": self.score_met,
            "total": _decimal_text(self.total),
            "so_far": _decimal_text(self.so_far),
            "required": self.required,
            "total_reached": self.total_reached,
            "dimensions": [dimension.to_dict() for dimension in self.dimensions],
            "points": {name: _decimal_text(points) for name, points in self.points.items()},
            "gates": [gate.to_dict() for gate in self.gates],
            "routes": [route.to_dict() for route in self.routes],
            "lacks": list(self.lacks),
            "missing": [one.to_dict() for one in self.missing],
            "assumed": self.assumed,
            "indicators": [indicator.to_dict() for indicator in self.indicators],
        }
