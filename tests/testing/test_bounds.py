"""Bounds of nodes: what no enterprise can give."""

from fractions import Fraction

import pytest

from jifen.model.expression import (
    Aggregate,
    Column,
    Constant,
    Expression,
    Fact,
    Floor,
    Greatest,
    Growth,
    Least,
    Negated,
    Product,
    Quotient,
    Ref,
    Steps,
    Sum,
)
from jifen.model.terms import Field, Table, Vocabulary
from jifen.plan.nodes import (
    Bands,
    Call,
    Choose,
    Definition,
    Edge,
    If,
    IfAbsent,
    Match,
    Mean,
    Members,
    Nothing,
    Rank,
    Rounded,
)
from jifen.testing.bounds import ANY, Bounder, Bounds

PAID = Field("paid", "已付", digits=2, minimum=0)
LOSS = Field("loss", "盈亏", digits=2)
COUNT = Field("count", "件数", minimum=1)
VOCABULARY = Vocabulary(
    fields={field.id: field for field in (PAID, LOSS, COUNT)},
    tables={"row": Table("row", "行", {field.id: field for field in (PAID, LOSS)})},
)
NAMED = {
    "two": Definition("two", Constant(Fraction(2)), "test"),
    "paid": Definition("paid", Fact("paid", "number"), "test"),
}
TWO, PAID_REF = Ref("two"), Ref("paid")


def fact(field: Field) -> Fact:
    return Fact(field.id, "number", digits=field.digits)


def number(value: int | str) -> Constant:
    return Constant(Fraction(value))


def bounds(low: int | str | None, high: int | str | None = None, *, whole: bool = False) -> Bounds:
    return Bounds(*(None if edge is None else Fraction(edge) for edge in (low, high)), whole)


def total(how: str, column: str | None = None) -> Aggregate:
    return Aggregate(how, "row", None if column is None else Column(column, "number"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (number("1/2"), bounds("1/2", "1/2")),
        (fact(PAID), bounds(0)),
        (fact(LOSS), ANY),
        (fact(COUNT), bounds(1, whole=True)),
        (TWO, bounds(2, 2, whole=True)),
        (Negated(fact(COUNT)), bounds(None, -1, whole=True)),
        (Sum((fact(PAID), fact(COUNT), number(3))), bounds(4)),
        (Sum((fact(PAID), fact(LOSS))), ANY),
        (Product((number(3), fact(COUNT))), bounds(3, whole=True)),
        (Product((number(3), TWO)), bounds(6, 6, whole=True)),
        (Product((fact(LOSS), TWO)), ANY),
        (Quotient(fact(COUNT), TWO), bounds("1/2")),
        (Quotient(fact(PAID), fact(PAID)), bounds(0)),
        (Quotient(fact(LOSS), fact(PAID)), ANY),
        (Growth(fact(PAID), fact(PAID)), bounds(-1)),
        (Growth(fact(LOSS), fact(LOSS)), ANY),
        (Least((number(5), fact(PAID))), bounds(0, 5)),
        (Least((number(5), fact(LOSS))), bounds(None, 5)),
        (Greatest((number(0), fact(LOSS))), bounds(0)),
        (Greatest((number(0), TWO)), bounds(2, 2, whole=True)),
        (Floor(Quotient(number(7), TWO)), bounds(3, 3, whole=True)),
        (Steps(fact(LOSS), TWO), bounds(0, whole=True)),
        (total("count"), bounds(0, whole=True)),
        (total("exists"), ANY),
        (total("sum", "paid"), bounds(0)),
        (total("sum", "loss"), ANY),
        (total("greatest", "paid"), bounds(0)),
        (Bands(fact(LOSS), (Edge(Fraction(1), closed=True),)), bounds(0, 1, whole=True)),
        (Choose(fact(LOSS), (number(1), number("5/2"))), bounds(1, "5/2")),
        (Choose(number(1), (number(1), number("5/2"))), bounds("5/2", "5/2")),
        (Match(fact(LOSS), (("甲", number(4)), ("乙", number(6)))), bounds(4, 6, whole=True)),
        (If(fact(LOSS), number(4), Nothing()), bounds(4, 4, whole=True)),
        (IfAbsent(number(4), missing=Fraction(0)), bounds(0, 4, whole=True)),
        (IfAbsent(fact(PAID), undefined=Fraction(-1)), bounds(-1)),
        (Rounded(Least((number("2.345"), fact(PAID))), 2), bounds(0, "2.35")),
        (Call("f", (), (), Fraction(0), None), bounds(0)),
        (Rank((PAID_REF,), None), bounds(1, whole=True)),
        (Members((PAID_REF,), None), bounds(1, whole=True)),
        (Mean(PAID_REF, None), bounds(0)),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, Expression) else "",
)
def test_a_node_lies_between_its_bounds(node: Expression, expected: Bounds) -> None:
    assert Bounder(VOCABULARY, NAMED).of(node) == expected


def test_numbers_between_bounds_are_allowed() -> None:
    assert [bounds(0, 2, whole=True).allow(Fraction(each)) for each in ("-1", "0", "1.5", "2", "3")] == [
        False,
        True,
        False,
        True,
        False,
    ]
