"""Figures that columns hold one by one, and not all together."""

import pytest
from tests.agreement import parks, policies
from tests.agreement.holding import differences

from jifen.columns.spans import NARROW, WIDE
from jifen.model.enterprise import Enterprise

PARK = """\
[park]
id     = "toy"
name   = "演示园区"
scheme = "演示办法"

[fields.assets]
name   = "总资产"
unit   = "元"
source = "演示办法"

[stages]
value  = "总资产"
source = "演示办法"

[[stages.stage]]
id   = "all"
name = "全部企业"
in   = "不限"

[[dimension]]
id     = "main"
name   = "维度"
source = "演示办法"

[[indicator]]
id        = "it"
name      = "指标"
dimension = "main"
source    = "演示办法"
value     = "总资产 ÷ 1元"
scoring   = { kind = "index", within = "park", reference = 2, points = 10 }
"""


@pytest.mark.parametrize("most", [NARROW, WIDE // 250], ids=["Int64", "Int128"])
def test_a_mean_of_more_than_a_width_holds_is_exact(most: int) -> None:
    library = policies.opened(parks.opened(PARK), ())
    every = [Enterprise(f"企{n:03}", "企业", None, {("assets", "2020"): most - n}) for n in range(300)]
    assert not differences(library, every, sizes=(100,))
