"""Diagnostics: what is wrong, where, why it matters and how to mend it.

Whoever finds a mistake reports a code, a place and the facts; the words come from
:mod:`jifen.language.wording`. Finding goes on after the first mistake: a :class:`Diagnostics` collects, and
:class:`DiagnosticError` carries all that was found to whoever asked.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from attrs import define, evolve, field, frozen

from jifen.language.wording import WORDING, Severity, fill
from jifen.model.place import Place

JSON_VERSION = 1
"""The version of the shape that ``to_dict`` of a list of diagnostics gives."""

_LONGEST_WORD_COMPARED = 64
_AS_ALIKE = 5
_SEPARATORS = re.compile(r"[\s_\-·]+")

_Related = tuple[tuple[str, Place], ...]


@frozen
class Diagnostic:
    """One finding.

    ``related`` are further places with what is to be seen there, ``clause`` the article of the policy.
    """

    code: str
    severity: Severity
    message: str
    why: str = ""
    help: str = ""
    place: Place | None = None
    clause: str | None = None
    related: _Related = ()

    @classmethod
    def of(
        cls,
        code: str,
        place: Place | None,
        facts: Mapping[str, object],
        *,
        clause: str | None = None,
        related: _Related = (),
    ) -> "Diagnostic":
        """A finding in the words of its code, their placeholders filled with the facts."""
        wording = WORDING[code]
        return cls(
            code=code,
            severity=wording.severity,
            message=fill(wording.message, facts),
            why=fill(wording.why, facts),
            help=fill(wording.help, facts),
            place=place,
            clause=clause,
            related=tuple(related),
        )

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON; the same keys always."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "why": self.why,
            "help": self.help,
            "place": None if self.place is None else _place_to_dict(self.place),
            "clause": self.clause,
            "related": [{"message": text, "place": _place_to_dict(place)} for text, place in self.related],
        }

    def __str__(self) -> str:
        where = f"{self.place.file}:{self.place.line}:{self.place.column}: " if self.place else ""
        return f"{where}[{self.code}] {self.message}"


@define
class Diagnostics:
    """Collects the findings of a run, and gives them in one order whatever order they came in."""

    _found: list[Diagnostic] = field(factory=list, init=False)

    def report(
        self,
        code: str,
        place: Place | None,
        /,
        *,
        clause: str | None = None,
        related: _Related = (),
        **facts: object,
    ) -> Diagnostic:
        """Add a finding; the facts fill the placeholders of the wording of this code."""
        diagnostic = Diagnostic.of(code, place, facts, clause=clause, related=related)
        self._found.append(diagnostic)
        return diagnostic

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add findings made elsewhere."""
        self._found.extend(diagnostics)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that stop the work, sorted."""
        return tuple(found for found in self.sorted() if found.severity == "error")

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """The findings that should be looked at, sorted."""
        return tuple(found for found in self.sorted() if found.severity == "warning")

    def sorted(self) -> tuple[Diagnostic, ...]:
        """All findings by file, line, column and code; equal ones merged into one."""
        merged: dict[tuple[object, ...], Diagnostic] = {}
        for found in sorted(self._found, key=_sort_key):
            identity = (*_sort_key(found), found.severity, found.clause)
            first = merged.get(identity)
            merged[identity] = found if first is None else _merged(first, found)
        return tuple(merged.values())

    def raise_errors(self) -> None:
        """Raise all findings as one :class:`DiagnosticError` if one of them is an error."""
        if self.errors:
            raise DiagnosticError(self.sorted())

    def to_dict(self) -> dict[str, Any]:
        """All findings as data for JSON, with the version of the shape."""
        return to_dict(self.sorted())

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.sorted())

    def __len__(self) -> int:
        return len(self.sorted())


class DiagnosticError(Exception):
    """Work stopped because of mistakes, all of which it carries."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return "\n".join(str(diagnostic) for diagnostic in self.diagnostics)

    def to_dict(self) -> dict[str, Any]:
        """What it carries as data for JSON, with the version of the shape."""
        return to_dict(self.diagnostics)


def to_dict(diagnostics: Iterable[Diagnostic]) -> dict[str, Any]:
    """Diagnostics as data for JSON, with the version of the shape."""
    return {"version": JSON_VERSION, "diagnostics": [diagnostic.to_dict() for diagnostic in diagnostics]}


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that was most probably meant, if one is near.

    First comes one that differs only in width (full, half), case or separators, then the most alike.
    """
    plain = _plain(word)
    by_plain: dict[str, str] = {}
    for candidate in sorted(candidates, reverse=True):
        by_plain[_plain(candidate)] = candidate
    if plain in by_plain:
        return by_plain[plain]
    if len(word) > _LONGEST_WORD_COMPARED:
        return None
    # One wrong character of two or three leaves less than the usual 0.6.
    cutoff = 0.5 if len(plain) <= 3 else 0.6
    alike = get_close_matches(plain, sorted(by_plain), n=_AS_ALIKE, cutoff=cutoff)
    # Of those equally alike, the one with most characters in their place.
    best = max(alike, key=lambda word: _likeness(plain, word), default=None)
    return None if best is None else by_plain[best]


def _likeness(word: str, other: str) -> tuple[float, int]:
    in_place = sum(one == two for one, two in zip(word, other, strict=False))
    return SequenceMatcher(None, other, word).ratio(), in_place


def _plain(word: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", word)).casefold()


def _place_to_dict(place: Place) -> dict[str, Any]:
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "length": place.length,
        "text": place.text,
    }


def _sort_key(found: Diagnostic) -> tuple[str, int, int, str, int, str]:
    place = found.place
    if place is None:
        return ("", 0, 0, found.code, 0, found.message)
    return (place.file, place.line, place.column, found.code, place.length, found.message)


def _merged(first: Diagnostic, second: Diagnostic) -> Diagnostic:
    further = tuple(related for related in second.related if related not in first.related)
    return evolve(first, related=first.related + further)
