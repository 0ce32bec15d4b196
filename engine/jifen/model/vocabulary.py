"""The shared vocabulary as files declare it: fields, tables, qualifications, kinds of negative event.

These classes are the format of ``policies/fields.toml`` and of the same sections of a park file;
``metadata["doc"]`` is what an editor shows.
"""

from decimal import Decimal
from typing import Any, Literal

from attrs import field, frozen

from jifen.model.place import Places, Written

ValueType = Literal["number", "flag", "text", "date"]


def key(doc: str, name: str | None = None, **options: Any) -> Any:
    """An attribute that is a TOML key: ``doc`` is its help, ``name`` its spelling where Python's differs."""
    metadata = {"doc": doc} | ({"key": name} if name else {})
    return field(metadata=metadata, kw_only=True, **options)


def places() -> Any:
    """The attribute that keeps a table's places; it takes no part in equality."""
    return field(eq=False, repr=False, kw_only=True)


@frozen
class Column:
    """A typed column of a table, or what a field and a column have in common."""

    name: str = key("中文名称，即表头中的写法")
    type: ValueType = key("类型：number 数值、flag 是否、text 文字、date 日期", default="number")
    unit: Written | None = key("数值的单位，如 元、万元、人、件、%", default=None)
    digits: int | None = key("按基本单位保留的小数位数；不写则金额两位（分）", default=None)
    options: tuple[str, ...] = key("文字只能取这些值之一", default=())
    aliases: tuple[str, ...] = key("表头的其他写法", default=())
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class FieldDeclaration:
    """A field of an enterprise: a fact of a period (S7)."""

    name: str = key("中文名称，即表头和表达式中的写法")
    type: ValueType = key("类型：number 数值、flag 是否、text 文字、date 日期", default="number")
    unit: Written | None = key("数值的单位，如 元、万元、人、件、%", default=None)
    digits: int | None = key("按基本单位保留的小数位数；不写则金额两位（分）", default=None)
    frequency: Literal["year", "quarter", "ytd", "instant"] | None = key(
        "year 全年、quarter 当季、ytd 年初至今、instant 时点；不写时，是否类为 instant，其余为 year",
        default=None,
    )
    options: tuple[str, ...] = key("文字只能取这些值之一", default=())
    aliases: tuple[str, ...] = key("表头的其他写法", default=())
    basis: str = key("口径，如 加计扣除、统计、专项审计", default="")
    minimum: Decimal | None = key("不能小于（按本单位）", default=None)
    at_most: tuple[Written, ...] = key("是哪些字段的一部分：同一期的数不能比它们大，写编号或名称", default=())
    sum_of: tuple[Written, ...] = key("由哪些字段相加：都填了的，同一期应当相等，写编号或名称", default=())
    source: str = key("出处", default="")
    assumed: bool = key("没有出处、由本平台假定的字段写 true", default=False)
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class TableDeclaration:
    """A child table (子表): contracts, projects, persons; several rows to an enterprise (S9)."""

    name: str = key("中文名称，即工作表名")
    columns: dict[str, Column] = key("各列")
    key_columns: tuple[str, ...] = key("区分各行的列", name="key", default=())
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class KindDeclaration:
    """A qualification (资质) or a kind of negative event (负面事件), as rows of the tables that every
    park has.
    """

    name: str = key("中文名称")
    aliases: tuple[str, ...] = key("其他写法", default=())
    source: str = key("出处", default="")
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class VocabularyFile:
    """``policies/fields.toml``: what every park and policy may rest on. A policy's own needs are told in the
    same way.
    """

    fields: dict[str, FieldDeclaration] = key("字段", factory=dict)
    tables: dict[str, TableDeclaration] = key("子表", factory=dict)
    qualifications: dict[str, KindDeclaration] = key("资质", factory=dict)
    events: dict[str, KindDeclaration] = key("负面事件的种类", factory=dict)
    lists: dict[str, tuple[str, ...]] = key(
        '名录，如 重点产业 = ["39", "27"]；表达式里用 属于 引用', factory=dict
    )
    places: Places = places()
