from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jifen.language.diagnostics import Diagnostic, DiagnosticError
from jifen.language.source import MAX_BYTES, Source


def refusal(path: Path, shown_as: str | None = None) -> Diagnostic:
    with pytest.raises(DiagnosticError) as caught:
        Source.read(path, shown_as)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic


def test_a_file_is_read_without_mark_and_with_unix_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes("\ufeffid = 1\r\n名 = 2\r\n".encode())
    source = Source.read(path, "park/x.toml")
    assert (source.name, source.text) == ("park/x.toml", "id = 1\n名 = 2\n")
    assert Source.read(str(path)).name == str(path)


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    missing = refusal(tmp_path / "none.toml", "none.toml")
    assert (missing.code, missing.message) == ("J101", "文件读不出来：找不到这个文件")
    assert missing.place is not None
    assert missing.place.file == "none.toml"
    assert "文件夹" in refusal(tmp_path).message


def test_a_file_without_permission_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    # Permissions do not bind root, under which tests may run.
    monkeypatch.setattr(Path, "open", refuse)
    assert refusal(tmp_path / "x.toml").message == "文件读不出来：没有读取权限"


def test_other_reasons_are_said_as_the_system_says_them(tmp_path: Path) -> None:
    assert refusal(tmp_path / ("x" * 300)).message.startswith("文件读不出来：")
    assert refusal(Path("x\0y")).message == "文件读不出来：embedded null byte"


def test_a_file_may_have_so_many_bytes_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"#" * MAX_BYTES)
    assert len(Source.read(path).text) == MAX_BYTES
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    assert refusal(path).code == "J102"


def test_an_endless_file_ends() -> None:
    assert refusal(Path("/dev/zero")).code == "J102"


def test_gbk_is_named_and_its_line_found(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes('# x\r\nid = 1\r\nname = "大连"\r\nz = 1'.encode("gbk"))
    found = refusal(path)
    assert (found.code, "GBK" in found.message) == ("J103", True)
    assert found.place is not None
    assert (found.place.line, found.place.column) == (3, 9)
    assert found.place.text.startswith('name = "\ufffd')
    path.write_bytes("\ufeff一二".encode() + b"\xff")
    found = refusal(path)
    assert found.place is not None
    assert (found.place.column, found.place.text) == (3, "一二\ufffd")
    assert (found.code, "GBK" in found.message) == ("J103", False)
    path.write_bytes("名".encode("utf-16"))
    assert "UTF-16" in refusal(path).message


def test_a_place_is_counted_in_characters_and_stays_on_its_line() -> None:
    source = Source("f", "一二\n三四五\n\n六")
    assert source.place(0) == source.place(0, 1)
    place = source.place(4, 6)
    assert (place.line, place.column, place.length, place.text) == (2, 2, 2, "三四五")
    assert source.place(4, 9).length == 2
    end = source.place(2)
    assert (end.line, end.column, end.length) == (1, 3, 1)
    last = source.place(9)
    assert (last.line, last.column) == (4, 2)


def test_the_place_of_a_line_leaves_out_blanks_around_it() -> None:
    place = Source("f", "a\n  b c \n\n").line(2)
    assert (place.column, place.length, place.text) == (3, 3, "  b c ")
    assert Source("f", "").line(1).length == 1


@given(st.text(), st.data())
def test_each_character_has_the_place_at_which_it_is_found_again(text: str, data: st.DataObject) -> None:
    source = Source("f", text)
    if source.text:
        offset = data.draw(st.integers(0, len(source.text) - 1))
        place = source.place(offset)
        assert place.text == source.lines[place.line - 1]
        assert (place.text + "\n")[place.column - 1] == source.text[offset]


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "x.toml"
    path.write_bytes(content)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        assert refusal(path).code == "J103"
    else:
        assert Source.read(path).text == text.removeprefix("\ufeff").replace("\r\n", "\n")
