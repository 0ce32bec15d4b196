import pytest
from attrs import frozen
from tests.language.expressions import SCOPE, condition, underlined, written

from jifen.language.check import check_condition
from jifen.language.conditions import check_conditions
from jifen.language.decode import decode
from jifen.language.diagnostics import DiagnosticError, Diagnostics
from jifen.language.schema import json_schema
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.model.condition import Condition, ConditionGroup, When
from jifen.model.expression import AllOf, AnyOf, Expression, NoneOf
from jifen.model.place import Place, Places, Written
from jifen.model.vocabulary import key, places

LINE = Place("a.toml", 1, 1, 4, "when")
REVENUE, STAFF, SCALE = "营业收入 > 0", "职工总数 >= 3人", "规模以上企业"


@frozen
class File:
    when: When = key("条件")
    places: Places = places()


def group(**parts: tuple[Condition, ...]) -> ConditionGroup:
    return ConditionGroup(**parts, places=Places(LINE))


def check(when: When) -> tuple[Expression | None, list[tuple[str, str]]]:
    found = Diagnostics()

    def atom(one: Written) -> Expression | None:
        return check_condition(one, SCOPE, found)

    return check_conditions(when, atom, found, LINE), underlined(found)


def read(text: str) -> When:
    return decode(parse(Source("a.toml", text)), File).when


def mistakes(text: str) -> list[tuple[str, str]]:
    """Codes, each with what is underlined."""
    found = Diagnostics()
    with pytest.raises(DiagnosticError) as caught:
        read(text)
    found.extend(caught.value.diagnostics)
    return underlined(found)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ((written(REVENUE),), condition(REVENUE)),
        ((written(REVENUE), written(SCALE)), AllOf((condition(REVENUE), condition(SCALE)))),
        ((group(any=(written(REVENUE), written(SCALE))),), AnyOf((condition(REVENUE), condition(SCALE)))),
        ((group(none=(written(SCALE),)),), NoneOf((condition(SCALE),))),
        (
            (group(any=(written(REVENUE),), none=(written(SCALE),)),),
            AllOf((AnyOf((condition(REVENUE),)), NoneOf((condition(SCALE),)))),
        ),
        (
            (written(STAFF), group(any=(group(all=(written(REVENUE), written(SCALE))), written(STAFF)))),
            AllOf(
                (condition(STAFF), AnyOf((AllOf((condition(REVENUE), condition(SCALE))), condition(STAFF))))
            ),
        ),
    ],
)
def test_logic_is_structure(when, expected):
    assert check(when) == (expected, [])


@pytest.mark.parametrize("when", [(), (group(),), (group(any=()),), (group(any=(group(none=()),)),)])
def test_an_empty_group_is_refused(when):
    assert check(when) == (None, [("J459", "when")])


def test_every_condition_is_checked():
    when = (written("营业首入 > 0"), group(any=(written("营业收入"), written(SCALE))))
    assert check(when) == (None, [("J401", "营业首入"), ("J422", "营业收入")])


def test_groups_are_read_to_any_depth():
    when = read(f'when = ["{SCALE}", {{ any = ["{REVENUE}", {{ none = ["{STAFF}"] }}] }}]')
    assert check(when) == (
        AllOf((condition(SCALE), AnyOf((condition(REVENUE), NoneOf((condition(STAFF),)))))),
        [],
    )


def test_groups_may_be_written_as_tables():
    when = read(f'[[when]]\nany = ["{REVENUE}"]\n[[when]]\nnone = ["{SCALE}"]\n')
    assert check(when) == (AllOf((AnyOf((condition(REVENUE),)), NoneOf((condition(SCALE),)))), [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('when = "a"', [("J203", '"a"')]),
        ('when = ["a", 4]', [("J203", "4")]),
        ('when = [["a"]]', [("J203", '["a"]')]),
        ('when = [{ amy = ["a"] }]', [("J201", "amy")]),
        ('when = [{ any = "a" }]', [("J203", '"a"')]),
        ("when = [{ all = { any = [] } }]", [("J203", "{ any = [] }")]),
        (
            'when = [{ any = [{ non = ["c"] }, true] }, { none = [{ all = [{ any = 5 }] }] }]',
            [("J201", "non"), ("J203", "true"), ("J203", "5")],
        ),
    ],
)
def test_mistakes_inside_groups_are_told_at_their_places(text, expected):
    assert mistakes(text) == expected


def test_the_schema_refers_to_a_group_from_within_itself():
    definition = json_schema(File, title="条件")["definitions"]["ConditionGroup"]
    item = {"anyOf": [{"type": "string"}, {"$ref": "#/definitions/ConditionGroup"}]}
    assert {name: one["items"] for name, one in definition["properties"].items()} == dict.fromkeys(
        ("any", "all", "none"), item
    )
