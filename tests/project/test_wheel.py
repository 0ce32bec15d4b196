"""A wheel carries the package, the three parks and the policies, and nothing else."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import jifen


def build(source: Path, kind: str, folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return built


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(root, "wheel", tmp_path_factory.mktemp("wheel"))


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def place_in_wheel(path: Path) -> str | None:
    match path.parts:
        case ("engine", "jifen", *_):
            return path.relative_to("engine").as_posix()
        case ("plugins", _, "tests", *_):
            return None
        case ("plugins" | "policies", *_):
            return f"jifen/bundled/{path.as_posix()}"
    return None


def test_the_wheel_holds_the_package_the_parks_and_the_policies(
    wheel: Path, source_files: list[Path]
) -> None:
    expected = {place for path in source_files if (place := place_in_wheel(path)) is not None}
    metadata = f"jifen-{jifen.__version__}.dist-info"
    expected |= {f"{metadata}/{name}" for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt")}
    assert names(wheel) == expected
    assert "jifen/bundled/policies/README.md" in expected


def test_a_wheel_built_from_the_source_archive_is_the_same(wheel: Path, root: Path, tmp_path: Path) -> None:
    with tarfile.open(build(root, "sdist", tmp_path)) as archive:
        # Early releases of 3.11 have no filters; 3.12 warns where none is chosen.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
        archive.extractall(tmp_path)
    unpacked = tmp_path / f"jifen-{jifen.__version__}"
    assert names(build(unpacked, "wheel", tmp_path)) == names(wheel)


def test_unpacked_it_finds_its_own_parks_and_policies(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    program = (
        "from jifen.loading import bundled as b; print(b.bundled_plugins(), b.policies_folder(), sep='\\n')"
    )
    found = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,  # before the checkout on the path, which `-c` searches first
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    assert found == [str(tmp_path / "jifen" / "bundled" / name) for name in ("plugins", "policies")]
