"""Facts and tables through a real park: what is read, what is lacking, what the reasons show (S5, S7, S9 to
S11, S13).
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from tests.plan import toys

from jifen.interfaces.park import ScoringPark
from jifen.model.decision import ScoreCard
from jifen.model.enterprise import Absence

UNITS = 'kind = "per_unit"\nstep = "1元"\npoints = 1\nwhole = false'
COUNT = UNITS.replace("元", "件")
YEARS = UNITS.replace("元", "年")
PLAIN = UNITS.replace("元", "")

ROWS: list[dict[str, object]] = [
    {"amount": 5, "buyer": "甲", "signed": date(2020, 1, 1)},
    {"amount": "0.5", "buyer": "乙", "signed": date(2019, 12, 31)},
    {"amount": 20, "buyer": "甲", "signed": date(2020, 12, 31)},
]


def park_of(folder: Path, value: str, scoring: str) -> ScoringPark:
    return toys.of(folder, toys.indicator(scoring, f"value = '{value}'"))


def card(park: ScoringPark, rows: list[dict[str, object]], **changes: object) -> ScoreCard:
    facts = {"2020": {"revenue": 1, "x": 2}, "2019": {"x": 1}}
    tables = {"contract": rows, "qualification": changes.pop("held", [])}
    given: dict[str, object] = {"founded": None, "complete_to": toys.DAY} | changes
    as_of = given.pop("as_of", toys.DAY)
    subject = park.enterprise("甲", facts=facts, tables=tables, **given)  # type: ignore[arg-type]
    return park.score(subject, period="2020", as_of=as_of)  # type: ignore[arg-type]


CERTIFIED = 'kind = "additive"\ncap = 1\nitems = [{ when = "高新技术企业", points = 1 }]'
HELD = {"kind": "高新技术企业", "begins": date(2018, 1, 1), "ends": date(2021, 1, 1)}


@pytest.mark.parametrize(
    ("value", "scoring", "expected"),
    [
        ("合计(合同.合同金额)", UNITS, "25.5"),
        ("合计(合同.合同金额, 本期(签订日期))", UNITS, "25"),
        ("上年(合计(合同.合同金额, 本期(签订日期)))", UNITS, "0.5"),
        ('合计(合同.合同金额, 买方 = "甲", 合同金额 > 5元)', UNITS, "20"),
        ("最大(合同.合同金额)", UNITS, "20"),
        ("最小(合同.合同金额)", UNITS, "0.5"),
        ("平均(合同.合同金额)", UNITS, "8.5"),
        ("件数(合同, 合同金额 >= 5元)", COUNT, "2"),
        ("不同(合同.买方)", COUNT, "2"),
        ("上年(数值) + 数值", PLAIN, "3"),
    ],
)
def test_s9_figures_of_rows(tmp_path: Path, value: str, scoring: str, expected: str) -> None:
    assert card(park_of(tmp_path, value, scoring), ROWS, held=[HELD]).total == Decimal(expected)


@pytest.mark.parametrize("condition", ["高新技术企业", "有效(资质.高新技术企业)", "件数(合同) > 1件"])
def test_what_is_asked_of_the_enterprise_has_no_place_among_conditions_of_rows(
    tmp_path: Path, condition: str
) -> None:
    part = toys.indicator(UNITS, f"value = '合计(合同.合同金额, {condition})'")
    assert toys.problems(tmp_path, part) == ["J434"]


@pytest.mark.parametrize(
    ("row", "held"),
    [
        ({}, True),
        ({"ends": "不适用"}, True),
        ({"ends": None}, True),
        ({"ends": date(2020, 12, 31)}, False),
        ({"ends": date(2021, 1, 1)}, True),
        ({"begins": date(2020, 12, 31)}, True),
        ({"begins": date(2021, 1, 1)}, False),
        ({"begins": None}, None),
        ({"begins": None, "ends": date(2020, 1, 1)}, False),
        ({"begins": "不适用"}, None),
    ],
)
def test_s5_a_qualification_is_in_force_from_its_first_day_until_its_last(
    tmp_path: Path, row: dict[str, object], held: bool | None
) -> None:
    """The snapshot is 31 December 2020; an end that is not told or does not apply is none."""
    park = toys.of(
        tmp_path,
        toys.indicator(CERTIFIED, ""),
    )
    base = {"kind": "高新技术企业", "begins": date(2018, 1, 1)}
    total = card(park, [], held=[{**base, **row}]).total
    assert total == (None if held is None else int(held))


def test_s8_what_is_asked_before_the_year_is_over_is_read_that_day(tmp_path: Path) -> None:
    park = toys.of(tmp_path, toys.indicator(CERTIFIED, ""))
    held = [{**HELD, "begins": date(2020, 7, 1)}]
    assert card(park, [], held=held, as_of=date(2020, 6, 30)).total == 0
    assert card(park, [], held=held, as_of=date(2020, 7, 1)).total == 1
    assert card(park, [], held=held, as_of=date(2025, 1, 1)).total == 1


@pytest.mark.parametrize(
    ("founded", "expected"),
    [(date(2017, 12, 31), "3"), (date(2018, 1, 1), "2.92"), (date(2021, 2, 1), "0"), (None, None)],
)
def test_s5_years_since_the_founding(tmp_path: Path, founded: date | None, expected: str | None) -> None:
    """From 1 January 2018 to 31 December 2020 are 35 complete months."""
    scored = card(park_of(tmp_path, "满(成立日期)", YEARS), [], founded=founded)
    assert scored.total == (None if expected is None else Decimal(expected))
    assert scored.lacks == (() if founded else ("founded",))


def test_s10_an_open_table_is_lacking_and_so_is_a_row_that_does_not_tell(tmp_path: Path) -> None:
    park = park_of(tmp_path, "合计(合同.合同金额, 本期(签订日期))", UNITS)
    assert card(park, ROWS, complete_to=date(2020, 12, 30)).lacks == ("contract",)
    assert card(park, ROWS, complete_to=None).lacks == ("contract",)
    assert card(park, [{"amount": 3}]).lacks == ("contract",)
    assert card(park, [{"signed": date(2020, 3, 1)}]).lacks == ("contract",)
    assert card(park, [{"signed": date(2019, 3, 1)}]).total == 0
    in_force = toys.of(
        tmp_path / "held",
        toys.indicator(CERTIFIED, ""),
    )
    assert card(in_force, [], held=[{"kind": "高新技术企业"}]).lacks == ("qualification",)


def test_s11_before_its_founding_an_enterprise_has_no_year_to_tell_of(tmp_path: Path) -> None:
    park = park_of(tmp_path, "同比(数值) × 1元", UNITS)
    told = {"2020": {"revenue": 1, "x": 2}}
    subject = park.enterprise("甲", facts=told, founded=date(2020, 1, 1), complete_to=toys.DAY)
    scored = park.score(subject, period="2020", as_of=toys.DAY)
    assert (scored.total, scored.lacks) == (None, ())
    assert scored.indicators[0].value is Absence.NOT_APPLICABLE
    assert [(fact.period, fact.value) for fact in scored.indicators[0].facts] == [
        ("2020", Fraction(2)),
        ("2019", Absence.NOT_APPLICABLE),
    ]
    older = park.enterprise("甲", facts=told, founded=date(2019, 12, 31), complete_to=toys.DAY)
    assert park.score(older, period="2020", as_of=toys.DAY).lacks == ("x",)


FUNCTION = """\
from fractions import Fraction
from jifen.plugin import IndicatorFunction, hookimpl


def largest_share(rows, certified, level, scale):
    amounts = [row["amount"] for row in rows]
    assert all(row.keys() == {"amount", "share", "buyer", "signed"} for row in rows)
    assert certified in (True, False) and level == "省级" and scale == Fraction(1, 2)
    return max(amounts) / sum(amounts) if certified else 0


@hookimpl
def register_park(register):
    register.file("park.toml")
    inputs = {"certified": "持证", "level": "级别", "scale": "数值 ÷ 4"}
    register.function(IndicatorFunction(
        id="f", name="最大份额", call=largest_share, inputs=inputs, tables={"rows": "contract"}, unit="%"
    ))
"""


def test_s29_a_function_sees_exact_rows_and_inputs_and_what_it_lacks_is_named(tmp_path: Path) -> None:
    """5, 0.5 and 20: the largest is 40/51; 20 points per 100 %."""
    scoring = 'kind = "per_unit"\nstep = "5%"\npoints = 1\nwhole = false'
    park = toys.of(tmp_path, toys.indicator(scoring, 'function = "f"\nshown_as = "%"'), code=FUNCTION)

    def scored(**told: object) -> ScoreCard:
        complete = told.pop("complete_to", toys.DAY)
        facts = {"2020": {"revenue": 1, "x": 2, "level": "省级", "flag": True} | told}
        subject = park.enterprise("甲", facts=facts, tables={"contract": ROWS}, complete_to=complete)  # type: ignore[arg-type]
        return park.score(subject, period="2020", as_of=toys.DAY)

    assert scored().indicators[0].value == Fraction(40, 51)
    assert scored().total == Decimal("15.69")
    assert scored(flag=False).total == 0
    assert (scored(flag=None).total, scored(flag=None).lacks) == (None, ("flag",))
    assert (scored(level="不适用").total, scored(level="不适用").lacks) == (None, ())
    assert (scored(complete_to=None).total, scored(complete_to=None).lacks) == (None, ("contract",))
    assert scored(complete_to=None, flag="不适用").indicators[0].value is Absence.MISSING


def test_reasons_show_facts_steps_labels_and_the_cell_that_was_read(tmp_path: Path) -> None:
    bands = 'kind = "bands"\nbands = [{ in = "< 50%", points = 1 }, { in = ">= 50%", points = 3 }]'
    extra = 'value = "数值 ÷ 基数"\nshown_as = "%"\ndigits = 1\nclause = "第三条"'
    extra += "\nweights = { early = 6, late = 9 }"
    park = toys.of(tmp_path, toys.indicator(bands, extra))
    scored = park.score(toys.enterprise(park, x=1, y=2), period="2020", as_of=toys.DAY)
    (it,) = scored.indicators
    assert (it.value, it.shown_as.name, it.digits, it.full, it.points, it.clause) == (
        Fraction(1, 2), "%", 1, 6, 6, "第三条"
    )  # fmt: skip
    assert [(fact.name, fact.value, fact.cell) for fact in it.facts] == [
        ("数值", Fraction(1), None),
        ("基数", Fraction(2), None),
    ]
    assert [(step.what, step.label, step.value) for step in it.steps] == [
        ("band", ">= 50%", 1),
        ("marks", "", 3),
        ("weighted", "", 6),
    ]
    assert it.steps[-1].figures == {"full": "3", "初创期": "6", "成熟期": "9"}
    unknown = park.score(toys.enterprise(park, x=1, y=0, revenue=None), period="2020", as_of=toys.DAY)
    assert (unknown.indicators[0].full, unknown.indicators[0].steps[0].label) == (None, "")
