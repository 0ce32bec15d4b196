"""Plugins that are installed: distributions with an entry point in the group ``jifen``."""

import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.machinery import ModuleSpec
from importlib.metadata import Distribution, distributions
from pathlib import Path

from attrs import evolve

from jifen.language.diagnostics import Diagnostic
from jifen.loading.plugins import GROUP, Plugin
from jifen.model.place import Place


def installed_plugins() -> list[Plugin]:
    """The plugins of all installed distributions, of equal names the first on the path."""
    found: list[Plugin] = []
    seen: set[str] = set()
    for distribution in distributions():
        name = _name(distribution)
        normalized = re.sub(r"[-_.]+", "-", name).lower()
        if normalized not in seen:
            seen.add(normalized)
            found += _plugins_of(distribution, name)
    return found


def _name(distribution: Distribution) -> str:
    """The name that its metadata give; that of its folder where they are broken."""
    name = None
    with suppress(Exception):
        name = distribution.metadata["Name"]
    folder = getattr(distribution, "_path", None)
    return str(name or (folder.name.partition("-")[0] if folder is not None else ""))


def _plugins_of(distribution: Distribution, name: str) -> Iterator[Plugin]:
    text = distribution.read_text("entry_points.txt") or ""
    if f"[{GROUP}]" not in text:
        return
    file = f"{name}.dist-info/entry_points.txt"
    plugin = Plugin(name, name, "", "installed", Path(), "", Place(file, 1, 1))
    entries: list[tuple[str, str]] = []
    # Broken metadata raise what the Python version and the finder at hand like; what is wrong is the same.
    with suppress(Exception):
        plugin = evolve(plugin, version=distribution.version or "")
        entries = [(entry.name, entry.value) for entry in distribution.entry_points.select(group=GROUP)]
    if not plugin.version or not entries:
        yield plugin.with_problems(Diagnostic.of("J624", plugin.entry, {"distribution": name}))
        return
    for entry, value in sorted(entries):
        yield _located(plugin.with_entry(entry, value, _place(file, text, entry)))


def _place(file: str, text: str, entry: str) -> Place:
    for number, line in enumerate(text.splitlines(), 1):
        if line.partition("=")[0].strip() == entry:
            return Place(file, number, 1, len(line), line)
    return Place(file, 1, 1)


def _located(plugin: Plugin) -> Plugin:
    """The plugin with the package that its module lies in, found without importing it."""
    spec = spec_on_path(plugin.top_level) if plugin.module else None
    package = location(spec)
    return plugin if package is None else evolve(plugin, package=package, root=package.parent)


def spec_on_path(top_level: str) -> ModuleSpec | None:
    """What an import of the name would find, whether or not something of that name is loaded already."""
    for finder in sys.meta_path:
        find = getattr(finder, "find_spec", None)
        spec: ModuleSpec | None = None if find is None else find(top_level, None)
        if spec is not None:
            return spec
    return None


def location(spec: ModuleSpec | None) -> Path | None:
    """The folder of a package or the file of a module; None for what is built in or a mere folder."""
    if spec is None or not spec.has_location or spec.origin is None:
        return None
    origin = Path(spec.origin)
    return origin.parent if spec.submodule_search_locations is not None else origin
