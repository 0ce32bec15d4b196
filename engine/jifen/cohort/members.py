"""Who stands in a cohort and with what values; ranks, counts and means of them (S19).

A cohort holds values, not ranks. Each column is what one kind of step reads of every enterprise: its group
and its values; enterprises of which one is unknown are no members, and are kept apart.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, Protocol, Union

from attrs import field, frozen

from jifen.cohort.budgets import Claim, allotments
from jifen.evaluation.program import Slot, worst
from jifen.model.enterprise import Absence
from jifen.model.expression import Expression, Ref
from jifen.plan.nodes import ALONE, Allotted, Mean, Members, Rank

Exact = Union[int, Fraction]
Values = tuple[Exact | None, ...]
"""Values to rank by, the first of them known; a tie-breaker that is unknown comes after all known ones."""


CLAIMS = "claims:"
"""Begins the names of columns of a budget's claims, in which an unknown claim leaves nobody out."""


Group = Union[int, str]
"""The group of a member: a stage's number, a text of the enterprise, or ``ALONE``."""


@frozen
class Entry:
    """What a member brings to a column."""

    group: Group
    values: Values


def column_of(node: Expression) -> str:
    """The name of the column that a cohort node reads: which values, in which group."""
    values, group = refs_of(node)
    claims = CLAIMS if isinstance(node, Allotted) else ""
    return claims + "+".join(ref.name for ref in values) + ("@" + group.name if group else "")


def refs_of(node: Expression) -> tuple[tuple[Ref, ...], Ref | None]:
    """The values and the group that a cohort node reads; of a budget, its claims and what orders them."""
    if isinstance(node, Allotted):
        return (*node.claims, *((node.order,) if node.order else ())), None
    assert isinstance(node, Rank | Members | Mean)
    return ((node.value,) if isinstance(node, Mean) else node.values), node.group


def _sortable(values: Values) -> Any:
    """Values as they sort: a single one as it is, and an unknown tie-breaker below any known one."""
    if len(values) == 1:
        return values[0]
    return tuple(part for value in values for part in ((0, 0) if value is None else (1, value)))


@frozen(slots=False)
class Column:
    """One column: the members by credit code, and those who are none because a value of theirs is unknown."""

    entries: Mapping[str, Entry] = field(repr=False)
    others: frozenset[str] = frozenset()

    def column(self) -> "Column":
        """The column itself."""
        return self

    @cached_property
    def _groups(self) -> dict[Group, list[Any]]:
        """Each group's values, sorted once."""
        groups: dict[Group, list[Any]] = {}
        for entry in self.entries.values():
            groups.setdefault(entry.group, []).append(_sortable(entry.values))
        for values in groups.values():
            values.sort()
        return groups

    @cached_property
    def _sums(self) -> dict[Group, Exact]:
        sums: dict[Group, Exact] = {}
        for entry in self.entries.values():
            sums[entry.group] = sums.get(entry.group, 0) + (entry.values[0] or 0)
        return sums

    def rank(self, code: str, entry: Entry, *, descending: bool) -> int:
        """The rank of an enterprise among the others as they are saved: 1 + how many stand before it."""
        if entry.group == ALONE:
            return 1
        values, group = _sortable(entry.values), self._groups.get(entry.group, [])
        before = len(group) - bisect_right(group, values) if descending else bisect_left(group, values)
        own = self._own(code, entry.group)
        if own is not None and own.values != entry.values:
            saved = _sortable(own.values)
            if saved > values if descending else saved < values:
                before -= 1
        return before + 1

    def members(self, code: str, entry: Entry) -> int:
        """How many members the group has, the enterprise itself counted once."""
        if entry.group == ALONE:
            return 1
        return len(self._groups.get(entry.group, ())) + (self._own(code, entry.group) is None)

    def mean(self, code: str, entry: Entry) -> tuple[int, int]:
        """The group's mean with the enterprise's own value in its place, as an exact pair."""
        total = self._sums.get(entry.group, 0) + (entry.values[0] or 0)
        own = self._own(code, entry.group)
        if own is not None:
            total -= own.values[0] or 0
        return total.numerator, total.denominator * self.members(code, entry)

    def allotted(self, code: str, entry: Entry, node: Allotted) -> Slot:
        """What a budget leaves of one of an enterprise's claims."""
        claim = entry.values[node.position]
        if claim is None:
            return Absence.MISSING
        if self.entries.get(code) == entry:
            shares = self._shares.get(node)
            if shares is None:
                shares = self._shares[node] = allotments(self.entries, node)
        else:
            shares = allotments({**self.entries, code: entry}, node)
        share = shares.get((code, node.position), Fraction(0))
        return share.numerator, share.denominator

    @cached_property
    def _shares(self) -> dict[Allotted, Mapping[Claim, Fraction]]:
        """What each budget leaves of all claims, worked out once."""
        return {}

    def _own(self, code: str, group: Group) -> Entry | None:
        """What the enterprise itself has in a group."""
        own = self.entries.get(code)
        return own if own is not None and own.group == group else None


class CohortColumn(Protocol):
    """A column against which one enterprise is decided, however its values are kept."""

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The members by credit code."""

    def column(self) -> Column:
        """The same, each enterprise an entry of its own."""

    @property
    def others(self) -> frozenset[str]:
        """Who is no member because a value is unknown."""

    def rank(self, code: str, entry: Entry, *, descending: bool) -> int:
        """The rank of an enterprise among the others as they are saved."""

    def members(self, code: str, entry: Entry) -> int:
        """How many members the group has, the enterprise itself counted once."""

    def mean(self, code: str, entry: Entry) -> tuple[int, int]:
        """The group's mean with the enterprise's own value in its place, as an exact pair."""

    def allotted(self, code: str, entry: Entry, node: Allotted) -> Slot:
        """What a budget leaves of one of an enterprise's claims."""


@frozen(slots=False)
class Cohort:
    """The values of a run that its steps over the cohort read, by column: all that deciding one enterprise
    needs.
    """

    park: str
    period: str
    as_of: str
    digest: str
    columns: Mapping[str, CohortColumn] = field(repr=False)

    @cached_property
    def _others(self) -> frozenset[str]:
        """Who is left out of any column."""
        return frozenset().union(*(column.others for column in self.columns.values()))

    def provisional_for(self, code: str) -> bool:
        """Whether anyone but this enterprise is left out because a value is unknown (S19)."""
        return len(self._others) > (code in self._others)


def entry_of(values: Sequence[Slot | Fraction], group: Slot | None) -> Entry | Absence:
    """What an enterprise brings to a column, or why it is no member."""
    first = values[0]
    if isinstance(first, Absence) or isinstance(group, Absence):
        return worst(first, group)
    assert isinstance(first, int | Fraction) and (group is None or isinstance(group, int | str))
    ties = [value if isinstance(value, int | Fraction) else None for value in values[1:]]
    return Entry(0 if group is None else group, (first, *ties))


def decide(node: Expression, column: CohortColumn | None, code: str, entry: Entry | Absence) -> Slot:
    """The result of a cohort node for one enterprise, everyone else as the column has them."""
    if column is None:
        return Absence.NO_COHORT
    if isinstance(entry, Absence):
        return entry
    if isinstance(node, Rank):
        return column.rank(code, entry, descending=node.descending)
    if isinstance(node, Members):
        return column.members(code, entry)
    if isinstance(node, Allotted):
        return column.allotted(code, entry, node)
    return column.mean(code, entry)


def claims_of(values: Sequence[Slot | Fraction]) -> Entry:
    """What an enterprise claims of a budget, an unknown claim as None."""
    return Entry(0, tuple(value if isinstance(value, int | Fraction) else None for value in values))
