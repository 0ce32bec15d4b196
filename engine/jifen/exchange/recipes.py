"""A park's ``sample.toml`` read, and its quantities made exact."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NoReturn

from attrs import evolve

from jifen.exchange.cells import half_width
from jifen.language.decode import decode
from jifen.language.diagnostics import Diagnostic, DiagnosticError
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.loading.plugins import Plugin
from jifen.model.period import Period
from jifen.model.place import Place, Places, Written
from jifen.model.quantity import PLAIN, Unit, parse_scale
from jifen.model.recipe import Recipe, SampleField, SampleHistory, SampleSize
from jifen.model.terms import Field

_QUANTITY = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(.*)", re.ASCII)
_NOWHERE = Places(Place("sample.toml", 1, 1))

RECIPE = "sample.toml"
"""The file of a park's package that says how its samples are made."""

DEFAULT_COUNT = 100
DEFAULT_PERIOD = "2020"
EMPTY = Recipe(places=_NOWHERE)
"""The recipe of a park that has none: everything is drawn by type and unit."""


def load_recipe(path: str | Path, shown_as: str | None = None) -> Recipe:
    """A recipe file; a :class:`jifen.language.diagnostics.DiagnosticError` with all that is wrong in it."""
    return decode(parse(Source.read(path, shown_as)), Recipe)


def recipe_in(plugin: Plugin) -> Recipe | None:
    """How samples of a plugin's park are made; None where it does not say."""
    folder = plugin.package if plugin.package is not None and plugin.package.is_dir() else plugin.root
    path = folder / RECIPE
    return load_recipe(path, plugin.shown(path)) if path.is_file() else None


def size_of(recipe: Recipe) -> SampleSize:
    """The published size of the sample; 100 enterprises where the recipe says none."""
    default = SampleSize(count=DEFAULT_COUNT, period=Written(DEFAULT_PERIOD, _NOWHERE.here), places=_NOWHERE)
    return recipe.sample or default


def history_of(recipe: Recipe) -> SampleHistory:
    """What the recipe says of years before; defaults where it says nothing."""
    return recipe.history or SampleHistory(places=_NOWHERE)


def with_parts(recipe: Recipe, fields: Mapping[str, Field]) -> Recipe:
    """The recipe, with the fields of which it says nothing but that are a part of another one."""
    here = recipe.places
    low, high = Written("0%", here.here), Written("60%", here.here)
    parts = {
        id_: SampleField(of=one.at_most[0], low=low, high=high, places=here)
        for id_, one in fields.items()
        if one.at_most and id_ not in recipe.fields and all(ratio.above != id_ for ratio in recipe.ratios)
    }
    return evolve(recipe, fields={**recipe.fields, **parts})


def period_of(recipe: Recipe) -> Period:
    """The scoring year of the sample."""
    written = size_of(recipe).period
    try:
        period = Period.parse(written.text)
    except ValueError as error:
        refuse(written.place, str(error))
    if period.quarter:
        refuse(written.place, "期间应为年度")
    return period


def refuse(place: Place | None, reason: str) -> NoReturn:
    """Say what is wrong with a recipe."""
    raise DiagnosticError((Diagnostic.of("J770", place, {"reason": reason}),)) from None


def quantity(written: Written, unit: Unit = PLAIN) -> Fraction:
    """The number that ``written`` names, in base units."""
    parsed = _parsed(written.text)
    if parsed is None:
        refuse(written.place, f"“{written.text}”不是数量，应写成 50万元、30%、3件 这样")
    if parsed[1] != unit:
        refuse(written.place, f"“{written.text}”的单位应是{unit}")
    return parsed[0]


@cache
def _parsed(text: str) -> tuple[Fraction, Unit] | None:
    match = _QUANTITY.fullmatch(half_width(text))
    scale = parse_scale(match[2]) if match else None
    if match is None or scale is None:
        return None
    return Fraction(match[1]) * scale.factor, scale.unit


def chance_in(chance: Decimal | Mapping[str, Decimal], stage: str) -> Decimal:
    """The chance in a stage; none where the stage is not listed."""
    return chance if isinstance(chance, Decimal) else chance.get(stage, Decimal(0))
