"""Golden files: for each code one broken input and exactly what is said about it, caret included.

A folder ``J203/`` holds the input ``broken.toml`` (or ``broken.<anything>``; where it would be too large to
keep, ``broken.py`` whose ``CONTENT`` is the bytes), ``expected.txt`` (the terminal) and ``expected.json``.

To write the expected files anew: ``JIFEN_UPDATE_GOLDEN=1 pytest tests/diagnostics``; then read what changed.

To add a family of codes, add its runner to ``RUNNERS``: from the path of an input, and the name to show for
it, to the diagnostics found. To add a code: its wording, its page, its folder here; tests compare the three.
"""

import json
import os
import re
import runpy
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
from attrs import Attribute, field, frozen, validators
from tests.diagnostics.cases import in_cases
from tests.diagnostics.expressions import in_an_expression
from tests.diagnostics.parks import in_a_park, in_a_plugin
from tests.diagnostics.policies import in_a_policy
from tests.diagnostics.programmes import in_a_programme
from tests.diagnostics.rosters import in_a_roster
from tests.diagnostics.runs import in_a_run

import jifen.language
from jifen.interfaces.render import to_text
from jifen.language.decode import decode
from jifen.language.diagnostics import Diagnostic, DiagnosticError, to_dict
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.language.wording import WORDING
from jifen.model.place import Places, Written

HERE = Path(__file__).parent
PAGES = Path(jifen.language.__file__).parent / "pages"
UPDATE = os.environ.get("JIFEN_UPDATE_GOLDEN") == "1"

Runner = Callable[[Path, str], Iterable[Diagnostic]]


def key(doc: str, name: str | None = None, **options: Any) -> Any:
    return field(metadata={"doc": doc} | ({"key": name} if name else {}), **options)


@frozen
class Band:
    within: Written = key("区间", name="in")
    points: Decimal = key("得几分")


@frozen
class Bands:
    kind: Literal["bands"] = key("分档计分")
    bands: tuple[Band, ...] = key("各档")


@frozen
class Ratio:
    kind: Literal["ratio"] = key("按比例计分")
    reference: Written = key("满分值参考")
    points: Decimal = key("满分")


@frozen
class Indicator:
    id: str = key("编号")
    name: str = key("名称")
    digits: int = key("小数位数", default=2, validator=[validators.ge(0), validators.le(8)])
    scoring: Bands | Ratio | None = key("计分方法", default=None)
    weights: Decimal | dict[str, Decimal] | None = key("满分权重", default=None)
    since: date | None = key("启用日期", default=None)
    public: bool = key("是否公布", default=True)
    sources: tuple[str, ...] = key("出处", default=())


def small_letters(_: object, __: "Attribute[str]", value: str) -> None:
    if not re.fullmatch("[a-z-]+", value):
        raise ValueError("只能用小写字母和连字符")


@frozen
class Park:
    id: str = key("园区编号", validator=small_letters)
    name: str = key("园区名称")
    level: Literal["national", "provincial"] = key("级别", default="national")
    places: Places = field(eq=False, repr=False, kw_only=True)


@frozen
class Sample:
    """A small file much like a park's, so that no golden file changes with the real ones."""

    park: Park | None = key("园区", default=None)
    indicators: tuple[Indicator, ...] = key("指标", name="indicator", default=())


def read(path: Path, shown_as: str) -> Iterable[Diagnostic]:
    """J1xx and J2xx: a file, its TOML, its keys and values."""
    try:
        decode(parse(Source.read(path, shown_as)), Sample)
    except DiagnosticError as error:
        return error.diagnostics
    return ()


RUNNERS: dict[str, Runner] = {
    "J1": read,
    "J2": read,
    "J3": in_an_expression,
    "J4": in_an_expression,
    "J5": in_a_park,
    "J6": in_a_plugin,
    "J7": in_a_roster,
    "J8": in_a_run,
    "J9": in_a_policy,
    "J95": in_cases,
    "J96": in_cases,
    "J97": in_a_programme,
}
"""By the first characters of a code, who finds the mistakes of its family."""


def runner(code: str) -> Runner:
    """Who finds a mistake: the runner of the narrower family, if there is one."""
    return RUNNERS.get(code[:3]) or RUNNERS[code[:2]]


def run(code: str, folder: Path, scratch: Path) -> tuple[Diagnostic, ...]:
    (source,) = folder.glob("broken.*")
    if source.suffix == ".py":
        content = runpy.run_path(str(source))["CONTENT"]
        source = scratch / "broken.toml"
        source.write_bytes(content)
    return tuple(runner(code)(source, source.name))


def folders() -> list[str]:
    return sorted(path.name for path in HERE.iterdir() if re.fullmatch(r"J\d{3}", path.name))


@pytest.mark.parametrize("code", folders())
def test_says_exactly_this(code: str, tmp_path: Path) -> None:
    found = run(code, HERE / code, tmp_path)
    text = to_text(found)
    data = json.dumps(to_dict(found), ensure_ascii=False, indent=2) + "\n"
    if UPDATE:
        (HERE / code / "expected.txt").write_text(text, encoding="utf-8")
        (HERE / code / "expected.json").write_text(data, encoding="utf-8")
    assert code in {diagnostic.code for diagnostic in found}
    assert text == (HERE / code / "expected.txt").read_text(encoding="utf-8")
    assert data == (HERE / code / "expected.json").read_text(encoding="utf-8")


def test_each_code_has_its_golden_folder_and_no_other_is_there() -> None:
    assert folders() == sorted(WORDING)


def test_each_code_has_its_page_and_no_other_is_there() -> None:
    assert sorted(path.name for path in PAGES.iterdir()) == sorted(f"{code}.md" for code in WORDING)


@pytest.mark.parametrize("code", sorted(WORDING))
def test_a_page_says_what_it_means_shows_an_example_and_how_to_mend_it(code: str) -> None:
    lines = (PAGES / f"{code}.md").read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"# {code} {WORDING[code].title}"
    assert [line for line in lines if line.startswith("## ")] == ["## 含义", "## 例子", "## 改法"]


@pytest.mark.parametrize("code", sorted(WORDING))
def test_the_example_of_a_page_is_so_and_its_cure_helps(code: str, tmp_path: Path) -> None:
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```toml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    codes = []
    for example in examples:
        path = tmp_path / "broken.toml"
        path.write_text(example, encoding="utf-8")
        codes.append({found.code for found in runner(code)(path, path.name)})
    if examples:
        assert codes == [{code}, set()]
