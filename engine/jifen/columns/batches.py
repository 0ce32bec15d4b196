"""Some enterprises on their way through the steps of a plan: their columns, and what is decided so far."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import polars as pl
from attrs import field, frozen, mutable

from jifen.cohort.scoring import Fault
from jifen.columns.held import Held, columns_of
from jifen.columns.islands import Island
from jifen.columns.population import CODE_OF, NAME, Needs, Population, Reads, only, seeds_of, table_seeds
from jifen.columns.simplifying import Work
from jifen.columns.stretch import Situation, Stretch, measured, write
from jifen.evaluation.rows import FunctionFault

Notice = Callable[[str, int], None]
"""Told which definition went one by one, and of how many enterprises."""


@mutable
class Batch:
    """A population with what its steps have decided: columns, and what each definition is held as."""

    population: Population
    held: dict[str, Held] = field(factory=dict)
    state: pl.DataFrame = field(factory=pl.DataFrame)
    faults: list[Fault] = field(factory=list)

    @property
    def frame(self) -> pl.DataFrame:
        """All columns."""
        return self.population.frame.hstack(self.state) if self.state.width else self.population.frame

    def add(self, columns: pl.DataFrame) -> None:
        """Keep more columns."""
        known = {*self.state.columns, *self.population.frame.columns}
        new = only(columns, [name for name in columns.columns if name not in known])
        if new.width:
            self.state = self.state.hstack(new) if self.state.width else new

    def keep(self, names: Iterable[str]) -> None:
        """Forget all columns but those of some definitions."""
        self.held = {name: self.held[name] for name in names if name in self.held}
        columns = {column for held in self.held.values() for column in columns_of(held)}
        self.state = only(self.state, [name for name in self.state.columns if name in columns])

    def bring(self, other: "Batch", held: Mapping[str, Held]) -> None:
        """Bring in what is decided elsewhere of the same enterprises; who was left out there is so here."""
        state = other.state
        failed, failed_there = ({fault.code for fault in one.faults} for one in (self, other))
        if failed != failed_there:
            own, others = self.population.frame[CODE_OF], other.population.frame[CODE_OF]
            state = state.filter(others.is_in(own.implode())) if state.width else state
            self._restrict(own.is_in(others.implode()))
        self.faults += [fault for fault in other.faults if fault.code not in failed]
        self.add(state)
        self.held.update(held)

    def _restrict(self, keep: pl.Series) -> None:
        self.population = self.population.chosen(keep)
        self.state = self.state.filter(keep) if self.state.width else self.state

    def leave_out(self, failed: Mapping[int, FunctionFault]) -> None:
        """Leave out enterprises on which a function failed."""
        codes, names = self.population.frame[CODE_OF], self.population.frame[NAME]
        self.faults += [Fault(codes[place], names[place], str(fault)) for place, fault in failed.items()]
        keep = pl.Series([place not in failed for place in range(self.population.height)], dtype=pl.Boolean)
        self._restrict(keep)


@frozen
class Writing:
    """How the definitions of one step are written and run, whatever batch; what was written once is kept."""

    works: Sequence[Work]
    kept: frozenset[str]
    told_of: frozenset[str]
    reads: Reads
    types: Needs
    days: Mapping[str, date]
    island: Callable[[Work], Island]
    passed: frozenset[str]
    """Columns of numbers that are only compared."""
    name: str
    """Begins the names of its columns."""
    every: bool = False
    _written: dict[object, Stretch] = field(factory=dict, repr=False, eq=False)

    def run(self, batch: Batch, notice: Notice | None = None) -> None:
        """Decide a step for a batch."""
        left: Sequence[Work] = self.works
        stretch = 0
        narrowed = False
        while left:
            situation = self._situation(batch, whole=narrowed)
            written = self._write(left, situation, stretch)
            done = [work for work in left if work.name not in written.unproven]
            if done:
                self._take(batch, written, done, left)
            left = [work for work in left if work.name in written.unproven]
            if not left:
                break
            if not done or narrowed:
                left = self._by_island(batch, left, notice)
                narrowed = False
            else:
                batch.held.update(measured(batch.held, batch.frame))
                narrowed = True
            stretch += 1

    def _situation(self, batch: Batch, *, whole: bool) -> Situation:
        """What the batch holds; ``whole`` looks at numbers that are only compared as well."""
        frame, population = batch.population.frame, batch.population
        passed = frozenset() if whole else self.passed
        seeds = seeds_of(frame, self.types, self.days, population.seen(), passed)
        tables = {name: table_seeds(population, name, needs) for name, needs in self.reads.tables.items()}
        return Situation(batch.held, seeds, tables)

    def _write(self, left: Sequence[Work], situation: Situation, stretch: int) -> Stretch:
        key = (
            tuple(work.name for work in left),
            tuple(sorted(situation.seeds.items(), key=lambda each: each[0])),
            tuple((name, _signature(one)) for name, one in situation.given.items()),
            tuple((name, _table_signature(one)) for name, one in situation.tables.items()),
        )
        found = self._written.get(key)
        if found is None:
            # What definitions still to come refer to is kept as well, in case they cannot be written here.
            prefix = f"{self.name}.{stretch}.{len(self._written)}."
            found = self._written[key] = write(
                left, self.kept, situation, every=self.every, told_of=self.told_of, prefix=prefix
            )
            if found.unproven:
                wanted = self.kept | _referred([one for one in left if one.name in found.unproven])
                found = self._written[key] = write(
                    left, wanted, situation, every=self.every, told_of=self.told_of, prefix=prefix
                )
        return found

    def _take(self, batch: Batch, written: Stretch, done: Sequence[Work], left: Sequence[Work]) -> None:
        wanted = self.kept | _referred([one for one in left if one.name in written.unproven])
        held = {work.name: written.held[work.name] for work in done if work.name in wanted}
        columns = [name for one in held.values() for name in columns_of(one)]
        batch.add(written.run(batch.frame, batch.population, columns) if columns else pl.DataFrame())
        batch.held.update(held)

    def _by_island(self, batch: Batch, left: Sequence[Work], notice: Notice | None) -> Sequence[Work]:
        """Decide the first definition for which all is there one by one; what is left."""
        for work in left:
            if _referred([work]) <= batch.held.keys():
                island = self.island(work)
                held, columns, failed = island.decided(batch.population, batch.held, batch.frame)
                if notice is not None:
                    notice(work.name, batch.population.height)
                batch.add(pl.DataFrame(columns))
                batch.held[work.name] = held
                if failed:
                    batch.leave_out(failed)
                return [one for one in left if one is not work]
        raise AssertionError("a definition comes after all that it refers to")


def _referred(works: Iterable[Work]) -> frozenset[str]:
    from jifen.model.expression import Ref
    from jifen.plan.nodes import leaves

    return frozenset(node.name for work in works for node in leaves(work.node) if isinstance(node, Ref))


def _signature(held: Held) -> object:
    """What of a held value an expression over it rests on."""
    from jifen.columns.held import Number

    columns = tuple(columns_of(held))
    if isinstance(held, Number):
        below = held.below if isinstance(held.below, int) else held.below.span
        return columns, held.above.span, held.above.literal, below, held.why.kinds
    return columns, held.why.kinds


def _table_signature(seeds: object) -> object:
    from jifen.columns.held import TableSeeds

    assert isinstance(seeds, TableSeeds)
    return tuple(sorted(seeds.columns.items())), seeds.most, seeds.complete_to, seeds.varies
