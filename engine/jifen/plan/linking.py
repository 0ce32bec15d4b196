"""What policies refer to outside themselves, given for one run: scores, statuses, vetoes of others."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from attrs import evolve, field, frozen, mutable

from jifen.model.enterprise import Absence
from jifen.model.expression import AllOf, AnyOf, Compare, Constant, Expression, Ref
from jifen.model.period import Period
from jifen.plan.entitlements import ACROSS, NEGATIVE, SCORES, STATUS, NegativePart, Occasion, PolicyPart
from jifen.plan.graph import Plan, ScorecardPart, needed, resting_on_assumed
from jifen.plan.nodes import Definition, Nothing, leaves

SCORECARDS = "scorecards"
"""The origin of scorecards' definitions in a run: they are read at the as-of date, by the run's year."""


@frozen
class Link:
    """Definitions for the names that policies give to what is outside, and what each is decided by."""

    definitions: tuple[Definition, ...]
    occasions: Mapping[str, Occasion]
    given: Mapping[str, tuple[int, str]]


class CycleError(ValueError):
    """Definitions that rest on each other in a circle, by name, the first again at the end."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(" → ".join(names))
        self.names = tuple(names)


def link(
    plan: Plan,
    policies: Sequence[PolicyPart],
    year: Period,
    as_of: date,
    ignored: Collection[str] = (),
    concluded: Mapping[str, bool] | None = None,
) -> Link:
    """What the policies of a run refer to; entries of negative lists that are ``ignored`` never act, and
    statuses that are ``concluded`` already are not derived.
    """
    return _Linking(plan, policies, year, as_of, frozenset(ignored), concluded or {}).link()


@mutable
class _Linking:
    plan: Plan
    policies: Sequence[PolicyPart]
    year: Period
    as_of: date
    ignored: frozenset[str]
    concluded: Mapping[str, bool]
    made: list[Definition] = field(factory=list)
    given: dict[str, tuple[int, str]] = field(factory=dict)
    scorecards: dict[str, ScorecardPart] = field(factory=dict)

    def link(self) -> Link:
        occasions = {SCORECARDS: Occasion(self.year, None)}
        assumed = resting_on_assumed(self.plan.scored)
        for policy in self.policies:
            occasions[policy.origin] = self._occasion(policy)
            outside = f"{policy.full_id}:"
            for name in sorted(_outside(policy, outside)):
                node, is_assumed = self._meant(policy, name.removeprefix(outside), assumed)
                definition = Definition(name, node, policy.origin, place=policy.place, assumed=is_assumed)
                self.made.append(definition)
        return Link((*self._scorecards(), *self.made), occasions, self.given)

    def _occasion(self, policy: PolicyPart) -> Occasion:
        if policy.rewards is None:
            return Occasion(self.year, policy.snapshot)
        return Occasion(policy.rewards, policy.snapshot or policy.rewards.last_day)

    def _scoring_year(self, policy: PolicyPart) -> int:
        """The latest scoring year closed by the policy's snapshot; of what is read at the as-of date, the
        run's own year, if that is closed by then (S8).
        """
        day = self._occasion(policy).day(self.as_of)
        closed = day.year if day == Period(day.year).last_day else day.year - 1
        return min(closed, self.year.year) if policy.rewards is None else closed

    def _meant(self, policy: PolicyPart, name: str, assumed: frozenset[str]) -> tuple[Expression, bool]:
        if name.startswith(SCORES):
            score, year = name.removeprefix(SCORES), self._scoring_year(policy)
            given = f"{SCORES}{year}:{score}"
            self.given[given] = (year, score)
            return Ref(given), score in assumed
        if name.startswith(STATUS):
            return self._status(policy, name.removeprefix(STATUS)), False
        if name.startswith(NEGATIVE):
            id_ = name.removeprefix(NEGATIVE)
            return self._acting(one for one in policy.negatives if one.id == id_), False
        kind = name.removeprefix(ACROSS)
        every = (negative for other in self.policies for negative in other.negatives)
        return self._acting(one for one in every if one.across and kind in one.scope), False

    def _acting(self, negatives: Iterable[NegativePart]) -> Expression:
        """That any of several entries holds which take part."""
        return AnyOf(
            tuple(Ref(one.conditions.met) for one in negatives if one.conditions.met not in self.ignored)
        )

    def _status(self, policy: PolicyPart, id_: str) -> Expression:
        """A status of the policy itself, of another in force, or a scorecard's verdict; unknown where none
        is in force.
        """
        if id_ in self.concluded:
            return AllOf(()) if self.concluded[id_] else AnyOf(())
        for other in (policy, *self.policies):
            for status in other.statuses:
                if status.id == id_:
                    return Ref(status.met)
        for card in self.plan.scorecards:
            if card.id == id_ and card.in_force(self.as_of):
                self.scorecards[card.verdict] = card
                return Ref(card.verdict)
        # A condition that is never known: nothing compares with anything.
        return Compare("=", Nothing(Absence.MISSING), Constant(Fraction(0)))

    def _scorecards(self) -> tuple[Definition, ...]:
        wanted = needed(self.plan.definitions, self.scorecards)
        return tuple(
            evolve(definition, origin=SCORECARDS, step=0)
            for definition in self.plan.definitions
            if definition.name in wanted
        )


def _outside(policy: PolicyPart, prefix: str) -> set[str]:
    """The names outside a policy that its definitions refer to, or, of a factor, its settling."""
    nodes = (node for definition in policy.definitions for node in leaves(definition.node))
    names = {node.name for node in nodes if isinstance(node, Ref) and node.name.startswith(prefix)}
    return names | {negative.acts for negative in policy.negatives if negative.effect == "factor"}


def ordered(definitions: Iterable[Definition], given: Collection[str]) -> tuple[Definition, ...]:
    """The definitions so that each comes after all that it refers to, else in the order given.

    Raises :class:`CycleError` where they rest on each other in a circle (S18).
    """
    every = list(definitions)
    by_name = {definition.name: definition for definition in every}
    refs = {
        one.name: [node.name for node in leaves(one.node) if isinstance(node, Ref) and node.name not in given]
        for one in every
    }
    placed: dict[str, Definition] = {}
    for definition in every:
        _place(definition.name, by_name, refs, placed)
    return tuple(placed.values())


def _place(
    start: str,
    by_name: Mapping[str, Definition],
    refs: Mapping[str, Sequence[str]],
    placed: dict[str, Definition],
) -> None:
    """Place a definition after all below it, without recursion: chains of statuses may be long."""
    path: list[tuple[str, int]] = [(start, 0)]
    on_path = {start}
    while path:
        name, position = path.pop()
        below = refs[name]
        while position < len(below) and below[position] in placed:
            position += 1
        if name in placed:
            on_path.discard(name)
        elif position == len(below):
            placed[name] = by_name[name]
            on_path.discard(name)
        else:
            further = below[position]
            path.append((name, position + 1))
            if further in on_path:
                names = [one for one, _ in path]
                raise CycleError([*names[names.index(further) :], further])
            on_path.add(further)
            path.append((further, 0))
