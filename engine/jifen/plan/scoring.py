"""Scoring kinds lowered to nodes. This is the one place that knows them; no reading does."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import singledispatchmethod

from attrs import field, frozen, mutable

from jifen.language.check import check_condition, check_constant, check_number
from jifen.language.diagnostics import Diagnostics
from jifen.language.intervals import check_bands, check_interval
from jifen.language.scope import Scope, Typed
from jifen.model.expression import (
    Constant,
    Expression,
    Greatest,
    Interval,
    Least,
    Product,
    Quotient,
    Ref,
    Steps,
    Sum,
    Within,
)
from jifen.model.indicator import (
    Absent,
    Additive,
    Alternative,
    Band,
    Bands,
    Best,
    Choice,
    Index,
    Judged,
    JudgedRange,
    PerUnit,
    Ranked,
    Ratio,
    Scoring,
)
from jifen.model.place import Place, Places, Written
from jifen.model.quantity import PLAIN, Unit, decimal_text
from jifen.plan import nodes
from jifen.plan.graph import STAGE
from jifen.plan.nodes import (
    Choose,
    Definition,
    Edge,
    If,
    IfAbsent,
    Match,
    Mean,
    Members,
    Note,
    Nothing,
    Rank,
    Rounded,
)

ZERO, ONE = Constant(Fraction(0)), Constant(Fraction(1))


@frozen
class Marks:
    """What a kind yields: a node, and the full marks it can reach (None where it is open-ended)."""

    node: Expression
    full: Fraction | None


@frozen
class Valued:
    """The value that a kind scores: its definition, type and unit, and how it is shown and rounded for a cohort."""

    ref: Ref
    typed: Typed
    factor: Fraction
    digits: int


@mutable
class Definer:
    """Adds the definitions of one owner, under its name, with its origin and clause."""

    owner: str
    origin: str
    clause: str
    assumed: bool
    place: Place
    made: list[Definition] = field(factory=list)

    def define(self, suffix: str, node: Expression, note: Note | None = None, unit: Unit = PLAIN) -> Ref:
        name = f"{self.owner}.{suffix}" if suffix else self.owner
        self.made.append(
            Definition(name, node, self.origin, 0, self.clause, self.place, assumed=self.assumed, note=note)
        )
        return Ref(name, unit)


def figure(value: Decimal | Fraction) -> str:
    """A figure of a file as it is shown."""
    return decimal_text(Fraction(value), 8)


def treated(node: Expression, absent: Decimal | Absent | None) -> Expression:
    """A node with the declared points for absences (S11)."""
    if absent is None:
        return node
    if isinstance(absent, Decimal):
        every = Fraction(absent)
        return IfAbsent(node, every, every, every)
    given = [
        None if number is None else Fraction(number)
        for number in (absent.missing, absent.not_applicable, absent.undefined)
    ]
    return IfAbsent(node, *given)


def tiled(pairs: list[tuple[Interval, int]]) -> tuple[tuple[Edge, ...], tuple[int, ...]]:
    """Edges of intervals that tile the line, ascending, and which interval each band is."""
    ordered = sorted(
        pairs, key=lambda pair: (pair[0].low is not None, pair[0].low or 0, not pair[0].low_closed)
    )
    edges = tuple(
        Edge(interval.low, interval.low_closed) for interval, _ in ordered if interval.low is not None
    )
    return edges, tuple(position for _, position in ordered)


@mutable
class ScoringLowering:
    """Lowers the scoring of one indicator. Each method returns None after it has reported why it cannot."""

    scope: Scope
    diagnostics: Diagnostics
    definer: Definer
    value: Valued | None
    absent: Decimal | Absent | None
    prefix: str = ""

    def lower(self, scoring: Scoring) -> Marks | None:
        """The marks of a kind, with the declared points for absences in their place."""
        marks = self._lower(scoring)
        if marks is None or isinstance(scoring, Additive):
            return marks
        return Marks(treated(marks.node, self.absent), marks.full)

    def _define(self, suffix: str, node: Expression, note: Note | None = None) -> Ref:
        return self.definer.define(f"{self.prefix}{suffix}", node, note)

    def _needs_value(self, places: Places) -> Valued | None:
        if self.value is None:
            self.diagnostics.report("J501", places.value("kind"))
        return self.value

    def _constant(self, written: Written, unit: Unit, code: str) -> Fraction | None:
        """A constant of a unit that must be above zero."""
        constant = check_constant(written, self.diagnostics, unit=unit)
        if constant is None:
            return None
        if constant.value <= 0:
            self.diagnostics.report(code, written.place, written=written.text)
            return None
        return constant.value

    @singledispatchmethod
    def _lower(self, scoring: object) -> Marks | None:
        raise TypeError(f"no lowering for {type(scoring).__name__}")

    @_lower.register
    def _bands(self, scoring: Bands) -> Marks | None:
        value = self._needs_value(scoring.places)
        return (
            None if value is None else self._banded(value.ref, value.typed.unit, scoring.bands, scoring.hit)
        )

    def _banded(self, value: Ref, unit: Unit, bands: tuple[Band, ...], hit: str = "only") -> Marks | None:
        checked = [(band, check_interval(band.within, self.diagnostics, unit=unit)) for band in bands]
        intervals = [(band, interval) for band, interval in checked if interval is not None]
        if len(intervals) < len(bands) or not bands:
            return None
        points = [Fraction(band.points) for band, _ in intervals]
        if hit != "only":
            return self._overlapping(
                value, [(i, p) for (_, i), p in zip(intervals, points, strict=True)], hit
            )
        if not check_bands([(band.within, interval) for band, interval in intervals], self.diagnostics):
            return None
        edges, order = tiled([(interval, position) for position, (_, interval) in enumerate(intervals)])
        labels = tuple(bands[position].within.text for position in order)
        index = self._define("band", nodes.Bands(value, edges), Note("band", {}, labels))
        options = tuple(Constant(points[position]) for position in order)
        return Marks(Choose(index, options), max(points))

    def _overlapping(self, value: Ref, bands: list[tuple[Interval, Fraction]], hit: str) -> Marks:
        """Bands of which the first, the highest or all that hold count."""
        if hit == "sum":
            terms = tuple(If(Within(value, interval), Constant(points), ZERO) for interval, points in bands)
            return Marks(Sum(terms), sum((points for _, points in bands if points > 0), Fraction(0)))
        if hit == "highest":
            bands = sorted(bands, key=lambda band: -band[1])
        node: Expression = Nothing()
        for interval, points in reversed(bands):
            node = If(Within(value, interval), Constant(points), node)
        return Marks(node, max(points for _, points in bands))

    def _share(self, value: Expression, reference: Fraction, points: Decimal) -> Expression:
        """``points`` at the reference, in proportion below it, none below zero."""
        share = Least((ONE, Greatest((ZERO, Quotient(value, Constant(reference))))))
        return Product((Constant(Fraction(points)), share))

    @_lower.register
    def _ratio(self, scoring: Ratio) -> Marks | None:
        value = self._needs_value(scoring.places)
        if value is None:
            return None
        reference = self._constant(scoring.reference, value.typed.unit, "J502")
        if reference is None:
            return None
        note = Note("ratio", {"reference": scoring.reference.text, "points": figure(scoring.points)})
        marks = self._define("share", self._share(value.ref, reference, scoring.points), note)
        return Marks(marks, Fraction(scoring.points))

    @_lower.register
    def _per_unit(self, scoring: PerUnit) -> Marks | None:
        value = self._needs_value(scoring.places)
        if value is None:
            return None
        step = self._constant(scoring.step, value.typed.unit, "J503")
        if step is None:
            return None
        units: Expression = Steps(value.ref, Constant(step, value.typed.unit))
        if not scoring.whole:
            units = Greatest((ZERO, Quotient(value.ref, Constant(step))))
        note = Note("whole_units" if scoring.whole else "units", {"step": scoring.step.text})
        count = self._define("units", units, note)
        earned: Expression = Product((count, Constant(Fraction(scoring.points))))
        if scoring.cap is None:
            return Marks(earned, None)
        return Marks(Least((Constant(Fraction(scoring.cap)), earned)), Fraction(scoring.cap))

    @_lower.register
    def _additive(self, scoring: Additive) -> Marks | None:
        """Points for absences stand in for each item, so that one item not told does not wipe out the others."""
        terms: list[Expression] = []
        for position, item in enumerate(scoring.items):
            condition = check_condition(item.when, self.scope, self.diagnostics)
            if condition is not None:
                note = Note("item", {"name": item.name or item.when.text, "points": figure(item.points)})
                held = self._define(f"item{position + 1}", condition, note)
                terms.append(treated(If(held, Constant(Fraction(item.points)), ZERO), self.absent))
        possible = sum((item.points for item in scoring.items), Decimal(0))
        if scoring.cap > possible:
            self.diagnostics.report("J504", scoring.places.value("cap"), cap=scoring.cap, possible=possible)
        if len(terms) < len(scoring.items) or not terms:
            return None
        cap = Fraction(scoring.cap)
        return Marks(Least((Constant(cap), Sum(tuple(terms)))), cap)

    @_lower.register
    def _choice(self, scoring: Choice) -> Marks | None:
        value = self._needs_value(scoring.places)
        if value is None:
            return None
        options = tuple((label, Constant(Fraction(points))) for label, points in scoring.options.items())
        return Marks(Match(value.ref, options), max(Fraction(points) for points in scoring.options.values()))

    @_lower.register
    def _judged(self, scoring: Judged) -> Marks | None:
        mark = check_number(scoring.mark, self.scope, self.diagnostics, unit=PLAIN)
        if mark is None:
            return None
        given = self._define("mark", mark.expression, Note("mark", {"name": scoring.mark.text}))
        criterion, unit = (given, PLAIN) if self.value is None else (self.value.ref, self.value.typed.unit)
        node: Expression = Nothing()
        highest = Fraction(0)
        for level in reversed(scoring.ranges):
            checked = self._judged_range(level, unit)
            if checked is None:
                return None
            reached, allowed = checked
            highest = max(highest, allowed.high or Fraction(0))
            node = If(Within(criterion, reached), If(Within(given, allowed), given, Nothing()), node)
        return Marks(node, highest)

    def _judged_range(self, level: JudgedRange, unit: Unit) -> tuple[Interval, Interval] | None:
        reached = check_interval(level.within, self.diagnostics, unit=unit)
        allowed = check_interval(level.marks, self.diagnostics, unit=PLAIN)
        if reached is None or allowed is None:
            return None
        if allowed.low is None or allowed.high is None:
            self.diagnostics.report("J505", level.marks.place, written=level.marks.text)
            return None
        return reached, allowed

    def _shown(self, value: Valued) -> Ref:
        """The value as it is shown: what cohorts rank and average (S19)."""
        shown = Quotient(value.ref, Constant(value.factor))
        return self._define("shown", Rounded(shown, value.digits))

    def _group(self, within: str) -> tuple[Ref | None, Mapping[str, str]]:
        return (Ref(STAGE) if within == "stage" else None), {"within": within}

    @_lower.register
    def _ranked(self, scoring: Ranked) -> Marks | None:
        value = self._needs_value(scoring.places)
        if value is None:
            return None
        group, figures = self._group(scoring.within)
        shown = self._shown(value)
        rank = self._define(
            "rank", Rank((shown,), group, scoring.order == "descending"), Note("rank", figures)
        )
        if scoring.by == "percentile":
            members = self._define("members", Members((shown,), group), Note("members", figures))
            rank = self._define("percentile", Quotient(rank, members), Note("percentile", figures))
        return self._banded(rank, PLAIN, scoring.bands)

    @_lower.register
    def _index(self, scoring: Index) -> Marks | None:
        value = self._needs_value(scoring.places)
        if value is None:
            return None
        if scoring.reference <= 0:
            self.diagnostics.report(
                "J502", scoring.places.value("reference"), written=figure(scoring.reference)
            )
            return None
        group, figures = self._group(scoring.within)
        shown = self._shown(value)
        mean = self._define("mean", Mean(shown, group), Note("mean", figures))
        note = Note("index", {"reference": figure(scoring.reference), "points": figure(scoring.points)})
        index = self._define("index", Quotient(shown, mean), note)
        return Marks(
            self._share(index, Fraction(scoring.reference), scoring.points), Fraction(scoring.points)
        )

    @_lower.register
    def _best(self, scoring: Best) -> Marks | None:
        lowered = [
            self._alternative(position, alternative)
            for position, alternative in enumerate(scoring.of, start=1)
        ]
        marks = [each for each in lowered if each is not None]
        if len(marks) < len(lowered) or not marks:
            return None
        fulls = [each.full for each in marks]
        full = None if None in fulls else max(each for each in fulls if each is not None)
        return Marks(Greatest(tuple(each.node for each in marks)), full)

    def _alternative(self, position: int, alternative: Alternative) -> Marks | None:
        prefix = f"{self.prefix}option{position}."
        value: Valued | None = None
        if alternative.value is not None:
            typed = check_number(alternative.value, self.scope, self.diagnostics)
            if typed is None:
                return None
            ref = self.definer.define(f"{prefix}value", typed.expression, Note("option_value"), typed.unit)
            factor = typed.scale.factor if typed.scale else Fraction(1)
            digits = self.value.digits if self.value else 2
            value = Valued(ref, typed, factor, digits)
        lowering = ScoringLowering(
            self.scope, self.diagnostics, self.definer, value or self.value, alternative.absent, prefix
        )
        marks = lowering.lower(alternative.scoring)
        if marks is None:
            return None
        name = alternative.name or (alternative.value.text if alternative.value else str(position))
        return Marks(
            self.definer.define(f"{prefix}marks", marks.node, Note("option", {"name": name})), marks.full
        )
