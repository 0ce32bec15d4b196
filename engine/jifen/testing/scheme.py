"""Checks of a park's scheme: weights, stages, the edges of bands, and that all points can be earned."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import evolve, fields, has

from jifen.language.diagnostics import Diagnostics
from jifen.language.intervals import check_interval
from jifen.model.expression import Constant, Expression, Interval, Ref, Within
from jifen.model.place import Written
from jifen.model.quantity import SCALES, Scale, decimal_text
from jifen.plan.graph import STAGE, IndicatorPart
from jifen.plan.lower import WHOLE_LINE
from jifen.plan.nodes import Bands, Definition, leaves
from jifen.testing.bounds import Bounder
from jifen.testing.probing import Search, around, single, stage_values
from jifen.testing.subject import Subject

_INTERVALS = ("within", "marks")
"""The attributes of declarations that hold intervals."""


def weights(subject: Subject) -> Iterator[str]:
    """Full marks of a dimension add up to what it says it is worth, else to the same in every stage."""
    plan = subject.plan
    declared = {dimension.id: dimension for dimension in subject.park.dimensions}
    for dimension in plan.dimensions:
        fulls = [part.full for part in plan.indicators if part.dimension == dimension.id]
        known = [full for full in fulls if full is not None]
        if not known or len(known) < len(fulls):
            continue
        sums = [sum((full[position] for full in known), Fraction(0)) for position in range(len(plan.stages))]
        if declared[dimension.id].full is None and len(set(sums)) > 1:
            shown = "、".join(
                f"{stage.name}{decimal_text(total)}" for stage, total in zip(plan.stages, sums, strict=True)
            )
            yield f"维度“{dimension.name}”各阶段的满分合计不同（{shown}）；若是有意的，请按阶段写 full"
        for stage, total in zip(plan.stages, sums, strict=True):
            if total <= 0:
                yield f"维度“{dimension.name}”在{stage.name}没有一项可以得分"


def stages(subject: Subject) -> Iterator[str]:
    """Each number near an edge belongs to one stage as written, and to that one in the plan."""
    plan = subject.plan
    written = {stage.name: _interval(stage.within) for stage in subject.park.stages.stages}
    node = plan.named[STAGE].node
    assert isinstance(node, Bands)
    probe = single(plan, subject.period, {"stage": evolve(node, value=Ref("value"))})
    known = [interval for interval in written.values() if interval is not None]
    bounds = {edge for interval in known for edge in (interval.low, interval.high) if edge is not None}
    for bound in sorted(bounds):
        for value in around(bound, _scale_of_stages(subject)):
            within = [name for name, interval in written.items() if interval is None or interval.holds(value)]
            (index,) = probe.values({"value": value}, "stage")
            assert isinstance(index, Fraction)
            reached = plan.stages[int(index)].name
            if within != [reached]:
                told = "、".join(within) or "没有一个阶段"
                where = f"{subject.park.stages.value.text} = {decimal_text(value)}"
                yield f"{where}：按文件属于{told}，实际归入{reached}"
    for stage, reachable in zip(plan.stages, stage_values(plan, subject.period), strict=True):
        if reachable is None:
            yield f"没有企业能归入{stage.name}"


def _scale_of_stages(subject: Subject) -> Scale:
    """How figures of the dividing value are usually written."""
    named = subject.park.stages.value.text.strip()
    known = (field for field in subject.park.vocabulary.fields.values() if named in (field.id, field.name))
    return next((field.scale for field in known), SCALES[""])


def _interval(written: Written) -> Interval | None:
    """What an interval says, read by itself; None for the whole line, and for what is no interval."""
    return None if written.text == WHOLE_LINE else check_interval(written, Diagnostics())


def edges(subject: Subject) -> Iterator[str]:
    """At each edge, and 0.01 below and above it, a band holds what its interval says."""
    declared = {indicator.id: indicator for indicator in subject.park.indicators}
    for part in subject.plan.indicators:
        written = list(_written_in(declared[part.id].scoring))
        yield from _edges(subject, part, written)


def _edges(subject: Subject, part: IndicatorPart, written: Sequence[Written]) -> Iterator[str]:
    plan = subject.plan
    banded = [plan.named[name] for name in part.definitions]
    nodes: dict[str, Expression] = {}
    labels: dict[str, tuple[str, ...]] = {}
    for definition in banded:
        for node in leaves(definition.node):
            name = f"it{len(nodes)}"
            if isinstance(node, Bands):
                nodes[name] = evolve(node, value=Ref("value"))
                labels[name] = definition.note.labels if definition.note is not None else ()
            elif isinstance(node, Within):
                nodes[name] = evolve(node, value=Ref("value"))
    intervals = [(each, found) for each in written if (found := _interval(each)) is not None]
    bounds = {edge for _, found in intervals for edge in (found.low, found.high) if edge is not None}
    values = [value for edge in sorted(bounds) for value in around(edge, part.shown_as)]
    if not nodes or not values:
        return
    probe = single(plan, subject.period, nodes)
    seen = [probe.values({"value": value}, *nodes) for value in values]
    for each, interval in intervals:
        expected = [interval.holds(value) for value in values]
        if not any(
            expected == [_holds(row[position], labels.get(name), each.text) for row in seen]
            for position, name in enumerate(nodes)
        ):
            yield f"指标“{part.name}”的“{each.text}”在边界上与文件所写不一致"


def _holds(value: object, labels: tuple[str, ...] | None, text: str) -> bool:
    """Whether a band was met: the one with that label, or the only one there is."""
    if labels is None:
        return value is True
    return isinstance(value, Fraction) and bool(labels) and labels[int(value)] == text


def _written_in(declared: object) -> Iterator[Written]:
    """All intervals that a declaration writes, itself and below it."""
    kind: type = type(declared)
    if isinstance(declared, tuple):
        for each in declared:
            yield from _written_in(each)
    elif has(kind):
        for attribute in fields(kind):
            value = getattr(declared, attribute.name)
            if isinstance(value, Written) and attribute.name in _INTERVALS:
                yield value
            elif isinstance(value, tuple) or has(type(value)):
                yield from _written_in(value)


def reach(subject: Subject) -> Iterator[str]:
    """Each indicator can earn its full marks in every stage, and nothing where its kind allows that."""
    plan = subject.plan
    values = stage_values(plan, subject.period)
    bounders = [
        Bounder(plan.vocabulary, {**plan.named, STAGE: Definition(STAGE, Constant(Fraction(number)), "")})
        for number in range(len(plan.stages))
    ]
    for part in plan.indicators:
        search = Search.of(plan, subject.period, part)
        for position, (stage, value) in enumerate(zip(plan.stages, values, strict=True)):
            if value is None:
                continue
            full = None if part.full is None else part.full[position]
            least = bounders[position].of(plan.named[part.points].node).low or Fraction(0)
            reached = search.reached(value, least, full)
            where = f"指标“{part.name}”在{stage.name}"
            if reached.least is None or reached.most is None:
                yield f"{where}怎样都得不到分数"
                continue
            if reached.least > least:
                yield f"{where}最少也得 {decimal_text(reached.least)}，得不到 {decimal_text(least)}"
            if full is not None and reached.most != full:
                verb = "最多只能得" if reached.most < full else "可以得到"
                yield f"{where}{verb} {decimal_text(reached.most)}，满分是 {decimal_text(full)}"
            if full is None and reached.most <= 0:
                yield f"{where}怎样都不得分"
