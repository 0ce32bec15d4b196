"""What is decided of a population as columns to hand out: outcomes and money by rule, statuses, scores.

A rule has a column for its outcome, and one for each figure of it; money is in 元, exactly, or in whole 分
where that is asked for. What is not there is null.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import polars as pl
from attrs import frozen

from jifen.columns.batches import Batch
from jifen.columns.held import Held, Number, Other
from jifen.columns.population import CODE_OF, NAME
from jifen.columns.slots import BeyondError
from jifen.columns.spans import INT64, UnprovenError, Whole, chosen, narrowed
from jifen.columns.stretch import PLAIN, measured
from jifen.model.entitlement import OUTCOMES
from jifen.plan.entitlements import SettledPart, Settlement
from jifen.plan.graph import BASE, BONUS, DEDUCTIONS, SO_FAR, STAGE, TOTAL, Plan

Money = Literal["元", "分"]
DIGITS = 2
"""Digits of money, which is kept in 分, and of points in a bid."""
OUTCOME = pl.Enum(OUTCOMES)
_PLACES: Mapping[str, int] = {name: place for place, name in enumerate(OUTCOMES)}
_CODE = pl.UInt8
_MOST: Mapping[Money, int] = {"元": 10**38 - 1, "分": 2**63 - 1}
"""The greatest whole number of a column: of a decimal, or of 64 bits."""


@frozen
class Column:
    """A column of the result: its name, and what it is of a batch."""

    name: str
    expr: pl.Expr


class NoDecimalError(ArithmeticError):
    """A figure that has no end as a decimal, which none that is handed out may be."""


def figure(name: str, held: Number, where: pl.Expr | None, digits: int, money: Money = "元") -> Column:
    """A number as people keep it: a decimal of so many ``digits``; money in whole 分 where that is asked for.

    ``where`` says of whom it is told.
    """
    above = held.above if where is None else chosen([(where, held.above)], None)
    per_unit = 100 if money == "分" else 10**digits
    if isinstance(held.below, int):
        factor = Fraction(per_unit, held.below)
        whole = above.times(factor.numerator).floored(factor.denominator)
    else:
        whole = above.times(per_unit).floored(held.below)
    if whole.span.greatest > _MOST[money]:
        raise UnprovenError
    if money == "分":
        return Column(name, narrowed(whole).at(INT64))
    counted = whole.at(max(INT64, whole.width))
    scale = pl.lit(Decimal(1).scaleb(-digits), dtype=pl.Decimal(38, digits))
    return Column(name, (counted.cast(pl.Decimal(38, 0)) * scale).cast(pl.Decimal(38, digits)))


def check_ends(batch: Batch, names: Iterable[str], digits: int = 2) -> None:
    """Hold that quotients among some definitions are whole parts of so many digits, as money always is."""
    for name in names:
        held = batch.held[name]
        if isinstance(held, Number) and isinstance(held.below, Whole):
            raised = held.above.times(10**digits)
            left = raised.minus(raised.floored(held.below).times(held.below)).compared("!=", Whole.of(0))
            if batch.frame.select(left.any()).item():
                raise NoDecimalError(name)


@frozen
class RuleColumns:
    """The columns of one rule. ``names`` says which definition stands for each."""

    settled: SettledPart
    names: Mapping[str, str]

    @property
    def code(self) -> str:
        """The column of the outcome's place among all."""
        return f"outcome:{self.settled.rule.full_id}"

    def of(self, held: Mapping[str, Held], money: Money) -> Iterator[Column]:
        """What the rule comes to."""
        rule, name = self.settled.rule, self.settled.rule.full_id
        if self.settled.withheld:
            yield Column(f"{name}.outcome", _outcome("not_in_force").cat.to(OUTCOME))
            return
        outcome = pl.col(self.code)
        yield Column(f"{name}.outcome", outcome.cat.to(OUTCOME))
        gives = outcome <= _PLACES["paid"]
        net = self._number(held, self.settled.net)
        if rule.kind == "bonus":
            yield figure(f"{name}.points", net, gives, DIGITS)
        else:
            yield figure(f"{name}.amount", net, gives, DIGITS, money)
        if rule.paid is not None and rule.held is not None:
            yield figure(
                f"{name}.paid", self._number(held, rule.paid), self._flag(held, rule.held), DIGITS, money
            )
        if self.settled.provisional is not None:
            provisional = self._flag(held, self.settled.provisional).fill_null(value=False)
            yield Column(f"{name}.provisional", pl.when(gives).then(provisional).otherwise(pl.lit(False)))
        parts = [("payer", one.id, of) for one, of in zip(rule.payers, self.settled.payers, strict=True)]
        parts += [
            ("instalment", one.id, of)
            for one, of in zip(rule.instalments, self.settled.instalments, strict=True)
        ]
        for kind, id_, of in parts:
            yield figure(f"{name}.{kind}.{id_}", self._number(held, of), gives, DIGITS, money)
        for one in rule.clawbacks:
            met = self._flag(held, one.conditions.met)
            yield figure(f"{name}.clawback.{one.id}", self._number(held, one.amount), met, DIGITS, money)

    def outcome(self, held: Mapping[str, Held]) -> pl.Expr:
        """The outcome's place among all, decided as for one enterprise (S17, S21, S22)."""
        rule = self.settled.rule
        entitled = self._other(held, rule.entitled)
        cases: list[tuple[pl.Expr, str]] = []
        open_ = [] if entitled.why.sure else [entitled.null]
        if rule.held is not None:
            had = self._other(held, rule.held)
            cases += _where(had, "paid")
            open_ += [] if had.why.sure else [had.null]
        cases += _where(self._other(held, rule.vetoed), "vetoed")
        cases += [(entitled.expr.not_(), "refused"), *((one, "undetermined") for one in open_)]
        gross, net = self._number(held, rule.gross), self._number(held, self.settled.net)
        cases += _nothing(gross)
        if self.settled.won is not None:
            cases.append((self._flag(held, self.settled.won).not_(), "superseded"))
        if net is not gross:
            cases += _nothing(net)
        chain: pl.Expr = _outcome("granted")
        for test, name in reversed(cases):
            chain = pl.when(test).then(_outcome(name)).otherwise(chain)
        return chain

    def _other(self, held: Mapping[str, Held], name: str) -> Other:
        found = held[self.names[name]]
        assert isinstance(found, Other)
        return found

    def _flag(self, held: Mapping[str, Held], name: str) -> pl.Expr:
        return self._other(held, name).expr

    def _number(self, held: Mapping[str, Held], name: str) -> Number:
        found = held[self.names[name]]
        assert isinstance(found, Number)
        return found


def _where(flag: Other, outcome: str) -> list[tuple[pl.Expr, str]]:
    """An outcome where a flag holds, if it can."""
    return [] if flag.literal is False else [(flag.expr, outcome)]


def _nothing(number: Number) -> list[tuple[pl.Expr, str]]:
    zero = (number.above.compared("=", Whole.of(0)), "refused")
    return [zero] if number.why.sure else [(number.null, "undetermined"), zero]


def _outcome(name: str) -> pl.Expr:
    return pl.lit(_PLACES[name], dtype=_CODE)


def settled_frame(
    batch: Batch, settlement: Settlement, names: Mapping[str, str], money: Money = "元"
) -> pl.DataFrame:
    """What all rules and statuses come to, for the enterprises of a batch.

    Raises ``BeyondError`` for numbers that are too great to be handed out.
    """
    return _handed_out(batch, lambda held: _settled(batch, held, settlement, names, money), money)


def _settled(
    batch: Batch, held: Mapping[str, Held], settlement: Settlement, names: Mapping[str, str], money: Money
) -> pl.DataFrame:
    rules = [RuleColumns(settled, names) for settled in settlement.rules]
    given = [one.settled for one in rules if not one.settled.withheld]
    check_ends(batch, (names[name] for one in given for name in (one.net, *one.payers, *one.instalments)))
    codes = [Column(one.code, one.outcome(held)) for one in rules if not one.settled.withheld]
    columns = [column for one in rules for column in one.of(held, money)]
    for status in settlement.statuses:
        met = held[names[status.met]]
        assert isinstance(met, Other)
        columns.append(Column(f"status.{status.id}", met.expr))
    return selected(batch, columns, codes)


def scored_frame(batch: Batch, plan: Plan, names: Mapping[str, str]) -> pl.DataFrame:
    """Scores, ranks and what is known so far, for the enterprises of a batch.

    Raises ``BeyondError`` for numbers that are too great to be handed out.
    """
    return _handed_out(batch, lambda held: _scored(batch, held, plan, names), "元")


def _scored(batch: Batch, held: Mapping[str, Held], plan: Plan, names: Mapping[str, str]) -> pl.DataFrame:
    stage = held[names[STAGE]]
    assert isinstance(stage, Number)
    text: pl.Expr = pl.lit(None, dtype=pl.String)
    for place, one in enumerate(plan.stages):
        text = pl.when(stage.above.expr == place).then(pl.lit(one.id)).otherwise(text)
    columns = [Column("code", pl.col(CODE_OF)), Column("name", pl.col(NAME)), Column("stage", text)]
    wanted = {TOTAL: TOTAL, f"{TOTAL}.{SO_FAR}": "so_far", BASE: BASE, BONUS: BONUS, DEDUCTIONS: DEDUCTIONS}
    wanted |= {part.points: f"dimension.{part.id}" for part in plan.dimensions}
    wanted |= {part.points: f"points.{part.id}" for part in plan.indicators}
    columns += [_points(held[names[name]], heading, None, plan.digits) for name, heading in wanted.items()]
    for board in plan.boards:
        rank, members = held[names[board.rank]], held[names[board.members]]
        assert isinstance(rank, Number) and isinstance(members, Number)
        # Who has no place on a board is told no value for it either.
        placed = None if rank.why.sure else rank.null.not_()
        name = f"board.{board.id}"
        columns.append(_points(held[names[board.value]], f"{name}.value", placed, plan.digits))
        columns.append(Column(f"{name}.rank", rank.above.at(INT64)))
        columns.append(Column(f"{name}.members", members.above.at(INT64)))
    return selected(batch, columns)


def _points(held: Held, heading: str, where: pl.Expr | None, digits: int) -> Column:
    assert isinstance(held, Number)
    return figure(heading, held, where, digits)


def _handed_out(
    batch: Batch, made: Callable[[Mapping[str, Held]], pl.DataFrame], money: Money
) -> pl.DataFrame:
    """What is made of what a batch holds; where that may not fit, of the spans that it really has."""
    try:
        return made(batch.held)
    except UnprovenError:
        held = measured(batch.held, batch.frame)
    try:
        return made(held)
    except UnprovenError:
        raise BeyondError(_too_great(held, batch.frame, _MOST[money] // 10**DIGITS)) from None


def _too_great(held: Mapping[str, Held], frame: pl.DataFrame, most: int) -> list[int]:
    """The rows with a number that is greater than the most that can be handed out; all, where none is by
    itself.
    """
    wholes = [one.above for one in held.values() if isinstance(one, Number)]
    wide = [one.expr.abs() > pl.lit(most, dtype=pl.Int128) for one in wholes if one.span.greatest > most]
    found = frame.select(pl.any_horizontal(wide)).to_series() if wide else [True] * frame.height
    return [row for row, beyond in enumerate(found) if beyond]


def selected(batch: Batch, columns: Iterable[Column], before: Iterable[Column] = ()) -> pl.DataFrame:
    """Columns of a batch, of as many rows as it has enterprises; some rest on others that come ``before``."""
    found = list(columns)
    written = [one.expr.alias(f"out:{one.name}") for one in found]
    lazy = batch.frame.lazy().with_columns(one.expr.alias(one.name) for one in before).with_columns(written)
    names = {f"out:{one.name}": one.name for one in found}
    handed = [pl.col(name).alias(heading) for name, heading in names.items()]
    return lazy.select(handed).collect(optimizations=PLAIN)
