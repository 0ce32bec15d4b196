"""Random enterprises of the parks and libraries that are drawn here, a population at a time.

A population has a mood: figures by the bounds that are written (each also one last digit above and below), or
some that are huge beside them, up to what no column holds. All absences occur, tables that are open, empty,
or without a date, and enterprises that are alike.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from attrs import evolve
from tests.agreement.drawing import Drawing

from jifen.columns.spans import NARROW, WIDE
from jifen.model.enterprise import Absence, Enterprise, Value

MOODS = ("plain", "plain", "plain", "wide", "huge", "vast")
YEARS = ("2018", "2019", "2020")
QUARTERS = tuple(f"{year}Q{quarter}" for year in YEARS for quarter in range(1, 5))
TO_DATE = tuple(f"{year}Q1-{quarter}" for year in ("2019", "2020") for quarter in (1, 2, 3, 4))
TABLES = ("contract", "project", "qualification", "event", "award")
DAY = date(2021, 3, 31)
DAYS = tuple(
    date(year, month, day) for year in (2018, 2019, 2020, 2021) for month, day in ((1, 1), (3, 31), (12, 31))
)
_DIGITS = {
    "x": 2,
    "y": 2,
    "money": 2,
    "assets": 2,
    "tiny": 8,
    "share": 6,
    "people": 0,
    "mark": 1,
    "spent": 2,
    "revenue": 2,
    "npl": 2,
    "rate": 2,
}
_LARGE = {"money", "assets", "spent", "revenue", "quarterly", "to_date"}


def population(drawing: Drawing, count: int, mood: str | None = None) -> list[Enterprise]:
    """So many enterprises, some of them alike."""
    draw = drawing
    mood = mood or draw.kind("population", MOODS)
    found: list[Enterprise] = []
    codes = draw.random.sample(range(10 * count + 10), count)
    for code in codes:
        one = _Firm(draw, mood).enterprise(f"企{code:05d}")
        if found and draw.chance(0.15):
            alike = draw.one(found)
            one = evolve(alike, code=one.code, name=one.name, facts=_nearly(draw, alike.facts, one.facts))
        found.append(one)
    return found


def _nearly(
    draw: Drawing, facts: Mapping[object, Value], others: Mapping[object, Value]
) -> dict[object, Value]:
    """The same facts but for a few of another's."""
    return {**facts, **{key: value for key, value in others.items() if draw.chance(0.05)}}


class _Firm:
    def __init__(self, drawing: Drawing, mood: str) -> None:
        self.draw, self.mood = drawing, mood

    def enterprise(self, code: str) -> Enterprise:
        draw = self.draw
        facts: dict[tuple[str, str], Value] = {}
        for year in YEARS:
            facts |= {(name, year): self.number(name, digits) for name, digits in _DIGITS.items()}
            facts["flag", year] = draw.chance(0.5)
            facts["level", year] = draw.one(("甲", "乙", "甲", "丙"))
            facts["line", year] = draw.one(("芯片", "软件", "农业"))
            facts["owner", year] = draw.one(("一", "甲", "三"))
            facts["day", year] = draw.one(DAYS) + timedelta(draw.number(-1, 1))
        facts |= {("quarterly", period): self.number("quarterly", 2) for period in QUARTERS}
        facts |= {("to_date", period): self.number("to_date", 2) for period in TO_DATE}
        for period in QUARTERS[8:]:
            facts |= {(name, period): draw.chance(0.5) for name in ("flag",)}
        kept = {key: self.told(value) for key, value in facts.items() if draw.random.random() < 0.92}
        founded = (
            None
            if draw.chance(0.1)
            else date(draw.number(2015, 2021), draw.number(1, 12), draw.number(1, 28))
        )
        tables = {
            "contract": tuple(self.contract() for _ in range(draw.one((0, 1, 2, 5)))),
            "project": tuple(self.project() for _ in range(draw.one((0, 0, 1, 3)))),
            "qualification": tuple(
                self.dated(kind) for kind in ("高新技术企业", "冠军企业") if draw.chance(0.4)
            ),
            "event": tuple(self.dated(kind) for kind in ("失信", "超排") if draw.chance(0.15)),
            "award": tuple(self.award() for _ in range(draw.one((0, 0, 1, 3)))),
        }
        covered = [table for table in TABLES if draw.random.random() < 0.93]
        coverage = {table: DAY if draw.chance(0.95) else date(2020, 9, 30) for table in covered}
        left = {table: rows for table, rows in tables.items() if rows or draw.chance(0.7)}
        return Enterprise(code, f"企业{code}", founded, kept, left, coverage)

    def told(self, value: Value) -> Value:
        """The value, or rarely an absence that the data tell."""
        if self.draw.random.random() < 0.04:
            return self.draw.one(
                (Absence.NOT_APPLICABLE, Absence.NOT_APPLICABLE, Absence.MISSING, Absence.UNDEFINED)
            )
        return value

    def number(self, name: str, digits: int) -> int:
        """A figure by a bound, or of a size that the mood allows."""
        draw = self.draw
        plain = 10**digits * draw.number(-1, 7) + draw.one((-1, 0, 0, 1))
        if name == "share":
            plain //= 10
        if self.mood == "plain" or name not in _LARGE or draw.chance(0.6):
            return plain
        sign = draw.one((1, 1, -1))
        if self.mood == "wide":
            return sign * 10 ** draw.number(3, 14) + plain
        if self.mood == "huge":
            return sign * draw.one((NARROW, NARROW + 1, 10**18, 10**20, 10**22, 10**25)) + draw.number(-1, 1)
        return sign * draw.one((NARROW, 10**30, 10**36, WIDE - 1, WIDE))

    def row(self, row: dict[str, Value]) -> dict[str, Value]:
        return {name: self.told(value) for name, value in row.items() if self.draw.random.random() < 0.95}

    def day(self) -> date:
        return self.draw.one(DAYS) + timedelta(self.draw.number(-1, 1))

    def contract(self) -> dict[str, Value]:
        return self.row(
            {
                "amount": self.number("money", 2),
                "part": self.number("part", 2),
                "buyer": self.draw.one("甲乙"),
                "signed": self.day(),
            }
        )

    def project(self) -> dict[str, Value]:
        return self.row(
            {
                "number": self.draw.one("一二三"),
                "cost": self.number("money", 2),
                "passed": self.draw.chance(0.6),
                "done": self.day(),
            }
        )

    def dated(self, kind: str) -> dict[str, Value]:
        row: dict[str, Value] = {
            "kind": kind,
            "begins": date(2019, 6, 1) if self.draw.chance(0.8) else self.day(),
        }
        if self.draw.chance(0.5):
            row["ends"] = self.day()
        return self.row(row)

    def award(self) -> dict[str, Value]:
        return self.row(
            {
                "award": f"p{self.draw.number(0, 1)}/r{self.draw.number(0, 2)}"
                + self.draw.one(("", "", ".m0")),
                "period": self.draw.one(("2018", "2019", "2020", "2020Q1", "2019Q1")),
                "amount": self.draw.number(1, 50) * 100,
                "paid_on": self.day(),
            }
        )
