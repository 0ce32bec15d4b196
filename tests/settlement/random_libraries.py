"""Random policies as the TOML that staff would write, and random enterprises: one small park, many libraries.

A seed gives the same texts. What is drawn covers each construct of the format: conditions nested and negated,
statuses upon statuses, vetoes that reach across, tiers, classes, adjustments, rows, groups, differences,
shared caps, grades, payers, instalments, claw-back, loans, bonuses.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from attrs import evolve, frozen
from tests.plan.toys import FIELDS, HEAD, STAGES, dimension, indicator, write

from jifen.cohort.settling import Decider
from jifen.interfaces.park import ScoringPark, park_of
from jifen.language.decode import decode
from jifen.language.diagnostics import DiagnosticError, Diagnostics
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.loading.library import Reading, read_park
from jifen.loading.parks import discover_parks
from jifen.loading.policies import Reading as PolicyReading
from jifen.loading.policies import library_of
from jifen.model.enterprise import Absence, Enterprise
from jifen.model.period import Period
from jifen.model.policy import PolicyFile
from jifen.plan.entitlements import PolicyPart
from jifen.plan.library import lower_library
from jifen.plan.settlement import settle

YEAR, DAY = Period(2020), date(2021, 3, 31)
PARK = (
    HEAD
    + STAGES
    + FIELDS
    + """\
[events.dishonest]
name = "失信"

[events.polluting]
name = "超排"

"""
    + dimension()
    + indicator('kind = "ratio"\nreference = "10"\npoints = 10', 'value = "数值"')
)
FLAGS = ("持证", "高新技术企业", "有效(事件.失信)", "有效(事件.超排)")
POLICIES = Path(__file__).parents[1] / "parks" / "policies"


@cache
def park() -> tuple[ScoringPark, Reading]:
    """The park that all libraries are opened for, read once."""
    folder = Path(mkdtemp(prefix="jifen-libraries-"))
    write(folder, PARK)
    reading = read_park(discover_parks([folder]).plugin("toy"), POLICIES)
    assert reading.park is not None, reading.problems
    return park_of(reading.park, Diagnostics()), reading


@frozen
class Drawn:
    """A library that was drawn: its texts, its parts, and how many of each construct it has."""

    texts: tuple[str, ...]
    park: ScoringPark
    policies: tuple[PolicyPart, ...]
    digest: str
    shape: Counter[str]

    def decider(self, *, chaining: bool = True) -> Decider:
        """The library ready to decide for the year, its assumed figures included."""
        settlement = settle(
            self.park.plan, self.policies, year=YEAR, as_of=DAY, allow_assumed=True, digest=self.digest
        )
        years = {year for year, _ in settlement.given.values()}
        scorers = {year: self.park.scorer(Period(year)) for year in years}
        return Decider(settlement, scorers, YEAR, {}, chaining=chaining)


def drawn(random: Random) -> Drawn:
    """A random library."""
    writer = _Writer(random)
    texts = tuple(writer.policy(number) for number in range(random.choice((1, 1, 2, 3))))
    return of_texts(texts, writer.shape)


def of_texts(texts: tuple[str, ...], shape: Counter[str] | None = None) -> Drawn:
    """The library of these texts; a ``DiagnosticError`` shows what is wrong with them."""
    opened, reading = park()
    diagnostics = Diagnostics()
    files: list[PolicyFile] = []
    for number, text in enumerate(texts):
        files.append(decode(parse(Source(f"policy{number}.toml", text)), PolicyFile))
    library = library_of(reading, PolicyReading(tuple(files), {}, frozenset(), True), diagnostics, POLICIES)
    if diagnostics.errors:
        raise DiagnosticError(diagnostics.sorted())
    whole = evolve(opened, plan=evolve(opened.plan, vocabulary=library.vocabulary))
    parts = lower_library(whole.plan, library.files, library.seen, diagnostics)
    if parts is None:
        raise DiagnosticError(diagnostics.sorted())
    return Drawn(texts, whole, parts, library.digest, shape or Counter())


class _Writer:
    """Writes policies; statuses of earlier policies may be asked for in later ones."""

    def __init__(self, random: Random) -> None:
        self.random, self.shape = random, Counter[str]()
        self.statuses: list[str] = []

    def policy(self, number: int) -> str:
        """One policy."""
        random, self.number = self.random, number
        dates = random.choice(('rewards = "2020"', 'rewards = "2020"', "effective = { from = 2020-01-01 }"))
        self.rewards = dates.startswith("rewards")
        lines = [
            "[policy]",
            f'id = "p{number}"\nversion = "1"\ntitle = "政策{number}"\nissuer = "园区"\napplies_to = ["toy"]',
            f'{dates}\nround = "{random.choice(("元", "分", "百元", "万元"))}"\nsource = "演示政策"\n',
        ]
        lines += [self.status(f"s{number}_{index}") for index in range(random.randint(0, 4))]
        lines += [self.negative(f"n{index}") for index in range(random.randint(0, 2))]
        rules = [f"r{index}" for index in range(random.randint(1, 5))]
        lines += [self.subsidy(rule) for rule in rules]
        if random.random() < 0.3:
            lines.append(self.loan())
        lines.append(self.bonus())
        lines += self.settling(rules)
        self.shape["policies"] += 1
        return "\n".join(lines)

    # ------------------------------------------------------------ conditions

    def atom(self) -> str:
        random = self.random
        kind = random.randrange(6)
        if kind == 0 and self.statuses:
            return f"符合({random.choice(self.statuses)})"
        if kind <= 2:
            return random.choice(FLAGS)
        if kind == 3:
            return f'级别 = "{random.choice("甲乙")}"'
        field, unit = random.choice((("数值", ""), ("金额", "元"), ("积分", "")))
        return f"{field} {random.choice(('>=', '>', '<', '<=', '='))} {random.randint(0, 6)}{unit}"

    def condition(self, depth: int = 0) -> str:
        random = self.random
        if depth >= 2 or random.random() < 0.7:
            return '"' + self.atom().replace('"', '\\"') + '"'
        group = random.choice(("any", "all", "none"))
        self.shape[group] += 1
        parts = [self.condition(depth + 1) for _ in range(random.randint(1, 3))]
        return f"{{ {group} = [{', '.join(parts)}] }}"

    def when(self, *more: str) -> str:
        parts = [*more, *(self.condition() for _ in range(self.random.randint(0 if more else 1, 2)))]
        return f"when = [{', '.join(parts)}]"

    def status(self, id_: str) -> str:
        text = f'[[status]]\nid = "{id_}"\nname = "身份{id_}"\n{self.when()}\n'
        self.statuses.append(f"身份{id_}")
        self.shape["status"] += 1
        return text

    def negative(self, id_: str) -> str:
        random = self.random
        effect = random.choice(("veto", "veto", "factor", "cap"))
        self.shape[f"negative {effect}"] += 1
        extra = {"veto": "", "factor": 'factor = "50%"\n', "cap": 'cap = "20元"\n'}[effect]
        scope = '"subsidy", "loan"' + (', "bonus"' if effect == "veto" else "")
        across = "across = true\n" if effect == "veto" and random.random() < 0.4 else ""
        return (
            f'[[negative]]\nid = "{id_}"\ntitle = "负面{id_}"\n{self.when()}\neffect = "{effect}"\n'
            f"{extra}scope = [{scope}]\n{across}"
        )

    # ------------------------------------------------------------ amounts

    def subsidy(self, id_: str) -> str:
        random = self.random
        kind = random.choice(("formula", "tiers", "marginal", "cases", "rows", "rows"))
        self.shape[kind] += 1
        rows = ('"合同金额 > 1元"', '"份额 >= 1"', '"合同金额 > 金额"')
        when = self.when(*([random.choice(rows)] if kind == "rows" else []))
        lines = [f'[[subsidy]]\nid = "{id_}"\ntitle = "奖励{id_}"', when, *self.amount(kind)]
        if random.random() < 0.4:
            lines.insert(2, f'cap = "{random.randint(10, 60)}元"')
        if random.random() < 0.2:
            lines.insert(2, f'least = "{random.randint(1, 9)}元"')
        if random.random() < 0.2 and self.rewards:
            lines.insert(2, 'once = "ever"')
        if random.random() < 0.3:
            lines.insert(2, 'payers = { "市" = "30%", "区" = "70%" }')
            self.shape["payers"] += 1
        if kind != "rows" and random.random() < 0.4:
            self.shape["adjust"] += 1
            change = random.choice(('times = "150%"', 'add = "7元"', 'times = "50%"'))
            lines.append(f"[[subsidy.adjust]]\n{self.when()}\n{change}")
        if random.random() < 0.2:
            self.shape["instalment"] += 1
            lines.append('[[subsidy.instalment]]\nid = "first"\nshare = "40%"')
            lines.append(f'[[subsidy.instalment]]\nid = "second"\nshare = "60%"\n{self.when()}')
        if random.random() < 0.2:
            self.shape["clawback"] += 1
            lines.append(f'[[subsidy.clawback]]\nid = "back"\n{self.when()}\nshare = "50%"')
        return "\n".join(lines) + "\n"

    def amount(self, kind: str) -> Iterator[str]:
        random = self.random
        if kind == "formula":
            formulas = ("30元", "金额 × 10%", "每(金额, 2元) × 3元", "金额 - 上年(金额)", "金额 ÷ 数值")
            yield f'amount = "{random.choice(formulas)}"'
        elif kind == "tiers":
            yield 'by = "数值"'
            for within, amount in (("< 2", "0元"), ("[2, 4]", "金额 × 20%"), ("> 4", "35元")):
                yield f'[[subsidy.tier]]\nin = "{within}"\namount = "{amount}"'
        elif kind == "marginal":
            yield 'by = "金额"\nmarginal = true'
            for within, rate in (("<= 2元", "50%"), ("(2元, 5元]", "20%"), ("> 5元", "10%")):
                yield f'[[subsidy.tier]]\nin = "{within}"\nrate = "{rate}"'
        elif kind == "cases":
            yield f'hit = "{random.choice(("first", "highest", "sum"))}"'
            for amount in ("12元", "金额 × 30%"):
                yield f'[[subsidy.case]]\n{self.when()}\namount = "{amount}"'
        else:
            yield f'per = "contract"\namount = "合同金额 × {random.choice((10, 50, 100))}%"'
            if random.random() < 0.5:
                yield 'row_cap = "3元"'
            if random.random() < 0.4:
                yield 'once_per = "买方"'

    def loan(self) -> str:
        self.shape["loan"] += 1
        line = self.random.choice(('line = "500元"', 'line = "金额 × 5"'))
        return (
            f'[[loan]]\nid = "credit"\ntitle = "贷款"\n{self.when()}\n{line}\ncap = "400元"\n'
            'rate = "3.65%"\nterm = "12个月"\nrisk = { "银行" = "20%", "担保" = "80%" }\n'
        )

    def bonus(self) -> str:
        """Points in a bid; drawn apart, so that what is drawn besides stays as it is."""
        apart = _Writer(Random(f"bonus/{self.number}/{len(self.statuses)}/{self.shape.total()}"))
        apart.statuses = self.statuses
        self.shape["bonus"] += 1
        return f'[[bonus]]\nid = "bid"\ntitle = "加分"\n{apart.when()}\npoints = "5分"\n'

    # ------------------------------------------------------------ settlement

    def settling(self, rules: list[str]) -> Iterator[str]:
        random = self.random
        members = ", ".join(f'"{rule}"' for rule in rules)
        if len(rules) > 1 and random.random() < 0.5:
            take = random.choice(("highest", "highest", "lowest", "first", "all"))
            top_up = "true" if take == "all" or (random.random() < 0.4 and self.rewards) else "false"
            self.shape[f"group {take}"] += 1
            head = f'[[group]]\nid = "g{self.number}"\nrules = [{members}]\n'
            yield f'{head}take = "{take}"\ntop_up = {top_up}\n'
        if random.random() < 0.4:
            split = random.choice(("in_order", "pro_rata"))
            self.shape[f"shared cap {split}"] += 1
            head = f'[[shared_cap]]\nid = "c{self.number}"\nrules = [{members}]\n'
            yield f'{head}cap = "{random.randint(10, 80)}元"\nsplit = "{split}"\n'
        if random.random() < 0.3:
            self.shape["factor"] += 1
            yield '[[factor]]\nid = "grade"\nby = "级别"\noptions = { "甲" = "100%", "乙" = "33%" }\n'


# ---------------------------------------------------------------- enterprises


def enterprise(random: Random, code: str = "甲") -> Enterprise:
    """A random enterprise of the park: bounds, absences of all kinds, open and closed tables."""
    facts: dict[tuple[str, str], object] = {}
    for year in ("2019", "2020"):
        facts |= {
            ("revenue", year): random.randint(0, 10**9),
            ("x", year): 100 * random.randint(-1, 7) + random.choice((-1, 0, 0, 1)),
            ("money", year): 100 * random.randint(0, 90) + random.choice((-1, 0, 0, 1)),
            ("flag", year): random.random() < 0.5,
            ("level", year): random.choice(("甲", "乙", "甲", "丙")),
        }
    kept = {key: value for key, value in facts.items() if random.random() < 0.9}
    for key in list(kept):
        if random.random() < 0.03:
            kept[key] = Absence.NOT_APPLICABLE
    day = date(2019, 6, 1)
    tables = {
        "contract": tuple(_row(random) for _ in range(random.randint(0, 4))),
        "qualification": ({"kind": "高新技术企业", "begins": day},) if random.random() < 0.5 else (),
        "event": tuple({"kind": kind, "begins": day} for kind in ("失信", "超排") if random.random() < 0.15),
        "award": tuple(_award(random) for _ in range(random.choice((0, 0, 1, 2)))),
    }
    coverage = {table: DAY for table in tables if random.random() < 0.93}
    return Enterprise(code, f"企业{code}", date(2010, 1, 1), kept, tables, coverage)  # type: ignore[arg-type]


def _row(random: Random) -> dict[str, object]:
    row = {
        "amount": random.randint(0, 900),
        "share": random.randint(0, 300),
        "buyer": random.choice("甲乙"),
        "signed": date(2020, random.randint(1, 12), 1),
    }
    return {name: value for name, value in row.items() if random.random() < 0.95}


def _award(random: Random) -> dict[str, object]:
    return {
        "award": f"p{random.randint(0, 1)}/r{random.randint(0, 3)}",
        "period": random.choice(("2018", "2019", "2020")),
        "amount": random.randint(1, 50) * 100,
        "paid_on": date(2020, 6, 1),
    }
