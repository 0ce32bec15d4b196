"""A park's plugin as it is found, before any of its code runs."""

import hashlib
import linecache
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from attrs import evolve, frozen

from jifen.language.diagnostics import Diagnostic
from jifen.model.place import Place

GROUP = "jifen"
"""The entry-point group of parks."""

PARK_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""What the id of a park looks like."""

ITEM_ID = re.compile(r"[a-z][a-z0-9_-]*")
"""What the ids of a park's parts look like."""

_MODULE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", re.ASCII)

Origin = Literal["installed", "folder", "bundled"]

PREFERENCE: dict[Origin, int] = {"installed": 0, "folder": 1, "bundled": 2}
"""Which of equal copies is used."""


@frozen
class Plugin:
    """A plugin of one park.

    ``id`` is the name of its entry point and so the park's; where there is none, the name of its folder.
    ``root`` is the folder that its ``package`` (a folder, or the file of a lone module) lies in, ``shown_as``
    what messages call that folder. ``entry`` is where the entry point is written.
    """

    id: str
    distribution: str
    version: str
    origin: Origin
    root: Path
    shown_as: str
    entry: Place
    module: str = ""
    package: Path | None = None
    problems: tuple[Diagnostic, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether nothing that was found so far keeps the park from being opened."""
        return not any(problem.severity == "error" for problem in self.problems)

    @property
    def top_level(self) -> str:
        """The name of the package, or of the single module, that the entry point's module lies in."""
        return self.module.partition(".")[0]

    @property
    def path(self) -> Path:
        """Where a person looks for the plugin: its folder, or the package of an installed one."""
        return self.package if self.origin == "installed" and self.package is not None else self.root

    def with_entry(self, name: str, value: object, place: Place) -> "Plugin":
        """The plugin with its entry point, and with a problem where that is not ``park-id = "module"``."""
        if not PARK_ID.fullmatch(name):
            problem = f"园区编号 {name} 只能用小写字母、数字和连字符，并以字母开头"
        elif not isinstance(value, str) or not _MODULE.fullmatch(value):
            problem = f"{value} 不是模块名"
        else:
            return evolve(self, id=name, entry=place, module=value)
        return evolve(self, id=name, entry=place).with_problems(
            Diagnostic.of("J606", place, {"entry": name, "problem": problem})
        )

    def with_problems(self, *problems: Diagnostic) -> "Plugin":
        """The plugin with further problems."""
        return evolve(self, problems=self.problems + problems)

    def shown(self, path: Path) -> str:
        """What messages call a file: where it lies in the plugin's folder, the same on every machine."""
        try:
            inside = path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return str(path)
        return f"{self.shown_as}/{inside}" if self.shown_as else inside

    def line(self, file: str, number: int) -> Place | None:
        """A line of the plugin's own code, without the blanks around it; None for code of others."""
        path = Path(file)
        if self.package is None or not path.resolve().is_relative_to(self.package.resolve()):
            return None
        text = linecache.getline(file, number).rstrip("\r\n")
        indent = len(text) - len(text.lstrip())
        return Place(self.shown(path), number, indent + 1, max(1, len(text.strip())), text)

    def code_digest(self) -> str:
        """A hash of all files of the package except its TOML, whose meaning has a digest of its own."""
        return digest_of({name: path for name, path in self._files().items() if path.suffix != ".toml"})

    def content_digest(self) -> str:
        """A hash of all files of the package."""
        return digest_of(self._files())

    def _files(self) -> dict[str, Path]:
        """The files of the package by their name in it, without what is compiled or hidden."""
        if self.package is None or not self.package.is_dir():
            return {} if self.package is None else {self.package.name: self.package}
        found = {}
        for path in self.package.rglob("*"):
            inside = path.relative_to(self.package)
            hidden = any(part.startswith(".") or part == "__pycache__" for part in inside.parts)
            if path.is_file() and not hidden:
                found[inside.as_posix()] = path
        return found


def digest_of(files: Mapping[str, Path]) -> str:
    """A hash of files by name, the same whatever line ends a checkout gives them."""
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
