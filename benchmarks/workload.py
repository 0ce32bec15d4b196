"""What both sides are timed on: Dalian's synthetic roster of 2,807, and the same as the loop reads it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from benchmarks.by_hand.record import NOT_APPLICABLE, Fact, Firm, Row

from jifen.exchange.recipes import load_recipe
from jifen.exchange.sample import make_sample
from jifen.interfaces.park import ScoringPark
from jifen.model.enterprise import Absence, Enterprise, Value
from jifen.model.period import Period
from jifen.model.terms import Field

COUNT, SEED = 2807, 20
PERIOD = Period(2020)
AS_OF = date(2021, 3, 31)
RECIPE = Path(__file__).parents[1] / "plugins" / "dalian" / "jifen_dalian" / "sample.toml"


def sample(park: ScoringPark, count: int = COUNT) -> tuple[Enterprise, ...]:
    return make_sample(park.park, load_recipe(RECIPE), count, SEED, period=PERIOD)


def firm_of(park: ScoringPark, enterprise: Enterprise) -> Firm:
    """An enterprise as the loop reads it: numbers as decimals in the unit of the roster, absences marked."""
    fields, tables = park.vocabulary.fields, park.vocabulary.tables

    def facts(years_back: int) -> Mapping[str, Fact]:
        period = PERIOD.years_back(years_back)
        early = enterprise.founded is not None and enterprise.founded > period.last_day
        absent = NOT_APPLICABLE if early else None
        return {
            name: _datum(field, enterprise.facts.get((name, period.text)), absent)
            for name, field in fields.items()
        }

    def rows(table: str) -> Sequence[Row]:
        columns = tables[table].columns
        return [
            {name: _datum(column, row.get(name), None) for name, column in columns.items()}
            for row in enterprise.tables.get(table, ())
        ]

    complete = {table for table, day in enterprise.coverage.items() if day >= min(PERIOD.last_day, AS_OF)}
    return Firm(
        code=enterprise.code,
        founded=enterprise.founded,
        now=facts(0),
        last=facts(1),
        before_last=facts(2),
        contracts=rows("technology_contract"),
        projects=rows("science_project"),
        platforms=rows("innovation_platform"),
        awards=rows("science_award"),
        investments=rows("venture_investment"),
        activities=rows("activity"),
        qualifications=rows("qualification"),
        events=rows("event"),
        complete=frozenset(complete),
    )


def _datum(field: Field, value: Value | None, absent: Fact) -> Fact:
    if value is None or value is Absence.MISSING:
        return absent
    if value is Absence.NOT_APPLICABLE:
        return NOT_APPLICABLE
    if type(value) is int:
        factor = field.scale.factor
        return Decimal(value) * factor.denominator / factor.numerator / 10**field.digits
    return value
