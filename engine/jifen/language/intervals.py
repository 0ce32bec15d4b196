"""Intervals as texts (``>= 6%``, ``[5%, 6%)``), and whether bands tile the whole line (S16)."""

from collections.abc import Sequence

from jifen.language.diagnostics import Diagnostics
from jifen.model.expression import Interval
from jifen.model.place import Written
from jifen.model.quantity import Unit


def check_interval(
    written: Written, diagnostics: Diagnostics, *, unit: Unit | None = None
) -> Interval | None:
    """An interval with both edges in ``unit`` where given; None when something was reported."""
    return None


def check_bands(bands: Sequence[tuple[Written, Interval]], diagnostics: Diagnostics) -> bool:
    """Whether bands cover every number exactly once; gaps and overlaps are reported."""
    return True
