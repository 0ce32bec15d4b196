"""What becomes of 200 dirty rosters: each read, and what was read held against the truth.

``python -m tests.exchange.dirty_rosters FILE`` writes a table of what each ended in, and counts them.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import frozen
from tests.diagnostics.rosters import PARK

from jifen.exchange.dirty import DirtyRoster, dirty_rosters
from jifen.exchange.problems import Problem
from jifen.exchange.reading import read_roster
from jifen.exchange.recipes import load_recipe
from jifen.exchange.roster import Roster
from jifen.exchange.sample import make_sample
from jifen.language.diagnostics import DiagnosticError
from jifen.model.enterprise import Enterprise
from jifen.model.park import Stages
from jifen.model.quantity import SCALES
from jifen.model.terms import BUILT_IN_TABLES, Field, Kind, Vocabulary

COUNT, SEED = 200, 20201231

_MONEY = SCALES["万元"]
_FIELDS = (
    Field("revenue", "营业收入", scale=_MONEY, digits=2, aliases=("营业总收入", "年营业收入"), minimum=0),
    Field("sales", "高新收入", scale=_MONEY, digits=2, minimum=0, at_most=("revenue",)),
    Field("rd_expense", "研发费用", scale=_MONEY, digits=2, aliases=("研发投入（会计）",), minimum=0),
    Field("profit", "净利润", scale=_MONEY, digits=2),
    Field("share", "研发人员占比", scale=SCALES["%"], digits=6, minimum=0),
    Field("staff", "职工总数", scale=SCALES["人"], minimum=0),
    Field("rd_staff", "研发人员", scale=SCALES["人"], minimum=0, at_most=("staff",)),
    Field("patents", "发明专利", scale=SCALES["件"], minimum=0),
    Field("sector", "技术领域", "text", frequency="instant", options=("电子信息", "新材料")),
    Field("listed", "是否上市", "flag", frequency="instant"),
)
VOCABULARY = Vocabulary(
    fields={one.id: one for one in _FIELDS},
    tables=BUILT_IN_TABLES,
    qualifications={"high_tech": Kind("high_tech", "高新技术企业", ("高企",))},
    events={"dishonest": Kind("dishonest", "失信被执行人")},
)
_RECIPE = """
[history]
years = 3
missing = 0.05

[fields]
sales = { of = "revenue", from = "0%", to = "95%" }
rd_expense = { of = "revenue", from = "1%", to = "15%" }
profit = { of = "revenue", from = "-10%", to = "20%" }
share = { from = "3%", to = "60%" }
staff = { of = "revenue", from = "0.005人/万元", to = "0.02人/万元", least = "3人" }
rd_staff = { of = "staff", from = "10%", to = "60%" }
"""


@frozen
class _Park:
    vocabulary: Vocabulary
    stages: Stages


@cache
def truth() -> tuple[Enterprise, ...]:
    """The enterprises that every dirty roster was made of."""
    with TemporaryDirectory() as folder:
        recipe = Path(folder) / "sample.toml"
        recipe.write_text(_RECIPE, encoding="utf-8")
        return make_sample(_Park(VOCABULARY, PARK.stages), load_recipe(recipe), 12, 7)


@frozen
class Ending:
    """What reading a dirty roster ended in, and what of it is not as it should be."""

    end: str
    codes: tuple[str, ...]
    complaints: tuple[str, ...]


def ending(dirty: DirtyRoster, folder: Path) -> Ending:
    """Read it, and hold what was read against the truth."""
    for name, content in dirty.files.items():
        (folder / name).write_bytes(content)
    try:
        roster = read_roster(folder / next(iter(dirty.files)), VOCABULARY)
    except DiagnosticError as error:
        codes = {found.code for found in error.diagnostics}
        end, complaints = "refused", []
    else:
        codes = {problem.code for problem in roster.problems}
        complaints = list(_complaints(roster))
        serious = any(problem.severity != "notice" for problem in roster.problems)
        whole = {one.code: one.facts for one in roster.enterprises} == {
            one.code: one.facts for one in truth()
        }
        end = "right" if whole and not serious else "problems"
    complaints += [f"{code} 没有说" for code in dirty.kind.codes if code not in codes]
    if end != dirty.kind.end:
        complaints.append(f"应为 {dirty.kind.end}")
    return Ending(end, tuple(sorted(codes)), tuple(complaints))


def _complaints(roster: Roster) -> Iterator[str]:
    """What is wrong without a word: nothing may be."""
    left_out = {one.code for one in roster.left_out}
    read = {one.code: one for one in roster.enterprises}
    known = {one.code for one in truth()}
    serious = [problem for problem in roster.problems if problem.severity != "notice"]
    yield from (f"{code} 不是名单里的企业" for code in (read.keys() | left_out) - known)
    for one in truth():
        if one.code in read:
            yield from _silently_wrong(one, read[one.code], roster, serious)
        elif one.code in left_out:
            if not any(_is_about(problem, one) for problem in serious):
                yield f"{one.code} 无故没有采用"
        elif not any(not problem.credit_code for problem in serious):
            yield f"{one.code} 不见了"


def _silently_wrong(
    one: Enterprise, read: Enterprise, roster: Roster, serious: list[Problem]
) -> Iterator[str]:
    wrong = {key for key in one.facts.keys() | read.facts.keys() if one.facts.get(key) != read.facts.get(key)}
    only_missing = all(key not in read.facts for key in wrong)
    told = any(_is_about(problem, one) or not problem.credit_code for problem in serious)
    if wrong and not told and not (only_missing and _notices(roster) & {"J720", "J793"}):
        yield f"{one.code} 的 {sorted(wrong)[:3]} 读错而没有说"
    for table in roster.counts.keys() & one.tables.keys():
        if one.tables[table] != read.tables.get(table, ()) and not told:
            yield f"{one.code} 的 {table} 读错而没有说"


def _is_about(problem: Problem, one: Enterprise) -> bool:
    return problem.credit_code == one.code or bool(problem.name and problem.name == one.name)


def _notices(roster: Roster) -> set[str]:
    return {problem.code for problem in roster.problems if problem.severity == "notice"}


def main(target: str) -> None:
    """Read them all and write the table."""
    endings: Counter[str] = Counter()
    with Path(target).open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(("序号", "种类", "说明", "应为", "结果", "编号", "不符"))
        for dirty in dirty_rosters(truth(), VOCABULARY, SEED, COUNT):
            with TemporaryDirectory() as folder:
                found = ending(dirty, Path(folder))
            endings[found.end if not found.complaints else "不符"] += 1
            table.writerow(
                (
                    dirty.number,
                    dirty.kind.id,
                    dirty.kind.title,
                    dirty.kind.end,
                    found.end,
                    " ".join(found.codes),
                    "；".join(found.complaints),
                )
            )
    print(_counted(endings))  # noqa: T201


def _counted(endings: Mapping[str, int]) -> str:
    return "，".join(f"{end} {number}" for end, number in sorted(endings.items()))


if __name__ == "__main__":
    main(sys.argv[1])
