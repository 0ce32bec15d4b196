"""A parsed file to frozen attrs classes, strictly and with all mistakes at once.

cattrs structures; here are the strict hooks that it lacks (nothing is converted silently), the texts and
tables that know their place, and the choice among the members of a union. ``decode_mistakes`` says what
cattrs found wrong.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, get_args

import attrs
from attrs import frozen
from cattrs import ClassValidationError, Converter, ForbiddenExtraKeysError
from cattrs.cols import list_structure_factory, mapping_structure_factory
from cattrs.gen import make_dict_structure_fn, override

from jifen.language import shape
from jifen.language.decode_mistakes import NotAllowed, UnknownKind, WrongType, mistakes
from jifen.language.diagnostics import DiagnosticError
from jifen.language.toml import Document, Path
from jifen.model.place import Place, Places, Written

T = TypeVar("T")
Hook = Callable[[Any, Any], Any]


def decode(document: Document, cls: type[T], *, path: Path = ()) -> T:
    """The table at ``path`` as ``cls``; a :class:`DiagnosticError` with all that does not fit.

    The path must lead to a table of the document.
    """
    table = _Tables(document).wrapped(path)
    converter = _converter()
    try:
        return converter.structure(table, cls)
    except (ClassValidationError, WrongType) as error:
        found = mistakes(error, document, table, path, converter)
        raise DiagnosticError(found.sorted()) from None


class _Text(str):
    """A string that knows where it is written."""

    __slots__ = ("written",)
    written: Written


class _Table(dict[str, Any]):
    """A table that knows where it is written."""

    __slots__ = ("places",)
    places: Callable[[], Places]


@frozen
class _Tables:
    """Gives the values of a document their places."""

    document: Document

    def wrapped(self, path: Path) -> Any:
        value: Any = self.document.values
        for step in path:
            value = value[step]
        return self._wrap(value, path)

    def _wrap(self, value: Any, path: Path) -> Any:
        if isinstance(value, str):
            text = _Text(value)
            text.written = self._written(value, self.document.places.value(*path))
            return text
        if isinstance(value, list):
            return [self._wrap(item, (*path, position)) for position, item in enumerate(value)]
        if isinstance(value, dict):
            table = _Table({key: self._wrap(item, (*path, key)) for key, item in value.items()})
            table.places = lambda: self._places(value, path)
            return table
        return value

    def _places(self, table: Any, path: Path) -> Places:
        """The places below a table, by their paths from it."""
        every = self.document.places
        keys: dict[Path, Place] = {}
        values: dict[Path, Place] = {}
        pending: list[tuple[Path, Any]] = [((), table)]
        while pending:
            at, value = pending.pop()
            full = (*path, *at)
            if at and full in every.keys:
                keys[at] = every.keys[full]
            if at and full in every.values:
                values[at] = every.values[full]
            if isinstance(value, dict):
                pending.extend(((*at, key), item) for key, item in value.items())
            elif isinstance(value, list):
                pending.extend(((*at, position), item) for position, item in enumerate(value))
        return Places(self.document.place(path), keys, values)

    def _written(self, text: str, place: Place) -> Written:
        """A text with the place of what is between its quotes."""
        raw = place.text[place.column - 1 : place.column - 1 + place.length]
        quotes = 3 if raw.startswith(('"""', "'''")) else 1
        if len(raw) >= 2 * quotes and raw.endswith(raw[:quotes]):
            inside = raw[quotes:-quotes]
            return Written(text, place.part(quotes, len(inside)), inside == text)
        # It goes on below: its first line that holds anything stands for it.
        below = self.document.source.line(place.line + 1)
        return Written(text, place.part(quotes, len(raw) - quotes) if len(raw) > quotes else below, False)


@cache
def _converter() -> Converter:
    converter = Converter(detailed_validation=True, forbid_extra_keys=True)
    for scalar in shape.SCALARS:
        converter.register_structure_hook(scalar, _scalar)
    converter.register_structure_hook_func(shape.is_literal, _literal)
    converter.register_structure_hook_factory(attrs.has, lambda type_: _table(type_, converter))
    converter.register_structure_hook_factory(shape.is_array, lambda type_: _array(type_, converter))
    converter.register_structure_hook_factory(shape.is_mapping, lambda type_: _mapping(type_, converter))
    converter.register_structure_hook_factory(shape.is_union, lambda type_: _union(type_, converter))
    # Written and Places are attrs classes too, but no tables.
    converter.register_structure_hook_func(lambda type_: type_ is Written, _scalar)
    converter.register_structure_hook_func(lambda type_: type_ is Places, lambda value, _: value)
    return converter


def _fits(value: Any, type_: Any) -> bool:
    """Whether a TOML value has exactly this type; an integer is a number too."""
    if type_ in {str, Written}:
        return isinstance(value, str)
    if type_ is Decimal:
        return type(value) in {int, Decimal}
    return type(value) is type_


def _scalar(value: Any, type_: Any) -> Any:
    if not _fits(value, type_):
        raise WrongType(type_, value)
    if type_ is Written:
        return value.written
    if type_ is str:
        return str(value)
    return Decimal(value) if type_ is Decimal else value


def _literal(value: Any, type_: Any) -> Any:
    words = get_args(type_)
    if not any(_fits(value, type(word)) for word in words):
        raise WrongType(type_, value)
    for word in words:
        if word == value and _fits(value, type(word)):
            return word
    raise NotAllowed(value, words)


def _table(type_: type, converter: Converter) -> Hook:
    # A class named in quotes inside tuple[...] is still a name to cattrs.
    attrs.resolve_types(type_)
    # Any, because mypy takes the names of attributes for options of cattrs.
    names: Any = {key.attribute.name: override(rename=key.name) for key in shape.keys(type_).values()}
    structure: Hook = make_dict_structure_fn(type_, converter, **names)
    places = shape.places_attribute(type_)

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, _Table):
            raise WrongType(type_, value)
        if places is None:
            return structure(value, type_)
        clash = [ForbiddenExtraKeysError(None, type_, {places})] if places in value else []
        try:
            table = structure({**value, places: value.places()}, type_)
        except ClassValidationError as error:
            raise error.derive([*error.exceptions, *clash]) from None
        if clash:
            raise ClassValidationError("", clash, type_)
        return table

    return hook


def _array(type_: Any, converter: Converter) -> Hook:
    structure = list_structure_factory(type_, converter)

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, list):
            raise WrongType(type_, value)
        return tuple(structure(value, type_))

    return hook


def _mapping(type_: Any, converter: Converter) -> Hook:
    structure = mapping_structure_factory(type_, converter)

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, _Table):
            raise WrongType(type_, value)
        return structure(value, type_)

    return hook


def _union(type_: Any, converter: Converter) -> Hook:
    types = shape.members(type_)
    tables = shape.tables(type_)
    kinds = {shape.kind_of(table): table for table in tables} if len(tables) > 1 else {}

    def chosen(value: Any) -> Any:
        if isinstance(value, _Table) and kinds:
            return _by_kind(value, kinds)
        for member in types:
            if shape.is_literal(member) and value in get_args(member):
                return member
            if member in shape.SCALARS and _fits(value, member):
                return member
        for member in types:
            if isinstance(value, _Table) and (member in tables or shape.is_mapping(member)):
                return member
            if isinstance(value, list) and shape.is_array(member):
                return member
            if shape.is_literal(member) and any(_fits(value, type(word)) for word in get_args(member)):
                return member
        raise WrongType(type_, value)

    def hook(value: Any, _: Any) -> Any:
        return converter.structure(value, chosen(value))

    return hook


def _by_kind(value: _Table, kinds: dict[str, type]) -> type:
    word = value.get("kind")
    if isinstance(word, str) and word in kinds:
        return kinds[word]
    raise UnknownKind(word, kinds)
