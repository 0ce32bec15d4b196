"""Random parks, libraries and populations: every field of what comes out is the same both ways (S20, S30)."""

import os
from random import Random

import pytest
from tests.agreement.drawing import Drawing
from tests.agreement.enterprises import population
from tests.agreement.example import Example, found_smaller
from tests.agreement.parks import drawn_park
from tests.agreement.policies import drawn_library

SEEDS = range(int(os.environ.get("JIFEN_AGREEMENT_SEEDS", "16")))
SHRINK = "JIFEN_AGREEMENT_AS_DRAWN" not in os.environ
SIZES = (12, 3, 25, 0, 8, 1, 2, 40)


@pytest.mark.parametrize("seed", SEEDS)
def test_s30_a_population_is_decided_the_same_one_by_one_and_by_columns(seed: int) -> None:
    drawing = Drawing(Random(f"agreement/{seed}"))
    library = drawn_library(drawing, drawn_park(drawing))
    enterprises = population(drawing, SIZES[seed % len(SIZES)])
    example = Example.of(library, enterprises)
    sizes = (1, 2) if len(enterprises) <= 3 else (len(enterprises) // 2,)
    found = example.differences(sizes)
    assert not found, found_smaller(example, found) if SHRINK else found[0]
