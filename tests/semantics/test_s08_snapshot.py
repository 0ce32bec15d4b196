"""S8: a score reads qualifications and events at the year's last day, or earlier as of a date."""

from datetime import date

import pytest
from tests.semantics.trial import WHOLE, enterprise, indicator, item, judge, opened, verdicts


@pytest.mark.parametrize(
    ("as_of", "holds"),
    [
        (date(2020, 6, 29), [False, False]),
        (date(2020, 6, 30), [True, True]),
        (date(2020, 12, 31), [True, True]),
        (date(2021, 6, 30), [True, True]),
        (date(2030, 1, 1), [True, True]),
    ],
)
def test_s08_the_snapshot_is_the_years_end_or_the_as_of_date_before_it(
    as_of: date, holds: list[bool]
) -> None:
    """A certificate of 30 June 2020 that ends on 1 January 2021 counts in 2020, however late one looks."""
    park = judge("有效(资质.高新技术企业)", "有效(事件.失信被执行人)")
    dates = (date(2020, 6, 30), date(2021, 1, 1))
    tables = {
        "资质": [{"资质": "高新技术企业", "有效期起": dates[0], "有效期止": dates[1]}],
        "负面事件": [{"种类": "失信被执行人", "发生日期": dates[0], "终止日期": dates[1]}],
    }
    assert verdicts(park, enterprise(park, tables=tables), as_of) == holds


@pytest.mark.parametrize(
    ("as_of", "full"), [(date(2020, 11, 29), False), (date(2020, 11, 30), True), (date(2021, 6, 1), True)]
)
def test_s08_age_is_taken_at_the_snapshot(as_of: date, full: bool) -> None:
    park = judge("满(成立日期) >= 3年")
    assert verdicts(park, enterprise(park, founded=date(2017, 11, 30)), as_of) == [full]
    late = enterprise(park, founded=date(2018, 1, 1))
    assert verdicts(park, late, date(2021, 6, 1)) == [False]


@pytest.mark.parametrize(
    ("as_of", "edition", "holds"),
    [
        (date(2020, 6, 29), "一", False),
        (date(2020, 12, 31), "一", True),
        (date(2021, 1, 1), "二", True),
        (date(2021, 3, 1), "二", False),
    ],
)
def test_s08_a_scorecard_is_chosen_and_read_at_the_as_of_date(as_of: date, edition: str, holds: bool) -> None:
    """It rewards no period: a certificate of 30 June 2020 that ends on 1 March 2021 counts in between."""
    cards = "".join(
        f"""
[[scorecard]]
id        = "small"
name      = "标准"
edition   = "{name}"
effective = {{ {days} }}
total     = ">= 1"
source    = "标准"
gate      = [{{ id = "certificate", name = "持证", when = ["资质.高新技术企业"] }}]
dimension = [{{ id = "it", name = "组", full = 1 }}]

[[scorecard.indicator]]
id        = "it"
name      = "指标"
dimension = "it"
scoring   = {{ kind = "additive", cap = 1, items = [{{ when = "营业收入 >= 0元", points = 1 }}] }}
"""
        for name, days in (("一", "from = 2020-01-01, until = 2021-01-01"), ("二", "from = 2021-01-01"))
    )
    park = opened(WHOLE + indicator("x", item("资质.高新技术企业")) + cards)
    dates = {"资质": "高新技术企业", "有效期起": date(2020, 6, 30), "有效期止": date(2021, 3, 1)}
    told = enterprise(park, {"营业收入": 1}, tables={"资质": [dates]}, complete_to=date(2021, 12, 31))
    found = park.assess(told, "small", period="2020", as_of=as_of)
    assert (found.edition, found.verdict) == (edition, holds)
