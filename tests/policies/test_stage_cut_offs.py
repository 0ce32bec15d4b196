"""Published stage cut-offs of three parks: one revenue, different stages."""

from datetime import date
from pathlib import Path

import pytest

from jifen.interfaces.park import open_park

STAGES = Path(__file__).parents[1] / "parks" / "stages"
DAY = date(2023, 12, 31)


@pytest.mark.parametrize(
    ("revenue", "binjiang", "changsha", "longwan"),
    [
        ("49.99", "种子期", "种子期", "种子期"),
        ("50", "苗木期", "苗木期", "种子期"),
        ("99.99", "苗木期", "苗木期", "种子期"),
        ("100", "苗木期", "苗木期", "初创期"),
        ("499.99", "苗木期", "苗木期", "初创期"),
        ("500", "成长期", "成长期", "成长期"),
        ("1999.99", "成长期", "成长期", "成长期"),
        ("2000", "壮大期", "壮大期", "扩张期"),
        ("9999.99", "壮大期", "壮大期", "扩张期"),
        ("10000", "成熟期", "壮大期", "成熟期"),
        ("15000", "成熟期", "壮大期", "成熟期"),
        ("19999.99", "成熟期", "壮大期", "成熟期"),
        ("20000", "成熟期", "成熟期", "成熟期"),
    ],
)
def test_one_revenue_lands_in_different_stages(
    revenue: str, binjiang: str, changsha: str, longwan: str
) -> None:
    found = []
    for name in ("binjiang", "changsha", "longwan"):
        park = open_park(name, plugins=[STAGES])
        enterprise = park.enterprise("甲", facts={"2023": {"营业收入": revenue}})
        found.append(park.score(enterprise, period="2023", as_of=DAY).stage_name)
    assert found == [binjiang, changsha, longwan]
