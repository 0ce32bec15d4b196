"""The figures of a park's files: which points, weights and digits may stand there, and how they are shown."""

from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from jifen.language.diagnostics import Diagnostics
from jifen.model.indicator import Absent
from jifen.model.place import Places
from jifen.model.quantity import decimal_text

MOST_DIGITS = 8


def figure(value: Decimal | Fraction) -> str:
    """A figure of a file as it is shown."""
    return decimal_text(Fraction(value), MOST_DIGITS)


@frozen
class Figures:
    """Reads figures. What may not stand there is reported and read all the same, so that the rest is checked
    too.
    """

    diagnostics: Diagnostics

    def points(self, given: Decimal, places: Places, *path: str) -> Fraction:
        """Points, marks, weights or a limit of them: never below zero, since deductions have a role of their
        own.
        """
        if given < 0:
            self.diagnostics.report("J518", places.value(*path), key=path[0], written=figure(given))
        return Fraction(given)

    def full(self, full: Fraction | None, places: Places, key: str, name: str) -> None:
        """Full marks that can be reached must be more than nothing."""
        if full == 0:
            self.diagnostics.report("J519", places.value(key), name=name)

    def digits(self, given: int, places: Places) -> int:
        """Decimals to round to."""
        if 0 <= given <= MOST_DIGITS:
            return given
        self.diagnostics.report("J525", places.value("digits"), digits=given, most=MOST_DIGITS)
        return 0

    def absent(self, given: Decimal | Absent | None, places: Places, full: Fraction | None) -> Absent | None:
        """Declared marks for absences: neither below zero nor above full marks."""
        if given is None:
            return None
        if isinstance(given, Decimal):
            self._stand_in(given, places, "absent", full)
            return Absent(missing=given, not_applicable=given, undefined=given, places=places)
        for key in ("missing", "not_applicable", "undefined"):
            marks: Decimal | None = getattr(given, key)
            if marks is not None:
                self._stand_in(marks, given.places, key, full)
        return given

    def _stand_in(self, marks: Decimal, places: Places, key: str, full: Fraction | None) -> None:
        points = self.points(marks, places, key)
        if full is not None and points > full:
            self.diagnostics.report("J528", places.value(key), written=figure(marks), full=figure(full))
