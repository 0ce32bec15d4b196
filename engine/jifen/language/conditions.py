"""Conditions as structure: lists that all must hold, with ``any``, ``all`` and ``none`` inside (logic is structure)."""

from collections.abc import Mapping, Sequence
from typing import Union

from jifen.language.diagnostics import Diagnostics
from jifen.language.scope import Scope
from jifen.model.expression import Expression
from jifen.model.place import Place, Written

When = Union[Written, Sequence["When"], Mapping[str, Sequence["When"]]]
"""A condition, a list of which all must hold, or one group under ``any``, ``all`` or ``none``."""


def check_conditions(when: When, scope: Scope, diagnostics: Diagnostics, place: Place) -> Expression | None:
    """The conditions as one; None when something was reported. ``place`` is where the whole is written."""
    return None
