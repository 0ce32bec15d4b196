"""What a run keeps: enterprises and cohorts come back as they were, and nothing else is taken for them."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jifen.cohort.members import Cohort, Column, Entry
from jifen.exchange.reading import read_roster
from jifen.exchange.roster import canonical
from jifen.exchange.saved import (
    find_enterprise,
    kept_names,
    read_cohort,
    write_cohort,
    write_enterprises,
)
from jifen.interfaces.park import ScoringPark, open_park
from jifen.language.diagnostics import DiagnosticError
from jifen.model.enterprise import Absence, Enterprise

TESTS = Path(__file__).parents[1] / "interfaces"


@pytest.fixture(scope="module")
def park() -> ScoringPark:
    return open_park("garden", plugins=[TESTS / "plugins"])


def test_enterprises_come_back_with_the_cells_they_were_read_from(park: ScoringPark, tmp_path: Path) -> None:
    roster = read_roster(TESTS / "roster", park.vocabulary)
    file = tmp_path / "enterprises.jsonl"
    write_enterprises(file, roster.enterprises)
    for one in roster.enterprises:
        kept = find_enterprise(file, one.code)
        assert kept == one
        assert (kept.origins, kept.table_origins) == (one.origins, one.table_origins)
        assert canonical(kept) == canonical(one)
    assert kept_names(file) == {one.code: one.name for one in roster.enterprises}
    assert find_enterprise(file, "91000000YL0000009E") is None


def test_every_kind_of_value_comes_back(tmp_path: Path) -> None:
    facts = {
        ("a", "2020"): 10**25,
        ("b", "2020"): True,
        ("c", "2019"): "“引号”与\n换行",
        ("d", "2020"): date(2020, 2, 29),
        ("e", "2020"): Absence.NOT_APPLICABLE,
    }
    one = Enterprise(
        "X", "甲", None, facts, {"t": ({"n": 1, "d": date(2020, 1, 1)},)}, {"t": date(2021, 1, 1)}
    )
    write_enterprises(tmp_path / "e.jsonl", [one])
    assert find_enterprise(tmp_path / "e.jsonl", "X") == one


numbers = st.integers() | st.fractions()
entries = st.builds(
    lambda group, first, rest: Entry(group, (first, *rest)),
    st.integers(0, 4),
    numbers,
    st.lists(st.none() | numbers, max_size=2),
)
columns = st.builds(
    Column,
    st.dictionaries(st.text("0123456789ABC", min_size=1), entries),
    st.frozensets(st.text("XY", min_size=1)),
)


@given(st.dictionaries(st.sampled_from(["a@stage", "b", "c+d"]), columns))
def test_a_cohort_comes_back_exactly(
    park: ScoringPark, tmp_path_factory: pytest.TempPathFactory, saved: dict[str, Column]
) -> None:
    cohort = Cohort(park.id, "2020", "2021-03-31", park.plan.digest, saved)
    file = tmp_path_factory.getbasetemp() / "cohort.json"
    write_cohort(file, cohort)
    first = file.read_bytes()
    back = read_cohort(file, park.plan, "2020")
    assert back == cohort
    write_cohort(file, back)
    assert file.read_bytes() == first


def test_s19_a_saved_cohort_decides_as_the_run_did(park: ScoringPark, tmp_path: Path) -> None:
    roster = read_roster(TESTS / "roster", park.vocabulary)
    scored = park.score_many(roster.enterprises, period="2020", as_of=date(2021, 3, 31))
    write_cohort(tmp_path, scored.cohort)
    cohort = read_cohort(tmp_path, park.plan, "2020")
    for enterprise, card in zip(
        [one for one in roster.enterprises if one.name != "庚科技有限公司"], scored.cards, strict=True
    ):
        again = park.score(enterprise, period="2020", as_of=date(2021, 3, 31), cohort=cohort, reasons=False)
        assert again == card


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("version", 2, "J802"),
        ("park", "dalian", "J803"),
        ("digest", "0" * 64, "J804"),
        ("period", "2019", "J805"),
        ("columns", {"x": {"others": [], "entries": [["A", 0, "1/0"]]}}, "J802"),
        ("columns", [], "J802"),
    ],
)
def test_what_is_not_this_cohort_is_refused(
    park: ScoringPark, tmp_path: Path, key: str, value: object, code: str
) -> None:
    column = Column({"A": Entry(0, (Fraction(1, 3), None))})
    write_cohort(tmp_path, Cohort(park.id, "2020", "2021-03-31", park.plan.digest, {"x": column}))
    file = tmp_path / "cohort.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), key: value}), "utf-8")
    with pytest.raises(DiagnosticError) as refused:
        read_cohort(tmp_path, park.plan, "2020")
    assert [found.code for found in refused.value.diagnostics] == [code]
