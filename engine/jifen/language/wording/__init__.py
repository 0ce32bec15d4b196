"""All the words of all messages, by code, apart from the code that finds the mistakes.

One module per family: ``files`` J1xx (the file and its TOML), ``keys`` J2xx (keys and values),
``expressions`` J3xx and J4xx, ``parks`` J5xx, ``plugins`` J6xx, ``data`` J7xx,
``runs`` J8xx, ``policies`` J9xx, of which ``cases`` J95x and J96x. To add a code, write its entry
in its family, its page in ``language/pages/`` and its golden folder in ``tests/diagnostics/``; a test
compares the three.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from jifen.language.wording import cases, data, expressions, files, keys, parks, plugins, policies, runs
from jifen.language.wording.entry import Severity, Wording, fill

__all__ = ["WORDING", "Severity", "Wording", "fill", "merge"]


def merge(families: Iterable[Mapping[str, Wording]]) -> Mapping[str, Wording]:
    """The families as one; two wordings of one code are refused."""
    merged: dict[str, Wording] = {}
    for family in families:
        twice = merged.keys() & family.keys()
        if twice:
            raise ValueError(f"worded twice: {', '.join(sorted(twice))}")
        merged.update(family)
    return MappingProxyType(merged)


WORDING: Mapping[str, Wording] = merge(
    (
        files.WORDING,
        keys.WORDING,
        expressions.WORDING,
        parks.WORDING,
        plugins.WORDING,
        data.WORDING,
        runs.WORDING,
        policies.WORDING,
        cases.WORDING,
    )
)
