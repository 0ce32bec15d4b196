"""Expressions checked once for names, units and types: text in, nodes of ``jifen.model.expression`` out."""

from jifen.language.diagnostics import Diagnostics
from jifen.language.grammar import parse
from jifen.language.meaning import edge, visit
from jifen.language.operands import condition, in_unit, number, standard
from jifen.language.rewriting import constant
from jifen.language.scope import Context, Scope, Typed
from jifen.language.syntax import Half, Node, Range
from jifen.model.expression import Constant, Expression
from jifen.model.place import Written
from jifen.model.quantity import Scale, Unit

__all__ = ["Scope", "Typed", "check_condition", "check_constant", "check_number", "check_value"]

_NO_NAMES = Scope()


def check_value(written: Written, scope: Scope, diagnostics: Diagnostics) -> Typed | None:
    """A value of any type (what options are chosen by is a text); None when something was reported."""
    found = _parsed(written, scope, diagnostics)
    return None if found is None else visit(*found)


def check_number(
    written: Written,
    scope: Scope,
    diagnostics: Diagnostics,
    *,
    unit: Unit | None = None,
    scale: Scale | None = None,
) -> Typed | None:
    """A number, of ``unit`` where given; None when something was reported.

    ``scale`` is how figures of the unit are written here: messages use it, and percentages need their sign.
    """
    found = _parsed(written, scope, diagnostics)
    return None if found is None else _of_unit(*found, number(*found), unit, scale)


def check_condition(written: Written, scope: Scope, diagnostics: Diagnostics) -> Expression | None:
    """A condition; None when something was reported."""
    found = _parsed(written, scope, diagnostics)
    return None if found is None else condition(*found)


def check_constant(
    written: Written, diagnostics: Diagnostics, *, unit: Unit | None = None, scale: Scale | None = None
) -> Constant | None:
    """A constant such as ``500万元`` in base units, of ``unit`` where given; None when it is faulty."""
    found = _parsed(written, _NO_NAMES, diagnostics)
    if found is None:
        return None
    typed = _of_unit(*found, edge(*found), unit, scale)
    value = None if typed is None else constant(typed.expression)
    return None if typed is None or value is None else Constant(value, typed.unit)


def _parsed(written: Written, scope: Scope, diagnostics: Diagnostics) -> tuple[Context, Node] | None:
    tree = parse(written, scope.lexicon, diagnostics)
    if tree is None or isinstance(tree, (Range, Half)):
        return None
    return Context(written, scope, diagnostics, visit), tree


def _of_unit(
    context: Context, node: Node, typed: Typed | None, unit: Unit | None, scale: Scale | None
) -> Typed | None:
    if typed is None or unit is None:
        return typed
    expression = in_unit(context, node, typed, standard(unit, scale), compared=True)
    return None if expression is None else Typed(expression, typed.type, unit, typed.scale, typed.field)
