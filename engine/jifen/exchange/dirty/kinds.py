"""What a kind of spoilt roster is: how it is made, and how reading it should end."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random
from typing import Literal

from attrs import frozen

from jifen.exchange.cells import digits_of
from jifen.exchange.dirty.book import Book, Cell, Line, Page
from jifen.exchange.headers import CREDIT_CODE, ENTERPRISE_NAME, PERIOD
from jifen.model.quantity import YUAN
from jifen.model.terms import FOUNDED, Field, Vocabulary

End = Literal["right", "problems", "refused"]
Files = Mapping[str, bytes]
"""Contents by file name; the first is the roster."""

FULL_WIDTH = {**{ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}, ord("."): "．", ord(","): "，"}
"""Digits as an input method types them."""

IDENTITY = (CREDIT_CODE.id, ENTERPRISE_NAME.id, PERIOD.id, FOUNDED.id)


class UnsuitableError(Exception):
    """The park has no field that this kind could spoil."""


@frozen
class Draw:
    """A faultless roster, and a source of chance to spoil it with."""

    random: Random
    book: Book
    vocabulary: Vocabulary

    @property
    def main(self) -> Page:
        """The sheet 企业."""
        return self.book.main

    def column(self, wanted: Callable[[Field], bool]) -> int:
        """One of the columns of 企业 that hold such a field and have something to spoil."""
        page = self.main
        found = [
            number
            for number in page.where(wanted)
            if any(line[number] is not None and line[number] != "不适用" for line in page.body)
        ]
        if not found:
            raise UnsuitableError
        return self.random.choice(found)

    def line(self, column: int) -> Line:
        """One of the lines that have something in a column."""
        return self.random.choice([line for line in self.main.body if told(line, column)])

    def money(self) -> int:
        """A column of money."""
        return self.column(lambda one: one.id not in IDENTITY and one.unit == YUAN)

    def share(self) -> int:
        """A column in percent."""
        return self.column(lambda one: one.scale.name == "%")

    def code(self) -> int:
        """The column of credit codes."""
        return self.main.column(CREDIT_CODE.id)


def as_workbook(draw: Draw) -> Files:
    """The roster as a workbook."""
    return {"名单.xlsx": draw.book.as_xlsx()}


def either(draw: Draw) -> Files:
    """As a workbook or as CSV."""
    if draw.random.random() < 0.5:
        return as_workbook(draw)
    return {"名单.csv": draw.book.as_csv(draw.random.choice(["utf-8-sig", "gb18030"]))}


def number_of(cell: Cell) -> Decimal:
    """The number in a cell."""
    return Decimal(digits_of(cell)) if isinstance(cell, float | int) else Decimal(str(cell))


def told(line: Line, column: int) -> bool:
    """Whether a cell holds a value."""
    return line[column] is not None and line[column] != "不适用"


@frozen
class Kind:
    """A kind of spoilt roster. ``codes`` are said of it, whatever else is."""

    id: str
    title: str
    end: End
    codes: tuple[str, ...]
    make: Callable[[Draw], Files]


def kind(id_: str, title: str, end: End, codes: str, make: Callable[[Draw], Files]) -> Kind:
    """A kind; ``codes`` are parted by blanks."""
    return Kind(id_, title, end, tuple(codes.split()), make)
