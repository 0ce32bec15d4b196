"""Milestones written out: each level of a rule becomes a rule of its own, paid once in a lifetime."""

from collections.abc import Iterable

from attrs import evolve

from jifen.model.place import Written
from jifen.model.policy import Milestone, Subsidy


def expanded(subsidies: Iterable[Subsidy]) -> tuple[Subsidy, ...]:
    """The rules with one for each level in the place of those that have levels."""
    found: list[Subsidy] = []
    for subsidy in subsidies:
        levels = subsidy.milestones if subsidy.by is not None else ()
        found += [_level(subsidy, one) for one in levels] or [subsidy]
    return tuple(found)


def _level(subsidy: Subsidy, level: Milestone) -> Subsidy:
    assert subsidy.by is not None
    reached = Written(f"{subsidy.by.text} >= {level.at.text}", level.at.place, verbatim=False)
    award = None if subsidy.award is None else f"{subsidy.award}.{level.id}"
    return evolve(
        subsidy,
        id=f"{subsidy.id}.{level.id}",
        title=f"{subsidy.title}（首次达到{level.at.text}）",
        when=(*subsidy.when, reached),
        amount=level.amount,
        by=None,
        milestones=(),
        once="ever",
        award=award,
        says=(),
    )
