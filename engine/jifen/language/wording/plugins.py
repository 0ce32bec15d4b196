"""Words of J6xx: parks as plugins."""

from jifen.language.wording.entry import Wording

WORDING: dict[str, Wording] = {}
