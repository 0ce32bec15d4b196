"""A case file opened with its policy: its cases checked, and run one by one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from attrs import define, evolve, field, frozen

from jifen.language.decode import decode
from jifen.language.diagnostics import Diagnostic, DiagnosticError, Diagnostics, nearest
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.loading.library import ANY
from jifen.loading.policies import CASES, policy_paths, shown
from jifen.model.entitlement import Outcome
from jifen.model.period import Period
from jifen.model.place import Place
from jifen.model.policy import CaseFile, PolicyCase, PolicyFile
from jifen.plan.entitlements import PolicyPart
from jifen.testing.cases.coverage import Coverage, Covering
from jifen.testing.cases.expected import Comparison, Expectation, ExpectedReader, RuleExpected
from jifen.testing.cases.given import ClaimsReader, GivenReader
from jifen.testing.cases.names import Lacking
from jifen.testing.cases.opened import Occasion, Opened, Parks, Subject, open_policies
from jifen.testing.cases.probes import Probes
from jifen.testing.cases.results import CaseResult, FileResult


@frozen
class ReadyCase:
    """A case without mistakes, read and ready to run."""

    case: PolicyCase
    opened: Opened = field(repr=False)
    lacking: Lacking = field(repr=False)
    subject: Subject
    expected: tuple[Expectation, ...] = field(repr=False)

    @property
    def name(self) -> str:
        """What it shows, in a sentence."""
        return self.case.name

    @property
    def place(self) -> Place:
        """Where it is written."""
        return self.case.places.here

    def outcomes(self, result: CaseResult, policy: PolicyFile) -> Mapping[str, Outcome]:
        """The outcomes of the rules of a policy of which it expects something."""
        named = {one.rule.id for one in self.expected if isinstance(one, RuleExpected)}
        return {
            one.rule: one.outcome
            for one in result.decision.entitlements
            if one.rule in named and (one.policy, one.version) == (policy.policy.id, policy.policy.version)
        }

    def run(self) -> CaseResult:
        """Decide it, and hold what came out against what is expected."""
        decision = self.opened.decide(self.subject)
        comparison = Comparison(decision, self.lacking)
        return CaseResult(self.name, self.place, tuple(comparison.mismatches(self.expected)), decision)


@define
class CaseBook:
    """The cases of one file. ``problems`` are all mistakes of the file, its cases and its policy; a case with
    a mistake is not among ``cases``.
    """

    file: str
    policy: PolicyFile | None
    cases: tuple[ReadyCase, ...]
    problems: tuple[Diagnostic, ...]

    def run(self, *, coverage: bool = True) -> FileResult:
        """Run all cases that are ready; with ``coverage``, look at what they reach."""
        results = tuple(case.run() for case in self.cases)
        policy = self.policy
        return FileResult(
            file=self.file,
            policy="" if policy is None else policy.full_id,
            title="" if policy is None else policy.policy.title,
            cases=results,
            problems=self.problems,
            coverage=self._coverage(results) if coverage and results else None,
        )

    def _coverage(self, results: Sequence[CaseResult]) -> Coverage:
        """What the cases reach; a policy that is opened for several parks has the same parts in each."""
        assert self.policy is not None, "cases that ran are of a policy"
        covering: Covering | None = None
        probes: dict[int, Probes] = {}
        for case, result in zip(self.cases, results, strict=True):
            opened = case.opened
            part = opened.part(self.policy.full_id)
            own = probes.setdefault(id(opened), Probes(part, opened.library.vocabulary))
            covering = covering or Covering(part, own)
            values = opened.values(case.subject, own.definitions)
            covering.add(case.outcomes(result, self.policy), values)
        assert covering is not None
        return covering.coverage()


def open_cases(path: Path, parks: Parks | None = None) -> CaseBook:
    """The cases of a file and of the policy beside it. Whatever is wrong is among the problems."""
    diagnostics = Diagnostics()
    name = shown(path)
    reading = _Reading(path, name, parks or Parks(), diagnostics)
    try:
        reading.read()
    except DiagnosticError as error:
        diagnostics.extend(error.diagnostics)
    return CaseBook(name, reading.policy, tuple(reading.ready), diagnostics.errors)


@define
class _Reading:
    """Reads one case file."""

    path: Path
    name: str
    parks: Parks
    diagnostics: Diagnostics
    policy: PolicyFile | None = None
    ready: list[ReadyCase] = field(factory=list)
    _paths: tuple[Path, ...] = ()
    _opened: dict[str, Opened | None] = field(factory=dict)

    def read(self) -> None:
        """Find the policy, and read each case; raises ``DiagnosticError`` where nothing can be read."""
        file = decode(parse(Source.read(self.path, self.name)), CaseFile)
        if not file.cases:
            self.diagnostics.report("J950", file.places.here)
        self._find_policy(file)
        self._check_names(file.cases)
        if self.policy is not None:
            for case in file.cases:
                self._case(self.policy, case)

    # ------------------------------------------------------------ the policy

    def _find_policy(self, file: CaseFile) -> None:
        """The policy file beside the cases, or the one of the folder that has the id that is written."""
        own = self.path.with_name(self.path.name.removesuffix(CASES) + ".toml")
        also = [self.path.parent / written.text for written in file.also]
        candidates = [own] if own.is_file() else _policies_in(self.path.parent) if file.policy else []
        found = [(one, path) for path in candidates if (one := self._decoded(path)) is not None]
        wanted = None if file.policy is None else file.policy.text
        chosen = [each for each in found if wanted in (None, each[0].policy.id, each[0].full_id)]
        if len(chosen) == 1:
            self.policy, path = chosen[0]
            self._paths = (path, *also)
        elif candidates and not found:
            return
        else:
            names = [one.full_id for one, _ in found]
            near = nearest(wanted, [*names, *(one.policy.id for one, _ in found)]) if wanted else None
            place = file.places.here if file.policy is None else file.policy.place
            problem = _not_found(own, wanted, len(chosen))
            self.diagnostics.report("J951", place, problem=problem, near=near, known="、".join(names))

    def _decoded(self, path: Path) -> PolicyFile | None:
        try:
            return decode(parse(Source.read(path, shown(path))), PolicyFile)
        except DiagnosticError as error:
            self.diagnostics.extend(error.diagnostics)
            return None

    def _park(self, case: PolicyCase, policy: PolicyFile) -> Opened | None:
        """The policy opened for the park of a case, once for each park."""
        parks = policy.policy.applies_to
        park = case.park.text if case.park else ANY if parks == "any" else parks[0]
        place = case.park.place if case.park else case.places.here
        if parks != "any" and park not in parks:
            told = "、".join(parks)
            self.diagnostics.report("J930", place, policy=policy.policy.id, parks=told, park=park)
            return None
        if park not in self._opened:
            self._opened[park] = self._open(park, place)
        return self._opened[park]

    def _open(self, park: str, place: Place) -> Opened | None:
        try:
            return open_policies(self.parks.reading(park), self._paths, self.parks.policies)
        except DiagnosticError as error:
            self.diagnostics.extend(
                evolve(found, place=place) if found.place is None else found for found in error.diagnostics
            )
            return None

    # ------------------------------------------------------------ the cases

    def _check_names(self, cases: Sequence[PolicyCase]) -> None:
        """Each case has a name of its own, by which it is found again."""
        first: dict[str, PolicyCase] = {}
        for case in cases:
            before = first.setdefault(case.name, case)
            if before is not case:
                related = (("先写的在这里", before.places.value("name")),)
                self.diagnostics.report("J963", case.places.value("name"), case=case.name, related=related)

    def _case(self, policy: PolicyFile, case: PolicyCase) -> None:
        opened = self._park(case, policy)
        if opened is None:
            return
        part = opened.part(policy.full_id)
        before = len(self.diagnostics)
        as_of, period = self._when(case, part)
        lacking = Lacking(opened, part)
        given = GivenReader(opened, part, self.diagnostics)
        enterprise = given.enterprise(case, period, as_of)
        told, concluded = given.told(case), given.concluded(case)
        claims = ClaimsReader(opened, part, self.diagnostics).claims(case)
        expected = ExpectedReader(opened, policy.full_id, lacking, self.diagnostics).read(case)
        if len(self.diagnostics) > before:
            return
        scored = opened.plan.park != ANY
        occasion = Occasion(period.year, as_of, case.allow_assumed, concluded, scored)
        subject = Subject(enterprise, occasion, told, claims)
        self.ready.append(ReadyCase(case, opened, lacking, subject, tuple(expected)))

    def _when(self, case: PolicyCase, part: PolicyPart) -> tuple[date, Period]:
        """The as-of date and the reference period of a case."""
        if part.rewards is not None:
            as_of = case.as_of or part.snapshot or part.rewards.last_day
            period = part.rewards
        else:
            as_of = case.as_of or part.since or (part.until or date.max) - timedelta(days=1)
            period = _closed(as_of)
        if case.period is None:
            return as_of, period
        try:
            written = Period.parse(case.period.text)
        except ValueError as error:
            self.diagnostics.report("J961", case.period.place, case=case.name, problem=str(error))
            return as_of, period
        if part.rewards is not None and written != part.rewards:
            problem = f"政策奖励的是{part.rewards.label}，案例写的是{written.label}"
            self.diagnostics.report("J961", case.period.place, case=case.name, problem=problem)
            return as_of, period
        if written.quarter:
            problem = "没有奖励期间的政策按年度取数，请写年度，如 2023"
            self.diagnostics.report("J961", case.period.place, case=case.name, problem=problem)
        return as_of, written


def _closed(day: date) -> Period:
    """The latest year that is closed by a day."""
    return Period(day.year if day == Period(day.year).last_day else day.year - 1)


def _policies_in(folder: Path) -> list[Path]:
    """The policy files that lie in a folder itself."""
    return [path for path in policy_paths(folder) if path.parent == folder]


def _not_found(own: Path, wanted: str | None, count: int) -> str:
    if wanted is None:
        return f"旁边没有 {own.name}"
    if count > 1:
        return f"有 {count} 个文件都是政策 {wanted}，请写明版本"
    if own.is_file():
        return f"旁边的 {own.name} 不是政策 {wanted}"
    return f"这个文件夹里没有政策 {wanted}"


def case_files(paths: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[Diagnostic, ...]]:
    """The case files of files and folders, in one order, and what of the paths has none. A policy file stands
    for the cases beside it.
    """
    found: dict[Path, None] = {}
    diagnostics = Diagnostics()
    for path in paths:
        files = _below(path)
        if not files:
            diagnostics.report("J966", Place(shown(path), 1, 1), path=shown(path))
        found.update(dict.fromkeys(files))
    return tuple(found), diagnostics.sorted()


def _below(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(path.rglob(f"*{CASES}"))
    if not path.name.endswith(CASES):
        path = path.with_name(path.name.removesuffix(".toml") + CASES)
    return [path] if path.is_file() else []
