"""What is wrong with policy files: opened as they are used, for the parks that they name.

A policy for any park is opened for a park that has nothing but what all parks share, unless one is asked for.
In a folder of places (that of ``fields.toml``) each place's policies are opened by themselves, as they are
when they are used; elsewhere all policies of a folder together. A lone file is opened with its mates, and
what is wrong with it told. Data of programmes are read with the policies that they are of.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from jifen.interfaces.library import policy_problems
from jifen.language import shape
from jifen.language.diagnostics import Diagnostic, DiagnosticError, Diagnostics
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.loading.library import ANY, FIELDS, Reading, read_any_park, read_park
from jifen.loading.parks import discover_parks
from jifen.loading.policies import CASES, PROGRAMME, read_policies, shown
from jifen.model.place import Place
from jifen.model.policy import PolicyFile

_SHARED_KEYS = frozenset({"tables", "qualifications", "events", "lists"})
_POLICY_KEYS = frozenset(shape.keys(PolicyFile)) - _SHARED_KEYS


def is_policy(path: Path) -> bool:
    """Whether a file is a policy, by its outermost keys; its ``[policy]`` may be what is missing."""
    if path.name.endswith((CASES, PROGRAMME)):
        return False
    keys = _values(path).keys()
    return "park" not in keys and not _POLICY_KEYS.isdisjoint(keys)


def is_programme(path: Path) -> bool:
    """Whether a file holds data of a programme."""
    return path.name.endswith(PROGRAMME)


def _values(path: Path) -> Mapping[str, Any]:
    """What a file holds; nothing where it is no TOML."""
    try:
        return parse(Source.read(path, path.as_posix())).values
    except DiagnosticError:
        return {}


def check_policies(
    files: Sequence[Path], asked: Path, park: str | None, plugins: Sequence[Path]
) -> Iterator[Diagnostic]:
    """All that is wrong with policies and data of programmes, which are those of the path asked for."""
    parks = _Parks(tuple(plugins))
    if asked.is_dir():
        for group in _places(files, asked):
            yield from _Library(group, park, parks).problems()
        return
    mates = [path for path in sorted(asked.parent.glob("*.toml")) if path == asked or is_policy(path)]
    for problem in _Library(mates, park, parks, asked).problems():
        places = (problem.place, *(place for _, place in problem.related))
        if any(place is None or place.file == shown(asked) for place in places):
            yield problem


def _places(files: Sequence[Path], asked: Path) -> list[list[Path]]:
    """The files that are opened together."""
    if not (asked / FIELDS).is_file():
        return [list(files)]
    places: dict[str, list[Path]] = {}
    for file in files:
        places.setdefault(file.relative_to(asked).parts[0], []).append(file)
    return list(places.values())


@frozen
class _Parks:
    """The parks for which policies are opened, each read once."""

    plugins: tuple[Path, ...]
    _read: dict[str, Reading] = field(factory=dict, init=False)

    def reading(self, park: str) -> Reading:
        """A park by id; a :class:`DiagnosticError` says why there is none."""
        if park not in self._read:
            self._read[park] = (
                read_any_park() if park == ANY else read_park(discover_parks(self.plugins).plugin(park))
            )
        return self._read[park]


@frozen
class _Library:
    """Policies that are opened together, with data of programmes; ``named`` was asked for by itself."""

    files: Sequence[Path]
    park: str | None
    parks: _Parks
    named: Path | None = None

    def problems(self) -> tuple[Diagnostic, ...]:
        """What is wrong with them in each of their parks; what shows in several is told once."""
        policies = [path for path in self.files if not is_programme(path)]
        read = read_policies(policies, Diagnostics())
        paths = {read.paths[file.full_id]: file for file in read.files}
        told: dict[tuple[str, Place | None], Diagnostic] = {}
        for park, place in self._parks_of(read.files).items():
            chosen = [path for path in policies if path not in paths or _is_for(paths[path], park)]
            for problem in self._in(park, place, chosen, self._programmes(chosen, paths)):
                told.setdefault((problem.code, problem.place), problem)
        if self.park is not None:
            for path, file in paths.items():
                if not _is_for(file, self.park):
                    told |= {(one.code, one.place): one for one in self._left_out(path, file)}
        found = Diagnostics()
        found.extend(told.values())
        return found.sorted()

    def _parks_of(self, files: Iterable[PolicyFile]) -> dict[str, Place | None]:
        """The parks to open them for, and where each is written."""
        if self.park is not None:
            return {self.park: None}
        parks: dict[str, Place | None] = {ANY: None}
        for file in files:
            for position, park in enumerate(
                () if file.policy.applies_to == "any" else file.policy.applies_to
            ):
                parks.setdefault(park, file.policy.places.value("applies_to", position))
        return parks

    def _programmes(self, chosen: Iterable[Path], paths: Mapping[Path, PolicyFile]) -> list[Path]:
        """The data of these policies, and what is of none of all of them."""
        ids = {paths[path].policy.id for path in chosen if path in paths}
        others = {file.policy.id for file in paths.values()} - ids
        return [path for path in self.files if is_programme(path) and _owner(path) not in others]

    def _in(
        self, park: str, place: Place | None, paths: Sequence[Path], programmes: Sequence[Path]
    ) -> Iterable[Diagnostic]:
        if not (paths or programmes):
            return ()
        try:
            return policy_problems(self.parks.reading(park), paths, programmes=programmes)
        except DiagnosticError as error:
            if place is None:
                raise
            return tuple(evolve(problem, place=problem.place or place) for problem in error.diagnostics)

    def _left_out(self, path: Path, file: PolicyFile) -> Iterator[Diagnostic]:
        """That a policy is not for the park that was asked for."""
        parks, place = "、".join(file.policy.applies_to), file.policy.places.value("applies_to")
        code = "J930" if self.named is not None and path.resolve() == self.named.resolve() else "J942"
        yield Diagnostic.of(code, place, {"policy": file.policy.title, "parks": parks, "park": self.park})


def _is_for(file: PolicyFile, park: str) -> bool:
    """Whether a policy is opened for a park; one for any park is for each."""
    return file.policy.applies_to == "any" or park in file.policy.applies_to


def _owner(path: Path) -> object:
    """The policy that a file says its data are of."""
    programme = _values(path).get("programme")
    return programme.get("policy") if isinstance(programme, dict) else None
