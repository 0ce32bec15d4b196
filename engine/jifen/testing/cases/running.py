"""Cases found and run: what embedders and commands call."""

from collections.abc import Sequence
from pathlib import Path

from jifen.loading.bundled import policies_folder
from jifen.testing.cases.book import case_files, open_cases
from jifen.testing.cases.opened import Parks
from jifen.testing.cases.results import CaseResults


def run_cases(
    *paths: Path | str,
    plugins: Sequence[Path | str] = (),
    policies: Path | str | None = None,
    coverage: bool = True,
) -> CaseResults:
    """Run the cases of files and folders; without a path those of the policies that come with the engine.

    A case file is named ``<policy>.cases.toml``; the path of a policy stands for the cases beside it.
    ``plugins`` are folders of further parks, ``policies`` the folder of the shared vocabulary; without
    ``coverage`` it is not looked at what cases reach. Nothing is
    raised for what is wrong with files: it is among the results.
    """
    parks = Parks([Path(folder) for folder in plugins], None if policies is None else Path(policies))
    files, problems = case_files([Path(path) for path in paths] or [policies_folder()])
    return CaseResults(tuple(open_cases(file, parks).run(coverage=coverage) for file in files), problems)
