"""Definitions of one step written as columns over what a batch holds, and run.

What is written for one batch is kept, and used for any other batch that holds the same kind of data: its
proof that nothing overflows is that of the spans it was written for.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import polars as pl
from attrs import evolve, field, frozen

from jifen.columns import apportioning, arithmetic, choosing, logic, tables
from jifen.columns.held import Building, Context, Emit, Held, Number, Other, Seed, TableSeeds
from jifen.columns.population import Population, only
from jifen.columns.simplifying import Work, asked, shared
from jifen.columns.spans import Span, UnprovenError, Whole
from jifen.columns.tables import Wanted, grouped
from jifen.model.expression import Expression, Ref
from jifen.plan.nodes import Call, EachRow, leaves

EMITTERS: Mapping[type, Emit] = {
    **arithmetic.EMITTERS,
    **choosing.EMITTERS,
    **apportioning.EMITTERS,
    **logic.EMITTERS,
    **tables.EMITTERS,
}
PLAIN = pl.QueryOptFlags.none()
"""What is written has no detours left for Polars to find; it need only not write what nobody reads."""


@frozen
class Segment:
    """Some layers in a row, written as one query over the columns that they read; before them, groupings of
    tables.
    """

    tables: Sequence[tuple[str, Sequence[Wanted]]]
    layers: Sequence[Sequence[pl.Expr]]
    reads: frozenset[str]
    writes: frozenset[str]
    later: frozenset[str]
    """What later segments read."""

    def run(self, batch: pl.DataFrame, population: Population, keep: frozenset[str]) -> pl.DataFrame:
        """The batch with the columns that anybody asks for later."""
        for table, wanted in self.tables:
            batch = grouped(batch, population, table, wanted)
        out = self.writes & (keep | self.later)
        if not out:
            return batch
        # A frame without columns has no rows either.
        reads = self.reads.union(batch.columns[:1])
        lazy = only(batch, [name for name in batch.columns if name in reads]).lazy()
        for layer in self.layers:
            lazy = lazy.with_columns(layer)
        return batch.hstack(lazy.select(sorted(out)).collect(optimizations=PLAIN))


_LAYERS = 16
"""So many layers are one query: more cost more to plan, as each carries all columns of those before it."""


def segments_of(building: Building) -> tuple[Segment, ...]:
    """The layers that were written, in order, in segments."""
    last = max([len(building.layers), *(depth + 1 for depth, _ in building.tables)])
    parts: list[tuple[list[tuple[str, Sequence[Wanted]]], list[list[pl.Expr]]]] = []
    for depth in range(last):
        here: list[tuple[str, Sequence[Wanted]]] = [
            (table, wanted) for (at, table), wanted in building.tables.items() if at == depth
        ]
        if here or not parts or len(parts[-1][1]) >= _LAYERS:
            parts.append((here, []))
        if depth < len(building.layers) and building.layers[depth]:
            parts[-1][1].append(building.layers[depth])
    found: list[Segment] = []
    later: frozenset[str] = frozenset()
    for tables_, layers in reversed(parts):
        exprs = [expr for layer in layers for expr in layer]
        reads = frozenset(name for expr in exprs for name in expr.meta.root_names())
        writes = frozenset(expr.meta.output_name() for expr in exprs)
        found.append(Segment(tables_, layers, reads - writes, writes, later))
        of_batch = {name for _, wanted in tables_ for one in wanted for name in one.from_batch}
        later |= reads | of_batch
    return tuple(reversed(found))


@frozen
class Stretch:
    """Written definitions: what they are held as, and the columns to write, in order."""

    held: Mapping[str, Held] = field(repr=False)
    unproven: tuple[str, ...]
    """Definitions that could not be written, and those that rest on them."""
    _segments: Sequence[Segment] = field(repr=False)

    def run(self, batch: pl.DataFrame, population: Population, keep: Iterable[str]) -> pl.DataFrame:
        """The columns of what is kept."""
        asked_ = frozenset(keep)
        for segment in self._segments:
            batch = segment.run(batch, population, asked_)
        return only(batch, [name for name in batch.columns if name in asked_])


@frozen
class Situation:
    """What a stretch is written for: what is held already, what the batch and its tables hold."""

    given: Mapping[str, Held]
    seeds: Mapping[str, Seed]
    tables: Mapping[str, TableSeeds]


def write(
    works: Sequence[Work],
    wanted: Iterable[str],
    situation: Situation,
    *,
    every: bool = False,
    told_of: Iterable[str] = (),
    prefix: str = "t",
) -> Stretch:
    """Write what can be of some definitions, each after all that it refers to.

    ``wanted`` are kept; ``every`` asks of each why it is absent, ``told_of`` of those of which later steps
    ask it.
    """
    named = {work.name: work for work in works}
    nodes, names = asked(works, named, told_of)
    uses = Counter(node.name for work in works for node in leaves(work.node) if isinstance(node, Ref))
    kept = set(wanted)
    building = Building(
        EMITTERS,
        works[0].context,
        situation.seeds,
        shared(works),
        nodes,
        every=every,
        tables_seen=situation.tables,
        refs={name: (held, 0) for name, held in situation.given.items()},
        prefix=prefix,
        uses=uses,
    )
    by_context: dict[Context, dict[str, Expression]] = {}
    for work in works:
        by_context.setdefault(work.context, {})[work.name] = work.node
    unproven: list[str] = []
    for work in works:
        building.context = work.context
        building.nodes = by_context[work.context]
        if not _writable(work, building):
            unproven.append(work.name)
            continue
        column = work.name in kept or uses[work.name] > 1
        try:
            building.define(work.name, work.node, column=column, asking=every or work.name in names)
        except UnprovenError:
            unproven.append(work.name)
    held = {name: one for name, (one, _) in building.refs.items()}
    return Stretch(held, tuple(unproven), segments_of(building))


def _writable(work: Work, building: Building) -> bool:
    """Whether a definition has a form as columns, and all that it refers to is there."""
    for node in leaves(work.node):
        if isinstance(node, Call | EachRow) or (isinstance(node, Ref) and node.name not in building.refs):
            return False
    return True


def measured(held: Mapping[str, Held], batch: pl.DataFrame) -> Mapping[str, Held]:
    """The same with the spans that the columns really have, which are narrower than what was proven."""
    wholes: dict[str, Whole] = {}
    for one in held.values():
        if isinstance(one, Number):
            for whole in (one.above, one.below):
                if isinstance(whole, Whole) and whole.literal is None and whole.expr.meta.is_column():
                    wholes[whole.expr.meta.output_name()] = whole
    if not wholes:
        return held
    asked_ = [pl.col(name).min().alias(f"l:{name}") for name in wholes]
    asked_ += [pl.col(name).max().alias(f"h:{name}") for name in wholes]
    found = batch.select(asked_).row(0, named=True)
    return {name: _narrowed(one, found) for name, one in held.items()}


def _narrowed(held: Held, found: Mapping[str, int | None]) -> Held:
    if isinstance(held, Other):
        return held
    above = _whole_narrowed(held.above, found)
    below = held.below if isinstance(held.below, int) else _whole_narrowed(held.below, found, least=1)
    return evolve(held, above=above, below=below)


def _whole_narrowed(whole: Whole, found: Mapping[str, int | None], least: int | None = None) -> Whole:
    if whole.literal is not None or not whole.expr.meta.is_column():
        return whole
    name = whole.expr.meta.output_name()
    low, high = found[f"l:{name}"], found[f"h:{name}"]
    if low is None or high is None:
        return whole
    low = low if least is None else max(low, least)
    span = Span(min(low, high), max(low, high))
    return whole.within(span)
