"""Rosters written and read back the same, byte for byte the same each time."""

import time
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exchange.vocabulary import CODES, VOCABULARY

from jifen.exchange.reading import read_roster
from jifen.exchange.roster import canonical_row
from jifen.exchange.writing import write_roster
from jifen.language.diagnostics import DiagnosticError
from jifen.model.enterprise import Absence, Enterprise, Value
from jifen.model.period import Period
from jifen.model.terms import Field, Table

TEXTS = st.text("甲乙丙丁bcXYZ0123456789（）“”,;'\"=+@&<>", min_size=1, max_size=8)
DATES = st.dates(date(1850, 1, 1), date(2199, 12, 31))
YEARS = st.integers(2015, 2021)


def values(field: Field) -> st.SearchStrategy[Value]:
    if field.type == "number":
        most = 10 ** (9 + field.digits)
        told: st.SearchStrategy[Value] = st.integers(0 if field.minimum == 0 else -most, most)
    elif field.type == "flag":
        told = st.booleans()
    elif field.type == "date":
        told = DATES
    else:
        told = st.sampled_from(field.options) if field.options else TEXTS
    return told | st.just(Absence.NOT_APPLICABLE)


def periods(field: Field) -> st.SearchStrategy[str]:
    if field.frequency == "quarter":
        return st.builds(lambda year, quarter: Period(year, quarter).text, YEARS, st.integers(1, 4))
    if field.frequency == "ytd":
        return st.builds(lambda year, quarter: Period(year, quarter, True).text, YEARS, st.integers(1, 4))
    return YEARS.map(str)


@st.composite
def rows_of(draw: st.DrawFn, table: Table) -> tuple[dict[str, Value], ...]:
    columns = list(table.columns.values())
    count = draw(st.integers(0, 3))
    rows = []
    for number in range(count):
        row = {one.id: draw(values(one)) for one in columns if draw(st.booleans())}
        own: dict[str, Value] = {"number": f"第{number}"} if table.key else {"day": date(2020, 1, number + 1)}
        rows.append(row | own)
    return tuple(rows)


@st.composite
def enterprises(draw: st.DrawFn) -> tuple[Enterprise, ...]:
    coverage = {"project": date(2020, 12, 31)} if draw(st.booleans()) else {}
    made = []
    for code in draw(st.sets(st.sampled_from(CODES), min_size=1)):
        facts = {("staff", "2020"): 1}
        for field in VOCABULARY.fields.values():
            for period in draw(st.lists(periods(field), max_size=2)):
                facts[field.id, period] = draw(values(field))
        tables = {id_: draw(rows_of(VOCABULARY.tables[id_])) for id_ in ("project", "visit")}
        founded = draw(st.none() | DATES)
        made.append(
            Enterprise(
                code=code,
                name=draw(TEXTS),
                founded=founded,
                facts=facts,
                tables={id_: rows for id_, rows in tables.items() if rows},
                coverage=coverage,
            )
        )
    return tuple(sorted(made, key=lambda one: one.code))


def canonical(one: Enterprise) -> Enterprise:
    tables = {id_: tuple(sorted(rows, key=canonical_row)) for id_, rows in one.tables.items()}
    return evolve(one, tables=tables)


@pytest.mark.parametrize("name", ["名单.xlsx", "名单"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(made=enterprises(), in_yuan=st.booleans())
def test_what_is_written_is_read_back_the_same(
    tmp_path: Path, name: str, made: tuple[Enterprise, ...], in_yuan: bool
) -> None:
    units = {"profit": "元"} if in_yuan else None
    write_roster(tmp_path / name, made, VOCABULARY, unit_of=units, notes={"备注": "一"})
    roster = read_roster(tmp_path / name, VOCABULARY)
    assert [one for one in roster.problems if one.severity == "error"] == []
    assert roster.enterprises == tuple(canonical(one) for one in made)
    assert roster.notes == {"备注": "一"}


ONE = Enterprise(CODES[0], "甲", facts={("revenue", "2020"): 123_456_789_012_345_678, ("staff", "2020"): 5})


def test_a_number_too_long_for_a_spreadsheet_is_kept_as_text(tmp_path: Path) -> None:
    write_roster(tmp_path / "a.xlsx", [ONE], VOCABULARY)
    assert read_roster(tmp_path / "a.xlsx", VOCABULARY).enterprises == (ONE,)


def test_s30_the_same_roster_gives_the_same_bytes(tmp_path: Path) -> None:
    other = Enterprise(CODES[1], "乙", facts={("staff", "2019"): 5})
    write_roster(tmp_path / "a.xlsx", [ONE, other], VOCABULARY, notes={"样例数据": "是"})
    time.sleep(1.1)
    write_roster(tmp_path / "b.xlsx", [other, ONE], VOCABULARY, notes={"样例数据": "是"})
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_an_enterprise_without_facts_has_a_row_of_the_latest_period(tmp_path: Path) -> None:
    bare = Enterprise(CODES[1], "乙", founded=date(1890, 5, 1))
    write_roster(tmp_path / "a.xlsx", [ONE, bare], VOCABULARY)
    assert read_roster(tmp_path / "a.xlsx", VOCABULARY).enterprise(CODES[1]) == bare


def test_what_cannot_be_written_faithfully_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    covered = Enterprise(CODES[1], "乙", coverage={"visit": date(2020, 1, 1)})
    with pytest.raises(ValueError, match="coverage"):
        write_roster(path, [ONE, covered], VOCABULARY)
    with pytest.raises(ValueError, match="has a fact"):
        write_roster(path, [covered], VOCABULARY)
    with pytest.raises(ValueError, match="no unit of 营业收入"):
        write_roster(path, [ONE], VOCABULARY, unit_of={"revenue": "人"})
    assert not path.exists()


def test_a_unit_in_which_numbers_would_not_end_is_written_as_the_base_unit(tmp_path: Path) -> None:
    priced = Enterprise(CODES[0], "甲", facts={("rent", "2020"): 100})
    write_roster(tmp_path / "a", [priced], VOCABULARY)
    assert "月租（元/㎡/年）" in (tmp_path / "a" / "企业.csv").read_text(encoding="utf-8-sig")
    assert read_roster(tmp_path / "a", VOCABULARY).enterprises == (priced,)


def test_more_rows_than_a_worksheet_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jifen.exchange.writing._MOST_ROWS", 1)
    with pytest.raises(DiagnosticError, match="CSV"):
        write_roster(tmp_path / "a.xlsx", [ONE], VOCABULARY)
    write_roster(tmp_path / "a", [ONE], VOCABULARY)
    assert read_roster(tmp_path / "a", VOCABULARY).enterprises == (ONE,)
