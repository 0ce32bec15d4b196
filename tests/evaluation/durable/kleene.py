"""What a theory means, in plain Python: Kleene's three values, part by part, no cleverer (S14)."""

from collections.abc import Mapping

from jifen.evaluation.chaining import Derived, Theory, in_order
from jifen.model.expression import AllOf, AnyOf, Expression, NoneOf, Ref

Values = dict[str, bool | None]


def kleene(theory: Theory, atoms: Mapping[str, bool | None]) -> Values:
    """The value of each conclusion."""
    known: Values = {name: atoms[name] for name in theory.atoms}
    for stratum in theory.strata:
        for conclusion in in_order(stratum):
            known[conclusion.name] = value_of(conclusion.condition, known)
    return {name: value for name, value in known.items() if name not in theory.atoms}


def value_of(condition: Expression, known: Mapping[str, bool | None]) -> bool | None:
    match condition:
        case Ref(name=name):
            return known[name]
        case AllOf(conditions=parts):
            return every([value_of(part, known) for part in parts])
        case AnyOf(conditions=parts):
            return negated(every([negated(value_of(part, known)) for part in parts]))
        case NoneOf(conditions=parts):
            return every([negated(value_of(part, known)) for part in parts])
        case _:
            raise AssertionError(condition)


def every(values: list[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def derived_from(theory: Theory, values: Mapping[str, bool | None]) -> Derived:
    """What a chainer is to derive, given the values."""
    return Derived(
        frozenset(name for name, value in values.items() if value is True),
        frozenset(name for name, value in values.items() if value is not False),
        tuple(
            name
            for stratum in theory.strata
            for name in sorted(conclusion.name for conclusion in stratum)
            if values[name] is True
        ),
    )
