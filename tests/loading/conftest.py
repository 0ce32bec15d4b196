"""Parks written to real folders; what they leave in sys.modules is removed after each test."""

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve, field, frozen

_NUMBERS = itertools.count(1)

PARK = """\
[park]
id     = "{id}"
name   = "演示园区"
scheme = "演示办法"
source = "演示办法"

[[dimension]]
id     = "technology"
name   = "技术创新"
source = "演示办法"

[stages]
value  = "营业收入"
source = "演示办法"

[[stages.stage]]
id   = "early"
name = "初创期"
in   = "< 500万元"

[[stages.stage]]
id   = "late"
name = "成熟期"
in   = ">= 500万元"

[[indicator]]
id        = "rd"
name      = "研发投入"
dimension = "technology"
value     = "研发费用"
scoring   = {{ kind = "ratio", reference = "500万元", points = 10 }}
weights   = {{ "初创期" = 30, "成熟期" = 20 }}
source    = "演示办法"

[[board]]
id     = "top"
name   = "前十名"
by     = "积分"
top    = 10
source = "演示办法"
"""

CODE = """\
from jifen.plugin import hookimpl


@hookimpl
def register_park(register):
    register.file("park.toml")
"""

PYPROJECT = """\
[project]
name = "{name}"
version = "{version}"

[project.entry-points.jifen]
{id} = "{package}"
"""


@frozen
class Toy:
    """A park about to be written; ``files`` are those of its package beside ``__init__.py``."""

    id: str = "toy"
    name: str = "jifen-toy"
    version: str = "1.0"
    package: str = "jifen_toy"
    pyproject: str | None = PYPROJECT
    code: str | None = CODE
    files: dict[str, str | bytes] = field(factory=lambda: {"park.toml": PARK})

    def with_file(self, name: str, text: str | bytes) -> "Toy":
        return evolve(self, files={**self.files, name: text})

    def without_file(self, name: str) -> "Toy":
        return evolve(self, files={key: text for key, text in self.files.items() if key != name})

    def replaced(self, old: str, new: str) -> "Toy":
        """The toy with a change in its park file."""
        text = self.text
        assert old in text
        return self.with_file("park.toml", text.replace(old, new))

    @property
    def text(self) -> str:
        """The park file as it will be written."""
        text = self.files["park.toml"]
        assert isinstance(text, str)
        return text.format(id=self.id) if text is PARK else text

    def write(self, folder: Path) -> Path:
        """Write the plugin's folder into a plugins folder."""
        root = folder / self.id
        self.write_package(root)
        if self.pyproject is not None:
            values = {"id": self.id, "name": self.name, "version": self.version, "package": self.package}
            (root / "pyproject.toml").write_text(self.pyproject.format(**values), "utf-8")
        return root

    def write_package(self, root: Path) -> None:
        package = root / self.package
        package.mkdir(parents=True)
        if self.code is not None:
            (package / "__init__.py").write_text(self.code, "utf-8")
        for name, text in self.files.items():
            path = package / name
            path.parent.mkdir(parents=True, exist_ok=True)
            content = self.text if name == "park.toml" and text is PARK else text
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def install(self, site: Path) -> None:
        """Write the package and its metadata as an installer does."""
        self.write_package(site)
        info = site / f"{self.name.replace('-', '_')}-{self.version}.dist-info"
        info.mkdir()
        metadata = f"Metadata-Version: 2.1\nName: {self.name}\nVersion: {self.version}\n"
        (info / "METADATA").write_text(metadata, "utf-8")
        (info / "entry_points.txt").write_text(f"[jifen]\n{self.id} = {self.package}\n", "utf-8")


@pytest.fixture
def toy() -> Toy:
    """A good park whose package has a name of its own."""
    return Toy(package=f"jifen_toy_{next(_NUMBERS)}")


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    """An empty plugins folder."""
    folder = tmp_path / "plugins"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def _modules() -> Iterator[None]:
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if name.startswith(("jifen_", "broken_")):
            del sys.modules[name]
