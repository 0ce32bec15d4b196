"""Checked expressions: what arithmetic and comparisons mean once names, units and types are known.

The checker of ``language`` makes these values, the plan is built of them, and each reading implements them.
Numbers are in base units; 上年 and 上期 have been pushed down to the facts they shift. Row conditions hold
``Column`` nodes and are found below ``Aggregate`` only.
"""

from fractions import Fraction
from typing import Literal

from attrs import frozen

from jifen.model.period import Frequency, Shift
from jifen.model.quantity import PLAIN, Unit


class Expression:
    """A node. The plan adds nodes of its own; whatever is made of nodes may be made of any."""

    __slots__ = ()


@frozen(cache_hash=True)
class Constant(Expression):
    """A figure, in base units."""

    value: Fraction
    unit: Unit = PLAIN


@frozen(cache_hash=True)
class Text(Expression):
    """A text written in a rule."""

    value: str


@frozen(cache_hash=True)
class Fact(Expression):
    """A numeric, flag, text or date fact of the period that lies ``shift`` before the reference period."""

    field: str
    type: Literal["number", "flag", "text", "date"]
    unit: Unit = PLAIN
    digits: int = 0
    frequency: Frequency = "year"
    shift: Shift = Shift()


@frozen(cache_hash=True)
class Column(Expression):
    """A column of the row at hand."""

    column: str
    type: Literal["number", "flag", "text", "date"]
    unit: Unit = PLAIN
    digits: int = 0


@frozen(cache_hash=True)
class Ref(Expression):
    """Another definition of the plan, by name."""

    name: str
    unit: Unit = PLAIN


@frozen(cache_hash=True)
class Negated(Expression):
    """The value with its sign turned."""

    value: Expression


@frozen(cache_hash=True)
class Sum(Expression):
    """All terms added."""

    terms: tuple[Expression, ...]


@frozen(cache_hash=True)
class Product(Expression):
    """All factors multiplied."""

    factors: tuple[Expression, ...]


@frozen(cache_hash=True)
class Quotient(Expression):
    """``above ÷ below``; undefined where ``below`` is zero."""

    above: Expression
    below: Expression


@frozen(cache_hash=True)
class Growth(Expression):
    """(now − then) ÷ then (同比, 增长率); undefined where ``then`` is zero or less (S6)."""

    now: Expression
    then: Expression


@frozen(cache_hash=True)
class Least(Expression):
    """The least of the values (最小)."""

    values: tuple[Expression, ...]


@frozen(cache_hash=True)
class Greatest(Expression):
    """The greatest of the values (最大)."""

    values: tuple[Expression, ...]


@frozen(cache_hash=True)
class Floor(Expression):
    """取整: the greatest whole number that is not above the value."""

    value: Expression


@frozen(cache_hash=True)
class Steps(Expression):
    """每(x, step): whole steps in ``value``, never negative (S6)."""

    value: Expression
    step: Expression


@frozen(cache_hash=True)
class Elapsed(Expression):
    """满: complete calendar months from a date to the snapshot, in years (1/12 each); negative for a
    later date (S5).
    """

    since: Expression


@frozen(cache_hash=True)
class Aggregate(Expression):
    """A figure of a table's rows that meet ``where``. Rows whose condition is unknown make it unknown,
    as does a table that is not complete up to the snapshot; ``exists`` is true as soon as one known row
    is enough (S9, S10, S14).

    ``greatest`` and ``least`` of no rows are missing; ``sum``, ``count`` and ``distinct`` of none are
    0. Of the rows in which ``once_per`` is the same, a sum counts the one with the greatest value.
    ``known`` sums what is known, and is never unknown itself: what the rows come to at least, where
    their values are not negative.
    """

    how: Literal["sum", "count", "distinct", "greatest", "least", "exists"]
    table: str
    value: Expression | None = None
    where: Expression | None = None
    once_per: Expression | None = None
    known: bool = False


@frozen(cache_hash=True)
class InForce(Expression):
    """Of a row: ``begins`` is not after the snapshot and ``ends`` not before or on it: ``[from,
    until)`` (S5). A row without ``ends`` has no end; one without ``begins`` is unknown. An empty
    ``ends`` names no column.
    """

    begins: str
    ends: str


@frozen(cache_hash=True)
class WithinPeriod(Expression):
    """Of a row: the date column lies in the reference period (发生在本期), shifted."""

    column: str
    shift: Shift = Shift()


Operator = Literal[">=", ">", "<=", "<", "=", "!="]


@frozen(cache_hash=True)
class Compare(Expression):
    """Two values compared."""

    operator: Operator
    left: Expression
    right: Expression


@frozen
class Interval:
    """An interval with exact bounds; None is unbounded."""

    low: Fraction | None
    low_closed: bool
    high: Fraction | None
    high_closed: bool

    def holds(self, value: Fraction) -> bool:
        """Whether the value lies in it."""
        above = self.low is None or value > self.low or (self.low_closed and value == self.low)
        below = self.high is None or value < self.high or (self.high_closed and value == self.high)
        return above and below

    @property
    def empty(self) -> bool:
        """Whether no number lies in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.low_closed and self.high_closed))


@frozen(cache_hash=True)
class Within(Expression):
    """The value lies in an interval."""

    value: Expression
    interval: Interval


@frozen(cache_hash=True)
class OneOf(Expression):
    """A text is one of several (属于); with ``prefix`` it begins with one of them (industry codes)."""

    value: Expression
    options: tuple[str, ...]
    prefix: bool = False


@frozen(cache_hash=True)
class Known(Expression):
    """Whether a value is told; never unknown itself."""

    value: Expression


@frozen(cache_hash=True)
class Truth(Expression):
    """1 where a condition holds, 0 where it does not; absent while it is unknown."""

    condition: Expression


@frozen(cache_hash=True)
class AllOf(Expression):
    """All conditions hold; of none, true."""

    conditions: tuple[Expression, ...]


@frozen(cache_hash=True)
class AnyOf(Expression):
    """One condition holds at least; of none, false."""

    conditions: tuple[Expression, ...]


@frozen(cache_hash=True)
class NoneOf(Expression):
    """No condition holds; of none, true."""

    conditions: tuple[Expression, ...]
