"""Policy cases as tests: pytest collects ``*.cases.toml``, each case an item with its name and its place.

pytest loads this module in every run, so it imports nothing until a case file is met. In the ini file,
``jifen_cases = false`` turns it off, and ``jifen_plugins`` names folders of further parks.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from jifen.language.diagnostics import Diagnostic
    from jifen.testing.cases.book import ReadyCase
    from jifen.testing.cases.opened import Parks
    from jifen.testing.cases.results import CaseResult

_SUFFIX = ".cases.toml"
_PARKS: "pytest.StashKey[Parks]" = pytest.StashKey()
MISTAKES = "案例文件没有错误"
"""The name of the item that fails where a case file, one of its cases or its policy has mistakes."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of the ini file."""
    parser.addini("jifen_cases", "collect policy cases (*.cases.toml)", type="bool", default=True)
    parser.addini("jifen_plugins", "folders of further parks for policy cases", type="paths", default=[])


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "CasesFile | None":
    """A case file, unless that is turned off."""
    if not file_path.name.endswith(_SUFFIX) or not parent.config.getini("jifen_cases"):
        return None
    file: CasesFile = CasesFile.from_parent(parent, path=file_path)
    return file


class CasesFile(pytest.File):
    """The cases of one file."""

    def collect(self) -> Iterator[pytest.Item]:
        """An item for each case, and one for what is wrong with the file."""
        from jifen.testing.cases.book import open_cases

        # Messages call a file by the path that a person would write.
        here = Path.cwd()
        path = self.path.relative_to(here) if self.path.is_relative_to(here) else self.path
        book = open_cases(path, self._parks())
        for case in book.cases:
            yield CaseItem.from_parent(self, name=case.name, case=case)
        if book.problems:
            yield MistakesItem.from_parent(self, name=MISTAKES, problems=book.problems)

    def _parks(self) -> "Parks":
        """The parks of the whole run, each read once."""
        from jifen.testing.cases.opened import Parks

        stash = self.config.stash
        if _PARKS not in stash:
            stash[_PARKS] = Parks(self.config.getini("jifen_plugins"))
        return stash[_PARKS]


class CaseFailed(Exception):
    """A case came out other than expected."""

    def __init__(self, result: "CaseResult") -> None:
        super().__init__(result.name)
        self.result = result


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: "ReadyCase", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.case = case

    def runtest(self) -> None:
        """Run it."""
        result = self.case.run()
        if not result.passed:
            raise CaseFailed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any) -> Any:
        """What was expected, what came out, and why; anything else as pytest shows it."""
        if not isinstance(excinfo.value, CaseFailed):
            return super().repr_failure(excinfo, *args)
        from jifen.testing.cases.saying import failure

        place = self.case.place
        return "\n".join((f"{place.file}:{place.line}: {self.name}", *failure(excinfo.value.result)))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it is written."""
        return self.path, self.case.place.line - 1, self.name


class MistakesFound(Exception):
    """A case file, one of its cases or its policy has mistakes."""


class MistakesItem(pytest.Item):
    """What is wrong with a case file; it always fails."""

    def __init__(self, *, problems: "tuple[Diagnostic, ...]", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.problems = problems

    def runtest(self) -> None:
        """Fail with all mistakes."""
        raise MistakesFound

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any) -> Any:  # noqa: ARG002
        """The mistakes, each with its place and its cure."""
        lines = []
        for problem in self.problems:
            lines += [str(problem), f"  {problem.help}"] if problem.help else [str(problem)]
        return "\n".join(lines)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The file; the first mistake has a line of its own."""
        return self.path, 0, self.name
