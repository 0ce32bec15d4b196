"""A row that keeps every definition read as reasons: what was seen, what was applied, what came out."""

from collections.abc import Sequence
from fractions import Fraction

from jifen.evaluation.cards import decimal_of
from jifen.evaluation.facts import FactReader
from jifen.evaluation.program import Program, Slot, worst
from jifen.model.decision import IndicatorScore, Step
from jifen.model.enterprise import Absence, Enterprise
from jifen.model.expression import Ref
from jifen.plan.graph import IndicatorPart, facts_below
from jifen.plan.nodes import Definition, IfAbsent, Note, leaves


class ReasonMaker:
    """Reads the rows of a program that keeps every definition; what is the same for all is looked up once."""

    def __init__(self, program: Program, parts: Sequence[IndicatorPart]) -> None:
        self.program, self.parts = program, parts
        definitions = program.plan.named
        self._noted = {
            part.id: [definitions[name] for name in part.definitions if definitions[name].note is not None]
            for part in parts
        }
        self._treated = {
            part.id: _treatments([definitions[name] for name in part.definitions]) for part in parts
        }
        vocabulary, period = program.plan.vocabulary, program.period
        self._facts = {
            part.id: [
                FactReader(fact, vocabulary, period) for fact in facts_below(definitions, part.definitions)
            ]
            for part in parts
        }

    def indicators(
        self, enterprise: Enterprise, row: tuple[Slot, ...], stage: int | None
    ) -> tuple[IndicatorScore, ...]:
        """The reasons of every indicator, in the order of the files; full marks are those of the stage."""
        return tuple(self._indicator(part, enterprise, row, stage) for part in self.parts)

    def _indicator(
        self, part: IndicatorPart, enterprise: Enterprise, row: tuple[Slot, ...], stage: int | None
    ) -> IndicatorScore:
        value = self.program.value(row, part.value) if part.value else None
        points = self.program.value(row, part.points)
        full = None if part.full is None or stage is None else part.full[stage]
        known = decimal_of(points.numerator, points.denominator) if isinstance(points, Fraction) else None
        return IndicatorScore(
            id=part.id,
            name=part.name,
            dimension=part.dimension,
            value=value,
            shown_as=part.shown_as,
            digits=part.digits,
            full=None if full is None else decimal_of(full.numerator, full.denominator),
            points=known,
            treatment=None if known is None else self._treatment(part, row),
            assumed=part.assumed,
            clause=part.clause,
            steps=tuple(self._step(definition, row) for definition in self._noted[part.id]),
            facts=tuple(fact.seen(enterprise) for fact in self._facts[part.id]),
        )

    def _treatment(self, part: IndicatorPart, row: tuple[Slot, ...]) -> Absence | None:
        """The absence that a declared number has stood in for, the worst where several have (S11)."""
        acted = [
            value
            for name, node in self._treated[part.id]
            if isinstance(value := self.program.value(row, name), Absence)
            and _stand_in(node, value) is not None
        ]
        return worst(*acted) if acted else None

    def _step(self, definition: Definition, row: tuple[Slot, ...]) -> Step:
        note = definition.note
        assert note is not None
        value = self.program.value(row, definition.name)
        return Step(note.what, note.figures, _label(note, value), value)


def _treatments(definitions: list[Definition]) -> list[tuple[str, IfAbsent]]:
    """Where declared numbers stand in, with the definition whose absence they stand in for."""
    nodes = [node for definition in definitions for node in leaves(definition.node)]
    return [
        (node.value.name, node)
        for node in dict.fromkeys(nodes)
        if isinstance(node, IfAbsent) and isinstance(node.value, Ref)
    ]


def _stand_in(node: IfAbsent, absence: Absence) -> Fraction | None:
    given = {
        Absence.MISSING: node.missing,
        Absence.NOT_APPLICABLE: node.not_applicable,
        Absence.UNDEFINED: node.undefined,
    }
    return given.get(absence)


def _label(note: Note, value: object) -> str:
    """The label of the case that the value is, for bands; a number's own otherwise."""
    if note.labels and isinstance(value, Fraction):
        return note.labels[int(value)]
    return ""
