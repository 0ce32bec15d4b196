"""Years side by side: in columns of their own, below a common heading, or last year's beside this year's."""

from collections.abc import Callable, Sequence

from jifen.exchange.dirty.book import Line
from jifen.exchange.dirty.kinds import IDENTITY, Draw, Files, Kind, either, kind
from jifen.exchange.dirty.layouts import UNIT
from jifen.exchange.headers import CREDIT_CODE, ENTERPRISE_NAME, PERIOD
from jifen.model.period import Period
from jifen.model.terms import FOUNDED

_Written = Callable[[str, str, str], str]


def _by_years(draw: Draw) -> tuple[dict[str, dict[Period, Line]], list[Period]]:
    page = draw.main
    code, period = page.column(CREDIT_CODE.id), page.column(PERIOD.id)
    by_code: dict[str, dict[Period, Line]] = {}
    for line in page.body:
        by_code.setdefault(str(line[code]), {})[Period.parse(str(line[period]))] = line
    return by_code, sorted({one for lines in by_code.values() for one in lines}, reverse=True)


def _year(period: Period) -> str:
    return period.text if period.quarter else f"{period.year}年"


def _years_side_by_side(draw: Draw) -> Files:
    """A line for each enterprise, a column for each figure and year."""
    styles: list[_Written] = [
        lambda name, unit, year: f"{name}{unit}{year}",
        lambda name, unit, year: f"{year}{name}{unit}",
        lambda name, unit, year: f"{name}（{year}）{unit}",
        lambda name, unit, year: f"{year}度{name}{unit}" if year.endswith("年") else f"{year}{name}{unit}",
        lambda name, unit, year: f"{name}_{year.rstrip('年')}{unit}",
    ]
    write = draw.random.choice(styles)
    page = draw.main
    by_code, periods = _by_years(draw)
    keep = [page.column(one.id) for one in (CREDIT_CODE, ENTERPRISE_NAME, FOUNDED)]
    figures = [number for number, one in enumerate(page.columns) if one.id not in IDENTITY]
    head: Line = [page.head[number] for number in keep]
    cells = [(number, period) for number in figures for period in periods]
    for number, period in cells:
        unit = UNIT.fullmatch(str(page.head[number]))
        head.append(write(page.columns[number].name, f"（{unit[2]}）" if unit else "", _year(period)))
    lines = [head]
    for of_one in by_code.values():
        latest = of_one[max(of_one)]
        own: Line = [latest[number] for number in keep]
        lines.append(own + [of_one[period][number] if period in of_one else None for number, period in cells])
    page.columns = [page.columns[number] for number in [*keep, *(number for number, _ in cells)]]
    page.lines = lines
    return either(draw)


def _years_below_names(draw: Draw) -> Files:
    """Years in a second line below the merged name of the figure, or names below the merged year."""
    years_above = draw.random.random() < 0.5
    page = draw.main
    by_code, periods = _by_years(draw)
    keep = [page.column(one.id) for one in (CREDIT_CODE, ENTERPRISE_NAME, FOUNDED)]
    figures = [number for number, one in enumerate(page.columns) if one.id not in IDENTITY]
    upper: Line = [page.head[number] for number in keep]
    lower: Line = [None] * len(keep)
    merged = [(0, number, 1, number) for number in range(len(keep))]
    cells: list[tuple[int, Period]] = []
    groups: Sequence[Sequence[tuple[int, Period]]]
    if years_above:
        groups = [[(number, period) for number in figures] for period in periods]
    else:
        groups = [[(number, period) for period in periods] for number in figures]
    for group in groups:
        names = [_year(period) if not years_above else page.head[number] for number, period in group]
        over = _year(group[0][1]) if years_above else page.head[group[0][0]]
        if len(group) > 1:
            merged.append((0, len(upper), 0, len(upper) + len(group) - 1))
        upper += [over, *[None] * (len(group) - 1)]
        lower += names
        cells += group
    lines = [upper, lower]
    for of_one in by_code.values():
        latest = of_one[max(of_one)]
        own: Line = [latest[number] for number in keep]
        lines.append(own + [of_one[period][number] if period in of_one else None for number, period in cells])
    page.columns = [page.columns[number] for number in [*keep, *(number for number, _ in cells)]]
    page.lines, page.merged = lines, merged
    return {"名单.xlsx": draw.book.as_xlsx()}


def _last_year_beside(draw: Draw) -> Files:
    """The line of a year also holds last year's figures, in columns of their own."""
    write = draw.random.choice(["上年{}", "{}（上年）", "上年度{}"])
    page = draw.main
    by_code, periods = _by_years(draw)
    if len(periods) < 2 or any(period.quarter for period in periods):
        return either(draw)
    period_column = page.column(PERIOD.id)
    figures = [number for number, one in enumerate(page.columns) if one.id not in IDENTITY]
    for number in figures:
        unit = UNIT.fullmatch(str(page.head[number]))
        name = write.format(page.columns[number].name)
        page.head.append(f"{name}（{unit[2]}）" if unit else name)
    lines = [page.head]
    for of_one in by_code.values():
        for period in sorted(of_one, reverse=True):
            before = of_one.get(period.years_back(1))
            if period == max(periods) or period.years_back(-1) not in of_one:
                lines.append([*of_one[period], *[before[number] if before else None for number in figures]])
            elif period != max(periods).years_back(1):
                lines.append([*of_one[period], *[None] * len(figures)])
    assert all(line[period_column] is not None for line in lines)
    page.columns += [page.columns[number] for number in figures]
    page.lines = lines
    return either(draw)


KINDS: tuple[Kind, ...] = (
    kind("years-side-by-side", "各年并列成列", "right", "", _years_side_by_side),
    kind("years-below-names", "两行表头，各年并列", "right", "", _years_below_names),
    kind("last-year-beside", "上年数另列", "right", "", _last_year_beside),
)
