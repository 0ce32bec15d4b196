"""A park as embedders use it: open it, bring enterprises, score one or many. Nothing is shared between
parks.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from threading import Lock
from typing import TypeVar

from attrs import field, frozen

from jifen.cohort.assessing import Assessed, assess_all
from jifen.cohort.members import Cohort
from jifen.cohort.scoring import Progress, Scored, Scorer
from jifen.evaluation.assessments import Assessor
from jifen.evaluation.gains import Gain
from jifen.exchange.cells import Fault, Rounded, reader_for
from jifen.language.diagnostics import Diagnostic, DiagnosticError, Diagnostics, nearest
from jifen.language.wording import WORDING, fill
from jifen.loading import library
from jifen.loading.parks import ParkIndex, discover_parks
from jifen.model.decision import Assessment, ScoreCard
from jifen.model.enterprise import Absence, Enterprise, FactKey, Row, Value
from jifen.model.park import Park
from jifen.model.period import Period
from jifen.model.quantity import parse_scale
from jifen.model.terms import EVENT, FOUNDED, QUALIFICATION, Field, Table, Vocabulary
from jifen.plan.graph import Plan, ScorecardPart
from jifen.plan.lower import lower

Told = str | int | bool | date | Fraction | None
"""A value as an embedder tells it: a bare number is in the field's declared unit, a text may carry
another (``500万元``).

``None`` is missing, ``"不适用"`` is not applicable.
"""

_T = TypeVar("_T")
_NUMBER_WITH_UNIT = re.compile(r"(.*?[\d.])\s*([^\d.]+)")


class UnknownValueError(ValueError):
    """What an embedder told of an enterprise cannot be read; the message says why, in Chinese."""


@frozen
class ScoringPark:
    """An opened park. It is immutable but for compiled programs, which are kept by period; threads may
    share it.
    """

    park: Park = field(repr=False)
    plan: Plan
    notices: tuple[Diagnostic, ...] = field(repr=False)
    """What is worth knowing although nothing is wrong."""
    _scorers: dict[Period, Scorer] = field(factory=dict, init=False, repr=False, eq=False)
    _assessors: dict[tuple[str, Period], Assessor] = field(factory=dict, init=False, repr=False, eq=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False, eq=False)

    @property
    def id(self) -> str:
        """The park's id."""
        return self.park.header.id

    @property
    def vocabulary(self) -> Vocabulary:
        """All names that rosters and expressions of this park may use."""
        return self.park.vocabulary

    def scorer(self, period: str | Period) -> Scorer:
        """The park compiled for one scoring year, once."""
        year = _year(period)
        with self._lock:
            if year not in self._scorers:
                self._scorers[year] = Scorer(self.plan, year)
            return self._scorers[year]

    def score(
        self,
        enterprise: Enterprise,
        *,
        period: str | Period,
        as_of: date,
        cohort: Cohort | None = None,
        reasons: bool = True,
    ) -> ScoreCard:
        """The score card of one enterprise.

        Points that depend on others are decided against ``cohort``, in which the enterprise takes its
        own place (S19); without one they are unknown, and so is the total.
        """
        return self.scorer(period).one(enterprise, as_of, cohort, reasons=reasons)

    def gains(
        self, enterprise: Enterprise, *, period: str | Period, as_of: date, cohort: Cohort | None = None
    ) -> tuple[Gain, ...]:
        """What would bring an enterprise more points: the next band, unit, item or option of each
        indicator, with what is missing to it.

        The others, the stage and all other data are taken to stay as they are.
        """
        return self.scorer(period).gains(enterprise, as_of, cohort)

    def score_many(
        self,
        enterprises: Sequence[Enterprise],
        *,
        period: str | Period,
        as_of: date,
        progress: Progress | None = None,
    ) -> Scored:
        """The score cards of a population, which is its own cohort; ``Scored.cohort`` can be kept for
        later.
        """
        return self.scorer(period).many(enterprises, as_of, progress)

    def scorecard(self, scorecard: str, as_of: date) -> ScorecardPart:
        """The edition of a scorecard that is in force on a day.

        Raises :class:`~jifen.language.diagnostics.DiagnosticError` where there is none.
        """
        editions = self.editions(scorecard)
        for part in editions:
            if part.in_force(as_of):
                return part
        told = "；".join(map(_edition, editions))
        facts = {"name": editions[0].name, "day": as_of, "editions": told}
        raise DiagnosticError((Diagnostic.of("J812", None, facts),))

    def editions(self, scorecard: str) -> tuple[ScorecardPart, ...]:
        """All editions of a scorecard by date.

        Raises :class:`~jifen.language.diagnostics.DiagnosticError` where there is no such scorecard.
        """
        known = {part.id: part.name for part in self.plan.scorecards}
        if scorecard not in known:
            every = "、".join(f"{id_}（{name}）" for id_, name in known.items())
            facts = {"scorecard": scorecard, "near": nearest(scorecard, known), "known": every}
            raise DiagnosticError((Diagnostic.of("J811", None, facts),))
        return tuple(part for part in self.plan.scorecards if part.id == scorecard)

    def assessor(self, scorecard: str, period: str | Period, as_of: date) -> Assessor:
        """The edition in force compiled for one reference year, once."""
        part, year = self.scorecard(scorecard, as_of), _year(period)
        with self._lock:
            key = (part.verdict, year)
            if key not in self._assessors:
                self._assessors[key] = Assessor(self.plan, part, year)
            return self._assessors[key]

    def assess(
        self,
        enterprise: Enterprise,
        scorecard: str,
        *,
        period: str | Period,
        as_of: date,
        reasons: bool = True,
    ) -> Assessment:
        """What a scorecard concludes of one enterprise by the facts of ``period``.

        The as-of date chooses the edition, and qualifications, events and tables are read at it (S8).
        """
        return self.assessor(scorecard, period, as_of).assess(enterprise, as_of, reasons=reasons)

    def assess_many(
        self,
        enterprises: Sequence[Enterprise],
        scorecard: str,
        *,
        period: str | Period,
        as_of: date,
        progress: Progress | None = None,
    ) -> Assessed:
        """What a scorecard concludes of each of many enterprises."""
        return assess_all(self.assessor(scorecard, period, as_of), enterprises, as_of, progress)

    def enterprise(
        self,
        code: str,
        name: str = "",
        *,
        facts: Mapping[str, Mapping[str, Told]],
        founded: date | None = None,
        tables: Mapping[str, Sequence[Mapping[str, Told]]] | None = None,
        complete_to: date | None = None,
    ) -> Enterprise:
        """An enterprise from plain values.

        ``facts`` maps periods to values by field (id or Chinese name), ``tables`` tables to rows by
        column. All tables are complete up to ``complete_to`` (S10). Raises :class:`UnknownValueError`
        for names or values that mean nothing.
        """
        by_name = {alias: each for each in self.vocabulary.fields.values() for alias in (each.id, each.name)}
        known: dict[FactKey, Value] = {}
        for period_text, values in facts.items():
            period = Period.parse(period_text)
            for label, told in values.items():
                field = _named(label, by_name, "字段")
                key, value = (field.id, _period_of(field, period).text), _value(field, told)
                if value is not Absence.MISSING and known.setdefault(key, value) != value:
                    raise UnknownValueError(f"“{field.name}”{period.label}的数写了两次，且不一致")
        rows = {}
        for label, told_rows in (tables or {}).items():
            table = _named(label, _tables_by_name(self.vocabulary), "子表")
            rows[table.id] = tuple(self._row(table, row) for row in told_rows)
        coverage = {} if complete_to is None else dict.fromkeys(self.vocabulary.tables, complete_to)
        return Enterprise(code, name, founded, known, rows, coverage)

    def _row(self, table: Table, told: Mapping[str, Told]) -> Row:
        """A told row, its qualification or event by the name that expressions compare."""
        row = dict(_row(table, told))
        known = {QUALIFICATION.id: self.vocabulary.qualifications, EVENT.id: self.vocabulary.events}
        kinds, kind = known.get(table.id), row.get("kind")
        if kinds is not None and isinstance(kind, str):
            by_name = {name: one for one in kinds.values() for name in (one.id, one.name, *one.aliases)}
            row["kind"] = _named(kind, by_name, table.name).name
        return row


def _year(period: str | Period) -> Period:
    """The scoring year that is meant."""
    year = Period.parse(period) if isinstance(period, str) else period
    if year.quarter:
        raise ValueError(f"积分按年度评价，{year.label}不是年度")
    return year


def _edition(part: ScorecardPart) -> str:
    until = f"至 {part.until} 前" if part.until else "起"
    return f"{part.edition} 版自 {part.since} {until}"


def _period_of(field: Field, period: Period) -> Period:
    """The period that a field told of ``period`` is a fact of; a year's figure is told of no quarter."""
    of = None if field.frequency == "year" and period.quarter else period.at(field.frequency)
    if of is None:
        kind = {"year": "全年", "quarter": "当季"}[field.frequency]
        raise UnknownValueError(f"“{field.name}”是{kind}的数，不能写在{period.label}里")
    return of


def _tables_by_name(vocabulary: Vocabulary) -> dict[str, Table]:
    return {alias: table for table in vocabulary.tables.values() for alias in (table.id, table.name)}


def _named(label: str, by_name: Mapping[str, _T], kind: str) -> _T:
    if label not in by_name:
        near = nearest(label, by_name)
        raise UnknownValueError(f"没有叫“{label}”的{kind}" + (f"，是不是“{near}”？" if near else ""))
    return by_name[label]


def _row(table: Table, told: Mapping[str, Told]) -> Row:
    row: dict[str, Value] = {}
    for label, value in told.items():
        column = table.column(label)
        if column is None:
            near = nearest(label, [each.name for each in table.columns.values()])
            raise UnknownValueError(
                f"子表“{table.name}”没有“{label}”这一列" + (f"，是不是“{near}”？" if near else "")
            )
        read = _value(column, value)
        if read is not Absence.MISSING:
            row[column.id] = read
    return row


def _value(declared: Field, told: Told) -> Value:
    """A told value as data, exactly or not at all."""
    if declared.id == FOUNDED.id:
        raise UnknownValueError("成立日期请写在 founded 里")
    scale, raw = declared.scale, told
    if isinstance(told, Fraction):
        count = told * scale.factor * 10**declared.digits
        if count.denominator != 1:
            raise UnknownValueError(f"“{declared.name}”写作 {told}，超出登记的小数位数")
        return int(count)
    if declared.type == "number" and isinstance(told, str):
        match = _NUMBER_WITH_UNIT.fullmatch(told.strip())
        written = parse_scale(match[2]) if match else None
        if match and written is not None:
            if written.unit != scale.unit:
                raise UnknownValueError(f"“{declared.name}”写作 {told}，单位应为{scale.unit}")
            scale, raw = written, match[1]
    read = reader_for(declared, scale)(raw)
    if isinstance(read, Fault):
        facts = {**read.facts, "heading": declared.name, "name": declared.name}
        raise UnknownValueError(fill(WORDING[read.code].message, facts))
    if isinstance(read, Rounded):
        raise UnknownValueError(f"“{declared.name}”写作 {told}，超出登记的小数位数")
    return read


def open_park(
    park_id: str, *, plugins: Sequence[Path | str] = (), policies: Path | str | None = None
) -> ScoringPark:
    """Open a park by id: installed, bundled, or from folders of ``plugins``.

    Raises :class:`~jifen.language.diagnostics.DiagnosticError` with all that is wrong with it.
    """
    return scoring_park(discover_parks([Path(folder) for folder in plugins]), park_id, policies)


def scoring_park(index: ParkIndex, park_id: str, policies: Path | str | None = None) -> ScoringPark:
    """A park of an index, opened and lowered."""
    park = library.open_park(index, park_id, None if policies is None else Path(policies))
    return park_of(park, Diagnostics())


def park_of(park: Park, diagnostics: Diagnostics) -> ScoringPark:
    """A park lowered; a :class:`DiagnosticError` carries what is wrong with its meaning."""
    plan = lower(park, diagnostics)
    if plan is None:
        raise DiagnosticError(diagnostics.sorted())
    return ScoringPark(park, plan, diagnostics.sorted())
