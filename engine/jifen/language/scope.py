"""What an expression is checked against, and what a checked expression is."""

from collections.abc import Mapping

from attrs import field, frozen

from jifen.model.expression import Expression
from jifen.model.quantity import PLAIN, Scale, Unit
from jifen.model.terms import Table, Type, Vocabulary


@frozen
class Typed:
    """A checked expression with its type and unit; ``scale`` is how its figures are usually written, where known."""

    expression: Expression
    type: Type = "number"
    unit: Unit = PLAIN
    scale: Scale | None = None


@frozen(slots=False)
class Scope:
    """The names an expression may use.

    ``references`` are definitions of the plan by the names that texts give them, dotted ones included
    (``积分``, ``积分.技术创新``). Inside ``row`` the columns of that table come first (S28).
    """

    vocabulary: Vocabulary = field(factory=Vocabulary)
    references: Mapping[str, Typed] = field(factory=dict)
    row: Table | None = None
