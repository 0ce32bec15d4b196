"""S15: a total is known only if all its parts are; base, bonus and deductions stand apart."""

from datetime import date
from decimal import Decimal

import pytest
from tests.semantics.trial import (
    AS_OF,
    CODES,
    WHOLE,
    codes,
    enterprise,
    indicator,
    item,
    mistakes,
    opened,
    score,
)

ROLES = """
[[dimension]]
id = "more"
name = "加分"
role = "bonus"
source = "试行办法"

[[dimension]]
id = "less"
name = "扣分"
role = "deduction"
cap = 15
source = "试行办法"

"""
BOARD = '[[board]]\nid = "top"\nname = "榜"\nby = "积分"\ntop = 3\nsource = "试行办法"\n'


def per_yuan(id_: str, field: str, **keys: str) -> str:
    return indicator(id_, '{ kind = "per_unit", step = "1元", points = 1 }', field, **keys)


def roles() -> str:
    return (
        WHOLE
        + ROLES
        + per_yuan("a", "研发费用")
        + per_yuan("b", "主营业务收入")
        + per_yuan("c", "出口总额", dimension='"more"')
        + per_yuan("d", "负债合计", dimension='"less"')
    )


def test_s15_base_bonus_and_deductions_are_kept_apart() -> None:
    park = opened(roles())
    facts = {"研发费用": "60元", "主营业务收入": "70元", "出口总额": "40元", "负债合计": "9元"}
    card = score(park, enterprise(park, facts))
    assert (card.base, card.bonus, card.deductions, card.total) == (130, 40, 9, 161)
    assert [(part.id, part.role, part.points) for part in card.dimensions] == [
        ("base", "base", 130),
        ("more", "bonus", 40),
        ("less", "deduction", 9),
    ]


@pytest.mark.parametrize(("debt", "deducted"), [("14.99元", 14), ("15元", 15), ("15.01元", 15), ("99元", 15)])
def test_s15_a_dimension_is_capped_where_the_park_says_so(debt: str, deducted: int) -> None:
    park = opened(roles())
    facts = {"研发费用": "1元", "主营业务收入": "1元", "出口总额": "0元", "负债合计": debt}
    card = score(park, enterprise(park, facts))
    assert (card.deductions, card.total) == (deducted, 2 - deducted)


def test_s15_a_total_may_be_above_100_and_below_0() -> None:
    park = opened(roles())
    facts = {"研发费用": "900元", "主营业务收入": "0元", "出口总额": "0元", "负债合计": "0元"}
    assert score(park, enterprise(park, facts)).total == 900
    facts = {"研发费用": "0元", "主营业务收入": "0元", "出口总额": "0元", "负债合计": "15元"}
    assert score(park, enterprise(park, facts)).total == -15


@pytest.mark.parametrize("unknown", ["研发费用", "出口总额", "负债合计"])
def test_s15_one_unknown_part_leaves_the_total_unknown(unknown: str) -> None:
    """And what is known so far is told, with what is missing."""
    park = opened(roles())
    facts = {"研发费用": "60元", "主营业务收入": "70元", "出口总额": "40元", "负债合计": "9元"}
    points = {"研发费用": 60, "出口总额": 40, "负债合计": -9}
    card = score(park, enterprise(park, {**facts, unknown: None}))
    field = next(field.id for field in park.vocabulary.fields.values() if field.name == unknown)
    assert (card.total, card.so_far, card.lacks) == (None, 161 - points[unknown], (field,))
    assert sum(part.points is None for part in card.dimensions) == 1
    assert (card.base is None) == (unknown == "研发费用")


def test_s15_an_enterprise_without_a_total_is_not_ranked() -> None:
    park = opened(WHOLE + per_yuan("a", "研发费用") + BOARD)
    spent = ("3元", None, "9元")
    some = [enterprise(park, {"研发费用": each}, code=code) for each, code in zip(spent, CODES, strict=False)]
    cards = park.score_many(some, period="2020", as_of=AS_OF).cards
    assert [[(one.rank, one.members) for one in card.standings] for card in cards] == [[(2, 2)], [], [(1, 2)]]
    assert [card.total for card in cards] == [3, None, 9]


def test_s15_without_a_stage_what_depends_on_it_is_unknown() -> None:
    weights = '{ "初创期" = 10, "成熟期" = 20 }'
    park = opened(
        WHOLE
        + indicator("a", '{ kind = "ratio", reference = "1元", points = 1 }', "研发费用", weights=weights)
    )
    card = score(park, enterprise(park, {"研发费用": "1元", "营业收入": None}))
    assert (card.stage, card.total, card.lacks) == (None, None, ("revenue",))


@pytest.mark.parametrize(
    ("revenue", "total"), [("4999999.99元", 10), ("5000000元", 20), ("5000000.01元", 20)]
)
def test_s15_weights_follow_the_stage(revenue: str, total: int) -> None:
    weights = '{ "初创期" = 10, "成熟期" = 20 }'
    park = opened(
        WHOLE
        + indicator("a", '{ kind = "ratio", reference = "1元", points = 1 }', "研发费用", weights=weights)
    )
    assert score(park, enterprise(park, {"研发费用": "1元", "营业收入": revenue})).total == total


def test_s15_a_deduction_may_read_events() -> None:
    park = opened(
        WHOLE
        + ROLES
        + per_yuan("a", "研发费用")
        + indicator("e", item("有效(事件.失信被执行人)", 8), dimension='"less"')
        + per_yuan("c", "出口总额", dimension='"more"')
    )
    facts = {"研发费用": "10元", "出口总额": "0元"}
    tables = {"负面事件": [{"种类": "失信被执行人", "发生日期": date(2020, 5, 1)}]}
    assert score(park, enterprise(park, facts, tables=tables)).total == 2
    assert score(park, enterprise(park, facts)).total == 10


def test_s15_indicators_read_no_scores() -> None:
    """Indicators read what is recorded: neither other scores nor conclusions."""
    assert "J401" in codes(mistakes(WHOLE + per_yuan("a", "研发费用") + per_yuan("b", "积分 × 1元")))


def test_s15_declared_full_marks_are_what_the_weights_add_up_to() -> None:
    full = WHOLE.replace('name   = "基础"', 'name   = "基础"\nfull   = 30')
    ratio = '{ kind = "ratio", reference = "1元", points = 1 }'
    parts = indicator("a", ratio, "研发费用", weights="10") + indicator("b", ratio, "净利润", weights="%s")
    assert codes(mistakes(full + parts % "19.99")) == ["J515", "J515"]
    assert not mistakes(full + parts % "20")
    assert Decimal("19.99") + 10 != 30
