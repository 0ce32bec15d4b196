"""All that a park may import: the hook marker, what it registers with, what its functions take and give.

A park's package has a module named by its entry point (group ``jifen``), and in it one function::

    from jifen.plugin import ParkRegister, hookimpl

    @hookimpl
    def register_park(register: ParkRegister) -> None:
        register.file("park.toml")

``docs/plugins.md`` describes every name here.
"""

import os
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from typing import Protocol

import pluggy

from jifen.model.enterprise import Absence
from jifen.model.function import Computed, Exact, IndicatorFunction

__all__ = [
    "Absence",
    "Computed",
    "Exact",
    "FilePath",
    "IndicatorFunction",
    "ParkRegister",
    "Rows",
    "hookimpl",
]

hookimpl = pluggy.HookimplMarker("jifen")
"""Marks a function of a park as the implementation of the hook of the same name."""

FilePath = str | os.PathLike[str] | Traversable
"""A file of a park: a package resource, or a path, a relative one from the folder of the calling module."""

Rows = tuple[Mapping[str, Exact], ...]
"""The rows of a table as a function receives them: values by column id, None where a row does not tell."""


class ParkRegister(Protocol):
    """What a park is given to register its parts with. Nothing is read or run at that moment."""

    def file(self, path: FilePath) -> None:
        """Add one TOML file of the park; a park written in several files is joined from all of them."""

    def function(self, function: IndicatorFunction) -> None:
        """Add a function; an indicator calls it by ``function = "<its id>"``."""
