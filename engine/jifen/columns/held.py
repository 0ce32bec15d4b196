"""What a node is held as, and the columns of one step while they are written.

A number is a whole number over a denominator: one that is known now, or a second, positive column (a
quotient, compared by cross-multiplication: S2). What is absent is null; which absence it is is known now
where only one kind can occur, and else is a third column, written only where something asks for it (S11).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Union

import polars as pl
from attrs import evolve, field, frozen, mutable

from jifen.columns.spans import INT64, Span, Whole
from jifen.model.enterprise import Absence
from jifen.model.expression import (
    Aggregate,
    Constant,
    Expression,
    Fact,
    Greatest,
    Growth,
    Least,
    Quotient,
    Ref,
    Text,
)
from jifen.model.period import Period
from jifen.plan.nodes import Apportioned, Bands, Choose, If, Rounded, parts

CODES = {absence: position for position, absence in enumerate(Absence)}
"""Absences as numbers, in the order in which they win."""
ABSENCES = tuple(Absence)
CODE = pl.Int8


@frozen
class Why:
    """Why a value is absent, where it is: the kinds that can occur, and which it is as a column.

    ``code`` is null where the value is known. It is left out where at most one kind can occur, and where
    nothing asks for it.
    """

    kinds: frozenset[Absence] = frozenset()
    code: pl.Expr | None = None

    @property
    def sure(self) -> bool:
        """Whether the value is never absent."""
        return not self.kinds

    def coded(self, null: pl.Expr) -> pl.Expr:
        """The code, of a value that is null where ``null`` says so."""
        if self.code is not None:
            return self.code
        if not self.kinds:
            return pl.lit(None, dtype=CODE)
        assert len(self.kinds) == 1, "nothing was to ask for it"
        (kind,) = self.kinds
        return pl.when(null).then(pl.lit(CODES[kind], dtype=CODE))

    def roughly(self, null: pl.Expr) -> pl.Expr:
        """The code, or where nothing asks for it, that of any kind that can occur."""
        if self.code is not None or len(self.kinds) <= 1:
            return self.coded(null)
        return Why(frozenset({min(self.kinds, key=CODES.__getitem__)})).coded(null)


SURE = Why()


@frozen
class Number:
    """A number: a whole number over a denominator, which is positive wherever the number is known."""

    above: Whole
    below: int | Whole
    why: Why = SURE

    @property
    def null(self) -> pl.Expr:
        """Whether it is absent."""
        return self.above.expr.is_null()

    @property
    def under(self) -> Whole:
        """The denominator as a whole number."""
        return Whole.of(self.below) if isinstance(self.below, int) else self.below


@frozen
class Other:
    """A flag, a text or a date in one column; of a flag, null is unknown.

    A text that is one of few ``labels`` may be known by its ``place`` among them, too.
    """

    expr: pl.Expr
    why: Why = SURE
    place: pl.Expr | None = None
    labels: tuple[str, ...] = ()
    literal: bool | None = None
    """A flag that is the same for all."""

    @property
    def null(self) -> pl.Expr:
        """Whether it is absent."""
        return self.expr.is_null()


Held = Union[Number, Other]
Emit = Callable[["Building", Any], Held]


def columns_of(held: Held) -> list[str]:
    """The names of the columns that hold something."""
    exprs = [held.expr] if isinstance(held, Other) else [held.above.expr]
    if isinstance(held, Other) and held.place is not None:
        exprs.append(held.place)
    if isinstance(held, Number) and isinstance(held.below, Whole):
        exprs.append(held.below.expr)
    if held.why.code is not None:
        exprs.append(held.why.code)
    return [name for expr in exprs for name in expr.meta.root_names()]


@frozen
class Context:
    """What the definitions of one policy, or of a park, are decided by (S8)."""

    period: Period
    day: date


@frozen
class Seed:
    """What a batch's own column holds: of numbers their span, and the absences that occur."""

    span: Span | None
    kinds: frozenset[Absence]
    width: int = INT64
    told: bool = False
    """Whether a column beside it tells absences other than what was not told."""


@frozen
class TableSeeds:
    """What a batch holds of a table: its columns, the most rows that one enterprise has, up to which day it
    is complete (None where it is open; where that differs, a column of the batch says it).
    """

    columns: Mapping[str, Seed]
    most: int
    complete_to: date | None
    varies: bool = False


_LEAVES = (Constant, Text, Ref, Fact)
LONGEST = 1000
"""How long an expression may be, roughly, before it becomes a column: what rests on it repeats it."""
_REPEATS = {
    Apportioned: 12,
    Quotient: 4,
    Growth: 4,
    Rounded: 4,
    Greatest: 4,
    Least: 4,
    Bands: 4,
    Choose: 4,
    If: 3,
}
"""How often, about, the expression of a node repeats those of its parts."""


@mutable
class Building:
    """Columns in the making: ``layers`` of expressions, each over the columns of those before it.

    A node that is used more than once becomes a column of its own; others are written where they are used.
    ``asked`` are the nodes of which it is asked why they are absent.
    """

    emitters: Mapping[type, Emit]
    context: Context
    seeds: Mapping[str, Seed]
    shared: frozenset[Expression]
    asked: frozenset[Expression]
    every: bool = False
    """Whether it is asked of every node why it is absent."""
    tables_seen: Mapping[str, TableSeeds] = field(factory=dict)
    nodes: Mapping[str, Expression] = field(factory=dict)
    """The nodes of the definitions that are being written."""
    refs: dict[str, tuple[Held, int]] = field(factory=dict)
    layers: list[list[pl.Expr]] = field(factory=list)
    tables: dict[tuple[int, str], list[Any]] = field(factory=dict)
    """What is wanted of tables, by the layers that must be there before, and by table."""
    uses: Mapping[str, int] = field(factory=dict)
    """How often each definition is referred to."""
    _tests: dict[tuple[Context, Expression], tuple[list[pl.Expr], int]] = field(factory=dict)
    _held: dict[tuple[Context, Expression], tuple[Held, int]] = field(factory=dict)
    _depths: list[int] = field(factory=lambda: [0])
    _asking: list[bool] = field(factory=lambda: [False])
    prefix: str = "t"
    """Begins the names of columns that are written here."""
    cuts: bool = True
    """Whether what is long can become a column of its own here."""
    _lengths: dict[tuple[Context, Expression], int] = field(factory=dict)
    _lengths_of: dict[str, int] = field(factory=dict)
    _count: int = 0

    def hold(self, node: Expression) -> Held:
        """What a node is held as, written on first use."""
        key = (self.context, node)
        found = self._held.get(key)
        if found is None:
            self._depths.append(0)
            self._asking.append(self.every or node in self.asked)
            try:
                held = self.emitters[type(node)](self, node)
            finally:
                depth = self._depths.pop()
                self._asking.pop()
            found = held, depth
            if not isinstance(node, _LEAVES) and (node in self.shared or self._long(key)):
                found = self.column(held, depth)
                self._lengths[key] = 1
            self._held[key] = found
        return self.used(*found)

    def _long(self, key: tuple[Context, Expression]) -> bool:
        """Whether what is written for a node is so long that it must not be repeated by what rests on it."""
        context, node = key
        length = 1
        if not isinstance(node, Aggregate):
            length += sum(self._length(context, part) for part in parts(node)) * _REPEATS.get(type(node), 2)
        self._lengths[key] = length
        return self.cuts and length > LONGEST

    def _length(self, context: Context, node: Expression) -> int:
        if isinstance(node, Ref):
            return self._lengths_of.get(node.name, 1)
        return self._lengths.get((context, node), 1)

    def used(self, held: Held, depth: int) -> Held:
        """A value that what is being written rests on."""
        self._depths[-1] = max(self._depths[-1], depth)
        return held

    def number(self, node: Expression) -> Number:
        """What a number is held as."""
        held = self.hold(node)
        assert isinstance(held, Number), f"{node} is not a number"
        return held

    def other(self, node: Expression) -> Other:
        """What a flag, text or date is held as."""
        held = self.hold(node)
        assert isinstance(held, Other), f"{node} is a number"
        return held

    @property
    def depth(self) -> int:
        """How many layers what is being written rests on so far."""
        return self._depths[-1]

    def meant(self, node: Expression) -> Expression:
        """The node of the definition that is referred to, where it is being written as well."""
        return self.nodes.get(node.name, node) if isinstance(node, Ref) else node

    def define(self, name: str, node: Expression, *, column: bool, asking: bool) -> None:
        """Write a definition; one that is kept, or that several others use, is a column."""
        self._depths, self._asking = [0], [asking]
        held = self.hold(node)
        depth = self._depths[-1]
        self.refs[name] = self.column(held, depth) if column else (held, depth)
        self._lengths_of[name] = 1 if column else self._length(self.context, node)

    def in_columns(self, node: Expression) -> Held:
        """What a node is held as, in columns of its own."""
        held = self.hold(node)
        made, depth = self.column(held, self.depth)
        self._held[self.context, node] = made, depth
        return self.used(made, depth)

    # ------------------------------------------------------------ columns

    def name(self) -> str:
        """A new column's name."""
        self._count += 1
        return f"{self.prefix}{self._count}"

    def write(self, depth: int, expr: pl.Expr, name: str | None = None) -> pl.Expr:
        """Write a column once the layers before ``depth`` are there."""
        if len(expr.meta.root_names()) == 1 and expr.meta.is_column():
            return expr
        while len(self.layers) <= depth:
            self.layers.append([])
        name = name or self.name()
        self.layers[depth].append(expr.alias(name))
        return pl.col(name)

    def steady(self, whole: Whole) -> Whole:
        """A number that is used more than once where it is written, in a column of its own."""
        if whole.literal is not None or whole.expr.meta.is_column():
            return whole
        depth = self.depth
        found = whole.told(self.write(depth, whole.expr))
        self._depths[-1] = max(depth + 1, self._depths[-1])
        return found

    def tests(self, node: Expression, make: Callable[[], list[pl.Expr]]) -> list[pl.Expr]:
        """Tests of a node that several others choose by, each in a column of its own, once."""
        key = self.context, node
        found = self._tests.get(key)
        if found is None:
            self._depths.append(0)
            tests = make()
            depth = self._depths.pop()
            found = self._tests[key] = [self.write(depth, test) for test in tests], depth + 1
        tests, depth = found
        self._depths[-1] = max(depth, self._depths[-1])
        return tests

    def column(self, held: Held, depth: int) -> tuple[Held, int]:
        """The same in columns of its own, and the layers that must be there before it is used."""
        why = held.why
        if why.code is not None:
            why = evolve(why, code=self.write(depth, why.code))
        if isinstance(held, Other):
            if held.literal is not None:
                return held, depth
            return evolve(held, expr=self.write(depth, held.expr), why=why), depth + 1
        if held.above.literal is not None and not isinstance(held.below, Whole):
            return held, depth
        above = held.above.told(self.write(depth, held.above.expr))
        below = held.below
        if isinstance(below, Whole) and below.literal is None:
            below = below.told(self.write(depth, below.expr))
        return Number(above, below, why), depth + 1

    # ------------------------------------------------------------ absences

    @property
    def asking(self) -> bool:
        """Whether it is asked why what is being written is absent."""
        return self._asking[-1]

    def why(self, operands: Iterable[Held], *more: tuple[Absence, pl.Expr]) -> Why:
        """Why something is absent that is absent with any of its operands, and for reasons of its own."""
        unsure = [one for one in operands if not one.why.sure]
        kinds = frozenset().union(*(one.why.kinds for one in unsure), {kind for kind, _ in more})
        if len(kinds) <= 1 or not self.asking:
            return Why(kinds)
        codes = [one.why.coded(one.null) for one in unsure]
        codes += [pl.when(test).then(pl.lit(CODES[kind], dtype=CODE)) for kind, test in more]
        return Why(kinds, pl.min_horizontal(codes) if len(codes) > 1 else codes[0])
