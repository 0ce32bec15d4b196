"""S24: two definitions of one thing are an error at both places; there is no last-one-wins."""

from pathlib import Path

import pytest
from tests.semantics.trial import WHOLE, bands, codes, indicator, mistakes, write_package, write_plugin

from jifen.interfaces.park import open_park
from jifen.language.diagnostics import DiagnosticError
from jifen.loading.parks import discover_parks

ONE = indicator("x", bands(("< 0元", 1), (">= 0元", 2)), "净利润")


@pytest.mark.parametrize(
    ("again", "code"),
    [
        (indicator("x", bands(("< 0元", 1), (">= 0元", 3)), "净利润"), "J554"),
        (WHOLE.partition("[[dimension]]")[0], "J551"),
        ("[stages]" + WHOLE.partition("[stages]")[2], "J551"),
        ('[[dimension]]\nid = "base"\nname = "另一个"\nsource = "试行办法"\n', "J554"),
        ('[fields.revenue]\nname = "营业收入"\nunit = "元"\n', "J450"),
        ('[lists]\n"名单" = ["甲"]\n', "J450"),
    ],
    ids=["indicator", "park", "stages", "dimension", "field", "list"],
)
def test_s24_two_definitions_are_an_error_at_both_places(again: str, code: str) -> None:
    first = WHOLE + '[lists]\n"名单" = ["乙"]\n' + ONE
    for texts in ((first, again), (again, first)):
        found = [each for each in mistakes(*texts) if each.code == code]
        assert found
        assert all(each.related for each in found)
        told = {each.place.file for each in found if each.place} | {
            place.file for each in found for _, place in each.related
        }
        assert len(told) == 2


def test_s24_identical_inputs_of_several_files_merge() -> None:
    field = '[fields.floor]\nname = "层数"\ndigits = 0\n'
    assert mistakes(WHOLE + ONE + field, field) == ()
    assert codes(mistakes(WHOLE + ONE + field, field.replace("0", "1"))) == ["J450"]


def test_s24_two_versions_of_a_park_are_not_chosen_from(tmp_path: Path) -> None:
    for number, version in enumerate(("1", "2")):
        folder = tmp_path / f"plugins{number}"
        write_package(folder / "trial", f"jifen_twice_{number}", {"park.toml": WHOLE + ONE}, version=version)
    both = [tmp_path / "plugins0", tmp_path / "plugins1"]
    with pytest.raises(DiagnosticError) as refused:
        open_park("trial", plugins=both)
    assert codes(refused.value.diagnostics) == ["J622", "J622"]
    assert len({each.place for each in refused.value.diagnostics}) == 2
    for order in (both, both[::-1]):
        (found,) = [plugin for plugin in discover_parks(order).plugins if plugin.id == "trial"][:1]
        assert not found.usable


def test_s24_equal_copies_of_a_park_are_used_once_with_a_notice(tmp_path: Path) -> None:
    package = write_plugin(tmp_path / "one", {"park.toml": WHOLE + ONE})
    write_package(tmp_path / "two" / "trial", package, {"park.toml": WHOLE + ONE})
    index = discover_parks([tmp_path / "one", tmp_path / "two"])
    (found,) = [plugin for plugin in index.plugins if plugin.id == "trial"]
    assert found.usable
    assert codes(found.problems) == ["J621"]
    assert open_park("trial", plugins=[tmp_path / "two", tmp_path / "one"]).id == "trial"
