"""A bonus lowered by itself: points in a bid, where its conditions hold and nothing vetoes it (S15, S17)."""

from fractions import Fraction

from attrs import frozen

from jifen.language.diagnostics import Diagnostics
from jifen.model.expression import Constant
from jifen.model.policy import Bonus, PolicyHeader
from jifen.model.quantity import parse_points
from jifen.plan.conditions import ConditionLowering
from jifen.plan.definer import ZERO, Definer
from jifen.plan.entitlements import ConditionsPart, RulePart
from jifen.plan.entitling import Vetoing
from jifen.plan.expressions import Checker
from jifen.plan.nodes import If
from jifen.plan.saying import check_sayings


@frozen
class BonusLowering:
    """Lowers one bonus."""

    checker: Checker
    definer: Definer
    bonus: Bonus
    policy: PolicyHeader
    vetoing: Vetoing

    @property
    def diagnostics(self) -> Diagnostics:
        """Where findings go."""
        return self.checker.diagnostics

    def part(self) -> RulePart | None:
        """The bonus's part; None after something was reported."""
        conditions, points = self._conditions(), self._points()
        if conditions is None or points is None:
            return None
        bonus, policy, define = self.bonus, self.policy, self.definer.define
        vetoed, entitled = self.vetoing.entitled(self.definer, conditions.met)
        amount = define("points", Constant(points))
        gross = define("gross", If(entitled, amount, ZERO))
        return RulePart(
            id=bonus.id,
            title=bonus.title,
            kind="bonus",
            policy=policy.id,
            version=policy.version,
            conditions=conditions,
            rows=None,
            money=(),
            amount=amount.name,
            once=None,
            vetoed=vetoed.name,
            vetoes=self.vetoing.vetoes,
            entitled=entitled.name,
            gross=gross.name,
            unit=Fraction(1),
            mode="half_up",
            award=f"{policy.id}/{bonus.id}",
            paid=None,
            held=None,
            payers=(),
            instalments=(),
            clawbacks=(),
            loan=None,
            clause=bonus.clause or policy.clause,
        )

    def _conditions(self) -> ConditionsPart | None:
        bonus = self.bonus
        lowering = ConditionLowering(
            checker=self.checker, definer=self.definer, name="when", clause=bonus.clause
        )
        found = lowering.optional(bonus.when, bonus.places)
        if found is None:
            return None
        whole, atoms = found
        bounds = [bound for atom in atoms for bound in atom.bounds]
        check_sayings(bonus, bounds, self.diagnostics)
        return ConditionsPart(self.definer.define("met", whole).name, tuple(atoms))

    def _points(self) -> Fraction | None:
        written = self.bonus.points
        points = parse_points(written.text)
        if not points:
            expected = "要写大于零的分数，如 5分"
            self.diagnostics.report("J923", written.place, written=written.text, expected=expected)
            return None
        return points
