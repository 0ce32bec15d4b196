"""S27: each figure of a park says whether it is published, derived or assumed, and where it stands."""

from collections import Counter
from pathlib import Path

import pytest

from jifen.loading.library import open_park, read_park
from jifen.loading.parks import discover_parks
from jifen.loading.provenance import figures

POLICIES = Path(__file__).parents[1] / "parks" / "policies"

PARK = """\
[park]
id     = "toy"
name   = "演示园区"
scheme = "演示办法"

[[dimension]]
id      = "technology"
name    = "技术创新"
role    = "base"
full    = { "初创期" = 40, "成熟期" = 30 }
cap     = 50
source  = "办法第三条"
assumed = ["cap"]

[stages]
value   = "营业收入"
source  = "办法第二条"
assumed = ["value"]

[[stages.stage]]
id   = "early"
name = "初创期"
in   = "< 500万元"

[[stages.stage]]
id      = "late"
name    = "成熟期"
in      = ">= 500万元"
assumed = ["in"]
source  = "通讯稿"

[[indicator]]
use       = "rd_expense"
dimension = "technology"
weights   = { "初创期" = 40, "成熟期" = 30 }
derived   = ["dimension"]
assumed   = ["weights", "scoring", "absent"]
absent    = { missing = 0 }

[indicator.scoring]
kind  = "bands"
bands = [{ in = ">= 6%", points = 50 }, { in = "< 6%", points = 12.50 }]

[[indicator]]
id        = "titles"
name      = "资质"
dimension = "technology"
source    = "办法第四条"
shown_as  = "件"
clause    = "第四条"

[indicator.scoring]
kind  = "best"
of    = [
    { scoring = { kind = "additive", cap = 5, items = [{ name = "A", when = "营业收入 > 0", points = 5 }] } },
    { value = "营业收入", scoring = { kind = "per_unit", step = "1万元", points = 1, whole = false } },
]

[[board]]
id           = "top"
name         = "前十名"
by           = "积分"
top          = 10
tie_breakers = ["营业收入", "研发费用"]
source       = "办法第九条"
assumed      = ["tie_breakers"]
"""


@pytest.fixture
def read(plugins, toy):
    def read_text(text):
        toy.with_file("park.toml", text).write(plugins)
        index = discover_parks([plugins], entry_points=False, bundled=False)
        return read_park(index.plugin("toy"), POLICIES)

    return read_text


@pytest.fixture
def found(read):
    reading = read(PARK)
    assert reading.problems == ()
    return figures(reading.park)


def test_every_figure_is_listed_with_its_status(found):
    listed = [(figure.owner, figure.key, figure.value, figure.status, figure.source) for figure in found]
    third, second, fourth, ninth = "办法第三条", "办法第二条", "办法第四条", "办法第九条"
    assert listed == [
        ("维度“技术创新”", "name", "技术创新", "published", third),
        ("维度“技术创新”", "role", "base", "published", third),
        ("维度“技术创新”", "full.初创期", "40", "published", third),
        ("维度“技术创新”", "full.成熟期", "30", "published", third),
        ("维度“技术创新”", "cap", "50", "assumed", ""),
        ("成长阶段的划分", "value", "营业收入", "assumed", ""),
        ("阶段“初创期”", "name", "初创期", "published", second),
        ("阶段“初创期”", "in", "< 500万元", "published", second),
        ("阶段“成熟期”", "name", "成熟期", "published", "通讯稿"),
        ("阶段“成熟期”", "in", ">= 500万元", "assumed", ""),
        ("指标“研发费用金额”", "name", "研发费用金额", "published", "工作指引"),
        ("指标“研发费用金额”", "value", "研发费用", "derived", "工作指引"),
        ("指标“研发费用金额”", "dimension", "technology", "derived", "工作指引"),
        ("指标“研发费用金额”", "scoring.kind", "bands", "assumed", ""),
        ("指标“研发费用金额”", "scoring.bands[0].in", ">= 6%", "assumed", ""),
        ("指标“研发费用金额”", "scoring.bands[0].points", "50", "assumed", ""),
        ("指标“研发费用金额”", "scoring.bands[1].in", "< 6%", "assumed", ""),
        ("指标“研发费用金额”", "scoring.bands[1].points", "12.50", "assumed", ""),
        ("指标“研发费用金额”", "weights.初创期", "40", "assumed", ""),
        ("指标“研发费用金额”", "weights.成熟期", "30", "assumed", ""),
        ("指标“研发费用金额”", "absent.missing", "0", "assumed", ""),
        ("指标“资质”", "name", "资质", "published", fourth),
        ("指标“资质”", "dimension", "technology", "published", fourth),
        ("指标“资质”", "scoring.kind", "best", "published", fourth),
        ("指标“资质”", "scoring.of[0].scoring.kind", "additive", "published", fourth),
        ("指标“资质”", "scoring.of[0].scoring.items[0].when", "营业收入 > 0", "published", fourth),
        ("指标“资质”", "scoring.of[0].scoring.items[0].points", "5", "published", fourth),
        ("指标“资质”", "scoring.of[0].scoring.cap", "5", "published", fourth),
        ("指标“资质”", "scoring.of[1].value", "营业收入", "published", fourth),
        ("指标“资质”", "scoring.of[1].scoring.kind", "per_unit", "published", fourth),
        ("指标“资质”", "scoring.of[1].scoring.step", "1万元", "published", fourth),
        ("指标“资质”", "scoring.of[1].scoring.points", "1", "published", fourth),
        ("指标“资质”", "scoring.of[1].scoring.whole", "false", "published", fourth),
        ("榜单“前十名”", "name", "前十名", "published", ninth),
        ("榜单“前十名”", "by", "积分", "published", ninth),
        ("榜单“前十名”", "top", "10", "published", ninth),
        ("榜单“前十名”", "tie_breakers[0]", "营业收入", "assumed", ""),
        ("榜单“前十名”", "tie_breakers[1]", "研发费用", "assumed", ""),
    ]


def test_every_figure_has_the_place_where_it_is_written(found):
    for figure in found:
        place = figure.place
        written = place.text[place.column - 1 : place.column - 1 + place.length]
        assert figure.value in written, figure
    files = {Path(figure.place.file).name for figure in found}
    assert files == {"park.toml", "indicators.toml"}


def test_a_stage_without_a_source_rests_on_the_table_of_stages(read):
    text = (
        PARK.replace("{{", "{")
        .replace("}}", "}")
        .replace('assumed = ["value"]', 'assumed = ["value", "stage"]')
    )
    park = read(text).park
    status = {(figure.owner, figure.key): figure.status for figure in figures(park)}
    assert status["阶段“初创期”", "name"] == status["阶段“初创期”", "in"] == "assumed"
    assert status["阶段“成熟期”", "name"] == "published"


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('source  = "办法第三条"\n', "", "J570", 'full    = { "初创期" = 40, "成熟期" = 30 }'),
        ('source  = "办法第三条"\n', 'source  = " "\n', "J570", 'full    = { "初创期" = 40, "成熟期" = 30 }'),
        ('source  = "办法第二条"\n', "", "J570", 'in   = "< 500万元"'),
        ('assumed = ["cap"]', 'assumed = ["capp"]', "J571", 'assumed = ["capp"]'),
        ('assumed = ["cap"]', 'assumed = ["cap", "cap"]', "J572", 'assumed = ["cap", "cap"]'),
        ('["dimension"]', '["dimension", "value"]', "J571", 'derived   = ["dimension", "value"]'),
        ('"weights", "scoring", "absent"', '"weights", "scoring"', "J570", "absent    = { missing = 0 }"),
        ('source    = "办法第四条"', 'derived   = ["scoring"]', "J570", "[indicator.scoring]"),
        ('source       = "办法第九条"\n', "", "J570", "top          = 10"),
    ],
)
def test_what_nothing_accounts_for_is_an_error(read, old, new, code, line):
    assert old in PARK
    reading = read(PARK.replace(old, new))
    assert reading.park is None
    assert [(problem.code, problem.place.text) for problem in reading.problems] == [(code, line)]


def test_names_and_groups_need_no_source_and_are_then_not_listed(read):
    text = PARK.replace('source  = "办法第三条"', 'source  = ""').replace('["cap"]', '["cap", "full"]')
    reading = read(text.replace('derived   = ["dimension"]\n', ""))
    assert reading.problems == ()
    listed = {(figure.owner, figure.key) for figure in figures(reading.park)}
    assert ("维度“技术创新”", "cap") in listed
    assert not listed & {
        ("维度“技术创新”", "name"),
        ("维度“技术创新”", "role"),
        ("指标“研发费用金额”", "dimension"),
    }


def test_every_figure_of_dalian_is_accounted_for():
    park = open_park(discover_parks(entry_points=False), "dalian")
    found = figures(park)
    status = Counter(figure.status for figure in found)
    assert status["published"] and status["derived"] and status["assumed"]
    assert all(bool(figure.source) == (figure.status != "assumed") for figure in found)
    stages = [figure for figure in found if figure.owner.startswith("阶段")]
    assert {(figure.key, figure.status) for figure in stages} == {("name", "published"), ("in", "assumed")}
    assert {indicator.name for indicator in park.indicators} <= {figure.owner[3:-1] for figure in found}
