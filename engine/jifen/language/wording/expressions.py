"""Words of J3xx and J4xx: conditions and arithmetic."""

from jifen.language.wording.entry import Wording

WORDING: dict[str, Wording] = {}
