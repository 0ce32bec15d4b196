"""Conditions as structure: lists that all must hold, with ``any``, ``all`` and ``none`` inside."""

from collections.abc import Callable, Mapping, Sequence
from typing import Union

from jifen.language.check import check_condition
from jifen.language.diagnostics import Diagnostics
from jifen.language.scope import Scope
from jifen.model.expression import AllOf, AnyOf, Expression, NoneOf
from jifen.model.place import Place, Written

When = Union[Written, Sequence["When"], Mapping[str, Sequence["When"]]]
"""A condition; a list, all of it; or groups under ``any``, ``all`` and ``none``, all of them."""

_GROUPS: Mapping[str, Callable[[tuple[Expression, ...]], Expression]] = {
    "any": AnyOf,
    "all": AllOf,
    "none": NoneOf,
}


def check_conditions(when: When, scope: Scope, diagnostics: Diagnostics, place: Place) -> Expression | None:
    """The conditions as one; None when something was reported. ``place`` is where the whole is written."""
    if isinstance(when, Written):
        return check_condition(when, scope, diagnostics)
    if isinstance(when, Mapping):
        groups = [_group(key, parts, scope, diagnostics, place) for key, parts in when.items()]
        return _joined(groups, diagnostics, place)
    return _joined([check_conditions(part, scope, diagnostics, place) for part in when], diagnostics, place)


def _group(
    key: str, parts: Sequence[When], scope: Scope, diagnostics: Diagnostics, place: Place
) -> Expression | None:
    if key not in _GROUPS or not parts:
        diagnostics.report("J459", place, group=key)
        return None
    checked = [check_conditions(part, scope, diagnostics, place) for part in parts]
    known = tuple(part for part in checked if part is not None)
    return _GROUPS[key](known) if len(known) == len(parts) else None


def _joined(parts: list[Expression | None], diagnostics: Diagnostics, place: Place) -> Expression | None:
    known = tuple(part for part in parts if part is not None)
    if not parts:
        diagnostics.report("J459", place)
    if not known or len(known) < len(parts):
        return None
    return known[0] if len(known) == 1 else AllOf(known)
