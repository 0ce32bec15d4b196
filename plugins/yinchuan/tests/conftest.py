"""What all tests of the park share."""

import pytest

from jifen import ScoringPark, open_park


@pytest.fixture(scope="session")
def park() -> ScoringPark:
    return open_park("yinchuan")
