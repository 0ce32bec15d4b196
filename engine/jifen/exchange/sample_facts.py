"""The facts of made-up enterprises: drawn field by field, made to meet published ratios, and years before."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from random import Random

from attrs import Factory, frozen
from attrs import field as attribute

from jifen.exchange.drawing import (
    STEPS,
    day_between,
    happens,
    log_between,
    one_of,
    part_between,
    scaled_to,
    stream,
)
from jifen.exchange.recipes import chance_in, history_of, quantity, refuse
from jifen.model.enterprise import Absence, FactKey, Value
from jifen.model.period import Period, add_months
from jifen.model.place import Place, Written
from jifen.model.quantity import YUAN, Unit
from jifen.model.recipe import Recipe, SampleField, SampleRatio
from jifen.model.terms import Field

Drawn = list[Value | None]
"""One field's values, enterprise by enterprise; None where there is none."""

_PEOPLE, _PIECES = Unit.of("人"), Unit.of("件")
_COMPARABLE = STEPS * 85 // 100
"""A part of another field was at least this much of today's part a year before, of ``STEPS``."""


@frozen
class Firm:
    """A made-up enterprise before it has facts; ``size`` is the value that divides stages, as stored."""

    code: str
    stage: str
    founded: date
    size: int


def grain_of(field: Field) -> int:
    """The step of made-up values as stored: a hundredth of the declared unit, whole people and pieces."""
    step = field.scale.factor * 10**field.digits
    if field.unit == YUAN or not field.unit.powers:
        step /= 100
    return max(1, int(step))


@frozen
class NumberRule:
    """How numbers of a field or column are drawn; ``grain`` is their step."""

    field: Field
    rule: SampleField | None
    grain: int = attribute(default=Factory(lambda self: grain_of(self.field), takes_self=True), init=False)

    def stored(self, value: Fraction) -> int:
        """A number in base units as it is stored, in whole grains."""
        grain = self.grain
        return floor(value * int(10**self.field.digits) / grain) * grain

    def exact(self, value: int) -> Fraction:
        """A stored number in base units."""
        return Fraction(value, 10**self.field.digits)

    def between(self, random: Random, low: Written, high: Written) -> int:
        """A number in a range: by doublings where the range is wide, else evenly."""
        grain = self.grain
        edges = [self.stored(quantity(one, self.field.unit)) // grain for one in (low, high)]
        if edges[0] > edges[1]:
            refuse(low.place, "最小大于最大")
        if 0 < edges[0] * 4 <= edges[1]:
            return log_between(random, edges[0], edges[1] + 1) * grain
        return random.randint(*edges) * grain

    def by_unit(self, random: Random, money: Fraction) -> int:
        """A number of which nothing but its unit is known, of an enterprise that turns over ``money`` 元."""
        unit = self.field.unit
        if unit == YUAN:
            value = money * part_between(random, Fraction(1, 200), Fraction(3, 10))
        elif unit == _PEOPLE:
            value = Fraction(random.randint(1, max(1, min(2000, int(money) // 400_000))))
        elif unit == _PIECES:
            value = Fraction(random.choice((0, 0, 0, 1, 1, 2, 3, 5)))
        elif self.field.scale.factor < 1:
            value = part_between(random, Fraction(0), Fraction(1))
        else:
            value = random.randint(1, 10) * self.field.scale.factor
        return self.stored(value)

    def bounded(self, value: int) -> int:
        """The value, at least what the rule and the field say."""
        rule, least = self.rule, self.field.minimum
        if rule is not None and rule.least is not None:
            value = max(value, self.stored(quantity(rule.least, self.field.unit)))
        return value if least is None else max(value, least)


@frozen
class SampleFacts:
    """Draws all facts of the sample; a source of chance of its own for each field."""

    fields: Mapping[str, Field]
    recipe: Recipe
    seed: int
    period: Period
    firms: Sequence[Firm]
    size: Field | None
    now: dict[str, Drawn] = attribute(factory=dict, init=False)

    def draw(self) -> list[dict[FactKey, Value]]:
        """The facts of each enterprise."""
        facts: list[dict[FactKey, Value]] = [{} for _ in self.firms]
        before: dict[str, list[Drawn]] = {}
        for field in self._in_order():
            values = self._column(field)
            self.now[field.id] = values
            self._calibrate(field)
            before[field.id] = self._years_before(field, before) if field.type == "number" else []
            self._tell(field, [self.now[field.id], *before[field.id]], facts)
        return facts

    def _in_order(self) -> Iterator[Field]:
        """The fields, each after those that it is drawn from."""
        done: set[str] = set()
        waiting: list[str] = []

        def visit(id_: str, place: Place | None) -> Iterator[Field]:
            if id_ in done:
                return
            if id_ not in self.fields:
                refuse(place, f"园区没有字段 {id_}")
            if waiting and self.fields[id_].type != "number":
                refuse(place, f"字段 {id_} 不是数值")
            if id_ in waiting:
                refuse(place, f"{'、'.join(waiting)} 互相依赖，算不出来")
            waiting.append(id_)
            rule = self.recipe.fields.get(id_)
            for other in (rule.of, rule.minus) if rule is not None else ():
                if other and rule is not None:
                    yield from visit(other, rule.places.here)
            for ratio in self.recipe.ratios:
                if ratio.above == id_:
                    yield from visit(ratio.below, ratio.places.value("below"))
            waiting.pop()
            done.add(id_)
            yield self.fields[id_]

        for id_, rule in self.recipe.fields.items():
            yield from visit(id_, rule.places.here)
        for ratio in self.recipe.ratios:
            yield from visit(ratio.above, ratio.places.value("above"))
        for id_ in self.fields:
            yield from visit(id_, None)

    def _column(self, field: Field) -> Drawn:
        rule = self.recipe.fields.get(field.id)
        random = stream(self.seed, "field", field.id)
        if self.size is not None and field.id == self.size.id:
            return [firm.size for firm in self.firms]
        if field.type == "number":
            numbers = NumberRule(field, rule)
            return [self._number(numbers, random, index) for index in range(len(self.firms))]
        return [plain_value(field, rule, random, firm.stage, self.period) for firm in self.firms]

    def _number(self, numbers: NumberRule, random: Random, index: int) -> int | None:
        rule, firm = numbers.rule, self.firms[index]
        if rule is None:
            return numbers.bounded(numbers.by_unit(random, self._money(firm)))
        if rule.chance is not None and not happens(random, chance_in(rule.chance, firm.stage)):
            return 0
        if rule.minus:
            return self._rest(numbers, self.now[rule.of][index], self.now[rule.minus][index])
        if rule.of:
            return self._by_other(numbers, rule, random, self.now[rule.of][index])
        if rule.low is None or rule.high is None:
            return numbers.bounded(numbers.by_unit(random, self._money(firm)))
        return numbers.bounded(numbers.between(random, rule.low, rule.high))

    def _by_other(
        self, numbers: NumberRule, rule: SampleField, random: Random, other: Value | None
    ) -> int | None:
        of = NumberRule(self.fields[rule.of], None)
        if not isinstance(other, int):
            return None
        base = of.exact(other)
        if rule.steps:
            reached = [step for step in rule.steps if quantity(step.at_least, of.field.unit) <= base]
            return numbers.between(random, reached[-1].low, reached[-1].high) if reached else None
        if rule.low is None or rule.high is None:
            refuse(rule.places.here, "写了 of，还要写 from 和 to")
        unit = numbers.field.unit / of.field.unit
        part = part_between(random, quantity(rule.low, unit), quantity(rule.high, unit))
        return numbers.bounded(numbers.stored(base * part))

    def _rest(self, numbers: NumberRule, whole: Value | None, part: Value | None) -> int | None:
        rule = numbers.rule
        if rule is None or not isinstance(whole, int) or not isinstance(part, int):
            return None
        first, second = NumberRule(self.fields[rule.of], None), NumberRule(self.fields[rule.minus], None)
        return numbers.stored(first.exact(whole) - second.exact(part))

    def _money(self, firm: Firm) -> Fraction:
        """About what an enterprise turns over, in 元."""
        in_yuan = self.size is None or self.size.unit == YUAN
        digits = self.size.digits if self.size is not None else 0
        return Fraction(firm.size, 10**digits) if in_yuan else Fraction(5_000_000)

    def _calibrate(self, field: Field) -> None:
        """Scale a field's values so that the published ratios of totals hold, those of one stage first."""
        fixed: set[int] = set()
        ratios = [ratio for ratio in self.recipe.ratios if ratio.above == field.id]
        for ratio in sorted(ratios, key=lambda one: not one.stage):
            scope = [index for index, firm in enumerate(self.firms) if ratio.stage in ("", firm.stage)]
            free = [index for index in scope if index not in fixed]
            values = self.now[field.id]
            settled = sum(_count(values[index]) for index in scope if index in fixed)
            target = self._target(field, ratio, scope) - settled
            if free and target > 0:
                scaled = scaled_to([_count(values[index]) for index in free], target, grain_of(field))
                for index, value in zip(free, scaled, strict=True):
                    values[index] = value
            fixed.update(scope)

    def _target(self, field: Field, ratio: SampleRatio, scope: Sequence[int]) -> int:
        below = NumberRule(self.fields[ratio.below], None)
        total = below.exact(sum(_count(self.now[ratio.below][index]) for index in scope))
        rate = quantity(ratio.value, field.unit / below.field.unit)
        return NumberRule(field, None).stored(total * rate)

    def _years_before(self, field: Field, before: Mapping[str, Sequence[Drawn]]) -> list[Drawn]:
        """The values of the years before, the nearest first."""
        rule = self.recipe.fields.get(field.id)
        if rule is not None and rule.steps:
            return []
        history = history_of(self.recipe)
        numbers = NumberRule(field, rule)
        random = stream(self.seed, "history", field.id)
        years: list[Drawn] = []
        later = self.now[field.id]
        growths = (int(history.growth_from * STEPS), int(history.growth_to * STEPS))
        for year in range(history.years - 1):
            values: Drawn = []
            for index, value in enumerate(later):
                if not isinstance(value, int):
                    values.append(None)
                elif rule is not None and rule.minus:
                    whole, part = (before[id_][year][index] for id_ in (rule.of, rule.minus))
                    values.append(self._rest(numbers, whole, part))
                elif rule is not None and rule.of:
                    whole, whole_then = self.now[rule.of][index], before[rule.of][year][index]
                    now = self.now[field.id][index]
                    values.append(self._part_then(numbers, random, now, whole, whole_then))
                else:
                    growth = random.randint(*growths)
                    then = value * STEPS // ((STEPS + growth) * numbers.grain) * numbers.grain
                    values.append(numbers.bounded(then))
            years.append(values)
            later = values
        return years

    def _part_then(
        self, numbers: NumberRule, random: Random, now: Value | None, whole: Value | None, then: Value | None
    ) -> int | None:
        """A part of another field as it was: the same share of it or a little less."""
        if not isinstance(now, int) or not isinstance(whole, int) or not isinstance(then, int):
            return None
        if not whole or not now:
            return 0
        share = random.randint(_COMPARABLE, STEPS)
        return numbers.bounded(now * then * share // (whole * STEPS * numbers.grain) * numbers.grain)

    def _tell(self, field: Field, years: Sequence[Drawn], facts: Sequence[dict[FactKey, Value]]) -> None:
        """Write down what is known of a field; some is missing, nothing applies before the founding year."""
        random = stream(self.seed, "missing", field.id)
        missing = self._missing(field)
        for back, values in enumerate(years):
            year = self.period.year - back
            for index, value in enumerate(values):
                absent = happens(random, missing)
                if year < self.firms[index].founded.year:
                    value_then: Value | None = Absence.NOT_APPLICABLE
                else:
                    value_then = None if absent else value
                if value_then is not None:
                    facts[index].update(_facts(field, year, value_then))

    def _missing(self, field: Field) -> Decimal:
        told = {ratio.above for ratio in self.recipe.ratios} | {ratio.below for ratio in self.recipe.ratios}
        if field.id in told or (self.size is not None and field.id == self.size.id):
            return Decimal(0)
        rule = self.recipe.fields.get(field.id)
        return history_of(self.recipe).missing if rule is None or rule.missing is None else rule.missing


def plain_value(
    field: Field, rule: SampleField | None, random: Random, stage: str, period: Period
) -> Value | None:
    """A flag, a text or a date; None for a text of which nothing is known."""
    if field.type == "flag":
        chance = rule.chance if rule is not None and rule.chance is not None else Decimal("0.3")
        return happens(random, chance_in(chance, stage))
    if field.type == "date":
        return day_between(random, add_months(period.first_day, -24), period.last_day)
    choices = (rule.choices if rule is not None else ()) or field.options
    return one_of(random, choices) if choices else None


def _count(value: Value | None) -> int:
    return value if isinstance(value, int) else 0


def _facts(field: Field, year: int, value: Value) -> Iterator[tuple[FactKey, Value]]:
    """A year's value as facts of the periods that a field of its frequency has."""
    if field.frequency != "quarter":
        period = Period(year).at(field.frequency)
        if period is not None:
            yield (field.id, period.text), value
        return
    for quarter in (1, 2, 3, 4):
        part = value
        if isinstance(value, int) and not isinstance(value, bool):
            part = value * quarter // 4 - value * (quarter - 1) // 4
        yield (field.id, Period(year, quarter).text), part
