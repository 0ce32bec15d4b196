"""Expressions checked once for names, units and types: text in, nodes of ``jifen.model.expression`` out."""

from jifen.language.diagnostics import Diagnostics
from jifen.language.scope import Scope, Typed
from jifen.model.expression import Constant, Expression
from jifen.model.place import Written
from jifen.model.quantity import Unit


def check_value(written: Written, scope: Scope, diagnostics: Diagnostics) -> Typed | None:
    """A value of any type (what options are chosen by is a text); None when something was reported."""
    return None


def check_number(
    written: Written, scope: Scope, diagnostics: Diagnostics, *, unit: Unit | None = None
) -> Typed | None:
    """A number, of ``unit`` where given; None when something was reported."""
    return None


def check_condition(written: Written, scope: Scope, diagnostics: Diagnostics) -> Expression | None:
    """A condition; None when something was reported."""
    return None


def check_constant(
    written: Written, diagnostics: Diagnostics, *, unit: Unit | None = None
) -> Constant | None:
    """A constant such as ``500万元`` in base units, of ``unit`` where given; None when something was reported."""
    return None
