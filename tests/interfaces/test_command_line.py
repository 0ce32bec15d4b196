"""The command line as a whole: help, mistakes in it, and how it ends when something goes wrong."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.interfaces.conftest import Give

import jifen
from jifen.interfaces import commands
from jifen.interfaces.commands import COMMANDS
from jifen.interfaces.commands.framework import cells, padded, wrapped

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"


def blocks(page: str) -> dict[str, str]:
    """The help texts of the manual, by the command that shows them."""
    return dict(re.findall(r"^```console\n\$ (jifen .*?)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE))


@pytest.mark.parametrize("command", ["jifen --help", *(f"jifen {name} --help" for name in COMMANDS)])
def test_the_manual_holds_the_help_as_it_is(give: Give, command: str) -> None:
    answer = give(*command.split()[1:])
    assert answer.code == 0
    if os.environ.get("JIFEN_UPDATE_GOLDEN") == "1":
        page = PAGE.read_text("utf-8")
        block = re.compile(rf"^(```console\n\$ {re.escape(command)}\n).*?^```$", re.DOTALL | re.MULTILINE)
        PAGE.write_text(block.sub(lambda found: f"{found[1]}{answer.out}```", page), "utf-8")
    assert blocks(PAGE.read_text("utf-8"))[command] == answer.out


def test_the_manual_knows_no_other_command() -> None:
    shown = {command.split()[1] for command in blocks(PAGE.read_text("utf-8"))} - {"--help"}
    assert shown == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_stays_within_80_cells(give: Give, name: str) -> None:
    for line in give(name, "--help").out.splitlines():
        assert cells(line) <= 80, line


def test_shows_its_version(give: Give) -> None:
    assert give("--version").out == f"jifen {jifen.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["prks"], "没有命令 prks，是不是 parks？"),
        (["下载"], "没有命令 下载；可用的命令：demo、run"),
        (["parks", "--formt", "json"], "没有选项 --formt，是不是 --format？"),
        (["parks", "--format", "xml"], "--format 写得不对：“xml”不是 text、json 之一"),
        (["parks", "--plugins"], "选项 --plugins 后面要写一个值"),
        (["parks", "much", "more"], "多出了 much、more"),
        (["explain"], "缺少 编号"),
        (["run", "x.xlsx", "--park", "dalian"], "缺少 --period"),
        (["run", "x", "--as-of", "2021/3/1"], "“2021/3/1”不是日期"),
        (["run", "x", "--as-of", "20210301"], "“20210301”不是日期"),
        (["run", "x", "--park", "a", "--period", "去年"], "“去年”不是期间"),
        (["run", "x", "--park", "a", "--period", "2020Q1"], "不是年度"),
        (["sample", "dalian", "--count", "0", "--out", "o"], "--count 写得不对：0 小于 1"),
        (["sample", "dalian", "--count", "许多", "--out", "o"], "“许多”不是整数"),
    ],
)  # fmt: skip
def test_mistakes_are_said_in_chinese(give: Give, arguments: list[str], said: str) -> None:
    answer = give(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "--help" in answer.err


def test_without_a_command_it_shows_its_help(give: Give) -> None:
    answer = give()
    assert "用法：jifen" in answer.out + answer.err


def test_an_error_that_nobody_foresaw_is_kept_in_a_file(
    give: Give, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(_: object) -> str:
        raise RuntimeError("谁也没想到")

    monkeypatch.setattr("jifen.interfaces.commands.explain.page_of", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    answer = give("explain", "J203")
    assert answer.code == 2
    assert "程序出错了，这不是您操作的问题：RuntimeError: 谁也没想到" in answer.err
    assert "Traceback" not in answer.err + answer.out
    (kept,) = tmp_path.iterdir()
    assert str(kept) in answer.err
    assert "Traceback" in kept.read_text("utf-8")


def test_help_and_version_load_nothing_heavy() -> None:
    program = (
        "import sys\nfrom jifen.interfaces.commands import execute\n"
        "execute(['--help'])\nexecute(['score', '--help'])\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stderr
    heavy = {
        "attrs",
        "attr",
        "cattrs",
        "lark",
        "rich",
        "pluggy",
        "python_calamine",
        "tree_sitter",
        "xlsxwriter",
    }
    assert set(loaded.split()) & heavy == set()


def test_a_reader_that_leaves_early_is_no_error() -> None:
    program = Path(sys.executable).with_name("jifen")
    running = subprocess.Popen(
        [program, "provenance", "dalian"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout is not None and running.stderr is not None
    running.stdout.readline()
    running.stdout.close()
    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait() == 0


def test_main_ends_the_process_with_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["jifen", "explain", "J999"])
    with pytest.raises(SystemExit) as ended:
        commands.main()
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("一二三四五", 6, ["一二三", "四五"]),
        ("一二三，四", 6, ["一二", "三，四"]),
        ("见 jifen parks 一", 7, ["见", "jifen", "parks", "一"]),
        ("", 5, [""]),
    ],
)
def test_chinese_is_wrapped_by_cells(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines
    assert padded("一", 4) == "一  "
