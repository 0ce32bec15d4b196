"""The class that a park's tests get: one test a check, named in Chinese, which tells what is wrong."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.testing.toys import toy, write

import jifen
from jifen.testing import conformance, sample, scheme
from jifen.testing.suite import CHECKS

TWO_LINES = """\
from jifen.testing import conformance

TestToy = conformance("toy", plugins=[{plugins!r}])
"""
SEVEN_ITEMS = (
    '    { when = "设立研发支出辅助账", points = 1 },\n',
    "".join(
        f'    {{ when = "{when}", points = 1 }},\n'
        for when in (
            "设立研发支出辅助账",
            "建立研发准备金制度",
            "研发费用 > 5万元",
            "有效(资质.科技型中小企业)",
            "营业收入 > 7万元",
        )
    ),
)


def outcome(suite: type, check: str) -> str:
    """What the test of a check has to say; nothing when it passes."""
    try:
        getattr(suite(), f"test_{check}")()
    except AssertionError as error:
        return str(error)
    return ""


def test_two_lines_give_one_test_a_check_named_in_chinese(tmp_path: Path) -> None:
    plugins = write(tmp_path / "plugins", ('name    = "积分榜"', 'name    = "Top 10"'))
    (tmp_path / "test_toy.py").write_text(TWO_LINES.format(plugins=str(plugins)), "utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "utf8",
            "-m",
            "pytest",
            "-v",
            "-p",
            "no:cacheprovider",
            "--tb=short",
            "test_toy.py",
        ],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    told = dict(re.findall(r"^test_toy.py::TestToy::test_(\S+) (PASSED|FAILED)", done.stdout, re.MULTILINE))
    untold = "指标和数字的个数与登记的一致"
    assert list(told) == [check.name for check in CHECKS if check.name != untold]
    assert [name for name, result in told.items() if result == "FAILED"] == ["名称是中文且不重复"]
    assert "园区 toy：名称是中文且不重复，有 1 处不符" in done.stdout
    assert "  - 榜单名称“Top 10”应有中文" in done.stdout


def test_what_is_told_makes_a_test_of_its_own(tmp_path: Path) -> None:
    suite = conformance("toy", plugins=[write(tmp_path)], ids=["intensity"], indicators=11)
    assert outcome(suite, "指标和数字的个数与登记的一致") == ""
    assert outcome(suite, "编号规范且与登记的一致").count("还没有登记到 ids 里") == 10


def test_a_long_list_of_mistakes_is_cut(tmp_path: Path) -> None:
    ids = [f"gone{number}" for number in range(30)]
    message = outcome(conformance("toy", plugins=[write(tmp_path)], ids=ids), "编号规范且与登记的一致")
    assert "有 41 处不符" in message
    assert message.endswith("… 另有 21 处")


def test_of_a_park_that_does_not_open_one_test_says_why_and_the_others_so(tmp_path: Path) -> None:
    suite = conformance("toy", plugins=[write(tmp_path, ("late = 70 }", "late = 71 }"))])
    assert "[J515]" in outcome(suite, "能打开且没有错误警告和提示")
    expected = "园区 toy 打不开，先看“能打开且没有错误警告和提示”"
    assert outcome(suite, "每项指标都能得满分也能不得分") == expected
    broken = conformance("toy", plugins=[write(tmp_path / "other", ('id     = "toy"', "id     = 1"))])
    assert outcome(broken, "名单的次序不影响得分") == expected


def test_nothing_is_opened_before_a_test_runs() -> None:
    suite = conformance("no-such-park", policies="no-such-folder")
    assert "J623" in outcome(suite, "再次打开得到同样的规则")


def test_a_known_park_found_twice_is_no_fault_of_it(tmp_path: Path) -> None:
    bundled = Path(jifen.__file__).parents[2] / "plugins" / "dalian"
    (tmp_path / "dalian").symlink_to(bundled, target_is_directory=True)
    assert outcome(conformance("dalian", plugins=[tmp_path]), "能打开且没有错误警告和提示") == ""


def test_full_marks_of_many_conditions_are_found(tmp_path: Path) -> None:
    changes = (SEVEN_ITEMS, ("cap   = 5\n", "cap   = 11\n"))
    assert list(scheme.reach(toy(tmp_path, *changes))) == []


def test_a_sample_is_the_park_s_own_and_the_same_each_time() -> None:
    made = sample("chongqing")
    assert (made.count, made.period) == (527, "2021")
    assert len(made.enterprises()) == 527
    assert made.enterprises(3) == sample("chongqing").enterprises(3)


@pytest.mark.parametrize("name", [check.name for check in CHECKS])
def test_the_name_of_a_check_can_be_the_name_of_a_test(name: str) -> None:
    assert f"test_{name}".isidentifier()
