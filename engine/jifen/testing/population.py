"""Checks on enterprises: extreme data, missing data, and a sample scored in several ways."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from jifen.evaluation.rows import FunctionFault
from jifen.model.decision import ScoreCard
from jifen.model.enterprise import Absence, Enterprise, FactKey, Row, Value
from jifen.model.expression import Known
from jifen.model.quantity import decimal_text
from jifen.model.terms import FOUNDED, Field, Table
from jifen.plan.nodes import leaves
from jifen.testing.subject import Subject

_YEARS = 6
"""How many years of facts are told; a rule may look back some years."""

_HUGE = 10**18 - 1


@frozen
class _Case:
    """One kind of extreme data: what a cell holds, None where it tells nothing."""

    name: str
    cell: Callable[[Field, date], Value | None]
    rows: int = 0
    complete: bool = True
    new: bool = False


def _number(value: int) -> Callable[[Field, date], Value | None]:
    """Numbers of one size in the base unit, where the field allows it; other cells as they might be."""

    def cell(field: Field, day: date) -> Value | None:
        if field.type != "number":
            return _plain(field, day)
        counted = value * int(10**field.digits)
        return counted if field.minimum is None else max(counted, field.minimum)

    return cell


def _plain(field: Field, day: date) -> Value:
    match field.type:
        case "flag":
            return False
        case "date":
            return day
    return field.options[0] if field.options else "甲"


def _last(field: Field, day: date) -> Value | None:
    if field.type == "flag":
        return True
    return field.options[-1] if field.options else _number(1)(field, day)


def _always(value: Value | None) -> Callable[[Field, date], Value | None]:
    """Cells that all hold the same, or nothing."""
    return lambda _field, _day: value


_NOTHING = _Case("全部没有提供", _always(None), complete=False)
_CASES = (
    _NOTHING,
    _Case("全部没有提供，子表完整而为空", _always(None)),
    _Case("全部没有提供，子表的行只有空格", _always(None), rows=2),
    _Case("全部为零", _number(0)),
    _Case("全部为零，子表各有一行", _number(0), rows=1),
    _Case("全部为负", _number(-1), rows=3),
    _Case("全部为很小的数", _number(1), rows=3),
    _Case("全部为18位的大数", _number(_HUGE), rows=3),
    _Case("全部为18位的负数", _number(-_HUGE), rows=3),
    _Case("全部为是，文字取最后一个选项", _last, rows=2),
    _Case("全部不适用", _always(Absence.NOT_APPLICABLE), rows=1),
    _Case("当年新成立，没有以前年度的数", _number(1), new=True),
)


def extremes(subject: Subject) -> Iterator[str]:
    """No enterprise makes scoring fail, whatever its data; a function may refuse data by a ValueError."""
    made = list(_extremes(subject))
    for case, enterprise in made:
        for problem in _problem(subject, enterprise):
            yield f"企业数据{case.name}：{problem}"
    try:
        subject.scorer.many([enterprise for _, enterprise in made], subject.as_of)
    except Exception as error:  # noqa: BLE001 whatever stops a batch is what is looked for
        yield f"这些企业一起评价时出错：{type(error).__name__}: {error}"


def _problem(subject: Subject, enterprise: Enterprise) -> Iterator[str]:
    try:
        subject.scorer.one(enterprise, subject.as_of, subject.scored.cohort, reasons=True)
    except FunctionFault as fault:
        if not isinstance(fault.__cause__, ValueError):
            yield str(fault)
    except Exception as error:  # noqa: BLE001 whatever stops scoring is what is looked for
        yield f"{type(error).__name__}: {error}"


def _extremes(subject: Subject) -> Iterator[tuple[_Case, Enterprise]]:
    vocabulary, year = subject.park.vocabulary, subject.period
    for number, case in enumerate(_CASES):
        periods = [year] if case.new else [year.years_back(back) for back in range(_YEARS)]
        facts: dict[FactKey, Value] = {}
        for field in vocabulary.fields.values():
            for period in periods:
                of = period.at(field.frequency)
                value = None if of is None or field.id == FOUNDED.id else case.cell(field, period.last_day)
                if value is not None and of is not None:
                    facts[field.id, of.text] = value
        tables = {table.id: _rows(case, table, year.last_day) for table in vocabulary.tables.values()}
        coverage = dict.fromkeys(vocabulary.tables, subject.as_of) if case.complete else {}
        founded = year.first_day if case.new else None
        yield case, Enterprise(f"EXTREME{number:02}", case.name, founded, facts, tables, coverage)


def _rows(case: _Case, table: Table, day: date) -> tuple[Row, ...]:
    rows: list[Row] = []
    for number in range(case.rows):
        cells = {name: case.cell(column, day) for name, column in table.columns.items()}
        row: dict[str, Value] = {name: cell for name, cell in cells.items() if cell is not None}
        for name in table.key:
            if isinstance(row.get(name), str) and not table.columns[name].options:
                row[name] = f"{number + 1}"
        rows.append(row)
    return tuple(rows)


def _all_cards(subject: Subject) -> Iterator[ScoreCard]:
    """The cards of the sample, and of what extreme enterprises can be scored."""
    yield from subject.scored.cards
    yield from subject.scorer.many([each for _, each in _extremes(subject)], subject.as_of).cards


def limits(subject: Subject) -> Iterator[str]:
    """No indicator gives more than its full marks, no dimension and no total more than these allow."""
    plan = subject.plan
    numbers = {stage.id: number for number, stage in enumerate(plan.stages)}
    caps = {dimension.id: dimension.cap for dimension in subject.park.dimensions}
    for card in _all_cards(subject):
        at = numbers.get(card.stage or "")
        if at is None:
            continue
        room: dict[str, Fraction | None] = {}
        for part in plan.indicators:
            full = None if part.full is None else part.full[at]
            yield from _above(card, f"指标“{part.name}”", card.points[part.id], full)
            sofar = room.get(part.dimension, Fraction(0))
            room[part.dimension] = None if full is None or sofar is None else sofar + full
        for score in card.dimensions:
            cap, full = caps[score.id], room.get(score.id, Fraction(0))
            if cap is not None:
                full = Fraction(cap) if full is None else min(full, Fraction(cap))
            room[score.id] = full
            yield from _above(card, f"维度“{score.name}”", score.points, full)
        yield from _total(card, room)


def _total(card: ScoreCard, room: Mapping[str, Fraction | None]) -> Iterator[str]:
    most: Fraction | None = Fraction(0)
    least: Fraction | None = Fraction(0)
    for score in card.dimensions:
        full = room[score.id]
        if score.role == "deduction":
            least = None if full is None or least is None else least - full
        else:
            most = None if full is None or most is None else most + full
    yield from _above(card, "总分", card.total, most, floor=False)
    if card.total is not None and least is not None and card.total < least:
        yield f"{card.name}的总分 {card.total} 低于扣分所允许的 {decimal_text(least)}"


def _above(
    card: ScoreCard, owner: str, points: Decimal | None, most: Fraction | None, *, floor: bool = True
) -> Iterator[str]:
    if points is None:
        return
    if most is not None and points > most:
        yield f"{card.name}的{owner}得 {points}，超过最多的 {decimal_text(most)}"
    if floor and points < 0:
        yield f"{card.name}的{owner}得 {points}，小于零；要扣分请用扣分维度"


def missing(subject: Subject) -> Iterator[str]:
    """Where nothing is told nothing is known, unless points for that are declared or it is asked for."""
    plan = subject.plan
    nothing = next(enterprise for case, enterprise in _extremes(subject) if case is _NOTHING)
    try:
        scores = subject.scorer.one(nothing, subject.as_of, subject.scored.cohort, reasons=True).indicators
    except FunctionFault as fault:
        yield f"什么都没有提供时，{fault}"
        return
    for part, score in zip(plan.indicators, scores, strict=True):
        nodes = (node for name in part.definitions for node in leaves(plan.named[name].node))
        if (
            score.points is not None
            and score.treatment is None
            and not any(isinstance(node, Known) for node in nodes)
        ):
            yield (
                f"指标“{part.name}”在什么都没有提供时得 {score.points}，文件里却没有写 absent；"
                "没有提供不等于零"
            )


def sample(subject: Subject) -> Iterator[str]:
    """Every enterprise of the sample is scored, in every stage there are some, and some total is known."""
    for fault in subject.scored.faults:
        yield f"样例企业{fault.name}：{fault.message}"
    if not any(card.total is not None for card in subject.scored.cards):
        yield f"{len(subject.scored.cards)} 家样例企业没有一家算得出总分"


def order(subject: Subject) -> Iterator[str]:
    """Scored in another order, with rows and facts in another order, everyone has the same card."""
    turned = [_turned(enterprise) for enterprise in reversed(subject.sample)]
    again = {card.code: card for card in subject.scorer.many(turned, subject.as_of).cards}
    yield from _differences(subject.scored.cards, again, "换一个次序")


def _turned(enterprise: Enterprise) -> Enterprise:
    return evolve(
        enterprise,
        facts=dict(reversed(list(enterprise.facts.items()))),
        tables={name: tuple(reversed(rows)) for name, rows in enterprise.tables.items()},
    )


def one_by_one(subject: Subject) -> Iterator[str]:
    """Decided alone against the cohort of the batch, everyone has the card of the batch."""
    alone: dict[str, ScoreCard] = {}
    for enterprise in subject.sample:
        with suppress(FunctionFault):
            card = subject.scorer.one(enterprise, subject.as_of, subject.scored.cohort)
            alone[enterprise.code] = card
    yield from _differences(subject.scored.cards, alone, "单独评价")


def _differences(cards: Iterable[ScoreCard], others: Mapping[str, ScoreCard], how: str) -> Iterator[str]:
    for card in cards:
        other = others.get(card.code)
        if other is None:
            yield f"{card.name}{how}就不能评价了"
        elif other != card:
            changed = [id_ for id_, points in card.points.items() if other.points[id_] != points]
            totals = f"总分 {card.total} 与 {other.total}"
            yield f"{card.name}{how}得到的结果不同：{totals}，得分不同的指标 {'、'.join(changed) or '没有'}"
