"""Random nodes over random enterprises: columns come to what the compiled program does, absences included."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evaluation import cohorts
from tests.evaluation.drawing import PERIOD, SNAPSHOT, anything, enterprises, plan_of
from tests.evaluation.interpreter import Result
from tests.evaluation.test_plans_agree import plans

from jifen.columns.held import Context, Number
from jifen.columns.population import population_of
from jifen.columns.reading import program_of
from jifen.columns.scoring import in_batches
from jifen.columns.slots import slots_of
from jifen.evaluation.program import compile_plan
from jifen.model.enterprise import Enterprise
from jifen.model.expression import Expression
from jifen.plan.graph import Plan
from jifen.plan.nodes import Definition

few = st.integers(0, 6).flatmap(lambda count: st.tuples(*(enterprises(f"企{code}") for code in range(count))))
shuffled = st.lists(st.integers(0, 9), min_size=0, max_size=8, unique=True).flatmap(
    lambda codes: st.tuples(*(enterprises(f"企{code}") for code in codes))
)


def values_by_columns(
    plan: Plan,
    population: Sequence[Enterprise],
    size: int,
    day: date = SNAPSHOT,
    wanted: Sequence[str] | None = None,
) -> Mapping[str, Mapping[str, Result]]:
    """The value of every definition, or of those that are wanted, of every enterprise, by credit code."""
    names = wanted or [definition.name for definition in plan.definitions]
    layout = compile_plan(plan, PERIOD)
    context = Context(PERIOD, day)
    program = program_of(plan, plan.definitions, lambda _: context, names, layout, every=True)
    batches = in_batches(population_of(population, program.reads), size)
    program.run(batches)
    found: dict[str, dict[str, Result]] = {}
    for batch in batches:
        frame = batch.frame
        if not batch.population.height:
            continue
        for name in names:
            held = batch.held[program.names[name]]
            slots = slots_of(held, frame, 0 if isinstance(held, Number) else None)
            for code, slot in zip(frame["code"].to_list(), slots, strict=True):
                value = Fraction(*slot) if type(slot) is tuple else slot
                found.setdefault(code, {})[name] = value  # type: ignore[assignment]
    return found


def typed(values: Mapping[str, Result]) -> list[tuple[str, type, Result]]:
    """Values with their types: a flag is no number, whatever it is equal to."""
    return [(name, type(values[name]), values[name]) for name in sorted(values)]


@given(anything, few, st.sampled_from((1, 2, 99)))
def test_s11_a_node_comes_to_the_same_and_is_absent_for_the_same_reason(
    node: Expression, population: tuple[Enterprise, ...], size: int
) -> None:
    plan = plan_of(Definition("it", node, "park:toy"))
    program = compile_plan(plan, PERIOD)
    found = values_by_columns(plan, population, size)
    for one in population:
        expected = program.value(program.run(0, (), one, SNAPSHOT), "it")
        assert typed(found[one.code]) == typed({"it": expected})  # type: ignore[dict-item]


@settings(max_examples=settings.default.max_examples // 2)
@given(plans(), shuffled, st.sampled_from((1, 2, 3, 99)))
def test_s20_every_definition_of_a_plan_is_what_a_plain_run_gives(
    plan: Plan, population: tuple[Enterprise, ...], size: int
) -> None:
    expected = cohorts.run(plan, population, PERIOD, SNAPSHOT)
    found = values_by_columns(plan, population, size)
    assert found.keys() == expected.keys()
    for code, values in expected.items():
        assert typed(found[code]) == typed(values)
