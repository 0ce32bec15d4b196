"""How the benchmarks tell what they measured."""

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def machine() -> dict[str, Any]:
    return {
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
    }


def where(told: Mapping[str, Any]) -> str:
    """A line about the machine."""
    return f"{told['cores']} cores ({told['processor']}), {told['system']}, Python {told['python']}"


def markdown(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A table."""
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return lines + [f"| {' | '.join(map(str, row))} |" for row in rows]
