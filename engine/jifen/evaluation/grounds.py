"""The reasons of entitlements: conditions with what was seen, rows, steps of the money, what is lacking."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from attrs import evolve, field, frozen

from jifen.evaluation.facts import column_seen
from jifen.evaluation.misses import AtomOf, misses, wanted_of
from jifen.evaluation.program import Row, exact
from jifen.evaluation.ready import GroundsMaker, ReadyAtom, ReadyConditions, ReadyStep
from jifen.evaluation.seeing import ReadOptions, atom_seen, flag, label_of
from jifen.model.decision import Exact, FactSeen
from jifen.model.enterprise import Enterprise
from jifen.model.enterprise import Row as Cells
from jifen.model.entitlement import Because, Entitlement, LoanTerms
from jifen.model.expression import Column, Expression, InForce
from jifen.model.grounds import (
    AtomSeen,
    LackSeen,
    MoneyStep,
    OptionSeen,
    RowSeen,
    TermSeen,
    make_option,
    make_step,
    make_term,
)
from jifen.plan.entitlements import AtomPart, ConditionsPart, RowsPart, SettledPart
from jifen.plan.nodes import Note, Term, leaves

ValueOf = Callable[[str], Exact | None]
"""The value of a definition, or of what a row has under that name."""


@frozen
class Grounds:
    """One enterprise's row, read for reasons."""

    maker: GroundsMaker
    enterprise: Enterprise
    row: Row
    _options: dict[ReadOptions, tuple[OptionSeen, ...]] = field(factory=dict)
    """What steps choose from: rules under one cap share it."""
    _deciding: dict[str, tuple[AtomSeen, ...]] = field(factory=dict)
    """Conditions of vetoes and fuses, which rules share, by the definition that holds them together."""

    def explained(self, found: Entitlement, settled: SettledPart) -> Entitlement:
        """An entitlement with its reasons."""
        rows, ready = settled.rule.rows, self.maker.rule(settled)
        part, rule = ready.conditions, settled.rule
        conditions = self._seen(part)
        # What was paid before may not be entitled any more: it goes on with nothing.
        steps = ready.steps
        if found.outcome == "paid" and self.value(rule.gross) != self.value(rule.amount):
            steps = (*ready.money, self.maker.step(rule.gross), *ready.settled)
        return found.explained(
            tuple([self._because(one, settled) for one in found.because]) if found.because else (),
            conditions,
            part.misses(conditions),
            () if rows is None else tuple(self.rows(rows)),
            self._steps(steps),
            None if found.terms is None else self._terms(found.terms, settled),
        )

    def lacking(self, settled: SettledPart, as_of: date) -> tuple[LackSeen, ...]:
        """What leaves a rule undetermined."""
        return self.maker.lacks.lacking(settled, self.enterprise, self.row, as_of)

    def _because(self, one: Because, settled: SettledPart) -> Because:
        """What decided it, with the conditions that were met."""
        conditions = self.maker.deciding(one, settled)
        if conditions is None:
            return one
        seen = self._deciding.get(conditions.met)
        if seen is None:
            seen = self._deciding[conditions.met] = self._seen(self.maker.conditions(conditions))
        return Because(one.kind, one.id, one.title, one.clause, seen)

    def _terms(self, terms: LoanTerms, settled: SettledPart) -> LoanTerms:
        loan = settled.rule.loan
        if loan is None or loan.rate is None:
            return terms
        return evolve(terms, rate_step=self._steps((self.maker.step(loan.rate),))[0])

    def value(self, name: str) -> Exact | None:
        """The value of a definition; None where it is not there."""
        place = self.maker.places.get(name)
        return None if place is None else exact(self.row[place[0]], place[1])

    def _seen(self, conditions: ReadyConditions) -> tuple[AtomSeen, ...]:
        """Conditions with what was seen of each."""
        row, enterprise = self.row, self.enterprise
        return tuple(
            [
                atom.read(row, enterprise) if atom.status is None else self._opened(atom, atom.status)
                for atom in conditions.atoms
            ]
        )

    def _opened(self, atom: ReadyAtom, status: ConditionsPart) -> AtomSeen:
        """A condition that asks for a status; where it stands in the way, with those of the status."""
        found = atom.read(self.row, self.enterprise)
        if found.met is found.wanted:
            return found
        return evolve(found, below=self._seen(self.maker.conditions(status)))

    # ------------------------------------------------------------ rows

    def rows(self, part: RowsPart) -> Iterator[RowSeen]:
        """Each row: its conditions, the steps of its money, and whether it counts."""
        told = self.enterprise.tables.get(part.table, ())
        values = self.maker.program.rows(self.row, part.name)
        named = [dict(zip(part.values, one, strict=True)) for one in values]
        counted = _counted(named)
        for position, (row, cells) in enumerate(zip(named, told, strict=True)):
            yield self._row(part, row, cells, counted=position in counted)

    def _row(self, part: RowsPart, values: Mapping[str, Exact], cells: Cells, *, counted: bool) -> RowSeen:
        table = self.maker.settlement.plan.vocabulary.tables[part.table]
        keys = [table.columns[name] for name in table.key or tuple(table.columns)[:1]]
        whole, atom_of = part.where, _by_node(part.atoms)
        wanted = {} if whole is None else wanted_of(whole, atom_of)
        conditions = tuple(
            atom_seen(
                atom,
                None if atom.met is None else values.get(atom.met),
                values.get(atom.left) if atom.left else None,
                values.get(atom.right) if atom.right else None,
                wanted.get(position, True),
                self._columns(atom, part, cells),
            )
            for position, atom in enumerate(part.atoms)
        )
        return RowSeen(
            key={column.name: str(cells.get(column.id, "")) for column in keys},
            conditions=conditions,
            met=flag(values["met"]),
            base=values["base"],
            amount=values["amount"],
            counted=counted,
            once=values.get("once"),
            steps=tuple(_row_step(note, values[name], self._within(values)) for name, note in part.steps),
            misses=() if whole is None else misses(whole, conditions, atom_of),
        )

    def _within(self, values: Mapping[str, Exact]) -> ValueOf:
        """Values of a row, and of the enterprise where the row has none of that name."""
        return lambda name: values[name] if name in values else self.value(name)

    def _columns(self, atom: AtomPart, part: RowsPart, cells: Cells) -> tuple[FactSeen, ...]:
        """The columns that a condition on a row reads."""
        table = self.maker.settlement.plan.vocabulary.tables[part.table]
        names: dict[str, None] = {}
        for node in leaves(atom.node):
            if isinstance(node, Column):
                names[node.column] = None
            elif isinstance(node, InForce):
                names |= dict.fromkeys(name for name in (node.begins, node.ends) if name)
        return tuple(column_seen(table.columns[name], cells) for name in names if name in table.columns)

    # ------------------------------------------------------------ money

    def _steps(self, steps: Sequence[ReadyStep]) -> tuple[MoneyStep, ...]:
        """Steps of the enterprise's money."""
        row = self.row
        return tuple(
            [one.read(row, () if one.options is None else self._chosen(one.options)) for one in steps]
        )

    def _chosen(self, options: ReadOptions) -> tuple[OptionSeen, ...]:
        """What a step chooses from; made once for rules that choose from the same."""
        found = self._options.get(options)
        if found is None:
            found = self._options[options] = options(self.row)
        return found


def _row_step(note: Note, value: Exact, value_of: ValueOf) -> MoneyStep:
    """A step of the money of one row."""
    inputs: dict[str, Exact] = {}
    for name, given in note.inputs.items():
        found = given if isinstance(given, Fraction) else value_of(given)
        if found is not None:
            inputs[name] = found
    return _step(note, value, inputs, value_of, _options(note, value_of))


def _step(
    note: Note,
    value: Exact,
    inputs: Mapping[str, Exact],
    value_of: ValueOf,
    options: tuple[OptionSeen, ...],
) -> MoneyStep:
    label = label_of(note.labels, value)
    terms = _terms(note.terms, value_of) if note.terms else ()
    return make_step(note.what, note.figures, label, value, inputs, terms, options)


def _options(note: Note, value_of: ValueOf) -> tuple[OptionSeen, ...]:
    """What a step chooses from, each with what it comes to."""
    return tuple(
        [
            make_option(
                one.label,
                one.formula,
                None if one.met is None else flag(value_of(one.met)),
                value_of(one.value),
                _terms(one.terms, value_of) if one.terms else (),
                one.cap,
            )
            for one in note.options
        ]
    )


def _terms(terms: Sequence[Term], value_of: ValueOf) -> tuple[TermSeen, ...]:
    return tuple([make_term(one.text, one.start, value_of(one.value), one.scale) for one in terms])


def _counted(rows: Sequence[Mapping[str, Exact]]) -> set[int]:
    """The rows that are added: of those that count once together, the one that comes to most."""
    best: dict[object, int] = {}
    for position, row in enumerate(rows):
        if row["met"] is not True or not isinstance(row["amount"], Fraction):
            continue
        group: object = ("once", row["once"]) if "once" in row else position
        before = best.get(group)
        amount = None if before is None else rows[before]["amount"]
        if not isinstance(amount, Fraction) or row["amount"] > amount:
            best[group] = position
    return set(best.values())


def _by_node(atoms: Sequence[AtomPart]) -> AtomOf:
    positions: dict[Expression, int] = {}
    for position, atom in enumerate(atoms):
        positions.setdefault(atom.node, position)
    return positions.get
