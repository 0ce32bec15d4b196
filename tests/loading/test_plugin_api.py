"""What a park may use is documented, and is all that parks use."""

import ast
import re
from pathlib import Path

import pytest
from attrs import evolve, fields

import jifen.plugin
from jifen import hookspecs
from jifen.loading.library import open_park
from jifen.loading.parks import discover_parks
from jifen.loading.registry import Registration

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "plugins.md").read_text("utf-8")
HEADINGS = re.findall(r"^### `(\w+)", PAGE, re.MULTILINE)


def hooks():
    return [name for name, value in vars(hookspecs).items() if hasattr(value, "jifen_spec")]


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def imported(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


def test_every_hook_and_every_public_name_is_documented_and_no_other():
    assert hooks() == ["register_park"]
    assert sorted(HEADINGS) == sorted([*hooks(), *jifen.plugin.__all__])
    for name in jifen.plugin.__all__:
        assert hasattr(jifen.plugin, name)


def test_every_attribute_of_a_function_is_documented():
    for attribute in fields(jifen.plugin.IndicatorFunction):
        assert f"`{attribute.name}`" in PAGE


def test_what_is_handed_to_a_park_has_every_method_that_is_promised():
    promised = {name for name in vars(jifen.plugin.ParkRegister) if not name.startswith("_")}
    assert promised == {"file", "function"}
    for name in promised:
        assert callable(getattr(Registration, name))
        assert f"register.{name}(" in PAGE


def test_parks_import_nothing_of_ours_but_the_plugin_api():
    files = list((ROOT / "plugins").glob("*/jifen_*/**/*.py"))
    assert files
    allowed = {"jifen.plugin", "jifen.testing"}
    for path in files:
        ours = {name for name in imported(path) if name == "jifen" or name.startswith("jifen.")}
        assert ours <= allowed, path


@pytest.mark.parametrize("layer", ["loading", "plugin.py", "hookspecs.py"])
def test_loading_imports_language_plugin_and_model_alone(layer):
    place = ROOT / "engine" / "jifen" / layer
    allowed = (
        {"loading", "language", "plugin", "hookspecs", "model"} if place.is_dir() else {"plugin", "model"}
    )
    for path in place.rglob("*.py") if place.is_dir() else [place]:
        ours = {name.split(".")[1] for name in imported(path) if name.startswith("jifen.")}
        assert ours <= allowed, path


def test_the_park_of_the_page_opens(plugins, toy):
    hook, function = blocks("python")[:2]
    code = f"{hook}\n\n{function}".replace("jifen_dalian", toy.package)
    code = code.replace(
        '    register.file("indicators.toml")\n',
        '    register.file("indicators.toml")\n    register.function(LARGEST_SHARE)\n',
    )
    indicator = (
        '[[indicator]]\nid = "share"\nname = "最大合同占比"\ndimension = "technology"\n'
        'function = "largest_share"\nscoring = { kind = "ratio", reference = "50%", points = 10 }\n'
        'source = "演示办法"\n'
    )
    pyproject = blocks("toml")[0].replace("jifen_dalian", toy.package)
    toy = evolve(toy, id="dalian", code=code, pyproject=pyproject).with_file("indicators.toml", indicator)
    toy.write(plugins)
    park = open_park(discover_parks([plugins], entry_points=False, bundled=False), "dalian")
    assert park.version == "1.0.0"
    share = park.functions["largest_share"].call
    assert share(({"amount": 3}, {"amount": None})) is jifen.plugin.Absence.MISSING


def test_the_python_of_the_page_runs(capsys):
    example = blocks("python")[-1].replace('["my-parks"]', "")
    names = {}
    exec(example, names)
    assert "dalian" in capsys.readouterr().out
    assert names["assumed"]
