"""Small parks, written as files and opened as anyone opens them; enterprises and rosters for them."""

import csv
import itertools
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from jifen.exchange.reading import read_roster
from jifen.exchange.roster import Roster
from jifen.interfaces.park import ScoringPark, Told, open_park
from jifen.language.diagnostics import Diagnostic, DiagnosticError
from jifen.model.decision import IndicatorScore, ScoreCard, Step
from jifen.model.enterprise import Enterprise
from jifen.model.terms import Vocabulary

AS_OF = date(2021, 6, 30)
YEAR_END = date(2020, 12, 31)
CODE = "91210200MA0000001M"
CODES = (
    "91210200MA0000001M",
    "91210200MA0000002Q",
    "91210200MA0000003U",
    "91210200MA0000004Y",
    "91210200MA00000052",
)

HEAD = """\
[park]
id     = "trial"
name   = "试验园区"
scheme = "试行办法"

[[dimension]]
id     = "base"
name   = "基础"
source = "试行办法"

"""
STAGES = """\
[stages]
value  = "营业收入"
source = "试行办法"

[[stages.stage]]
id   = "early"
name = "初创期"
in   = "< 500万元"

[[stages.stage]]
id   = "late"
name = "成熟期"
in   = ">= 500万元"

"""
WHOLE = HEAD + STAGES
"""A park without indicators."""

CODE_HEAD = "from jifen.plugin import hookimpl\n"
REGISTER = """\
@hookimpl
def register_park(register):
    for name in {files!r}:
        register.file(name)
    for function in {functions}:
        register.function(function)
"""

_NUMBERS = itertools.count(1)


def indicator(id_: str, scoring: str, value: str = "", **keys: str) -> str:
    """An indicator as a park file writes it; ``keys`` are further lines, their values as TOML."""
    lines = [
        "[[indicator]]",
        f'id = "{id_}"',
        f'name = "{id_}"',
        'source = "试行办法"',
        f"scoring = {scoring}",
        *([f"value = '''{value}'''"] if value else []),
        *(f"{key} = {text}" for key, text in ({"dimension": '"base"'} | keys).items()),
    ]
    return "\n".join(lines) + "\n\n"


def bands(*cases: tuple[str, object], **keys: str) -> str:
    """A scoring by bands."""
    listed = ", ".join(f'{{ in = "{within}", points = {points} }}' for within, points in cases)
    more = "".join(f", {key} = {text}" for key, text in keys.items())
    return f'{{ kind = "bands", bands = [{listed}]{more} }}'


def item(condition: str, points: object = 1) -> str:
    """A scoring by one condition."""
    listed = f"{{ when = '''{condition}''', points = {points} }}"
    return f'{{ kind = "additive", cap = {points}, items = [{listed}] }}'


def write_plugin(
    folder: Path,
    files: Mapping[str, str],
    *,
    code: str = "",
    functions: Sequence[str] = (),
    version: str = "1",
) -> str:
    """Write the plugin of the park ``trial`` into a plugins folder; the name of its package."""
    package = f"jifen_trial_{next(_NUMBERS)}"
    write_package(folder / "trial", package, files, code=code, functions=functions, version=version)
    return package


def write_package(
    root: Path,
    package: str,
    files: Mapping[str, str],
    *,
    code: str = "",
    functions: Sequence[str] = (),
    version: str = "1",
) -> None:
    """Write the files of a plugin of the park ``trial``."""
    (root / package).mkdir(parents=True)
    register = REGISTER.format(files=list(files), functions=f"[{', '.join(functions)}]")
    (root / package / "__init__.py").write_text(f"{CODE_HEAD}{code}\n{register}", "utf-8")
    for name, text in files.items():
        (root / package / name).write_text(text, "utf-8")
    project = f'[project]\nname = "jifen-trial"\nversion = "{version}"\n\n'
    project += f'[project.entry-points.jifen]\ntrial = "{package}"\n'
    (root / "pyproject.toml").write_text(project, "utf-8")


def opened(
    text: str, *more: str, code: str = "", functions: Sequence[str] = (), policies: Path | None = None
) -> ScoringPark:
    """The park that these texts are the files of."""
    files = {f"{number}.toml": each for number, each in enumerate((text, *more), start=1)}
    with tempfile.TemporaryDirectory() as scratch:
        write_plugin(Path(scratch), files, code=code, functions=functions)
        return open_park("trial", plugins=[scratch], policies=policies)


def mistakes(text: str, *more: str, code: str = "", functions: Sequence[str] = ()) -> tuple[Diagnostic, ...]:
    """What is wrong with the park that these texts are the files of; nothing when it opens."""
    try:
        opened(text, *more, code=code, functions=functions)
    except DiagnosticError as error:
        return error.diagnostics
    return ()


def codes(found: Iterable[Diagnostic]) -> list[str]:
    """The codes of what was found."""
    return [each.code for each in found]


def enterprise(
    park: ScoringPark,
    facts: Mapping[str, Told] | None = None,
    *,
    code: str = CODE,
    before: Mapping[str, Told] | None = None,
    founded: date | None = date(2000, 1, 1),
    tables: Mapping[str, Sequence[Mapping[str, Told]]] | None = None,
    complete_to: date | None = YEAR_END,
) -> Enterprise:
    """An enterprise with the facts of 2020 and of the year before; its revenue is 100万元 unless told."""
    now: dict[str, Told] = {"营业收入": "100万元", **(facts or {})}
    told = {
        "2020": {name: value for name, value in now.items() if value is not None},
        "2019": dict(before or {}),
    }
    return park.enterprise(
        code, code[-3:], facts=told, founded=founded, tables=tables, complete_to=complete_to
    )


def score(park: ScoringPark, one: Enterprise, as_of: date = AS_OF) -> ScoreCard:
    """The score card of 2020, with reasons."""
    return park.score(one, period="2020", as_of=as_of)


def shown(card: ScoreCard, indicator_id: str) -> IndicatorScore:
    """What a card says of an indicator."""
    return next(each for each in card.indicators if each.id == indicator_id)


def step(card: ScoreCard, indicator_id: str, what: str) -> Step:
    """One step of the reasons of an indicator."""
    return next(each for each in shown(card, indicator_id).steps if each.what == what)


def calculator(*expressions: str, more: str = "") -> ScoringPark:
    """A park whose indicators ``e1``, ``e2``, … are these numbers."""
    sign = bands(("< 0", 1), (">= 0", 2))
    return opened(
        WHOLE + more + "".join(indicator(f"e{n}", sign, each) for n, each in enumerate(expressions, 1))
    )


def values(park: ScoringPark, one: Enterprise, as_of: date = AS_OF) -> list[object]:
    """The exact values of all indicators."""
    return [each.value for each in score(park, one, as_of).indicators]


def judge(*conditions: str, more: str = "") -> ScoringPark:
    """A park whose indicators ask these conditions."""
    return opened(
        WHOLE + more + "".join(indicator(f"c{n}", item(each)) for n, each in enumerate(conditions, 1))
    )


def verdicts(park: ScoringPark, one: Enterprise, as_of: date = AS_OF) -> list[object]:
    """What the conditions of a ``judge`` come to: True, False or why they are unknown."""
    return [each.steps[0].value for each in score(park, one, as_of).indicators]


Sheets = Mapping[str, Sequence[Sequence[object]]]


def write_workbook(path: Path, sheets: Sheets, percent: Sequence[tuple[int, int]] = ()) -> Path:
    """A workbook of these sheets; ``percent`` names cells of the first (row, column) shown in percent."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        shown_in_percent = book.add_format({"num_format": "0.00%"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, (name, rows) in enumerate(sheets.items()):
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(at, column, cell, day)  # type: ignore[arg-type]
                    elif cell is not None:
                        as_percent = number == 0 and (at, column) in percent
                        sheet.write(at, column, cell, *([shown_in_percent] if as_percent else []))
    return path


def write_csv(folder: Path, sheets: Sheets) -> Path:
    """A folder of CSV files of these sheets."""
    folder.mkdir(exist_ok=True)
    for name, rows in sheets.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(["" if cell is None else cell for cell in row] for row in rows)
    return folder


def read(folder: Path, sheets: Sheets, vocabulary: Vocabulary, complete_to: date | None = None) -> Roster:
    """The roster of these sheets, read from CSV."""
    return read_roster(write_csv(folder, sheets), vocabulary, complete_to=complete_to)


HEADINGS = ("统一社会信用代码", "企业名称", "期间", "成立日期")


def roster_of(rows: Iterable[Sequence[object]], *headings: str) -> Sheets:
    """A roster whose only sheet has the identity columns and these."""
    return {"企业": [[*HEADINGS, *headings], *rows]}


def problem_codes(roster: Roster) -> list[str]:
    """The codes of a roster's problems."""
    return [problem.code for problem in roster.problems]
