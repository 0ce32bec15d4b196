"""S3: rounding happens where it is declared and nowhere else; totals add rounded parts."""

from decimal import Decimal

import pytest
from tests.semantics.trial import HEAD, STAGES, WHOLE, enterprise, indicator, opened, score, shown

RATIO = '{ kind = "ratio", reference = "%s", points = %s }'


def ratio(id_: str, reference: str, points: object, **keys: str) -> str:
    return indicator(id_, RATIO % (reference, points), "研发费用", **keys)


@pytest.mark.parametrize(
    ("spent", "points"),
    [("100.49元", "1.00"), ("100.50元", "1.01"), ("100.51元", "1.01"), ("0.49元", "0"), ("0.50元", "0.01")],
)
def test_s03_points_are_rounded_half_up_to_two_digits(spent: str, points: str) -> None:
    """−0.01元, 0 and +0.01元 around half of 0.01 points."""
    park = opened(WHOLE + ratio("x", "10000元", 100))
    assert score(park, enterprise(park, {"研发费用": spent})).points["x"] == Decimal(points)


def test_s03_totals_add_rounded_parts() -> None:
    """A third of 1, three times: 0.33 + 0.33 + 0.33, and not 1."""
    park = opened(WHOLE + "".join(ratio(f"x{n}", "3元", 1) for n in range(3)))
    card = score(park, enterprise(park, {"研发费用": "1元"}))
    assert (card.total, card.base, card.dimensions[0].points) == (Decimal("0.99"),) * 3


def test_s03_nothing_is_rounded_before_the_weight() -> None:
    """2 of 3 marks, weighted by 30: 20.00. Rounded before, 0.67 × 30 would be 20.1."""
    park = opened(WHOLE + ratio("x", "3元", 1, weights="30"))
    assert score(park, enterprise(park, {"研发费用": "2元"})).points["x"] == 20


def test_s03_the_park_declares_how_many_digits() -> None:
    head = HEAD.replace("scheme =", "digits = 0\nscheme =")
    park = opened(head + STAGES + ratio("x", "3元", 1, weights="10"))
    card = score(park, enterprise(park, {"研发费用": "1元"}))
    assert card.points["x"] == 3
    assert shown(card, "x").points == 3


def test_s03_deductions_are_rounded_like_all_points() -> None:
    """0.005 taken off is 0.01: halves go away from zero whichever way the points count."""
    minus = '[[dimension]]\nid = "minus"\nname = "扣分"\nrole = "deduction"\nsource = "试行办法"\n\n'
    park = opened(WHOLE + minus + ratio("plus", "1元", 1) + ratio("less", "200元", 1, dimension='"minus"'))
    card = score(park, enterprise(park, {"研发费用": "1元"}))
    assert (card.base, card.deductions, card.total) == (1, Decimal("0.01"), Decimal("0.99"))
