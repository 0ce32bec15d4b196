"""One population decided one by one and by columns, and every field of what comes out held together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TypeVar

from attrs import Attribute, fields, has
from tests.agreement.handing import handed_differences
from tests.agreement.policies import DAY, YEAR, Library

from jifen.cohort.scoring import Fault, Scored, Scorer
from jifen.cohort.settling import Settled
from jifen.columns.batches import Notice
from jifen.columns.population import holds, population_of
from jifen.columns.scoring import ScoreColumns, in_batches
from jifen.columns.settling import SettlementColumns
from jifen.columns.slots import BeyondError
from jifen.model.enterprise import Enterprise
from jifen.model.entitlement import Decision, Entitlement

_Result = TypeVar("_Result")


def differences(
    library: Library,
    enterprises: Sequence[Enterprise],
    *,
    sizes: Sequence[int] = (),
    reasons: int = 0,
    notice: Notice | None = None,
) -> list[str]:
    """What differs; empty where nothing does.

    ``sizes`` are those of batches that the columns are cut into besides going in one; so many enterprises
    are decided with ``reasons`` against what the columns have saved.
    """
    found: list[str] = []
    decider = library.decider()
    scorers = {YEAR.year: library.park.park.scorer(YEAR), **decider.scorers}
    scored = {}
    for year, scorer in scorers.items():
        scored[year] = scorer.many(enterprises, DAY)
        found += _scores(f"{year}年积分", scorer, enterprises, scored[year], sizes, notice)
    own = {year: scored[year] for year in decider.scorers}
    expected = decider.many(enterprises, DAY, own)
    columns = SettlementColumns(decider, DAY)
    settled = columns.many(enterprises, own, notice=notice)
    found += _settled("政策", expected, settled)
    every = [decider.informed(one) for one in enterprises]
    if all(map(holds, every)):
        for size in sizes:
            with suppress(BeyondError):
                cut = columns.run(population_of(enterprises, columns.reads), size=size)
                found += _settled(f"政策，每批{size}家", expected, cut.decisions(every))
                found += handed_differences(library, enterprises, size, scored, expected)
    if reasons and not found:
        found += _with_reasons(library, enterprises[:reasons], settled, own)
    return found


def _scores(
    what: str,
    scorer: Scorer,
    enterprises: Sequence[Enterprise],
    expected: Scored,
    sizes: Sequence[int],
    notice: Notice | None,
) -> Iterator[str]:
    columns = ScoreColumns(scorer, DAY)
    yield from _scored(what, expected, columns.many(enterprises, notice=notice))
    if all(map(holds, enterprises)):
        for size in sizes:
            batches = in_batches(population_of(enterprises, columns.reads), size)
            with suppress(BeyondError):
                yield from _scored(f"{what}，每批{size}家", expected, columns.run(batches).cards(enterprises))


def _scored(what: str, expected: Scored, found: Scored) -> Iterator[str]:
    yield from faults_differing(what, expected.faults, found.faults)
    yield from differing(what, expected.cohort, found.cohort)
    yield from _each(what, expected.cards, found.cards, lambda card: card.code)


def _settled(what: str, expected: Settled, found: Settled) -> Iterator[str]:
    yield from faults_differing(what, expected.faults, found.faults)
    yield from differing(what, expected.cohort, found.cohort)
    if expected.undetermined_claims != found.undetermined_claims:
        yield f"{what}：未定的申请 {expected.undetermined_claims}、{found.undetermined_claims}"
    yield from _each(what, expected.decisions, found.decisions, lambda decision: decision.code)


def faults_differing(what: str, expected: Sequence[Fault], found: Sequence[Fault]) -> Iterator[str]:
    """Which enterprises, and why; which fault is found first depends on batches."""
    if len(found) != len({fault.code for fault in found}):
        yield f"{what}：同一企业报了不止一次错"
    one, other = ({fault.code: fault for fault in faults} for faults in (expected, found))
    for code in sorted(one.keys() | other.keys()):
        if one.get(code) != other.get(code):
            yield f"{what}：{one.get(code)}、{other.get(code)}"


def _each(
    what: str, expected: Sequence[_Result], found: Sequence[_Result], code: Callable[[_Result], str]
) -> Iterator[str]:
    if [code(one) for one in expected] != [code(one) for one in found]:
        yield f"{what}：企业不同 {[code(one) for one in expected]}、{[code(one) for one in found]}"
        return
    for one, other in zip(expected, found, strict=True):
        yield from differing(f"{what} {code(one)}", one, other)


def differing(what: str, one: object, other: object) -> Iterator[str]:
    """Where two values differ, as deep down as that can be told; numbers of other types differ."""
    if type(one) is not type(other):
        yield f"{what}：{one!r}、{other!r}"
    elif has(type(one)):
        for attribute in fields(type(one)):
            yield from _of_attribute(what, attribute, one, other)
    elif isinstance(one, Mapping) and isinstance(other, Mapping) and one.keys() == other.keys():
        for key in one:
            yield from differing(f"{what}[{key}]", one[key], other[key])
    elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for place, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from differing(f"{what}[{place}]", left, right)
    elif one != other:
        yield f"{what}：{one!r}、{other!r}"


def _of_attribute(what: str, attribute: "Attribute[object]", one: object, other: object) -> Iterator[str]:
    name = attribute.name
    yield from differing(f"{what}.{name}", getattr(one, name), getattr(other, name))


# ---------------------------------------------------------------- with reasons


def _with_reasons(
    library: Library, enterprises: Sequence[Enterprise], settled: Settled, scored: Mapping[int, Scored]
) -> Iterator[str]:
    """Each by itself against what the columns have saved, with reasons."""
    decider, failed = library.decider(), {fault.code for fault in settled.faults}
    decisions = {one.code: one for one in settled.decisions}
    scores = {year: one.cohort for year, one in scored.items()}
    for one in enterprises:
        if one.code in failed:
            continue
        alone = decider.one(one, DAY, settled.cohort, scores, reasons=True)
        for left, right in zip(bare(alone), bare(decisions[one.code]), strict=True):
            if left != right:
                yield f"附理由 {one.code}：{left}、{right}"
        if alone.statuses != decisions[one.code].statuses:
            yield f"附理由 {one.code}：{alone.statuses}、{decisions[one.code].statuses}"


def bare(decision: Decision) -> list[tuple[object, ...]]:
    """Outcomes and money of a decision."""
    return [_bare(one) for one in decision.entitlements]


def _bare(one: Entitlement) -> tuple[object, ...]:
    return (
        *(one.full_id, one.outcome, one.amount, one.points, one.paid, one.due, one.provisional),
        *(one.lacks, one.payers, one.instalments, one.clawbacks),
    )
