"""A second reading of the plan's nodes, as slow and plain as can be: the compiled one must agree with it."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from math import floor

from attrs import frozen

from jifen.model import expression as e
from jifen.model.enterprise import Absence, Enterprise, Row
from jifen.model.period import Period, whole_months
from jifen.model.quantity import half_up
from jifen.plan import nodes as n

MISSING, NOT_APPLICABLE, UNDEFINED = Absence.MISSING, Absence.NOT_APPLICABLE, Absence.UNDEFINED
Result = Fraction | bool | str | date | Absence


@frozen
class Situation:
    enterprise: Enterprise
    period: Period
    snapshot: date
    refs: Mapping[str, Result]
    row: Row | None = None


def worst(*values: object) -> Absence:
    for absence in Absence:
        if absence in values:
            return absence
    raise ValueError("nothing is absent")


def read(raw: object, kind: str, digits: int) -> Result:
    if isinstance(raw, Absence):
        return raw
    return Fraction(raw, 10**digits) if kind == "number" else raw  # type: ignore[return-value,call-overload,no-any-return]


def lacking(values: list[Result]) -> Absence | None:
    return worst(*values) if any(isinstance(value, Absence) for value in values) else None


def interpret(node: e.Expression, s: Situation) -> Result:
    go = lambda part: interpret(part, s)  # noqa: E731
    match node:
        case e.Constant(value=value):
            return value
        case e.Text(value=value):
            return value
        case e.Ref(name=name):
            return s.refs[name]
        case e.Fact(field="founded"):
            return s.enterprise.founded or MISSING
        case e.Fact(field=field, type=kind, digits=digits, frequency=frequency, shift=shift):
            period = shift.of(s.period.at(frequency))  # type: ignore[arg-type]
            told = s.enterprise.facts.get((field, period.text), MISSING)
            founded = s.enterprise.founded
            if told is MISSING and founded is not None and founded > period.last_day:
                return NOT_APPLICABLE
            return read(told, kind, digits)
        case e.Column(column=column, type=kind, digits=digits):
            assert s.row is not None
            return read(s.row.get(column, MISSING), kind, digits)
        case e.InForce(begins=begins, ends=ends):
            assert s.row is not None
            begun, until = s.row.get(begins, MISSING), s.row.get(ends)
            if isinstance(until, date) and until <= s.snapshot:
                return False
            return begun <= s.snapshot if isinstance(begun, date) else begun  # type: ignore[return-value]
        case e.Truth(condition=condition):
            holds = go(condition)
            return Fraction(1 if holds else 0) if isinstance(holds, bool) else holds
        case e.WithinPeriod(column=column, shift=shift):
            assert s.row is not None
            period = shift.of(s.period)
            day = s.row.get(column, MISSING)
            return period.first_day <= day <= period.last_day if isinstance(day, date) else day  # type: ignore[return-value]
        case e.AllOf(conditions=conditions):
            values = [go(part) for part in conditions]
            return False if False in values else lacking(values) or True
        case e.AnyOf(conditions=conditions):
            values = [go(part) for part in conditions]
            return True if True in values else lacking(values) or False
        case e.NoneOf(conditions=conditions):
            values = [go(part) for part in conditions]
            return False if True in values else lacking(values) or True
        case e.Known(value=value):
            return not isinstance(go(value), Absence)
        case e.Aggregate():
            return aggregate(node, s)
        case n.IfAbsent(value=value, missing=missing, not_applicable=na, undefined=undefined):
            result = go(value)
            stand_in = {MISSING: missing, NOT_APPLICABLE: na, UNDEFINED: undefined}.get(result)  # type: ignore[arg-type]
            return result if stand_in is None else stand_in
        case n.If(condition=condition, then=then, otherwise=otherwise):
            test = go(condition)
            return go(then) if test is True else go(otherwise) if test is False else test
        case n.Choose(index=index, options=options):
            chosen = go(index)
            return chosen if isinstance(chosen, Absence) else go(options[int(chosen)])  # type: ignore[arg-type]
        case n.Match(value=value, options=options):
            chosen = go(value)
            return chosen if isinstance(chosen, Absence) else go(dict(options).get(chosen, n.Nothing()))  # type: ignore[arg-type]
        case n.Nothing(absence=absence):
            return absence
    return strict(node, s)


def strict(node: e.Expression, s: Situation) -> Result:
    """Nodes that are absent when an operand is."""
    values = [interpret(part, s) for part in n.parts(node)]
    absent = lacking(values)
    if absent is not None:
        return absent
    numbers: list[Fraction] = values  # type: ignore[assignment]
    match node:
        case e.Negated():
            return -numbers[0]
        case e.Sum():
            return sum(numbers, Fraction(0))
        case e.Product():
            result = Fraction(1)
            for number in numbers:
                result *= number
            return result
        case e.Quotient():
            return numbers[0] / numbers[1] if numbers[1] else UNDEFINED
        case e.Growth():
            return (numbers[0] - numbers[1]) / numbers[1] if numbers[1] > 0 else UNDEFINED
        case e.Least():
            return min(numbers)
        case e.Greatest():
            return max(numbers)
        case e.Floor():
            return Fraction(floor(numbers[0]))
        case e.Steps():
            return Fraction(max(0, floor(numbers[0] / numbers[1]))) if numbers[1] > 0 else UNDEFINED
        case e.Elapsed():
            return Fraction(whole_months(values[0], s.snapshot), 12)  # type: ignore[arg-type]
        case e.Compare(operator=operator):
            one, other = values
            return {
                ">=": lambda: one >= other,
                ">": lambda: one > other,
                "<=": lambda: one <= other,  # type: ignore[operator]
                "<": lambda: one < other,
                "=": lambda: one == other,
                "!=": lambda: one != other,  # type: ignore[operator]
            }[operator]()
        case e.Within(interval=interval):
            return interval.holds(numbers[0])
        case e.OneOf(options=options, prefix=prefix):
            text = values[0]
            assert isinstance(text, str)
            return any(text.startswith(option) if prefix else text == option for option in options)
        case n.Bands(edges=edges):
            return Fraction(
                sum(numbers[0] > edge.bound or (edge.closed and numbers[0] == edge.bound) for edge in edges)
            )
        case n.Rounded(digits=digits):
            return half_up(numbers[0], digits)
        case n.Apportioned(position=position, unit=unit):
            return shares(numbers[0], numbers[1:], unit)[position]
    raise TypeError(f"{type(node).__name__} is read by no test")


def shares(total: Fraction, weights: list[Fraction], unit: Fraction) -> list[Fraction]:
    """Unit by unit: each goes to whoever is furthest below what is due, once all are cut to whole units."""
    if sum(weights) <= 0:
        return [Fraction(0)] * len(weights)
    due = [total * weight / sum(weights) for weight in weights]
    found = [floor(each / unit) * unit for each in due]
    first = max(range(len(due)), key=lambda place: (due[place] - found[place], -place))
    below = [each - part for each, part in zip(due, found, strict=True)]
    while total - sum(found) >= unit:
        place = max(range(len(due)), key=lambda place: (below[place], -place))
        found[place] += unit
        below[place] = Fraction(-1)
    found[first] += total - sum(found)
    return found


def aggregate(node: e.Aggregate, s: Situation) -> Result:
    complete = s.enterprise.coverage.get(node.table)
    unknown: list[object] = [] if complete is not None and complete >= s.snapshot else [MISSING]
    values: list[Result] = []
    keys: list[Result] = []
    for row in s.enterprise.tables.get(node.table, ()):
        here = Situation(s.enterprise, s.period, s.snapshot, s.refs, row)
        holds = True if node.where is None else interpret(node.where, here)
        if holds is True:
            value = Fraction(1) if node.value is None else interpret(node.value, here)
            key = None if node.once_per is None else interpret(node.once_per, here)
            absent = lacking([value, key])  # type: ignore[list-item]
            if absent is not None:
                unknown.append(absent)
            else:
                values.append(value)
                keys.append(key)  # type: ignore[arg-type]
        elif holds is not False:
            unknown.append(holds)
    if node.how == "exists":
        return True if values else worst(*unknown) if unknown else False
    if unknown and not node.known:
        return worst(*unknown)
    if node.once_per is not None:
        values = [max(v for v, k in zip(values, keys, strict=True) if k == key) for key in set(keys)]  # type: ignore[type-var]
    if node.how == "distinct":
        return Fraction(len(set(values)))
    if node.how in ("greatest", "least"):
        return (max if node.how == "greatest" else min)(values) if values else MISSING  # type: ignore[type-var]
    return sum(values, Fraction(0))  # type: ignore[arg-type]
