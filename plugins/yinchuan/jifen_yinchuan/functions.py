"""The indicator of 银川高新区 that TOML cannot express: how many spans of time lie over one another.

It is assumed: the park has published the number of its own indicators, not their list.
"""

from datetime import date
from fractions import Fraction

from jifen.plugin import Absence, IndicatorFunction, Rows


def most_projects_at_once(projects: Rows) -> Fraction | Absence:
    """The largest number of science projects under way on one day.

    A project is under way from its approval until the day before it is closed; without a closing date it
    still is.
    """
    changes: list[tuple[date, int]] = []
    for project in projects:
        approved, closed = project["approved"], project["closed"]
        if not isinstance(approved, date):
            return Absence.MISSING
        changes.append((approved, 1))
        if isinstance(closed, date):
            if closed < approved:
                raise ValueError(f"科技项目的验收日期 {closed} 早于立项日期 {approved}")
            changes.append((closed, -1))
    most = under_way = 0
    for _, change in sorted(changes):
        under_way += change
        most = max(most, under_way)
    return Fraction(most)


FUNCTIONS = (
    IndicatorFunction(
        id="most_projects_at_once",
        name="同时在研科技项目最多项数",
        call=most_projects_at_once,
        tables={"projects": "science_project"},
        unit="项",
        low=Fraction(0),
        doc="同一天在研的科技项目最多有几项：立项当日起在研，验收当日起不再在研，未写验收日期的仍在研",
    ),
)
