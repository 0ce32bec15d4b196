"""A run, as several commands make it: a roster read, scored, settled by policies, written."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from jifen.cohort.scoring import Progress, Scored
from jifen.exchange.mapping import NO_MAPPING, load_mapping
from jifen.exchange.reading import read_roster
from jifen.exchange.runs import Run, check_out, write_run
from jifen.exchange.settled import SettledRun
from jifen.interfaces.commands.progress import progress
from jifen.interfaces.engine import Engine, engine_for, score_many
from jifen.interfaces.library import RuleLibrary
from jifen.model.enterprise import Enterprise
from jifen.model.period import Period

if TYPE_CHECKING:
    from jifen.columns.outcomes import Money
    from jifen.exchange.populations.sinks import Shape


@frozen
class Asked:
    """What a run is asked for besides its roster."""

    period: Period
    as_of: date
    complete_to: date | None = None
    mapping: Path | None = None
    mended: Path | None = None
    allow_assumed: bool = False
    programme: tuple[Path, ...] = ()
    engine: Engine | None = None


def score_roster(library: RuleLibrary, roster: Path, asked: Asked, out: Path) -> tuple[Run, dict[str, Any]]:
    """Read a roster, score it, settle it by policies, write the folder; the run and its summary."""
    check_out(out)
    park = library.park
    mapping = NO_MAPPING if asked.mapping is None else load_mapping(asked.mapping, park.vocabulary)
    with progress() as steps:
        read = read_roster(
            roster,
            park.vocabulary,
            complete_to=asked.complete_to,
            mapping=mapping,
            mended=asked.mended,
            progress=steps.read,
        )
        scorer = park.scorer(asked.period)
        steps.expect(len(read.enterprises) * (len(scorer.scores.crossings) + bool(library.policies)))
        engine = engine_for(len(read.enterprises), asked.engine)
        scored = score_many(scorer, read.enterprises, asked.as_of, engine, steps.scored)
        settled = _settled(library, read.enterprises, scored, asked, engine, steps.scored)
        run = Run(
            park.park,
            park.plan,
            asked.period,
            asked.as_of,
            asked.complete_to,
            read,
            scored,
            settled,
            machinery="columns" if engine == "columns" else "plan",
        )
        return run, write_run(out, run, steps.wrote)


def decide_population(
    library: RuleLibrary, roster: Path, asked: Asked, out: Path, shape: "Shape", money: "Money"
) -> dict[str, Any]:
    """Read a roster as columns, decide it, write its tables; the summary."""
    mapping = NO_MAPPING if asked.mapping is None else load_mapping(asked.mapping, library.park.vocabulary)
    allow = asked.allow_assumed
    asking = library.asking(
        asked.period,
        asked.as_of,
        asked.complete_to,
        mapping=mapping,
        allow_assumed=allow,
        programme=library.programme(*asked.programme, allow_assumed=allow),
    )
    from jifen.exchange.populations.reading import InMemory
    from jifen.interfaces.population import told_beyond

    with progress() as steps:
        run = asking.run(shape, money)
        streaming = run.streaming()
        read = asking.read(roster, streaming.reads)
        if isinstance(read, InMemory):
            steps.expect(read.population.height * streaming.passes)
        with told_beyond():
            return run.write(out, read, streaming, steps.scored)


def _settled(
    library: RuleLibrary,
    enterprises: Sequence[Enterprise],
    scored: Scored,
    asked: Asked,
    engine: Engine,
    progress: Progress,
) -> SettledRun | None:
    """What policies come to, if there are any."""
    if not library.policies:
        return None
    period, as_of, allow = asked.period, asked.as_of, asked.allow_assumed
    settlement = library.settlement(period, as_of, allow_assumed=allow)
    programme = library.programme(*asked.programme, allow_assumed=allow)
    scorers = library.decider(period, as_of, allow_assumed=allow).scorers
    others = {
        year: score_many(scorer, enterprises, as_of, engine)
        for year, scorer in scorers.items()
        if year != period.year
    }
    settled = library.decide_many(
        enterprises,
        period=period,
        as_of=as_of,
        scored={period.year: scored, **others},
        allow_assumed=allow,
        programme=programme,
        engine=engine,
        progress=progress,
    )
    scores = {year: one.cohort for year, one in others.items()}
    return SettledRun(settlement, settled, allow, library.figures(settlement), scores, programme)
