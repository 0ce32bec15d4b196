"""S29: code in a park declares inputs, unit and range, is pure, and fails one enterprise alone."""

from fractions import Fraction

import pytest
from tests.semantics.trial import AS_OF, CODES, WHOLE, codes, enterprise, indicator, mistakes, opened, score

from jifen.evaluation.rows import FunctionFault
from jifen.model.enterprise import Absence

PER_ONE = '{ kind = "per_unit", step = "1元", points = 1, whole = false }'
FUNCTION = """
from fractions import Fraction
from jifen.plugin import Absence, IndicatorFunction

seen = []

def compute(spent, rows):
    {body}

given = IndicatorFunction(
    id="given", name="由程序计算", call=compute,
    inputs={{"spent": "{spent}"}}, tables={{"rows": "technology_contract"}},
    unit="{unit}", low={low}, high={high},
)
"""


def code(
    body: str, *, spent: str = "研发费用", unit: str = "元", low: str = "None", high: str = "None"
) -> str:
    return FUNCTION.format(body=body, spent=spent, unit=unit, low=low, high=high)


def text(scoring: str = PER_ONE) -> str:
    return WHOLE + indicator("x", scoring, function='"given"')


def park_of(body: str, **declared: str):  # type: ignore[no-untyped-def]
    return opened(text(), code=code(body, **declared), functions=["given"])


def test_s29_a_function_is_handed_exact_inputs_and_rows() -> None:
    park = park_of("return spent / 3 + sum(row['amount'] for row in rows)")
    tables = {"技术合同": [{"合同编号": "1", "成交额": "0.01元"}, {"合同编号": "2", "成交额": "2元"}]}
    card = score(park, enterprise(park, {"研发费用": "1元"}, tables=tables))
    assert card.indicators[0].value == Fraction(1, 3) + Fraction(201, 100)


def test_s29_an_absent_input_is_not_handed_over() -> None:
    park = park_of("raise AssertionError(spent)")
    for told, absence in ((None, Absence.MISSING), ("不适用", Absence.NOT_APPLICABLE)):
        card = score(park, enterprise(park, {"研发费用": told}))
        assert (card.indicators[0].value, card.total) == (absence, None)


@pytest.mark.parametrize(
    ("result", "low", "high", "fails"),
    [
        ("Fraction(-1, 100)", "Fraction(0)", "None", True),
        ("0", "Fraction(0)", "None", False),
        ("Fraction(1, 100)", "Fraction(0)", "None", False),
        ("Fraction(999, 100)", "None", "10", False),
        ("10", "None", "10", False),
        ("Fraction(1001, 100)", "None", "10", True),
        ("0.5", "None", "None", True),
        ("True", "None", "None", True),
        ("None", "None", "None", True),
        ("1 / 0", "None", "None", True),
    ],
)
def test_s29_the_result_is_exact_and_within_the_declared_range(
    result: str, low: str, high: str, fails: bool
) -> None:
    park = park_of(f"return {result}", low=low, high=high)
    one = enterprise(park, {"研发费用": 1})
    if fails:
        with pytest.raises(FunctionFault, match="由程序计算"):
            score(park, one)
    else:
        assert score(park, one).indicators[0].value is not None


def test_s29_a_fault_fails_that_enterprise_alone() -> None:
    park = park_of("return Fraction(1) / (spent - 2)")
    some = [
        enterprise(park, {"研发费用": f"{spent}元"}, code=each)
        for spent, each in zip((1, 2, 4), CODES, strict=False)
    ]
    scored = park.score_many(some, period="2020", as_of=AS_OF)
    assert [card.code for card in scored.cards] == [CODES[0], CODES[2]]
    assert [fault.code for fault in scored.faults] == [CODES[1]]
    assert "ZeroDivisionError" in scored.faults[0].message


def test_s29_a_faulted_enterprise_leaves_the_ranks_provisional() -> None:
    board = '[[board]]\nid = "top"\nname = "榜"\nby = "积分"\ntop = 3\nsource = "试行办法"\n'
    park = opened(text() + board, code=code("return Fraction(1) / (spent - 2)"), functions=["given"])
    some = [
        enterprise(park, {"研发费用": f"{spent}元"}, code=each)
        for spent, each in zip((3, 2, 4), CODES, strict=False)
    ]
    cards = park.score_many(some, period="2020", as_of=AS_OF).cards
    assert [(card.standings[0].rank, card.standings[0].members, card.provisional) for card in cards] == [
        (1, 2, True),
        (2, 2, True),
    ]


def test_s29_what_a_function_does_to_its_rows_stays_with_it() -> None:
    """A function that empties its rows changes nothing: neither the enterprise nor a second score."""
    park = park_of("total = sum(row.pop('amount') for row in rows)\n    return total")
    one = enterprise(park, {"研发费用": 1}, tables={"技术合同": [{"合同编号": "1", "成交额": "7元"}]})
    assert [score(park, one).indicators[0].value for _ in range(2)] == [7, 7]
    assert one.tables["technology_contract"][0]["amount"] == 700


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ({"unit": "斤"}, ["J618"]),
        ({"low": "1.5"}, ["J618"]),
        ({"low": "2", "high": "1"}, ["J618"]),
        ({"spent": "研发费"}, ["J526"]),
    ],
)
def test_s29_what_is_declared_is_checked(declared: dict[str, str], expected: list[str]) -> None:
    assert codes(mistakes(text(), code=code("return 1", **declared), functions=["given"])) == expected


def test_s29_the_unit_of_the_result_is_that_of_the_scoring() -> None:
    assert codes(mistakes(text(), code=code("return 1", unit="人"), functions=["given"])) == ["J412"]
