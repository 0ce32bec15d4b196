import pytest
from tests.language.expressions import SCOPE, condition, underlined, written

from jifen.language.conditions import When, check_conditions
from jifen.language.diagnostics import Diagnostics
from jifen.model.expression import AllOf, AnyOf, Expression, NoneOf
from jifen.model.place import Place

PLACE = Place("a.toml", 1, 1, 4, "when")
REVENUE, STAFF, SCALE = "营业收入 > 0", "职工总数 >= 3人", "规模以上企业"


def check(when: When) -> tuple[Expression | None, list[tuple[str, str]]]:
    found = Diagnostics()
    return check_conditions(when, SCOPE, found, PLACE), underlined(found)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (written(REVENUE), condition(REVENUE)),
        ([written(REVENUE)], condition(REVENUE)),
        ([written(REVENUE), written(SCALE)], AllOf((condition(REVENUE), condition(SCALE)))),
        ({"any": [written(REVENUE), written(SCALE)]}, AnyOf((condition(REVENUE), condition(SCALE)))),
        ({"none": [written(SCALE)]}, NoneOf((condition(SCALE),))),
        (
            {"any": [written(REVENUE)], "none": [written(SCALE)]},
            AllOf((AnyOf((condition(REVENUE),)), NoneOf((condition(SCALE),)))),
        ),
        (
            [written(STAFF), {"any": [{"all": [written(REVENUE), written(SCALE)]}, [written(STAFF)]]}],
            AllOf(
                (condition(STAFF), AnyOf((AllOf((condition(REVENUE), condition(SCALE))), condition(STAFF))))
            ),
        ),
    ],
)
def test_logic_is_structure(when, expected):
    assert check(when) == (expected, [])


@pytest.mark.parametrize("when", [[], {}, {"any": []}, [{"none": []}], {"some": [written(SCALE)]}])
def test_an_empty_group_is_refused(when):
    assert check(when) == (None, [("J459", "when")])


def test_every_condition_is_checked():
    when = [written("营业首入 > 0"), {"any": [written("营业收入"), written(SCALE)]}]
    assert check(when) == (None, [("J401", "营业首入"), ("J422", "营业收入")])
