"""What lowering refuses, and what it does not: further cases beside the golden files of J501 to J528."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from tests.plan import toys

from jifen.interfaces.park import open_park
from jifen.language.diagnostics import DiagnosticError, Diagnostics
from jifen.loading.library import open_park as load
from jifen.loading.parks import discover_parks
from jifen.plan.graph import Plan
from jifen.plan.lower import lower
from jifen.plan.nodes import Call, domain_of, leaves

RATIO = 'kind = "ratio"\nreference = "4"\npoints = 10'
GOOD = toys.indicator(RATIO, id_="good")


def judged(first: str, second: str, mark: str = "数值", edges: tuple[str, str] = ("< 1", ">= 1")) -> str:
    levels = f'{{ in = "{edges[0]}", marks = "{first}" }}, {{ in = "{edges[1]}", marks = "{second}" }}'
    return f'kind = "judged"\nmark = "{mark}"\nranges = [{levels}]'


def ranked(by: str, edge: str) -> str:
    bands = f'{{ in = "<= {edge}", points = 2 }}, {{ in = "> {edge}", points = 1 }}'
    return f'kind = "rank"\nwithin = "park"\nby = "{by}"\nbands = [{bands}]'


def board(by: str = "积分", extra: str = "", top: int = 3) -> str:
    return f'[[board]]\nid = "b"\nname = "榜"\nby = "{by}"\ntop = {top}\nsource = "演示办法"\n{extra}\n\n'


def test_a_good_park_has_nothing_to_report(tmp_path: Path) -> None:
    assert toys.problems(tmp_path, GOOD, board()) == []


BROKEN = {
    # A value is missing, or of the wrong type.
    "bands without a value": ('kind = "bands"\nbands = [{ in = "< 1", points = 1 }]', "", ["J501"]),
    "per unit without a value": ('kind = "per_unit"\nstep = "1"\npoints = 1', "", ["J501"]),
    "choice without a value": ('kind = "choice"\noptions = { a = 1 }', "", ["J501"]),
    "rank without a value": (
        'kind = "rank"\nwithin = "park"\nby = "rank"\nbands = [{ in = "< 9", points = 1 }]',
        "",
        ["J501"],
    ),
    "index without a value": ('kind = "index"\nwithin = "park"\nreference = 1\npoints = 1', "", ["J501"]),
    "ratio of a text": (RATIO, 'value = "级别"', ["J521"]),
    "ratio of a flag": (RATIO, 'value = "持证"', ["J521"]),
    "choice of a number": ('kind = "choice"\noptions = { a = 1 }', 'value = "数值"', ["J521"]),
    "judged by a text": (
        'kind = "judged"\nmark = "数值"\nranges = [{ in = "< 1", marks = "[0, 1]" }]',
        'value = "级别"',
        ["J521"],
    ),
    "an alternative of a text": (
        'kind = "best"\nof = [{ value = "级别", scoring = { kind = "ratio", reference = "1", points = 1 } }]',
        "",
        ["J521"],
    ),
    # References and units.
    "a negative reference": ('kind = "ratio"\nreference = "-1"\npoints = 1', 'value = "数值"', ["J502"]),
    "a reference of another unit": (
        'kind = "ratio"\nreference = "4元"\npoints = 1',
        'value = "数值"',
        ["J412"],
    ),
    "an index at zero": (
        'kind = "index"\nwithin = "park"\nreference = 0\npoints = 1',
        'value = "数值"',
        ["J502"],
    ),
    "a negative step": ('kind = "per_unit"\nstep = "-1"\npoints = 1', 'value = "数值"', ["J503"]),
    "a step that is no figure": ('kind = "per_unit"\nstep = "数值"\npoints = 1', 'value = "数值"', ["J440"]),
    "bands of another unit": (
        'kind = "bands"\nbands = [{ in = "< 1元", points = 1 }, { in = ">= 1元", points = 2 }]',
        'value = "数值"',
        ["J412", "J412"],
    ),
    "a quotient shown in percent, its band without the sign": (
        'kind = "bands"\nbands = [{ in = "< 6", points = 1 }, { in = ">= 6", points = 2 }]',
        'value = "数值 ÷ 基数"\nshown_as = "%"',
        ["J411", "J411"],
    ),
    "a text shown in a unit": (
        'kind = "choice"\noptions = { a = 1 }',
        'value = "级别"\nshown_as = "%"',
        ["J507"],
    ),
    "an unknown unit, said once": (RATIO, 'value = "金额"\nshown_as = "万圆"', ["J508"]),
    "an unknown name": (RATIO, 'value = "数字"', ["J401"]),
    # Bands that gap or overlap.
    "a gap": (
        'kind = "bands"\nbands = [{ in = "< 1", points = 1 }, { in = "> 1", points = 2 }]',
        'value = "数值"',
        ["J444"],
    ),
    "levels of a judgement that overlap": (
        judged("[0, 1]", "[2, 3]", edges=("<= 1", ">= 1")),
        "",
        ["J445"],
    ),
    "levels of a judgement that gap": (
        'kind = "judged"\nmark = "数值"\nranges = [{ in = ">= 1", marks = "[2, 3]" }]',
        "",
        ["J443"],
    ),
    # Nothing in it.
    "no bands": ('kind = "bands"\nbands = []', 'value = "数值"', ["J520"]),
    "no bands that may overlap": ('kind = "bands"\nhit = "sum"\nbands = []', 'value = "数值"', ["J520"]),
    "no places": ('kind = "rank"\nwithin = "park"\nby = "rank"\nbands = []', 'value = "数值"', ["J520"]),
    "no items": ('kind = "additive"\ncap = 1\nitems = []', "", ["J520"]),
    "no options": ('kind = "choice"\noptions = {}', 'value = "级别"', ["J520"]),
    "no levels": ('kind = "judged"\nmark = "数值"\nranges = []', "", ["J520"]),
    "no alternatives": ('kind = "best"\nof = []', "", ["J520"]),
    # Below zero, or nothing.
    "negative points": ('kind = "ratio"\nreference = "1"\npoints = -1', 'value = "数值"', ["J518"]),
    "a negative cap": ('kind = "per_unit"\nstep = "1"\npoints = 1\ncap = -1', 'value = "数值"', ["J518"]),
    "negative points of an item": (
        'kind = "additive"\ncap = 1\nitems = [{ when = "持证", points = -2 }, { when = "持证", points = 9 }]',
        "",
        ["J518"],
    ),
    "negative points of an option": (
        'kind = "choice"\noptions = { a = 1, b = -1 }',
        'value = "级别"',
        ["J518"],
    ),
    "negative marks of a judge": (
        judged("[-1, 1]", "[0, 2]"),
        "",
        ["J518"],
    ),
    "a negative weight": (RATIO, 'value = "数值"\nweights = -1', ["J518"]),
    "a negative weight of a stage": (RATIO, 'value = "数值"\nweights = { early = 1, late = -1 }', ["J518"]),
    "negative points for an absence": (RATIO, 'value = "数值"\nabsent = -1', ["J518"]),
    "negative points for one absence": (RATIO, 'value = "数值"\nabsent = { undefined = -1 }', ["J518"]),
    "full marks of zero": ('kind = "ratio"\nreference = "1"\npoints = 0', 'value = "数值"', ["J519"]),
    "full marks of zero, weighted": (
        'kind = "ratio"\nreference = "1"\npoints = 0',
        'value = "数值"\nweights = 5',
        ["J519"],
    ),
    "nothing for each unit": ('kind = "per_unit"\nstep = "1"\npoints = 0', 'value = "数值"', ["J519"]),
    "a cap of zero": ('kind = "additive"\ncap = 0\nitems = [{ when = "持证", points = 2 }]', "", ["J519"]),
    "options of zero": ('kind = "choice"\noptions = { a = 0 }', 'value = "级别"', ["J519"]),
    "levels of zero": (
        judged("[0, 0]", "[0, 0]"),
        "",
        ["J519"],
    ),
    "overlapping bands of zero": (
        'kind = "bands"\nhit = "highest"\nbands = [{ in = "< 1", points = 0 }]',
        'value = "数值"',
        ["J519"],
    ),
    "weights of zero in all stages": (RATIO, 'value = "数值"\nweights = { early = 0, late = 0 }', ["J519"]),
    "more for an absence than full marks": (RATIO, 'value = "数值"\nabsent = 11', ["J528"]),
    # Places of a rank.
    "percentages of a rank": (
        ranked("rank", "5%"),
        'value = "数值"',
        ["J524", "J524"],
    ),
    "a rank of zero": (
        ranked("rank", "0"),
        'value = "数值"',
        ["J524", "J524"],
    ),
    "ranks of a percentile": (
        ranked("percentile", "5"),
        'value = "数值"',
        ["J411", "J411"],
    ),
    "a percentile above all": (
        ranked("percentile", "500%"),
        'value = "数值"',
        ["J524", "J524"],
    ),
    # Digits.
    "too many digits": (RATIO, 'value = "数值"\ndigits = 9', ["J525"]),
    # A mark that cannot be read, an alternative that cannot.
    "an unknown mark": (
        judged("[0, 1]", "[2, 3]", "分数"),
        "",
        ["J401"],
    ),
    "a mark of another unit": (
        judged("[0, 1]", "[2, 3]", "金额"),
        "",
        ["J412"],
    ),
    "marks that are no interval": (
        judged("好", "[2, 3]"),
        "",
        None,
    ),
    "an alternative that is unknown": (
        'kind = "best"\nof = [{ value = "数字", scoring = { kind = "ratio", reference = "1", points = 1 } }]',
        "",
        ["J401"],
    ),
    "an item that is no condition": (
        'kind = "additive"\ncap = 1\nitems = [{ when = "数值", points = 1 }]',
        "",
        ["J422"],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_indicator_is_refused(tmp_path: Path, name: str) -> None:
    scoring, extra, expected = BROKEN[name]
    found = toys.problems(tmp_path, GOOD, toys.indicator(scoring, extra))
    assert found == expected if expected is not None else found != []


def test_all_that_is_wrong_is_reported_at_once(tmp_path: Path) -> None:
    wrong = [
        toys.indicator(RATIO, 'value = "数字"', id_="one"),
        toys.indicator('kind = "bands"\nbands = []', id_="two"),
        toys.indicator(RATIO, 'value = "数值"\nweights = { early = 1 }', id_="three"),
    ]
    assert toys.problems(tmp_path, *wrong) == ["J401", "J520", "J512"]


BEST_OF_QUARTERS = """kind = "best"

[[indicator.scoring.of]]
value   = "季度数"
scoring = { kind = "ratio", reference = "1", points = 1 }"""
QUARTERLY = """[fields.q]
name      = "季度数"
aliases   = ["季数"]
digits    = 2
frequency = "quarter"
source    = "演示办法"

"""


@pytest.mark.parametrize(
    "part",
    [
        toys.indicator(RATIO, 'value = "季度数"'),
        toys.indicator(RATIO, 'value = "上年(季度数) + 数值"'),
        toys.indicator(RATIO, 'value = "季数 ÷ 数值"'),
        toys.indicator('kind = "additive"\ncap = 1\nitems = [{ when = "季度数 > 1", points = 1 }]', ""),
        toys.indicator(judged("[0, 1]", "[2, 3]", "季度数"), ""),
        toys.indicator(BEST_OF_QUARTERS, ""),
        board("季度数"),
        board(extra='tie_breakers = ["季度数"]'),
    ],
)
def test_a_field_of_a_quarter_has_no_place_in_a_yearly_scheme(tmp_path: Path, part: str) -> None:
    assert "J517" in toys.problems(tmp_path, QUARTERLY, GOOD, part)


def test_stages_by_a_field_of_a_quarter_are_refused(tmp_path: Path) -> None:
    text = toys.HEAD + toys.STAGES.replace("营业收入", "季度数").replace("万元", "") + toys.FIELDS + QUARTERLY
    with pytest.raises(DiagnosticError, match="J517"):
        toys.opened(tmp_path, text + toys.dimension() + GOOD)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('name = "成熟期"', 'name = "初创期"', ["J554"]),
        ('id   = "late"', 'id   = "early"', ["J554"]),
        ('in   = ">= 500万元"', 'in   = "> 500万元"', ["J444"]),
        ('in   = ">= 500万元"', 'in   = ">= 500人"', ["J412"]),
        ('in   = ">= 500万元"', 'in   = "不限"', None),
        ('value  = "营业收入"', 'value  = "营收"', ["J401"]),
        ('value  = "营业收入"', 'value  = "级别"', ["J420"]),
    ],
)
def test_broken_stages_are_refused(
    tmp_path: Path, old: str, new: str, expected: Sequence[str] | None
) -> None:
    assert old in toys.STAGES
    text = toys.HEAD + toys.STAGES.replace(old, new) + toys.FIELDS + toys.dimension() + GOOD + board()
    with pytest.raises(DiagnosticError) as caught:
        toys.opened(tmp_path, text)
    if expected is not None:
        assert [found.code for found in caught.value.diagnostics] == expected


def test_a_park_without_stages_writes_one_for_all(tmp_path: Path) -> None:
    text = toys.HEAD + toys.ONE_STAGE + toys.FIELDS + toys.dimension() + GOOD
    park = toys.opened(tmp_path, text)
    card = park.score(toys.enterprise(park, revenue="-3", x=2), period=toys.PERIOD, as_of=toys.DAY)
    assert (card.stage_name, card.total) == ("全部企业", 5)


DIMENSIONS = {
    "no indicators": (toys.dimension("empty"), ["J513"]),
    "a negative cap": (toys.dimension("two", "cap = -1"), ["J518"]),
    "a cap of zero": (toys.dimension("two", "cap = 0"), ["J519"]),
    "a negative full": (toys.dimension("two", "full = -1"), ["J515", "J515", "J518"]),
    "a full that is not met": (toys.dimension("two", "full = 10.01"), ["J515", "J515"]),
    "a full that lacks a stage": (toys.dimension("two", "full = { early = 10 }"), ["J512"]),
    "a full of no stage": (toys.dimension("two", "full = { early = 10, late = 10, last = 10 }"), ["J511"]),
    "a full that is met": (toys.dimension("two", 'full = { early = 10, "成熟期" = 10.0 }'), []),
}


@pytest.mark.parametrize("name", DIMENSIONS)
def test_a_dimension_is_checked(tmp_path: Path, name: str) -> None:
    dimension, expected = DIMENSIONS[name]
    own = toys.indicator(RATIO, id_="own", dimension="two") if '"two"' in dimension else ""
    assert toys.problems(tmp_path, GOOD, dimension, own) == expected


def test_full_marks_of_an_indicator_that_was_refused_are_not_added_up(tmp_path: Path) -> None:
    broken = toys.indicator(RATIO, 'value = "数字"', dimension="two")
    assert toys.problems(tmp_path, GOOD, toys.dimension("two", "full = 10"), broken) == ["J401"]


BOARDS = {
    "by a flag": (board("持证"), ["J420"]),
    "by a text": (board("级别"), ["J420"]),
    "by what is unknown": (board("分数"), ["J401"]),
    "by an unknown score": (board("积分.别的"), ["J401"]),
    "with an unknown tie-breaker": (board(extra='tie_breakers = ["分数"]'), ["J401"]),
    "with a flag to break ties": (board(extra='tie_breakers = ["持证"]'), ["J420"]),
    "with no places": (board(top=0), ["J516"]),
    "by an indicator's id": (board("积分.good"), []),
    "by an indicator's name": (board("积分.指标good"), []),
    "by a dimension and a quotient": (
        board("积分.维度main", 'tie_breakers = ["数值 ÷ 基数", "积分 ÷ 2"]'),
        [],
    ),
}


@pytest.mark.parametrize("name", BOARDS)
def test_a_board_is_checked(tmp_path: Path, name: str) -> None:
    written, expected = BOARDS[name]
    assert toys.problems(tmp_path, GOOD, written) == expected


def test_an_indicator_may_share_a_dimension_s_name_while_no_board_asks_for_it(tmp_path: Path) -> None:
    shared = GOOD.replace("指标good", "维度main")
    assert toys.problems(tmp_path / "one", shared, board()) == []
    assert toys.problems(tmp_path / "two", shared, board("积分.维度main")) == ["J527"]
    assert toys.problems(tmp_path / "three", shared, board(extra='tie_breakers = ["积分.维度main"]')) == [
        "J527"
    ]


def test_a_name_with_full_width_brackets_can_be_ranked_by(tmp_path: Path) -> None:
    part = GOOD.replace("指标good", "研发（当年）")
    assert toys.problems(tmp_path, part, board("积分.「研发（当年）」")) == []


FUNCTION = """\
from fractions import Fraction
from jifen.plugin import IndicatorFunction, hookimpl

@hookimpl
def register_park(register):
    register.file("park.toml")
    register.function(IndicatorFunction(id="f", name="函数", call=lambda **given: Fraction(1), {given}))
"""
BY_FUNCTION = toys.indicator(RATIO, 'function = "f"')


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('inputs={"a": "数值", "b": "级别"}', []),
        ('inputs={"a": "数字"}', ["J526"]),
        ('inputs={"a": "数值 +", "b": "季度数"}', ["J526", "J526"]),
        ('tables={"rows": "contract"}', []),
        ('tables={"rows": "contracts"}', ["J509"]),
        ('inputs={"a": "数字"}, tables={"rows": "project"}', ["J509", "J526"]),
        ('inputs={"class": "数值", "a b": "持证"}', []),
    ],
)
def test_what_a_function_is_given_is_checked_where_it_is_used(
    tmp_path: Path, given: str, expected: Sequence[str]
) -> None:
    code = FUNCTION.format(given=given)
    found = toys.problems(tmp_path, QUARTERLY, BY_FUNCTION, code=code)
    assert found == expected
    if expected:
        plugins = toys.write(
            tmp_path / "again",
            toys.HEAD + toys.STAGES + toys.FIELDS + QUARTERLY + toys.dimension() + BY_FUNCTION,
            code,
        )
        with pytest.raises(DiagnosticError) as caught:
            open_park("toy", plugins=[plugins.parent], policies=toys.POLICIES)
        assert {found.place.text for found in caught.value.diagnostics if found.place} == {'function = "f"'}


def lowered(folder: Path, *parts: str) -> Plan:
    return toys.of(folder, *parts).plan


def test_s27_assumed_travels_to_all_that_rests_on_it(tmp_path: Path) -> None:
    marks = 'assumed = ["name", "dimension", "value", "scoring"]'
    assumed = GOOD.replace('source = "演示办法"', marks).replace("good", "guess")
    plan = lowered(
        tmp_path,
        toys.indicator(RATIO, id_="own", dimension="two"),
        toys.dimension("two"),
        GOOD,
        assumed,
        board(),
        board("积分.two").replace('"b"', '"c"').replace('"榜"', '"另一榜"'),
    )
    assert {part.id: part.assumed for part in plan.indicators} == {"good": False, "guess": True, "own": False}
    assert {part.id: part.assumed for part in plan.dimensions} == {"main": True, "two": False}
    assert {part.id: part.assumed for part in plan.boards} == {"b": True, "c": False}


def test_s27_points_by_an_assumed_stage_rest_on_it(tmp_path: Path) -> None:
    stages = toys.STAGES.replace('in   = "< 500万元"', 'in   = "< 500万元"\nassumed = ["in", "name"]')
    weighted = toys.indicator(RATIO, 'value = "数值"\nweights = { early = 1, late = 2 }', id_="weighted")
    plan = toys.opened(tmp_path, toys.HEAD + stages + toys.FIELDS + toys.dimension() + GOOD + weighted).plan
    assert {part.id: part.assumed for part in plan.indicators} == {"good": False, "weighted": True}


def test_each_definition_comes_after_all_it_refers_to_and_has_an_origin(tmp_path: Path) -> None:
    clause = 'value = "数值"\nclause = "第三条"'
    plan = lowered(tmp_path, GOOD, toys.indicator(ranked("percentile", "5%"), clause, id_="ranked"), board())
    seen: set[str] = set()
    for definition in plan.definitions:
        refs = {node.name for node in leaves(definition.node) if hasattr(node, "name")}
        assert refs <= seen
        seen.add(definition.name)
        assert definition.origin == "park:toy"
        assert definition.place is not None
        assert definition.clause == ("第三条" if definition.name.startswith("indicator.ranked") else "")
        assert definition.domain == domain_of(definition.node)
    steps = {
        name: plan.named[name].step
        for name in ("indicator.ranked.rank", "indicator.ranked.points", "total", "board.b.rank")
    }
    assert steps == {"indicator.ranked.rank": 0, "indicator.ranked.points": 1, "total": 1, "board.b.rank": 1}
    assert plan.steps == 2


def test_a_value_that_no_scale_is_known_of_is_shown_in_its_unit(tmp_path: Path) -> None:
    per_head = 'value = "金额 × 金额"'
    scoring = ranked("rank", "1")
    part = lowered(tmp_path, toys.indicator(scoring, per_head)).indicators[0]
    assert (part.shown_as.name, part.digits) == ("元2", 2)


def test_a_scheme_s_digits_are_checked(tmp_path: Path) -> None:
    text = (
        toys.HEAD.replace("[park]\n", "[park]\ndigits = -1\n")
        + toys.STAGES
        + toys.FIELDS
        + toys.dimension()
        + GOOD
    )
    with pytest.raises(DiagnosticError, match="J525"):
        toys.opened(tmp_path, text)


def test_lowering_a_loaded_park_twice_gives_equal_plans(tmp_path: Path) -> None:
    toys.write(tmp_path, toys.HEAD + toys.STAGES + toys.FIELDS + toys.dimension() + GOOD + board())
    park = load(discover_parks([tmp_path]), "toy", toys.POLICIES)
    assert lower(park, Diagnostics()) == lower(park, Diagnostics())


def test_a_function_is_a_node_with_its_range(tmp_path: Path) -> None:
    code = FUNCTION.format(given='inputs={"a": "数值"}, unit="%", low=Fraction(0), high=Fraction(1)')
    percent = 'kind = "ratio"\nreference = "50%"\npoints = 10'
    park = toys.of(tmp_path, toys.indicator(percent, 'function = "f"'), code=code)
    (call,) = [node for each in park.plan.definitions for node in leaves(each.node) if isinstance(node, Call)]
    assert (call.function, call.low, call.high) == ("f", 0, Fraction(1))
    assert park.plan.indicators[0].shown_as.name == "%"
    assert park.score(toys.enterprise(park, x=1), period=toys.PERIOD, as_of=toys.DAY).total == Decimal(10)
