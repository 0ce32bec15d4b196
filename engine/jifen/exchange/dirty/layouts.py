"""Tables as people lay them out: titles, headings of two lines, units, totals, years side by side."""

import re
from collections.abc import Sequence

from jifen.exchange.dirty.book import Area, Line, Page
from jifen.exchange.dirty.kinds import IDENTITY, Draw, Files, Kind, as_workbook, either, kind, told
from jifen.exchange.headers import CREDIT_CODE, ENTERPRISE_NAME
from jifen.model.quantity import YUAN

UNIT = re.compile(r"(.+)（(.+)）")
"""A heading with its unit."""


def _above(page: Page, lines: Sequence[Line], merged: Sequence[Area] = ()) -> None:
    page.lines[:0] = lines
    page.merged += merged


def _padded(draw: Draw, cells: Line) -> Line:
    return [*cells, *[None] * (len(draw.main.columns) - len(cells))]


def _titles(draw: Draw) -> Files:
    width = len(draw.main.columns)
    blank: list[Line] = [_padded(draw, [])] if draw.random.random() < 0.5 else []
    lines = [
        _padded(draw, ["高新区2020年度企业创新积分申报汇总表"]),
        *blank,
        _padded(draw, ["填报单位：科技创新局"]),
    ]
    _above(draw.main, lines, [(0, 0, 0, width - 1)])
    return either(draw)


def _unit_above(draw: Draw) -> Files:
    """The unit of all money in a line above, as in statistics."""
    for number in draw.main.where(lambda one: one.unit == YUAN):
        draw.main.head[number] = draw.main.columns[number].name
    place = draw.random.randrange(1, 5)
    line = _padded(
        draw, [*[None] * place, draw.random.choice(["单位：万元", "金额单位:万元", "（单位：万元）"])]
    )
    _above(draw.main, [_padded(draw, ["企业创新积分基础数据"]), line])
    return either(draw)


def _split_units(draw: Draw) -> tuple[Line, Line]:
    names: Line = []
    units: Line = []
    for heading in draw.main.head:
        match = UNIT.fullmatch(str(heading))
        names.append(match[1] if match else heading)
        units.append(match[2] if match else None)
    return names, units


def _units_below(draw: Draw) -> Files:
    names, units = _split_units(draw)
    style = draw.random.choice(["{}", "（{}）", "单位：{}"])
    units = [None if unit is None else style.format(unit) for unit in units]
    if style == "{}":
        units[1] = draw.random.choice(["计量单位", "单位", "—"])
    draw.main.lines[:1] = [names, units]
    return either(draw)


def _groups(draw: Draw) -> Files:
    """Groups over the columns that say nothing of their own."""
    page = draw.main
    first = len(IDENTITY)
    middle = (first + len(page.columns)) // 2
    upper = _padded(draw, [])
    upper[0], upper[first], upper[middle] = "基本情况", "经济指标", "创新指标"
    areas = [(0, 0, 0, first - 1), (0, first, 0, middle - 1), (0, middle, 0, len(page.columns) - 1)]
    _above(page, [upper], [area for area in areas if area[1] < area[3]])
    return either(draw)


def _identity_merged_down(draw: Draw) -> Files:
    """The identity stands in the upper line, merged down; the figures below a group."""
    page = draw.main
    first = len(IDENTITY)
    lower = list(page.head)
    upper = _padded(draw, [*lower[:first], "主要指标"])
    lower[:first] = [None] * first
    page.lines[:1] = [upper, lower]
    page.merged += [(0, number, 1, number) for number in range(first)]
    page.merged.append((0, first, 0, len(page.columns) - 1))
    return either(draw)


def _sum_of(lines: Sequence[Line], column: int) -> float | None:
    numbers = [line[column] for line in lines]
    found = [number for number in numbers if isinstance(number, float | int)]
    return round(sum(found), 6) if found else None


def _total(draw: Draw, lines: Sequence[Line], label: str) -> Line:
    page = draw.main
    numbers = page.where(lambda one: one.type == "number" and one.scale.name != "%")
    total: Line = [
        _sum_of(lines, number) if number in numbers else None for number in range(len(page.columns))
    ]
    total[draw.random.choice([0, 1])] = label
    return total


def _total_at_the_end(draw: Draw) -> Files:
    label = draw.random.choice(["合计", "总计", "合 计", "合计：", "本页合计"])
    draw.main.lines.append(_total(draw, draw.main.body, label))
    return either(draw)


def _wrong_total(draw: Draw) -> Files:
    total = _total(draw, draw.main.body, "合计")
    number = draw.random.choice(
        [one for one, cell in enumerate(total) if isinstance(cell, float | int) and cell > 100]
    )
    cell = total[number]
    assert isinstance(cell, float | int)
    total[number] = cell * 2 + 1
    draw.main.lines.append(total)
    return either(draw)


def _lost_lines(draw: Draw) -> Files:
    """The total is of all lines, but some of them are gone."""
    total = _total(draw, draw.main.body, "合计")
    code = draw.code()
    lost = draw.main.body[0][code]
    draw.main.lines[1:] = [*(line for line in draw.main.body if line[code] != lost), total]
    return either(draw)


def _subtotals(draw: Draw) -> Files:
    page = draw.main
    half = len(page.body) // 2
    first, second = page.body[:half], page.body[half:]
    page.lines[1:] = [
        *first,
        _total(draw, first, "初创期小计"),
        *second,
        _total(draw, second, "小计"),
        _total(draw, [*first, *second], "总计"),
    ]
    return either(draw)


def _notes_below(draw: Draw) -> Files:
    notes = ["注：金额为企业自报数。", "填表人：张三    联系电话：023-00000000", "审核：李四  2021年3月1日"]
    draw.main.lines += [_padded(draw, []), *(_padded(draw, [note]) for note in notes)]
    return either(draw)


def _headings_again(draw: Draw) -> Files:
    """As if printed pages were put one below the other."""
    page = draw.main
    half = len(page.lines) // 2
    page.lines.insert(half, list(page.head))
    return either(draw)


def _numbered_columns(draw: Draw) -> Files:
    """The line of column numbers of statistical forms."""
    first = len(IDENTITY)
    numbers: Line = [*"甲乙丙丁"[:first]]
    as_text = draw.random.random() < 0.5
    numbers += [str(one) if as_text else one for one in range(1, len(draw.main.columns) - first + 1)]
    draw.main.lines.insert(1, numbers)
    return either(draw)


def _merged_codes(draw: Draw) -> Files:
    """Code and name written once for all years of an enterprise."""
    page = draw.main
    columns = [page.column(one.id) for one in (CREDIT_CODE, ENTERPRISE_NAME)]
    code = columns[0]
    first = 1
    for number in range(2, len(page.lines) + 1):
        if number < len(page.lines) and page.lines[number][code] == page.lines[first][code]:
            continue
        if number - first > 1:
            for column in columns:
                page.merged.append((first, column, number - 1, column))
                for line in page.lines[first + 1 : number]:
                    line[column] = None
        first = number
    return as_workbook(draw)


def _merged_codes_in_csv(draw: Draw) -> Files:
    _merged_codes(draw)
    return {"名单.csv": draw.book.as_csv()}


def _merged_figures(draw: Draw) -> Files:
    """One figure merged over two lines: whose it is nobody can tell."""
    page = draw.main
    column = draw.money()
    lines = [number for number in range(1, len(page.lines) - 1) if told(page.lines[number], column)]
    number = draw.random.choice(lines)
    page.lines[number + 1][column] = None
    page.merged.append((number, column, number + 1, column))
    return as_workbook(draw)


def _hidden_sheet(draw: Draw) -> Files:
    title = draw.random.choice(["_选项", "旧数据", "资质（旧）"])
    draw.book.pages.append(Page(title, [["是"], ["否"]], [], hidden=True))
    return as_workbook(draw)


def _hidden_roster(draw: Draw) -> Files:
    draw.main.hidden = True
    draw.book.pages.append(Page("汇总", [["合计", 1]], []))
    return as_workbook(draw)


def _empty_sheets(draw: Draw) -> Files:
    draw.book.pages += [Page("Sheet2", [[]], []), Page("Sheet3", [[]], [])]
    return as_workbook(draw)


def _other_name(draw: Draw) -> Files:
    page = draw.main
    page.title = draw.random.choice(["Sheet1", "2020年度", "积分数据"])
    draw.book.pages = [page]
    return as_workbook(draw)


def _two_sheets(draw: Draw) -> Files:
    draw.book.pages.append(Page("企业 ", [list(line) for line in draw.main.lines], draw.main.columns))
    return as_workbook(draw)


def _further_columns(draw: Draw) -> Files:
    page = draw.main
    for line in page.lines:
        line.append(None)
        line.insert(0, None)
    page.lines[0][0], page.lines[0][-1] = "序号", "备注"
    for number, line in enumerate(page.body, 1):
        line[0] = number
    return either(draw)


def _blank_edges(draw: Draw) -> Files:
    page = draw.main
    for line in page.lines:
        line += [None, "  ", None]
    page.lines += [[None] * len(page.head) for _ in range(draw.random.randrange(1, 40))]
    page.lines.insert(draw.random.randrange(2, len(page.lines)), ["  "] + [None] * (len(page.head) - 1))
    return either(draw)


def _shuffled(draw: Draw) -> Files:
    page = draw.main
    order = list(range(len(page.columns)))
    draw.random.shuffle(order)
    body = page.body
    draw.random.shuffle(body)
    page.lines = [[line[number] for number in order] for line in (page.head, *body)]
    page.columns = [page.columns[number] for number in order]
    return either(draw)


def _aliases(draw: Draw) -> Files:
    page = draw.main
    for number, one in enumerate(page.columns):
        match = UNIT.fullmatch(str(page.head[number]))
        name = draw.random.choice([one.id, one.name, *one.aliases])
        page.head[number] = f"{name}({match[2]})" if match else name
    return either(draw)


KINDS: tuple[Kind, ...] = (
    kind("titles", "表头之上有标题行", "right", "", _titles),
    kind("unit-above", "单位写在表的右上角", "right", "", _unit_above),
    kind("units-below", "单位另占一行", "right", "", _units_below),
    kind("groups", "两行表头，上行是分组", "right", "", _groups),
    kind("identity-merged-down", "两行表头，代码和名称竖着合并", "right", "", _identity_merged_down),
    kind("total", "末行合计", "right", "J745", _total_at_the_end),
    kind("wrong-total", "合计对不上", "problems", "J746", _wrong_total),
    kind("lost-lines", "少了几行，合计没有改", "problems", "J746", _lost_lines),
    kind("subtotals", "分阶段小计", "right", "J745", _subtotals),
    kind("notes-below", "表后有附注和签名", "right", "J747", _notes_below),
    kind("headings-again", "表头又出现一次", "right", "J747", _headings_again),
    kind("numbered-columns", "有栏次行", "right", "J747", _numbered_columns),
    kind("merged-codes", "代码和名称跨行合并", "right", "J748", _merged_codes),
    kind(
        "merged-codes-csv",
        "跨行合并后存成 CSV",
        "problems",
        "J735",
        _merged_codes_in_csv,
    ),
    kind("merged-figures", "数跨行合并", "problems", "J749", _merged_figures),
    kind("hidden-sheet", "另有隐藏的工作表", "right", "J729", _hidden_sheet),
    kind("hidden-roster", "企业工作表被隐藏", "refused", "J708", _hidden_roster),
    kind("empty-sheets", "另有空的工作表", "right", "", _empty_sheets),
    kind("other-name", "工作表叫别的名字", "right", "J791", _other_name),
    kind("two-sheets", "企业工作表有两张", "refused", "J710", _two_sheets),
    kind("further-columns", "多出序号和备注", "right", "", _further_columns),
    kind("blank-edges", "四周有空行空列", "right", "", _blank_edges),
    kind("shuffled", "行列顺序打乱", "right", "", _shuffled),
    kind("aliases", "表头用别的写法", "right", "", _aliases),
)
