import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from jifen.interfaces.render import render, to_text
from jifen.language.diagnostics import Diagnostic
from jifen.model.place import Place


def diagnostic(text: str, column: int, length: int = 1, line: int = 1, **options: object) -> Diagnostic:
    place = Place("park/增长.toml", line, column, length, text)
    return Diagnostic("J203", "error", "类型不对", place=place, **options)  # type: ignore[arg-type]


def carets(text: str) -> tuple[str, int, int]:
    """The line shown, and the cells at which the carets below it begin and end, after the gutter."""
    lines = text.splitlines()
    at = next(
        number
        for number, line in enumerate(lines)
        if line.strip().strip("|").strip(" ^") == "" and "^" in line
    )
    shown, below = lines[at - 1], lines[at]
    gutter = shown.index("|") + 2
    return shown[gutter:], below.index("^") - gutter, len(below) - gutter


def test_a_diagnostic_in_full() -> None:
    found = diagnostic(
        'weights = "30"',
        11,
        4,
        line=12,
        why="类型不对就无法计算。",
        help="请写成 30。",
        clause="第三条",
        related=(("上一处", Place("park/增长.toml", 8, 1, 2, "id = 1")),),
    )
    assert (
        to_text([found])
        == """\
错误[J203] 类型不对
   --> park/增长.toml:12:11
    |
 12 | weights = "30"
    |           ^^^^
    = 原因：类型不对就无法计算。
    = 改法：请写成 30。
    = 条款：第三条
   --> park/增长.toml:8:1 上一处
    |
  8 | id = 1
    | ^^

共 1 个错误
"""
    )


def test_without_a_place_or_a_line_there_is_no_excerpt() -> None:
    bare = Diagnostic("J501", "warning", "权重合计不是 100")
    cell = Diagnostic("J701", "notice", "重复", place=Place("名单.xlsx", 3, 2))
    assert to_text([bare, cell]) == (
        "警告[J501] 权重合计不是 100\n\n提示[J701] 重复\n  --> 名单.xlsx:3:2\n\n共 1 个警告、1 个提示\n"
    )


def test_the_last_line_counts() -> None:
    assert to_text([]) == "没有发现问题\n"
    errors = [Diagnostic("J201", "error", "x")] * 3
    assert to_text([*errors, Diagnostic("J501", "warning", "y")]).endswith("\n共 3 个错误、1 个警告\n")


@pytest.mark.parametrize(
    ("line", "column", "length", "start", "end"),
    [
        ("id = 1", 6, 1, 5, 6),
        ('名称 = "大连"', 6, 4, 7, 13),
        ('名称 = "大连"', 2, 1, 2, 4),
        ('"a😀b" = 1', 4, 1, 4, 5),
        ("\tid = 1", 2, 2, 4, 6),
        ("a\tid = 1", 3, 2, 4, 6),
        ("大\tid = 1", 3, 2, 4, 6),
        ("e\u0301 = 1", 3, 1, 1, 2),
        ("id = 1", 7, 1, 6, 7),
        ("id = 1", 5, 9, 4, 6),
    ],
)
def test_carets_stand_under_the_characters_meant(
    line: str, column: int, length: int, start: int, end: int
) -> None:
    assert carets(to_text([diagnostic(line, column, length)]))[1:] == (start, end)


def test_a_long_line_is_cut_around_the_place() -> None:
    line = 'doc = "' + "很长" * 100 + '"; 单位 = 万元 # ' + "也长" * 100
    column = line.index("万元") + 1
    shown, start, end = carets(to_text([diagnostic(line, column, 2)], width=60))
    assert cell_len(shown) <= 56
    assert shown.startswith("...")
    assert shown.endswith("...")
    assert cell_len(shown[: shown.index("万元")]) == start
    assert end - start == 4


def test_a_place_near_an_end_of_a_long_line_keeps_that_end() -> None:
    line = "id = " + "x" * 200
    shown, start, end = carets(to_text([diagnostic(line, 1, 2)], width=50))
    assert (shown[:5], shown[-3:], start, end) == ("id = ", "...", 0, 2)
    shown, start, end = carets(to_text([diagnostic(line, 205)], width=50))
    assert (shown[:3], shown[-3:], end - start, end) == ("...", "xxx", 1, cell_len(shown))
    shown, start, end = carets(to_text([diagnostic(line, 1, 205)], width=50))
    assert (shown[-3:], start, end) == ("...", 0, cell_len(shown) - 3)


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1, max_size=120),
    st.integers(1, 130),
    st.integers(1, 40),
    st.integers(1, 90),
)
def test_no_line_is_wider_than_asked_and_carets_are_always_there(
    text: str, column: int, length: int, width: int
) -> None:
    place = Place("f.toml", 1, min(column, len(text)), length, text)
    shown = to_text([Diagnostic("J203", "error", "不对", place=place)], width)
    assert all(cell_len(line) <= max(40, width) for line in shown.split("\n"))
    assert "^" in shown
    assert "\x1b" not in shown


def test_nothing_that_a_terminal_obeys_is_printed() -> None:
    hostile = 'a = "\x1b[31m\u202e\u2066x\x07\r"'
    found = Diagnostic(
        "J201", "error", "没有 \x1b]0;x\x07 这个键", place=Place("a\nb.toml", 1, 1, 3, hostile), help="\u202e"
    )
    shown = to_text([found])
    assert not {"\x1b", "\x07", "\r", "\u202e", "\u2066"} & set(shown)
    assert 'a = "\ufffd[31m\ufffd\ufffdx\ufffd\ufffd"' in shown
    assert "a\ufffdb.toml:1:1" in shown


def test_long_messages_are_wrapped_under_themselves() -> None:
    found = Diagnostic(
        "J201", "error", "这一段很长，" * 8, help="可以写的键有：weights、points、scoring。" * 3
    )
    lines = to_text([found], width=50).split("\n")
    assert all(cell_len(line) <= 52 for line in lines)
    assert not any(line.strip().startswith(("，", "。", "、")) for line in lines)
    assert lines[1].startswith(" " * 11 + "这" if lines[1].strip().startswith("这") else " " * 11)
    assert "".join(line.strip() for line in lines if "weights" in line or "scoring" in line)
    assert "weights" in "".join(lines)
    assert not any(line.rstrip() != line for line in lines)


def test_colours_are_for_terminals_only() -> None:
    found = diagnostic('weights = "30"', 11, 4)
    terminal = io.StringIO()
    render([found], Console(file=terminal, force_terminal=True, color_system="standard", width=80))
    assert "\x1b[1;31m错误[J203]" in terminal.getvalue()
    pipe = io.StringIO()
    render([found], Console(file=pipe, width=100))
    assert pipe.getvalue() == to_text([found])
