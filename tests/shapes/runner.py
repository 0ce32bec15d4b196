"""Runs the cases of a policy through the engine and compares exactly.

It decodes a case file, builds the enterprise that each case gives, decides by the policy beside it, and says
in words where the outcome is another than the one worked out by hand. Scores and statuses that a case tells
stand in the place of what would be worked out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from attrs import evolve, frozen

import jifen
from jifen.cohort.scoring import Scorer
from jifen.cohort.settling import Decider
from jifen.evaluation.cards import COHORT
from jifen.interfaces.library import RuleLibrary
from jifen.language.decode import decode
from jifen.language.lexicon import narrowed
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.model.enterprise import Absence, Enterprise
from jifen.model.entitlement import Decision, Entitlement, PartOfAmount
from jifen.model.expression import AllOf, AnyOf, Expression, Ref
from jifen.model.period import Period
from jifen.model.policy import CaseFile, PolicyCase
from jifen.model.quantity import parse_scale
from jifen.plan.entitlements import SCORES, STATUS, PolicyPart, Settlement
from jifen.plan.library import status_names
from jifen.plan.policies import score_references

PARK = "dalian"
"""The park for policies of any park."""

CODE = "91210200MA0000001M"
OUTCOMES = ("granted", "paid", "refused", "vetoed", "superseded", "undetermined", "not_in_force")
_AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?)\s*(\D+)")


@frozen
class Told:
    """Stands for what a park scores: the scores that a case tells, by definition, and no others."""

    values: Mapping[str, Fraction | str]

    @property
    def scores(self) -> "Told":
        """The program of the scores, which is this."""
        return self

    def row(self, *_: object) -> tuple[()]:
        """The row of an enterprise, which nobody reads."""
        return ()

    def value(self, _: object, name: str) -> Fraction | str | Absence:
        """A score by its definition."""
        return self.values.get(name, Absence.MISSING)


def case_file(policy: Path) -> Path:
    """Where the cases of a policy stand."""
    return policy.with_name(f"{policy.stem}.cases.toml")


def cases_of(policy: Path) -> tuple[PolicyCase, ...]:
    """The cases of a policy."""
    path = case_file(policy)
    return decode(parse(Source.read(path, path.name)), CaseFile).cases


def money(written: object) -> Decimal:
    """An amount in 元: ``5万元`` or a plain number of 元."""
    if not isinstance(written, str):
        return Decimal(cast("int | Decimal", written))
    match = _AMOUNT.fullmatch(written)
    scale = parse_scale(match[2]) if match else None
    assert match is not None and scale is not None, f"{written} is no amount"
    value = Fraction(match[1]) * scale.factor
    return Decimal(value.numerator) / Decimal(value.denominator)


@frozen
class Runner:
    """The policy of a file opened for one park."""

    library: RuleLibrary
    policy: PolicyPart

    @classmethod
    def of(cls, path: Path, park: str = PARK) -> "Runner":
        """Open a policy file."""
        library = jifen.open_library(park, [path])
        assert library.notices == (), library.notices
        (policy,) = library.policies
        return cls(library, policy)

    @property
    def period(self) -> Period:
        """The period whose facts a case gives."""
        return self.policy.rewards or Period(2024)

    def as_of(self, case: PolicyCase) -> date:
        """The day of a case: its own, else the policy's snapshot."""
        return case.as_of or self.policy.snapshot or self.period.last_day

    def enterprise(self, case: PolicyCase) -> Enterprise:
        """The enterprise of a case; its tables hold what is given and nothing else."""
        rows = {name: value for name, value in case.given.items() if isinstance(value, tuple)}
        facts = {name: value for name, value in case.given.items() if name not in rows}
        return self.library.park.enterprise(
            CODE,
            case.name,
            facts=cast("Any", {**case.earlier, self.period.text: facts}),
            founded=case.founded,
            tables=cast("Any", rows),
            complete_to=self.as_of(case),
        )

    def decide(self, case: PolicyCase) -> Decision:
        """What the policy comes to in a case."""
        year = Period(self.period.year)
        decider = self.library.decider(year, self.as_of(case), allow_assumed=case.allow_assumed)
        told = cast("Scorer", Told(dict(self._scores(case))))
        settlement = self._settlement(case, decider.settlement)
        years = {each for each, _ in settlement.given.values()}
        own = Decider(settlement, dict.fromkeys(years, told), year, {})
        return own.one(self.enterprise(case), self.as_of(case), reasons=True)

    def _scores(self, case: PolicyCase) -> Iterator[tuple[str, Fraction | str]]:
        plan, full_id = self.library.park.plan, self.policy.full_id
        known = score_references(plan, full_id, own_park=bool(self.policy.applies_to))
        for name, value in case.scores.items():
            reference = known[narrowed(name)].expression
            assert isinstance(reference, Ref)
            definition = reference.name.partition(":score.")[2]
            yield definition, value if isinstance(value, str) else Fraction(cast("Decimal", value))

    def _settlement(self, case: PolicyCase, settlement: Settlement) -> Settlement:
        """The settlement with the statuses that the case tells in the place of those worked out."""
        names = status_names(self.library.park.plan, self.library.library.files)
        told: dict[str, Expression] = {names[each.text]: AllOf(()) for each in case.holds}
        told |= {names[each.text]: AnyOf(()) for each in case.fails}
        prefix = f"{self.policy.full_id}:{STATUS}"
        definitions = tuple(
            evolve(each, node=told.get(each.name.removeprefix(prefix), each.node))
            if each.name.startswith(prefix)
            else each
            for each in settlement.definitions
        )
        return evolve(settlement, definitions=definitions)

    def problems(self, case: PolicyCase) -> list[str]:
        """Where a case comes out otherwise than it expects."""
        decision = self.decide(case)
        statuses = {name: one.met for one in decision.statuses for name in (one.id, one.name)}
        found = []
        for name, expected in case.expect.items():
            if name in statuses:
                met = "undetermined" if statuses[name] is None else statuses[name]
                found += [] if met == expected else [f"{name} is {met}, expected {expected}"]
                continue
            actual = decision.entitlement(name)
            found += [f"{name}: {each}" for each in self._differences(_wanted(expected), actual)]
        return found

    def _differences(self, wanted: Mapping[str, object], actual: Entitlement) -> Iterator[str]:
        for key, value in wanted.items():
            found = self._seen(key, actual)
            meant = _meant(key, value)
            if found != meant:
                because = "、".join(f"{one.kind} {one.id}" for one in actual.because)
                seen = [f"{atom.text} {atom.met}" for atom in actual.conditions]
                told = f"lacks {actual.lacks}; because {because}; {seen}"
                yield f"{key} is {found}, expected {meant}; {told}"

    def _seen(self, key: str, actual: Entitlement) -> object:
        """What came out under a key of what is expected."""
        if key == "lacks":
            return {self._name_of(lacking) for lacking in actual.lacks}
        if key == "because":
            return {one.id for one in actual.because}
        if key in ("payers", "instalments"):
            parts: Sequence[PartOfAmount] = getattr(actual, key)
            return {one.id: one.amount for one in parts}
        if key == "clawbacks":
            return {one.id: one.amount for one in actual.clawbacks}
        if key == "rate":
            return actual.terms.rate if actual.terms else None
        found: object = getattr(actual, key)
        return found

    def _name_of(self, lacking: str) -> str:
        """What people call that which is lacking."""
        vocabulary = self.library.library.vocabulary
        for known in (vocabulary.fields, vocabulary.tables):
            if lacking in known:
                return known[lacking].name
        if lacking.startswith(SCORES):
            return "积分"
        return "其他企业" if lacking == COHORT else lacking


def _wanted(expected: object) -> Mapping[str, object]:
    """What is expected of a rule, key by key."""
    if isinstance(expected, Mapping):
        wanted = dict(cast("Mapping[str, object]", expected))
        if "outcome" not in wanted:
            wanted["outcome"] = "undetermined" if "lacks" in wanted else "granted"
        return wanted
    if expected in OUTCOMES:
        return {"outcome": expected}
    return {"outcome": "granted", "amount": expected}


def _meant(key: str, value: object) -> object:
    """The value that is meant by what a case writes under a key."""
    if key in ("lacks", "because"):
        return {value} if isinstance(value, str) else set(cast("Sequence[str]", value))
    if key in ("payers", "instalments", "clawbacks"):
        return {name: money(amount) for name, amount in cast("Mapping[str, object]", value).items()}
    if key == "rate":
        assert isinstance(value, str) and value.endswith("%"), f"{value} is no rate"
        return Fraction(value[:-1]) / 100
    return money(value) if key in ("amount", "paid", "due") else value
