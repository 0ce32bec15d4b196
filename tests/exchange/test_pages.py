"""The pages of J7xx: their rosters have the mistake, and the mended ones do not."""

import re
from pathlib import Path

import pytest
from tests.diagnostics.rosters import in_a_roster

import jifen.language
from jifen.language.wording.data import WORDING

PAGES = Path(jifen.language.__file__).parent / "pages"
ROSTER = re.compile(r"^```csv\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EXAMPLES = {code: ROSTER.findall((PAGES / f"{code}.md").read_text("utf-8")) for code in WORDING}


@pytest.mark.parametrize("code", sorted(code for code, found in EXAMPLES.items() if found))
def test_the_roster_of_a_page_is_so_and_its_cure_helps(code: str, tmp_path: Path) -> None:
    told = []
    for number, text in enumerate(EXAMPLES[code]):
        path = tmp_path / f"{number}.csv"
        path.write_text(text, encoding="utf-8")
        told.append(code in {found.code for found in in_a_roster(path, path.name)})
    assert told == [True, False][: len(told)]


def test_most_pages_show_a_roster() -> None:
    assert sum(bool(found) for found in EXAMPLES.values()) > 25
