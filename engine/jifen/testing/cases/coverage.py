"""Which rules, tiers, classes, adjustments and negatives cases reach, and which thresholds they stand at."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import define, field, frozen

from jifen.model.entitlement import Outcome
from jifen.plan.entitlements import PolicyPart
from jifen.testing.cases.probes import Kind, Probes, Reach, Threshold


@frozen
class RuleReached:
    """How many cases expect something of a rule, and how many of them came to each outcome."""

    id: str
    title: str
    outcomes: Mapping[Outcome, int]

    @property
    def cases(self) -> int:
        """How many cases expect something of it."""
        return sum(self.outcomes.values())

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {"id": self.id, "title": self.title, "cases": self.cases, "outcomes": dict(self.outcomes)}


@frozen
class Reached:
    """How many cases reach a tier, a class, a cell, an adjustment, an entry of a negative list, and so on."""

    kind: Kind
    of: str
    label: str
    cases: int

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {"kind": self.kind, "of": self.of, "label": self.label, "cases": self.cases}


@frozen
class Stood:
    """How many cases stand one step below a threshold, on it, and one step above it."""

    threshold: Threshold
    below: int
    on: int
    above: int

    @property
    def missing(self) -> tuple[str, ...]:
        """Where no case stands, in words."""
        one = self.threshold
        places = (
            ("线下一步", one.below, self.below),
            ("线上", one.on, self.on),
            ("线上一步", one.above, self.above),
        )
        return tuple(f"{word}（{value}）" if value else word for word, value, count in places if not count)

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        one = self.threshold
        return {
            "of": one.of,
            "text": one.text,
            "values": {"below": one.below, "on": one.on, "above": one.above},
            "cases": {"below": self.below, "on": self.on, "above": self.above},
        }


@frozen
class Coverage:
    """What the cases of one policy reach. Only cases that expect something of a rule count for it."""

    rules: tuple[RuleReached, ...]
    reached: tuple[Reached, ...]
    thresholds: tuple[Stood, ...]

    @property
    def unexpected(self) -> tuple[RuleReached, ...]:
        """The rules of which no case expects anything."""
        return tuple(rule for rule in self.rules if not rule.cases)

    @property
    def unreached(self) -> tuple[Reached, ...]:
        """What no case reaches."""
        return tuple(one for one in self.reached if not one.cases)

    @property
    def unstood(self) -> tuple[Stood, ...]:
        """The thresholds at which a place is missing."""
        return tuple(one for one in self.thresholds if one.missing)

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "rules": [rule.to_dict() for rule in self.rules],
            "reached": [one.to_dict() for one in self.reached],
            "thresholds": [one.to_dict() for one in self.thresholds],
        }


@define
class Covering:
    """Gathers what the cases of one policy reach, case by case."""

    part: PolicyPart
    probes: Probes
    _outcomes: dict[str, Counter[Outcome]] = field(factory=dict, init=False)
    _reached: Counter[Reach] = field(factory=Counter, init=False)
    _below: Counter[Threshold] = field(factory=Counter, init=False)
    _on: Counter[Threshold] = field(factory=Counter, init=False)
    _above: Counter[Threshold] = field(factory=Counter, init=False)

    def add(self, outcomes: Mapping[str, Outcome], values: Mapping[str, object]) -> None:
        """A case: the outcomes of the rules of which it expects something, and what the probes came to."""
        rules = {rule.id for rule in self.part.rules}
        for rule, outcome in outcomes.items():
            self._outcomes.setdefault(rule, Counter())[outcome] += 1
        if not values:
            return
        for reach in self.probes.reaches:
            counts = reach.of not in rules or reach.of in outcomes
            if counts and any(value is reach.wanted for value in _each(values[reach.probe])):
                self._reached[reach] += 1
        for threshold in self.probes.thresholds:
            if threshold.of not in rules or threshold.of in outcomes:
                self._stand(threshold, _each(values[threshold.probe]))

    def _stand(self, threshold: Threshold, distances: Iterable[object]) -> None:
        known = [Fraction(one) for one in distances if isinstance(one, int | Fraction)]
        self._below[threshold] += any(-threshold.step <= one < 0 for one in known)
        self._on[threshold] += any(one == 0 for one in known)
        self._above[threshold] += any(0 < one <= threshold.step for one in known)

    def coverage(self) -> Coverage:
        """What was gathered."""
        return Coverage(
            rules=tuple(
                RuleReached(rule.id, rule.title, dict(sorted(self._outcomes.get(rule.id, Counter()).items())))
                for rule in self.part.rules
            ),
            reached=tuple(
                Reached(one.kind, one.of, one.label, self._reached[one]) for one in self.probes.reaches
            ),
            thresholds=tuple(
                Stood(one, self._below[one], self._on[one], self._above[one])
                for one in self.probes.thresholds
            ),
        )


def _each(value: object) -> Iterator[object]:
    """A value, or that of each row of a table."""
    if isinstance(value, tuple):
        yield from (row[0] for row in value)
    else:
        yield value
