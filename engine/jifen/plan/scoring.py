"""Scoring kinds lowered to nodes. This is the one place that knows them; no reading does."""

from collections.abc import Mapping, Sized
from decimal import Decimal
from fractions import Fraction
from functools import singledispatchmethod

from attrs import mutable

from jifen.language.diagnostics import Diagnostics
from jifen.language.intervals import check_interval
from jifen.language.operands import TYPE_NAMES
from jifen.model.expression import (
    Compare,
    Constant,
    Expression,
    Fact,
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
    Bands,
    Best,
    Choice,
    Index,
    Item,
    Judged,
    JudgedRange,
    PerUnit,
    Ranked,
    Ratio,
    Scoring,
)
from jifen.model.place import Places, Written
from jifen.model.quantity import PLAIN, SCALES, Scale, Unit
from jifen.model.terms import Type
from jifen.plan import nodes
from jifen.plan.cases import check_options, check_places, intervals, most_reached, tile, tiled
from jifen.plan.definer import ONE, ZERO, Definer, Marks, Valued, treated
from jifen.plan.expressions import Checker
from jifen.plan.figures import Figures, figure
from jifen.plan.graph import STAGE
from jifen.plan.nodes import Choose, If, Match, Mean, Members, Note, Nothing, Rank, Rounded


@mutable
class ScoringLowering:
    """Lowers the scoring of one indicator. Each method returns None after it has reported why it cannot."""

    checker: Checker
    definer: Definer
    name: str
    value: Valued | None
    absent: Decimal | Absent | None
    places: Places
    """Those of the table that declares the points for absences."""
    prefix: str = ""

    @property
    def diagnostics(self) -> Diagnostics:
        """Where findings go."""
        return self.checker.diagnostics

    @property
    def figures(self) -> Figures:
        """Reads the figures of the kind."""
        return Figures(self.diagnostics)

    def lower(self, scoring: Scoring) -> Marks | None:
        """The marks of a kind, with the declared points for absences in their place."""
        marks = self._lower(scoring)
        if marks is None:
            return None
        absent = self.figures.absent(self.absent, self.places, marks.full)
        if absent is None or isinstance(scoring, Additive):
            return marks
        return Marks(treated(self._define("earned", marks.node), absent), marks.full)

    def _define(self, suffix: str, node: Expression, note: Note | None = None) -> Ref:
        return self.definer.define(f"{self.prefix}{suffix}", node, note)

    def _needs_value(self, places: Places, wanted: Type = "number") -> Valued | None:
        if self.value is None:
            self.diagnostics.report("J501", places.value("kind"))
            return None
        given = self.value.typed.type
        if given != wanted:
            place, names = places.value("kind"), TYPE_NAMES
            self.diagnostics.report("J521", place, name=self.name, wanted=names[wanted], given=names[given])
            return None
        return self.value

    def _written_in(self, value: Valued) -> Scale:
        """How figures that a value is held against are written: those of a share of like amounts in percent,
        lest 30 be written for 30%, unless it is shown in another way (倍).
        """
        node = value.typed.expression
        if value.scale.name or value.typed.unit != PLAIN or not isinstance(node, Quotient):
            return value.scale
        fields = self.checker.scope.vocabulary.fields
        facts = (leaf for leaf in nodes.leaves(node.below) if isinstance(leaf, Fact))
        return SCALES["%"] if any(fields[fact.field].unit.powers for fact in facts) else value.scale

    def _some(self, parts: Sized, places: Places, key: str) -> bool:
        """Whether there are any; that there are none is reported."""
        if not parts:
            self.diagnostics.report("J520", places.value(key), key=key)
        return bool(parts)

    def _constant(self, written: Written, value: Valued, code: str) -> Fraction | None:
        """A constant in the unit of the value that must be above zero."""
        constant = self.checker.constant(written, value.typed.unit, self._written_in(value))
        if constant is None:
            return None
        if constant.value <= 0:
            self.diagnostics.report(code, written.place, written=written.text)
            return None
        return constant.value

    def _full(self, points: Decimal, places: Places, key: str = "points") -> Fraction:
        """The full marks of a kind as one key declares them."""
        full = self.figures.points(points, places, key)
        self.figures.full(full, places, key, self.name)
        return full

    @singledispatchmethod
    def _lower(self, scoring: object) -> Marks | None:
        raise TypeError(f"no lowering for {type(scoring).__name__}")

    @_lower.register
    def _bands(self, scoring: Bands) -> Marks | None:
        value = self._needs_value(scoring.places)
        if value is None:
            return None
        return self._banded(value.ref, value.typed.unit, self._written_in(value), scoring, scoring.hit)

    def _banded(
        self, value: Ref, unit: Unit, scale: Scale, scoring: Bands | Ranked, hit: str = "only"
    ) -> Marks | None:
        bands = scoring.bands
        if not self._some(bands, scoring.places, "bands"):
            return None
        points = [self.figures.points(band.points, band.places, "points") for band in bands]
        written = [band.within for band in bands]
        within = intervals(written, unit, scale, self.diagnostics)
        if within is None:
            return None
        if isinstance(scoring, Ranked):
            check_places(scoring, within, self.diagnostics)
        if hit != "only":
            return self._overlapping(value, list(zip(within, points, strict=True)), hit, scoring.places)
        if not tile(written, within, self.diagnostics):
            return None
        edges, order = tiled([(interval, position) for position, interval in enumerate(within)])
        labels = tuple(bands[position].within.text for position in order)
        index = self._define("band", nodes.Bands(value, edges), Note("band", {}, labels))
        options = tuple(Constant(points[position]) for position in order)
        self.figures.full(max(points), scoring.places, "bands", self.name)
        return Marks(Choose(index, options), max(points))

    def _overlapping(
        self, value: Ref, bands: list[tuple[Interval, Fraction]], hit: str, places: Places
    ) -> Marks:
        """Bands of which the first, the highest or all that hold count."""
        full = most_reached(bands, hit)
        self.figures.full(full, places, "bands", self.name)
        if hit == "sum":
            terms = tuple(If(Within(value, interval), Constant(points), ZERO) for interval, points in bands)
            return Marks(Sum(terms), full)
        if hit == "highest":
            bands = sorted(bands, key=lambda band: -band[1])
        node: Expression = Nothing()
        for interval, points in reversed(bands):
            node = If(Within(value, interval), Constant(points), node)
        return Marks(node, full)

    def _share(self, value: Expression, reference: Fraction, points: Fraction) -> Expression:
        """``points`` at the reference, in proportion below it, none below zero."""
        share = Least((ONE, Greatest((ZERO, Quotient(value, Constant(reference))))))
        return Product((Constant(points), share))

    @_lower.register
    def _ratio(self, scoring: Ratio) -> Marks | None:
        points = self._full(scoring.points, scoring.places)
        value = self._needs_value(scoring.places)
        if value is None:
            return None
        reference = self._constant(scoring.reference, value, "J502")
        if reference is None:
            return None
        note = Note("ratio", {"reference": scoring.reference.text, "points": figure(points)})
        return Marks(self._define("share", self._share(value.ref, reference, points), note), points)

    @_lower.register
    def _per_unit(self, scoring: PerUnit) -> Marks | None:
        points = self._full(scoring.points, scoring.places)
        cap = None if scoring.cap is None else self._full(scoring.cap, scoring.places, "cap")
        value = self._needs_value(scoring.places)
        if value is None:
            return None
        step = self._constant(scoring.step, value, "J503")
        if step is None:
            return None
        units: Expression = Steps(value.ref, Constant(step, value.typed.unit))
        if not scoring.whole:
            units = Greatest((ZERO, Quotient(value.ref, Constant(step))))
        note = Note("whole_units" if scoring.whole else "units", {"step": scoring.step.text})
        earned: Expression = Product((self._define("units", units, note), Constant(points)))
        return Marks(earned, None) if cap is None else Marks(Least((Constant(cap), earned)), cap)

    @_lower.register
    def _additive(self, scoring: Additive) -> Marks | None:
        """Points for absences stand in for each item: one that is not told does not wipe out the others."""
        if not self._some(scoring.items, scoring.places, "items"):
            return None
        cap = self._full(scoring.cap, scoring.places, "cap")
        terms = [self._item(position, item) for position, item in enumerate(scoring.items, start=1)]
        known = tuple(term for term in terms if term is not None)
        possible = sum((item.points for item in scoring.items), Decimal(0))
        if cap > possible:
            place = scoring.places.value("cap")
            self.diagnostics.report("J504", place, cap=figure(cap), possible=figure(possible))
        if len(known) < len(terms):
            return None
        return Marks(Least((Constant(cap), Sum(known))), cap)

    def _item(self, position: int, item: Item) -> Expression | None:
        points = self.figures.points(item.points, item.places, "points")
        absent = self.figures.absent(self.absent, self.places, None)
        condition = self.checker.condition(item.when)
        if condition is None:
            return None
        note = Note("item", {"name": item.name or item.when.text, "points": figure(points)})
        held = self._define(f"item{position}", condition, note)
        return treated(self._define(f"item{position}.earned", If(held, Constant(points), ZERO)), absent)

    @_lower.register
    def _choice(self, scoring: Choice) -> Marks | None:
        if not self._some(scoring.options, scoring.places, "options"):
            return None
        points = {
            label: self.figures.points(marks, scoring.places, "options", label)
            for label, marks in scoring.options.items()
        }
        value = self._needs_value(scoring.places, "text")
        if value is None:
            return None
        check_options(scoring, value.typed.field, self.absent, self.diagnostics)
        full = max(points.values())
        self.figures.full(full, scoring.places, "options", self.name)
        return Marks(Match(value.ref, tuple((label, Constant(each)) for label, each in points.items())), full)

    @_lower.register
    def _judged(self, scoring: Judged) -> Marks | None:
        mark = self.checker.number(scoring.mark, unit=PLAIN)
        if not self._some(scoring.ranges, scoring.places, "ranges"):
            return None
        allowed = [self._allowed(level) for level in scoring.ranges]
        if mark is None or (self.value is not None and self._needs_value(scoring.places) is None):
            return None
        given = self._define("mark", mark.expression, Note("mark", {"name": scoring.mark.text}))
        criterion, unit, scale = given, PLAIN, SCALES[""]
        if self.value is not None:
            criterion, unit, scale = self.value.ref, self.value.typed.unit, self._written_in(self.value)
        written = [level.within for level in scoring.ranges]
        reached = intervals(written, unit, scale, self.diagnostics)
        if reached is None or not tile(written, reached, self.diagnostics):
            return None
        node: Expression = Nothing()
        highest = Fraction(0)
        for level, marks in zip(reversed(reached), reversed(allowed), strict=True):
            if marks is None:
                return None
            highest = max(highest, marks.high or Fraction(0))
            node = If(Within(criterion, level), If(Within(given, marks), given, Nothing()), node)
        self.figures.full(highest, scoring.places, "ranges", self.name)
        return Marks(node, highest)

    def _allowed(self, level: JudgedRange) -> Interval | None:
        """The marks that may be given in a level."""
        allowed = check_interval(level.marks, self.diagnostics, unit=PLAIN)
        if allowed is None:
            return None
        if allowed.low is None or allowed.high is None:
            self.diagnostics.report("J505", level.marks.place, written=level.marks.text)
            return None
        if allowed.low < 0:
            self.diagnostics.report("J518", level.marks.place, key="marks", written=level.marks.text)
        return allowed

    def _shown(self, value: Valued) -> Ref:
        """The value as it is shown: what cohorts rank and average (S19)."""
        shown = Quotient(value.ref, Constant(value.scale.factor))
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
        descending = scoring.order == "descending"
        rank = self._define("rank", Rank((shown,), group, descending), Note("rank", figures))
        scale = SCALES[""]
        if scoring.by == "percentile":
            members = self._define("members", Members((shown,), group), Note("members", figures))
            rank = self._define("percentile", Quotient(rank, members), Note("percentile", figures))
            scale = SCALES["%"]
        return self._banded(rank, PLAIN, scale, scoring)

    @_lower.register
    def _index(self, scoring: Index) -> Marks | None:
        """Against a mean of zero or less there is no index, as there is no growth from such a base (S6)."""
        points = self._full(scoring.points, scoring.places)
        value = self._needs_value(scoring.places)
        if scoring.reference <= 0:
            place = scoring.places.value("reference")
            self.diagnostics.report("J502", place, written=figure(scoring.reference))
            return None
        if value is None:
            return None
        group, figures = self._group(scoring.within)
        shown = self._shown(value)
        mean = self._define("mean", Mean(shown, group), Note("mean", figures))
        note = Note("index", {"reference": figure(scoring.reference), "points": figure(points)})
        against_mean = If(Compare(">", mean, ZERO), Quotient(shown, mean), Nothing())
        index = self._define("index", against_mean, note)
        return Marks(self._share(index, Fraction(scoring.reference), points), points)

    @_lower.register
    def _best(self, scoring: Best) -> Marks | None:
        if not self._some(scoring.of, scoring.places, "of"):
            return None
        lowered = [
            self._alternative(position, alternative)
            for position, alternative in enumerate(scoring.of, start=1)
        ]
        marks = [each for each in lowered if each is not None]
        if len(marks) < len(lowered):
            return None
        fulls = [each.full for each in marks]
        full = None if None in fulls else max(each for each in fulls if each is not None)
        return Marks(Greatest(tuple(each.node for each in marks)), full)

    def _alternative(self, position: int, alternative: Alternative) -> Marks | None:
        prefix = f"{self.prefix}option{position}."
        value = self.value
        if alternative.value is not None:
            typed = self.checker.value(alternative.value)
            if typed is None:
                return None
            ref = self.definer.define(f"{prefix}value", typed.expression, Note("option_value"), typed.unit)
            digits = self.value.digits if self.value else 2
            value = Valued(ref, typed, typed.scale or SCALES[""], digits)
        name = alternative.name or (alternative.value.text if alternative.value else f"第{position}种")
        lowering = ScoringLowering(
            self.checker, self.definer, name, value, alternative.absent, alternative.places, prefix
        )
        marks = lowering.lower(alternative.scoring)
        if marks is None:
            return None
        ref = self.definer.define(f"{prefix}marks", marks.node, Note("option", {"name": name}))
        return Marks(ref, marks.full)
