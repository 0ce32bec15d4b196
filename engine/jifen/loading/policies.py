"""A library of policies opened for one park: files found, read, checked against each other (S24, S26).

A folder of policies holds TOML files with a table ``[policy]`` each, their cases beside them
(``<name>.cases.toml``), and data of programmes (``<name>.programme.toml``); ``fields.toml`` and ``national/``
of the policies that come with the engine are no policies.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from attrs import evolve, field, frozen

from jifen.language.decode import decode
from jifen.language.diagnostics import Diagnostic, DiagnosticError, Diagnostics
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.language.vocabulary import VocabularyPart, resolve
from jifen.loading.bundled import policies_folder
from jifen.loading.digest import library_digest
from jifen.loading.library import FIELDS, Reading, shared_vocabulary
from jifen.loading.policy_checks import check_policies
from jifen.model.park import Park
from jifen.model.policy import PolicyFile
from jifen.model.terms import Vocabulary
from jifen.model.vocabulary import VocabularyFile

CASES, PROGRAMME = ".cases.toml", ".programme.toml"
_NATIONAL = "national"


@frozen
class PolicyLibrary:
    """The policies that apply to a park, with the vocabulary that they and the park share."""

    park: Park
    files: tuple[PolicyFile, ...]
    vocabulary: Vocabulary
    digest: str
    paths: Mapping[str, Path] = field(factory=dict)
    """By policy and version: the file that it was read from."""


def policy_paths(path: Path) -> tuple[Path, ...]:
    """The policy files of a folder, or a file itself."""
    if path.is_file():
        return (path,)
    bundled = path.resolve() == policies_folder().resolve()
    return tuple(
        file
        for file in sorted(path.rglob("*.toml"))
        if not file.name.endswith((CASES, PROGRAMME)) and not (bundled and _is_shared(file, path))
    )


def _is_shared(file: Path, folder: Path) -> bool:
    """Whether a file is the vocabulary, or what parks and scorecards share."""
    return file.relative_to(folder).parts[0] in (_NATIONAL, FIELDS)


def read_policies(
    paths: Iterable[Path], diagnostics: Diagnostics
) -> tuple[tuple[PolicyFile, ...], Mapping[str, Path]]:
    """The policies of files and folders, by id and version, whatever order they are found in (S30)."""
    found: list[tuple[PolicyFile, Path]] = []
    for path in paths:
        files = policy_paths(path)
        if not files:
            diagnostics.report("J933", None, path=path.as_posix())
        for file in files:
            try:
                found.append((decode(parse(Source.read(file, shown(file))), PolicyFile), file))
            except DiagnosticError as error:
                diagnostics.extend(error.diagnostics)
    found.sort(key=lambda one: (one[0].policy.id, one[0].policy.version, one[1].as_posix()))
    return tuple(file for file, _ in found), {file.full_id: path for file, path in found}


def shown(path: Path) -> str:
    """How messages call a file: one that comes with the engine by its place there."""
    folder = policies_folder()
    if path.resolve().is_relative_to(folder.resolve()):
        return f"policies/{path.resolve().relative_to(folder.resolve()).as_posix()}"
    return path.as_posix()


def own_policies(park: str) -> tuple[Path, ...]:
    """The folder of the policies that come with the engine and are of a park; empty where there is none."""
    folder = policies_folder() / park
    return (folder,) if folder.is_dir() and policy_paths(folder) else ()


def applying(files: Iterable[PolicyFile], park: str) -> tuple[PolicyFile, ...]:
    """Those that apply to a park."""
    return tuple(file for file in files if file.policy.applies_to == "any" or park in file.policy.applies_to)


def open_library(
    reading: Reading, paths: Sequence[Path], diagnostics: Diagnostics, policies: Path | None = None
) -> PolicyLibrary | None:
    """The policies of files and folders that apply to a park; None after an error was reported.

    A policy for other parks is left out with a notice. ``policies`` is the folder of the shared vocabulary.
    """
    if reading.park is None:
        diagnostics.extend(reading.problems)
        return None
    files, where = read_policies(paths, diagnostics)
    library = library_of(reading, files, diagnostics, policies)
    if library is None:
        return None
    applied = {file.full_id for file in library.files}
    return evolve(library, paths={name: path for name, path in where.items() if name in applied})


def library_of(
    reading: Reading, files: Sequence[PolicyFile], diagnostics: Diagnostics, policies: Path | None = None
) -> PolicyLibrary | None:
    """The library of policies that have been read; None after an error was reported."""
    assert reading.park is not None
    park = reading.park
    check_policies(files, diagnostics)
    chosen = applying(files, park.header.id)
    shared = shared_vocabulary(policies, diagnostics)
    parts: list[VocabularyPart] = [*([shared] if shared else ()), *reading.files, *map(needs, chosen)]
    vocabulary = resolve(parts, diagnostics)
    if diagnostics.errors:
        return None
    return PolicyLibrary(
        park=park,
        files=chosen,
        vocabulary=vocabulary,
        digest=library_digest(park, chosen),
    )


def needs(file: PolicyFile) -> VocabularyFile:
    """What a policy needs beyond the shared vocabulary, in the form of a vocabulary."""
    return VocabularyFile(
        fields={**file.inputs, **file.programme},
        tables=file.tables,
        qualifications=file.qualifications,
        events=file.events,
        lists=file.lists,
        places=file.places,
    )


def problems_of(paths: Sequence[Path]) -> tuple[Diagnostic, ...]:
    """What is wrong with policy files by themselves."""
    diagnostics = Diagnostics()
    files, _ = read_policies(paths, diagnostics)
    check_policies(files, diagnostics)
    return diagnostics.sorted()
