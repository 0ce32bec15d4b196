"""Assessments in sentences: what decided them, or what leaves them open."""

from collections.abc import Mapping
from datetime import date

import pytest
from tests.policies.standards import assess, park

from jifen.explain import explain_assessment, explain_gate, holds, lacking_names, verdict
from jifen.interfaces.park import Told
from jifen.model.decision import Assessment

SMALL: Mapping[str, Told] = {
    "职工总数": 100,
    "科技人员": 30,
    "营业收入": 1000,
    "资产总计": 2000,
    "研发费用": 60,
    "成本费用总额": 900,
    "Ⅰ类知识产权": 1,
    "Ⅱ类知识产权": 0,
}


def said(found: Assessment) -> tuple[str, tuple[str, ...]]:
    return verdict(found), explain_assessment(found, lacking_names(park().plan, found))


@pytest.mark.parametrize(
    ("changed", "concluded", "reasons"),
    [
        ({}, "符合", ("总分 100 分，达到要求（>= 60）。",)),
        ({"职工总数": 501}, "不符合", ("门槛“企业规模”不符合，不再看得分。",)),
        (
            {"科技人员": 9},
            "不符合",
            ("总分 80 分，达到要求（>= 60）。", "“科技人员”得 0 分，没有达到要求（> 0）。"),
        ),
        (
            {"研发费用": 0, "Ⅰ类知识产权": 0},
            "不符合",
            ("总分 20 分，没有达到要求（>= 60）。",),
        ),
        (
            {"研发费用": None, "资产总计": None},
            "是否符合",
            (
                "总分未定，已知部分 50 分（要求 >= 60）。",
                "还缺：资产总计（2023年度）、研发费用（2023年度）。",
            ),
        ),
    ],
)
def test_why(changed: Mapping[str, Told], concluded: str, reasons: tuple[str, ...]) -> None:
    told, why = said(assess("technology_sme", {**SMALL, **changed}))
    rest = "科技型中小企业评价（2017版）" + ("尚不能确定" if concluded == "是否符合" else "")
    assert (told, why) == (concluded + rest, reasons)


def test_what_is_told_but_cannot_be_computed_is_said() -> None:
    """No revenue and no costs: both ratios are undefined, nothing is missing."""
    found = assess("technology_sme", {**SMALL, "营业收入": 0, "成本费用总额": 0})
    assert found.lacks == ()
    assert said(found)[1][-1] == "数据已经填报，但有的数值无法计算（如基数为零），见各项指标。"


def test_routes_and_slots() -> None:
    by_route = assess("innovative_sme", {"研发机构级别": "省级"})
    assert said(by_route)[1] == ("符合直通条件“拥有经认定的省级以上研发机构”，不看得分。",)
    none = assess("innovative_sme", {"研发机构级别": "无", "研发费用": 0, "营业收入": 1})
    assert none.verdict is None
    gates: Mapping[str, Told] = {"从事特定细分市场年限": 2, "研发费用": 100, "营业收入": 1000}
    slot = assess("specialised_sme", {**gates, "进入创客中国全国500强": None})
    assert "特色化指标（本园区还没有写）" in said(slot)[1][-1]


def test_a_gate_tells_its_conditions_and_the_data_seen() -> None:
    found = assess("technology_sme", {**SMALL, "资产总计": None})
    (gate,) = found.gates
    assert holds(gate.met) == "不能确定"
    assert explain_gate(gate) == (
        "职工总数 <= 500人：成立；营业收入 <= 2亿元：成立；资产总计 <= 2亿元：不能确定。",
        "职工总数（2023年度）：100人；营业收入（2023年度）：1,000万元；资产总计（2023年度）：未提供。",
    )


def test_no_route_is_said_where_there_are_some() -> None:
    told: Mapping[str, Told] = {
        "研发机构级别": "无",
        "Ⅰ类高价值知识产权": 0,
        "自主研发的Ⅰ类知识产权": 0,
        "Ⅰ类知识产权": 0,
        "Ⅱ类知识产权": 0,
        "研发费用": 0,
        "营业收入": 100,
    }
    found = assess("innovative_sme", told, day=date(2023, 12, 31))
    assert said(found)[1] == (
        "总分未定，已知部分 0 分（要求 >= 60）。",
        "“创新能力”得 0 分，没有达到要求（>= 20）。",
        "没有符合任何直通条件。",
    )
