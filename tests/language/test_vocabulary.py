from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jifen.language.decode import decode
from jifen.language.diagnostics import Diagnostics
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.language.vocabulary import VocabularyPart, resolve
from jifen.model.park import ParkFile
from jifen.model.quantity import PLAIN, SCALES, Unit
from jifen.model.terms import BUILT_IN_FIELDS, BUILT_IN_TABLES, Field, Kind, Vocabulary
from jifen.model.vocabulary import VocabularyFile


def shared(text: str) -> VocabularyFile:
    return decode(parse(Source("fields.toml", text)), VocabularyFile)


def park(text: str) -> ParkFile:
    return decode(parse(Source("park.toml", text)), ParkFile)


def resolved(*parts: VocabularyPart) -> Vocabulary:
    found = Diagnostics()
    vocabulary = resolve(parts, found)
    assert not len(found), str([str(one) for one in found])
    return vocabulary


def problems(*parts: VocabularyPart) -> list[tuple[str, str]]:
    """Codes, each with the text underlined."""
    found = Diagnostics()
    resolve(parts, found)
    result = []
    for one in found:
        assert one.place is not None
        start = one.place.column - 1
        result.append((one.code, one.place.text[start : start + one.place.length]))
    return result


def one_field(text: str) -> Field:
    return resolved(shared(f"[fields.x]\n{text}")).fields["x"]


def test_a_field_with_everything():
    field = one_field(
        """
name = "研发费用"
unit = "万元"
digits = 3
frequency = "quarter"
aliases = ["研发费", "R&D经费(万元)"]
basis = "加计扣除"
minimum = -0.5
source = "统计"
assumed = true
doc = "说明"
"""
    )
    assert field == Field(
        id="x",
        name="研发费用",
        type="number",
        scale=SCALES["万元"],
        digits=3,
        frequency="quarter",
        aliases=("研发费", "R&D经费(万元)"),
        basis="加计扣除",
        minimum=-5_000_000,
        source="统计",
        assumed=True,
        doc="说明",
    )


@pytest.mark.parametrize(
    ("text", "unit", "digits", "frequency"),
    [
        ('name = "甲"', PLAIN, 6, "year"),
        ('name = "甲"\nunit = "万元"', Unit.of("元"), 2, "year"),
        ('name = "甲"\nunit = "天"', Unit.of("天"), 0, "year"),
        ('name = "甲"\nunit = "%"\ndigits = 4', PLAIN, 4, "year"),
        ('name = "甲"\nunit = "万元/人"', Unit.of("元") / Unit.of("人"), 6, "year"),
        ('name = "甲"\ntype = "flag"', PLAIN, 0, "instant"),
        ('name = "甲"\ntype = "flag"\nfrequency = "year"', PLAIN, 0, "year"),
        ('name = "甲"\ntype = "text"\noptions = ["一", "二"]', PLAIN, 0, "year"),
        ('name = "甲"\ntype = "date"', PLAIN, 0, "year"),
    ],
)
def test_defaults_of_a_field(text, unit, digits, frequency):
    field = one_field(text)
    assert (field.unit, field.digits, field.frequency) == (unit, digits, frequency)


@given(st.integers(-(10**9), 10**9), st.sampled_from(["元", "万元", "亿元", "人", "天"]), st.integers(0, 8))
def test_a_minimum_is_counted_in_the_last_digit(amount, unit, digits):
    field = one_field(f'name = "甲"\nunit = "{unit}"\ndigits = {digits}\nminimum = {amount}')
    assert field.minimum == amount * SCALES[unit].factor * 10**digits


def test_a_minimum_of_hundredths():
    field = one_field('name = "甲"\nunit = "%"\nminimum = 0.5')
    assert field.minimum == Fraction(Decimal("0.5")) / 100 * 10**6


def test_tables_kinds_and_lists():
    vocabulary = resolved(
        shared(
            """
[tables.contract]
name = "技术合同"
key = ["number"]
doc = "说明"
columns.number = { name = "合同编号", type = "text" }
columns.amount = { name = "成交额", unit = "万元", aliases = ["金额"] }

[qualifications.hnte]
name = "高新技术企业"
aliases = ["高企"]
"""
        ),
        park(
            """
[events.dishonest]
name = "失信被执行人"
source = "法院"

[lists]
"重点产业" = ["39", "27"]
"""
        ),
    )
    contract = vocabulary.tables["contract"]
    assert (contract.name, contract.key, contract.doc) == ("技术合同", ("number",), "说明")
    assert contract.columns["amount"] == Field(
        "amount", "成交额", "number", SCALES["万元"], 2, aliases=("金额",)
    )
    assert vocabulary.tables.items() >= BUILT_IN_TABLES.items()
    assert vocabulary.fields == BUILT_IN_FIELDS
    assert vocabulary.qualifications == {"hnte": Kind("hnte", "高新技术企业", ("高企",))}
    assert vocabulary.events == {"dishonest": Kind("dishonest", "失信被执行人", source="法院")}
    assert vocabulary.lists == {"重点产业": ("39", "27")}


def test_s26_identical_declarations_merge():
    text = '[fields.x]\nname = "甲"\nunit = "万元"\n'
    listed = '[lists]\n"名录" = ["1"]\n'
    vocabulary = resolved(shared(text), park(text + listed), park(listed))
    assert vocabulary.fields["x"].scale == SCALES["万元"]
    assert vocabulary.lists == {"名录": ("1",)}


def test_s24_differing_declarations_are_an_error_at_both_places():
    found = Diagnostics()
    resolve(
        [shared('[fields.x]\nname = "甲"\nunit = "万元"'), park('[fields.x]\nname = "甲"\nunit = "元"')],
        found,
    )
    (one,) = found
    assert one.place is not None
    assert (one.code, one.place.file, [place.file for _, place in one.related]) == (
        "J450",
        "park.toml",
        ["fields.toml"],
    )


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ('[lists]\n"名录" = ["1"]', '[lists]\n"名录" = ["2"]', [("J450", '"名录"')]),
        ('[fields.a]\nname = "甲"', '[fields.b]\nname = "甲"', [("J451", '"甲"')]),
        ('[fields.a]\nname = "甲"', '[fields.b]\nname = "乙"\naliases = ["丙", "甲"]', [("J451", '"甲"')]),
        ('[fields.a]\nname = "甲"\naliases = ["乙"]', '[fields.b]\nname = "乙"', [("J451", '"乙"')]),
        ('[fields.a]\nname = "Ａ"', '[fields.b]\nname = "A"', [("J451", '"A"')]),
        ('[fields.a]\nname = "甲"', '[fields.b]\nname = "a"', [("J451", '"a"')]),
        ('[events.a]\nname = "甲"', '[events.b]\nname = "甲"', [("J451", '"甲"')]),
        ('[fields.a]\nname = "甲"\naliases = ["甲", "乙", "乙"]', '[events.b]\nname = "甲"', []),
    ],
)
def test_s28_names_are_unique_per_kind(first, second, expected):
    assert [(code, text) for code, text in problems(park(first), park(second))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[fields.x]\nname = "甲"\nunit = "万园"', [("J410", "万园")]),
        ('[fields.x]\nname = "甲"\nunit = "百分点"', [("J410", "百分点")]),
        ('[fields.x]\nname = "甲"\nunit = "分"', [("J413", "分")]),
        ('[fields.x]\nname = "甲(乙)"', [("J452", '"甲(乙)"')]),
        ('[fields.x]\nname = "12"', [("J452", '"12"')]),
        ('[fields.x]\nname = "合计"', [("J453", '"合计"')]),
        ('[fields.x]\nname = "万元"', [("J453", '"万元"')]),
        ('[fields.founded]\nname = "甲"', [("J454", "[fields.founded]")]),
        ('[fields.x]\nname = "成立日期"\ntype = "date"', [("J454", '"成立日期"')]),
        ('[tables.award]\nname = "甲"\ncolumns.a = { name = "甲" }', [("J454", "[tables.award]")]),
        ('[tables.x]\nname = "资质"\ncolumns.a = { name = "甲" }', [("J454", '"资质"')]),
        ('[tables.x]\nname = "事件"\ncolumns.a = { name = "甲" }', [("J454", '"事件"')]),
        ('[fields.x]\nname = "甲"\ntype = "text"\nunit = "元"', [("J455", "unit")]),
        ('[fields.x]\nname = "甲"\ntype = "flag"\ndigits = 0', [("J455", "digits")]),
        ('[fields.x]\nname = "甲"\ntype = "date"\nminimum = 0', [("J455", "minimum")]),
        ('[fields.x]\nname = "甲"\noptions = ["1"]', [("J455", "options")]),
        ('[tables.x]\nname = "甲"\nkey = ["b"]\ncolumns.a = { name = "甲" }', [("J456", '"b"')]),
        ('[fields.x]\nname = "甲"\ndigits = 9', [("J457", "9")]),
        ('[fields.x]\nname = "甲"\ndigits = -1', [("J457", "-1")]),
        ('[fields.x]\nname = "甲"\nunit = "元"\nminimum = 0.001', [("J457", "0.001")]),
        ('[fields.x-y]\nname = "甲"', [("J458", "[fields.x-y]")]),
        ('[tables.x]\nname = "甲"\ncolumns."a b" = { name = "甲" }', [("J458", '{ name = "甲" }')]),
        ('[lists]\n"且" = ["1"]', [("J453", '"且"')]),
        ('[lists]\n"甲、乙" = ["1"]', [("J452", '"甲、乙"')]),
    ],
)
def test_what_cannot_be_declared(text, expected):
    found = problems(park(text))
    assert [code for code, _ in found] == [code for code, _ in expected]
    assert all(
        there.strip("[]") == wanted.strip("[]")
        for (_, there), (_, wanted) in zip(found, expected, strict=True)
    )


def test_what_is_wrong_is_left_out_and_the_rest_stays():
    found = Diagnostics()
    vocabulary = resolve(
        [shared('[fields]\na = { name = "甲(" }\nb = { name = "乙", unit = "万园" }')], found
    )
    assert set(vocabulary.fields) == {"b", *BUILT_IN_FIELDS}
    assert vocabulary.fields["b"].scale == SCALES[""]


def test_s30_the_order_of_files_does_not_matter():
    parts = [park('[fields.a]\nname = "甲"'), park('[fields.b]\nname = "乙"'), park('[lists]\n"丙" = ["1"]')]
    assert resolved(*parts) == resolved(*reversed(parts))


def test_a_field_is_held_against_others_named_by_id_or_name():
    text = """
[fields]
staff = { name = "职工总数", unit = "人" }
rd_staff = { name = "研发人员", unit = "人", at_most = ["staff"] }
assets = { name = "资产", unit = "万元", sum_of = ["负债", "equity"] }
debts = { name = "负债", unit = "元" }
equity = { name = "净资产", unit = "万元" }
"""
    fields = resolved(shared(text)).fields
    assert fields["rd_staff"].at_most == ("staff",)
    assert fields["assets"].sum_of == ("debts", "equity")
