"""What entitles to a rule, whatever it gives: its conditions, and no entry of a negative list (S17)."""

from collections.abc import Iterable

from attrs import frozen

from jifen.model.expression import AllOf, AnyOf, Expression, NoneOf, Ref
from jifen.model.policy import Bonus, Loan, Rule, RuleKind
from jifen.plan.definer import Definer
from jifen.plan.entitlements import ACROSS, NegativePart


def kind_of(rule: Rule) -> RuleKind:
    """Whether a rule gives money, lends it, or gives points in a bid."""
    if isinstance(rule, Bonus):
        return "bonus"
    return "loan" if isinstance(rule, Loan) else "subsidy"


@frozen
class Vetoing:
    """What of the negative list reaches a rule: definitions that veto it, and entries that lower its cap."""

    vetoes: tuple[str, ...]
    caps: tuple[NegativePart, ...]

    @classmethod
    def of(cls, rule: Rule, negatives: Iterable[NegativePart], full_id: str) -> "Vetoing":
        """Those of its policy, and, by a name that settling gives, those of others that reach across."""
        kind = kind_of(rule)
        own = [negative for negative in negatives if kind in negative.scope or rule.id in negative.scope]
        # What reaches across reaches its own policy as well, and is not listed twice.
        elsewhere = [one for one in own if one.across and kind in one.scope]
        vetoes = [one.acts for one in own if one.effect == "veto" and one not in elsewhere]
        caps = tuple(one for one in own if one.cap is not None)
        return cls((*vetoes, f"{full_id}:{ACROSS}{kind}"), caps)

    def entitled(self, definer: Definer, met: str, further: Iterable[Expression] = ()) -> tuple[Ref, Ref]:
        """The definitions of whether a rule is vetoed, and of whether its conditions, what is ``further``
        asked and the negative list entitle to it.
        """
        vetoed = definer.define("vetoed", AnyOf(tuple(map(Ref, self.vetoes))))
        return vetoed, definer.define("entitled", AllOf((Ref(met), NoneOf((vetoed,)), *further)))
