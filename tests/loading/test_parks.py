"""Where parks are found, and what happens when one is found twice (S24, S30)."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attrs import evolve

from jifen.language.diagnostics import DiagnosticError
from jifen.loading.bundled import bundled_plugins, is_checkout, policies_folder
from jifen.loading.library import list_parks, open_park
from jifen.loading.parks import discover_parks

ROOT = Path(__file__).parents[2]


def found_in(*folders, entry_points=False):
    return discover_parks(folders, entry_points=entry_points, bundled=False)


def codes(plugin):
    return [problem.code for problem in plugin.problems]


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder on sys.path into which a test installs."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    return folder


def test_the_parks_of_the_checkout_are_bundled():
    index = discover_parks(entry_points=False)
    assert bundled_plugins() == ROOT / "plugins"
    assert policies_folder() == ROOT / "policies"
    assert {plugin.origin for plugin in index.plugins} == {"bundled"}
    assert "dalian" in index.ids
    assert index.plugin("dalian").entry.file == "plugins/dalian/pyproject.toml"


def test_a_folder_of_another_project_is_no_checkout(tmp_path):
    assert not is_checkout(tmp_path)
    for text in ("[project\n", "project = 1\n", '[project]\nname = "another"\n'):
        (tmp_path / "pyproject.toml").write_text(text, "utf-8")
        assert not is_checkout(tmp_path)
    assert is_checkout(ROOT)


def test_the_wheel_finds_its_parks_inside_the_package(tmp_path):
    """A copy of the package outside any checkout, run by itself."""
    package = tmp_path / "jifen"
    shutil.copytree(ROOT / "engine" / "jifen", package)
    shutil.copytree(ROOT / "plugins", package / "bundled" / "plugins")
    shutil.copytree(ROOT / "policies", package / "bundled" / "policies")
    program = (
        "from jifen.loading.parks import discover_parks; from jifen.loading.library import open_park\n"
        "index = discover_parks(entry_points=False); park = open_park(index, 'dalian')\n"
        "print(index.plugin('dalian').root); print(park.digest); print(park.indicators[0].places.here.file)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    park = open_park(discover_parks(entry_points=False), "dalian")
    folder = package / "bundled" / "plugins" / "dalian"
    assert run.stdout.split() == [str(folder), park.digest, park.indicators[0].places.here.file]


def test_nothing_of_a_park_runs_before_it_is_opened(plugins, toy):
    evolve(toy, code="raise SystemExit\n").write(plugins)
    index = found_in(plugins)
    assert index.ids == ("toy",)
    assert toy.package not in sys.modules


def test_hidden_folders_and_files_are_passed_over(plugins, toy):
    toy.write(plugins)
    (plugins / ".git").mkdir()
    (plugins / "__pycache__").mkdir()
    (plugins / "README.md").write_text("", "utf-8")
    assert [plugin.id for plugin in found_in(plugins).plugins] == ["toy"]


@pytest.mark.parametrize("kind", ["missing", "file"])
def test_a_plugins_folder_that_is_none_is_reported(plugins, toy, tmp_path, kind):
    toy.write(plugins)
    other = tmp_path / "other"
    if kind == "file":
        other.write_text("", "utf-8")
    index = found_in(plugins, other)
    assert [problem.code for problem in index.problems] == ["J601"]
    assert index.ids == ("toy",)


def test_a_plugins_folder_without_parks_is_mentioned(plugins):
    (problem,) = found_in(plugins).problems
    assert (problem.code, problem.severity) == ("J602", "warning")
    assert "上一级" not in problem.help


def test_a_plugin_given_in_place_of_its_folder_is_recognised(plugins, toy):
    root = toy.write(plugins)
    shutil.rmtree(root / toy.package)
    (problem,) = found_in(root).problems
    assert problem.code == "J602"
    assert plugins.as_posix() in problem.help


def test_one_project_may_bring_two_parks(plugins, toy):
    second = toy.text.replace('"toy"', '"second"')
    toy = evolve(
        toy.with_file("second.toml", second), pyproject=toy.pyproject + 'second = "{package}.second"\n'
    )
    toy = toy.with_file("second.py", toy.code.replace("park.toml", "second.toml"))
    toy.write(plugins)
    assert [(park.id, park.problems) for park in list_parks(found_in(plugins))] == [
        ("second", ()),
        ("toy", ()),
    ]


def test_a_package_reaches_its_own_parts_both_ways(plugins, toy):
    name = toy.package
    code = f"from . import names\nimport {name}.names\nfrom {name} import names as again\n{toy.code}"
    code = (
        code.replace('"park.toml"', "late()")
        + "\ndef late():\n    from .later import NAME\n    return NAME\n"
    )
    toy = evolve(toy, code=code).with_file("names.py", "").with_file("later.py", "NAME = 'park.toml'\n")
    toy.write(plugins)
    assert open_park(found_in(plugins), "toy").header.id == "toy"


def test_files_may_be_named_by_full_path_or_as_resources(plugins, toy):
    code = (
        "from importlib.resources import files\nfrom pathlib import Path\n"
        + toy.code.replace('"park.toml"', 'Path(__file__).parent / "park.toml"')
        + '    register.file(files(__name__) / "more.toml")\n    register.file("../outside.toml")\n'
    )
    more = '[lists]\nkey = ["1"]\n'
    root = evolve(toy, code=code).with_file("more.toml", more).write(plugins)
    (root / "outside.toml").write_text(more.replace("key", "other"), "utf-8")
    park = open_park(found_in(plugins), "toy")
    assert park.header.places.here.file == f"{plugins.as_posix()}/toy/{toy.package}/park.toml"


def test_a_park_may_be_a_single_module(plugins, toy):
    root = evolve(toy, package="jifen_single").write(plugins)
    shutil.move(root / "jifen_single" / "park.toml", root / "park.toml")
    shutil.rmtree(root / "jifen_single")
    (root / "jifen_single.py").write_text(toy.code, "utf-8")
    index = found_in(plugins)
    assert open_park(index, "toy").header.id == "toy"
    assert index.plugin("toy").code_digest() != ""


def test_an_installed_park_is_found_by_its_entry_point(site, toy):
    toy.install(site)
    index = found_in(entry_points=True)
    plugin = index.plugin("toy")
    assert (plugin.origin, plugin.version, plugin.path) == ("installed", "1.0", site / toy.package)
    assert plugin.entry.line == 2
    park = open_park(index, "toy")
    assert (park.origin, park.version) == ("installed", "1.0")
    assert park.header.places.here.file == f"{toy.package}/park.toml"


def test_an_installed_park_whose_package_is_gone_is_reported(site, toy):
    toy.install(site)
    shutil.rmtree(site / toy.package)
    (listed,) = list_parks(found_in(entry_points=True))
    assert codes(listed) == ["J607"]


def test_an_installed_namespace_package_opens_twice(site, toy):
    evolve(toy, code=None).with_file("park.py", toy.code).install(site)
    entry = site / "jifen_toy-1.0.dist-info" / "entry_points.txt"
    entry.write_text(f"[jifen]\ntoy = {toy.package}.park\n", "utf-8")
    index = found_in(entry_points=True)
    assert open_park(index, "toy").digest == open_park(index, "toy").digest


@pytest.mark.parametrize(
    ("file", "text"),
    [("entry_points.txt", "[jifen]\nnonsense\n"), ("METADATA", "no metadata\n"), ("METADATA", None)],
)
def test_broken_metadata_stop_no_other_park(site, plugins, toy, file, text):
    toy.write(plugins)
    evolve(toy, id="gone", name="jifen-gone", package=f"{toy.package}_gone").install(site)
    path = site / "jifen_gone-1.0.dist-info" / file
    path.unlink()
    if text is not None:
        path.write_text(text, "utf-8")
    index = found_in(plugins, entry_points=True)
    assert index.ids == ("toy",)
    (broken,) = [plugin for plugin in index.plugins if not plugin.usable]
    assert codes(broken) == ["J624"]


def test_of_two_installations_the_first_on_the_path_counts(site, tmp_path, monkeypatch, toy):
    toy.install(site)
    second = tmp_path / "second"
    evolve(toy, version="2.0").install(second)
    monkeypatch.syspath_prepend(second)
    assert found_in(entry_points=True).plugin("toy").version == "2.0"


def test_an_installed_park_found_again_as_a_folder_is_used_once(site, plugins, toy):
    toy.install(site)
    toy.write(plugins)
    index = found_in(plugins, entry_points=True)
    (plugin,) = index.plugins
    (notice,) = plugin.problems
    assert (plugin.origin, notice.code, notice.severity) == ("installed", "J621", "notice")
    assert [place.file for _, place in notice.related] == [f"{plugins.as_posix()}/toy/pyproject.toml"]
    assert open_park(index, "toy").origin == "installed"


@pytest.mark.parametrize("differs", ["version", "content"])
def test_an_installed_park_found_again_but_different_is_an_error_at_both(site, plugins, toy, differs):
    toy.install(site)
    other = evolve(toy, version="1.1") if differs == "version" else toy.replaced("top    = 10", "top    = 20")
    other.write(plugins)
    index = found_in(plugins, entry_points=True)
    assert [(plugin.origin, codes(plugin)) for plugin in index.plugins] == [
        ("installed", ["J622"]),
        ("folder", ["J622"]),
    ]
    assert ("1.0、1.1" if differs == "version" else "内容却不同") in index.plugins[0].problems[0].message
    with pytest.raises(DiagnosticError) as raised:
        open_park(index, "toy")
    assert len(raised.value.diagnostics) == 2


def test_two_parks_of_one_id_are_both_left_out(plugins, tmp_path, toy):
    toy.write(plugins)
    more = tmp_path / "more"
    evolve(toy, name="jifen-other", package=f"{toy.package}_other").write(more)
    evolve(toy, id="good", name="jifen-good", package=f"{toy.package}_good").write(more)
    index = found_in(plugins, more)
    assert index.ids == ("good",)
    left_out = [plugin for plugin in index.plugins if plugin.id == "toy"]
    assert [codes(plugin) for plugin in left_out] == [["J620"], ["J620"]]
    assert [codes(park) for park in list_parks(index) if park.id == "toy"] == [["J620"], ["J620"]]
    assert not {toy.package, f"{toy.package}_other"} & set(sys.modules)
    places = {(plugin.entry.file, plugin.problems[0].related[0][1].file) for plugin in left_out}
    one, other = (f"{folder.as_posix()}/toy/pyproject.toml" for folder in (plugins, more))
    assert places == {(one, other), (other, one)}


def test_a_broken_copy_does_not_hide_the_sound_one(site, plugins, toy):
    toy.install(site)
    evolve(toy, id="Toy").write(plugins)
    (plugins / "Toy" / "pyproject.toml").write_text(
        '[project]\n[project.entry-points.jifen]\ntoy = "x"\n', "utf-8"
    )
    index = found_in(plugins, entry_points=True)
    assert index.ids == ("toy",)
    assert open_park(index, "toy").origin == "installed"


def test_two_parks_whose_packages_have_one_name_are_both_left_out(plugins, toy):
    toy.write(plugins)
    evolve(toy, id="second", name="jifen-second").write(plugins)
    assert [codes(plugin) for plugin in found_in(plugins).plugins] == [["J608"], ["J608"]]


def test_a_package_loaded_from_elsewhere_is_not_mixed_up(plugins, tmp_path, toy):
    toy.write(plugins)
    open_park(found_in(plugins), "toy")
    more = tmp_path / "more"
    toy.write(more)
    (listed,) = list_parks(found_in(more))
    assert codes(listed) == ["J608"]
    assert str(plugins) in listed.problems[0].message


def test_the_order_of_folders_does_not_matter(plugins, tmp_path, toy):
    toy.write(plugins)
    more = tmp_path / "more"
    evolve(toy, id="second", name="jifen-second", package=f"{toy.package}_second").write(more)
    one, other = found_in(plugins, more), found_in(more, plugins, more)
    assert one == other
    assert list_parks(one) == list_parks(other)


def test_the_bundled_folder_given_again_is_the_same_folder():
    assert discover_parks([ROOT / "plugins"], entry_points=False) == discover_parks(entry_points=False)


def test_an_unknown_park_is_told_with_the_nearest(plugins, toy):
    toy.write(plugins)
    index = found_in(plugins, plugins / "none")
    with pytest.raises(DiagnosticError) as raised:
        open_park(index, "toi")
    assert [problem.code for problem in raised.value.diagnostics] == ["J623", "J601"]
    assert "toy" in raised.value.diagnostics[0].help


def test_eight_threads_open_parks_from_cold(plugins, toy):
    parks = [
        evolve(toy, id=f"toy-{n}", name=f"jifen-toy-{n}", package=f"{toy.package}_{n}") for n in range(4)
    ]
    for park in parks:
        park.write(plugins)
    index = found_in(plugins)
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda n: open_park(index, f"toy-{n % 4}"), range(32)))
    assert [park.header.id for park in opened] == [f"toy-{n % 4}" for n in range(32)]
