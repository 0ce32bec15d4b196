"""Each way in which a plugin can be broken: reported at its place, and the park beside it still opens."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from jifen.language.diagnostics import DiagnosticError
from jifen.loading.library import list_parks, open_park
from jifen.loading.parks import discover_parks

HOOK = "from jifen.plugin import IndicatorFunction, hookimpl\n\n\n@hookimpl\n"
FUNCTION = """\
from fractions import Fraction
from jifen.plugin import IndicatorFunction, hookimpl

def twice(x):
    return 2 * x

@hookimpl
def register_park(register):
    register.file("park.toml")
    register.function({function})
"""


def code(text: str) -> Callable:
    return lambda toy: evolve(toy, code=text)


def function(text: str) -> Callable:
    return code(FUNCTION.format(function=f"IndicatorFunction({text})"))


def pyproject(text: str) -> Callable:
    return lambda toy: evolve(toy, pyproject=text)


BROKEN = {
    "no pyproject": (pyproject(None), "J603", "pyproject.toml", 1),
    "pyproject is not TOML": (pyproject("[project\n"), "J115", "pyproject.toml", 1),
    "no project table": (
        pyproject('[project.entry-points.jifen]\ntoy = "{package}"\n'),
        "J604",
        "pyproject.toml",
        1,
    ),
    "name is a number": (
        pyproject('[project]\nname = 3\nversion = "1"\n[project.entry-points.jifen]\ntoy = "{package}"\n'),
        "J604",
        "pyproject.toml",
        2,
    ),
    "dynamic version": (
        pyproject(
            '[project]\nname = "x"\ndynamic = ["version"]\n[project.entry-points.jifen]\ntoy = "{package}"\n'
        ),
        "J604",
        "pyproject.toml",
        1,
    ),
    "no entry point": (pyproject('[project]\nname = "x"\nversion = "1"\n'), "J605", "pyproject.toml", 1),
    "entry points are a text": (
        pyproject('[project]\nname = "x"\nversion = "1"\nentry-points = "jifen"\n'),
        "J605",
        "pyproject.toml",
        4,
    ),
    "entry point names an object": (
        pyproject(
            '[project]\nname = "x"\nversion = "1"\n[project.entry-points.jifen]\ntoy = "{package}:park"\n'
        ),
        "J606",
        "pyproject.toml",
        5,
    ),
    "park id with capitals": (lambda toy: evolve(toy, id="Toy"), "J606", "pyproject.toml", 6),
    "no package": (
        pyproject('[project]\nname = "x"\nversion = "1"\n[project.entry-points.jifen]\ntoy = "jifen_none"\n'),
        "J607",
        "pyproject.toml",
        5,
    ),
    "a package without __init__.py": (lambda toy: evolve(toy, code=None), "J607", "pyproject.toml", 6),
    "no module": (
        pyproject(
            '[project]\nname = "x"\nversion = "1"\n[project.entry-points.jifen]\ntoy = "{package}.park"\n'
        ),
        "J607",
        "pyproject.toml",
        5,
    ),
    "a name of the standard library": (lambda toy: evolve(toy, package="wave"), "J608", "pyproject.toml", 6),
    "a name that is loaded": (lambda toy: evolve(toy, package="jifen"), "J608", "pyproject.toml", 6),
    "a built-in name": (lambda toy: evolve(toy, package="sys"), "J608", "pyproject.toml", 6),
    "import fails": (code("import json\n\n1 / 0\n"), "J610", "__init__.py", 3),
    "a dependency is missing": (code("import broken_dependency\n"), "J610", "__init__.py", 1),
    "a name is missing": (code("from jifen.plugin import nothing\n"), "J610", "__init__.py", 1),
    "an error after a part was imported": (
        lambda toy: evolve(toy, code="from . import part\n1 / 0\n").with_file("part.py", ""),
        "J610",
        "__init__.py",
        2,
    ),
    "another package in its folder": (
        lambda toy: evolve(toy, code="import broken_beside\n").with_file("../broken_beside.py", ""),
        "J610",
        "__init__.py",
        1,
    ),
    "a module of its own is missing": (code("from . import part\n"), "J610", "__init__.py", 1),
    "an error that cannot be shown": (
        code("class Bad(Exception):\n    def __str__(self):\n        raise ValueError\n\nraise Bad\n"),
        "J610",
        "__init__.py",
        5,
    ),
    "deep recursion": (code("def f():\n    f()\n\nf()\n"), "J610", "__init__.py", 2),
    "syntax error": (code("x = 1\ndef register_park(register:\n    pass\n"), "J611", "__init__.py", 2),
    "exit on import": (code("import sys\nsys.exit(3)\n"), "J612", "__init__.py", 2),
    "exit in the hook": (
        code(HOOK + "def register_park(register):\n    raise SystemExit\n"),
        "J612",
        "__init__.py",
        6,
    ),
    "no hook": (code("x = 1\n"), "J613", "pyproject.toml", 6),
    "hook without its mark": (code("def register_park(register):\n    pass\n"), "J613", "__init__.py", 1),
    "unknown parameter": (
        code(HOOK + "def register_park(register, folder):\n    pass\n"),
        "J614",
        "__init__.py",
        4,
    ),
    "unknown hook": (code(HOOK + "def register_parks(register):\n    pass\n"), "J614", "__init__.py", 4),
    "hook that raises": (
        code(HOOK + "def register_park(register):\n    {}['park']\n"),
        "J615",
        "__init__.py",
        6,
    ),
    "a file that is no path": (
        code(HOOK + "def register_park(register):\n    register.file(3)\n"),
        "J615",
        "__init__.py",
        6,
    ),
    "a function that is none": (
        code(HOOK + "def register_park(register):\n    register.function(len)\n"),
        "J615",
        "__init__.py",
        6,
    ),
    "hook that registers nothing": (
        code(HOOK + "def register_park():\n    pass\n"),
        "J616",
        "pyproject.toml",
        6,
    ),
    "a file twice": (
        code(
            HOOK
            + "def register_park(register):\n"
            + "    register.file('park.toml')\n    register.file('./park.toml')\n"
        ),
        "J617",
        "park.toml",
        1,
    ),
    "a file that is not there": (lambda toy: toy.without_file("park.toml"), "J101", "park.toml", 1),
    "a file in GBK": (lambda toy: toy.with_file("park.toml", toy.text.encode("gbk")), "J103", "park.toml", 3),
    "a file that is not TOML": (lambda toy: toy.replaced("[park]", "[park"), "J115", "park.toml", 1),
    "an unknown key": (lambda toy: toy.replaced("scheme =", "schema ="), "J201", "park.toml", 4),
    "function with a bad id": (
        function("id='Twice', name='x', call=twice, inputs={'x': '研发费用'}"),
        "J618",
        "__init__.py",
        4,
    ),
    "function without a name": (
        function("id='twice', name='', call=twice, inputs={'x': '研发费用'}"),
        "J618",
        "__init__.py",
        4,
    ),
    "function of an unknown unit": (
        function("id='twice', name='x', call=twice, inputs={'x': '研发费用'}, unit='斤'"),
        "J618",
        "__init__.py",
        4,
    ),
    "function with a float": (
        function("id='twice', name='x', call=twice, inputs={'x': '研发费用'}, low=0.5"),
        "J618",
        "__init__.py",
        4,
    ),
    "function with an empty range": (
        function("id='twice', name='x', call=twice, inputs={'x': '研发费用'}, low=2, high=Fraction(1)"),
        "J618",
        "__init__.py",
        4,
    ),
    "function with inputs of another type": (
        function("id='twice', name='x', call=twice, inputs=['x']"),
        "J618",
        "__init__.py",
        4,
    ),
    "function that takes other parameters": (
        function("id='twice', name='x', call=twice, inputs={'y': '研发费用'}"),
        "J618",
        "__init__.py",
        4,
    ),
    "function with a parameter in both": (
        function("id='twice', name='x', call=twice, inputs={'x': '研发费用'}, tables={'x': 'award'}"),
        "J618",
        "__init__.py",
        4,
    ),
    "function that cannot be called": (function("id='twice', name='x', call=3"), "J618", "pyproject.toml", 6),
    "two functions of one id": (
        function(
            "id='twice', name='x', call=twice, inputs={'x': '研发费用'})); "
            "register.function(IndicatorFunction("
            "id='twice', name='y', call=twice, inputs={'x': '研发费用'}"
        ),
        "J619",
        "__init__.py",
        4,
    ),
}


@pytest.mark.parametrize("variant", BROKEN)
def test_a_broken_park_is_reported_and_the_others_run(variant, plugins, toy):
    change, expected, file, line = BROKEN[variant]
    change(toy).write(plugins)
    evolve(toy, id="good", name="jifen-good", package=f"{toy.package}_good").write(plugins)
    path, modules, finders = list(sys.path), set(sys.modules), list(sys.meta_path)

    index = discover_parks([plugins], entry_points=False, bundled=False)
    listed = {park.id: park for park in list_parks(index)}

    broken = next(park for name, park in listed.items() if name != "good")
    codes = [(problem.code, Path(problem.place.file).name, problem.place.line) for problem in broken.problems]
    assert (expected, file, line) in codes, broken.problems
    assert listed["good"].problems == ()
    assert open_park(index, "good").header.name == "演示园区"
    with pytest.raises(DiagnosticError) as raised:
        open_park(index, broken.id)
    assert expected in [problem.code for problem in raised.value.diagnostics]
    assert (sys.path, sys.meta_path) == (path, finders)
    left = {name for name in set(sys.modules) - modules if name.startswith(toy.package)}
    if expected in {"J610", "J611"}:
        assert left == {f"{toy.package}_good"}


def test_the_keyboard_still_interrupts(plugins, toy):
    evolve(toy, code="raise KeyboardInterrupt\n").write(plugins)
    index = discover_parks([plugins], entry_points=False, bundled=False)
    with pytest.raises(KeyboardInterrupt):
        open_park(index, "toy")
    assert toy.package not in sys.modules


def test_all_mistakes_of_all_files_come_at_once(plugins, toy):
    code_ = toy.code + '    register.file("more.toml")\n    register.file("third.toml")\n'
    toy = evolve(toy, code=code_).replaced("top    = 10", 'top    = "10"')
    toy = toy.with_file("more.toml", "x = 1\n").with_file("third.toml", "[park\n")
    toy.write(plugins)
    with pytest.raises(DiagnosticError) as raised:
        open_park(discover_parks([plugins], entry_points=False, bundled=False), "toy")
    found = {(problem.code, Path(problem.place.file).name) for problem in raised.value.diagnostics}
    assert found == {("J203", "park.toml"), ("J201", "more.toml"), ("J115", "third.toml")}


@pytest.mark.parametrize(
    ("imports", "missing"),
    [
        ("import broken_dependency", "broken_dependency"),
        ("from . import part", ""),
        ("from .part import one", ""),
        ("from jifen.plugin import nothing", ""),
    ],
)
def test_only_what_can_be_installed_is_said_to_be_missing(plugins, toy, imports, missing):
    evolve(toy, code=imports).write(plugins)
    (listed,) = list_parks(discover_parks([plugins], entry_points=False, bundled=False))
    (problem,) = listed.problems
    assert problem.code == "J610"
    assert (f"程序包 {missing} 没有安装" in problem.help) if missing else ("没有安装" not in problem.help)
