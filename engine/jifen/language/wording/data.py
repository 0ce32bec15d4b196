"""Words of J7xx: rosters and other data."""

from jifen.language.wording.entry import Wording

WORDING: dict[str, Wording] = {}
