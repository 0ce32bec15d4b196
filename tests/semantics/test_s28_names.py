"""S28: the longest known name, 「…」 for any name, names unique per kind, wide signs."""

from datetime import date

import pytest
from tests.semantics.trial import (
    WHOLE,
    bands,
    calculator,
    codes,
    enterprise,
    indicator,
    item,
    judge,
    mistakes,
    values,
    verdicts,
)

from jifen.language.lexicon import normalise

FIELDS = """
[fields.contingent]
name = "或有负债"
unit = "元"

[fields.unusual]
name = "非经常性损益"
unit = "元"

[fields.per_share]
name = "每股收益"
unit = "元"

[fields.net_of_unusual]
name = "扣除非经常性损益后净利润"
unit = "元"

[fields.and_more]
name = "和谐指数"
unit = "元"

[fields.odd]
name = "研发费用A"
unit = "元"
"""
FACTS = {
    "或有负债": 5,
    "非经常性损益": 3,
    "每股收益": 2,
    "扣除非经常性损益后净利润": 7,
    "和谐指数": 11,
    "研发费用A": 13,
    "研发费用": "1元",
}


def test_s28_names_may_begin_with_words_of_the_language() -> None:
    """或, 非, 每, 扣除 and 和 are words; as the beginning of a longer name they are none."""
    park = calculator(
        "或有负债 ÷ 1元",
        "非经常性损益÷1元",
        "每(每股收益, 1元)",
        "(扣除非经常性损益后净利润-非经常性损益)÷1元",
        "(或有负债+非经常性损益+和谐指数)÷1元",
        "最大(每股收益, 或有负债, 非经常性损益)÷1元",
        more=FIELDS,
    )
    assert values(park, enterprise(park, FACTS)) == [5, 3, 2, 4, 19, 5]


def test_s28_the_longest_known_name_wins() -> None:
    """研发费用A, 研发费用占比's like: a name is not cut where a shorter one ends."""
    park = calculator("研发费用A ÷ 1元", "研发费用 ÷ 1元", "加计扣除研发费用 ÷ 1元", more=FIELDS)
    assert values(park, enterprise(park, {**FACTS, "加计扣除研发费用": "4元"})) == [13, 1, 4]


def test_s28_a_name_made_of_known_names_is_one_name() -> None:
    fields = "".join(
        f'[fields.f{number}]\nname = "{name}"\nunit = "元"\n'
        for number, name in enumerate(("亩均", "税收", "亩均税收", "税收增量"))
    )
    park = calculator("亩均税收 ÷ 税收", "(亩均税收-税收增量)÷1元", more=fields)
    assert values(park, enterprise(park, {"亩均": 2, "税收": 3, "亩均税收": 12, "税收增量": 5})) == [4, 7]


def test_s28_a_number_may_touch_a_name_and_its_unit() -> None:
    park = judge("或有负债>=5元", "每股收益<2元", "2×每股收益=4元", more=FIELDS)
    assert verdicts(park, enterprise(park, FACTS)) == [True, False, True]


def test_s28_quotes_hold_any_name() -> None:
    park = calculator("「或有负债」 ÷ 1元", "「研发费用」 ÷ 「研发费用A」", more=FIELDS)
    assert values(park, enterprise(park, FACTS))[0] == 5


def test_s28_wide_signs_as_an_input_method_types_them() -> None:
    narrow = judge(
        "最大(或有负债, 每股收益) >= 5元",
        "非经常性损益 ÷ 营业收入 > 0.0001%",
        "研发费用 属于 [0元, 2元)",
        more=FIELDS,
    )
    wide = judge(
        "最大（或有负债，每股收益）＞＝５元",
        "非经常性损益÷营业收入＞０．０００１％",
        "研发费用　属于　［0元，2元）",
        more=FIELDS,
    )
    one = enterprise(wide, FACTS)
    assert verdicts(wide, one) == verdicts(narrow, one) == [True, True, True]
    assert [one.node for one in wide.plan.definitions] == [one.node for one in narrow.plan.definitions]
    assert normalise("最大（或有负债，每股收益）≥５元") == "最大(或有负债, 每股收益)>=5元"


@pytest.mark.parametrize(
    "declaration",
    [
        '[fields.again]\nname = "研发费用"\nunit = "元"\n',
        '[fields.again]\nname = "研究开发费用"\nunit = "元"\n',
        '[fields.again]\nname = "rd_expense"\nunit = "元"\n',
        '[fields.again]\nname = "甲"\naliases = ["研发费用"]\n',
        '[fields.again]\nname = "ＰＣＴ专利申请量"\n',
        '[tables.again]\nname = "技术合同"\n[tables.again.columns]\nx = { name = "甲" }\n',
        '[qualifications.again]\nname = "高企"\n',
        '[events.again]\nname = "经营异常"\n',
        '[tables.t]\nname = "甲表"\n[tables.t.columns]\nx = { name = "甲" }\ny = { name = "甲" }\n',
    ],
    ids=["name", "alias", "id", "alias of mine", "wide", "table", "qualification", "event", "column"],
)
def test_s28_names_are_unique_per_kind(declaration: str) -> None:
    good = indicator("x", bands(("< 0元", 1), (">= 0元", 2)), "净利润")
    assert codes(mistakes(WHOLE + declaration + good)) == ["J451"]


def test_s28_a_rows_columns_come_first() -> None:
    """成交额 is a column of 技术合同 and, here, a field: in a row's condition it is the column."""
    field = '[fields.deal]\nname = "成交额"\nunit = "元"\n'
    park = calculator("件数(技术合同, 成交额 >= 10元) ÷ 1件", "成交额 ÷ 1元", more=field)
    rows = [{"合同编号": "1", "成交额": "10元"}, {"合同编号": "2", "成交额": "9.99元"}]
    assert values(park, enterprise(park, {"成交额": 3}, tables={"技术合同": rows})) == [1, 3]


def test_s28_an_ambiguous_name_is_an_error() -> None:
    field = '[fields.fledgling_flag]\nname = "雏鹰企业"\ntype = "flag"\n'
    assert codes(mistakes(WHOLE + field + indicator("x", item("雏鹰企业")))) == ["J403"]
    event = '[events.fledgling_event]\nname = "雏鹰企业"\n'
    assert codes(mistakes(WHOLE + event + indicator("x", item("有效(雏鹰企业)")))) == ["J403"]
    park = judge("有效(资质.雏鹰企业)", "有效(事件.雏鹰企业)", more=event)
    tables = {"资质": [{"资质": "雏鹰企业", "有效期起": date(2020, 1, 1)}]}
    assert verdicts(park, enterprise(park, tables=tables)) == [True, False]


@pytest.mark.parametrize("name", ["上年", "合计", "且", "万元", "以上", "12", "研发-费用", "甲(乙)"])
def test_s28_a_word_of_the_language_is_no_name(name: str) -> None:
    assert set(codes(mistakes(WHOLE + f'[fields.odd]\nname = "{name}"\n'))) & {"J452", "J453"}


def test_s28_an_unknown_name_is_an_error_with_the_nearest_one() -> None:
    (found,) = mistakes(WHOLE + indicator("x", item("研发费 >= 5元")))
    assert found.code == "J401"
    assert "研发费用" in found.message + found.help
