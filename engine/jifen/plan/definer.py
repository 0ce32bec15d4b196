"""What lowering is made with: the definitions of one owner, the value it scores, the marks that come out."""

from fractions import Fraction

from attrs import field, frozen, mutable

from jifen.language.scope import Typed
from jifen.model.expression import Constant, Expression, Ref
from jifen.model.indicator import Absent
from jifen.model.place import Place
from jifen.model.quantity import PLAIN, Scale, Unit
from jifen.plan.nodes import Definition, IfAbsent, Note

ZERO, ONE = Constant(Fraction(0)), Constant(Fraction(1))


@frozen
class Marks:
    """What a kind yields: a node, and the full marks it can reach (None where it is open-ended)."""

    node: Expression
    full: Fraction | None


@frozen
class Valued:
    """The value that a kind scores: its definition and type, and how it is shown and rounded for a cohort."""

    ref: Ref
    typed: Typed
    scale: Scale
    digits: int


@mutable
class Definer:
    """Adds the definitions of one owner, under its name, with its origin and clause."""

    owner: str
    origin: str
    clause: str
    assumed: bool
    place: Place
    made: list[Definition] = field(factory=list)

    def define(self, suffix: str, node: Expression, note: Note | None = None, unit: Unit = PLAIN) -> Ref:
        """Add a definition of the owner; what refers to it is given back."""
        name = ".".join(part for part in (self.owner, suffix) if part)
        self.made.append(
            Definition(name, node, self.origin, 0, self.clause, self.place, assumed=self.assumed, note=note)
        )
        return Ref(name, unit)


def treated(earned: Ref, absent: Absent | None) -> Expression:
    """Marks with the declared ones for absences in their place (S11)."""
    if absent is None:
        return earned
    given = (absent.missing, absent.not_applicable, absent.undefined)
    return IfAbsent(earned, *(None if marks is None else Fraction(marks) for marks in given))
