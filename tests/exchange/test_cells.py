"""Cells to values (S1): exactly as the column declares, never by guess."""

from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jifen.exchange.cells import Fault, Rounded, exact_text, read_date, read_text, reader_for, written_in
from jifen.model.enterprise import Absence
from jifen.model.quantity import SCALES, Scale, parse_scale
from jifen.model.terms import Field

MISSING, NOT_APPLICABLE = Absence.MISSING, Absence.NOT_APPLICABLE
MONEY = Field("x", "金额", "number", SCALES["万元"], 2)
COUNT = Field("x", "人数", "number", SCALES["人"])


def money(raw: object, unit: str = "万元") -> object:
    return reader_for(MONEY, SCALES[unit])(raw)


def code(reading: object) -> str:
    assert isinstance(reading, Fault), reading
    return reading.code


@pytest.mark.parametrize(
    ("raw", "fen"),
    [
        (120.5, 120_500_000),
        (0.1 + 0.2, 300_000),
        (7, 7_000_000),
        ("1,234.5", 1_234_500_000),
        ("1，234.5", 1_234_500_000),
        ("1 234.5", 1_234_500_000),
        ("１２３．４５", 123_450_000),
        ("－12", -12_000_000),
        ("−12", -12_000_000),
        ("+12", 12_000_000),
        (" 12 ", 12_000_000),
        ("-0", 0),
        (-0.0, 0),
        ("00012", 12_000_000),
        (Decimal, None),
    ],
)
def test_s1_numbers_are_exact_however_they_are_written(raw: object, fen: int | None) -> None:
    assert (code(money(raw)) == "J756") if fen is None else (money(raw) == fen)


@pytest.mark.parametrize(
    ("unit", "fen"), [("元", 1200), ("千元", 1_200_000), ("亿元", 120_000_000_000), ("分", 12)]
)
def test_s4_a_columns_unit_says_how_much_a_number_is(unit: str, fen: int) -> None:
    assert money("12", unit) == fen


@pytest.mark.parametrize(
    "raw", ["", " ", "-", "—", "——", "－", "/", "／", "N/A", "n/a", "Ｎ／Ａ", "NA", "　", None]
)
def test_s1_what_stands_for_nothing_is_missing_and_never_zero(raw: object) -> None:
    assert money(raw) is MISSING
    assert read_date(raw) is MISSING
    assert read_text(raw) is MISSING
    assert reader_for(Field("x", "是否", "flag"), SCALES[""])(raw) is MISSING


def test_s11_not_applicable_is_an_absence_of_its_own() -> None:
    assert money("不适用") is NOT_APPLICABLE
    assert money(" 不适用 ") is NOT_APPLICABLE
    assert read_date("不适用") is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("约12", "J750"), ("12万元", "J750"), ("1.2E+05", "J750"), ("1,23", "J750"), ("1.2.3", "J750"),
        ("#N/A", "J750"), ("٣", "J750"), ("(12)", "J750"), ("nan", "J750"), ("inf", "J750"), ("12%", "J751"),
        ("1234567890123456789", "J752"), (1e30, "J752"), ("9" * 40, "J752"), ("999999999999999999", "J752"),
        (True, "J756"), (float("nan"), "J756"), (date(2020, 1, 1), "J756"), (time(12), "J756"),
    ],
)  # fmt: skip
def test_s1_what_is_no_number_is_a_problem(raw: object, expected: str) -> None:
    assert code(money(raw)) == expected


def test_s1_eighteen_integer_digits_in_the_base_unit_are_kept_and_nineteen_refused() -> None:
    assert money("999999999999999999", "元") == 99_999_999_999_999_999_900
    assert code(money("1000000000000000000", "元")) == "J752"


def test_s1_dropped_digits_are_rounded_half_up_and_told() -> None:
    assert money("0.0000005") == Rounded(1, "0.0000005")
    assert money("0.0000004") == Rounded(0, "0.0000004")
    assert money("-0.0000015") == Rounded(-2, "-0.0000015")
    assert reader_for(COUNT, SCALES["人"])(2.5) == Rounded(3, "2.5")


@pytest.mark.parametrize(
    ("raw", "stored"), [("15", 150_000), ("15%", 150_000), ("１５％", 150_000), (0.15, 1_500)]
)
def test_percentages_go_by_the_columns_unit(raw: object, stored: int) -> None:
    assert reader_for(Field("x", "占比", "number", SCALES["%"], 6), SCALES["%"])(raw) == stored


def test_a_typed_percentage_in_another_column_is_a_problem_never_a_guess() -> None:
    ratio = Field("x", "占比", "number", SCALES["%"], 6)
    assert code(reader_for(ratio, SCALES[""])("15%")) == "J751"
    assert code(reader_for(ratio, SCALES["‰"])("15%")) == "J751"
    assert reader_for(ratio, SCALES["‰"])("15") == 15_000


def test_the_least_value_is_checked_in_the_fields_digits() -> None:
    at_least_one = Field("x", "金额", "number", SCALES["万元"], 2, minimum=100)
    assert reader_for(at_least_one, SCALES["元"])("1") == 100
    low = reader_for(at_least_one, SCALES["元"])("0.99")
    assert isinstance(low, Fault)
    assert (low.code, low.facts["bound"]) == ("J753", "1元")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("是", True), ("√", True), ("✓", True), ("1", True), ("１", True), (1, True), (1.0, True),
        ("TRUE", True), (True, True), ("否", False), ("×", False), ("0", False), (0.0, False),
        ("false", False), (False, False), ("不适用", NOT_APPLICABLE),
    ],
)  # fmt: skip
def test_flags(raw: object, expected: object) -> None:
    assert reader_for(Field("x", "是否", "flag"), SCALES[""])(raw) is expected


@pytest.mark.parametrize("raw", ["有", "x", 2, 0.5, date(2020, 1, 1), "是的"])
def test_what_is_no_flag_is_a_problem_and_never_false(raw: object) -> None:
    assert code(reader_for(Field("x", "是否", "flag"), SCALES[""])(raw)) == "J755"


@pytest.mark.parametrize(
    "raw",
    [
        "2020-01-31", "2020/1/31", "2020.1.31", "2020年1月31日", "２０２０－０１－３１",
        "2020-01-31 00:00:00", date(2020, 1, 31), datetime.fromisoformat("2020-01-31T12:30"),
    ],
)  # fmt: skip
def test_dates(raw: object) -> None:
    assert read_date(raw) == date(2020, 1, 31)


@pytest.mark.parametrize(
    "raw",
    [
        43861, 43861.0, "43861", "20200131", "2020-01", "2020-13-01", "2020-02-30", "2020年1月31", "长期",
        "2020-1/31",
    ],
)  # fmt: skip
def test_what_is_no_date_is_a_problem_a_bare_number_too(raw: object) -> None:
    assert code(read_date(raw)) == "J754"


def test_texts() -> None:
    assert read_text("  甲 乙 ") == "甲 乙"
    assert read_text(3911.0) == "3911"
    assert read_text(2020) == "2020"
    assert read_text(0.5) == "0.5"
    assert code(read_text(2.0e15)) == "J758"
    assert code(read_text(date(2020, 1, 1))) == "J756"
    assert code(read_text(True)) == "J756"


def test_a_text_with_options_is_one_of_them() -> None:
    sector = reader_for(Field("x", "领域", "text", options=("新材料", "Ａ类")), SCALES[""])
    assert sector("新材料 ") == "新材料"
    assert sector("A类") == "Ａ类"
    wrong = sector("新材")
    assert isinstance(wrong, Fault)
    assert (wrong.code, wrong.facts["near"]) == ("J757", "新材料")


@given(st.integers(-(10**14) + 1, 10**14 - 1), st.integers(0, 6))
def test_a_number_as_excel_keeps_it_is_the_decimal_that_was_typed(digits: int, places: int) -> None:
    field = Field("x", "数", "number", SCALES[""], 6)
    typed = Decimal(digits).scaleb(-places)
    assert reader_for(field, SCALES[""])(float(typed)) == int(typed * 10**6)
    assert reader_for(field, SCALES[""])(str(typed)) == int(typed * 10**6)


@given(
    st.integers(-(10**15), 10**15),
    st.sampled_from(["元", "千元", "万元", "亿元", "分"]).map(lambda name: SCALES[name]),
)
def test_a_stored_number_written_in_a_unit_reads_back(value: int, scale: Scale) -> None:
    text = exact_text(MONEY, scale, value)
    assert text is not None
    assert Fraction(text) * scale.factor * 100 == value
    assert reader_for(MONEY, scale)(text) == value


def test_a_stored_number_is_shown_in_its_unit() -> None:
    assert written_in(MONEY, SCALES["万元"], 123_450_000) == "123.45万元"
    by_month = parse_scale("元/个月")
    assert by_month is not None
    assert exact_text(Field("x", "月租", "number", by_month, 2), by_month, 1) is None
