"""What is decided of a population as columns to hand out: outcomes and money by rule, statuses, scores.

A rule has a column for its outcome, and one for each figure of it; money is in 元, exactly, or in whole 分
where that is asked for. What is not there is null.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import polars as pl
from attrs import frozen

from jifen.columns.batches import Batch
from jifen.columns.held import Held, Number, Other
from jifen.columns.spans import INT64, Whole, chosen
from jifen.columns.stretch import PLAIN
from jifen.model.entitlement import OUTCOMES
from jifen.plan.entitlements import SettledPart, Settlement

Money = Literal["元", "分"]
OUTCOME = pl.Enum(OUTCOMES)
_PLACES: Mapping[str, int] = {name: place for place, name in enumerate(OUTCOMES)}
_CODE = pl.UInt8


@frozen
class Column:
    """A column of the result: its name, and what it is of a batch."""

    name: str
    expr: pl.Expr


def figure(name: str, held: Number, where: pl.Expr | None, money: Money | None) -> Column:
    """A number as people keep it: a decimal; money in whole 分 where that is asked for; quotients as texts.

    ``where`` says of whom it is told.
    """
    above, below = held.above, held.below
    if where is not None:
        above = chosen([(where, above)], None)
    if not isinstance(below, int):
        texts = pl.format("{}/{}", above.expr, below.expr)
        return Column(name, pl.when(above.expr.is_not_null()).then(texts))
    if money == "分":
        return Column(name, _counted(above, below, Fraction(100)).expr)
    digits = next((digits for digits in range(19) if 10**digits % below == 0), None)
    if digits is None:
        return Column(name, pl.when(above.expr.is_not_null()).then(pl.format("{}/{}", above.expr, below)))
    whole = _counted(above, below, Fraction(10**digits))
    precision = 18 if whole.span.greatest < 10**17 else 38
    scale = pl.lit(Decimal(1).scaleb(-digits), dtype=pl.Decimal(precision, digits))
    return Column(
        name, (whole.expr.cast(pl.Decimal(precision, 0)) * scale).cast(pl.Decimal(precision, digits))
    )


def _counted(above: Whole, below: int, per_unit: Fraction) -> Whole:
    """A number in whole parts of its unit."""
    factor = per_unit / below
    whole = above.times(factor.numerator).floored(factor.denominator)
    return Whole(whole.at(max(INT64, whole.width)), whole.span, max(INT64, whole.width))


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
        unit = None if rule.kind == "bonus" else money
        what = "points" if rule.kind == "bonus" else "amount"
        yield figure(f"{name}.{what}", self._number(held, self.settled.net), gives, unit)
        if rule.paid is not None and rule.held is not None:
            yield figure(f"{name}.paid", self._number(held, rule.paid), self._flag(held, rule.held), money)
        if self.settled.provisional is not None:
            provisional = self._flag(held, self.settled.provisional).fill_null(value=False)
            yield Column(f"{name}.provisional", pl.when(gives).then(provisional).otherwise(pl.lit(False)))
        parts = [("payer", one.id, of) for one, of in zip(rule.payers, self.settled.payers, strict=True)]
        parts += [
            ("instalment", one.id, of)
            for one, of in zip(rule.instalments, self.settled.instalments, strict=True)
        ]
        for kind, id_, of in parts:
            yield figure(f"{name}.{kind}.{id_}", self._number(held, of), gives, money)
        for one in rule.clawbacks:
            met = self._flag(held, one.conditions.met)
            yield figure(f"{name}.clawback.{one.id}", self._number(held, one.amount), met, money)

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
    """What all rules and statuses come to, for the enterprises of a batch."""
    rules = [RuleColumns(settled, names) for settled in settlement.rules]
    codes = [Column(one.code, one.outcome(batch.held)) for one in rules if not one.settled.withheld]
    columns = [column for one in rules for column in one.of(batch.held, money)]
    for status in settlement.statuses:
        found = batch.held[names[status.met]]
        assert isinstance(found, Other)
        columns.append(Column(f"status.{status.id}", found.expr))
    return selected(batch, columns, codes)


def selected(batch: Batch, columns: Iterable[Column], before: Iterable[Column] = ()) -> pl.DataFrame:
    """Columns of a batch, of as many rows as it has enterprises; some rest on others that come ``before``."""
    found = list(columns)
    written = [one.expr.alias(f"out:{one.name}") for one in found]
    lazy = batch.frame.lazy().with_columns(one.expr.alias(one.name) for one in before).with_columns(written)
    names = {f"out:{one.name}": one.name for one in found}
    return lazy.select(list(names)).collect(optimizations=PLAIN).rename(names)
