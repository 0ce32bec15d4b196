"""Every policy that comes with the engine opens for every park, by itself and with all others (S26)."""

from pathlib import Path

import pytest

import jifen
from jifen.language.decode import decode
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.loading.bundled import policies_folder
from jifen.loading.policies import CASES, policy_paths
from jifen.model.policy import PolicyFile, PolicyHeader

FOLDER = policies_folder()
PARKS = ("chongqing", "dalian", "yinchuan")
FILES = policy_paths(FOLDER)


def shown(path: Path) -> str:
    """A file by its place in the folder, for the names of tests."""
    return path.relative_to(FOLDER).as_posix()


def header_of(path: Path) -> PolicyHeader:
    """What the file says of itself."""
    return decode(parse(Source.read(path, shown(path))), PolicyFile).policy


def applies(path: Path, park: str) -> bool:
    """Whether a policy is for a park."""
    return (parks := header_of(path).applies_to) == "any" or park in parks


@pytest.mark.parametrize("park", PARKS)
@pytest.mark.parametrize("path", FILES, ids=shown)
def test_a_policy_opens_for_its_parks_without_a_finding(path: Path, park: str) -> None:
    if not applies(path, park):
        with pytest.raises(jifen.DiagnosticError) as refused:
            jifen.open_library(park, [path])
        assert [found.code for found in refused.value.diagnostics] == ["J930"]
        return
    library = jifen.open_library(park, [path])
    assert library.notices == ()
    (policy,) = library.policies
    header = header_of(path)
    assert (policy.id, policy.version) == (header.id, header.version)


@pytest.mark.parametrize("park", PARKS)
def test_all_policies_of_a_park_open_together(park: str) -> None:
    library = jifen.open_library(park, [FOLDER])
    expected = sorted(
        (header.id, header.version)
        for path, header in ((path, header_of(path)) for path in FILES)
        if applies(path, park)
    )
    assert sorted((policy.id, policy.version) for policy in library.policies) == expected


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_a_policy_has_cases_beside_it(path: Path) -> None:
    assert path.with_name(path.stem + CASES).is_file()


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_a_policy_names_its_publication_and_no_file(path: Path) -> None:
    header = header_of(path)
    assert header.source
    assert not any(mark in header.source for mark in (".txt", ".md", "://", "\\"))
