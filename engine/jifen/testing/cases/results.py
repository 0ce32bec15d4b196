"""What running cases gives: each case with what differed and why, each file with its mistakes."""

from collections.abc import Iterable
from typing import Any

from attrs import field, frozen

from jifen.language.diagnostics import Diagnostic
from jifen.model.entitlement import Decision
from jifen.model.place import Place
from jifen.testing.cases.coverage import Coverage

JSON_VERSION = 1
"""The version of the shape that ``CaseResults.to_dict`` gives."""


@frozen
class Mismatch:
    """One thing that came out other than expected: of which rule or status, what, both values in words, and
    the reasons that led there, a sentence each.
    """

    of: str
    title: str
    what: str
    expected: str
    got: str
    place: Place
    reasons: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "of": self.of,
            "title": self.title,
            "what": self.what,
            "expected": self.expected,
            "got": self.got,
            "line": self.place.line,
            "reasons": list(self.reasons),
        }


@frozen
class CaseResult:
    """One case that ran."""

    name: str
    place: Place
    mismatches: tuple[Mismatch, ...]
    decision: Decision = field(repr=False)

    @property
    def passed(self) -> bool:
        """Whether all came out as expected."""
        return not self.mismatches

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "name": self.name,
            "line": self.place.line,
            "passed": self.passed,
            "mismatches": [one.to_dict() for one in self.mismatches],
        }


@frozen
class FileResult:
    """The cases of one file: those that ran, and what is wrong with the file, its cases or its policy."""

    file: str
    policy: str
    title: str
    cases: tuple[CaseResult, ...]
    problems: tuple[Diagnostic, ...]
    coverage: Coverage | None = None

    @property
    def passed(self) -> bool:
        """Whether it has no mistakes and all its cases passed."""
        return not self.problems and all(case.passed for case in self.cases)

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "file": self.file,
            "policy": self.policy,
            "title": self.title,
            "passed": self.passed,
            "cases": [case.to_dict() for case in self.cases],
            "problems": [problem.to_dict() for problem in self.problems],
            "coverage": None if self.coverage is None else self.coverage.to_dict(),
        }


@frozen
class CaseResults:
    """All files of a run. ``problems`` are those of the search itself: a path without cases."""

    files: tuple[FileResult, ...]
    problems: tuple[Diagnostic, ...] = ()

    @property
    def cases(self) -> tuple[CaseResult, ...]:
        """The cases of all files."""
        return tuple(case for file in self.files for case in file.cases)

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """The cases that came out other than expected."""
        return tuple(case for case in self.cases if not case.passed)

    @property
    def mistakes(self) -> tuple[Diagnostic, ...]:
        """What is wrong with cases, their files and their policies."""
        return tuple(_each(self.problems, (file.problems for file in self.files)))

    @property
    def passed(self) -> bool:
        """Whether cases ran, all as expected, and nothing is wrong with any file."""
        return bool(self.cases) and not self.failed and not self.mistakes

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON, with the version of the shape."""
        return {
            "version": JSON_VERSION,
            "passed": self.passed,
            "counts": {
                "files": len(self.files),
                "cases": len(self.cases),
                "failed": len(self.failed),
                "mistakes": len(self.mistakes),
            },
            "files": [file.to_dict() for file in self.files],
            "problems": [problem.to_dict() for problem in self.problems],
        }


def _each(first: Iterable[Diagnostic], others: Iterable[Iterable[Diagnostic]]) -> Iterable[Diagnostic]:
    yield from first
    for one in others:
        yield from one
