"""Plugins dropped into a folder: each subfolder has a ``pyproject.toml`` that names and registers it."""

import re
from pathlib import Path

from attrs import evolve

from jifen.language.diagnostics import Diagnostic, DiagnosticError, Diagnostics
from jifen.language.source import Source
from jifen.language.toml import Document, parse
from jifen.loading.plugins import GROUP, Origin, Plugin
from jifen.model.place import Place

_EXAMPLES = {"name": 'name = "jifen-dalian"', "version": 'version = "1.0.0"'}


def plugins_in(folder: Path, origin: Origin, shown_as: str, diagnostics: Diagnostics) -> list[Plugin]:
    """The plugins of all subfolders, the broken ones with their problems; hidden ones are passed over."""
    try:
        subfolders = sorted(path for path in folder.iterdir() if path.is_dir())
    except OSError as error:
        diagnostics.report("J601", Place(shown_as, 1, 1), folder=shown_as, cause=_cause(error))
        return []
    found: list[Plugin] = []
    for subfolder in subfolders:
        if not subfolder.name.startswith((".", "_")):
            found += _plugins_of(subfolder, origin, f"{shown_as}/{subfolder.name}")
    if not found:
        parent = Path(shown_as).parent.as_posix() if (folder / "pyproject.toml").is_file() else ""
        diagnostics.report("J602", Place(shown_as, 1, 1), folder=shown_as, parent=parent)
    return found


def _cause(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "没有这个文件夹"
    if isinstance(error, NotADirectoryError):
        return "这是一个文件，不是文件夹"
    return "没有读取权限" if isinstance(error, PermissionError) else error.strerror or str(error)


def _plugins_of(folder: Path, origin: Origin, shown_as: str) -> list[Plugin]:
    """One plugin for each entry point of the folder's project, a broken one where none can be told."""
    entry = Place(f"{shown_as}/pyproject.toml", 1, 1)
    plugin = Plugin(folder.name, folder.name, "", origin, folder, shown_as, entry)
    file = folder / "pyproject.toml"
    if not file.exists():
        return [evolve(plugin, problems=(Diagnostic.of("J603", entry, {"folder": folder.name}),))]
    try:
        document = parse(Source.read(file, entry.file))
    except DiagnosticError as error:
        return [evolve(plugin, problems=error.diagnostics)]
    found = Diagnostics()
    plugin = evolve(
        plugin,
        distribution=_required(document, "name", found) or folder.name,
        version=_required(document, "version", found),
    )
    entries = _entries(document)
    if not entries:
        example = re.sub(r"[^a-z0-9]+", "-", folder.name.lower()).strip("-") or "park"
        place = document.places.key("project", "entry-points", GROUP)
        module = f"jifen_{example.replace('-', '_')}.plugin"
        found.report("J605", place, distribution=plugin.distribution, example=example, module=module)
        return [evolve(plugin, problems=found.sorted())]
    plugin = evolve(plugin, problems=found.sorted())
    return [
        located(plugin.with_entry(name, value, place)) for name, (value, place) in sorted(entries.items())
    ]


def located(plugin: Plugin) -> Plugin:
    """The plugin with the package that its entry point names, which lies in its folder."""
    if not plugin.module:
        return plugin
    package = plugin.root / plugin.top_level
    return evolve(plugin, package=package if package.is_dir() else package.with_suffix(".py"))


def _table(values: object, *path: str) -> dict[str, object]:
    for part in path:
        values = values.get(part) if isinstance(values, dict) else None
    return values if isinstance(values, dict) else {}


def _required(document: Document, key: str, found: Diagnostics) -> str:
    project = _table(document.values, "project")
    value = project.get(key)
    if isinstance(value, str) and value.strip():
        return value
    problem = "没有写"
    if key in project:
        problem = "应当是不空的文字"
    elif isinstance(dynamic := project.get("dynamic"), list) and key in dynamic:
        problem = "写成了 dynamic（构建时才产生），直接放入的插件没有构建这一步"
    place = document.places.value("project", key)
    found.report("J604", place, key=f"project.{key}", problem=problem, example=_EXAMPLES[key])
    return ""


def _entries(document: Document) -> dict[str, tuple[object, Place]]:
    path = ("project", "entry-points", GROUP)
    return {
        name: (value, document.places.key(*path, name))
        for name, value in _table(document.values, *path).items()
    }
