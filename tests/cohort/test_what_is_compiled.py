"""What deciders compile: once for all data of programmes, and of the scores those that policies read."""

from random import Random

from tests.settlement.random_libraries import DAY, drawn, enterprise

from jifen.interfaces.library import open_library


def test_what_is_compiled_is_shared_by_all_data_of_programmes_whoever_decides_first() -> None:
    decider = drawn(Random("programmes")).decider()
    one = enterprise(Random("one"))
    first, second = (decider.with_programme({("rate", "2020"): rate}) for rate in (1, 2))
    assert first.one(one, DAY, reasons=True) == second.one(one, DAY, reasons=True)
    readings = {id(each._compiled.whole) for each in (decider, first, second)}
    assert len(readings) == 1


def test_only_the_scores_that_policies_read_are_worked_out_each_as_a_saved_cohort_has_it() -> None:
    library = open_library("dalian")
    decider = library.decider("2020", DAY, allow_assumed=True)
    (year, reading), *others = decider._compiled.scores.items()
    assert (year, others) == (2020, [])
    scorer = library.park.scorer("2020").scores
    assert len(reading.program.slots) < len(scorer.slots)
    read = {score for _, score in decider.settlement.given.values()}
    shared = reading.program.below.keys() & scorer.below.keys()
    assert read < shared
    assert {name: reading.program.below[name] for name in shared} == {
        name: scorer.below[name] for name in shared
    }
