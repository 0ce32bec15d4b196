"""What a run keeps for later decisions: its cohort, and its enterprises with the cells they were read from.

Numbers of a cohort are exact texts (``12``, ``1/3``), entries stand by credit code: the same cohort gives the
same bytes.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from jifen.cohort.members import Cohort, CohortColumn, Column, Entry, Exact
from jifen.exchange.files import replacing_file
from jifen.language.diagnostics import Diagnostic, DiagnosticError
from jifen.model.enterprise import Absence, Enterprise, RowOrigin, Value
from jifen.model.place import Place
from jifen.plan.graph import Plan

COHORT_FILE = "cohort.json"
ENTERPRISES_FILE = "enterprises.jsonl"
COHORT_VERSION = 1
ENTERPRISES_VERSION = 1


def write_cohort(path: str | Path, cohort: Cohort) -> None:
    """Keep a cohort in a file, or in the file of its name in a folder."""
    file = Path(path)
    file = file / COHORT_FILE if file.is_dir() else file
    data = {
        "version": COHORT_VERSION,
        "park": cohort.park,
        "digest": cohort.digest,
        "period": cohort.period,
        "as_of": cohort.as_of,
        "columns": {
            name: {"others": sorted(column.others), "entries": list(_entries(column))}
            for name, column in sorted(cohort.columns.items())
        },
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    with replacing_file(file) as beside:
        beside.write_text(text + "\n", encoding="utf-8", newline="\n")


def _entries(column: CohortColumn) -> Iterator[list[Any]]:
    for code, entry in sorted(column.entries.items()):
        yield [code, entry.group, *(None if value is None else str(value) for value in entry.values)]


def read_cohort(path: str | Path, plan: Plan, period: str, digest: str | None = None) -> Cohort:
    """The cohort that a run has kept; ``path`` is its file or the run's folder.

    ``digest`` is that of the rules that made it where they are not the plan's alone (claims of policies).

    A :class:`jifen.language.diagnostics.DiagnosticError` where it was made for another park, by other
    rules or for another period than the ones asked for.
    """
    file = Path(path)
    file = file / COHORT_FILE if file.is_dir() else file
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        check_version(data, COHORT_VERSION)
        columns = {name: _column(column) for name, column in data["columns"].items()}
        cohort = Cohort(data["park"], data["period"], data["as_of"], data["digest"], columns)
    except (OSError, ArithmeticError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise unreadable(file, error) from error
    if digest is None or cohort.digest != digest:
        check_rules(file, plan, cohort.park, cohort.digest)
    if cohort.period != period:
        raise refused("J805", file, saved=cohort.period, asked=period)
    return cohort


def _column(data: Mapping[str, Any]) -> Column:
    entries = {
        code: Entry(group, tuple(None if value is None else _exact(value) for value in values))
        for code, group, *values in data["entries"]
    }
    return Column(entries, frozenset(data["others"]))


def _exact(text: str) -> Exact:
    return Fraction(text) if "/" in text else int(text)


def check_version(data: Mapping[str, Any], known: int) -> None:
    """Refuse what another version of the program has written in another shape."""
    if data["version"] != known:
        raise ValueError(f"格式版本是 {data['version']}，本程序读 {known}")


def check_rules(file: Path, plan: Plan, park: str, digest: str) -> None:
    """Refuse what was kept by another park or by other rules than those of ``plan``."""
    if park != plan.park:
        raise refused("J803", file, saved=park, asked=plan.park)
    if digest != plan.digest:
        raise refused("J804", file, park=park, saved=digest[:12], now=plan.digest[:12])


def refused(code: str, file: Path, **facts: object) -> DiagnosticError:
    """A mistake about a whole file."""
    return DiagnosticError((Diagnostic.of(code, Place(str(file), 1, 1), facts),))


def unreadable(file: Path, error: Exception) -> DiagnosticError:
    """What was kept cannot be read."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return refused("J801", file.parent, name=file.name)
    cause = error.strerror if isinstance(error, OSError) else str(error)
    return refused("J802", file, cause=cause)


def write_enterprises(path: Path, enterprises: Sequence[Enterprise]) -> None:
    """Keep enterprises, one a line after a line of what they share: fields, sheets and coverage."""
    fields = sorted({name for one in enterprises for name, _ in one.facts})
    sheets = _Sheets()
    lines = [_enterprise_line(one, fields, sheets) for one in enterprises]
    head = {
        "version": ENTERPRISES_VERSION,
        "fields": fields,
        "coverage": {}
        if not enterprises
        else {key: day.isoformat() for key, day in enterprises[0].coverage.items()},
        "sheets": sheets.listed(),
    }
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in (head, *lines):
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


class _Sheets:
    """The sheets that rows came from, each listed once for each set of columns that was read of it."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[object, ...], int] = {}
        self._origins: list[RowOrigin] = []

    def row(self, origin: RowOrigin) -> list[int]:
        """A row as the number of its sheet and its own."""
        key = (origin.file, origin.sheet, *origin.columns.items())
        if key not in self._numbers:
            self._numbers[key] = len(self._origins)
            self._origins.append(origin)
        return [self._numbers[key], origin.row]

    def listed(self) -> list[dict[str, Any]]:
        return [
            {
                "file": one.file,
                "sheet": one.sheet,
                "columns": {key: list(cell) for key, cell in one.columns.items()},
            }
            for one in self._origins
        ]


def _enterprise_line(one: Enterprise, fields: Sequence[str], sheets: _Sheets) -> dict[str, Any]:
    periods = sorted({period for _, period in one.facts})
    return {
        "code": one.code,
        "name": one.name,
        "founded": None if one.founded is None else one.founded.isoformat(),
        "facts": {period: [_plain(one.facts.get((name, period))) for name in fields] for period in periods},
        "tables": {
            table: [{column: _plain(value) for column, value in row.items()} for row in rows]
            for table, rows in sorted(one.tables.items())
        },
        "rows": {period: sheets.row(origin) for period, origin in sorted(one.origins.items())},
        "table_rows": {
            table: [sheets.row(each) for each in rows] for table, rows in sorted(one.table_origins.items())
        },
    }


def _plain(value: Value | None) -> Any:
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return {"absence": value.value} if isinstance(value, Absence) else value


def _value(data: Any) -> Value:
    if not isinstance(data, dict):
        assert isinstance(data, int | bool | str)
        return data
    return date.fromisoformat(data["date"]) if "date" in data else Absence(data["absence"])


def find_enterprise(file: Path, wanted: str) -> Enterprise | None:
    """The kept enterprise of that credit code, or else of that name."""
    code, name = f'{{"code":{json.dumps(wanted)},', f'"name":{json.dumps(wanted, ensure_ascii=False)},'
    try:
        with file.open(encoding="utf-8") as lines:
            head = json.loads(next(lines))
            check_version(head, ENTERPRISES_VERSION)
            for line in lines:
                if line.startswith(code) or line.find(name, 0, 400) > 0:
                    return _enterprise(json.loads(line), head)
    except (OSError, ValueError, LookupError, TypeError, StopIteration) as error:
        raise unreadable(file, error) from error
    return None


def find_enterprises(file: Path, codes: Collection[str]) -> Mapping[str, Enterprise]:
    """The kept enterprises of these credit codes, all of which must be there."""
    wanted, found = set(codes), {}
    try:
        with file.open(encoding="utf-8") as lines:
            head = json.loads(next(lines))
            check_version(head, ENTERPRISES_VERSION)
            for line in lines:
                code = line.removeprefix('{"code":"').partition('"')[0]
                if code in wanted:
                    found[code] = _enterprise(json.loads(line), head)
    except (OSError, ValueError, LookupError, TypeError, StopIteration) as error:
        raise unreadable(file, error) from error
    lacking = wanted - found.keys()
    if lacking:
        raise unreadable(file, LookupError(f"里面没有 {min(lacking)}"))
    return found


def kept_names(file: Path) -> Mapping[str, str]:
    """All kept enterprises: name by credit code."""
    with file.open(encoding="utf-8") as lines:
        next(lines)
        return {one["code"]: one["name"] for one in map(json.loads, lines)}


def _enterprise(data: Mapping[str, Any], head: Mapping[str, Any]) -> Enterprise:
    def origin(number: int, row: int) -> RowOrigin:
        sheet = head["sheets"][number]
        columns = {key: (letters, heading) for key, (letters, heading) in sheet["columns"].items()}
        return RowOrigin(sheet["file"], sheet["sheet"], row, columns)

    return Enterprise(
        code=data["code"],
        name=data["name"],
        founded=None if data["founded"] is None else date.fromisoformat(data["founded"]),
        facts={
            (name, period): _value(value)
            for period, values in data["facts"].items()
            for name, value in zip(head["fields"], values, strict=True)
            if value is not None
        },
        tables={
            table: tuple({column: _value(value) for column, value in row.items()} for row in rows)
            for table, rows in data["tables"].items()
        },
        coverage={table: date.fromisoformat(day) for table, day in head["coverage"].items()},
        origins={period: origin(*place) for period, place in data["rows"].items()},
        table_origins={
            table: tuple(origin(*place) for place in places) for table, places in data["table_rows"].items()
        },
    )
