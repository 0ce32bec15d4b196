"""Random plans over random populations: the scorer and a plain run give the same for every definition (S19,
S20).
"""

from fractions import Fraction

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evaluation import cohorts
from tests.evaluation.drawing import (
    PERIOD,
    SNAPSHOT,
    aggregates,
    constants,
    enterprises,
    facts,
    numbers_over,
    plan_of,
)

from jifen.cohort.members import Cohort
from jifen.cohort.scoring import Scorer
from jifen.model import expression as e
from jifen.model.enterprise import Enterprise
from jifen.plan import nodes as n
from jifen.plan.graph import BASE, BONUS, DEDUCTIONS, SO_FAR, STAGE, TOTAL, Plan, StagePart

ZERO = e.Constant(Fraction(0))
plain = st.one_of(constants, facts, aggregates())


@st.composite
def cohort_nodes(draw: st.DrawFn, names: list[str]) -> e.Expression:
    refs = st.sampled_from(names).map(e.Ref)
    group = draw(st.sampled_from([None, e.Ref(STAGE)]))
    if draw(st.integers(0, 2)) == 0:
        return n.Mean(draw(refs), group)
    values = tuple(draw(st.lists(refs, min_size=1, max_size=3)))
    return n.Members(values, group) if draw(st.booleans()) else n.Rank(values, group, draw(st.booleans()))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A stage, some definitions that rest on each other and on the cohort, and a total that rests on all of
    them.
    """
    definitions = [
        n.Definition(STAGE, n.Bands(draw(facts), (n.Edge(Fraction(0), draw(st.booleans())),)), "park:toy"),
        n.Definition("d0", draw(numbers_over(plain)), "park:toy"),
    ]
    names = ["d0"]
    for position in range(1, draw(st.integers(2, 6))):
        if draw(st.booleans()):
            node = draw(cohort_nodes(names))
        else:
            node = draw(numbers_over(st.one_of(plain, st.sampled_from(names).map(e.Ref))))
        names.append(f"d{position}")
        definitions.append(n.Definition(names[-1], node, "park:toy"))
    known = tuple(n.If(e.Known(e.Ref(name)), e.Ref(name), ZERO) for name in names)
    definitions.append(n.Definition(TOTAL, n.Rounded(e.Sum((e.Ref(STAGE), *known)), 2), "park:toy"))
    others = (BASE, BONUS, DEDUCTIONS, f"{TOTAL}.{SO_FAR}")
    definitions += [n.Definition(name, ZERO, "park:toy") for name in others]
    stages = (StagePart("low", "低"), StagePart("high", "高"))
    return evolve(plan_of(*definitions), stages=stages, stage_value=STAGE)


populations = st.lists(st.integers(0, 4), min_size=1, max_size=5, unique=True).flatmap(
    lambda codes: st.tuples(*(enterprises(f"企{code}") for code in codes))
)


def all_values(scorer: Scorer, enterprise: Enterprise, cohort: Cohort) -> cohorts.Values:
    """What the full program holds for one enterprise, once the fast one has decided it against a cohort."""
    scores = scorer.row(enterprise, SNAPSHOT, cohort)
    row = scorer._full_row(enterprise, SNAPSHOT, scores)
    return {name: scorer.everything.value(row, name) for name in scorer.everything.slots}


@settings(max_examples=settings.default.max_examples // 2)
@given(plans(), populations)
def test_s20_every_definition_is_what_a_plain_run_gives(
    plan: Plan, population: tuple[Enterprise, ...]
) -> None:
    scorer = Scorer(plan, PERIOD)
    run = scorer.many(population, SNAPSHOT)
    expected = cohorts.run(plan, population, PERIOD, SNAPSHOT)
    for enterprise, card in zip(population, run.cards, strict=True):
        values = all_values(scorer, enterprise, run.cohort)
        assert values == expected[enterprise.code]
        total = expected[enterprise.code][TOTAL]
        assert card.total == (total if isinstance(total, Fraction) else None)


@settings(max_examples=settings.default.max_examples // 2)
@given(plans(), populations, st.integers(0, 5).flatmap(lambda code: enterprises(f"企{code}")))
def test_s19_one_against_a_saved_cohort_is_what_a_plain_run_with_frozen_others_gives(
    plan: Plan, population: tuple[Enterprise, ...], changed: Enterprise
) -> None:
    """The changed enterprise is a member with other facts, or a new one."""
    scorer = Scorer(plan, PERIOD)
    cohort = scorer.many(population, SNAPSHOT).cohort
    saved = cohorts.run(plan, population, PERIOD, SNAPSHOT)
    expected = cohorts.against(plan, changed, saved, PERIOD, SNAPSHOT)
    assert all_values(scorer, changed, cohort) == expected
    total = expected[TOTAL]
    assert scorer.one(changed, SNAPSHOT, cohort).total == (total if isinstance(total, Fraction) else None)
