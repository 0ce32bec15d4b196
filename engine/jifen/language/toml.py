"""Text to TOML values, with the place of every key and value; every mistake in the text a diagnostic."""

from attrs import field, frozen

from jifen.language.source import Source
from jifen.model.place import Places

Path = tuple[str | int, ...]


@frozen
class Document:
    """A parsed file: plain values (str, bool, int, Decimal, dates, list, dict) and the places of all of them."""

    source: Source
    values: dict[str, object] = field(repr=False)
    places: Places = field(repr=False)
