"""S26: the digest covers what a park means and the code it brings, and nothing else."""

import itertools
import re
from datetime import date
from enum import Enum
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from jifen.loading.digest import canonical
from jifen.loading.library import open_park
from jifen.loading.parks import discover_parks

POLICIES = Path(__file__).parents[1] / "parks" / "policies"
_NUMBERS = itertools.count(1)


@pytest.fixture
def digest_of(tmp_path):
    def digest(toy):
        folder = tmp_path / str(next(_NUMBERS))
        number = next(_NUMBERS)
        evolve(toy, package=f"{toy.package}_{number}").write(folder)
        index = discover_parks([folder], entry_points=False, bundled=False)
        return open_park(index, "toy", POLICIES).digest

    return digest


def blocks(text):
    """The tables of a park file."""
    return [block + "\n" for block in text.strip().split("\n\n")]


def moved(tables):
    """The tables in another order that means the same: the stages swapped, the board first."""
    head, dimension, stages, early, late, indicator, board = tables
    return [board, head, dimension, stages, late, early, indicator]


def test_it_is_the_same_for_the_same_park(digest_of, toy):
    assert re.fullmatch("[0-9a-f]{64}", digest_of(toy))
    assert digest_of(toy) == digest_of(toy)


@pytest.mark.parametrize(
    "same",
    [
        lambda toy: evolve(toy, version="2.0", name="jifen-renamed"),
        lambda toy: toy.with_file("park.toml", "# 说明\n\n" + toy.text),
        lambda toy: toy.with_file("park.toml", toy.text.replace("\n", "\r\n")),
        lambda toy: toy.with_file("park.toml", "\n".join(moved(blocks(toy.text)))),
        lambda toy: toy.replaced("points = 10", "points = 10.00"),
        lambda toy: evolve(toy, code=toy.code.replace("\n", "\r\n")),
        lambda toy: toy.with_file(".hidden", "x").with_file("__pycache__/x.pyc", "x"),
    ],
)
def test_it_does_not_depend_on(digest_of, toy, same):
    assert digest_of(same(toy)) == digest_of(toy)


def test_s30_it_does_not_depend_on_how_a_park_is_split(digest_of, toy):
    one, two = blocks(toy.text)[:2], blocks(toy.text)[2:]
    glob = toy.code.replace("import hookimpl", "import hookimpl\nfrom pathlib import Path").replace(
        'register.file("park.toml")',
        'for path in Path(__file__).parent.glob("*.toml"):\n        register.file(path)',
    )
    whole = evolve(toy, code=glob)
    split = evolve(whole, files={"b.toml": "\n".join(one), "a.toml": "\n".join(two)})
    assert digest_of(split) == digest_of(whole)


@pytest.mark.parametrize(
    "other",
    [
        lambda toy: toy.replaced("points = 10", "points = 11"),
        lambda toy: toy.with_file("park.toml", toy.text.replace("500万元", "501万元")),
        lambda toy: toy.replaced("前十名", "前几名"),
        lambda toy: toy.replaced('source = "演示办法"\n\n[stages]', 'assumed = ["name"]\n\n[stages]'),
        lambda toy: toy.with_file("park.toml", toy.text + '\n[lists]\nkey = ["1"]\n'),
        lambda toy: evolve(toy, code=toy.code + "# a remark\n"),
        lambda toy: toy.with_file("levels.json", "{}"),
        lambda toy: toy.with_file("part.py", ""),
    ],
)
def test_it_changes_with(digest_of, toy, other):
    assert other(toy) != toy
    assert digest_of(other(toy)) != digest_of(toy)


def test_bands_keep_their_order(digest_of, toy):
    """Which band comes first may decide."""
    bands = ["{{ in = '< 1万元', points = 1 }}", "{{ in = '>= 1万元', points = 2 }}"]
    texts = [
        re.sub(r"scoring .*", f"scoring = {{ kind = 'bands', bands = [{', '.join(order)}] }}", toy.text)
        for order in (bands, bands[::-1])
    ]
    one, other = (toy.with_file("park.toml", text.replace("{{", "{").replace("}}", "}")) for text in texts)
    assert digest_of(one) != digest_of(other)


def test_a_function_counts_by_what_it_declares(digest_of, toy):
    code = (
        "from fractions import Fraction\nfrom jifen.plugin import IndicatorFunction, hookimpl\n\n"
        "FUNCTION = IndicatorFunction(id='f', name='x', call=lambda: 1, low=Fraction(1, 2))\n\n"
        f"{toy.code.partition('hookimpl')[2]}    register.function(FUNCTION)\n"
    )
    one = evolve(toy, code=code)
    assert digest_of(one) == digest_of(one)
    assert digest_of(one) != digest_of(evolve(one, code=code.replace("2)", "3)")))


def test_the_canonical_form_of_values():
    class Colour(Enum):
        RED = "red"

    assert canonical(Fraction(1, 3)) == "1/3"
    assert canonical(date(2024, 2, 29)) == "2024-02-29"
    assert canonical(Colour.RED) == "red"
    assert canonical([1, "a", True, None]) == [1, "a", True, None]
    with pytest.raises(TypeError, match="float"):
        canonical(0.5)
