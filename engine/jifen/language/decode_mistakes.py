"""What cattrs found wrong with a file, said in our words at our places."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar

import attrs
from attrs import define, field
from cattrs import (
    AttributeValidationNote,
    ClassValidationError,
    Converter,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)

from jifen.language import shape
from jifen.language.diagnostics import Diagnostic, Diagnostics, nearest
from jifen.language.toml import Document, Path
from jifen.language.wording.keys import AND, BOUNDS, ITEM, LIST, NO, OR, ROOT, TYPE_FORMS, TYPE_NAMES, YES
from jifen.model.place import Place

_LONGEST_SHOWN = 40
_MOST_SHOWN = 3
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?\Z", re.ASCII)
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]+\Z", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)


_TYPE_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "flag"),
    (int, "integer"),
    (Decimal, "number"),
    (str, "text"),
    (datetime, "date-time"),
    (date, "date"),
    (time, "time"),
    (list, "array"),
    (dict, "table"),
)
_Note = TypeVar("_Note", AttributeValidationNote, IterableValidationNote)


class WrongType(Exception):
    """A value of another type than ``expected``."""

    def __init__(self, expected: Any, found: object) -> None:
        super().__init__(expected, found)
        self.expected = expected
        self.found = found


class NotAllowed(Exception):
    """A value that is none of those allowed."""

    def __init__(self, found: object, allowed: Sequence[object]) -> None:
        super().__init__(found, allowed)
        self.found = found
        self.allowed = allowed


class UnknownKind(Exception):
    """A table whose ``kind`` is missing (None), of a wrong type, or none of those known."""

    def __init__(self, found: object, kinds: Mapping[str, type]) -> None:
        super().__init__(found, kinds)
        self.found = found
        self.kinds = kinds


def mistakes(
    error: Exception, document: Document, table: object, path: Path, converter: Converter
) -> Diagnostics:
    """All that an exception of cattrs tells about ``table``, which stands at ``path`` of the document."""
    found = _Mistakes(document, table, path, converter)
    found.tell(error, path, (), "")
    return found.diagnostics


@define
class _Mistakes:
    document: Document
    table: Any
    base: Path
    converter: Converter
    diagnostics: Diagnostics = field(factory=Diagnostics)

    def tell(self, error: Exception, path: Path, above: tuple[tuple[Path, type], ...], doc: str) -> None:
        """Report an exception raised for the value at ``path``; ``above`` are the tables around it."""
        if isinstance(error, ClassValidationError):
            self._table(error, path, above)
        elif isinstance(error, IterableValidationError):
            for inner in error.exceptions:
                item = _note(inner, IterableValidationNote)
                self.tell(inner, path if item is None else (*path, item.index), above, doc)
        elif isinstance(error, WrongType):
            self._wrong_type(error, path, doc)
        elif isinstance(error, NotAllowed):
            self._not_allowed(error.found, [str(word) for word in error.allowed], path, doc)
        elif isinstance(error, UnknownKind):
            self._unknown_kind(error, path)
        else:
            raise error

    def _table(self, error: ClassValidationError, path: Path, above: tuple[tuple[Path, type], ...]) -> None:
        keys = {key.attribute.name: key for key in shape.keys(error.cl).values()}
        around = (*above, (path, error.cl))
        for inner in error.exceptions:
            note = _note(inner, AttributeValidationNote)
            if isinstance(inner, ForbiddenExtraKeysError):
                for name in sorted(inner.extra_fields):
                    self._unknown_key(name, around)
            elif note is None:
                self._refused(inner, error.cl, path)
            elif isinstance(inner, KeyError):
                key = keys[note.name]
                place = self.document.place(path)
                self._report("J202", place, table=_table_name(path), key=key.name, doc=key.doc)
            else:
                key = keys[note.name]
                self.tell(inner, (*path, key.name), around, key.doc)

    def _unknown_key(self, name: str, around: tuple[tuple[Path, type], ...]) -> None:
        path, table = around[-1]
        place = self.document.places.key(*path, name)
        target = self._where_known(name, around)
        facts = {"table": _table_name(path), "key": _shown(name)}
        if target is not None:
            self._report("J207", place, **facts, target=target)
        else:
            allowed = list(shape.keys(table))
            near = nearest(name, allowed)
            self._report("J201", place, **facts, near=near or "", allowed=LIST.join(allowed))

    def _where_known(self, name: str, around: tuple[tuple[Path, type], ...]) -> str | None:
        """The table around this one, or one that it holds, that knows the key."""
        for path, table in reversed(around[:-1]):
            if name in shape.keys(table):
                return _table_name(path)
        path, table = around[-1]
        for key in shape.keys(table).values():
            if any(name in shape.keys(below) for below in shape.tables_below(key.type)):
                names = shape.names_of(key.type)
                return _table_name((*path, key.name, 0) if "array" in names else (*path, key.name))
        return self._beside(name, around)

    def _beside(self, name: str, around: tuple[tuple[Path, type], ...]) -> str | None:
        """The tables of the file beside this one that know the key: under a heading of its own stands what
        was meant for those below it, and below those what was meant for it.
        """
        if len(around) != 2:
            return None
        (root, outermost), (path, _) = around
        known = []
        for key in shape.keys(outermost).values():
            many = "array" in shape.names_of(key.type)
            written = (
                key.name in self._raw(root)
                and key.name != path[-1]
                and not (many and isinstance(path[-1], int))
            )
            if written and any(name in shape.keys(below) for below in shape.tables_below(key.type)):
                known.append(_table_name((key.name, 0) if many else (key.name,)))
        return OR.join(known[:_MOST_SHOWN]) or None

    def _wrong_type(self, error: WrongType, path: Path, doc: str) -> None:
        names = shape.names_of(error.expected)
        expected = OR.join(TYPE_NAMES[name] for name in names)
        found = TYPE_NAMES[_type_name(error.found)]
        instead = self._instead(error.found, names, path)
        self._report(
            "J203",
            self.document.place(path),
            key=_value_name(path),
            expected=expected,
            found=found,
            instead=instead,
            remedy="" if instead else OR.join(TYPE_FORMS[name] for name in names),
            doc=doc,
        )

    def _instead(self, value: object, names: tuple[str, ...], path: Path) -> str:
        """The value written as one of the types expected, where that is plain."""
        place = self.document.places.value(*path)
        raw = place.text[place.column - 1 : place.column - 1 + place.length]
        if isinstance(value, list | dict):
            return self._heading_instead(value, names, path)
        if len(raw) > _LONGEST_SHOWN:
            return ""
        if not isinstance(value, str):
            shown = f'"{raw}"' if "text" in names else ""
        else:
            shown = _unquoted(value.strip(), names)
        if not shown and "array" in names and "table" not in names:
            shown = f"[{raw}]"
        return shown

    def _heading_instead(self, value: object, names: tuple[str, ...], path: Path) -> str:
        """The other form of heading, where a table is written for an array of tables or the reverse."""
        place = self.document.place(path)
        heading = place.text.strip()
        name = ".".join(str(step) for step in path if isinstance(step, str))
        if isinstance(value, dict) and "array" in names and heading.startswith("["):
            return f"[[{name}]]"
        if isinstance(value, list) and "table" in names and heading.startswith("[["):
            return f"[{name}]"
        return ""

    def _not_allowed(self, found: object, allowed: list[str], path: Path, doc: str) -> None:
        self._report(
            "J204",
            self.document.place(path),
            key=_value_name(path),
            found=_shown(found),
            near=nearest(str(found), allowed) or "",
            allowed=LIST.join(allowed),
            doc=doc,
        )

    def _unknown_kind(self, error: UnknownKind, path: Path) -> None:
        allowed = list(error.kinds)
        if error.found is None:
            doc = LIST.join(allowed)
            self._report("J202", self.document.place(path), table=_table_name(path), key="kind", doc=doc)
        elif isinstance(error.found, str):
            self._not_allowed(error.found, allowed, (*path, "kind"), "")
        else:
            self._wrong_type(WrongType(str, error.found), (*path, "kind"), "")

    def _refused(self, error: Exception, table: type, path: Path) -> None:
        """A table that its class refused: each validator is asked again, to hear all that refuse."""
        if not isinstance(error, ValueError):
            raise error
        refusals = list(self._refusals(table, path))
        for key, value, reason in refusals:
            at = (*path, key.name)
            place = self.document.place(at)
            bounds = shape.bounds(key.attribute)
            if bounds:
                bound = AND.join(BOUNDS[name].format(bound=limit) for name, limit in bounds.items())
                self._report(
                    "J205", place, key=key.name, bound=bound.strip(), found=_shown(value), doc=key.doc
                )
            else:
                self._report("J206", place, key=key.name, reason=reason, doc=key.doc)
        if not refusals:
            place = self.document.place(path)
            self._report("J206", place, key=_table_name(path), reason=str(error), doc="")

    def _refusals(self, table: type, path: Path) -> Iterator[tuple[shape.Key, object, str]]:
        instance: Any = object.__new__(table)
        raw = self._raw(path)
        checked = []
        for key in shape.keys(table).values():
            attribute = key.attribute
            if key.name in raw:
                value = self.converter.structure(raw[key.name], key.type)
            else:
                value = _default(attribute, instance)
            object.__setattr__(instance, attribute.name, value)
            if attribute.validator is not None and key.name in raw:
                checked.append((key, value))
        for key, value in checked:
            try:
                key.attribute.validator(instance, key.attribute, value)  # type: ignore[misc]
            except ValueError as error:
                yield key, value, str(error)

    def _raw(self, path: Path) -> Any:
        value = self.table
        for step in path[len(self.base) :]:
            value = value[step]
        return value

    def _report(self, code: str, place: Place, **facts: str) -> None:
        self.diagnostics.extend((Diagnostic.of(code, place, facts),))


def _default(attribute: "attrs.Attribute[Any]", instance: object) -> object:
    default: Any = attribute.default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]  # typed as a function, is a class
        return default.factory(instance) if default.takes_self else default.factory()
    return default


def _note(error: BaseException, type_: type[_Note]) -> _Note | None:
    """The note by which cattrs says for which attribute or item an exception was raised."""
    return next((note for note in getattr(error, "__notes__", ()) if isinstance(note, type_)), None)


def _type_name(value: object) -> str:
    for type_, name in _TYPE_NAMES:
        if isinstance(value, type_):
            return name
    raise TypeError(f"not a value of TOML: {value!r}")


def _unquoted(text: str, names: tuple[str, ...]) -> str:
    """A text as it would be written without quotes, if it is one of the types expected."""
    if "flag" in names and text.lower() in YES | NO:
        return "true" if text.lower() in YES else "false"
    for name, pattern in (("date", _DATE), ("integer", _WHOLE_NUMBER), ("number", _NUMBER)):
        if name in names and pattern.match(text):
            return text
    return ""


def _table_name(path: Path) -> str:
    """A table as its heading would be written: ``[park]``, ``[[indicator]]``."""
    names = ".".join(str(step) for step in path if isinstance(step, str))
    if not names:
        return ROOT
    return f"[[{names}]]" if isinstance(path[-1], int) else f"[{names}]"


def _value_name(path: Path) -> str:
    """A value by its key; an item of an array by its number."""
    last = path[-1] if path else ROOT
    if isinstance(last, int):
        return ITEM.format(key=_value_name(path[:-1]), number=last + 1)
    return last


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
