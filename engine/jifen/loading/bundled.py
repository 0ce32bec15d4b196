"""Where the parks and policies that come with the engine lie: in the wheel, or beside it in a checkout."""

import tomllib
from pathlib import Path

import jifen


def bundled_plugins() -> Path | None:
    """The folder of the parks that come with the engine; None where there is none."""
    folder = _bundled("plugins")
    return folder if folder.is_dir() else None


def policies_folder() -> Path:
    """The folder of the shared vocabulary, of the national indicators and of the policies."""
    return _bundled("policies")


def _bundled(name: str) -> Path:
    package = Path(jifen.__file__).parent
    root = package.parents[1]
    return (
        root / name if is_checkout(root) and package.parent.name == "engine" else package / "bundled" / name
    )


def is_checkout(root: Path) -> bool:
    """Whether a folder is a checkout of this project."""
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text("utf-8")).get("project")
    except (OSError, ValueError):
        return False
    return isinstance(project, dict) and project.get("name") == "jifen"
