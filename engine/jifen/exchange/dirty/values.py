"""Cells as they are mistyped: units, digits, dates, parts, and what a spreadsheet does to them."""

from collections.abc import Callable
from datetime import date

from jifen.exchange.cells import digits_of
from jifen.exchange.dirty.book import Book, Cell, Formula, Line, Percent
from jifen.exchange.dirty.kinds import (
    FULL_WIDTH,
    IDENTITY,
    Draw,
    Files,
    Kind,
    UnsuitableError,
    as_workbook,
    either,
    kind,
    number_of,
    told,
)
from jifen.exchange.headers import CREDIT_CODE, PERIOD
from jifen.model.period import Period
from jifen.model.quantity import YUAN, parse_scale
from jifen.model.terms import FOUNDED

_STEPS = (10, 1000, 10000)


def _in_unit(draw: Draw) -> Files:
    """All money in another unit, and the headings say so."""
    name = draw.random.choice(["元", "千元", "亿元"])
    scale = parse_scale(name)
    assert scale is not None
    page = draw.main
    for column in page.where(lambda one: one.unit == YUAN):
        own = page.columns[column].scale
        page.head[column] = f"{page.columns[column].name}（{name}）"
        for line in page.body:
            if isinstance(line[column], float | int):
                exact = number_of(line[column]) * int(own.factor) / int(scale.factor)
                line[column] = format(exact, "f") if draw.random.random() < 0.2 else float(exact)
    return either(draw)


def _retyped(how: Callable[[str], str]) -> Callable[[Draw], Files]:
    def make(draw: Draw) -> Files:
        page = draw.main
        for column in page.where(lambda one: one.type == "number"):
            for line in page.body:
                if isinstance(line[column], float | int):
                    line[column] = how(digits_of(float(str(line[column]))))
        return either(draw)

    return make


def _thousands(text: str) -> str:
    whole, dot, rest = text.partition(".")
    return f"{int(whole):,}{dot}{rest}" if not whole.startswith("-0") else text


def _blanks_around(draw: Draw) -> Files:
    for line in draw.main.body:
        for number, cell in enumerate(line):
            if isinstance(cell, str):
                line[number] = draw.random.choice(
                    [f" {cell}", f"{cell} ", f"\u3000{cell}\n", f"\u00a0{cell}"]
                )
            elif cell is None and draw.main.columns[number].id not in IDENTITY:
                line[number] = draw.random.choice(["-", "—", "/", "N/A", "  ", "－", None])
    return either(draw)


def _percent_signs(draw: Draw) -> Files:
    column = draw.share()
    for line in draw.main.body:
        if isinstance(line[column], float | int):
            line[column] = digits_of(float(str(line[column]))) + draw.random.choice(["%", "％", ""])
    return either(draw)


def _percent_as_parts(draw: Draw) -> Files:
    """Excel shows 15% and holds 0.15."""
    column = draw.share()
    for line in draw.main.body:
        if isinstance(line[column], float | int):
            line[column] = float(number_of(line[column]) / 100)
    return either(draw)


def _percent_format(draw: Draw) -> Files:
    """Cells that are formatted in percent; some texts with a sign among them."""
    column = draw.share()
    for line in draw.main.body:
        if isinstance(line[column], float | int):
            shown = f"{digits_of(float(str(line[column])))}%"
            as_text = draw.random.random() < 0.2
            line[column] = shown if as_text else Percent(float(number_of(line[column]) / 100))
    return as_workbook(draw)


def _percent_sign_in_money(draw: Draw) -> Files:
    column = draw.money()
    draw.line(column)[column] = "15%"
    return either(draw)


def _dates_as_text(draw: Draw) -> Files:
    column = draw.main.column(FOUNDED.id)
    written = draw.random.choice(["%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y-%m-%d 00:00:00"])
    for line in draw.main.body:
        day = line[column]
        if isinstance(day, date):
            line[column] = day.strftime(written)
    return either(draw)


def _wrong_by(step: int) -> Callable[[Draw], Files]:
    """One figure of the latest year so many times too large."""

    def make(draw: Draw) -> Files:
        return _multiplied(draw, step)

    return make


def _multiplied(draw: Draw, step: int) -> Files:
    column = _steady_money(draw)
    period = draw.main.column(PERIOD.id)
    latest = max(str(line[period]) for line in draw.main.body)
    lines = [line for line in draw.main.body if line[period] == latest and _compared(draw, line, column)]
    if not lines:
        raise UnsuitableError
    line = draw.random.choice(lines)
    line[column] = float(number_of(line[column]) * step)
    return either(draw)


def _steady_money(draw: Draw) -> int:
    """The first column of money: one that every enterprise has."""
    columns = draw.main.where(lambda one: one.id not in IDENTITY and one.unit == YUAN)
    if not columns:
        raise UnsuitableError
    return columns[0]


def _compared(draw: Draw, line: Line, column: int) -> bool:
    """Whether the year before has the figure too."""
    code, period = draw.code(), draw.main.column(PERIOD.id)
    before = Period.parse(str(line[period])).years_back(1).text
    return (
        told(line, column)
        and bool(line[column])
        and any(
            other[code] == line[code]
            and str(other[period]) == before
            and told(other, column)
            and other[column]
            for other in draw.main.body
        )
    )


def _year_in_other_unit(draw: Draw) -> Files:
    """The latest year in 元 below a heading that says 万元."""
    column = _steady_money(draw)
    period = draw.main.column(PERIOD.id)
    latest = max(str(line[period]) for line in draw.main.body)
    for line in draw.main.body:
        if line[period] == latest and isinstance(line[column], float | int):
            line[column] = float(number_of(line[column]) * 10000)
    return either(draw)


def _shifted(draw: Draw) -> Files:
    """One line slipped a column to the right."""
    page = draw.main
    line = draw.random.choice(page.body)
    first = draw.random.randrange(len(IDENTITY), len(page.columns) - 1)
    line.insert(first, None)
    if line[-1] is None:
        line[-1] = 1
    return either(draw)


def _one_cell(cells: tuple[Cell, ...], column: Callable[[Draw], int]) -> Callable[[Draw], Files]:
    def make(draw: Draw) -> Files:
        number = column(draw)
        draw.line(number)[number] = draw.random.choice(cells)
        return either(draw)

    return make


def _of_type(type_: str, *, options: bool = False) -> Callable[[Draw], int]:
    def column(draw: Draw) -> int:
        return draw.column(
            lambda one: one.type == type_ and bool(one.options) == options and one.id not in IDENTITY
        )

    return column


def _founded(draw: Draw) -> int:
    return draw.main.column(FOUNDED.id)


def _period(draw: Draw) -> int:
    return draw.main.column(PERIOD.id)


def _not_negative(draw: Draw) -> int:
    return draw.column(lambda one: one.minimum == 0)


def _error_cell(draw: Draw) -> Files:
    column = draw.money()
    draw.line(column)[column] = Formula("=VLOOKUP(1,2,3,0)", draw.random.choice(["#N/A", "#REF!", "#DIV/0!"]))
    return as_workbook(draw)


def _never_computed(draw: Draw) -> Files:
    column = draw.money()
    for line in draw.main.body:
        if told(line, column):
            line[column] = Formula("=1+2", "")
    return as_workbook(draw)


def _computed(draw: Draw) -> Files:
    """Formulas whose values Excel has kept: as good as figures."""
    column = draw.money()
    for line in draw.main.body:
        if isinstance(line[column], float | int):
            value = float(str(line[column]))
            line[column] = Formula(f"={digits_of(value)}", value)
    return as_workbook(draw)


def _too_large_a_part(draw: Draw) -> Files:
    """More of a part than of its whole."""
    page = draw.main
    parts = [number for number, one in enumerate(page.columns) if one.at_most]
    draw.random.shuffle(parts)
    for part in parts:
        wholes = page.columns[part].at_most
        for whole in (number for number, one in enumerate(page.columns) if one.id in wholes):
            lines = [line for line in page.body if told(line, part) and isinstance(line[whole], float | int)]
            if lines and page.columns[part].scale == page.columns[whole].scale:
                line = draw.random.choice(lines)
                line[part] = float(number_of(line[whole]) + 1)
                return either(draw)
    raise UnsuitableError


def _unquoted_thousands(draw: Draw) -> Files:
    column = draw.money()
    line = draw.line(column)
    line[column] = "@"
    content = Book([draw.main]).as_csv("utf-8")
    return {"名单.csv": content.replace(b"@", b"1,234.5", 1)}


def _no_unit(draw: Draw) -> Files:
    column = draw.money()
    draw.main.head[column] = draw.main.columns[column].name
    return either(draw)


def _unknown_unit(draw: Draw) -> Files:
    column = draw.money()
    unit = draw.random.choice(["万美元", "Ｗ", "人"])
    draw.main.head[column] = f"{draw.main.columns[column].name}（{unit}）"
    return either(draw)


def _without(field_id: str) -> Callable[[Draw], Files]:
    def make(draw: Draw) -> Files:
        number = draw.main.column(field_id)
        for line in draw.main.lines:
            del line[number]
        return either(draw)

    return make


def _column_twice(draw: Draw) -> Files:
    number = draw.money()
    for line in draw.main.lines:
        line.append(line[number])
    return either(draw)


def _misspelled_heading(draw: Draw) -> Files:
    number = draw.money()
    heading = str(draw.main.head[number])
    draw.main.head[number] = heading[0] + "〇" + heading[1:]
    return either(draw)


def _bad_coverage(draw: Draw) -> Files:
    page = draw.book.page("说明")
    days: tuple[Cell, ...] = ("去年底", 44196, "2020-13-01")
    page.lines[0][1] = draw.random.choice(days)
    return as_workbook(draw)


_TEXT = ("约120", "120万", "待定", "1.2E+05", "1.234,5", "见附件", "#REF!")
_DATES = (20200131, 43861.5, "2020-02-30", "去年", "20.1.31", "2020年1月")

KINDS: tuple[Kind, ...] = (
    kind("other-unit", "换了单位，表头写明", "right", "", _in_unit),
    kind("thousands", "有千分位", "right", "", _retyped(_thousands)),
    kind("full-width", "全角数字", "right", "", _retyped(lambda text: text.translate(FULL_WIDTH))),
    kind("blanks-around", "格子里有空格，空格处画杠", "right", "", _blanks_around),
    kind("percent-signs", "百分数带百分号", "right", "", _percent_signs),
    kind("percent-as-parts", "百分数存成小数", "problems", "J760", _percent_as_parts),
    kind("percent-format", "百分数按百分比格式存放", "right", "J799", _percent_format),
    kind("dates-as-text", "日期存成文字", "right", "", _dates_as_text),
    kind("computed", "有算好的公式", "right", "", _computed),
    *(kind(f"wrong-by-{step}", f"单位错{step:,}倍", "problems", "J767", _wrong_by(step)) for step in _STEPS),
    kind("year-in-other-unit", "一年的数全用了别的单位", "problems", "J768", _year_in_other_unit),
    kind("shifted", "一行错开一格", "problems", "", _shifted),
    kind("text-in-number", "数里有文字", "problems", "J750", _one_cell(_TEXT, Draw.money)),
    kind("percent-in-money", "金额里有百分号", "problems", "J751", _percent_sign_in_money),
    kind("too-large", "数太大", "problems", "J752", _one_cell(("9" * 20,), Draw.money)),
    kind("negative", "不该有的负数", "problems", "J753", _one_cell((-5,), _not_negative)),
    kind("date-as-number", "日期不是日期", "problems", "J754", _one_cell(_DATES, _founded)),
    kind("not-a-flag", "是否写成别的", "problems", "J755", _one_cell(("有", "已建", 2), _of_type("flag"))),
    kind(
        "not-an-option",
        "选项写错",
        "problems",
        "J757",
        _one_cell(("电子信息类", "其他"), _of_type("text", options=True)),
    ),
    kind("bad-period", "期间看不懂", "problems", "J738", _one_cell(("2020-12", "去年", "二〇二〇"), _period)),
    kind("error-cell", "公式出错", "problems", "J763", _error_cell),
    kind("never-computed", "公式没有算过", "problems", "J764", _never_computed),
    kind("too-large-a-part", "部分大于总数", "problems", "J765", _too_large_a_part),
    kind("unquoted-thousands", "CSV 的千分位没有加引号", "problems", "J743", _unquoted_thousands),
    kind("no-unit", "金额没有写单位", "refused", "J713", _no_unit),
    kind("unknown-unit", "单位不认识", "refused", "", _unknown_unit),
    kind("no-code-column", "没有代码列", "refused", "J711", _without(CREDIT_CODE.id)),
    kind("no-period-column", "没有期间列", "refused", "J711", _without(PERIOD.id)),
    kind("column-twice", "一项有两列", "refused", "J712", _column_twice),
    kind("misspelled-heading", "表头有错字", "problems", "J720", _misspelled_heading),
    kind("bad-coverage", "截至日期写错", "refused", "J716", _bad_coverage),
)
