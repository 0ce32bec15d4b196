"""What attrs classes say about the tables of a file: keys, types, help; read by ``decode`` and by ``schema``.

A class is a table, an attribute a key, spelt ``metadata["key"]`` where Python's name differs, explained by
``metadata["doc"]``. An attribute of type ``Places`` is no key: it receives the places of the table.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

from jifen.model.place import Places, Written

SCALARS: Mapping[Any, str] = {
    str: "text",
    Written: "text",
    bool: "flag",
    int: "integer",
    Decimal: "number",
    date: "date",
}
"""What a type of Python is called in :data:`jifen.language.wording.keys.TYPE_NAMES`."""

_COMPARISONS: Mapping[Callable[..., Any], str] = {
    operator.ge: "minimum",
    operator.gt: "exclusiveMinimum",
    operator.le: "maximum",
    operator.lt: "exclusiveMaximum",
}


@frozen
class Key:
    """A key of a table: its spelling, the attribute behind it, its type, and whether it may be left out."""

    name: str
    attribute: "attrs.Attribute[Any]"
    type: Any
    required: bool

    @property
    def doc(self) -> str:
        """What it means, for people."""
        return str(self.attribute.metadata.get("doc", ""))


@cache
def keys(table: type) -> Mapping[str, Key]:
    """The keys of a table in the order of its attributes."""
    hints = get_type_hints(table)
    found = {}
    for attribute in attrs.fields(table):
        if hints[attribute.name] is not Places:
            name = str(attribute.metadata.get("key", attribute.name))
            required = attribute.default is attrs.NOTHING
            found[name] = Key(name, attribute, hints[attribute.name], required)
    return found


@cache
def places_attribute(table: type) -> str | None:
    """The attribute that receives the places of the table."""
    hints = get_type_hints(table)
    return next((name for name, hint in hints.items() if hint is Places), None)


def is_union(type_: Any) -> bool:
    """Whether the type is one of several, ``X | None`` included."""
    return get_origin(type_) in {Union, UnionType}


def members(type_: Any) -> tuple[Any, ...]:
    """The types of which a type is one, without None, which TOML cannot write."""
    if not is_union(type_):
        return (type_,)
    return tuple(member for member in get_args(type_) if member is not NoneType)


def is_literal(type_: Any) -> bool:
    """Whether the type is a choice among given words."""
    return get_origin(type_) is Literal


def is_array(type_: Any) -> bool:
    """Whether the type is ``tuple[X, ...]``."""
    return get_origin(type_) is tuple and get_args(type_)[1:] == (Ellipsis,)


def is_mapping(type_: Any) -> bool:
    """Whether the type is ``dict[str, X]``."""
    return get_origin(type_) is dict


def is_table(type_: Any) -> bool:
    """Whether the type is a table: an attrs class, but not ``Written``, which stands for a text."""
    return isinstance(type_, type) and attrs.has(type_) and type_ not in SCALARS


def tables(type_: Any) -> tuple[type, ...]:
    """The tables among the members of a type."""
    return tuple(member for member in members(type_) if is_table(member))


def tables_below(type_: Any) -> Iterator[type]:
    """The tables that a value of this type may hold: as itself, in an array or in a mapping."""
    for member in members(type_):
        if is_array(member) or is_mapping(member):
            yield from tables_below(get_args(member)[-1 if is_mapping(member) else 0])
        elif is_table(member):
            yield member


def kind_of(table: type) -> str:
    """The word by which a table says which of several it is: ``kind: Literal["bands"]``."""
    key = keys(table).get("kind")
    if key is None or not is_literal(key.type):
        raise TypeError(f"{table.__name__} is one of several tables, but has no kind: Literal[...]")
    (word,) = get_args(key.type)
    return str(word)


def names_of(type_: Any) -> tuple[str, ...]:
    """What the types of TOML are called that a type takes, each once."""
    names: list[str] = []
    for member in members(type_):
        if is_literal(member):
            names.extend(SCALARS[type(word)] for word in get_args(member))
        elif member in SCALARS:
            names.append(SCALARS[member])
        else:
            names.append("array" if is_array(member) else "table")
    return tuple(dict.fromkeys(names))


def bounds(attribute: "attrs.Attribute[Any]") -> dict[str, Any]:
    """The limits that attrs' own validators set to a number, by the names that JSON Schema gives them."""
    found: dict[str, Any] = {}
    pending = [attribute.validator]
    while pending:
        validator = pending.pop()
        # attrs keeps these classes private, their attributes have stood since 21.3.
        pending.extend(getattr(validator, "_validators", ()))
        if inner := getattr(validator, "validator", None):
            pending.append(inner)
        comparison = _COMPARISONS.get(getattr(validator, "compare_func", None))  # type: ignore[arg-type]
        if comparison:
            found[comparison] = validator.bound  # type: ignore[union-attr]
    return {name: found[name] for name in _COMPARISONS.values() if name in found}
