"""Random parks, libraries and populations: every field of what comes out is the same both ways (S20, S30)."""

import os
from random import Random

import pytest
from tests.agreement.drawing import Drawing
from tests.agreement.enterprises import population
from tests.agreement.example import Example, found_smaller
from tests.agreement.parks import drawn_park
from tests.agreement.policies import drawn_library

SEEDS = range(int(os.environ.get("JIFEN_AGREEMENT_SEEDS", "30")))


@pytest.mark.parametrize("seed", SEEDS)
def test_s30_a_population_is_decided_the_same_one_by_one_and_by_columns(seed: int) -> None:
    drawing = Drawing(Random(f"agreement/{seed}"))
    library = drawn_library(drawing, drawn_park(drawing))
    enterprises = population(drawing, drawing.one((0, 1, 2, 3, 8, 20)))
    example = Example.of(library, enterprises)
    found = example.differences()
    assert not found, found_smaller(example, found)
