"""Lists by groups, of which some enterprises are in none, and budgets: cut into batches in any way."""

from random import Random

import pytest
from tests.agreement import parks, policies
from tests.agreement.drawing import Drawing
from tests.agreement.enterprises import population
from tests.agreement.holding import differences

POLICY = """\
[policy]
id         = "p0"
version    = "1"
title      = "政策"
issuer     = "园区"
applies_to = ["toy"]
rewards    = "2020"
round      = "元"
source     = "演示政策"

[inputs]
owner = {{ name = "所属集团", type = "text" }}

[[list]]
id     = "best"
name   = "名单"
by     = "数值"
order  = "{order}"
within = "{within}"
alone  = {alone}
{most}

[[list]]
id           = "next"
name         = "又一名单"
by           = "名次.名单 × 60% + 基数"
within       = "{within}"
alone        = {alone}
top          = 2
tie_breakers = ["金额 ÷ 总资产", "基数"]

[[status]]
id   = "last"
name = "末名"
when = ["名次.名单 = 家数.名单"]

[[subsidy]]
id     = "r0"
title  = "奖励"
when   = [{{ any = ["符合(名单)", "符合(末名)"] }}]
amount = "金额 × 3 + 10元"

[[subsidy]]
id     = "r1"
title  = "另一项奖励"
when   = ["符合(又一名单)"]
amount = "30元"

[[budget]]
id     = "money"
rules  = ["r0", "r1"]
amount = "{budget}"
method = "{method}"
"""
PLAIN_PARK = parks.HEAD.format(digits=2) + "".join(
    f'[fields.{id_}]\n{keys}\nsource = "演示办法"\n\n' for id_, keys in parks.FIELDS.items()
)
STAGES = """\
[stages]
value  = "基数"
source = "演示办法"

[[stages.stage]]
id   = "early"
name = "初创期"
in   = "< 2"

[[stages.stage]]
id   = "late"
name = "成熟期"
in   = ">= 2"
"""


@pytest.mark.parametrize("alone", ["true", "false"])
@pytest.mark.parametrize("within", ["所属集团", "阶段", "级别"])
@pytest.mark.parametrize(
    ("order", "most", "budget", "method"),
    [
        ("descending", "top = 1", "100元", 'pro_rata"\nlimit = "40元'),
        ("ascending", 'share = "40%"', "77元", 'in_order"\nby = "数值'),
    ],
)
def test_s19_groups_and_budgets(
    alone: str, within: str, order: str, most: str, budget: str, method: str
) -> None:
    park = parks.opened(PLAIN_PARK + parks.REST + STAGES)
    told = {
        "alone": alone,
        "within": within,
        "order": order,
        "most": most,
        "budget": budget,
        "method": method,
    }
    library = policies.opened(park, [POLICY.format(**told)])
    every = population(Drawing(Random(f"groups/{within}")), 45, "plain")
    assert not differences(library, every, sizes=(20,), reasons=10)


DATED = """\
[policy]
id         = "{id}"
version    = "1"
title      = "政策{id}"
issuer     = "园区"
applies_to = ["toy"]
{dates}
round      = "元"
source     = "演示政策"

[[negative]]
id     = "dishonest"
title  = "失信"
when   = ["有效(事件.失信)"]
effect = "veto"
scope  = ["subsidy"]

[[subsidy]]
id     = "r0"
title  = "奖励"
when   = ["满(成立日期) >= 30个月"]
amount = "10元 × 件数(合同, 满(签订日期) >= 9个月) ÷ 1件"

[[subsidy]]
id     = "r1"
title  = "另一项奖励"
when   = [{{ any = ["高新技术企业", "同比(金额) > 0%", "积分 > 4"] }}]
amount = "累计兑现(“p0/r0”) + 30元"
"""


def test_s08_policies_that_ask_the_same_on_different_days() -> None:
    library = policies.opened(
        parks.opened(PLAIN_PARK + parks.REST + STAGES + SCORED),
        [
            DATED.format(id="p0", dates='rewards = "2020"'),
            DATED.format(id="p1", dates='rewards = "2020Q1"'),
            DATED.format(id="p2", dates='rewards = "2020"\nsnapshot = 2018-06-15'),
            DATED.format(id="p3", dates="effective = { from = 2020-01-01 }"),
        ],
    )
    every = population(Drawing(Random("dates")), 60, "plain")
    assert not differences(library, every, sizes=(25,), reasons=5)


SCORED = """\

[[dimension]]
id     = "main"
name   = "维度"
source = "演示办法"

[[indicator]]
id        = "it"
name      = "指标"
dimension = "main"
value     = "数值"
absent    = { missing = 1 }
source    = "演示办法"
scoring   = { kind = "ratio", reference = "5", points = 10 }
"""
