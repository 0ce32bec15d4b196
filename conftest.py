"""Settings of Hypothesis for every test of the repository.

With ``CI`` set, Hypothesis loads its own profile "ci" by itself: derandomised, so that a run can be repeated.
"""

import os

from hypothesis import Phase, settings

settings.register_profile("development", deadline=None)
settings.register_profile("deep", deadline=None, max_examples=5000)
settings.register_profile("as-drawn", deadline=None, derandomize=True, database=None, phases=[Phase.generate])
if "CI" not in os.environ:
    settings.load_profile("development")
