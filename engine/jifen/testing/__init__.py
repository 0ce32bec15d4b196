"""What a park's tests may import: the conformance suite that any park runs.

``docs/plugins.md`` describes every name here.
"""

from jifen.testing.conformance import conformance, examine

__all__ = ["conformance", "examine"]
