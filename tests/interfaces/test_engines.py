"""As columns or one by one: the same files, byte for byte, but for what run.json tells of machinery (S30)."""

import json
from datetime import date
from pathlib import Path

import pytest

from jifen.exchange.recipes import load_recipe
from jifen.exchange.sample import make_sample
from jifen.exchange.writing import write_roster
from jifen.interfaces.commands.running import Asked, score_roster
from jifen.interfaces.engine import FEW, Engine, engine_for
from jifen.interfaces.library import open_library
from jifen.model.period import Period

PLUGINS = Path(__file__).parents[2] / "plugins"


@pytest.mark.parametrize(("park", "year"), [("yinchuan", 2023), ("dalian", 2020)])
def test_s30_both_ways_write_the_same_files(park: str, year: int, tmp_path: Path) -> None:
    library = open_library(park)
    period = Period(year)
    recipe = load_recipe(PLUGINS / park / f"jifen_{park}" / "sample.toml")
    enterprises = make_sample(library.park.park, recipe, 40, 3, period=period)
    roster = tmp_path / "名单"
    write_roster(roster, enterprises, library.park.vocabulary)
    told: dict[Engine, dict[str, object]] = {}
    for engine in ("columns", "one-by-one"):
        asked = Asked(period, date(year + 1, 3, 31), allow_assumed=True, engine=engine)
        _, told[engine] = score_roster(library, roster, asked, tmp_path / engine)
    columns, single = (sorted(path.name for path in (tmp_path / engine).iterdir()) for engine in told)
    assert columns == single
    for name in columns:
        one, other = ((tmp_path / engine / name).read_bytes() for engine in told)
        if name != "run.json":
            assert one == other, name
    one, other = (json.loads((tmp_path / engine / "run.json").read_text("utf-8")) for engine in told)
    assert one.pop("machinery") == {"scoring": "columns", "chaining": "none"}
    assert other.pop("machinery") == {"scoring": "plan", "chaining": "none"}
    assert one == other


def test_the_faster_way_is_taken_unless_another_is_asked_for() -> None:
    assert engine_for(FEW) == "one-by-one"
    assert engine_for(FEW + 1) == "columns"
    assert engine_for(FEW + 1, "one-by-one") == "one-by-one"
    assert engine_for(1, "columns") == "columns"
