"""A library of policies opened for one park: files found, read, checked against each other (S24, S26).

A folder of policies holds TOML files with a table ``[policy]`` each, their cases beside them
(``<name>.cases.toml``), and data of programmes (``<name>.programme.toml``); ``fields.toml`` and ``national/``
of the policies that come with the engine are no policies.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from attrs import field, frozen

from jifen.language.decode import decode
from jifen.language.diagnostics import DiagnosticError, Diagnostics
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.language.vocabulary import VocabularyPart, resolve
from jifen.loading import library as parks
from jifen.loading.bundled import policies_folder
from jifen.loading.digest import library_digest
from jifen.loading.library import FIELDS, shared_vocabulary
from jifen.loading.policy_checks import check_policies
from jifen.model.park import Park
from jifen.model.policy import PolicyFile
from jifen.model.terms import BUILT_IN_FIELDS, BUILT_IN_TABLES, Vocabulary
from jifen.model.vocabulary import VocabularyFile

CASES, PROGRAMME = ".cases.toml", ".programme.toml"
_NATIONAL = "national"
_T = TypeVar("_T")


@frozen
class PolicyLibrary:
    """The policies that apply to a park, with the vocabulary that they and the park share."""

    park: Park
    files: tuple[PolicyFile, ...]
    vocabulary: Vocabulary
    seen: Mapping[str, Vocabulary]
    """By policy and version: the part of the vocabulary that the policy may rest on."""
    digest: str
    whole: bool = True
    """False where some file could not be read, in which what seems to be missing may stand."""
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


@frozen
class Reading:
    """Policies that were read, by id and version, whatever order they were found in (S30).

    ``paths`` says by policy and version where; ``named`` are those whose file was asked for by itself;
    ``whole`` is false where some file could not be read.
    """

    files: tuple[PolicyFile, ...]
    paths: Mapping[str, Path]
    named: frozenset[str]
    whole: bool


def read_policies(paths: Iterable[Path], diagnostics: Diagnostics) -> Reading:
    """The policies of files and folders; a file that is reached twice is read once."""
    found: list[tuple[PolicyFile, Path]] = []
    named: set[Path] = set()
    seen: set[Path] = set()
    for path in paths:
        files = policy_paths(path)
        if path.is_file():
            named.add(path.resolve())
        if not files:
            diagnostics.report("J933", None, path=path.as_posix())
        for file in files:
            if file.resolve() in seen:
                continue
            seen.add(file.resolve())
            try:
                found.append((decode(parse(Source.read(file, shown(file))), PolicyFile), file))
            except DiagnosticError as error:
                diagnostics.extend(error.diagnostics)
    found.sort(key=lambda one: (one[0].policy.id, one[0].policy.version, one[1].as_posix()))
    return Reading(
        files=tuple(file for file, _ in found),
        paths={file.full_id: path for file, path in found},
        named=frozenset(file.full_id for file, path in found if path.resolve() in named),
        whole=len(found) == len(seen),
    )


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


def applying(reading: Reading, park: str, diagnostics: Diagnostics) -> tuple[PolicyFile, ...]:
    """Those that apply to a park. Another one is an error where its own file was asked for; in a folder it is
    left out with a notice (S26).
    """
    chosen = []
    for file in reading.files:
        parks = file.policy.applies_to
        if parks == "any" or park in parks:
            chosen.append(file)
            continue
        code = "J930" if file.full_id in reading.named else "J942"
        place = file.policy.places.value("applies_to")
        diagnostics.report(code, place, policy=file.policy.title, parks="、".join(parks), park=park)
    return tuple(chosen)


def open_library(
    reading: parks.Reading, paths: Sequence[Path], diagnostics: Diagnostics, policies: Path | None = None
) -> PolicyLibrary | None:
    """The policies of files and folders that apply to a park; None where the park itself cannot be opened.

    What is wrong is reported, and the library given all the same, so that what shows only when it is lowered
    is told at once. ``policies`` is the folder of the shared vocabulary.
    """
    if reading.park is None:
        diagnostics.extend(reading.problems)
        return None
    return library_of(reading, read_policies(paths, diagnostics), diagnostics, policies)


def library_of(
    reading: parks.Reading, read: Reading, diagnostics: Diagnostics, policies: Path | None = None
) -> PolicyLibrary:
    """The library of policies that have been read, for a park that could be opened."""
    assert reading.park is not None
    park = reading.park
    check_policies(read.files, diagnostics, whole=read.whole)
    chosen = applying(read, park.header.id, diagnostics)
    shared = shared_vocabulary(policies, diagnostics)
    common: list[VocabularyPart] = [shared] if shared else []
    of_park = [*common, *reading.files]
    vocabulary = resolve([*of_park, *map(needs, chosen)], diagnostics)
    return PolicyLibrary(
        park=park,
        files=chosen,
        paths={file.full_id: read.paths[file.full_id] for file in chosen if file.full_id in read.paths},
        vocabulary=vocabulary,
        seen={
            file.full_id: _seen(
                vocabulary, [*(common if file.policy.applies_to == "any" else of_park), needs(file)]
            )
            for file in chosen
        },
        digest=library_digest(park, chosen),
        whole=read.whole,
    )


def _seen(vocabulary: Vocabulary, parts: Sequence[VocabularyPart]) -> Vocabulary:
    """What of a vocabulary these parts declare: a policy for any park rests on what all share and what it
    declares itself, one of a park on that of the park too (S26).
    """

    def declared(every: Mapping[str, _T], kind: str, built_in: Mapping[str, object]) -> Mapping[str, _T]:
        names = set(built_in).union(*(getattr(part, kind) for part in parts))
        return {name: one for name, one in every.items() if name in names}

    return Vocabulary(
        fields=declared(vocabulary.fields, "fields", BUILT_IN_FIELDS),
        tables=declared(vocabulary.tables, "tables", BUILT_IN_TABLES),
        qualifications=declared(vocabulary.qualifications, "qualifications", {}),
        events=declared(vocabulary.events, "events", {}),
        lists=declared(vocabulary.lists, "lists", {}),
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
