"""Steps as sentences: each kind with its figures, and what is said where a value is absent."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from jifen.explain import explain_indicator, seen, shown
from jifen.explain.values import about, number, percent
from jifen.model.decision import Exact, FactSeen, IndicatorScore, Step
from jifen.model.enterprise import Absence, Cell
from jifen.model.quantity import SCALES, Scale

YUAN, SHARE, PLAIN = SCALES["万元"], SCALES["%"], SCALES[""]
WEIGHTS = {"full": "10", "初创期": "4", "成熟期": "10"}
HALF, ONE, SIX = Fraction(1, 2), Fraction(1), Fraction(6)


def told(
    *steps: Step,
    value: Exact | None = ONE,
    scale: Scale = PLAIN,
    stage: str = "初创期",
    role: str = "base",
    treatment: Absence | None = None,
    points: Decimal | None = Decimal("2.4"),
) -> str:
    indicator = IndicatorScore(
        "x",
        "指标",
        "d",
        value,
        scale,
        2,
        Decimal(10),
        points,
        treatment,
        assumed=False,
        clause="",
        steps=steps,
    )
    return explain_indicator(indicator, stage, role)  # type: ignore[arg-type]


def step(what: str, value: Exact | None, label: str = "", **figures: str) -> Step:
    return Step(what, figures, label, value)


def weighted(value: Exact) -> Step:
    return Step("weighted", WEIGHTS, "", value)


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([step("band", ONE, "[3%, 6%)")], "落在“[3%, 6%)”档。"),
        ([step("ratio", Fraction(10, 3), reference="30%", points="10")],
         "满分值参考为 30%，达到即得 10 分，不足按比例：计约 3.33 分。"),
        ([step("whole_units", Fraction(12), step="2件")], "每满 2件 计一个单位，共 12 个单位。"),
        ([step("units", Fraction(7, 3), step="100万元")],
         "以 100万元 为一个单位按比例计，共约 2.3333 个单位。"),
        ([step("mark", Fraction(13, 2), name="评审分")], "评审分为 6.5 分。"),
        ([step("item", True, name="高新技术企业", points="3"), step("item", False, name="小巨人", points="3"),
          step("item", Absence.MISSING, name="瞪羚", points="3")],
         "“高新技术企业”具备，计 3 分；“小巨人”不具备；“瞪羚”未提供。"),
        ([step("rank", Fraction(1819), within="stage"), step("members", Fraction(2049), within="stage"),
          step("percentile", Fraction(1819, 2049), within="stage")],
         "在同阶段已知该项的 2,049 家企业中排第 1,819 名；位于前约 88.78%。"),
        ([step("rank", Fraction(3), within="park")], "在全园区已知该项的企业中排第 3 名。"),
        ([step("rank", Fraction(3), within="park"), step("members", Absence.MISSING, within="park")],
         "在全园区已知该项的企业中排第 3 名。"),
        ([step("points", Fraction(12))], "得 12 分（不设满分）。"),
        ([weighted(Fraction(12, 5))], "按初创期满分 4 分折算（计分满分 10 分），得 2.4 分。"),
    ],
)  # fmt: skip
def test_each_kind_of_step(steps: list[Step], sentence: str) -> None:
    assert told(*steps) == sentence


def test_a_mean_and_an_index_are_shown_in_the_unit_of_the_value() -> None:
    steps = (
        step("mean", Fraction(540), within="park"),
        step("index", Fraction(20, 27), reference="1.5", points="6"),
    )
    assert (
        told(*steps, scale=YUAN)
        == "全园区平均值为 540万元；是平均值的约 0.7407 倍（达到 1.5 倍得满分 6 分）。"
    )


@pytest.mark.parametrize(
    ("following", "shown_value"),
    [
        (step("ratio", ONE, reference="6%", points="5"), "数值为 50%"),
        (step("ratio", ONE, reference="20万元/人", points="5"), "数值为约 0%"),
        (step("band", ONE, "[3%, 6%)"), "数值为 50%"),
        (step("band", ONE, ">= 3"), "数值为 0.5"),
    ],
)
def test_an_alternative_is_shown_in_the_unit_it_is_measured_by(following: Step, shown_value: str) -> None:
    said = told(step("option_value", HALF), following, step("option", ONE, name="占营业收入"))
    expected = shown_value if "万元" not in following.figures.get("reference", "") else "数值为约 0万元/人"
    assert said.startswith(f"{expected}；")
    assert said.endswith("；“占营业收入”可得 1 分。")


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([step("band", ONE, "> 1"), step("marks", SIX), weighted(Fraction(12, 5))],
         "落在“> 1”档；计 6 分；按初创期满分 4 分折算（计分满分 10 分），得 2.4 分。"),
        ([step("band", ONE, "> 1"), step("marks", SIX), step("points", SIX)],
         "落在“> 1”档；得 6 分（不设满分）。"),
        ([step("ratio", SIX, reference="9", points="10"), step("marks", SIX), weighted(Fraction(12, 5))],
         ("满分值参考为 9，达到即得 10 分，不足按比例：计 6 分；"
          "按初创期满分 4 分折算（计分满分 10 分），得 2.4 分。")),
    ],
)  # fmt: skip
def test_marks_are_told_only_where_no_other_step_says_them(steps: list[Step], sentence: str) -> None:
    assert told(*steps) == sentence


def test_a_weight_equal_to_full_marks_is_no_conversion() -> None:
    assert told(weighted(SIX), stage="成熟期") == "得 6 分（成熟期满分 10 分）。"


def test_deductions_are_taken_away() -> None:
    steps = (
        step("item", True, name="失信被执行人", points="20"),
        step("item", False, name="经营异常", points="5"),
        weighted(Fraction(8)),
    )
    assert told(*steps, role="deduction") == (
        "有“失信被执行人”，扣 20 分；没有“经营异常”；按初创期最多扣 4 分折算（计分满分 10 分），扣 8 分。"
    )
    assert told(weighted(SIX), role="deduction", stage="成熟期") == "扣 6 分（最多扣 10 分）。"
    assert told(step("points", SIX), role="deduction") == "扣 6 分。"


@pytest.mark.parametrize(
    ("absence", "said"),
    [
        (Absence.MISSING, "未提供"),
        (Absence.NOT_APPLICABLE, "不适用"),
        (Absence.UNDEFINED, "无法计算"),
    ],
)
def test_s11_absences_are_told_apart(absence: Absence, said: str) -> None:
    steps = (step("band", absence), step("marks", absence), step("points", absence))
    assert told(*steps, value=absence, points=None) == f"该项{said}；得分未定。"
    assert told(*steps, value=absence, treatment=absence, points=Decimal(0)) == f"该项{said}，按办法计 0 分。"
    treated = told(*steps, value=absence, treatment=absence, points=Decimal(5), role="deduction")
    assert treated == f"该项{said}，按办法扣 5 分。"


def test_without_a_cohort_it_says_so() -> None:
    none = Absence.NO_COHORT
    steps = (step("rank", none, within="stage"), step("members", none, within="stage"), step("points", none))
    assert told(*steps, points=None) == "名次缺少同期参评企业；得分未定。"
    mean = (step("mean", none, within="park"), step("index", none, reference="1", points="2"))
    assert told(*mean, points=None) == "全园区平均值缺少同期参评企业。"


def test_nothing_is_said_of_nothing() -> None:
    assert told() == ""


@pytest.mark.parametrize(
    ("value", "scale", "digits", "text"),
    [
        (Fraction(12345678), YUAN, 2, "1,234.57万元"),
        (Fraction(12345678), YUAN, None, "1,234.5678万元"),
        (Fraction(-5, 2), PLAIN, 2, "-2.5"),
        (Fraction(-1, 4), PLAIN, 2, "-0.25"),
        (Fraction(3, 40), SHARE, 2, "7.5%"),
        (True, PLAIN, 2, "是"),
        (False, PLAIN, 2, "否"),
        ("国家级", PLAIN, 2, "国家级"),
        (date(2020, 1, 31), PLAIN, 2, "2020-01-31"),
        (Absence.UNDEFINED, YUAN, 2, "无法计算"),
    ],
)
def test_values_as_people_write_them(value: Exact, scale: Scale, digits: int | None, text: str) -> None:
    assert shown(value, scale, digits) == text


def test_what_has_more_digits_than_are_shown_is_about() -> None:
    assert about(Fraction(1, 8), 3) == "0.125"
    assert about(Fraction(1, 8), 2) == "约 0.13"
    assert percent(Fraction(1, 3)) == "约 33.33%"
    assert number(1234567) == "1,234,567"


def test_a_fact_has_its_period_and_value() -> None:
    cell = Cell("名单.xlsx", "企业", 7, "F")
    fact = FactSeen("rd", "研发费用", "2020", Fraction(300_000), YUAN, cell)
    assert seen(fact) == "研发费用（2020年度）：30万元"
    assert seen(FactSeen("founded", "成立日期", "", date(2010, 1, 2), PLAIN)) == "成立日期：2010-01-02"
