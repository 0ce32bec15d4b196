"""A plugin's module imported: from where it is installed, or straight from its folder.

A folder is not put on ``sys.path``: while its entry point is imported, and only then, a finder answers for
the name of its package alone. What the package imports of itself later is found through the package.
"""

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, ModuleSpec, SourceFileLoader
from pathlib import Path
from types import ModuleType

from jifen.loading.installed import location, spec_on_path
from jifen.loading.plugins import Plugin

_IMPORTING = threading.RLock()
"""Held while ``sys.meta_path`` has a finder of ours: two threads that open parks must not meet there."""


class NameTakenError(Exception):
    """Another package of the same name is loaded, or would be found by a plain import."""


class _PackageFinder:
    """Finds one package in one folder, and nothing else."""

    def __init__(self, top_level: str, root: Path) -> None:
        self._top_level = top_level
        self._files = FileFinder(str(root), (SourceFileLoader, SOURCE_SUFFIXES))

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != self._top_level or path is not None:
            return None
        spec = self._files.find_spec(name, target)
        # A mere folder would become a namespace, which has no place of its own to tell it from others.
        return spec if spec is not None and spec.loader is not None else None


def import_plugin(plugin: Plugin) -> ModuleType:
    """The module of the plugin's entry point. What its code raises passes; nothing half-loaded stays."""
    with _IMPORTING:
        _refuse_other(plugin)
        before = set(sys.modules)
        try:
            if plugin.origin == "installed":
                return import_module(plugin.module)
            with _finding(plugin):
                return import_module(plugin.module)
        except BaseException:
            for name in set(sys.modules) - before:
                if name.partition(".")[0] == plugin.top_level:
                    del sys.modules[name]
            raise


@contextmanager
def _finding(plugin: Plugin) -> Iterator[None]:
    finder = _PackageFinder(plugin.top_level, plugin.root)
    # Lists of their own: another thread may be going through the present one.
    sys.meta_path = [finder, *sys.meta_path]
    try:
        yield
    finally:
        sys.meta_path = [other for other in sys.meta_path if other is not finder]


def _refuse_other(plugin: Plugin) -> None:
    if plugin.package is None:
        return
    loaded = sys.modules.get(plugin.top_level)
    if loaded is not None:
        other = location(getattr(loaded, "__spec__", None))
        if not _same(other, plugin.package):
            raise NameTakenError(str(other or "Python 自带的模块"))
    elif plugin.origin != "installed":
        spec = spec_on_path(plugin.top_level)
        other = location(spec)
        # A folder without code of its own is found by a plain import only as long as nothing else is.
        found = spec is not None and (other is not None or spec.origin is not None)
        if found and not _same(other, plugin.package):
            raise NameTakenError(str(other or "Python 自带的模块"))


def _same(other: Path | None, package: Path) -> bool:
    return other is not None and other.resolve() == package.resolve()
