"""Random parks as the TOML and Python that a park's developer would write.

What is drawn covers each scoring kind in each role, with points for absences of each kind, indicators in
Python, boards with tie-breakers, a scorecard, and stages by different values with either end closed.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import field, frozen, mutable
from tests.agreement.drawing import Drawing
from tests.plan.toys import POLICIES, write

from jifen.interfaces.park import ScoringPark, park_of
from jifen.language.diagnostics import DiagnosticError, Diagnostics
from jifen.loading.library import Reading, read_park
from jifen.loading.parks import discover_parks

HEAD = """\
[park]
id     = "toy"
name   = "演示园区"
scheme = "演示办法"
digits = {digits}
source = "演示办法"

"""
FIELDS = {
    "x": 'name = "数值"\ndigits = 2',
    "y": 'name = "基数"\ndigits = 2',
    "money": 'name = "金额"\nunit = "元"',
    "assets": 'name = "总资产"\nunit = "元"',
    "tiny": 'name = "微量"\ndigits = 8',
    "share": 'name = "占比"\nunit = "%"\ndigits = 4',
    "people": 'name = "人数"\nunit = "人"',
    "mark": 'name = "评审分"\ndigits = 1',
    "level": 'name = "级别"\ntype = "text"',
    "line": 'name = "类型"\ntype = "text"',
    "flag": 'name = "持证"\ntype = "flag"',
    "day": 'name = "认定日期"\ntype = "date"',
    "quarterly": 'name = "季度产值"\nunit = "元"\nfrequency = "quarter"',
    "to_date": 'name = "累计产值"\nunit = "元"\nfrequency = "ytd"',
}
REST = """\
[tables.contract]
name = "合同"

[tables.contract.columns]
amount = { name = "合同金额", unit = "元" }
part   = { name = "份额", digits = 2 }
buyer  = { name = "买方", type = "text" }
signed = { name = "签订日期", type = "date" }

[qualifications.champion]
name = "冠军企业"

[events.dishonest]
name = "失信"

[events.polluting]
name = "超排"

[lists]
"重点行业" = ["芯片", "软件"]

"""
FUNCTIONS = {
    "picky": """\
def picky(x):
    if x == 3:
        raise ValueError("三不行")
    return Absence.NOT_APPLICABLE if x == 4 else x * x / 3


PICKY = IndicatorFunction("picky", "挑剔", picky, inputs={"x": "数值"}, source="演示办法")
""",
    "bounded": """\
def bounded(x, y, flag):
    return Absence.UNDEFINED if y == 0 else (x / y if flag else x)


BOUNDED = IndicatorFunction(
    "bounded", "有界", bounded, inputs={"x": "数值", "y": "基数", "flag": "持证"}, unit="%",
    low=Fraction(-6), high=Fraction(6), source="演示办法",
)
""",
    "rows": """\
def rows(contracts):
    parts = [row["part"] for row in contracts]
    if None in parts:
        return Absence.MISSING
    return sum(parts) / len(parts) if parts else Fraction(0)


ROWS = IndicatorFunction("rows", "逐份", rows, tables={"contracts": "contract"}, source="演示办法")
""",
}
CODE = """\
from fractions import Fraction

from jifen.plugin import Absence, IndicatorFunction, hookimpl


{functions}

@hookimpl
def register_park(register):
    register.file("park.toml")
{registered}
"""

PLAIN_VALUES = (
    "数值",
    "数值 + 微量",
    "数值 ÷ 基数",
    "数值 × 基数",
    "数值 - 基数 ÷ 3",
    "件数(合同) ÷ 1件",
    "件数(合同, 合同金额 > 2元, 份额 <= 数值) ÷ 1件",
    "合计(合同.份额)",
    "合计(合同.份额, 本期(签订日期))",
    "不同(合同.买方) ÷ 1件",
    "最大(合同.份额)",
    '最小(合同.份额, 买方 = "甲")',
    "平均(合同.份额)",
    "取整(数值 ÷ 2)",
    "每(金额, 2元)",
    "每(数值, 基数)",
    "最大(数值, 基数)",
    "最小(近(数值, 3))",
    "合计(近(数值, 2)) - 基数",
    "平均(近(基数, 3))",
    "上年(数值)",
    "数值 - 上期(数值)",
    "满(成立日期) ÷ 1年",
    "满(认定日期) ÷ 1个月",
    "总资产 × 占比 ÷ 1元",
    "总资产 × 总资产 ÷ (1元 × 1元)",
)
SHARE_VALUES = (
    "占比",
    "同比(金额)",
    "同比(总资产)",
    "金额 ÷ 总资产",
    "合计(合同.合同金额) ÷ 金额",
    "金额 ÷ 上年(金额)",
)
CONDITIONS = (
    "持证",
    "数值 >= 2",
    "数值 > 基数",
    "金额 < 3元",
    '级别 = "甲"',
    '级别 属于 {"甲", "乙"}',
    "类型 属于 重点行业",
    "高新技术企业",
    "有效(资质.冠军企业)",
    "有效(事件.失信)",
    "同比(金额) > 0%",
    "年均复合增长率(金额, 2) >= 10%",
    "数值 属于 [1, 3)",
    "已知(基数)",
    "存在(合同, 合同金额 >= 3元)",
    "满(成立日期) >= 3年",
    "累计产值 > 1元",
)
STAGES = (
    ("营业收入", "万元", ("< {a}{u}", "[{a}{u}, {b}{u}]", "> {b}{u}")),
    ("金额", "元", ("<= {a}{u}", "({a}{u}, {b}{u})", ">= {b}{u}")),
    ("数值", "", ("< {a}{u}", "[{a}{u}, {b}{u})", ">= {b}{u}")),
    ("金额 ÷ 总资产", "0%", ("< {a}{u}", "[{a}{u}, {b}{u})", ">= {b}{u}")),
)
STAGE_NAMES = ("初创期", "成长期", "成熟期")


@mutable
class ParkShape:
    """What of a park its policies may refer to."""

    stages: list[str] = field(factory=list)
    scores: list[str] = field(factory=lambda: ["积分"])
    boards: list[str] = field(factory=list)
    scorecard: bool = False


@frozen
class OpenedPark:
    """A park that was written, read and lowered."""

    text: str
    park: ScoringPark
    reading: Reading
    shape: ParkShape


def opened(text: str, shape: ParkShape | None = None) -> OpenedPark:
    """The park of a text; a ``DiagnosticError`` says what is wrong with it."""
    with TemporaryDirectory(prefix="jifen-agreement-") as folder:
        write(Path(folder), text, code_of(text))
        index = discover_parks([Path(folder)], entry_points=False, bundled=False)
        reading = read_park(index.plugin("toy"), POLICIES)
    if reading.park is None:
        raise DiagnosticError(reading.problems)
    return OpenedPark(text, park_of(reading.park, Diagnostics()), reading, shape or ParkShape())


def code_of(text: str) -> str:
    """The Python of a park: the functions that its text names."""
    used = [name for name in FUNCTIONS if re.search(rf'^function *= "{name}"$', text, re.MULTILINE)]
    functions = "\n\n".join(FUNCTIONS[name] for name in used)
    registered = "".join(f"    register.function({name.upper()})\n" for name in used)
    return CODE.format(functions=functions, registered=registered)


def drawn_park(drawing: Drawing) -> OpenedPark:
    """A random park; one that a check refuses is drawn anew."""
    while True:
        writer = _Writer(Drawing(drawing.random))
        text = writer.park()
        try:
            park = opened(text, writer.shape)
        except DiagnosticError as error:
            drawing.count(f"refused park {error.diagnostics[0].code}")
            continue
        drawing.shape.update(writer.drawing.shape)
        return park


class _Writer:
    def __init__(self, drawing: Drawing) -> None:
        self.drawing, self.shape = drawing, ParkShape()
        self.count = 0

    def park(self) -> str:
        """A park's file."""
        draw = self.drawing
        fields = "".join(f'[fields.{id_}]\n{keys}\nsource = "演示办法"\n\n' for id_, keys in FIELDS.items())
        head = HEAD.format(digits=draw.one((0, 2, 2, 2, 4)))
        parts = [head, fields, REST, self.stages()]
        for role in ("base", *draw.some(("base", "bonus", "deduction"), 0, 2)):
            parts += self.dimension(role)
        parts += [self.board(number) for number in range(draw.one((0, 1, 2)))]
        if draw.chance(0.3):
            parts.append(self.scorecard())
        draw.count("park")
        return "".join(parts)

    def stages(self) -> str:
        draw = self.drawing
        value, unit, written = draw.one(STAGES)
        text = f'[stages]\nvalue  = "{value}"\nsource = "演示办法"\n\n'
        low = draw.number(0, 2)
        numbers = {"a": low, "b": low + draw.number(1, 3), "u": unit}
        count = draw.one((1, 2, 2, 3))
        pieces = {1: ("不限",), 2: (written[0], _opposite(written[0])), 3: written}[count]
        for number, piece in enumerate(pieces):
            name = STAGE_NAMES[number]
            self.shape.stages.append(name)
            text += (
                f'[[stages.stage]]\nid = "s{number}"\nname = "{name}"\nin = "{piece.format(**numbers)}"\n\n'
            )
        draw.count(f"stages {count}")
        return text

    def dimension(self, role: str) -> Iterator[str]:
        draw, number = self.drawing, len(self.shape.scores)
        id_ = f"d{number}"
        cap = f"cap = {draw.number(2, 15)}\n" if draw.chance(0.3) else ""
        head = f'[[dimension]]\nid = "{id_}"\nname = "维度{number}"\nrole = "{role}"\n'
        yield f'{head}{cap}source = "演示办法"\n\n'
        draw.count(f"role {role}")
        self.shape.scores.append(f"积分.维度{number}")
        for _ in range(draw.one((1, 1, 2, 3))):
            yield self.indicator(id_)

    # ------------------------------------------------------------ indicators

    def indicator(self, dimension: str) -> str:
        draw = self.drawing
        self.count += 1
        kind = draw.kind("scoring", (*SCORINGS, "additive", "choice", "best"))
        value, unit = self.value(kind)
        lines = ["[[indicator]]", f'id = "i{self.count}"', f'name = "指标{self.count}"']
        lines += [f'dimension = "{dimension}"', 'source = "演示办法"', *value]
        scoring, full = self.scoring(kind, unit)
        lines += self.absent(full)
        if draw.chance(0.3):
            lines.append(f"digits = {draw.number(0, 4)}")
        if full is not None and draw.chance(0.3):
            draw.count("weights")
            lines.append(self.weights())
        self.shape.scores.append(f"积分.指标{self.count}")
        return "\n".join([*lines, "", "[indicator.scoring]", scoring, "", ""])

    def weights(self) -> str:
        draw = self.drawing
        if draw.chance(0.5):
            return f"weights = {draw.number(1, 20)}"
        stages = ", ".join(f'"{stage}" = {draw.number(1, 20)}' for stage in self.shape.stages)
        return f"weights = {{ {stages} }}"

    def value(self, kind: str) -> tuple[list[str], str]:
        """The value of an indicator, and what figures are written in."""
        draw = self.drawing
        if kind == "choice":
            return ['value = "级别"'], ""
        if kind in {"additive", "best"}:
            return [], ""
        if draw.chance(0.12):
            function = draw.one(tuple(FUNCTIONS))
            draw.count(f"function {function}")
            return [f'function = "{function}"'], "00%" if function == "bounded" else ""
        if draw.chance(0.3):
            return [f"value = '{draw.one(SHARE_VALUES)}'"], "0%"
        return [f"value = '{draw.one(PLAIN_VALUES)}'"], ""

    def absent(self, full: int | None) -> list[str]:
        draw = self.drawing
        most = 3 if full is None else min(3, full)
        if draw.chance(0.4):
            return []
        if draw.chance(0.3):
            draw.count("absent, one for all")
            return [f"absent = {draw.number(0, most)}"]
        kinds = draw.some(("missing", "not_applicable", "undefined"), 1, 3)
        for kind in kinds:
            draw.count(f"absent {kind}")
        return [f"absent = {{ {', '.join(f'{kind} = {draw.number(0, most)}' for kind in kinds)} }}"]

    def scoring(self, kind: str, unit: str) -> tuple[str, int | None]:
        """The inside of a scoring table, and its full marks (None where there is no end)."""
        if kind == "additive":
            return self.additive()
        if kind == "choice":
            points = [self.drawing.number(2, 9), self.drawing.number(0, 9)]
            return f'kind = "choice"\noptions = {{ "甲" = {points[0]}, "乙" = {points[1]} }}', max(points)
        if kind == "best":
            return self.best()
        return SCORINGS[kind](self.drawing, unit)

    def additive(self) -> tuple[str, int]:
        draw = self.drawing
        items = [(draw.one(CONDITIONS), draw.number(1, 4)) for _ in range(draw.number(1, 3))]
        cap = draw.number(1, sum(points for _, points in items))
        told = ",\n".join(f"    {{ when = '{when}', points = {points} }}" for when, points in items)
        return f'kind = "additive"\ncap = {cap}\nitems = [\n{told},\n]', cap

    def best(self) -> tuple[str, int | None]:
        draw = self.drawing
        lines, fulls = ['kind = "best"', ""], []
        for _ in range(draw.number(1, 3)):
            kind = draw.one(tuple(SCORINGS))
            scoring, full = SCORINGS[kind](draw, "")
            fulls.append(full)
            lines += ["[[indicator.scoring.of]]", f"value = '{draw.one(PLAIN_VALUES)}'"]
            lines += self.absent(full)
            lines += ["[indicator.scoring.of.scoring]", scoring, ""]
        known = [full for full in fulls if full is not None]
        return "\n".join(lines), max(known) if len(known) == len(fulls) else None

    # ------------------------------------------------------------ boards, scorecards

    def board(self, number: int) -> str:
        draw = self.drawing
        by = draw.one((*self.shape.scores, "数值", "金额 ÷ 总资产"))
        ties = draw.some(("积分", "数值", "基数", "金额 ÷ 总资产"), 0, 2)
        draw.count("board with tie-breakers" if ties else "board")
        self.shape.boards.append(f"榜{number}")
        return (
            f'[[board]]\nid = "b{number}"\nname = "榜{number}"\nby = "{by}"\ntop = {draw.number(1, 3)}\n'
            f'within = "{draw.one(("stage", "park"))}"\ntie_breakers = {quoted_names(ties)}\n'
            'source = "演示办法"\n\n'
        )

    def scorecard(self) -> str:
        draw = self.drawing
        self.shape.scorecard = True
        draw.count("scorecard")
        minimum = 'minimum = ">= 3"\n' if draw.chance(0.5) else ""
        text = (
            '[[scorecard]]\nid = "small"\nname = "小标准"\nedition = "一"\n'
            "effective = { from = 2020-01-01 }\n"
            f'total = "{draw.one((">=", ">"))} {draw.number(2, 6)}"\nsource = "标准"\n\n'
        )
        if draw.chance(0.5):
            when = draw.one(CONDITIONS)
            text += f'[[scorecard.gate]]\nid = "gate"\nname = "门槛"\nwhen = [\'{when}\']\n\n'
        if draw.chance(0.5):
            when = draw.one(CONDITIONS)
            text += f'[[scorecard.route]]\nid = "route"\nname = "直通"\nwhen = [\'{when}\']\n\n'
        return (
            f'{text}[[scorecard.dimension]]\nid = "it"\nname = "组"\nfull = 10\n{minimum}\n'
            '[[scorecard.indicator]]\nid = "it"\nname = "数值"\ndimension = "it"\nvalue = "数值"\n'
            'scoring = { kind = "ratio", reference = "5", points = 10 }\n\n'
        )


def quoted_names(names: list[str]) -> str:
    """Names as a list in TOML."""
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def _opposite(written: str) -> str:
    return written.replace("<=", ">") if "<=" in written else written.replace("<", ">=")


# ---------------------------------------------------------------- scoring kinds of numbers


def _figures(draw: Drawing, unit: str, count: int) -> list[str]:
    """Rising figures; none below zero."""
    low, found = draw.number(0, 2), []
    for _ in range(count):
        found.append(f"{low}{unit}")
        low += draw.number(1, 3)
    return found


def _tiled(draw: Drawing, figures: list[str]) -> list[str]:
    """Intervals that neither gap nor overlap, either end of each closed."""
    closed = [draw.chance(0.5) for _ in figures]
    found = [f"< {figures[0]}" if closed[0] else f"<= {figures[0]}"]
    for place in range(1, len(figures)):
        begin = "[" if closed[place - 1] else "("
        end = ")" if closed[place] else "]"
        found.append(f"{begin}{figures[place - 1]}, {figures[place]}{end}")
    return [*found, f">= {figures[-1]}" if closed[-1] else f"> {figures[-1]}"]


def _bands(draw: Drawing, intervals: list[str]) -> tuple[str, int]:
    points = [draw.number(0, 9) for _ in intervals]
    points[draw.number(0, len(points) - 1)] = 10
    rows = [f'    {{ in = "{one}", points = {each} }}' for one, each in zip(intervals, points, strict=True)]
    draw.random.shuffle(rows)
    return "bands = [\n" + ",\n".join(rows) + ",\n]", max(points)


def _tiling(draw: Drawing, unit: str) -> tuple[str, int]:
    written, full = _bands(draw, _tiled(draw, _figures(draw, unit, draw.number(1, 3))))
    return f'kind = "bands"\n{written}', full


def _overlapping(draw: Drawing, unit: str) -> tuple[str, int]:
    hit = draw.kind("hit", ("first", "highest", "sum"))
    figures = _figures(draw, unit, 3)
    intervals = [f">= {figures[0]}", f"> {figures[1]}", f"[{figures[0]}, {figures[2]}]"]
    if draw.chance(0.7):
        intervals.append(f"< {figures[1]}")
    written, full = _bands(draw, intervals)
    return f'kind = "bands"\nhit = "{hit}"\n{written}', full


def _ratio(draw: Drawing, unit: str) -> tuple[str, int]:
    points = draw.number(2, 12)
    return f'kind = "ratio"\nreference = "{draw.one((1, 3, 7))}{unit}"\npoints = {points}', points


def _per_unit(draw: Drawing, unit: str) -> tuple[str, int | None]:
    lines = ['kind = "per_unit"', f'step = "{draw.number(1, 3)}{unit}"', f"points = {draw.number(1, 4)}"]
    if draw.chance(0.5):
        lines.append("whole = false")
    if draw.chance(0.3):
        draw.count("per_unit without a cap")
        return "\n".join(lines), None
    cap = draw.number(2, 12)
    return "\n".join([*lines, f"cap = {cap}"]), cap


def _judged(draw: Drawing, unit: str) -> tuple[str, int]:
    levels = _tiled(draw, _figures(draw, unit, draw.number(1, 2)))
    marks = ("[0, 2.5]", "(2, 5)", "[4, 8]")
    rows = [f'    {{ in = "{level}", marks = "{mark}" }}' for level, mark in zip(levels, marks, strict=False)]
    return 'kind = "judged"\nmark = "评审分"\nranges = [\n' + ",\n".join(rows) + ",\n]", 2


def _rank(draw: Drawing, _: str) -> tuple[str, int]:
    by = draw.kind("rank by", ("rank", "percentile"))
    order = draw.one(("descending", "ascending"))
    within = draw.one(("stage", "park"))
    edges = (1, 3) if by == "rank" else ("30%", "60%")
    written, full = _bands(draw, [f"<= {edges[0]}", f"({edges[0]}, {edges[1]}]", f"> {edges[1]}"])
    head = f'kind = "rank"\nwithin = "{within}"\nby = "{by}"\norder = "{order}"'
    return f"{head}\n{written}", full


def _index(draw: Drawing, _: str) -> tuple[str, int]:
    points = draw.number(2, 12)
    reference = draw.one(("1", "2", "1.5"))
    head = f'kind = "index"\nwithin = "{draw.one(("stage", "park"))}"'
    return f"{head}\nreference = {reference}\npoints = {points}", points


SCORINGS = {
    "bands": _tiling,
    "overlapping bands": _overlapping,
    "ratio": _ratio,
    "per_unit": _per_unit,
    "judged": _judged,
    "rank": _rank,
    "index": _index,
}
