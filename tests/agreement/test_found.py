"""What was once decided differently by columns, made small; its folder says what was wrong."""

from pathlib import Path

import pytest
from tests.agreement.example import FOUND, Example

FOLDERS = sorted(path for path in FOUND.iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_was_found_stays_mended(folder: Path) -> None:
    assert not Example.read(folder).differences()


def test_examples_are_kept_as_they_are(tmp_path: Path) -> None:
    assert FOLDERS
    for folder in FOLDERS:
        example = Example.read(folder)
        example.write(tmp_path / folder.name)
        assert Example.read(tmp_path / folder.name) == example
