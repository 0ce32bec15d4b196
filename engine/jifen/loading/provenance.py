"""Where each figure of a park comes from: published by a source, derived from such, or assumed (S27).

A table says it of its own keys: what ``assumed`` and ``derived`` do not name is published by the table's
``source``. Of an indicator that uses a national one, name and formula are the national list's to account for,
all else the park's.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal

from attrs import frozen, has

from jifen.language import shape
from jifen.language.diagnostics import Diagnostics, nearest
from jifen.model.indicator import Indicator, IndicatorFile
from jifen.model.park import Board, Dimension, Park, ParkFile, Stage, Stages
from jifen.model.place import Place, Places, Written
from jifen.model.policy import (
    Bonus,
    Budget,
    Factor,
    Group,
    Listing,
    Loan,
    Negative,
    PolicyFile,
    PolicyHeader,
    SharedCap,
    Subsidy,
)
from jifen.model.policy import Status as PolicyStatus
from jifen.model.scorecard import Gate, Route, Scorecard, ScorecardDimension, Slot

Status = Literal["published", "derived", "assumed"]
Part = ScorecardDimension | Gate | Slot | Indicator
"""What a scorecard is made of."""

PolicyTable = PolicyStatus | Listing | Negative | Subsidy | Loan | Bonus | Group | SharedCap | Factor | Budget
"""What a policy is made of."""

Table = Dimension | Stages | Stage | Board | Scorecard | Part | PolicyHeader | PolicyTable

Leaf = tuple[str, str, Place]
"""A key's path, what is written there, and where."""

_NATIONAL_KEYS = ("name", "value")
_KEYS: dict[type, tuple[str, ...]] = {
    Dimension: ("name", "role", "full", "cap"),
    Stages: ("value",),
    Stage: ("name", "in"),
    Indicator: (*_NATIONAL_KEYS, "dimension", "function", "scoring", "weights", "absent"),
    Board: ("name", "by", "top", "within", "tie_breakers"),
    Scorecard: ("name", "edition", "effective", "total"),
    ScorecardDimension: ("name", "full", "cap", "minimum"),
    Gate: ("name", "when"),
    Route: ("name", "when"),
    Slot: ("name", "dimension", "full"),
    PolicyHeader: ("rewards", "effective", "apply", "snapshot"),
    PolicyStatus: ("when",),
    Listing: ("pool", "by", "order", "within", "alone", "top", "share", "tie_breakers"),
    Negative: ("when", "effect", "factor", "cap", "scope", "across"),
    Subsidy: (
        "when",
        "per",
        "once_per",
        "amount",
        "by",
        "tier",
        "marginal",
        "case",
        "hit",
        "milestone",
        "adjust",
        "adjust_hit",
        "row_cap",
        "cap",
        "least",
        "once",
        "payers",
        "instalment",
        "clawback",
    ),
    Loan: (
        "lender",
        "when",
        "line",
        "by",
        "tier",
        "case",
        "hit",
        "grid",
        "adjust",
        "adjust_hit",
        "least",
        "cap",
        "also_cap",
        "rate",
        "rate_by",
        "rate_tier",
        "term",
        "risk",
        "fuse",
    ),
    Bonus: ("when", "points"),
    Group: ("rules", "take", "top_up", "awards"),
    SharedCap: ("rules", "cap", "split", "counts_paid", "order"),
    Factor: ("by", "options", "scope"),
    Budget: ("rules", "amount", "method", "by", "limit"),
}
"""The keys that are listed; how a value is shown is not among them."""

_TERMS = ("name", "edition", "role", "dimension", "by", "within", "lender", "per", "rules", "rewards")
"""What things are called and how they are grouped: listed where a table accounts for it; it need not."""

_LABELS: dict[type, str] = {
    Dimension: "维度",
    Stage: "阶段",
    Indicator: "指标",
    Board: "榜单",
    Scorecard: "评价表",
    ScorecardDimension: "指标组",
    Gate: "门槛",
    Route: "直通条件",
    Slot: "地方自设指标",
    PolicyHeader: "政策",
    PolicyStatus: "认定",
    Listing: "名单",
    Negative: "负面清单",
    Subsidy: "规则",
    Loan: "贷款",
    Bonus: "评审加分",
    Group: "组",
    SharedCap: "合计上限",
    Factor: "系数",
    Budget: "预算",
}
_UNCOUNTED = ("name", "doc")
"""Below a table's own keys these are labels."""


@frozen
class Figure:
    """One figure of a park.

    ``owner`` says in words whose it is, ``key`` is its path in its table (``scoring.bands[0].points``),
    ``value`` what is written. ``source`` is empty for what is assumed.
    """

    owner: str
    key: str
    value: str
    status: Status
    source: str
    place: Place


def figures(park: Park) -> tuple[Figure, ...]:
    """Every figure that a park's own files give, in the order of dimensions, stages, indicators, boards,
    slots, scorecards.
    """
    found: list[Figure] = []
    for dimension in park.dimensions:
        found += _figures(dimension, _KEYS[Dimension], _Marks.of(dimension))
    found += _figures(park.stages, _KEYS[Stages], _Marks.of(park.stages))
    for stage in park.stages.stages:
        found += _figures(stage, _KEYS[Stage], _Marks.of(stage, park.stages))
    for indicator in park.indicators:
        base = park.national.get(indicator.use or "")
        if base is not None:
            found += _figures(base, _NATIONAL_KEYS, _Marks.of(base))
        own = tuple(key for key in _KEYS[Indicator] if base is None or key not in _NATIONAL_KEYS)
        found += _figures(indicator, own, _Marks.of(indicator))
    for board in park.boards:
        found += _figures(board, _KEYS[Board], _Marks.of(board))
    for filling in (filling for slots in park.slots.values() for filling in slots.values()):
        for indicator in filling.indicators:
            found += _figures(indicator, _KEYS[Indicator], _Marks.of(indicator))
    for scorecard in park.scorecards:
        if scorecard.full_id in park.own_scorecards:
            found += scorecard_figures(scorecard)
    return tuple(found)


def scorecard_figures(scorecard: Scorecard) -> tuple[Figure, ...]:
    """Every figure of one edition of a scorecard, in the order of its file format."""
    found = list(_figures(scorecard, _KEYS[Scorecard], _Marks.of(scorecard)))
    for part in _parts(scorecard):
        found += _figures(part, _KEYS[type(part)], _Marks.of(part, scorecard))
    return tuple(found)


def _parts(scorecard: Scorecard) -> tuple[Part, ...]:
    card = scorecard
    return (*card.gates, *card.dimensions, *card.indicators, *card.slots, *card.routes)


def policy_figures(file: PolicyFile) -> tuple[Figure, ...]:
    """Every figure of a policy, in the order of its file format."""
    found = list(_figures(file.policy, _KEYS[PolicyHeader], _Marks.of(file.policy)))
    for part in policy_parts(file):
        found += _figures(part, _KEYS[type(part)], _Marks.of(part, file.policy))
    return tuple(found)


def policy_parts(file: PolicyFile) -> tuple[PolicyTable, ...]:
    """The tables of a policy that hold figures."""
    of_rules: tuple[PolicyTable, ...] = (
        *file.statuses,
        *file.listings,
        *file.negatives,
        *file.subsidies,
        *file.loans,
        *file.bonuses,
    )
    return (*of_rules, *file.groups, *file.shared_caps, *file.factors, *file.budgets)


def check_policy_marks(file: PolicyFile, diagnostics: Diagnostics) -> None:
    """Report marks of keys that are not there, and figures of a policy that nothing accounts for."""
    _check(file.policy, _Marks.of(file.policy), diagnostics)
    for part in policy_parts(file):
        _check(part, _Marks.of(part, file.policy), diagnostics)


def check_scorecard_marks(scorecard: Scorecard, diagnostics: Diagnostics) -> None:
    """Report marks of keys that are not there, and figures of a scorecard that nothing accounts for."""
    _check(scorecard, _Marks.of(scorecard), diagnostics)
    for part in _parts(scorecard):
        _check(part, _Marks.of(part, scorecard), diagnostics)


def check_marks(file: ParkFile | IndicatorFile, diagnostics: Diagnostics) -> None:
    """Report marks of keys that are not there, and figures that nothing accounts for."""
    tables: list[Table] = list(file.indicators)
    around: Stages | None = None
    if isinstance(file, ParkFile):
        tables += [*file.dimensions, *file.boards]
        fillings = [filling for slots in file.slots.values() for filling in slots.values()]
        tables += [indicator for filling in fillings for indicator in filling.indicators]
        around = file.stages
    if around is not None:
        tables += [around, *around.stages]
    for table in tables:
        _check(table, _Marks.of(table, around if isinstance(table, Stage) else None), diagnostics)


def _check(table: Table, marks: "_Marks", diagnostics: Diagnostics) -> None:
    _check_names(table, diagnostics)
    _check_accounted(table, marks, diagnostics)


@frozen
class _Marks:
    """What a table says of its keys, and what the table around it says of it as a whole."""

    source: str
    publishes: bool
    assumed: tuple[str, ...]
    derived: tuple[str, ...]
    all_assumed: bool = False

    @classmethod
    def of(cls, table: Table, around: Stages | Scorecard | PolicyHeader | None = None) -> "_Marks":
        derived = () if isinstance(table, Board | Stages) else table.derived
        # What a park adds to a national indicator is not published by the national source.
        own = ("source",) in table.places.keys and bool(table.source.strip())
        if around is None or own:
            return cls(table.source, own, table.assumed, derived)
        all_assumed = isinstance(around, Stages) and "stage" in around.assumed
        return cls(around.source, bool(around.source.strip()), table.assumed, derived, all_assumed)

    def status(self, key: str) -> Status | None:
        """Where the figures of a key come from; None when that is not said."""
        if key in self.assumed or (self.all_assumed and key not in self.derived):
            return "assumed"
        if key in self.derived:
            return "derived"
        return "published" if self.publishes else None


def _written(table: Table) -> list[str]:
    """The keys that a table writes."""
    kind: type = type(table)
    return [key for key in shape.keys(kind) if (key,) in table.places.keys]


def _check_names(table: Table, diagnostics: Diagnostics) -> None:
    """Whether each mark names a key of the table, and none is marked twice."""
    written = _written(table)
    seen: set[str] = set()
    for mark in ("assumed", "derived"):
        for position, name in enumerate(getattr(table, mark, ())):
            place = table.places.value(mark, position)
            if name not in written:
                near = nearest(name, [key for key in written if key in _KEYS[type(table)]])
                diagnostics.report("J571", place, owner=_owner(table), mark=mark, written=name, near=near)
            elif name in seen:
                diagnostics.report("J572", place, owner=_owner(table), written=name)
            seen.add(name)


def _check_accounted(table: Table, marks: _Marks, diagnostics: Diagnostics) -> None:
    figures_of = [key for key in _KEYS[type(table)] if key not in _TERMS]
    keys = [key for key in _written(table) if key in figures_of and not _accounted(table, marks, key)]
    if keys:
        diagnostics.report(
            "J570",
            table.places.key(keys[0]),
            owner=_owner(table),
            keys="、".join(keys),
            quoted=", ".join(f'"{key}"' for key in keys),
        )


def _accounted(table: Table, marks: _Marks, key: str) -> bool:
    """Whether it is said where a figure comes from; a derived one needs a source to be derived from."""
    status = marks.status(key)
    from_national = isinstance(table, Indicator) and table.use is not None
    return status is not None and (status != "derived" or marks.publishes or from_national)


def _owner(table: Table) -> str:
    if isinstance(table, Stages):
        return "成长阶段的划分"
    called = getattr(table, "name", None) or getattr(table, "title", None) or table.id
    if called is None and isinstance(table, Indicator):
        called = table.use
    return f"{_LABELS[type(table)]}“{called or ''}”"


def _figures(table: Table, keys: tuple[str, ...], marks: _Marks) -> Iterator[Figure]:
    for key in keys:
        status = marks.status(key)
        if status is None:
            continue
        source = "" if status == "assumed" else marks.source
        for path, value, place in _leaves(table, (key,)):
            yield Figure(_owner(table), path, value, status, source, place)


def _leaves(table: object, only: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """All that a table writes, below it too: path, value, place."""
    kind: type = type(table)
    places: Places = getattr(table, str(shape.places_attribute(kind)))
    for name, key in shape.keys(kind).items():
        counted = name in only if only else name not in _UNCOUNTED
        if counted and (name,) in places.keys:
            yield from _below(getattr(table, key.attribute.name), name, places, (name,))


def _below(value: object, shown: str, places: Places, path: tuple[str | int, ...]) -> Iterator[Leaf]:
    if isinstance(value, Written):
        yield shown, value.text, value.place
    elif has(type(value)):
        for below, text, place in _leaves(value):
            yield f"{shown}.{below}", text, place
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _below(part, f"{shown}.{name}", places, (*path, name))
    elif isinstance(value, tuple):
        for position, part in enumerate(value):
            yield from _below(part, f"{shown}[{position}]", places, (*path, position))
    else:
        yield shown, _text(value), places.value(*path)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
