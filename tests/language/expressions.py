"""A small vocabulary and short ways to check a text against it, for the tests of expressions."""

from fractions import Fraction

from jifen.language.check import check_condition, check_value
from jifen.language.diagnostics import Diagnostics
from jifen.language.intervals import check_interval
from jifen.language.scope import Scope, Typed
from jifen.model.expression import Constant, Expression, Fact, Interval, Ref
from jifen.model.period import Shift
from jifen.model.place import Place, Written
from jifen.model.quantity import PLAIN, SCALES, Unit, default_digits
from jifen.model.terms import BUILT_IN_FIELDS, BUILT_IN_TABLES, Field, Kind, Table, Vocabulary

YUAN, PEOPLE, ITEMS, YEARS = (Unit.of(base) for base in ("元", "人", "件", "年"))


def number(name: str, label: str, scale: str = "", **more: object) -> Field:
    unit = SCALES[scale]
    return Field(name, label, "number", unit, default_digits(unit.unit), **more)  # type: ignore[arg-type]


def flag(name: str, label: str) -> Field:
    return Field(name, label, "flag", frequency="instant")


def text(name: str, label: str, *options: str) -> Field:
    return Field(name, label, "text", options=options)


def by_id(*fields: Field) -> dict[str, Field]:
    return {one.id: one for one in fields}


CONTRACT = Table(
    "contract",
    "技术合同",
    by_id(
        text("number", "合同编号"),
        number("amount", "成交额", "万元"),
        text("sort", "类型", "技术开发", "技术转让"),
        Field("signed", "签订日期", "date"),
        number("staff", "职工总数", "人"),
    ),
    ("number",),
)
VOCABULARY = Vocabulary(
    fields={
        **BUILT_IN_FIELDS,
        **by_id(
            number("revenue", "营业收入", "万元"),
            number("rd_expense", "研发费用", "万元", aliases=("R&D经费", "研发费(万元)")),
            number("staff", "职工总数", "人"),
            number("contingent", "或有负债", "元"),
            number("unusual", "非经常性损益", "元"),
            number("per_share", "每股收益", "元"),
            number("share", "研发占比", "%"),
            number("patents", "发明专利", "件"),
            flag("above_scale", "规模以上企业"),
            flag("hnte_flag", "瞪羚企业"),
            text("industry", "行业代码"),
            text("level", "级别", "国家级", "省级"),
        ),
    },
    tables={"contract": CONTRACT, **BUILT_IN_TABLES},
    qualifications={
        "hnte": Kind("hnte", "高新技术企业", ("高企",)),
        "gazelle": Kind("gazelle", "瞪羚企业"),
        "listed": Kind("listed", "双名录"),
    },
    events={"dishonest": Kind("dishonest", "失信被执行人"), "listed": Kind("listed", "双名录")},
    lists={"重点产业": ("39", "27")},
)
SCORES = {"积分": Typed(Ref("score")), "积分.技术创新": Typed(Ref("score:technology"))}
SCOPE = Scope(VOCABULARY, SCORES)


def written(content: str, *, verbatim: bool = True) -> Written:
    return Written(content, Place("a.toml", 1, 1, max(1, len(content)), content), verbatim)


def value(content: str, scope: Scope = SCOPE) -> Typed:
    """The checked meaning of a text that is right."""
    found = Diagnostics()
    typed = check_value(written(content), scope, found)
    assert typed is not None, str([str(one) for one in found])
    assert not len(found)
    return typed


def meaning(content: str, scope: Scope = SCOPE) -> Expression:
    return value(content, scope).expression


def condition(content: str, scope: Scope = SCOPE) -> Expression:
    found = Diagnostics()
    expression = check_condition(written(content), scope, found)
    assert expression is not None, str([str(one) for one in found])
    return expression


def interval(content: str, unit: Unit | None = None) -> Interval:
    found = Diagnostics()
    result = check_interval(written(content), found, unit=unit)
    assert result is not None, str([str(one) for one in found])
    return result


def problems(content: str, scope: Scope = SCOPE) -> list[tuple[str, str]]:
    """Codes, each with the text underlined, of a text that is wrong."""
    found = Diagnostics()
    assert check_value(written(content), scope, found) is None
    return underlined(found)


def underlined(found: Diagnostics) -> list[tuple[str, str]]:
    result = []
    for one in found:
        assert one.place is not None
        start = one.place.column - 1
        result.append((one.code, one.place.text[start : start + one.place.length]))
    return result


def fact(name: str, shift: Shift = Shift()) -> Fact:  # noqa: B008 (frozen)
    field = VOCABULARY.fields[name]
    unit, digits = (field.unit, field.digits) if field.type == "number" else (PLAIN, 0)
    return Fact(name, field.type, unit, digits, field.frequency, shift)


def yuan(amount: int) -> Constant:
    return Constant(Fraction(amount), YUAN)
