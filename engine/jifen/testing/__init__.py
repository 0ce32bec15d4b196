"""What a park's tests may import: the conformance suite that any park runs, and the park's synthetic roster.

``docs/plugins.md`` describes every name here.
"""

from jifen.testing.subject import Sample, sample
from jifen.testing.suite import conformance, examine

__all__ = ["Sample", "conformance", "examine", "sample"]
