"""Figures held against each other: parts against their whole, sums, the year before, and the others.

What cannot be (more researchers than staff) leaves the enterprise out. What is merely odd, such as ten
thousand times last year's figure, is said and never corrected: often a unit slipped, sometimes it is true.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from statistics import median

from attrs import define, frozen

from jifen.exchange.cells import exact_text
from jifen.exchange.enterprises import Draft
from jifen.exchange.problems import Problems, Spot, column_number
from jifen.model.enterprise import FactKey
from jifen.model.period import Period
from jifen.model.quantity import YUAN
from jifen.model.terms import Field

STEPS = (10, 1_000, 10_000)
"""By how much units of money differ: 千元 and 万元, 元 and 千元, 元 and 万元 or 万元 and 亿元."""
LEAST, MOST = Fraction(2, 3), Fraction(3, 2)
"""Growth that a figure may have besides."""
_MANY, _LARGE_PART = 5, Fraction(1, 3)
OUTLIER, APART = 1_000, 10
"""A lone figure: so many times the median, and so many times the next largest; enterprises differ much."""
ENOUGH = 8
ROUNDING = Fraction(1, 1000)


def check_figures(drafts: Mapping[str, Draft], fields: Mapping[str, Field], problems: Problems) -> None:
    """Report what cannot be and what is odd; what cannot be marks its enterprise."""
    for draft in drafts.values():
        if not draft.faulty:
            check_parts(draft, fields, problems)
    _check_units([draft for draft in drafts.values() if not draft.faulty], fields, problems)


def check_parts(draft: Draft, fields: Mapping[str, Field], problems: Problems) -> None:
    """Hold the parts and the sums of one enterprise against their whole."""
    for (id_, period), value in draft.facts.items():
        one = fields[id_]
        if not isinstance(value, int) or not (one.at_most or one.sum_of):
            continue
        for other in one.at_most:
            whole = draft.facts.get((other, period))
            if isinstance(whole, int) and _exact(one, value) > _exact(fields[other], whole):
                draft.faulty = True
                problems.report(
                    "J765",
                    _spot(draft, id_, period),
                    draft.code,
                    draft.name,
                    name=one.name,
                    value=_shown(one, value),
                    whole=fields[other].name,
                    most=_shown(fields[other], whole),
                    period=Period.parse(period).label,
                )
        parts = [draft.facts.get((other, period)) for other in one.sum_of]
        told = [part for part in parts if isinstance(part, int)]
        if parts and len(told) == len(parts):
            exact = (_exact(fields[other], part) for other, part in zip(one.sum_of, told, strict=True))
            total = sum(exact, Fraction())
            if abs(total - _exact(one, value)) > max(one.scale.factor, abs(total) * ROUNDING):
                problems.report(
                    "J766",
                    _spot(draft, id_, period),
                    draft.code,
                    draft.name,
                    name=one.name,
                    value=_shown(one, value),
                    parts="、".join(f"“{fields[other].name}”" for other in one.sum_of),
                    total=_written(one, total),
                    period=Period.parse(period).label,
                )


def _exact(one: Field, value: int) -> Fraction:
    return Fraction(value, 10**one.digits)


def _shown(one: Field, value: int) -> str:
    return f"{exact_text(one, one.scale, value)}{one.scale.name}"


def _written(one: Field, exact: Fraction) -> str:
    return _shown(one, round(exact * 10**one.digits))


@frozen
class Slip:
    """A figure that is about so many times the one of the year before (below 1: a part of it)."""

    draft: Draft
    field: Field
    period: str
    value: int
    before: int
    step: int
    larger: bool


@define
class Compared:
    """Of one field and period: how many figures have a year before, and which of them slipped."""

    count: int
    slips: list[Slip]


def _check_units(drafts: list[Draft], fields: Mapping[str, Field], problems: Problems) -> None:
    """Money against the year before; where there is none, against the others."""
    money = {id_ for id_, one in fields.items() if one.type == "number" and one.unit == YUAN}
    compared: dict[FactKey, Compared] = {}
    alone: dict[FactKey, list[tuple[Draft, int]]] = {}
    every: dict[FactKey, list[int]] = {}
    periods = {period for draft in drafts for _, period in draft.facts}
    around = {one: [Period.parse(one).years_back(years).text for years in (1, -1)] for one in periods}
    for draft in drafts:
        for key, value in draft.facts.items():
            if key[0] not in money or not isinstance(value, int) or value <= 0:
                continue
            every.setdefault(key, []).append(value)
            year_before, year_after = around[key[1]]
            before = draft.facts.get((key[0], year_before))
            if not isinstance(before, int) or before <= 0:
                if (key[0], year_after) not in draft.facts:
                    alone.setdefault(key, []).append((draft, value))
                continue
            found = compared.setdefault(key, Compared(0, []))
            found.count += 1
            found.slips.extend(_slips(draft, fields[key[0]], key[1], value, before))
    for key in sorted(compared):
        report_slips(compared[key], problems)
    for key in sorted(alone):
        report_outliers(fields[key[0]], key[1], alone[key], every[key], problems)


def _slips(draft: Draft, one: Field, period: str, value: int, before: int) -> Iterator[Slip]:
    larger = value > before
    if max(value, before) < STEPS[0] * LEAST * min(value, before):
        return
    ratio = Fraction(value, before) if larger else Fraction(before, value)
    for step in STEPS:
        if step * LEAST <= ratio <= step * MOST:
            yield Slip(draft, one, period, value, before, step, larger)


def report_slips(found: Compared, problems: Problems) -> None:
    """One line for each; one for all of them where so many figures of a period slipped alike."""
    if len(found.slips) >= _MANY and len(found.slips) >= found.count * _LARGE_PART:
        first = found.slips[0]
        problems.report(
            "J768",
            _spot(first.draft, first.field.id, first.period),
            name=first.field.name,
            period=Period.parse(first.period).label,
            slipped=f"{len(found.slips):,}",
            count=f"{found.count:,}",
            times=_times(first),
        )
        return
    for slip in found.slips:
        problems.report(
            "J767",
            _spot(slip.draft, slip.field.id, slip.period),
            slip.draft.code,
            slip.draft.name,
            name=slip.field.name,
            period=Period.parse(slip.period).label,
            value=_shown(slip.field, slip.value),
            before=_shown(slip.field, slip.before),
            times=_times(slip),
        )


def _times(slip: Slip) -> str:
    return f"{slip.step:,} 倍" if slip.larger else f"{slip.step:,} 分之一"


def report_outliers(
    one: Field, period: str, alone: Iterable[tuple[Draft, int]], every: list[int], problems: Problems
) -> None:
    """Say which figure without a year before stands alone among all of its period."""
    if len(every) < ENOUGH:
        return
    middle = median(every)
    *_, next_largest, largest = sorted(every)
    for draft, value in alone:
        if value == largest >= next_largest * APART and value >= middle * OUTLIER:
            problems.report(
                "J769",
                _spot(draft, one.id, period),
                draft.code,
                draft.name,
                name=one.name,
                period=Period.parse(period).label,
                value=_shown(one, value),
                times=f"{int(value / middle):,}",
                middle=_written(one, _exact(one, int(middle))),
            )


def _spot(draft: Draft, field_id: str, period: str) -> Spot:
    """The cell of a fact; its row where no cell of it is known."""
    origin = draft.origins[period]
    cell = origin.cell(field_id)
    return Spot(origin.file, origin.sheet, origin.row, column_number(cell.column) if cell else 0)
