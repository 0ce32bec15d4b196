"""What a case expects, checked against the names of the policies, and held against what came out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import get_args

from attrs import field, frozen

from jifen.explain.values import number
from jifen.language.diagnostics import Diagnostic, Diagnostics, nearest
from jifen.model.entitlement import Decision, Entitlement, Outcome, StatusSeen
from jifen.model.place import Place, Written
from jifen.model.policy import Expected, Names, PolicyCase
from jifen.model.quantity import PLAIN, YUAN, Unit, parse_points
from jifen.plan.entitlements import RulePart, StatusPart
from jifen.testing.cases.given import quantity
from jifen.testing.cases.names import Lacking
from jifen.testing.cases.opened import Opened
from jifen.testing.cases.results import Mismatch
from jifen.testing.cases.saying import met_word, money, outcome_word, reasons, worth

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
_PARTS = {"payers": "承担方", "instalments": "分期", "clawbacks": "收回"}
_STATUS_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "undetermined": None}


@frozen
class RuleExpected:
    """What a rule must come to, figures in 元 (of a bonus its points); what is None or empty is not
    compared.
    """

    rule: RulePart
    place: Place
    outcome: Outcome
    amount: Fraction | None = None
    lacks: frozenset[str] | None = None
    because: frozenset[str] | None = None
    provisional: bool | None = None
    assumed: bool | None = None
    paid: Fraction | None = None
    due: Fraction | None = None
    parts: Mapping[str, Mapping[str, Fraction]] = field(factory=dict)
    """Payers, instalments and claw-backs by key and id."""
    rate: Fraction | None = None


@frozen
class StatusExpected:
    """Whether a status must hold; None where that must be unknown."""

    status: StatusPart
    place: Place
    met: bool | None


Expectation = RuleExpected | StatusExpected


@frozen
class ExpectedReader:
    """Reads what cases expect; mistakes are reported. ``full_id`` is the policy that the cases are of."""

    opened: Opened
    full_id: str
    lacking: Lacking
    diagnostics: Diagnostics

    def read(self, case: PolicyCase) -> list[Expectation]:
        """What a case expects, as far as it could be read."""
        if not case.expect:
            self._report("J960", case.places.key("expect"), case)
        found = [self._one(case, label, told) for label, told in case.expect.items()]
        return [one for one in found if one is not None]

    def _one(self, case: PolicyCase, label: str, told: Written | bool | Expected) -> Expectation | None:
        place = case.places.key("expect", label)
        rule, status = self.rules.get(label), self.statuses.get(label)
        if rule is not None and status is not None:
            problem = f"“{label}”既是规则又是认定，请写 {rule.full_id}，或者写认定的名称 {status.name}"
            self._report("J956", place, case, problem=problem)
        elif status is not None:
            return self._status(case, status, told, place)
        elif rule is not None:
            return self._rule(case, rule, label, told, place)
        else:
            known = [*self.rules, *self.statuses]
            names = "、".join(self._own_names())
            near, what = nearest(label, known), "规则或认定"
            self._report("J955", place, case, what=what, written=label, near=near, known=names)
        return None

    def _own_names(self) -> Iterator[str]:
        part = self.opened.part(self.full_id)
        yield from (rule.id for rule in part.rules)
        yield from (status.id for status in part.statuses)

    @property
    def rules(self) -> Mapping[str, RulePart]:
        """The rules by id where they are of the policy itself, and by policy and id."""
        found = {}
        for part in self.opened.parts:
            for rule in part.rules:
                found[rule.full_id] = rule
                if part.full_id == self.full_id:
                    found[rule.id] = rule
        return found

    @property
    def statuses(self) -> Mapping[str, StatusPart]:
        """The statuses and lists by id and name."""
        every = (status for part in self.opened.parts for status in part.statuses)
        return {name: status for status in every for name in (status.id, status.name)}

    # ------------------------------------------------------------ one expectation

    def _status(
        self, case: PolicyCase, status: StatusPart, told: Written | bool | Expected, place: Place
    ) -> StatusExpected | None:
        if isinstance(told, Written) and told.text in _STATUS_WORDS:
            return StatusExpected(status, place, _STATUS_WORDS[told.text])
        if isinstance(told, bool):
            return StatusExpected(status, place, told)
        problem = f'“{status.name}”是认定，应当写 true、false 或 "undetermined"'
        self._report("J956", told.place if isinstance(told, Written) else place, case, problem=problem)
        return None

    def _rule(
        self,
        case: PolicyCase,
        rule: RulePart,
        label: str,
        told: Written | bool | Expected,
        place: Place,
    ) -> RuleExpected | None:
        if isinstance(told, bool):
            problem = f"“{label}”是规则，应当写金额或结果"
            self._report("J956", case.places.value("expect", label), case, problem=problem)
            return None
        if isinstance(told, Expected):
            return self._detailed(case, rule, told, place)
        if told.text in OUTCOMES:
            return RuleExpected(rule, place, _outcome(told.text))
        amount = self._worth(case, rule, told, also=True)
        return None if amount is None else RuleExpected(rule, place, "granted", amount)

    def _detailed(
        self, case: PolicyCase, rule: RulePart, told: Expected, place: Place
    ) -> RuleExpected | None:
        before = len(self.diagnostics)
        outcome: Outcome = "granted"
        if told.outcome is not None:
            if told.outcome.text not in OUTCOMES:
                self._report_outcome(case, told.outcome)
            outcome = _outcome(told.outcome.text)
        elif told.lacks is not None:
            outcome = "undetermined"
        parts = {
            key: {id_: self._quantity(case, one, YUAN) or Fraction(0) for id_, one in written.items()}
            for key, written in self._parts(case, rule, told)
        }
        expected = RuleExpected(
            rule=rule,
            place=place,
            outcome=outcome,
            amount=None if told.amount is None else self._worth(case, rule, told.amount),
            lacks=self._lacks(case, told.lacks),
            because=self._because(case, told.because),
            provisional=told.provisional,
            assumed=told.assumed,
            paid=self._money(case, told.paid),
            due=self._money(case, told.due),
            parts=parts,
            rate=None if told.rate is None else self._quantity(case, told.rate, PLAIN),
        )
        return expected if len(self.diagnostics) == before else None

    def _parts(
        self, case: PolicyCase, rule: RulePart, told: Expected
    ) -> Iterator[tuple[str, Mapping[str, Written]]]:
        """Payers, instalments and claw-backs whose ids the rule has."""
        known = {
            "payers": [one.id for one in rule.payers],
            "instalments": [one.id for one in rule.instalments],
            "clawbacks": [one.id for one in rule.clawbacks],
        }
        for key, ids in known.items():
            written: Mapping[str, Written] = getattr(told, key)
            for id_ in written:
                if id_ not in ids:
                    place, near = told.places.key(key, id_), nearest(id_, ids)
                    told_ids, what = "、".join(ids), _PARTS[key]
                    self._report("J955", place, case, what=what, written=id_, near=near, known=told_ids)
            if written:
                yield key, written

    def _worth(
        self, case: PolicyCase, rule: RulePart, written: Written, *, also: bool = False
    ) -> Fraction | None:
        """What a rule must come to: money, or the points of a bonus."""
        if rule.kind != "bonus":
            return self._quantity(case, written, YUAN, also=also)
        points = parse_points(written.text)
        if points is None and also and not any(char.isdigit() for char in written.text):
            self._report_outcome(case, written, "分数")
        elif points is None:
            problem = f"“{written.text}”不是分数，评审加分请连单位写，如 5分"
            self._report("J956", written.place, case, problem=problem)
        return points

    def _money(self, case: PolicyCase, written: Written | None) -> Fraction | None:
        return None if written is None else self._quantity(case, written, YUAN)

    def _quantity(
        self, case: PolicyCase, written: Written, unit: Unit, *, also: bool = False
    ) -> Fraction | None:
        """A quantity with its unit; ``also`` says that the name of an outcome might stand in its place."""
        found = quantity(written.text, unit)
        if found is not None:
            return found
        if also and not any(char.isdigit() for char in written.text):
            self._report_outcome(case, written)
            return None
        example = "5万元" if unit == YUAN else "3.65%"
        problem = f"“{written.text}”不是{'金额' if unit == YUAN else '比例'}，请连单位写，如 {example}"
        self._report("J956", written.place, case, problem=problem)
        return None

    def _report_outcome(self, case: PolicyCase, written: Written, what: str = "金额") -> None:
        problem = f"“{written.text}”不是{what}，也不是结果"
        known = "、".join(OUTCOMES)
        near = nearest(written.text, OUTCOMES)
        self._report("J956", written.place, case, problem=problem, near=near, known=known)

    def _lacks(self, case: PolicyCase, names: Names | None) -> frozenset[str] | None:
        """What must be lacking, by the names that people know."""
        if names is None:
            return None
        found = set()
        for written in _each(names):
            name = self.lacking.named(written.text)
            if name is None:
                near = nearest(written.text, self.lacking.known)
                self._report("J962", written.place, case, written=written.text, near=near)
            else:
                found.add(name)
        return frozenset(found)

    def _because(self, case: PolicyCase, names: Names | None) -> frozenset[str] | None:
        if names is None:
            return None
        known = dict(self._deciding())
        found = set()
        for written in _each(names):
            if written.text not in known:
                near, told = nearest(written.text, known), "、".join(dict.fromkeys(known.values()))
                what = "规则或负面清单"
                self._report(
                    "J955", written.place, case, what=what, written=written.text, near=near, known=told
                )
            else:
                found.add(known[written.text])
        return frozenset(found)

    def _deciding(self) -> Iterator[tuple[str, str]]:
        """What may decide besides conditions: negatives and rules, by id, and by policy and id."""
        for part in self.opened.parts:
            for id_ in (*(one.id for one in part.negatives), *(one.id for one in part.rules)):
                full = f"{part.id}/{id_}"
                yield full, full
                if part.full_id == self.full_id:
                    yield id_, full

    def _report(self, code: str, place: Place, case: PolicyCase, **facts: object) -> None:
        self.diagnostics.extend([Diagnostic.of(code, place, {"case": case.name, **facts})])


def _outcome(text: str) -> Outcome:
    return next((one for one in OUTCOMES if one == text), "granted")


def _each(names: Names) -> tuple[Written, ...]:
    return (names,) if isinstance(names, Written) else names


# ---------------------------------------------------------------- against what came out


@frozen
class Comparison:
    """Holds expectations against a decision."""

    decision: Decision
    lacking: Lacking

    def mismatches(self, expected: Iterable[Expectation]) -> Iterator[Mismatch]:
        """All that came out otherwise."""
        for one in expected:
            if isinstance(one, StatusExpected):
                yield from self._status(one)
            else:
                yield from self._rule(one)

    def _status(self, expected: StatusExpected) -> Iterator[Mismatch]:
        status, seen = expected.status, self._seen(expected.status)
        met = None if seen is None else seen.met
        if met is not expected.met:
            told = (met_word(expected.met), met_word(met))
            yield Mismatch(status.id, status.name, "认定", *told, expected.place)

    def _seen(self, status: StatusPart) -> StatusSeen | None:
        return next((one for one in self.decision.statuses if one.id == status.id), None)

    def _rule(self, expected: RuleExpected) -> Iterator[Mismatch]:
        rule, got = expected.rule, self._entitlement(expected.rule)
        differing = tuple(self._differing(expected, got))
        told = reasons(got, self.decision) if differing else ()
        for what, wanted, found in differing:
            yield Mismatch(rule.id, rule.title, what, wanted, found, expected.place, told)

    def _entitlement(self, rule: RulePart) -> Entitlement:
        return next(
            one
            for one in self.decision.entitlements
            if (one.full_id, one.version) == (rule.full_id, rule.version)
        )

    def _differing(self, expected: RuleExpected, got: Entitlement) -> Iterator[tuple[str, str, str]]:
        """What differs: what it is, what was expected, what came out."""
        bonus = got.kind == "bonus"
        found_worth = got.points if bonus else got.amount
        if got.outcome != expected.outcome:
            wanted = outcome_word(expected.outcome, got.kind, expected.amount)
            yield "结果", wanted, outcome_word(got.outcome, got.kind, found_worth)
            return
        said = partial(worth, got.kind)
        yield from _unlike("分数" if bonus else "金额", expected.amount, found_worth, said)
        if expected.lacks is not None:
            yield from _unlike("缺少", expected.lacks, self.lacking.names(got.lacks), _listed)
        if expected.because is not None:
            found = frozenset(one.id for one in got.because)
            yield from _unlike("决定于", expected.because, found, _listed)
        yield from _unlike("暂定", expected.provisional, got.provisional, _yes)
        yield from _unlike("依据假定", expected.assumed, got.assumed, _yes)
        yield from _unlike("已兑现", expected.paid, got.paid, money)
        yield from _unlike("应兑现", expected.due, got.due, money)
        known = {
            "payers": ("承担", {one.id: one.amount for one in got.payers}),
            "instalments": ("分期", {one.id: one.amount for one in got.instalments}),
            "clawbacks": ("收回", {one.id: one.amount for one in got.clawbacks}),
        }
        for key, amounts in expected.parts.items():
            word, found_amounts = known[key]
            for id_, amount in amounts.items():
                yield from _unlike(f"{word}（{id_}）", amount, found_amounts.get(id_), money)
        rate = got.terms.rate if got.terms is not None else None
        yield from _unlike("年利率", expected.rate, rate, _percent)


def _unlike(
    what: str, expected: object, got: object, said: Callable[..., str]
) -> Iterator[tuple[str, str, str]]:
    if expected is not None and expected != (Fraction(got) if isinstance(got, Decimal) else got):
        yield what, said(expected), said(got)


def _listed(names: frozenset[str]) -> str:
    return "、".join(sorted(names)) or "无"


def _yes(flag: bool) -> str:
    return "是" if flag else "否"


def _percent(rate: Fraction | None) -> str:
    return "没有" if rate is None else f"{number(rate * 100)}%"
