"""Samples: made up, repeatable, and calibrated to what is published."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc
from tests.diagnostics.rosters import PARK

from jifen.exchange.drawing import apportion, happens, log_between, scaled_to
from jifen.exchange.reading import read_roster
from jifen.exchange.recipes import EMPTY, load_recipe, period_of, quantity, size_of
from jifen.exchange.sample import make_sample, sample_code, sample_notes
from jifen.exchange.writing import write_roster
from jifen.language.diagnostics import DiagnosticError, Diagnostics
from jifen.language.intervals import check_interval
from jifen.loading.library import open_park
from jifen.loading.parks import discover_parks
from jifen.model.enterprise import Absence, Enterprise
from jifen.model.park import Park, Stages
from jifen.model.period import Period
from jifen.model.place import Place, Written
from jifen.model.quantity import SCALES, half_up
from jifen.model.recipe import Recipe
from jifen.model.terms import Field, Vocabulary

Made = tuple[Enterprise, ...]
EARLY = 'size = "revenue"\n[[stage]]\nid = "early"\n'


class WidePark:
    """A park with a field of every type, unit and frequency, and no recipe."""

    vocabulary: Vocabulary
    stages: Stages

    def __init__(self) -> None:
        from tests.exchange.vocabulary import VOCABULARY

        self.vocabulary = VOCABULARY
        self.stages = PARK.stages


@pytest.fixture(scope="module")
def dalian() -> Park:
    return open_park(discover_parks(), "dalian")


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    package = discover_parks().plugin("dalian").package
    assert package is not None
    return load_recipe(package / "sample.toml")


@pytest.fixture(scope="module")
def sample(dalian: Park, recipe: Recipe) -> Made:
    return make_sample(dalian, recipe, size_of(recipe).count, 1)


def number(one: Enterprise, field: str, period: str = "2020") -> int:
    value = one.facts[field, period]
    assert isinstance(value, int)
    return value


def stages_of(park: Park, sample: Made) -> dict[str, list[Enterprise]]:
    found: dict[str, list[Enterprise]] = {}
    unit = park.vocabulary.fields["revenue"].unit
    for stage in park.stages.stages:
        interval = check_interval(stage.within, Diagnostics(), unit=unit)
        assert interval is not None
        found[stage.id] = [one for one in sample if interval.holds(Fraction(number(one, "revenue"), 100))]
    return found


def intensity(sample: Sequence[Enterprise]) -> Fraction:
    total = sum(number(one, "revenue") for one in sample)
    return Fraction(sum(number(one, "rd_expense") for one in sample), total)


def test_dalian_has_its_published_number_share_and_intensities(dalian: Park, sample: Made) -> None:
    stages = stages_of(dalian, sample)
    assert len(sample) == 2807
    assert len(stages["startup"]) == 2049
    assert half_up(Fraction(2049, 2807), 2) == Fraction(73, 100)
    assert all(stages.values())
    assert half_up(intensity(sample), 4) == Fraction("0.0370")
    assert half_up(intensity(stages["startup"]), 4) == Fraction("0.2423")


def test_the_shares_hold_in_a_small_sample_too(dalian: Park, recipe: Recipe) -> None:
    sample = make_sample(dalian, recipe, 100, 7)
    stages = stages_of(dalian, sample)
    assert len(stages["startup"]) == 73
    assert half_up(intensity(stages["startup"]), 4) == Fraction("0.2423")
    assert half_up(intensity(sample), 3) == Fraction("0.037")
    assert len(make_sample(dalian, recipe, 1, 1)) == 1


def test_s30_a_seed_gives_the_same_enterprises_and_bytes(
    dalian: Park, recipe: Recipe, tmp_path: Path
) -> None:
    first, again, other = (make_sample(dalian, recipe, 40, seed) for seed in (3, 3, 4))
    assert first == again
    assert first != other
    for name, made in (("a.xlsx", first), ("b.xlsx", again)):
        write_roster(tmp_path / name, made, dalian.vocabulary, notes=sample_notes(3))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_sample_is_read_back_without_a_mistake_and_is_marked(
    dalian: Park, sample: Made, tmp_path: Path
) -> None:
    write_roster(tmp_path / "a.xlsx", sample, dalian.vocabulary, notes=sample_notes(1))
    roster = read_roster(tmp_path / "a.xlsx", dalian.vocabulary)
    assert roster.problems == ()
    assert roster.enterprises == sample
    assert roster.sample
    assert "不是任何真实企业" in roster.notes["样例说明"]


def test_the_enterprises_are_nobodys(sample: Made) -> None:
    for one in sample:
        assert uscc.is_valid(one.code)
        assert one.code[2:8] == "000000"
        assert one.name.startswith("样例")
    assert len({one.code for one in sample}) == len(sample)
    assert sample_code(1) == sample[0].code


def test_what_is_part_of_something_is_no_more_than_it(sample: Made) -> None:
    parts = [("technical_staff", "staff"), ("rd_staff", "technical_staff"), ("main_revenue", "revenue")]
    for one in sample:
        for part, whole in parts:
            for period in ("2020", "2019", "2018"):
                told = [one.facts.get((field, period)) for field in (part, whole)]
                if all(isinstance(value, int) for value in told):
                    assert number(one, part, period) <= number(one, whole, period)
        balance = ("net_assets", "total_assets", "total_liabilities")
        if all(isinstance(one.facts.get((field, "2020")), int) for field in balance):
            net, assets, liabilities = (number(one, field) for field in balance)
            assert net == assets - liabilities


def test_some_were_founded_in_the_year_and_nothing_applies_to_them_before(sample: Made) -> None:
    new = [one for one in sample if one.founded is not None and one.founded.year == 2020]
    assert 100 < len(new) < 250
    assert all(one.facts["revenue", "2019"] is Absence.NOT_APPLICABLE for one in new)
    old = [one for one in sample if one.founded is not None and one.founded.year < 2018]
    assert all(isinstance(one.facts["revenue", "2018"], int) for one in old)


def test_some_cells_are_missing_and_all_tables_have_rows(dalian: Park, sample: Made) -> None:
    told = Counter(field for one in sample for field, period in one.facts if period == "2020")
    assert told["revenue"] == told["rd_expense"] == 2807
    assert 0 < 2807 - told["staff"] < 100
    assert {id_ for one in sample for id_ in one.tables} == set(dalian.vocabulary.tables) - {"award"}
    assert {one.coverage["event"] for one in sample} == {date(2021, 3, 31)}


def test_the_tables_of_a_later_year_are_complete_to_its_end(dalian: Park, recipe: Recipe) -> None:
    (one,) = make_sample(dalian, recipe, 1, 1, period=Period(2022))
    assert set(one.coverage.values()) == {date(2022, 12, 31)}


def test_marks_lie_in_the_range_of_the_patents_reached(sample: Made) -> None:
    keys = (("core_ip_mark", "2020"), ("invention_patents", "2020"))
    marked = [one for one in sample if all(key in one.facts for key in keys)]
    assert marked
    for one in marked:
        patents, mark = number(one, "invention_patents"), Fraction(number(one, "core_ip_mark"), 10)
        low, high = (0, 2) if patents < 1 else (3, 4) if patents < 3 else (5, 6) if patents < 5 else (7, 8)
        assert low <= mark <= high


@pytest.mark.parametrize("seed", range(3))
def test_a_park_without_a_recipe_has_a_sample_of_every_field(seed: int, tmp_path: Path) -> None:
    park = WidePark()
    made = make_sample(park, None, 60, seed, period=Period(2021))
    told = {field for one in made for field, _ in one.facts}
    assert told == set(park.vocabulary.fields) - {"record"}
    assert {period for one in made for _, period in one.facts} >= {"2021", "2020", "2021Q3", "2021Q1-4"}
    assert {id_ for one in made for id_ in one.tables} >= {"project", "visit", "qualification"}
    write_roster(tmp_path / "a", made, park.vocabulary)
    roster = read_roster(tmp_path / "a", park.vocabulary)
    assert roster.enterprises == made
    assert {problem.severity for problem in roster.problems} <= {"notice"}


def test_a_new_field_changes_nothing_else(dalian: Park, recipe: Recipe) -> None:
    extra = Field("extra", "新字段", "number", SCALES["万元"], 2)
    fields = {"extra": extra, **dalian.vocabulary.fields}
    wider = evolve(dalian, vocabulary=evolve(dalian.vocabulary, fields=fields))
    before, after = (make_sample(park, recipe, 30, 5) for park in (dalian, wider))
    for one, other in zip(before, after, strict=True):
        assert {key: value for key, value in other.facts.items() if key[0] != "extra"} == one.facts
        assert other.tables == one.tables


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('size = "turnover"', "没有字段 turnover"),
        ('[fields]\nturnover = { from = "1万元", to = "2万元" }', "没有字段 turnover"),
        ('[fields]\nrevenue = { of = "turnover", from = "1%", to = "2%" }', "没有字段 turnover"),
        ('[fields]\nstaff = { of = "listed", from = "1%", to = "2%" }', "listed 不是数值"),
        ('[fields]\nrevenue = { of = "revenue", from = "1%", to = "2%" }', "互相依赖"),
        ('[fields]\nstaff = { of = "revenue" }', "还要写 from 和 to"),
        ('[fields]\nstaff = { from = "5人", to = "1人" }', "最小大于最大"),
        ('[fields]\nstaff = { from = "许多", to = "更多" }', "不是数量"),
        ('[fields]\nstaff = { from = "5万元", to = "6万元" }', "单位应是人"),
        ('[[stage]]\nid = "nowhere"\nfrom = "1万元"\nbelow = "2万元"', "没有阶段 nowhere"),
        ('size = "revenue"\n[[share]]\nstage = "early"\nshare = "73%"', "没有写阶段 early"),
        (f"{EARLY}from = '1万元'\nbelow = '2万元'", "不是100%"),
        (f"{EARLY}from = '2万元'\nbelow = '1万元'\nweight = 1", "小于最高"),
        ('[sample]\ncount = 5\nperiod = "去年"', "不是期间"),
        ('[sample]\ncount = 5\nperiod = "2020Q1"', "应为年度"),
        ("[qualifications]\nunheard = { chance = 1 }", "没有资质 unheard"),
        ("[events]\nunheard = { chance = 1 }", "没有负面事件种类 unheard"),
        ("[tables]\nunheard = { chance = 1 }", "没有子表 unheard"),
        ('[tables.project]\nchance = 1\ncolumns = { unheard = { from = "1", to = "2" } }', "没有列 unheard"),
    ],
)
def test_a_recipe_that_does_not_fit_the_park_is_explained(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "sample.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DiagnosticError) as caught:
        make_sample(PARK, load_recipe(path, "sample.toml"), 10, 1)
    (found,) = caught.value.diagnostics
    assert found.code == "J770"
    assert reason in found.message
    assert found.place is not None
    assert found.place.file == "sample.toml"


def test_a_recipe_without_a_size_cannot_have_stages_of_an_unnamed_value(tmp_path: Path) -> None:
    path = tmp_path / "sample.toml"
    path.write_text('[[stage]]\nid = "early"\nfrom = "1人"\nbelow = "9人"\nweight = 1', encoding="utf-8")
    by_staff = evolve(PARK, stages=evolve(PARK.stages, value=Written("职工总数 × 2", Place("x", 1, 1))))
    with pytest.raises(DiagnosticError, match="size"):
        make_sample(by_staff, load_recipe(path), 10, 1)


def test_stages_may_be_divided_by_another_unit_and_rows_drawn_by_stage(tmp_path: Path) -> None:
    path = tmp_path / "sample.toml"
    path.write_text(
        'size = "staff"\n[[stage]]\nid = "early"\nfrom = "1人"\nbelow = "9人"\nweight = 1\n'
        '[[stage]]\nid = "late"\nfrom = "9人"\nbelow = "100人"\nweight = 3\n'
        "[qualifications]\nhigh_tech = { chance = { late = 1 } }\n"
        '[fields]\nrevenue = { from = "0万元", to = "3万元", chance = { late = 1 } }\n'
        "rd_share = { chance = 1 }\n",
        encoding="utf-8",
    )
    made = make_sample(PARK, load_recipe(path), 40, 1)
    late = [one for one in made if number(one, "staff") >= 9]
    assert len(late) == 30
    assert all("qualification" in one.tables for one in late)
    assert all("ends" not in row for one in late for row in one.tables["qualification"])
    early = [one for one in made if one not in late]
    assert all(number(one, "revenue") == 0 and "qualification" not in one.tables for one in early)


def test_without_a_recipe_there_are_defaults() -> None:
    assert period_of(EMPTY) == Period(2020)
    assert size_of(EMPTY).count == 100
    per_yuan = SCALES["人"].unit / SCALES["元"].unit
    assert quantity(Written("0.02人/万元", Place("x", 1, 1)), per_yuan) == Fraction(1, 500_000)


@given(st.integers(0, 5000), st.lists(st.fractions(0, 1), min_size=1, max_size=6).filter(any))
def test_largest_remainder_divides_all_and_is_never_off_by_one(count: int, weights: list[Fraction]) -> None:
    parts = apportion(count, weights)
    assert sum(parts) == count
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - count * weight / sum(weights)) < 1


@given(st.lists(st.integers(0, 10**9), min_size=1), st.integers(1, 10**10), st.integers(1, 1000))
def test_scaling_meets_the_target_exactly(values: list[int], target: int, grain: int) -> None:
    scaled = scaled_to(values, target, grain)
    assert sum(scaled) == (target if sum(values) else 0)


@given(st.integers(0, 100), st.integers(1, 10**6), st.integers(1, 10**9))
def test_draws_by_doublings_stay_in_their_range(seed: int, low: int, width: int) -> None:
    assert low <= log_between(Random(seed), low, low + width) < low + width


def test_chances_are_what_they_say() -> None:
    random = Random(1)
    assert 2800 < sum(happens(random, Decimal("0.3")) for _ in range(10_000)) < 3200
    assert not any(happens(random, Decimal(0)) for _ in range(100))
    assert all(happens(random, Decimal(1)) for _ in range(100))
