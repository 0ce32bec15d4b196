"""A park opened: its plugin called, its files read, joined and checked, all mistakes at once (S24, S26)."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from attrs import evolve, frozen

from jifen import __version__
from jifen.language.decode import decode
from jifen.language.diagnostics import Diagnostic, DiagnosticError, Diagnostics
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.language.vocabulary import resolve
from jifen.loading.bundled import policies_folder
from jifen.loading.digest import digest
from jifen.loading.functions import definition
from jifen.loading.joining import join
from jifen.loading.national import National, national_indicators
from jifen.loading.parks import ParkIndex
from jifen.loading.plugins import Origin, Plugin
from jifen.loading.provenance import check_marks
from jifen.loading.registry import register
from jifen.loading.scorecards import join_scorecards, national_scorecards
from jifen.model.function import IndicatorFunction
from jifen.model.indicator import Indicator, IndicatorFile
from jifen.model.park import Park, ParkFile
from jifen.model.place import Place
from jifen.model.scorecard import Scorecard
from jifen.model.vocabulary import VocabularyFile

FIELDS = "fields.toml"
NATIONAL = "national/indicators.toml"

ANY = "any"
"""The park that :func:`read_any_park` gives."""
_ANY = """\
[park]
id     = "any"
name   = "不限园区"
scheme = "不评积分"

[stages]
value  = "0"
source = "不分阶段"

[[stages.stage]]
id     = "all"
name   = "不分阶段"
in     = "不限"
source = "不分阶段"
"""

_File = TypeVar("_File", ParkFile, VocabularyFile, IndicatorFile)


@frozen
class ListedPark:
    """What a list of parks says of one; counts are those of the files that could be read."""

    id: str
    name: str
    version: str
    origin: Origin
    path: Path
    indicators: int
    stages: int
    boards: int
    problems: tuple[Diagnostic, ...]


@frozen
class Reading:
    """What reading a park gave: the files that could be read, the park if nothing is wrong, all problems."""

    plugin: Plugin
    files: tuple[ParkFile, ...]
    park: Park | None
    problems: tuple[Diagnostic, ...]


def open_park(index: ParkIndex, park_id: str, policies: Path | None = None) -> Park:
    """The park of that id; a :class:`DiagnosticError` carries all that is wrong with it.

    ``policies`` is the folder of the shared vocabulary and the national indicators; by default the bundled.
    """
    reading = read_park(index.plugin(park_id), policies)
    if reading.park is None:
        raise DiagnosticError(reading.problems)
    return reading.park


def list_parks(index: ParkIndex, policies: Path | None = None) -> tuple[ListedPark, ...]:
    """All parks that were found, by id, with their problems; a broken one changes nothing for the others."""
    return tuple(listed(read_park(plugin, policies)) for plugin in index.plugins)


def read_park(plugin: Plugin, policies: Path | None = None) -> Reading:
    """Read a park as far as it goes; the plugin's own problems are among the problems."""
    diagnostics = Diagnostics()
    diagnostics.extend(plugin.problems)
    registered = register(plugin, diagnostics) if plugin.usable else None
    if registered is None:
        return Reading(plugin, (), None, diagnostics.sorted())
    read = [_read(path, name, ParkFile, diagnostics) for name, path in registered.files.items()]
    files = tuple(file for file in read if file is not None)
    whole = len(files) == len(registered.files)
    shared = _Shared.of(policies, diagnostics)
    park = _joined(plugin, files, registered.functions, shared, whole, diagnostics)
    return Reading(plugin, files, park, diagnostics.sorted())


def read_any_park(policies: Path | None = None) -> Reading:
    """A park that has nothing but what all parks share: what policies for any park may rest on (S26)."""
    diagnostics = Diagnostics()
    place = Place(ANY, 1, 1)
    plugin = Plugin(ANY, "jifen", __version__, "bundled", policies_folder(), "", place)
    files = (decode(parse(Source(ANY, _ANY)), ParkFile),)
    park = _joined(plugin, files, {}, _Shared.of(policies, diagnostics), True, diagnostics)
    return Reading(plugin, files, park, diagnostics.sorted())


@frozen
class _Shared:
    """What all parks rest on; None where it could not be read."""

    vocabulary: VocabularyFile | None
    national: National | None
    scorecards: tuple[Scorecard, ...]

    @classmethod
    def of(cls, policies: Path | None, diagnostics: Diagnostics) -> "_Shared":
        folder, shown_as = _folder(policies)
        vocabulary = shared_vocabulary(policies, diagnostics)
        file = _read(folder / NATIONAL, f"{shown_as}/{NATIONAL}", IndicatorFile, diagnostics)
        scorecards = national_scorecards(folder, shown_as, diagnostics)
        if file is None:
            return cls(vocabulary, None, scorecards)
        check_marks(file, diagnostics)
        return cls(vocabulary, national_indicators(file, diagnostics), scorecards)


def shared_vocabulary(policies: Path | None, diagnostics: Diagnostics) -> VocabularyFile | None:
    """What every park and policy may rest on; None after it was reported why it cannot be read."""
    folder, shown_as = _folder(policies)
    return _read(folder / FIELDS, f"{shown_as}/{FIELDS}", VocabularyFile, diagnostics)


def _folder(policies: Path | None) -> tuple[Path, str]:
    """The folder of what all parks share, and how messages call it."""
    return (policies_folder(), "policies") if policies is None else (policies, policies.as_posix())


def _read(path: Path, name: str, kind: type[_File], diagnostics: Diagnostics) -> _File | None:
    try:
        return decode(parse(Source.read(path, name)), kind)
    except DiagnosticError as error:
        diagnostics.extend(error.diagnostics)
        return None


def _joined(
    plugin: Plugin,
    files: tuple[ParkFile, ...],
    functions: Mapping[str, IndicatorFunction],
    shared: _Shared,
    whole: bool,
    diagnostics: Diagnostics,
) -> Park | None:
    """The park of these files; None where anything is wrong. ``whole`` says that all could be read."""
    for file in files:
        check_marks(file, diagnostics)
    joined = join(plugin, files, shared.national, functions, diagnostics, whole=whole)
    cards = join_scorecards(shared.scorecards, files, shared.national, functions, diagnostics)
    parts: tuple[VocabularyFile | ParkFile, ...] = files
    if shared.vocabulary is not None:
        parts = (shared.vocabulary, *files)
    vocabulary = resolve(parts, diagnostics)
    used = (*joined.indicators, *cards.indicators)
    for function in _unused(used, functions) if whole else ():
        diagnostics.report("J560", definition(plugin, function), function=function.id)
    if joined.header is None or joined.stages is None or diagnostics.errors:
        return None
    park = Park(
        header=joined.header,
        version=plugin.version,
        origin=plugin.origin,
        vocabulary=vocabulary,
        dimensions=joined.dimensions,
        stages=joined.stages,
        indicators=joined.indicators,
        boards=joined.boards,
        functions=functions,
        national=joined.used,
        scorecards=cards.all,
        own_scorecards=cards.own,
        slots=cards.slots,
        digest="",
    )
    return evolve(park, digest=digest(park, plugin.code_digest()))


def _unused(
    indicators: Iterable[Indicator], functions: Mapping[str, IndicatorFunction]
) -> list[IndicatorFunction]:
    used = {indicator.function for indicator in indicators}
    return [function for name, function in functions.items() if name not in used]


def listed(reading: Reading) -> ListedPark:
    """What a list of parks says of a park that was read."""
    plugin, files = reading.plugin, reading.files
    headers = [file.park for file in files if file.park is not None]
    return ListedPark(
        id=plugin.id,
        name=headers[0].name if headers else plugin.distribution,
        version=plugin.version,
        origin=plugin.origin,
        path=plugin.path,
        indicators=sum(len(file.indicators) for file in files),
        stages=sum(len(file.stages.stages) for file in files if file.stages is not None),
        boards=sum(len(file.boards) for file in files),
        problems=reading.problems,
    )
