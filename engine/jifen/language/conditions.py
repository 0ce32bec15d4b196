"""Conditions as structure: lists that all must hold, with ``any``, ``all`` and ``none`` inside."""

from collections.abc import Callable, Mapping

from attrs import frozen

from jifen.language.diagnostics import Diagnostics
from jifen.model.condition import Condition, ConditionGroup, When
from jifen.model.expression import AllOf, AnyOf, Expression, NoneOf
from jifen.model.place import Place, Written

Atom = Callable[[Written], Expression | None]
"""Checks one text; None after it has reported why it cannot."""

_GROUPS: Mapping[str, Callable[[tuple[Expression, ...]], Expression]] = {
    "any": AnyOf,
    "all": AllOf,
    "none": NoneOf,
}


def check_conditions(when: When, atom: Atom, diagnostics: Diagnostics, place: Place) -> Expression | None:
    """The conditions as one; None when something was reported. ``place`` is where the whole is written."""
    return _Structure(atom, diagnostics).together(when, place)


@frozen
class _Structure:
    atom: Atom
    diagnostics: Diagnostics

    def together(self, when: When, place: Place) -> Expression | None:
        """Conditions that must all hold."""
        if not when:
            self.diagnostics.report("J459", place)
        return _all([self._one(part) for part in when])

    def _one(self, condition: Condition) -> Expression | None:
        if isinstance(condition, Written):
            return self.atom(condition)
        return self._group(condition)

    def _group(self, group: ConditionGroup) -> Expression | None:
        written = {key: getattr(group, key) for key in _GROUPS if getattr(group, key) is not None}
        if not written:
            self.diagnostics.report("J459", group.places.here)
        return _all([self._under(key, parts, group.places.value(key)) for key, parts in written.items()])

    def _under(self, key: str, parts: When, place: Place) -> Expression | None:
        """The conditions under one key of a group."""
        if not parts:
            self.diagnostics.report("J459", place, group=key)
            return None
        checked = [self._one(part) for part in parts]
        known = tuple(part for part in checked if part is not None)
        return _GROUPS[key](known) if len(known) == len(checked) else None


def _all(parts: list[Expression | None]) -> Expression | None:
    known = tuple(part for part in parts if part is not None)
    if not known or len(known) < len(parts):
        return None
    return known[0] if len(known) == 1 else AllOf(known)
