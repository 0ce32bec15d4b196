"""Chaining: statuses, vetoes and rules follow from decided conditions and from one another, to the end (S18).

This is the port. It knows no engine: a ``Theory`` says what follows from what, a ``Chainer`` derives it, and
``compare`` holds what was derived against what the plan says, so that the two can never differ in silence.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Protocol

from attrs import frozen

from jifen.model.expression import AllOf, AnyOf, Expression, NoneOf, Ref


@frozen
class Conclusion:
    """A status, a veto or a rule: its name and the condition that derives it, made of ``AllOf``, ``AnyOf``,
    ``NoneOf`` and ``Ref``. A ``Ref`` names an atom or a conclusion.
    """

    name: str
    condition: Expression


@frozen
class Theory:
    """What is chained: atoms, decided beforehand, and conclusions in strata.

    A conclusion refers to atoms, to lower strata, and to its own stratum without negation; none follows from
    itself. Anything else is a ValueError.
    """

    atoms: tuple[str, ...]
    strata: tuple[tuple[Conclusion, ...], ...]

    def __attrs_post_init__(self) -> None:
        _check_names([*self.atoms, *(conclusion.name for stratum in self.strata for conclusion in stratum)])
        lower = set(self.atoms)
        for stratum in self.strata:
            here = lower.union(conclusion.name for conclusion in stratum)
            for conclusion in stratum:
                for name, positive in mentions(conclusion.condition):
                    if name not in (here if positive else lower):
                        where = "of its or a lower" if positive else "of a lower"
                        raise ValueError(
                            f"{conclusion.name}: {name} is no atom and no conclusion {where} stratum"
                        )
            in_order(stratum)
            lower = here


@frozen
class Derived:
    """What a theory derives from one set of decided atoms.

    ``certain`` holds whatever the unknown atoms turn out to be; ``possible`` would hold if each unknown atom
    suited it wherever it stands, as Kleene has it (S14). ``trail`` lists what is certain by stratum and name.
    """

    certain: frozenset[str]
    possible: frozenset[str]
    trail: tuple[str, ...]


class Chainer(Protocol):
    """Whatever derives the conclusions of a theory."""

    def derive(self, atoms: Mapping[str, bool | None]) -> Derived:
        """The conclusions that follow from the atoms, each true, false or unknown (None)."""
        ...


class ChainingMismatch(RuntimeError):
    """What was derived is not what the plan says."""


def mentions(condition: Expression, positive: bool = True) -> Iterator[tuple[str, bool]]:
    """The names that a condition refers to, and whether it needs each to hold (or not to hold)."""
    match condition:
        case Ref(name=name):
            yield name, positive
        case AllOf(conditions=parts) | AnyOf(conditions=parts):
            for part in parts:
                yield from mentions(part, positive)
        case NoneOf(conditions=parts):
            for part in parts:
                yield from mentions(part, not positive)
        case _:
            raise ValueError(f"{type(condition).__name__} cannot be chained")


def stratified(conclusions: Iterable[Conclusion], atoms: Iterable[str]) -> Theory:
    """The theory with each conclusion in the least stratum that it can be in, by name. A cycle is a
    ValueError; loading has reported it before.
    """
    stratum_of: dict[str, int] = {}
    for conclusion in (ordered := in_order(tuple(conclusions))):
        stratum_of[conclusion.name] = max(
            (
                stratum_of[name] + (not positive)
                for name, positive in mentions(conclusion.condition)
                if name in stratum_of
            ),
            default=0,
        )
    strata: list[list[Conclusion]] = [[] for _ in range(1 + max(stratum_of.values(), default=-1))]
    for conclusion in sorted(ordered, key=lambda conclusion: conclusion.name):
        strata[stratum_of[conclusion.name]].append(conclusion)
    return Theory(tuple(atoms), tuple(map(tuple, strata)))


def in_order(conclusions: Sequence[Conclusion]) -> tuple[Conclusion, ...]:
    """The conclusions, each after those among them that it refers to; always in the same order."""
    _check_names([conclusion.name for conclusion in conclusions])
    by_name = {conclusion.name: conclusion for conclusion in sorted(conclusions, key=lambda each: each.name)}
    graph = {
        name: sorted({other for other, _ in mentions(conclusion.condition) if other in by_name})
        for name, conclusion in by_name.items()
    }
    try:
        return tuple(by_name[name] for name in TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise ValueError("conclusions follow from themselves: " + " → ".join(error.args[1])) from error


def _check_names(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"{name} is declared twice")
        seen.add(name)


def compare(derived: Derived, expected: Mapping[str, bool | None]) -> None:
    """Hold what was derived against the plan's values of all conclusions: certain if and only if true,
    possible if and only if not false. Every difference is named in the ``ChainingMismatch``.
    """
    certain = {name for name, value in expected.items() if value is True}
    possible = {name for name, value in expected.items() if value is not False}
    if derived.certain == certain and derived.possible == possible:
        return
    raise ChainingMismatch("; ".join(_differences(derived, expected)))


def _differences(derived: Derived, expected: Mapping[str, bool | None]) -> Iterator[str]:
    """What ``compare`` finds, name by name."""
    words = {True: "true", False: "false", None: "unknown"}
    for name in sorted({*expected, *derived.certain, *derived.possible}):
        certain, possible = name in derived.certain, name in derived.possible
        if name not in expected:
            yield f"{name} is derived and not in the plan"
        elif (certain, possible) != (expected[name] is True, expected[name] is not False):
            told = "neither certain nor possible" if not possible else "possible"
            told = "certain" if certain else told
            yield f"{name} is {words[expected[name]]} in the plan and {told} in the chain"
