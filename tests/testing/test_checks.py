"""Each check finds the one thing that is wrong with an otherwise sound park."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from tests.testing.toys import toy

from jifen.model.park import Park
from jifen.plan.graph import STAGE, Plan
from jifen.plan.nodes import Bands, Edge
from jifen.testing import functions, naming, opening, population, scheme
from jifen.testing.subject import Subject, Told

Run = Callable[[Subject], Iterator[str]]

OF_FUNCTION = '    amounts = [contract["amount"] for contract in contracts]\n'
"""The first line of the function of the park, before which others may return or raise."""

SHARE = 'scoring   = { kind = "ratio", reference = "50%", points = 10 }'
PATENTS = 'scoring   = { kind = "per_unit", step = "1件", points = 1 }'
HALF_A_CENT = (
    ('"万元"\nweights   = 10', '"万元"\nweights   = 10.005'),
    ("{ early = 60, late = 70 }", "{ early = 60.005, late = 70.005 }"),
)
OPPOSED = """\
scoring   = { kind = "best", of = [
    { scoring = { kind = "bands", bands = [{ in = "< 5件", points = 0 }, { in = ">= 5件", points = 9 }] } },
    { scoring = { kind = "bands", bands = [{ in = "< 5件", points = 9 }, { in = ">= 5件", points = 0 }] } },
] }"""
UNFILLED = """
[[scorecard]]
id        = "own"
name      = "自己的评价表"
edition   = "2020"
effective = { from = 2020-01-01 }
total     = "> 1"
assumed   = ["edition", "effective", "total"]
dimension = [{ id = "all", name = "全部", full = 3, assumed = ["full"] }]
slot      = [{ id = "local", name = "地方指标", dimension = "all", full = 3, assumed = ["full"] }]
indicator = []

[[board]]
id      = "top"
"""


def broken(*lines: str) -> tuple[str, str]:
    """The function with other lines at its beginning."""
    return OF_FUNCTION, "".join(f"    {line}\n" for line in lines) + OF_FUNCTION


CASES: dict[str, tuple[Run, tuple[tuple[str, str], ...], str]] = {
    "registering twice differs": (
        opening.reopens,
        (
            (
                '    register.file("park.toml")\n',
                '    CALLS.append(1)\n    register.file(["park.toml", "more.toml"][len(CALLS) > 1])\n',
            ),
        ),
        "再次打开得到的规则不同",
    ),
    "an unfilled slot": (opening.opens, (('\n[[board]]\nid      = "top"\n', UNFILLED),), "提示 "),
    "a backend that is not there": (
        opening.wheel,
        (('build-backend = "hatchling.build"', 'build-backend = "no_such_backend:build"'),),
        "构建程序包失败：ModuleNotFoundError",
    ),
    "a name with a quotation mark": (
        naming.names,
        (('name    = "积分榜"', 'name    = "「积分」榜"'),),
        "榜单名称“「积分」榜”含有「或」",
    ),
    "a name with what cannot be seen": (
        naming.names,
        (('name    = "附加"', 'name    = "附\u200b加"'),),
        "看不见的字符",
    ),
    "a park without a Chinese name": (
        naming.names,
        (('name   = "演示园区"', 'name   = "Demo Park"'),),
        "园区名称“Demo Park”应有中文",
    ),
    "a stage in which a dimension is worth nothing": (
        scheme.weights,
        (
            ('"研发费用金额"\ndimension = "base"', '"研发费用金额"\ndimension = "third"'),
            ('"万元"\nweights   = 10', '"万元"\nweights   = { early = 0, late = 10 }'),
            ("{ early = 60, late = 70 }", "{ early = 50, late = 60 }"),
            ("[stages]\n", '[[dimension]]\nid   = "third"\nname = "第三"\n\n[stages]\n'),
        ),
        "维度“第三”在初创期没有一项可以得分",
    ),
    "points that round above full marks": (
        scheme.reach,
        HALF_A_CENT,
        "指标“研发费用金额”在初创期可以得到 10.01，满分是 10.005",
    ),
    "points for everyone": (
        scheme.reach,
        ((PATENTS, OPPOSED),),
        "指标“发明专利申请”在初创期最少也得 9，得不到 0",
    ),
    "points for no one": (
        scheme.reach,
        ((PATENTS, 'scoring   = { kind = "bands", hit = "first", bands = [{ in = "< 0件", points = 5 }] }'),),
        "指标“发明专利申请”在初创期怎样都得不到分数",
    ),
    "nothing to be earned": (
        scheme.reach,
        (
            (
                'value     = "与主营业务相关的发明专利申请量"',
                'value     = "0件 - 与主营业务相关的发明专利申请量"',
            ),
        ),
        "指标“发明专利申请”在初创期怎样都不得分",
    ),
    "a function that divides by zero": (
        population.extremes,
        (broken("return sum(contract['amount'] or 0 for contract in contracts) / len(contracts) * 0"),),
        "全部为零：指标函数“最大合同占比”运行出错：ZeroDivisionError",
    ),
    "points above full marks": (
        population.limits,
        HALF_A_CENT,
        "的指标“研发费用金额”得 10.01，超过最多的 10.005",
    ),
    "a zero for what is not told": (
        population.missing,
        (
            broken("return 0"),
            ('    inputs={"revenue": "营业收入"},\n    tables={"contracts": "technology_contract"},\n', ""),
            ("def share(contracts, revenue):", "def share():\n    contracts = ()"),
        ),
        "指标“最大合同占比情况”在什么都没有提供时得 0，文件里却没有写 absent",
    ),
    "a failure where nothing is told": (
        population.missing,
        (
            broken("return 2"),
            ('    inputs={"revenue": "营业收入"},\n    tables={"contracts": "technology_contract"},\n', ""),
            ("def share(contracts, revenue):", "def share():\n    contracts = ()"),
        ),
        "什么都没有提供时，指标函数“最大合同占比”给出 2",
    ),
    "totals that nobody knows": (
        population.sample,
        (broken("return Absence.MISSING"),),
        "200 家样例企业没有一家算得出总分",
    ),
    "made-up enterprises that fail": (
        population.sample,
        (broken("if revenue > 10_000_000:", "    return 2"),),
        "给出 2，大于登记的上限 1",
    ),
    "the first row decides": (
        population.order,
        (
            broken(
                "if len(contracts) > 1:",
                "    return contracts[0]['amount'] / (contracts[0]['amount'] + contracts[1]['amount'])",
            ),
            (SHARE, SHARE.replace("50%", "100%")),
        ),
        "换一个次序得到的结果不同：总分 ",
    ),
    "a memory": (
        population.one_by_one,
        (broken("CALLS.append(1)", "return Fraction(len(CALLS) % 7, 20)"),),
        "单独评价得到的结果不同：总分 ",
    ),
    "a failure that was not in the batch": (
        population.one_by_one,
        (broken("CALLS.append(1)", "return 2 if len(CALLS) > 200 else 1"),),
        "单独评价就不能评价了",
    ),
    "a float": (functions.holds, (broken("return 0.5"),), "却给出了 float"),
    "a KeyError": (
        functions.holds,
        (broken("return contracts[0]['Amount'] if contracts else 0"),),
        "KeyError: 'Amount'",
    ),
    "a counter": (
        functions.repeats,
        (broken("CALLS.append(1)", "return Fraction(1, len(CALLS))"),),
        "先得 1，再得 ",
    ),
    "a row taken out": (
        functions.leaves_alone,
        (broken("for contract in contracts:", "    contract['amount'] = Fraction(0)"),),
        "改动了交给它的数据；原来是 输入：",
    ),
    "the clock": (functions.self_contained, (broken("CALLS.append(date.today())"),), "用到时钟（today）"),
    "a file": (
        functions.self_contained,
        (broken("read()"), ("def share(", "def read():\n    return open(__file__)\n\n\ndef share(")),
        "用到文件、环境或网络（open）",
    ),
    "chance": (
        functions.self_contained,
        (
            broken("[random.random() for contract in contracts]"),
            ("from datetime import date\n", "import random\nfrom datetime import date\n"),
        ),
        "用到随机数（random）",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_found(tmp_path: Path, name: str) -> None:
    check, changes, expected = CASES[name]
    problems = list(check(toy(tmp_path, *changes)))
    assert any(expected in problem for problem in problems), problems


def test_known_notices_are_let_pass(tmp_path: Path) -> None:
    changes = CASES["an unfilled slot"][1]
    assert list(opening.opens(toy(tmp_path, *changes, told=Told(notices=("J534",))))) == []


class Bent(Subject):
    """A park whose plan is not what its files say: what checks of the engine itself are there for."""

    @property
    def plan(self) -> Plan:
        plan = super().plan
        bent = {STAGE, "indicator.intensity.band"}
        definitions = tuple(
            evolve(each, node=shifted(each.node)) if each.name in bent else each for each in plan.definitions
        )
        return evolve(plan, definitions=definitions)

    @property
    def park(self) -> Park:
        park = super().park
        header = evolve(park.header, id="Toy")
        stages = evolve(
            park.stages, stages=(evolve(park.stages.stages[0], id="Early"), *park.stages.stages[1:])
        )
        return evolve(park, header=header, stages=stages)


def shifted(node: object) -> Bands:
    assert isinstance(node, Bands)
    return evolve(node, edges=tuple(Edge(edge.bound + Fraction(1, 200), edge.closed) for edge in node.edges))


@pytest.fixture
def bent(tmp_path: Path) -> Bent:
    sound = toy(tmp_path)
    return Bent(sound.park_id, sound.plugins)


def test_an_edge_that_is_moved_is_found_at_the_edge(bent: Bent) -> None:
    assert list(scheme.edges(bent)) == [
        "指标“研发投入强度”的“>= 10%”在边界上与文件所写不一致",
        "指标“研发投入强度”的“(5%, 10%)”在边界上与文件所写不一致",
        "指标“研发投入强度”的“<= 5%”在边界上与文件所写不一致",
    ]


def test_a_stage_that_begins_elsewhere_is_found_at_the_edge(bent: Bent) -> None:
    assert list(scheme.stages(bent)) == ["营业收入 = 5000000：按文件属于成长期，实际归入初创期"]


def test_ids_that_are_not_well_formed_are_named(bent: Bent) -> None:
    assert list(opening.ids(bent)) == [
        "园区编号 Toy 只能用小写字母、数字和连字符，并以字母开头",
        "阶段编号 Early 只能用小写字母、数字、下划线和连字符，并以字母开头",
    ]
