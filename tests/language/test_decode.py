import threading
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import attrs
import pytest
from attrs import Attribute, field, frozen, validators

from jifen.language.decode import decode
from jifen.language.diagnostics import Diagnostic, DiagnosticError
from jifen.language.source import Source
from jifen.language.toml import Document, Path, parse
from jifen.model.place import Place, Places, Written


def key(doc: str, name: str | None = None, **options: Any) -> Any:
    return field(metadata={"doc": doc} | ({"key": name} if name else {}), **options)


def even(_: object, __: "Attribute[int]", value: int) -> None:
    if value % 2:
        raise ValueError("必须是偶数")


@frozen
class Band:
    within: Written = key("区间", name="in")
    points: Decimal = key("分值")


@frozen
class Bands:
    kind: Literal["bands"] = key("分档")
    bands: tuple[Band, ...] = key("各档")


@frozen
class Ratio:
    kind: Literal["ratio"] = key("比例")
    reference: Decimal = key("满分值", validator=validators.gt(0))


@frozen
class Checked:
    low: int = key("下限", default=0, validator=[validators.ge(0), validators.le(100)])
    high: int | None = key("上限", default=None, validator=validators.optional(validators.lt(1000)))
    even: int = key("偶数", default=0, validator=even)
    names: tuple[str, ...] = key("名称", factory=tuple)
    twice: int = field(default=attrs.Factory(lambda self: self.low * 2, takes_self=True))

    def __attrs_post_init__(self) -> None:
        if self.high is not None and self.high < self.low:
            raise ValueError("上限小于下限")


@frozen
class Everything:
    text: str = key("文字", default="")
    written: Written | None = key("原文", default=None)
    flag: bool = key("是否", default=False)
    count: int = key("个数", default=0)
    amount: Decimal = key("金额", default=Decimal(0))
    day: date | None = key("日期", default=None)
    level: Literal["high", "low"] = key("等级", default="low")
    choice: Literal[1, 2] = key("选项", default=1)
    names: tuple[str, ...] = key("名称", default=())
    weights: Decimal | dict[str, Decimal] = key("权重", default=Decimal(1))
    when: Written | tuple[Written, ...] | None = key("条件", default=None)
    scoring: Bands | Ratio | None = key("计分", default=None)
    mixed: Literal["auto"] | Decimal | Band | None = key("混合", default=None)
    marked: Literal["auto"] | Written = key("标记", default="auto")
    checked: Checked | None = key("核对", default=None)
    items: tuple[Checked, ...] = key("各项", name="item", default=())
    tables: dict[str, Checked] = key("各表", factory=dict)
    below: "Everything | None" = key("下层", default=None)
    deeper: tuple["Everything", ...] = key("更下层", default=())
    where: Places = field(eq=False, repr=False, kw_only=True)


def document(text: str) -> Document:
    return parse(Source("f.toml", text))


def read(text: str, path: Path = ()) -> Everything:
    return decode(document(text), Everything, path=path)


def wrong(text: str, cls: type = Everything, path: Path = ()) -> list[Diagnostic]:
    with pytest.raises(DiagnosticError) as caught:
        decode(document(text), cls, path=path)
    return list(caught.value.diagnostics)


def shown(place: Place | None) -> str:
    assert place is not None
    return place.text[place.column - 1 : place.column - 1 + place.length]


def test_values_become_what_the_class_says_exactly() -> None:
    found = read(
        """
        text = "甲"
        flag = true
        count = 3
        amount = 0.10
        day = 2024-03-31
        level = "high"
        choice = 2
        names = ["一", "二"]
        weights = { "初创期" = 30, b = 2.5 }
        when = ["甲 > 1", "乙"]
        mixed = "auto"
        marked = "auto"
        item = [{}, { low = 4 }]
        """
    )
    assert found == Everything(
        text="甲",
        flag=True,
        count=3,
        amount=Decimal("0.10"),
        day=date(2024, 3, 31),
        level="high",
        choice=2,
        names=("一", "二"),
        weights={"初创期": Decimal(30), "b": Decimal("2.5")},
        when=(Written("甲 > 1", found.where.here), Written("乙", found.where.here)),
        mixed="auto",
        items=(Checked(), Checked(low=4)),
        where=found.where,
    )
    assert type(found.text) is str
    assert type(found.names[0]) is str
    assert type(found.level) is str
    assert str(found.amount) == "0.10"
    assert found.items[1].twice == 8


def test_an_integer_is_a_number_and_a_union_takes_what_fits() -> None:
    assert read("amount = 3").amount == Decimal(3)
    assert type(read("amount = 3").amount) is Decimal
    assert read("weights = 3").weights == Decimal(3)
    assert read("mixed = 2").mixed == Decimal(2)
    assert isinstance(read('mixed = { in = "x", points = 1 }').mixed, Band)
    assert isinstance(read('when = "甲"').when, Written)
    assert read('marked = "x"').marked == Written("x", Place("f", 1, 1))
    assert read("[below]\ntext = 'x'").below == Everything(text="x", where=Places(Place("f", 1, 1)))


def test_a_table_may_hold_itself() -> None:
    assert read("[[deeper]]\n[[deeper.deeper]]\ntext = 'x'").deeper[0].deeper[0].text == "x"


def test_one_of_several_tables_is_told_by_its_kind() -> None:
    found = read('scoring = { kind = "bands", bands = [{ in = ">= 6%", points = 3 }] }').scoring
    assert isinstance(found, Bands)
    assert found.bands[0].points == 3
    assert isinstance(read('scoring = { kind = "ratio", reference = 5 }').scoring, Ratio)


@pytest.mark.parametrize(
    ("text", "place", "verbatim"),
    [
        ('written = "研发 > 1"', "研发 > 1", True),
        ("written = '研发 > 1'", "研发 > 1", True),
        ('written = """研发 > 1"""', "研发 > 1", True),
        ('written = "研发\\t> 1"', "研发\\t> 1", False),
        ('written = """\n  研发 > 1\n"""', "研发 > 1", False),
        ("written = '''研发 >\n 1'''", "研发 >", False),
        ('written = ""', '"', True),
    ],
)
def test_a_text_knows_its_place_between_the_quotes(text: str, place: str, verbatim: bool) -> None:
    written = read(text).written
    assert written is not None
    assert (shown(written.place), written.verbatim) == (place, verbatim)


def test_a_part_of_a_text_has_its_own_place() -> None:
    written = read('名 = 1\nwritten = "研发 > 1"'.replace("名", "count")).written
    assert written is not None
    assert shown(written.at(3, 1)) == ">"


def test_a_table_is_given_its_places_relative_to_itself() -> None:
    text = "[below]\ntext = 'x'\n[below.tables.a]\nlow = 1\n[[below.item]]\nlow = 2\n"
    found = read(text)
    assert found.below is not None
    where = found.below.where
    assert where.here.line == 1
    assert shown(where.key("text")) == "text"
    assert shown(where.value("text")) == "'x'"
    assert shown(where.value("tables", "a", "low")) == "1"
    assert shown(where.value("item", 0, "low")) == "2"
    assert shown(found.where.value("below", "text")) == "'x'"
    assert found.where.here == Place("f.toml", 1, 1, 1, "[below]")
    assert read(text, ("below",)) == found.below
    assert decode(document(text), Checked, path=("below", "item", 0)) == Checked(low=2)


def test_all_mistakes_of_a_file_come_at_once_each_at_its_place() -> None:
    found = wrong(
        """\
txet = 1
count = "3"
level = "hihg"
names = ["一", 2]
weights = { a = "x" }
scoring = { kind = "band" }
[[item]]
low = -1
even = 3
[tables.a]
lwo = 1
[checked]
high = 1
low = 2
"""
    )
    assert [(one.code, one.place.line if one.place else 0, shown(one.place)) for one in found] == [
        ("J201", 1, "txet"),
        ("J203", 2, '"3"'),
        ("J204", 3, '"hihg"'),
        ("J203", 4, "2"),
        ("J203", 5, '"x"'),
        ("J204", 6, '"band"'),
        ("J205", 8, "-1"),
        ("J206", 9, "3"),
        ("J201", 11, "lwo"),
        ("J206", 12, "checked"),
    ]
    assert found[0].help.startswith("是不是想写 text？")
    assert found[2].help.startswith("是不是想写 high？可以写的值有：high、low。")
    assert found[3].message == "names 的第 2 项 应当是文字，这里写的是整数"
    assert found[5].help.startswith("是不是想写 bands？可以写的值有：bands、ratio。")
    assert found[6].message == "low 必须不小于 0 且不大于 100，这里写的是 -1"
    assert found[7].message == "even 的值不合要求：必须是偶数"
    assert found[9].message == "[checked] 的值不合要求：上限小于下限"


@pytest.mark.parametrize(
    ("text", "message", "instead"),
    [
        ("text = 3", "text 应当是文字，这里写的是整数", '请写成 "3"。'),
        ("text = 2024-03-31", "text 应当是文字，这里写的是日期", '请写成 "2024-03-31"。'),
        ("text = ['x']", "text 应当是文字，这里写的是数组", "请改成引号里的文字。"),
        ("flag = '是'", "flag 应当是真假值，这里写的是文字", "请写成 true。"),
        ("flag = 'No'", "flag 应当是真假值，这里写的是文字", "请写成 false。"),
        ("flag = 1", "flag 应当是真假值，这里写的是整数", "请改成true 或 false。"),
        ("count = ' 3'", "count 应当是整数，这里写的是文字", "请写成 3。"),
        ("count = 2.5", "count 应当是整数，这里写的是数", "请改成整数。"),
        ("count = true", "count 应当是整数，这里写的是真假值", "请改成整数。"),
        ("amount = '2.5'", "amount 应当是数，这里写的是文字", "请写成 2.5。"),
        ("amount = '100万元'", "amount 应当是数，这里写的是文字", "请改成不加引号的数。"),
        ("amount = false", "amount 应当是数，这里写的是真假值", "请改成不加引号的数。"),
        ("day = '2024-03-31'", "day 应当是日期，这里写的是文字", "请写成 2024-03-31。"),
        ("day = 2024-03-31T08:00:00", "day 应当是日期，这里写的是带时刻的日期", "请改成"),
        ("day = 08:00:00", "day 应当是日期，这里写的是时刻", "请改成"),
        ("level = 1", "level 应当是文字，这里写的是整数", '请写成 "1"。'),
        ("choice = true", "choice 应当是整数，这里写的是真假值", "请改成整数。"),
        ("names = 'x'", "names 应当是数组，这里写的是文字", "请写成 ['x']。"),
        ("names = " + "1" * 17 + "." + "2" * 8, "names 应当是数组，这里写的是数", "请写成 ["),
        ("names = '" + "x" * 50 + "'", "names 应当是数组，这里写的是文字", "请改成方括号"),
        ("when = 3", "when 应当是文字或数组，这里写的是整数", '请写成 "3"。'),
        ("weights = []", "weights 应当是数或表，这里写的是数组", "请改成不加引号的数或花括号"),
        ("tables = 1", "tables 应当是表，这里写的是整数", "请改成花括号"),
        ("checked = 1", "checked 应当是表，这里写的是整数", "请改成花括号"),
        ("[item]", "item 应当是数组，这里写的是表", "请写成 [[item]]。"),
        ("item = {}", "item 应当是数组，这里写的是表", "请改成方括号"),
        ("[[checked]]", "checked 应当是表，这里写的是数组", "请写成 [checked]。"),
        ("[below]\n[[below.checked]]", "checked 应当是表，这里写的是数组", "请写成 [below.checked]。"),
        ("scoring = { kind = 1 }", "kind 应当是文字，这里写的是整数", '请写成 "1"。'),
        ("mixed = 2024-03-31", "mixed 应当是文字或数或表，这里写的是日期", '请写成 "2024-03-31"。'),
    ],
)
def test_a_wrong_type_is_told_with_what_to_write(text: str, message: str, instead: str) -> None:
    (found,) = wrong(text)
    assert (found.code, found.message) == ("J203", message)
    assert found.help.startswith(instead)


def test_help_says_what_the_key_means() -> None:
    assert wrong("count = 'x'")[0].help.endswith("这个键的含义：个数。")
    assert wrong("weights = { a = 'x' }")[0].help.endswith("这个键的含义：权重。")


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("mixed = 'x'", "J204", "mixed 不能写成 x"),
        ("choice = 3", "J204", "choice 不能写成 3"),
        ("mixed = {}", "J202", "[mixed] 缺少 in（区间）"),
        ("scoring = {}", "J202", "[scoring] 缺少 kind（bands、ratio）"),
        ("[[item]]\n[[item]]\nlow = 200", "J205", "low 必须不小于 0 且不大于 100，这里写的是 200"),
        ("[[item]]\nhigh = 1000", "J205", "high 必须小于 1000，这里写的是 1000"),
        ("scoring = { kind = 'ratio', reference = 0 }", "J205", "reference 必须大于 0，这里写的是 0"),
        ("where = 1", "J201", "文件最外层 没有 where 这个键"),
        ("where = 1\ncount = 'x'", "J201", "文件最外层 没有 where 这个键"),
        ("[[item]]\nx" + "x" * 60 + " = 1", "J201", f"[[item]] 没有 {'x' * 39}… 这个键"),
    ],
)
def test_other_mistakes_in_words(text: str, code: str, message: str) -> None:
    found = wrong(text)[0]
    assert (found.code, found.message) == (code, message)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[[item]]\nlow = 1\ncount = 3", "文件最外层"),
        ("low = 1", "[checked]"),
        ("bands = []", "[scoring]"),
        ("[below]\n[[below.item]]\nlow = 1\n[[below.item]]\nweights = 3", "[below]"),
        ("[below]\nscoring = { kind = 'ratio', reference = 1, text = '' }", "[below]"),
    ],
)
def test_a_key_known_one_level_up_or_down_is_told_where(text: str, target: str) -> None:
    (found,) = wrong(text)
    assert found.code == "J207"
    assert f"应写在 {target} 里" in found.message


@frozen
class Lower:
    value: int = 0


@frozen
class Upper:
    lowers: tuple[Lower, ...] = field(metadata={"key": "lower"}, default=())
    named: dict[str, Lower] = field(factory=dict)


def test_a_key_of_an_array_of_tables_is_told_with_two_brackets() -> None:
    (found,) = wrong("value = 1", Upper)
    assert "应写在 [[lower]] 里" in found.message
    assert found.help == "请把这一行移到 [[lower]] 里，也就是它的表头之下、下一个表头之前。"


@frozen
class Faulty:
    value: int = 0

    def __attrs_post_init__(self) -> None:
        raise RuntimeError("a fault of the class")


def test_a_fault_of_the_class_is_not_taken_for_a_mistake_of_the_file() -> None:
    with pytest.raises(RuntimeError, match="a fault of the class"):
        decode(document("value = 1"), Faulty)


@frozen
class Left:
    value: int = 0


@frozen
class Kindless:
    either: Left | Lower | None = None


def test_tables_that_cannot_be_told_apart_are_a_fault_of_the_class() -> None:
    with pytest.raises(TypeError, match="Left is one of several tables, but has no kind"):
        decode(document("either = {}"), Kindless)


def test_the_outermost_value_must_be_a_table() -> None:
    (found,) = wrong("a = 1", path=("a",))
    assert found.message == "a 应当是表，这里写的是整数"


def test_many_threads_from_cold_read_the_same() -> None:
    text = 'scoring = { kind = "bands", bands = [{ in = ">= 6%", points = 3 }] }\n[[item]]\nlow = 3\n'
    expected = read(text)
    found: list[Everything] = []
    threads = [threading.Thread(target=lambda: found.append(read(text))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8
