"""What is handed out of a population that is read in parts, held against what one by one decides of it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import polars as pl
from attrs import evolve, frozen
from tests.agreement.policies import DAY, YEAR, Library

from jifen.cohort.members import CohortColumn
from jifen.cohort.scoring import Scored
from jifen.cohort.settling import Settled
from jifen.columns.population import Population, population_of
from jifen.columns.settling import SettlementColumns
from jifen.columns.slots import BeyondError
from jifen.columns.streaming import Decided
from jifen.exchange.populations.runs import PopulationRun
from jifen.model.decision import ScoreCard
from jifen.model.enterprise import Enterprise
from jifen.model.entitlement import Decision, Entitlement

Row = Mapping[str, Any]


@frozen
class InParts:
    """A population that is read so many enterprises at a time."""

    population: Population
    size: int

    def batches(self) -> Iterator[Population]:
        """Its parts; one, which is empty, where nobody is there."""
        for begin in range(0, max(1, self.population.height), self.size):
            yield self.population.part(begin, self.size)


def handed_differences(
    library: Library,
    enterprises: Sequence[Enterprise],
    size: int,
    scored: Mapping[int, Scored],
    settled: Settled,
) -> Iterator[str]:
    """How tables, faults and cohorts of a run that reads ``size`` enterprises at a time differ from what one
    by one ``scored`` and ``settled``.
    """
    what = f"分批读取，每批{size}家"
    scorer = library.park.park.scorer(YEAR)
    run = PopulationRun(scorer, SettlementColumns(library.decider(), DAY), DAY)
    in_fen = evolve(run, money="分")
    streaming = run.streaming()
    scores: list[pl.DataFrame] = []
    entitlements: list[pl.DataFrame] = []
    fen: list[pl.DataFrame] = []

    def out(decided: Decided) -> None:
        for found, frame in zip((scores, entitlements), run.frames(decided), strict=True):
            assert frame is not None
            found.append(frame)
        with suppress(BeyondError):
            frame = in_fen.frames(decided)[1]
            assert frame is not None
            fen.append(frame)

    streamed = streaming.run(InParts(population_of(enterprises, streaming.reads), size), out)
    yield from _types(what, scores, entitlements, fen)
    if len(fen) == len(entitlements):
        yield from _in_fen(what, entitlements, fen)
    own = scored[YEAR.year]
    yield from _faults(what, {*own.faults, *settled.faults}, streamed.faults)
    yield from _rows(f"{what}，积分", own.cards, _by_code(scores), _of_card)
    yield from _rows(f"{what}，政策", settled.decisions, _by_code(entitlements), _of_decision)
    for year, columns in streamed.scores.items():
        yield from _columns(f"{what}，{year}年", scored[year].cohort.columns, columns)
    yield from _columns(f"{what}，政策", settled.cohort.columns, streamed.claims)


def _types(what: str, *tables: Sequence[pl.DataFrame]) -> Iterator[str]:
    """All parts of a table have columns of the same types."""
    for frames in tables:
        schemas = [frame.schema for frame in frames]
        if any(schema != schemas[0] for schema in schemas):
            yield f"{what}：各批的列类型不同 {schemas}"


def _in_fen(what: str, yuan: Sequence[pl.DataFrame], fen: Sequence[pl.DataFrame]) -> Iterator[str]:
    """Money in whole fen is a hundred times that in yuan."""
    for one, other in zip(yuan, fen, strict=True):
        for name in other.columns:
            cells, counted = one[name].to_list(), other[name].to_list()
            if other[name].dtype == pl.Int64:
                cells = [None if cell is None else cell * 100 for cell in cells]
            if cells != counted:
                yield f"{what}，以分计 {name}：{cells}、{counted}"


def _faults(what: str, expected: set[Any], found: Sequence[Any]) -> Iterator[str]:
    """One fault for each enterprise, whichever is met first."""
    codes = [fault.code for fault in found]
    if sorted(codes) != sorted({fault.code for fault in expected}) or not expected.issuperset(found):
        yield f"{what}：出错的企业 {expected}、{found}"


def _by_code(frames: Sequence[pl.DataFrame]) -> dict[str, Row]:
    return {row["code"]: row for frame in frames for row in frame.iter_rows(named=True)}


def _rows(what: str, expected: Sequence[Any], found: Mapping[str, Row], told: Any) -> Iterator[str]:
    if [one.code for one in expected] != list(found):
        yield f"{what}：企业不同 {[one.code for one in expected]}、{list(found)}"
        return
    for one in expected:
        row, cells = found[one.code], dict(told(one))
        # A rule that pays nothing of a kind has no column for it.
        for name in {**row, **{name: None for name, cell in cells.items() if cell}}:
            cell, other = cells.get(name), row.get(name)
            if cell != other or isinstance(cell, bool) != isinstance(other, bool):
                yield f"{what} {one.code}.{name}：{cell}、{other}"


def _of_card(card: ScoreCard) -> Iterator[tuple[str, Any]]:
    yield from (("code", card.code), ("name", card.name), ("stage", card.stage))
    yield from (("total", card.total), ("base", card.base), ("bonus", card.bonus))
    yield from (("deductions", card.deductions), ("so_far", card.so_far))
    yield from ((f"dimension.{one.id}", one.points) for one in card.dimensions)
    yield from ((f"points.{name}", points) for name, points in card.points.items())
    for one in card.standings:
        place = f"board.{one.board}"
        yield from ((f"{place}.value", one.value), (f"{place}.rank", one.rank))
        yield f"{place}.members", one.members


def _of_decision(decision: Decision) -> Iterator[tuple[str, Any]]:
    yield from (("code", decision.code), ("name", decision.name))
    yield from ((f"status.{one.id}", one.met) for one in decision.statuses)
    for one in decision.entitlements:
        for name, cell in _of_entitlement(one):
            yield f"{one.full_id}.{name}", cell


def _of_entitlement(one: Entitlement) -> Iterator[tuple[str, Any]]:
    yield from (("outcome", one.outcome), ("amount", one.amount), ("points", one.points))
    yield from (("paid", one.paid), ("provisional", one.provisional))
    yield from ((f"payer.{part.id}", part.amount) for part in one.payers)
    yield from ((f"instalment.{part.id}", part.amount) for part in one.instalments)
    yield from ((f"clawback.{back.id}", back.amount if back.met else None) for back in one.clawbacks)


def _columns(
    what: str, expected: Mapping[str, CohortColumn], found: Mapping[str, CohortColumn]
) -> Iterator[str]:
    for name, column in found.items():
        if column.column() != expected[name].column():
            yield f"{what}[{name}]：{expected[name].column()}、{column.column()}"
