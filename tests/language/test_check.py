from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.language.expressions import (
    CONTRACT,
    ITEMS,
    PEOPLE,
    SCOPE,
    SCORES,
    VOCABULARY,
    YEARS,
    YUAN,
    condition,
    fact,
    meaning,
    problems,
    underlined,
    value,
    written,
    yuan,
)

from jifen.language.check import check_condition, check_constant, check_number
from jifen.language.diagnostics import Diagnostics
from jifen.language.rewriting import children, constant, moves, shifted, size
from jifen.language.scope import Scope
from jifen.model.expression import (
    Aggregate,
    AllOf,
    Column,
    Compare,
    Constant,
    Elapsed,
    Fact,
    Floor,
    Greatest,
    Growth,
    InForce,
    Interval,
    Known,
    Least,
    Negated,
    OneOf,
    Product,
    Quotient,
    Ref,
    Steps,
    Sum,
    Text,
    Within,
    WithinPeriod,
)
from jifen.model.period import Shift
from jifen.model.quantity import PLAIN, SCALES, Unit
from jifen.model.terms import Vocabulary

AMOUNT = Column("amount", "number", YUAN, 2)
SORT = Column("sort", "text")
HNTE = Aggregate(
    "exists",
    "qualification",
    where=AllOf((OneOf(Column("kind", "text"), ("高新技术企业",)), InForce("begins", "ends"))),
)
LAST_YEAR = Shift(years=1)


def plain(amount: str) -> Constant:
    return Constant(Fraction(amount))


# Arithmetic and units (S2, S4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("营业收入", fact("revenue")),
        ("revenue", fact("revenue")),
        ("R&D经费", fact("rd_expense")),
        ("「研发费(万元)」", fact("rd_expense")),
        ("500万元", yuan(5_000_000)),
        ("-5%", plain("-0.05")),
        ("-营业收入", Negated(fact("revenue"))),
        ("营业收入 - 研发费用", Sum((fact("revenue"), Negated(fact("rd_expense"))))),
        ("研发费用 ÷ 营业收入 × 2", Product((Quotient(fact("rd_expense"), fact("revenue")), plain("2")))),
        ("2 × 研发费用 / 营业收入", Quotient(Product((plain("2"), fact("rd_expense"))), fact("revenue"))),
        ("营业收入 + 0", Sum((fact("revenue"), yuan(0)))),
        ("研发占比 + 3个百分点", Sum((fact("share"), plain("0.03")))),
        ("50基点 + 研发占比 - 1百分点", Sum((plain("0.005"), fact("share"), Negated(plain("0.01"))))),
        ("最小(营业收入, 研发费用, 3万元)", Least((fact("revenue"), fact("rd_expense"), yuan(30_000)))),
        ("最大(0, 营业收入)", Greatest((yuan(0), fact("revenue")))),
        ("合计(营业收入, 研发费用)", Sum((fact("revenue"), fact("rd_expense")))),
        ("平均(营业收入, 研发费用)", Quotient(Sum((fact("revenue"), fact("rd_expense"))), plain("2"))),
        ("取整(营业收入 ÷ 100万元)", Floor(Quotient(fact("revenue"), yuan(1_000_000)))),
        ("取整(职工总数)", Floor(fact("staff"))),
        ("每(营业收入, 100万元)", Steps(fact("revenue"), yuan(1_000_000))),
        ("满(成立日期)", Elapsed(fact("founded"))),
        ("已知(行业代码)", Known(fact("industry"))),
        ("3 × 100万元", Product((plain("3"), yuan(1_000_000)))),
        ("积分", Ref("score")),
        ("积分.技术创新", Ref("score:technology")),
        ("级别", fact("level")),
        ("成立日期", fact("founded")),
    ],
)
def test_values(text, expected):
    assert meaning(text) == expected


@pytest.mark.parametrize(
    ("text", "unit", "scale"),
    [
        ("营业收入", YUAN, "万元"),
        ("营业收入 ÷ 职工总数", YUAN / PEOPLE, None),
        ("研发费用 ÷ 营业收入", PLAIN, None),
        ("营业收入 × 5%", YUAN, "万元"),
        ("同比(营业收入)", PLAIN, "%"),
        ("件数(技术合同)", ITEMS, "件"),
        ("满(成立日期)", YEARS, "年"),
        ("每(营业收入, 1万元)", PLAIN, None),
        ("营业收入 × 营业收入", YUAN * YUAN, None),
        ("平均(技术合同.成交额)", YUAN, "万元"),
    ],
)
def test_s4_units_are_types(text, unit, scale):
    typed = value(text)
    assert (typed.type, typed.unit) == ("number", unit)
    assert (typed.scale and typed.scale.name) == scale


bases = st.sampled_from(["元", "人", "件", "年", "天", "㎡"])


@given(st.lists(st.tuples(st.sampled_from("×÷"), bases), min_size=1, max_size=8))
def test_s4_units_multiply_and_divide_with_their_numbers(factors):
    text = "1" + "".join(f" {sign} 2{base}" for sign, base in factors)
    unit = PLAIN
    amount = Fraction(1)
    for sign, base in factors:
        unit = unit * Unit.of(base) if sign == "×" else unit / Unit.of(base)
        amount = amount * 2 if sign == "×" else amount / 2
    typed = value(text)
    assert typed.unit == unit
    assert constant(typed.expression) == amount


@given(st.lists(st.tuples(st.sampled_from("×÷"), bases), max_size=5), st.randoms())
def test_s4_the_order_of_factors_does_not_change_a_unit(factors, random):
    mixed = list(factors)
    random.shuffle(mixed)
    texts = ["1" + "".join(f" {sign} 1{base}" for sign, base in some) for some in (factors, mixed)]
    assert value(f"{texts[0]} + {texts[1]}").unit == value(texts[0]).unit


@given(st.integers(-(10**12), 10**12), st.sampled_from([name for name in SCALES if name not in ("", "分")]))
def test_a_constant_is_exact_in_base_units(amount, unit):
    found = Diagnostics()
    typed = check_constant(written(f"{amount}{unit}"), found)
    assert typed == Constant(amount * SCALES[unit].factor, SCALES[unit].unit)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("营业收入 >= 500", [("J411", "500")]),
        ("营业收入 >= -500", [("J411", "-500")]),
        ("500 <= 营业收入", [("J411", "500")]),
        ("营业收入 + 500", [("J411", "500")]),
        ("同比(营业收入) >= 5", [("J411", "5")]),
        ("研发占比 属于 [5, 6%)", [("J411", "5")]),
        ("营业收入 >= 5%", [("J412", "5%")]),
        ("营业收入 + 职工总数", [("J412", "职工总数")]),
        ("发明专利 >= 3人", [("J412", "3人")]),
        ("满(成立日期) >= 300天", [("J412", "300天")]),
        ("研发占比 >= 3百分点", [("J414", "3百分点")]),
        ("3百分点 × 2", [("J414", "3百分点")]),
        ("3百分点 + 2基点", [("J414", "3百分点 + 2基点")]),
        ("营业收入 + 2基点", [("J414", "2基点")]),
        ("研发占比 + -2基点", [("J414", "2基点")]),
        ("营业收入 ÷ 0", [("J430", "0")]),
        ("营业收入 ÷ (3 - 3)", [("J430", "3 - 3")]),
        ("每(营业收入, 0)", [("J406", "0")]),
        ("每(营业收入, -3万元)", [("J406", "-3万元")]),
        ("每(营业收入, 3)", [("J411", "3")]),
        ("每(行业代码, 级别)", [("J420", "行业代码"), ("J420", "级别")]),
        ("取整(营业收入)", [("J406", "营业收入")]),
        ("取整(级别)", [("J420", "级别")]),
        ("研发占比 属于 [1e5, 6%)", [("J308", "1e5")]),
    ],
)
def test_s4_units_that_differ_are_refused(text, found):
    assert problems(text) == found


def test_the_classic_error_says_which_unit_lacks_and_shows_the_text_mended():
    found = Diagnostics()
    check_condition(written("营业收入 >= 500"), SCOPE, found)
    (one,) = found
    assert "万元" in one.message
    assert "营业收入 >= 500万元" in one.help


def test_zero_needs_no_unit_and_percentages_may_be_added_to_one():
    assert condition("营业收入 > 0") == Compare(">", fact("revenue"), yuan(0))
    assert meaning("1 + 研发占比") == Sum((plain("1"), fact("share")))
    assert condition("发明专利 >= 3项") == Compare(">=", fact("patents"), Constant(Fraction(3), ITEMS))


# Conditions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("规模以上企业", fact("above_scale")),
        ("营业收入 ≥ 1亿元", Compare(">=", fact("revenue"), yuan(10**8))),
        ("营业收入 ≠ 研发费用", Compare("!=", fact("revenue"), fact("rd_expense"))),
        ('行业代码 = "39"', Compare("=", fact("industry"), Text("39"))),
        ('"国家级" != 级别', Compare("!=", Text("国家级"), fact("level"))),
        ("行业代码 = 级别", Compare("=", fact("industry"), fact("level"))),
        (
            "营业收入 属于 (100万元, 2亿元]",
            Within(fact("revenue"), Interval(Fraction(10**6), False, Fraction(2 * 10**8), True)),
        ),
        ("营业收入 属于 [0, 1元]", Within(fact("revenue"), Interval(Fraction(0), True, Fraction(1), True))),
        ("行业代码 属于 重点产业", OneOf(fact("industry"), ("39", "27"))),
        ("行业代码 开头属于 重点产业", OneOf(fact("industry"), ("39", "27"), prefix=True)),
        ("级别 属于 {'省级', “国家级”}", OneOf(fact("level"), ("省级", "国家级"))),
        ("级别 开头属于 {'省'}", OneOf(fact("level"), ("省",), prefix=True)),
        ("已知(营业收入)", Known(fact("revenue"))),
        ("满(成立日期) >= 18个月", Compare(">=", Elapsed(fact("founded")), Constant(Fraction(3, 2), YEARS))),
    ],
)
def test_conditions(text, expected):
    assert condition(text) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("营业首入 > 0", [("J401", "营业首入")]),
        ("营业首入 > 研发匪用", [("J401", "营业首入"), ("J401", "研发匪用")]),
        ("甲.乙.丙", [("J401", "甲.乙.丙")]),
        ("积分.未登记", [("J401", "积分.未登记")]),
        ("技术合同.未登记", [("J401", "技术合同.未登记")]),
        ("资质.未登记", [("J401", "资质.未登记")]),
        ("级别 属于 未登记", [("J401", "未登记")]),
        ("未登记(营业收入)", [("J402", "未登记")]),
        ("瞪羚企业", [("J403", "瞪羚企业")]),
        ("技术合同", [("J404", "技术合同")]),
        ("技术合同.成交额", [("J404", "技术合同.成交额")]),
        ("成交额", [("J404", "成交额")]),
        ("类型", [("J404", "类型")]),
        ("失信被执行人", [("J404", "失信被执行人")]),
        ("事件.失信被执行人", [("J404", "事件.失信被执行人")]),
        ("重点产业", [("J404", "重点产业")]),
        ("营业收入.甲", [("J404", "营业收入.甲")]),
        ("营业收入(3)", [("J404", "营业收入")]),
        ("最大 + 1", [("J404", "最大")]),
        ("行业代码 属于 营业收入", [("J404", "营业收入")]),
        ("同比(营业收入, 1)", [("J405", "同比(营业收入, 1)")]),
        ("每(营业收入)", [("J405", "每(营业收入)")]),
        ("最大()", [("J405", "最大()")]),
        ("最大(营业收入)", [("J405", "最大(营业收入)")]),
        ("平均(营业收入)", [("J405", "平均(营业收入)")]),
        ("近(营业收入)", [("J405", "近(营业收入)")]),
        ("最大(近(营业收入), 3)", [("J405", "近(营业收入)")]),
        ("规模以上企业 + 1", [("J420", "规模以上企业")]),
        ("-级别", [("J420", "级别")]),
        ("级别 × 成立日期", [("J420", "级别"), ("J420", "成立日期")]),
        ("(营业收入 > 0) + 1", [("J420", "营业收入 > 0")]),
        ("规模以上企业 = 真", [("J421", "真")]),
        ("规模以上企业 = 高新技术企业", [("J421", "规模以上企业 = 高新技术企业")]),
        ("规模以上企业 属于 重点产业", [("J421", "规模以上企业")]),
        ("行业代码 = 39", [("J423", "行业代码 = 39")]),
        ('"5" >= 营业收入', [("J423", '"5" >= 营业收入')]),
        ("行业代码 = 营业收入", [("J423", "行业代码 = 营业收入")]),
        ("成立日期 > 3年", [("J424", "成立日期")]),
        ("3年 < 成立日期", [("J424", "成立日期")]),
        ("成立日期 属于 {'2020'}", [("J424", "成立日期")]),
        ("级别 > '省级'", [("J425", "级别 > '省级'")]),
        ("级别 = '市级'", [("J426", "'市级'")]),
        ("级别 属于 {'市级', '省级'}", [("J426", "'市级'")]),
        ("级别 属于 [1, 2]", [("J427", "[1, 2]")]),
        ("营业收入 开头属于 [1元, 2元]", [("J427", "[1元, 2元]")]),
        ("营业收入 属于 重点产业", [("J427", "重点产业")]),
        ("5% <= 研发占比 < 6%", [("J314", "5% <= 研发占比 < 6%")]),
        ("营业首入 属于 [1元, 2元]", [("J401", "营业首入")]),
        ("营业收入 属于 [研发费用, 2元]", [("J440", "研发费用")]),
        ("营业收入 属于 [1元 ÷ 0, 2元]", [("J430", "0")]),
        ("营业收入 属于 [1e5, 2元]", [("J308", "1e5")]),
        ("营业收入 属于 [2元, 1元]", [("J441", "[2元, 1元]")]),
        ("营业收入 属于 (2元, 2元]", [("J441", "(2元, 2元]")]),
        ("满(营业收入)", [("J406", "营业收入")]),
        ("满(未登记)", [("J401", "未登记")]),
        ("已知(未登记)", [("J401", "未登记")]),
    ],
)
def test_what_a_condition_cannot_mean(text, found):
    assert problems(text) == found


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("5% <= 研发占比 < 6%", "研发占比 属于 [5%, 6%)"),
        ("6% >= 研发占比 > 5%", "研发占比 属于 (5%, 6%]"),
        ("5% < 研发占比 > 6%", None),
        ("5% < 研发占比 < 6% < 7%", None),
    ],
)
def test_a_chain_is_refused_with_the_interval_that_was_meant(text, interval):
    found = Diagnostics()
    assert check_condition(written(text), SCOPE, found) is None
    (one,) = found
    assert one.help.startswith(f"请写成 {interval}；" if interval else "介于两数之间")


@pytest.mark.parametrize("text", ["营业收入", "级别", "成立日期", "研发占比"])
def test_a_value_is_no_condition(text):
    found = Diagnostics()
    assert check_condition(written(text), SCOPE, found) is None
    assert underlined(found) == [("J422", text)]


def test_s28_a_name_of_a_field_and_a_score_is_ambiguous():
    scope = Scope(VOCABULARY, {"营业收入": SCORES["积分"], "瞪羚企业": SCORES["积分"]})
    assert problems("营业收入", scope) == [("J403", "营业收入")]
    assert problems("瞪羚企业", scope) == [("J403", "瞪羚企业")]
    assert meaning("hnte_flag", scope) == fact("hnte_flag")
    only = Scope(references={"高企": SCORES["积分"]}, vocabulary=VOCABULARY)
    assert problems("高企", only) == [("J403", "高企")]


def test_the_nearest_name_is_offered():
    found = Diagnostics()
    check_condition(written("营业收人 > 0"), SCOPE, found)
    (one,) = found
    assert "“营业收入”" in one.help


# Recorded qualifications and events (S13)


@pytest.mark.parametrize(
    "text", ["高新技术企业", "高企", "hnte", "资质.高新技术企业", "有效(资质.高企)", "有效(高企)"]
)
def test_s13_a_qualification_is_one_in_force(text):
    assert condition(text) == HNTE


def test_s13_events_are_asked_for_by_a_function():
    where = AllOf((OneOf(Column("kind", "text"), ("失信被执行人",)), InForce("begins", "ends")))
    expected = Aggregate("exists", "event", where=where)
    assert condition("有效(事件.失信被执行人)") == condition("有效(失信被执行人)") == expected
    assert condition("有效(负面事件.失信被执行人)") == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("有效(双名录)", [("J403", "双名录")]),
        ("有效(未登记)", [("J401", "未登记")]),
        ("有效(营业收入 > 0)", [("J406", "营业收入 > 0")]),
        ("有效(a.b.c)", [("J406", "a.b.c")]),
        ("有效(技术合同.双名录)", [("J401", "技术合同.双名录")]),
    ],
)
def test_what_is_not_in_force(text, found):
    assert problems(text) == found


def test_without_kinds_any_text_may_be_one():
    assert condition('存在(资质, 资质 = "甲")', Scope(Vocabulary())) == Aggregate(
        "exists", "qualification", where=Compare("=", Column("kind", "text"), Text("甲"))
    )


def test_an_alias_of_a_kind_becomes_its_name():
    where = Compare("=", Column("kind", "text"), Text("高新技术企业"))
    assert condition('存在(资质, 资质名称 = "高企")') == Aggregate("exists", "qualification", where=where)
    assert problems('存在(资质, 资质 = "低企")') == [("J426", '"低企"')]


# Tables (S9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("合计(技术合同.成交额)", Aggregate("sum", "contract", AMOUNT)),
        ("最大(contract.amount)", Aggregate("greatest", "contract", AMOUNT)),
        ("最小(技术合同.成交额)", Aggregate("least", "contract", AMOUNT)),
        ("不同(技术合同.类型)", Aggregate("distinct", "contract", SORT)),
        ("件数(技术合同)", Aggregate("count", "contract")),
        ("存在(技术合同)", Aggregate("exists", "contract")),
        (
            "平均(技术合同.成交额)",
            Quotient(Aggregate("sum", "contract", AMOUNT), Aggregate("count", "contract")),
        ),
        (
            "件数(技术合同, 成交额 >= 100万元)",
            Aggregate("count", "contract", None, Compare(">=", AMOUNT, yuan(1_000_000))),
        ),
        (
            "合计(技术合同.成交额, 类型 = '技术开发', 本期(签订日期))",
            Aggregate(
                "sum",
                "contract",
                AMOUNT,
                AllOf((Compare("=", SORT, Text("技术开发")), WithinPeriod("signed"))),
            ),
        ),
        (
            "件数(技术合同, 技术合同.成交额 > 营业收入)",
            Aggregate("count", "contract", None, Compare(">", AMOUNT, fact("revenue"))),
        ),
        (
            "件数(技术合同, 职工总数 > 3人)",
            Aggregate(
                "count",
                "contract",
                None,
                Compare(">", Column("staff", "number", PEOPLE, 2), Constant(Fraction(3), PEOPLE)),
            ),
        ),
        (
            "件数(事件.失信被执行人, 本期(发生日期))",
            Aggregate(
                "count",
                "event",
                None,
                AllOf((OneOf(Column("kind", "text"), ("失信被执行人",)), WithinPeriod("begins"))),
            ),
        ),
        (
            "存在(技术合同, 满(签订日期) >= 1年)",
            Aggregate(
                "exists",
                "contract",
                None,
                Compare(">=", Elapsed(Column("signed", "date")), Constant(Fraction(1), YEARS)),
            ),
        ),
    ],
)
def test_s9_tables(text, expected):
    assert meaning(text) == expected


def test_s28_in_a_row_its_columns_come_first():
    scope = Scope(VOCABULARY, row=CONTRACT)
    assert meaning("职工总数", scope) == Column("staff", "number", PEOPLE, 2)
    assert meaning("成交额 + 技术合同.成交额", scope) == Sum((AMOUNT, AMOUNT))
    assert meaning("最大(成交额, 3万元)", scope) == Greatest((AMOUNT, yuan(30_000)))
    assert meaning("最大(技术合同.成交额, 3万元)", scope) == Greatest((AMOUNT, yuan(30_000)))
    assert condition("高新技术企业", scope) == HNTE
    assert condition("本期(签订日期)", scope) == WithinPeriod("signed")
    assert problems("未登记", scope) == [("J401", "未登记")]


def test_a_table_named_like_a_column_of_the_row_is_the_column():
    named = evolve(
        CONTRACT,
        id="loan",
        name="贷款",
        columns={"x": evolve(CONTRACT.columns["amount"], id="x", name="技术合同")},
    )
    scope = Scope(evolve(VOCABULARY, tables={**VOCABULARY.tables, "loan": named}), row=named)
    assert meaning("最大(技术合同, 3万元)", scope) == Greatest((Column("x", "number", YUAN, 2), yuan(30_000)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("合计(技术合同)", [("J406", "技术合同")]),
        ("合计(技术合同.类型)", [("J406", "技术合同.类型")]),
        ("不同(技术合同)", [("J406", "技术合同")]),
        ("不同(营业收入)", [("J406", "营业收入")]),
        ("不同(营业收入 + 研发费用)", [("J406", "营业收入 + 研发费用")]),
        ("合计(技术合同.未登记)", [("J401", "技术合同.未登记")]),
        ("平均(技术合同.未登记)", [("J401", "技术合同.未登记")]),
        ("合计(技术合同.成交额.甲)", [("J401", "技术合同.成交额.甲")]),
        ("件数(技术合同.成交额)", [("J406", "技术合同.成交额")]),
        ("存在(技木合同)", [("J406", "技木合同")]),
        ("件数(技术合同, 成交额)", [("J422", "成交额")]),
        ("件数(技术合同, 成交额 > 3, 未登记)", [("J411", "3"), ("J401", "未登记")]),
        ("件数(技术合同, 类型 = '技术')", [("J426", "'技术'")]),
        ("本期(签订日期)", [("J433", "本期(签订日期)")]),
        ("件数(技术合同, 本期(成交额))", [("J406", "成交额")]),
        ("件数(技术合同, 本期(3))", [("J406", "3")]),
        ("件数(技术合同, 存在(技术合同))", [("J434", "存在(技术合同)")]),
        ("件数(技术合同, 有效(高企))", [("J434", "有效(高企)")]),
        ("件数(技术合同, 高企)", [("J434", "高企")]),
        ("件数(技术合同, 资质.高企)", [("J434", "资质.高企")]),
        ("存在(技术合同, 最大(技术合同.成交额) > 0)", [("J405", "最大(技术合同.成交额)")]),
    ],
)
def test_what_a_table_cannot_be_asked(text, found):
    assert problems(text) == found


# Periods (S6, S7)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上年(营业收入)", fact("revenue", LAST_YEAR)),
        ("上年同期(营业收入)", fact("revenue", LAST_YEAR)),
        ("上期(营业收入)", fact("revenue", Shift(periods=1))),
        ("上年(上年(上期(营业收入)))", fact("revenue", Shift(2, 1))),
        ("上年(行业代码)", fact("industry", LAST_YEAR)),
        ("上年(规模以上企业)", fact("above_scale", LAST_YEAR)),
        ("上年(营业收入 > 0)", Compare(">", fact("revenue", LAST_YEAR), yuan(0))),
        ("上年(研发费用 ÷ 营业收入)", Quotient(fact("rd_expense", LAST_YEAR), fact("revenue", LAST_YEAR))),
        ("同比(营业收入)", Growth(fact("revenue"), fact("revenue", LAST_YEAR))),
        ("上年(同比(营业收入))", Growth(fact("revenue", LAST_YEAR), fact("revenue", Shift(2)))),
        (
            "合计(近(研发费用, 3))",
            Sum(
                (
                    fact("rd_expense"),
                    fact("rd_expense", Shift(periods=1)),
                    fact("rd_expense", Shift(periods=2)),
                )
            ),
        ),
        (
            "平均(近(研发费用, 2))",
            Quotient(Sum((fact("rd_expense"), fact("rd_expense", Shift(periods=1)))), plain("2")),
        ),
        (
            "最大(近(研发费用, 2), 1万元)",
            Greatest((fact("rd_expense"), fact("rd_expense", Shift(periods=1)), yuan(10_000))),
        ),
        (
            "上年(件数(技术合同, 本期(签订日期), 成交额 > 营业收入))",
            Aggregate(
                "count",
                "contract",
                None,
                AllOf((WithinPeriod("signed", LAST_YEAR), Compare(">", AMOUNT, fact("revenue", LAST_YEAR)))),
            ),
        ),
        (
            "件数(技术合同, 上年(本期(签订日期)))",
            Aggregate("count", "contract", None, WithinPeriod("signed", LAST_YEAR)),
        ),
    ],
)
def test_s7_periods_are_pushed_down_to_facts(text, expected):
    assert meaning(text) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("上年(积分)", [("J431", "上年(积分)")]),
        ("上年(5%)", [("J431", "上年(5%)")]),
        ("上年(高新技术企业)", [("J431", "上年(高新技术企业)")]),
        ("上年(件数(技术合同))", [("J431", "上年(件数(技术合同))")]),
        ("上年(满(成立日期))", [("J431", "上年(满(成立日期))")]),
        ("上年(营业收入 - 合计(技术合同.成交额))", [("J431", "上年(营业收入 - 合计(技术合同.成交额))")]),
        ("同比(合计(技术合同.成交额))", [("J431", "同比(合计(技术合同.成交额))")]),
        ("合计(近(积分, 2))", [("J431", "近(积分, 2)")]),
        ("上年(未登记)", [("J401", "未登记")]),
        ("同比(级别)", [("J420", "级别")]),
        ("近(营业收入, 3)", [("J432", "近(营业收入, 3)")]),
        ("近(营业收入, 3) > 0", [("J432", "近(营业收入, 3)")]),
        ("合计(近(营业收入, 1))", [("J406", "1")]),
        ("合计(近(营业收入, 21))", [("J406", "21")]),
        ("合计(近(营业收入, 2.5))", [("J406", "2.5")]),
        ("合计(近(营业收入, 3年))", [("J406", "3年")]),
        ("合计(近(营业收入, 研发费用))", [("J406", "研发费用")]),
        ("合计(近(未登记, 3))", [("J401", "未登记")]),
        ("最大(未登记, 近(职工总数, 3), 营业收入)", [("J401", "未登记")]),
        ("最大(近(职工总数, 3), 营业收入)", [("J412", "营业收入")]),
    ],
)
def test_s7_what_has_no_period_cannot_be_shifted(text, found):
    assert problems(text) == found


@given(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))
def test_s7_nested_shifts_add_up(years, periods, more_years, more_periods):
    expression = meaning("同比(营业收入) - 上年(研发费用 ÷ 营业收入)")
    once = shifted(shifted(expression, Shift(years, periods)), Shift(more_years, more_periods))
    assert once == shifted(expression, Shift(years + more_years, periods + more_periods))
    assert moves(once)
    assert size(once) == size(expression)


def test_children_are_the_parts_of_an_expression():
    assert children(Sum((plain("1"), fact("revenue")))) == (plain("1"), fact("revenue"))
    assert children(Text("甲")) == ()


@pytest.mark.parametrize(
    ("text", "amount"), [("-(1 + 2) × 3 ÷ 4", "-9/4"), ("营业收入", None), ("1 + 营业收入 ÷ 营业收入", None)]
)
def test_constants_are_worked_out_exactly(text, amount):
    assert constant(meaning(text)) == (None if amount is None else Fraction(amount))


# The ways in


def test_a_number_of_a_given_unit():
    found = Diagnostics()
    assert check_number(written("营业收入"), SCOPE, found, unit=YUAN) == value("营业收入")
    zero = check_number(written("0"), SCOPE, found, unit=YUAN)
    assert zero is not None
    assert zero.expression == yuan(0)
    assert not len(found)
    assert check_number(written("5"), SCOPE, found, unit=YUAN, scale=SCALES["万元"]) is None
    assert check_number(written("级别"), SCOPE, found) is None
    assert check_number(written(""), SCOPE, found) is None
    assert {one.code for one in found} == {"J411", "J420", "J301"}
    assert "5万元" in next(one.help for one in found if one.code == "J411")


def test_a_constant_of_a_given_unit():
    found = Diagnostics()
    assert check_constant(written("-3 × 100万元"), found) == yuan(-3_000_000)
    assert check_constant(written("500万元"), found, unit=YUAN) == yuan(5_000_000)
    assert check_constant(written("0"), found, unit=YUAN) == yuan(0)
    assert not len(found)
    for text in ("5%", "营业收入", "6", "", "3百分点", "1元 > 2元"):
        assert check_constant(written(text), found, unit=YUAN) is None
    assert check_constant(written("6"), found, unit=PLAIN, scale=SCALES["%"]) is None
    assert {one.code for one in found} == {"J412", "J440", "J411", "J301", "J414"}


def test_long_texts_are_cut_in_messages():
    found = Diagnostics()
    check_condition(written("未登记" * 200), SCOPE, found)
    (one,) = found
    assert len(one.message) < 100


def test_facts_keep_what_data_needs():
    assert meaning("规模以上企业") == Fact("above_scale", "flag", frequency="instant")
    assert meaning("研发占比") == Fact("share", "number", PLAIN, 6)
