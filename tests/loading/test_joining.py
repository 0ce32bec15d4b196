"""Files joined into one park: whatever their order, with the national indicators filled in."""

import itertools
from pathlib import Path

import pytest
from attrs import evolve

from jifen.language.diagnostics import DiagnosticError
from jifen.loading.library import list_parks, open_park, read_park
from jifen.loading.parks import discover_parks

POLICIES = Path(__file__).parents[1] / "parks" / "policies"

SPLIT = {
    "park.toml": '[park]\nid = "toy"\nname = "演示园区"\nscheme = "演示办法"\n',
    "stages.toml": """\
[[dimension]]
id = "growth"
name = "成长经营"
source = "演示办法"

[[dimension]]
id = "technology"
name = "技术创新"
source = "演示办法"

[stages]
value = "营业收入"
source = "演示办法"

[[stages.stage]]
id = "all"
name = "全部企业"
in = ">= 0元"
""",
    "a.toml": """\
[fields.laboratories]
name = "实验室面积"
unit = "㎡"

[[indicator]]
use = "rd_expense"
dimension = "technology"
scoring = { kind = "ratio", reference = "500万元", points = 10 }
weights = 30
assumed = ["scoring", "weights"]
derived = ["dimension"]
doc = "园区的说明"

[[indicator]]
id = "laboratories"
name = "实验室"
dimension = "technology"
value = "实验室面积"
scoring = { kind = "ratio", reference = "100㎡", points = 10 }
source = "演示办法"
clause = "第五条"
""",
    "b.toml": """\
[[indicator]]
use = "revenue"
dimension = "growth"
scoring = { kind = "ratio", reference = "1000万元", points = 10 }
source = "演示办法"

[[board]]
id = "top"
name = "前十名"
by = "积分"
top = 10
source = "演示办法"
""",
}


def registering(names):
    lines = "".join(f'    register.file("{name}")\n' for name in names)
    return f"from jifen.plugin import hookimpl\n\n\n@hookimpl\ndef register_park(register):\n{lines}"


def split(toy, names=tuple(SPLIT)):
    return evolve(toy, files=dict(SPLIT), code=registering(names))


def opened(folder, policies=POLICIES):
    return open_park(discover_parks([folder], entry_points=False, bundled=False), "toy", policies)


def mistakes(folder, policies=POLICIES):
    index = discover_parks([folder], entry_points=False, bundled=False)
    reading = read_park(index.plugin("toy"), policies)
    assert reading.park is None
    return [(problem.code, Path(problem.place.file).name, problem.place.line) for problem in reading.problems]


def test_parts_of_all_files_are_joined(plugins, toy):
    split(toy).write(plugins)
    park = opened(plugins)
    assert park.header.name == "演示园区"
    assert [dimension.id for dimension in park.dimensions] == ["growth", "technology"]
    assert [indicator.id for indicator in park.indicators] == ["revenue", "rd_expense", "laboratories"]
    assert [board.id for board in park.boards] == ["top"]
    assert {"laboratories", "revenue", "rd_expense"} <= park.vocabulary.fields.keys()
    assert park.vocabulary.qualifications.keys() == {"high_tech"}


def test_s30_the_order_in_which_files_are_registered_does_not_matter(tmp_path, toy):
    parks = []
    for number, names in enumerate(itertools.permutations(SPLIT)):
        folder = tmp_path / str(number)
        # The code differs, so its digest does: registration alone is compared here.
        evolve(split(toy, names), package=f"{toy.package}_{number}").write(folder)
        parks.append(evolve(opened(folder), digest=""))
    assert all(park == parks[0] for park in parks)


def test_a_used_indicator_takes_what_the_national_list_gives(plugins, toy):
    split(toy).write(plugins)
    park = opened(plugins)
    used = {indicator.id: indicator for indicator in park.indicators}["rd_expense"]
    assert (used.use, used.name, str(used.value), str(used.shown_as)) == (
        "rd_expense",
        "研发费用金额",
        "研发费用",
        "万元",
    )
    assert used.source == "工作指引"
    assert used.doc == "园区的说明"
    assert set(used.assumed) == {"scoring", "weights"}
    assert set(used.derived) == {"dimension", "value"}
    assert {indicator.id: indicator.assumed for indicator in park.indicators}["revenue"] == ("value",)
    assert Path(used.places.value("name").file).name == "indicators.toml"
    assert Path(used.places.value("weights").file).name == "a.toml"


def test_only_the_used_national_indicators_are_kept(plugins, toy):
    split(toy, ["park.toml", "stages.toml", "a.toml"]).write(plugins)
    assert list(opened(plugins).national) == ["rd_expense"]


AGAIN = """\
[[indicator]]
use = "rd_expense"
dimension = "growth"
assumed = ["dimension", "scoring"]
scoring = { kind = "ratio", reference = "1万元", points = 1 }
"""
UNKNOWN = """\
[[indicator]]
use = "none"
function = "none"
dimension = "none"
source = "x"
"""
GIVEN_TWICE = """\
[[indicator]]
use = "revenue"
id = "mine"
shown_as = "元"
dimension = "growth"
assumed = ["dimension"]
"""
BOARD = """\
[[board]]
id = "{id}"
name = "{name}"
by = "积分"
top = 1
source = "演示办法"
"""
MISFITS = {
    "[park] again": ("[park]\nid = 'toy'\nname = 'x'\nscheme = 'x'\n", [("J551", "park.toml", 1)]),
    "an id again": (BOARD.format(id="top", name="另一张榜"), [("J554", "more.toml", 2)]),
    "a name again": (BOARD.format(id="other", name="前十名"), [("J554", "more.toml", 3)]),
    "a bad id": (BOARD.format(id="Top", name="另一张榜"), [("J553", "more.toml", 2)]),
    "a national indicator again": (AGAIN, [("J554", "more.toml", 2)]),
    "an empty indicator": ("[[indicator]]\n", [("J202", "more.toml", 1)] * 4),
    "unknown names": (
        UNKNOWN,
        [
            ("J202", "more.toml", 1),
            ("J555", "more.toml", 2),
            ("J559", "more.toml", 3),
            ("J558", "more.toml", 4),
        ],
    ),
    "keys given twice": (
        GIVEN_TWICE,
        [("J202", "more.toml", 1), ("J554", "more.toml", 2), ("J556", "more.toml", 3)],
    ),
}


@pytest.mark.parametrize("misfit", MISFITS)
def test_parts_that_do_not_fit_together(plugins, toy, misfit):
    extra, expected = MISFITS[misfit]
    split(toy, [*SPLIT, "more.toml"]).with_file("more.toml", extra).write(plugins)
    assert mistakes(plugins) == expected


@pytest.mark.parametrize(
    "extra", ["[fields.laboratories]\nname = '实验室'\n", "[fields.revenue]\nname = '收入'\nunit = '元'\n"]
)
def test_s24_a_field_has_one_definition(plugins, toy, extra):
    split(toy, [*SPLIT, "more.toml"]).with_file("more.toml", extra).write(plugins)
    assert mistakes(plugins)


def test_an_unreadable_file_does_not_make_its_contents_missing(plugins, toy):
    toy = split(toy).with_file("stages.toml", "[[dimension]\n")
    toy.write(plugins)
    assert {code for code, *_ in mistakes(plugins)} <= {"J115", "J110"}


def test_unreadable_policies_are_reported_and_nothing_else(plugins, toy, tmp_path):
    split(toy).write(plugins)
    found = mistakes(plugins, tmp_path / "none")
    assert found == [("J101", "fields.toml", 1), ("J101", "indicators.toml", 1)]


def test_national_indicators_carry_no_marks_and_are_complete(plugins, toy, tmp_path):
    split(toy).write(plugins)
    policies = tmp_path / "policies"
    (policies / "national").mkdir(parents=True)
    (policies / "fields.toml").write_text((POLICIES / "fields.toml").read_text("utf-8"), "utf-8")
    text = (POLICIES / "national" / "indicators.toml").read_text("utf-8")
    text += "weights = 10\n\n[[indicator]]\nname = '没有编号'\n"
    (policies / "national" / "indicators.toml").write_text(text, "utf-8")
    assert mistakes(plugins, policies) == [
        ("J561", "indicators.toml", 15),
        ("J202", "indicators.toml", 17),
        ("J202", "indicators.toml", 17),
    ]


def test_the_list_counts_what_could_be_read(plugins, toy):
    toy = split(toy).with_file("b.toml", "[[indicator]\n")
    toy.write(plugins)
    (listed,) = list_parks(discover_parks([plugins], entry_points=False, bundled=False), POLICIES)
    assert (listed.name, listed.indicators, listed.stages, listed.boards) == ("演示园区", 2, 1, 0)
    assert listed.problems


def test_a_park_that_cannot_be_read_is_listed_by_its_distribution(plugins, toy):
    evolve(toy, code="1 / 0\n").write(plugins)
    (listed,) = list_parks(discover_parks([plugins], entry_points=False, bundled=False), POLICIES)
    assert (listed.name, listed.indicators, listed.stages, listed.boards) == ("jifen-toy", 0, 0, 0)


def test_an_unused_function_is_only_a_warning(plugins, toy):
    code = toy.code.replace("import hookimpl", "import IndicatorFunction, hookimpl")
    code += "    register.function(IndicatorFunction(id='f', name='x', call=lambda: 1))\n"
    evolve(toy, code=code).write(plugins)
    index = discover_parks([plugins], entry_points=False, bundled=False)
    reading = read_park(index.plugin("toy"))
    assert [(problem.code, problem.severity) for problem in reading.problems] == [("J560", "warning")]
    assert reading.park is not None
    assert open_park(index, "toy") == reading.park


def test_a_diagnostic_error_carries_the_warnings_too(plugins, toy):
    evolve(toy, code="1 / 0\n").write(plugins)
    with pytest.raises(DiagnosticError, match="J610"):
        opened(plugins)
