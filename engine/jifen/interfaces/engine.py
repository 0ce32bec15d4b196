"""Which way many enterprises are decided: as columns, or one by one. Both come to the same, byte for byte."""

from collections.abc import Mapping, Sequence
from datetime import date
from importlib.util import find_spec
from typing import Literal

from jifen.cohort.scoring import Progress, Scored, Scorer
from jifen.cohort.settling import Decider, Settled
from jifen.language.diagnostics import Diagnostic, DiagnosticError
from jifen.model.enterprise import Enterprise

Engine = Literal["columns", "one-by-one"]
FEW = 8000
"""Up to so many enterprises are faster one by one: writing columns and starting a query take a while. It is
measured by ``benchmarks/run.py``.
"""


def engine_for(count: int, asked: Engine | None = None) -> Engine:
    """The way that is asked for; else the faster one for so many enterprises, of those that are installed.

    Raises :class:`~jifen.language.diagnostics.DiagnosticError` where columns are asked for and not installed.
    """
    installed = find_spec("polars") is not None
    if asked == "columns" and not installed:
        raise DiagnosticError((Diagnostic.of("J814", None, {}),))
    if asked is not None:
        return asked
    return "columns" if installed and count > FEW else "one-by-one"


def score_many(
    scorer: Scorer,
    enterprises: Sequence[Enterprise],
    as_of: date,
    engine: Engine,
    progress: Progress | None = None,
) -> Scored:
    """The cards of a population."""
    if engine == "one-by-one":
        return scorer.many(enterprises, as_of, progress)
    from jifen.columns.scoring import ScoreColumns

    return ScoreColumns(scorer, as_of).many(enterprises, progress)


def decide_many(
    decider: Decider,
    enterprises: Sequence[Enterprise],
    as_of: date,
    scored: Mapping[int, Scored],
    engine: Engine,
    progress: Progress | None = None,
) -> Settled:
    """The decisions of a population of which the years that policies read are scored."""
    if engine == "one-by-one":
        return decider.many(enterprises, as_of, scored, progress)
    from jifen.columns.settling import SettlementColumns

    return SettlementColumns(decider, as_of).many(enterprises, scored, progress)
