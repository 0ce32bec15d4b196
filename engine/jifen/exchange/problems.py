"""Problems of data: which cell is wrong, whose it is, and what to do.

A problem never stops a run: an error leaves its enterprise out, a warning should be looked at, a notice says
what was done. What keeps a roster from being read at all is a
:class:`jifen.language.diagnostics.DiagnosticError` instead.
"""

from collections.abc import Iterator, Mapping

from attrs import define, field, frozen

from jifen.language.diagnostics import Diagnostic
from jifen.language.wording import WORDING, Severity, fill
from jifen.model.place import Place

HEADINGS = ("编号", "程度", "文件", "工作表", "单元格", "统一社会信用代码", "企业名称", "问题", "处理办法")
"""The column headings of :meth:`Problem.to_row`."""

SEVERITY_NAMES: Mapping[Severity, str] = {"error": "错误", "warning": "警告", "notice": "提示"}
_RANKS: Mapping[Severity, int] = {"error": 0, "warning": 1, "notice": 2}


@frozen
class Spot:
    """A place in a roster: a sheet, with a row and a column (counted from 1) where one is meant."""

    file: str
    sheet: str
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet names it; a column or a row alone where the other is not meant."""
        return column_letters(self.column) + (str(self.row) if self.row else "")


def column_letters(number: int) -> str:
    """The letters of a column counted from 1: 1 is A, 27 is AA; none for 0."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column counted from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


@frozen
class Problem:
    """One finding about data: its code (see ``jifen explain``), its place, whose row it is, what is wrong and
    what to do.
    """

    code: str
    severity: Severity
    spot: Spot
    credit_code: str
    name: str
    message: str
    help: str

    @classmethod
    def of(
        cls, code: str, spot: Spot, facts: Mapping[str, object], credit_code: str = "", name: str = ""
    ) -> "Problem":
        """A problem in the words of its code, their placeholders filled with the facts."""
        wording = WORDING[code]
        return cls(
            code=code,
            severity=wording.severity,
            spot=spot,
            credit_code=credit_code,
            name=name,
            message=fill(wording.message, facts),
            help=fill(wording.help, facts),
        )

    @property
    def file(self) -> str:
        """The file's name."""
        return self.spot.file

    @property
    def sheet(self) -> str:
        """The sheet's name; empty in a CSV file."""
        return self.spot.sheet

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet names it."""
        return self.spot.cell

    def to_row(self) -> tuple[str, ...]:
        """As a line of a table under :data:`HEADINGS`."""
        return (
            self.code,
            SEVERITY_NAMES[self.severity],
            self.file,
            self.sheet,
            self.cell,
            self.credit_code,
            self.name,
            self.message,
            self.help,
        )

    def to_diagnostic(self) -> Diagnostic:
        """As a diagnostic, with the reason why it matters, to be shown on a terminal."""
        name = f"{self.file} {self.sheet}".rstrip()
        place = Place(name, max(1, self.spot.row), max(1, self.spot.column))
        whose = f"{self.credit_code} {self.name}".strip()
        message = f"{whose}：{self.message}" if whose else self.message
        why = WORDING[self.code].why
        return Diagnostic(self.code, self.severity, message, why, self.help, place)

    def to_dict(self) -> dict[str, str]:
        """As data for JSON; the same keys always."""
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.file,
            "sheet": self.sheet,
            "cell": self.cell,
            "credit_code": self.credit_code,
            "name": self.name,
            "message": self.message,
            "help": self.help,
        }


@define
class _Tally:
    spot: Spot
    facts: dict[str, object]
    count: int


@define
class Problems:
    """Collects the problems of a roster. What is the same for a whole column is counted into one line."""

    _found: list[Problem] = field(factory=list, init=False)
    _tallies: dict[tuple[str, str, str, str], _Tally] = field(factory=dict, init=False)

    def report(
        self, code: str, spot: Spot, credit_code: str = "", name: str = "", /, **facts: object
    ) -> None:
        """Add a problem; the facts fill the placeholders of the wording of its code."""
        self._found.append(Problem.of(code, spot, facts, credit_code, name))

    def count(self, code: str, spot: Spot, /, what: str, **facts: object) -> None:
        """Add one more of ``what`` (a column's name) to the line of this code and sheet, whose example is the
        topmost cell.
        """
        self.count_all(1, code, spot, what, **facts)

    def count_all(self, number: int, code: str, spot: Spot, /, what: str, **facts: object) -> None:
        """Add so many more of them, of which ``spot`` is the topmost cell."""
        tally = self._tallies.setdefault((code, spot.file, spot.sheet, what), _Tally(spot, facts, 0))
        tally.count += number
        if (spot.row, spot.column) < (tally.spot.row, tally.spot.column):
            tally.spot, tally.facts = spot, facts

    def __len__(self) -> int:
        """How many were reported one by one."""
        return len(self._found)

    def sorted(self, sheets: Mapping[tuple[str, str], int]) -> tuple[Problem, ...]:
        """All problems, errors first, then by sheet as numbered in ``sheets``, row and column."""
        counted = [
            Problem.of(code, tally.spot, {**tally.facts, "what": what, "count": f"{tally.count:,}"})
            for (code, _, _, what), tally in self._tallies.items()
        ]

        def key(problem: Problem) -> tuple[object, ...]:
            spot = problem.spot
            place = (sheets.get((spot.file, spot.sheet), -1), spot.row, spot.column)
            return (_RANKS[problem.severity], *place, problem.code, problem.credit_code, problem.message)

        return tuple(sorted([*self._found, *counted], key=key))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.sorted({}))
