"""Random libraries of policies for a park, as the TOML that staff would write.

More of the format than the libraries of the settlement's own tests have: budgets, lists, nested conditions of
rows, programmes, quarters and earlier periods, dates, several rewarded periods in one run, scorecards.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from attrs import evolve, field, frozen, mutable
from tests.agreement.drawing import Drawing, quoted
from tests.agreement.parks import OpenedPark
from tests.plan.toys import POLICIES

from jifen.cohort.settling import Decider
from jifen.language.decode import decode
from jifen.language.diagnostics import DiagnosticError, Diagnostics
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.loading.policies import Reading, library_of
from jifen.model.enterprise import Absence, FactKey, Value
from jifen.model.period import Period
from jifen.model.policy import PolicyFile
from jifen.plan.entitlements import PolicyPart
from jifen.plan.library import lower_library
from jifen.plan.settlement import settle

YEAR, DAY = Period(2020), date(2021, 3, 31)
OTHER_INPUT = (
    '[inputs]\nspent = { name = "投入额", unit = "元" }\nowner = { name = "所属集团", type = "text" }\n'
)
PROJECTS = """\
[tables.project]
name = "项目"
key  = ["number"]

[tables.project.columns]
number = { name = "项目编号", type = "text" }
cost   = { name = "项目造价", unit = "元" }
passed = { name = "验收", type = "flag" }
done   = { name = "完工日期", type = "date" }
"""
PROGRAMME = '[programme]\nnpl = { name = "不良率", unit = "%" }\nrate = { name = "补贴标准", unit = "元" }\n'
NUMBERS = (
    ("数值", ""),
    ("基数", ""),
    ("微量", ""),
    ("金额", "元"),
    ("总资产", "元"),
    ("人数", "人"),
    ("积分", ""),
    ("投入额", "元"),
    ("合计(合同.合同金额)", "元"),
    ("合计(合同.合同金额, 本期(签订日期))", "元"),
    ('件数(合同, 买方 = "甲", 份额 >= 1)', "件"),
    ("不同(合同.买方)", "件"),
    ("最大(合同.份额)", ""),
    ("平均(合同.合同金额)", "元"),
    ("合计(项目.项目造价, 验收)", "元"),
    ("最小(项目.项目造价, 满(完工日期) >= 6个月)", "元"),
    ("合计(近(金额, 3))", "元"),
    ("最大(近(数值, 2))", ""),
    ("上期(金额)", "元"),
    ("上年(总资产) - 总资产", "元"),
    ("每(金额, 2元)", ""),
    ("取整(数值 ÷ 基数)", ""),
    ("数值 ÷ 基数", ""),
    ("总资产 × 数值", "元"),
    ("奖励额(奖励r0)", "元"),
    ("累计产值", "元"),
    ("补贴标准", "元"),
)
SHARES = ("同比(金额)", "金额 ÷ 总资产", "占比", "不良率", "年均复合增长率(金额, 2)", "金额 ÷ 上年(金额)")
AGES = ("满(成立日期)", "满(认定日期)")
FLAGS = (
    "持证",
    "高新技术企业",
    "有效(资质.冠军企业)",
    "有效(事件.失信)",
    "有效(事件.超排)",
    "存在(合同)",
    "存在(合同, 合同金额 > 2元, 份额 < 数值)",
    "存在(项目, 验收)",
    "已知(基数)",
    "数值 >= 基数",
    "金额 > 上年(金额)",
    "同比(金额) > 上年(同比(金额))",
    "类型 属于 重点行业",
    '级别 属于 {"甲", "乙"}',
    "所属集团 = 级别",
)
QUARTERLY = (
    "同比(季度产值) >= 5%",
    "季度产值 > 上期(季度产值)",
    "上年同期(季度产值) <= 3元",
    "累计产值 >= 2元",
)
ROWS = {
    "contract": (
        "合同金额 > 1元",
        "份额 >= 1",
        "合同金额 > 金额",
        '买方 = "甲"',
        "满(签订日期) >= 9个月",
        "本期(签订日期)",
        "合同金额 ÷ 份额 >= 2元",
        "份额 <= 数值",
    ),
    "project": (
        "验收",
        "项目造价 >= 2元",
        "项目造价 < 总资产",
        "满(完工日期) < 1年",
        '项目编号 属于 {"一", "二"}',
    ),
}
AMOUNT_OF_ROW = {
    "contract": (
        "合同金额 × 10%",
        "合同金额 × 份额",
        "合同金额 ÷ 3",
        "合同金额 - 1元",
        "3元",
        "合同金额 ÷ 份额",
    ),
    "project": ("项目造价 × 50%", "项目造价 - 金额", "2元", "项目造价 ÷ 人数 × 1人"),
}
KEYS = {"contract": ("买方", "签订日期"), "project": ("项目编号",)}
FORMULAS = (
    "30元",
    "金额 × 10%",
    "每(金额, 2元) × 3元",
    "金额 - 上年(金额)",
    "金额 ÷ 数值",
    "总资产 × 占比",
    "总资产 × 数值 × 基数",
    "最大(金额 - 总资产, 0元)",
    "(金额 + 总资产) ÷ 3",
    "合计(合同.合同金额, 份额 >= 1) × 50%",
    "微量 × 7元",
    "积分 × 1元",
    "金额 × 积分 ÷ 100",
    "合计(近(金额, 3)) × 33%",
    "平均(合同.合同金额)",
    "补贴标准 × 2",
    "投入额 × 7.77%",
    "人数 × 3元 ÷ 1人",
    "总资产 × 总资产 ÷ (金额 + 1元)",
    "累计兑现(“p0/r0”) × 10%",
)
ROUNDS = ('"元"', '"分"', '"百元"', '"万元"', '{ to = "元", mode = "down" }', '{ to = "角", mode = "up" }')
PAYERS = ('{ "市" = "30%", "区" = "70%" }', '{ "省" = "33.33%", "市" = "33.33%", "区" = "33.34%" }')


@frozen
class Library:
    """Policies opened for a park: their texts, and how many of each construct they have."""

    texts: tuple[str, ...]
    park: OpenedPark
    policies: tuple[PolicyPart, ...]
    digest: str
    programme: dict[FactKey, Value] = field(factory=dict)
    _own: list[Decider] = field(factory=list, init=False, repr=False, eq=False)

    def decider(self) -> Decider:
        """The library ready to decide for the year, its assumed figures included."""
        if not self._own:
            plan = self.park.park.plan
            settlement = settle(
                plan, self.policies, year=YEAR, as_of=DAY, allow_assumed=True, digest=self.digest
            )
            years = {year for year, _ in settlement.given.values()}
            scorers = {year: self.park.park.scorer(Period(year)) for year in sorted(years)}
            self._own.append(Decider(settlement, scorers, YEAR, self.programme, chaining=False))
        return self._own[0]


def opened(park: OpenedPark, texts: Sequence[str], programme: dict[FactKey, Value] | None = None) -> Library:
    """The library of these texts; a ``DiagnosticError`` says what is wrong with them."""
    diagnostics = Diagnostics()
    files = [
        decode(parse(Source(f"policy{number}.toml", text)), PolicyFile) for number, text in enumerate(texts)
    ]
    read = Reading(tuple(files), {}, frozenset(), True)
    library = library_of(park.reading, read, diagnostics, POLICIES)
    if diagnostics.errors:
        raise DiagnosticError(diagnostics.sorted())
    plan = evolve(park.park.plan, vocabulary=library.vocabulary)
    parts = lower_library(plan, library.files, library.seen, diagnostics)
    if parts is None:
        raise DiagnosticError(diagnostics.sorted())
    whole = evolve(park, park=evolve(park.park, plan=plan))
    return Library(tuple(texts), whole, parts, library.digest, programme or {})


def drawn_library(drawing: Drawing, park: OpenedPark) -> Library:
    """A random library; one that a check refuses is drawn anew."""
    while True:
        writer = _Writer(Drawing(drawing.random), park)
        texts = [writer.policy(number) for number in range(drawing.one((1, 1, 2, 3)))]
        try:
            library = opened(park, texts, writer.programme())
        except DiagnosticError as error:
            drawing.count(f"refused library {error.diagnostics[0].code}")
            continue
        drawing.shape.update(writer.drawing.shape)
        return library


@mutable
class _Writer:
    """Writes policies; statuses and lists of earlier policies may be asked for in later ones."""

    drawing: Drawing
    park: OpenedPark
    named: list[str] = field(factory=list)
    ranked: list[str] = field(factory=list)
    policy_id: str = ""
    rewards: str = ""
    rules: list[str] = field(factory=list)

    def programme(self) -> dict[FactKey, Value]:
        """What is told of the programme."""
        draw = self.drawing
        told: dict[FactKey, Value] = {}
        for year in ("2019", "2020"):
            for name, value in (("npl", draw.number(0, 9)), ("rate", 100 * draw.number(0, 9))):
                if draw.chance(0.8):
                    told[name, year] = value if draw.chance(0.9) else Absence.NOT_APPLICABLE
        return told if draw.chance(0.7) else {}

    def policy(self, number: int) -> str:
        """One policy."""
        draw = self.drawing
        self.policy_id, self.rules, self.ranked = f"p{number}", [], []
        self.rewards = draw.one(("2020", "2020", "2020", "2020Q1", "2020Q3", "2020Q1-2", ""))
        dates = f'rewards = "{self.rewards}"' if self.rewards else "effective = { from = 2020-01-01 }"
        draw.count(f"rewards {self.rewards or 'no period'}")
        if draw.chance(0.2):
            dates += f"\nsnapshot = {draw.one(('2020-06-30', '2020-12-15', '2021-02-28'))}"
        head = (
            f'[policy]\nid = "p{number}"\nversion = "1"\ntitle = "政策{number}"\nissuer = "园区"\n'
            f'applies_to = ["toy"]\n{dates}\nround = {draw.one(ROUNDS)}\nsource = "演示政策"\n'
        )
        lines = [head, OTHER_INPUT, PROGRAMME, PROJECTS]
        lines += [self.listing(f"l{number}_{index}") for index in range(draw.one((0, 0, 1, 2)))]
        lines += [self.status(f"s{number}_{index}") for index in range(draw.number(0, 3))]
        lines += [self.negative(f"n{index}") for index in range(draw.number(0, 2))]
        for index in range(draw.number(1, 4)):
            lines.append(self.subsidy(f"r{index}"))
        if draw.chance(0.3):
            lines.append(self.loan())
        if draw.chance(0.3):
            lines.append(f'[[bonus]]\nid = "bid"\ntitle = "加分"\n{self.when()}\npoints = "5分"\n')
            draw.count("bonus")
        lines += self.settling()
        draw.count("policy")
        return "\n".join(lines)

    # ------------------------------------------------------------ conditions

    def compared(self) -> str:
        draw = self.drawing
        value, unit = draw.one(NUMBERS)
        if not self.rules and "奖励额" in value:
            value, unit = "金额", "元"
        if draw.chance(0.2):
            value, unit = draw.one([*self.park.shape.scores, *self.ranked, *self.of_boards()]), ""
        if draw.chance(0.2):
            low = draw.number(0, 3)
            ends = draw.one(("[", "(")), draw.one(("]", ")"))
            return f"{value} 属于 {ends[0]}{low}{unit}, {low + draw.number(1, 3)}{unit}{ends[1]}"
        operator = draw.one((">=", ">", "<", "<=", "=", "!="))
        return f"{value} {operator} {draw.number(0, 6)}{draw.one(('', '', '.5'))}{unit}"

    def of_boards(self) -> list[str]:
        return [f"{what}.{board}" for board in self.park.shape.boards for what in ("名次", "家数")]

    def atom(self) -> str:
        draw = self.drawing
        kind = draw.number(0, 11)
        if kind == 0 and self.named:
            return f"符合({draw.one(self.named)})"
        if kind == 1 and self.park.shape.scorecard:
            draw.count("符合 of a scorecard")
            return "符合(小标准)"
        if kind <= 3:
            return draw.one(FLAGS)
        if kind == 4:
            return f"{draw.one(SHARES)} {draw.one(('>=', '>', '<'))} {draw.one((0, 5, 50, 100))}%"
        if kind == 5:
            return f"{draw.one(AGES)} {draw.one(('>=', '<'))} {draw.one(('3年', '12个月', '0年', '30个月'))}"
        if kind == 6:
            return draw.one(('级别 = "甲"', '级别 != "乙"', f'阶段 = "{draw.one(self.park.shape.stages)}"'))
        if kind == 7 and "Q" in self.rewards:
            draw.count("quarters")
            return draw.one(QUARTERLY)
        if kind == 8 and self.rewards:
            draw.count("ledger asked")
            award = f"“{self.policy_id}/r{draw.number(0, 2)}”"
            return draw.one((f"累计兑现({award}) > 5元", f"连续兑现({award}) >= 2年"))
        return self.compared()

    def condition(self, depth: int = 0, table: str = "") -> str:
        draw = self.drawing
        if depth >= 2 or draw.chance(0.7):
            return f"'{draw.one(ROWS[table]) if table and draw.chance(0.6) else self.atom()}'"
        group = draw.kind("group", ("any", "all", "none"))
        parts = [self.condition(depth + 1, table) for _ in range(draw.number(1, 3))]
        return f"{{ {group} = [{', '.join(parts)}] }}"

    def when(self, table: str = "", least: int = 1, most: int = 2) -> str:
        count = self.drawing.number(least, most)
        if not count:
            return ""
        return f"when = [{', '.join(self.condition(0, table) for _ in range(count))}]"

    def status(self, id_: str) -> str:
        self.drawing.count("status")
        text = f'[[status]]\nid = "{id_}"\nname = "身份{id_}"\n{self.when()}\n'
        self.named.append(f"身份{id_}")
        return text

    def listing(self, id_: str) -> str:
        draw = self.drawing
        values = ["数值", "金额 ÷ 总资产", "总资产", "数值 ÷ 基数", "积分", *self.park.shape.scores]
        values += [f"{one} × 60% + 数值" for one in self.ranked]
        lines = [f'[[list]]\nid = "{id_}"\nname = "名单{id_}"\nby = "{draw.one(values)}"']
        if draw.chance(0.5):
            lines.append("pool" + self.when()[4:])
        lines.append(f'order = "{draw.one(("descending", "ascending"))}"')
        if draw.chance(0.5):
            lines.append(f'within = "{draw.one(("阶段", "级别", "所属集团"))}"')
            lines.append(f"alone = {draw.one(('true', 'false'))}")
        share = draw.chance(0.4)
        lines.append(f'share = "{draw.one((5, 30, 50, 100))}%"' if share else f"top = {draw.number(1, 4)}")
        if draw.chance(0.4):
            ties = draw.some(("基数", "金额 ÷ 总资产", "总资产", "积分"), 1, 2)
            lines.append(f"tie_breakers = {quoted(ties)}")
        draw.count("list by share" if share else "list of the top")
        self.named.append(f"名单{id_}")
        self.ranked.append(f"名次.名单{id_}")
        return "\n".join(lines) + "\n"

    def negative(self, id_: str) -> str:
        draw = self.drawing
        effect = draw.kind("negative", ("veto", "veto", "factor", "cap"))
        extra = {"veto": "", "factor": f'factor = "{draw.one((50, 33, 0))}%"\n', "cap": 'cap = "20元"\n'}[
            effect
        ]
        scope = draw.one(('"subsidy", "loan"', '"subsidy"'))
        if effect == "veto":
            scope += ', "bonus"'
        across = "across = true\n" if effect == "veto" and draw.chance(0.4) else ""
        return (
            f'[[negative]]\nid = "{id_}"\ntitle = "负面{id_}"\n{self.when()}\neffect = "{effect}"\n'
            f"{extra}scope = [{scope}]\n{across}"
        )

    # ------------------------------------------------------------ amounts

    def formula(self) -> str:
        draw = self.drawing
        choices = [*FORMULAS, *(["奖励额(奖励r0) × 2", "奖励额(奖励r0) - 金额"] if self.rules else [])]
        return draw.one(choices)

    def subsidy(self, id_: str) -> str:
        draw = self.drawing
        kinds = (
            "formula",
            "formula",
            "tiers",
            "hit tiers",
            "marginal",
            "cases",
            "milestones",
            "rows",
            "rows",
        )
        kind = draw.kind("amount", kinds)
        table = draw.one(tuple(ROWS)) if kind == "rows" else ""
        lines = [f'[[subsidy]]\nid = "{id_}"\ntitle = "奖励{id_}"', self.when(table, 0)]
        capped = kind != "milestones" and draw.chance(0.5)
        if capped:
            lines.append(f'cap = "{draw.number(10, 60)}元"')
        if kind != "milestones" and draw.chance(0.2):
            lines.append(f'least = "{draw.number(1, 9)}元"')
        if kind != "milestones" and draw.chance(0.2) and self.rewards:
            draw.count("once")
            lines.append('once = "ever"')
        if draw.chance(0.3):
            draw.count("payers")
            lines.append(f"payers = {draw.one(PAYERS)}")
        if draw.chance(0.3):
            lines.append(f"round = {draw.one(ROUNDS)}")
        if draw.chance(0.5):
            lines.append(f'adjust_hit = "{draw.one(("first", "highest", "sum"))}"')
        lines += self.amount(kind, table)
        if kind != "milestones":
            lines += self.adjustments(capped, table)
            self.rules.append(id_)
        lines += self.parts()
        return "\n".join(lines) + "\n"

    def adjustments(self, capped: bool, table: str) -> Iterator[str]:
        draw = self.drawing
        for _ in range(draw.one((0, 0, 1, 2))):
            draw.count("adjust")
            changes = ['times = "150%"', 'add = "7元"', 'times = "50%"', 'times = "33%"\nadd = "1元"']
            if capped and not table:
                changes.append('times = "200%"\ncap = "70元"')
            yield f"[[subsidy.adjust]]\n{self.when(table)}\n{draw.one(changes)}"

    def parts(self) -> Iterator[str]:
        draw = self.drawing
        if draw.chance(0.2):
            draw.count("instalments")
            yield '[[subsidy.instalment]]\nid = "first"\nshare = "40%"'
            due = "due = 2021-06-30\n" if draw.chance(0.3) else ""
            yield f'[[subsidy.instalment]]\nid = "second"\nshare = "60%"\n{due}{self.when()}'
        if draw.chance(0.2):
            draw.count("clawback")
            yield f'[[subsidy.clawback]]\nid = "back"\n{self.when()}\nshare = "50%"'

    def amount(self, kind: str, table: str) -> Iterator[str]:
        draw = self.drawing
        if kind == "formula":
            yield f'amount = "{self.formula()}"'
        elif kind in {"tiers", "hit tiers"}:
            value, unit = draw.one((("数值", ""), ("金额", "元"), ("积分", ""), ("数值 ÷ 基数", "")))
            yield f'by = "{value}"'
            tiles = ("< 2{u}", "[2{u}, 4{u}]", "> 4{u}")
            if kind == "hit tiers":
                yield f'hit = "{draw.one(("first", "highest", "sum"))}"'
                tiles = (">= 1{u}", "[2{u}, 4{u}]", "< 3{u}")
            for within in tiles:
                cap = f'\ncap = "{draw.number(1, 30)}元"' if draw.chance(0.2) else ""
                yield f'[[subsidy.tier]]\nin = "{within.format(u=unit)}"\namount = "{self.formula()}"{cap}'
        elif kind == "marginal":
            yield f'by = "{draw.one(("金额", "总资产"))}"\nmarginal = true'
            for within, rate in (("<= 2元", "50%"), ("(2元, 5元]", "20%"), ("> 5元", "10%")):
                yield f'[[subsidy.tier]]\nin = "{within}"\nrate = "{rate}"'
        elif kind == "cases":
            yield f'hit = "{draw.one(("first", "highest", "sum"))}"'
            for _ in range(draw.number(1, 3)):
                yield f'[[subsidy.case]]\n{self.when()}\namount = "{self.formula()}"'
        elif kind == "milestones":
            yield f'by = "{draw.one(("金额", "总资产"))}"'
            for number in range(draw.number(1, 2)):
                level, amount = f"{2 + 3 * number}元", f"{9 + number}元"
                yield f'[[subsidy.milestone]]\nid = "m{number}"\nat = "{level}"\namount = "{amount}"'
        else:
            yield f'per = "{table}"\namount = "{draw.one(AMOUNT_OF_ROW[table])}"'
            if draw.chance(0.5):
                yield 'row_cap = "3元"'
            if draw.chance(0.4):
                draw.count("once_per")
                yield f'once_per = "{draw.one(KEYS[table])}"'

    def loan(self) -> str:
        draw = self.drawing
        kind = draw.kind("loan", ("line", "tiers", "cases", "grid"))
        lines = [f'[[loan]]\nid = "credit"\ntitle = "贷款"\n{self.when("", 0)}']
        if kind == "line":
            lines.append(f'line = "{draw.one(("500元", "金额 × 5", "总资产 × 占比"))}"')
        if kind == "tiers":
            lines.append('by = "积分"')
        lines.append('cap = "400元"')
        lines += ["also_cap = ['总资产 × 10%']"] if draw.chance(0.4) else []
        lines += ['least = "50元"'] if draw.chance(0.3) else []
        lines += ["fuse = ['不良率 > 5%']"] if draw.chance(0.4) else []
        lines.append('term = "12个月"\nrisk = { "银行" = "20%", "担保" = "80%" }')
        tiers = draw.chance(0.5)
        lines.append(f'rate_by = "{draw.one(("积分", "数值"))}"' if tiers else 'rate = "3.65%"')
        if kind == "tiers":
            lines += [
                f'[[loan.tier]]\nin = "{within}"\namount = "{amount}"'
                for within, amount in (("< 5", "100元"), (">= 5", "积分 × 5元"))
            ]
        if kind == "cases":
            lines += [f'[[loan.case]]\n{self.when()}\namount = "300元"', '[[loan.case]]\namount = "金额"']
        if tiers:
            lines += [
                f'[[loan.rate_tier]]\nin = "{within}"\nrate = "{rate}"'
                for within, rate in (("<= 3", "3.85%"), ("> 3", "3.45%"))
            ]
        if kind == "grid":
            lines.append('[loan.grid]\nrows = "级别"\ncolumns = "阶段"')
            cells = ", ".join(f'"{stage}" = "{draw.number(1, 9)}00元"' for stage in self.park.shape.stages)
            lines += [f'[loan.grid.cells]\n"甲" = {{ {cells} }}\n"乙" = {{ {cells} }}']
        return "\n".join(lines) + "\n"

    # ------------------------------------------------------------ settlement

    def settling(self) -> Iterator[str]:
        draw = self.drawing
        if not self.rules:
            return
        if len(self.rules) > 1 and draw.chance(0.4):
            take = draw.kind("group", ("highest", "highest", "lowest", "first", "all"))
            top_up = take == "all" or (draw.chance(0.4) and bool(self.rewards))
            rules = draw.some(self.rules, 2, 4)
            yield (
                f'[[group]]\nid = "g{self.policy_id}"\nrules = {quoted(rules)}\ntake = "{take}"\n'
                f"top_up = {str(top_up).lower()}\n"
            )
        for order in range(draw.one((0, 0, 1, 2))):
            split = draw.kind("shared cap", ("in_order", "pro_rata"))
            paid = "counts_paid = true\n" if draw.chance(0.3) and self.rewards else ""
            yield (
                f'[[shared_cap]]\nid = "c{order}{self.policy_id}"\n'
                f"rules = {quoted(draw.some(self.rules, 1, 4))}\n"
                f'cap = "{draw.number(5, 60)}元"\nsplit = "{split}"\norder = {order + 1}\n{paid}'
            )
        if draw.chance(0.3):
            draw.count("factor")
            yield '[[factor]]\nid = "grade"\nby = "级别"\noptions = { "甲" = "100%", "乙" = "33%" }\n'
        if draw.chance(0.4):
            method = draw.kind("budget", ("pro_rata", "in_order"))
            lines = [f'[[budget]]\nid = "b{self.policy_id}"\nrules = {quoted(draw.some(self.rules, 1, 4))}']
            lines.append(f'amount = "{draw.one((7, 50, 100, 1000))}元"\nmethod = "{method}"')
            if method == "in_order":
                lines.append(f'by = "{draw.one(("积分", "数值", "数值 ÷ 基数", "总资产"))}"')
            if draw.chance(0.4):
                lines.append('limit = "25元"')
            yield "\n".join(lines) + "\n"


def shape_of(library: Library) -> Counter[str]:
    """How often each construct stands in the definitions of a library's policies."""
    return Counter(type(one.node).__name__ for policy in library.policies for one in policy.definitions)
