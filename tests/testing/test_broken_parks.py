"""Parks broken on purpose: the suite finds what is wrong, where it is wrong, and nothing else."""

from pathlib import Path

from tests.testing.toys import toy, write

from jifen.testing import examine, opening
from jifen.testing.subject import Told

NEVER_FIVE = ", ".join(
    f'{{ in = "{within}", points = {points} }}'
    for within, points in (("[1件, 1.5件)", 2), ("[1.5件, 2件)", 5), (">= 2件", 2))
)
"""Five points for something between one and two pieces."""

SHARE = '    amounts = [contract["amount"] for contract in contracts]\n'


def found(folder: Path, *changes: tuple[str, str]) -> dict[str, tuple[str, ...]]:
    """What the suite finds, by the name of the check."""
    everything = examine("toy", plugins=[write(folder, *changes)])
    assert len(everything) in (1, 22)
    return {name: problems for name, problems in everything.items() if problems}


def test_a_sound_park_has_nothing_wrong(tmp_path: Path) -> None:
    assert found(tmp_path) == {}


def test_a_park_that_cannot_be_opened_says_so_and_no_more(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, ("late = 70 }", "late = 71 }"))["能打开且没有错误警告和提示"]
    assert problem.startswith("错误 ") and "[J515]" in problem


def test_an_unknown_park_is_no_traceback() -> None:
    assert "J623" in examine("no-such-park")["能打开且没有错误警告和提示"][0]


def test_a_park_whose_words_and_package_are_broken(tmp_path: Path) -> None:
    """Group one, the park as a whole: names, units, what a wheel carries."""
    changes = (
        ('name    = "积分榜"', 'name    = "Top 10"'),
        ('name      = "增长情况"', 'name      = "AI研发"'),
        ('name      = "研发机构"', 'name      = "ＡＩ研发"'),
        ('value     = "研发费用 ÷ 营业收入"\nshown_as  = "%"\n', 'value     = "研发费用 ÷ 营业收入"\n'),
        ("[tool.hatch.build.targets.wheel]\n", '[tool.hatch.build.targets.wheel]\nexclude = ["*.toml"]\n'),
    )
    problems = found(tmp_path, *changes)
    assert problems.keys() == {"名称是中文且不重复", "指标的数值都有单位", "文件夹和程序包是同样的规则"}
    assert problems["名称是中文且不重复"] == ("2 个指标都叫“AI研发”", "榜单名称“Top 10”应有中文")
    assert "“研发投入强度”没有单位" in problems["指标的数值都有单位"][0]
    assert "漏装" in problems["文件夹和程序包是同样的规则"][0]


def test_a_park_whose_scheme_is_broken(tmp_path: Path) -> None:
    """Group two, the scheme: sums by stage, a stage that nobody reaches, points that nobody can earn."""
    changes = (
        ('full    = { early = 60, late = 70 }\nassumed = ["full"]\n', ""),
        ('in      = "< 500万元"', 'in      = "< 0万元"'),
        ('in      = ">= 500万元"', 'in      = ">= 0万元"'),
        ('reference = "50%"', 'reference = "200%"'),
        ('{ in = ">= 1件", points = 5 }', NEVER_FIVE),
    )
    problems = found(tmp_path, *changes)
    assert problems.keys() == {
        "各阶段满分合计相符",
        "成长阶段首尾相接没有空档",
        "每项指标都能得满分也能不得分",
    }
    assert "“基础”各阶段的满分合计不同（初创期60、成长期70）" in problems["各阶段满分合计相符"][0]
    assert problems["成长阶段首尾相接没有空档"] == ("没有企业能归入初创期",)
    assert set(problems["每项指标都能得满分也能不得分"]) == {
        f"指标“{name}”在成长期最多只能得 {most}，满分是 {full}"
        for name, most, full in (("最大合同占比情况", 5, 10), ("失信情况", 2, 5))
    }


def test_a_park_whose_function_is_broken(tmp_path: Path) -> None:
    """Groups three and four, enterprises and functions: one function that does all that it must not."""
    broken = (
        "    CALLS.append(date.today())\n"
        '    amounts = [contract.pop("amount") or 0 for contract in contracts]\n'
        "    return Fraction(len(CALLS) % 7, 5 if len(contracts) > 1 else 6)\n"
    )
    problems = found(tmp_path, (SHARE, broken))
    at_fault = {
        "名单的次序不影响得分",
        "单独评价与整批评价一致",
        "程序指标守住登记的类型和范围",
        "程序指标同样的输入得同样的结果",
        "程序指标不改动交给它的数据",
        "程序指标不看时钟文件和随机数",
    }
    # Whether these meet a result beyond the limit rests on how often the function has been called by then.
    by_chance = {"缺失为零为负或很大的数都不出错", "样例名单全部算得出", "没有提供的不按零分计"}
    assert problems.keys() - by_chance == at_fault
    assert "给出 6/5，大于登记的上限 1；输入：" in problems["程序指标守住登记的类型和范围"][0]
    assert "（today）" in problems["程序指标不看时钟文件和随机数"][0]


def told(folder: Path, told: Told) -> list[str]:
    subject = toy(folder, told=told)
    return [*opening.ids(subject), *opening.counted(subject)]


def test_what_the_tests_tell_of_a_park_is_held_against_it(tmp_path: Path) -> None:
    frozen = ("intensity", "amount", "place", "level", "certificates", "concentration", "patents", "growth")
    assert told(tmp_path, Told((*frozen, "gone", "judgement", "lab"), 10, {"assumed": 1, "guessed": 2})) == [
        "登记过的指标 gone 不见了；编号一经使用就不要再改",
        "指标 listings 还没有登记到 ids 里",
        "指标有 11 项，登记的是 10 项",
        "假定（assumed）的数字有 96 个，登记的是 1 个",
        "没有“guessed”这一类数字，只有 published、derived、assumed",
    ]
