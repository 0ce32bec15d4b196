"""Files and folders replaced whole: whoever looks sees the old or the new."""

import errno
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from jifen.exchange import files
from jifen.exchange.files import check_folder, replacing_file, replacing_folder
from jifen.language.diagnostics import DiagnosticError

WRITE_FOR_EVER = """
import sys
from jifen.exchange.files import replacing_file, replacing_folder
for number in range(10**9):
    with replacing_file(sys.argv[1] + "/file") as beside:
        beside.write_text(str(number) * 20000)
    with replacing_folder(sys.argv[1] + "/folder", lambda name: True) as beside:
        for name in "abc":
            (beside / name).write_text(str(number) * 1000)
    if number == 0:
        print("begun", flush=True)
"""


def ours(name: str) -> bool:
    return name.endswith(".csv")


def fail_after_writing(path: Path) -> None:
    path.write_text("half")
    raise ZeroDivisionError


def csv_files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_when_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.txt"
    with replacing_file(path) as beside:
        beside.write_text("1")
        assert not path.exists()
    with replacing_file(path) as beside:
        beside.write_text("2")
        assert path.read_text() == "1"
    assert path.read_text() == "2"
    assert csv_files(path.parent) == ["a.txt"]


def test_the_old_file_stays_when_the_block_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing_file(path) as beside:
        fail_after_writing(beside)
    assert path.read_text() == "old"
    assert csv_files(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("in_one_step", [True, False])
def test_a_folder_is_replaced_with_all_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_one_step: bool
) -> None:
    if not in_one_step:
        monkeypatch.setattr(sys, "platform", "another system")
    folder = tmp_path / "out"
    for names in ("a", "bc"):
        with replacing_folder(folder, ours) as beside:
            for name in names:
                (beside / f"{name}.csv").write_text(name)
    assert csv_files(folder) == ["b.csv", "c.csv"]
    assert csv_files(tmp_path) == ["out"]


def test_the_old_folder_stays_when_the_block_fails(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.csv").write_text("old")
    with pytest.raises(ZeroDivisionError), replacing_folder(tmp_path / "out", ours) as beside:
        fail_after_writing(beside / "a.csv")
    assert (tmp_path / "out" / "a.csv").read_text() == "old"
    assert csv_files(tmp_path) == ["out"]


def test_the_old_folder_comes_back_when_the_new_one_cannot_be_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "another system")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.csv").write_text("old")
    with pytest.raises(DiagnosticError), replacing_folder(tmp_path / "out", ours) as beside:
        monkeypatch.setattr(files.os, "replace", _refused_for(beside))
    monkeypatch.undo()
    assert (tmp_path / "out" / "a.csv").read_text() == "old"


def _refused_for(source: Path) -> Callable[[Path, Path], None]:
    replace = files.os.replace

    def instead(one: Path, other: Path) -> None:
        if one == source:
            raise PermissionError(errno.EACCES, "refused")
        replace(one, other)

    return instead


def test_a_folder_with_somebody_elses_files_is_left_alone(tmp_path: Path) -> None:
    for number in range(7):
        (tmp_path / f"{number}.docx").write_text("x")
    with pytest.raises(DiagnosticError) as caught, replacing_folder(tmp_path, ours):
        pytest.fail("nothing may be written")
    (found,) = caught.value.diagnostics
    assert found.code == "J718"
    assert "等7个" in found.message
    assert len(csv_files(tmp_path)) == 7


def test_what_a_system_leaves_in_a_folder_is_nobodys_file(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "old.csv"):
        (out / name).write_text("x")
    with replacing_folder(out, ours) as beside:
        (beside / "a.csv").write_text("new")
    assert csv_files(out) == ["a.csv"]


@pytest.mark.parametrize("lock", ["~$report.xlsx", ".~lock.report.xlsx#"])
def test_a_folder_with_an_open_workbook_is_refused_and_left_alone(tmp_path: Path, lock: str) -> None:
    (tmp_path / lock).write_text("x")
    with pytest.raises(DiagnosticError) as caught:
        check_folder(tmp_path, ours)
    (found,) = caught.value.diagnostics
    assert found.code == "J717"
    assert lock in found.message
    assert csv_files(tmp_path) == [lock]


def test_a_folder_may_be_checked_before_it_is_there(tmp_path: Path) -> None:
    check_folder(tmp_path / "a" / "b", ours)
    assert csv_files(tmp_path) == []


def test_a_folder_below_one_that_may_only_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files.os, "access", lambda path, mode: path != tmp_path)
    with pytest.raises(DiagnosticError, match="没有写入权限"):
        check_folder(tmp_path / "a" / "b", ours)


def test_what_cannot_be_written_is_a_diagnostic(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file")
    for block in (
        replacing_file(tmp_path / "a" / "b.txt"),
        replacing_folder(tmp_path / "a", ours),
        replacing_folder(tmp_path / "a" / "b", ours),
    ):
        with pytest.raises(DiagnosticError) as caught, block:
            pytest.fail("nothing may be written")
        assert [found.code for found in caught.value.diagnostics] == ["J717"]
        assert "已是一个文件" in str(caught.value)
    (tmp_path / "folder").mkdir()
    with pytest.raises(DiagnosticError) as caught, replacing_file(tmp_path / "folder") as beside:
        beside.write_text("x")
    assert "已是一个文件夹" in str(caught.value)


def test_a_killed_process_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    for attempt in range(5):
        command = [sys.executable, "-c", WRITE_FOR_EVER, str(tmp_path)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        time.sleep(0.02 + 0.013 * attempt)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        text = (tmp_path / "file").read_text()
        assert text == text[: len(text) // 20000] * 20000
        if not sys.platform.startswith("linux"):
            continue  # only there do folders change places in one step
        folder = tmp_path / "folder"
        contents = {name: (folder / name).read_text() for name in csv_files(folder)}
        assert sorted(contents) == ["a", "b", "c"]
        assert len(set(contents.values())) == 1
