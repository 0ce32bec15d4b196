"""What a park's tests may import: the conformance suite that any park runs, and the park's synthetic roster.

``docs/plugins.md`` describes every name here.
"""

from jifen.testing.conformance import conformance, examine
from jifen.testing.subject import Sample, sample

__all__ = ["Sample", "conformance", "examine", "sample"]
