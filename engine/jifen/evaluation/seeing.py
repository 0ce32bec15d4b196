"""Conditions and steps of the money made ready to be read of rows; what is the same for all is held once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from jifen.evaluation.facts import EntriesReader, FactReader
from jifen.evaluation.program import Row, exact, fraction_of
from jifen.model.decision import Exact, FactSeen
from jifen.model.enterprise import Enterprise
from jifen.model.expression import Constant, Expression, Interval, Text, Within
from jifen.model.grounds import (
    AtomSeen,
    MoneyStep,
    OptionSeen,
    TermSeen,
    make_atom,
    make_option,
    make_step,
    make_term,
)
from jifen.plan.entitlements import AtomPart
from jifen.plan.nodes import Note, Option, Term

Place = tuple[int, int]
"""Where a value stands in a row, and over which denominator."""

Read = Callable[[Row], Exact | None]
"""Reads a value of a row; None where there is none of that name."""

ReadAtom = Callable[[Row, Enterprise], AtomSeen]
"""Reads a condition of an enterprise and its row."""

ReadOf = Callable[[str], Read]
"""What reads the value of a definition, by its name."""

ReadStep = Callable[[Row, tuple[OptionSeen, ...]], MoneyStep]
"""Reads a step of the money of a row, given what it chooses from."""

ReadOptions = Callable[[Row], tuple[OptionSeen, ...]]


def reading(place: Place | None, node: Expression | None) -> Read:
    """What reads a value of rows; a figure of the file is the same in all of them."""
    figure = figure_of(node)
    if figure is not None:
        return lambda _: figure
    if place is None:
        return lambda _: None
    slot, below = place

    def read(row: Row) -> Exact:
        found = row[slot]
        return fraction_of(found, below) if below and type(found) is int else exact(found, below)

    return read


def figure_of(node: Expression | None) -> Exact | None:
    """The figure or text that a node is, whatever the row."""
    return node.value if isinstance(node, Constant | Text) else None


# ---------------------------------------------------------------- conditions


def atom_seen(
    atom: AtomPart,
    truth: object,
    left: Exact | None,
    right: Exact | None,
    wanted: bool,
    facts: tuple[FactSeen, ...],
) -> AtomSeen:
    """A condition with what was seen of it."""
    met = flag(truth)
    operator: str | None = atom.operator
    if met is False and isinstance(atom.node, Within) and isinstance(left, Fraction):
        operator, right = _edge(atom.node.interval, left)
    in_the_way = met is not None and met is not wanted
    shortfall = _shortfall(operator, left, right) if in_the_way else None
    # By position: decisions make many of them.
    return make_atom(
        atom.text, met, left, right, operator, atom.unit, shortfall, facts, atom.clause, wanted, atom.scale
    )


def atom_reader(
    atom: AtomPart,
    wanted: bool,
    sides: tuple[Place | None, Read | None, Read | None],
    facts: Sequence[FactReader],
    entries: Sequence[EntriesReader],
) -> ReadAtom:
    """What reads a condition of rows: whether it is met, and both ``sides`` where it compares."""
    met, left, right = sides
    see = _seeing(facts, entries)
    if met is None or atom.operator is None or left is None or right is None or isinstance(atom.node, Within):

        def read(row: Row, enterprise: Enterprise) -> AtomSeen:
            return atom_seen(
                atom,
                None if met is None else row[met[0]],
                None if left is None else left(row),
                None if right is None else right(row),
                wanted,
                () if see is None else see(enterprise),
            )

        return read

    (slot, _), text, operator = met, atom.text, atom.operator
    unit, clause, scale = atom.unit, atom.clause, atom.scale

    def compared(row: Row, enterprise: Enterprise) -> AtomSeen:
        truth, one, other = row[slot], left(row), right(row)
        holds = truth if truth is True or truth is False else None
        short = None if holds is None or holds is wanted else _shortfall(operator, one, other)
        seen = () if see is None else see(enterprise)
        return make_atom(text, holds, one, other, operator, unit, short, seen, clause, wanted, scale)

    return compared


def _seeing(
    facts: Sequence[FactReader], entries: Sequence[EntriesReader]
) -> Callable[[Enterprise], tuple[FactSeen, ...]] | None:
    """What reads all that a condition rests on; None where that is nothing."""
    if entries:
        return lambda enterprise: (
            *_entries(entries, enterprise),
            *[fact.seen(enterprise) for fact in facts],
        )
    if len(facts) == 1:
        only = facts[0].seen
        return lambda enterprise: (only(enterprise),)
    return (lambda enterprise: tuple([fact.seen(enterprise) for fact in facts])) if facts else None


def _entries(entries: Sequence[EntriesReader], enterprise: Enterprise) -> Iterator[FactSeen]:
    for one in entries:
        yield from one.seen(enterprise)


def _edge(interval: Interval, value: Fraction) -> tuple[str, Fraction]:
    """The edge of an interval that a value outside misses, as the comparison that would be needed."""
    low, high = interval.low, interval.high
    if low is not None and (value < low or (value == low and not interval.low_closed)):
        return (">=" if interval.low_closed else ">"), low
    assert high is not None, "a value outside misses one of the edges"
    return ("<=" if interval.high_closed else "<"), high


def _shortfall(operator: str | None, left: Exact | None, right: Exact | None) -> Fraction | None:
    """How much the left side would have to change for a comparison of numbers that is in the way to be on
    its edge.
    """
    if operator is None or operator == "!=":
        return None
    if not isinstance(left, Fraction) or not isinstance(right, Fraction):
        return None
    # Fractions subtract at a third of the speed of whole numbers.
    (above, below), (reached, under) = right.as_integer_ratio(), left.as_integer_ratio()
    return fraction_of(above * under - reached * below, below * under)


# ---------------------------------------------------------------- money


def step_reader(
    note: Note, value: Read, read_of: ReadOf, inputs: Mapping[str, Read | Fraction | str]
) -> ReadStep:
    """What reads a step of the money of rows; figures that are the same for all are put together once."""
    what, figures, labels = note.what, note.figures, note.labels
    terms = terms_reader(note.terms, read_of)
    fixed = {key: given for key, given in inputs.items() if not callable(given)}
    moving = None if len(fixed) == len(inputs) else [(key, _read(given)) for key, given in inputs.items()]

    def read(row: Row, options: tuple[OptionSeen, ...]) -> MoneyStep:
        found = value(row)
        given: Mapping[str, Any] = fixed if moving is None else {key: one(row) for key, one in moving}
        label = label_of(labels, found) if labels else ""
        return make_step(what, figures, label, found, given, () if terms is None else terms(row), options)

    return read


def _read(given: Read | Fraction | str) -> Read:
    """An input as what reads it."""
    return given if callable(given) else lambda _: given


def label_of(labels: Sequence[str], value: Exact | None) -> str:
    """The label of the case that was met."""
    number = isinstance(value, Fraction | int) and not isinstance(value, bool)
    return labels[int(value)] if labels and number else ""  # type: ignore[arg-type]


def terms_reader(terms: Sequence[Term], read_of: ReadOf) -> Callable[[Row], tuple[TermSeen, ...]] | None:
    """What reads the names of a formula of rows; None where it has none."""
    ready = [(one.text, one.start, read_of(one.value), one.scale) for one in terms]
    if not ready:
        return None
    return lambda row: tuple([make_term(text, start, read(row), scale) for text, start, read, scale in ready])


def options_reader(options: Sequence[Option], read_of: ReadOf) -> ReadOptions:
    """What reads the things that a step chooses from of rows."""
    ready = [
        (
            one.label,
            one.formula,
            None if one.met is None else read_of(one.met),
            read_of(one.value),
            terms_reader(one.terms, read_of),
            one.cap,
        )
        for one in options
    ]

    def read(row: Row) -> tuple[OptionSeen, ...]:
        return tuple(
            [
                make_option(
                    label,
                    formula,
                    None if met is None else flag(met(row)),
                    value(row),
                    () if terms is None else terms(row),
                    cap,
                )
                for label, formula, met, value, terms, cap in ready
            ]
        )

    return read


def flag(value: object) -> bool | None:
    """A flag, or None where it is unknown."""
    return value if value is True or value is False else None
