"""What an evaluation gives back: score cards, boards, and the reasons in them. Data first; sentences are ``explain``'s."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Union

from attrs import field, frozen

from jifen.model.enterprise import Absence, Cell
from jifen.model.quantity import Scale

Exact = Union[Fraction, int, str, date, Absence]
"""A value as reasons show it: numbers as exact fractions in base units, flags as True and False."""

Role = Literal["base", "bonus", "deduction"]


@frozen
class FactSeen:
    """A fact that an indicator rests on: the value seen, exactly, or why it is absent, and the cell it came from."""

    field: str
    name: str
    period: str
    value: Exact
    scale: Scale
    cell: Cell | None = None


@frozen
class Step:
    """One step of the reasons: what was applied (``band``, ``weight``, ``rank``, …), the figures of the rule as its file
    writes them, the label of the case that was met, and the value that came out."""

    what: str
    figures: Mapping[str, str]
    label: str
    value: Exact | None


@frozen
class IndicatorScore:
    """One indicator of one enterprise.

    ``value`` is exact, in base units; ``shown_as`` and ``digits`` say how to write it. ``points`` is None when unknown.
    ``treatment`` is the absence for which declared points stood in, if any (S11). ``assumed`` says that the points rest
    on assumed figures (S27).
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


@frozen
class DimensionScore:
    """The points of a dimension; ``points`` is None while a part is unknown, ``so_far`` adds the known parts."""

    id: str
    name: str
    role: Role
    points: Decimal | None
    so_far: Decimal


@frozen
class Standing:
    """An enterprise's place on a board: its rank among ``members``, whether it is listed, and the value ranked by."""

    board: str
    name: str
    group: str
    rank: int
    members: int
    value: Decimal
    listed: bool


@frozen
class ScoreCard:
    """The score of one enterprise in one period, with its reasons when they were asked for.

    ``total`` is base + bonus − deductions and is None unless every part is known (S15); ``so_far`` adds what is known.
    ``lacks`` names what is missing: field or ``cohort``. ``provisional`` says that a rank or mean it rests on left out
    enterprises whose own value is unknown (S19).
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
    lacks: tuple[str, ...]
    standings: tuple[Standing, ...]
    assumed: bool
    provisional: bool
    indicators: tuple[IndicatorScore, ...] = field(default=(), repr=False)
