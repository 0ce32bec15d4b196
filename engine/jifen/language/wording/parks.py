"""Words of J5xx: what a park's files mean."""

from jifen.language.wording.entry import Wording

WORDING: dict[str, Wording] = {}
