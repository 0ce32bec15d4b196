"""What is found in a broken park (J5xx) or plugin (J6xx).

An input is either a lone ``.toml``: one more file of the small park of ``tests/parks`` for J5xx, its
``pyproject.toml`` for J6xx; or a ``.txt`` of several files, each below a line ``--- its/path``: plugins in
``plugins/``, distributions in ``site/``; ``--- open`` holds the id of a park that is asked for.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

from jifen.language.diagnostics import Diagnostic, DiagnosticError, Diagnostics
from jifen.loading.library import open_park, read_park
from jifen.loading.parks import ParkIndex, discover_parks
from jifen.plan.lower import lower

PARKS = Path(__file__).parents[1] / "parks"
POLICIES = Path("policies")


def in_a_park(path: Path, shown_as: str) -> Iterable[Diagnostic]:
    """J5xx: the park's files joined, and lowered where nothing is wrong with them."""
    with _unpacked(path, f"plugins/toy/jifen_golden/{shown_as}") as index:
        found = Diagnostics()
        found.extend(index.problems)
        for plugin in index.plugins:
            reading = read_park(plugin, POLICIES)
            found.extend(reading.problems)
            if reading.park is not None:
                lower(reading.park, found)
        return found.sorted()


def in_a_plugin(path: Path, shown_as: str) -> Iterable[Diagnostic]:
    """J6xx: all plugins that are found, and the park that is asked for."""
    with _unpacked(path, "plugins/toy/pyproject.toml") as index:
        found = Diagnostics()
        found.extend(index.problems)
        for plugin in index.plugins:
            found.extend(read_park(plugin, POLICIES).problems)
        if Path("open").exists():
            try:
                open_park(index, Path("open").read_text("utf-8").strip(), POLICIES)
            except DiagnosticError as error:
                found.extend(error.diagnostics)
        return found.sorted()


@contextmanager
def _unpacked(path: Path, name: str) -> Iterator[ParkIndex]:
    """The parks of an input in a folder of their own, which is the working directory meanwhile."""
    content = path.read_bytes()
    before, compiled = list(sys.path), sys.dont_write_bytecode
    with tempfile.TemporaryDirectory() as scratch, chdir(scratch):
        shutil.copytree(PARKS / "policies", POLICIES)
        if path.suffix == ".txt":
            write_all(content.decode("utf-8"))
        else:
            shutil.copytree(PARKS / "toy", "plugins/toy")
            Path(name).write_bytes(content)
        sys.dont_write_bytecode = True
        if Path("site").is_dir():
            sys.path.insert(0, str(Path("site").resolve()))
        try:
            yield discover_parks(["plugins"], entry_points=Path("site").is_dir(), bundled=False)
        finally:
            sys.path[:] = before
            sys.dont_write_bytecode = compiled
            for module in [name for name in sys.modules if name.startswith("jifen_golden")]:
                del sys.modules[module]


def write_all(text: str) -> None:
    """Write the files of an input."""
    for name, content in re.findall(r"^--- (\S+)\n(.*?)(?=^--- |\Z)", text, re.DOTALL | re.MULTILINE):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
