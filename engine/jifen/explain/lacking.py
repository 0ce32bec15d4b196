"""What is missing before a total or a verdict is known, as people know it."""

from jifen.evaluation.assessments import SLOT
from jifen.evaluation.cards import COHORT
from jifen.explain import wording
from jifen.model.decision import Assessment, ScoreCard
from jifen.model.period import Period
from jifen.plan.graph import Plan


def lacking_names(plan: Plan, decided: ScoreCard | Assessment) -> tuple[str, ...]:
    """What a card or an assessment lacks: fields with the periods that are not told, tables, the cohort,
    slots that the park has not filled.
    """
    periods: dict[str, list[Period]] = {}
    for one in decided.missing:
        of_field = periods.setdefault(one.id, [])
        if one.period:
            of_field.append(Period.parse(one.period))
    return tuple(_named(plan, id_, sorted(told, reverse=True)) for id_, told in periods.items())


def lacking_name(plan: Plan, id_: str) -> str:
    """A field, a table, the cohort or a slot, whatever the period."""
    if id_ == COHORT:
        return wording.COHORT
    if id_.startswith(SLOT):
        slots = {slot: name for part in plan.scorecards for slot, name in part.unfilled.items()}
        return wording.SLOT.format(slot=slots[id_.removeprefix(SLOT)])
    known = plan.vocabulary.fields.get(id_) or plan.vocabulary.tables.get(id_)
    return known.name if known is not None else id_


def _named(plan: Plan, id_: str, periods: list[Period]) -> str:
    name = lacking_name(plan, id_)
    if not periods:
        return name
    return wording.OF_PERIODS.format(name=name, periods=wording.AND.join(one.label for one in periods))
