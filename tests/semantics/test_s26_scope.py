"""S26: a library is opened for one park; what it rests on, and what its digest covers."""

import shutil
import sys
from pathlib import Path

import pytest
from tests.semantics.trial import (
    CODE_HEAD,
    REGISTER,
    WHOLE,
    bands,
    codes,
    indicator,
    mistakes,
    opened,
    write_package,
)
from tests.settlement import small

from jifen.interfaces.park import open_park
from jifen.language.diagnostics import DiagnosticError
from jifen.loading.bundled import policies_folder
from jifen.loading.parks import discover_parks

VALUE = indicator("x", bands(("< 0元", 1), (">= 0元", 2)), "净利润")
TEXT = WHOLE + VALUE


def digest(folder: Path, files: dict[str, str], code: str = "", policies: Path | None = None) -> str:
    """The digest of the park ``trial``, whose package has one name throughout."""
    shutil.rmtree(folder, ignore_errors=True)
    write_package(folder / "trial", "jifen_digest_trial", files, code=code)
    register = REGISTER.format(files=sorted(files), functions="[]")
    (folder / "trial" / "jifen_digest_trial" / "__init__.py").write_text(
        f"{CODE_HEAD}{code}\n{register}", "utf-8"
    )
    try:
        return open_park("trial", plugins=[folder], policies=policies).park.digest
    finally:
        sys.modules.pop("jifen_digest_trial", None)


def test_s26_a_library_is_opened_for_one_park(tmp_path: Path) -> None:
    """Two parks each have an indicator, a field and a list of one name, and neither sees the other's."""
    for number, unit in enumerate(("元", "人")):
        field = f'[fields.own]\nname = "自有"\nunit = "{unit}"\n[lists]\n"名单" = ["{unit}"]\n'
        text = (
            WHOLE.replace('"trial"', f'"trial{number}"')
            + field
            + indicator("x", bands(("< 0", 1), (">= 0", 2)), "自有")
        )
        write_package(tmp_path / f"trial{number}", f"jifen_scope_{number}", {"park.toml": text})
        project = tmp_path / f"trial{number}" / "pyproject.toml"
        project.write_text(project.read_text("utf-8").replace("trial =", f"trial{number} ="), "utf-8")
    parks = [open_park(f"trial{number}", plugins=[tmp_path]) for number in (0, 1)]
    assert [park.vocabulary.fields["own"].scale.name for park in parks] == ["元", "人"]
    assert [park.vocabulary.lists["名单"] for park in parks] == [("元",), ("人",)]
    assert {plugin.id for plugin in discover_parks([tmp_path]).plugins} >= {"trial0", "trial1", "dalian"}


def test_s26_a_park_rests_on_the_shared_vocabulary_and_its_own() -> None:
    assert codes(
        mistakes(TEXT + indicator("y", bands(("< 0", 1), (">= 0", 2)), "核心自主知识产权评审分"))
    ) == ["J401"]
    assert "rd_expense" in opened(TEXT).vocabulary.fields


OWN = '[inputs]\nplot = { name = "试行用地", unit = "元" }\n\n'


def test_s26_what_a_policy_declares_is_its_own() -> None:
    """That of another policy opened with it is unknown, until it is declared here as well."""
    first = small.policy(OWN + small.subsidy("a", "试行用地 × 1%"), name="first")
    second = small.subsidy("b", "试行用地 × 2%")
    assert small.mistakes(first, small.policy(second, name="second")) == ["J401"]
    assert small.mistakes(first, small.policy(OWN + second, name="second")) == []


def test_s26_a_policy_for_any_park_does_not_rest_on_the_parks_own_fields() -> None:
    park = '[fields]\nplot = { name = "园区用地", unit = "元" }\n\n' + small.PARK
    text = small.policy(small.subsidy("a", "园区用地 × 1%"))
    assert small.mistakes(text, park=park) == ["J401"]
    assert small.mistakes(text.replace('"any"', '["trial"]'), park=park) == []


def test_s26_identical_inputs_merge_and_differing_ones_are_an_error() -> None:
    """A park may declare a shared field as the vocabulary does, and not otherwise."""
    same = '[events.wage_arrears]\nname = "拖欠农民工工资"\naliases = ["拖欠农民工工资失信联合惩戒对象"]\n'
    assert mistakes(TEXT + same) == ()
    assert codes(mistakes(TEXT + same.replace("工资失信联合", "工资联合"))) == ["J450"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("points = 2", "points = 3"),
        (">= 0元", "> 0元"),
        ("净利润", "营业收入"),
        ('name   = "基础"', 'name   = "根本"'),
        (">= 500万元", ">= 501万元"),
        ('source = "试行办法"\n\n[stages]', 'source = "正式办法"\n\n[stages]'),
    ],
)
def test_s26_the_digest_covers_the_model(tmp_path: Path, old: str, new: str) -> None:
    changed = TEXT.replace(old, new)
    if "0元" in old:
        changed = changed.replace("< 0元", "<= 0元")
    elif "501" in new:
        changed = changed.replace("< 500万元", "< 501万元")
    assert changed != TEXT
    assert digest(tmp_path, {"park.toml": changed}) != digest(tmp_path, {"park.toml": TEXT})


def test_s26_the_digest_covers_the_plugins_code(tmp_path: Path) -> None:
    before = digest(tmp_path, {"park.toml": TEXT})
    assert digest(tmp_path, {"park.toml": TEXT}, code="FACTOR = 2\n") != before
    assert digest(tmp_path, {"park.toml": TEXT}) == before


def test_s26_the_digest_covers_the_shared_vocabulary(tmp_path: Path) -> None:
    shutil.copytree(policies_folder(), tmp_path / "policies")
    before = digest(tmp_path / "plugins", {"park.toml": TEXT}, policies=tmp_path / "policies")
    assert before == digest(tmp_path / "plugins", {"park.toml": TEXT})
    fields = tmp_path / "policies" / "fields.toml"
    fields.write_text(fields.read_text("utf-8") + '\n[fields.further]\nname = "又一项"\n', "utf-8")
    assert digest(tmp_path / "plugins", {"park.toml": TEXT}, policies=tmp_path / "policies") != before


def test_s26_spelling_and_layout_are_not_part_of_the_meaning(tmp_path: Path) -> None:
    before = digest(tmp_path, {"park.toml": TEXT})
    assert digest(tmp_path, {"park.toml": "# 说明\n\n" + TEXT.replace(" = ", "   =  ")}) == before
    assert digest(tmp_path, {"park.toml": TEXT.replace("points = 2", "points = 2.0")}) == before
    assert digest(tmp_path, {"park.toml": TEXT.replace("\n", "\r\n")}) == before


def test_s26_a_park_that_is_not_there_is_not_guessed() -> None:
    with pytest.raises(DiagnosticError):
        open_park("trail")
