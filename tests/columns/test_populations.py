"""A population by columns is what one by one comes to: whole, in batches, and read in phases (S20, S30)."""

from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from attrs import frozen
from tests.settlement.random_libraries import DAY, YEAR, Drawn, drawn, enterprise

from jifen.columns.batches import Batch
from jifen.columns.outcomes import scored_frame, settled_frame
from jifen.columns.population import Population, population_of
from jifen.columns.scoring import ScoreColumns, rows_of
from jifen.columns.settling import SettlementColumns
from jifen.columns.streaming import Decided, Streaming
from jifen.evaluation.cards import scores_wanted
from jifen.evaluation.outcomes import wanted_of
from jifen.model.enterprise import Absence, Enterprise


@frozen
class InParts:
    """A population that is read so many enterprises at a time."""

    population: Population
    size: int

    def batches(self) -> Iterator[Population]:
        for begin in range(0, self.population.height, self.size):
            yield self.population.part(begin, self.size)


def firms_of(random: Random, count: int = 17) -> list[Enterprise]:
    return [enterprise(random, f"企{number:02}") for number in range(count)]


def plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return Fraction(*value)
    return None if isinstance(value, Absence) else value


def values_of(rows: Any, layout: Any, wanted: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    return {
        code: {name: plain(row[layout.slots[name]]) for name in wanted} for code, row in sorted(rows.items())
    }


@pytest.mark.parametrize("seed", range(12))
def test_s30_batches_and_phases_change_nothing(seed: int) -> None:
    random = Random(f"phases/{seed}")
    library = drawn(random)
    decider, scorer, firms = library.decider(chaining=False), library.park.scorer(YEAR), firms_of(random)
    settlement = SettlementColumns(decider, DAY)
    streaming = Streaming(scorer, settlement, DAY)
    population = population_of(firms, streaming.reads)
    scored: dict[str, Any] = {}
    settled: dict[str, Any] = {}

    def out(decided: Decided) -> None:
        assert decided.settled is not None
        scored.update(rows_of([decided.scored], decided.score_names, scorer.scores))
        settled.update(rows_of([decided.settled], decided.settled_names, decider.plain))

    streaming.run(InParts(population, random.choice((1, 2, 5))), out)
    whole = ScoreColumns(scorer, DAY).run([Batch(population)])
    wanted = scores_wanted(library.park.plan)
    expected = rows_of(whole.batches, whole.reading.program.names, scorer.scores)
    assert values_of(scored, scorer.scores, wanted) == values_of(expected, scorer.scores, wanted)
    together = settlement.run(population)
    expected = rows_of(together.batches, settlement.program.names, decider.plain)
    asked = wanted_of(decider.settlement)
    assert values_of(settled, decider.plain, asked) == values_of(expected, decider.plain, asked)


def decided_frames(library: Drawn, firms: list[Enterprise]) -> tuple[Any, Any]:
    decider = library.decider(chaining=False)
    settlement = SettlementColumns(decider, DAY)
    settled = settlement.run(population_of(firms, settlement.reads))
    (batch,) = settled.batches
    frame = settled_frame(batch, decider.settlement, settlement.program.names)
    scores = ScoreColumns(library.park.scorer(YEAR), DAY)
    (of_scores,) = scores.run([Batch(population_of(firms, scores.reads))]).batches
    return frame, scored_frame(of_scores, library.park.plan, scores.program.names)


@pytest.mark.parametrize("seed", range(25))
def test_what_is_handed_out_is_what_decisions_say(seed: int) -> None:
    random = Random(f"handed/{seed}")
    library, firms = drawn(random), firms_of(random)
    frame, scores = decided_frames(library, firms)
    decider = library.decider(chaining=False)
    cards = library.park.scorer(YEAR).many(firms, DAY)
    settled = decider.many(firms, DAY, {YEAR.year: cards})
    for row, decision in zip(frame.iter_rows(named=True), settled.decisions, strict=True):
        for one in decision.entitlements:
            told = {key.removeprefix(f"{one.full_id}."): cell for key, cell in row.items()}
            assert told["outcome"] == one.outcome
            assert told["points" if one.kind == "bonus" else "amount"] == (one.points or one.amount)
            assert told.get("provisional", False) == one.provisional
            for part in one.payers:
                assert told[f"payer.{part.id}"] == part.amount
            for part in one.instalments:
                assert told[f"instalment.{part.id}"] == part.amount
            for back in one.clawbacks:
                assert told[f"clawback.{back.id}"] == (back.amount if back.met else None)
        for status in decision.statuses:
            assert row[f"status.{status.id}"] is status.met
    for row, card in zip(scores.iter_rows(named=True), cards.cards, strict=True):
        assert (row["code"], row["stage"], row["total"]) == (card.code, card.stage, card.total)
        assert row["so_far"] == card.so_far
        assert {key: row[f"points.{key}"] for key in card.points} == card.points
        for standing in card.standings:
            assert row[f"board.{standing.board}.rank"] == standing.rank
            assert row[f"board.{standing.board}.members"] == standing.members


def test_one_enterprise_twice_is_refused() -> None:
    random = Random("twice")
    library, firm = drawn(random), enterprise(random)
    with pytest.raises(ValueError, match="出现不止一次"):
        ScoreColumns(library.park.scorer(YEAR), DAY).many([firm, firm])
