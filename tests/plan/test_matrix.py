"""Every scoring kind in every role, with each of the three absences, with declared points and without (S11,
S15).

In each park three indicators of one kind stand in three roles and read fields of their own. The fields are
told so that the quotient 数值 ÷ 基数 is 2.5; then those of one role are made absent in one way. Declared are
1 point for what is missing, 2 for what is not applicable, 3 for what is undefined. All figures of the tables
are worked by hand.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import cache

import pytest
from tests.plan import toys

from jifen.interfaces.park import ScoringPark
from jifen.model.decision import ScoreCard
from jifen.model.enterprise import Absence

ROLES = ("base", "bonus", "deduction")
ABSENCES = ("missing", "not_applicable", "undefined")
DECLARED = "{ missing = 1, not_applicable = 2, undefined = 3 }"

QUOTIENT = 'value = "数值{r} ÷ 基数{r}"'
BANDS = """bands = [
    {{ in = ">= 1", points = 5 }},
    {{ in = ">= 2", points = 10 }},
    {{ in = "< 1", points = 2 }},
]"""

KINDS = {
    "bands": (
        QUOTIENT,
        """kind = "bands"
bands = [{{ in = "< 1", points = 2 }}, {{ in = "[1, 2)", points = 5 }}, {{ in = ">= 2", points = 10 }}]""",
    ),
    "bands, the first": (QUOTIENT, 'kind = "bands"\nhit = "first"\n' + BANDS),
    "bands, the highest": (QUOTIENT, 'kind = "bands"\nhit = "highest"\n' + BANDS),
    "bands, their sum": (QUOTIENT, 'kind = "bands"\nhit = "sum"\n' + BANDS),
    "ratio": (QUOTIENT, 'kind = "ratio"\nreference = "5"\npoints = 10'),
    "per whole unit": (QUOTIENT, 'kind = "per_unit"\nstep = "1"\npoints = 2\ncap = 8'),
    "per unit in proportion": (QUOTIENT, 'kind = "per_unit"\nstep = "1"\npoints = 2\nwhole = false\ncap = 8'),
    "per unit without a cap": (QUOTIENT, 'kind = "per_unit"\nstep = "0.5"\npoints = 2'),
    "additive": (
        "",
        """kind = "additive"
cap = 5
items = [{{ when = "持证{r}", points = 3 }}, {{ when = "数值{r} ÷ 基数{r} >= 2", points = 3 }}]""",
    ),
    "choice": ('value = "级别{r}"', 'kind = "choice"\noptions = {{ "国家级" = 10, "省级" = 8 }}'),
    "judged": (
        QUOTIENT,
        """kind = "judged"
mark = "评审分{r}"
ranges = [{{ in = "< 2", marks = "[0, 5]" }}, {{ in = ">= 2", marks = "[6, 8]" }}]""",
    ),
    "rank": (
        QUOTIENT,
        """kind = "rank"
within = "stage"
by = "rank"
bands = [{{ in = "<= 1", points = 10 }}, {{ in = "(1, 2]", points = 6 }}, {{ in = "> 2", points = 2 }}]""",
    ),
    "percentile": (
        QUOTIENT,
        """kind = "rank"
within = "park"
by = "percentile"
bands = [{{ in = "<= 50%", points = 10 }}, {{ in = "> 50%", points = 4 }}]""",
    ),
    "index": (QUOTIENT, 'kind = "index"\nwithin = "stage"\nreference = 2\npoints = 10'),
    "best": (
        "",
        """kind = "best"

[[indicator.scoring.of]]
value   = "数值{r} ÷ 基数{r}"
scoring = {{ kind = "ratio", reference = "5", points = 10 }}

[[indicator.scoring.of]]
scoring = {{ kind = "additive", cap = 4, items = [{{ when = "持证{r}", points = 4 }}] }}
""",
    ),
}

KNOWN = {
    "bands": "10",  # 2.5 is in >= 2
    "bands, the first": "5",  # >= 1 is written first
    "bands, the highest": "10",
    "bands, their sum": "15",  # 5 for >= 1 and 10 for >= 2
    "ratio": "5",  # 2.5 of 5
    "per whole unit": "4",  # 2 whole units of 2
    "per unit in proportion": "5",  # 2.5 units of 2
    "per unit without a cap": "10",  # 5 units of 2
    "additive": "5",  # 3 and 3, at most 5
    "choice": "8",  # 省级
    "judged": "7",  # the mark, within [6, 8]
    "rank": "6",  # behind 5, before 0: the second
    "percentile": "4",  # the second of 3: 66.7 %
    "index": "5",  # the mean of 5, 2.5, 0 is 2.5: index 1, full marks at 2
    "best": "5",  # the ratio gives 5, the certificate 4
}

DECLARED_POINTS = {
    kind: {"missing": "1", "not_applicable": "2", "undefined": "3"} for kind in KINDS if kind != "additive"
} | {
    # The declared points stand in for the second item; the first gives 3; at most 5 in all.
    "additive": {"missing": "4", "not_applicable": "5", "undefined": "5"},
}

Card = Callable[..., ScoreCard]
EVERYTHING = {"x": 5, "y": 2, "level": "省级", "mark": 7, "flag": True}
ABSENT = {
    "missing": {"x": None, "level": None},
    "not_applicable": {"x": "不适用", "level": "不适用"},
    "undefined": {"y": 0, "level": "别的"},
}


def park_text(kind: str, declared: bool) -> str:
    text = toys.HEAD + toys.STAGES
    for role in ROLES:
        text += f'[fields.x_{role}]\nname = "数值{role}"\ndigits = 2\nsource = "演示办法"\n'
        text += f'[fields.y_{role}]\nname = "基数{role}"\ndigits = 2\nsource = "演示办法"\n'
        text += f'[fields.level_{role}]\nname = "级别{role}"\ntype = "text"\nsource = "演示办法"\n'
        text += f'[fields.mark_{role}]\nname = "评审分{role}"\ndigits = 1\nsource = "演示办法"\n'
        text += f'[fields.flag_{role}]\nname = "持证{role}"\ntype = "flag"\nsource = "演示办法"\n'
    value, scoring = KINDS[kind]
    for role in ROLES:
        extra = value.format(r=role) + (f"\nabsent = {DECLARED}" if declared else "")
        text += toys.dimension(role, f'role = "{role}"')
        text += toys.indicator(scoring.format(r=role), extra, id_=role, dimension=role)
    return text


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bool], ScoringPark]:
    """A park by kind and whether points for absences are declared, opened once."""
    return cache(
        lambda kind, declared: toys.opened(tmp_path_factory.mktemp("park"), park_text(kind, declared))
    )


@pytest.fixture
def card(opened: Callable[[str, bool], ScoringPark]) -> Card:
    """The card of the enterprise in question, scored together with two others whose quotients are 5 and 0."""

    def scored(
        kind: str, declared: bool, role: str = "", absence: str = "", *, reasons: bool = False
    ) -> ScoreCard:
        park = opened(kind, declared)
        told = {f"{name}_{each}": value for each in ROLES for name, value in EVERYTHING.items()}
        others = [
            told | {f"x_{each}": x for each in ROLES} | {f"y_{each}": 1 for each in ROLES} for x in (5, 0)
        ]
        if absence:
            told |= {f"{name}_{role}": value for name, value in ABSENT[absence].items()}
        facts = zip("甲乙丙", (told, *others), strict=True)
        enterprises = [toys.enterprise(park, code, **each) for code, each in facts]
        run = park.score_many(enterprises, period=toys.PERIOD, as_of=toys.DAY)
        if not reasons:
            return run.cards[0]
        return park.score(enterprises[0], period=toys.PERIOD, as_of=toys.DAY, cohort=run.cohort)

    return scored


@pytest.mark.parametrize("kind", KINDS)
def test_known_values_earn_points_in_each_role(kind: str, card: Card) -> None:
    scored = card(kind, declared=False)
    points = Decimal(KNOWN[kind])
    assert dict(scored.points) == dict.fromkeys(ROLES, points)
    assert (scored.base, scored.bonus, scored.deductions) == (points, points, points)
    assert scored.total == scored.so_far == points
    assert scored.lacks == ()


@pytest.mark.parametrize("absence", ABSENCES)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", KINDS)
def test_s11_what_is_absent_earns_the_points_declared_for_it(
    kind: str, role: str, absence: str, card: Card
) -> None:
    scored = card(kind, True, role, absence)
    points, known = Decimal(DECLARED_POINTS[kind][absence]), Decimal(KNOWN[kind])
    expected = {each: points if each == role else known for each in ROLES}
    assert dict(scored.points) == expected
    assert scored.total == {"base": points, "bonus": points, "deduction": 2 * known - points}[role]


@pytest.mark.parametrize("absence", ABSENCES)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", KINDS)
def test_s15_what_is_absent_without_declared_points_leaves_the_total_unknown(
    kind: str, role: str, absence: str, card: Card
) -> None:
    scored = card(kind, False, role, absence)
    known = Decimal(KNOWN[kind])
    assert dict(scored.points) == {each: None if each == role else known for each in ROLES}
    assert scored.total is None
    assert scored.so_far == {"base": 0, "bonus": 0, "deduction": 2 * known}[role]
    parts = {"base": scored.base, "bonus": scored.bonus, "deduction": scored.deductions}
    assert parts == {each: None if each == role else known for each in ROLES}
    told = f"level_{role}" if kind == "choice" else f"x_{role}"
    assert scored.lacks == ((told,) if absence == "missing" else ())


@pytest.mark.parametrize("absence", ABSENCES)
@pytest.mark.parametrize("kind", KINDS)
def test_s11_the_reasons_say_which_absence_points_stood_in_for(kind: str, absence: str, card: Card) -> None:
    scored = card(kind, True, "bonus", absence, reasons=True)
    assert [each.treatment for each in scored.indicators] == [None, Absence(absence), None]
    assert [each.points for each in scored.indicators] == list(scored.points.values())
