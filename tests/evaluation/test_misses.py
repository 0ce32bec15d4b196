"""What is missing for conditions to hold: the fewest first, then the relatively nearest."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jifen.evaluation.misses import AtomOf, every_of, missed, misses, wanted_of
from jifen.model.expression import AllOf, AnyOf, Expression, Known, NoneOf, Ref
from jifen.model.grounds import AtomSeen, Miss

A, B, C = Ref("0"), Ref("1"), Ref("2")


def position(node: Expression) -> int | None:
    return int(node.name) if isinstance(node, Ref) else None


ATOM_OF: AtomOf = position


def short(left: int, right: int) -> AtomSeen:
    """A comparison that is missed by so much."""
    one, other = Fraction(left), Fraction(right)
    return AtomSeen("", met=False, left=one, right=other, operator=">=", shortfall=other - one)


HOLDS, FAILS, OPEN = AtomSeen("", met=True), AtomSeen("", met=False), AtomSeen("", met=None)
NEAR = short(9, 10)


@pytest.mark.parametrize(
    ("whole", "atoms", "found"),
    [
        (AllOf((A, B)), (HOLDS, HOLDS), []),
        (AllOf((A, B)), (FAILS, HOLDS), [((0,), None)]),
        (AllOf((A, B)), (short(80, 100), short(90, 100)), [((0, 1), Fraction(3, 10))]),
        (AnyOf((A, B)), (short(80, 100), short(90, 100)), [((1,), Fraction(1, 10)), ((0,), Fraction(1, 5))]),
        (AnyOf((A, B)), (FAILS, short(1, 100)), [((1,), Fraction(99, 100)), ((0,), None)]),
        (AnyOf((A, B)), (HOLDS, short(1, 100)), []),
        (AnyOf((AllOf((A, B)), C)), (NEAR, NEAR, FAILS), [((2,), None), ((0, 1), Fraction(1, 5))]),
        (AllOf((A, B)), (OPEN, FAILS), [((1,), None)]),
        (AllOf((A, B)), (short(0, 0), HOLDS), [((0,), Fraction(0))]),
    ],
)  # fmt: skip
def test_the_ways(
    whole: Expression, atoms: tuple[AtomSeen, ...], found: list[tuple[tuple[int, ...], Fraction | None]]
) -> None:
    expected = tuple(Miss(*one) for one in found)
    assert misses(whole, atoms, ATOM_OF) == expected
    every = every_of(whole, ATOM_OF)
    assert every is None or missed(every, atoms) == expected


@pytest.mark.parametrize(
    ("whole", "every"),
    [
        (A, (0,)),
        (AllOf((B, A)), (0, 1)),
        (AllOf((B, Known(A))), (1,)),
        (AllOf(()), ()),
        (AllOf((A, AllOf((B,)))), None),
        (AllOf((A, NoneOf((B,)))), None),
        (AllOf((A, A)), None),
        (AnyOf((A, B)), None),
        (NoneOf((A,)), None),
    ],
)
def test_conditions_that_must_all_hold_have_one_way(whole: Expression, every: tuple[int, ...] | None) -> None:
    assert every_of(whole, ATOM_OF) == every
    if every is None:
        return
    for seen in itertools.product((HOLDS, FAILS, OPEN, NEAR, short(2, 3)), repeat=2):
        assert missed(every, seen) == misses(whole, seen, ATOM_OF)


def test_what_must_not_hold_is_turned_round() -> None:
    whole = AllOf((A, NoneOf((B, AnyOf((C,))))))
    assert wanted_of(whole, ATOM_OF) == {0: True, 1: False, 2: False}
    against = AtomSeen("", met=True, wanted=False)
    assert misses(whole, (HOLDS, against, AtomSeen("", met=False, wanted=False)), ATOM_OF) == (
        Miss((1,), None),
    )


def test_of_many_ways_the_nearest_are_kept() -> None:
    """Two groups of twelve make 144 ways, of which eight are told."""
    groups = [AnyOf(tuple(Ref(str(first + number)) for number in range(12))) for first in (0, 12)]
    atoms = [short(99 - number % 12, 100) for number in range(24)]
    found = misses(AllOf(tuple(groups)), atoms, ATOM_OF)
    assert len(found) == 8
    assert found[0] == Miss((0, 12), Fraction(2, 100))
    assert [one.gap for one in found] == sorted(one.gap for one in found if one.gap is not None)


trees = st.recursive(
    st.integers(0, 5).map(lambda number: Ref(str(number))),
    lambda inner: st.tuples(
        st.sampled_from([AllOf, AnyOf, NoneOf]), st.lists(inner, min_size=1, max_size=3)
    ).map(lambda drawn: drawn[0](tuple(drawn[1]))),
    max_leaves=6,
)


def holds(node: Expression, values: dict[int, bool]) -> bool:
    if isinstance(node, Ref):
        return values[int(node.name)]
    assert isinstance(node, AllOf | AnyOf | NoneOf)
    inside = [holds(one, values) for one in node.conditions]
    return all(inside) if isinstance(node, AllOf) else any(inside) is isinstance(node, AnyOf)


@given(whole=trees, values=st.lists(st.booleans(), min_size=6, max_size=6))
def test_a_way_makes_all_hold_where_each_condition_stands_once(whole: Expression, values: list[bool]) -> None:
    known = dict(enumerate(values))
    wanted = wanted_of(whole, ATOM_OF)
    names = [node.name for node in _leaves(whole)]
    if len(set(names)) < len(names):
        return
    atoms = [AtomSeen("", met=value, wanted=wanted.get(number, True)) for number, value in known.items()]
    found = misses(whole, atoms, ATOM_OF)
    assert (found == ()) is holds(whole, known)
    for miss in found:
        changed = {number: value is not (number in miss.conditions) for number, value in known.items()}
        assert holds(whole, changed)


def _leaves(node: Expression) -> list[Ref]:
    if isinstance(node, Ref):
        return [node]
    assert isinstance(node, AllOf | AnyOf | NoneOf)
    return [leaf for one in node.conditions for leaf in _leaves(one)]
