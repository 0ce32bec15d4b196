"""The files of a park joined into one: each part once, national indicators filled in, references checked.

The order in which files are registered does not matter (S30): they come here by name, and within a kind the
parts stand in the order of the files; indicators in the order of their dimensions first.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from attrs import frozen

from jifen.language.diagnostics import Diagnostics, nearest
from jifen.loading.national import National, filled
from jifen.loading.plugins import ITEM_ID, PARK_ID, Plugin
from jifen.model.function import IndicatorFunction
from jifen.model.indicator import Indicator
from jifen.model.park import Board, Dimension, Header, ParkFile, Stage, Stages
from jifen.model.place import Place, Places
from jifen.model.scorecard import Gate, Route, ScorecardDimension, Slot

_KINDS = {
    Dimension: "维度",
    Stage: "阶段",
    Indicator: "指标",
    Board: "榜单",
    Gate: "门槛",
    Route: "直通条件",
    ScorecardDimension: "指标组",
    Slot: "地方自设指标",
}
_Whole = TypeVar("_Whole", Header, Stages)


class _Part(Protocol):
    @property
    def id(self) -> str | None: ...
    @property
    def name(self) -> str | None: ...
    @property
    def places(self) -> Places: ...


@frozen
class Joined:
    """The parts of all files; ``header`` and ``stages`` are None where no file has them."""

    header: Header | None
    stages: Stages | None
    dimensions: tuple[Dimension, ...]
    indicators: tuple[Indicator, ...]
    boards: tuple[Board, ...]
    used: Mapping[str, Indicator]
    """The national indicators that are used, as their file writes them."""


def join(
    plugin: Plugin,
    files: Sequence[ParkFile],
    national: National | None,
    functions: Mapping[str, IndicatorFunction],
    diagnostics: Diagnostics,
    *,
    whole: bool,
) -> Joined:
    """All parts of the files; mistakes are reported.

    Without the national list ``use`` is not looked up. ``whole`` says that these are all files of the park;
    when one could not be read, what seems to be missing may stand in it.
    """
    headers = [file.park for file in files if file.park is not None]
    stages = [file.stages for file in files if file.stages is not None]
    written = [indicator for file in files for indicator in file.indicators]
    dimensions = tuple(dimension for file in files for dimension in file.dimensions)
    indicators = [filled(indicator, national, diagnostics) for indicator in written]
    joined = Joined(
        header=_only(headers, "[park]", diagnostics),
        stages=_only(stages, "[stages]", diagnostics),
        dimensions=dimensions,
        indicators=_in_order(indicators, dimensions),
        boards=tuple(board for file in files for board in file.boards),
        used=_used(written, national),
    )
    if whole:
        _check_complete(joined, files, diagnostics)
    if joined.header is not None:
        _check_header(joined.header, plugin, diagnostics)
    divided = joined.stages.stages if joined.stages else ()
    parts: tuple[Sequence[_Part], ...] = (dimensions, divided, indicators, joined.boards)
    for each in parts:
        check_names(each, diagnostics)
    for indicator in indicators:
        check_indicator(indicator, diagnostics)
        check_function(indicator, functions, diagnostics)
        if whole:
            _check_dimension(indicator, dimensions, diagnostics)
    return joined


def _check_complete(joined: Joined, files: Sequence[ParkFile], diagnostics: Diagnostics) -> None:
    place = files[0].places.here
    if joined.header is None:
        diagnostics.report("J550", place, table="[park]", doc="园区的编号和名称")
    if joined.stages is None:
        diagnostics.report("J550", place, table="[stages]", doc="成长阶段")


def _only(parts: Sequence[_Whole], table: str, diagnostics: Diagnostics) -> _Whole | None:
    for again in parts[1:]:
        related = (("另一处在这里", parts[0].places.here),)
        diagnostics.report("J551", again.places.here, table=table, related=related)
    return parts[0] if parts else None


def _used(written: Iterable[Indicator], national: National | None) -> Mapping[str, Indicator]:
    known = {} if national is None else national
    used = {indicator.use for indicator in written}
    return {name: known[name] for name in sorted(known) if name in used}


def _in_order(indicators: Sequence[Indicator], dimensions: Sequence[Dimension]) -> tuple[Indicator, ...]:
    order = {dimension.id: position for position, dimension in reversed(list(enumerate(dimensions)))}
    return tuple(sorted(indicators, key=lambda indicator: order.get(indicator.dimension or "", len(order))))


def _check_header(header: Header, plugin: Plugin, diagnostics: Diagnostics) -> None:
    place = header.places.value("id")
    if not PARK_ID.fullmatch(header.id):
        diagnostics.report("J553", place, kind="园区", written=header.id, also="")
    elif header.id != plugin.id:
        related = (("入口在这里登记", plugin.entry),)
        diagnostics.report("J552", place, written=header.id, entry=plugin.id, related=related)


def check_names(parts: Sequence[_Part], diagnostics: Diagnostics) -> None:
    """Ids as they should look; ids and names that occur once."""
    first: dict[tuple[str, str], _Part] = {}
    for part in parts:
        kind = _KINDS[type(part)]
        if part.id is not None and not ITEM_ID.fullmatch(part.id):
            diagnostics.report("J553", part.places.value("id"), kind=kind, written=part.id, also="、下划线")
        reported: _Part = part
        for key, which, written in (("id", "编号", part.id), ("name", "名称", part.name)):
            other = part if written is None else first.setdefault((key, written), part)
            if other is not part and other is not reported:
                place, related = _place_of(part, key), (("先写的在这里", _place_of(other, key)),)
                diagnostics.report("J554", place, kind=kind, which=which, written=written, related=related)
                reported = other


def _place_of(part: _Part, key: str) -> Place:
    """Where a part writes its id or name; for an indicator that uses a national one, where it says so."""
    places = part.places
    if isinstance(part, Indicator) and part.use is not None:
        return places.value("use")
    return places.value(key)


def check_indicator(indicator: Indicator, diagnostics: Diagnostics, *, in_slot: bool = False) -> None:
    """Whether an indicator has what every indicator needs, from the national list or from its own table.

    The dimension of one in a slot is the slot's.
    """
    required = (
        [("scoring", "计分方法")] if in_slot else [("dimension", "所属维度的编号"), ("scoring", "计分方法")]
    )
    if indicator.use is None:
        required += [("id", "编号"), ("name", "名称")]
    for key, doc in required:
        if getattr(indicator, key) is None:
            table = f"指标“{_called(indicator)}”" if _called(indicator) else "这个指标"
            diagnostics.report("J202", indicator.places.here, table=table, key=key, doc=doc)
    if indicator.value is not None and indicator.function is not None:
        related = (("公式在这里", indicator.places.key("value")),)
        place = indicator.places.key("function")
        diagnostics.report("J557", place, name=_called(indicator), related=related)


def _check_dimension(indicator: Indicator, dimensions: Sequence[Dimension], diagnostics: Diagnostics) -> None:
    known = {dimension.id: dimension.name for dimension in dimensions}
    wanted = indicator.dimension
    if wanted is None or wanted in known:
        return
    by_name = [dimension.id for dimension in dimensions if dimension.name == wanted]
    diagnostics.report(
        "J558",
        indicator.places.value("dimension"),
        name=_called(indicator),
        written=wanted,
        near=by_name[0] if by_name else nearest(wanted, known),
        dimensions="、".join(f"{id_}（{name}）" for id_, name in known.items()),
    )


def check_function(
    indicator: Indicator, functions: Mapping[str, IndicatorFunction], diagnostics: Diagnostics
) -> None:
    """Whether the function that an indicator calls is registered."""
    wanted = indicator.function
    if wanted is not None and wanted not in functions:
        diagnostics.report(
            "J559",
            indicator.places.value("function"),
            name=_called(indicator),
            written=wanted,
            near=nearest(wanted, functions),
            functions="、".join(functions),
        )


def _called(indicator: Indicator) -> str:
    return indicator.name or indicator.id or indicator.use or ""
