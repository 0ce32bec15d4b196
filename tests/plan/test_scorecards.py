"""Scorecards of small parks: the verdict of three values, minimums, slots, editions, and what is refused."""

from datetime import date
from pathlib import Path

import pytest
from tests.plan.toys import DAY, FIELDS, HEAD, PERIOD, STAGES, dimension, enterprise, indicator, opened

from jifen.interfaces.park import ScoringPark, Told
from jifen.language.diagnostics import DiagnosticError
from jifen.loading.provenance import figures, scorecard_figures
from jifen.model.decision import Assessment

CARD = """
[[scorecard]]
id        = "small"
name      = "小标准"
edition   = "{edition}"
effective = {{ {effective} }}
total     = "{total}"
{extra}
source    = "标准"

[[scorecard.dimension]]
id   = "it"
name = "组"
full = 10
{minimum}
[[scorecard.indicator]]
id        = "it"
name      = "数值"
dimension = "it"
value     = "数值"
scoring   = {{ kind = "ratio", reference = "10", points = 10 }}
"""
GATE = '[[scorecard.gate]]\nid = "gate"\nname = "门槛"\nwhen = ["金额 >= 100元"]\n'
ROUTE = '[[scorecard.route]]\nid = "route"\nname = "直通"\nwhen = ["持证"]\n'


def card(
    *parts: str,
    edition: str = "一",
    effective: str = "from = 2020-01-01",
    total: str = ">= 6",
    minimum: str = "",
    extra: str = "",
) -> str:
    text = CARD.format(edition=edition, effective=effective, total=total, minimum=minimum, extra=extra)
    return text + "".join(parts)


def park_of(folder: Path, *parts: str) -> ScoringPark:
    whole = HEAD + STAGES + FIELDS + dimension() + indicator('kind = "ratio"\nreference = "10"\npoints = 10')
    return opened(folder, whole + "".join(parts))


def problems(folder: Path, *parts: str) -> list[str]:
    try:
        return [notice.code for notice in park_of(folder, *parts).notices]
    except DiagnosticError as error:
        return [found.code for found in error.diagnostics]


def assess(park: ScoringPark, **told: Told) -> Assessment:
    return park.assess(enterprise(park, **told), "small", period=PERIOD, as_of=DAY)


WORD = {"T": True, "F": False, "U": None}
AMOUNTS: dict[str, Told] = {"T": 100, "F": 99, "U": None}
FLAGS: dict[str, Told] = {"T": True, "F": False, "U": None}
VALUES: dict[str, Told] = {"T": 6, "F": "5.99", "U": None}


@pytest.fixture(scope="module")
def park(tmp_path_factory: pytest.TempPathFactory) -> ScoringPark:
    return park_of(tmp_path_factory.mktemp("card"), card(GATE, ROUTE))


@pytest.mark.parametrize("gate", "TFU")
@pytest.mark.parametrize("route", "TFU")
@pytest.mark.parametrize("score", "TFU")
def test_the_verdict_is_gates_and_either_route_or_score(
    park: ScoringPark, gate: str, route: str, score: str
) -> None:
    """Kleene's table: false settles what must all hold, true what need hold but once."""
    found = assess(park, money=AMOUNTS[gate], flag=FLAGS[route], x=VALUES[score])
    either = "T" if "T" in route + score else "U" if "U" in route + score else "F"
    both = "F" if "F" in gate + either else "U" if "U" in gate + either else "T"
    assert (found.gates_met, found.routes_met, found.score_met) == (WORD[gate], WORD[route], WORD[score])
    assert found.verdict is WORD[both]
    lacking = [name for name, sign in (("money", gate), ("flag", route), ("x", score)) if sign == "U"]
    if both != "U":
        assert found.lacks == ()
    elif either == "T":
        assert found.lacks == ("money",)
    else:
        assert found.lacks == tuple(lacking)


def test_a_scorecard_without_gates_and_routes_is_its_score(tmp_path: Path) -> None:
    park = park_of(tmp_path, card())
    assert [assess(park, x=value).verdict for value in (6, "5.99", None)] == [True, False, None]


@pytest.mark.parametrize(
    ("value", "reached", "verdict"), [(8, True, True), (7, False, False), (None, None, None)]
)
def test_a_minimum_bars_although_the_total_is_reached(
    tmp_path: Path, value: Told, reached: bool | None, verdict: bool | None
) -> None:
    park = park_of(tmp_path, card(minimum='minimum = ">= 8"'))
    found = assess(park, x=value)
    (part,) = found.dimensions
    assert (part.minimum, part.reached, found.verdict) == (">= 8", reached, verdict)


def test_editions_follow_each_other_without_a_day_in_common(tmp_path: Path) -> None:
    old = card(edition="旧", effective="from = 2019-01-01, until = 2020-01-01", total=">= 9")
    park = park_of(tmp_path, card(total=">= 6"), old)
    told = enterprise(park, x=7)
    days = [date(2019, 12, 31), date(2020, 1, 1)]
    found = [park.assess(told, "small", period=PERIOD, as_of=day) for day in days]
    assert [(one.edition, one.verdict) for one in found] == [("旧", False), ("一", True)]
    with pytest.raises(DiagnosticError, match="J812"):
        park.assess(told, "small", period=PERIOD, as_of=date(2018, 12, 31))
    with pytest.raises(DiagnosticError, match="J811"):
        park.assess(told, "smal", period=PERIOD, as_of=DAY)


def test_the_score_of_the_park_is_left_alone(park: ScoringPark, tmp_path: Path) -> None:
    """The same card with and without scorecards, and not a definition of theirs among those compiled."""
    alone = park_of(tmp_path)
    told = {"x": 5, "money": 3}
    cards = [one.score(enterprise(one, **told), period=PERIOD, as_of=DAY) for one in (park, alone)]
    assert cards[0] == cards[1]
    scorer = park.scorer(PERIOD)
    for program in (scorer.scores, scorer.everything):
        assert not [name for name in program.slots if name.startswith("scorecard.")]
    assert park.park.digest != alone.park.digest


def test_many_are_assessed_in_their_order(park: ScoringPark) -> None:
    firms = [enterprise(park, code, x=value, money=100, flag=False) for code, value in (("乙", 9), ("甲", 1))]
    ticks: list[int] = []
    found = park.assess_many(firms, "small", period=PERIOD, as_of=DAY, progress=ticks.append)
    assert [(one.code, one.verdict, one.indicators) for one in found.assessments] == [
        ("乙", True, ()),
        ("甲", False, ()),
    ]
    assert (found.faults, ticks) == ((), [1, 1])


SLOT = '[[scorecard.slot]]\nid = "own"\nname = "自设"\ndimension = "it"\nfull = 5\n'
FIFTEEN = card(SLOT).replace("full = 10", "full = 15")
FILLED = """
[[slots.small.own.indicator]]
id      = "held"
name    = "持证"
source  = "标准"
scoring = { kind = "additive", cap = 5, items = [{ when = "持证", points = 5 }] }
"""


def test_a_slot_gives_nothing_known_until_it_is_filled(tmp_path: Path) -> None:
    park = park_of(tmp_path, FIFTEEN)
    assert [notice.code for notice in park.notices] == ["J534"]
    found = assess(park, x=10)
    assert (found.verdict, found.total, found.so_far, found.lacks) == (None, None, 10, ("slot.own",))


def test_a_filled_slot_counts_in_its_dimension(tmp_path: Path) -> None:
    park = park_of(tmp_path, FIFTEEN, FILLED)
    assert park.notices == ()
    found = assess(park, x=1, flag=True)
    assert (found.verdict, found.total, found.points) == (True, 6, {"it": 1, "held": 5})
    assert [one.points for one in found.dimensions] == [6]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((card(total="> 10"),), ["J533"]),
        ((card(minimum='minimum = "< 0"'),), ["J533"]),
        ((card(total=">= 6万元"),), ["J412"]),
        ((card(), card(edition="二")), ["J530"]),
        (
            (card(effective="from = 2020-01-01, until = 2021-01-01"), card(effective="from = 2021-01-01")),
            ["J554"],
        ),
        ((card(effective="from = 2020-01-01, until = 2020-01-01"),), ["J531"]),
        ((FIFTEEN, FILLED.replace("5", "4")), ["J535"]),
        ((FIFTEEN, FILLED.replace("cap = 5", "cap = 4")), ["J535"]),
        ((FIFTEEN, FILLED.replace('kind = "additive", cap = 5', 'kind = "adding"')), ["J204"]),
        ((FIFTEEN, FILLED.replace('when = "持证"', 'when = "持正"')), ["J401"]),
        ((FIFTEEN, FILLED.replace("small.own", "small.other")), ["J536"]),
        ((FIFTEEN, FILLED.replace("small.own", "large.own")), ["J536"]),
        ((FIFTEEN, FILLED + 'dimension = "it"\n'), ["J539"]),
        ((card(SLOT.replace('"it"', '"its"')),), ["J538"]),
        ((card().replace('dimension = "it"', 'dimension = "组"'),), ["J513", "J538"]),
        ((card(GATE.replace("金额", "金客")),), ["J401"]),
        ((card(GATE.replace('"金额 >= 100元"', "")),), ["J459"]),
        ((card(GATE, GATE),), ["J554"]),
        ((card(ROUTE, ROUTE),), ["J554"]),
        ((card(extra='assumed = ["totel"]'),), ["J571"]),
        ((card().replace('id        = "small"', 'id        = "小"'),), ["J553"]),
        (
            (card().replace("ratio", "index").replace('reference = "10"', 'reference = 1, within = "park"'),),
            ["J537"],
        ),
        ((card().replace('source    = "标准"', ""),), ["J570", "J570", "J570"]),
    ],
)
def test_what_is_refused(tmp_path: Path, parts: tuple[str, ...], expected: list[str]) -> None:
    assert problems(tmp_path, *parts) == expected


def test_a_slot_is_filled_once(tmp_path: Path) -> None:
    from tests.plan.toys import write

    from jifen.interfaces.park import open_park

    code = (
        "from jifen.plugin import hookimpl\n\n@hookimpl\ndef register_park(register):\n"
        '    register.file("park.toml")\n    register.file("more.toml")\n'
    )
    whole = HEAD + STAGES + FIELDS + dimension() + indicator('kind = "ratio"\nreference = "10"\npoints = 10')
    root = write(tmp_path, whole + FIFTEEN + FILLED, code)
    (root / root.name / "more.toml").write_text(FILLED, "utf-8")
    with pytest.raises(DiagnosticError, match="J551"):
        open_park("toy", plugins=[tmp_path], policies=Path(__file__).parents[1] / "parks" / "policies")


def test_best_of_a_rank_is_refused_as_well(tmp_path: Path) -> None:
    ranked = '{ kind = "rank", within = "park", by = "rank", bands = [{ in = ">= 1", points = 10 }] }'
    best = f'{{ kind = "best", of = [{{ value = "数值", scoring = {ranked} }}] }}'
    text = card().replace('{ kind = "ratio", reference = "10", points = 10 }', best)
    assert problems(tmp_path, text) == ["J537"]


def test_marks_of_assumed_figures_travel_to_the_verdict(tmp_path: Path) -> None:
    park = park_of(tmp_path, card(GATE + 'assumed = ["when"]\n', ROUTE))
    found = assess(park, x=7, money=100)
    assert (found.assumed, found.gates[0].assumed, found.routes[0].assumed) == (True, True, False)
    assert [one.assumed for one in found.indicators] == [False]
    (own,) = park.park.scorecards
    listed = {(one.owner, one.key): (one.status, one.source) for one in scorecard_figures(own)}
    assert listed["门槛“门槛”", "when[0]"] == ("assumed", "")
    assert listed["评价表“小标准”", "total"] == ("published", "标准")
    assert listed["评价表“小标准”", "effective.from"] == ("published", "标准")
    assert listed["直通条件“直通”", "when[0]"] == ("published", "标准")
    assert set(scorecard_figures(own)) <= set(figures(park.park))


def test_a_verdict_rests_on_assumed_dates_where_there_are_several_editions(tmp_path: Path) -> None:
    assumed = 'assumed = ["effective"]'
    one = park_of(tmp_path / "one", card(extra=assumed))
    assert [part.assumed for part in one.plan.scorecards] == [False]
    old = card(edition="旧", effective="from = 2019-01-01, until = 2020-01-01")
    two = park_of(tmp_path / "two", card(extra=assumed), old)
    assert [(part.edition, part.assumed) for part in two.plan.scorecards] == [("旧", False), ("一", True)]


FAILS = """\
from jifen.plugin import IndicatorFunction, hookimpl


def half(x):
    return 1 / (x - 1) and x


@hookimpl
def register_park(register):
    register.file("park.toml")
    register.function(
        IndicatorFunction("half", "半", half, {"x": "数值"}, unit="", low=0, high=100)
    )
"""


def test_a_function_that_fails_stops_no_other(tmp_path: Path) -> None:
    text = card().replace('value     = "数值"', 'function  = "half"')
    whole = HEAD + STAGES + FIELDS + dimension() + indicator('kind = "ratio"\nreference = "10"\npoints = 10')
    park = opened(tmp_path, whole + text, FAILS)
    firms = [enterprise(park, code, x=value) for code, value in (("甲", 1), ("乙", 9))]
    found = park.assess_many(firms, "small", period=PERIOD, as_of=DAY)
    assert [one.code for one in found.faults] == ["甲"]
    assert [(one.code, one.verdict) for one in found.assessments] == [("乙", True)]


def test_an_assessment_is_data(park: ScoringPark) -> None:
    found = assess(park, x="5.5", money=None, flag=False).to_dict()
    assert {key: found[key] for key in ("version", "verdict", "total", "required", "points", "lacks")} == {
        "version": 1,
        "verdict": False,
        "total": "5.5",
        "required": ">= 6",
        "points": {"it": "5.5"},
        "lacks": [],
    }
    assert found["gates"][0]["conditions"] == [{"text": "金额 >= 100元", "met": None}]
    assert found["gates"][0]["facts"][0]["name"] == "金额"
    assert found["dimensions"] == [
        {
            "id": "it",
            "name": "组",
            "points": "5.5",
            "so_far": "5.5",
            "full": "10",
            "minimum": None,
            "reached": None,
        }
    ]
    assert found["indicators"][0]["points"] == "5.5"


def test_figures_in_slots_are_the_parks(tmp_path: Path) -> None:
    park = park_of(tmp_path, FIFTEEN, FILLED)
    assert ("指标“持证”", "scoring.cap", "5") in {
        (one.owner, one.key, one.value) for one in figures(park.park)
    }


def test_every_file_of_the_folder_is_read_and_what_is_wrong_is_told(tmp_path: Path) -> None:
    from shutil import copytree

    from tests.plan.toys import POLICIES, write

    from jifen.interfaces.park import open_park

    policies = Path(copytree(POLICIES, tmp_path / "policies"))
    folder = policies / "national" / "scorecards"
    folder.mkdir()
    (folder / "b.toml").write_text(card(edition="二", effective="from = 2021-01-01").strip(), "utf-8")
    first = card(effective="from = 2020-01-01, until = 2021-01-01").strip()
    (folder / "a.toml").write_text(first, "utf-8")
    whole = HEAD + STAGES + FIELDS + dimension() + indicator('kind = "ratio"\nreference = "10"\npoints = 10')
    write(tmp_path / "parks", whole)
    park = open_park("toy", plugins=[tmp_path / "parks"], policies=policies)
    assert [(part.id, part.edition) for part in park.plan.scorecards] == [("small", "一"), ("small", "二")]
    assert park.park.own_scorecards == frozenset()
    (folder / "c.toml").write_text("[[scorcard]]\n", "utf-8")
    with pytest.raises(DiagnosticError, match=r"scorecards/c\.toml:1:3: \[J201\]"):
        open_park("toy", plugins=[tmp_path / "parks"], policies=policies)
