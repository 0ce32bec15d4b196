"""What is wrong with rule files: parks and policies to their plan, files that stand alone."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from jifen.interfaces.commands.policy_checking import check_policies, is_policy, is_programme
from jifen.language.decode import decode
from jifen.language.diagnostics import Diagnostic, DiagnosticError, Diagnostics
from jifen.language.source import Source
from jifen.language.toml import Document, parse
from jifen.language.vocabulary import resolve
from jifen.loading.library import Reading, read_park
from jifen.loading.national import national_indicators
from jifen.loading.parks import discover_parks
from jifen.loading.plugins import Plugin
from jifen.loading.policies import CASES, shown
from jifen.loading.provenance import check_marks
from jifen.loading.scorecards import join_scorecards
from jifen.model.indicator import IndicatorFile
from jifen.model.park import ParkFile
from jifen.model.place import Place
from jifen.model.recipe import Recipe
from jifen.model.scorecard import ScorecardFile
from jifen.model.vocabulary import VocabularyFile
from jifen.plan.lower import lower
from jifen.testing.cases.book import open_cases

PROJECT = "pyproject.toml"
RECIPE = "sample.toml"
_VOCABULARY_KEYS = frozenset({"fields", "tables", "qualifications", "events", "lists"})


def park_problems(reading: Reading) -> tuple[Diagnostic, ...]:
    """All that is wrong with a park: what reading it found, and what shows when it is lowered to its plan."""
    if reading.park is None:
        return reading.problems
    further = Diagnostics()
    lower(reading.park, further)
    return tuple(dict.fromkeys((*reading.problems, *further)))


def check(path: Path, park: str | None = None, plugins: Sequence[Path] = ()) -> tuple[Diagnostic, ...]:
    """All that is wrong with a rule file, a park's folder, or a folder of such.

    Policies are opened for the parks that they name, or for ``park``, of the folders of ``plugins`` too.
    """
    folder = _plugin_folder(path)
    if folder is not None:
        return _check_plugins(_above(folder), {folder.resolve()}, path.parent if path.is_file() else path)
    if path.is_dir():
        inside = {file.parent.resolve() for file in path.glob(f"*/{PROJECT}")}
        if inside:
            return _check_plugins(path, inside, path)
        return _check_files(sorted(path.rglob("*.toml")), path, park, plugins)
    return _check_files([path], path, park, plugins)


def _plugin_folder(path: Path) -> Path | None:
    """The folder of the plugin that a path lies in, if in any; a part of it is checked with its mates."""
    for folder in (path, *path.resolve().parents[:2]) if path.suffix == ".toml" or path.is_dir() else (path,):
        if (folder / PROJECT).is_file() and path.name != PROJECT and _registers(folder / PROJECT):
            return folder
    return None


def _above(folder: Path) -> Path:
    """The folder that a folder lies in, also where that is written ``.`` or ends in ``..``."""
    return folder / ".." if folder.name in ("", "..") else folder.parent


def _registers(project: Path) -> bool:
    """Whether a project registers parks."""
    return "entry-points.jifen" in project.read_text(encoding="utf-8", errors="replace")


def _check_plugins(parent: Path, wanted: Iterable[Path], shown: Path) -> tuple[Diagnostic, ...]:
    index = discover_parks([parent], entry_points=False, bundled=False)
    chosen = [plugin for plugin in index.plugins if plugin.root.resolve() in set(wanted)]
    if not chosen:
        return _nothing(shown)
    return tuple(problem for plugin in chosen for problem in _check_plugin(plugin))


def _check_plugin(plugin: Plugin) -> tuple[Diagnostic, ...]:
    problems = park_problems(read_park(plugin))
    recipe = plugin.package / RECIPE if plugin.package is not None and plugin.package.is_dir() else None
    if recipe is None or not recipe.is_file():
        return problems
    return (*problems, *_decoded(recipe, plugin.shown(recipe)))


def _decoded(path: Path, name: str) -> tuple[Diagnostic, ...]:
    if name.endswith(CASES):
        return _check_cases(path)
    try:
        _check_document(parse(Source.read(path, name)), path.name)
    except DiagnosticError as error:
        return error.diagnostics
    return ()


def _check_cases(path: Path) -> tuple[Diagnostic, ...]:
    """What is wrong with cases; what is wrong with their policy is told of that."""
    own = shown(path)
    problems = open_cases(path).problems
    return tuple(one for one in problems if one.place is None or one.place.file == own)


def _check_document(document: Document, name: str) -> None:
    """Raise what is wrong with a file that stands alone; its outermost keys tell what it is."""
    diagnostics = Diagnostics()
    keys = set(document.values)
    if name == RECIPE:
        decode(document, Recipe)
    elif keys == {"indicator"}:
        indicators = decode(document, IndicatorFile)
        check_marks(indicators, diagnostics)
        national_indicators(indicators, diagnostics)
    elif keys == {"scorecard"}:
        scorecards = decode(document, ScorecardFile).scorecards
        join_scorecards(scorecards, (), None, {}, diagnostics)
    elif keys and keys <= _VOCABULARY_KEYS:
        resolve([decode(document, VocabularyFile)], diagnostics)
    else:
        file = decode(document, ParkFile)
        check_marks(file, diagnostics)
        resolve([file], diagnostics)
    if len(diagnostics):
        raise DiagnosticError(diagnostics.sorted())


def _check_files(
    files: Sequence[Path], asked: Path, park: str | None, plugins: Sequence[Path]
) -> tuple[Diagnostic, ...]:
    if not files:
        return _nothing(asked)
    policies = [file for file in files if is_policy(file) or is_programme(file)]
    others = (file for file in files if file not in policies)
    alone = tuple(problem for file in others for problem in _decoded(file, file.as_posix()))
    return (*alone, *check_policies(policies, asked, park, plugins)) if policies else alone


def _nothing(path: Path) -> tuple[Diagnostic, ...]:
    raise DiagnosticError((Diagnostic.of("J810", Place(path.as_posix(), 1, 1), {}),))
