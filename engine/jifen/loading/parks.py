"""Parks found: installed, dropped into a folder, or bundled. No code of a park runs here (S24, S30)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import frozen

from jifen.language.diagnostics import Diagnostic, DiagnosticError, Diagnostics, nearest
from jifen.loading.bundled import bundled_plugins
from jifen.loading.folders import plugins_in
from jifen.loading.installed import installed_plugins
from jifen.loading.plugins import PREFERENCE, Plugin


@frozen
class ParkIndex:
    """What was found, by park id: plugins that can be opened, and those left out with their problems.

    ``problems`` are those of the search itself, such as a plugins folder that is not there.
    """

    plugins: tuple[Plugin, ...]
    problems: tuple[Diagnostic, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the parks that can be opened, as far as is known before their code runs."""
        return tuple(plugin.id for plugin in self.plugins if plugin.usable)

    def plugin(self, park_id: str) -> Plugin:
        """The plugin of a park; a :class:`DiagnosticError` says why none can be opened."""
        found = [plugin for plugin in self.plugins if plugin.id == park_id]
        for plugin in found:
            if plugin.usable:
                return plugin
        if found:
            raise DiagnosticError(problem for plugin in found for problem in plugin.problems)
        unknown = Diagnostics()
        near = nearest(park_id, self.ids)
        unknown.report("J623", None, park=park_id, near=near, parks="、".join(self.ids))
        raise DiagnosticError((*unknown, *self.problems))


def discover_parks(
    plugin_folders: Iterable[str | Path] = (), *, entry_points: bool = True, bundled: bool = True
) -> ParkIndex:
    """Find all parks: installed, in the given plugins folders, bundled with the engine."""
    diagnostics = Diagnostics()
    found = installed_plugins() if entry_points else []
    folders: dict[Path, str] = {}
    for folder in sorted(plugin_folders, key=str):
        folders.setdefault(Path(folder).resolve(), Path(folder).as_posix())
    own = bundled_plugins() if bundled else None
    for path, shown_as in folders.items():
        if own is None or path != own.resolve():
            found += plugins_in(path, "folder", shown_as, diagnostics)
    if own is not None:
        found += plugins_in(own, "bundled", "plugins", diagnostics)
    return ParkIndex(_without_conflicts(found), diagnostics.sorted())


def _without_conflicts(found: Sequence[Plugin]) -> tuple[Plugin, ...]:
    by_id: dict[str, list[Plugin]] = defaultdict(list)
    for plugin in found:
        by_id[plugin.id].append(plugin)
    settled: list[Plugin] = []
    for park_id in sorted(by_id):
        settled += _settled(park_id, by_id[park_id])
    return tuple(_without_shared_packages(settled))


def _settled(park_id: str, found: list[Plugin]) -> list[Plugin]:
    """The preferred one of equal copies; all of them, each with the error, where they differ (S24)."""
    sound = [plugin for plugin in found if plugin.usable]
    broken = [plugin for plugin in found if not plugin.usable]
    if len(sound) < 2:
        return found
    sound.sort(key=lambda plugin: (PREFERENCE[plugin.origin], plugin.shown_as))
    first, *others = sound
    if all(_is_copy(first, other) for other in others):
        places = tuple((f"另一份在{_where(other)}", other.entry) for other in others)
        notice = Diagnostic.of("J621", first.entry, {"park": park_id}, related=places)
        return [first.with_problems(notice), *broken]
    return [*(plugin.with_problems(_conflict(plugin, sound)) for plugin in sound), *broken]


def _is_copy(one: Plugin, other: Plugin) -> bool:
    return (
        _normalized(one.distribution) == _normalized(other.distribution)
        and one.version == other.version
        and one.module == other.module
        and one.content_digest() == other.content_digest()
    )


def _conflict(plugin: Plugin, found: list[Plugin]) -> Diagnostic:
    others = [other for other in found if other is not plugin]
    related = tuple((f"另一处在{_where(other)}", other.entry) for other in others)
    facts = {"park": plugin.id}
    if any(_normalized(other.distribution) != _normalized(plugin.distribution) for other in others):
        return Diagnostic.of("J620", plugin.entry, facts, related=related)
    versions = "、".join(sorted({one.version for one in found}))
    differs = f"版本不同：{versions}" if "、" in versions else f"版本都是 {versions}，内容却不同"
    return Diagnostic.of("J622", plugin.entry, {**facts, "difference": differs}, related=related)


def _without_shared_packages(plugins: list[Plugin]) -> list[Plugin]:
    """Two parks whose packages have one name would replace each other when imported: both are left out."""
    by_package: dict[str, list[Plugin]] = defaultdict(list)
    for plugin in plugins:
        if plugin.usable and plugin.package is not None:
            by_package[plugin.top_level].append(plugin)
    checked = []
    for plugin in plugins:
        others = [other for other in by_package[plugin.top_level] if other.package != plugin.package]
        if plugin.usable and others:
            facts = {"package": plugin.top_level, "other": "、".join(f"园区 {other.id}" for other in others)}
            related = tuple((f"园区 {other.id} 的包也叫这个名称", other.entry) for other in others)
            checked.append(plugin.with_problems(Diagnostic.of("J608", plugin.entry, facts, related=related)))
        else:
            checked.append(plugin)
    return checked


def _where(plugin: Plugin) -> str:
    label = {"installed": "已安装的程序包", "folder": "插件文件夹", "bundled": "自带的插件文件夹"}[
        plugin.origin
    ]
    return f"{label} {plugin.shown_as or plugin.distribution}"


def _normalized(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()
