"""Definitions that go one by one: a park's functions, and what no width is proven to hold.

Each is compiled alone, as it is for one enterprise, and reads what it rests on from the columns; its results
become columns again.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl
from attrs import field, frozen

from jifen.columns.held import Held, Number
from jifen.columns.population import Population, Reads
from jifen.columns.simplifying import Work
from jifen.columns.slots import Rows, held_of, slots_of
from jifen.evaluation.program import Compiler, Slot
from jifen.evaluation.rows import FunctionFault
from jifen.model.enterprise import Absence
from jifen.model.expression import Ref
from jifen.plan.graph import Plan
from jifen.plan.nodes import Definition, leaves

Failed = Mapping[int, FunctionFault]


@frozen
class Island:
    """One definition, decided enterprise by enterprise; ``reads`` is all that it reads of them, ``column``
    where its results stand.
    """

    plan: Plan = field(repr=False)
    work: Work
    reads: Reads
    column: str

    def decided(
        self, population: Population, held: Mapping[str, Held], frame: pl.DataFrame
    ) -> tuple[Held, list[pl.Series], Failed]:
        """What it is held as, its columns, and the enterprises on which a park's function failed."""
        work, context = self.work, self.work.context
        refs = sorted({node.name for node in leaves(work.node) if isinstance(node, Ref)})
        definition = Definition(work.name, work.node, "")
        compiler = Compiler(self.plan, context.period, (definition,), {work.name})
        for name in refs:
            _give(compiler, name, held[name])
        function, _ = compiler.function(0, [definition], context.period)
        below = compiler.below[work.name]
        columns = [slots_of(held[name], frame) for name in refs]
        rows = Rows(population, self.reads)
        slots: list[Slot] = []
        failed: dict[int, FunctionFault] = {}
        for place in range(population.height):
            row = tuple(column[place] for column in columns)
            told: Any = rows.facts(place), rows.tables(place), rows.coverage(place), rows.founded[place]
            try:
                slots.append(function(row, *told, context.day)[0])
            except FunctionFault as fault:
                failed[place] = fault
                slots.append(Absence.MISSING)
        number = bool(below) or work.name in compiler.pairs
        found, made = held_of(self.column, slots, below, number=number)
        return found, made, failed


def _give(compiler: Compiler, name: str, held: Held) -> None:
    """Say where the function finds a value that it rests on."""
    scaled = isinstance(held, Number) and isinstance(held.below, int)
    compiler.give_slot(name, held.below if scaled else 0)  # type: ignore[arg-type, union-attr]
    if isinstance(held, Number) and not scaled:
        compiler.pairs.add(name)
