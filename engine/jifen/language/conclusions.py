"""What rules conclude and what has been paid: 符合, 奖励额, 累计兑现, 连续兑现 (S13, S18, S25)."""

from collections.abc import Mapping

from jifen.language.lexicon import narrowed
from jifen.language.names import report_unknown
from jifen.language.scope import Context, Typed
from jifen.language.syntax import Call, Name, Node, Quoted
from jifen.model.expression import (
    Aggregate,
    AllOf,
    AnyOf,
    Column,
    Compare,
    Expression,
    InForce,
    Sum,
    Text,
    Truth,
)
from jifen.model.period import Period
from jifen.model.quantity import SCALES, YEAR, YUAN
from jifen.model.terms import AWARD

LONGEST_STREAK = 20
"""So many years back 连续兑现 looks at most."""


def concluded(context: Context, call: Call) -> Typed | None:
    """符合(名称): a status, a list or a scorecard holds."""
    return _of(context, call, context.scope.statuses, "认定、名单或评价表")


def rule_amount(context: Context, call: Call) -> Typed | None:
    """奖励额(规则): the amount of another rule of the policy, before anything is settled."""
    return _of(context, call, context.scope.rules, "本政策的规则")


def _of(context: Context, call: Call, known: Mapping[str, Typed], what: str) -> Typed | None:
    node = call.arguments[0]
    spelled = _spelled(node)
    found = known.get(spelled) if spelled is not None else None
    if found is None and isinstance(node, Name):
        report_unknown(context, node, {name for name in known if not name.isascii()}, what)
    elif found is None:
        context.report("J406", node.span, function=narrowed(call.function), expected=f"{what}的名称")
    return found


def _spelled(node: Node) -> str | None:
    if isinstance(node, Name):
        return ".".join(map(narrowed, node.parts))
    return narrowed(node.text) if isinstance(node, Quoted) else None


def paid(context: Context, call: Call) -> Typed | None:
    """累计兑现("编号"): all that the ledger holds under an award's key up to the snapshot."""
    award = _award(context, call)
    if award is None:
        return None
    return Typed(paid_before(award), "number", YUAN, SCALES["元"])


def streak(context: Context, call: Call) -> Typed | None:
    """连续兑现("编号"): for how many years in a row, up to the last, the ledger holds the award."""
    award, rewarded = _award(context, call), context.scope.rewarded
    if award is None:
        return None
    if rewarded is None:
        context.report("J463", call.span)
        return None
    held = [held_in(award, rewarded.years_back(back + 1)) for back in range(LONGEST_STREAK)]
    years = tuple(Truth(AllOf(tuple(held[: count + 1]))) for count in range(LONGEST_STREAK))
    return Typed(Sum(years), "number", YEAR, SCALES["年"])


def _award(context: Context, call: Call) -> str | None:
    node = call.arguments[0]
    if isinstance(node, Quoted):
        return node.text
    function = narrowed(call.function)
    context.report("J406", node.span, function=function, expected="加引号的奖励编号，如 “policy/rule”")
    return None


def of_award(*awards: str) -> Expression:
    """Of a row of the ledger: it is of one of these awards, and paid by the snapshot."""
    keys = tuple(map(_of_key, awards))
    return AllOf((keys[0] if len(keys) == 1 else AnyOf(keys), InForce("paid_on", "")))


def of_grant(award: str, period: Period) -> Expression:
    """Of a row of the ledger: it has the key of a grant, whenever it was paid.

    Most of a year's rewards are paid after its end, and so after the snapshot.
    """
    return AllOf((_of_key(award), of_period(period)))


def _of_key(award: str) -> Expression:
    return Compare("=", Column("award", "text"), Text(award))


AMOUNT = Column("amount", "number", YUAN, AWARD.columns["amount"].digits)
"""The amount of a row of the ledger."""


def paid_before(*awards: str, besides: Expression | None = None) -> Aggregate:
    """What the ledger holds under the keys up to the snapshot, in the rows that ``besides`` allows."""
    where = of_award(*awards)
    return Aggregate("sum", AWARD.id, AMOUNT, where if besides is None else AllOf((where, besides)))


def of_period(period: Period, *, other: bool = False) -> Expression:
    """Of a row of the ledger: it rewards a period, or any other one."""
    return Compare("!=" if other else "=", Column("period", "text"), Text(period.text))


def held_in(award: str, period: Period) -> Aggregate:
    """Whether the ledger holds an award of a period."""
    return Aggregate("exists", AWARD.id, None, AllOf((of_award(award), of_period(period))))
