"""Which rules, tiers, classes, adjustments and negatives cases reach, and which thresholds they stand at."""

from typing import Any

from attrs import frozen


@frozen
class Coverage:
    """What the cases of one policy reach."""

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {}
