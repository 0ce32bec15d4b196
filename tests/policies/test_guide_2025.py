"""The 2.0 guide as a scheme: 100 points and 30 of bonus, 9 and 3 indicators in four groups; else assumed."""

from datetime import date
from pathlib import Path

import pytest

from jifen.interfaces.park import ScoringPark, open_park
from jifen.loading.provenance import figures

GUIDE = Path(__file__).parents[1] / "parks" / "guide"


@pytest.fixture(scope="module")
def park() -> ScoringPark:
    return open_park("guide-2025", plugins=[GUIDE])


def test_its_structure_is_the_published_one(park: ScoringPark) -> None:
    full = {"base": 0, "bonus": 0}
    count = {"base": 0, "bonus": 0}
    for dimension in park.plan.dimensions:
        own = [part for part in park.plan.indicators if part.dimension == dimension.id]
        full[dimension.role] += sum(part.full[0] for part in own if part.full)
        count[dimension.role] += len(own)
    assert [dimension.name for dimension in park.plan.dimensions] == [
        "创新投入",
        "创新产出",
        "创新发展",
        "创新影响",
    ]
    assert (full, count) == ({"base": 100, "bonus": 30}, {"base": 9, "bonus": 3})


def test_no_weight_formula_or_scoring_passes_for_published(park: ScoringPark) -> None:
    published = {(one.key, one.value) for one in figures(park.park) if one.status == "published"}
    assert {key for key, _ in published} == {"name", "role", "full"}
    assert ("full", "30") in published
    assert all(part.assumed for part in park.plan.indicators)


def test_an_enterprise_that_has_everything_gets_130(park: ScoringPark) -> None:
    facts = {
        "营业收入": 10000, "研发费用": 1000, "研发人员": 30, "职工总数": 100, "加计扣除研发费用": 1000,
        "Ⅰ类知识产权": 10, "Ⅱ类知识产权": 5, "高新技术产品收入": 6000, "利润总额": 1000,
        "负债合计": 50, "资产总计": 100,
    }  # fmt: skip
    day = date(2023, 6, 1)
    tables = {
        "技术合同": [{"合同编号": "1", "成交额": 500, "登记日期": day}],
        "科技奖励": [{"证书编号": str(one), "级别": "省级", "授奖日期": day} for one in range(2)],
        "科技项目": [{"项目编号": str(one), "级别": "国家级"} for one in range(2)],
        "资质": [{"资质": kind, "有效期起": day} for kind in ("专精特新小巨人企业", "国家知识产权示范企业")],
    }
    enterprise = park.enterprise(
        "甲",
        facts={"2023": facts, "2022": {"营业收入": 8000}},
        tables=tables,
        complete_to=date(2023, 12, 31),
    )
    card = park.score(enterprise, period="2023", as_of=date(2023, 12, 31))
    assert (card.total, card.base, card.bonus, card.assumed) == (130, 100, 30, True)
