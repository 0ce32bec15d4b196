"""JSON Schema (draft-07) of a file, from the attrs classes that it is decoded into; editors read it.

Descriptions are the keys' own ``doc``, which is written for policy staff; docstrings are for developers.
"""

from decimal import Decimal
from typing import Any, get_args

from attrs import define, field

from jifen.language import shape
from jifen.language.toml_scan import MAX_WHOLE_DIGITS

DRAFT = "http://json-schema.org/draft-07/schema#"

_LARGEST = 10**MAX_WHOLE_DIGITS - 1
_SCALARS: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "flag": {"type": "boolean"},
    "integer": {"type": "integer", "minimum": -_LARGEST, "maximum": _LARGEST},
    "number": {"type": "number"},
    # Editors of TOML hand a date to their checker as a string of this format.
    "date": {"type": "string", "format": "date"},
}


def json_schema(cls: type, *, title: str) -> dict[str, Any]:
    """The schema of a file whose outermost table is ``cls``."""
    builder = _Builder()
    root = builder.table(cls)
    definitions = {name: builder.definitions[name] for name in sorted(builder.definitions)}
    schema = {"$schema": DRAFT, "title": title, **root}
    return {**schema, "definitions": definitions} if definitions else schema


@define
class _Builder:
    definitions: dict[str, dict[str, Any]] = field(factory=dict)
    _classes: dict[str, type] = field(factory=dict)

    def table(self, table: type) -> dict[str, Any]:
        """A table in full."""
        keys = shape.keys(table)
        properties = {name: self._key(key) for name, key in keys.items()}
        required = [name for name, key in keys.items() if key.required]
        schema: dict[str, Any] = {"type": "object"}
        if "kind" in keys and keys["kind"].doc:
            schema["description"] = keys["kind"].doc
        schema["properties"] = properties
        if required:
            schema["required"] = required
        schema["additionalProperties"] = False
        return schema

    def _key(self, key: shape.Key) -> dict[str, Any]:
        schema = self._type(key.type)
        limits = {name: _number(limit) for name, limit in shape.bounds(key.attribute).items()}
        described = {"description": key.doc} if key.doc else {}
        if "$ref" in schema and described:
            # Draft-07 ignores what stands beside a reference.
            schema = {"allOf": [schema]}
        return {**described, **schema, **limits}

    def _type(self, type_: Any) -> dict[str, Any]:
        schemas = [self._member(member) for member in shape.members(type_)]
        if len(schemas) == 1:
            return schemas[0]
        only_tables = len(shape.tables(type_)) == len(schemas)
        return {"oneOf" if only_tables else "anyOf": schemas}

    def _member(self, member: Any) -> dict[str, Any]:
        if shape.is_literal(member):
            words = list(get_args(member))
            return {"const": words[0]} if len(words) == 1 else {"enum": words}
        if shape.is_array(member):
            return {"type": "array", "items": self._type(get_args(member)[0])}
        if shape.is_mapping(member):
            return {"type": "object", "additionalProperties": self._type(get_args(member)[1])}
        if member in shape.SCALARS:
            return dict(_SCALARS[shape.SCALARS[member]])
        return self._reference(member)

    def _reference(self, table: type) -> dict[str, Any]:
        name = table.__name__
        if self._classes.setdefault(name, table) is not table:
            raise TypeError(f"two tables are called {name}: {table!r}, {self._classes[name]!r}")
        if name not in self.definitions:
            self.definitions[name] = {}  # a table may hold itself
            self.definitions[name] = self.table(table)
        return {"$ref": f"#/definitions/{name}"}


def _number(limit: Any) -> Any:
    """A limit as JSON writes it."""
    if isinstance(limit, Decimal):
        return int(limit) if limit == limit.to_integral_value() else float(limit)
    return limit
