"""The national core indicators as far as they are known: 18 of the guide, two of the first pilots alone."""

from pathlib import Path

import pytest

from jifen.language.decode import decode
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.model.indicator import Indicator, IndicatorFile

FILE = Path(__file__).parents[2] / "policies" / "national" / "indicators.toml"

PUBLISHED = [
    "研发费用金额",
    "研发费用增速",
    "研发费用占营业收入的比例",
    "科技人员占职工总数的比重",
    "与主营业务相关的发明专利申请量",
    "与主营业务相关的 PCT 专利申请量",
    "企业技术合同成交额",
    "高新技术产品收入",
    "营业收入",
    "营业收入增长率",
    "研究生以上人员占比",
    "研发费用加计扣除所得税减免额",
    "净资产利润率",
    "吸纳应届毕业生人数",
    "近两年承担建设省级及以上研发或创新平台数量",
    "近两年获得省级及以上科技奖励数量",
]


@pytest.fixture(scope="module")
def indicators() -> tuple[Indicator, ...]:
    return decode(parse(Source.read(FILE)), IndicatorFile).indicators


def test_sixteen_names_are_as_published_and_in_that_order(indicators: tuple[Indicator, ...]) -> None:
    published = [
        indicator.name for indicator in indicators if "name" not in (*indicator.assumed, *indicator.derived)
    ]
    assert published == PUBLISHED


def test_one_name_is_translated_back_and_three_are_assumed(indicators: tuple[Indicator, ...]) -> None:
    derived = [indicator.id for indicator in indicators if "name" in indicator.derived]
    assumed = [indicator.id for indicator in indicators if "name" in indicator.assumed]
    assert derived == ["venture_capital"]
    assert assumed == ["projects", "invention_patents", "high_tech_revenue_share"]
    assert len(indicators) == 18 + 2


def test_no_formula_passes_for_published(indicators: tuple[Indicator, ...]) -> None:
    assert all("value" in (*indicator.assumed, *indicator.derived) for indicator in indicators)


def test_the_national_list_gives_no_marks(indicators: tuple[Indicator, ...]) -> None:
    assert all(indicator.scoring is None and indicator.weights is None for indicator in indicators)
