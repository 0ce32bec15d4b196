"""Conditions as structure: a list that must all hold, with groups under ``any``, ``all`` and ``none`` inside.

Each atom is a text of its own, so that it has its own place, reason and line in a diff.
"""

from typing import Union

from attrs import frozen

from jifen.model.place import Places, Written
from jifen.model.vocabulary import key, places


@frozen
class ConditionGroup:
    """A group of conditions (条件组). Where it writes several of its keys, each of them must hold."""

    any: tuple[Union[Written, "ConditionGroup"], ...] | None = key("其中任何一项成立即可", default=None)
    all: tuple[Union[Written, "ConditionGroup"], ...] | None = key("各项都要成立", default=None)
    none: tuple[Union[Written, "ConditionGroup"], ...] | None = key("各项都不成立", default=None)
    places: Places = places()


Condition = Written | ConditionGroup
"""One condition: a comparison or flag as text, or a group."""

When = tuple[Condition, ...]
"""Conditions that must all hold."""
