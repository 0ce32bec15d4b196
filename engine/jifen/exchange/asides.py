"""Rows of a table that are no data: totals, headings again, numbers of columns, notes and signatures.

A row with a credit code is always data. What is taken for an aside is reported, so that nothing disappears.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from attrs import define, field

from jifen.exchange.cells import Rounded
from jifen.exchange.headers import CREDIT_CODE, ENTERPRISE_NAME, Column, Header
from jifen.exchange.headings import squeezed
from jifen.exchange.problems import Problems
from jifen.exchange.sheets import Cells, Sheet, shown, written
from jifen.model.enterprise import Absence, Value

Aside = Literal["total", "subtotal", "heading", "numbers", "note"]

_TOTAL = re.compile(r"(?:本页|全表|全区|全园区|累计|企业)?(?:合计|总计|共计|汇总|总和)(?:数|:)?")
_SUBTOTAL = re.compile(r".{0,12}(?:小计|合计|平均|平均值|平均数)(?:数|:)?")
_NOTE = re.compile(
    r"(?:[一二三四五六七八九十]+、|附?注|备注|说明|填表|制表|填报|审核|复核|审批|单位负责|负责人|联系|日期|[*※]).*"
)
_CODE = re.compile(r"[0-9A-Za-z*]{9,}")
_LETTERS = "甲乙丙丁戊己庚辛壬癸"
_MOST_OF_A_NOTE = 3


def is_aside(sheet: Sheet, header: Header, row: int, cells: Cells) -> Aside | None:
    """What a row is if it is no data; None when it is."""
    code = header.columns[CREDIT_CODE.id].index
    if code < len(cells) and _CODE.fullmatch(squeezed(shown(cells[code]))):
        return None
    texts = [shown(cell) for cell in cells]
    if _is_heading(sheet, header, texts):
        return "heading"
    if row <= header.row + 2 and _is_numbering(texts):
        return "numbers"
    words = [squeezed(text) for text, cell in zip(texts, cells, strict=True) if text and _is_words(cell)]
    first = words[0] if words else ""
    if len(words) == 1 and _TOTAL.fullmatch(first):
        return "total"
    if len(words) == 1 and _SUBTOTAL.fullmatch(first):
        return "subtotal"
    if words and _NOTE.fullmatch(first) and sum(map(bool, texts)) <= _MOST_OF_A_NOTE:
        named = header.columns.get(ENTERPRISE_NAME.id)
        beside = {code, named.index if named else code}
        figures = {column.index for column in header.columns.values() if column.field.type == "number"}
        if not any(text and index in figures - beside for index, text in enumerate(texts)):
            return "note"
    return None


def _is_words(cell: object) -> bool:
    return isinstance(cell, str) and any(letter.isalpha() or letter in "*※" for letter in cell)


def _is_heading(sheet: Sheet, header: Header, texts: Sequence[str]) -> bool:
    said = [text for text in texts if text]
    if len(said) < 2:
        return False
    heads = [sheet.rows[row - 1] for row in range(header.top, header.row + 1)]
    return any(said == [shown(cell) for cell in head if shown(cell)] for head in heads)


def _is_numbering(texts: Sequence[str]) -> bool:
    """甲 乙 丙 1 2 3: letters, then numbers that count on."""
    said = [squeezed(text).strip("()").removesuffix(".0") for text in texts if text]
    numbers = [text for text in said if text not in _LETTERS]
    if len(said) < 4 or not all(text.isdecimal() for text in numbers):
        return False
    letters = said[: len(said) - len(numbers)]
    counted = [int(text) for text in numbers]
    return all(len(text) == 1 and text in _LETTERS for text in letters) and counted == list(
        range(counted[0] if counted else 0, (counted[0] if counted else 0) + len(counted))
    )


@define
class Asides:
    """The asides of one sheet: totals held against what they add up, and all of them reported."""

    sheet: Sheet
    header: Header
    problems: Problems
    told: list[tuple[Mapping[str, Value], Cells]] = field(factory=list)
    """All rows of data so far: their values by slot, and their cells."""
    since: int = 0
    """How many of them stand above the last subtotal."""

    def take(self, kind: Aside, row: int, cells: Cells) -> None:
        """Report an aside."""
        if kind in ("total", "subtotal"):
            label = next(shown(cell) for cell in cells if isinstance(cell, str) and shown(cell))
            self.problems.count("J745", self.sheet.spot(row), self.sheet.title, found=label)
            self._compare(label, row, cells)
            if kind == "subtotal":
                self.begin_again(row)
            return
        found = " ".join(shown(cell) for cell in cells if written(cell))
        short = found if len(found) <= 30 else f"{found[:30]}…"
        self.problems.count("J747", self.sheet.spot(row), self.sheet.title, found=short)

    def begin_again(self, row: int) -> None:  # noqa: ARG002 those who count by rows need it
        """Count from below a subtotal."""
        self.since = len(self.told)

    def add(self, values: Mapping[str, Value], cells: Cells) -> None:
        """Add a row of data."""
        self.told.append((values, cells))

    def _compare(self, label: str, row: int, cells: Cells) -> None:
        """Hold a total against the sums; an average or a rate adds up to nothing and is left alone."""
        if "平均" in label:
            return
        for column in self.header.columns.values():
            one = column.field
            if one.type != "number" or column.scale.name == "%" or column.index >= len(cells):
                continue
            told = column.read(cells[column.index])
            stated = told.value if isinstance(told, Rounded) else told
            if not isinstance(stated, int) or isinstance(stated, bool):
                continue
            unit, sums = column.unit, self.sums(column, row)
            if sums is None or any(_near(stated, known, unit) for known in sums):
                continue
            self.problems.report(
                "J746",
                self.sheet.spot(row, column.index + 1),
                label=label,
                heading=column.heading,
                stated=_shown(stated / unit),
                found=_shown(sums[0] / unit),
            )

    def sums(self, column: Column, row: int) -> tuple[int, int] | None:  # noqa: ARG002 as above
        """What all rows add up to, and those since the last subtotal; None if a figure could not be read."""
        sums = [0, 0]
        for number, (values, cells) in enumerate(self.told):
            value = values.get(column.slot)
            if isinstance(value, int):
                sums[0] += value
                sums[1] += value if number >= self.since else 0
                continue
            cell = cells[column.index] if column.index < len(cells) else None
            if value is None and written(cell) and column.read(cell) is not Absence.MISSING:
                return None
        return sums[0], sums[1]


def _near(stated: int, known: int, unit: Fraction) -> bool:
    """Whether a total is that sum but for what rounding to hundredths of the written unit makes of it."""
    return abs(stated - known) * 100 <= max(unit * 100, Fraction(abs(known), 10))


def _shown(number: Fraction) -> str:
    return f"{Decimal(number.numerator) / Decimal(number.denominator):,.2f}".rstrip("0").rstrip(".")
