"""Ten policies broken as policy staff would break them, and exactly what ``jifen check`` says of each.

A folder holds the policy and ``expected.txt``. ``MENDED`` does what the message asks for; nothing is then
left to say. The manual (``docs/policy-mistakes.md``) shows the same output.

To write the expected files and the outputs in the manual anew: ``JIFEN_UPDATE_GOLDEN=1 pytest
tests/broken_policies``; then read what changed.
"""

import os
import re
import shutil
from pathlib import Path

import pytest

from jifen.interfaces.commands.checking import check
from jifen.interfaces.render import to_text

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "policy-mistakes.md"
UPDATE = os.environ.get("JIFEN_UPDATE_GOLDEN") == "1"

MENDED: dict[str, list[tuple[str, str, str]]] = {
    "01-unit-left-off": [("policy.toml", "固定资产投资额 >= 100", "固定资产投资额 >= 100万元")],
    "02-more-than-or-from": [("policy.toml", "研发费用 >= 500万元", "研发费用 > 500万元")],
    "03-misspelt-field": [("policy.toml", "研发费有", "研发费用"), ("policy.toml", "研发费甩", "研发费用")],
    "04-overlapping-tiers": [("policy.toml", "[500万元, 2000万元]", "[500万元, 2000万元)")],
    "05-key-one-level-too-high": [
        ("policy.toml", 'cap        = "100万元"\n', ""),
        ("policy.toml", "due    = 2024-06-30\n", 'cap    = "100万元"\n'),
        ("policy.toml", 'id    = "first"\n', 'id    = "first"\ndue   = 2024-06-30\n'),
    ],
    "06-until-before-from": [("policy.toml", "until = 2023-12-31", "until = 2025-01-01")],
    "07-one-group-two-ways": [("district.toml", 'take  = "first"', 'take  = "highest"')],
    "08-cap-below-least": [("policy.toml", 'least  = "10万元"', 'least  = "1万元"')],
    "09-statuses-in-a-circle": [
        ("policy.toml", '{ any = ["符合(领军企业)", "符合(成长企业)"] }', '"符合(成长企业)"')
    ],
    "10-amount-without-rounding": [("policy.toml", "source ", 'round      = "元"\nsource ')],
}
"""By folder: the file, what stands there, and what the message asks to write."""


def test_each_folder_is_tried() -> None:
    assert sorted(path.name for path in HERE.iterdir() if re.match(r"\d\d-", path.name)) == sorted(MENDED)


@pytest.mark.parametrize("name", MENDED)
def test_it_says_exactly_this(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE / name)
    found = to_text(check(Path(".")))
    if UPDATE:
        (HERE / name / "expected.txt").write_text(found, "utf-8")
        shown = PAGE.read_text("utf-8")
        PAGE.write_text(
            re.sub(rf"(?s)(<!-- {name} -->\n```text\n).*?```", lambda m: f"{m[1]}{found}```", shown), "utf-8"
        )
    assert found == (HERE / name / "expected.txt").read_text("utf-8")


@pytest.mark.parametrize("name", MENDED)
def test_doing_what_it_asks_for_mends_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (HERE / name).glob("*.toml"):
        shutil.copy(path, tmp_path)
    for file, old, new in MENDED[name]:
        text = (tmp_path / file).read_text("utf-8")
        assert text.count(old) == 1
        (tmp_path / file).write_text(text.replace(old, new), "utf-8")
    monkeypatch.chdir(tmp_path)
    assert check(Path(".")) == ()


@pytest.mark.parametrize("name", MENDED)
def test_the_manual_shows_what_it_says(name: str) -> None:
    (shown,) = re.findall(rf"(?s)<!-- {name} -->\n```text\n(.*?)```", PAGE.read_text("utf-8"))
    assert shown == (HERE / name / "expected.txt").read_text("utf-8")


def test_the_manual_quotes_what_the_files_write() -> None:
    sections = re.split(r"(?m)^## ", PAGE.read_text("utf-8"))[1:]
    assert len(sections) == len(MENDED)
    for name, section in zip(MENDED, sections, strict=True):
        texts = [path.read_text("utf-8") for path in sorted((HERE / name).glob("*.toml"))]
        (broken, mended) = re.findall(r"(?s)```toml\n(.*?)```", section)
        for line in filter(None, broken.splitlines()):
            assert line.startswith("#") or any(line in text for text in texts)
        assert mended
