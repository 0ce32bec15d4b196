"""The steps of an indicator as one sentence. Only kinds of steps are known here, no scoring kind."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from jifen.explain import wording
from jifen.explain.values import about, number, percent, shown
from jifen.model.decision import Exact, FactSeen, IndicatorScore, Role, Step
from jifen.model.enterprise import Absence
from jifen.model.period import Period
from jifen.model.quantity import SCALES, Scale, parse_scale

_TEMPLATES: Mapping[str, str] = {
    "rank": wording.RANKED_ALONE,
    "percentile": wording.PERCENTILE,
    "band": wording.BAND,
    "ratio": wording.RATIO,
    "whole_units": wording.WHOLE_UNITS,
    "units": wording.UNITS,
    "mark": wording.MARK,
    "mean": wording.MEAN,
    "index": wording.INDEX,
    "option_value": wording.OPTION_VALUE,
    "option": wording.OPTION,
    "marks": wording.MARKS,
    "points": wording.POINTS,
    "weighted": wording.WEIGHTED,
    "weighted_same": wording.WEIGHTED_SAME,
    "item_held": wording.ITEM_HELD,
    "item_not_held": wording.ITEM_NOT_HELD,
    "treated": wording.TREATED,
}
_UNIT = re.compile(r"\d\s*([^\d\s.,，)\]）】]+)")
"""A unit as it stands after a number."""

_SELF_EVIDENT = frozenset({"ratio", "option"})
"""Kinds whose value the marks repeat where nothing was scaled in between."""

_DIGITS: Mapping[str, int] = {"index": 4, "units": 4}
"""Decimals of the values of these kinds; 2 for all others."""


def explain_indicator(indicator: IndicatorScore, stage_name: str | None, role: Role = "base") -> str:
    """Why an indicator has its points: every step with its figures, as one sentence."""
    parts = list(_Telling(indicator, stage_name, role).parts())
    said = wording.BETWEEN.join(parts) + wording.END if parts else ""
    return said.replace(f" {wording.ABOUT}", wording.ABOUT)


def seen(fact: FactSeen) -> str:
    """A fact with its period and value."""
    value = shown(fact.value, fact.scale)
    if not fact.period:
        return wording.FACT_NOW.format(name=fact.name, value=value)
    return wording.FACT.format(name=fact.name, period=Period.parse(fact.period).label, value=value)


@frozen
class _Telling:
    indicator: IndicatorScore
    stage_name: str | None
    role: Role

    def parts(self) -> Iterator[str]:
        """What is said, one part a step."""
        value, treatment = self.indicator.value, self.indicator.treatment
        if treatment is not None:
            points = "" if self.indicator.points is None else number(self.indicator.points)
            yield self._template("treated").format(absence=treatment.label, points=points)
            return
        if isinstance(value, Absence):
            yield wording.VALUE_ABSENT.format(absence=value.label)
        steps = list(_told(self.indicator.steps))
        for position, step in enumerate(steps):
            said = self._said(step, steps[position + 1 :])
            if said:
                yield said

    def _template(self, what: str) -> str:
        if self.role == "deduction" and what in wording.DEDUCTION:
            return wording.DEDUCTION[what]
        return _TEMPLATES[what]

    def _said(self, step: Step, following: Sequence[Step]) -> str:
        value, what = step.value, step.what
        within = wording.WITHIN.get(step.figures.get("within", ""), "")
        facts: dict[str, str] = {**step.figures, "within": within, "label": step.label}
        if value is None or isinstance(value, Absence):
            if what != "item" and value is self.indicator.value:
                what = "weighted" if what in ("points", "weighted") else "marks"
            unknown = wording.ITEM_UNKNOWN if what == "item" else wording.UNKNOWN[what]
            return unknown.format(absence="" if value is None else value.label, **facts)
        if what == "item":
            return self._template("item_held" if value else "item_not_held").format(**facts)
        if what == "weighted":
            facts |= {"stage": self.stage_name or "", "weight": step.figures.get(self.stage_name or "", "")}
            what = "weighted_same" if facts["weight"] == facts["full"] else what
        template = wording.RANKED if "members" in step.figures else self._template(what)
        return template.format(value=self._value(step, value, following), **facts)

    def _value(self, step: Step, value: Exact, following: Sequence[Step]) -> str:
        """A step's value as the sentence has it."""
        if not isinstance(value, Fraction):
            return shown(value, self.indicator.shown_as)
        if step.what == "percentile":
            return percent(value)
        if step.what == "option_value":
            scale = _scale_of(following)
            return about(value / scale.factor, 2) + scale.name
        if step.what == "mean":
            return about(value, self.indicator.digits) + self.indicator.shown_as.name
        return about(value, _DIGITS.get(step.what, 2))


def _scale_of(following: Sequence[Step]) -> Scale:
    """The unit in which the step that an alternative's value goes into is written."""
    for step in following[:1]:
        return scale_written((*step.figures.values(), step.label))
    return SCALES[""]


def scale_written(texts: Iterable[str]) -> Scale:
    """The first unit that stands after a number in figures as a file writes them."""
    for text in texts:
        for unit in _UNIT.findall(text):
            scale = parse_scale(unit)
            if scale is not None:
                return scale
    return SCALES[""]


def _told(steps: Sequence[Step]) -> Iterator[Step]:
    """The steps worth telling: a rank with its members, no marks that the step before or after says too."""
    for position, step in enumerate(steps):
        following = steps[position + 1] if position + 1 < len(steps) else None
        before = steps[position - 1] if position else None
        if step.what == "marks":
            repeated = before is not None and before.what in _SELF_EVIDENT and before.value == step.value
            final = following is not None and following.value == step.value
            if repeated or final:
                continue
        if step.what == "rank" and following is not None and isinstance(following.value, Fraction | int):
            counted = following.what == "members"
            yield (
                evolve(step, figures={**step.figures, "members": number(following.value)})
                if counted
                else step
            )
        elif step.what != "members":
            yield step
