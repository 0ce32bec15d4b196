"""The vocabulary once checked: fields, columns, tables and kinds by id and by name (S28).

``language`` resolves declarations into these; expressions, data readers and templates look names up in them.
"""

from collections.abc import Mapping
from typing import Literal

from attrs import field, frozen

from jifen.model.period import Frequency
from jifen.model.quantity import SCALES, Scale, Unit

Type = Literal["number", "flag", "text", "date"]


@frozen
class Field:
    """A field, or a column of a table: what may stand in a cell and what it means.

    ``scale`` is the declared unit as written (万元); data is kept in the base unit at ``digits`` decimals.
    """

    id: str
    name: str
    type: Type = "number"
    scale: Scale = SCALES[""]
    digits: int = 0
    frequency: Frequency = "year"
    options: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    basis: str = ""
    minimum: int | None = None
    """The least value that data may have, counted like data in the last digit of the base unit."""
    at_most: tuple[str, ...] = ()
    """The fields, by id, that this one is a part of: no enterprise can have more of it in one period."""
    sum_of: tuple[str, ...] = ()
    """The fields, by id, that add up to this one, as far as all of them are told."""
    source: str = ""
    assumed: bool = False
    doc: str = ""

    @property
    def unit(self) -> Unit:
        """The unit that its data is counted in."""
        return self.scale.unit


@frozen
class Table:
    """A child table (子表): its name, typed columns by id, and the columns that tell its rows apart."""

    id: str
    name: str
    columns: Mapping[str, Field]
    key: tuple[str, ...] = ()
    doc: str = ""

    def column(self, name: str) -> Field | None:
        """The column of that id, name or alias."""
        for column in self.columns.values():
            if name in (column.id, column.name) or name in column.aliases:
                return column
        return None


@frozen
class Kind:
    """A qualification or a kind of negative event."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    source: str = ""
    doc: str = ""


def _text(name: str, label: str, *aliases: str) -> Field:
    return Field(name, label, "text", aliases=aliases)


def _date(name: str, label: str, *aliases: str) -> Field:
    return Field(name, label, "date", aliases=aliases)


def _columns(*columns: Field) -> Mapping[str, Field]:
    return {column.id: column for column in columns}


QUALIFICATION = Table(
    "qualification",
    "资质",
    _columns(
        _text("kind", "资质", "资质名称"),
        _text("level", "级别"),
        _text("number", "证书编号"),
        _date("begins", "有效期起", "发证日期"),
        _date("ends", "有效期止", "失效日期"),
    ),
    key=("kind", "number", "begins"),
    doc="有效期起当日有效，有效期止当日起失效",
)
EVENT = Table(
    "event",
    "负面事件",
    _columns(
        _text("kind", "种类", "事件"),
        _date("begins", "发生日期", "列入日期"),
        _date("ends", "终止日期", "移出日期", "修复日期"),
        Field("amount", "金额", "number", SCALES["元"], 2),
        _text("number", "文号"),
    ),
    key=("kind", "number", "begins"),
    doc="发生日期当日起有影响，终止日期当日起不再有影响",
)
AWARD = Table(
    "award",
    "已兑现",
    _columns(
        _text("award", "奖励编号"),
        _text("period", "奖励期间"),
        Field("amount", "金额", "number", SCALES["元"], 2),
        _date("paid_on", "兑现日期"),
    ),
    key=("award", "period", "paid_on"),
)
BUILT_IN_TABLES: Mapping[str, Table] = {table.id: table for table in (QUALIFICATION, EVENT, AWARD)}
"""The tables that every park has (S9)."""


FOUNDED = Field(
    "founded",
    "成立日期",
    "date",
    frequency="instant",
    aliases=("注册日期", "成立时间"),
    doc="营业执照载明的成立日期",
)
"""The enterprise's own date, told once and not by period."""

BUILT_IN_FIELDS: Mapping[str, Field] = {FOUNDED.id: FOUNDED}


@frozen
class Vocabulary:
    """All names that data and expressions may use in a park."""

    fields: Mapping[str, Field] = field(factory=lambda: BUILT_IN_FIELDS)
    tables: Mapping[str, Table] = field(factory=lambda: BUILT_IN_TABLES)
    qualifications: Mapping[str, Kind] = field(factory=dict)
    events: Mapping[str, Kind] = field(factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(factory=dict)

    @property
    def facts(self) -> Mapping[str, Field]:
        """The fields that are told by period, by id: all but those of the enterprise itself, such as
        成立日期.
        """
        return {name: field for name, field in self.fields.items() if name not in BUILT_IN_FIELDS}
