"""What a formula comes to, computed from its text and the values of its names alone."""

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce

from jifen.language.check import check_number
from jifen.language.diagnostics import Diagnostics
from jifen.language.scope import Scope, Typed
from jifen.model.expression import (
    Constant,
    Expression,
    Floor,
    Greatest,
    Least,
    Negated,
    Product,
    Quotient,
    Ref,
    Steps,
    Sum,
)
from jifen.model.grounds import TermSeen
from jifen.model.place import Place, Written
from jifen.model.quantity import YUAN, Unit

_NOWHERE = Place("", 1, 1)


def evaluate(text: str, terms: Sequence[TermSeen], unit: Unit | None = YUAN) -> Fraction | None:
    """The value of a formula in base units; None where a name has no number or nothing can be computed."""
    values: dict[str, Fraction] = {}
    references: dict[str, Typed] = {}
    parts, end = [], 0
    for number, term in enumerate(terms, start=1):
        if not isinstance(term.value, Fraction | int) or isinstance(term.value, bool):
            return None
        name = f"值{number}"
        values[name] = Fraction(term.value)
        references[name] = Typed(Ref(name, term.scale.unit), "number", term.scale.unit, term.scale)
        parts += [text[end : term.start], f"「{name}」"]
        end = term.start + len(term.text)
    written = Written("".join((*parts, text[end:])), _NOWHERE, verbatim=False)
    typed = check_number(written, Scope(references=references), Diagnostics(), unit=unit)
    return None if typed is None else _value(typed.expression, values)


def _value(node: Expression, values: dict[str, Fraction]) -> Fraction | None:
    """The exact value of arithmetic over known values."""
    match node:
        case Constant(value):
            return value
        case Ref(name):
            return values[name]
        case Negated(value):
            inner = _value(value, values)
            return None if inner is None else -inner
        case Floor(value):
            inner = _value(value, values)
            return None if inner is None else Fraction(inner // 1)
        case Sum(parts) | Product(parts) | Least(parts) | Greatest(parts):
            known = [found for part in parts if (found := _value(part, values)) is not None]
            return _combined(node, known) if len(known) == len(parts) else None
        case Quotient(above, below) | Steps(above, below):
            over, under = _value(above, values), _value(below, values)
            if over is None or not under:
                return None
            return over / under if isinstance(node, Quotient) else Fraction(max(0, over // under))
        case _:
            return None


def _combined(node: Expression, known: Sequence[Fraction]) -> Fraction:
    if isinstance(node, Sum):
        return sum(known, Fraction(0))
    if isinstance(node, Product):
        return reduce(lambda one, other: one * other, known, Fraction(1))
    return min(known) if isinstance(node, Least) else max(known)
