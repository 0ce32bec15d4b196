"""Cells of a whole column are read as single ones are (S1), and credit codes as python-stdnum checks them."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from random import Random
from typing import Any

import polars as pl
import pytest
from stdnum.cn import uscc

from jifen.exchange.cells import Fault, Rounded, reader_for
from jifen.exchange.frames.casting import cast_column
from jifen.exchange.frames.credit import read_codes, valid_codes
from jifen.exchange.headers import Column
from jifen.exchange.identity import CreditCodes
from jifen.model.enterprise import Absence
from jifen.model.quantity import SCALES
from jifen.model.terms import Field

MONEY = Field("revenue", "营业收入", "number", SCALES["万元"], 2)
RANDOM = Random(20201231)
ROWS = 4000


def column(field: Field) -> Column:
    return Column(0, field.name, field, field.scale, reader_for(field, field.scale))


def by_columns(raw: pl.Series, field: Field) -> list[tuple[Any, bool, bool, bool]]:
    cast = cast_column(raw, column(field))
    marks = [
        [False] * len(raw) if mark is None else mark.to_list()
        for mark in (cast.absent, cast.rounded, cast.faulty)
    ]
    return list(zip(cast.values.to_list(), *marks, strict=True))


def one_by_one(raw: pl.Series, field: Field) -> list[tuple[Any, bool, bool, bool]]:
    read = column(field).read
    found = []
    for cell in raw.to_list():
        one = Absence.MISSING if cell is None or cell == "" else read(cell)
        value = one.value if isinstance(one, Rounded) else one
        none = isinstance(one, Absence | Fault)
        found.append(
            (
                None if none else value,
                one is Absence.NOT_APPLICABLE,
                isinstance(one, Rounded),
                isinstance(one, Fault),
            )
        )
    return found


def drawn(make: Callable[[], Any], dtype: Any) -> pl.Series:
    cells = [None if RANDOM.random() < 0.05 else make() for _ in range(ROWS)]
    return pl.Series("x", cells, dtype=dtype)


def a_double() -> float:
    return RANDOM.choice(
        (
            RANDOM.uniform(-1e6, 1e6),
            RANDOM.randint(-(10**9), 10**9) / 100,
            RANDOM.randint(0, 10**15) / 1e6,
            RANDOM.random() * 10 ** RANDOM.randint(-30, 20),
            RANDOM.randint(0, 10**6) + 0.5,
            RANDOM.randint(1, 10**12) / 2**20,
            RANDOM.choice(
                (0.0, -0.0, 1e300, 5e-324, float("inf"), 1.005, 2.675, 0.1 + 0.2, 999999999999999.9)
            ),
        )
    )


def a_text() -> str:
    number = RANDOM.randint(-(10**9), 10**9)
    return RANDOM.choice(
        (
            str(number),
            f"{RANDOM.uniform(-1e6, 1e6):.{RANDOM.randint(0, 21)}f}",
            f"{number:,}",
            f"{RANDOM.uniform(0, 1e12):,.2f}",
            *("-", "—", "/", "N/A", "", "不适用", " 12 ", "１２３", "12%", "1e5", "约12", "+5", "-0", "1,23"),
            *("0012.50", "9" * 18, "9" * 19, "1234567890" * 4, ".5", "5.", "1 234", "1.23456789012345678901"),
        )
    )


@pytest.mark.parametrize(
    ("make", "dtype"),
    [
        (a_double, pl.Float64),
        (a_double, pl.Float32),
        (lambda: RANDOM.randint(-(10**18), 10**18), pl.Int64),
        (lambda: RANDOM.randint(-100, 100), pl.Int8),
        (lambda: RANDOM.randint(0, 2**64 - 1), pl.UInt64),
        (lambda: RANDOM.randint(-(10 ** RANDOM.randint(1, 37)), 10**30), pl.Int128),
        (
            lambda: Decimal(RANDOM.randint(-(10**35), 10 ** RANDOM.randint(1, 37))).scaleb(-3),
            pl.Decimal(38, 3),
        ),
        (lambda: Decimal(RANDOM.randint(-(10**9), 10**9)).scaleb(-8), pl.Decimal(20, 8)),
        (a_text, pl.String),
        (lambda: RANDOM.random() < 0.5, pl.Boolean),
        (lambda: date(2020, 1, RANDOM.randint(1, 31)), pl.Date),
        (lambda: [1], pl.List(pl.Int64)),
    ],
    ids=str,
)
@pytest.mark.parametrize("unit", ["万元", "元", "分", "亿元", "%", "人", "个月", ""])
def test_numbers_of_a_column_are_those_of_its_cells(make: Callable[[], Any], dtype: Any, unit: str) -> None:
    digits = {"人": 0, "%": 6, "个月": 6, "": 6}.get(unit, 2)
    field = Field("x", "某数", "number", SCALES[unit], digits, minimum=0 if unit == "元" else None)
    raw = drawn(make, dtype)
    assert by_columns(raw, field) == one_by_one(raw, field)
    for height in (0, 1, 2):
        assert by_columns(raw.head(height), field) == one_by_one(raw.head(height), field)


def test_money_typed_in_a_spreadsheet_is_exact_though_binary_numbers_are_not() -> None:
    yuan = Field("x", "某数", "number", SCALES["元"], 2)
    cells = [0.29, 1.15, 4.35, 1234567.89]
    assert cast_column(pl.Series(cells), column(yuan)).values.to_list() == [29, 115, 435, 123456789]
    assert [int(number * 100) for number in cells] == [28, 114, 434, 123456788]


def test_a_number_is_rounded_at_its_fifteen_digits_and_its_half_goes_up() -> None:
    yuan = Field("x", "某数", "number", SCALES["元"], 2)
    # 1.005 is below 1.005 in binary, and 2.675 as well; both were typed, and are rounded as typed.
    cast = cast_column(pl.Series([1.005, 2.675, -2.675, 1.004]), column(yuan))
    assert cast.values.to_list() == [101, 268, -268, 100]
    assert cast.rounded is not None
    assert cast.rounded.to_list() == [True] * 4


def test_no_cell_of_a_clean_column_is_read_on_its_own() -> None:
    for cells in ([0.1 * n for n in range(1, 9)], [1.5, 2.25, None], [10**12, 3], ["1.5", "2,000", "-3"]):
        assert cast_column(pl.Series(cells), column(MONEY)).singly == 0


_CELLS: Sequence[tuple[Field, Sequence[Any]]] = (
    (
        Field("x", "某文字", "text"),
        (
            "甲公司",
            "-",
            "—",
            " 甲",
            "甲 ",
            "N/A",
            "na",
            "/",
            "不适用",
            " ",
            "\u3000x",
            "a\x1c",
            "-\u200b",
            "a-b",
            "",
        ),
    ),
    (
        Field("x", "某文字", "text", options=("电子信息", "新材料")),
        ("电子信息", "新材料 ", "其他", "不适用", ""),
    ),
    (Field("x", "某文字", "text"), (1, 2, 10**16)),
    (Field("x", "某文字", "text"), (1.5, 2.0, 1e16)),
    (Field("x", "是否", "flag"), ("是", "否", "1", "0", "√", "x", "")),
    (Field("x", "是否", "flag"), (True, False)),
    (Field("x", "是否", "flag"), (1.0, 0.0, 2.0)),
    (
        Field("x", "某日", "date"),
        (
            "2020-01-31",
            "2020-02-30",
            "2020/1/2",
            "2020年1月2日",
            "0000-01-01",
            "20200101",
            "-",
            "2020-01-02 00:00",
        ),
    ),
    (
        Field("x", "某日", "date"),
        tuple(datetime.combine(date(year, 12, 31), time(3)) for year in (1999, 2020)),
    ),
    (Field("x", "某日", "date"), (date(2020, 1, 2),)),
    (Field("x", "某日", "date"), (20200101, 43861)),
)


@pytest.mark.parametrize(("field", "cells"), _CELLS)
def test_texts_flags_and_dates_of_a_column_are_those_of_its_cells(field: Field, cells: Sequence[Any]) -> None:
    raw = pl.Series("x", [None, *cells, *reversed(cells)], strict=False)
    assert by_columns(raw, field) == one_by_one(raw, field)


def a_code() -> str:
    area = RANDOM.choice(("91330100", "91330100", "9133A100"))
    body = area + "".join(RANDOM.choices("0123456789ABCDEFGHJKLMNPQRTUWXY", k=9))
    code = body + str(uscc.calc_check_digit(body))
    chance = RANDOM.random()
    if chance < 0.3:
        place = RANDOM.randrange(18)
        return code[:place] + RANDOM.choice("0123456789ABCXYIOSVZa-é ") + code[place + 1 :]
    return code[: RANDOM.randrange(19)] if chance < 0.4 else code


def test_codes_are_valid_where_python_stdnum_says_so() -> None:
    codes = [a_code() for _ in range(ROWS)]
    expected = [uscc.is_valid(code) and uscc.compact(code) == code for code in codes]
    assert valid_codes(pl.Series(codes)).to_list() == expected
    assert 0.3 < sum(expected) / ROWS < 0.6


def test_codes_in_another_spelling_are_those_that_single_cells_are_read_as() -> None:
    cells = [
        *("91330100799655058B", "91330100799655058b", " 91330100799655058B", "９１330100799655058B"),
        *("", "91330100799655058C", None),
    ]
    found, respelled = read_codes(pl.Series(cells), CreditCodes())
    assert found.to_list() == ["91330100799655058B"] * 4 + [None] * 3
    assert respelled.to_list() == [False, True, False, True, False, False, False]
