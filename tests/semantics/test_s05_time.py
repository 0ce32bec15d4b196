"""S5: calendar anniversaries, half-open validity, no clock."""

import ast
from datetime import date
from pathlib import Path

import pytest
from tests.semantics.trial import YEAR_END, enterprise, judge, verdicts

import jifen


@pytest.mark.parametrize(
    ("founded", "years", "as_of", "holds"),
    [
        (date(2017, 12, 31), 3, YEAR_END, True),
        (date(2018, 1, 1), 3, YEAR_END, False),
        (date(2016, 2, 29), 3, date(2019, 2, 28), True),
        (date(2016, 2, 29), 3, date(2019, 2, 27), False),
        (date(2016, 2, 29), 4, date(2020, 2, 28), False),
        (date(2016, 2, 29), 4, date(2020, 2, 29), True),
        (date(2019, 2, 28), 1, date(2020, 2, 28), True),
    ],
)
def test_s05_years_are_full_on_the_anniversary(founded: date, years: int, as_of: date, holds: bool) -> None:
    park = judge(f"满(成立日期) >= {years}年")
    one = enterprise(park, founded=founded)
    card = park.score(one, period=str(as_of.year), as_of=as_of)
    assert card.indicators[0].steps[0].value is holds


@pytest.mark.parametrize(
    ("founded", "as_of", "holds"),
    [
        (date(2020, 1, 31), date(2020, 2, 28), False),
        (date(2020, 1, 31), date(2020, 2, 29), True),
        (date(2020, 1, 30), date(2020, 3, 29), False),
        (date(2020, 1, 30), date(2020, 3, 30), True),
    ],
)
def test_s05_months_are_calendar_months(founded: date, as_of: date, holds: bool) -> None:
    """The day that a month lacks falls to its last day: 31 January is one month old on 29 February."""
    park = judge("满(成立日期) >= 1个月" if as_of.month == 2 else "满(成立日期) >= 2个月")
    assert verdicts(park, enterprise(park, founded=founded), as_of) == [holds]


@pytest.mark.parametrize(
    ("founded", "holds"),
    [
        (YEAR_END, [True, False]),
        (date(2021, 1, 1), [False, True]),
        (date(2021, 1, 31), [False, True]),
        (date(2021, 2, 1), [False, False]),
    ],
)
def test_s05_a_date_after_the_snapshot_is_not_yet_full(founded: date, holds: list[bool]) -> None:
    park = judge("满(成立日期) >= 0年", "满(成立日期) = -1个月")
    assert verdicts(park, enterprise(park, founded=founded), YEAR_END) == holds


@pytest.mark.parametrize(
    ("begins", "ends", "holds"),
    [
        (date(2020, 12, 31), None, True),
        (date(2021, 1, 1), None, False),
        (date(2018, 1, 1), date(2020, 12, 31), False),
        (date(2018, 1, 1), date(2021, 1, 1), True),
        (date(2020, 12, 31), date(2020, 12, 31), False),
    ],
)
def test_s05_valid_from_the_first_day_and_no_longer_on_the_last(
    begins: date, ends: date | None, holds: bool
) -> None:
    park = judge("有效(资质.高新技术企业)", "有效(事件.失信被执行人)")
    row = {"有效期起": begins, "有效期止": ends}
    event = {"发生日期": begins, "终止日期": ends}
    tables = {"资质": [{"资质": "高新技术企业", **row}], "负面事件": [{"种类": "失信被执行人", **event}]}
    assert verdicts(park, enterprise(park, tables=tables)) == [holds, holds]


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2019, 12, 31), False),
        (date(2020, 1, 1), True),
        (date(2020, 12, 31), True),
        (date(2021, 1, 1), False),
    ],
)
def test_s05_a_day_lies_in_the_calendar_year(day: date, holds: bool) -> None:
    park = judge("存在(事件.环境违法, 本期(发生日期))")
    tables = {"负面事件": [{"种类": "环境违法", "发生日期": day}]}
    assert verdicts(park, enterprise(park, tables=tables)) == [holds]


CLOCKS = {"date.today", "datetime.now", "datetime.utcnow", "time.time", "time.localtime", "time.gmtime"}


def test_s05_nothing_reads_the_clock() -> None:
    sources = {path: ast.parse(path.read_text("utf-8")) for path in Path(jifen.__file__).parent.rglob("*.py")}
    reads = [
        (path.name, node.lineno)
        for path, tree in sources.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in CLOCKS
    ]
    assert reads == []
