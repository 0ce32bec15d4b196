"""An assessment in sentences: what a scorecard concludes, and on what that rests."""

from collections.abc import Iterator, Mapping

from jifen.explain import wording
from jifen.explain.sentences import seen
from jifen.explain.values import number
from jifen.model.decision import Assessment, DimensionMet, GateMet

_VERDICTS: Mapping[bool | None, str] = {
    True: wording.MEETS,
    False: wording.DOES_NOT_MEET,
    None: wording.MEETS_UNKNOWN,
}
_HOLDS: Mapping[bool | None, str] = {
    True: wording.HOLDS,
    False: wording.DOES_NOT_HOLD,
    None: wording.HOLDS_UNKNOWN,
}


def verdict(assessment: Assessment) -> str:
    """The conclusion as a sentence."""
    return _VERDICTS[assessment.verdict].format(name=assessment.name, edition=assessment.edition)


def explain_assessment(assessment: Assessment, lacking: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Why a scorecard concludes what it does, a sentence each: what decided it, or what leaves it open.

    ``lacking`` are the names of what is missing, see :func:`jifen.explain.lacking_names`.
    """
    return tuple(f"{said}{wording.END}" for said in _reasons(assessment, lacking))


def explain_gate(gate: GateMet) -> tuple[str, ...]:
    """Whether a gate or a route holds, condition by condition, and the data seen."""
    told = [
        wording.CONDITION.format(text=one.text, holds=_HOLDS[one.met])
        for one in gate.conditions
        if len(gate.conditions) > 1 or one.met is not gate.met or one.text != gate.name
    ]
    facts = [seen(fact) for fact in gate.facts]
    return tuple(wording.BETWEEN.join(part) + wording.END for part in (told, facts) if part)


def holds(met: bool | None) -> str:
    """Whether a condition holds, in a word."""
    return _HOLDS[met]


def _reasons(assessment: Assessment, lacking: tuple[str, ...]) -> Iterator[str]:
    if assessment.gates_met is False:
        for gate in assessment.gates:
            if gate.met is False:
                yield wording.GATE_FAILED.format(name=gate.name)
        return
    met = [route for route in assessment.routes if route.met]
    if met:
        yield wording.ROUTE_MET.format(names="、".join(route.name for route in met))
    else:
        yield from _score(assessment)
    if assessment.verdict is False and assessment.routes:
        yield wording.NO_ROUTE
    if assessment.verdict is None:
        yield wording.LACKING.format(names="、".join(lacking)) if lacking else wording.NOT_COMPUTABLE


def _score(assessment: Assessment) -> Iterator[str]:
    """How the total and the minimums stand to what they must reach."""
    if assessment.total is None:
        yield wording.TOTAL_UNKNOWN.format(points=number(assessment.so_far), required=assessment.required)
    else:
        template = wording.TOTAL_REACHED if assessment.total_reached else wording.TOTAL_MISSED
        yield template.format(points=number(assessment.total), required=assessment.required)
    for dimension in assessment.dimensions:
        if dimension.reached is False:
            yield _missed(dimension)


def _missed(dimension: DimensionMet) -> str:
    assert dimension.points is not None, "points that miss a minimum are known"
    points = number(dimension.points)
    return wording.MINIMUM_MISSED.format(name=dimension.name, points=points, required=dimension.minimum)
