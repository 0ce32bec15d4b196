"""What the repository's own files promise each other."""

import re
import tomllib
from pathlib import Path

import jifen

LOCKS = {
    "uv.lock",
    "poetry.lock",
    "pdm.lock",
    "Pipfile.lock",
    "pylock.toml",
    "package-lock.json",
    "yarn.lock",
    "pnpm-lock.yaml",
}

# Written so that this file does not match itself.
REGISTRY = re.compile(
    rb"py[p]i\.org|python[h]osted|np[m]js\.|/[s]imple/?[\"'\s]|index-[u]rl|\[\[tool\.uv\.[i]ndex|find-[l]inks|mirrors?\.[a-z]+\.(?:com|cn|edu)"
)
MACHINE_PATH = re.compile(rb"(?<![\w.~-])/(?:root|home|work|Users|opt)/[\w.]")


def shell_blocks(page: str) -> list[list[str]]:
    return [block.strip().splitlines() for block in re.findall(r"```(?:sh|bash)\n(.*?)```", page, re.DOTALL)]


def test_continuous_integration_runs_the_commands_of_the_readme(root: Path) -> None:
    quick_start, by_pip = shell_blocks((root / "README.md").read_text(encoding="utf-8"))[:2]
    steps = [line.strip() for line in (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()]
    assert quick_start == ["./uv run jifen demo", "./uv run pytest"]
    for command in [*quick_start, *by_pip]:
        assert any(f"{command} " in f"{step} " for step in steps), command


def test_the_changelog_opens_with_the_version(root: Path) -> None:
    headings = re.findall(r"^## \[(.+?)\]", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    released = [heading for heading in headings if heading != "Unreleased"]
    assert released[0] == jifen.__version__


def test_pip_and_uv_are_held_to_the_same_versions(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    pins = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert project["tool"]["uv"]["constraint-dependencies"] == pins
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9][\w.]*(?: ; .+)?", pin) for pin in pins)


def test_everything_that_is_asked_for_is_pinned(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["project"]["dependencies"],
        *(
            requirement
            for extra in project["project"]["optional-dependencies"].values()
            for requirement in extra
        ),
        *project["dependency-groups"]["lint"],
    ]
    pinned = {
        pin.partition("==")[0] for pin in (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    }
    assert {re.split(r"[<>=\[ ]", requirement)[0] for requirement in asked} <= pinned


def test_no_file_names_a_registry_or_a_path_of_one_machine(root: Path, source_files: list[Path]) -> None:
    found = [
        f"{path}: {match[0].decode()}"
        for path in source_files
        for pattern in (REGISTRY, MACHINE_PATH)
        for match in pattern.finditer((root / path).read_bytes())
    ]
    assert found == []


def test_no_lock_file_is_kept(source_files: list[Path]) -> None:
    assert [path for path in source_files if path.name in LOCKS] == []
