import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import pytest
from attrs import field, frozen, validators
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from jifen.language.decode import decode
from jifen.language.diagnostics import DiagnosticError
from jifen.language.schema import json_schema
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.model.park import ParkFile
from jifen.model.place import Places, Written


def key(doc: str, name: str | None = None, **options: Any) -> Any:
    return field(metadata={"doc": doc} | ({"key": name} if name else {}), **options)


@frozen
class Bands:
    kind: Literal["bands"] = key("分档计分")
    edges: tuple[Decimal, ...] = key("各档")


@frozen
class Ratio:
    kind: Literal["ratio"] = key("按比例计分")
    full: Decimal = key("满分值", validator=[validators.gt(0), validators.le(Decimal("0.5"))])


@frozen
class Nested:
    """For developers."""

    id: str
    below: tuple["Nested", ...] = ()
    places: Places = field(kw_only=True)


@frozen
class Sample:
    name: str = key("名称")
    source: Written = key("出处", name="from")
    level: Literal["high", "low"] = key("等级", default="low")
    digits: int = key("位数", default=2, validator=validators.optional(validators.ge(0)))
    public: bool = key("公布", default=True)
    since: date | None = key("启用", default=None)
    weights: Decimal | dict[str, Decimal] | None = key("权重", default=None)
    scoring: Bands | Ratio | None = key("计分", default=None)
    nested: Nested | None = key("下层", default=None)
    others: tuple[Nested, ...] = key("其他", name="other", default=())


SCHEMA = json_schema(Sample, title="样例")
validator = Draft7Validator(SCHEMA)

GOOD = {"name": "甲", "from": "乙"}


def test_it_is_a_schema_of_draft_7_and_always_the_same() -> None:
    Draft7Validator.check_schema(SCHEMA)
    assert json.dumps(SCHEMA) == json.dumps(json_schema(Sample, title="样例"))
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert SCHEMA["title"] == "样例"
    assert list(SCHEMA["definitions"]) == ["Bands", "Nested", "Ratio"]


def test_it_says_what_keys_mean_to_those_who_write_them() -> None:
    properties = SCHEMA["properties"]
    assert properties["from"] == {"description": "出处", "type": "string"}
    assert properties["nested"] == {"description": "下层", "allOf": [{"$ref": "#/definitions/Nested"}]}
    assert properties["level"] == {"description": "等级", "enum": ["high", "low"]}
    assert SCHEMA["required"] == ["name", "from"]
    assert SCHEMA["definitions"]["Bands"]["description"] == "分档计分"
    assert SCHEMA["definitions"]["Ratio"]["properties"]["full"] == {
        "description": "满分值",
        "type": "number",
        "exclusiveMinimum": 0,
        "maximum": 0.5,
    }
    assert SCHEMA["definitions"]["Nested"] == {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "below": {"type": "array", "items": {"$ref": "#/definitions/Nested"}},
        },
        "required": ["id"],
        "additionalProperties": False,
    }
    assert properties["scoring"]["oneOf"] == [
        {"$ref": "#/definitions/Bands"},
        {"$ref": "#/definitions/Ratio"},
    ]
    assert "definitions" not in json_schema(Ratio, title="x")


@pytest.mark.parametrize(
    ("change", "good"),
    [
        ({}, True),
        ({"weights": 3}, True),
        ({"weights": {"初创期": 2.5}}, True),
        ({"weights": {"初创期": "x"}}, False),
        ({"weights": "x"}, False),
        ({"level": "middle"}, False),
        ({"digits": -1}, False),
        ({"digits": 2.5}, False),
        ({"public": "是"}, False),
        ({"naem": 1}, False),
        ({"name": None}, False),
        ({"places": {}}, False),
        ({"scoring": {"kind": "bands", "edges": [1, 2]}}, True),
        ({"scoring": {"kind": "ratio", "full": 0.5}}, True),
        ({"scoring": {"kind": "ratio", "full": 0}}, False),
        ({"scoring": {"kind": "ratio", "edges": []}}, False),
        ({"scoring": {"edges": []}}, False),
        ({"nested": {"id": "a", "below": [{"id": "b"}]}}, True),
        ({"nested": {"below": [{}]}}, False),
        ({"nested": {"id": "a", "places": 1}}, False),
        ({"other": [{"id": "a"}]}, True),
        ({"other": {"id": "a"}}, False),
    ],
)
def test_it_accepts_what_is_right_and_nothing_else(change: dict[str, Any], good: bool) -> None:
    assert validator.is_valid({**GOOD, **change}) is good


def test_two_tables_of_one_name_are_refused() -> None:
    other = frozen(type("Bands", (), {"__annotations__": {"kind": Literal["other"]}}))

    @frozen
    class Both:
        one: Bands
        two: other  # type: ignore[valid-type]

    # A class made here has no module in which its hints could be looked up.
    Both.__annotations__["two"] = other
    with pytest.raises(TypeError, match="two tables are called Bands"):
        json_schema(Both, title="x")


def test_the_schema_of_a_park_is_one() -> None:
    Draft7Validator.check_schema(json_schema(ParkFile, title="园区"))


def toml(value: Any) -> str:
    """A value as TOML writes it on one line; JSON does but for tables."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(name)} = {toml(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


words = st.sampled_from(
    ["name", "from", "level", "digits", "weights", "scoring", "nested", "other", "id", "x", "kind"]
)
leaves = st.sampled_from(["high", "bands", "甲", True, 0, 2, 2.5, -1])
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
shaped = st.fixed_dictionaries(
    {"name": st.just("甲"), "from": st.just("乙")},
    optional={
        "weights": values,
        "digits": leaves,
        "level": leaves,
        "public": leaves,
        "scoring": st.fixed_dictionaries(
            {"kind": st.sampled_from(["bands", "ratio"])}, optional={"edges": values, "full": leaves}
        ),
        "nested": st.dictionaries(st.sampled_from(["id", "below"]), values, max_size=2),
        "other": st.lists(st.dictionaries(st.just("id"), leaves, max_size=1), max_size=2),
    },
)


def mistakes(text: str) -> Iterator[str]:
    try:
        decode(parse(Source("f.toml", text)), Sample)
    except DiagnosticError as error:
        yield from (found.code for found in error.diagnostics)


@settings(max_examples=400, deadline=None)
@given(shaped | st.dictionaries(words, values, max_size=4))
def test_an_editor_and_the_engine_agree_about_a_file(data: dict[str, Any]) -> None:
    text = "\n".join(f"{json.dumps(name)} = {toml(value)}" for name, value in data.items())
    assert validator.is_valid(data) is not any(mistakes(text))
