"""What tests may import: cases of policies, the conformance suite that any park runs, and a park's synthetic
roster.

``docs/testing-policies.md`` and ``docs/plugins.md`` describe every name here. Names are loaded when they are
first used, since pytest loads ``jifen.testing.pytest_plugin`` in every run.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jifen.testing.cases.results import CaseResult as CaseResult
    from jifen.testing.cases.results import CaseResults as CaseResults
    from jifen.testing.cases.results import FileResult as FileResult
    from jifen.testing.cases.results import Mismatch as Mismatch
    from jifen.testing.cases.running import run_cases as run_cases
    from jifen.testing.subject import Sample as Sample
    from jifen.testing.subject import sample as sample
    from jifen.testing.suite import conformance as conformance
    from jifen.testing.suite import examine as examine

_HOMES = {
    "CaseResult": "jifen.testing.cases.results",
    "CaseResults": "jifen.testing.cases.results",
    "FileResult": "jifen.testing.cases.results",
    "Mismatch": "jifen.testing.cases.results",
    "Sample": "jifen.testing.subject",
    "conformance": "jifen.testing.suite",
    "examine": "jifen.testing.suite",
    "run_cases": "jifen.testing.cases.running",
    "sample": "jifen.testing.subject",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    """A public name, loaded from its module when it is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
