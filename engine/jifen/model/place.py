"""Where something is written: the place in a file that a message can point at."""

from attrs import evolve, field, frozen


@frozen
class Place:
    """A stretch of one line of one file.

    ``line`` and ``column`` count from 1 and in characters; ``length`` is how many characters are meant
    (at least 1, so that a caret can always be drawn); ``text`` is the whole line as it stands in the file.
    """

    file: str
    line: int
    column: int
    length: int = 1
    text: str = ""

    def part(self, offset: int, length: int) -> "Place":
        """The place of ``length`` characters that begin ``offset`` characters after this place begins."""
        return evolve(self, column=self.column + offset, length=max(1, length))


@frozen
class Written:
    """A text as it stands in a file, with its place; two are equal when their texts are.

    ``place`` covers the text between its quotes. ``verbatim`` says that each character of ``text`` is one
    character of the file, so that a part of the text has a place of its own.
    """

    text: str
    place: Place = field(eq=False, repr=False)
    verbatim: bool = field(default=True, eq=False, repr=False)

    def at(self, offset: int, length: int) -> Place:
        """The place of a part of the text; of the whole text where the file writes it with escapes."""
        return self.place.part(offset, length) if self.verbatim else self.place

    def __str__(self) -> str:
        return self.text


@frozen
class Places:
    """The places of one table of a file: of its heading and of each of its keys and values.

    Keys are paths below the table: ``("weights", "初创期")``, list positions as integers.
    """

    here: Place
    keys: dict[tuple[str | int, ...], Place] = field(factory=dict)
    values: dict[tuple[str | int, ...], Place] = field(factory=dict)

    def key(self, *path: str | int) -> Place:
        """The place of a key, of the nearest enclosing key where that one has none."""
        return self._nearest(self.keys, path)

    def value(self, *path: str | int) -> Place:
        """The place of a value, of the nearest enclosing value where that one has none."""
        return self._nearest(self.values, path)

    def _nearest(self, places: dict[tuple[str | int, ...], Place], path: tuple[str | int, ...]) -> Place:
        while path:
            if path in places:
                return places[path]
            path = path[:-1]
        return self.here
