"""辅助指标 by hand: 17 indicators."""

from benchmarks.by_hand.kinds import qualifications
from benchmarks.by_hand.record import (
    FIVE,
    HALF,
    LAST_DAY,
    ONE,
    THREE,
    TWO,
    ZERO,
    Firm,
    Points,
    count_up_to,
    weighted,
)
from benchmarks.by_hand.tables import activity, awards, platforms, science_projects, venture_capital

RD_INSTITUTE = [
    dict(zip(("国家级", "省级", "市级", "区级", "无"), points, strict=True))
    for points in weighted("10 8 4 2 0", 10, "10 10 10 8 8")
]
FOUNDED_FOR_3, FOUNDED_FOR_5, FOUNDED_FOR_10 = (LAST_DAY.replace(year=year) for year in (2017, 2015, 2010))


def auxiliary(firm: Firm, stage: int | None, customers: Points) -> tuple[Points, ...]:
    now = firm.now
    carried, led, funding, run = science_projects(firm)
    higher_platforms, municipal_platforms = platforms(firm)
    higher_awards, national_awards = awards(firm)
    supported, ladder = qualifications(firm)

    level = now["rd_institute_level"]
    rd_institute = ZERO if level is None else None
    if level.__class__ is str:
        rd_institute = RD_INSTITUTE[stage or 0].get(level)

    founded = firm.founded
    years: Points = None
    if founded is not None:
        if founded > FOUNDED_FOR_3:
            years = THREE
        elif founded > FOUNDED_FOR_5:
            years = TWO
        elif founded > FOUNDED_FOR_10:
            years = ONE
        else:
            years = ZERO

    return (
        count_up_to(now["new_graduates"], HALF, THREE),
        higher_platforms,
        higher_awards,
        carried,
        venture_capital(firm),
        supported,
        ladder,
        rd_institute,
        municipal_platforms,
        led,
        funding,
        run,
        national_awards,
        activity(firm),
        count_up_to(now["high_level_talents"], ONE, FIVE),
        customers,
        years,
    )
