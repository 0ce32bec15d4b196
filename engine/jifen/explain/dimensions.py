"""What a dimension can give."""

from decimal import Decimal

from jifen.evaluation.cards import decimal_of
from jifen.model.decision import DimensionScore, ScoreCard
from jifen.model.expression import Constant, Least
from jifen.plan.graph import Plan


def full_of(plan: Plan, card: ScoreCard, dimension: DimensionScore) -> Decimal | None:
    """The full marks of a dimension: those of its indicators, at most its cap; None where it has none."""
    if dimension.role == "deduction":
        return None
    fulls = [indicator.full for indicator in card.indicators if indicator.dimension == dimension.id]
    known = [full for full in fulls if full is not None]
    together = sum(known, Decimal(0)) if known and len(known) == len(fulls) else None
    limits = [*_caps(plan, dimension), *([] if together is None else [together])]
    return min(limits, default=None)


def _caps(plan: Plan, dimension: DimensionScore) -> list[Decimal]:
    """What limits the sum of a dimension's points."""
    (part,) = [part for part in plan.dimensions if part.id == dimension.id]
    node = plan.named[part.points].node
    if not isinstance(node, Least):
        return []
    return [
        decimal_of(value.value.numerator, value.value.denominator)
        for value in node.values
        if isinstance(value, Constant)
    ]
