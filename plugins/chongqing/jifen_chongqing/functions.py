"""The indicator of 重庆高新区 that TOML cannot express: each person once, at the best recognition.

It is assumed: the park has published the name 金凤凰人才数量, not its classes nor what each is worth.
"""

from fractions import Fraction

from jifen.plugin import Absence, IndicatorFunction, Rows

PERSONS_BY_CLASS = {"A类": 5, "B类": 3, "C类": 2, "D类": 1}
"""How many persons one of each class stands for; assumed."""


def talent_equivalents(talents: Rows) -> Fraction | Absence:
    """Persons weighted by class, each counted once however often recognised, at the highest class reached."""
    highest: dict[str, int] = {}
    for talent in talents:
        person, reached = talent["person"], talent["class"]
        if not isinstance(person, str) or not isinstance(reached, str):
            return Absence.MISSING
        highest[person] = max(highest.get(person, 0), PERSONS_BY_CLASS[reached])
    return Fraction(sum(highest.values()))


FUNCTIONS = (
    IndicatorFunction(
        id="talent_equivalents",
        name="金凤凰人才层次折算人数",
        call=talent_equivalents,
        tables={"talents": "golden_phoenix"},
        unit="人",
        low=Fraction(0),
        doc="同一人多次认定的只按最高层次计一次：A类折算5人、B类3人、C类2人、D类1人（假定）",
    ),
)
