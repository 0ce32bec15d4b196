"""A policy lowered by itself: statuses, lists, negatives, factors, and its rules (``plan/rules.py``).

What depends on other policies (statuses, vetoes that reach across, scores of a year) is referred to by names
that begin with ``<policy>@<version>:`` and is given when a run settles (``plan/settlement.py``).
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeVar

from attrs import evolve, field, frozen, mutable

from jifen.language.diagnostics import Diagnostics, nearest
from jifen.language.lexicon import narrowed
from jifen.language.scope import Scope, Typed
from jifen.model.enterprise import Absence
from jifen.model.expression import AllOf, Compare, Constant, Expression, Fact, Negated, Product, Ref, Text
from jifen.model.expression import Known as IsKnown
from jifen.model.period import Period
from jifen.model.place import Places, Written
from jifen.model.policy import Budget, Factor, Listing, Loan, Negative, PolicyFile, Status, Subsidy
from jifen.model.quantity import PLAIN, YUAN
from jifen.model.terms import Field, Vocabulary
from jifen.plan.amounts import MONEY, PERCENT
from jifen.plan.boards import SCORE, score_names
from jifen.plan.bonuses import BonusLowering
from jifen.plan.cases import check_labels
from jifen.plan.conditions import ConditionLowering
from jifen.plan.definer import Definer
from jifen.plan.entitlements import (
    NEGATIVE,
    SCORES,
    STATUS,
    ConditionsPart,
    FactorPart,
    NegativePart,
    PolicyPart,
    RulePart,
    StatusPart,
)
from jifen.plan.entitling import Vetoing
from jifen.plan.expressions import Checker
from jifen.plan.further import look_further
from jifen.plan.graph import STAGE, TOTAL, Plan
from jifen.plan.milestones import expanded
from jifen.plan.nodes import ALONE, Definition, If, Match, Members, Note, Nothing, Rank, leaves
from jifen.plan.rounding import rounding_rule
from jifen.plan.rules import RuleLowering
from jifen.plan.saying import check_sayings

STAGE_NAME = "阶段"
RANK, MEMBERS = "名次", "家数"

_Part = TypeVar("_Part")


@frozen
class Known:
    """What policies may refer to besides data: the park's scores, and what all policies conclude.

    ``statuses`` are the ids of statuses, lists and scorecards by the names that 符合 takes; unless they are
    the ``whole``, any other name may be one too.
    """

    plan: Plan
    vocabulary: Vocabulary
    statuses: Mapping[str, str]
    whole: bool = True


class _Undeclared(dict[str, Typed]):
    """Statuses some of which stand in a file that could not be read: an unknown name is none of mistakes."""

    def get(self, name: str, _: object = None) -> Typed:
        """The status of that name, or one that stands for it."""
        return self[name] if name in self else Typed(Nothing(Absence.MISSING), "flag")


def lower_policy(file: PolicyFile, known: Known, diagnostics: Diagnostics) -> PolicyPart | None:
    """The part of a policy; None after something was reported."""
    before = len(diagnostics.errors)
    part = _PolicyLowering(file, known, diagnostics).part()
    return part if len(diagnostics.errors) == before else None


def score_references(plan: Plan, full_id: str, *, own_park: bool) -> Mapping[str, Typed]:
    """Scores by the names that policies give them. A policy for any park has 积分 and 阶段 alone, since
    dimensions, boards and the names of stages differ.
    """

    def given(name: str) -> Ref:
        return Ref(f"{full_id}:{SCORES}{name}")

    options = tuple(stage.name for stage in plan.stages) if own_park else ()
    names = {
        SCORE: Typed(given(TOTAL)),
        STAGE_NAME: Typed(given(STAGE), "text", field=Field(STAGE, STAGE_NAME, "text", options=options)),
    }
    if not own_park:
        return names
    for name, typed in score_names(plan.dimensions, plan.indicators).items():
        assert isinstance(typed.expression, Ref)
        names[name] = evolve(typed, expression=given(typed.expression.name))
    for board in plan.boards:
        for spelled in map(narrowed, (board.id, board.name)):
            names[f"{RANK}.{spelled}"] = Typed(given(board.rank))
            names[f"{MEMBERS}.{spelled}"] = Typed(given(board.members))
    return names


@mutable
class _PolicyLowering:
    """Gathers the definitions of one policy."""

    file: PolicyFile
    known: Known
    diagnostics: Diagnostics
    definitions: list[Definition] = field(factory=list)

    @property
    def full_id(self) -> str:
        """What begins the names of all that it defines."""
        return self.file.full_id

    def part(self) -> PolicyPart:
        """The part; what is wrong is reported."""
        file, header = self.file, self.file.policy
        rewards = _period(header.rewards)
        checker = self._checker(rewards)
        lower = _Parts(self, checker)
        statuses = _found(map(lower.status, file.statuses)) + _found(map(lower.listing, file.listings))
        negatives = _found(map(lower.negative, file.negatives))
        rules = (*self._rules(checker, rewards, negatives), *self._bonuses(checker, negatives))
        factors = _found(map(lower.factor, file.factors))
        orders = {one.id: name for one in file.budgets if (name := lower.order(one)) is not None}
        effective, apply = header.effective, header.apply
        return PolicyPart(
            id=header.id,
            version=header.version,
            title=header.title,
            issuer=header.issuer,
            applies_to=() if header.applies_to == "any" else tuple(header.applies_to),
            rewards=rewards,
            since=effective.since if effective else None,
            until=effective.until if effective else None,
            apply=(apply.since, apply.until) if apply else None,
            snapshot=header.snapshot,
            clause=header.clause,
            source=header.source,
            definitions=tuple(map(self._marked, self.definitions)),
            rules=rules,
            statuses=tuple(statuses),
            negatives=tuple(negatives),
            groups=file.groups,
            shared_caps=file.shared_caps,
            factors=tuple(factors),
            budgets=file.budgets,
            orders=orders,
            figures=lower.figures(),
            place=header.places.here,
            programme=tuple(sorted(file.programme)),
        )

    def definer(self, owner: str, assumed: Iterable[str], clause: str, places: Places) -> Definer:
        """Makes the definitions of one owner; an assumed key of the policy itself marks all of them (S27)."""
        header = self.file.policy
        return Definer(
            owner=f"{self.full_id}/{owner}",
            origin=f"policy:{self.full_id}",
            clause=clause or header.clause,
            assumed=bool(tuple(assumed)) or bool(header.assumed),
            place=places.here,
            made=self.definitions,
        )

    def _checker(self, rewards: Period | None) -> Checker:
        file, full_id = self.file, self.full_id
        references = dict(
            score_references(self.known.plan, full_id, own_park=file.policy.applies_to != "any")
        )
        for listing in file.listings:
            for spelled in map(narrowed, (listing.id, listing.name)):
                references[f"{RANK}.{spelled}"] = Typed(Ref(f"{full_id}/list.{listing.id}.rank"))
                references[f"{MEMBERS}.{spelled}"] = Typed(Ref(f"{full_id}/list.{listing.id}.members"))
        rules = {
            narrowed(name): Typed(Ref(f"{full_id}/{rule.id}.gross", YUAN), "number", YUAN, MONEY)
            for rule in expanded(file.subsidies)
            for name in (rule.id, rule.title)
        }
        statuses = {
            narrowed(name): Typed(Ref(f"{full_id}:{STATUS}{id_}"), "flag")
            for name, id_ in self.known.statuses.items()
        }
        scope = Scope(
            vocabulary=self.known.vocabulary,
            references=references,
            statuses=statuses if self.known.whole else _Undeclared(statuses),
            rules=rules,
            rewarded=rewards,
        )
        return Checker(scope, self.diagnostics, yearly=rewards is None or not rewards.quarter)

    def _rules(
        self, checker: Checker, rewards: Period | None, negatives: list[NegativePart]
    ) -> tuple[RulePart, ...]:
        file, header = self.file, self.file.policy
        rounding = None if header.round is None else rounding_rule(header.round, self.diagnostics)
        found = []
        every: list[Subsidy | Loan] = [*expanded(file.subsidies), *file.loans]
        for rule in every:
            lowering = RuleLowering(
                checker=checker,
                definer=self.definer(rule.id, rule.assumed, rule.clause, rule.places),
                rule=rule,
                policy=header,
                rounding=rounding,
                rewards=rewards,
                vetoing=Vetoing.of(rule, negatives, self.full_id),
            )
            part = lowering.part()
            if part is None:
                look_further(rule, checker)
            else:
                found.append(part)
                check_sayings(rule, lowering.bounds(part), self.diagnostics)
        return tuple(found)

    def _bonuses(self, checker: Checker, negatives: list[NegativePart]) -> tuple[RulePart, ...]:
        parts = (
            BonusLowering(
                checker=checker,
                definer=self.definer(bonus.id, bonus.assumed, bonus.clause, bonus.places),
                bonus=bonus,
                policy=self.file.policy,
                vetoing=Vetoing.of(bonus, negatives, self.full_id),
            ).part()
            for bonus in self.file.bonuses
        )
        return tuple(_found(parts))

    def _marked(self, definition: Definition) -> Definition:
        """The definition, marked as assumed where it reads a field that is (S27)."""
        fields = self.known.vocabulary.fields
        facts = (node for node in leaves(definition.node) if isinstance(node, Fact))
        assumed = any(fields[fact.field].assumed for fact in facts)
        return evolve(definition, assumed=True) if assumed else definition


@frozen
class _Parts:
    """Lowers what is no rule. Each method returns None after it has reported why it cannot."""

    policy: _PolicyLowering
    checker: Checker

    @property
    def _diagnostics(self) -> Diagnostics:
        return self.policy.diagnostics

    def status(self, status: Status) -> StatusPart | None:
        """A status."""
        conditions = self._conditions(f"status.{status.id}", status)
        if conditions is None:
            return None
        return StatusPart(status.id, status.name, conditions.met, conditions.atoms, status.clause)

    def _conditions(self, owner: str, declared: Status | Negative) -> ConditionsPart | None:
        definer = self.policy.definer(owner, declared.assumed, declared.clause, declared.places)
        lowering = ConditionLowering(
            checker=self.checker, definer=definer, name="met", clause=declared.clause
        )
        conditions = lowering.lower(declared.when, declared.places.value("when"))
        if conditions is not None:
            bounds = [bound for atom in conditions.atoms for bound in atom.bounds]
            check_sayings(declared, bounds, self._diagnostics)
        return conditions

    def negative(self, negative: Negative) -> NegativePart | None:
        """An entry of the negative list, with just the figures that its effect has."""
        figures: dict[str, Fraction] = {}
        for key, unit in (("factor", PLAIN), ("cap", YUAN)):
            written: Written | None = getattr(negative, key)
            if (written is not None) != (negative.effect == key):
                place = negative.places.here if written is None else negative.places.key(key)
                problem = "没有写" if written is None else "多写了"
                self._diagnostics.report("J920", place, effect=negative.effect, problem=problem, key=key)
            elif written is not None:
                constant = self.checker.constant(written, unit, PERCENT if unit == PLAIN else MONEY)
                if constant is not None and constant.value >= 0:
                    figures[key] = constant.value
                elif constant is not None:
                    self._diagnostics.report(
                        "J923", written.place, written=written.text, expected="不能小于零"
                    )
        if negative.across and negative.effect != "veto":
            self._diagnostics.report("J926", negative.places.value("across"), effect=negative.effect)
        self._check_scope(negative.scope, negative.places, vetoes=negative.effect == "veto")
        conditions = self._conditions(f"negative.{negative.id}", negative)
        if conditions is None:
            return None
        return NegativePart(
            id=negative.id,
            title=negative.title,
            acts=f"{self.policy.full_id}:{NEGATIVE}{negative.id}",
            effect=negative.effect,
            scope=negative.scope,
            across=negative.across,
            conditions=conditions,
            factor=figures.get("factor"),
            cap=figures.get("cap"),
            clause=negative.clause,
        )

    def _check_scope(self, scope: tuple[str, ...], places: Places, *, vetoes: bool = False) -> None:
        """A scope names kinds of rules or rules; what changes money cannot reach points."""
        file = self.policy.file
        rules = [*(one.id for one in expanded(file.subsidies)), *(one.id for one in file.loans)]
        kinds = ["subsidy", "loan"]
        if vetoes:
            kinds.append("bonus")
            rules += [one.id for one in file.bonuses]
        if not scope:
            self._diagnostics.report("J932", places.value("scope"))
        for position, name in enumerate(scope):
            known = [*kinds, *rules]
            if name not in known:
                place, near = places.value("scope", position), nearest(name, known)
                self._diagnostics.report("J908", place, written=name, near=near, known="、".join(known))

    def listing(self, listing: Listing) -> StatusPart | None:
        """A list of the best: values of those in the pool, ranks over the cohort, who is among the first."""
        if (listing.top is None) == (listing.share is None):
            self._diagnostics.report("J925", listing.places.here, name=listing.name)
        definer = self.policy.definer(f"list.{listing.id}", listing.assumed, listing.clause, listing.places)
        pool: ConditionsPart | None = None
        if listing.pool:
            lowering = ConditionLowering(
                checker=self.checker, definer=definer, name="pool", clause=listing.clause
            )
            pool = lowering.lower(listing.pool, listing.places.value("pool"))
            if pool is None:
                return None
        typed = [self.checker.number(written) for written in (listing.by, *listing.tie_breakers)]
        known = [one.expression for one in typed if one is not None]
        share = None if listing.share is None else self.checker.constant(listing.share, PLAIN, PERCENT)
        if len(known) < len(typed) or (listing.share is not None and share is None):
            return None
        group, ok = self._group(listing, definer)
        if not ok:
            return None
        note = Note("value", {"by": listing.by.text})
        values = [
            definer.define(f"value{number or ''}", _in_pool(pool, value), note)
            for number, value in enumerate(known)
        ]
        descending, ranked = listing.order == "descending", list(values)
        if not descending and len(ranked) > 1:
            # Whichever way the list goes, the greater tie-breaker comes first and an unknown one last (S19).
            ranked[0], descending = definer.define("reversed", Negated(values[0])), True
        rank = definer.define("rank", Rank(tuple(ranked), group, descending), Note("rank"))
        members = definer.define("members", Members((values[0],), group))
        most: Expression = Constant(Fraction(listing.top or 0))
        if share is not None:
            most = Product((share, members))
        among = definer.define("among", Compare("<=", rank, most))
        parts = (among,) if pool is None else (Ref(pool.met), among)
        met = definer.define("met", AllOf(parts))
        atoms = () if pool is None else pool.atoms
        return StatusPart(
            listing.id, listing.name, met.name, atoms, listing.clause, listing=True, rank=rank.name
        )

    def _group(self, listing: Listing, definer: Definer) -> tuple[Ref | None, bool]:
        """The group in which a list ranks, by a text; whether nothing was wrong."""
        if listing.within is None:
            if listing.alone:
                self._diagnostics.report("J941", listing.places.key("alone"))
            return None, not listing.alone
        typed = self.checker.value(listing.within)
        if typed is None:
            return None, False
        if typed.type != "text":
            self._diagnostics.report("J934", listing.within.place, found=listing.within.text)
            return None, False
        node = typed.expression
        if listing.alone:
            node = If(IsKnown(node), node, Text(ALONE))
        return definer.define("group", node, Note("group", {"by": listing.within.text})), True

    def factor(self, factor: Factor) -> FactorPart | None:
        """A factor by grade."""
        self._check_scope(factor.scope, factor.places)
        typed = self.checker.value(factor.by)
        options = [
            (label, self.checker.constant(written, PLAIN, PERCENT))
            for label, written in factor.options.items()
        ]
        known = [(label, option) for label, option in options if option is not None]
        if typed is None or len(known) < len(options):
            return None
        if typed.type != "text":
            self._diagnostics.report("J934", factor.by.place, found=factor.by.text)
            return None
        check_labels(factor.options, typed.field, factor.places, ("options",), self._diagnostics)
        definer = self.policy.definer(f"factor.{factor.id}", factor.assumed, factor.clause, factor.places)
        note = Note("grade", {"by": factor.by.text})
        node = Match(typed.expression, tuple(known))
        grade = definer.define("by", typed.expression)
        return FactorPart(factor, definer.define("", node, note).name, grade.name)

    def figures(self) -> Mapping[str, Fraction]:
        """The caps, budgets and limits that settle several rules; what is no money is reported."""
        file = self.policy.file
        written = {f"shared_cap.{one.id}": one.cap for one in file.shared_caps}
        written |= {f"budget.{one.id}": one.amount for one in file.budgets}
        written |= {f"limit.{one.id}": one.limit for one in file.budgets if one.limit is not None}
        found = {}
        for name, figure in written.items():
            constant = self.checker.constant(figure, YUAN, MONEY)
            if constant is not None and constant.value <= 0:
                self._diagnostics.report("J923", figure.place, written=figure.text, expected="要大于零")
            elif constant is not None:
                found[name] = constant.value
        return found

    def order(self, budget: Budget) -> str | None:
        """The definition by which a budget's claims are served."""
        if (budget.by is None) == (budget.method == "in_order"):
            place = budget.places.key("by") if budget.by is not None else budget.places.here
            problem = "没有写 by" if budget.by is None else "多写了 by"
            self._diagnostics.report("J938", place, method=budget.method, problem=problem)
            return None
        typed = None if budget.by is None else self.checker.number(budget.by)
        if typed is None:
            return None
        definer = self.policy.definer(f"budget.{budget.id}", budget.assumed, budget.clause, budget.places)
        return definer.define("order", typed.expression).name


def _in_pool(pool: ConditionsPart | None, value: Expression) -> Expression:
    return value if pool is None else If(Ref(pool.met), value, Nothing(Absence.NOT_APPLICABLE))


def _found(parts: Iterable[_Part | None]) -> list[_Part]:
    return [part for part in parts if part is not None]


def _period(written: Written | None) -> Period | None:
    """The period; of what is none it was told where files are checked."""
    try:
        return None if written is None else Period.parse(written.text)
    except ValueError:
        return None
