"""The workload in Jifen's own reading of a population: the place for it, which is not filled yet.

It has what each peer has:

- ``Peer(workload, missing, option)`` opens the policies (``policies.opened`` writes them for any workload)
  and compiles what is decided; nothing of it is timed. ``missing`` says whether cells may be null.
- ``load(columns)`` takes the frame that ``generated.py`` makes and returns what ``run`` takes; it is not
  timed.
- ``run(loaded)`` decides all and returns whatever it likes; it is timed.
- ``normalise(given)`` makes a frame with the columns ``workload.results``, null where unknown; it is not
  timed.
- ``stream(source, target)`` decides from Parquet to Parquet without holding it all; it is timed. What it
  writes is read as a frame and given to ``normalise``.
"""

from pathlib import Path
from typing import Any

import polars as pl
from benchmarks.population.workload import Workload

NOT_THERE = "the engine's own reading of a population is not there yet"


class Peer:
    def __init__(self, workload: Workload, missing: bool, option: str = "") -> None:
        raise NotImplementedError(NOT_THERE)

    def load(self, columns: pl.DataFrame) -> Any:
        raise NotImplementedError(NOT_THERE)

    def run(self, loaded: Any) -> Any:
        raise NotImplementedError(NOT_THERE)

    def normalise(self, given: Any) -> pl.DataFrame:
        raise NotImplementedError(NOT_THERE)

    def stream(self, source: Path, target: Path) -> None:
        raise NotImplementedError(NOT_THERE)
