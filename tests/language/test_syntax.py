import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.language.expressions import SCOPE, underlined, written

from jifen.language.check import check_condition, check_constant, check_value
from jifen.language.diagnostics import Diagnostics
from jifen.language.grammar import MAX_DEPTH, MAX_LENGTH, parse
from jifen.language.intervals import check_interval
from jifen.language.lexicon import (
    FUNCTIONS,
    KEYWORDS,
    LOGIC_WORDS,
    OPERATOR_WORDS,
    UNIT_NAMES,
    Lexicon,
    can_be_bare,
    narrowed,
    normalise,
)
from jifen.language.syntax import (
    Additions,
    Call,
    Chain,
    Choices,
    Comparison,
    Flawed,
    Half,
    Membership,
    Multiplications,
    Name,
    Negative,
    Number,
    Quoted,
    Range,
    Tree,
    to_text,
)


def tree(text: str, start: str = "whole", lexicon: Lexicon = SCOPE.lexicon) -> Tree:
    found = Diagnostics()
    result = parse(written(text), lexicon, found, start)  # type: ignore[arg-type]
    assert result is not None, str([str(one) for one in found])
    return result


def refused(text: str, start: str = "whole") -> list[tuple[str, str]]:
    found = Diagnostics()
    result = parse(written(text), SCOPE.lexicon, found, start)  # type: ignore[arg-type]
    assert len(found) or result is not None
    return underlined(found)


# Printing and parsing

names = st.sampled_from(["营业收入", "或有负债", "非经常性损益", "没有登记的", "R&D经费", "甲 乙", "3年期"])
units = st.sampled_from(["", *UNIT_NAMES, "万元/人", "元/㎡/月"]).filter(lambda unit: unit != "分")
numbers = st.builds(
    Number,
    st.integers(0, 10**17).flatmap(lambda n: st.sampled_from([Fraction(n), Fraction(n, 10**8)])),
    units,
)
quoted = st.builds(
    Quoted, st.text(st.characters(exclude_characters='"”', exclude_categories=["Cs"]), max_size=8)
)
simple = st.one_of(
    numbers, quoted, st.builds(lambda parts: Name(tuple(parts)), st.lists(names, min_size=1, max_size=2))
)
signs = st.sampled_from([">=", ">", "<=", "<", "=", "!="])


def signed(first: str, others: list[str], nodes):
    rest = st.lists(st.tuples(st.sampled_from(others), nodes), min_size=1, max_size=3)
    return st.tuples(nodes, rest).map(lambda pair: ((first, pair[0]), *pair[1]))


def larger(nodes):
    ranges = st.builds(Range, nodes, st.booleans(), nodes, st.booleans())
    choices = st.builds(lambda options: Choices(tuple(options)), st.lists(quoted, min_size=1, max_size=3))
    return st.one_of(
        st.builds(
            lambda name, parts: Call(name, tuple(parts)),
            st.sampled_from(FUNCTIONS),
            st.lists(nodes, max_size=3),
        ),
        st.builds(Negative, nodes),
        st.builds(Additions, signed("+", ["+", "-"], nodes)),
        st.builds(Multiplications, signed("×", ["×", "÷"], nodes)),
        st.builds(Comparison, signs, nodes, nodes),
        st.builds(
            lambda operands, first, second: Chain(operands, (first, second)),
            st.tuples(nodes, nodes, nodes),
            signs,
            signs,
        ),
        st.builds(
            Membership,
            nodes,
            st.one_of(ranges, choices, names.map(lambda name: Name((name,)))),
            st.booleans(),
        ),
    )


nodes = st.recursive(simple, larger, max_leaves=12)


@given(nodes)
@settings(max_examples=300, deadline=None)
def test_a_printed_tree_parses_to_the_same_tree(node):
    assert tree(to_text(node)) == node


@given(st.one_of(st.builds(Range, nodes, st.booleans(), nodes, st.booleans()), st.builds(Half, signs, nodes)))
@settings(deadline=None)
def test_a_printed_interval_parses_to_the_same_interval(node):
    assert tree(to_text(node), "interval") == node


@given(nodes)
@settings(deadline=None)
def test_what_an_input_method_types_wide_means_the_same(node):
    text = to_text(node)
    wide = str.maketrans(
        {"(": "（", ")": "）", ",": "，", ">": "＞", "=": "＝", "%": "％", "1": "１", ".": "．"}
    )
    quoted_parts = any(mark in text for mark in '"“「')
    if not quoted_parts:
        assert tree(text.translate(wide)) == node


def test_a_flawed_literal_is_shown_as_one():
    assert to_text(Flawed()) == "?"


# Fuzz and limits

alphabet = st.sampled_from(
    [
        *"()[]{}+-*/×÷<>=!&|.,、，。；：（）＞＝％%‰「」“”\"'‘’ 0123456789eE_xＡ１ａ²①\n\t∞",
        *FUNCTIONS,
        *KEYWORDS,
        *LOGIC_WORDS,
        *OPERATOR_WORDS,
        *UNIT_NAMES,
        *["营业收入", "技术合同", "成交额", "积分", "高新技术企业", "失信被执行人", "重点产业", "不", "某某"],
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(alphabet, max_size=40).map("".join)))
@settings(max_examples=1500, deadline=None)
def test_no_text_ends_in_anything_but_a_meaning_or_diagnostics(text):
    for check in (
        lambda found: check_value(written(text), SCOPE, found),
        lambda found: check_condition(written(text), SCOPE, found),
        lambda found: check_interval(written(text), found),
        lambda found: check_constant(written(text), found),
    ):
        found = Diagnostics()
        assert (check(found) is None) == bool(len(found))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(" * 10_000, "J302"),
        ("(" * 1_900, "J304"),
        ("(" * 300 + "1" + ")" * 300, "J304"),
        ("最大" * 900, None),
        ("最大(" * (MAX_DEPTH + 1) + ")" * (MAX_DEPTH + 1), "J303"),
        ("[{" * 100, "J303"),
        ("-" * 500 + "1", "J318"),
        ("1+" * 299 + "1", None),
        ("1+" * 301 + "1", "J304"),
        ("9" * 1_999, "J309"),
        ("1e999999999", "J308"),
        ("1." * 900, "J308"),
        ("1,000 " * 300, "J310"),
        ("且" * 1_900, None),
        ("「" * 1_900, "J306"),
        ("同比(" * 45 + "营业收入" + ")" * 45, "J435"),
        ("合计(近(" * 20 + "营业收入" + ", 20))" * 20, "J435"),
        ("\u0000", "J305"),
        ("x" * (MAX_LENGTH + 1), "J302"),
    ],
)
def test_attacks_end_within_a_second_at_a_place(text, code):
    started = time.perf_counter()
    found = Diagnostics()
    result = check_value(written(text), SCOPE, found)
    assert time.perf_counter() - started < 1
    assert (result is None) == bool(len(found))
    assert all(one.place is not None for one in found)
    if code is not None:
        assert code in {one.code for one in found}
    assert len(str([one.message for one in found])) < 20_000


# Names: the longest known one (S28)


def test_s28_words_inside_known_names_are_no_words():
    assert tree("或有负债 + 非经常性损益 × 每股收益") == Additions(
        (
            ("+", Name(("或有负债",))),
            ("+", Multiplications((("×", Name(("非经常性损益",))), ("×", Name(("每股收益",)))))),
        )
    )


@given(
    st.sets(st.text("甲乙丙ab_", min_size=1, max_size=4), min_size=1, max_size=6),
    st.text("甲乙丙ab_", max_size=9),
)
@settings(deadline=None)
def test_s28_the_longest_known_name_wins(known, text):
    lexicon = Lexicon(known)
    for start in range(len(text)):
        ends = [
            start + len(name)
            for name in known
            if text.startswith(name, start)
            and not (start and text[start - 1 : start + 1].isascii())
            and not (
                len(text) > start + len(name)
                and text[start + len(name) - 1 : start + len(name) + 1].isascii()
            )
        ]
        assert lexicon.longest(text, start) == max(ends, default=start)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("营业收入增长率", ("营业收入增长率",)),
        ("净营业收入", ("净营业收入",)),
        ("rd_expense2", ("rd_expense2",)),
        ("top500企业", ("top500企业",)),
        ("「随便 什么（1）」", ("随便 什么（1）",)),
        ("技术合同.成交鹅", ("技术合同", "成交鹅")),
        ("ＰＣＴ申请", ("ＰＣＴ申请",)),
        ("Ｒ＆Ｄ经费", ("Ｒ＆Ｄ经费",)),
    ],
)
def test_an_unknown_stretch_is_one_name(text, parts):
    assert tree(text) == Name(parts)


def test_a_known_name_may_begin_with_digits_or_hold_blanks():
    lexicon = Lexicon({"3年期贷款", "PCT 专利"})
    assert tree("3年期贷款 + PCT 专利", lexicon=lexicon) == Additions(
        (("+", Name(("3年期贷款",))), ("+", Name(("PCT 专利",))))
    )
    assert tree("3年", lexicon=lexicon) == Number(Fraction(3), "年")


@pytest.mark.parametrize(
    "name", ["", " 甲", "12", "甲(乙)", "甲-乙", "甲、乙", "甲.乙", "“甲”", "甲%", ">", "甲\u0007"]
)
def test_names_that_an_expression_cannot_hold_bare(name):
    assert not can_be_bare(name)


@pytest.mark.parametrize("name", ["甲", "R&D", "PCT 专利", "_x", "近3年甲", "甲·乙"])
def test_names_that_an_expression_can_hold_bare(name):
    assert can_be_bare(name)


# Literals


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("500万元", "500", "万元"),
        ("５００．５万元", "500.5", "万元"),
        ("500 万元", "500", "万元"),
        ("5%", "5", "%"),
        ("5％", "5", "%"),
        ("3‰", "3", "‰"),
        ("0.00000001", "0.00000001", ""),
        ("000123", "123", ""),
        ("999999999999999999", "999999999999999999", ""),
        ("2万元/人", "2", "万元/人"),
        ("2万元／人", "2", "万元/人"),
        ("3元/㎡/月", "3", "元/㎡/月"),
        ("18个月", "18", "个月"),
        ("3个百分点", "3", "个百分点"),
        ("10亿", "10", "亿"),
    ],
)
def test_s4_literals_with_units(text, amount, unit):
    assert tree(text) == Number(Fraction(amount), unit)


def test_a_slash_divides_where_no_unit_follows():
    assert tree("2万元/3") == Multiplications(
        (("×", Number(Fraction(2), "万元")), ("÷", Number(Fraction(3))))
    )
    assert tree("2万元/职工总数") == Multiplications(
        (("×", Number(Fraction(2), "万元")), ("÷", Name(("职工总数",))))
    )
    assert tree("2万元/人均产值", lexicon=Lexicon({"人均产值"})) == Multiplications(
        (("×", Number(Fraction(2), "万元")), ("÷", Name(("人均产值",))))
    )


def test_two_edges_with_a_comma_are_no_thousands():
    assert tree("[100,200)", "interval") == Range(Number(Fraction(100)), True, Number(Fraction(200)), False)
    assert tree("(100,200]", "interval") == Range(Number(Fraction(100)), False, Number(Fraction(200)), True)
    assert ("J310", "1,000,200") in refused("[1,000,200)", "interval")
    assert refused("最大(1,200)") == [("J310", "1,200")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1e5", [("J308", "1e5")]),
        ("1.5E-3", [("J308", "1.5E-3")]),
        (".5", [("J308", ".5")]),
        ("5.", [("J308", "5.")]),
        ("1.2.3万元", [("J308", "1.2.3万元")]),
        ("1234567890123456789", [("J309", "1234567890123456789")]),
        ("0.123456789", [("J309", "0.123456789")]),
        ("1,000万元", [("J310", "1,000万元")]),
        ("nan + 1", [("J311", "nan")]),
        ("无穷大", [("J311", "无穷大")]),
        ("85分", [("J413", "85分")]),
        ("5块", [("J410", "5块")]),
        ("500万美元", [("J410", "500万美元")]),
        ("3个度量", [("J410", "3个度量")]),
        ("2024-01-01", [("J319", "2024-01-01")]),
        ("2024年1月1日", [("J319", "2024年1月1日")]),
        ("3元/百分点", [("J410", "3元/百分点")]),
        ("3百分点/人", [("J410", "3百分点/人")]),
    ],
)
def test_s1_there_is_one_way_to_write_a_number(text, found):
    assert refused(text) == found


def test_a_flawed_literal_leaves_the_rest_to_be_checked():
    found = Diagnostics()
    assert check_value(written("营业首入 >= 85分 + 1e5"), SCOPE, found) is None
    assert underlined(found) == [("J401", "营业首入"), ("J413", "85分"), ("J308", "1e5")]


# What does not fit


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [("J301", "")]),
        ("  ", [("J301", "  ")]),
        ("营业收入且研发费用", [("J312", "且")]),
        ("营业收入 > 1万元或研发费用 > 0", [("J312", "或")]),
        ("营业收入 > 1万元且营收 > 0", [("J312", "且")]),
        ("非高新技术企业", [("J312", "非")]),
        ("营业收入并且研发费用", [("J312", "并且")]),
        ("行业代码不属于重点产业", [("J312", "不属于")]),
        ("!营业收入", [("J312", "!")]),
        ("营业收入 & 研发费用", [("J312", "&")]),
        ("营业收入 || 研发费用", [("J312", "||")]),
        ("营业收入超过1万元", [("J313", "超过")]),
        ("营业收入达到1万元以上", [("J313", "达到"), ("J313", "以上")]),
        ("营业收入不低于营收", [("J313", "不低于")]),
        ("营业收入 ** 2", [("J305", "**")]),
        ("营业收入 # 2", [("J305", "#")]),
        ("营业收入 % 2", [("J305", "%")]),
        ("营业收入 | 2", [("J312", "|")]),
        ("5% ~ 6%", [("J305", "~")]),
        ("营业收入 => 2", [("J315", "=>")]),
        ("「营业收入", [("J306", "「营业收入")]),
        ("'甲", [("J306", "'甲")]),
        ("(营业收入", [("J307", "(")]),
        ("营业收入}", [("J307", "}")]),
        ("{(营业收入}", [("J307", "}")]),
        ("营业收入 研发费用", [("J316", "营业收入 研发费用")]),
        ("营业收入(1) (2)", [("J316", ") (")]),
        ("营业收入 +", [("J317", "+")]),
        ("+ 营业收入", [("J318", "+")]),
        ("营业收入 + × 2", [("J318", "×")]),
        ("营业收入 属于 {}", [("J318", "}")]),
        ("营业收入 属于 5", [("J318", "5")]),
        ("营业收入, 研发费用", [("J320", ",")]),
    ],
)
def test_what_does_not_fit_is_underlined(text, found):
    assert refused(text) == found


@pytest.mark.parametrize(
    "text", ["营业收入 > 0", "「营业收入」≥１０％", "合计(技术合同.成交额, 类型 = '技术开发')"]
)
def test_places_point_into_the_text(text):
    node = tree(text)
    assert node.span == (0, len(text))


def test_a_text_written_with_escapes_is_underlined_whole():
    found = Diagnostics()
    check_value(written("营业收入 > 1e5", verbatim=False), SCOPE, found)
    assert underlined(found) == [("J308", "营业收入 > 1e5")]


# Spelling


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("营业收入＞＝１００万元", "营业收入>=100万元"),
        ("营业收入 ≥ 5％", "营业收入 >= 5%"),
        ("最大（甲，乙、丙）", "最大(甲, 乙, 丙)"),
        ("最大(甲， 乙)", "最大(甲, 乙)"),
        ("「甲（乙）」＝“丙，丁”", "「甲（乙）」=“丙，丁”"),
        ("「甲（乙）", "「甲（乙）"),
        ("甲　×　乙", "甲 × 乙"),
    ],
)
def test_normalise_keeps_one_spelling(text, kept):
    assert normalise(text) == kept
    assert normalise(kept) == kept


@given(st.text(max_size=30))
def test_narrowing_keeps_every_character_in_its_place(text):
    assert len(narrowed(text)) == len(text)
