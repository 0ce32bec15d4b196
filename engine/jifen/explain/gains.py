"""What would bring more points, as sentences: what must be reached, and how much of it is missing."""

from fractions import Fraction
from math import ceil, floor

from jifen.evaluation.gains import Gain, Mover
from jifen.evaluation.levers import Lever
from jifen.explain import wording
from jifen.explain.sentences import scale_written
from jifen.explain.values import about, number, percent, shown
from jifen.model.decision import IndicatorScore, Role
from jifen.model.enterprise import Absence
from jifen.model.period import Period
from jifen.plan.graph import Plan

_PERCENT = "%"


def explain_gain(gain: Gain, indicator: IndicatorScore, plan: Plan, role: Role = "base") -> str:
    """What must come about, and the points that it brings, as one sentence."""
    template = wording.GAINED_DEDUCTION if role == "deduction" else wording.GAINED
    gained = template.format(points=number(gain.points), more=number(gain.more))
    gradual = wording.GRADUAL if gain.lever.gradual else ""
    said = _tidy(_condition(gain, indicator) + wording.COMMA + gained + gradual)
    if gain.mover is not None:
        said += wording.BETWEEN + _tidy(_moved(gain.mover, gain.lever, plan))
    return said + wording.END


def explain_missing(indicator: IndicatorScore) -> str:
    """Which data of an indicator have not been told; empty where all are."""
    names = [
        wording.TO_TELL_ONE.format(name=fact.name, period=Period.parse(fact.period).label)
        if fact.period
        else fact.name
        for fact in indicator.facts
        if fact.value is Absence.MISSING
    ]
    return wording.TO_TELL.format(facts="、".join(names)) + wording.END if names else ""


def _condition(gain: Gain, indicator: IndicatorScore) -> str:
    lever, within = gain.lever, wording.WITHIN.get(gain.within, "")
    now, target = lever.now, lever.target
    if isinstance(target, bool):
        if not target:
            return wording.NO_LONGER.format(name=gain.name)
        template = wording.HOLD_UNKNOWN if isinstance(now, Absence) else wording.HOLD
        return template.format(name=gain.name, now=now.label if isinstance(now, Absence) else "")
    if isinstance(target, str):
        told = now.label if isinstance(now, Absence) else wording.QUOTED.format(text=now)
        return wording.BECOME.format(subject=indicator.name, target=target, now=told)
    assert isinstance(now, Fraction), "an absent number is on no side of an edge"
    if gain.what == "rank":
        return wording.PLACE.format(within=within, target=number(target), now=number(now))
    if gain.what == "percentile":
        return wording.PLACE_OF.format(
            within=within,
            members=number(gain.members or 0),
            place=number(gain.place or 0),
            target=percent(target),
            now=percent(now),
        )
    if gain.what == "index" and gain.mean is not None:
        needed = _up(target * gain.mean, indicator.digits) + indicator.shown_as.name
        shown_now = about(now, 4)
        return wording.INDEX_REACH.format(within=within, target=number(target), now=shown_now, needed=needed)
    return _measured(gain, indicator, now, target)


def _measured(gain: Gain, indicator: IndicatorScore, now: Fraction, target: Fraction) -> str:
    """A value that must grow or fall."""
    lever = gain.lever
    own = gain.what == ""
    scale = indicator.shown_as if own else scale_written(lever.written)
    digits = indicator.digits if own else 2
    missing = abs(target - now) / scale.factor
    unit = wording.PERCENTAGE_POINTS if scale.name == _PERCENT else scale.name
    templates = (wording.REACH, wording.EXCEED) if lever.up else (wording.FALL_TO, wording.FALL_BELOW)
    template = templates[lever.beyond]
    if not missing:
        template = wording.EXCEED_EDGE if lever.up else wording.FALL_BELOW_EDGE
    return template.format(
        subject=gain.name or indicator.name,
        target=shown(target, scale),
        now=about(now / scale.factor, digits) + scale.name,
        short=_up(missing, digits) + unit,
    )


def _moved(mover: Mover, lever: Lever, plan: Plan) -> str:
    """The fact, in the unit in which it is declared, to the last declared digit that is enough."""
    declared = plan.vocabulary.fields[mover.fact.field]
    scale, last = declared.scale, Fraction(1, 10**declared.digits)
    target = (ceil if lever.up else floor)(mover.target / last) * last
    if lever.beyond and target == mover.target:
        target += last if lever.up else -last
    template = wording.MOVER if lever.up else wording.MOVER_DOWN
    return template.format(
        field=declared.name,
        target=shown(target, scale),
        now=shown(mover.now, scale),
        short=shown(abs(target - mover.now), scale),
    )


def _up(value: Fraction, digits: int) -> str:
    """A number rounded up, so that what is called enough is enough; marked where digits are left out."""
    last = Fraction(1, 10**digits)
    above = ceil(value / last) * last
    return ("" if above == value else wording.ABOUT) + number(above)


def _tidy(said: str) -> str:
    return said.replace(f" {wording.ABOUT}", wording.ABOUT)
