"""The tables of made-up enterprises: qualifications, negative events, and the declared tables."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

from attrs import frozen

from jifen.exchange.drawing import day_between, happens, stream
from jifen.exchange.recipes import EMPTY, chance_in, refuse
from jifen.exchange.roster import canonical_row
from jifen.exchange.sample_facts import Firm, NumberRule, plain_value
from jifen.model.enterprise import Row, Value
from jifen.model.period import Period, add_months
from jifen.model.quantity import YUAN
from jifen.model.recipe import Recipe, SampleRows
from jifen.model.terms import AWARD, EVENT, QUALIFICATION, Field, Kind, Table, Vocabulary

_QUALIFIED = SampleRows(chance=Decimal("0.05"), months=36, places=EMPTY.places)
_OFFENDED = SampleRows(chance=Decimal("0.005"), months=12, places=EMPTY.places)
_ROWS = SampleRows(chance=Decimal("0.2"), most=3, places=EMPTY.places)
_YEARS = 3
"""Rows of declared tables are of so many years."""


@frozen
class SampleTables:
    """Draws all rows of the sample; a source of chance of its own for each kind and table."""

    vocabulary: Vocabulary
    recipe: Recipe
    seed: int
    period: Period
    firms: Sequence[Firm]

    def draw(self) -> list[dict[str, tuple[Row, ...]]]:
        """The tables of each enterprise."""
        self._check_names()
        found: list[dict[str, list[Row]]] = [{} for _ in self.firms]
        self._kinds(QUALIFICATION, self.vocabulary.qualifications, self.recipe.qualifications, found)
        self._kinds(EVENT, self.vocabulary.events, self.recipe.events, found)
        for table in self.vocabulary.tables.values():
            if table.id not in (QUALIFICATION.id, EVENT.id, AWARD.id):
                self._declared(table, found)
        return [
            {id_: tuple(sorted(rows, key=canonical_row)) for id_, rows in tables.items()} for tables in found
        ]

    def _check_names(self) -> None:
        known: tuple[tuple[str, Mapping[str, SampleRows], Mapping[str, object]], ...] = (
            ("资质", self.recipe.qualifications, self.vocabulary.qualifications),
            ("负面事件种类", self.recipe.events, self.vocabulary.events),
            ("子表", self.recipe.tables, self.vocabulary.tables),
        )
        for what, rules, names in known:
            for id_, rule in rules.items():
                if id_ not in names:
                    refuse(rule.places.here, f"园区没有{what} {id_}")
        for id_, rule in self.recipe.tables.items():
            for column in rule.columns:
                if column not in self.vocabulary.tables[id_].columns:
                    refuse(rule.columns[column].places.here, f"子表 {id_} 没有列 {column}")

    def _kinds(
        self,
        table: Table,
        kinds: Mapping[str, Kind],
        rules: Mapping[str, SampleRows],
        found: Sequence[dict[str, list[Row]]],
    ) -> None:
        default = _QUALIFIED if table.id == QUALIFICATION.id else _OFFENDED
        for id_, kind in kinds.items():
            rule = rules.get(id_, default)
            random = stream(self.seed, table.id, id_)
            for index, firm in enumerate(self.firms):
                for number in range(self._how_many(rule, random, firm)):
                    begins = self._begins(rule, random)
                    row: dict[str, Value] = {
                        "kind": kind.name,
                        "number": _serial(id_, firm, number),
                        "begins": begins,
                    }
                    if rule.months is not None:
                        row["ends"] = add_months(begins, rule.months)
                    found[index].setdefault(table.id, []).append(row)

    def _how_many(self, rule: SampleRows, random: Random, firm: Firm) -> int:
        if not happens(random, chance_in(rule.chance, firm.stage)):
            return 0
        return random.randint(1, max(1, rule.most))

    def _begins(self, rule: SampleRows, random: Random) -> date:
        """A day from which most records are still in force at the end of the period; some have lapsed."""
        months = rule.months or 12 * _YEARS
        last = self.period.last_day
        return day_between(random, add_months(last, -months - months // 6), last)

    def _declared(self, table: Table, found: Sequence[dict[str, list[Row]]]) -> None:
        rule = self.recipe.tables.get(table.id, _ROWS)
        random = stream(self.seed, "table", table.id)
        for index, firm in enumerate(self.firms):
            for number in range(self._how_many(rule, random, firm)):
                row = self._row(table, rule, random, firm, number)
                found[index].setdefault(table.id, []).append(row)

    def _row(self, table: Table, rule: SampleRows, random: Random, firm: Firm, number: int) -> Row:
        row: dict[str, Value] = {}
        dated = False
        for id_, column in table.columns.items():
            value: Value | None
            if column.type == "date":
                # The first date says when it happened; a second one, when it ended, which it has not yet.
                value = None if dated else self._day(random, firm)
                dated = True
            elif column.type == "text" and id_ in table.key and not column.options:
                value = _serial(table.id, firm, number)
            else:
                value = self._cell(column, rule, random, firm)
            if value is not None:
                row[id_] = value
        return row

    def _day(self, random: Random, firm: Firm) -> date:
        first = max(firm.founded, add_months(self.period.first_day, 12 * (1 - _YEARS)))
        return day_between(random, first, self.period.last_day)

    def _cell(self, column: Field, rule: SampleRows, random: Random, firm: Firm) -> Value | None:
        own = rule.columns.get(column.id)
        if column.type != "number":
            return plain_value(column, own, random, firm.stage, self.period)
        numbers = NumberRule(column, own)
        if own is not None and own.low is not None and own.high is not None:
            return numbers.bounded(numbers.between(random, own.low, own.high))
        money = 10**6 if column.unit == YUAN else 10**7
        return numbers.bounded(numbers.by_unit(random, Fraction(money)))


def _serial(name: str, firm: Firm, number: int) -> str:
    """A number that no two rows of a table share."""
    return f"样例-{name}-{firm.code[10:17]}-{number + 1}"
