"""National core indicators, and how an indicator of a park takes over the one that it uses."""

from collections.abc import Mapping

from attrs import evolve

from jifen.language.diagnostics import Diagnostics, nearest
from jifen.model.indicator import Indicator, IndicatorFile
from jifen.model.place import Places

National = Mapping[str, Indicator]
"""The national indicators by id."""

GIVEN = ("id", "name", "value", "shown_as", "digits")
"""What the national list gives; a park that uses an indicator does not write it again."""

_OF_PARKS = ("use", "function", "dimension", "scoring", "weights", "absent")


def national_indicators(file: IndicatorFile, diagnostics: Diagnostics) -> National:
    """The indicators of the national list, which give name and value and no marks."""
    known: dict[str, Indicator] = {}
    for indicator in file.indicators:
        for key in _OF_PARKS:
            if getattr(indicator, key) is not None:
                name = indicator.name or indicator.id or ""
                diagnostics.report("J561", indicator.places.key(key), name=name, key=key)
        for key, doc in (("id", "编号"), ("name", "名称"), ("value", "计算公式")):
            if getattr(indicator, key) is None:
                table = "全国核心指标"
                diagnostics.report("J202", indicator.places.here, table=table, key=key, doc=doc)
        if indicator.id is not None:
            known.setdefault(indicator.id, indicator)
    return known


def filled(indicator: Indicator, national: National | None, diagnostics: Diagnostics) -> Indicator:
    """The indicator with what the national one gives, if it uses one; marks of both stay with their keys."""
    if indicator.use is None or national is None:
        return indicator
    base = national.get(indicator.use)
    if base is None:
        near = nearest(indicator.use, national)
        diagnostics.report("J555", indicator.places.value("use"), written=indicator.use, near=near)
        return indicator
    given = {key: getattr(base, key) for key in GIVEN if getattr(base, key) is not None}
    for key in given:
        if getattr(indicator, key) is not None:
            related = (("全国核心指标的规定", base.places.key(key)),)
            place = indicator.places.key(key)
            diagnostics.report("J556", place, name=base.name or base.id, key=key, related=related)
    return evolve(
        indicator,
        **given,
        source=indicator.source or base.source,
        clause=indicator.clause or base.clause,
        doc=indicator.doc or base.doc,
        assumed=indicator.assumed + base.assumed,
        derived=indicator.derived + base.derived,
        places=_places(indicator.places, base.places, tuple(given)),
    )


def _places(own: Places, base: Places, given: tuple[str, ...]) -> Places:
    """The places of the park's table, and those of the national one for the keys that it gives."""
    keys = {path: place for path, place in base.keys.items() if path and path[0] in given}
    values = {path: place for path, place in base.values.items() if path and path[0] in given}
    return Places(own.here, {**keys, **own.keys}, {**values, **own.values})
